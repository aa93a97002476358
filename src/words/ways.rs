//! What the page says of the break-even, of the same work three ways, and of its pictures, in each language.

use crate::text;

/// These words, in one language. Sentences with something in them are functions.
#[derive(Debug)]
pub struct WaysWords {
    // The break-even of a line
    pub break_even: &'static str,
    pub break_even_lead: fn(&str) -> String,
    pub break_even_alone: &'static str,
    pub break_even_computing: &'static str,
    pub never_pays_off: fn(&str, &str) -> String,
    pub pays_off_from: fn(&str, &str, &str) -> String,
    pub pays_off_between: fn(&str, &[&str; 2], &[&str; 2]) -> String,
    pub traffic: &'static str,
    pub requests_on_average: &'static str,
    pub with_reserved: fn(&str) -> String,
    pub up_to_amount: fn(&str, &str) -> String,
    pub covered: fn(&str, &str, &str) -> String,
    // The same work, three ways
    pub title: &'static str,
    pub lead: &'static str,
    pub throughput: &'static str,
    pub throughput_unit: &'static str,
    pub throughput_asked: &'static str,
    pub hours: &'static str,
    pub hours_unit: &'static str,
    pub above_zero: &'static str,
    pub load: fn(&str) -> String,
    pub way: &'static str,
    pub what: &'static str,
    pub instances_detail: fn(&str, &str, u32) -> String,
    pub too_many_instances: fn(&str) -> String,
    pub ways_computing: &'static str,
    pub cheapest: fn(&str, &str, &str) -> String,
    pub crossings: &'static str,
    pub tokens_cost_nothing: &'static str,
    pub instance_from: fn(&str, &str) -> String,
    pub instance_never: fn(&str, &str, &str) -> String,
    pub reservation_from: fn(&str, &str) -> String,
    pub reservation_never: fn(&str) -> String,
    pub reservation_until: fn(&str, &str) -> String,
    pub reservation_always: fn(&str, &str) -> String,
    pub instance_below_reservation: fn(&str, &str) -> String,
    // Pictures and heads of lines
    pub edges: &'static str,
    pub a_bar_for_each: &'static str,
    pub show_more_instances: fn(u64) -> String,
    pub an_hour_on_average: fn(&str) -> String,
    pub of_the_month: &'static str,
    pub share: &'static str,
    // An estimate that comes from elsewhere
    pub opening: &'static str,
}

/// The words in English.
pub const ENGLISH: WaysWords = WaysWords {
    break_even: "The break-even as a curve",
    break_even_lead: |tpm| {
        format!(
            "What the month costs from no traffic to four times this line's, token by token and with {tpm} tokens a minute reserved. Each point is simulated minute by minute."
        )
    },
    break_even_alone: "The free quota is given to this line alone here.",
    break_even_computing: "Working out the points …",
    never_pays_off: |tpm, percent| {
        format!(
            "{tpm} reserved tokens a minute do not pay off at any traffic up to {percent} % of this load."
        )
    },
    pays_off_from: |tpm, requests, percent| {
        format!(
            "{tpm} reserved tokens a minute pay off from {requests} requests a minute on, on average ({percent} % of this load)."
        )
    },
    pays_off_between: |tpm, [from, until], [percent, most_percent]| {
        format!(
            "{tpm} reserved tokens a minute pay off from {from} to {until} requests a minute, on average ({percent} % to {most_percent} % of this load). With more, they cover the cheaper tokens first, and no longer do."
        )
    },
    traffic: "Traffic",
    requests_on_average: "Requests a minute",
    with_reserved: |tpm| format!("{tpm} reserved"),
    up_to_amount: |amount, currency| format!("up to {amount} {currency}"),
    covered: |reserved, free, overflowing| {
        format!(
            "Of this line's tokens: covered by the reservation {reserved}, free {free}, overflowing and paid by token {overflowing}."
        )
    },
    title: "The same work, three ways",
    lead: "GPU seconds, tokens and a TPM reservation for the same requests, over the calculator's month. Requests come evenly in the hours in which instances run, from midnight on; free quota is left out.",
    throughput: "One instance makes",
    throughput_unit: "output tokens a second",
    throughput_asked: "Write how many output tokens one instance of this tier makes in a second with this model. Nobody publishes that number; measure it, or take it from a load test.",
    hours: "Instances run",
    hours_unit: "hours a day",
    above_zero: "write a number above 0",
    load: |tokens| format!("This load is {tokens} output tokens a second."),
    way: "Way",
    what: "What is paid",
    instances_detail: |instances, tier, hours| {
        let hours = text::counted(hours.into(), "hour");
        format!("{instances}, {tier}, {hours} a day; Enterprise plan, allowlist")
    },
    too_many_instances: |most| format!("more than {most} instances, which is the most of a line"),
    ways_computing: "Working out the three ways …",
    cheapest: |way, amount, currency| {
        format!("Cheapest for this load: {way}, {amount} {currency} in the month.")
    },
    crossings: "Where they cross, for one instance",
    tokens_cost_nothing: "Tokens of this mix cost nothing, so an instance never pays off.",
    instance_from: |tokens, tier| {
        format!(
            "From {tokens} output tokens a second on, an instance of {tier} costs less than tokens one by one."
        )
    },
    instance_never: |tokens, tier, makes| {
        format!(
            "An instance of {tier} never pays off against tokens one by one: it would have to make {tokens} output tokens a second, and makes {makes}."
        )
    },
    reservation_from: |tokens, tpm| {
        format!(
            "From {tokens} output tokens a second on, a reservation of {tpm} tokens a minute costs less than tokens one by one."
        )
    },
    reservation_never: |tpm| {
        format!(
            "A reservation of {tpm} tokens a minute never pays off against tokens one by one for this mix and these hours, not even when all of it is used."
        )
    },
    reservation_until: |tokens, tier| {
        format!(
            "Up to {tokens} output tokens a second, the reservation that covers them costs no more than an instance of {tier}; with more, the instance costs less."
        )
    },
    reservation_always: |tier, makes| {
        format!(
            "A reservation stays cheaper than an instance of {tier} up to all that one makes, {makes} output tokens a second."
        )
    },
    instance_below_reservation: |tier, tpm| {
        format!("An instance of {tier} costs less than even the smallest reservation, {tpm} tokens a minute.")
    },
    edges: "Edges of the steps",
    a_bar_for_each: "A bar for each instance",
    show_more_instances: |count| format!("Show {}", text::counted(count, "more instance")),
    an_hour_on_average: |amount| format!("{amount} an hour on average"),
    of_the_month: "for the month",
    share: "Share",
    opening: "The estimate is being opened. Its total is there once all of its lines are priced.",
};

