//! The words that many parts say: of status, billing and items, the same everywhere.

use tiermeter_pricing::Item;
use tiermeter_service::{BillingMode, Command, Reason, Status};

use super::{Language, Localized};
use crate::console::documents::{BillState, InstanceState, Metering, ServiceType};

/// Words of the field.
pub struct Common {
    /// Cancels a dialog.
    pub cancel: &'static str,
    /// Closes a dialog.
    pub close: &'static str,
    /// Takes an action back.
    pub undo: &'static str,
    /// It cannot be taken back any more.
    pub undo_over: &'static str,
    /// Tries again.
    pub try_again: &'static str,
    /// While something is fetched.
    pub loading: &'static str,
    /// Copies.
    pub copy: &'static str,
    /// After copying.
    pub copied: &'static str,
    /// Copies the request as a curl line.
    pub copy_curl: &'static str,
    /// What follows a price of a model that is not published.
    pub sample_prices: &'static str,
    /// Where there is nothing to show.
    pub nothing: &'static str,
    /// Later than expected.
    pub late: &'static str,
    /// The unit of prices by the hour.
    pub per_hour: &'static str,
    /// The unit of prices by the day.
    pub per_day: &'static str,
    /// The unit of prices by the month.
    pub per_month: &'static str,
    /// A quotation of a sentence of the server.
    pub server_says: &'static str,
    not_enabled: &'static str,
    creating: &'static str,
    running: &'static str,
    stopped: &'static str,
    creation_failed: &'static str,
    disabled: &'static str,
    overdue: &'static str,
    pay_as_you_go: &'static str,
    tpm_reservation: &'static str,
    no_billing: &'static str,
    default: &'static str,
    custom: &'static str,
    by_seconds: &'static str,
    by_tokens: &'static str,
    gpu_seconds: &'static str,
    input_tokens: &'static str,
    cached_input_tokens: &'static str,
    output_tokens: &'static str,
    reserved_tokens: &'static str,
    free_tokens: &'static str,
    open: &'static str,
    issued: &'static str,
    paid: &'static str,
    bill_overdue: &'static str,
    starting: &'static str,
    ready: &'static str,
    waiting: &'static str,
    stopping: &'static str,
    enable: &'static str,
    created: &'static str,
    failed: &'static str,
    disable: &'static str,
    became_overdue: &'static str,
    replenished: &'static str,
    owner: &'static str,
    operator: &'static str,
    platform: &'static str,
    api_key: &'static str,
}

impl Common {
    /// The word of a status.
    pub const fn status(&self, status: Status) -> &'static str {
        match status {
            Status::NotEnabled => self.not_enabled,
            Status::Creating => self.creating,
            Status::Running => self.running,
            Status::Stopped => self.stopped,
        }
    }

    /// Why it is stopped.
    pub const fn reason(&self, reason: Reason) -> &'static str {
        match reason {
            Reason::CreationFailed => self.creation_failed,
            Reason::Disabled => self.disabled,
            Reason::Overdue => self.overdue,
        }
    }

    /// How it is billed.
    pub const fn billing_mode(&self, mode: BillingMode) -> &'static str {
        match mode {
            BillingMode::PayAsYouGo => self.pay_as_you_go,
            BillingMode::TpmReservation => self.tpm_reservation,
            BillingMode::None => self.no_billing,
        }
    }

    /// Who made it.
    pub const fn service_type(&self, kind: ServiceType) -> &'static str {
        match kind {
            ServiceType::Default => self.default,
            ServiceType::Custom => self.custom,
        }
    }

    /// How it is metered.
    pub const fn metering(&self, metering: Metering) -> &'static str {
        match metering {
            Metering::GpuSeconds => self.by_seconds,
            Metering::Tokens => self.by_tokens,
        }
    }

    /// What is billed.
    pub const fn item(&self, item: Item) -> &'static str {
        match item {
            Item::GpuSeconds => self.gpu_seconds,
            Item::TpmReservation => self.tpm_reservation,
            Item::InputTokens => self.input_tokens,
            Item::CachedInputTokens => self.cached_input_tokens,
            Item::OutputTokens => self.output_tokens,
            Item::ReservedTokens => self.reserved_tokens,
            Item::FreeTokens => self.free_tokens,
        }
    }

    /// How a bill stands.
    pub const fn bill_state(&self, state: BillState) -> &'static str {
        match state {
            BillState::Open => self.open,
            BillState::Issued => self.issued,
            BillState::Paid => self.paid,
            BillState::Overdue => self.bill_overdue,
        }
    }

    /// What an instance does.
    pub const fn instance_state(&self, state: InstanceState) -> &'static str {
        match state {
            InstanceState::Starting => self.starting,
            InstanceState::Ready => self.ready,
            InstanceState::Waiting => self.waiting,
            InstanceState::Stopping => self.stopping,
        }
    }

    /// What happened to a service.
    pub const fn command(&self, command: Command) -> &'static str {
        match command {
            Command::Enable => self.enable,
            Command::Created => self.created,
            Command::CreationFailed => self.failed,
            Command::Disable => self.disable,
            Command::AccountOverdue => self.became_overdue,
            Command::AccountReplenished => self.replenished,
        }
    }

    /// Who acted, from the word of the API.
    pub fn actor(&self, actor: &str) -> String {
        match actor.split_once(':') {
            Some((_, key)) => format!("{} {key}", self.api_key),
            None => match actor {
                "owner" => self.owner.to_owned(),
                "operator" => self.operator.to_owned(),
                "platform" => self.platform.to_owned(),
                other => other.to_owned(),
            },
        }
    }
}

