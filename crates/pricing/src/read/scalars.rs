//! Texts and numbers of JSON, byte by byte.

use super::double::Double;
use super::input::{Input, Number};
use super::{Place, Unread};

impl Input<'_> {
    /// Takes a text from its opening quotation mark to the closing one.
    pub(super) fn quoted_text(&mut self) -> Result<&str, Unread> {
        self.index += 1;
        let start = self.index;
        let rest = self.piece.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| is_special(*byte)).unwrap_or(rest.len());
        // Most texts stand as they are.
        if rest.get(length) == Some(&b'"') {
            let end = start + length;
            self.index = end + 1;
            return match std::str::from_utf8(&self.piece[start..end]) {
                Ok(text) => Ok(text),
                Err(error) => Err(self.no_unicode(length, error.valid_up_to())),
            };
        }
        self.unescaped_text()
    }

    #[cold]
    fn unescaped_text(&mut self) -> Result<&str, Unread> {
        let mut text = std::mem::take(&mut self.unescaped);
        text.clear();
        loop {
            match self.next_of_text()? {
                b'"' => break,
                b'\\' => self.escape(&mut text)?,
                byte if is_special(byte) => {
                    return Err(
                        self.no_json("control character (\\u0000-\\u001F) found while parsing a string")
                    );
                }
                byte => text.push(byte),
            }
        }
        self.unescaped = text;
        match std::str::from_utf8(&self.unescaped) {
            Ok(text) => Ok(text),
            Err(error) => Err(self.no_unicode(self.unescaped.len(), error.valid_up_to())),
        }
    }

    fn no_unicode(&self, length: usize, valid: usize) -> Unread {
        self.no_json_at("invalid unicode code point", self.index, length - valid)
    }

    fn next_of_text(&mut self) -> Result<u8, Unread> {
        match self.next()? {
            Some(byte) => Ok(byte),
            None => Err(self.no_json("EOF while parsing a string")),
        }
    }

    /// What a backslash stands for, which was taken.
    fn escape(&mut self, text: &mut Vec<u8>) -> Result<(), Unread> {
        text.push(match self.next_of_text()? {
            byte @ (b'"' | b'\\' | b'/') => byte,
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'u' => {
                let character = self.escaped_character()?;
                text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
                return Ok(());
            }
            _ => return Err(self.no_json("invalid escape")),
        });
        Ok(())
    }

    /// The character of one or two escapes of four digits; one that needs two has both.
    fn escaped_character(&mut self) -> Result<char, Unread> {
        const LONE: &str = "lone leading surrogate in hex escape";
        let first = self.four_digits()?;
        let code = match first {
            0xDC00..=0xDFFF => return Err(self.no_json(LONE)),
            0xD800..=0xDBFF => {
                for expected in [b'\\', b'u'] {
                    if self.next_of_text()? != expected {
                        return Err(self.no_json("unexpected end of hex escape"));
                    }
                }
                let second = self.four_digits()?;
                if !(0xDC00..=0xDFFF).contains(&second) {
                    return Err(self.no_json(LONE));
                }
                0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
            }
            _ => first,
        };
        char::from_u32(code).ok_or_else(|| self.no_json(LONE))
    }

    fn four_digits(&mut self) -> Result<u32, Unread> {
        let mut digits = [0; 4];
        for digit in &mut digits {
            *digit = self.next_of_text()?;
        }
        digits
            .into_iter()
            .try_fold(0, |code, digit| Some(code * 16 + char::from(digit).to_digit(16)?))
            .ok_or_else(|| self.no_json("invalid escape"))
    }

    /// Takes a number from its sign or first digit on.
    pub(super) fn digits(&mut self, place: &Place<'_>) -> Result<Number, Unread> {
        let is_negative = self.peek()? == Some(b'-');
        self.index += usize::from(is_negative);
        let mut significand = match self.next()? {
            None => return Err(self.no_json("EOF while parsing a value")),
            Some(digit @ b'0'..=b'9') => u64::from(digit - b'0'),
            Some(_) => return Err(self.no_json("invalid number")),
        };
        let mut power = 0;
        if significand > 0 {
            power = self.more_digits(&mut significand)?.1;
        } else if let Some(b'0'..=b'9') = self.peek()? {
            return Err(self.no_json_here("invalid number"));
        }
        let is_whole = power == 0 && !matches!(self.peek()?, Some(b'.' | b'e' | b'E'));
        if is_whole {
            match 0_i64.checked_sub_unsigned(significand) {
                _ if !is_negative => return Ok(Number::Whole(significand)),
                Some(value) if value < 0 => return Ok(Number::Negative(value)),
                _ => {}
            }
        }
        if self.peek()? == Some(b'.') {
            self.index += 1;
            let (taken, left_out) = self.more_digits(&mut significand)?;
            if taken == 0 && left_out == 0 {
                let is_at_end = self.peek()?.is_none();
                let why = if is_at_end { "EOF while parsing a value" } else { "invalid number" };
                return Err(self.no_json_here(why));
            }
            power -= taken;
        }
        if let Some(b'e' | b'E') = self.peek()? {
            power = power.saturating_add(self.exponent()?);
        }
        match Double::nearest(significand, power) {
            Some(value) => Ok(Number::Other(if is_negative { value.negative() } else { value })),
            None => Err(self.beyond_numbers(place)),
        }
    }

    /// Takes digits: how many went into the number, and how many behind these did not, since it is full.
    fn more_digits(&mut self, number: &mut u64) -> Result<(i64, i64), Unread> {
        let (mut taken, mut left_out) = (0, 0);
        while let Some(digit @ b'0'..=b'9') = self.peek()? {
            let longer = number.checked_mul(10).and_then(|number| number.checked_add((digit - b'0').into()));
            match longer {
                Some(longer) if left_out == 0 => {
                    *number = longer;
                    taken += 1;
                }
                _ => left_out += 1,
            }
            self.index += 1;
        }
        Ok((taken, left_out))
    }

    fn exponent(&mut self) -> Result<i64, Unread> {
        self.index += 1;
        let sign = self.peek()?;
        self.index += usize::from(matches!(sign, Some(b'+' | b'-')));
        let mut exponent = match self.next()? {
            None => return Err(self.no_json("EOF while parsing a value")),
            Some(digit @ b'0'..=b'9') => u64::from(digit - b'0'),
            Some(_) => return Err(self.no_json("invalid number")),
        };
        let (_, left_out) = self.more_digits(&mut exponent)?;
        let exponent = if left_out > 0 { i64::MAX } else { i64::try_from(exponent).unwrap_or(i64::MAX) };
        Ok(if sign == Some(b'-') { -exponent } else { exponent })
    }
}

