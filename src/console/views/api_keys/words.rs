//! The words of the view of API keys.

use crate::console::words::{Language, Localized};

/// The words of the view of API keys.
pub struct Words {
    /// What the view is called.
    pub title: &'static str,
    /// What keys are for.
    pub lead: &'static str,
    /// The field of a new key.
    pub new_name: &'static str,
    /// What a good name is.
    pub new_hint: &'static str,
    /// Makes a key.
    pub make: &'static str,
    /// While it is made.
    pub making: &'static str,
    /// What is wrong with a name.
    pub too_long: fn(usize) -> String,
    /// A key that was made.
    pub made_title: fn(&str) -> String,
    /// What has to be done with it.
    pub made_once: &'static str,
    /// The secret.
    pub key: &'static str,
    /// Copies the secret.
    pub copy_key: &'static str,
    /// How it is used.
    pub example: &'static str,
    /// Copies that.
    pub copy_example: &'static str,
    /// Takes it off the screen.
    pub hide: &'static str,
    /// The field.
    pub filter: &'static str,
    /// There are none.
    pub none: &'static str,
    /// What they are for.
    pub none_text: &'static str,
    /// A column.
    pub name: &'static str,
    /// A column.
    pub id: &'static str,
    /// A column.
    pub created: &'static str,
    /// A column.
    pub actions: &'static str,
    /// How many are shown.
    pub count: fn(usize) -> String,
    /// Revokes a key.
    pub revoke: &'static str,
    /// Revokes a key, for those who cannot see which.
    pub revoke_of: fn(&str) -> String,
    /// A label of the effect.
    pub effect_requests: &'static str,
    /// What becomes of them.
    pub effect_refused: &'static str,
    /// A label of the effect.
    pub effect_services: &'static str,
    /// What becomes of them.
    pub effect_go_on: &'static str,
    /// Afterwards.
    pub revoked: fn(&str) -> String,
}

const ENGLISH: Words = Words {
    title: "API keys",
    lead: "Programs use the API with a key. A key may do everything that this console does; only its hash is kept, so it is shown once.",
    new_name: "Name of a new key",
    new_hint: "such as deploy or monitoring",
    make: "Make a key",
    making: "One moment …",
    too_long: |most| format!("A name has at most {most} characters."),
    made_title: |name| format!("{name} is made"),
    made_once: "Copy the key now: it is not shown again.",
    key: "Key",
    copy_key: "Copy the key",
    example: "For a shell, with a first request",
    copy_example: "Copy the lines",
    hide: "I have kept it",
    filter: "Filter by name",
    none: "No API keys yet",
    none_text: "Make one for each program that uses the API, so that each can be revoked alone.",
    name: "Name",
    id: "Id",
    created: "Made",
    actions: "Actions",
    count: |count| if count == 1 { "1 key".to_owned() } else { format!("{count} keys") },
    revoke: "Revoke",
    revoke_of: |name| format!("Revoke {name}"),
    effect_requests: "Requests with it",
    effect_refused: "are refused from then on (401)",
    effect_services: "Services",
    effect_go_on: "go on as they are",
    revoked: |name| format!("{name} is revoked."),
};

const CHINESE: Words = Words {
    title: "API 密钥",
    lead: "程序使用密钥访问 API。密钥可以执行此控制台的所有操作；系统只保存其哈希值，因此密钥只显示一次。",
    new_name: "新密钥的名称",
    new_hint: "例如 deploy 或 monitoring",
    make: "创建密钥",
    making: "请稍候……",
    too_long: |most| format!("名称最多 {most} 个字符。"),
    made_title: |name| format!("已创建 {name}"),
    made_once: "请立即复制密钥：它不会再次显示。",
    key: "密钥",
    copy_key: "复制密钥",
    example: "在终端中使用的示例请求",
    copy_example: "复制示例",
    hide: "我已保存",
    filter: "按名称筛选",
    none: "尚无 API 密钥",
    none_text: "请为每个使用 API 的程序单独创建密钥，以便分别吊销。",
    name: "名称",
    id: "标识",
    created: "创建时间",
    actions: "操作",
    count: |count| format!("{count} 个密钥"),
    revoke: "吊销",
    revoke_of: |name| format!("吊销 {name}"),
    effect_requests: "使用它的请求",
    effect_refused: "此后将被拒绝（401）",
    effect_services: "服务",
    effect_go_on: "保持不变",
    revoked: |name| format!("{name} 已吊销。"),
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
