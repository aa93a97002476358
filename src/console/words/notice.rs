//! The notice in time that money runs out: the same wherever it stands.

use super::{Language, Localized};
use crate::console::documents::{Account, NoticeKind};
use crate::console::format::Format;

/// What a notice says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeText {
    /// When money runs out.
    pub strong: String,
    /// What follows from it.
    pub rest: &'static str,
}

impl NoticeText {
    /// The sentences of an account's notice, if there is one. A balance below zero stops nothing by itself; with a credit
    /// limit that is what comes next.
    pub fn of(account: &Account, format: Format) -> Option<Self> {
        let words = Words::of(format.language);
        let notice = account.notice.as_ref()?;
        let at = format.day_and_time(notice.at);
        Some(match notice.kind {
            NoticeKind::Balance if account.credit_limit.is_some() => {
                Self { strong: (words.balance_until)(&at), rest: words.balance_rest_with_limit }
            }
            NoticeKind::Balance => Self { strong: (words.balance_until)(&at), rest: words.balance_rest },
            NoticeKind::CreditLimit => Self { strong: (words.credit_until)(&at), rest: words.credit_rest },
        })
    }
}

struct Words {
    balance_until: fn(&str) -> String,
    balance_rest: &'static str,
    balance_rest_with_limit: &'static str,
    credit_until: fn(&str) -> String,
    credit_rest: &'static str,
}

const ENGLISH: Words = Words {
    balance_until: |until| format!("The balance lasts until {until} at the rate of now."),
    balance_rest: "After that the next bill is not covered; services stop once a bill is past due.",
    balance_rest_with_limit: "After that the credit limit is drawn on; every service stops when that is reached.",
    credit_until: |until| format!("The credit limit is reached {until} at the rate of now."),
    credit_rest: "Then every service stops, and returns when the account is topped up.",
};

const CHINESE: Words = Words {
    balance_until: |until| format!("按当前费率，余额可用至 {until}。"),
    balance_rest: "此后余额不足以支付下一张账单；账单逾期后服务会停止。",
    balance_rest_with_limit: "此后动用信用额度；额度用尽时所有服务将停止。",
    credit_until: |until| format!("按当前费率，信用额度将于 {until} 用尽。"),
    credit_rest: "届时所有服务将停止，充值后恢复。",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::documents::Notice;
    use crate::console::live::examples::{account, at};
    use crate::console::zone::Zone;

    #[test]
    fn each_kind_has_its_sentences() {
        let lasts = "The balance lasts until 8 Mar, 00:00 at the rate of now.";
        let reached = "The credit limit is reached 8 Mar, 00:00 at the rate of now.";
        for (kind, limit, strong, rest) in [
            (NoticeKind::Balance, None, lasts, ENGLISH.balance_rest),
            (NoticeKind::Balance, Some("30"), lasts, ENGLISH.balance_rest_with_limit),
            (NoticeKind::CreditLimit, Some("0"), reached, ENGLISH.credit_rest),
        ] {
            let mut account = account(&serde_json::json!({}));
            account.credit_limit = limit.map(|limit| limit.parse().unwrap());
            let at = at("2026-03-08T00:00:00Z");
            account.notice = Some(Notice { kind, at, rate_per_hour: "1".parse().unwrap() });
            let text = NoticeText::of(&account, Format { language: Language::English, zone: Zone::Utc });
            assert_eq!(text, Some(NoticeText { strong: strong.to_owned(), rest }));
        }
    }
}
