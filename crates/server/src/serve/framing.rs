//! Where one request ends and the next one begins, looked at as the bytes come in, before they are read as HTTP.
//!
//! A proxy before this server and the server itself must see the same requests on a connection: where they don't, one
//! can be smuggled past the proxy. So whatever has two meanings is refused: lines that end with a bare line feed or
//! hold a bare carriage return, two lengths (even equal ones), a length beside chunks, another coding than `chunked`,
//! folded headers. The reader behind this one is given a byte that no request holds in place of the one that makes it
//! so, answers 400 and closes the connection.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A line of a head or of chunks is no longer; the reader of HTTP gives up before.
const LONGEST_LINE: usize = 512 * 1024;
/// A chunk's size has no more digits than a number of 64 bits.
const MOST_SIZE_DIGITS: usize = 16;
/// What stands in no request.
const NO_PART_OF_HTTP: u8 = 0;

/// A connection whose requests are looked at as they come in.
pub(super) struct Framed<S> {
    stream: S,
    framing: Framing,
}

impl<S> Framed<S> {
    /// Looks at what comes from a stream.
    pub(super) fn new(stream: S) -> Self {
        Self { stream, framing: Framing::default() }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Framed<S> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.framing.part == Part::Refused {
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(context, buffer);
        if let Poll::Ready(Ok(())) = read
            && let Err(index) = this.framing.follow(buffer.filled().get(before..).unwrap_or_default())
        {
            buffer.set_filled(before + index);
            buffer.put_slice(&[NO_PART_OF_HTTP]);
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Framed<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

/// What comes next on a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    /// A line of a request's head.
    #[default]
    Head,
    /// So many bytes of a body whose length is known.
    Body(u64),
    /// The line that says how long a chunk is.
    ChunkSize,
    /// So many bytes of a chunk.
    Chunk(u64),
    /// The end of a chunk's last line.
    ChunkEnd,
    /// A line behind the last chunk.
    Trailer,
    /// Nothing that is listened to.
    Refused,
}

/// Follows the requests of a connection from their first byte on.
#[derive(Debug, Default)]
struct Framing {
    part: Part,
    /// What has come of a line.
    line: Vec<u8>,
    /// The request line has come.
    begun: bool,
    length: Option<u64>,
    chunked: bool,
}

impl Framing {
    /// Follows what comes next; the index of the byte at which it has two meanings.
    fn follow(&mut self, bytes: &[u8]) -> Result<(), usize> {
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            if let Part::Body(left) | Part::Chunk(left) = self.part {
                let taken = usize::try_from(left).unwrap_or(usize::MAX).min(rest.len());
                at += taken;
                self.skipped(left - u64::try_from(taken).unwrap_or(left));
                continue;
            }
            let Some(end) = rest.iter().position(|byte| *byte == b'\n') else {
                self.line.extend_from_slice(rest);
                if self.line.len() > LONGEST_LINE {
                    self.part = Part::Refused;
                    return Err(at);
                }
                return Ok(());
            };
            let (line, _) = rest.split_at(end);
            let fits = if self.line.is_empty() {
                self.take(line)
            } else {
                let mut whole = std::mem::take(&mut self.line);
                whole.extend_from_slice(line);
                self.take(&whole)
            };
            if !fits {
                self.part = Part::Refused;
                return Err(at + end);
            }
            at += end + 1;
        }
        Ok(())
    }

    /// So many bytes of the body or the chunk are left.
    fn skipped(&mut self, left: u64) {
        self.part = match self.part {
            Part::Body(_) if left == 0 => Part::Head,
            Part::Body(_) => Part::Body(left),
            Part::Chunk(_) if left == 0 => Part::ChunkEnd,
            Part::Chunk(_) => Part::Chunk(left),
            other => other,
        };
    }

    /// Takes a line without its line feed; whether it has one meaning.
    fn take(&mut self, line: &[u8]) -> bool {
        let Some((b'\r', line)) = line.split_last() else {
            return false;
        };
        if line.contains(&b'\r') {
            return false;
        }
        match self.part {
            Part::Head if line.is_empty() => self.end_head(),
            Part::Head => self.take_head(line),
            Part::ChunkSize => self.take_chunk_size(line),
            Part::ChunkEnd => {
                self.part = Part::ChunkSize;
                line.is_empty()
            }
            Part::Trailer => {
                if line.is_empty() {
                    self.part = Part::Head;
                }
                true
            }
            Part::Body(_) | Part::Chunk(_) | Part::Refused => false,
        }
    }

    fn take_head(&mut self, line: &[u8]) -> bool {
        if !self.begun {
            self.begun = true;
            return true;
        }
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            return false;
        };
        let (name, value) = line.split_at(colon);
        let value = value.get(1..).unwrap_or_default().trim_ascii();
        // Folded lines begin with a blank, and so the next header would be another one's value.
        if name.is_empty() || name.iter().any(u8::is_ascii_whitespace) {
            return false;
        }
        if name.eq_ignore_ascii_case(b"content-length") {
            let length = number(value, 10, usize::MAX);
            let first = self.length.is_none();
            self.length = length;
            first && length.is_some()
        } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
            let first = !self.chunked;
            self.chunked = true;
            first && value.eq_ignore_ascii_case(b"chunked")
        } else {
            true
        }
    }

