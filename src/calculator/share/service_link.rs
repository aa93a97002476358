//! From a line of the estimate to the console, which makes a service of it.

use tiermeter_estimate::Estimate;

use crate::calculator::answer::Answer;
use crate::handover::link::{Form, write};
use crate::handover::{NEW_SERVICE, written};

/// Where a service is made of a line; `None` where what stands in the fields comes to nothing.
pub fn service_link(answer: &Answer, line: u32) -> Option<String> {
    let index = answer.lines.iter().position(|known| known.id == line).filter(|_| !answer.is_stale())?;
    let line = answer.estimate.lines.get(index)?.clone();
    let estimate = Estimate { month: answer.estimate.month, lines: vec![line] };
    Some(format!("{NEW_SERVICE}{}", write(Form::Plain, written(&estimate, None).as_bytes())))
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::PriceBook;

    use super::*;
    use crate::calculator::sheet::{Field, LineField, Sheet};
    use crate::handover::{link, read};

    #[test]
    fn the_link_holds_the_line_alone() {
        let book = PriceBook::bundled();
        let mut sheet = Sheet::worked_example();
        let answer = Answer::of(&sheet, book, None);
        let line = answer.lines[0].id;
        let address = service_link(&answer, line).unwrap();
        assert!(address.starts_with("/console/services/new#e=1.p."), "{address}");
        let (_, json) = link::read_in(&address).unwrap().unwrap();
        assert_eq!(read(&json).unwrap().estimate.lines, answer.estimate.lines[..1]);
        assert_eq!(service_link(&answer, line + 1_000), None);
        sheet.set(Field::Of(line, LineField::Tier), "no tier", book.utc_offset());
        let faulty = Answer::of(&sheet, book, Some(&answer));
        assert_eq!(service_link(&faulty, line), None);
    }
}
