//! The words of what stands behind a line.

use crate::console::words::{Language, Localized};

/// The words of what stands behind a line.
pub struct Words {
    /// The column of instances.
    pub instance: &'static str,
    /// The column of starts.
    pub started: &'static str,
    /// The column of stops.
    pub stopped: &'static str,
    /// A run that goes on.
    pub still_open: &'static str,
    /// The column of seconds on the line.
    pub seconds: &'static str,
    /// That a run has more seconds than are on the line.
    pub of_seconds: fn(&str) -> String,
    /// The column of tokens per minute.
    pub tpm: &'static str,
    /// The column of begins.
    pub from: &'static str,
    /// The column of ends.
    pub until: &'static str,
    /// A reservation without an end.
    pub no_end: &'static str,
    /// The column of started hours.
    pub hours: &'static str,
    /// The column of kTPM-hours.
    pub ktpm_hours: &'static str,
    /// The column of records.
    pub record: &'static str,
    /// The column of instants.
    pub at: &'static str,
    /// The column of input tokens.
    pub input: &'static str,
    /// The column of cached input tokens.
    pub cached_input: &'static str,
    /// The column of output tokens.
    pub output: &'static str,
    /// What became of all tokens: used, reserved, free, paid.
    pub tokens: fn(&str, &str, &str, &str) -> String,
    /// That it adds up to the line.
    pub adds_up: fn(&str) -> String,
    /// That it adds up to something else than the line.
    pub adds_up_to_other: fn(&str, &str) -> String,
    /// The bill that a correction corrects; leads there.
    pub corrects: fn(&str) -> String,
    /// How a correction was counted.
    pub of_month: &'static str,
    /// Nothing was found behind the line.
    pub nothing: &'static str,
    /// The entries of a page, of all.
    pub range_of: fn(usize, usize, usize) -> String,
    /// To the page before.
    pub previous: &'static str,
    /// To the page after.
    pub next: &'static str,
}

const ENGLISH: Words = Words {
    instance: "Instance",
    started: "Started",
    stopped: "Stopped",
    still_open: "still running",
    seconds: "Billed seconds",
    of_seconds: |all| format!("of {all} s"),
    tpm: "Tokens per minute",
    from: "From",
    until: "Until",
    no_end: "until it is ended",
    hours: "Started hours",
    ktpm_hours: "kTPM-hours",
    record: "Record",
    at: "At",
    input: "Input",
    cached_input: "Cached input",
    output: "Output",
    tokens: |used, reserved, free, paid| {
        format!(
            "{used} tokens of this service and model: {reserved} covered by a reservation, {free} by free quota, {paid} billed by token."
        )
    },
    adds_up: |quantity| format!("These add up to the line's {quantity}."),
    adds_up_to_other: |here, line| {
        format!(
            "By the prices in force now these add up to {here}; the line has {line}. The bill was counted at another instant or by another price book."
        )
    },
    corrects: |month| format!("Corrects the bill of {month}"),
    of_month: "Usage came late, after that bill was issued. The month was counted again with it; this line is the difference. The usage belongs to that month, and is not in the document behind this bill.",
    nothing: "The document behind this bill holds nothing for this line.",
    range_of: |first, last, all| format!("{first} to {last} of {all}"),
    previous: "Previous",
    next: "Next",
};

const CHINESE: Words = Words {
    instance: "实例",
    started: "启动",
    stopped: "停止",
    still_open: "仍在运行",
    seconds: "计费秒数",
    of_seconds: |all| format!("共 {all} 秒"),
    tpm: "每分钟 token 数",
    from: "开始",
    until: "结束",
    no_end: "直至手动结束",
    hours: "已开始的小时数",
    ktpm_hours: "kTPM·小时",
    record: "记录",
    at: "时间",
    input: "输入",
    cached_input: "缓存输入",
    output: "输出",
    tokens: |used, reserved, free, paid| {
        format!(
            "该服务和模型共 {used} 个 token：预留覆盖 {reserved}，免费额度覆盖 {free}，按 token 计费 {paid}。"
        )
    },
    adds_up: |quantity| format!("以上合计等于该行的 {quantity}。"),
    adds_up_to_other: |here, line| {
        format!("按当前价格，以上合计为 {here}，而该行为 {line}。账单统计时刻或所用价目表不同。")
    },
    corrects: |month| format!("更正{month}账单"),
    of_month: "该账单出账之后又收到迟到的用量：连同迟到用量重新结算该月，本行为差额。这些用量属于该月，不在本账单的用量文档中。",
    nothing: "本账单的用量文档中没有该行的内容。",
    range_of: |first, last, all| format!("第 {first} 至 {last} 条，共 {all} 条"),
    previous: "上一页",
    next: "下一页",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
