//! What comes of a check. It crosses from the worker to the page as JSON, and says nothing in words: those are the
//! page's, in the language that is chosen.

use serde::{Deserialize, Serialize};

/// A way to count seconds that is not that of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Seconds as measured, nothing rounded up.
    TrueSeconds,
    /// The sum is rounded up, not each run.
    RoundedOnce,
    /// Started minutes of each run.
    Minutes,
    /// Started hours of each run.
    Hours,
    /// A run belongs to the month in which it starts.
    MonthOfStart,
    /// A run belongs to the month in which it stops.
    MonthOfStop,
    /// Rows that stand in the log twice count twice.
    RepeatedRows,
    /// Runs that have not stopped do not count.
    WithoutOpenRuns,
}

impl Way {
    /// Every way, the likeliest first.
    pub const ALL: [Self; 8] = [
        Self::RepeatedRows,
        Self::WithoutOpenRuns,
        Self::TrueSeconds,
        Self::RoundedOnce,
        Self::Minutes,
        Self::Hours,
        Self::MonthOfStart,
        Self::MonthOfStop,
    ];
}

/// What explains what the invoice says of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Explanation {
    /// It says the same.
    Same,
    /// It says the same, rounded: the rules round once, for the whole bill.
    RoundedLine {
        /// To so many decimals.
        decimals: u32,
    },
    /// The invoice has no such line.
    NotOnInvoice,
    /// The invoice has nothing of that month.
    MonthNotOnInvoice,
    /// The log has nothing of it.
    NotInLog,
    /// It counts seconds in another way.
    Counted(Way),
    /// It has the same seconds at another price.
    OtherPrice {
        /// The price of a second.
        unit_price: String,
        /// The tier that has this price.
        tier: Option<String>,
    },
    /// It bills more or fewer seconds, at the same price.
    Seconds(SecondsApart),
    /// Nothing that is tried here.
    Unexplained,
}

/// How many seconds an invoice is away from the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondsApart {
    /// The invoice bills more.
    pub more: bool,
    /// At least so many.
    pub least: u64,
    /// At most so many; the same where the invoice is exact enough to tell.
    pub most: u64,
    /// Runs of the log that have so many: one of them may be missing on the invoice, or billed twice.
    pub candidates: u64,
    /// The first of them.
    pub example: Option<RunShown>,
}

/// A run of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunShown {
    /// Its service.
    pub service: String,
    /// Its instance.
    pub instance: String,
    /// When it started.
    pub started_at: String,
    /// Its row in the log.
    pub row: Option<u64>,
}

/// A line: what the rules come to, and what the invoice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The month.
    pub month: String,
    /// The service; of all of them where the invoice names none.
    pub service: Option<String>,
    /// The tier; of all of them where the invoice names none.
    pub tier: Option<String>,
    /// Billed seconds by the rules.
    pub seconds: Option<String>,
    /// Seconds as measured.
    pub true_seconds: Option<String>,
    /// The amount by the rules.
    pub amount: Option<String>,
    /// Seconds on the invoice.
    pub invoice_seconds: Option<String>,
    /// The amount on the invoice, as it is written.
    pub invoice_amount: Option<String>,
    /// The invoice's amount less that of the rules.
    pub difference: Option<String>,
    /// What explains it; nothing where there is no invoice.
    pub explanation: Option<Explanation>,
}

impl Line {
    /// Whether the invoice says something else, or only one of both says something.
    pub const fn differs(&self) -> bool {
        !matches!(self.explanation, None | Some(Explanation::Same | Explanation::RoundedLine { .. }))
    }
}

/// A month of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthTotal {
    /// The month.
    pub month: String,
    /// The sum of its lines.
    pub exact_total: String,
    /// What rounding, once, does to it.
    pub rounding: String,
    /// What is to be paid.
    pub payable: String,
    /// What the invoice charges for it, as far as the log can tell.
    pub invoice: Option<String>,
}

/// Something about the log or the invoice that is worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// What rounding each run up to a second adds.
    Rounding {
        /// Seconds as measured.
        true_seconds: String,
        /// Billed seconds.
        seconds: String,
        /// What the difference costs.
        amount: String,
    },
    /// Rows that stood there before; they count once.
    Repeated(u64),
    /// Runs that have not stopped, and up to when they count.
    Open(u64, String),
    /// Runs over the end of a month.
    OverMonths(u64),
    /// Runs of no length, billed one second each.
    NoLength(u64),
    /// Instants without an offset, taken for UTC.
    WithoutOffset(u64),
    /// Rows of the invoice about something else.
    OtherItems(u64),
    /// What the invoice's own rows of rounding add.
    InvoiceRounding(String),
}

/// What comes of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The runs that count.
    pub runs: u64,
    /// The name of the price book.
    pub price_book: String,
    /// The currency of every amount.
    pub currency: String,
    /// Whether there was an invoice.
    pub with_invoice: bool,
    /// The months of the log.
    pub months: Vec<MonthTotal>,
    /// The lines that are shown, those that differ most first.
    pub lines: Vec<Line>,
    /// How many lines there are.
    pub line_count: usize,
    /// How many of them differ.
    pub differing: usize,
    /// What else is worth knowing.
    pub findings: Vec<Finding>,
}
