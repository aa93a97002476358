//! The document of links and files: the estimate, and what it came to with which price book.

use tiermeter_estimate::Estimate;
use tiermeter_pricing::read::{FreeText, from_json_slice};
use tiermeter_pricing::{Refusal, object};

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

/// An estimate with what it came to; bare where that is not known.
pub fn written(estimate: &Estimate, before: Option<&Before>) -> String {
    // Writing to a String fails for no type of an estimate.
    let estimate = serde_json::to_string(estimate).unwrap_or_default();
    let Some(before) = before else { return estimate };
    json_object(&[
        ("price_book", json_text(&before.price_book)),
        ("currency", json_text(&before.currency)),
        ("payable", json_text(&before.payable)),
        ("estimate", estimate),
    ])
}

/// A text as JSON.
pub fn json_text(text: &str) -> String {
    // Writing to a String fails for no text.
    serde_json::to_string(text).unwrap_or_default()
}

/// An object of fields that are JSON already.
pub fn json_object(fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BARE: &str = r#"{"schema":"tiermeter.estimate/1","month":"2026-03","lines":[]}"#;

    #[test]
    fn what_is_written_is_read_again() {
        let estimate = Estimate::from_json(BARE.as_bytes()).unwrap();
        let text = |text: &str| text.to_owned();
        let before = Before { price_book: text("list \"a\""), currency: text("USD"), payable: text("0.00") };
        for before in [None, Some(before)] {
            let opened = read(written(&estimate, before.as_ref()).as_bytes()).unwrap();
            assert_eq!(opened, Opened { estimate: estimate.clone(), before });
        }
        assert_eq!(written(&estimate, None), BARE);
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
