//! The invoice: what somebody charges for each month, and where it says so for each service and tier.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Map, Value};
use tiermeter_pricing::{Month, PriceBook};

use super::columns::{Mapping, Role};
use super::fault::{Fault, Trouble};
use super::log::tier_code;
use super::rows::{Rows, read_rows};
use crate::own_usage::pricing::Format;

/// So many rows of an invoice are read.
const MOST_ROWS: usize = 200_000;
/// Amounts have at most so many decimals; the finest price has twelve, for a million tokens.
const MOST_DECIMALS: u32 = 18;
/// What a line bills that can be checked by a log.
const SECONDS: [&str; 4] = ["gpu_seconds", "gpu seconds", "gpu-seconds", "seconds"];
/// The row that makes amounts add up to what is payable.
const ROUNDING: &str = "rounding";
/// The column that names the month which a line adjusts.
const ADJUSTS: &str = "adjusts";

/// The rows of an invoice as a table, whatever form it has.
#[derive(Debug, Default)]
pub struct Table {
    /// The names of the columns.
    pub names: Vec<String>,
    /// The rows, with their numbers.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// What a line is about; less is named where it stands for more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The month.
    pub month: Month,
    /// The service.
    pub service: Option<String>,
    /// The GPU tier.
    pub tier: Option<String>,
}

/// What is charged for one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// The amount.
    pub amount: Decimal,
    /// The decimals with which it is written.
    pub decimals: u32,
    /// How many seconds, where it says so.
    pub quantity: Option<Decimal>,
    /// The price of a second, where it says so and it is one.
    pub unit_price: Option<Decimal>,
}

/// An invoice that was read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Invoice {
    /// What is charged.
    pub charges: BTreeMap<Key, Charge>,
    /// Rows about something else than seconds of instances.
    pub others: u64,
    /// The sum of its rows that round.
    pub rounding: Decimal,
}

impl Rows for Table {
    fn columns(&mut self, names: &[String]) -> Result<(), Trouble> {
        self.names = names.to_vec();
        Ok(())
    }

    fn row(&mut self, number: u64, cells: &[Vec<u8>]) -> Result<(), Trouble> {
        if self.rows.len() >= MOST_ROWS {
            return Err(Trouble::at_row(
                number,
                Fault::TooMany(u64::try_from(MOST_ROWS).unwrap_or(u64::MAX)),
            ));
        }
        let cells: Result<Vec<String>, _> =
            cells.iter().map(|cell| String::from_utf8(cell.clone())).collect();
        self.rows.push((number, cells.map_err(|_| Trouble::at_row(number, Fault::NotText))?));
        Ok(())
    }
}

impl Table {
    /// Reads a CSV, a list of objects, or bills as Tiermeter writes them.
    pub fn read(bytes: &[u8]) -> Result<Self, Trouble> {
        let mut table = Self::default();
        if Format::of(bytes) == Format::Json
            && let Ok(value) = serde_json::from_slice::<Value>(bytes)
        {
            table.take_bills(&value, None);
            if !table.rows.is_empty() {
                return Ok(table);
            }
        }
        let mut input = bytes;
        read_rows(&mut input, &mut table)?;
        Ok(table)
    }

