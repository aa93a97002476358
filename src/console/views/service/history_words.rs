//! The words of a service's history: its life, its instances, its runs.

use tiermeter_service::{Reason, Status};

use super::life::Range;
use crate::console::words::{Common, Language, Localized};

/// The words of a service's history: its life, its instances, its runs.
pub struct HistoryWords {
    /// How far back it is looked.
    pub range_label: &'static str,
    /// A heading.
    pub life_and_cost: &'static str,
    /// How finely the cost of tokens is known.
    pub tokens_cost: &'static str,
    /// The way to its costs.
    pub to_cost: &'static str,
    /// Costs are not complete.
    pub not_all_runs: &'static str,
    /// Costs are not complete.
    pub unpriced: &'static str,
    /// What the bar shows.
    pub life_picture: &'static str,
    /// The end of the picture.
    pub now: &'static str,
    /// A status with its reasons.
    pub because: fn(&str, &str) -> String,
    /// The table of changes.
    pub changes: &'static str,
    /// A column.
    pub at: &'static str,
    /// A column.
    pub status_head: &'static str,
    /// A column.
    pub lasted: &'static str,
    /// A column.
    pub what: &'static str,
    /// A column.
    pub who: &'static str,
    /// A column.
    pub cost: fn(&str) -> String,
    /// The sum of what is in sight.
    pub in_all: &'static str,
    /// Before the first change.
    pub made: &'static str,
    /// From when on a stretch is counted.
    pub counted_from: fn(&str) -> String,
    /// Shows older changes.
    pub older_changes: fn(usize) -> String,
    /// A heading.
    pub instances: &'static str,
    /// How many there are, and are to be.
    pub counts: fn(&str, &str) -> String,
    /// There are none.
    pub no_instances: &'static str,
    /// There is none.
    pub no_token_instance: &'static str,
    /// Shows more instances.
    pub more_instances: fn(usize) -> String,
    /// Billed seconds.
    pub seconds: fn(&str) -> String,
    /// It does not run on this server now.
    pub not_here: &'static str,
    /// Since when it is so.
    pub since: fn(&str) -> String,
    /// How often it was started again.
    pub restarted: fn(u64) -> String,
    /// How long it waits at most.
    pub next_attempt: fn(&str) -> String,
    /// The table behind the picture.
    pub instances_table: &'static str,
    /// A column.
    pub instance: &'static str,
    /// A column.
    pub state: &'static str,
    /// A column.
    pub restarts: &'static str,
    /// A column.
    pub last_exit: &'static str,
    /// A column.
    pub endpoint: &'static str,
    /// A heading.
    pub how_to_call: &'static str,
    /// Where that works.
    pub how_to_call_text: &'static str,
    /// What is asked in the example.
    pub question: &'static str,
    /// Copies the line.
    pub copy_line: &'static str,
    /// A heading.
    pub runs: &'static str,
    /// There are none.
    pub no_runs: &'static str,
    /// When there will be.
    pub no_runs_text: &'static str,
    /// Shows older runs.
    pub older_runs: &'static str,
    /// How many runs were read.
    pub runs_read: fn(&str) -> String,
    /// How many runs there are.
    pub runs_all: fn(&str) -> String,
    /// A column.
    pub tier: &'static str,
    /// A column.
    pub from: &'static str,
    /// A column.
    pub until: &'static str,
    /// A column.
    pub billed_seconds: &'static str,
    /// It has no end yet.
    pub still_open: &'static str,
    ranges: [&'static str; 4],
}

impl HistoryWords {
    /// A range.
    #[must_use]
    pub const fn range(&self, range: Range) -> &'static str {
        let [day, week, month, quarter] = self.ranges;
        match range {
            Range::Day => day,
            Range::Week => week,
            Range::Month => month,
            Range::Quarter => quarter,
        }
    }

    /// A status with what keeps the service from running.
    #[must_use]
    pub fn status(&self, status: Status, reasons: &[Reason], common: &Common) -> String {
        let word = common.status(status);
        if reasons.is_empty() {
            return word.to_owned();
        }
        let reasons: Vec<&str> = reasons.iter().map(|reason| common.reason(*reason)).collect();
        (self.because)(word, &reasons.join(", "))
    }
}

