//! From the fields to an estimate, or to what is wrong in them.

use tiermeter_estimate::{Estimate, EstimateLine, Scaling, Step, Work};
use tiermeter_pricing::{Instant, Month, PriceBook, Refusal};

use super::typed::{read_instances, read_instant, read_month};
use super::{Draft, Field};
use crate::calculator::view_model::CalculatorView;
use crate::text;

/// What the one line of the calculator is called in the document.
const LINE_NAME: &str = "chat";

/// What is wrong in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub field: Field,
    /// A sentence with the text and what is allowed.
    pub message: String,
}

/// What the fields come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The last estimate without a fault: the page's document.
    pub estimate: Estimate,
    /// What that estimate comes to.
    pub view: CalculatorView,
    /// What is wrong in the fields now; then `estimate` and `view` are of an earlier entry.
    pub faults: Vec<Fault>,
}

impl Checked {
    /// Checks and prices the fields. Where that fails, the `last` answer stays, with the faults beside it.
    pub fn of(draft: &Draft, book: &PriceBook, last: Option<&Self>) -> Self {
        let answer = draft.estimate().and_then(|estimate| {
            let view =
                CalculatorView::of(&estimate, book).map_err(|refusal| vec![draft.fault_of(refusal)])?;
            Ok((estimate, view))
        });
        match (answer, last) {
            (Ok((estimate, view)), _) => Self { estimate, view, faults: Vec::new() },
            (Err(faults), Some(last)) => Self { faults, ..last.clone() },
            (Err(faults), None) => {
                let estimate = Estimate { month: Month { year: 1970, month: 2 }, lines: Vec::new() };
                Self { estimate, view: CalculatorView::default(), faults }
            }
        }
    }

    /// What is wrong in the field.
    pub fn fault_in(&self, field: Field) -> Option<&str> {
        self.faults.iter().find(|fault| fault.field == field).map(|fault| fault.message.as_str())
    }
}

impl Draft {
    /// The document of the fields, or everything that is wrong in them.
    fn estimate(&self) -> Result<Estimate, Vec<Fault>> {
        let mut faults = Vec::new();
        let month = noted(&mut faults, Field::Month, read_month(&self.month));
        let mut steps: Vec<(Field, Option<Instant>, Option<u32>)> = self
            .rows
            .iter()
            .map(|row| {
                let (from, instances) = (Field::From(row.id), Field::Instances(row.id));
                let at = noted(&mut faults, from, read_instant(&row.from));
                (from, at, noted(&mut faults, instances, read_instances(&row.instances)))
            })
            .collect();
        if !self.until.trim().is_empty() {
            steps.push((Field::Until, noted(&mut faults, Field::Until, read_instant(&self.until)), Some(0)));
        }
        let known = steps.iter().filter_map(|(field, at, _)| Some((*field, (*at)?))).collect::<Vec<_>>();
        for pair in known.windows(2) {
            if let [(_, before), (field, at)] = *pair
                && at <= before
            {
                let message =
                    format!("must be later than {}, where the step before it begins", text::instant(before));
                faults.push(Fault { field, message });
            }
        }
        let steps =
            steps.into_iter().map(|(_, at, instances)| Some(Step { from: at?, instances: instances? }));
        match (month, steps.collect::<Option<Vec<_>>>()) {
            (Some(month), Some(steps)) if faults.is_empty() => {
                let work = Work::GpuSeconds { tier: self.tier.clone(), scaling: Scaling::Steps(steps) };
                Ok(Estimate { month, lines: vec![EstimateLine { name: LINE_NAME.to_owned(), work }] })
            }
            _ => Err(faults),
        }
    }

    /// The fault of a refusal, at the field that its path names.
    fn fault_of(&self, refusal: Refusal) -> Fault {
        let field = match refusal.path.strip_prefix("/lines/0/") {
            None if refusal.path == "/month" => Field::Month,
            Some("tier") => Field::Tier,
            Some(path) => self.field_of_step(path).unwrap_or(Field::Whole),
            None => Field::Whole,
        };
        Fault { field, message: refusal.message }
    }

    fn field_of_step(&self, path: &str) -> Option<Field> {
        let (number, member) = path.strip_prefix("scaling/steps/")?.split_once('/')?;
        let number = number.parse::<usize>().ok()?;
        match (self.rows.get(number), member) {
            (Some(row), "instances") => Some(Field::Instances(row.id)),
            (Some(row), _) => Some(Field::From(row.id)),
            (None, _) => (number == self.rows.len()).then_some(Field::Until),
        }
    }
}

