//! JSON as it comes in, in which no text is longer than a document of ours can need: a reader of JSON holds a text
//! whole, and a file of something else must not take its memory.

use std::io;

/// Far more than a name of 200 characters takes, each of them escaped.
const LONGEST_TEXT_BYTES: usize = 64 * 1024;

/// Passes JSON through, and fails where a text is too long.
pub(super) struct ShortTexts<R> {
    input: R,
    /// The bytes of the text so far; `None` outside of texts.
    in_text: Option<usize>,
    escaped: bool,
}

impl<R> ShortTexts<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, in_text: None, escaped: false }
    }

    /// Takes one byte; false where a text gets too long.
    fn take(&mut self, byte: u8) -> bool {
        match &mut self.in_text {
            None => {
                self.in_text = (byte == b'"').then_some(0);
                true
            }
            Some(_) if byte == b'"' && !self.escaped => {
                self.in_text = None;
                true
            }
            Some(length) => {
                self.escaped = byte == b'\\' && !self.escaped;
                *length += 1;
                *length <= LONGEST_TEXT_BYTES
            }
        }
    }
}

impl<R: io::Read> io::Read for ShortTexts<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        if buffer[..count].iter().all(|byte| self.take(*byte)) {
            return Ok(count);
        }
        let message = format!("a text is longer than {LONGEST_TEXT_BYTES} bytes");
        Err(io::Error::new(io::ErrorKind::InvalidData, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: bool) {
        for piece in [1, 3, 1024] {
            let mut texts = ShortTexts::new(io::BufReader::with_capacity(piece, json.as_bytes()));
            let passed = io::copy(&mut texts, &mut io::sink()).is_ok();
            assert_eq!(passed, expected, "{} bytes", json.len());
        }
    }

    #[test]
    fn long_texts_are_stopped_and_long_documents_are_not() {
        let long = "x".repeat(LONGEST_TEXT_BYTES);
        check(&format!("[\"{long}\"]"), true);
        check(&format!("[\"{long}x\"]"), false);
        check(&format!("[{}]", "\"a\",".repeat(100_000)), true);
        check(&format!("[\"\\\"{long}\"]"), false);
        check(&format!("[\"\\\\\", {}]", "1,".repeat(100_000)), true);
    }
}
