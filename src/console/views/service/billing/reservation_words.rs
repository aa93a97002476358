//! The words of reservations, and of whether one pays off.

use super::buy_draft::Fault;
use super::reserved::Stand;
use crate::console::words::{Language, Localized};

/// Words of reservations.
pub struct Words {
    /// The heading.
    pub title: &'static str,
    /// There is none.
    pub none: &'static str,
    /// How to get one.
    pub none_text: &'static str,
    /// The unit.
    pub tpm: &'static str,
    /// A column.
    pub stands: &'static str,
    /// A column.
    pub from: &'static str,
    /// A column.
    pub until: &'static str,
    /// Without an end.
    pub no_end: &'static str,
    /// A column with a currency.
    pub per_hour: fn(&str) -> String,
    /// A column with a currency.
    pub so_far: fn(&str) -> String,
    /// The column of what can be done.
    pub actions: &'static str,
    /// Buys the same again.
    pub renew: &'static str,
    /// Ends one.
    pub end: &'static str,
    /// The button that does it.
    pub end_button: &'static str,
    /// The heading of buying.
    pub buy: &'static str,
    /// A field.
    pub buy_tpm: &'static str,
    /// A field, in a zone.
    pub buy_from: fn(&str) -> String,
    /// What an empty field means.
    pub buy_from_hint: &'static str,
    /// A field, in a zone.
    pub buy_until: fn(&str) -> String,
    /// What an empty field means.
    pub buy_until_hint: &'static str,
    /// What can be had: minimum and step.
    pub offered: fn(&str, &str) -> String,
    /// What it costs: in an hour, and in a month.
    pub costs: fn(&str, &str, &str) -> String,
    /// Shows what buying leads to.
    pub review: &'static str,
    /// The mode has to be set first.
    pub mode_first: &'static str,
    /// What is done.
    pub buy_title: fn(&str, &str) -> String,
    /// The button.
    pub buy_button: &'static str,
    /// What was done.
    pub bought: fn(&str) -> String,
    /// What is done.
    pub end_title: fn(&str) -> String,
    /// What was done.
    pub ended: fn(&str) -> String,
    /// A line: from now on.
    pub now: &'static str,
    /// A line: in all.
    pub in_all: &'static str,
    /// A line: what is above.
    pub above: &'static str,
    /// What becomes of it.
    pub above_by_token: &'static str,
    /// A line: the charge.
    pub charged: &'static str,
    /// By which hours.
    pub started_hours: &'static str,
    /// A line: how the tokens of one that ended are paid.
    pub tokens_then: &'static str,
    /// How: by the prices of input, cached input and output, with the currency.
    pub by_token_then: fn([&str; 3], &str) -> String,
    /// Of one that has not begun.
    pub nothing_charged: &'static str,
    /// Of one in force: so much, and nothing more.
    pub charged_so_far: fn(&str) -> String,
    /// A line: prices.
    pub prices: &'static str,
    in_force: &'static str,
    future: &'static str,
    has_ended: &'static str,
    not_a_number: &'static str,
    below_minimum: fn(&str) -> String,
    off_step: fn(&str, &str) -> String,
    not_an_instant: &'static str,
    passed: &'static str,
    not_later: &'static str,
}

impl Words {
    /// How a reservation stands.
    pub const fn stand(&self, stand: Stand) -> &'static str {
        match stand {
            Stand::InForce => self.in_force,
            Stand::Future => self.future,
            Stand::Ended => self.has_ended,
        }
    }

    /// What is wrong in a field; `count` writes numbers.
    pub fn fault(&self, fault: Fault, minimum_tpm: u64, count: impl Fn(u64) -> String) -> String {
        match fault {
            Fault::NotANumber => self.not_a_number.to_owned(),
            Fault::BelowMinimum => (self.below_minimum)(&count(minimum_tpm)),
            Fault::OffStep { below, above } => (self.off_step)(&count(below), &count(above)),
            Fault::NotAnInstant => self.not_an_instant.to_owned(),
            Fault::Passed => self.passed.to_owned(),
            Fault::NotLater => self.not_later.to_owned(),
        }
    }
}

