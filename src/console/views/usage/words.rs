//! The words of the view of usage.

use super::range::Range;
use super::view_model::{GroupBy, Kind};
use crate::console::words::{Language, Localized};

/// The words of the view of usage.
pub struct Words {
    /// What the view is called.
    pub title: &'static str,
    /// What the choice of a range is called.
    pub range: &'static str,
    this_month: &'static str,
    last_month: &'static str,
    last_7_days: &'static str,
    last_30_days: &'static str,
    /// The first day of the range.
    pub first_day: &'static str,
    /// The last day of the range.
    pub last_day: &'static str,
    /// What the choice of a group is called.
    pub group_by: &'static str,
    service: &'static str,
    model: &'static str,
    tier: &'static str,
    item: &'static str,
    key: &'static str,
    day: &'static str,
    label: fn(&str) -> String,
    /// What stands over the labels among the groups.
    pub labels: &'static str,
    /// What the choice of a kind is called.
    pub kind: &'static str,
    /// Every kind.
    pub everything: &'static str,
    seconds: &'static str,
    reservations: &'static str,
    tokens: &'static str,
    seconds_unit: &'static str,
    reservations_unit: &'static str,
    tokens_unit: &'static str,
    /// The filter's name, and what stands in it while it is empty.
    pub filter: &'static str,
    /// The column of what was used.
    pub used: &'static str,
    /// The column of quantities.
    pub quantity: &'static str,
    /// The column of amounts.
    pub amount: &'static str,
    /// The column of parts of the whole.
    pub share: &'static str,
    /// The sum of what is shown.
    pub total: &'static str,
    /// Where a sum has more digits than are counted.
    pub too_many_digits: &'static str,
    no_model: &'static str,
    no_tier: &'static str,
    no_label: fn(&str) -> String,
    no_key: &'static str,
    console: &'static str,
    platform: &'static str,
    operator: &'static str,
    /// A service that is not there any more.
    pub removed: &'static str,
    /// Downloads the rows.
    pub download: &'static str,
    /// Downloads the rows as JSON.
    pub download_json: &'static str,
    /// Where there is FOCUS.
    pub focus: &'static str,
    /// The way there.
    pub to_bills: &'static str,
    /// That the rows are downloaded.
    pub downloaded: fn(&str) -> String,
    /// That the browser refused to.
    pub not_downloaded: &'static str,
    /// More rows than are drawn.
    pub shown_of: fn(usize, usize) -> String,
    /// Draws more.
    pub more: &'static str,
    /// Nothing was used.
    pub none: &'static str,
    /// What it would take.
    pub none_text: &'static str,
    /// Leads to the services.
    pub to_services: &'static str,
    /// More days than are added up by day.
    pub too_long: &'static str,
    /// What can be done about it.
    pub too_long_text: &'static str,
    /// The plot's name.
    pub plot: &'static str,
    /// The days of the plot, read aloud: the first, the last, and the largest amount.
    pub plot_spoken: fn(&str, &str, &str) -> String,
    /// How the days of the plot are walked through.
    pub plot_hint: &'static str,
    /// A day that has not begun.
    pub not_yet: &'static str,
    /// The plot in numbers.
    pub plot_table: &'static str,
    /// In which time days begin and end.
    pub days_of: fn(&str) -> String,
    /// When it was read.
    pub as_of: fn(&str) -> String,
    /// Reads it now.
    pub read_again: &'static str,
}

impl Words {
    /// The word of a named range; none for other days.
    #[must_use]
    pub const fn range(&self, range: Range) -> Option<&'static str> {
        match range {
            Range::ThisMonth => Some(self.this_month),
            Range::LastMonth => Some(self.last_month),
            Range::Last7Days => Some(self.last_7_days),
            Range::Last30Days => Some(self.last_30_days),
            Range::Custom(_) => None,
        }
    }

    /// The word of a group.
    #[must_use]
    pub fn group(&self, by: &GroupBy) -> String {
        match by {
            GroupBy::Service => self.service.to_owned(),
            GroupBy::Model => self.model.to_owned(),
            GroupBy::Tier => self.tier.to_owned(),
            GroupBy::Item => self.item.to_owned(),
            GroupBy::Key => self.key.to_owned(),
            GroupBy::Day => self.day.to_owned(),
            GroupBy::Label(name) => (self.label)(name),
        }
    }

    /// Rows that have no value for the group.
    #[must_use]
    pub fn without(&self, by: &GroupBy) -> String {
        match by {
            GroupBy::Model => self.no_model.to_owned(),
            GroupBy::Tier => self.no_tier.to_owned(),
            GroupBy::Label(name) => (self.no_label)(name),
            GroupBy::Key => self.no_key.to_owned(),
            GroupBy::Service | GroupBy::Item | GroupBy::Day => String::new(),
        }
    }

    /// The word of who reported something where that is no key; none of a key.
    #[must_use]
    pub fn reporter(&self, key: &str) -> Option<&'static str> {
        match key {
            "console" => Some(self.console),
            "platform" => Some(self.platform),
            "operator" => Some(self.operator),
            _ => None,
        }
    }

    /// The word of a kind.
    #[must_use]
    pub const fn kind(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Seconds => self.seconds,
            Kind::Reservations => self.reservations,
            Kind::Tokens => self.tokens,
        }
    }

    /// The unit of a kind.
    #[must_use]
    pub const fn unit(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Seconds => self.seconds_unit,
            Kind::Reservations => self.reservations_unit,
            Kind::Tokens => self.tokens_unit,
        }
    }
}

