//! What is written into links and files: the estimate, and what it came to with which price book.

use tiermeter_pricing::PriceBook;

use crate::calculator::answer::Answer;
use crate::handover::{Before, json_object, json_text, written};
use crate::words::Words;

/// What a link and the browser's storage hold.
pub fn short(answer: &Answer, book: &PriceBook) -> String {
    let before = Before {
        price_book: book.id().to_owned(),
        currency: book.currency().code().to_owned(),
        payable: answer.bill.payable.clone(),
    };
    written(&answer.estimate, Some(&before))
}

/// What a file holds: the same, with the exact total and what it assumes.
pub fn long(answer: &Answer, book: &PriceBook, words: &Words) -> String {
    let assumptions: Vec<String> =
        assumptions(answer, book, words).iter().map(|sentence| json_text(sentence)).collect();
    json_object(&[
        ("price_book", json_text(book.id())),
        ("currency", json_text(book.currency().code())),
        ("payable", json_text(&answer.bill.payable)),
        ("exact_total", json_text(&crate::text::amount(answer.bill.exact_total))),
        ("assumptions", format!("[{}]", assumptions.join(","))),
        ("estimate", estimate(answer)),
    ])
}

/// The sentences without which the amounts say too much.
pub fn assumptions(answer: &Answer, book: &PriceBook, words: &Words) -> Vec<String> {
    let mut sentences = vec![(words.price_book_line)(book.name(), book.id(), book.currency().code())];
    sentences.extend(book.sources().iter().map(|source| {
        let title = (words.source_read_on)(words.source_title(&source.title), &source.as_of);
        format!("{title}: {}", source.remark)
    }));
    sentences.push(words.rules_in_short.to_owned());
    sentences.push(words.plan_needed.to_owned());
    if answer.lines.iter().any(|line| line.priced.is_sample()) {
        sentences.push(words.sample_note.to_owned());
    }
    sentences
}

/// The estimate as JSON.
pub fn estimate(answer: &Answer) -> String {
    written(&answer.estimate, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calculator::sheet::Sheet;
    use crate::handover::read;
    use crate::words::{CHINESE, ENGLISH};

    fn answer() -> Answer {
        Answer::of(&Sheet::worked_example(), PriceBook::bundled(), None)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let (answer, book) = (answer(), PriceBook::bundled());
        let before = Before {
            price_book: "edge-inference-list".to_owned(),
            currency: "USD".to_owned(),
            payable: "2.34".to_owned(),
        };
        for json in [short(&answer, book), long(&answer, book, &ENGLISH), long(&answer, book, &CHINESE)] {
            let opened = read(json.as_bytes()).unwrap();
            assert_eq!((opened.estimate, opened.before), (answer.estimate.clone(), Some(before.clone())));
        }
        let opened = read(estimate(&answer).as_bytes()).unwrap();
        assert_eq!((opened.estimate, opened.before), (answer.estimate, None));
    }

    #[test]
    fn files_say_what_they_assume() {
        let json = long(&answer(), PriceBook::bundled(), &ENGLISH);
        for words in
            ["\"exact_total\":\"2.3436\"", "2026-11-21", "Enterprise plan", "Edge inference list prices"]
        {
            assert!(json.contains(words), "{json}");
        }
    }
}
