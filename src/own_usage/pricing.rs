//! From the bytes that the reader gives to a settlement, or to the refusal with its place.

use tiermeter_pricing::{PriceBook, Refusal, Settlement, SettlementLimits, Usage, settle_within};

/// The largest file that the page reads: it is held in memory, and priced on the page's own thread.
pub const LARGEST_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// A longer text is priced when the reader asks for it, not with every letter.
pub const LONGEST_LIVE_BYTES: usize = 256 * 1024;
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The published worked example as runs.
pub const EXAMPLE: &str = "service,instance,tier,started_at,stopped_at
chat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z
chat,i-2,A,2026-03-03T11:00:00Z,2026-03-03T12:00:00Z
";

/// What the bytes are taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A usage document.
    Json,
    /// Runs, a row each.
    Csv,
}

impl Format {
    /// JSON begins with a bracket; everything else is taken for CSV.
    pub fn of(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(bytes);
        match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{' | b'[') => Self::Json,
            _ => Self::Csv,
        }
    }

    /// What people call it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "JSON",
            Self::Csv => "CSV",
        }
    }
}

/// A settlement, and how much it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// The bills.
    pub settlement: Settlement,
    /// How many runs there are.
    pub runs: usize,
    /// How many token records there are.
    pub token_records: usize,
}

/// Reads and prices usage.
pub fn price_bytes(bytes: &[u8], book: &PriceBook) -> Result<Priced, Refusal> {
    let usage = Usage::from_json_or_csv(bytes)?;
    // More than anybody reads on a page; the command line prints longer ones.
    let limits = SettlementLimits { lines: 100_000, ..SettlementLimits::default() };
    let settlement = settle_within(&usage, book, limits)?;
    Ok(Priced { settlement, runs: usage.run_count(), token_records: usage.token_count() })
}

/// The row of the CSV that a refusal is about: its number, the header being row 1, and its text. `None` where
/// the path names no run, and where a quote is about, for then a row may be several lines.
pub fn row_at_fault<'text>(bytes: &'text [u8], refusal: &Refusal) -> Option<(usize, &'text str)> {
    if Format::of(bytes) != Format::Csv || bytes.contains(&b'"') {
        return None;
    }
    // The message begins with the row, for what was read as CSV.
    let number = refusal.message.strip_prefix("row ")?.split([',', ':']).next()?.parse::<usize>().ok()?;
    let text = std::str::from_utf8(bytes).ok()?.lines().nth(number.checked_sub(1)?)?;
    refusal.path.starts_with("/runs/").then_some((number, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_told_by_its_first_bracket() {
        for (text, expected) in [
            ("{\"runs\": []}", Format::Json),
            ("  \r\n\t[1]", Format::Json),
            ("\u{FEFF}{}", Format::Json),
            (EXAMPLE, Format::Csv),
            ("", Format::Csv),
            ("\"a\"", Format::Csv),
        ] {
            assert_eq!(Format::of(text.as_bytes()), expected, "{text:?}");
        }
    }

    #[test]
    fn the_example_is_the_worked_one() {
        let priced = price_bytes(EXAMPLE.as_bytes(), PriceBook::bundled()).unwrap();
        assert_eq!((priced.runs, priced.token_records), (2, 0));
        assert_eq!(priced.settlement.bills[0].exact_total.to_string(), "2.3436");
        assert_eq!(priced.settlement.bills[0].payable, "2.34");
    }

    fn check_row(text: &str, code: &str, expected: Option<(usize, &str)>) {
        let refusal = price_bytes(text.as_bytes(), PriceBook::bundled()).unwrap_err();
        assert_eq!(refusal.code.as_str(), code, "{refusal}");
        assert_eq!(row_at_fault(text.as_bytes(), &refusal), expected, "{refusal}");
    }

    #[test]
    fn the_row_at_fault_is_found() {
        let header = "service,instance,tier,started_at,stopped_at\n";
        let good = "chat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z\n";
        let unknown = "chat,i-2,Z,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z";
        let backwards = "chat,i-2,A,2026-03-03T12:00:00Z,2026-03-03T10:00:00Z";
        let february = "chat,i-2,A,2026-02-30T12:00:00Z,2026-03-03T10:00:00Z";
        check_row(&format!("{header}{good}{unknown}\n"), "unknown_tier", Some((3, unknown)));
        check_row(
            &format!("{header}\r\n{good}\n\n{backwards}"),
            "run_ends_before_start",
            Some((6, backwards)),
        );
        check_row(&format!("{header}{february}\r\n"), "malformed", Some((2, february)));
        check_row(&format!("{header}{good}a,b\n"), "malformed", Some((3, "a,b")));
        check_row(&format!("{header}\"chat\",{unknown}\n"), "malformed", None);
        check_row("service,instance\n", "malformed", None);
        check_row("", "malformed", None);
        check_row("{\"runs\": [1]}", "malformed", None);
    }
}
