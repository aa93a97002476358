//! The rows of a file, CSV or JSON alike, one after another: a file of a million rows is never held as a whole.

use std::io::BufRead;

use tiermeter_pricing::CsvRecords;

use super::fault::{Fault, Kind, Trouble};
use super::json;
use crate::own_usage::pricing::Format;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Who takes the rows.
pub trait Rows {
    /// The names of the columns, before the first row; once more where JSON has further ones.
    fn columns(&mut self, names: &[String]) -> Result<(), Trouble>;

    /// A row, with a cell for each column. Rows of a CSV have the number of their line, entries of JSON are counted.
    fn row(&mut self, number: u64, cells: &[Vec<u8>]) -> Result<(), Trouble>;
}

/// Reads every row, and says what the file was taken for.
pub fn read_rows(input: &mut dyn BufRead, rows: &mut dyn Rows) -> Result<Format, Trouble> {
    let (kind, marked) = {
        let head = head(input)?;
        (Kind::of(head), head.starts_with(BYTE_ORDER_MARK))
    };
    if let Some(kind) = kind {
        return Err(Trouble::of(Fault::OtherKind(kind)));
    }
    if marked {
        input.consume(BYTE_ORDER_MARK.len());
    }
    let format = {
        let head = head(input)?;
        if head.iter().all(u8::is_ascii_whitespace) {
            return Err(Trouble::of(Fault::Empty));
        }
        Format::of(head)
    };
    match format {
        Format::Json => json::read(input, rows)?,
        Format::Csv => read_csv(input, rows)?,
    }
    Ok(format)
}

fn head(input: &mut dyn BufRead) -> Result<&[u8], Trouble> {
    input.fill_buf().map_err(|error| Trouble::of(Fault::Unreadable(error.to_string())))
}

fn read_csv(input: &mut dyn BufRead, rows: &mut dyn Rows) -> Result<(), Trouble> {
    let mut records = CsvRecords::new(input);
    let names = match records.next_record() {
        Ok(Some((row, cells))) => names_of(row, cells)?,
        Ok(None) => return Err(Trouble::of(Fault::Empty)),
        Err(message) => return Err(Trouble::at_row(records.row(), Fault::Csv(message))),
    };
    rows.columns(&names)?;
    loop {
        match records.next_record() {
            Ok(None) => return Ok(()),
            Err(message) => return Err(Trouble::at_row(records.row(), Fault::Csv(message))),
            Ok(Some((row, cells))) if cells.len() != names.len() => {
                let fault = Fault::Cells { cells: cells.len(), header: names.len() };
                return Err(Trouble::at_row(row, fault).showing(cells));
            }
            Ok(Some((row, cells))) => {
                rows.row(row, cells).map_err(|trouble| trouble.showing(cells))?;
            }
        }
    }
}

fn names_of(row: u64, cells: &[Vec<u8>]) -> Result<Vec<String>, Trouble> {
    let names: Result<Vec<String>, _> = cells.iter().map(|cell| String::from_utf8(cell.clone())).collect();
    let names = names.map_err(|_| Trouble::at_row(row, Fault::NotText))?;
    if let [only] = names.as_slice()
        && let Some(delimiter) = [';', '\t', '|'].into_iter().find(|delimiter| only.contains(*delimiter))
    {
        return Err(Trouble::at_row(row, Fault::Delimiter(delimiter)));
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes every row as text.
    #[derive(Default)]
    struct Taken {
        names: Vec<String>,
        rows: Vec<(u64, String)>,
    }

    impl Rows for Taken {
        fn columns(&mut self, names: &[String]) -> Result<(), Trouble> {
            self.names = names.to_vec();
            Ok(())
        }

        fn row(&mut self, number: u64, cells: &[Vec<u8>]) -> Result<(), Trouble> {
            let text = cells.iter().map(|cell| String::from_utf8_lossy(cell)).collect::<Vec<_>>().join("|");
            if text.contains("wrong") {
                return Err(Trouble::at(number, "a", Fault::NotText));
            }
            self.rows.push((number, text));
            Ok(())
        }
    }

    fn read(text: &[u8]) -> Result<Taken, Trouble> {
        let mut taken = Taken::default();
        let mut input = text;
        read_rows(&mut input, &mut taken).map(|_| taken)
    }

    #[track_caller]
    fn check(text: &str, names: &str, rows: &[(u64, &str)]) {
        let taken = read(text.as_bytes()).unwrap();
        assert_eq!(taken.names.join("|"), names, "{text}");
        let found: Vec<(u64, &str)> = taken.rows.iter().map(|(row, text)| (*row, text.as_str())).collect();
        assert_eq!(found, rows, "{text}");
    }

    #[test]
    fn rows_are_read_from_either_form() {
        check("a,b\n1,2\n\n3,\n", "a|b", &[(2, "1|2"), (4, "3|")]);
        check("\u{FEFF}a,b\r\n1,2", "a|b", &[(2, "1|2")]);
        check(
            "[{\"a\": \"1\", \"b\": 2}, {\"b\": null, \"c\": true}]",
            "a|b|c",
            &[(1, "1|2"), (2, "||true")],
        );
        check("{\"as_of\": null, \"runs\": [{\"a\": 1.5}], \"tokens\": [{\"x\": 1}]}", "a", &[(1, "1.5")]);
        check(" {\"data\": [{\"a\": {\"b\": [1]}, \"c\": [2]}], \"next_cursor\": null}", "a|c", &[(1, "|")]);
    }

    #[track_caller]
    fn check_fault(text: &[u8], row: Option<u64>, expected: &Fault) {
        let trouble = read(text).map(|taken| taken.rows).unwrap_err();
        assert_eq!((trouble.row, &trouble.fault), (row, expected), "{text:?}");
    }

    #[test]
    fn faults_have_their_rows() {
        check_fault(b"", None, &Fault::Empty);
        check_fault(b" \n", None, &Fault::Empty);
        check_fault(b"\x89PNG\r\n", None, &Fault::OtherKind(Kind::Picture));
        check_fault(b"a;b\n1;2\n", Some(1), &Fault::Delimiter(';'));
        check_fault(b"a,b\n1,2\n3\n", Some(3), &Fault::Cells { cells: 1, header: 2 });
        check_fault(b"a,b\n1,2\n3,wrong\n", Some(3), &Fault::NotText);
        check_fault(b"a,\"b\n", Some(1), &Fault::Csv("a quote is opened and never closed".to_owned()));
        check_fault(b"[{\"a\": 1}, {\"a\": \"wrong\"}]", Some(2), &Fault::NotText);
        check_fault(b"{\"bills\": 1}", None, &Fault::NoList);
        assert!(matches!(read(b"[{\"a\": 1},").err().map(|trouble| trouble.fault), Some(Fault::Json(_))));
        assert!(matches!(read(b"[1]").err().map(|trouble| trouble.fault), Some(Fault::Json(_))));
    }

    #[test]
    fn a_faulty_row_is_shown() {
        let trouble = read(b"a,b\n1,2\n3,wrong\n").map(|taken| taken.rows).unwrap_err();
        assert_eq!(trouble.shown.as_deref(), Some("3,wrong"));
    }
}
