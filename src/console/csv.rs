//! Tables as CSV, for spreadsheets: RFC 4180, and no text is taken for a formula. Pure.

/// What the browser is told that such a file is.
pub const KIND: &str = "text/csv;charset=utf-8";

/// First characters that make a spreadsheet compute what it should show.
const FORMULA_STARTS: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\0'];

/// The names of the columns, then the rows. Cells stand as they are given: numbers, instants and codes need nothing,
/// anything else goes through [`text`].
pub fn file(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let head = std::iter::once(head.join(","));
    head.chain(rows.map(|cells| cells.join(","))).map(|line| line + "\r\n").collect()
}

/// A cell of a text that somebody chose: in quotes where it has to be, and never taken for a formula.
pub fn text(text: &str) -> String {
    let guard = if text.starts_with(FORMULA_STARTS) { "'" } else { "" };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_a_line_for_each_row() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        for (rows, expected) in [
            (vec![], "from,cost\r\n"),
            (
                vec![row(&["2026-03-03T10:00:00Z", "-0.7812"]), row(&["2026-03-03T11:00:00Z", ""])],
                "from,cost\r\n2026-03-03T10:00:00Z,-0.7812\r\n2026-03-03T11:00:00Z,\r\n",
            ),
        ] {
            assert_eq!(file(&["from", "cost"], rows.into_iter()), expected);
        }
    }

    #[test]
    fn texts_stay_texts() {
        for (given, expected) in [
            ("", ""),
            ("chat", "chat"),
            ("a b", "a b"),
            ("a,b", "\"a,b\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("two\r\nlines", "\"two\r\nlines\""),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("\ta", "'\ta"),
            ("\ra", "\"'\ra\""),
            ("\0a", "'\0a"),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
            ("a=b", "a=b"),
        ] {
            assert_eq!(text(given), expected, "{given:?}");
        }
    }
}
