//! The words of a service as an estimate.

use super::Note;
use crate::console::format::Format;
use crate::console::words::{Language, Localized};

/// The words of a service as an estimate.
pub struct Words {
    /// The heading.
    pub title: &'static str,
    /// What it is for.
    pub text: &'static str,
    /// The link.
    pub open: &'static str,
    /// What is payable, in a currency.
    pub comes_to: fn(&str, &str) -> String,
    /// What is taken over.
    pub taken: &'static str,
    /// What is not.
    pub left: &'static str,
    tier: fn(&str) -> String,
    so_far: fn(&str) -> String,
    as_set: fn(&str) -> String,
    as_if_enabled: fn(&str) -> String,
    as_they_run: fn(&str) -> String,
    other_tier: fn(&str) -> String,
    limits: fn(&str, &str) -> String,
    policies: fn(usize) -> String,
    load_of_instances: fn(u64) -> String,
    model: fn(&str) -> String,
    traffic: fn(u64) -> String,
    reservation: fn(&str) -> String,
    seconds_rounded: &'static str,
    too_many_changes: &'static str,
    most_instances: &'static str,
    unseen_hours: &'static str,
    whole_month: &'static str,
    request_of: fn(&str) -> String,
    no_traffic: fn(u64) -> String,
    free_quota: &'static str,
}

impl Words {
    /// What is taken over, or not, as a sentence.
    pub fn note(&self, note: &Note, format: Format) -> String {
        let count = |count: u32| format.count(u64::from(count));
        match note {
            Note::Tier(code) => (self.tier)(code),
            Note::SoFar(until) => (self.so_far)(&format.instant(*until)),
            Note::AsSet(instances) => (self.as_set)(&count(*instances)),
            Note::AsIfEnabled(instances) => (self.as_if_enabled)(&count(*instances)),
            Note::AsTheyRun(instances) => (self.as_they_run)(&count(*instances)),
            Note::OtherTier(code) => (self.other_tier)(code),
            Note::Limits(least, most) => (self.limits)(&count(*least), &count(*most)),
            Note::Policies(policies) => (self.policies)(*policies),
            Note::LoadOfInstances(days) => (self.load_of_instances)(*days),
            Note::Model(model) => (self.model)(model),
            Note::Traffic(days) => (self.traffic)(*days),
            Note::Reservation(tpm) => (self.reservation)(&format.count(*tpm)),
            Note::SecondsRounded => self.seconds_rounded.to_owned(),
            Note::TooManyChanges => self.too_many_changes.to_owned(),
            Note::MostInstances => self.most_instances.to_owned(),
            Note::UnseenHours => self.unseen_hours.to_owned(),
            Note::WholeMonth => self.whole_month.to_owned(),
            Note::RequestOf(tokens) => (self.request_of)(&format.count(*tokens)),
            Note::NoTraffic(days) => (self.no_traffic)(*days),
            Note::FreeQuota => self.free_quota.to_owned(),
        }
    }
}

const ENGLISH: Words = Words {
    title: "As an estimate",
    text: "The running month of this service as an estimate in the calculator, to be changed and tried there. Nothing of the service changes.",
    open: "Open as estimate",
    comes_to: |payable, currency| format!("It comes to {payable} {currency} for the month."),
    taken: "Taken over",
    left: "Not taken over",
    tier: |code| format!("GPU tier {code}."),
    so_far: |until| format!("What ran this month up to {until}, step by step."),
    as_set: |instances| format!("From now on the number of instances that is set: {instances}."),
    as_if_enabled: |instances| {
        format!(
            "From now on the number of instances that is set: {instances}. The service does not run; the estimate counts as if it did."
        )
    },
    as_they_run: |instances| {
        format!("From now on as many instances as others have told to run now: {instances}.")
    },
    other_tier: |code| format!("What ran on tier {code}, as a line of its own."),
    limits: |least, most| format!("Automatic scaling from {least} to {most} instances, with its numbers."),
    policies: |count| match count {
        1 => "Its scheduled policy.".to_owned(),
        _ => format!("Its {count} scheduled policies."),
    },
    load_of_instances: |days| {
        format!(
            "A load by the hour of the day that the instances of the last {days} days were just enough for, since loads are not kept."
        )
    },
    model: |model| format!("The model {model}."),
    traffic: |days| format!("The tokens of the last {days} days, on average in each hour of the day."),
    reservation: |tpm| format!("The reserved {tpm} TPM, over the whole month."),
    seconds_rounded: "Which instance ran when. Each run is billed by itself, so seconds may differ by one for each run.",
    too_many_changes: "What ran so far: it changed more often than an estimate has steps, or not all of its runs were read. The whole month has the number of now.",
    most_instances: "More than 1,000 instances at once, which is the most that an estimate has.",
    unseen_hours: "A load in the hours of the day that the service has not lived through yet.",
    whole_month: "What was used before now: the estimate repeats the load over the whole month.",
    request_of: |tokens| {
        format!(
            "How many requests there were: tokens are counted, not requests. One request of the estimate stands for {tokens} tokens, mixed like those that were billed by token."
        )
    },
    no_traffic: |days| format!("A load: nothing was used in the last {days} days."),
    free_quota: "What is left of the free quota.",
};

const CHINESE: Words = Words {
    title: "作为估算",
    text: "将此服务的当前月份作为估算在计算器中打开，可在那里修改和试算。服务本身不会改变。",
    open: "作为估算打开",
    comes_to: |payable, currency| format!("全月合计 {payable} {currency}。"),
    taken: "沿用的内容",
    left: "未沿用的内容",
    tier: |code| format!("GPU 档位 {code}。"),
    so_far: |until| format!("本月截至 {until} 的实际运行，按变化逐段列出。"),
    as_set: |instances| format!("此后采用所设的实例数：{instances}。"),
    as_if_enabled: |instances| {
        format!("此后采用所设的实例数：{instances}。服务目前未运行，估算按其运行计算。")
    },
    as_they_run: |instances| format!("此后采用目前由外部上报正在运行的实例数：{instances}。"),
    other_tier: |code| format!("在 {code} 档上的运行，单独成行。"),
    limits: |least, most| format!("自动扩缩容（{least} 至 {most} 个实例）及其各项数值。"),
    policies: |count| format!("{count} 条定时策略。"),
    load_of_instances: |days| {
        format!("一天中各小时的负载，取最近 {days} 天的实例恰好够用的值（系统不保留负载记录）。")
    },
    model: |model| format!("模型 {model}。"),
    traffic: |days| format!("最近 {days} 天的 token，按一天中各小时取平均。"),
    reservation: |tpm| format!("已预留的 {tpm} TPM，按全月计算。"),
    seconds_rounded: "具体是哪个实例在何时运行。每次运行单独计费，因此每次运行可能相差一秒。",
    too_many_changes: "至今的运行：变化次数超出估算的段数上限，或未读取全部运行。全月采用目前的实例数。",
    most_instances: "同时超过 1,000 个实例的部分，这是估算的上限。",
    unseen_hours: "服务尚未经历过的小时内的负载。",
    whole_month: "此前的实际用量：估算在全月重复同一负载。",
    request_of: |tokens| {
        format!(
            "请求次数：系统只计 token，不计请求。估算中的一次请求代表 {tokens} 个 token，构成与按 token 计费的部分相同。"
        )
    },
    no_traffic: |days| format!("负载：最近 {days} 天没有用量。"),
    free_quota: "剩余的免费额度。",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
