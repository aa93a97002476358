//! The words of the frame.

use crate::console::live::Connection;
use crate::console::words::{Language, Localized};
use crate::theme::ThemeWords;

/// The words of the frame.
pub struct Words {
    /// Skips the navigation.
    pub skip: &'static str,
    /// The navigation.
    pub navigation: &'static str,
    /// A view.
    pub overview: &'static str,
    /// A view.
    pub models: &'static str,
    /// A view.
    pub services: &'static str,
    /// A view.
    pub usage: &'static str,
    /// A view.
    pub bills: &'static str,
    /// A view.
    pub account: &'static str,
    /// A view.
    pub api_keys: &'static str,
    /// An address that shows nothing.
    pub not_found: &'static str,
    /// What that means.
    pub not_found_text: &'static str,
    /// The way back.
    pub to_overview: &'static str,
    /// What a person chooses.
    pub settings: &'static str,
    /// The choice of the theme.
    pub theme: ThemeWords,
    /// The choice of the language.
    pub language: &'static str,
    /// The choice of the zone.
    pub time: &'static str,
    /// The zone of the device.
    pub local_time: &'static str,
    /// The reference of the API.
    pub reference: &'static str,
    /// The pricing page.
    pub prices: &'static str,
    /// The way out.
    pub sign_out: &'static str,
    /// Nobody is signed in.
    pub signed_out: &'static str,
    /// What that means.
    pub signed_out_text: &'static str,
    /// The link of the first start.
    pub first_start: &'static str,
    /// The link of later.
    pub later_link: &'static str,
    /// Where a link is pasted.
    pub sign_in_link: &'static str,
    /// What happens when somebody is signed in.
    pub then_here: &'static str,
    /// The way in.
    pub sign_in: &'static str,
    /// While the link is checked.
    pub signing_in: &'static str,
    /// The link lets nobody in.
    pub link_refused: &'static str,
    /// What was pasted is something else.
    pub no_link: &'static str,
    /// A part of the link is missing.
    pub link_cut: &'static str,
    /// The way to pay.
    pub top_up: &'static str,
    /// Payment is overdue.
    pub overdue: &'static str,
    /// Payment is overdue since an instant.
    pub overdue_since: fn(&str) -> String,
    /// What follows from it.
    pub overdue_rest: &'static str,
    /// Before when something was heard.
    pub updated: &'static str,
    connecting: &'static str,
    live: &'static str,
    catching_up: &'static str,
    offline: &'static str,
}

impl Words {
    /// How changes come, in a word.
    pub const fn connection(&self, connection: Connection) -> &'static str {
        match connection {
            Connection::Connecting => self.connecting,
            Connection::Live => self.live,
            Connection::CatchingUp { .. } => self.catching_up,
            Connection::Offline { .. } => self.offline,
        }
    }
}

const ENGLISH: Words = Words {
    skip: "Skip to the view",
    navigation: "Console",
    overview: "Overview",
    models: "Models",
    services: "Services",
    usage: "Usage",
    bills: "Bills",
    account: "Account",
    api_keys: "API keys",
    not_found: "Nothing here",
    not_found_text: "There is no view at this address.",
    to_overview: "To the overview",
    settings: "Settings",
    theme: ThemeWords::ENGLISH,
    language: "Language",
    time: "Time",
    local_time: "Local",
    reference: "Reference of the API",
    prices: "Prices",
    sign_out: "Sign out",
    signed_out: "Signed out",
    signed_out_text: "The console is opened by a sign-in link. It works once and within 24 hours; the browser is then signed in for 14 days.",
    first_start: "The server prints the first link when it starts for the first time.",
    later_link: "Afterwards its operator gets another one with",
    sign_in_link: "Sign-in link",
    then_here: "Paste it here, or open it in another tab: what you came for then appears in this place.",
    sign_in: "Sign in",
    signing_in: "One moment …",
    link_refused: "This link was used before, or is too old. Ask the operator of the server for another one.",
    no_link: "This is no sign-in link. One ends in /console/sign-in# and a long secret behind it.",
    link_cut: "The end of this link is missing: the secret behind /console/sign-in#. Copy all of it.",
    top_up: "Top up",
    overdue: "Payment is overdue.",
    overdue_since: |since| format!("Payment is overdue since {since}."),
    overdue_rest: "Every service is stopped; what nothing else stopped returns when the account is topped up.",
    updated: "updated",
    connecting: "Connecting",
    live: "Live",
    catching_up: "Catching up",
    offline: "Offline",
};

const CHINESE: Words = Words {
    skip: "跳到内容",
    navigation: "控制台",
    overview: "概览",
    models: "模型",
    services: "服务",
    usage: "用量",
    bills: "账单",
    account: "账户",
    api_keys: "API 密钥",
    not_found: "此处没有内容",
    not_found_text: "此地址没有对应的页面。",
    to_overview: "返回概览",
    settings: "设置",
    theme: ThemeWords { legend: "主题", system: "跟随系统", light: "浅色", dark: "深色" },
    language: "语言",
    time: "时间",
    local_time: "本地",
    reference: "API 参考",
    prices: "价格",
    sign_out: "退出登录",
    signed_out: "已退出登录",
    signed_out_text: "通过登录链接打开控制台。链接在 24 小时内可使用一次；之后浏览器保持登录 14 天。",
    first_start: "服务器首次启动时会打印第一个链接。",
    later_link: "之后，运营方可用以下命令获取新的链接：",
    sign_in_link: "登录链接",
    then_here: "在此粘贴，或在另一个标签页中打开；登录后，你要查看的内容会显示在此处。",
    sign_in: "登录",
    signing_in: "请稍候……",
    link_refused: "此链接已被使用或已过期。请向此服务器的运营方获取新的链接。",
    no_link: "这不是登录链接。登录链接以 /console/sign-in# 及其后的一长串密钥结尾。",
    link_cut: "链接不完整：缺少 /console/sign-in# 后面的密钥。请复制完整的链接。",
    top_up: "充值",
    overdue: "账户已欠费。",
    overdue_since: |since| format!("账户自 {since} 起欠费。"),
    overdue_rest: "所有服务均已停止；充值后，仅因欠费停止的服务会恢复。",
    updated: "更新于",
    connecting: "连接中",
    live: "实时",
    catching_up: "正在同步",
    offline: "离线",
};

impl Localized for Words {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }
}
