//! The words of the plots.

use crate::console::words::{Language, Localized};

/// Words of the plots.
pub struct Words {
    /// The heading, for those who cannot see it.
    pub title: &'static str,
    /// How far back.
    pub range: &'static str,
    /// The names of the ranges, in the order of [`super::range::Range::ALL`].
    pub ranges: [&'static str; 6],
    /// The plot of instances.
    pub instances: &'static str,
    /// The unit of instances.
    pub instances_unit: &'static str,
    /// The plot of costs.
    pub cost: &'static str,
    /// The unit of costs in a stretch that lasts so long.
    pub cost_unit: fn(&str, &str) -> String,
    /// The plot of tokens.
    pub tokens: &'static str,
    /// The unit of tokens by the day.
    pub tokens_unit: &'static str,
    /// The unit of tokens by the minute.
    pub tokens_unit_by_minute: &'static str,
    /// The unit of tokens by the hour.
    pub tokens_unit_by_hour: &'static str,
    /// So many instances, or from so many to so many.
    pub so_many_instances: fn(u32, u32) -> String,
    /// So many billed seconds.
    pub so_many_seconds: fn(&str) -> String,
    /// So many tokens.
    pub so_many_tokens: fn(&str) -> String,
    /// What a price book without a price of the tier leaves open.
    pub not_priced: &'static str,
    /// A stretch before the service was made.
    pub before_created: &'static str,
    /// A stretch that has begun since the usage was told.
    pub not_told: &'static str,
    /// A stretch whose runs were not all read.
    pub not_read: &'static str,
    /// What hatching means, before the service was made.
    pub gap_before_created: &'static str,
    /// What hatching means, where not all runs were read.
    pub gap_not_read: &'static str,
    /// What the plot of instances shows: the most, and those of now.
    pub instances_words: fn(u32, u32) -> String,
    /// What the plot of costs shows, with its total.
    pub cost_words: fn(&str) -> String,
    /// What the plot of tokens shows, with its total.
    pub tokens_words: fn(&str) -> String,
    /// How a plot is read.
    pub read_plot: fn(&str) -> String,
    /// How it is read with keys.
    pub how_to_read: &'static str,
    /// The table behind a plot.
    pub table: &'static str,
    /// Saves the table as a file.
    pub download: &'static str,
    /// A column.
    pub time: &'static str,
    /// A column.
    pub day: &'static str,
    /// A column.
    pub least: &'static str,
    /// A column.
    pub most: &'static str,
    /// A column.
    pub seconds: &'static str,
    /// A column with a currency.
    pub cost_in: fn(&str) -> String,
    /// The figure of the cost in the range.
    pub total_cost: fn(&str) -> String,
    /// The figure of billed seconds in the range.
    pub total_seconds: &'static str,
    /// The figure of tokens in the range.
    pub total_tokens: &'static str,
    /// What is told by the day, in which time.
    pub days_in: fn(&str) -> String,
    /// How tokens are told in long ranges.
    pub tokens_by_day: &'static str,
    /// How tokens are told in short ranges.
    pub tokens_by_hour: &'static str,
    /// How tokens are told in the shortest range.
    pub tokens_by_minute: &'static str,
    /// Up to when the plots show.
    pub as_of: fn(&str) -> String,
    /// There are no runs.
    pub no_runs: &'static str,
    /// When there will be.
    pub no_runs_text: &'static str,
    /// There was no traffic.
    pub no_tokens: &'static str,
    /// When there will be.
    pub no_tokens_text: &'static str,
    /// Tokens that were paid by token.
    pub by_token: &'static str,
    /// Tokens that a reservation covered.
    pub reserved: &'static str,
    /// Tokens that free quota covered.
    pub free: &'static str,
    /// What a reservation costs.
    pub reservation: &'static str,
}

const ENGLISH: Words = Words {
    title: "Usage and cost",
    range: "How far back",
    ranges: ["1 h", "6 h", "24 h", "7 d", "30 d", "90 d"],
    instances: "Instances",
    instances_unit: "running at a time",
    cost: "Cost",
    cost_unit: |currency, lasts| format!("{currency} in each {lasts}"),
    tokens: "Tokens",
    tokens_unit: "tokens in each day",
    tokens_unit_by_minute: "tokens in each minute",
    tokens_unit_by_hour: "tokens in each hour",
    so_many_instances: |least, most| match (least, most) {
        (1, 1) => "1 instance".to_owned(),
        _ if least == most => format!("{least} instances"),
        _ => format!("{least} to {most} instances"),
    },
    so_many_seconds: |seconds| format!("{seconds} s"),
    so_many_tokens: |tokens| format!("{tokens} tokens"),
    not_priced: "not in the price book",
    before_created: "before the service was created",
    not_told: "not known yet",
    not_read: "older runs are not shown",
    gap_before_created: "Hatched: before the service was created.",
    gap_not_read: "Hatched: only the newest 3,000 runs are read; those before them are not shown.",
    instances_words: |most, now| format!("At most {most}, now {now}"),
    cost_words: |total| format!("{total} in all"),
    tokens_words: |total| format!("{total} tokens in all"),
    read_plot: |plot| format!("{plot}: read values"),
    how_to_read: "Arrow keys move through it.",
    table: "As a table",
    download: "Download CSV",
    time: "Time",
    day: "Day",
    least: "Least",
    most: "Most",
    seconds: "Billed seconds",
    cost_in: |currency| format!("Cost, {currency}"),
    total_cost: |currency| format!("Cost in this range, {currency}"),
    total_seconds: "Billed seconds in this range",
    total_tokens: "Tokens in this range",
    days_in: |zone| format!("Days in {zone}"),
    tokens_by_day: "Tokens are summed up by the day.",
    tokens_by_hour: "Tokens are summed up by the hour.",
    tokens_by_minute: "Tokens are summed up by the minute.",
    as_of: |at| format!("As of {at}"),
    no_runs: "No instance has run yet",
    no_runs_text: "Usage and cost are drawn here from the first run on. Seconds are billed from the instant an instance is ready.",
    no_tokens: "No tokens in this range",
    no_tokens_text: "Tokens and their cost are drawn here by the minute, the hour or the day, from the first request on.",
    by_token: "billed by token",
    reserved: "covered by a reservation",
    free: "covered by free quota",
    reservation: "reservation",
};

const CHINESE: Words = Words {
    title: "用量与费用",
    range: "时间范围",
    ranges: ["1 小时", "6 小时", "24 小时", "7 天", "30 天", "90 天"],
    instances: "实例数",
    instances_unit: "同时运行的实例",
    cost: "费用",
    cost_unit: |currency, lasts| format!("每 {lasts}的 {currency}"),
    tokens: "Token",
    tokens_unit: "每天的 token 数",
    tokens_unit_by_minute: "每分钟的 token 数",
    tokens_unit_by_hour: "每小时的 token 数",
    so_many_instances: |least, most| {
        if least == most { format!("{least} 个实例") } else { format!("{least} 到 {most} 个实例") }
    },
    so_many_seconds: |seconds| format!("{seconds} 秒"),
    so_many_tokens: |tokens| format!("{tokens} 个 token"),
    not_priced: "价目表中没有此价格",
    before_created: "服务创建之前",
    not_told: "尚未获知",
    not_read: "更早的运行未显示",
    gap_before_created: "斜线部分：服务创建之前。",
    gap_not_read: "斜线部分：只读取最近的 3,000 次运行，更早的未显示。",
    instances_words: |most, now| format!("最多 {most} 个，当前 {now} 个"),
    cost_words: |total| format!("合计 {total}"),
    tokens_words: |total| format!("合计 {total} 个 token"),
    read_plot: |plot| format!("{plot}：逐点读数"),
    how_to_read: "用方向键移动。",
    table: "以表格查看",
    download: "下载 CSV",
    time: "时间",
    day: "日期",
    least: "最少",
    most: "最多",
    seconds: "计费秒数",
    cost_in: |currency| format!("费用（{currency}）"),
    total_cost: |currency| format!("此范围内的费用（{currency}）"),
    total_seconds: "此范围内的计费秒数",
    total_tokens: "此范围内的 token",
    days_in: |zone| format!("日期按 {zone}"),
    tokens_by_day: "Token 按天汇总。",
    tokens_by_hour: "Token 按小时汇总。",
    tokens_by_minute: "Token 按分钟汇总。",
    as_of: |at| format!("截至 {at}"),
    no_runs: "还没有实例运行过",
    no_runs_text: "从第一次运行起，这里会显示用量与费用。实例就绪的那一刻起按秒计费。",
    no_tokens: "此范围内没有 token",
    no_tokens_text: "从第一次请求起，这里按分钟、小时或天显示 token 及其费用。",
    by_token: "按 token 计费",
    reserved: "由预留覆盖",
    free: "由免费额度覆盖",
    reservation: "预留",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
