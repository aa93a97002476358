//! Why a file is not taken, and where. It crosses from the worker to the page, which says it in the reader's language.

use serde::{Deserialize, Serialize};
use tiermeter_pricing::Refusal;

use super::columns::Role;

/// So many characters of a faulty row are shown.
const SHOWN_CHARACTERS: usize = 200;

/// What is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// The log of starts and stops.
    Log,
    /// The invoice.
    Invoice,
    /// Prices other than the bundled ones.
    PriceBook,
}

/// A fault with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// The row of a CSV, the header being row 1, or the number of an entry of JSON.
    pub row: Option<u64>,
    /// The column's name.
    pub column: Option<String>,
    /// The row's cells.
    pub shown: Option<String>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It is a file of another kind.
    OtherKind(Kind),
    /// There is nothing in it.
    Empty,
    /// A cell is not UTF-8.
    NotText,
    /// The cells are parted by something else than commas.
    Delimiter(char),
    /// It is no CSV; the reader's own sentence says why.
    Csv(String),
    /// It is no JSON; the reader's own sentence says why.
    Json(String),
    /// JSON without a list of objects.
    NoList,
    /// A row has another number of cells than the header.
    Cells {
        /// How many it has.
        cells: usize,
        /// How many the header has.
        header: usize,
    },
    /// Nothing is chosen for what is needed.
    NoColumn(Role),
    /// A text is no instant.
    NoInstant(String),
    /// A text is no tier of the price book; its tiers follow.
    NoTier(String, String),
    /// A text is no month.
    NoMonth(String),
    /// A text is no amount or quantity.
    NoNumber(String),
    /// There are more rows than are read.
    TooMany(u64),
    /// The file has more bytes than are read.
    TooLarge(u64),
    /// The core refused it; the sentence is its own.
    Refused(String),
    /// The browser could not read it.
    Unreadable(String),
    /// Enough was read. It never reaches the page.
    Enough,
}

/// Files that are often given by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A picture.
    Picture,
    /// A PDF.
    Pdf,
    /// A spreadsheet, or another archive.
    Spreadsheet,
    /// Something compressed.
    Compressed,
    /// A text of two bytes a letter.
    Utf16,
    /// A database, or Parquet.
    Database,
    /// Anything else that is no text.
    Binary,
}

impl Kind {
    /// The kind of a file that begins so, where it is none that is read.
    pub fn of(head: &[u8]) -> Option<Self> {
        const STARTS: [(&[u8], Kind); 12] = [
            (b"\x89PNG", Kind::Picture),
            (b"\xFF\xD8\xFF", Kind::Picture),
            (b"GIF8", Kind::Picture),
            (b"%PDF", Kind::Pdf),
            (b"PK\x03\x04", Kind::Spreadsheet),
            (b"\xD0\xCF\x11\xE0", Kind::Spreadsheet),
            (b"\x1F\x8B", Kind::Compressed),
            (b"\x28\xB5\x2F\xFD", Kind::Compressed),
            (b"\xFF\xFE", Kind::Utf16),
            (b"\xFE\xFF", Kind::Utf16),
            (b"SQLite format 3", Kind::Database),
            (b"PAR1", Kind::Database),
        ];
        let start = STARTS.into_iter().find(|(start, _)| head.starts_with(start));
        start.map(|(_, kind)| kind).or_else(|| head.contains(&0).then_some(Self::Binary))
    }
}

impl Trouble {
    /// A fault of the whole file.
    pub const fn of(fault: Fault) -> Self {
        Self { row: None, column: None, shown: None, fault }
    }

    /// A fault of a row.
    pub const fn at_row(row: u64, fault: Fault) -> Self {
        Self { row: Some(row), column: None, shown: None, fault }
    }

    /// A fault of a cell.
    pub fn at(row: u64, column: &str, fault: Fault) -> Self {
        Self { row: Some(row), column: Some(column.to_owned()), shown: None, fault }
    }

    /// With the cells of the row, as far as there is room for them.
    #[must_use]
    pub fn showing(mut self, cells: &[Vec<u8>]) -> Self {
        let text = cells.iter().map(|cell| String::from_utf8_lossy(cell)).collect::<Vec<_>>().join(",");
        self.shown = Some(text.chars().take(SHOWN_CHARACTERS).collect());
        self
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::of(Fault::Refused(refusal.into_parts().message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_another_kind_are_known_by_their_first_bytes() {
        let cases: [(&[u8], Option<Kind>); 9] = [
            (b"\x89PNG\r\n\x1a\n", Some(Kind::Picture)),
            (b"PK\x03\x04\x14\x00", Some(Kind::Spreadsheet)),
            (b"%PDF-1.7", Some(Kind::Pdf)),
            (b"\x1f\x8b\x08", Some(Kind::Compressed)),
            (b"\xff\xfes\x00", Some(Kind::Utf16)),
            (b"abc\x00", Some(Kind::Binary)),
            (b"service,instance", None),
            (b"\xEF\xBB\xBF{}", None),
            (b"", None),
        ];
        for (head, expected) in cases {
            assert_eq!(Kind::of(head), expected, "{head:?}");
        }
    }

    #[test]
    fn a_row_is_shown_as_far_as_there_is_room() {
        let trouble = Trouble::at_row(3, Fault::NotText).showing(&[b"a".to_vec(), vec![b'x'; 300]]);
        assert_eq!(trouble.shown.map(|shown| shown.len()), Some(200));
    }
}
