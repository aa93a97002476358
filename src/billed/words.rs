//! The words of the worked example.

use super::view_model::{Fault, Field, Shown};
use crate::site::{Language, Localized};

/// The words of the worked example.
pub struct Words {
    /// The title of the document.
    pub document_title: &'static str,
    /// The choice of the tier.
    pub tier: &'static str,
    /// Back to the published example.
    pub as_published: &'static str,
    /// What the table is.
    pub table: &'static str,
    /// The column of times.
    pub stretch: &'static str,
    /// The column of what happens.
    pub what_happens: &'static str,
    /// The column of formulas.
    pub billed_seconds: &'static str,
    /// The column of amounts.
    pub amount: &'static str,
    /// What happens in each step.
    pub steps: [&'static str; 2],
    /// The sum.
    pub exact_total: &'static str,
    /// What rounding does to it.
    pub rounding: &'static str,
    /// What is to be paid.
    pub payable: &'static str,
    fields: [&'static str; 3],
    seconds: fn(&str, &str) -> String,
    no_time: fn(&str) -> String,
    not_later: fn(&str) -> String,
    refused: fn(&str) -> String,
    stale: &'static str,
    spoken: fn(&str, &str) -> String,
}

const ENGLISH: Words = Words {
    document_title: "How GPU inference is billed, to the second – Tiermeter",
    tier: "GPU tier",
    as_published: "As published",
    table: "How the amount comes about",
    stretch: "From, to (UTC)",
    what_happens: "What happens",
    billed_seconds: "Billed seconds × price",
    amount: "Amount",
    steps: ["enabled: one instance", "scaled: two instances"],
    exact_total: "Exact total",
    rounding: "Rounding, once",
    payable: "Payable",
    fields: ["Enabled at", "Scaled to two at", "Disabled at"],
    seconds: |billed, measured| format!("{billed} billed seconds; {measured} s of running."),
    no_time: |text| format!("“{text}” is no time of day such as 10:00 or 10:00:30.5"),
    not_later: |than| format!("must be later than {than}"),
    refused: |message| format!("Refused: {message}"),
    stale: "Mend the marked field; the amounts are of the last valid entry.",
    spoken: |exact, payable| format!("Exact total {exact}, payable {payable}."),
};

const CHINESE: Words = Words {
    document_title: "GPU 推理计费规则，精确到秒 – Tiermeter",
    tier: "GPU 档位",
    as_published: "恢复公布的示例",
    table: "金额的计算过程",
    stretch: "起止（UTC）",
    what_happens: "发生了什么",
    billed_seconds: "计费秒数 × 单价",
    amount: "金额",
    steps: ["开通：一个实例", "扩容：两个实例"],
    exact_total: "精确总额",
    rounding: "取整（一次）",
    payable: "应付",
    fields: ["开通时刻", "扩为两个的时刻", "停用时刻"],
    seconds: |billed, measured| format!("计费 {billed} 秒；实际运行 {measured} 秒。"),
    no_time: |text| format!("“{text}”不是时刻，应如 10:00 或 10:00:30.5"),
    not_later: |than| format!("必须晚于 {than}"),
    refused: |message| format!("被拒绝：{message}"),
    stale: "请修正标出的字段；所示金额为上一次有效输入的结果。",
    spoken: |exact, payable| format!("精确总额 {exact}，应付 {payable}。"),
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}

impl Words {
    /// What an instant is called.
    pub const fn field(&self, field: Field) -> &'static str {
        match field {
            Field::Enabled => self.fields[0],
            Field::Scaled => self.fields[1],
            Field::Disabled => self.fields[2],
        }
    }

    /// What is wrong.
    pub fn fault(&self, fault: &Fault) -> String {
        match fault {
            Fault::NoTime { text, .. } => (self.no_time)(text),
            Fault::NotLater { than, .. } => (self.not_later)(than),
            Fault::Refused(refusal) => (self.refused)(&refusal.message),
        }
    }

    /// Billed and true seconds.
    pub fn seconds(&self, billed: &str, measured: &str) -> String {
        (self.seconds)(billed, measured)
    }

    /// The outcome as a sentence, to be read aloud too.
    pub fn sentence(&self, shown: &Shown) -> String {
        match (&shown.fault, &shown.example) {
            (Some(_), _) => self.stale.to_owned(),
            (None, Some(example)) => {
                let [exact, payable] = [&example.exact_total, &example.payable]
                    .map(|amount| format!("{amount} {}", example.currency));
                (self.spoken)(&exact, &payable)
            }
            (None, None) => String::new(),
        }
    }
}
