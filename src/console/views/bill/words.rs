//! The words of the view of a bill.

use super::view_model::Units;
use crate::console::words::{Language, Localized};

/// The words of the view of a bill.
pub struct Words {
    /// The bill of the running month.
    pub title_current: &'static str,
    /// The bill of a month.
    pub title_of: fn(&str) -> String,
    /// An address that names no bill.
    pub no_bill: &'static str,
    /// What addresses of bills look like.
    pub no_bill_text: &'static str,
    /// Leads to the list.
    pub all_bills: &'static str,
    /// Files of the bill.
    pub files: &'static str,
    /// Prints it.
    pub print: &'static str,
    /// The usage behind it as a file.
    pub usage_file: &'static str,
    /// Up to when an open bill counts.
    pub as_of: fn(&str) -> String,
    /// Counts an open bill anew.
    pub count_again: &'static str,
    /// The exact sum, at this second.
    pub exact_now: &'static str,
    /// The exact sum.
    pub exact_total: &'static str,
    /// What the one rounding added.
    pub rounding: &'static str,
    /// What is to be paid.
    pub payable: &'static str,
    /// When it was issued.
    pub issued: &'static str,
    /// When it is due.
    pub due: &'static str,
    /// How it stands.
    pub state: &'static str,
    /// The lines.
    pub lines: &'static str,
    /// The filter of the lines.
    pub filter: &'static str,
    /// The column of services.
    pub service: &'static str,
    /// Leads to a service.
    pub to_service: &'static str,
    /// The column of items.
    pub item: &'static str,
    /// The column of tiers and models.
    pub subject: &'static str,
    /// A tier.
    pub tier: fn(&str) -> String,
    /// The column of quantities and prices.
    pub arithmetic: &'static str,
    /// The column of amounts.
    pub amount: &'static str,
    /// A line that corrects a closed month.
    pub adjusts: fn(&str) -> String,
    /// A service that is not there any more.
    pub removed: &'static str,
    /// So many lines fit the filter, with what they cost.
    pub fitting: fn(usize, usize, &str) -> String,
    /// More lines than are drawn.
    pub drawn_of: fn(usize, usize) -> String,
    /// Draws them all.
    pub draw_all: &'static str,
    /// A bill without lines.
    pub no_lines: &'static str,
    /// What it means.
    pub no_lines_text: &'static str,
    /// Where a sum has more digits than are counted.
    pub too_many_digits: &'static str,
    /// The units of quantities.
    pub units: Units,
    /// The account, over its name.
    pub account: &'static str,
    /// The price book.
    pub price_book: &'static str,
    /// Where prices come from, and how they are applied.
    pub prices_and_rules: &'static str,
    /// A source of prices, with the day at which it was read.
    pub source: fn(&str, &str) -> String,
    /// That sample prices are among the lines.
    pub samples: &'static str,
    /// How a bill is counted.
    pub rules: [&'static str; 4],
}

const ENGLISH: Words = Words {
    title_current: "Bill of this month so far",
    title_of: |month| format!("Bill of {month}"),
    no_bill: "There is no such bill",
    no_bill_text: "Bills have addresses such as /console/bills/2026-03.",
    all_bills: "All bills",
    files: "Files of this bill",
    print: "Print",
    usage_file: "Usage",
    as_of: |instant| format!("Lines are counted up to {instant}."),
    count_again: "Count again",
    exact_now: "Exact total now",
    exact_total: "Exact total",
    rounding: "Rounding, once",
    payable: "Payable",
    issued: "Issued",
    due: "Due",
    state: "State",
    lines: "Lines",
    filter: "Filter the lines",
    service: "Service",
    to_service: "Open the service",
    item: "Item",
    subject: "Tier or model",
    tier: |code| format!("tier {code}"),
    arithmetic: "Quantity × unit price",
    amount: "Amount",
    adjusts: |month| format!("corrects {month}"),
    removed: "removed",
    fitting: |shown, all, sum| format!("{shown} of {all} lines, {sum}"),
    drawn_of: |drawn, all| format!("{drawn} of {all} lines are drawn."),
    draw_all: "Draw them all",
    no_lines: "Nothing was used",
    no_lines_text: "This bill has no lines, and nothing is to be paid.",
    too_many_digits: "more digits than are counted exactly",
    units: Units { seconds: "s", tokens: "tokens", ktpm_hours: "kTPM-hours" },
    account: "Account",
    price_book: "Price book in force now",
    prices_and_rules: "Prices and rules",
    source: |title, as_of| format!("{title}, read {as_of}"),
    samples: "Lines marked “sample prices” use illustrative prices: prices per token and of TPM reservations are not published.",
    rules: [
        "Each run is billed from its start to its stop in whole seconds, rounded up for the run, at least one.",
        "A second belongs to the month, and has the price, of the instant at which it begins.",
        "Tokens are covered by a reservation first, then by free quota; the rest is billed by token.",
        "Amounts are exact. The total is rounded once, half away from zero, to the currency's minor unit.",
    ],
};

const CHINESE: Words = Words {
    title_current: "本月至今账单",
    title_of: |month| format!("{month}账单"),
    no_bill: "没有这张账单",
    no_bill_text: "账单地址形如 /console/bills/2026-03。",
    all_bills: "全部账单",
    files: "账单文件",
    print: "打印",
    usage_file: "用量",
    as_of: |instant| format!("明细统计至 {instant}。"),
    count_again: "重新统计",
    exact_now: "当前精确合计",
    exact_total: "精确合计",
    rounding: "舍入（仅一次）",
    payable: "应付",
    issued: "出账时间",
    due: "到期时间",
    state: "状态",
    lines: "明细",
    filter: "筛选明细",
    service: "服务",
    to_service: "打开服务",
    item: "计费项",
    subject: "档位或模型",
    tier: |code| format!("{code} 档"),
    arithmetic: "数量 × 单价",
    amount: "金额",
    adjusts: |month| format!("更正 {month}"),
    removed: "已删除",
    fitting: |shown, all, sum| format!("{all} 行中的 {shown} 行，{sum}"),
    drawn_of: |drawn, all| format!("共 {all} 行，已显示 {drawn} 行。"),
    draw_all: "显示全部",
    no_lines: "没有用量",
    no_lines_text: "这张账单没有明细，无需支付。",
    too_many_digits: "位数超出可精确计算的范围",
    units: Units { seconds: "秒", tokens: "token", ktpm_hours: "kTPM·小时" },
    account: "账户",
    price_book: "当前生效的价目表",
    prices_and_rules: "价格与规则",
    source: |title, as_of| format!("{title}，读取于 {as_of}"),
    samples: "标有“示例价格”的行使用示例价格：按 token 计费和 TPM 预留的价格尚未公布。",
    rules: [
        "每次运行从启动计到停止，按整秒计费，每次运行各自向上取整，至少一秒。",
        "每一秒归属其开始时刻所在的月份，并按该时刻的价格计费。",
        "token 先由预留覆盖，再由免费额度覆盖，其余按 token 计费。",
        "金额精确计算，合计只舍入一次，按货币最小单位四舍五入。",
    ],
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
