//! The words of the scaling.

use super::draft::Fault;
use super::load::KnownLoad;
use crate::console::words::{Language, Localized};

/// Words of the scaling.
pub struct Words {
    /// The heading of the fields.
    pub title: &'static str,
    /// How the number of instances is found.
    pub mode: &'static str,
    /// It is fixed.
    pub manual: &'static str,
    /// By the load.
    pub automatic: &'static str,
    /// What manual means.
    pub manual_text: &'static str,
    /// What automatic means.
    pub automatic_text: &'static str,
    /// A field.
    pub instances: &'static str,
    /// A field.
    pub minimum: &'static str,
    /// A field.
    pub maximum: &'static str,
    /// A field.
    pub concurrency: &'static str,
    /// What that is.
    pub concurrency_hint: &'static str,
    /// A field.
    pub scale_in_after: &'static str,
    /// What that is.
    pub scale_in_after_hint: &'static str,
    /// The scheduled policies.
    pub policies: &'static str,
    /// What they do.
    pub policies_text: &'static str,
    /// There is none.
    pub no_policies: &'static str,
    /// The policy of that place in the list.
    pub policy: fn(usize) -> String,
    /// A field.
    pub cron: &'static str,
    /// In which time crons are, and what their five fields are.
    pub cron_hint: fn(&str) -> String,
    /// When a cron comes next.
    pub next: fn(&str) -> String,
    /// It never comes.
    pub never: &'static str,
    /// A field.
    pub duration: &'static str,
    /// A field.
    pub policy_minimum: &'static str,
    /// More than the maximum does not count.
    pub counts_as_maximum: fn(u32) -> String,
    /// Adds a policy.
    pub add_policy: &'static str,
    /// There are as many as there may be.
    pub most_policies: &'static str,
    /// Removes a policy.
    pub remove: &'static str,
    /// Shows what the change leads to before it is made.
    pub review: &'static str,
    /// Takes back what was typed.
    pub discard: &'static str,
    /// The fields say what is so already.
    pub unchanged: &'static str,
    /// Somebody else changed the scaling.
    pub changed_elsewhere: &'static str,
    /// Takes over what somebody else made of it.
    pub take_over: &'static str,
    /// The heading of what the fields lead to.
    pub effect: &'static str,
    /// There is something to mend first.
    pub mend: &'static str,
    /// A column.
    pub rate: &'static str,
    /// A row: all the time so many.
    pub always: &'static str,
    /// A row: the least, without load.
    pub at_minimum: &'static str,
    /// A row: the most.
    pub at_maximum: &'static str,
    /// At which price.
    pub price: fn(&str, &str, &str) -> String,
    /// The price book has no price of the tier.
    pub not_priced: &'static str,
    /// Only while it runs.
    pub only_running: &'static str,
    /// A field: the load of the days ahead.
    pub load: &'static str,
    /// Goes back from a load that was typed to what is known of it.
    pub load_measured: &'static str,
    /// The same where nothing is known.
    pub load_none: &'static str,
    /// The picture of the days ahead.
    pub ahead: &'static str,
    /// Its unit.
    pub ahead_unit: &'static str,
    /// What it shows: the least and the most.
    pub ahead_words: fn(u32, u32) -> String,
    /// So many instances, or from so many to so many.
    pub so_many: fn(u32, u32) -> String,
    /// What the days ahead come to: instance hours, and their cost.
    pub ahead_total: fn(&str, &str) -> String,
    /// It was not followed to its end.
    pub ahead_cut: fn(&str) -> String,
    /// What the platform has for this service.
    pub unknown: &'static str,
    /// What to do about it.
    pub unknown_text: &'static str,
    load_unknown: &'static str,
    load_at_most: fn(&str) -> String,
    load_between: fn(&str, &str, &str) -> String,
    load_at_least: fn(&str, &str) -> String,
    above_maximum: &'static str,
    range: fn(&str, &str) -> String,
    not_a_cron: fn(&str) -> String,
}

impl Words {
    /// What is known of the load; `count` writes numbers.
    pub fn known_load(&self, known: KnownLoad, count: impl Fn(u64) -> String) -> String {
        match known {
            KnownLoad::Unknown => self.load_unknown.to_owned(),
            KnownLoad::AtMost(most) => (self.load_at_most)(&count(most)),
            KnownLoad::Between { instances, least, most } => {
                (self.load_between)(&count(instances.into()), &count(least), &count(most))
            }
            KnownLoad::AtLeast { instances, least } => {
                (self.load_at_least)(&count(instances.into()), &count(least))
            }
        }
    }

