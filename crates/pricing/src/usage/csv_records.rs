//! Records of RFC 4180, strictly: a quote that is out of place is a fault, never guessed around.

use std::io::{BufRead, ErrorKind};

/// The longest row: five names of 200 characters of four bytes, quoted, are far below it. It bounds what a file
/// of something else can take.
const LONGEST_ROW_BYTES: usize = 64 * 1024;

/// Reads the records of a CSV text one after another.
#[derive(Debug)]
pub struct CsvRecords<R> {
    input: R,
    row: u64,
    cells: Vec<Vec<u8>>,
    used: usize,
}

/// A row's number, from 1, and its cells.
type Row<'a> = (u64, &'a [Vec<u8>]);

/// Where a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// At the start of a cell.
    Start,
    /// In a cell without quotes.
    Plain,
    /// Inside quotes.
    Quotes,
    /// Behind a quote inside quotes: the cell's end, or half of a doubled quote.
    QuoteInQuotes,
    /// Behind a carriage return: a line feed must follow.
    CarriageReturn,
}

impl<R: BufRead> CsvRecords<R> {
    /// The records of a text as it comes in; a byte order mark before it is taken for a part of the first cell.
    #[must_use]
    pub const fn new(input: R) -> Self {
        Self { input, row: 0, cells: Vec::new(), used: 0 }
    }

    /// The number of the row that was read last, from 1: where a fault is.
    #[must_use]
    pub const fn row(&self) -> u64 {
        self.row
    }

    /// The next record's row and cells; `None` at the end. Empty lines are passed over. The error is a sentence
    /// about `row`.
    pub fn next_record(&mut self) -> Result<Option<Row<'_>>, String> {
        loop {
            match self.read_row()? {
                false => return Ok(None),
                true if self.used == 1 && self.cells[0].is_empty() => {}
                true => return Ok(Some((self.row, &self.cells[..self.used]))),
            }
        }
    }

    /// Reads one row into `cells`; false at the end of the text.
    fn read_row(&mut self) -> Result<bool, String> {
        self.row += 1;
        self.used = 0;
        self.open_cell();
        let mut within = Within::Start;
        let mut bytes_read = 0;
        loop {
            let buffer = match self.input.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(format!("cannot be read: {error}")),
            };
            if buffer.is_empty() {
                return match within {
                    Within::Quotes => Err("a quote is opened and never closed".to_owned()),
                    Within::CarriageReturn => Err("a carriage return without a line feed".to_owned()),
                    _ => Ok(bytes_read > 0),
                };
            }
            let mut taken = 0;
            let mut ended = false;
            let mut cells = Cells { cells: &mut self.cells, used: &mut self.used };
            for &byte in buffer {
                taken += 1;
                let Some(next) = step(within, byte, &mut cells)? else {
                    ended = true;
                    break;
                };
                within = next;
            }
            self.input.consume(taken);
            bytes_read += taken;
            if ended {
                return Ok(true);
            }
            if bytes_read > LONGEST_ROW_BYTES {
                return Err(format!("the row is longer than {LONGEST_ROW_BYTES} bytes"));
            }
        }
    }

    fn open_cell(&mut self) {
        Cells { cells: &mut self.cells, used: &mut self.used }.open();
    }
}

/// The cells of the row being read; their memory is used again for the next row.
struct Cells<'a> {
    cells: &'a mut Vec<Vec<u8>>,
    used: &'a mut usize,
}

impl Cells<'_> {
    fn open(&mut self) {
        match self.cells.get_mut(*self.used) {
            Some(cell) => cell.clear(),
            None => self.cells.push(Vec::new()),
        }
        *self.used += 1;
    }

    fn push(&mut self, byte: u8) {
        if let Some(cell) = self.cells.get_mut(*self.used - 1) {
            cell.push(byte);
        }
    }
}

/// Takes one byte; `None` ends the row.
fn step(within: Within, byte: u8, cells: &mut Cells<'_>) -> Result<Option<Within>, String> {
    let next = match (within, byte) {
        (Within::CarriageReturn | Within::Start | Within::Plain | Within::QuoteInQuotes, b'\n') => {
            return Ok(None);
        }
        (Within::CarriageReturn, _) => return Err("a carriage return without a line feed".to_owned()),
        (Within::Quotes, b'"') => Within::QuoteInQuotes,
        // Any other byte inside quotes, or the second half of a doubled quote.
        (Within::Quotes, _) | (Within::QuoteInQuotes, b'"') => {
            cells.push(byte);
            Within::Quotes
        }
        (Within::Start, b'"') => Within::Quotes,
        (Within::Plain, b'"') => return Err("a quote inside a cell that does not begin with one".to_owned()),
        (Within::Start | Within::Plain | Within::QuoteInQuotes, b',') => {
            cells.open();
            Within::Start
        }
        (Within::Start | Within::Plain | Within::QuoteInQuotes, b'\r') => Within::CarriageReturn,
        (Within::QuoteInQuotes, _) => return Err("something follows a closing quote".to_owned()),
        (Within::Start | Within::Plain, _) => {
            cells.push(byte);
            Within::Plain
        }
    };
    Ok(Some(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&[&[&str]], &str>) {
        for capacity in [1, 2, 7, 1024] {
            let mut records = CsvRecords::new(std::io::BufReader::with_capacity(capacity, text.as_bytes()));
            let mut rows: Vec<Vec<String>> = Vec::new();
            let got = loop {
                match records.next_record() {
                    Ok(Some((_, cells))) => {
                        rows.push(
                            cells.iter().map(|cell| String::from_utf8(cell.clone()).unwrap()).collect(),
                        );
                    }
                    Ok(None) => break Ok(rows.clone()),
                    Err(message) => break Err(message),
                }
            };
            let expected = expected.map(|rows| rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
            match (got, expected) {
                (Ok(got), Ok(expected)) => assert_eq!(got, expected, "{text:?}"),
                (Err(got), Err(expected)) => assert!(got.contains(expected), "{text:?}: {got}"),
                (got, expected) => panic!("{text:?}: {got:?} instead of {expected:?}"),
            }
        }
    }

    #[test]
    fn records_follow_rfc_4180() {
        check("", Ok(&[]));
        check("a,b\n1,2\n", Ok(&[&["a", "b"], &["1", "2"]]));
        check("a,b\r\n1,2", Ok(&[&["a", "b"], &["1", "2"]]));
        check("\"a,\n\"\"b\",c\n", Ok(&[&["a,\n\"b", "c"]]));
        check("a,\n,\n", Ok(&[&["a", ""], &["", ""]]));
        check("a\n\n\nb\n", Ok(&[&["a"], &["b"]]));
        check("a,\"b\n", Err("never closed"));
        check("a,b\"c\n", Err("quote inside"));
        check("a,\"b\"c\n", Err("follows a closing quote"));
        check("a\rb\n", Err("carriage return"));
        check("a\r", Err("carriage return"));
        check(&"x".repeat(200_000), Err("longer than"));
    }
}
