//! What is agreed with the account, as pure functions.

use super::words::Words;
use crate::console::documents::{Account, Plan};
use crate::console::format::Format;

/// Who decides something about the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetBy {
    /// Whoever runs the server.
    Operator,
    /// The price book.
    PriceBook,
}

/// A line about the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub label: &'static str,
    /// What it is.
    pub value: String,
    /// Who decides it.
    pub set_by: SetBy,
}

/// What is agreed with the account.
pub fn facts(account: &Account, words: &Words, format: Format) -> Vec<Fact> {
    let by_operator = |label, value| Fact { label, value, set_by: SetBy::Operator };
    let plan = match account.plan {
        Plan::Standard => words.standard,
        Plan::Enterprise => words.enterprise,
    };
    let allowlisted = if account.allowlisted { words.yes } else { words.no };
    let limit = account
        .credit_limit
        .map_or_else(|| words.no_limit.to_owned(), |limit| format.money(limit, &account.currency));
    vec![
        by_operator(words.plan, plan.to_owned()),
        by_operator(words.allowlisted, allowlisted.to_owned()),
        Fact { label: words.currency, value: account.currency.clone(), set_by: SetBy::PriceBook },
        by_operator(words.terms, (words.terms_text)(account.terms.grace_hours, account.terms.payment_days)),
        by_operator(words.credit_limit, limit),
    ]
}

/// What services metered by seconds still need from the operator, if anything.
pub fn seconds_need(account: &Account, words: &Words) -> Option<&'static str> {
    match (account.plan, account.allowlisted) {
        (Plan::Enterprise, true) => None,
        (Plan::Enterprise, false) => Some(words.needs_allowlist),
        (Plan::Standard, true) => Some(words.needs_plan),
        (Plan::Standard, false) => Some(words.needs_both),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::console::live::examples::account;
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    const FORMAT: Format = Format { language: Language::English, zone: Zone::Utc };

    #[test]
    fn what_is_agreed_is_listed() {
        let words = Words::of(Language::English);
        for (fields, plan, limit, need) in [
            (json!({}), "Standard", "none", Some(words.needs_both)),
            (json!({"plan": "enterprise"}), "Enterprise", "none", Some(words.needs_allowlist)),
            (
                json!({"allowlisted": true, "credit_limit": "100"}),
                "Standard",
                "100 USD",
                Some(words.needs_plan),
            ),
            (json!({"allowlisted": true, "plan": "enterprise"}), "Enterprise", "none", None),
        ] {
            let account = account(&fields);
            let facts = facts(&account, words, FORMAT);
            let value = |label| facts.iter().find(|fact| fact.label == label).map(|fact| fact.value.as_str());
            assert_eq!(value(words.plan), Some(plan));
            assert_eq!(value(words.credit_limit), Some(limit));
            assert_eq!(seconds_need(&account, words), need);
        }
    }
}
