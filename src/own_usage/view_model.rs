//! What the section shows of a settlement or of a refusal.

use tiermeter_pricing::{Bill, Item, Line, PriceBook, Refusal};

use super::pricing::{Format, LARGEST_FILE_BYTES, price_bytes, row_at_fault};
use crate::text;
use crate::words::Words;

/// So many lines are drawn in all; the others are counted.
const MOST_LINES_DRAWN: usize = 500;
/// Bills that are drawn; a run of centuries has thousands.
const MOST_BILLS_DRAWN: usize = 24;
/// So many characters of a faulty row are shown.
const SHOWN_CHARACTERS: usize = 200;

/// What became of what the reader gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing was given.
    Nothing,
    /// The text is long, and priced only when the reader asks for it.
    Waiting,
    /// The file of that name is being read.
    Reading(String),
    /// It was priced.
    Settled(SettlementView),
    /// It was refused.
    Refused(RefusalView),
    /// It could not be read at all; a sentence says why.
    Unread(String),
}

/// A settlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementView {
    /// What it is of.
    pub title: String,
    /// The bills, by month.
    pub bills: Vec<BillView>,
    /// How many bills are not drawn, where that is so.
    pub more: Option<String>,
    /// Whether a line has a sample price.
    pub has_samples: bool,
}

/// One month's bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillView {
    /// `March 2026`.
    pub month: String,
    /// Its lines.
    pub lines: Vec<LineView>,
    /// How many more there are.
    pub more: Option<String>,
    /// The sum of all lines.
    pub exact_total: String,
    /// What rounding does to it.
    pub rounding: String,
    /// What is to be paid, with the currency.
    pub payable: String,
}

/// A line of a bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineView {
    /// The service that used it.
    pub service: String,
    /// What was used.
    pub item: &'static str,
    /// The GPU tier or the model.
    pub tier_or_model: String,
    /// How much.
    pub quantity: String,
    /// The price.
    pub unit_price: String,
    /// For how much the price stands.
    pub per: String,
    /// What it costs.
    pub amount: String,
    /// Whether the price is a sample.
    pub is_sample: bool,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalView {
    /// What was refused, and that nothing was priced.
    pub title: String,
    /// Why, as a sentence.
    pub message: String,
    /// The stable code.
    pub code: &'static str,
    /// Where.
    pub path: String,
    /// The row of a CSV, with its number.
    pub row: Option<(String, String)>,
}

impl Outcome {
    /// Prices what was given. `name` is what the reader knows it by.
    pub fn of(name: &str, bytes: &[u8], book: &PriceBook, words: &Words) -> Self {
        match price_bytes(bytes, book) {
            Err(refusal) => Self::Refused(RefusalView::of(name, bytes, refusal, words)),
            Ok(priced) => {
                let counts = match (priced.runs, priced.token_records) {
                    (runs, 0) => count(runs, words.own_usage.run_count),
                    (0, records) => count(records, words.own_usage.record_count),
                    (runs, records) => {
                        format!(
                            "{}, {}",
                            count(runs, words.own_usage.run_count),
                            count(records, words.own_usage.record_count)
                        )
                    }
                };
                let title = (words.own_usage.priced)(name, &counts, book.name());
                let mut room = MOST_LINES_DRAWN;
                let settlement = priced.settlement;
                let bills = settlement
                    .bills
                    .iter()
                    .take(MOST_BILLS_DRAWN)
                    .map(|bill| BillView::of(bill, &settlement.currency, &mut room, words));
                Self::Settled(SettlementView {
                    title,
                    bills: bills.collect(),
                    more: settlement
                        .bills
                        .len()
                        .checked_sub(MOST_BILLS_DRAWN + 1)
                        .map(|more| count(more + 1, words.own_usage.more_bills)),
                    has_samples: settlement
                        .bills
                        .iter()
                        .flat_map(|bill| &bill.lines)
                        .any(|line| line.illustrative),
                })
            }
        }
    }

    /// The outcome as a sentence, to be read aloud.
    pub fn spoken(&self, words: &Words) -> String {
        match self {
            Self::Nothing | Self::Waiting | Self::Reading(_) => String::new(),
            Self::Settled(view) => {
                format!("{}: {}.", view.title, count(view.bills.len(), words.own_usage.bill_count))
            }
            Self::Refused(view) => format!("{} {}", view.title, view.message),
            Self::Unread(sentence) => sentence.clone(),
        }
    }

    /// Why a file of that size is not read; `None` for one that is.
    pub fn too_large(name: &str, size_bytes: u64, words: &Words) -> Option<Self> {
        let [size, limit] = [size_bytes, LARGEST_FILE_BYTES].map(text::count);
        (size_bytes > LARGEST_FILE_BYTES)
            .then(|| Self::Unread((words.own_usage.too_large)(name, &size, &limit)))
    }
}

impl BillView {
    /// The bill, with as many lines as there is room for.
    fn of(bill: &Bill, currency: &str, room: &mut usize, words: &Words) -> Self {
        let drawn = bill.lines.len().min(*room);
        *room -= drawn;
        let not_drawn = bill.lines.len() - drawn;
        Self {
            month: (words.month_title)(bill.month),
            lines: bill.lines.iter().take(drawn).map(|line| LineView::of(line, words)).collect(),
            more: (not_drawn > 0).then(|| count(not_drawn, words.own_usage.more_lines)),
            exact_total: text::amount(bill.exact_total),
            rounding: if bill.rounding.is_zero() {
                "0".to_owned()
            } else {
                text::signed_amount(bill.rounding)
            },
            payable: format!("{} {currency}", bill.payable),
        }
    }
}

impl LineView {
    fn of(line: &Line, words: &Words) -> Self {
        let tier = line.tier.as_ref().map(|tier| (words.tier_tag)(tier));
        Self {
            service: line.service.clone(),
            item: words.item(line.item),
            tier_or_model: tier.or_else(|| line.model.clone()).unwrap_or_default(),
            quantity: text::grouped(&text::amount(line.quantity)),
            unit_price: text::amount(line.unit_price),
            per: per(line, words),
            amount: text::amount(line.amount),
            is_sample: line.illustrative,
        }
    }
}

impl RefusalView {
    fn of(name: &str, bytes: &[u8], refusal: Refusal, words: &Words) -> Self {
        let row = row_at_fault(bytes, &refusal).map(|(number, row)| {
            ((words.own_usage.row)(number), row.chars().take(SHOWN_CHARACTERS).collect())
        });
        let refusal = refusal.into_parts();
        Self {
            title: (words.own_usage.refused)(name, Format::of(bytes).as_str()),
            message: refusal.message,
            code: refusal.code.as_str(),
            path: if refusal.path.is_empty() { words.whole_document.to_owned() } else { refusal.path },
            row,
        }
    }
}

fn count(number: usize, what: fn(u64) -> String) -> String {
    what(u64::try_from(number).unwrap_or(u64::MAX))
}

fn per(line: &Line, words: &Words) -> String {
    match line.item {
        Item::GpuSeconds => words.own_usage.second.to_owned(),
        Item::TpmReservation => words.own_usage.ktpm_hour.to_owned(),
        Item::InputTokens
        | Item::CachedInputTokens
        | Item::OutputTokens
        | Item::ReservedTokens
        | Item::FreeTokens => (words.tokens)(&text::count(line.per)),
    }
}

#[cfg(test)]
mod tests;
