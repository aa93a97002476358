//! CSV of RFC 4180: commas, CRLF, quotes where they are needed. Text that a spreadsheet would take for a
//! formula gets an apostrophe in front of it; numbers never do, so that negative amounts stay numbers.

use std::borrow::Cow;

use rust_decimal::Decimal;

/// First characters that make a spreadsheet compute what it should show.
const FORMULA_STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];
const QUOTED: [char; 4] = ['"', ',', '\r', '\n'];

/// A file in the making: a header, then one row after another.
#[derive(Debug)]
pub(crate) struct Table {
    text: String,
}

impl Table {
    pub(crate) fn new(columns: impl IntoIterator<Item = &'static str>) -> Self {
        let mut table = Self { text: String::new() };
        table.push(columns.into_iter().map(Cell::text));
        table
    }

    pub(crate) fn push<'a>(&mut self, cells: impl IntoIterator<Item = Cell<'a>>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            match cell {
                Cell::Empty => {}
                Cell::Text(text) => self.push_text(&text),
                Cell::Number(number) => self.text.push_str(&number),
            }
        }
        self.text.push_str("\r\n");
    }

    pub(crate) fn into_text(self) -> String {
        self.text
    }

    fn push_text(&mut self, text: &str) {
        let guard = if text.starts_with(FORMULA_STARTS) { "'" } else { "" };
        if text.contains(QUOTED) {
            self.text.push('"');
            self.text.push_str(guard);
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(guard);
            self.text.push_str(text);
        }
    }
}

/// What stands in one column of one row.
#[derive(Debug)]
pub(crate) enum Cell<'a> {
    /// No value.
    Empty,
    /// Text, of whatever origin.
    Text(Cow<'a, str>),
    /// The text of a number, made here.
    Number(String),
}

impl<'a> Cell<'a> {
    pub(crate) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn optional_text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    pub(crate) fn yes_or_no(yes: bool) -> Self {
        Self::text(if yes { "true" } else { "false" })
    }

    /// A canonical decimal: no exponent, no trailing zeros, `0` for zero.
    pub(crate) fn number(number: Decimal) -> Self {
        Self::Number(number.normalize().to_string())
    }

    /// A canonical decimal with at least one digit after the point: whoever guesses the type of a column from
    /// its values would take one of whole numbers for integers.
    pub(crate) fn decimal(number: Decimal) -> Self {
        let mut text = number.normalize().to_string();
        if !text.contains('.') {
            text.push_str(".0");
        }
        Self::Number(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: Cell<'_>, expected: &str) {
        let mut table = Table::new(["first", "second"]);
        table.push([cell, Cell::Empty]);
        assert_eq!(table.into_text(), format!("first,second\r\n{expected},\r\n"));
    }

    #[test]
    fn text_is_quoted_where_it_must_be_and_never_a_formula() {
        for (text, expected) in [
            ("", ""),
            ("svc-1", "svc-1"),
            ("a=b", "a=b"),
            ("'quoted", "'quoted"),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            ("\0x", "'\0x"),
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("名前", "名前"),
        ] {
            check(Cell::text(text), expected);
        }
    }

    #[test]
    fn numbers_stay_numbers() {
        for (number, canonical, with_a_point) in [
            ("0", "0", "0.0"),
            ("-0.00", "0", "0.0"),
            ("10800", "10800", "10800.0"),
            ("-0.0036", "-0.0036", "-0.0036"),
            ("2.50", "2.5", "2.5"),
            ("-7.00", "-7", "-7.0"),
            (
                "9999999999999999999999999999",
                "9999999999999999999999999999",
                "9999999999999999999999999999.0",
            ),
        ] {
            let number: Decimal = number.parse().unwrap();
            check(Cell::number(number), canonical);
            check(Cell::decimal(number), with_a_point);
        }
    }
}
