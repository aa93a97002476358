//! The words of making a service from an estimate.

use super::filled::Left;
use crate::console::format::Format;
use crate::console::words::{Language, Localized};

/// The words of making a service from an estimate.
pub struct Words {
    /// The heading.
    pub title: &'static str,
    /// What is done here.
    pub text: &'static str,
    /// The field.
    pub field: &'static str,
    /// The choice of a line, where there are several.
    pub line: &'static str,
    /// No line is chosen.
    pub choose_line: &'static str,
    /// A line was taken over, by its name.
    pub filled: fn(&str) -> String,
    /// What is not taken over.
    pub left: &'static str,
    /// Neither a link nor a document.
    pub no_link: &'static str,
    /// The link is cut or changed.
    pub mangled: &'static str,
    /// The link is of a later version.
    pub newer: &'static str,
    /// The browser cannot open it.
    pub no_compression: &'static str,
    /// A document that is refused; why follows in English.
    pub refused: &'static str,
    /// Where it is refused, and what to do next.
    pub refused_at: fn(&str) -> String,
    /// The place of a refusal of the whole.
    pub whole: &'static str,
    /// An estimate without lines.
    pub no_lines: &'static str,
    /// A file that is too large, or cannot be read.
    pub unread: &'static str,
    steps: fn(usize, &str) -> String,
    windows: fn(usize, &str) -> String,
    load: &'static str,
    no_model: &'static str,
    unknown_tier: fn(&str) -> String,
    unknown_model: fn(&str) -> String,
    reservation: fn(&str) -> String,
    free_quota: &'static str,
}

impl Words {
    /// What is not taken over, as a sentence.
    pub fn of_left(&self, left: &Left, format: Format) -> String {
        let count = |count: u32| format.count(u64::from(count));
        match left {
            Left::Steps(steps, most) => (self.steps)(*steps, &count(*most)),
            Left::Windows(windows, most) => (self.windows)(*windows, &count(*most)),
            Left::Load => self.load.to_owned(),
            Left::NoModel => self.no_model.to_owned(),
            Left::UnknownTier(tier) => (self.unknown_tier)(tier),
            Left::UnknownModel(model) => (self.unknown_model)(model),
            Left::Reservation(tpm) => (self.reservation)(&format.count(*tpm)),
            Left::FreeQuota => self.free_quota.to_owned(),
        }
    }
}

const ENGLISH: Words = Words {
    title: "From an estimate",
    text: "Paste a link of the calculator or an estimate as JSON, or drop its file here. It fills in the form; nothing is made before you say so.",
    field: "Link or JSON of an estimate",
    line: "Line of the estimate",
    choose_line: "Choose a line",
    filled: |name| format!("The form is filled in from the line {name}."),
    left: "Not taken over:",
    no_link: "This is neither a link of the calculator nor an estimate as JSON.",
    mangled: "The link is incomplete or was changed.",
    newer: "The link was made by a newer version of the calculator.",
    no_compression: "This browser cannot open compressed links. Download the estimate as JSON in the calculator, and drop that file here.",
    refused: "It is no estimate:",
    refused_at: |place| format!("({place}). Correct it there, or choose another estimate."),
    whole: "the whole document",
    no_lines: "The estimate has no lines.",
    unread: "The file is too large or cannot be read.",
    steps: |steps, most| {
        format!("The {steps} steps in time. A service has a fixed number: the largest one, {most}.")
    },
    windows: |windows, most| match windows {
        1 => format!("The window of the week. A service has a fixed number: the largest one, {most}."),
        _ => format!(
            "The {windows} windows of the week. A service has a fixed number: the largest one, {most}."
        ),
    },
    load: "The load: a service meets the one that comes.",
    no_model: "A model: an estimate by the second names none. Choose it below.",
    unknown_tier: |tier| format!("Tier {tier}: this server does not have it. Choose another one below."),
    unknown_model: |model| {
        format!("The price of {model}: this server does not know that model. Choose another one below.")
    },
    reservation: |tpm| {
        format!("The reservation of {tpm} TPM itself: buy it on the service's page once it is made.")
    },
    free_quota: "The free quota: it is granted when the account first enables the model.",
};

const CHINESE: Words = Words {
    title: "从估算创建",
    text: "粘贴计算器的链接或 JSON 格式的估算，或将文件拖到此处，即可填写表单；在您确认之前不会创建任何服务。",
    field: "估算的链接或 JSON",
    line: "估算的行目",
    choose_line: "请选择行目",
    filled: |name| format!("已按行目“{name}”填写表单。"),
    left: "未沿用的内容：",
    no_link: "这既不是计算器的链接，也不是 JSON 格式的估算。",
    mangled: "链接不完整或已被改动。",
    newer: "链接由更新版本的计算器生成。",
    no_compression: "此浏览器无法打开压缩的链接。请在计算器中将估算下载为 JSON，再将文件拖到此处。",
    refused: "不是有效的估算：",
    refused_at: |place| format!("（{place}）。请在该处更正，或选择其他估算。"),
    whole: "整个文档",
    no_lines: "估算中没有行目。",
    unread: "文件过大或无法读取。",
    steps: |steps, most| format!("按时间的 {steps} 个分段。服务采用固定的实例数：其中的最大值 {most}。"),
    windows: |windows, most| format!("每周的 {windows} 个时段。服务采用固定的实例数：其中的最大值 {most}。"),
    load: "负载：服务按实际到来的请求运行。",
    no_model: "模型：按秒计费的估算不含模型，请在下方选择。",
    unknown_tier: |tier| format!("{tier} 档：此服务器没有该档位，请在下方另选。"),
    unknown_model: |model| format!("{model} 的价格：此服务器没有该模型，请在下方另选。"),
    reservation: |tpm| format!("{tpm} TPM 的预留本身：请在服务创建后于其页面购买。"),
    free_quota: "免费额度：在账户首次启用该模型时发放。",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
