//! The notice in time that money runs out: the same wherever it stands.

use super::{Language, Localized};
use crate::console::documents::{Notice, NoticeKind};
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
    /// The sentences of a notice. Without a credit limit a balance below zero stops nothing by itself.
    pub fn of(notice: &Notice, format: Format) -> Self {
        let words = Words::of(format.language);
        let at = format.day_and_time(notice.at);
        match notice.kind {
            NoticeKind::Balance => Self { strong: (words.balance_until)(&at), rest: words.balance_rest },
            NoticeKind::CreditLimit => Self { strong: (words.credit_until)(&at), rest: words.credit_rest },
        }
    }
}

struct Words {
    balance_until: fn(&str) -> String,
    balance_rest: &'static str,
    credit_until: fn(&str) -> String,
    credit_rest: &'static str,
}

const ENGLISH: Words = Words {
    balance_until: |until| format!("The balance lasts until {until} at the rate of now."),
    balance_rest: "After that the next bill is not covered; services stop once a bill is past due.",
    credit_until: |until| format!("The credit limit is reached {until} at the rate of now."),
    credit_rest: "Then every service stops, and returns when the account is topped up.",
};

const CHINESE: Words = Words {
    balance_until: |until| format!("按当前费率，余额可用至 {until}。"),
    balance_rest: "此后余额不足以支付下一张账单；账单逾期后服务会停止。",
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
    use crate::console::live::examples::at;
    use crate::console::zone::Zone;

    #[test]
    fn each_kind_has_its_sentences() {
        for (kind, strong, rest) in [
            (
                NoticeKind::Balance,
                "The balance lasts until 8 Mar, 00:00 at the rate of now.",
                ENGLISH.balance_rest,
            ),
            (
                NoticeKind::CreditLimit,
                "The credit limit is reached 8 Mar, 00:00 at the rate of now.",
                ENGLISH.credit_rest,
            ),
        ] {
            let notice = Notice { kind, at: at("2026-03-08T00:00:00Z"), rate_per_hour: "1".parse().unwrap() };
            let text = NoticeText::of(&notice, Format { language: Language::English, zone: Zone::Utc });
            assert_eq!(text, NoticeText { strong: strong.to_owned(), rest });
        }
    }
}
