//! What the table of usage shows: rows of a report, filtered, sorted and added up.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use tiermeter_pricing::{Exact, Item};

use crate::console::documents::{UsageReport, UsageRow};
use crate::sorted::sort_by;

const LABEL: &str = "label:";

/// By what usage is added up, beside the item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum GroupBy {
    /// By service.
    #[default]
    Service,
    /// By model.
    Model,
    /// By GPU tier.
    Tier,
    /// By nothing but the item.
    Item,
    /// By the API key that reported it.
    Key,
    /// By day.
    Day,
    /// By the value of a label of the services.
    Label(String),
}

impl GroupBy {
    /// Those that every account has, in the order in which they are offered.
    pub const PLAIN: [Self; 6] = [Self::Service, Self::Model, Self::Tier, Self::Item, Self::Key, Self::Day];

    /// The group of its word in the address; by service where it cannot be read.
    pub fn of_word(word: Option<&str>) -> Self {
        let Some(word) = word else { return Self::default() };
        if let Some(name) = word.strip_prefix(LABEL).filter(|name| !name.is_empty() && !name.contains(',')) {
            return Self::Label(name.to_owned());
        }
        Self::PLAIN.into_iter().find(|group| group.word() == word).unwrap_or_default()
    }

    /// Its word in the address, which is the API's.
    pub fn word(&self) -> String {
        match self {
            Self::Service => "service".to_owned(),
            Self::Model => "model".to_owned(),
            Self::Tier => "tier".to_owned(),
            Self::Item => "item".to_owned(),
            Self::Key => "key".to_owned(),
            Self::Day => "day".to_owned(),
            Self::Label(name) => format!("{LABEL}{name}"),
        }
    }

    fn key_of(&self, row: &UsageRow) -> Option<String> {
        match self {
            Self::Service => row.service.clone(),
            Self::Model => row.model.clone(),
            Self::Tier => row.tier.clone(),
            Self::Item => Some(row.item.as_str().to_owned()),
            Self::Key => row.key.clone(),
            Self::Day => row.day.clone(),
            Self::Label(name) => row.label(name).map(str::to_owned),
        }
    }

    /// The name that the API gives with the key.
    fn name_of(&self, row: &UsageRow) -> Option<String> {
        if *self == Self::Key { row.key_name.clone() } else { None }
    }

    /// What the column of names is called in files, where keys are ids.
    pub const fn name_column(&self) -> Option<&'static str> {
        match self {
            Self::Service => Some("service_name"),
            Self::Key => Some("key_name"),
            Self::Model | Self::Tier | Self::Item | Self::Day | Self::Label(_) => None,
        }
    }
}

/// What is used, by its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Seconds of GPUs.
    Seconds,
    /// kTPM-hours of reservations.
    Reservations,
    /// Tokens.
    Tokens,
}

impl Kind {
    /// Each, in the order of a bill.
    pub const ALL: [Self; 3] = [Self::Seconds, Self::Reservations, Self::Tokens];

    /// The kind of an item.
    pub const fn of(item: Item) -> Self {
        match item {
            Item::GpuSeconds => Self::Seconds,
            Item::TpmReservation => Self::Reservations,
            Item::InputTokens
            | Item::CachedInputTokens
            | Item::OutputTokens
            | Item::ReservedTokens
            | Item::FreeTokens => Self::Tokens,
        }
    }

    /// Its word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Reservations => "reservations",
            Self::Tokens => "tokens",
        }
    }

    /// The kind of its word; none for all of them.
    pub fn of_word(word: Option<&str>) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| Some(kind.word()) == word)
    }

    /// The unit, as files name it.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Reservations => "ktpm_hours",
            Self::Tokens => "tokens",
        }
    }
}

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The largest amount.
    Amount,
    /// The first by name.
    Name,
}

