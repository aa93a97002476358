//! Text that is no JSON, or JSON of another shape.

use std::io::{self, Read};

use tiermeter_estimate::Estimate;
use tiermeter_pricing::{PriceBook, Refusal, Usage};

use super::table::{Row, check, no_json, row};

/// A kind of document: a list in it, a field of that list's elements, and a document that is right.
struct Kind {
    list: &'static str,
    field: &'static str,
    whole: &'static str,
}

const USAGE: Kind = Kind { list: "runs", field: "service", whole: "{}" };
const PRICE_BOOK: Kind = Kind {
    list: "models",
    field: "name",
    whole: r#"{"schema": "tiermeter.price-book/1", "id": "b", "name": "b", "currency": "USD",
        "settlement": {"cycle": "month", "utc_offset": "+00:00"}, "gpu_tiers": []}"#,
};
const ESTIMATE: Kind = Kind {
    list: "lines",
    field: "name",
    whole: r#"{"schema": "tiermeter.estimate/1", "month": "2026-03", "lines": []}"#,
};

/// What no document can be; it is refused alike wherever a document is read.
fn no_documents(Kind { list, field, whole }: &Kind) -> Vec<Row> {
    vec![
        no_json("an empty file", ""),
        no_json("nothing but space", " \n\t\r\n"),
        no_json("a letter", "x"),
        no_json("a truncated list", format!(r#"{{"{list}": ["#)),
        no_json("a truncated text", format!(r#"{{"{list}": [{{"{field}": "svc-1"#)),
        no_json("a truncated escape", format!(r#"{{"{list}": [{{"{field}": "\u00"#)),
        no_json("a field without value", format!(r#"{{"{list}"}}"#)),
        no_json("a comma too many", format!(r#"{{"{list}": [],}}"#)),
        no_json("a comment", format!("{whole} // nothing")),
        no_json("trailing garbage", format!("{whole} x")),
        no_json("two documents", format!("{whole}{whole}")),
        no_json("single quotes", format!("{{'{list}': []}}")),
        no_json("a field without quotes", format!("{{{list}: []}}")),
        no_json("a line end inside a text", "{\"ru\nns\": []}"),
        no_json("a byte order mark", format!("\u{feff}{whole}")),
        no_json("invalid UTF-8", *b"{\"ru\xffns\": []}"),
        no_json("truncated UTF-8", *b"{\"ru\xf0\x9f"),
        no_json("UTF-16", *b"\xff\xfe{\x00}\x00"),
        no_json("NaN", "NaN"),
        no_json("a megabyte of zeros", "\0".repeat(1 << 20)),
        no_json("the third line", format!("{{\n \"{list}\": [\n oops\n]}}")).saying(&["line 3"]),
        row("a list", "[]", ""),
        row("null", "null", ""),
        row("a number", "5", ""),
        row("a text", "\"{}\"", ""),
        row("a list of 200 lists, not ended", "[".repeat(200), ""),
        row("a list of 200 lists", format!("{}{}", "[".repeat(200), "]".repeat(200)), ""),
    ]
}

#[test]
fn what_is_no_document_is_no_usage() {
    let rows = no_documents(&USAGE);
    check("usage", &rows, |input| Usage::from_json(input).err());
    check("usage, streamed", &rows, |input| Usage::from_json_reader(input).err());
}

#[test]
fn what_is_no_document_is_no_price_book() {
    check("price book", &no_documents(&PRICE_BOOK), |input| PriceBook::from_json(input).err());
}

#[test]
fn what_is_no_document_is_no_estimate() {
    check("estimate", &no_documents(&ESTIMATE), |input| Estimate::from_json(input).err());
}

#[test]
fn whole_documents_are_accepted() {
    assert!(Usage::from_json(USAGE.whole.as_bytes()).is_ok());
    assert!(PriceBook::from_json(PRICE_BOOK.whole.as_bytes()).is_ok());
    assert!(Estimate::from_json(ESTIMATE.whole.as_bytes()).is_ok());
}

#[test]
fn usages_of_another_shape_are_refused() {
    let rows = [
        row("an unknown field", r#"{"run": []}"#, "/run"),
        row("an unknown field with an odd name", r#"{"a/b~c": []}"#, "/a~1b~0c"),
        row("an unknown field without a name", r#"{"": []}"#, "/"),
        row("an unknown field deep inside", r#"{"runs": [], "x": [[[[]]]]}"#, "/x"),
        row("an unknown field that JavaScript knows", r#"{"__proto__": {}}"#, "/__proto__"),
        row("an object for a list", r#"{"runs": {}}"#, "/runs"),
        row("null for a list", r#"{"tokens": null}"#, "/tokens"),
        row("a text for a list", r#"{"reservations": ""}"#, "/reservations"),
        row("null in a list", r#"{"runs": [null]}"#, "/runs/0"),
        row("a list in a list", r#"{"free_quotas": [[]]}"#, "/free_quotas/0"),
        row("a number for an instant", r#"{"as_of": 1767225600}"#, "/as_of"),
        row("a field twice", r#"{"as_of": null, "as_of": null}"#, "/as_of"),
        row("a list twice", r#"{"runs": [], "tokens": [], "runs": []}"#, "/runs"),
        row("a field twice, once in escapes", r#"{"as_of": null, "\u0061s_of": null}"#, "/as_of"),
    ];
    check("usage", &rows, |input| Usage::from_json(input).err());
    check("usage, streamed", &rows, |input| Usage::from_json_reader(input).err());
}

/// A hundred megabytes of something else must be refused, and not be kept in memory first.
#[test]
fn something_else_is_refused_before_it_is_read_to_the_end() {
    for byte in [b'a', b'[', b'{', 0] {
        let mut something_else = Endless { byte, taken: 0 };
        let refusal: Option<Refusal> = Usage::from_json_reader(&mut something_else).err();
        let code = refusal.map(|refusal| refusal.code.as_str());
        assert_eq!(code, Some("malformed"), "{byte}");
        assert!(something_else.taken <= 1 << 20, "{} bytes of {byte} were read", something_else.taken);
    }
}

/// 64 MiB of one byte.
struct Endless {
    byte: u8,
    taken: usize,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = buffer.len().min((64 << 20) - self.taken);
        buffer[..length].fill(self.byte);
        self.taken += length;
        Ok(length)
    }
}
