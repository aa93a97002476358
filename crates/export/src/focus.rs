//! Bills as a cost and usage dataset of FOCUS 1.2, the open specification of `FinOps` for bills of many
//! providers. One row for each line; what the rounding added is an adjustment, so that the billed cost of a
//! month, and of an invoice, adds up to what is payable.
//!
//! Where FOCUS leaves a choice:
//! - A service is the resource; what can be bought are two offerings, inference by the second on GPUs and
//!   inference by the token, and the rounding belongs to neither.
//! - A TPM reservation is usage that recurs every hour whether tokens came or not. FOCUS would have the
//!   effective cost of a purchase spread over later usage; here it is spent within its hour.
//! - Amounts are exact, nothing is discounted: billed, contracted, effective and list cost are one number.
//! - A line is charged over its whole month; one that adjusts an earlier month is a correction of that month.
//! - Some columns that FOCUS needs only of other providers are written because readers that check its rules
//!   look for them: the currency of prices, and the status of a commitment discount, which is always null.
//! - `x_Illustrative` marks what rests on sample prices, `x_Item` is the item of the settlement.

mod charge;
mod columns;
mod context;
mod words;

use tiermeter_pricing::Settlement;

use crate::rows::BillRows;
use crate::table::Table;
use charge::{Charge, Origin};
use columns::COLUMNS;

pub use context::{FocusContext, FocusService};

/// A settlement as a cost and usage dataset of FOCUS 1.2, in CSV (RFC 4180).
#[must_use]
pub fn focus(settlement: &Settlement, context: &FocusContext) -> String {
    focus_of(&settlement.currency, &BillRows::of(settlement), context)
}