impl Order {
    /// The order of its word; without one days are in their order, and everything else by amount.
    pub fn of_word(word: Option<&str>, by: &GroupBy) -> Self {
        match (word, by) {
            (Some("name"), _) | (None, GroupBy::Day) => Self::Name,
            _ => Self::Amount,
        }
    }

    /// Its word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Name => "name",
        }
    }
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The group's key in the API; none for what has none, such as the model of seconds.
    pub key: Option<String>,
    /// The group's name for people.
    pub name: String,
    /// What was used.
    pub item: Item,
    /// How much.
    pub quantity: Decimal,
    /// What it costs.
    pub amount: Decimal,
    /// By sample prices.
    pub illustrative: bool,
    /// Its part of the sum of the rows shown, in thousandths.
    pub share: u32,
}

/// The table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rows that fit the filter, in their order.
    pub rows: Vec<Row>,
    /// What they cost together; none where it has more digits than are counted exactly.
    pub total: Option<Decimal>,
    /// How much of each kind they are.
    pub quantities: Vec<(Kind, Option<Decimal>)>,
    /// Whether sample prices are among them.
    pub illustrative: bool,
}

/// The rows of a report; `name` gives the words for a key.
pub fn rows_of(report: &UsageReport, by: &GroupBy, name: impl Fn(Option<&str>, Item) -> String) -> Vec<Row> {
    report
        .data
        .iter()
        .map(|row| {
            let key = by.key_of(row);
            Row {
                name: by.name_of(row).unwrap_or_else(|| name(key.as_deref(), row.item)),
                key,
                item: row.item,
                quantity: row.quantity,
                amount: row.amount,
                illustrative: row.illustrative,
                share: 0,
            }
        })
        .collect()
}

/// The rows that fit, in order, with their sums and shares.
pub fn table(rows: &[Row], text: &str, kind: Option<Kind>, order: Order) -> Table {
    let text = text.trim().to_lowercase();
    let fits = |row: &&Row| {
        let of_kind = kind.is_none_or(|kind| Kind::of(row.item) == kind);
        let key = row.key.as_deref().unwrap_or_default();
        of_kind && (row.name.to_lowercase().contains(&text) || key.to_lowercase().contains(&text))
    };
    let mut rows: Vec<Row> = rows.iter().filter(fits).cloned().collect();
    let by_name = |one: &Row, other: &Row| (&one.name, one.item).cmp(&(&other.name, other.item));
    match order {
        Order::Amount => {
            sort_by(&mut rows, |one, other| other.amount.cmp(&one.amount).then_with(|| by_name(one, other)));
        }
        Order::Name => sort_by(&mut rows, by_name),
    }
    let total = Exact::sum_of(rows.iter().map(|row| row.amount)).ok();
    for row in &mut rows {
        row.share = total.map_or(0, |total| thousandths(row.amount, total));
    }
    let quantities = Kind::ALL
        .into_iter()
        .filter(|kind| rows.iter().any(|row| Kind::of(row.item) == *kind))
        .map(|kind| {
            let of_kind = rows.iter().filter(|row| Kind::of(row.item) == kind);
            (kind, Exact::sum_of(of_kind.map(|row| row.quantity)).ok())
        })
        .collect();
    let illustrative = rows.iter().any(|row| row.illustrative);
    Table { rows, total, quantities, illustrative }
}

/// A part of a whole in thousandths, rounded down; nothing of nothing.
pub fn thousandths(part: Decimal, whole: Decimal) -> u32 {
    if part.is_sign_negative() || whole.is_zero() {
        return 0;
    }
    let share = part.checked_mul(Decimal::ONE_THOUSAND).and_then(|part| part.checked_div(whole));
    share.and_then(|share| share.trunc().to_u32()).unwrap_or(0).min(1_000)
}

/// Thousandths in percent, with one digit after the point.
pub fn percent(thousandths: u32) -> String {
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

/// Thousandths as a width or height of CSS.
pub fn css_percent(thousandths: u32) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

#[cfg(test)]
mod tests;
