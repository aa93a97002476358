//! What each code of the API means to somebody at the console, and what to do next, in each language. Pure.

use super::explained::InEach;

/// The words of a code.
#[derive(Debug, Clone, Copy)]
pub struct CodeWords {
    code: &'static str,
    /// Why, and what to do next.
    pub said: InEach,
    /// Whether the server's own sentence says no more than these words.
    pub says_all: bool,
}

impl CodeWords {
    /// The words of a code of the API; `None` of one that this console does not know yet.
    pub fn of(code: &str) -> Option<&'static Self> {
        CODES.iter().find(|words| words.code == code)
    }
}

/// A code whose words say all that the server says.
const fn whole(code: &'static str, english: [&'static str; 2], chinese: [&'static str; 2]) -> CodeWords {
    CodeWords { code, said: InEach::new(english, chinese), says_all: true }
}

/// A code whose sentence of the server says more: which value, and what is allowed.
const fn broad(code: &'static str, english: [&'static str; 2], chinese: [&'static str; 2]) -> CodeWords {
    CodeWords { code, said: InEach::new(english, chinese), says_all: false }
}

/// What an answer that a proxy or an outdated page brings about is followed by.
const RELOAD: &str = "Reload the page, then try again.";
const RELOAD_CHINESE: &str = "请重新加载页面，然后重试。";
pub(super) const LATER: &str = "Try again in a moment.";
pub(super) const LATER_CHINESE: &str = "请稍后重试。";
const OPERATOR: &str = "Ask the operator of this server.";
const OPERATOR_CHINESE: &str = "请联系此服务器的运营方。";
const CORRECT_USAGE: &str = "Correct the usage where it was recorded, then try again.";
const CORRECT_USAGE_CHINESE: &str = "请在记录用量处更正，然后重试。";

