//! The words of a service's settings.

use crate::console::words::{Language, Localized};

/// The words of a service's settings.
pub struct SettingsWords {
    /// What labels are for.
    pub labels_text: &'static str,
    /// There are none.
    pub no_labels: &'static str,
    /// Somebody changed them meanwhile.
    pub labels_changed: &'static str,
    /// Drops what was typed.
    pub take_theirs: &'static str,
    /// Adds one.
    pub add_label: &'static str,
    /// Saves them.
    pub save_labels: &'static str,
    /// A field.
    pub label_name: &'static str,
    /// A field.
    pub label_value: &'static str,
    /// Takes one away.
    pub remove_label: &'static str,
    /// A fault.
    pub label_no_name: &'static str,
    /// A fault.
    pub label_twice: &'static str,
    /// A fault.
    pub too_long: fn(usize) -> String,
    /// The name.
    pub name: &'static str,
    /// What renaming did.
    pub renamed: fn(&str, &str) -> String,
    /// What a name must be.
    pub name_fault: fn(usize) -> String,
    /// Somebody renamed it meanwhile.
    pub name_changed: fn(&str) -> String,
    /// Saves the name.
    pub save_name: &'static str,
    /// What does not change.
    pub about: &'static str,
    /// The id.
    pub id: &'static str,
    /// When it was made.
    pub created_at: &'static str,
    /// Who made it.
    pub kind: &'static str,
    /// The model.
    pub model: &'static str,
    /// How it is metered.
    pub metering: &'static str,
    /// The tier.
    pub tier_head: &'static str,
    /// What deleting does.
    pub delete_text: &'static str,
    /// Why it cannot be deleted.
    pub delete_default: &'static str,
    /// Deletes it.
    pub delete: &'static str,
    /// The labels.
    pub labels: &'static str,
}

const ENGLISH: SettingsWords = SettingsWords {
    labels_text: "Usage can be grouped by labels.",
    no_labels: "No labels yet.",
    labels_changed: "The labels were changed meanwhile; saving replaces them all.",
    take_theirs: "Take over what is there now",
    add_label: "Add a label",
    save_labels: "Save labels",
    label_name: "Name",
    label_value: "Value",
    remove_label: "Remove",
    label_no_name: "A label needs a name.",
    label_twice: "Another label has this name.",
    too_long: |most| format!("At most {most} characters."),
    name: "Name",
    renamed: |before, after| format!("{before} is now called {after}"),
    name_fault: |most| format!("A name has 1 to {most} characters."),
    name_changed: |name| format!("It was renamed meanwhile: {name}."),
    save_name: "Rename",
    about: "About this service",
    id: "Id",
    created_at: "Made",
    kind: "Type",
    model: "Model",
    metering: "Metering",
    tier_head: "GPU tier",
    delete_text: "A deleted service does not come back. What it used stays billed. It has to be disabled first.",
    delete_default: "The platform made this service for its model; it can be disabled, not deleted.",
    delete: "Delete service",
    labels: "Labels",
};

const CHINESE: SettingsWords = SettingsWords {
    labels_text: "用量可以按标签分组。",
    no_labels: "还没有标签。",
    labels_changed: "标签在此期间已被修改；保存会替换全部标签。",
    take_theirs: "改用当前的标签",
    add_label: "添加标签",
    save_labels: "保存标签",
    label_name: "名称",
    label_value: "值",
    remove_label: "移除",
    label_no_name: "标签需要名称。",
    label_twice: "已有同名标签。",
    too_long: |most| format!("最多 {most} 个字符。"),
    name: "名称",
    renamed: |before, after| format!("{before} 已更名为 {after}"),
    name_fault: |most| format!("名称需为 1 到 {most} 个字符。"),
    name_changed: |name| format!("此服务在此期间已更名为 {name}。"),
    save_name: "重命名",
    about: "服务信息",
    id: "ID",
    created_at: "创建时间",
    kind: "类型",
    model: "模型",
    metering: "计量方式",
    tier_head: "GPU 级别",
    delete_text: "服务删除后无法恢复，已产生的用量仍会计费。删除前须先停用。",
    delete_default: "此服务由平台为该模型创建，只能停用，不能删除。",
    delete: "删除服务",
    labels: "标签",
};

impl Localized for SettingsWords {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
