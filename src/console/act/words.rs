//! The words of actions.

use crate::console::words::{Language, Localized};

/// The words of actions.
pub struct Words {
    /// What a button without a word of its own is called.
    pub do_it: &'static str,
    /// While it is sent.
    pub sending: &'static str,
    /// What has to be typed.
    pub type_name: fn(&str) -> String,
    /// Somebody changed it.
    pub changed: &'static str,
    /// Who changed it.
    pub changed_by: fn(&str) -> String,
    /// What to do then.
    pub look_again: &'static str,
    /// The heading.
    pub enable_title: fn(&str) -> String,
    /// The button.
    pub enable: &'static str,
    /// Afterwards.
    pub enabled: fn(&str) -> String,
    /// The heading.
    pub disable_title: fn(&str) -> String,
    /// The button.
    pub disable: &'static str,
    /// Afterwards.
    pub disabled: fn(&str) -> String,
    /// The heading.
    pub scale_title: fn(&str) -> String,
    /// The button.
    pub scale: &'static str,
    /// Afterwards.
    pub scaled: fn(&str) -> String,
    /// The heading.
    pub billing_title: fn(&str) -> String,
    /// Afterwards.
    pub billing_changed: fn(&str) -> String,
    /// The heading.
    pub labels_title: fn(&str) -> String,
    /// Afterwards.
    pub labelled: fn(&str) -> String,
    /// The button.
    pub change: &'static str,
    /// The heading.
    pub delete_title: fn(&str) -> String,
    /// The button.
    pub delete: &'static str,
    /// Afterwards.
    pub deleted: fn(&str) -> String,
    /// What deleting does.
    pub delete_gone: &'static str,
    /// What it does not.
    pub delete_bills: &'static str,
    /// Why it can't be deleted.
    pub delete_default: &'static str,
    /// What can be done.
    pub delete_default_next: &'static str,
    /// Why it can't be deleted.
    pub delete_running: &'static str,
    /// What to do first.
    pub delete_running_next: &'static str,
    /// Why it can't be deleted.
    pub delete_reserved: &'static str,
    /// What to do first.
    pub delete_reserved_next: &'static str,
    /// A label of an effect.
    pub status: &'static str,
    /// A label of an effect.
    pub instances: &'static str,
    /// A label of an effect.
    pub within: &'static str,
    /// A label of an effect.
    pub what_stops: &'static str,
    /// What stops with the service.
    pub calls_stop: &'static str,
    /// How many instances stop.
    pub instances_stop: fn(u32) -> String,
    /// A label of an effect.
    pub reservation: &'static str,
    /// It is charged on.
    pub reservation_goes_on: &'static str,
    /// A label of an effect.
    pub billing: &'static str,
    /// A label of an effect.
    pub labels: &'static str,
    /// A label of an effect.
    pub service: &'static str,
    /// A label of an effect.
    pub bills: &'static str,
    /// A label of an effect.
    pub tokens: &'static str,
    /// What tokens cost is not foreseen.
    pub tokens_beside: &'static str,
    /// An amount that stays.
    pub as_before: fn(&str) -> String,
    /// What tokens cost: input, cached input, output, and the currency.
    pub tokens_by_traffic: fn([&str; 3], &str) -> String,
    /// A label of an effect: what the service came to in this month.
    pub month_so_far: &'static str,
    /// The least that can be reserved, and what it costs in an hour, a day and a month.
    pub least_reservation: fn(&str, [&str; 3]) -> String,
    /// A label of an effect.
    pub prices: &'static str,
    /// A refusal.
    pub plan_required: &'static str,
    /// A refusal.
    pub not_allowlisted: &'static str,
    /// What to do first.
    pub ask_operator: &'static str,
    /// A refusal.
    pub overdue: &'static str,
    /// What to do first.
    pub top_up_first: &'static str,
    /// The link there.
    pub top_up: &'static str,
}