/// Bills in `currency` as a cost and usage dataset of FOCUS 1.2, in CSV (RFC 4180), in their order.
#[must_use]
pub fn focus_of(currency: &str, bills: &[BillRows<'_>], context: &FocusContext) -> String {
    let mut table = Table::new(COLUMNS.iter().map(|(name, _)| *name));
    for bill in bills {
        let lines = bill.rows.iter().map(Origin::Line);
        let rounding = (!bill.rounding.is_zero()).then_some(Origin::Rounding(bill));
        for origin in lines.chain(rounding) {
            let charge = Charge { context, currency, billed_in: bill.month, origin };
            table.push(COLUMNS.iter().map(|(_, cell)| cell(&charge)));
        }
    }
    table.into_text()
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use tiermeter_pricing::{Item, Month, UtcOffset};

    use super::*;
    use crate::rows::Row;
    use crate::samples::{self, Record};

    fn context() -> FocusContext {
        let labels = [("team".to_owned(), "a \"b\", c".to_owned())].into();
        FocusContext {
            billing_account_id: "account-1".to_owned(),
            billing_account_name: "=Example".to_owned(),
            issuer_name: "Tiermeter".to_owned(),
            utc_offset: UtcOffset::default(),
            invoice_ids: [(month("2026-03"), "invoice-7".to_owned())].into(),
            services: [("svc-1".to_owned(), FocusService { name: Some("chat".to_owned()), labels })].into(),
        }
    }

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// The records of one bill of March 2026.
    fn records(rows: Vec<Row<'_>>, rounding: &str) -> Vec<Record> {
        let bill = BillRows { month: month("2026-03"), rows, rounding: decimal(rounding) };
        samples::records(&focus_of("USD", &[bill], &context()))
    }

    #[track_caller]
    fn check(record: &Record, expected: &[(&str, &str)]) {
        for (name, value) in expected {
            assert_eq!(record[*name], *value, "{name}");
        }
    }

    #[test]
    fn columns_are_in_the_order_of_their_names_and_our_own_come_last() {
        let names: Vec<&str> = COLUMNS.iter().map(|(name, _)| *name).collect();
        let of_focus = names.iter().position(|name| name.starts_with("x_")).unwrap();
        assert!(names[..of_focus].is_sorted() && names[of_focus..].is_sorted(), "{names:?}");
        assert!(names[of_focus..].iter().all(|name| name.starts_with("x_")), "{names:?}");
    }

    #[test]
    fn the_published_example_has_every_column() {
        let records = samples::records(&focus(&samples::settlement(samples::GOLDEN), &context()));
        let everywhere = [
            ("BillingAccountId", "account-1"),
            ("BillingAccountName", "'=Example"),
            ("BillingCurrency", "USD"),
            ("BillingPeriodEnd", "2026-04-01T00:00:00Z"),
            ("BillingPeriodStart", "2026-03-01T00:00:00Z"),
            ("ChargeClass", ""),
            ("ChargePeriodEnd", "2026-04-01T00:00:00Z"),
            ("ChargePeriodStart", "2026-03-01T00:00:00Z"),
            ("CommitmentDiscountStatus", ""),
            ("InvoiceId", "invoice-7"),
            ("InvoiceIssuerName", "Tiermeter"),
            ("PricingCurrency", "USD"),
            ("ProviderName", "Tiermeter"),
            ("PublisherName", "Tiermeter"),
            ("x_Illustrative", "false"),
        ];
        let line = [
            ("BilledCost", "2.3436"),
            ("ChargeCategory", "Usage"),
            ("ChargeDescription", "GPU seconds on tier A: 10800 x 0.000217 USD"),
            ("ChargeFrequency", "Usage-Based"),
            ("ConsumedQuantity", "10800.0"),
            ("ConsumedUnit", "Seconds"),
            ("ContractedCost", "2.3436"),
            ("ContractedUnitPrice", "0.000217"),
            ("EffectiveCost", "2.3436"),
            ("ListCost", "2.3436"),
            ("ListUnitPrice", "0.000217"),
            ("PricingCategory", "Standard"),
            ("PricingCurrencyContractedUnitPrice", "0.000217"),
            ("PricingCurrencyEffectiveCost", "2.3436"),
            ("PricingCurrencyListUnitPrice", "0.000217"),
            ("PricingQuantity", "10800.0"),
            ("PricingUnit", "Seconds"),
            ("ResourceId", "svc-1"),
            ("ResourceName", "chat"),
            ("ResourceType", "Inference Service"),
            ("ServiceCategory", "AI and Machine Learning"),
            ("ServiceName", "Edge inference"),
            ("ServiceSubcategory", "Machine Learning"),
            ("SkuId", "gpu_seconds/A"),
            ("SkuMeter", "GPU Seconds"),
            ("SkuPriceDetails", "{\"x_GpuTier\":\"A\"}"),
            ("SkuPriceId", "gpu_seconds/A/0.000217"),
            ("Tags", "{\"team\":\"a \\\"b\\\", c\"}"),
            ("x_Item", "gpu_seconds"),
        ];
        let rounding = [
            ("BilledCost", "-0.0036"),
            ("ChargeCategory", "Adjustment"),
            ("ChargeDescription", "Rounding of the bill to what is payable"),
            ("ChargeFrequency", "One-Time"),
            ("ContractedCost", "-0.0036"),
            ("EffectiveCost", "-0.0036"),
            ("ListCost", "-0.0036"),
            ("PricingCurrencyEffectiveCost", "-0.0036"),
            ("ServiceCategory", "Other"),
            ("ServiceName", "Rounding"),
            ("ServiceSubcategory", "Other (Other)"),
            ("x_Item", "rounding"),
        ];
        assert_eq!(records.len(), 2);
        assert_eq!(everywhere.len() + line.len(), COLUMNS.len());
        for (record, own) in records.iter().zip([&line[..], &rounding[..]]) {
            check(record, &everywhere);
            check(record, own);
        }
        let filled = |record: &Record| record.values().filter(|value| !value.is_empty()).count();
        // Two of those that stand everywhere are null.
        assert_eq!(filled(&records[0]), COLUMNS.len() - 2);
        assert_eq!(filled(&records[1]), everywhere.len() + rounding.len() - 2);
    }

    #[test]
    fn each_item_has_its_words() {
        for (item, meter, unit, pricing_unit, frequency) in [
            (Item::GpuSeconds, "GPU Seconds", "Seconds", "Seconds", "Usage-Based"),
            (Item::TpmReservation, "TPM Reservation", "KTPM-Hours", "KTPM-Hours", "Recurring"),
            (Item::InputTokens, "Input Tokens", "Tokens", "1000000 Tokens", "Usage-Based"),
            (Item::CachedInputTokens, "Cached Input Tokens", "Tokens", "1000000 Tokens", "Usage-Based"),
            (Item::OutputTokens, "Output Tokens", "Tokens", "1000000 Tokens", "Usage-Based"),
            (Item::ReservedTokens, "Reserved Tokens", "Tokens", "1000000 Tokens", "Usage-Based"),
            (Item::FreeTokens, "Free Tokens", "Tokens", "1000000 Tokens", "Usage-Based"),
        ] {
            let on_gpus = item == Item::GpuSeconds;
            check(
                &records(vec![samples::row(item, "0.5")], "0")[0],
                &[
                    ("SkuMeter", meter),
                    ("ConsumedUnit", unit),
                    ("PricingUnit", pricing_unit),
                    ("ChargeFrequency", frequency),
                    ("ServiceName", if on_gpus { "Edge inference" } else { "Model inference" }),
                    ("x_Item", item.as_str()),
                    ("x_Illustrative", if on_gpus { "false" } else { "true" }),
                ],
            );
        }
    }

    #[test]
    fn sample_prices_are_marked_on_lines_and_on_their_rounding() {
        let row = Row {
            quantity: decimal("1500"),
            amount: decimal("0.0009"),
            ..samples::row(Item::OutputTokens, "0.6")
        };
        let records = records(vec![row], "-0.0009");
        check(
            &records[0],
            &[
                (
                    "ChargeDescription",
                    "Output tokens of model small-8b: 1500 x 0.6 USD / 1000000; sample price",
                ),
                ("PricingQuantity", "0.0015"),
                ("SkuPriceDetails", "{\"x_Model\":\"small-8b\"}"),
                ("x_Illustrative", "true"),
            ],
        );
        check(&records[1], &[("x_Illustrative", "true"), ("x_Item", "rounding")]);
    }

    #[test]
    fn adjustments_are_corrections_of_their_month() {
        let row = Row {
            adjusts: Some(month("2026-02")),
            service: "svc-9",
            quantity: decimal("-1800"),
            amount: decimal("-0.3906"),
            ..samples::row(Item::GpuSeconds, "0.000217")
        };
        let current = Row { adjusts: Some(month("2026-03")), ..row };
        let records = records(vec![row, current], "0");
        check(
            &records[0],
            &[
                ("BilledCost", "-0.3906"),
                ("BillingPeriodStart", "2026-03-01T00:00:00Z"),
                ("ChargeCategory", "Usage"),
                ("ChargeClass", "Correction"),
                ("ChargeDescription", "GPU seconds on tier A: -1800 x 0.000217 USD; corrects 2026-02"),
                ("ChargePeriodEnd", "2026-03-01T00:00:00Z"),
                ("ChargePeriodStart", "2026-02-01T00:00:00Z"),
                ("ConsumedQuantity", "-1800.0"),
                ("ListUnitPrice", "0.000217"),
                ("ResourceName", ""),
                ("Tags", ""),
            ],
        );
        check(&records[1], &[("ChargeClass", ""), ("ChargePeriodStart", "2026-03-01T00:00:00Z")]);
    }

    #[test]
    fn the_billed_cost_of_a_month_adds_up_to_what_is_payable() {
        for usage in [samples::GOLDEN, samples::TWO_MONTHS] {
            let settlement = samples::settlement(usage);
            let records = samples::records(&focus(&settlement, &context()));
            for cost in ["BilledCost", "EffectiveCost"] {
                samples::check_sums(&settlement, &records, cost, |record| {
                    record["BillingPeriodStart"][..7].to_owned()
                });
            }
        }
    }
}
