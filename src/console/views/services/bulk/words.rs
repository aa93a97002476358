//! What is said of one thing done to many services.

use super::outcome::Kind;
use crate::console::words::{Language, Localized};

/// The words of the selection.
pub struct Words {
    /// What is selected.
    pub selection: &'static str,
    /// The button.
    pub enable: &'static str,
    /// The button.
    pub disable: &'static str,
    /// Selects nothing.
    pub unselect: &'static str,
    /// Opens what is under way.
    pub show_progress: &'static str,
    /// What the progress is of.
    pub progress_name: &'static str,
    /// Why one is left out.
    pub never_enabled: &'static str,
    /// What to do about it.
    pub nothing_to_do: &'static str,
    /// Why one is left out.
    pub not_now: &'static str,
    /// What to do about it.
    pub not_now_next: &'static str,
    /// What disabling does.
    pub stops: &'static str,
    /// What it does not.
    pub reservations_go_on: &'static str,
    /// What is not in the costs.
    pub tokens_beside: &'static str,
    /// What became of each.
    pub outcome: &'static str,
    all: &'static str,
    open: &'static str,
    done: &'static str,
    refused: &'static str,
    changed: &'static str,
    failed: &'static str,
    /// While it is sent.
    pub sending: &'static str,
    /// Why it was not done.
    pub called_off: &'static str,
    /// Stops sending.
    pub call_off: &'static str,
    /// How a service stands.
    pub going: &'static str,
    /// How many are selected, and how many of those the filter hides.
    pub selected: fn(usize, usize) -> String,
    /// The heading.
    pub enable_title: fn(usize) -> String,
    /// The heading.
    pub disable_title: fn(usize) -> String,
    /// The button.
    pub enable_count: fn(usize) -> String,
    /// The button.
    pub disable_count: fn(usize) -> String,
    /// How many change, and how many are so already.
    pub will_change: fn(usize, usize) -> String,
    /// How many are left out.
    pub left_out: fn(usize) -> String,
    /// How many more there are.
    pub and_more: fn(usize) -> String,
    /// How many are done, of how many, and how many were not.
    pub progress: fn(usize, usize, usize) -> String,
    /// Tries again what was not done.
    pub try_again: fn(usize) -> String,
    /// Takes back what was done.
    pub undo: fn(usize) -> String,
    /// The heading of taking something back.
    pub undo_title: fn(&str) -> String,
    /// What is not taken back.
    pub undo_leaves: &'static str,
    /// Somebody changed it: who, and how it stands now, where that is known.
    pub conflict: fn(Option<&str>, Option<&str>) -> String,
}

impl Words {
    /// The word of an outcome, or of all of them.
    pub const fn outcome_chip(&self, kind: Option<Kind>) -> &'static str {
        match kind {
            None => self.all,
            Some(Kind::Open) => self.open,
            Some(Kind::Done) => self.done,
            Some(Kind::Refused) => self.refused,
            Some(Kind::Conflict) => self.changed,
            Some(Kind::Failed) => self.failed,
        }
    }
}

/// `1 service`, `12 services`.
fn services(count: usize) -> String {
    if count == 1 { "1 service".to_owned() } else { format!("{count} services") }
}