/// The value, or its fault put down and nothing.
fn noted<T>(faults: &mut Vec<Fault>, field: Field, read: Result<T, String>) -> Option<T> {
    read.map_err(|message| faults.push(Fault { field, message })).ok()
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::{RefusalCode, UtcOffset};

    use super::*;

    fn checked(draft: &Draft, last: Option<&Checked>) -> Checked {
        Checked::of(draft, PriceBook::bundled(), last)
    }

    fn example_with(changes: &[(Field, &str)]) -> Draft {
        let mut draft = Draft::worked_example();
        for (field, text) in changes {
            draft.set(*field, (*text).to_owned(), UtcOffset::default());
        }
        draft
    }

    #[test]
    fn the_worked_example_is_the_document_of_the_rules() {
        let checked = checked(&Draft::worked_example(), None);
        assert!(checked.faults.is_empty(), "{:?}", checked.faults);
        let expected = serde_json::json!({
            "schema": "tiermeter.estimate/1", "month": "2026-03",
            "lines": [{"name": "chat", "kind": "gpu_seconds", "tier": "A", "scaling": {"mode": "steps", "steps": [
                {"from": "2026-03-03T10:00:00Z", "instances": 1},
                {"from": "2026-03-03T11:00:00Z", "instances": 2},
                {"from": "2026-03-03T12:00:00Z", "instances": 0},
            ]}}],
        });
        assert_eq!(serde_json::to_value(&checked.estimate).unwrap(), expected);
    }

    #[test]
    fn an_open_end_is_no_step() {
        let checked = checked(&example_with(&[(Field::Until, " ")]), None);
        let document = serde_json::to_value(&checked.estimate).unwrap();
        assert_eq!(
            document.pointer("/lines/0/scaling/steps").and_then(|steps| steps.as_array()).unwrap().len(),
            2
        );
    }

    fn check_faults(changes: &[(Field, &str)], expected: &[(Field, &str)]) {
        let before = checked(&Draft::worked_example(), None);
        let after = checked(&example_with(changes), Some(&before));
        let faults = after.faults.iter().map(|fault| fault.field).collect::<Vec<_>>();
        assert_eq!(faults, expected.iter().map(|(field, _)| *field).collect::<Vec<_>>(), "{changes:?}");
        for (field, words) in expected {
            let message = after.fault_in(*field).unwrap();
            assert!(message.contains(words), "{message}");
        }
        assert_eq!((after.estimate, after.view), (before.estimate, before.view), "{changes:?}");
    }

    #[test]
    fn faults_stand_at_their_fields_and_the_last_answer_stays() {
        check_faults(&[(Field::From(2), "eleven")], &[(Field::From(2), "“eleven” is not an instant")]);
        check_faults(&[(Field::Instances(1), "1001")], &[(Field::Instances(1), "from 0 to 1000")]);
        check_faults(&[(Field::Instances(1), "")], &[(Field::Instances(1), "whole number")]);
        check_faults(
            &[(Field::Until, "2026-03-03 11:00:00")],
            &[(Field::Until, "later than 2026-03-03 11:00:00")],
        );
        check_faults(&[(Field::From(1), "2026-03-03 11:00:00")], &[(Field::From(2), "later than")]);
        check_faults(&[(Field::Month, "March")], &[(Field::Month, "“March” is not a month")]);
        check_faults(&[(Field::Tier, "Z")], &[(Field::Tier, "Z")]);
        check_faults(
            &[(Field::From(1), "x"), (Field::Instances(2), "y")],
            &[(Field::From(1), "“x”"), (Field::Instances(2), "“y”")],
        );
    }

    #[test]
    fn a_refusal_is_shown_at_the_field_of_its_path() {
        for (path, field) in [
            ("/month", Field::Month),
            ("/lines/0/tier", Field::Tier),
            ("/lines/0/scaling/steps/0/from", Field::From(1)),
            ("/lines/0/scaling/steps/1/instances", Field::Instances(2)),
            ("/lines/0/scaling/steps/2/from", Field::Until),
            ("/lines/0/scaling/steps/3/from", Field::Whole),
            ("/lines/0", Field::Whole),
            ("", Field::Whole),
        ] {
            let fault = Draft::worked_example().fault_of(Refusal::new(RefusalCode::Malformed, path, "why"));
            assert_eq!((fault.field, fault.message.as_str()), (field, "why"), "{path}");
        }
    }

    #[test]
    fn fields_that_were_never_right_come_to_nothing() {
        let checked = checked(&example_with(&[(Field::From(1), "")]), None);
        assert!(checked.estimate.lines.is_empty() && checked.fault_in(Field::From(1)).is_some());
    }
}