const ENGLISH: HistoryWords = HistoryWords {
    range_label: "How far back",
    life_and_cost: "Life and cost",
    tokens_cost: "Tokens and reservations are told by the minute: the minute of a change counts, as a whole, for the status that it led to, and where there were several in it, for the last one.",
    to_cost: "Usage and cost",
    not_all_runs: "Not all runs are read yet, so stretches may have cost more. Older runs can be read below.",
    unpriced: "There are runs that the price book does not price; they are not in these amounts.",
    life_picture: "The stretches of status as a bar; the table below says the same.",
    now: "now",
    because: |status, reasons| format!("{status}: {reasons}"),
    changes: "Changes of status",
    at: "At",
    status_head: "Status",
    lasted: "Lasted",
    what: "What happened",
    who: "By",
    cost: |currency| format!("Cost, {currency}"),
    in_all: "In all, in this range",
    made: "Service made",
    counted_from: |from| format!("counted from {from}"),
    older_changes: |count| format!("Show older changes ({count})"),
    instances: "Instances",
    counts: |running, wanted| format!("{running} running, {wanted} wanted"),
    no_instances: "No instance runs now, and none ran in this range.",
    no_token_instance: "No instance runs now. One that runs costs nothing by itself.",
    more_instances: |count| format!("Show more instances ({count})"),
    seconds: |seconds| format!("{seconds} s"),
    not_here: "not on this server now",
    since: |at| format!("since {at}"),
    restarted: |count| {
        if count == 1 { "restarted once".to_owned() } else { format!("restarted {count} times") }
    },
    next_attempt: |pause| format!("next attempt after {pause} at most"),
    instances_table: "Instances as a table",
    instance: "Instance",
    state: "State",
    restarts: "Restarts",
    last_exit: "Last exit",
    endpoint: "Endpoint",
    how_to_call: "Call it",
    how_to_call_text: "As the server reaches the instance; from elsewhere the address may be another one.",
    question: "Hello",
    copy_line: "Copy the line",
    runs: "Runs",
    no_runs: "No runs yet",
    no_runs_text: "A run begins when an instance is ready, and ends when it stops; it is billed by the second.",
    older_runs: "Show older runs",
    runs_read: |count| format!("{count} runs read so far"),
    runs_all: |count| format!("{count} in all"),
    tier: "Tier",
    from: "From",
    until: "Until",
    billed_seconds: "Billed seconds",
    still_open: "open",
    ranges: ["24 hours", "7 days", "30 days", "90 days"],
};

const CHINESE: HistoryWords = HistoryWords {
    range_label: "时间范围",
    life_and_cost: "状态与费用",
    tokens_cost: "token 与预留的费用按分钟汇总：发生变更的那一分钟整体计入变更后的状态；同一分钟内有多次变更时，计入最后一次变更后的状态。",
    to_cost: "用量与费用",
    not_all_runs: "尚未读取全部运行记录，各时段的费用可能更高；可在下方读取更早的运行记录。",
    unpriced: "有些运行记录在价目表中没有价格，未计入这些金额。",
    life_picture: "以条形显示各状态时段；下表内容相同。",
    now: "现在",
    because: |status, reasons| format!("{status}：{reasons}"),
    changes: "状态变更",
    at: "时间",
    status_head: "状态",
    lasted: "持续",
    what: "事件",
    who: "操作者",
    cost: |currency| format!("费用，{currency}"),
    in_all: "此范围合计",
    made: "服务已创建",
    counted_from: |from| format!("自 {from} 起计"),
    older_changes: |count| format!("显示更早的变更（{count}）"),
    instances: "实例",
    counts: |running, wanted| format!("运行 {running} 个，期望 {wanted} 个"),
    no_instances: "当前没有实例运行，此范围内也没有运行过。",
    no_token_instance: "当前没有实例运行；实例运行本身不产生费用。",
    more_instances: |count| format!("显示更多实例（{count}）"),
    seconds: |seconds| format!("{seconds} 秒"),
    not_here: "当前不在此服务器上",
    since: |at| format!("自 {at}"),
    restarted: |count| format!("重启 {count} 次"),
    next_attempt: |pause| format!("最多 {pause}后再次尝试"),
    instances_table: "以表格查看实例",
    instance: "实例",
    state: "状态",
    restarts: "重启次数",
    last_exit: "上次退出",
    endpoint: "接口地址",
    how_to_call: "调用",
    how_to_call_text: "此地址为服务器访问实例所用；从其他位置访问时地址可能不同。",
    question: "你好",
    copy_line: "复制命令",
    runs: "运行记录",
    no_runs: "还没有运行记录",
    no_runs_text: "实例就绪时开始一次运行，停止时结束，按秒计费。",
    older_runs: "显示更早的运行记录",
    runs_read: |count| format!("已读取 {count} 条"),
    runs_all: |count| format!("共 {count} 条"),
    tier: "级别",
    from: "开始",
    until: "结束",
    billed_seconds: "计费秒数",
    still_open: "进行中",
    ranges: ["24 小时", "7 天", "30 天", "90 天"],
};

impl Localized for HistoryWords {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