const ENGLISH: Words = Words {
    title: "Usage",
    range: "Range",
    this_month: "This month",
    last_month: "Last month",
    last_7_days: "Last 7 days",
    last_30_days: "Last 30 days",
    first_day: "From",
    last_day: "To, inclusive",
    group_by: "Group by",
    service: "Service",
    model: "Model",
    tier: "GPU tier",
    item: "Item",
    key: "API key",
    day: "Day",
    label: |name| format!("Label {name}"),
    labels: "Labels",
    kind: "Kind of usage",
    everything: "Everything",
    seconds: "GPU seconds",
    reservations: "TPM reservations",
    tokens: "Tokens",
    seconds_unit: "s",
    reservations_unit: "kTPM-hours",
    tokens_unit: "tokens",
    filter: "Filter the rows",
    used: "Item",
    quantity: "Quantity",
    amount: "Amount",
    share: "Share",
    total: "Total",
    too_many_digits: "more digits than are counted exactly",
    no_model: "no model",
    no_tier: "no tier",
    no_label: |name| format!("no label {name}"),
    no_key: "no key: seconds, reservations, or not recorded",
    console: "this console",
    platform: "instances of this server",
    operator: "the operator",
    removed: "removed",
    download: "Download CSV",
    download_json: "Download JSON",
    focus: "FOCUS tells charges of billing periods: it comes with each bill, also with that of the running month.",
    to_bills: "To the bills",
    downloaded: |name| format!("{name} is in your downloads."),
    not_downloaded: "The browser did not take the file. Copy the curl line instead.",
    shown_of: |shown, all| format!("{shown} of {all} rows are drawn; the totals and the CSV hold them all."),
    more: "Show more",
    none: "Nothing was used in these days",
    none_text: "Seconds are counted from the moment an instance is ready, and tokens when a request is answered. Choose other days, or enable a service.",
    to_services: "See the services",
    too_long: "Too many days",
    too_long_text: "By day, up to 92 days are added up at once. Choose a shorter range, or group by something else.",
    plot: "Cost by day",
    plot_spoken: |first, last, highest| {
        format!("Cost of each day from {first} to {last}; {highest} on the highest.")
    },
    plot_hint: "Point at a day, or use the arrow keys, to read its amount.",
    not_yet: "not yet",
    plot_table: "The plot as a table",
    days_of: |offset| format!("Days begin and end at the price book's offset, {offset}."),
    as_of: |instant| format!("As of {instant}; read again each half minute."),
    read_again: "Read again",
};

const CHINESE: Words = Words {
    title: "用量",
    range: "时间范围",
    this_month: "本月",
    last_month: "上月",
    last_7_days: "最近 7 天",
    last_30_days: "最近 30 天",
    first_day: "起始日",
    last_day: "结束日（含）",
    group_by: "分组方式",
    service: "服务",
    model: "模型",
    tier: "GPU 档位",
    item: "计费项",
    key: "API 密钥",
    day: "日期",
    label: |name| format!("标签 {name}"),
    labels: "标签",
    kind: "用量类型",
    everything: "全部",
    seconds: "GPU 秒数",
    reservations: "TPM 预留",
    tokens: "Token",
    seconds_unit: "秒",
    reservations_unit: "kTPM·小时",
    tokens_unit: "token",
    filter: "筛选行",
    used: "计费项",
    quantity: "数量",
    amount: "金额",
    share: "占比",
    total: "合计",
    too_many_digits: "位数超出可精确计算的范围",
    no_model: "无模型",
    no_tier: "无档位",
    no_label: |name| format!("无标签 {name}"),
    no_key: "无密钥：秒数、预留，或未记录",
    console: "本控制台",
    platform: "此服务器的实例",
    operator: "运营方",
    removed: "已删除",
    download: "下载 CSV",
    download_json: "下载 JSON",
    focus: "FOCUS 按账期记录费用：每张账单都提供，包括本月进行中的账单。",
    to_bills: "查看账单",
    downloaded: |name| format!("{name} 已下载。"),
    not_downloaded: "浏览器未能保存文件，请改用 curl 命令。",
    shown_of: |shown, all| format!("共 {all} 行，已显示 {shown} 行；合计与 CSV 包含全部行。"),
    more: "显示更多",
    none: "这些日期内没有用量",
    none_text: "实例就绪后开始按秒计量，请求得到响应时计量 token。请选择其他日期，或启用一个服务。",
    to_services: "查看服务",
    too_long: "天数过多",
    too_long_text: "按日期分组时，一次最多统计 92 天。请缩短时间范围，或改用其他分组方式。",
    plot: "每日费用",
    plot_spoken: |first, last, highest| format!("{first} 至 {last} 的每日费用，最高一天为 {highest}。"),
    plot_hint: "将指针移到某一天，或使用方向键，即可查看当天金额。",
    not_yet: "尚未开始",
    plot_table: "以表格查看",
    days_of: |offset| format!("日期按价目表的时区 {offset} 划分。"),
    as_of: |instant| format!("读取于 {instant}，每半分钟重新读取。"),
    read_again: "重新读取",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
