//! The columns of FOCUS 1.2, in the order of their names; our own come last.

use tiermeter_pricing::Month;

use super::charge::{Charge, pricing_quantity, pricing_unit, sku, sku_price, sku_price_details, tags};
use super::words::words;
use crate::rows::Row;
use crate::table::Cell;

/// A column: its name, and what a charge has there.
type Column = (&'static str, for<'a> fn(&'a Charge<'a>) -> Cell<'a>);

pub(crate) const COLUMNS: &[Column] = &[
    ("BilledCost", cost),
    ("BillingAccountId", |charge| Cell::text(&charge.context.billing_account_id)),
    ("BillingAccountName", |charge| Cell::text(&charge.context.billing_account_name)),
    ("BillingCurrency", currency),
    ("BillingPeriodEnd", |charge| first_instant(charge, charge.billed_in.next())),
    ("BillingPeriodStart", |charge| first_instant(charge, charge.billed_in)),
    ("ChargeCategory", |charge| either(charge, "Usage", "Adjustment")),
    ("ChargeClass", |charge| Cell::optional_text(charge.corrects().map(|_| "Correction"))),
    ("ChargeDescription", |charge| Cell::text(charge.description())),
    ("ChargeFrequency", charge_frequency),
    ("ChargePeriodEnd", |charge| first_instant(charge, charge.used_in().next())),
    ("ChargePeriodStart", |charge| first_instant(charge, charge.used_in())),
    ("CommitmentDiscountStatus", |_| Cell::Empty),
    ("ConsumedQuantity", |charge| of_line(charge, |row| Cell::decimal(row.quantity))),
    ("ConsumedUnit", |charge| of_line(charge, |row| Cell::text(words(row.item).unit))),
    ("ContractedCost", cost),
    ("ContractedUnitPrice", unit_price),
    ("EffectiveCost", cost),
    ("InvoiceId", invoice),
    ("InvoiceIssuerName", issuer),
    ("ListCost", cost),
    ("ListUnitPrice", unit_price),
    ("PricingCategory", |charge| of_line(charge, |_| Cell::text("Standard"))),
    ("PricingCurrency", currency),
    ("PricingCurrencyContractedUnitPrice", unit_price),
    ("PricingCurrencyEffectiveCost", cost),
    ("PricingCurrencyListUnitPrice", unit_price),
    ("PricingQuantity", |charge| of_line(charge, |row| Cell::decimal(pricing_quantity(row)))),
    ("PricingUnit", |charge| of_line(charge, |row| Cell::text(pricing_unit(row)))),
    ("ProviderName", issuer),
    ("PublisherName", issuer),
    ("ResourceId", |charge| of_line(charge, |row| Cell::text(row.service))),
    ("ResourceName", resource_name),
    ("ResourceType", |charge| of_line(charge, |_| Cell::text("Inference Service"))),
    ("ServiceCategory", |charge| Cell::text(charge.offering().category)),
    ("ServiceName", |charge| Cell::text(charge.offering().name)),
    ("ServiceSubcategory", |charge| Cell::text(charge.offering().subcategory)),
    ("SkuId", |charge| of_line(charge, |row| Cell::text(sku(row)))),
    ("SkuMeter", |charge| of_line(charge, |row| Cell::text(words(row.item).meter))),
    ("SkuPriceDetails", |charge| of_line(charge, |row| Cell::text(sku_price_details(row)))),
    ("SkuPriceId", |charge| of_line(charge, |row| Cell::text(sku_price(row)))),
    ("Tags", |charge| charge.service().and_then(tags).map_or(Cell::Empty, Cell::text)),
    ("x_Illustrative", |charge| Cell::yes_or_no(charge.is_illustrative())),
    ("x_Item", |charge| Cell::text(charge.item())),
];

fn cost<'a>(charge: &'a Charge<'a>) -> Cell<'a> {
    Cell::decimal(charge.cost())
}

fn unit_price<'a>(charge: &'a Charge<'a>) -> Cell<'a> {
    of_line(charge, |row| Cell::decimal(row.unit_price))
}

fn currency<'a>(charge: &'a Charge<'a>) -> Cell<'a> {
    Cell::text(charge.currency)
}

fn issuer<'a>(charge: &'a Charge<'a>) -> Cell<'a> {
    Cell::text(&charge.context.issuer_name)
}

fn invoice<'a>(charge: &'a Charge<'a>) -> Cell<'a> {
    charge.context.invoice_ids.get(&charge.billed_in).map_or(Cell::Empty, Cell::text)
}

fn charge_frequency<'a>(charge: &'a Charge<'a>) -> Cell<'a> {
    Cell::text(charge.line().map_or("One-Time", |row| words(row.item).frequency))
}

/// A name that repeats the id is none.
fn resource_name<'a>(charge: &'a Charge<'a>) -> Cell<'a> {
    let name = charge.service().and_then(|service| service.name.as_deref());
    of_line(charge, |row| Cell::optional_text(name.filter(|name| *name != row.service)))
}

fn first_instant(charge: &Charge<'_>, month: Month) -> Cell<'static> {
    Cell::text(charge.first_instant_of(month))
}

/// One word for lines, another for roundings.
fn either(charge: &Charge<'_>, line: &'static str, rounding: &'static str) -> Cell<'static> {
    Cell::text(if charge.line().is_some() { line } else { rounding })
}

/// What a line has; null for a rounding.
fn of_line<'a>(charge: &Charge<'a>, cell: impl FnOnce(&'a Row<'a>) -> Cell<'a>) -> Cell<'a> {
    charge.line().map_or(Cell::Empty, cell)
}
