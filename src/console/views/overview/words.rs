//! The words of the overview.

use crate::console::words::{Language, Localized};

/// The words of the overview.
pub struct Words {
    /// What the view is called.
    pub title: &'static str,
    /// So many services are read.
    pub reading: fn(usize) -> String,
    /// A mark of what is counted of them only.
    pub so_far: &'static str,
    /// Makes a service.
    pub new_service: &'static str,
    /// Leads to the models.
    pub models: &'static str,
    /// Leads to the API keys.
    pub api_key: &'static str,
    /// Nothing was ever enabled.
    pub first_title: &'static str,
    /// How to begin.
    pub first_text: &'static str,
    /// A figure.
    pub per_hour: &'static str,
    /// What it counts.
    pub per_hour_note: &'static str,
    /// A figure.
    pub today: &'static str,
    /// A figure.
    pub this_month: &'static str,
    /// What its bill has beside it.
    pub corrected: fn(&str) -> String,
    /// A figure.
    pub expected: &'static str,
    /// What it takes for granted.
    pub expected_note: &'static str,
    /// What sample prices are.
    pub sample_note: &'static str,
    /// The heading of the counts.
    pub services: &'static str,
    /// The link to all of them.
    pub all_services: fn(usize) -> String,
    /// The heading of those that don't run.
    pub attention: &'static str,
    /// Where there are none.
    pub all_well: &'static str,
    /// The heading of those that somebody stopped.
    pub by_hand: &'static str,
    /// So many beside those that are listed.
    pub more: fn(usize) -> String,
    /// Mends a service.
    pub try_again: &'static str,
    /// Mends a service.
    pub look_at_it: &'static str,
    /// Mends a service.
    pub top_up: &'static str,
    /// Mends a service.
    pub enable: &'static str,
    /// A button with its service, for those who cannot see it.
    pub remedy_of: fn(&str, &str) -> String,
    /// The heading of overdue payment.
    pub overdue: &'static str,
    /// How many it stopped.
    pub overdue_stopped: fn(usize) -> String,
    /// What ends it.
    pub overdue_least: fn(&str) -> String,
    /// What comes back.
    pub brings_back: fn(usize, &str) -> String,
    /// Nothing comes back.
    pub brings_back_none: &'static str,
    /// What does not.
    pub staying: fn(usize) -> String,
    /// The heading of the money.
    pub money: &'static str,
    /// What is paid less what was billed.
    pub balance: &'static str,
    /// What is left of it.
    pub available: &'static str,
    /// How far it may still go.
    pub credit_left: &'static str,
    /// The bill of the running month.
    pub next_bill: &'static str,
    /// There is none yet.
    pub no_next_bill: &'static str,
    /// When it comes.
    pub next_bill_dates: fn(&str, &str) -> String,
    /// What is issued and not paid.
    pub unpaid: &'static str,
    /// How many, and when the next is due.
    pub unpaid_bills: fn(usize, Option<&str>) -> String,
    /// Leads to the bills.
    pub bills: &'static str,
    /// The heading of those that cost most.
    pub top: &'static str,
    /// There are none.
    pub top_none: &'static str,
    /// A column.
    pub service: &'static str,
    /// A column.
    pub cost: fn(&str) -> String,
    /// A column.
    pub share: &'static str,
    /// The heading of the latest changes.
    pub recent: &'static str,
    /// There are none.
    pub recent_none: &'static str,
}