    /// Takes the lines of a bill, of bills, or of a settlement.
    fn take_bills(&mut self, value: &Value, month: Option<&Value>) {
        match value {
            Value::Array(values) => {
                for value in values {
                    self.take_bills(value, month);
                }
            }
            Value::Object(fields) => {
                let month = fields.get("month").or(month);
                match (fields.get("bills").or_else(|| fields.get("data")), fields.get("lines")) {
                    (Some(bills), _) => self.take_bills(bills, month),
                    (None, Some(Value::Array(lines))) => {
                        for line in lines {
                            self.take_line(line, month);
                        }
                    }
                    // An object of something else.
                    (None, _) => {}
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn take_line(&mut self, line: &Value, month: Option<&Value>) {
        let Value::Object(fields) = line else { return };
        let mut all = Map::new();
        if let Some(month) = month {
            all.insert("month".to_owned(), month.clone());
        }
        all.extend(fields.iter().map(|(name, value)| (name.clone(), value.clone())));
        let mut cells = vec![String::new(); self.names.len()];
        for (name, value) in all {
            let position = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
                self.names.push(name);
                cells.push(String::new());
                self.names.len() - 1
            });
            if let Some(cell) = cells.get_mut(position) {
                *cell = match value {
                    Value::String(text) => text,
                    Value::Null => String::new(),
                    other => other.to_string(),
                };
            }
        }
        let number = u64::try_from(self.rows.len()).unwrap_or(u64::MAX).saturating_add(1);
        self.rows.push((number, cells));
    }

    /// The charges, by the columns that were chosen.
    pub fn charges(&self, mapping: &Mapping, book: &PriceBook) -> Result<Invoice, Trouble> {
        let mut invoice = Invoice::default();
        let adjusts = self.names.iter().position(|name| name == ADJUSTS);
        for (number, cells) in &self.rows {
            let cell = |role| {
                let position = mapping.position(role, &self.names);
                position.and_then(|position| cells.get(position)).map_or("", |cell| cell.trim())
            };
            let column = |role| mapping.position(role, &self.names).and_then(|at| self.names.get(at));
            let number_of = |role, text: &str| {
                number_of(text).ok_or_else(|| {
                    let column = column(role).map_or("", String::as_str);
                    Trouble::at(*number, column, Fault::NoNumber(text.to_owned()))
                })
            };
            let (amount, decimals) = match cell(Role::Amount) {
                // A line without an amount charges nothing and says nothing.
                "" => continue,
                text => number_of(Role::Amount, text)?,
            };
            let item = cell(Role::Item);
            if item.eq_ignore_ascii_case(ROUNDING) {
                invoice.rounding = sum(invoice.rounding, amount, *number)?;
                continue;
            }
            if !item.is_empty() && !SECONDS.iter().any(|name| item.eq_ignore_ascii_case(name)) {
                invoice.others += 1;
                continue;
            }
            let adjusted = adjusts.and_then(|at| cells.get(at)).map(|cell| cell.trim());
            let month_text = adjusted.filter(|month| !month.is_empty()).unwrap_or_else(|| cell(Role::Month));
            let month = month_of(month_text).ok_or_else(|| {
                let column = column(Role::Month).map_or("", String::as_str);
                Trouble::at(*number, column, Fault::NoMonth(month_text.to_owned()))
            })?;
            let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let tier = given(cell(Role::Tier))
                .map(|tier| tier_code(book, &tier).map_or(tier.clone(), str::to_owned));
            let optional = |role| match cell(role) {
                "" => Ok(None),
                text => number_of(role, text).map(|(number, _)| Some(number)),
            };
            let charge = Charge {
                amount,
                decimals,
                quantity: optional(Role::Quantity)?,
                unit_price: optional(Role::UnitPrice)?,
            };
            invoice.add(Key { month, service: given(cell(Role::Service)), tier }, charge, *number)?;
        }
        Ok(invoice)
    }
}

impl Invoice {
    /// Adds a row to what is charged for the same.
    fn add(&mut self, key: Key, charge: Charge, number: u64) -> Result<(), Trouble> {
        let Some(known) = self.charges.get_mut(&key) else {
            self.charges.insert(key, charge);
            return Ok(());
        };
        known.amount = sum(known.amount, charge.amount, number)?;
        known.decimals = known.decimals.max(charge.decimals);
        known.quantity = match (known.quantity, charge.quantity) {
            (Some(one), Some(other)) => Some(sum(one, other, number)?),
            _ => None,
        };
        known.unit_price = known.unit_price.filter(|price| charge.unit_price == Some(*price));
        Ok(())
    }
}

fn sum(one: Decimal, other: Decimal, number: u64) -> Result<Decimal, Trouble> {
    tiermeter_pricing::Exact::sum_of([one, other].into_iter())
        .map_err(|refusal| Trouble::at_row(number, Fault::Refused(refusal.into_parts().message)))
}

/// `2026-03`, also as the start of a date, and `2026/03` or `03/2026`.
fn month_of(text: &str) -> Option<Month> {
    let start = text.get(..7)?;
    let turned = || {
        let (month, year) = start.split_once('/')?;
        Month::parse(&format!("{year}-{month}"))
    };
    Month::parse(&start.replace('/', "-")).or_else(turned)
}

/// A number as invoices write it, with the decimals that are written: `2.34`, `1,234.50`, `$ 2.34`, `2.34 USD`.
fn number_of(text: &str) -> Option<(Decimal, u32)> {
    let bare: String = text
        .trim_start_matches('\'')
        .replace('−', "-")
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .collect();
    let is_mark = |letter: char| letter.is_ascii_alphabetic() || matches!(letter, '$' | '¥' | '€' | '£');
    let (sign, bare) = bare.strip_prefix('-').map_or(("", bare.as_str()), |rest| ("-", rest));
    let digits = bare.trim_start_matches(is_mark).trim_end_matches(is_mark);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped_well = groups.iter().skip(1).all(|group| group.len() == 3) && !decimals.contains(',');
    let number = format!("{sign}{}", digits.replace(',', ""));
    let number = grouped_well.then(|| Decimal::from_str_exact(&number).ok()).flatten()?;
    (number.scale() <= MOST_DECIMALS).then_some((number, number.scale()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Invoice, Trouble> {
        let table = Table::read(text.as_bytes())?;
        let mapping = Mapping::guess(&Role::OF_INVOICE, &table.names);
        table.charges(&mapping, PriceBook::bundled())
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, Option<&str>, Option<&str>, &str)]) {
        let invoice = read(text).unwrap();
        let found: Vec<_> = invoice
            .charges
            .iter()
            .map(|(key, charge)| {
                let Key { month, service, tier } = key;
                (month.to_string(), service.as_deref(), tier.as_deref(), charge.amount.to_string())
            })
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(month, service, tier, amount)| (month.as_str(), *service, *tier, amount.as_str()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn invoices_of_different_forms_are_read() {
        check("month,amount\n2026-03,2.34\n", &[("2026-03", None, None, "2.34")]);
        check(
            "period,tier,cost\n2026-03-01,Entry-level,\"1,000.50\"\n2026-03-01,A,$1.50\n2026-03-01,X,1\n",
            &[("2026-03", None, Some("A"), "1002"), ("2026-03", None, Some("X"), "1")],
        );
        check(
            "month,service,item,tier,model,unit_price,per,quantity,amount,currency,illustrative,adjusts\r\n\
             2026-03,svc-1,gpu_seconds,A,,0.000217,1,10800,2.3436,USD,false,\r\n\
             2026-03,svc-2,input_tokens,,small-8b,0.15,1000000,1001,0.00015015,USD,true,\r\n\
             2026-04,svc-1,gpu_seconds,A,,0.000217,1,100,0.0217,USD,false,2026-03\r\n\
             2026-03,,rounding,,,,,,-0.0036,USD,false,\r\n",
            &[("2026-03", Some("svc-1"), Some("A"), "2.3653")],
        );
        check(
            r#"{"currency": "USD", "bills": [{"month": "2026-03", "lines": [
                {"service": "svc-1", "item": "gpu_seconds", "tier": "A", "unit_price": "0.000217", "per": 1,
                 "quantity": "10800", "amount": "2.3436"}],
                "exact_total": "2.3436", "payable": "2.34", "rounding": "-0.0036"}]}"#,
            &[("2026-03", Some("svc-1"), Some("A"), "2.3436")],
        );
        check(
            r#"[{"billing_month": "2026/03", "gpu": "B", "total": 1.5}]"#,
            &[("2026-03", None, Some("B"), "1.5")],
        );
    }

