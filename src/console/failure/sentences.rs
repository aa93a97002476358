//! The sentences of the server that say more than their code, in each language, with their values.

use super::codes::{LATER, LATER_CHINESE};
use super::explained::InEach;

/// A sentence of the server as it is written there, `{}` for each of its values, and what is said for it.
#[derive(Debug, Clone, Copy)]
pub struct Sentence {
    /// What the server says.
    pub server: &'static str,
    /// What is said for it; `{0}` is the server's first value.
    pub said: InEach,
}

const fn sentence(server: &'static str, english: [&'static str; 2], chinese: [&'static str; 2]) -> Sentence {
    Sentence { server, said: InEach::new(english, chinese) }
}

const FEWER_INSTANCES: &str = "Choose fewer, scale another service down, or ask the operator of this server.";
const FEWER_INSTANCES_CHINESE: &str = "请减少实例数、缩减其他服务，或联系此服务器的运营方。";
const CHOOSE_MODEL: &str = "Choose a model of the list.";
const CHOOSE_MODEL_CHINESE: &str = "请从列表中选择模型。";
const SHORTER: &str = "Choose a shorter time, then try again.";
const SHORTER_CHINESE: &str = "请选择更短的时间范围，然后重试。";

/// Where two fit, the first one is meant.
pub const SENTENCES: &[Sentence] = &[
    // What does not go with what is there.
    sentence(
        "the service's billing mode is not tpm_reservation; set it first",
        ["The service is not billed by TPM reservation.", "Change its billing mode first, then reserve."],
        ["该服务的计费模式不是 TPM 预留。", "请先更改计费模式，然后再预留。"],
    ),
    sentence(
        "the reservation has ended already",
        ["The reservation has ended already.", "There is nothing left to end; look at the list again."],
        ["该预留已经结束。", "没有需要结束的内容；请重新查看列表。"],
    ),
    sentence(
        "a service metered by tokens has no instances to scale",
        [
            "A service metered by tokens has no instances to scale.",
            "Scale one that is metered by the second.",
        ],
        ["按 token 计量的服务没有可伸缩的实例。", "请选择按秒计量的服务。"],
    ),
    sentence(
        "a default service is the platform's and can't be removed",
        ["A default service is the platform's and can't be deleted.", "Disable it if nobody needs it."],
        ["默认服务属于平台，无法删除。", "如不需要，可将其停用。"],
    ),
    sentence(
        "disable the service first; only one that is off can be removed",
        ["Only a service that is off can be deleted.", "Disable it first."],
        ["只能删除已关闭的服务。", "请先停用。"],
    ),
    sentence(
        "runs of it are open; report their stops first",
        ["Runs of the service are still open.", "Report their stops first, then delete it."],
        ["该服务仍有未结束的运行。", "请先上报其停止时间，然后再删除。"],
    ),
    sentence(
        "end its reservations first; they are charged until their end",
        ["Its reservations are charged until their end.", "End them first."],
        ["其预留会计费到期满。", "请先结束预留。"],
    ),
    // What is beyond a limit.
    sentence(
        "the account has {} services; it may have {}, the default ones included",
        [
            "The account has {0} services; it may have {1}, the default ones included.",
            "Delete one that nobody needs, or ask the operator of this server.",
        ],
        ["账户已有 {0} 个服务；最多 {1} 个，包括默认服务。", "请删除不需要的服务，或联系此服务器的运营方。"],
    ),
    sentence(
        "{} instances; from 0 to {}, which is what the account may have",
        ["{0} is too many instances: the account may have {1}.", FEWER_INSTANCES],
        ["{0} 个实例过多：账户最多可有 {1} 个。", FEWER_INSTANCES_CHINESE],
    ),
    sentence(
        "{} instances; from 0 to {}: the account may have {}, of which its other services want up to {}",
        [
            "{0} is too many instances: up to {1} can be had. The account may have {2}, of which its other services want up to {3}.",
            FEWER_INSTANCES,
        ],
        [
            "{0} 个实例过多：还可使用 0 到 {1} 个。账户最多可有 {2} 个，其中其他服务最多需要 {3} 个。",
            FEWER_INSTANCES_CHINESE,
        ],
    ),
    sentence(
        "{} instances; from 0 to {}",
        ["{0} is too many instances: up to {1} are possible.", "Choose fewer."],
        ["{0} 个实例过多：可选 0 到 {1} 个。", "请减少实例数。"],
    ),
    sentence(
        "{} policies; at most {}",
        ["{0} policies are too many: there may be {1}.", "Remove some, then try again."],
        ["{0} 条策略过多：最多 {1} 条。", "请删除一些，然后重试。"],
    ),
    sentence(
        "{} labels; at most {}",
        ["{0} labels are too many: a service may have {1}.", "Remove some, then try again."],
        ["{0} 个标签过多：每个服务最多 {1} 个。", "请删除一些，然后重试。"],
    ),
    sentence(
        "the balance would be more than the ledger holds",
        ["The balance would be more than the ledger holds.", "Record a smaller amount."],
        ["余额将超过账本可记录的上限。", "请记录较小的金额。"],
    ),
    sentence(
        "{} has passed; a reservation begins now, {}, or later",
        [
            "{0} has passed: the server's clock says {1}.",
            "Choose a later start, or leave it empty to begin at once.",
        ],
        ["{0} 已经过去：服务器时间为 {1}。", "请选择更晚的开始时间，或留空以立即开始。"],
    ),
    sentence(
        "the settlement has more than {} lines",
        ["There are more than {0} lines to sum up.", SHORTER],
        ["需要汇总的行超过 {0} 行。", SHORTER_CHINESE],
    ),
    sentence(
        "the usage falls into more than {} parts by month and price",
        ["The usage falls into more than {0} parts by month and price.", SHORTER],
        ["用量按月份和价格划分后超过 {0} 个部分。", SHORTER_CHINESE],
    ),
    // Reservations.
    sentence(
        "{} tokens per minute are below the minimum of {}",
        ["{0} tokens per minute are below this model's minimum of {1}.", "Reserve {1} or more."],
        ["每分钟 {0} 个 token 低于此模型的最小值 {1}。", "请预留 {1} 或更多。"],
    ),
    sentence(
        "{} tokens per minute are not {} and whole steps of {} above it",
        [
            "{0} tokens per minute can't be reserved: it takes {1}, or whole steps of {2} above it.",
            "Choose the next step below or above.",
        ],
        ["无法预留每分钟 {0} 个 token：须为 {1}，或在其上加整数个 {2}。", "请选择相邻的较小或较大步长。"],
    ),
    sentence(
        "the model {} offers no TPM reservation",
        ["The model {0} offers no TPM reservation.", "Choose another model, or stay with pay-as-you-go."],
        ["模型 {0} 不提供 TPM 预留。", "请选择其他模型，或继续按量付费。"],
    ),
    sentence(
        "the reservation ends at {}, before its start at {}",
        ["The reservation ends at {0}, before its start at {1}.", "Choose an end after the start."],
        ["预留在 {0} 结束，早于其开始时间 {1}。", "请选择晚于开始的结束时间。"],
    ),
    // What the price book or the account does not have.
    sentence(
        "the price book {} has no tier {}; it has {}",
        ["The price book {0} has no tier {1}.", "Choose one of these: {2}."],
        ["价目表 {0} 没有档位 {1}。", "请选择其中之一：{2}。"],
    ),
    sentence(
        "the price book {} has no model {}; it has {}",
        ["The price book {0} has no model {1}.", "Choose one of these: {2}."],
        ["价目表 {0} 没有模型 {1}。", "请选择其中之一：{2}。"],
    ),
    sentence(
        "the service's model is {}",
        ["The reservation is for another model: the service's is {0}.", CHOOSE_MODEL],
        ["预留针对的是另一个模型：该服务的模型是 {0}。", CHOOSE_MODEL_CHINESE],
    ),
    sentence(
        "no price of {} is in force at that instant yet",
        ["No price of {0} is in force yet at that time.", "Choose a later start."],
        ["{0} 在该时间尚无生效的价格。", "请选择更晚的开始时间。"],
    ),
    sentence(
        "{} is not the account's currency {}",
        ["{0} is not the account's currency.", "Write the amount in {1}."],
        ["{0} 不是账户的币种。", "请以 {1} 填写金额。"],
    ),
    // What is written in another way than it is read.
    sentence(
        "{} is no amount: a decimal string above zero, at most {}, with up to {} decimals",
        [
            "{0} is no amount that can be recorded.",
            "Write one above zero, at most {1}, with up to {2} decimals.",
        ],
        ["{0} 不是可以记录的金额。", "请填写大于零、不超过 {1}、最多 {2} 位小数的金额。"],
    ),
    sentence(
        "the label {} is too long; names have 1 to {} characters, values at most {}",
        ["The label {0} is too long.", "Names have 1 to {1} characters, values at most {2}."],
        ["标签 {0} 过长。", "名称须为 1 到 {1} 个字符，值最多 {2} 个字符。"],
    ),
    // What is too much at once.
    sentence(
        "the account makes {} reports already, as many as it may at the same time",
        ["The account makes {0} reports already, as many as it may at once.", LATER],
        ["账户正在生成 {0} 份报表，已达同时生成的上限。", LATER_CHINESE],
    ),
    sentence(
        "{} wrong tokens a minute are used up",
        [
            "Too many wrong sign-in tokens came in this minute; {0} are allowed.",
            "Wait a minute, then open the right link.",
        ],
        ["这一分钟内错误的登录令牌过多；最多允许 {0} 个。", "请等待一分钟，然后打开正确的链接。"],
    ),
    // What a service takes.
    sentence(
        "the command is of {}, older than the newest accepted one of {}",
        [
            "The command is of {0}, older than the newest accepted one of {1}.",
            "Look at the service again, then decide.",
        ],
        ["命令的时间为 {0}，早于最近一次已接受的命令 {1}。", "请重新查看服务后再决定。"],
    ),
];
