//! What a payment leads to, line by line: a pure function.

use super::returning::Returning;
use super::standing::Outcome;
use super::top_up_words::TopUpWords;
use crate::console::act::EffectLine;
use crate::console::documents::Account;
use crate::console::format::Format;

/// What a payment leads to, line by line.
pub fn effect(
    account: &Account,
    outcome: &Outcome,
    returning: &Returning,
    lasts_seconds: Option<i64>,
    words: &TopUpWords,
    format: Format,
) -> Vec<EffectLine> {
    let money = |amount| format.money(amount, &account.currency);
    let mut lines = vec![EffectLine::change(words.balance, money(account.balance), money(outcome.balance))];
    let available = EffectLine::new(words.available, money(outcome.available));
    lines.push(if outcome.available.is_sign_negative() { available.warn() } else { available });
    if account.overdue {
        lines.push(if outcome.overdue {
            EffectLine::new(words.overdue, (words.still_overdue)(&money(outcome.missing))).bad()
        } else {
            EffectLine::change(words.overdue, words.yes, words.overdue_ends).good()
        });
    }
    if account.overdue && !outcome.overdue {
        lines.push(EffectLine::new(words.returns, words.returning(returning)).good());
        if !returning.per_hour.is_zero() {
            lines.push(EffectLine::new(words.per_hour_then, money(returning.per_hour)).warn());
        }
        if returning.staying() > 0 {
            lines.push(EffectLine::new(words.stays, (words.staying)(returning.staying())));
        }
    }
    if let Some(seconds) = lasts_seconds.filter(|_| !outcome.overdue) {
        lines.push(EffectLine::new(words.lasts, (words.lasts_about)(&format.duration(seconds))));
    }
    lines
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::console::live::examples::account;
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    const FORMAT: Format = Format { language: Language::English, zone: Zone::Utc };

    fn check(overdue: bool, outcome: &Outcome, lasts_seconds: Option<i64>, expected: &[(&str, &str)]) {
        let words = TopUpWords::of(Language::English);
        let returning = Returning {
            stopped: 3,
            count: 2,
            names: vec!["chat".to_owned(), "batch".to_owned()],
            per_hour: "1.5624".parse().unwrap(),
        };
        let account = account(&json!({"overdue": overdue}));
        let lines = effect(&account, outcome, &returning, lasts_seconds, words, FORMAT);
        let got: Vec<(&str, &str)> =
            lines.iter().map(|line| (line.label.as_str(), line.after.as_str())).collect();
        assert_eq!(got, expected);
    }

    #[test]
    fn a_payment_says_what_it_leads_to() {
        let outcome = |balance: &str, overdue: bool, missing: &str| Outcome {
            balance: balance.parse().unwrap(),
            available: balance.parse().unwrap(),
            overdue,
            missing: missing.parse().unwrap(),
        };
        let two = [("Balance", "5 USD"), ("Available", "5 USD")];
        check(false, &outcome("5", false, "0"), None, &two);
        let lasting = [two[0], two[1], ("Lasts", "about 2 h at that rate")];
        check(false, &outcome("5", false, "0"), Some(7_200), &lasting);
        check(
            true,
            &outcome("-2", true, "2"),
            Some(60),
            &[("Balance", "−2 USD"), ("Available", "−2 USD"), ("Overdue", "yes, 2 USD are missing")],
        );
        check(
            true,
            &outcome("5", false, "0"),
            None,
            &[
                two[0],
                two[1],
                ("Overdue", "ends at once"),
                ("Comes back", "2 services: chat, batch"),
                ("They cost per hour", "1.5624 USD"),
                ("Stays stopped", "1 service, which something else stopped too"),
            ],
        );
    }
}
