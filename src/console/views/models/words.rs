//! The words of the gallery of models.

use super::view_model::Show;
use crate::console::words::{Language, Localized};

/// The words of the gallery of models.
pub struct Words {
    /// What the view is called.
    pub title: &'static str,
    /// What it shows.
    pub lead: &'static str,
    /// Makes a custom service.
    pub new_service: &'static str,
    /// The field.
    pub filter: &'static str,
    /// What the chips are for.
    pub show: &'static str,
    /// A chip.
    pub all: &'static str,
    /// A chip.
    pub enabled: &'static str,
    /// A chip.
    pub not_enabled: &'static str,
    /// A chip.
    pub free: &'static str,
    /// There are no models.
    pub none: &'static str,
    /// Why.
    pub none_text: &'static str,
    /// How many are shown.
    pub count: fn(usize) -> String,
    /// A price.
    pub input: &'static str,
    /// A price.
    pub cached_input: &'static str,
    /// A price.
    pub output: &'static str,
    /// The unit of the prices.
    pub per_million: fn(&str) -> String,
    /// No price is in force.
    pub no_prices: &'static str,
    /// What is free.
    pub quota: &'static str,
    /// Nothing is.
    pub quota_none: &'static str,
    /// It is granted later.
    pub quota_offered: fn(&str) -> String,
    /// How long it holds, once granted.
    pub quota_valid: fn(u64) -> String,
    /// What is left.
    pub quota_left: fn(&str, &str) -> String,
    /// When it expires.
    pub quota_until: fn(&str, &str) -> String,
    /// It is used up.
    pub quota_used_up: fn(&str) -> String,
    /// It expired.
    pub quota_expired: fn(&str) -> String,
    /// What can be reserved.
    pub reservation: &'static str,
    /// Nothing can.
    pub reservation_none: &'static str,
    /// From how many, in which steps.
    pub reservation_offer: fn(&str, &str) -> String,
    /// At which price.
    pub reservation_price: fn(&str) -> String,
    /// The default service.
    pub service: &'static str,
    /// There is none.
    pub no_service: &'static str,
    /// It is not there yet.
    pub reading_service: &'static str,
    /// Enables it.
    pub enable: &'static str,
    /// Disables it.
    pub disable: &'static str,
    /// A button with its model, for those who cannot see it.
    pub of_model: fn(&str, &str) -> String,
    /// A label of the effect of enabling.
    pub granted_label: &'static str,
    /// What is granted.
    pub granted: fn(&str) -> String,
}

impl Words {
    /// A chip.
    pub const fn chip(&self, show: Show) -> &'static str {
        match show {
            Show::All => self.all,
            Show::Enabled => self.enabled,
            Show::NotEnabled => self.not_enabled,
            Show::Free => self.free,
        }
    }
}

const ENGLISH: Words = Words {
    title: "Models",
    lead: "The platform keeps a default service for each model. Enable it to pay as you go, by the token; a custom service has GPUs or reserved tokens of its own.",
    new_service: "New custom service",
    filter: "Filter by name",
    show: "Which models are shown",
    all: "All",
    enabled: "Enabled",
    not_enabled: "Not enabled",
    free: "Free quota left",
    none: "No models",
    none_text: "The price book of this server has no models.",
    count: |count| if count == 1 { "1 model".to_owned() } else { format!("{count} models") },
    input: "Input",
    cached_input: "Cached input",
    output: "Output",
    per_million: |currency| format!("{currency} per million tokens"),
    no_prices: "No price is in force now.",
    quota: "Free quota",
    quota_none: "none",
    quota_offered: |tokens| format!("{tokens} tokens, granted when the model is first enabled"),
    quota_valid: |days| format!(", for {days} days"),
    quota_left: |left, tokens| format!("{left} of {tokens} tokens left"),
    quota_until: |day, lasts| format!("until {day}, {lasts} from now"),
    quota_used_up: |tokens| format!("all of {tokens} tokens used"),
    quota_expired: |day| format!("expired {day}"),
    reservation: "Reservation",
    reservation_none: "not offered",
    reservation_offer: |least, step| format!("from {least} tokens per minute, in steps of {step}"),
    reservation_price: |price| format!("{price} per thousand TPM and hour, with a custom service"),
    service: "Default service",
    no_service: "This model has no default service.",
    reading_service: "Reading its default service …",
    enable: "Enable pay-as-you-go",
    disable: "Disable pay-as-you-go",
    of_model: |what, model| format!("{what}: {model}"),
    granted_label: "Free quota",
    granted: |tokens| format!("{tokens} tokens are granted"),
};

const CHINESE: Words = Words {
    title: "模型",
    lead: "平台为每个模型提供一个默认服务。启用后按 token 按量付费；自定义服务拥有独占的 GPU 或预留的 token。",
    new_service: "新建自定义服务",
    filter: "按名称筛选",
    show: "显示哪些模型",
    all: "全部",
    enabled: "已启用",
    not_enabled: "未启用",
    free: "有免费额度",
    none: "没有模型",
    none_text: "此服务器的价目表中没有模型。",
    count: |count| format!("{count} 个模型"),
    input: "输入",
    cached_input: "缓存输入",
    output: "输出",
    per_million: |currency| format!("{currency} / 百万 token"),
    no_prices: "目前没有生效的价格。",
    quota: "免费额度",
    quota_none: "无",
    quota_offered: |tokens| format!("{tokens} token，首次启用模型时发放"),
    quota_valid: |days| format!("，有效期 {days} 天"),
    quota_left: |left, tokens| format!("剩余 {left} / {tokens} token"),
    quota_until: |day, lasts| format!("有效至 {day}，还有 {lasts}"),
    quota_used_up: |tokens| format!("{tokens} token 已用完"),
    quota_expired: |day| format!("已于 {day} 过期"),
    reservation: "预留",
    reservation_none: "不提供",
    reservation_offer: |least, step| format!("每分钟 {least} token 起，步长 {step}"),
    reservation_price: |price| format!("每千 TPM 每小时 {price}，需自定义服务"),
    service: "默认服务",
    no_service: "此模型没有默认服务。",
    reading_service: "正在读取其默认服务……",
    enable: "启用按量付费",
    disable: "停用按量付费",
    of_model: |what, model| format!("{what}：{model}"),
    granted_label: "免费额度",
    granted: |tokens| format!("发放 {tokens} token"),
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
