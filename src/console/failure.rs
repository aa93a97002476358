//! Why a request did not do what it was to do, in words, and with what to do next.
//!
//! | module | what it holds |
//! |---|---|
//! | `codes` | the words of each code of the API |
//! | `sentences`, `told` | the sentences of the server that say more than their code, told again with their values |
//! | `explained` | a reason with its next step, in each language |

mod codes;
mod explained;
mod sentences;
mod told;

use codes::CodeWords;
use tiermeter_pricing::Refusal;
use told::Told;

use super::documents::Problem;
use super::words::{Common, Language, Localized};

/// What a refusal of the core has for a status where no server gave one.
const UNPROCESSABLE: u16 = 422;

/// What is said in English only, to be shown as such behind what is said in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// What stands before it, in the reader's language.
    pub lead: &'static str,
    /// What is quoted.
    pub text: String,
}

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

    /// What a refusal of the core is, which the server would answer.
    pub fn of_refusal(refusal: &Refusal) -> Self {
        Self::Problem(Problem {
            status: UNPROCESSABLE,
            title: String::new(),
            detail: refusal.message.clone(),
            code: refusal.code.as_str().to_owned(),
            errors: Vec::new(),
        })
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

    /// What went wrong, as a sentence in the reader's language.
    pub fn sentence(&self, language: Language) -> String {
        let words = Words::of(language);
        match self {
            Self::Offline => words.offline.to_owned(),
            Self::SignedOut => words.signed_out.to_owned(),
            Self::Changed(_) => words.changed.to_owned(),
            Self::Unreadable(_) => words.unreadable.to_owned(),
            Self::Problem(problem) => in_words(problem, language).sentence,
        }
    }

    /// What to do next, as a sentence in the reader's language.
    pub fn next_step(&self, language: Language) -> String {
        let words = Words::of(language);
        match self {
            Self::Offline => words.next_offline.to_owned(),
            Self::SignedOut => words.next_sign_in.to_owned(),
            Self::Changed(_) => words.next_look_again.to_owned(),
            Self::Unreadable(_) => words.next_reload.to_owned(),
            Self::Problem(problem) => in_words(problem, language).next_step,
        }
    }

    /// What is known of it in English only; `None` where the sentence says all.
    pub fn quoted(&self, language: Language) -> Option<Quoted> {
        match self {
            Self::Offline | Self::SignedOut | Self::Changed(_) => None,
            Self::Unreadable(what) => {
                Some(Quoted { lead: Words::of(language).unreadable_lead, text: what.clone() })
            }
            Self::Problem(Problem { code, detail, .. }) => {
                let says_all = CodeWords::of(code).is_some_and(|words| words.says_all)
                    || Told::of(detail, language).is_some();
                (!says_all && !detail.is_empty())
                    .then(|| Quoted { lead: Common::of(language).server_says, text: capitalized(detail) })
            }
        }
    }
}

/// A refusal in words: what the server said where that is known, else what its code means.
fn in_words(problem: &Problem, language: Language) -> Told {
    Told::of(&problem.detail, language).unwrap_or_else(|| {
        let words = Words::of(language);
        let said = CodeWords::of(&problem.code).map(|words| words.said.of(language));
        let (sentence, next_step) =
            said.map_or((words.refused, words.next_mend), |said| (said.sentence, said.next_step));
        Told { sentence: sentence.to_owned(), next_step: next_step.to_owned() }
    })
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
    unreadable_lead: &'static str,
    refused: &'static str,
    next_offline: &'static str,
    next_sign_in: &'static str,
    next_look_again: &'static str,
    next_reload: &'static str,
    next_mend: &'static str,
}

const ENGLISH: Words = Words {
    offline: "The server does not answer.",
    signed_out: "You are signed out.",
    changed: "It was changed meanwhile, so nothing was done.",
    unreadable: "The server answered something that this console cannot read.",
    unreadable_lead: "What came:",
    refused: "The server refused it for a reason that this console does not know.",
    next_offline: "Check the connection; it is tried again by itself.",
    next_sign_in: "Open a sign-in link.",
    next_look_again: "Look at it again, then decide.",
    next_reload: "Reload the page; the server may be newer than it.",
    next_mend: "Change what is at fault, then try again.",
};

const CHINESE: Words = Words {
    offline: "服务器没有响应。",
    signed_out: "你已退出登录。",
    changed: "内容在此期间被修改，因此没有执行任何操作。",
    unreadable: "服务器返回了此控制台无法读取的内容。",
    unreadable_lead: "返回内容：",
    refused: "服务器拒绝了此操作，此控制台不了解其原因。",
    next_offline: "请检查网络连接；系统会自动重试。",
    next_sign_in: "请打开登录链接。",
    next_look_again: "请重新查看后再决定。",
    next_reload: "请重新加载页面；服务器版本可能更新。",
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
    use tiermeter_pricing::RefusalCode;

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
        let overdue = problem(402, "account_overdue", "x");
        let unreadable = Failure::of_answer(502, "<html>");
        for language in Language::ALL {
            let others = [Failure::Offline, Failure::SignedOut, Failure::Changed(None)];
            for failure in others.into_iter().chain([overdue.clone(), unreadable.clone()]) {
                for text in [failure.sentence(language), failure.next_step(language)] {
                    assert_eq!(text.is_ascii(), language == Language::English, "{failure:?}: {text}");
                }
            }
        }
        assert_eq!(overdue.next_step(Language::English), "Top up first, then try again.");
        assert_eq!(
            unreadable.quoted(Language::English).map(|quoted| quoted.text).as_deref(),
            Some("HTTP 502")
        );
    }

    #[test]
    fn what_is_not_known_of_a_refusal_is_quoted() {
        for (code, detail, sentence, quoted) in [
            // The sentence is known, with its values.
            ("out_of_range", "51 labels; at most 50", "51 个标签过多：每个服务最多 50 个。", None),
            (
                "conflict",
                "disable the service first; only one that is off can be removed",
                "只能删除已关闭的服务。",
                None,
            ),
            // The code is known, and says more or less than the sentence.
            ("conflict", "runs of a overlap", "此操作与当前状态冲突。", Some("Runs of a overlap.")),
            ("not_found", "there is nothing at this address", "此账户中没有该内容。", None),
            ("conflict", "", "此操作与当前状态冲突。", None),
            // Neither is.
            ("new_code", "it is new", CHINESE.refused, Some("It is new.")),
        ] {
            let failure = problem(409, code, detail);
            let language = Language::Chinese;
            assert_eq!(failure.sentence(language), sentence);
            let got = failure.quoted(language);
            assert_eq!(got.as_ref().map(|quoted| quoted.text.as_str()), quoted, "{code}: {detail}");
            assert!(got.is_none_or(|quoted| quoted.lead == Common::of(language).server_says));
        }
    }

    #[test]
    fn what_the_core_refuses_is_said_like_an_answer_of_the_server() {
        let refusal = Refusal::new(RefusalCode::InvalidTransition, "/command", "disable needs more");
        let failure = Failure::of_refusal(&refusal);
        assert_eq!((failure.code(), failure.quoted(Language::English)), (Some("invalid_transition"), None));
        assert_eq!(
            failure.sentence(Language::English),
            "Only a service that was enabled before can be disabled."
        );
    }
}
