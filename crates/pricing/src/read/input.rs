//! JSON text as it is read, value by value. What a document is read into asks for the values that it expects, so
//! nothing is held that no document has; and there is one reader for all documents, so that it stays small.
//!
//! What is no JSON is refused as a whole, with line and column; what is JSON, but not what belongs there, is
//! refused at its place.

use std::borrow::Cow;
use std::cmp::min;

use super::double::{self, Double};
use super::{Place, Unread, in_quotes};
use crate::refusal::{Refusal, RefusalCode};

/// Gives the next piece of the text, empty behind the last one; or says why it can't.
pub(super) type NextPiece<'a> = dyn FnMut(&mut Vec<u8>) -> Result<(), String> + 'a;

/// JSON text that is read from the front.
pub struct Input<'a> {
    /// The whole text, or the piece of it that is being read.
    pub(super) piece: Cow<'a, [u8]>,
    /// The place in the piece of the next byte.
    pub(super) index: usize,
    next_piece: Option<&'a mut NextPiece<'a>>,
    /// Where the piece begins: line ends before it, and bytes of its line before it.
    lines: usize,
    columns: usize,
    /// A text that does not stand in the piece as it is.
    pub(super) unescaped: Vec<u8>,
}

/// A number as it is written.
#[derive(Debug, Clone, Copy)]
pub enum Number {
    /// Whole, from zero on.
    Whole(u64),
    /// Whole, below zero.
    Negative(i64),
    /// Any other.
    Other(Double),
}

impl<'a> Input<'a> {
    /// Text that is at hand.
    pub(super) const fn of_slice(text: &'a [u8]) -> Self {
        Self {
            piece: Cow::Borrowed(text),
            index: 0,
            next_piece: None,
            lines: 0,
            columns: 0,
            unescaped: Vec::new(),
        }
    }

    /// Text that comes in pieces.
    pub(super) fn of_pieces(next_piece: &'a mut NextPiece<'a>) -> Self {
        Self { next_piece: Some(next_piece), ..Self::of_slice(&[]) }
    }

