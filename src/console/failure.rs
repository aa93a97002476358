//! Why a request did not do what it was to do, in words, and with what to do next.

use super::documents::Problem;
use super::words::{Language, Localized};

/// Why there is no answer that was hoped for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server was not reached, or its answer never came.
    Offline,
    /// Nobody is signed in, or not any more.
    SignedOut,
    /// What was to be changed has changed since it was read; by whom, as far as the server says.
    Changed(Option<String>),
    /// The server refused it.
    Problem(Problem),
    /// The answer has another form than this console knows.
    Unreadable(String),
}

impl Failure {
    /// What an answer that is not a good one says.
    pub fn of_answer(status: u16, text: &str) -> Self {
        match status {
            401 => Self::SignedOut,
            412 => Self::Changed(changed_by(text)),
            _ => match serde_json::from_str(text) {
                Ok(problem) => Self::Problem(problem),
                Err(_) => Self::Unreadable(format!("HTTP {status}")),
            },
        }
    }

    /// The stable code of a refusal.
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Problem(problem) => Some(&problem.code),
            Self::Changed(_) => Some("precondition_failed"),
            Self::Offline | Self::SignedOut | Self::Unreadable(_) => None,
        }
    }

    /// Whether trying again later may help.
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Offline => true,
            Self::Problem(problem) => problem.status >= 500 || problem.status == 429,
            Self::SignedOut | Self::Changed(_) | Self::Unreadable(_) => false,
        }
    }

    /// What went wrong, as a sentence. What the server says of a refusal is in English.
    pub fn sentence(&self, language: Language) -> String {
        let words = Words::of(language);
        match self {
            Self::Offline => words.offline.to_owned(),
            Self::SignedOut => words.signed_out.to_owned(),
            Self::Changed(_) => words.changed.to_owned(),
            Self::Unreadable(what) => format!("{} ({what})", words.unreadable),
            Self::Problem(problem) => {
                words.code(&problem.code).map_or_else(|| capitalized(&problem.detail), str::to_owned)
            }
        }
    }

    /// What to do next, as a sentence.
    pub fn next_step(&self, language: Language) -> &'static str {
        let words = Words::of(language);
        match self {
            Self::Offline => words.next_offline,
            Self::SignedOut => words.next_sign_in,
            Self::Changed(_) => words.next_look_again,
            Self::Unreadable(_) => words.next_reload,
            Self::Problem(problem) => match problem.code.as_str() {
                "account_overdue" => words.next_top_up,
                "plan_required" | "not_allowlisted" => words.next_operator,
                "too_many_requests" | "busy" | "storage_unavailable" | "internal" => words.next_later,
                "not_found" => words.next_gone,
                _ => words.next_mend,
            },
        }
    }
}

/// Who changed it, of the text of a refusal.
fn changed_by(text: &str) -> Option<String> {
    let problem: serde_json::Value = serde_json::from_str(text).ok()?;
    problem.get("changed_by")?.as_str().map(str::to_owned)
}

/// A sentence of the API begins small and has no full stop.
fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let stop = if sentence.ends_with('.') { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

struct Words {
    offline: &'static str,
    signed_out: &'static str,
    changed: &'static str,
    unreadable: &'static str,
    account_overdue: &'static str,
    plan_required: &'static str,
    not_allowlisted: &'static str,
    not_found: &'static str,
    too_many: &'static str,
    unavailable: &'static str,
    next_offline: &'static str,
    next_sign_in: &'static str,
    next_look_again: &'static str,
    next_reload: &'static str,
    next_top_up: &'static str,
    next_operator: &'static str,
    next_later: &'static str,
    next_gone: &'static str,
    next_mend: &'static str,
}

impl Words {
    fn code(&self, code: &str) -> Option<&'static str> {
        match code {
            "account_overdue" => Some(self.account_overdue),
            "plan_required" => Some(self.plan_required),
            "not_allowlisted" => Some(self.not_allowlisted),
            "not_found" => Some(self.not_found),
            "too_many_requests" => Some(self.too_many),
            "busy" | "storage_unavailable" | "internal" => Some(self.unavailable),
            _ => None,
        }
    }
}

