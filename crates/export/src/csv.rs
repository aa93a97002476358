//! Bills as CSV with the words of a settlement: one row for each line, and one for the rounding of each bill.

use tiermeter_pricing::{Month, Settlement};

use crate::rows::{BillRows, ROUNDING, Row};
use crate::table::{Cell, Table};

const COLUMNS: [&str; 12] = [
    "month",
    "service",
    "item",
    "tier",
    "model",
    "unit_price",
    "per",
    "quantity",
    "amount",
    "currency",
    "illustrative",
    "adjusts",
];

/// A settlement as CSV (RFC 4180). The amounts of a month add up to what is payable.
#[must_use]
pub fn csv(settlement: &Settlement) -> String {
    csv_of(&settlement.currency, &BillRows::of(settlement))
}

/// Bills in `currency` as CSV (RFC 4180), in their order. The amounts of a bill and its rounding add up to
/// what is payable.
#[must_use]
pub fn csv_of(currency: &str, bills: &[BillRows<'_>]) -> String {
    let mut table = Table::new(COLUMNS);
    for bill in bills {
        for row in &bill.rows {
            table.push(line(currency, bill.month, row));
        }
        if !bill.rounding.is_zero() {
            table.push(rounding(currency, bill));
        }
    }
    table.into_text()
}

fn line<'a>(currency: &'a str, month: Month, row: &Row<'a>) -> [Cell<'a>; COLUMNS.len()] {
    [
        Cell::text(month.to_string()),
        Cell::text(row.service),
        Cell::text(row.item.as_str()),
        Cell::optional_text(row.tier),
        Cell::optional_text(row.model),
        Cell::number(row.unit_price),
        Cell::number(row.per.into()),
        Cell::number(row.quantity),
        Cell::number(row.amount),
        Cell::text(currency),
        Cell::yes_or_no(row.illustrative),
        row.adjusts.map_or(Cell::Empty, |adjusted| Cell::text(adjusted.to_string())),
    ]
}

fn rounding<'a>(currency: &'a str, bill: &BillRows<'_>) -> [Cell<'a>; COLUMNS.len()] {
    [
        Cell::text(bill.month.to_string()),
        Cell::Empty,
        Cell::text(ROUNDING),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::number(bill.rounding),
        Cell::text(currency),
        Cell::yes_or_no(bill.is_illustrative()),
        Cell::Empty,
    ]
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::Item;

    use super::*;
    use crate::samples;

    #[track_caller]
    fn check(usage: &str, expected: &[&str]) {
        let written = csv(&samples::settlement(usage));
        let rows: Vec<&str> = written.split_terminator("\r\n").skip(1).collect();
        assert_eq!(rows, expected, "{usage}");
    }

    #[test]
    fn each_line_and_each_rounding_is_a_row() {
        assert_eq!(
            csv(&samples::settlement("{}")),
            "month,service,item,tier,model,unit_price,per,quantity,amount,currency,illustrative,adjusts\r\n"
        );
        check(
            samples::GOLDEN,
            &[
                "2026-03,svc-1,gpu_seconds,A,,0.000217,1,10800,2.3436,USD,false,",
                "2026-03,,rounding,,,,,,-0.0036,USD,false,",
            ],
        );
        check(
            samples::TWO_MONTHS,
            &[
                "2026-03,svc-1,gpu_seconds,C,,0.00025,1,5,0.00125,USD,false,",
                "2026-03,svc-2,tpm_reservation,,small-8b,0.0035,1,10,0.035,USD,true,",
                "2026-03,svc-2,input_tokens,,small-8b,0.15,1000000,1001,0.00015015,USD,true,",
                "2026-03,svc-2,output_tokens,,small-8b,0.6,1000000,7,0.0000042,USD,true,",
                "2026-03,svc-2,reserved_tokens,,small-8b,0,1000000,10000,0,USD,true,",
                "2026-03,,rounding,,,,,,0.00359565,USD,true,",
                "2026-04,svc-1,gpu_seconds,C,,0.00025,1,40,0.01,USD,false,",
            ],
        );
    }

    #[test]
    fn the_amounts_of_a_month_add_up_to_what_is_payable() {
        for usage in [samples::GOLDEN, samples::TWO_MONTHS] {
            let settlement = samples::settlement(usage);
            let records = samples::records(&csv(&settlement));
            samples::check_sums(&settlement, &records, "amount", |record| record["month"].clone());
        }
    }

    #[test]
    fn adjustments_name_their_month_and_may_be_negative() {
        let row = Row {
            adjusts: Month::parse("2026-02"),
            service: "=svc,1",
            quantity: "-1800".parse().unwrap(),
            amount: "-0.3906".parse().unwrap(),
            ..samples::row(Item::GpuSeconds, "0.000217")
        };
        let march = Month::parse("2026-03").unwrap();
        let bill = BillRows { month: march, rows: vec![row], rounding: "0.0006".parse().unwrap() };
        assert_eq!(
            csv_of("USD", &[bill]).split_once("\r\n").unwrap().1,
            "2026-03,\"'=svc,1\",gpu_seconds,A,,0.000217,1,-1800,-0.3906,USD,false,2026-02\r\n\
             2026-03,,rounding,,,,,,0.0006,USD,false,\r\n"
        );
    }
}