const CODES: &[CodeWords] = &[
    whole(
        "account_overdue",
        ["The account has overdue payment, so nothing can be enabled.", "Top up first, then try again."],
        ["账户已欠费，无法启用任何服务。", "请先充值，然后重试。"],
    ),
    broad(
        "as_of_required",
        ["Something in the usage has no end, and nothing says up to when it counts.", CORRECT_USAGE],
        ["用量中有未结束的内容，但没有说明计算到何时。", CORRECT_USAGE_CHINESE],
    ),
    whole(
        "body_not_received",
        [
            "The request did not reach the server in whole or in time; nothing was changed.",
            "Check the connection, then try again.",
        ],
        ["请求没有完整或及时到达服务器；没有任何更改。", "请检查网络连接，然后重试。"],
    ),
    whole(
        "body_too_large",
        ["The request is larger than this server takes.", "Send less at once."],
        ["请求超过了此服务器接受的大小。", "请减少一次发送的内容。"],
    ),
    whole(
        "busy",
        ["The server could not do it just now; nothing was changed.", LATER],
        ["服务器暂时无法完成；没有任何更改。", LATER_CHINESE],
    ),
    broad(
        "command_out_of_order",
        [
            "A newer command has already taken effect, so this one came too late.",
            "Look at it again, then decide.",
        ],
        ["更新的命令已经生效，此命令来得太晚。", "请重新查看后再决定。"],
    ),
    broad(
        "conflict",
        ["It does not go with how things are now.", "Look at it again, then decide."],
        ["此操作与当前状态冲突。", "请重新查看后再决定。"],
    ),
    broad(
        "conflicting_duplicate",
        ["Two entries of the usage have one id and different contents.", CORRECT_USAGE],
        ["用量中有两条记录 ID 相同而内容不同。", CORRECT_USAGE_CHINESE],
    ),
    whole(
        "cross_site",
        [
            "The request did not seem to come from this console, so nothing was done.",
            "Open the console by its own address and do it there.",
        ],
        ["请求似乎并非来自此控制台，因此没有执行任何操作。", "请通过控制台自身的地址打开后再操作。"],
    ),
    broad(
        "currency_mismatch",
        [
            "The amount is in another currency than the account's.",
            "Write the amount in the account's currency.",
        ],
        ["金额的币种与账户币种不同。", "请使用账户的币种填写金额。"],
    ),
    whole(
        "idempotency_key_required",
        ["The request came without the key that keeps it from being counted twice.", RELOAD],
        ["请求缺少防止重复计算的密钥。", RELOAD_CHINESE],
    ),
    whole(
        "idempotency_key_reused",
        [
            "Something else was sent under the same key before, so nothing was done.",
            "Look whether it is done already; else reload the page and try again.",
        ],
        [
            "此前已用同一密钥发送过其他内容，因此没有执行任何操作。",
            "请查看是否已经完成；否则请重新加载页面后重试。",
        ],
    ),
    whole(
        "internal",
        [
            "Something went wrong on the server.",
            "Try again in a moment; if it stays so, ask the operator of this server.",
        ],
        ["服务器出错。", "请稍后重试；如果仍然如此，请联系此服务器的运营方。"],
    ),
    whole(
        "invalid_transition",
        [
            "Only a service that was enabled before can be disabled.",
            "There is nothing to stop; enable it when somebody needs it.",
        ],
        ["只有启用过的服务才能停用。", "没有需要停止的内容；需要时再启用即可。"],
    ),
    broad(
        "malformed",
        ["The server does not take what was sent as it is written.", "Correct it, then try again."],
        ["服务器无法接受所发送内容的写法。", "请更正后重试。"],
    ),
    whole(
        "method_not_allowed",
        [
            "The server does not know this request.",
            "Reload the page; the server may be newer or older than it.",
        ],
        ["服务器不支持此请求。", "请重新加载页面；服务器版本可能与页面不同。"],
    ),
    broad(
        "no_price_in_force",
        [
            "The price book has no price for that time.",
            "Choose a time that has a price, or ask the operator of this server.",
        ],
        ["价目表中没有该时间的价格。", "请选择有价格的时间，或联系此服务器的运营方。"],
    ),
    whole(
        "not_allowlisted",
        ["Services metered by the second need a place on the beta allowlist.", OPERATOR],
        ["按秒计量的服务需要加入测试白名单。", OPERATOR_CHINESE],
    ),
    whole(
        "not_found",
        ["There is no such thing in this account.", "Go back to the list; it may have been deleted."],
        ["此账户中没有该内容。", "请返回列表；它可能已被删除。"],
    ),
    broad(
        "out_of_range",
        ["A value is beyond what is allowed.", "Choose one within the limits, then try again."],
        ["有一个值超出了允许的范围。", "请选择范围内的值，然后重试。"],
    ),
    broad(
        "overlapping_runs",
        ["Two runs of one instance overlap.", CORRECT_USAGE],
        ["同一实例的两次运行时间重叠。", CORRECT_USAGE_CHINESE],
    ),
    whole(
        "plan_required",
        ["Services metered by the second need the Enterprise plan.", OPERATOR],
        ["按秒计量的服务需要企业版套餐。", OPERATOR_CHINESE],
    ),
    whole(
        "precondition_failed",
        ["It was changed meanwhile, so nothing was done.", "Look at it again, then decide."],
        ["内容在此期间被修改，因此没有执行任何操作。", "请重新查看后再决定。"],
    ),
    whole(
        "precondition_required",
        ["The request did not say which version it is about, so nothing was done.", RELOAD],
        ["请求没有说明针对哪个版本，因此没有执行任何操作。", RELOAD_CHINESE],
    ),
    broad(
        "reservation_below_minimum",
        ["That is less than can be reserved of this model.", "Reserve the minimum or more."],
        ["低于此模型可预留的最小值。", "请预留不少于最小值的数量。"],
    ),
    broad(
        "reservation_ends_before_start",
        ["The reservation ends before it starts.", "Choose an end after the start."],
        ["预留的结束时间早于开始时间。", "请选择晚于开始的结束时间。"],
    ),
    broad(
        "reservation_not_offered",
        ["This model offers no reservation.", "Choose another model, or stay with pay-as-you-go."],
        ["此模型不提供预留。", "请选择其他模型，或继续按量付费。"],
    ),
    broad(
        "reservation_off_step",
        ["Reservations come in whole steps above the minimum.", "Choose the next step below or above."],
        ["预留数量须为最小值加上整数个步长。", "请选择相邻的较小或较大步长。"],
    ),
    broad(
        "run_ends_before_start",
        ["A run ends before it starts.", CORRECT_USAGE],
        ["有一次运行的结束时间早于开始时间。", CORRECT_USAGE_CHINESE],
    ),
    broad(
        "run_starts_after_as_of",
        ["A run without an end starts after the instant up to which it is priced.", CORRECT_USAGE],
        ["有一次未结束的运行，其开始时间晚于计价截止时间。", CORRECT_USAGE_CHINESE],
    ),
    whole(
        "storage_unavailable",
        ["The server could not do it just now; nothing was changed.", LATER],
        ["服务器暂时无法完成；没有任何更改。", LATER_CHINESE],
    ),
    whole(
        "too_many_requests",
        ["Too many requests in this minute.", LATER],
        ["这一分钟内的请求过多。", LATER_CHINESE],
    ),
    whole(
        "unauthenticated",
        ["You are signed out.", "Open a sign-in link."],
        ["你已退出登录。", "请打开登录链接。"],
    ),
    broad(
        "unknown_model",
        ["There is no such model.", "Choose a model of the list."],
        ["没有这个模型。", "请从列表中选择模型。"],
    ),
    broad(
        "unknown_tier",
        ["There is no such tier.", "Choose a tier of the list."],
        ["没有这个档位。", "请从列表中选择档位。"],
    ),
];

#[cfg(test)]
mod tests {
    use tiermeter_pricing::RefusalCode;

    use super::*;
    use crate::console::words::Language;

    const API: &str = include_str!("../../../crates/server/src/http/openapi.json");

    #[test]
    fn each_code_of_the_api_has_its_own_words_in_each_language() {
        let document: serde_json::Value = serde_json::from_str(API).unwrap();
        let listed =
            document.pointer("/components/schemas/ProblemCode/enum").and_then(serde_json::Value::as_array);
        let listed: Vec<&str> = listed.unwrap().iter().filter_map(serde_json::Value::as_str).collect();
        assert!(!listed.is_empty());
        for code in &listed {
            let words = CodeWords::of(code).unwrap_or_else(|| panic!("{code} has no words"));
            let [english, chinese] = Language::ALL.map(|language| words.said.of(language));
            for text in [english.sentence, english.next_step] {
                assert!(text.is_ascii() && text.ends_with('.'), "{code}: {text:?}");
            }
            for text in [chinese.sentence, chinese.next_step] {
                assert!(!text.is_ascii() && text.ends_with('。'), "{code}: {text:?}");
            }
        }
        // Words of a code that there is no more would be read by nobody.
        let known: Vec<&str> = CODES.iter().map(|words| words.code).collect();
        assert_eq!(known, listed);
    }

    #[test]
    fn each_code_of_the_core_that_the_api_answers_with_is_listed() {
        for code in RefusalCode::ALL {
            // Only pricing by columns refuses so, which the API does not offer.
            let is_of_api = *code != RefusalCode::PriceVaries;
            assert_eq!(CodeWords::of(code.as_str()).is_some(), is_of_api, "{code}");
        }
    }
}