    /// The next byte, which stays; `None` behind the last one.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, Unread> {
        match self.piece.get(self.index) {
            Some(byte) => Ok(Some(*byte)),
            None => self.peek_in_next_piece(),
        }
    }

    #[cold]
    fn peek_in_next_piece(&mut self) -> Result<Option<u8>, Unread> {
        let (line, column) = self.line_and_column(self.index);
        let Some(next_piece) = &mut self.next_piece else {
            return Ok(None);
        };
        let mut piece = std::mem::take(&mut self.piece).into_owned();
        piece.clear();
        next_piece(&mut piece).map_err(|error| Unread::whole(format!("cannot be read: {error}")))?;
        (self.lines, self.columns, self.index) = (line - 1, column, 0);
        self.piece = Cow::Owned(piece);
        Ok(self.piece.first().copied())
    }

    /// The next byte, which is taken.
    pub(super) fn next(&mut self) -> Result<Option<u8>, Unread> {
        let next = self.peek()?;
        self.index += usize::from(next.is_some());
        Ok(next)
    }

    /// The next byte behind blanks and line ends, which stays.
    pub(super) fn peek_token(&mut self) -> Result<Option<u8>, Unread> {
        loop {
            match self.peek()? {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.index += 1,
                other => return Ok(other),
            }
        }
    }

    /// The first byte of a value.
    fn peek_value(&mut self) -> Result<u8, Unread> {
        match self.peek_token()? {
            Some(byte) => Ok(byte),
            None => Err(self.no_json_here("EOF while parsing a value")),
        }
    }

    /// Takes a text.
    pub fn text(&mut self, place: &Place<'_>, expected: &str) -> Result<&str, Unread> {
        match self.peek_value()? {
            b'"' => self.quoted_text(),
            first => Err(self.another(place, first, expected, false)),
        }
    }

    /// Takes true or false.
    pub fn flag(&mut self, place: &Place<'_>) -> Result<bool, Unread> {
        match self.peek_value()? {
            first @ (b't' | b'f') => {
                self.word(first)?;
                Ok(first == b't')
            }
            first => Err(self.another(place, first, "true or false", false)),
        }
    }

    /// Takes a number.
    pub fn number(&mut self, place: &Place<'_>, expected: &str) -> Result<Number, Unread> {
        match self.peek_value()? {
            b'-' | b'0'..=b'9' => self.digits(place),
            first => Err(self.another(place, first, expected, true)),
        }
    }

    /// Takes null, if that stands here.
    pub fn null(&mut self) -> Result<bool, Unread> {
        let is_null = self.peek_token()? == Some(b'n');
        if is_null {
            self.word(b'n')?;
        }
        Ok(is_null)
    }

    /// Begins a list.
    pub fn list(&mut self, place: &Place<'_>) -> Result<(), Unread> {
        self.opening(place, b'[', "a list")
    }

    /// Begins an object.
    pub fn object(&mut self, place: &Place<'_>, expected: &str) -> Result<(), Unread> {
        self.opening(place, b'{', expected)
    }

    fn opening(&mut self, place: &Place<'_>, opening: u8, expected: &str) -> Result<(), Unread> {
        let first = self.peek_value()?;
        if first != opening {
            return Err(self.another(place, first, expected, true));
        }
        self.index += 1;
        Ok(())
    }

    /// Whether a list has another element, which is to be taken then; `is_first` if none was taken yet.
    pub fn element(&mut self, is_first: bool) -> Result<bool, Unread> {
        match self.peek_token()? {
            None => return Err(self.no_json_here("EOF while parsing a list")),
            Some(b']') => {
                self.index += 1;
                return Ok(false);
            }
            _ if is_first => return Ok(true),
            Some(b',') => self.index += 1,
            _ => return Err(self.no_json_here("expected `,` or `]`")),
        }
        match self.peek_token()? {
            Some(b']') => Err(self.no_json_here("trailing comma")),
            Some(_) => Ok(true),
            None => Err(self.no_json_here("EOF while parsing a value")),
        }
    }

    /// The name of an object's next field, whose value is to be taken then, behind [`Input::colon`].
    pub fn field(&mut self, is_first: bool) -> Result<Option<&str>, Unread> {
        match self.peek_token()? {
            None => return Err(self.no_json_here("EOF while parsing an object")),
            Some(b'}') => {
                self.index += 1;
                return Ok(None);
            }
            _ if is_first => {}
            Some(b',') => self.index += 1,
            _ => return Err(self.no_json_here("expected `,` or `}`")),
        }
        match self.peek_token()? {
            Some(b'"') => self.quoted_text().map(Some),
            Some(b'}') if !is_first => Err(self.no_json_here("trailing comma")),
            Some(_) => Err(self.no_json_here("key must be a string")),
            None => Err(self.no_json_here("EOF while parsing a value")),
        }
    }

    /// Takes the colon between a field's name and its value.
    pub fn colon(&mut self) -> Result<(), Unread> {
        match self.peek_token()? {
            Some(b':') => {
                self.index += 1;
                Ok(())
            }
            Some(_) => Err(self.no_json_here("expected `:`")),
            None => Err(self.no_json_here("EOF while parsing an object")),
        }
    }

    /// Nothing may stand here any more.
    pub(super) fn end(&mut self) -> Result<(), Unread> {
        match self.peek_token()? {
            None => Ok(()),
            Some(_) => Err(self.no_json_here("trailing characters")),
        }
    }

    /// Takes null, true or false, by its first letter.
    fn word(&mut self, first: u8) -> Result<(), Unread> {
        self.index += 1;
        let rest: &[u8] = match first {
            b'n' => b"ull",
            b't' => b"rue",
            _ => b"alse",
        };
        for expected in rest {
            match self.next()? {
                Some(byte) if byte == *expected => {}
                Some(_) => return Err(self.no_json("expected ident")),
                None => return Err(self.no_json("EOF while parsing a value")),
            }
        }
        Ok(())
    }

    /// The refusal of a value that is not the expected one. For places where a text or a flag is expected, the
    /// fault is in front of a list or an object, else where it goes on.
    #[cold]
    fn another(&mut self, place: &Place<'_>, first: u8, expected: &str, goes_on: bool) -> Unread {
        let what = match self.named(place, first, goes_on) {
            Ok(what) => what,
            Err(unread) => return unread,
        };
        let (line, column) = self.line_and_column(self.index);
        place.malformed(format!("invalid type: {what}, expected {expected} at line {line} column {column}"))
    }

    fn named(&mut self, place: &Place<'_>, first: u8, goes_on: bool) -> Result<String, Unread> {
        let what = match first {
            b'n' => {
                self.word(first)?;
                "null"
            }
            b't' => {
                self.word(first)?;
                "boolean `true`"
            }
            b'f' => {
                self.word(first)?;
                "boolean `false`"
            }
            b'"' => return self.quoted_text().map(|text| format!("string {}", in_quotes(text))),
            b'-' | b'0'..=b'9' => {
                return self.digits(place).map(|number| match number {
                    Number::Whole(value) => format!("integer `{value}`"),
                    Number::Negative(value) => format!("integer `{value}`"),
                    Number::Other(value) => format!("floating point `{}`", double::scientific(value)),
                });
            }
            b'[' | b'{' => {
                if goes_on {
                    self.closing(first)?;
                }
                if first == b'[' { "sequence" } else { "map" }
            }
            _ => return Err(self.no_json_here("expected value")),
        };
        Ok(what.to_owned())
    }

    /// Goes on from a list or an object to what tells whether it is empty.
    fn closing(&mut self, first: u8) -> Result<(), Unread> {
        self.index += 1;
        match (first, self.peek_token()?) {
            (b'[', Some(b']')) | (b'{', Some(b'}')) => self.index += 1,
            (b'[', Some(b',')) => {
                self.index += 1;
                self.peek_token()?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Line and column of a byte of the piece, both from 1 on, as they are of the byte before it.
    fn line_and_column(&self, index: usize) -> (usize, usize) {
        let (mut line, mut column) = (self.lines + 1, self.columns);
        for byte in self.piece.iter().take(index) {
            if *byte == b'\n' {
                (line, column) = (line + 1, 0);
            } else {
                column += 1;
            }
        }
        (line, column)
    }

    /// What was taken last is no JSON.
    #[cold]
    pub(super) fn no_json(&self, why: &str) -> Unread {
        self.no_json_at(why, self.index, 0)
    }

    /// What comes next is no JSON.
    #[cold]
    pub(super) fn no_json_here(&self, why: &str) -> Unread {
        self.no_json_at(why, min(self.index + 1, self.piece.len()), 0)
    }

    #[cold]
    pub(super) fn no_json_at(&self, why: &str, index: usize, columns_before: usize) -> Unread {
        let (line, column) = self.line_and_column(index);
        let column = column.saturating_sub(columns_before);
        Unread::whole(format!("not JSON: {why} at line {line} column {column}"))
    }

    /// What was taken last is beyond any number.
    #[cold]
    pub(super) fn beyond_numbers(&self, place: &Place<'_>) -> Unread {
        let (line, column) = self.line_and_column(self.index);
        place.malformed(format!("number out of range at line {line} column {column}"))
    }
}

impl Unread {
    /// The document is refused as a whole.
    fn whole(message: String) -> Self {
        Self::new(Refusal::new(RefusalCode::Malformed, "", message))
    }
}
