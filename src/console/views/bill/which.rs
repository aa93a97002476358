//! Which bill an address names.

use tiermeter_pricing::Month;

use crate::console::request::{Method, Request};

/// What stands in the address for the running month.
const CURRENT: &str = "current";

/// Which bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// That of the running month.
    Current,
    /// That of this month.
    Of(Month),
}

impl Which {
    /// The bill of its word in the address.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        if word == CURRENT { Some(Self::Current) } else { Month::parse(word).map(Self::Of) }
    }

    /// The bill.
    #[must_use]
    pub fn request(self) -> Request {
        match self {
            Self::Current => Request::current_bill(),
            Self::Of(month) => Request::bill(month),
        }
    }

    /// The usage behind it.
    #[must_use]
    pub fn usage_request(self) -> Request {
        match self {
            Self::Current => Request::new(Method::Get, format!("/bills/{CURRENT}/usage"), None),
            Self::Of(month) => Request::bill_usage(month),
        }
    }

    /// The bill in another form: `json`, `csv` or `focus`.
    #[must_use]
    pub fn file(self, format: &str) -> String {
        self.request().with_query("format", format).address()
    }

    /// What a file of it is called; CSV and FOCUS are named by the server.
    #[must_use]
    pub fn file_name(self, what: &str) -> String {
        match self {
            Self::Current => format!("tiermeter-{what}-{CURRENT}.json"),
            Self::Of(month) => format!("tiermeter-{what}-{month}.json"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_bills() {
        let march = Which::Of(Month { year: 2026, month: 3 });
        for (word, expected) in [
            ("current", Some(Which::Current)),
            ("2026-03", Some(march)),
            ("2026-13", None),
            ("next", None),
            ("", None),
        ] {
            assert_eq!(Which::of_word(word), expected, "{word}");
        }
        assert_eq!(march.file("focus"), "/api/v1/bills/2026-03?format=focus");
        assert_eq!(Which::Current.usage_request().address(), "/api/v1/bills/current/usage");
        assert_eq!(march.file_name("usage"), "tiermeter-usage-2026-03.json");
    }
}
