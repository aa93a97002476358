//! The words of the account's view.

use crate::console::documents::LedgerKind;
use crate::console::words::{Language, Localized};

/// The words of the account's view.
pub struct Words {
    /// What the view is called.
    pub title: &'static str,
    /// Opens the dialog of a payment.
    pub top_up: &'static str,
    /// Top-ups less issued bills.
    pub balance: &'static str,
    /// What that is.
    pub balance_note: &'static str,
    /// What is left of it.
    pub available: &'static str,
    /// What that is.
    pub available_note: &'static str,
    /// When money runs out.
    pub runs_out: &'static str,
    /// At which rate.
    pub runs_out_note: fn(&str) -> String,
    /// Payment is overdue.
    pub overdue_since: fn(&str) -> String,
    /// What ends it.
    pub at_least: fn(&str) -> String,
    /// The heading of what is agreed.
    pub agreed: &'static str,
    /// Who sets it.
    pub agreed_note: &'static str,
    /// The heading of how the console is shown.
    pub preferences: &'static str,
    /// Where that is kept.
    pub preferences_note: &'static str,
    /// A fact.
    pub plan: &'static str,
    /// A plan.
    pub standard: &'static str,
    /// A plan.
    pub enterprise: &'static str,
    /// A fact.
    pub allowlisted: &'static str,
    /// It is so.
    pub yes: &'static str,
    /// It is not so.
    pub no: &'static str,
    /// A fact.
    pub currency: &'static str,
    /// A fact.
    pub terms: &'static str,
    /// What they are.
    pub terms_text: fn(u64, u64) -> String,
    /// A fact.
    pub credit_limit: &'static str,
    /// There is none.
    pub no_limit: &'static str,
    /// Who decides a fact.
    pub by_operator: &'static str,
    /// What decides a fact.
    pub by_price_book: &'static str,
    /// What services metered by seconds need.
    pub needs_plan: &'static str,
    /// What services metered by seconds need.
    pub needs_allowlist: &'static str,
    /// What services metered by seconds need.
    pub needs_both: &'static str,
    /// What the tabs are for.
    pub lists: &'static str,
    /// A tab.
    pub ledger: &'static str,
    /// A tab.
    pub top_ups: &'static str,
    /// A column.
    pub at: &'static str,
    /// A column.
    pub kind: &'static str,
    /// A column.
    pub reference: &'static str,
    /// A column.
    pub change: &'static str,
    /// A column.
    pub paid: &'static str,
    /// What moved the balance.
    pub kind_top_up: &'static str,
    /// What moved the balance.
    pub kind_bill: &'static str,
    /// There is none.
    pub no_ledger: &'static str,
    /// When there will be.
    pub no_ledger_text: &'static str,
    /// There are none.
    pub no_top_ups: &'static str,
    /// What they are.
    pub no_top_ups_text: &'static str,
    /// The file of the ledger.
    pub download: &'static str,
    /// Afterwards.
    pub downloaded: fn(&str) -> String,
    /// Where the browser refuses.
    pub not_downloaded: &'static str,
    /// Shows older ones.
    pub more: fn(usize) -> String,
}

impl Words {
    /// What moved the balance.
    pub const fn ledger_kind(&self, kind: LedgerKind) -> &'static str {
        match kind {
            LedgerKind::TopUp => self.kind_top_up,
            LedgerKind::Bill => self.kind_bill,
        }
    }
}

const ENGLISH: Words = Words {
    title: "Account",
    top_up: "Top up",
    balance: "Balance",
    balance_note: "top-ups less issued bills",
    available: "Available",
    available_note: "balance less what is not billed yet",
    runs_out: "Lasts until",
    runs_out_note: |rate| format!("at the rate of now, {rate} per hour"),
    overdue_since: |since| format!("Payment is overdue since {since}."),
    at_least: |amount| format!("A top-up of at least {amount} ends it."),
    agreed: "Plan and terms",
    agreed_note: "The operator of this server sets these; nothing here can change them.",
    preferences: "This console",
    preferences_note: "These are kept in this browser, for nobody else.",
    plan: "Plan",
    standard: "Standard",
    enterprise: "Enterprise",
    allowlisted: "Beta allowlist of edge inference",
    yes: "yes",
    no: "no",
    currency: "Currency",
    terms: "Terms of payment",
    terms_text: |grace_hours, payment_days| {
        format!("bills issued {grace_hours} hours after the month's end, due {payment_days} days later")
    },
    credit_limit: "Credit limit",
    no_limit: "none",
    by_operator: "set by the operator",
    by_price_book: "by the price book",
    needs_plan: "Services metered by the second need the Enterprise plan: ask the operator.",
    needs_allowlist: "Services metered by the second need a place on the beta allowlist: ask the operator.",
    needs_both: "Services metered by the second need the Enterprise plan and a place on the beta allowlist: ask the operator.",
    lists: "Movements of money",
    ledger: "Ledger",
    top_ups: "Top-ups",
    at: "When",
    kind: "Kind",
    reference: "Reference",
    change: "Change",
    paid: "Amount",
    kind_top_up: "Top-up",
    kind_bill: "Bill",
    no_ledger: "Nothing moved the balance yet",
    no_ledger_text: "Top-ups and issued bills are listed here.",
    no_top_ups: "No top-ups yet",
    no_top_ups_text: "A top-up records a payment that was received.",
    download: "Download CSV",
    downloaded: |name| format!("{name} is downloaded."),
    not_downloaded: "The browser refused the download.",
    more: |count| format!("Show {count} more"),
};

const CHINESE: Words = Words {
    title: "账户",
    top_up: "充值",
    balance: "余额",
    balance_note: "充值减去已出账单",
    available: "可用",
    available_note: "余额减去尚未出账的费用",
    runs_out: "可用至",
    runs_out_note: |rate| format!("按当前费率，每小时 {rate}"),
    overdue_since: |since| format!("账户自 {since} 起欠费。"),
    at_least: |amount| format!("至少充值 {amount} 即可结束欠费。"),
    agreed: "套餐与条款",
    agreed_note: "这些由此服务器的运营方设置，无法在此更改。",
    preferences: "此控制台",
    preferences_note: "这些设置仅保存在此浏览器中，不影响他人。",
    plan: "套餐",
    standard: "标准版",
    enterprise: "企业版",
    allowlisted: "边缘推理测试白名单",
    yes: "是",
    no: "否",
    currency: "货币",
    terms: "付款条款",
    terms_text: |grace_hours, payment_days| format!("月末 {grace_hours} 小时后出账，{payment_days} 天后到期"),
    credit_limit: "信用额度",
    no_limit: "无",
    by_operator: "由运营方设置",
    by_price_book: "由价目表决定",
    needs_plan: "按秒计量的服务需要企业版套餐：请联系运营方。",
    needs_allowlist: "按秒计量的服务需要加入测试白名单：请联系运营方。",
    needs_both: "按秒计量的服务需要企业版套餐并加入测试白名单：请联系运营方。",
    lists: "资金变动",
    ledger: "总账",
    top_ups: "充值记录",
    at: "时间",
    kind: "类型",
    reference: "凭据",
    change: "变动",
    paid: "金额",
    kind_top_up: "充值",
    kind_bill: "账单",
    no_ledger: "余额尚无变动",
    no_ledger_text: "充值和已出账单会列在这里。",
    no_top_ups: "尚无充值",
    no_top_ups_text: "充值记录已收到的款项。",
    download: "下载 CSV",
    downloaded: |name| format!("已下载 {name}。"),
    not_downloaded: "浏览器拒绝了下载。",
    more: |count| format!("再显示 {count} 条"),
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
