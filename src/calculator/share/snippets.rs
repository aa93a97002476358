//! The same estimate for programs: a curl line, JavaScript, and the command line.

use tiermeter_estimate::expand;
use tiermeter_pricing::{PriceBook, Refusal};

use super::envelope::estimate;
use crate::calculator::answer::Answer;
use crate::own_prices::PRICE_BOOK_FILE;

/// A longer usage is not written into a snippet; it can be had as a file.
const LONGEST_USAGE_BYTES: usize = 16 * 1024;
/// What the file of the usage is called.
pub const USAGE_FILE: &str = "usage.json";

/// A program's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// What it is for.
    pub name: &'static str,
    /// The text.
    pub code: String,
}

/// The snippets; `own_json` is the text of the price book where it is the reader's own, so that programs come to the
/// same amounts, and `origin` is the address of this server.
pub fn snippets(answer: &Answer, book: &PriceBook, own_json: Option<&str>, origin: &str) -> Vec<Snippet> {
    let estimate = estimate(answer);
    let in_request = own_json.map(|json| format!(",\"price_book\":{}", json.trim())).unwrap_or_default();
    let curl = format!(
        "curl -sS {origin}/api/v1/estimates -H 'Content-Type: application/json' --data-binary @- <<'JSON'\n{{\"estimate\":{estimate}{in_request}}}\nJSON"
    );
    let argument = own_json.map(|json| format!(", {}", json.trim())).unwrap_or_default();
    let javascript = format!(
        "import {{ priceEstimate }} from \"tiermeter\";\n\nconst settlement = priceEstimate({estimate}{argument});\nconsole.log(settlement.bills[0]?.payable, settlement.currency);"
    );
    let option = own_json.map(|_| format!("--price-book {PRICE_BOOK_FILE} ")).unwrap_or_default();
    let command = match usage(answer, book) {
        Ok(usage) if usage.len() <= LONGEST_USAGE_BYTES => {
            format!("tiermeter price - {option}--format table <<'JSON'\n{usage}\nJSON")
        }
        Ok(_) => format!("tiermeter price {USAGE_FILE} {option}--format table"),
        Err(refusal) => format!("# {}", refusal.message),
    };
    vec![
        Snippet { name: "curl", code: curl },
        Snippet { name: "JavaScript", code: javascript },
        Snippet { name: "tiermeter price", code: command },
    ]
}

/// What the estimate expands to, as the document that the command line reads.
pub fn usage(answer: &Answer, book: &PriceBook) -> Result<String, Refusal> {
    let usage = expand(&answer.estimate, book)?;
    // Writing to a String fails for no type of a usage.
    Ok(serde_json::to_string(&usage).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::{Usage, settle};

    use super::*;
    use crate::calculator::sheet::{Kind, Sheet};

    fn code(snippets: &[Snippet], name: &str) -> String {
        snippets.iter().find(|snippet| snippet.name == name).unwrap().code.clone()
    }

    #[test]
    fn programs_say_what_the_page_says() {
        let book = PriceBook::bundled();
        let answer = Answer::of(&Sheet::worked_example(), book, None);
        let snippets = snippets(&answer, book, None, "https://example.com");
        let curl = code(&snippets, "curl");
        assert!(curl.starts_with("curl -sS https://example.com/api/v1/estimates "), "{curl}");
        let body = curl.lines().nth(1).unwrap();
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["estimate"], serde_json::to_value(&answer.estimate).unwrap());
        let command = code(&snippets, "tiermeter price");
        let usage = Usage::from_json(command.lines().nth(1).unwrap().as_bytes()).unwrap();
        assert_eq!(settle(&usage, book).unwrap().bills, std::slice::from_ref(&answer.bill));
        assert!(code(&snippets, "JavaScript").contains("\"schema\":\"tiermeter.estimate/1\""));
    }

    #[test]
    fn programs_take_the_price_book_of_the_reader_along() {
        let (book, own) = (PriceBook::bundled(), PriceBook::bundled_json());
        let answer = Answer::of(&Sheet::worked_example(), book, None);
        let snippets = snippets(&answer, book, Some(own), "https://example.com");
        let curl = code(&snippets, "curl");
        let body = curl.split_once("<<'JSON'\n").and_then(|(_, body)| body.strip_suffix("\nJSON")).unwrap();
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["price_book"], serde_json::from_str::<serde_json::Value>(own).unwrap());
        assert_eq!(body["estimate"], serde_json::to_value(&answer.estimate).unwrap());
        assert!(code(&snippets, "JavaScript").contains(&format!("}}, {});", own.trim())));
        let command = code(&snippets, "tiermeter price");
        assert!(
            command.starts_with("tiermeter price - --price-book price-book.json --format table <<"),
            "{command}"
        );
    }

    #[test]
    fn a_long_usage_is_a_file() {
        let book = PriceBook::bundled();
        let mut sheet = Sheet::worked_example();
        sheet.set_kind(1, Kind::Tokens, book.utc_offset());
        let answer = Answer::of(&sheet, book, None);
        let command = code(&snippets(&answer, book, None, ""), "tiermeter price");
        assert_eq!(command, "tiermeter price usage.json --format table");
    }
}