const ENGLISH: Words = Words {
    title: "TPM reservations",
    none: "No reservations",
    none_text: "Tokens are paid one by one. Whether a reservation would be cheaper stands below.",
    tpm: "tokens per minute",
    stands: "State",
    from: "From",
    until: "Until",
    no_end: "no end",
    per_hour: |currency| format!("{currency} per hour"),
    so_far: |currency| format!("So far, {currency}"),
    actions: "Actions",
    renew: "Renew …",
    end: "End now …",
    end_button: "End now",
    buy: "Reserve tokens per minute",
    buy_tpm: "Tokens per minute",
    buy_from: |zone| format!("From, {zone}"),
    buy_from_hint: "Empty for now.",
    buy_until: |zone| format!("Until, {zone}"),
    buy_until_hint: "Empty: until it is ended.",
    offered: |minimum, step| format!("From {minimum} on, in steps of {step}."),
    costs: |hour, month, currency| {
        format!("{hour} {currency} per hour, {month} {currency} in a month like this one.")
    },
    review: "Review the purchase",
    mode_first: "To reserve, change the billing mode to TPM reservation first.",
    buy_title: |tpm, service| format!("Reserve {tpm} tokens per minute for {service}?"),
    buy_button: "Reserve",
    bought: |tpm| format!("{tpm} tokens per minute are reserved"),
    end_title: |tpm| format!("End the reservation of {tpm} tokens per minute?"),
    ended: |tpm| format!("The reservation of {tpm} tokens per minute is ended"),
    now: "now",
    in_all: "In all",
    above: "Tokens above it",
    above_by_token: "paid by token",
    charged: "Charged",
    started_hours: "every started hour, at least one, whatever the service does",
    tokens_then: "Its tokens then",
    by_token_then: |[input, cached, output], currency| {
        format!(
            "paid by token, as traffic comes: a million costs {input} {currency} as input, {cached} as cached input, {output} as output"
        )
    },
    nothing_charged: "nothing: it has not begun, and is removed",
    charged_so_far: |amount| format!("{amount} for the hours that have begun, and nothing more"),
    prices: "Prices",
    in_force: "In force",
    future: "To come",
    has_ended: "Ended",
    not_a_number: "A whole number of tokens per minute.",
    below_minimum: |minimum| format!("At least {minimum}."),
    off_step: |below, above| format!("There is {below} or {above}."),
    not_an_instant: "A date and a time.",
    passed: "This has passed. Leave it empty for now.",
    not_later: "Later than the beginning.",
};

const CHINESE: Words = Words {
    title: "TPM 预留",
    none: "没有预留",
    none_text: "Token 逐个计费。预留是否更便宜，见下方。",
    tpm: "token/分钟",
    stands: "状态",
    from: "开始",
    until: "结束",
    no_end: "无结束时间",
    per_hour: |currency| format!("每小时 {currency}"),
    so_far: |currency| format!("至今 {currency}"),
    actions: "操作",
    renew: "续订……",
    end: "立即结束……",
    end_button: "立即结束",
    buy: "预留每分钟 token",
    buy_tpm: "每分钟 token 数",
    buy_from: |zone| format!("开始（{zone}）"),
    buy_from_hint: "留空表示现在。",
    buy_until: |zone| format!("结束（{zone}）"),
    buy_until_hint: "留空表示直到手动结束。",
    offered: |minimum, step| format!("最少 {minimum}，以 {step} 递增。"),
    costs: |hour, month, currency| format!("每小时 {hour} {currency}，本月天数的一个月 {month} {currency}。"),
    review: "查看购买内容",
    mode_first: "要预留，请先将计费方式改为 TPM 预留。",
    buy_title: |tpm, service| format!("为 {service} 预留每分钟 {tpm} 个 token？"),
    buy_button: "预留",
    bought: |tpm| format!("已预留每分钟 {tpm} 个 token"),
    end_title: |tpm| format!("结束每分钟 {tpm} 个 token 的预留？"),
    ended: |tpm| format!("每分钟 {tpm} 个 token 的预留已结束"),
    now: "现在",
    in_all: "合计",
    above: "超出的 token",
    above_by_token: "按 token 计费",
    charged: "收费",
    started_hours: "按开始的小时计费，至少一小时，与服务状态无关",
    tokens_then: "此后其 token",
    by_token_then: |[input, cached, output], currency| {
        format!("按 token 计费，取决于流量：每百万输入 {input} {currency}，缓存输入 {cached}，输出 {output}")
    },
    nothing_charged: "不收费：尚未开始，将被移除",
    charged_so_far: |amount| format!("已开始的小时共 {amount}，之后不再收费"),
    prices: "价格",
    in_force: "生效中",
    future: "未开始",
    has_ended: "已结束",
    not_a_number: "请输入每分钟 token 的整数。",
    below_minimum: |minimum| format!("最少 {minimum}。"),
    off_step: |below, above| format!("可选 {below} 或 {above}。"),
    not_an_instant: "请输入日期和时间。",
    passed: "该时间已过。留空表示现在。",
    not_later: "须晚于开始时间。",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
