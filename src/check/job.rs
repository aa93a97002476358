//! What the worker is asked to do, and what it answers: a look at a file, or a check. Pure, apart from where bytes come
//! from.

use std::io::BufRead;

use serde::{Deserialize, Serialize};
use tiermeter_pricing::{Instant, PriceBook, SettlementLimits};

use super::columns::{Mapping, Role};
use super::compare::{Compared, shown};
use super::counts::Counts;
use super::fault::{Fault, Given, Trouble};
use super::invoice::Table;
use super::log::LogReader;
use super::report::Report;
use super::results::csv_of;
use super::rows::{Rows, read_rows};

/// So many rows of a file are shown while its columns are chosen.
const ROWS_LOOKED_AT: usize = 3;
/// More lines than anybody reads; each needs memory here and in the file of the results.
const MOST_LINES: usize = 200_000;
/// Parts of runs by month and price: runs of centuries are a small file with a large answer.
const MOST_SHARES: u64 = 50_000_000;

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// To tell the columns of a file.
    Look(Given),
    /// To price the log, and to compare it with the invoice.
    Check(CheckJob),
}

/// How a log is to be checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckJob {
    /// The columns of the log.
    pub log: Mapping,
    /// The columns of the invoice, where there is one.
    pub invoice: Option<Mapping>,
    /// Up to when open runs count; nothing where none may be.
    pub as_of: String,
    /// Prices other than the bundled ones, as JSON.
    pub price_book: Option<String>,
}

/// What the worker says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Message {
    /// How far it is.
    Progress(Progress),
    /// What a file looks like.
    Looked(Look),
    /// What came of the check. The file of the results comes beside it.
    Checked(Report),
    /// What was given is not taken.
    Failed(Given, Trouble),
    /// The worker could not go on; the reason is the browser's.
    Stopped(String),
}

/// How far a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// So many bytes of so many are read.
    Reading(u64, u64),
    /// The runs are priced.
    Pricing,
    /// Their seconds are counted in other ways, and compared.
    Comparing,
}

/// What a file looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// The names of its columns.
    pub names: Vec<String>,
    /// Its first rows.
    pub sample: Vec<Vec<String>>,
    /// What the names suggest.
    pub mapping: Mapping,
}

/// Takes the first rows and asks for no more.
#[derive(Default)]
struct Glance {
    names: Vec<String>,
    sample: Vec<Vec<String>>,
}

impl Rows for Glance {
    fn columns(&mut self, names: &[String]) -> Result<(), Trouble> {
        self.names = names.to_vec();
        Ok(())
    }

    fn row(&mut self, _: u64, cells: &[Vec<u8>]) -> Result<(), Trouble> {
        self.sample.push(cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
        if self.sample.len() >= ROWS_LOOKED_AT { Err(Trouble::of(Fault::Enough)) } else { Ok(()) }
    }
}

/// The columns and the first rows of a log.
pub fn look_at_log(log: &mut dyn BufRead) -> Result<Look, Trouble> {
    let mut glance = Glance::default();
    match read_rows(log, &mut glance) {
        Ok(_) | Err(Trouble { fault: Fault::Enough, .. }) => {}
        Err(trouble) => return Err(trouble),
    }
    let mapping = Mapping::guess(&Role::OF_LOG, &glance.names);
    Ok(Look { names: glance.names, sample: glance.sample, mapping })
}

/// The columns and the first rows of an invoice.
pub fn look_at_invoice(invoice: &[u8]) -> Result<Look, Trouble> {
    let table = Table::read(invoice)?;
    let mapping = Mapping::guess(&Role::OF_INVOICE, &table.names);
    let sample = table.rows.into_iter().take(ROWS_LOOKED_AT).map(|(_, cells)| cells).collect();
    Ok(Look { names: table.names, sample, mapping })
}

/// A check's report for the page, and all of its lines as a file.
#[derive(Debug)]
pub struct Checked {
    /// The report, with as many lines as are shown.
    pub report: Report,
    /// Every line, as CSV.
    pub csv: String,
}

/// Prices a log and compares it with the invoice. `tell` hears how far it is; bytes are told by who reads them.
pub fn check(
    job: &CheckJob,
    log: &mut dyn BufRead,
    invoice: Option<&[u8]>,
    tell: &mut dyn FnMut(Progress),
) -> Result<Checked, (Given, Trouble)> {
    let of = |given| move |trouble: Trouble| (given, trouble);
    let own_book = job.price_book.as_ref().map(|json| PriceBook::from_json(json.as_bytes()));
    let own_book = own_book.transpose().map_err(|refusal| (Given::PriceBook, Trouble::from(refusal)))?;
    let book = match &own_book {
        Some(book) => book,
        None => PriceBook::bundled(),
    };
    // The invoice is small: what is wrong with it is told before the log is read.
    let invoice = match (invoice, &job.invoice) {
        (Some(bytes), Some(mapping)) => {
            let charges = Table::read(bytes).and_then(|table| table.charges(mapping, book));
            Some(charges.map_err(of(Given::Invoice))?)
        }
        _ => None,
    };
    let mut reader = LogReader::new(&job.log, book);
    if let Some(role) = job.log.missing() {
        return Err((Given::Log, Trouble::of(Fault::NoColumn(role))));
    }
    read_rows(log, &mut reader).map_err(of(Given::Log))?;
    let mut log = reader.into_log();
    if let Ok(as_of) = Instant::parse(&job.as_of) {
        log.usage.set_as_of(as_of);
    }
    tell(Progress::Pricing);
    let limits = SettlementLimits { lines: MOST_LINES, shares: MOST_SHARES };
    let settlement = log.settle(book, limits).map_err(of(Given::Log))?;
    tell(Progress::Comparing);
    let counts = Counts::of(&log.usage, &log.repeated, book);
    let compared =
        Compared { log: &log, settlement: &settlement, counts: &counts, invoice: invoice.as_ref(), book };
    let report = compared.report().map_err(of(Given::Log))?;
    let csv = csv_of(&report);
    Ok(Checked { report: shown(report), csv })
}