    /// What is wrong in a field; `count` writes numbers.
    pub fn fault(&self, fault: &Fault, count: impl Fn(u64) -> String) -> String {
        match fault {
            Fault::Range { lowest, highest } => (self.range)(&count(*lowest), &count(*highest)),
            Fault::AboveMaximum => self.above_maximum.to_owned(),
            Fault::Cron(why) => (self.not_a_cron)(why),
        }
    }
}

const ENGLISH: Words = Words {
    title: "Scaling",
    mode: "How the number of instances is found",
    manual: "Manual",
    automatic: "Automatic",
    manual_text: "A fixed number. A change starts or stops just the difference; the newest instances stop first.",
    automatic_text: "As many as the requests in flight ask for, between a minimum and a maximum. More start at once; fewer stop when the lower need has lasted.",
    instances: "Instances",
    minimum: "At least, instances",
    maximum: "At most, instances",
    concurrency: "Requests in flight for each instance",
    concurrency_hint: "Instances needed = requests in flight / this, rounded up.",
    scale_in_after: "A lower need must last, seconds",
    scale_in_after_hint: "Instances stop only after that; it holds for policies too.",
    policies: "Scheduled policies",
    policies_text: "Each raises the minimum from every instant of its cron on, for its duration. Where several apply the largest wins.",
    no_policies: "None: the minimum is the same at all times.",
    policy: |place| format!("Policy {place}"),
    cron: "Begins (cron)",
    cron_hint: |zone| format!("Minute, hour, day, month, weekday, in {zone}."),
    next: |at| format!("Next: {at}"),
    never: "It never comes.",
    duration: "Lasts, seconds",
    policy_minimum: "Minimum meanwhile, instances",
    counts_as_maximum: |maximum| format!("Counts as {maximum}, the maximum."),
    add_policy: "Add a policy",
    most_policies: "There are at most five.",
    remove: "Remove",
    review: "Review the change",
    discard: "Discard changes",
    unchanged: "This is the scaling that the service has.",
    changed_elsewhere: "The service's scaling was changed meanwhile. What stands here would replace it.",
    take_over: "Show what it is now",
    effect: "What it leads to",
    mend: "Mend the marked fields to see the effect.",
    rate: "Instances",
    always: "All the time",
    at_minimum: "Without load, at the least",
    at_maximum: "At the maximum",
    price: |tier, price, currency| {
        format!("Tier {tier}, {price} {currency} for each second of each instance, the price in force now.")
    },
    not_priced: "The price book has no price of this tier now.",
    only_running: "Instances run, and cost, only while the service is enabled and running.",
    load: "Load that stays, requests in flight",
    load_measured: "Back to the measured load",
    load_none: "Back to no load",
    ahead: "With this load, the next 7 days",
    ahead_unit: "instances wanted",
    ahead_words: |least, most| {
        if least == most {
            format!("{least} at all times")
        } else {
            format!("{least} at the least, {most} at the most")
        }
    },
    so_many: |least, most| match (least, most) {
        (1, 1) => "1 instance".to_owned(),
        _ if least == most => format!("{least} instances"),
        _ => format!("{least} to {most} instances"),
    },
    ahead_total: |hours, cost| format!("{hours} instance hours: {cost}"),
    ahead_cut: |until| format!("These policies change so often that the picture ends at {until}."),
    unknown: "A scaling of another kind",
    unknown_text: "This console does not know the service's scaling. Reload the page; if that does not help, use the API.",
    load_unknown: "Nothing is known of this service's load: its instances do not follow it now.",
    load_at_most: |most| {
        format!(
            "The load asks for no instance beyond those that are there without it: at most {most} requests in flight."
        )
    },
    load_between: |instances, least, most| {
        format!(
            "The load asks for {instances} instances now: at its highest within the time that a lower need must last, {least} to {most} requests in flight."
        )
    },
    load_at_least: |instances, least| {
        format!(
            "The load asks for the maximum of {instances} now: at its highest within the time that a lower need must last, {least} requests in flight or more."
        )
    },
    above_maximum: "Above the maximum.",
    range: |lowest, highest| format!("A whole number from {lowest} to {highest}."),
    not_a_cron: |why| format!("Not a cron expression: {why}."),
};

