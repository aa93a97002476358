//! What is priced: a file or standard input, up to 1 GiB, JSON or CSV, read as it comes in.

use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::Path;

use indicatif::{ProgressBar, ProgressStyle};
use tiermeter_pricing::{PriceBook, Refusal, RefusalCode, Usage};

/// The largest input.
const MOST_BYTES: u64 = 1 << 30;
/// A price book is small; a larger file is something else.
const MOST_PRICE_BOOK_BYTES: u64 = 4 << 20;
/// From which size on a progress bar is worth showing.
const LARGE_BYTES: u64 = 16 << 20;

/// Reads usage; `-` is standard input.
pub(super) fn usage(path: &Path) -> Result<Usage, Refusal> {
    if path.as_os_str() == "-" {
        return read_usage(io::stdin().lock(), None);
    }
    let (file, bytes) = open(path)?;
    read_usage(file, Some(bytes))
}

/// Reads a price book; its refusals say so.
pub(super) fn price_book(path: &Path) -> Result<PriceBook, Refusal> {
    let read = open(path).and_then(|(file, _)| {
        let mut json = Vec::new();
        let mut limited = Limited { input: file, left: MOST_PRICE_BOOK_BYTES, most: MOST_PRICE_BOOK_BYTES };
        limited.read_to_end(&mut json).map_err(|error| unreadable(path, &error))?;
        PriceBook::from_json(&json)
    });
    read.map_err(|mut refusal| {
        refusal.message.insert_str(0, "price book: ");
        refusal
    })
}

/// The file at `path`, and its size; a folder is none.
fn open(path: &Path) -> Result<(File, u64), Refusal> {
    let opened = File::open(path).and_then(|file| {
        let metadata = file.metadata()?;
        if metadata.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        Ok((file, metadata.len()))
    });
    opened.map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> Refusal {
    Refusal::new(RefusalCode::Malformed, "", format!("{} cannot be read: {error}", path.display()))
}

fn read_usage(input: impl Read, bytes: Option<u64>) -> Result<Usage, Refusal> {
    let limited = Limited { input, left: MOST_BYTES, most: MOST_BYTES };
    let progress = progress(bytes);
    let usage = Usage::from_json_or_csv(progress.wrap_read(limited));
    progress.finish_and_clear();
    usage
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
