//! The price book in use, and why another text is none.

use tiermeter_pricing::{PriceBook, Refusal};

use crate::words::Words;

/// A longer text is not read: no price book of the rules is.
pub const LARGEST_BOOK_BYTES: u32 = 4 * 1024 * 1024;

/// The prices in use.
#[derive(Debug, Clone, Copy)]
pub struct Prices {
    /// The price book.
    pub book: &'static PriceBook,
    /// Its text, where it is the reader's own.
    pub own_json: Option<&'static str>,
}

impl Prices {
    /// The list prices.
    pub fn list() -> Self {
        Self { book: PriceBook::bundled(), own_json: None }
    }

    /// The prices of a text. They stay in memory until the page is closed: every part of the page refers to them, and
    /// a visit has few.
    pub fn own(json: &str) -> Result<Self, Refusal> {
        let book: &'static PriceBook = Box::leak(Box::new(PriceBook::from_json(json.as_bytes())?));
        let json: &'static str = json.to_owned().leak();
        Ok(Self { book, own_json: Some(json) })
    }

    /// Which prices they are, as a sentence.
    pub fn say(&self, words: &Words) -> String {
        let (name, id) = (self.book.name(), self.book.id());
        if self.own_json.is_some() { (words.prices_own)(name, id) } else { (words.prices_list)(name, id) }
    }
}

/// Where a text came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A file of that name.
    File(String),
    /// It was pasted.
    Pasted,
    /// The browser kept it from an earlier visit.
    Kept,
}

/// Why the prices stay as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookFault {
    /// The text is no price book.
    Refused(Given, Refusal),
    /// What is called so is larger than any price book.
    TooLarge(String),
    /// The browser could not read the file of that name.
    Unread(String),
}

impl BookFault {
    /// Reads the prices of a text, or says why they are none.
    pub fn or_prices(given: Given, json: &str, words: &Words) -> Result<Prices, Self> {
        let is_read = u32::try_from(json.len()).is_ok_and(|length| length <= LARGEST_BOOK_BYTES);
        if !is_read {
            let name = match given {
                Given::File(name) => name,
                Given::Pasted | Given::Kept => words.pasted_text.to_owned(),
            };
            return Err(Self::TooLarge(name));
        }
        Prices::own(json).map_err(|refusal| Self::Refused(given, refusal))
    }

    /// What happened; and where it is known, why, and at which place.
    pub fn say(&self, words: &Words) -> (String, Option<(String, String)>) {
        match self {
            Self::TooLarge(name) => ((words.file_too_large)(name), None),
            Self::Unread(name) => ((words.file_unread)(name), None),
            Self::Refused(given, refusal) => {
                let title = match given {
                    Given::File(name) => (words.prices_refused)(name),
                    Given::Pasted => (words.prices_refused)(words.pasted_text),
                    Given::Kept => words.prices_kept_refused.to_owned(),
                };
                let path = refusal.path.as_str();
                let place = if path.is_empty() { words.whole_document } else { path };
                (title, Some((refusal.message.clone(), place.to_owned())))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::{CHINESE, ENGLISH};

    fn negotiated(name: &str) -> String {
        PriceBook::bundled_json()
            .replace("edge-inference-list", "our-prices")
            .replace("Edge inference list prices", name)
    }

    #[test]
    fn a_price_book_is_named() {
        let prices = Prices::own(&negotiated("Negotiated prices")).unwrap();
        assert_eq!(prices.own_json, Some(negotiated("Negotiated prices").as_str()));
        assert_eq!(
            prices.say(&ENGLISH),
            "Your own prices: Negotiated prices (our-prices), loaded on this device only."
        );
        assert_eq!(
            Prices::list().say(&ENGLISH),
            "List prices: Edge inference list prices (edge-inference-list)."
        );
    }

    #[test]
    fn what_is_no_price_book_is_refused_at_its_place() {
        let check = |json: &str, place: &str| {
            let fault =
                BookFault::or_prices(Given::File("book.json".to_owned()), json, &ENGLISH).unwrap_err();
            let (title, why) = fault.say(&ENGLISH);
            assert!(title.starts_with("book.json is no price book"), "{title}");
            assert_eq!(why.unwrap().1, place, "{json}");
        };
        check("", "the whole document");
        check("[]", "the whole document");
        check("{\"schema\": \"tiermeter.estimate/1\"}", "/schema");
        check(&negotiated("x").replacen("\"0.000217\"", "0.000217", 1), "/gpu_tiers/0/prices/0/per_second");
        check(&negotiated("x").replacen("\"B\"", "\"A\"", 1), "/gpu_tiers/1/code");
    }

    #[test]
    fn every_fault_is_said_in_both_languages() {
        let long = " ".repeat(4 * 1024 * 1024 + 1);
        for words in [&ENGLISH, &CHINESE] {
            let too_large = BookFault::or_prices(Given::Pasted, &long, words).unwrap_err();
            assert_eq!(too_large.say(words), ((words.file_too_large)(words.pasted_text), None));
            let kept = BookFault::or_prices(Given::Kept, "{}", words).unwrap_err();
            let (title, why) = kept.say(words);
            assert_eq!(title, words.prices_kept_refused);
            assert!(why.is_some());
        }
    }
}