const ENGLISH: Words = Words {
    selection: "Selection",
    enable: "Enable",
    disable: "Disable",
    unselect: "Clear selection",
    show_progress: "Show",
    progress_name: "How far it is",
    never_enabled: "Never enabled.",
    nothing_to_do: "There is nothing to stop.",
    not_now: "The service does not take this as it is now.",
    not_now_next: "Close this and look at it again.",
    stops: "Every instance of them stops at once; calls to them fail from then on, and no more seconds are billed.",
    reservations_go_on: "Reservations of some of them are charged until their end, whatever the services do.",
    tokens_beside: "Tokens are billed as they are used, beside this.",
    outcome: "What became of each service",
    all: "All",
    open: "Waiting",
    done: "Done",
    refused: "Refused",
    changed: "Changed meanwhile",
    failed: "Not done",
    sending: "on its way …",
    called_off: "You stopped before its turn.",
    call_off: "Stop after those on their way",
    going: "creating or running",
    selected: |count, hidden| match hidden {
        0 => format!("{count} selected"),
        hidden => format!("{count} selected, {hidden} of them not shown"),
    },
    enable_title: |count| format!("Enable {}", services(count)),
    disable_title: |count| format!("Disable {}", services(count)),
    enable_count: |count| format!("Enable {}", services(count)),
    disable_count: |count| format!("Disable {}", services(count)),
    will_change: |changes, same| match (changes, same) {
        (0, 0) => "Nothing changes.".to_owned(),
        (changes, 0) => format!("{changes} will change."),
        (changes, same) => format!("{changes} will change, {same} are so already."),
    },
    left_out: |count| format!("{} would be refused and left out:", services(count)),
    and_more: |count| format!("and {count} more"),
    progress: |done, all, not_done| match not_done {
        0 => format!("{done} of {all} done."),
        not_done => format!("{done} of {all} done, {not_done} not."),
    },
    try_again: |count| format!("Try {count} again"),
    undo: |count| format!("Undo {count} …"),
    undo_title: |title| format!("Undo: {title}"),
    undo_leaves: "A service that somebody has changed since stays as it is.",
    conflict: |by, stand| {
        let what = match by {
            Some(by) => format!("It was changed meanwhile by {by}, so nothing was done."),
            None => "Somebody changed it meanwhile, so nothing was done.".to_owned(),
        };
        stand.map_or_else(|| what.clone(), |stand| format!("{what} Now: {stand}."))
    },
};

const CHINESE: Words = Words {
    selection: "已选服务",
    enable: "启用",
    disable: "停用",
    unselect: "取消选择",
    show_progress: "查看",
    progress_name: "进度",
    never_enabled: "从未启用。",
    nothing_to_do: "无需停用。",
    not_now: "服务在当前状态下无法执行此操作。",
    not_now_next: "请关闭此窗口并重新查看。",
    stops: "其所有实例将立即停止；此后对它们的调用会失败，并且不再按秒计费。",
    reservations_go_on: "其中部分服务的预留无论服务状态如何，都会计费到期满。",
    tokens_beside: "Token 另按实际用量计费。",
    outcome: "各服务的结果",
    all: "全部",
    open: "等待中",
    done: "已完成",
    refused: "被拒绝",
    changed: "期间已被修改",
    failed: "未完成",
    sending: "正在发送……",
    called_off: "在轮到它之前已停止。",
    call_off: "发送完当前请求后停止",
    going: "创建中或运行中",
    selected: |count, hidden| match hidden {
        0 => format!("已选 {count} 个"),
        hidden => format!("已选 {count} 个，其中 {hidden} 个未显示"),
    },
    enable_title: |count| format!("启用 {count} 个服务"),
    disable_title: |count| format!("停用 {count} 个服务"),
    enable_count: |count| format!("启用 {count} 个服务"),
    disable_count: |count| format!("停用 {count} 个服务"),
    will_change: |changes, same| match (changes, same) {
        (0, 0) => "没有任何更改。".to_owned(),
        (changes, 0) => format!("{changes} 个将会更改。"),
        (changes, same) => format!("{changes} 个将会更改，{same} 个已是该状态。"),
    },
    left_out: |count| format!("{count} 个会被拒绝，已排除："),
    and_more: |count| format!("还有 {count} 个"),
    progress: |done, all, not_done| match not_done {
        0 => format!("已完成 {done} / {all}。"),
        not_done => format!("已完成 {done} / {all}，{not_done} 个未完成。"),
    },
    try_again: |count| format!("重试 {count} 个"),
    undo: |count| format!("撤销 {count} 个……"),
    undo_title: |title| format!("撤销：{title}"),
    undo_leaves: "期间已被他人修改的服务保持不变。",
    conflict: |by, stand| {
        let what = format!("期间已被{}修改，因此没有执行任何操作。", by.unwrap_or("他人"));
        stand.map_or_else(|| what.clone(), |stand| format!("{what}当前状态：{stand}。"))
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