    /// The empty line behind a head; before a head it is nothing.
    fn end_head(&mut self) -> bool {
        let (length, chunked) = (self.length.take(), std::mem::take(&mut self.chunked));
        self.begun = false;
        self.part = match (length, chunked) {
            (Some(_), true) => return false,
            (None, true) => Part::ChunkSize,
            (None | Some(0), false) => Part::Head,
            (Some(length), false) => Part::Body(length),
        };
        true
    }

    fn take_chunk_size(&mut self, line: &[u8]) -> bool {
        let size = line.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii_end();
        self.part = match number(size, 16, MOST_SIZE_DIGITS) {
            None => return false,
            Some(0) => Part::Trailer,
            Some(size) => Part::Chunk(size),
        };
        true
    }
}

/// A whole number that is written in digits alone.
fn number(text: &[u8], radix: u32, most_digits: usize) -> Option<u64> {
    let digits = std::str::from_utf8(text).ok()?;
    let plain = !digits.is_empty() && digits.chars().all(|digit| digit.is_digit(radix));
    if plain && digits.len() <= most_digits { u64::from_str_radix(digits, radix).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whatever the pieces in which it comes: refused at this byte, or taken up to the beginning of another head.
    fn check(text: &str, expected: Result<(), usize>) {
        for size in 1..=text.len() {
            let mut framing = Framing::default();
            let mut followed = Ok(());
            for (number, piece) in text.as_bytes().chunks(size).enumerate() {
                followed = framing.follow(piece).map_err(|index| number * size + index);
                if followed.is_err() {
                    break;
                }
            }
            assert_eq!(followed, expected, "{text:?} in pieces of {size}");
            if expected.is_ok() {
                assert_eq!(
                    (framing.part, framing.begun),
                    (Part::Head, false),
                    "{text:?} ends with a request"
                );
            }
        }
    }

    /// A head with these headers, and what comes behind it; refused where `|` stands, which is no part of it.
    fn refused(text: &str) {
        let index = text.find('|').unwrap();
        check(&text.replace('|', ""), Err(index));
    }

    #[test]
    fn requests_follow_each_other() {
        for text in [
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\ncontent-length: 0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length:  5 \r\n\r\n\n\r\n\0\nGET / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n5;a=b\r\n\n\n\n\n\n\r\nA \r\n0123456789\r\n0\r\nx: y\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        ] {
            check(text, Ok(()));
        }
    }

    #[test]
    fn what_has_two_meanings_is_refused() {
        for text in [
            "GET / HTTP/1.1|\nHost: x\n\n",
            "GET / HTTP/1.1\r\nHost: x|\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n|\n",
            "GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r|\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n folded\r|\n\r\n",
            "GET / HTTP/1.1\r\nContent-Length : 5\r|\n\r\n",
            "GET / HTTP/1.1\r\n: 5\r|\n\r\n",
            "GET / HTTP/1.1\r\nnothing\r|\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r|\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 3\r|\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 2, 2\r|\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: +2\r|\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: -2\r|\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 0x2\r|\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length:\r|\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 18446744073709551616\r|\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r|\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r|\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r|\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: identity\r|\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r|\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r|\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5|\nabcde\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcdef\r|\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde|\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-5\r|\nabcde\r\n0\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n00000000000000005\r|\nabcde\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r|\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n|\n",
        ] {
            refused(text);
        }
    }

    #[tokio::test]
    async fn the_reader_behind_sees_what_came_before_and_then_nothing_of_http() {
        use tokio::io::AsyncReadExt;
        let came = b"GET / HTTP/1.1\r\nHost: x\nGET /smuggled HTTP/1.1\r\n\r\n";
        let mut read = Vec::new();
        Framed::new(&came[..]).read_to_end(&mut read).await.unwrap();
        assert_eq!(read, b"GET / HTTP/1.1\r\nHost: x\0");
    }
}
