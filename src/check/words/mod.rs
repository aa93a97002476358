//! The words of the check. What is data in a report, a fault or a finding becomes a sentence here.

mod chinese;
mod english;
mod sentences;

use self::chinese::CHINESE;
use self::english::ENGLISH;
use super::columns::Role;
use super::fault::{Given, Kind};
use super::report::Way;
use crate::site::{Language, Localized};

/// The words of the check.
pub struct Words {
    /// The title of the document.
    pub document_title: &'static str,
    /// What is given: the log and the invoice, with what each may be.
    pub give: [GiveWords; 2],
    /// The button that lets a file be chosen.
    pub choose_file: &'static str,
    /// Before that button.
    pub drop_here: &'static str,
    /// Takes the invoice away again.
    pub remove: &'static str,
    /// Tries a small example.
    pub try_example: &'static str,
    /// Above the choice of columns.
    pub columns: &'static str,
    /// No column.
    pub no_column: &'static str,
    /// The same tier in every row.
    pub every_row: fn(&str, &str) -> String,
    /// Marks a column without which nothing can be read.
    pub needed: &'static str,
    /// Above the first rows of a file.
    pub first_rows: &'static str,
    /// Up to when open runs count.
    pub as_of: &'static str,
    /// How that is written.
    pub as_of_hint: &'static str,
    /// The prices.
    pub prices: &'static str,
    /// Before the name of the bundled prices, and of own ones.
    pub bundled_prices: &'static str,
    /// The button that lets a price book be chosen.
    pub choose_book: &'static str,
    /// Back to the bundled prices.
    pub forget_book: &'static str,
    /// Begins the check.
    pub check: &'static str,
    /// Ends it before its end.
    pub cancel: &'static str,
    /// While a file is looked at.
    pub looking: &'static str,
    /// While a file is read, so far.
    pub reading: fn(u64) -> String,
    /// While the runs are priced.
    pub pricing: &'static str,
    /// While they are compared.
    pub comparing: &'static str,
    /// The name of the bar that shows how far it is.
    pub progress: &'static str,
    /// What a refused file is called for those who cannot see it.
    pub refusal: &'static str,
    /// That what was there before is still there.
    pub stays: &'static str,
    /// Below the places of a fault.
    pub row: fn(u64) -> String,
    /// Column, as a label.
    pub column: &'static str,
    /// Above what came of it.
    pub results: &'static str,
    /// What it is of.
    pub of_runs: fn(&str, &str, &str) -> String,
    /// With an invoice: how many lines differ.
    pub differing: fn(usize, usize) -> String,
    /// All lines agree.
    pub all_agree: fn(usize) -> String,
    /// Saves every line.
    pub save: &'static str,
    /// Above the months.
    pub months: &'static str,
    /// Above the lines.
    pub lines: &'static str,
    /// More lines are drawn.
    pub more: fn(usize) -> String,
    /// Lines that are only in the file.
    pub only_in_file: fn(usize) -> String,
    /// Above what is worth knowing.
    pub findings: &'static str,
    /// The columns of the months.
    pub month_columns: [&'static str; 5],
    /// The columns of the lines.
    pub line_columns: [&'static str; 8],
    /// All services, or all tiers.
    pub all: &'static str,
    roles: [&'static str; 10],
    given: [&'static str; 3],
    kinds: [&'static str; 7],
    ways: [&'static str; 8],
    faults: FaultWords,
    explanations: ExplanationWords,
    finding: FindingWords,
}

/// What may be given.
pub struct GiveWords {
    /// What it is.
    pub title: &'static str,
    /// What it may look like.
    pub hint: &'static str,
}

/// Sentences about faults.
pub struct FaultWords {
    was_refused: fn(&str, &str) -> String,
    other_kind: fn(&str) -> String,
    empty: &'static str,
    not_text: &'static str,
    delimiter: fn(&str) -> String,
    csv: fn(&str) -> String,
    json: fn(&str) -> String,
    no_list: &'static str,
    cells: fn(usize, usize) -> String,
    no_column: fn(&str) -> String,
    no_instant: fn(&str) -> String,
    no_tier: fn(&str, &str) -> String,
    no_month: fn(&str) -> String,
    no_number: fn(&str) -> String,
    too_many: fn(&str) -> String,
    too_large: fn(&str) -> String,
    refused: fn(&str) -> String,
    unreadable: fn(&str) -> String,
    stopped: fn(&str) -> String,
    as_of: fn(&str) -> String,
}

/// Sentences about lines.
pub struct ExplanationWords {
    same: &'static str,
    rounded: fn(u32) -> String,
    not_on_invoice: &'static str,
    month_not_on_invoice: &'static str,
    not_in_log: &'static str,
    counted: fn(&str) -> String,
    other_price: fn(&str) -> String,
    tier_price: fn(&str, &str) -> String,
    seconds: fn(bool, &str) -> String,
    span: fn(&str, &str) -> String,
    one_run: fn(bool, &str) -> String,
    one_of_runs: fn(bool, &str, u64) -> String,
    lacking_run: &'static str,
    full_stop: &'static str,
    run: fn(&str, &str, &str) -> String,
    in_row: fn(u64) -> String,
    unexplained: &'static str,
}

/// Sentences about what is worth knowing.
pub struct FindingWords {
    rounding: fn(&str, &str, &str) -> String,
    repeated: fn(u64) -> String,
    open: fn(u64, &str) -> String,
    over_months: fn(u64) -> String,
    no_length: fn(u64) -> String,
    without_offset: fn(u64) -> String,
    other_items: fn(u64) -> String,
    invoice_rounding: fn(&str) -> String,
}

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}

impl Words {
    /// What a column holds.
    pub const fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Service => self.roles[0],
            Role::Instance => self.roles[1],
            Role::Tier => self.roles[2],
            Role::Start => self.roles[3],
            Role::Stop => self.roles[4],
            Role::Month => self.roles[5],
            Role::Item => self.roles[6],
            Role::Quantity => self.roles[7],
            Role::UnitPrice => self.roles[8],
            Role::Amount => self.roles[9],
        }
    }

    const fn given(&self, given: Given) -> &'static str {
        match given {
            Given::Log => self.given[0],
            Given::Invoice => self.given[1],
            Given::PriceBook => self.given[2],
        }
    }

    const fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Picture => self.kinds[0],
            Kind::Pdf => self.kinds[1],
            Kind::Spreadsheet => self.kinds[2],
            Kind::Compressed => self.kinds[3],
            Kind::Utf16 => self.kinds[4],
            Kind::Database => self.kinds[5],
            Kind::Binary => self.kinds[6],
        }
    }

    const fn way(&self, way: Way) -> &'static str {
        match way {
            Way::TrueSeconds => self.ways[0],
            Way::RoundedOnce => self.ways[1],
            Way::Minutes => self.ways[2],
            Way::Hours => self.ways[3],
            Way::MonthOfStart => self.ways[4],
            Way::MonthOfStop => self.ways[5],
            Way::RepeatedRows => self.ways[6],
            Way::WithoutOpenRuns => self.ways[7],
        }
    }
}