    #[test]
    fn what_cannot_be_checked_by_a_log_is_counted() {
        let invoice = read("month,item,amount\n2026-03,input_tokens,5\n2026-03,rounding,-0.01\n").unwrap();
        assert_eq!((invoice.others, invoice.charges.len()), (1, 0));
        assert_eq!(invoice.rounding.to_string(), "-0.01");
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (text, expected) in [
            ("2.34", Some(("2.34", 2))),
            ("2.30", Some(("2.30", 2))),
            ("-1,234,567.8", Some(("-1234567.8", 1))),
            ("USD 2.34", Some(("2.34", 2))),
            ("2.34USD", Some(("2.34", 2))),
            ("¥12", Some(("12", 0))),
            ("'-3", Some(("-3", 0))),
            ("1,5", None),
            ("", None),
            ("free", None),
            ("1.2.3", None),
        ] {
            let found = number_of(text).map(|(number, decimals)| (number.to_string(), decimals));
            let found = found.as_ref().map(|(number, decimals)| (number.as_str(), *decimals));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn faults_are_at_their_cells() {
        for (text, row, column, fault) in [
            ("month,amount\nMarch,1\n", 2, "month", Fault::NoMonth("March".to_owned())),
            ("month,amount\n2026-03,1,5\n", 2, "", Fault::Cells { cells: 3, header: 2 }),
            ("month,amount\n2026-03,much\n", 2, "amount", Fault::NoNumber("much".to_owned())),
        ] {
            let trouble = read(text).unwrap_err();
            assert_eq!((trouble.row, trouble.fault), (Some(row), fault), "{text}");
            assert_eq!(trouble.column.unwrap_or_default(), column, "{text}");
        }
    }
}