const ENGLISH: Common = Common {
    cancel: "Cancel",
    close: "Close",
    undo: "Undo",
    undo_over: "Changed since: undo is no longer possible.",
    try_again: "Try again",
    loading: "Loading …",
    copy: "Copy",
    copied: "Copied",
    copy_curl: "Copy as curl",
    sample_prices: "sample prices",
    nothing: "–",
    late: "later than usual",
    per_hour: "per hour",
    per_day: "per day",
    per_month: "per month",
    server_says: "The server says:",
    not_enabled: "Not enabled",
    creating: "Creating",
    running: "Running",
    stopped: "Stopped",
    creation_failed: "could not be created",
    disabled: "by hand",
    overdue: "overdue payment",
    pay_as_you_go: "Pay-as-you-go",
    tpm_reservation: "TPM reservation",
    no_billing: "None",
    default: "default",
    custom: "custom",
    by_seconds: "per second",
    by_tokens: "per token",
    gpu_seconds: "GPU seconds",
    input_tokens: "Input tokens",
    cached_input_tokens: "Cached input tokens",
    output_tokens: "Output tokens",
    reserved_tokens: "Tokens covered by a reservation",
    free_tokens: "Tokens covered by free quota",
    open: "Open",
    issued: "Issued",
    paid: "Paid",
    bill_overdue: "Overdue",
    starting: "Starting",
    ready: "Ready",
    waiting: "Waiting for the next attempt",
    stopping: "Stopping",
    enable: "Enabled",
    created: "Ready for the first time",
    failed: "Could not be created",
    disable: "Disabled",
    became_overdue: "Payment became overdue",
    replenished: "Payment arrived",
    owner: "the owner",
    operator: "the operator",
    platform: "the platform",
    api_key: "API key",
};

const CHINESE: Common = Common {
    cancel: "取消",
    close: "关闭",
    undo: "撤销",
    undo_over: "此后已有更改，无法再撤销。",
    try_again: "重试",
    loading: "正在加载……",
    copy: "复制",
    copied: "已复制",
    copy_curl: "复制为 curl",
    sample_prices: "示例价格",
    nothing: "–",
    late: "比平常慢",
    per_hour: "每小时",
    per_day: "每天",
    per_month: "每月",
    server_says: "服务器提示：",
    not_enabled: "未启用",
    creating: "创建中",
    running: "运行中",
    stopped: "已停止",
    creation_failed: "创建失败",
    disabled: "手动停止",
    overdue: "欠费",
    pay_as_you_go: "按量付费",
    tpm_reservation: "TPM 预留",
    no_billing: "无",
    default: "默认",
    custom: "自定义",
    by_seconds: "按秒",
    by_tokens: "按 token",
    gpu_seconds: "GPU 秒数",
    input_tokens: "输入 token",
    cached_input_tokens: "缓存输入 token",
    output_tokens: "输出 token",
    reserved_tokens: "预留覆盖的 token",
    free_tokens: "免费额度覆盖的 token",
    open: "未结",
    issued: "已出账",
    paid: "已支付",
    bill_overdue: "逾期",
    starting: "启动中",
    ready: "就绪",
    waiting: "等待下次尝试",
    stopping: "停止中",
    enable: "已启用",
    created: "首次就绪",
    failed: "创建失败",
    disable: "已停用",
    became_overdue: "账户欠费",
    replenished: "款项到账",
    owner: "所有者",
    operator: "运营方",
    platform: "平台",
    api_key: "API 密钥",
};

impl Localized for Common {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actors_are_named() {
        for (actor, expected) in [
            ("owner", "the owner"),
            ("api_key:key_1", "API key key_1"),
            ("platform", "the platform"),
            ("somebody", "somebody"),
        ] {
            assert_eq!(ENGLISH.actor(actor), expected);
        }
    }
}
