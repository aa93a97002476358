//! The account, its bills and its ledger.

use rust_decimal::Decimal;
use serde::Deserialize;
use tiermeter_pricing::{Instant, Item, Month};

use super::read;

/// Which plan an account has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Without services metered by seconds.
    Standard,
    /// With them, for accounts on the allowlist.
    Enterprise,
}

/// The account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// The plan, which the operator sets.
    pub plan: Plan,
    /// Whether it is on the beta allowlist of edge inference.
    pub allowlisted: bool,
    /// The currency's code.
    pub currency: String,
    /// Top-ups less payables of issued bills.
    #[serde(deserialize_with = "read::decimal")]
    pub balance: Decimal,
    /// The balance less what the open bills cost when it was read. [`crate::console::live::Live::available`] counts on.
    #[serde(deserialize_with = "read::decimal")]
    pub available: Decimal,
    /// Whether payment is overdue.
    pub overdue: bool,
    /// Since when.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub overdue_since: Option<Instant>,
    /// The terms of payment.
    pub terms: Terms,
    /// How far below zero it may go; `None` where there is no such limit.
    #[serde(deserialize_with = "read::decimal_or_null")]
    pub credit_limit: Option<Decimal>,
    /// What will be used up, and when.
    pub notice: Option<Notice>,
}

/// When a bill is due after it is issued, and when a month is closed after its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Terms {
    /// Days to pay.
    pub payment_days: u64,
    /// Hours until a month is closed.
    pub grace_hours: u64,
}

/// What will be used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// The balance.
    Balance,
    /// The credit limit.
    CreditLimit,
}

/// Money that runs out.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Notice {
    /// Which.
    pub kind: NoticeKind,
    /// When, at this rate.
    #[serde(deserialize_with = "read::instant")]
    pub at: Instant,
    /// What an hour costs.
    #[serde(deserialize_with = "read::decimal")]
    pub rate_per_hour: Decimal,
}

/// How a bill stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillState {
    /// Its month is not closed.
    Open,
    /// To be paid.
    Issued,
    /// Paid.
    Paid,
    /// Not paid in time.
    Overdue,
}

/// A bill without its lines.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BillSummary {
    /// Of which month.
    #[serde(deserialize_with = "read::month")]
    pub month: Month,
    /// The currency's code.
    pub currency: String,
    /// The exact sum.
    #[serde(deserialize_with = "read::decimal")]
    pub exact_total: Decimal,
    /// It, rounded once; it keeps the currency's minor digits when it is shown as it is.
    #[serde(deserialize_with = "read::decimal")]
    pub payable: Decimal,
    /// `payable` less `exact_total`.
    #[serde(deserialize_with = "read::decimal")]
    pub rounding: Decimal,
    /// How it stands.
    pub state: BillState,
    /// When it was issued; `None` while open.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub issued_at: Option<Instant>,
    /// When it is due; `None` while open.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub due_at: Option<Instant>,
    /// Up to when an open bill counts; `None` once issued.
    #[serde(deserialize_with = "read::instant_or_null")]
    pub as_of: Option<Instant>,
}

/// A bill with its lines.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Bill {
    /// Everything but the lines.
    #[serde(flatten)]
    pub summary: BillSummary,
    /// The lines, in their order.
    pub lines: Vec<BillLine>,
}

/// A line of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BillLine {
    /// The service's id.
    pub service: String,
    /// What it bills.
    #[serde(deserialize_with = "read::item")]
    pub item: Item,
    /// The tier's code, for seconds.
    #[serde(default)]
    pub tier: Option<String>,
    /// The model's id, for everything else.
    #[serde(default)]
    pub model: Option<String>,
    /// The price of `per` units.
    #[serde(deserialize_with = "read::decimal")]
    pub unit_price: Decimal,
    /// For how many units the price stands: 1, or a million.
    pub per: u64,
    /// Seconds, tokens or kTPM-hours; negative where it takes back.
    #[serde(deserialize_with = "read::decimal")]
    pub quantity: Decimal,
    /// What it costs; negative where it takes back.
    #[serde(deserialize_with = "read::decimal")]
    pub amount: Decimal,
    /// By sample prices.
    #[serde(default)]
    pub illustrative: bool,
    /// The closed month that it corrects.
    #[serde(default, deserialize_with = "read::month_or_null")]
    pub adjusts: Option<Month>,
}

/// A recorded payment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TopUp {
    /// Its id.
    pub id: String,
    /// How much.
    #[serde(deserialize_with = "read::decimal")]
    pub amount: Decimal,
    /// The currency's code.
    pub currency: String,
    /// When.
    #[serde(deserialize_with = "read::instant")]
    pub at: Instant,
    /// The balance after it.
    #[serde(deserialize_with = "read::decimal")]
    pub balance: Decimal,
}

/// What moved the balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    /// A payment.
    TopUp,
    /// A bill.
    Bill,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LedgerEntry {
    /// A number that rises.
    pub sequence: u64,
    /// When.
    #[serde(deserialize_with = "read::instant")]
    pub at: Instant,
    /// What it was.
    pub kind: LedgerKind,
    /// The top-up's id, or the bill's month.
    pub reference: String,
    /// What it adds to the balance.
    #[serde(deserialize_with = "read::decimal")]
    pub amount: Decimal,
    /// The currency's code.
    pub currency: String,
    /// The balance after it.
    #[serde(deserialize_with = "read::decimal")]
    pub balance: Decimal,
}
