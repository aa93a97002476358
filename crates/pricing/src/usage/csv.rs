//! Runs from CSV text: a header row, then a run a row; columns by name.

use std::io::{self, BufRead, BufReader, Read as _};

use super::csv_records::CsvRecords;
use super::short_texts::ShortTexts;
use super::{Run, Usage};
use crate::read::{self, Fault};
use crate::refusal::{Refusal, RefusalCode};

/// The columns, all of which must be there, in any order. An empty `stopped_at` is an open run.
const COLUMNS: [&str; 5] = ["service", "instance", "tier", "started_at", "stopped_at"];
const SERVICE: usize = 0;
const INSTANCE: usize = 1;
const TIER: usize = 2;
const STARTED_AT: usize = 3;
const STOPPED_AT: usize = 4;
const BUFFER_BYTES: usize = 256 * 1024;

impl Usage {
    /// Reads and checks runs of CSV text as it comes in (RFC 4180, UTF-8, header row). The path of a fault is
    /// the run's; row and column stand in the message.
    pub fn from_csv(csv: impl io::Read) -> Result<Self, Refusal> {
        let mut records = CsvRecords::new(without_byte_order_mark(csv)?);
        let (row, header) = match records.next_record() {
            Ok(Some(header)) => header,
            Ok(None) => return Err(header_fault(1, "the file is empty; a header row is needed")),
            Err(message) => return Err(header_fault(records.row(), &message)),
        };
        let positions = positions(row, header)?;
        let width = header.len();
        let mut usage = Self::new();
        loop {
            let index = usage.runs.len();
            match records.next_record() {
                Ok(None) => return Ok(usage),
                Err(message) => {
                    let message = format!("row {}: {message}", records.row());
                    return Err(Refusal::new(RefusalCode::Malformed, format!("/runs/{index}"), message));
                }
                Ok(Some((row, cells))) if cells.len() != width => {
                    let message = format!("row {row}: {} cells; the header has {width}", cells.len());
                    return Err(Refusal::new(RefusalCode::Malformed, format!("/runs/{index}"), message));
                }
                Ok(Some((row, cells))) => {
                    let run = usage.run_of(cells, positions).map_err(|(column, fault)| {
                        let name = COLUMNS[column];
                        let mut refusal = fault.at(format!("/runs/{index}"));
                        refusal.message = format!("row {row}, column {name}: {}", refusal.message);
                        refusal
                    })?;
                    usage.runs.push(run);
                    usage.rows.push(row);
                }
            }
        }
    }

    /// Reads usage of either form: JSON begins with a bracket, everything else is taken for CSV. A byte order mark
    /// is no part of either.
    pub fn from_json_or_csv(input: impl io::Read) -> Result<Self, Refusal> {
        let mut input = without_byte_order_mark(input)?;
        let start = input.fill_buf().map_err(|error| header_fault(1, &format!("cannot be read: {error}")))?;
        match start.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{' | b'[') => Self::from_json_reader(ShortTexts::new(input)),
            Some(_) => Self::from_csv(input),
            None => {
                Err(Refusal::new(RefusalCode::Malformed, "", "the input is empty; JSON or CSV is needed"))
            }
        }
    }

    /// The run of a row; the error names the column by its index in [`COLUMNS`].
    fn run_of(&mut self, cells: &[Vec<u8>], positions: [usize; 5]) -> Result<Run, (usize, Fault)> {
        let text = |column: usize| {
            let cell = cells.get(positions[column]).map_or(&[][..], Vec::as_slice);
            std::str::from_utf8(cell).map_err(|_| (column, Fault::malformed("the cell is not UTF-8")))
        };
        let instant = |column: usize| {
            text(column).and_then(|text| read::instant(text).map_err(|fault| (column, fault)))
        };
        let mut symbol = |column: usize| {
            let name = read::name(text(column)?).map_err(|fault| (column, fault))?;
            self.names.intern(name).map_err(|fault| (column, fault))
        };
        Ok(Run {
            service: symbol(SERVICE)?,
            instance: symbol(INSTANCE)?,
            tier: symbol(TIER)?,
            started_at: instant(STARTED_AT)?,
            stopped_at: if text(STOPPED_AT)?.is_empty() { None } else { Some(instant(STOPPED_AT)?) },
        })
    }
}

fn header_fault(row: u64, message: &str) -> Refusal {
    Refusal::new(
        RefusalCode::Malformed,
        "",
        format!("row {row}: {message}; expected columns: {}", COLUMNS.join(",")),
    )
}

/// Where each of [`COLUMNS`] stands in the header.
fn positions(row: u64, header: &[Vec<u8>]) -> Result<[usize; 5], Refusal> {
    let mut positions = [None; 5];
    for (position, cell) in header.iter().enumerate() {
        let name = String::from_utf8_lossy(cell);
        let Some(column) = COLUMNS.iter().position(|column| *column == name) else {
            return Err(header_fault(row, &format!("the column {} is unknown", read::quoted(&name))));
        };
        if positions[column].replace(position).is_some() {
            return Err(header_fault(row, &format!("the column {name:?} is given twice")));
        }
    }
    let mut found = [0; 5];
    for (column, position) in positions.into_iter().enumerate() {
        found[column] = position
            .ok_or_else(|| header_fault(row, &format!("the column {:?} is missing", COLUMNS[column])))?;
    }
    Ok(found)
}

/// Spreadsheets put a byte order mark before UTF-8; it is no part of the first column's name.
fn without_byte_order_mark(csv: impl io::Read) -> Result<impl BufRead, Refusal> {
    const MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];
    let mut csv = csv;
    let mut start = Vec::with_capacity(MARK.len());
    csv.by_ref()
        .take(MARK.len() as u64)
        .read_to_end(&mut start)
        .map_err(|error| header_fault(1, &format!("cannot be read: {error}")))?;
    if start == MARK {
        start.clear();
    }
    // A small chain first would leave a first look with three bytes; the buffer is filled across both.
    Ok(BufReader::with_capacity(BUFFER_BYTES, Filled(io::Cursor::new(start).chain(csv))))
}

/// Reads on until the buffer is full or the input ends.
struct Filled<R>(R);

impl<R: io::Read> io::Read for Filled<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.0.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}
