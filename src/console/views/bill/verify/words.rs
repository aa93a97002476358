//! The words of verifying a bill.

use super::super::compare::Sum;
use super::process::Step;
use crate::console::words::{Language, Localized};

/// The words of verifying a bill.
pub struct Words {
    /// What it is called.
    pub title: &'static str,
    /// What it does.
    pub text: &'static str,
    /// Does it.
    pub verify: &'static str,
    /// Does it once more.
    pub verify_again: &'static str,
    prices: &'static str,
    usage: &'static str,
    bill: &'static str,
    pricing: fn(usize, usize) -> String,
    /// The bill is equal.
    pub equal: &'static str,
    /// The bill is not equal.
    pub differs: fn(usize, usize) -> String,
    /// What was compared: lines, exact total, payable.
    pub compared: fn(usize, &str, &str) -> String,
    /// What was priced: runs, token records, price book, and up to when for an open bill.
    pub priced: fn(usize, usize, &str) -> String,
    /// Up to when an open bill was counted.
    pub as_of: fn(&str) -> String,
    /// Lines that adjust closed months.
    pub adjusting: fn(usize) -> String,
    /// Why a bill may differ that is not wrong.
    pub why_issued: &'static str,
    /// Likewise, of one that is open.
    pub why_open: &'static str,
    /// Two currencies.
    pub currencies: fn(&str, &str) -> String,
    /// What the core refused.
    pub refused: &'static str,
    /// What to do then.
    pub refused_next: &'static str,
    /// The column of lines.
    pub line: &'static str,
    /// The column of what stands on the bill.
    pub billed: &'static str,
    /// The column of what was counted here.
    pub counted: &'static str,
    /// The column of differences.
    pub difference: &'static str,
    /// The bill has no such line, or the usage nothing for it.
    pub lacks: &'static str,
    /// One of both is marked as a sample price.
    pub sample_mark: &'static str,
    exact_total: &'static str,
    rounding: &'static str,
    payable: &'static str,
}

impl Words {
    /// What is being done.
    #[must_use]
    pub fn step(&self, step: Step) -> String {
        match step {
            Step::Prices => self.prices.to_owned(),
            Step::Usage => self.usage.to_owned(),
            Step::Bill => self.bill.to_owned(),
            Step::Pricing { runs, token_records } => (self.pricing)(runs, token_records),
        }
    }

    /// A sum.
    #[must_use]
    pub const fn sum(&self, sum: Sum) -> &'static str {
        match sum {
            Sum::ExactTotal => self.exact_total,
            Sum::Rounding => self.rounding,
            Sum::Payable => self.payable,
        }
    }
}

/// `1 run`, `2 runs`.
fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

const ENGLISH: Words = Words {
    title: "Verify this bill",
    text: "This page downloads the usage behind the bill and prices it by its own core, without believing any amount of the server.",
    verify: "Verify in the browser",
    verify_again: "Verify again",
    prices: "Downloading the price book …",
    usage: "Downloading the usage …",
    bill: "Downloading the bill …",
    pricing: |runs, records| {
        format!("Pricing {} and {} …", counted(runs, "run"), counted(records, "token record"))
    },
    equal: "Equal to the last digit",
    differs: |lines, sums| format!("It differs: {} and {}", counted(lines, "line"), counted(sums, "sum")),
    compared: |lines, exact, payable| {
        format!("Compared: {}, exact total {exact}, rounding, payable {payable}.", counted(lines, "line"))
    },
    priced: |runs, records, book| {
        format!("Priced here: {}, {}, by {book}.", counted(runs, "run"), counted(records, "token record"))
    },
    as_of: |instant| format!("The bill is open; both were counted up to {instant}."),
    adjusting: |lines| {
        format!(
            "{} of closed months: the arithmetic and the place in the sums were checked. The usage that came late belongs to those months, and is not in the document behind this bill.",
            counted(lines, "correction")
        )
    },
    why_issued: "A bill that was issued by another price book than the one in force now differs from it; the bill stays as it was issued.",
    why_open: "The bill is open, and may have moved between the two downloads. Verify again when less is going on, or once it is issued.",
    currencies: |bill, prices| format!("The bill is in {bill}, and the prices are in {prices}."),
    refused: "This page's core refuses to price the usage:",
    refused_next: "Reload the page and verify again; if it stays so, ask the operator of this server.",
    line: "Line",
    billed: "On the bill",
    counted: "Counted here",
    difference: "Difference",
    lacks: "no such line",
    sample_mark: "marked as sample prices",
    exact_total: "Exact total",
    rounding: "Rounding",
    payable: "Payable",
};

const CHINESE: Words = Words {
    title: "验证这张账单",
    text: "本页面下载账单背后的用量，用自身的计价核心重新计算，不采信服务器给出的任何金额。",
    verify: "在浏览器中验证",
    verify_again: "再次验证",
    prices: "正在下载价目表……",
    usage: "正在下载用量……",
    bill: "正在下载账单……",
    pricing: |runs, records| format!("正在计算 {runs} 次运行和 {records} 条 token 记录……"),
    equal: "完全一致，直到最后一位",
    differs: |lines, sums| format!("不一致：{lines} 行明细，{sums} 项合计"),
    compared: |lines, exact, payable| {
        format!("已比对：{lines} 行明细、精确合计 {exact}、舍入、应付 {payable}。")
    },
    priced: |runs, records, book| {
        format!("本页计算：{runs} 次运行、{records} 条 token 记录，价目表为 {book}。")
    },
    as_of: |instant| format!("账单尚未出账，两边均统计至 {instant}。"),
    adjusting: |lines| {
        format!(
            "{lines} 行更正往月：已检查其算式及其在合计中的数额。迟到的用量属于往月，不在本账单的用量文档中。"
        )
    },
    why_issued: "如果出账时使用的价目表与当前不同，结果会有差异；账单以出账时为准。",
    why_open: "账单尚未出账，可能在两次下载之间有变动。请稍后或出账后再次验证。",
    currencies: |bill, prices| format!("账单货币为 {bill}，价格货币为 {prices}。"),
    refused: "本页的计价核心拒绝计算这些用量：",
    refused_next: "请重新加载页面并再次验证；如果仍然如此，请联系此服务器的运营方。",
    line: "明细",
    billed: "账单",
    counted: "本页计算",
    difference: "差额",
    lacks: "无此行",
    sample_mark: "标为示例价格",
    exact_total: "精确合计",
    rounding: "舍入",
    payable: "应付",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
