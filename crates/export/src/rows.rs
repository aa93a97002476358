//! Bills as files show them: the lines of a settlement, or lines that adjust an earlier month.

use rust_decimal::Decimal;

use tiermeter_pricing::{Bill, Item, Line, Month, Settlement};

/// The item of the row that makes the amounts of a month add up to what is payable.
pub(crate) const ROUNDING: &str = "rounding";

/// A bill with its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillRows<'a> {
    /// The month that the bill is for.
    pub month: Month,
    /// The lines, in the order of the bill.
    pub rows: Vec<Row<'a>>,
    /// What is payable less the sum of the rows.
    pub rounding: Decimal,
}

impl<'a> BillRows<'a> {
    /// The bills of a settlement, in order.
    #[must_use]
    pub fn of(settlement: &'a Settlement) -> Vec<Self> {
        settlement.bills.iter().map(Self::from).collect()
    }

    /// Whether a sample price has a part in what is payable.
    pub(crate) fn is_illustrative(&self) -> bool {
        self.rows.iter().any(|row| row.illustrative)
    }
}

impl<'a> From<&'a Bill> for BillRows<'a> {
    fn from(bill: &'a Bill) -> Self {
        Self { month: bill.month, rows: bill.lines.iter().map(Row::from).collect(), rounding: bill.rounding }
    }
}

/// A line of a bill. The quantity and the amount of an adjustment may be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The earlier month that the line adjusts; `None` for what was used in the month of the bill.
    pub adjusts: Option<Month>,
    /// The service that used it.
    pub service: &'a str,
    /// What was used.
    pub item: Item,
    /// The GPU tier, of `gpu_seconds`.
    pub tier: Option<&'a str>,
    /// The model, of every other item.
    pub model: Option<&'a str>,
    /// The price of `per` units.
    pub unit_price: Decimal,
    /// For how many units the price stands.
    pub per: u32,
    /// How many units: seconds, tokens, or kTPM-hours.
    pub quantity: Decimal,
    /// What they cost, exactly.
    pub amount: Decimal,
    /// The model's prices are samples, not published ones.
    pub illustrative: bool,
}

impl<'a> From<&'a Line> for Row<'a> {
    fn from(line: &'a Line) -> Self {
        Self {
            adjusts: None,
            service: &line.service,
            item: line.item,
            tier: line.tier.as_deref(),
            model: line.model.as_deref(),
            unit_price: line.unit_price,
            per: line.per,
            quantity: line.quantity,
            amount: line.amount,
            illustrative: line.illustrative,
        }
    }
}
