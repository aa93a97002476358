//! The words of the billing mode and of prices.

use crate::console::words::{Language, Localized};

/// Words of the billing mode and of prices.
pub struct Words {
    /// The heading.
    pub mode: &'static str,
    /// The mode that counts now.
    pub in_force: &'static str,
    /// The mode that is configured.
    pub configured: &'static str,
    /// Why none counts now.
    pub none_now: &'static str,
    /// Changes to another mode.
    pub change_to: fn(&str) -> String,
    /// What pay-as-you-go means for tokens.
    pub by_token_text: &'static str,
    /// What a reservation means.
    pub reservation_text: &'static str,
    /// Why a service metered by seconds has one mode.
    pub only_seconds: &'static str,
    /// Why a default service has one mode.
    pub only_default: &'static str,
    /// Why this model has one mode.
    pub only_model: &'static str,
    /// The heading of prices by the second.
    pub by_second: &'static str,
    /// What is billed by the second.
    pub by_second_text: &'static str,
    /// What the published page and the plan ask for.
    pub by_second_plan: &'static str,
    /// What one instance costs: tier, price of a second, of an hour.
    pub by_second_price: fn(&str, &str, &str, &str) -> String,
    /// The heading of prices by token.
    pub by_token: &'static str,
    /// A column: what is priced.
    pub class: &'static str,
    /// A column with a currency.
    pub per_million: fn(&str) -> String,
    /// A column: from when.
    pub from: &'static str,
    /// Prices without a beginning.
    pub since_ever: &'static str,
    /// A column with a currency.
    pub per_second: fn(&str) -> String,
    /// A column with a currency.
    pub per_hour: fn(&str) -> String,
    /// The prices table's name.
    pub prices: &'static str,
    /// What is left of the free quota: left, of, and until when.
    pub free_quota: fn(&str, &str) -> String,
    /// When it expires.
    pub expires: fn(&str) -> String,
    /// Before it was granted.
    pub not_granted: fn(&str) -> String,
    /// There is no price.
    pub no_price: &'static str,
}

const ENGLISH: Words = Words {
    mode: "Billing mode",
    in_force: "In force now",
    configured: "Configured",
    none_now: "A mode counts only while the service is enabled.",
    change_to: |mode| format!("Change to {mode} …"),
    by_token_text: "Every token is paid by itself, by class: input, cached input and output. First free quota is used up.",
    reservation_text: "So many tokens in each minute are paid by the started hour, whether they are used or not. What is above them is paid by token.",
    only_seconds: "Services metered by the second are billed pay-as-you-go.",
    only_default: "Default services are billed pay-as-you-go. Custom services can have a TPM reservation.",
    only_model: "This model offers no TPM reservation.",
    by_second: "Pay-as-you-go per second",
    by_second_text: "Each instance is metered by itself, from the instant it is ready until it stops. Every run is rounded up to whole seconds, and at least one second is billed. A service that is stopped costs nothing.",
    by_second_plan: "Services metered by the second need an Enterprise plan and a place on the beta allowlist.",
    by_second_price: |tier, second, hour, currency| {
        format!("Tier {tier}: {second} {currency} per second, {hour} {currency} per hour for each instance.")
    },
    by_token: "Prices by token",
    class: "Tokens",
    per_million: |currency| format!("{currency} per million"),
    from: "In force from",
    since_ever: "the beginning",
    per_second: |currency| format!("{currency} per second"),
    per_hour: |currency| format!("{currency} per hour"),
    prices: "Prices",
    free_quota: |left, of| format!("Free quota: {left} of {of} tokens left"),
    expires: |at| format!("until {at}"),
    not_granted: |tokens| format!("Free quota: {tokens} tokens, granted when the model is first enabled."),
    no_price: "The price book has no price for this now.",
};

const CHINESE: Words = Words {
    mode: "计费方式",
    in_force: "当前生效",
    configured: "已设置",
    none_now: "只有服务启用时计费方式才生效。",
    change_to: |mode| format!("改为{mode}……"),
    by_token_text: "按类别（输入、缓存输入、输出）逐个 token 计费，先用完免费额度。",
    reservation_text: "每分钟预留的 token 按小时计费（不足一小时按一小时），无论是否用完。超出部分按 token 计费。",
    only_seconds: "按秒计量的服务均为按量付费。",
    only_default: "默认服务均为按量付费。自定义服务可以使用 TPM 预留。",
    only_model: "该模型不提供 TPM 预留。",
    by_second: "按秒的按量付费",
    by_second_text: "每个实例单独计量，从就绪的那一刻起到停止为止。每次运行向上取整到整秒，至少计一秒。服务停止后不产生费用。",
    by_second_plan: "按秒计量的服务需要企业版方案以及公测白名单资格。",
    by_second_price: |tier, second, hour, currency| {
        format!("规格 {tier}：每个实例每秒 {second} {currency}，每小时 {hour} {currency}。")
    },
    by_token: "按 token 的价格",
    class: "Token 类别",
    per_million: |currency| format!("每百万 {currency}"),
    from: "生效时间",
    since_ever: "最初",
    per_second: |currency| format!("每秒 {currency}"),
    per_hour: |currency| format!("每小时 {currency}"),
    prices: "价格",
    free_quota: |left, of| format!("免费额度：剩余 {left} / {of} 个 token"),
    expires: |at| format!("有效期至 {at}"),
    not_granted: |tokens| format!("免费额度：{tokens} 个 token，首次启用该模型时发放。"),
    no_price: "价目表中目前没有对应的价格。",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
