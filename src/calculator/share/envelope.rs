//! What is written into links and files: the estimate, and what it came to with which price book.

use tiermeter_estimate::Estimate;
use tiermeter_pricing::read::{FreeText, from_json_slice};
use tiermeter_pricing::{PriceBook, Refusal, object};

use crate::calculator::answer::Answer;
use crate::words::Words;

object! {
    /// The document of a link or a file.
    struct Envelope reads with () {
        estimate: Estimate,
        ;
        price_book: FreeText,
        currency: FreeText,
        payable: FreeText,
        exact_total: FreeText,
        assumptions: Vec<FreeText>,
    }
}

/// An estimate from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The estimate.
    pub estimate: Estimate,
    /// What it came to where it was written, if that is said.
    pub before: Option<Before>,
}

/// What an estimate came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The price book's id.
    pub price_book: String,
    /// The currency's code.
    pub currency: String,
    /// The payable amount.
    pub payable: String,
}

/// Reads an estimate, bare or with what it came to.
pub fn read(json: &[u8]) -> Result<Opened, Refusal> {
    match from_json_slice::<_, Envelope>(&mut (), json) {
        Ok(envelope) => {
            let before = envelope.price_book.zip(envelope.currency).zip(envelope.payable);
            let before = before.map(|((price_book, currency), payable)| Before {
                price_book: price_book.0,
                currency: currency.0,
                payable: payable.0,
            });
            Ok(Opened { estimate: envelope.estimate, before })
        }
        // A field of a bare estimate is unknown in an envelope.
        Err(refusal) if matches!(refusal.path.as_str(), "/schema" | "/month" | "/lines") => {
            Estimate::from_json(json).map(|estimate| Opened { estimate, before: None })
        }
        Err(refusal) => Err(refusal),
    }
}

/// What a link and the browser's storage hold.
pub fn short(answer: &Answer, book: &PriceBook) -> String {
    object(&[
        ("price_book", json_text(book.id())),
        ("currency", json_text(book.currency().code())),
        ("payable", json_text(&answer.bill.payable)),
        ("estimate", estimate(answer)),
    ])
}

/// What a file holds: the same, with the exact total and what it assumes.
pub fn long(answer: &Answer, book: &PriceBook, words: &Words) -> String {
    let assumptions: Vec<String> =
        assumptions(answer, book, words).iter().map(|sentence| json_text(sentence)).collect();
    object(&[
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
    // Writing to a String fails for no type of an estimate.
    serde_json::to_string(&answer.estimate).unwrap_or_default()
}

/// A text as JSON.
pub fn json_text(text: &str) -> String {
    // The same.
    serde_json::to_string(text).unwrap_or_default()
}

fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calculator::sheet::Sheet;
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
            assert_eq!(opened, Opened { estimate: answer.estimate.clone(), before: Some(before.clone()) });
        }
        let opened = read(estimate(&answer).as_bytes()).unwrap();
        assert_eq!(opened, Opened { estimate: answer.estimate, before: None });
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

    #[test]
    fn what_is_no_estimate_is_refused_at_its_place() {
        for (json, path) in [
            ("", ""),
            ("{}", "/estimate"),
            ("[1]", ""),
            ("{\"schema\": \"tiermeter.estimate/2\"}", "/schema"),
            ("{\"estimate\": {\"month\": 3}}", "/estimate/month"),
            ("{\"runs\": []}", "/runs"),
        ] {
            assert_eq!(read(json.as_bytes()).unwrap_err().path, path, "{json}");
        }
    }
}
