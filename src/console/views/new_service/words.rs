//! The words of the form.

use super::draft::Fault;
use crate::console::words::{Language, Localized};
use crate::text;

/// The words of the form.
pub struct Words {
    /// The view.
    pub title: &'static str,
    /// Leads to the list.
    pub back: &'static str,
    /// A field.
    pub name: &'static str,
    /// What it is for.
    pub name_hint: &'static str,
    /// A choice.
    pub metering: &'static str,
    /// A choice.
    pub by_tokens: &'static str,
    /// What it means.
    pub by_tokens_hint: &'static str,
    /// A choice.
    pub by_seconds: &'static str,
    /// What it means.
    pub by_seconds_hint: &'static str,
    /// A refusal.
    pub plan_required: &'static str,
    /// A refusal.
    pub not_allowlisted: &'static str,
    /// What to do about it.
    pub ask_operator: &'static str,
    /// A field.
    pub model: &'static str,
    /// Nothing is chosen.
    pub choose_model: &'static str,
    /// What it is for.
    pub model_hint: &'static str,
    /// A choice.
    pub tier: &'static str,
    /// A choice.
    pub scaling: &'static str,
    /// A choice.
    pub manual: &'static str,
    /// What it means.
    pub manual_hint: &'static str,
    /// A choice.
    pub automatic: &'static str,
    /// What it means.
    pub automatic_hint: &'static str,
    /// A field.
    pub instances: &'static str,
    /// Its range.
    pub instances_hint: &'static str,
    /// A field.
    pub minimum: &'static str,
    /// Its range.
    pub minimum_hint: &'static str,
    /// A field.
    pub maximum: &'static str,
    /// Its range.
    pub maximum_hint: &'static str,
    /// A field.
    pub concurrency: &'static str,
    /// Its range.
    pub concurrency_hint: &'static str,
    /// A field.
    pub delay: &'static str,
    /// Its unit.
    pub delay_hint: &'static str,
    /// Scheduled policies.
    pub policies: &'static str,
    /// For how many seconds a policy holds, and its minimum.
    pub policy: fn(u64, u32) -> String,
    /// Takes a policy away.
    pub remove_policy: fn(usize) -> String,
    /// A choice.
    pub billing: &'static str,
    /// A choice.
    pub pay_as_you_go: &'static str,
    /// What it means.
    pub pay_as_you_go_hint: &'static str,
    /// A choice.
    pub tpm_reservation: &'static str,
    /// What it means.
    pub tpm_reservation_hint: &'static str,
    /// It would be of no use.
    pub nothing_to_reserve: &'static str,
    /// Texts by name.
    pub labels: &'static str,
    /// Makes a line for one more.
    pub add_label: &'static str,
    /// A field.
    pub label_name: &'static str,
    /// A field.
    pub label_value: &'static str,
    /// Takes a label away.
    pub remove: &'static str,
    /// A warning.
    pub overdue: &'static str,
    /// Leads there.
    pub top_up: &'static str,
    /// What making it costs.
    pub costs_nothing_yet: &'static str,
    /// The button.
    pub create: &'static str,
    /// While it is sent.
    pub sending: &'static str,
    /// Empties the form.
    pub clear: &'static str,
    /// The panel.
    pub price: &'static str,
    /// It is not known yet.
    pub not_priced: &'static str,
    /// How it is counted.
    pub seconds_hint: &'static str,
    /// Tokens.
    pub input: &'static str,
    /// Tokens.
    pub cached_input: &'static str,
    /// Tokens.
    pub output: &'static str,
    /// The costs of the least instances.
    pub at_least: fn(u64) -> String,
    /// The costs of the most instances.
    pub at_most: fn(u64) -> String,
    /// The costs of so many instances.
    pub with: fn(u64) -> String,
    /// Instances, the price of a second, and what an hour costs.
    pub formula: fn(&str, &str, &str) -> String,
    /// The price of a second, in a currency.
    pub a_second: fn(&str, &str) -> String,
    /// The unit of prices of tokens, in a currency.
    pub a_million: fn(&str) -> String,
    /// Free tokens, and for how many days.
    pub free_tokens: fn(&str, u64) -> String,
    /// The costs of the least reservation.
    pub reserved: fn(&str) -> String,
    /// In which steps more can be reserved.
    pub reserved_hint: fn(&str) -> String,
    /// The name of a label.
    pub label_name_of: fn(usize) -> String,
    /// The value of a label.
    pub label_value_of: fn(usize) -> String,
    /// Takes a label away.
    pub remove_label: fn(usize) -> String,
    missing: &'static str,
    too_long: fn(usize) -> String,
    not_in_range: fn(u64, u64) -> String,
    above_maximum: &'static str,
    twice: &'static str,
}

