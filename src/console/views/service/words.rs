//! The words of a service's view, but for its history and its settings.

use super::view_model::Remedy;
use crate::console::words::{Language, Localized};

/// The words of a service's view, but for its history and its settings.
pub struct Words {
    /// Until the service's name is known.
    pub title: &'static str,
    /// What the tabs are of.
    pub tabs: &'static str,
    /// A tab.
    pub tab_overview: &'static str,
    /// A tab.
    pub tab_cost: &'static str,
    /// A tab.
    pub tab_scaling: &'static str,
    /// A tab.
    pub tab_billing: &'static str,
    /// A tab.
    pub tab_settings: &'static str,
    /// There is no such service.
    pub not_found: &'static str,
    /// What that means.
    pub not_found_text: &'static str,
    /// The way to the list.
    pub to_services: &'static str,
    /// It was deleted meanwhile.
    pub gone: fn(&str) -> String,
    /// What becomes of its costs.
    pub gone_text: &'static str,
    /// The way to the bills.
    pub to_bills: &'static str,
    /// Switches it on.
    pub enable: &'static str,
    /// Switches it off.
    pub disable: &'static str,
    /// Creates it once more.
    pub try_again: &'static str,
    /// The way to the account.
    pub top_up: &'static str,
    /// The menu.
    pub more: &'static str,
    /// In the menu.
    pub rename: &'static str,
    /// In the menu.
    pub edit_labels: &'static str,
    /// In the menu.
    pub as_estimate: &'static str,
    /// Deletes it.
    pub delete: &'static str,
    /// How many instances there are to be.
    pub instances_wanted: &'static str,
    /// Asks for another number of instances.
    pub scale_to: fn(&str) -> String,
    /// Copies the id.
    pub copy_id: &'static str,
    /// The labels.
    pub labels: &'static str,
    /// A tier by its code.
    pub tier: fn(&str) -> String,
    /// A figure.
    pub per_hour: fn(&str) -> String,
    /// A figure.
    pub today: &'static str,
    /// A figure.
    pub this_month: &'static str,
    /// A figure.
    pub expected: &'static str,
    /// How that is expected.
    pub expected_note: &'static str,
    /// The same, for tokens.
    pub expected_tokens_note: &'static str,
    wait: (&'static str, &'static str),
    call_off: (&'static str, &'static str),
    enable_first: (&'static str, &'static str),
    enable_again: (&'static str, &'static str),
    create_again: (&'static str, &'static str),
    pay: (&'static str, &'static str),
    pay_then_enable: (&'static str, &'static str),
    pay_then_create: (&'static str, &'static str),
}

impl Words {
    /// Why a service does not run, and what mends it; nothing of one that runs.
    #[must_use]
    pub const fn remedy(&self, remedy: Remedy) -> Option<(&'static str, &'static str)> {
        match remedy {
            Remedy::Nothing => None,
            Remedy::Wait => Some(self.wait),
            Remedy::CallOff => Some(self.call_off),
            Remedy::EnableFirst => Some(self.enable_first),
            Remedy::EnableAgain => Some(self.enable_again),
            Remedy::TryAgain => Some(self.create_again),
            Remedy::TopUp => Some(self.pay),
            Remedy::TopUpThenEnable => Some(self.pay_then_enable),
            Remedy::TopUpThenTryAgain => Some(self.pay_then_create),
        }
    }
}

const ENGLISH: Words = Words {
    title: "Service",
    tabs: "Parts of this service",
    tab_overview: "Overview",
    tab_cost: "Usage and cost",
    tab_scaling: "Scaling",
    tab_billing: "Billing",
    tab_settings: "Settings",
    not_found: "No such service",
    not_found_text: "This account has no service with this id. It may have been deleted.",
    to_services: "All services",
    gone: |name| format!("{name} was deleted."),
    gone_text: "What it used stays billed.",
    to_bills: "Bills",
    enable: "Enable",
    disable: "Disable",
    try_again: "Try again",
    top_up: "Top up",
    more: "More",
    rename: "Rename",
    edit_labels: "Edit labels",
    as_estimate: "Open as estimate",
    delete: "Delete service",
    instances_wanted: "Instances wanted",
    scale_to: |count| format!("Scale to {count}"),
    copy_id: "Copy id",
    labels: "Labels",
    tier: |code| format!("tier {code}"),
    per_hour: |currency| format!("Now, {currency} per hour"),
    today: "Today",
    this_month: "This month so far",
    expected: "Expected at month's end",
    expected_note: "if it goes on as now",
    expected_tokens_note: "without tokens to come",
    wait: (
        "It is being created.",
        "Usually it is ready within five seconds; nothing is billed by the second until then.",
    ),
    call_off: (
        "It takes longer than usual.",
        "It goes on trying, and the instances below say what they are doing. To call it off, disable it.",
    ),
    enable_first: (
        "It was never enabled.",
        "Enabling creates it; what it costs is shown before anything happens.",
    ),
    enable_again: ("It was stopped by hand.", "It stays so until somebody enables it."),
    create_again: (
        "It could not be created.",
        "Its instance ended several times before it was ready. Mend the cause, then try again.",
    ),
    pay: ("It is stopped by overdue payment.", "Once the account is topped up it comes back by itself."),
    pay_then_enable: (
        "It is stopped by overdue payment, and by hand.",
        "Top up first; then enable it, since it does not come back by itself.",
    ),
    pay_then_create: (
        "It could not be created, and payment is overdue.",
        "Top up first; then enable it to try again.",
    ),
};

const CHINESE: Words = Words {
    title: "服务",
    tabs: "此服务的各部分",
    tab_overview: "概览",
    tab_cost: "用量与费用",
    tab_scaling: "扩缩容",
    tab_billing: "计费",
    tab_settings: "设置",
    not_found: "没有此服务",
    not_found_text: "此账户中没有该 ID 的服务，它可能已被删除。",
    to_services: "全部服务",
    gone: |name| format!("{name} 已被删除。"),
    gone_text: "已产生的用量仍会计费。",
    to_bills: "账单",
    enable: "启用",
    disable: "停用",
    try_again: "重试",
    top_up: "充值",
    more: "更多",
    rename: "重命名",
    edit_labels: "编辑标签",
    as_estimate: "作为估算打开",
    delete: "删除服务",
    instances_wanted: "期望实例数",
    scale_to: |count| format!("扩缩至 {count} 个"),
    copy_id: "复制 ID",
    labels: "标签",
    tier: |code| format!("{code} 级"),
    per_hour: |currency| format!("当前每小时，{currency}"),
    today: "今日",
    this_month: "本月至今",
    expected: "预计月末",
    expected_note: "按当前状态推算",
    expected_tokens_note: "不含之后的 token",
    wait: ("正在创建。", "通常五秒内就绪，在此之前不按秒计费。"),
    call_off: ("创建时间比平常长。", "系统仍在尝试，下方的实例会显示各自状态；如需取消，请停用。"),
    enable_first: ("尚未启用。", "启用后才会创建；执行前会先显示费用。"),
    enable_again: ("已手动停止。", "在有人启用之前会一直保持停止。"),
    create_again: ("创建失败。", "实例在就绪前多次退出。请排除原因后重试。"),
    pay: ("因欠费而停止。", "账户充值后会自动恢复。"),
    pay_then_enable: ("因欠费停止，且已被手动停止。", "请先充值，再启用；它不会自动恢复。"),
    pay_then_create: ("创建失败，且账户欠费。", "请先充值，再启用以重试。"),
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
