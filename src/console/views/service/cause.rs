//! Why a service's status changed, in the reader's language. The API says it in English, in a few texts that are known;
//! what another program said stays as it is. Pure.

use crate::console::words::Language;

/// Before why no instance became ready.
const NOT_READY: &str = "no instance became ready: ";

/// A cause as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// In the reader's language.
    pub said: String,
    /// What is quoted in English behind it.
    pub quoted: Option<String>,
}

impl Cause {
    /// A cause of the API in a language.
    #[must_use]
    pub fn of(text: &str, language: Language) -> Self {
        match language {
            Language::English => Self { said: text.to_owned(), quoted: None },
            Language::Chinese => chinese(text),
        }
    }
}

fn chinese(text: &str) -> Cause {
    let said = |said: &str| Cause { said: said.to_owned(), quoted: None };
    match text {
        "enabled" => said("已启用"),
        "disabled" => said("已停用"),
        "the first instance is ready" => said("首个实例已就绪"),
        "the account has overdue payment" => said("账户已欠费"),
        "the account has no overdue payment any more" => said("账户不再欠费"),
        other => match other.strip_prefix(NOT_READY) {
            Some(why) => {
                let Cause { said, quoted } = chinese_why(why);
                Cause { said: format!("没有实例就绪：{said}"), quoted }
            }
            None => Cause { said: String::new(), quoted: Some(other.to_owned()) },
        },
    }
}

/// Why no instance became ready.
fn chinese_why(why: &str) -> Cause {
    if why == "it was not ready in time" {
        return Cause { said: "未能及时就绪".to_owned(), quoted: None };
    }
    // Of a process on Unix: `exit status: 1`, `signal: 9 (SIGKILL)`.
    for (english, chinese) in [("exit status: ", "退出状态 "), ("signal: ", "信号 ")] {
        if let Some(number) = why.strip_prefix(english) {
            return Cause { said: format!("{chinese}{number}"), quoted: None };
        }
    }
    if let Some(model) = why.strip_prefix("no command is configured for the model ") {
        return Cause { said: format!("没有为模型 {model} 配置命令"), quoted: None };
    }
    for (english, chinese) in
        [("no free port: ", "没有空闲端口："), ("the guard does not start: ", "守护进程无法启动：")]
    {
        if let Some(error) = why.strip_prefix(english) {
            return Cause { said: chinese.to_owned(), quoted: Some(error.to_owned()) };
        }
    }
    Cause { said: String::new(), quoted: Some(why.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BACKEND: [&str; 3] = [
        include_str!("../../../../crates/backend/src/services.rs"),
        include_str!("../../../../crates/backend/src/instances.rs"),
        include_str!("../../../../crates/backend/src/assess.rs"),
    ];
    const RUNNER: &str = include_str!("../../../../crates/server/src/runner/instance.rs");

    #[test]
    fn what_the_platform_says_is_known() {
        for cause in [
            "enabled",
            "disabled",
            "the first instance is ready",
            "the account has overdue payment",
            "the account has no overdue payment any more",
        ] {
            let quoted = format!("\"{cause}\"");
            assert!(BACKEND.iter().any(|source| source.contains(&quoted)), "the backend says {cause:?}");
            let Cause { said, quoted } = Cause::of(cause, Language::Chinese);
            assert!(!said.is_ascii() && quoted.is_none(), "{cause}");
            assert_eq!(Cause::of(cause, Language::English), Cause { said: cause.to_owned(), quoted: None });
        }
        for start in [
            NOT_READY,
            "it was not ready in time",
            "no command is configured for the model ",
            "no free port: ",
            "the guard does not start: ",
        ] {
            assert!(RUNNER.contains(&format!("\"{start}")), "the runner says {start:?}");
        }
    }

    #[test]
    fn what_other_programs_say_is_quoted() {
        for (why, said, quoted) in [
            ("exit status: 1", "没有实例就绪：退出状态 1", None),
            ("signal: 9 (SIGKILL)", "没有实例就绪：信号 9 (SIGKILL)", None),
            ("it was not ready in time", "没有实例就绪：未能及时就绪", None),
            (
                "no command is configured for the model \"small-8b\"",
                "没有实例就绪：没有为模型 \"small-8b\" 配置命令",
                None,
            ),
            ("no free port: denied", "没有实例就绪：没有空闲端口：", Some("denied")),
            ("the guard does not start: gone", "没有实例就绪：守护进程无法启动：", Some("gone")),
            ("something else", "没有实例就绪：", Some("something else")),
        ] {
            let cause = Cause::of(&format!("{NOT_READY}{why}"), Language::Chinese);
            assert_eq!((cause.said.as_str(), cause.quoted.as_deref()), (said, quoted), "{why}");
        }
        let unknown = Cause::of("something new", Language::Chinese);
        assert_eq!(unknown, Cause { said: String::new(), quoted: Some("something new".to_owned()) });
    }
}