impl Words {
    /// What is wrong, as a sentence.
    pub fn fault(&self, fault: Fault) -> String {
        match fault {
            Fault::Missing => self.missing.to_owned(),
            Fault::TooLong(most) => (self.too_long)(most),
            Fault::NotInRange(least, most) => (self.not_in_range)(least, most),
            Fault::AboveMaximum => self.above_maximum.to_owned(),
            Fault::Twice => self.twice.to_owned(),
        }
    }
}

/// `1 instance`, `4 instances`.
fn instances(count: u64) -> String {
    text::counted(count, "instance")
}

fn grouped(number: u64) -> String {
    text::grouped(&number.to_string())
}

const ENGLISH: Words = Words {
    title: "New service",
    back: "All services",
    name: "Name",
    name_hint: "For people; it can be changed later.",
    metering: "Metered",
    by_tokens: "per token",
    by_tokens_hint: "You pay for the tokens of each request.",
    by_seconds: "per second of GPU instances",
    by_seconds_hint: "You pay for every started second of each instance. Enterprise plan and beta allowlist.",
    plan_required: "Services metered by the second need the Enterprise plan, which this account does not have.",
    not_allowlisted: "Services metered by the second need a place on the beta allowlist, which this account does not have.",
    ask_operator: "Ask the operator of this server, or choose metering per token.",
    model: "Model",
    choose_model: "Choose a model",
    model_hint: "One of the models, or one that the operator of this server set up.",
    tier: "GPU tier",
    scaling: "Scaling",
    manual: "Manual",
    manual_hint: "A fixed number of instances.",
    automatic: "Automatic",
    automatic_hint: "As many instances as the requests in flight ask for.",
    instances: "Instances",
    instances_hint: "0 to 1,000",
    minimum: "At least",
    minimum_hint: "instances, 0 to 1,000",
    maximum: "At most",
    maximum_hint: "instances, 0 to 1,000",
    concurrency: "Requests in flight that one instance takes",
    concurrency_hint: "at least 1",
    delay: "Scale in after",
    delay_hint: "seconds that a lower need has lasted",
    policies: "Scheduled policies of the estimate",
    policy: |seconds, minimum| {
        format!("for {} s at least {}", grouped(seconds), instances(u64::from(minimum)))
    },
    remove_policy: |number| format!("Remove policy {number}"),
    billing: "Billing mode",
    pay_as_you_go: "Pay-as-you-go",
    pay_as_you_go_hint: "Every token is billed as it is used.",
    tpm_reservation: "TPM reservation",
    tpm_reservation_hint: "Reserved tokens per minute first, the traffic above them per token. You buy the reservation afterwards, on the service's page.",
    nothing_to_reserve: "This model offers no reservation; choose pay-as-you-go.",
    labels: "Labels",
    add_label: "Add a label",
    label_name: "name",
    label_value: "value",
    remove: "Remove",
    overdue: "The account has overdue payment: the service can be made, but not enabled before a top-up.",
    top_up: "Top up",
    costs_nothing_yet: "It is made switched off and costs nothing until you enable it.",
    create: "Make the service",
    sending: "One moment …",
    clear: "Clear the form",
    price: "Price",
    not_priced: "Choose a model and numbers, and the price stands here.",
    seconds_hint: "Only instances that answer are billed, each by itself, every started second.",
    input: "Input",
    cached_input: "Cached input",
    output: "Output",
    at_least: |count| format!("At least, with {}", instances(count)),
    at_most: |count| format!("At most, with {}", instances(count)),
    with: |count| format!("With {}", instances(count)),
    formula: |instances, price, hour| format!("{instances} × 3,600 s × {price} = {hour}"),
    a_second: |price, currency| format!("{price} {currency} per second"),
    a_million: |currency| format!("{currency} per million tokens"),
    free_tokens: |tokens, days| {
        format!("{tokens} tokens are free for {days} days when you first enable the model.")
    },
    reserved: |tpm| format!("With the least reservation, {tpm} TPM"),
    reserved_hint: |step| format!("More in steps of {step} TPM; every started hour is billed."),
    label_name_of: |number| format!("Name of label {number}"),
    label_value_of: |number| format!("Value of label {number}"),
    remove_label: |number| format!("Remove label {number}"),
    missing: "It is needed.",
    too_long: |most| format!("At most {most} characters."),
    not_in_range: |least, most| format!("A whole number from {} to {}.", grouped(least), grouped(most)),
    above_maximum: "It is above the maximum.",
    twice: "Another label has this name.",
};