const ENGLISH: Words = Words {
    title: "Overview",
    reading: |count| {
        format!("{count} services are read so far; what is counted of them is marked until all are there.")
    },
    so_far: "so far",
    new_service: "New service",
    models: "Enable a model",
    api_key: "Make an API key",
    first_title: "Nothing runs yet",
    first_text: "Enable a model to pay by the token, some of them free, or make a service on GPUs of its own, billed by the second. Each step says what it costs before it is taken.",
    per_hour: "Now, per hour",
    per_hour_note: "instances and reservations; tokens come as they are used",
    today: "Today",
    this_month: "This month so far",
    corrected: |amount| format!("and {amount} of corrections of closed months"),
    expected: "Expected at the month's end",
    expected_note: "if everything goes on as it is now",
    sample_note: "Among these are prices that are examples and not published.",
    services: "Services",
    all_services: |count| if count == 1 { "1 service".to_owned() } else { format!("All {count} services") },
    attention: "Asks for attention",
    all_well: "Nothing has failed, and nothing is late.",
    by_hand: "Stopped by hand",
    more: |count| format!("and {count} more"),
    try_again: "Try again",
    look_at_it: "Look at it",
    top_up: "Top up",
    enable: "Enable",
    remedy_of: |remedy, name| format!("{remedy}: {name}"),
    overdue: "What overdue payment stopped",
    overdue_stopped: |count| {
        if count == 1 { "It stopped 1 service.".to_owned() } else { format!("It stopped {count} services.") }
    },
    overdue_least: |amount| format!("A top-up of at least {amount} ends it at once."),
    brings_back: |count, per_hour| {
        if count == 1 {
            format!("It brings back 1 service, at {per_hour} per hour:")
        } else {
            format!("It brings back {count} services, at {per_hour} per hour together:")
        }
    },
    brings_back_none: "Nothing comes back by itself: something else stopped every one of them too.",
    staying: |count| {
        if count == 1 {
            "1 more stays stopped, as something else stopped it too.".to_owned()
        } else {
            format!("{count} more stay stopped, as something else stopped them too.")
        }
    },
    money: "Money",
    balance: "Balance",
    available: "Available now",
    credit_left: "Left with the credit limit",
    next_bill: "Next bill",
    no_next_bill: "nothing used this month yet",
    next_bill_dates: |issued, due| format!("issued {issued}, due {due}"),
    unpaid: "Issued, not paid",
    unpaid_bills: |count, due| {
        let bills = if count == 1 { "1 bill".to_owned() } else { format!("{count} bills") };
        due.map_or_else(|| format!("{bills}, past due"), |due| format!("{bills}, next due {due}"))
    },
    bills: "Bills",
    top: "Most of this month's cost",
    top_none: "Nothing has cost anything this month.",
    service: "Service",
    cost: |currency| format!("This month, {currency}"),
    share: "Share",
    recent: "Latest changes",
    recent_none: "No service has changed yet.",
};

const CHINESE: Words = Words {
    title: "概览",
    reading: |count| format!("已读取 {count} 个服务；全部读取之前，据此统计的内容均有标注。"),
    so_far: "截至目前",
    new_service: "新建服务",
    models: "启用模型",
    api_key: "创建 API 密钥",
    first_title: "尚无服务运行",
    first_text: "启用一个模型即可按 token 付费（部分免费），或创建独占 GPU、按秒计费的服务。每一步都会先说明费用。",
    per_hour: "当前每小时",
    per_hour_note: "实例与预留；token 按实际用量另计",
    today: "今天",
    this_month: "本月至今",
    corrected: |amount| format!("另有已关账月份的更正 {amount}"),
    expected: "预计月末",
    expected_note: "若一切保持现状",
    sample_note: "其中包含未公布的示例价格。",
    services: "服务",
    all_services: |count| format!("全部 {count} 个服务"),
    attention: "需要处理",
    all_well: "没有失败或延迟的服务。",
    by_hand: "手动停止",
    more: |count| format!("另外 {count} 个"),
    try_again: "重试",
    look_at_it: "查看",
    top_up: "充值",
    enable: "启用",
    remedy_of: |remedy, name| format!("{remedy}：{name}"),
    overdue: "欠费停止的服务",
    overdue_stopped: |count| format!("共停止 {count} 个服务。"),
    overdue_least: |amount| format!("至少充值 {amount} 即可立即结束欠费。"),
    brings_back: |count, per_hour| format!("将恢复 {count} 个服务，合计每小时 {per_hour}："),
    brings_back_none: "没有服务会自动恢复：它们都还有其他停止原因。",
    staying: |count| format!("另有 {count} 个服务因其他原因仍保持停止。"),
    money: "资金",
    balance: "余额",
    available: "当前可用",
    credit_left: "含信用额度剩余",
    next_bill: "下期账单",
    no_next_bill: "本月尚无用量",
    next_bill_dates: |issued, due| format!("{issued} 出账，{due} 到期"),
    unpaid: "已出账未付",
    unpaid_bills: |count, due| {
        due.map_or_else(|| format!("{count} 张账单，已逾期"), |due| format!("{count} 张账单，下次到期 {due}"))
    },
    bills: "账单",
    top: "本月费用最高",
    top_none: "本月尚未产生费用。",
    service: "服务",
    cost: |currency| format!("本月，{currency}"),
    share: "占比",
    recent: "最近变化",
    recent_none: "尚无服务发生变化。",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
