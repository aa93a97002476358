//! The words of the list of services.

use super::choice::Show;
use super::columns::Column;
use crate::console::words::{Language, Localized};
use crate::text;

/// The words of the list of services.
pub struct Words {
    /// The view.
    pub title: &'static str,
    /// Makes a service.
    pub new_service: &'static str,
    /// Leads to the models.
    pub to_models: &'static str,
    /// There is none.
    pub none: &'static str,
    /// How to get one.
    pub none_text: &'static str,
    /// The status, as a column and as a filter.
    pub status: &'static str,
    /// What filters.
    pub filter: &'static str,
    /// Stands in the empty field.
    pub search: &'static str,
    /// What the field is.
    pub search_name: &'static str,
    /// Shows everything.
    pub clear_filter: &'static str,
    /// No choice.
    pub any: &'static str,
    /// A filter.
    pub kind: &'static str,
    /// A filter.
    pub metering: &'static str,
    /// A filter.
    pub model: &'static str,
    /// A filter.
    pub label: &'static str,
    /// The order of cards.
    pub order: &'static str,
    /// An order.
    pub ascending: &'static str,
    /// An order.
    pub descending: &'static str,
    /// Which columns there are.
    pub columns: &'static str,
    /// The columns of the beginning.
    pub columns_as_before: &'static str,
    /// Saved views.
    pub views: &'static str,
    /// There is none.
    pub no_views: &'static str,
    /// What a saved view is called.
    pub save_as: &'static str,
    /// Saves it.
    pub save: &'static str,
    /// Deletes a saved view.
    pub delete: &'static str,
    /// Selects everything that is shown.
    pub select_all: &'static str,
    /// The same, where there is room for a few words.
    pub select_shown: &'static str,
    /// A command.
    pub show_stopped: &'static str,
    /// A command.
    pub show_running: &'static str,
    /// A command.
    pub show_late: &'static str,
    all: &'static str,
    running: &'static str,
    creating: &'static str,
    stopped: &'static str,
    not_enabled: &'static str,
    late: &'static str,
    service: &'static str,
    billing: &'static str,
    instances: &'static str,
    quota: &'static str,
    hour: &'static str,
    month: &'static str,
    labels: &'static str,
    since: &'static str,
    /// So many are read.
    pub reading: fn(usize) -> String,
    /// How many are shown, of how many.
    pub shown: fn(usize, usize) -> String,
    /// How many columns there is no room for.
    pub no_room: fn(u32) -> String,
    /// A view was saved.
    pub view_saved: fn(&str) -> String,
    /// A view was deleted.
    pub view_deleted: fn(&str) -> String,
    /// Deletes a view.
    pub delete_view: fn(&str) -> String,
    /// Selects a service.
    pub select: fn(&str) -> String,
    /// The head of the cost of an hour, in a currency.
    pub per_hour: fn(&str) -> String,
    /// The head of the cost of the month, in a currency.
    pub this_month: fn(&str) -> String,
    /// A tier.
    pub tier: fn(&str) -> String,
    /// So many tokens per minute are reserved.
    pub reserved: fn(&str) -> String,
    /// How many instances run, of how many that are wanted.
    pub instances_said: fn(u32, u32) -> String,
    /// So many tokens are granted with the first enabling.
    pub quota_waits: fn(&str) -> String,
    /// How many free tokens there are, and until when.
    pub quota_title: fn(&str, Option<&str>) -> String,
}

impl Words {
    /// The word of a chip.
    pub const fn chip(&self, show: Show) -> &'static str {
        match show {
            Show::All => self.all,
            Show::Running => self.running,
            Show::Creating => self.creating,
            Show::Stopped => self.stopped,
            Show::NotEnabled => self.not_enabled,
            Show::Late => self.late,
        }
    }

    /// The word of a column.
    pub const fn column(&self, column: Column) -> &'static str {
        match column {
            Column::Service => self.service,
            Column::Status => self.status,
            Column::Billing => self.billing,
            Column::Instances => self.instances,
            Column::Quota => self.quota,
            Column::PerHour => self.hour,
            Column::Month => self.month,
            Column::Labels => self.labels,
            Column::Since => self.since,
        }
    }
}

fn grouped(count: usize) -> String {
    text::grouped(&count.to_string())
}

