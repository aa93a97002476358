//! The words of a payment: its dialog, and what it leads to.

use super::amount::{AmountFault, HIGHEST};
use super::returning::Returning;
use crate::console::words::{Language, Localized};
use crate::text::grouped;

/// The words of a payment.
pub struct TopUpWords {
    /// Top-ups less issued bills.
    pub balance: &'static str,
    /// What is left of it.
    pub available: &'static str,
    /// It is so.
    pub yes: &'static str,
    /// The heading of the dialog.
    pub top_up_title: &'static str,
    /// What it does, and what it does not.
    pub top_up_says: &'static str,
    /// The field.
    pub amount: fn(&str) -> String,
    /// Amounts that are offered.
    pub suggestions: &'static str,
    /// An amount.
    pub ends_overdue: fn(&str) -> String,
    /// An amount.
    pub days_at_rate: fn(&str, u32) -> String,
    /// The heading of the effect.
    pub effect: &'static str,
    /// The button.
    pub record: fn(&str) -> String,
    /// The button while there is no amount.
    pub record_nothing: &'static str,
    /// What has to be typed before it is recorded.
    pub type_again: fn(&str) -> String,
    /// While it is sent.
    pub recording: &'static str,
    /// Afterwards.
    pub recorded: fn(&str, &str) -> String,
    /// What is wrong with an amount.
    pub no_number: &'static str,
    /// What is wrong with an amount.
    pub zero: &'static str,
    /// What is wrong with an amount.
    pub too_fine: fn(u32, &str) -> String,
    /// What is wrong with an amount.
    pub too_high: fn(&str) -> String,
    /// A label of an effect.
    pub overdue: &'static str,
    /// What becomes of it.
    pub overdue_ends: &'static str,
    /// What becomes of it.
    pub still_overdue: fn(&str) -> String,
    /// A label of an effect.
    pub returns: &'static str,
    /// So many services.
    pub services: fn(usize) -> String,
    /// So many beside those that are named.
    pub and_more: fn(usize) -> String,
    /// A label of an effect.
    pub per_hour_then: &'static str,
    /// A label of an effect.
    pub stays: &'static str,
    /// Which stay.
    pub staying: fn(usize) -> String,
    /// A label of an effect.
    pub lasts: &'static str,
    /// How long.
    pub lasts_about: fn(&str) -> String,
}

impl TopUpWords {
    /// What comes back: how many, and the first of them by name.
    pub fn returning(&self, returning: &Returning) -> String {
        let count = (self.services)(returning.count);
        if returning.names.is_empty() {
            return count;
        }
        let more = returning.unnamed();
        let more = if more > 0 { (self.and_more)(more) } else { String::new() };
        format!("{count}: {}{more}", returning.names.join(", "))
    }

    /// What is wrong with an amount; nothing where there is none yet.
    pub fn amount_fault(&self, fault: AmountFault, currency: &str) -> Option<String> {
        match fault {
            AmountFault::Missing => None,
            AmountFault::NoNumber => Some(self.no_number.to_owned()),
            AmountFault::Zero => Some(self.zero.to_owned()),
            AmountFault::TooFine(digits) => Some((self.too_fine)(digits, currency)),
            AmountFault::TooHigh => {
                let highest = grouped(&HIGHEST.to_string());
                Some((self.too_high)(&format!("{highest} {currency}")))
            }
        }
    }
}

const ENGLISH: TopUpWords = TopUpWords {
    balance: "Balance",
    available: "Available",
    yes: "yes",
    top_up_title: "Record a top-up",
    top_up_says: "This records a payment that the operator has received. It takes no money by itself. The oldest bill is paid first.",
    amount: |currency| format!("Amount, {currency}"),
    suggestions: "Amounts that help",
    ends_overdue: |amount| format!("{amount}, ends overdue payment"),
    days_at_rate: |amount, days| format!("{amount}, {days} days at the rate of now"),
    effect: "What it leads to",
    record: |amount| format!("Record {amount}"),
    record_nothing: "Record",
    type_again: |amount| format!("It can't be taken back. Type {amount} again to record it."),
    recording: "One moment …",
    recorded: |amount, balance| format!("A payment of {amount} is recorded; the balance is {balance}."),
    no_number: "Write the amount in digits, with a point before its decimals, such as 100.50.",
    zero: "The amount has to be more than zero.",
    too_fine: |digits, currency| match digits {
        0 => format!("{currency} has no decimals."),
        1 => format!("{currency} has at most 1 decimal."),
        digits => format!("{currency} has at most {digits} decimals."),
    },
    too_high: |highest| format!("At most {highest} is recorded at once."),
    overdue: "Overdue",
    overdue_ends: "ends at once",
    still_overdue: |missing| format!("yes, {missing} are missing"),
    returns: "Comes back",
    services: |count| if count == 1 { "1 service".to_owned() } else { format!("{count} services") },
    and_more: |count| format!(" and {count} more"),
    per_hour_then: "They cost per hour",
    stays: "Stays stopped",
    staying: |count| {
        if count == 1 {
            "1 service, which something else stopped too".to_owned()
        } else {
            format!("{count} services, which something else stopped too")
        }
    },
    lasts: "Lasts",
    lasts_about: |lasts| format!("about {lasts} at that rate"),
};

const CHINESE: TopUpWords = TopUpWords {
    balance: "余额",
    available: "可用",
    yes: "是",
    top_up_title: "记录充值",
    top_up_says: "此操作记录运营方已收到的款项，本身不会扣款。款项优先支付最早的账单。",
    amount: |currency| format!("金额（{currency}）"),
    suggestions: "建议金额",
    ends_overdue: |amount| format!("{amount}，结束欠费"),
    days_at_rate: |amount, days| format!("{amount}，按当前费率 {days} 天"),
    effect: "结果",
    record: |amount| format!("记录 {amount}"),
    record_nothing: "记录",
    type_again: |amount| format!("此操作无法撤销。请再次输入 {amount} 以记录。"),
    recording: "请稍候……",
    recorded: |amount, balance| format!("已记录 {amount} 的款项；余额为 {balance}。"),
    no_number: "请用数字书写金额，小数前用点，例如 100.50。",
    zero: "金额必须大于零。",
    too_fine: |digits, currency| match digits {
        0 => format!("{currency} 没有小数。"),
        digits => format!("{currency} 最多有 {digits} 位小数。"),
    },
    too_high: |highest| format!("一次最多记录 {highest}。"),
    overdue: "欠费",
    overdue_ends: "立即结束",
    still_overdue: |missing| format!("是，还差 {missing}"),
    returns: "恢复",
    services: |count| format!("{count} 个服务"),
    and_more: |count| format!(" 等另外 {count} 个"),
    per_hour_then: "其每小时费用",
    stays: "仍然停止",
    staying: |count| format!("{count} 个服务，它们还有其他停止原因"),
    lasts: "可用",
    lasts_about: |lasts| format!("按该费率约 {lasts}"),
};

impl Localized for TopUpWords {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