const ENGLISH: Words = Words {
    do_it: "Do it",
    sending: "One moment …",
    type_name: |name| format!("It can't be taken back. Type {name} to go on."),
    changed: "It was changed meanwhile, so nothing was done.",
    changed_by: |who| format!("It was changed meanwhile by {who}, so nothing was done."),
    look_again: "Close this and look at it again.",
    enable_title: |name| format!("Enable {name}"),
    enable: "Enable",
    enabled: |name| format!("{name} is enabled."),
    disable_title: |name| format!("Disable {name}"),
    disable: "Disable",
    disabled: |name| format!("{name} is disabled."),
    scale_title: |name| format!("Scale {name}"),
    scale: "Scale",
    scaled: |name| format!("{name} is scaled."),
    billing_title: |name| format!("Billing mode of {name}"),
    billing_changed: |name| format!("{name} is billed another way."),
    labels_title: |name| format!("Labels of {name}"),
    labelled: |name| format!("{name} has its labels."),
    change: "Change",
    delete_title: |name| format!("Delete {name}"),
    delete: "Delete",
    deleted: |name| format!("{name} is deleted."),
    delete_gone: "is gone for ever, with its settings",
    delete_bills: "keep what it used",
    delete_default: "A default service is the platform's and can't be deleted.",
    delete_default_next: "Disable it if nobody needs it.",
    delete_running: "Only a service that is off can be deleted.",
    delete_running_next: "Disable it first.",
    delete_reserved: "Its reservations are charged until their end.",
    delete_reserved_next: "End them first.",
    status: "Status",
    instances: "Instances",
    within: "Instances within",
    what_stops: "Stops at once",
    calls_stop: "every instance; calls to it fail from then on, and nothing more is billed by the second",
    instances_stop: |count| {
        if count == 1 {
            "1 instance, the newest".to_owned()
        } else {
            format!("{count} instances, the newest first")
        }
    },
    reservation: "Reservation",
    reservation_goes_on: "is charged until its end, whatever the service does",
    billing: "Billing",
    labels: "Labels",
    service: "Service",
    bills: "Bills",
    tokens: "Tokens",
    tokens_beside: "are billed as they are used, beside this",
    as_before: |amount| format!("{amount}, as before"),
    tokens_by_traffic: |[input, cached, output], currency| {
        format!(
            "depend on traffic: a million costs {input} {currency} as input, {cached} as cached input, {output} as output"
        )
    },
    month_so_far: "This month so far",
    least_reservation: |tpm, [hour, day, month]| {
        format!(
            "none is in force; the least, {tpm} tokens per minute, costs {hour} per hour, {day} per day, {month} per month"
        )
    },
    prices: "Prices",
    plan_required: "Services metered by the second need the Enterprise plan.",
    not_allowlisted: "Services metered by the second need a place on the beta allowlist.",
    ask_operator: "The operator of this server sets that.",
    overdue: "The account has overdue payment, so nothing can be enabled.",
    top_up_first: "Top up first, then enable it again.",
    top_up: "Top up",
};

const CHINESE: Words = Words {
    do_it: "执行",
    sending: "请稍候……",
    type_name: |name| format!("此操作无法撤销。请输入 {name} 以继续。"),
    changed: "内容在此期间被修改，因此没有执行任何操作。",
    changed_by: |who| format!("内容在此期间被{who}修改，因此没有执行任何操作。"),
    look_again: "请关闭此窗口并重新查看。",
    enable_title: |name| format!("启用 {name}"),
    enable: "启用",
    enabled: |name| format!("{name} 已启用。"),
    disable_title: |name| format!("停用 {name}"),
    disable: "停用",
    disabled: |name| format!("{name} 已停用。"),
    scale_title: |name| format!("伸缩 {name}"),
    scale: "伸缩",
    scaled: |name| format!("{name} 已调整。"),
    billing_title: |name| format!("{name} 的计费模式"),
    billing_changed: |name| format!("{name} 的计费模式已更改。"),
    labels_title: |name| format!("{name} 的标签"),
    labelled: |name| format!("{name} 的标签已更新。"),
    change: "更改",
    delete_title: |name| format!("删除 {name}"),
    delete: "删除",
    deleted: |name| format!("{name} 已删除。"),
    delete_gone: "连同其设置永久删除",
    delete_bills: "保留其用量",
    delete_default: "默认服务属于平台，无法删除。",
    delete_default_next: "如不需要，可将其停用。",
    delete_running: "只能删除已关闭的服务。",
    delete_running_next: "请先停用。",
    delete_reserved: "其预留会计费到期满。",
    delete_reserved_next: "请先结束预留。",
    status: "状态",
    instances: "实例",
    within: "实例范围",
    what_stops: "立即停止",
    calls_stop: "所有实例；此后对它的调用将失败，并且不再按秒计费",
    instances_stop: |count| format!("{count} 个实例，最新的先停止"),
    reservation: "预留",
    reservation_goes_on: "无论服务状态如何，都会计费到期满",
    billing: "计费",
    labels: "标签",
    service: "服务",
    bills: "账单",
    tokens: "Token",
    tokens_beside: "另按实际用量计费",
    as_before: |amount| format!("{amount}，不变"),
    tokens_by_traffic: |[input, cached, output], currency| {
        format!("取决于流量：每百万输入 {input} {currency}，缓存输入 {cached}，输出 {output}")
    },
    month_so_far: "本月至今",
    least_reservation: |tpm, [hour, day, month]| {
        format!("当前没有生效的预留；最少每分钟 {tpm} 个 token，每小时 {hour}，每天 {day}，每月 {month}")
    },
    prices: "价格",
    plan_required: "按秒计量的服务需要企业版套餐。",
    not_allowlisted: "按秒计量的服务需要加入测试白名单。",
    ask_operator: "这由此服务器的运营方设置。",
    overdue: "账户已欠费，无法启用任何服务。",
    top_up_first: "请先充值，然后再启用。",
    top_up: "充值",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