const CHINESE: Words = Words {
    title: "新建服务",
    back: "所有服务",
    name: "名称",
    name_hint: "供人识别，以后可以更改。",
    metering: "计量方式",
    by_tokens: "按 token",
    by_tokens_hint: "按每次请求的 token 付费。",
    by_seconds: "按 GPU 实例秒数",
    by_seconds_hint: "按每个实例的每一秒付费（不足一秒按一秒计）。需要企业版套餐和测试白名单。",
    plan_required: "按秒计量的服务需要企业版套餐，而此账户没有该套餐。",
    not_allowlisted: "按秒计量的服务需要加入测试白名单，而此账户不在名单中。",
    ask_operator: "请联系此服务器的运营方，或选择按 token 计量。",
    model: "模型",
    choose_model: "请选择模型",
    model_hint: "可选择列出的模型，或此服务器运营方配置的其他模型。",
    tier: "GPU 档位",
    scaling: "伸缩",
    manual: "手动",
    manual_hint: "固定数量的实例。",
    automatic: "自动",
    automatic_hint: "根据在途请求数量自动调整实例数。",
    instances: "实例数",
    instances_hint: "0 到 1,000",
    minimum: "最少",
    minimum_hint: "个实例，0 到 1,000",
    maximum: "最多",
    maximum_hint: "个实例，0 到 1,000",
    concurrency: "单个实例的并发请求数",
    concurrency_hint: "至少为 1",
    delay: "缩容延迟",
    delay_hint: "秒（需求降低需持续的时间）",
    policies: "估算中的定时策略",
    policy: |seconds, minimum| format!("持续 {} 秒，至少 {minimum} 个实例", grouped(seconds)),
    remove_policy: |number| format!("移除策略 {number}"),
    billing: "计费模式",
    pay_as_you_go: "按量付费",
    pay_as_you_go_hint: "按实际使用的每个 token 计费。",
    tpm_reservation: "TPM 预留",
    tpm_reservation_hint: "优先使用预留的每分钟 token，超出部分按 token 计费。预留需之后在服务页面购买。",
    nothing_to_reserve: "该模型不提供预留；请选择按量付费。",
    labels: "标签",
    add_label: "添加标签",
    label_name: "名称",
    label_value: "值",
    remove: "移除",
    overdue: "账户已欠费：可以新建服务，但充值前无法启用。",
    top_up: "充值",
    costs_nothing_yet: "新建的服务处于关闭状态，启用之前不产生费用。",
    create: "新建服务",
    sending: "请稍候……",
    clear: "清空表单",
    price: "价格",
    not_priced: "选择模型并填写数量后，价格会显示在这里。",
    seconds_hint: "仅对可响应的实例计费，每个实例单独计算，不足一秒按一秒计。",
    input: "输入",
    cached_input: "缓存输入",
    output: "输出",
    at_least: |count| format!("最少，{count} 个实例"),
    at_most: |count| format!("最多，{count} 个实例"),
    with: |count| format!("{count} 个实例"),
    formula: |instances, price, hour| format!("{instances} × 3,600 秒 × {price} = {hour}"),
    a_second: |price, currency| format!("每秒 {price} {currency}"),
    a_million: |currency| format!("{currency} / 百万 token"),
    free_tokens: |tokens, days| format!("首次启用该模型时可获得 {tokens} 个免费 token，有效期 {days} 天。"),
    reserved: |tpm| format!("最低预留 {tpm} TPM"),
    reserved_hint: |step| format!("可按 {step} TPM 递增；不足一小时按一小时计费。"),
    label_name_of: |number| format!("标签 {number} 的名称"),
    label_value_of: |number| format!("标签 {number} 的值"),
    remove_label: |number| format!("移除标签 {number}"),
    missing: "此项必填。",
    too_long: |most| format!("最多 {most} 个字符。"),
    not_in_range: |least, most| format!("请输入 {} 到 {} 之间的整数。", grouped(least), grouped(most)),
    above_maximum: "不能大于最多实例数。",
    twice: "已有同名标签。",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
