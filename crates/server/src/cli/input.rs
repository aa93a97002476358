//! What is priced: a file or standard input, up to 1 GiB, JSON or CSV, read as it comes in.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use tiermeter_pricing::{PriceBook, Refusal, RefusalCode, Usage};

/// The largest input.
const MOST_BYTES: u64 = 1 << 30;
/// A price book is small; a larger file is something else.
const MOST_PRICE_BOOK_BYTES: u64 = 64 << 20;
/// From which size on a progress bar is worth showing.
const LARGE_BYTES: u64 = 16 << 20;
const BUFFER_BYTES: usize = 1 << 20;

/// Reads usage; `-` is standard input.
pub(super) fn usage(path: &Path) -> Result<Usage, Refusal> {
    if path.as_os_str() == "-" {
        return read_usage(io::stdin().lock(), None);
    }
    let file = open(path)?;
    let bytes = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len());
    read_usage(file, bytes)
}

/// Reads a price book; its refusals say so.
pub(super) fn price_book(path: &Path) -> Result<PriceBook, Refusal> {
    let mut json = Vec::new();
    let read = open(path).and_then(|file| {
        let mut limited = Limited { input: file, left: MOST_PRICE_BOOK_BYTES, most: MOST_PRICE_BOOK_BYTES };
        limited.read_to_end(&mut json).map_err(|error| unreadable(path, &error))
    });
    read.and_then(|_| PriceBook::from_json(&json)).map_err(|mut refusal| {
        refusal.message.insert_str(0, "price book: ");
        refusal
    })
}

fn open(path: &Path) -> Result<File, Refusal> {
    File::open(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> Refusal {
    Refusal::new(RefusalCode::Malformed, "", format!("{} cannot be read: {error}", path.display()))
}

fn read_usage(input: impl Read, bytes: Option<u64>) -> Result<Usage, Refusal> {
    let limited = Limited { input, left: MOST_BYTES, most: MOST_BYTES };
    let progress = progress(bytes);
    let mut buffered = BufReader::with_capacity(BUFFER_BYTES, progress.wrap_read(limited));
    let usage = match first_byte(&mut buffered) {
        Ok(Some(b'{' | b'[')) => Usage::from_json_reader(buffered),
        Ok(Some(_)) => Usage::from_csv(buffered),
        Ok(None) => {
            Err(Refusal::new(RefusalCode::Malformed, "", "the input is empty; JSON or CSV is needed"))
        }
        Err(error) => Err(Refusal::new(RefusalCode::Malformed, "", format!("cannot be read: {error}"))),
    };
    progress.finish_and_clear();
    usage
}

/// The first byte that is not white space, which is passed over: `{` begins JSON, a column's name CSV.
fn first_byte(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(None);
        }
        match buffer.iter().position(|byte| !byte.is_ascii_whitespace()) {
            Some(0) => return Ok(buffer.first().copied()),
            Some(blank) => input.consume(blank),
            None => {
                let blank = buffer.len();
                input.consume(blank);
            }
        }
    }
}

/// A bar on a terminal when the input is large, or when nobody knows how large it is; else nothing.
fn progress(bytes: Option<u64>) -> ProgressBar {
    if !io::stderr().is_terminal() || bytes.is_some_and(|bytes| bytes < LARGE_BYTES) {
        return ProgressBar::hidden();
    }
    let template = "{bar:40} {bytes} of {total_bytes}, {eta} left";
    match (bytes, ProgressStyle::with_template(template)) {
        (Some(bytes), Ok(style)) => ProgressBar::new(bytes).with_style(style),
        _ => ProgressBar::new_spinner(),
    }
}

/// Input that is an error beyond its limit, so that nothing is priced from a part.
struct Limited<R> {
    input: R,
    left: u64,
    most: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| {
            io::Error::new(io::ErrorKind::FileTooLarge, format!("more than {} MiB", self.most >> 20))
        })?;
        Ok(count)
    }
}