const ENGLISH: Words = Words {
    offline: "The server does not answer.",
    signed_out: "You are signed out.",
    changed: "It was changed meanwhile, so nothing was done.",
    unreadable: "The server answered something that this console cannot read.",
    account_overdue: "The account has overdue payment, so nothing can be enabled.",
    plan_required: "Services metered by the second need the Enterprise plan.",
    not_allowlisted: "Services metered by the second need a place on the beta allowlist.",
    not_found: "There is no such thing in this account.",
    too_many: "Too many requests in this minute.",
    unavailable: "The server could not do it just now; nothing was changed.",
    next_offline: "Check the connection; it is tried again by itself.",
    next_sign_in: "Open a sign-in link.",
    next_look_again: "Look at it again, then decide.",
    next_reload: "Reload the page; the server may be newer than it.",
    next_top_up: "Top up first, then try again.",
    next_operator: "Ask the operator of this server.",
    next_later: "Try again in a moment.",
    next_gone: "Go back to the list; it may have been deleted.",
    next_mend: "Change what is at fault, then try again.",
};

const CHINESE: Words = Words {
    offline: "服务器没有响应。",
    signed_out: "你已退出登录。",
    changed: "内容在此期间被修改，因此没有执行任何操作。",
    unreadable: "服务器返回了此控制台无法读取的内容。",
    account_overdue: "账户已欠费，无法启用任何服务。",
    plan_required: "按秒计量的服务需要企业版套餐。",
    not_allowlisted: "按秒计量的服务需要加入测试白名单。",
    not_found: "此账户中没有该内容。",
    too_many: "这一分钟内的请求过多。",
    unavailable: "服务器暂时无法完成；没有任何更改。",
    next_offline: "请检查网络连接；系统会自动重试。",
    next_sign_in: "请打开登录链接。",
    next_look_again: "请重新查看后再决定。",
    next_reload: "请重新加载页面；服务器版本可能更新。",
    next_top_up: "请先充值，然后重试。",
    next_operator: "请联系此服务器的运营方。",
    next_later: "请稍后重试。",
    next_gone: "请返回列表；它可能已被删除。",
    next_mend: "请修正问题后重试。",
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

    fn problem(status: u16, code: &str, detail: &str) -> Failure {
        let json = serde_json::json!({
            "type": "about:blank", "title": "", "status": status, "detail": detail, "code": code, "errors": [],
        });
        Failure::of_answer(status, &json.to_string())
    }

    #[test]
    fn answers_are_told_apart() {
        assert_eq!(Failure::of_answer(401, ""), Failure::SignedOut);
        assert_eq!(problem(412, "precondition_failed", "x"), Failure::Changed(None));
        for (text, expected) in
            [(r#"{"changed_by": "owner"}"#, Some("owner")), (r#"{"changed_by": 1}"#, None), ("", None)]
        {
            assert_eq!(Failure::of_answer(412, text), Failure::Changed(expected.map(str::to_owned)));
        }
        assert_eq!(Failure::of_answer(502, "<html>"), Failure::Unreadable("HTTP 502".to_owned()));
        for (failure, code, may_pass) in [
            (problem(409, "conflict", "x"), Some("conflict"), false),
            (problem(503, "busy", "x"), Some("busy"), true),
            (problem(429, "too_many_requests", "x"), Some("too_many_requests"), true),
            (Failure::Offline, None, true),
            (Failure::SignedOut, None, false),
        ] {
            assert_eq!((failure.code(), failure.may_pass()), (code, may_pass), "{failure:?}");
        }
    }

    #[test]
    fn each_failure_has_a_sentence_and_a_next_step() {
        let refused = problem(409, "conflict", "disable the service first");
        assert_eq!(refused.sentence(Language::English), "Disable the service first.");
        let overdue = problem(402, "account_overdue", "x");
        assert_eq!(overdue.next_step(Language::English), ENGLISH.next_top_up);
        for language in Language::ALL {
            for failure in [Failure::Offline, Failure::SignedOut, Failure::Changed(None), overdue.clone()] {
                assert!(!failure.sentence(language).is_empty() && !failure.next_step(language).is_empty());
            }
        }
    }
}