const CHINESE: Words = Words {
    title: "扩缩容",
    mode: "实例数如何确定",
    manual: "手动",
    automatic: "自动",
    manual_text: "固定数量。改动只启动或停止差额部分，最新的实例先停。",
    automatic_text: "按处理中的请求数，在最小值与最大值之间自动调整。需要增加时立即启动；需求降低并持续一段时间后才停止。",
    instances: "实例数",
    minimum: "最少实例数",
    maximum: "最多实例数",
    concurrency: "每个实例可同时处理的请求数",
    concurrency_hint: "所需实例数 = 处理中的请求数 ÷ 此数，向上取整。",
    scale_in_after: "需求降低须持续（秒）",
    scale_in_after_hint: "持续这么久之后实例才停止；对计划策略同样适用。",
    policies: "计划策略",
    policies_text: "从 cron 的每个时刻起，在持续时间内提高最小值。多个策略同时生效时取最大的。",
    no_policies: "没有策略：最小值始终不变。",
    policy: |place| format!("策略 {place}"),
    cron: "开始时刻（cron）",
    cron_hint: |zone| format!("依次为分、时、日、月、星期，按 {zone}。"),
    next: |at| format!("下次：{at}"),
    never: "永远不会到来。",
    duration: "持续（秒）",
    policy_minimum: "期间最少实例数",
    counts_as_maximum: |maximum| format!("按最大值 {maximum} 计。"),
    add_policy: "添加策略",
    most_policies: "最多五个。",
    remove: "移除",
    review: "查看改动的影响",
    discard: "放弃改动",
    unchanged: "与服务当前的设置相同。",
    changed_elsewhere: "该服务的扩缩容设置期间已被修改，这里的内容会将其覆盖。",
    take_over: "显示当前设置",
    effect: "影响",
    mend: "请先修正标出的字段，再查看影响。",
    rate: "实例数",
    always: "始终",
    at_minimum: "无负载时，最少",
    at_maximum: "达到最大值时",
    price: |tier, price, currency| {
        format!("规格 {tier}，每个实例每秒 {price} {currency}（当前生效的价格）。")
    },
    not_priced: "价目表中目前没有该规格的价格。",
    only_running: "只有服务已启用并在运行时，实例才运行并计费。",
    load: "保持不变的负载（处理中的请求数）",
    load_measured: "恢复为实测负载",
    load_none: "恢复为无负载",
    ahead: "在此负载下，未来 7 天",
    ahead_unit: "所需实例数",
    ahead_words: |least, most| {
        if least == most {
            format!("始终 {least} 个")
        } else {
            format!("最少 {least} 个，最多 {most} 个")
        }
    },
    so_many: |least, most| {
        if least == most { format!("{least} 个实例") } else { format!("{least} 到 {most} 个实例") }
    },
    ahead_total: |hours, cost| format!("合计 {hours} 实例小时：{cost}"),
    ahead_cut: |until| format!("这些策略变化过于频繁，图只画到 {until}。"),
    unknown: "其他类型的扩缩容",
    unknown_text: "此控制台不认识该服务的扩缩容设置。请重新加载页面；若仍无效，请使用 API。",
    load_unknown: "该服务的负载未知：实例数当前不随负载变化。",
    load_at_most: |most| format!("负载没有要求增加实例：处理中的请求最多 {most} 个。"),
    load_between: |instances, least, most| {
        format!(
            "负载当前需要 {instances} 个实例：在“需求降低须持续”的时间内，处理中的请求最多时为 {least} 到 {most} 个。"
        )
    },
    load_at_least: |instances, least| {
        format!(
            "负载当前达到最大值 {instances} 个实例：在“需求降低须持续”的时间内，处理中的请求最多时不少于 {least} 个。"
        )
    },
    above_maximum: "大于最大值。",
    range: |lowest, highest| format!("请输入 {lowest} 到 {highest} 之间的整数。"),
    not_a_cron: |why| format!("不是有效的 cron 表达式：{why}。"),
};

impl Localized for Words {
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
    fn what_is_known_of_the_load_is_said() {
        let between = KnownLoad::Between { instances: 2, least: 9, most: 16 };
        let at_least = KnownLoad::AtLeast { instances: 4, least: 25 };
        for (known, english) in [
            (KnownLoad::AtMost(8), "at most 8 requests in flight."),
            (between, "9 to 16 requests in flight."),
            (at_least, "25 requests in flight or more."),
            (KnownLoad::Unknown, "do not follow it now."),
        ] {
            let said = ENGLISH.known_load(known, |count| count.to_string());
            assert!(said.ends_with(english), "{said}");
            assert!(CHINESE.known_load(known, |count| count.to_string()).ends_with('。'));
        }
    }

    #[test]
    fn faults_are_sentences() {
        for (fault, english, chinese) in [
            (
                Fault::Range { lowest: 0, highest: 1_000 },
                "A whole number from 0 to 1000.",
                "请输入 0 到 1000 之间的整数。",
            ),
            (Fault::AboveMaximum, "Above the maximum.", "大于最大值。"),
            (
                Fault::Cron("3 fields; a cron expression has 5".to_owned()),
                "Not a cron expression: 3 fields; a cron expression has 5.",
                "不是有效的 cron 表达式：3 fields; a cron expression has 5。",
            ),
        ] {
            assert_eq!(ENGLISH.fault(&fault, |count| count.to_string()), english);
            assert_eq!(CHINESE.fault(&fault, |count| count.to_string()), chinese);
        }
    }
}