const ENGLISH: Words = Words {
    title: "Services",
    new_service: "New service",
    to_models: "Models",
    none: "No services yet",
    none_text: "Enable a model, or make a service of your own.",
    status: "Status",
    filter: "Filter",
    search: "Filter by name, model, label  /",
    search_name: "Filter by name, model, id or label as name:value",
    clear_filter: "Clear the filter",
    any: "any",
    kind: "Type",
    metering: "Metering",
    model: "Model",
    label: "Label",
    order: "Sort by",
    ascending: "ascending",
    descending: "descending",
    columns: "Columns",
    columns_as_before: "Reset",
    views: "Views",
    no_views: "A saved view keeps filter, order and columns under a name, in this browser.",
    save_as: "Save what is shown as",
    save: "Save",
    delete: "Delete",
    select_all: "Select every service that the filter shows",
    select_shown: "Select all shown",
    show_stopped: "Show stopped services",
    show_running: "Show running services",
    show_late: "Show services that are late",
    all: "All",
    running: "Running",
    creating: "Creating",
    stopped: "Stopped",
    not_enabled: "Not enabled",
    late: "Late",
    service: "Service",
    billing: "Billing mode",
    instances: "Instances",
    quota: "Free quota left",
    hour: "Per hour",
    month: "This month",
    labels: "Labels",
    since: "Since",
    reading: |count| format!("Loading: {count} services so far …"),
    shown: |shown, services| {
        if shown == services {
            format!("{} services", grouped(services))
        } else {
            format!("{} of {} services", grouped(shown), grouped(services))
        }
    },
    no_room: |count| {
        if count == 1 {
            "There is no room for 1 of them here.".to_owned()
        } else {
            format!("There is no room for {count} of them here.")
        }
    },
    view_saved: |name| format!("The view {name} is saved."),
    view_deleted: |name| format!("The view {name} is deleted."),
    delete_view: |name| format!("Delete the view {name}"),
    select: |name| format!("Select {name}"),
    per_hour: |currency| format!("{currency} / hour"),
    this_month: |currency| format!("{currency} this month"),
    tier: |code| format!("tier {code}"),
    reserved: |tpm| format!("{tpm} TPM"),
    instances_said: |running, wanted| format!("{running} of {wanted} running"),
    quota_waits: |tokens| format!("{tokens} when enabled"),
    quota_title: |tokens, until| match until {
        Some(until) => format!("{tokens} free tokens, until {until}"),
        None => format!("{tokens} free tokens"),
    },
};

const CHINESE: Words = Words {
    title: "服务",
    new_service: "新建服务",
    to_models: "模型",
    none: "还没有服务",
    none_text: "启用一个模型，或新建自己的服务。",
    status: "状态",
    filter: "筛选",
    search: "按名称、模型、标签筛选  /",
    search_name: "按名称、模型、ID 或标签（名称:值）筛选",
    clear_filter: "清除筛选",
    any: "不限",
    kind: "类型",
    metering: "计量方式",
    model: "模型",
    label: "标签",
    order: "排序",
    ascending: "升序",
    descending: "降序",
    columns: "列",
    columns_as_before: "恢复默认",
    views: "视图",
    no_views: "保存的视图会以一个名称将筛选、排序和列保存在此浏览器中。",
    save_as: "将当前视图保存为",
    save: "保存",
    delete: "删除",
    select_all: "选择筛选出的所有服务",
    select_shown: "选择全部",
    show_stopped: "显示已停止的服务",
    show_running: "显示运行中的服务",
    show_late: "显示创建延迟的服务",
    all: "全部",
    running: "运行中",
    creating: "创建中",
    stopped: "已停止",
    not_enabled: "未启用",
    late: "延迟",
    service: "服务",
    billing: "计费模式",
    instances: "实例",
    quota: "剩余免费额度",
    hour: "每小时",
    month: "本月",
    labels: "标签",
    since: "起始时间",
    reading: |count| format!("正在加载：已读取 {count} 个服务……"),
    shown: |shown, services| {
        if shown == services {
            format!("共 {} 个服务", grouped(services))
        } else {
            format!("{} / {} 个服务", grouped(shown), grouped(services))
        }
    },
    no_room: |count| format!("此宽度下有 {count} 列放不下。"),
    view_saved: |name| format!("视图“{name}”已保存。"),
    view_deleted: |name| format!("视图“{name}”已删除。"),
    delete_view: |name| format!("删除视图“{name}”"),
    select: |name| format!("选择 {name}"),
    per_hour: |currency| format!("{currency} / 小时"),
    this_month: |currency| format!("本月 {currency}"),
    tier: |code| format!("{code} 档"),
    reserved: |tpm| format!("{tpm} TPM"),
    instances_said: |running, wanted| format!("{wanted} 个中有 {running} 个运行中"),
    quota_waits: |tokens| format!("启用后获得 {tokens}"),
    quota_title: |tokens, until| match until {
        Some(until) => format!("{tokens} 个免费 token，有效期至 {until}"),
        None => format!("{tokens} 个免费 token"),
    },
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