/// The words in Simplified Chinese.
pub const CHINESE: WaysWords = WaysWords {
    break_even: "盈亏平衡曲线",
    break_even_lead: |tpm| {
        format!(
            "从没有流量到本行负载的四倍，当月的费用：按量付费，以及每分钟预留 {tpm} 个词元。每个点都逐分钟模拟。"
        )
    },
    break_even_alone: "此处免费额度只给本行使用。",
    break_even_computing: "正在计算各点……",
    never_pays_off: |tpm, percent| format!("直到此负载的 {percent} %，每分钟预留 {tpm} 个词元都不划算。"),
    pays_off_from: |tpm, requests, percent| {
        format!("平均每分钟 {requests} 个请求起（此负载的 {percent} %），每分钟预留 {tpm} 个词元即划算。")
    },
    pays_off_between: |tpm, [from, until], [percent, most_percent]| {
        format!(
            "平均每分钟 {from} 至 {until} 个请求（此负载的 {percent} % 至 {most_percent} %）时，每分钟预留 {tpm} 个词元划算。再多时预留先覆盖较便宜的词元，便不再划算。"
        )
    },
    traffic: "流量",
    requests_on_average: "每分钟请求数",
    with_reserved: |tpm| format!("预留 {tpm}"),
    up_to_amount: |amount, currency| format!("最高 {amount} {currency}"),
    covered: |reserved, free, overflowing| {
        format!("本行的词元：预留覆盖 {reserved}，免费 {free}，超出并按量付费 {overflowing}。")
    },
    title: "同样的工作，三种方式",
    lead: "同样的请求在计算器所选月份的费用：GPU 秒数、词元，以及 TPM 预留。请求在实例运行的时段内均匀到来，从零点起；不计免费额度。",
    throughput: "单个实例产出",
    throughput_unit: "输出词元/秒",
    throughput_asked: "请输入此档位的一个实例用该模型每秒产出多少输出词元。这个数字没有公布；请实测，或取自压力测试。",
    hours: "实例运行",
    hours_unit: "小时/天",
    above_zero: "请输入大于 0 的数",
    load: |tokens| format!("此负载为每秒 {tokens} 个输出词元。"),
    way: "方式",
    what: "付费内容",
    instances_detail: |instances, tier, hours| {
        format!("{instances}，{tier}，每天 {hours} 小时；企业版套餐、白名单")
    },
    too_many_instances: |most| format!("超过 {most} 个实例，即一行的上限"),
    ways_computing: "正在计算三种方式……",
    cheapest: |way, amount, currency| format!("此负载下最便宜：{way}，当月 {amount} {currency}。"),
    crossings: "以一个实例计，三者在何处相交",
    tokens_cost_nothing: "这样的词元组合不收费，因此实例永远不划算。",
    instance_from: |tokens, tier| format!("每秒 {tokens} 个输出词元起，{tier}的一个实例比按量付费便宜。"),
    instance_never: |tokens, tier, makes| {
        format!("{tier}的实例永远不比按量付费划算：它须每秒产出 {tokens} 个输出词元，而实际为 {makes} 个。")
    },
    reservation_from: |tokens, tpm| {
        format!("每秒 {tokens} 个输出词元起，每分钟 {tpm} 个词元的预留比按量付费便宜。")
    },
    reservation_never: |tpm| {
        format!("对于这样的词元组合和时段，每分钟 {tpm} 个词元的预留永远不比按量付费划算，即使全部用完。")
    },
    reservation_until: |tokens, tier| {
        format!("每秒 {tokens} 个输出词元以内，足够的预留不比{tier}的一个实例贵；再多则实例更便宜。")
    },
    reservation_always: |tier, makes| {
        format!("直到一个实例的全部产出（每秒 {makes} 个输出词元），预留都比{tier}的实例便宜。")
    },
    instance_below_reservation: |tier, tpm| {
        format!("{tier}的一个实例比最小的预留（每分钟 {tpm} 个词元）还便宜。")
    },
    edges: "各段的边缘",
    a_bar_for_each: "每个实例一条",
    show_more_instances: |count| format!("再显示 {} 个实例", text::count(count)),
    an_hour_on_average: |amount| format!("平均每小时 {amount}"),
    of_the_month: "当月",
    share: "占比",
    opening: "正在打开估算。所有行都计价后显示合计。",
};