/// Whether a byte ends a text, begins an escape, or must not stand in a text.
const fn is_special(byte: u8) -> bool {
    byte == b'"' || byte == b'\\' || byte < b' '
}

#[cfg(test)]
mod tests {
    use crate::read::input::Number;
    use crate::read::{self, FreeText, Input, Place, Read, Unread, double};

    /// Any number, as it is shown.
    struct Shown(String);

    impl Read<()> for Shown {
        fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
            input.number(place, "a number").map(|number| match number {
                Number::Other(double) => Self(format!("Other({})", double::scientific(double))),
                whole => Self(format!("{whole:?}")),
            })
        }
    }

    fn check<T: Read<()>>(json: &str, show: fn(T) -> String, expected: &str) {
        let shown =
            |read: Result<T, crate::Refusal>| read.map_or_else(|refusal| refusal.message.clone(), show);
        assert_eq!(shown(read::from_json_slice(&mut (), json.as_bytes())), expected, "{json}");
        // Pieces of one byte: every token stands in more than one of them.
        let bytes = json.bytes().map(|byte| Ok([byte]));
        let shown_pieces = shown(read::from_json_reader(&mut (), Bytes(bytes.collect())));
        assert_eq!(shown_pieces, expected, "{json} in pieces");
    }

    struct Bytes(std::collections::VecDeque<std::io::Result<[u8; 1]>>);

    impl std::io::Read for Bytes {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let Some(byte) = self.0.pop_front() else { return Ok(0) };
            buffer[..1].copy_from_slice(&byte?);
            Ok(1)
        }
    }

    #[test]
    fn texts_are_read_or_refused_at_their_fault() {
        let check = |json: &str, expected: &str| check(json, |text: FreeText| text.0, expected);
        check(r#""""#, "");
        check(" \n\"a\u{e9}\" ", "a\u{e9}");
        check(r#""\"\\\/\b\f\n\r\t\u00e9\ud834\udd1e""#, "\"\\/\u{8}\u{c}\n\r\t\u{e9}\u{1d11e}");
        check(r#""\ud834""#, "not JSON: unexpected end of hex escape at line 1 column 8");
        check(r#""\udd1e""#, "not JSON: lone leading surrogate in hex escape at line 1 column 7");
        check(r#""\ud834\u0041""#, "not JSON: lone leading surrogate in hex escape at line 1 column 13");
        check(r#""\x""#, "not JSON: invalid escape at line 1 column 3");
        check(r#""\u12g4""#, "not JSON: invalid escape at line 1 column 7");
        check("\n\"ab", "not JSON: EOF while parsing a string at line 2 column 3");
        check(
            "\"\t\"",
            "not JSON: control character (\\u0000-\\u001F) found while parsing a string at line 1 column 2",
        );
        check("[]", "invalid type: sequence, expected a text at line 1 column 0");
        check("nul", "not JSON: EOF while parsing a value at line 1 column 3");
        check("\"\" x", "not JSON: trailing characters at line 1 column 4");
    }

    #[test]
    fn numbers_are_read_exactly_or_refused_at_their_fault() {
        let check = |json: &str, expected: &str| check(json, |shown: Shown| shown.0, expected);
        check("0", "Whole(0)");
        check("18446744073709551615", "Whole(18446744073709551615)");
        check("18446744073709551616", "Other(1.8446744073709552e+19)");
        check("-9223372036854775808", "Negative(-9223372036854775808)");
        check("-9223372036854775809", "Other(-9.223372036854776e+18)");
        check("-0", "Other(-0.0)");
        check("1.50e1", "Other(15.0)");
        check("1E-400", "Other(0.0)");
        check("1e400", "number out of range at line 1 column 5");
        check("01", "not JSON: invalid number at line 1 column 2");
        check("1.", "not JSON: EOF while parsing a value at line 1 column 2");
        check("1.x", "not JSON: invalid number at line 1 column 3");
        check("-", "not JSON: EOF while parsing a value at line 1 column 1");
        check("1e+", "not JSON: EOF while parsing a value at line 1 column 3");
        check("{ }", "invalid type: map, expected a number at line 1 column 3");
        check("\"1\"", "invalid type: string \"1\", expected a number at line 1 column 3");
    }
}
