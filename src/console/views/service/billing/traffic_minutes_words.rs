//! The words of a reservation against the minutes of the last hours.

use super::traffic_minutes::{ByMinute, Span};
use crate::console::format::Format;
use crate::console::words::{Language, Localized};

/// Words of a reservation against the minutes of the last hours.
pub struct Words {
    /// The heading.
    pub title: &'static str,
    /// Before there is a whole hour.
    pub too_young: &'static str,
    /// How minutes are settled.
    pub caveat: &'static str,
    /// The heading of the averages.
    pub averages: &'static str,
    pays: fn(&str, &str) -> String,
    not_yet: fn(&str, &str) -> String,
    even: fn(&str) -> String,
    traffic: fn([&str; 5]) -> String,
    by_token: fn(&str) -> String,
    covered: fn([&str; 5]) -> String,
    with_reservation: fn(&str, &str, &str) -> String,
}

/// What the sentences are of, beside the settled minutes.
pub struct Around<'a> {
    /// Tokens per minute that would be reserved.
    pub tpm: u64,
    /// The hours.
    pub span: Span,
    /// The currency's code.
    pub currency: &'a str,
    /// How things are written.
    pub format: Format,
}

impl Words {
    /// What comes of it, in one sentence.
    pub fn verdict(&self, minutes: &ByMinute, around: &Around<'_>) -> String {
        let format = around.format;
        let (saves, time) = (minutes.saves, format.duration(around.span.seconds()));
        let money = format.money(saves.abs(), around.currency);
        if saves.is_zero() {
            (self.even)(&time)
        } else if saves.is_sign_positive() {
            (self.pays)(&time, &money)
        } else {
            (self.not_yet)(&time, &money)
        }
    }

    /// What was settled, line by line.
    pub fn lines(&self, minutes: &ByMinute, around: &Around<'_>) -> Vec<String> {
        let format = around.format;
        let money = |amount| format.money(amount, around.currency);
        let count = |count: usize| format.count(u64::try_from(count).unwrap_or(u64::MAX));
        let (from, until) = (format.day_and_time(around.span.from), format.day_and_time(around.span.until));
        let all = minutes.all();
        let (tokens, busiest) = (format.count(all.tokens()), format.count(minutes.busiest()));
        let (tpm, covered) = (format.count(around.tpm), format.count(all.covered));
        let (free, overflow) = (format.count(all.free), format.count(all.overflow));
        let (busy, above) = (count(minutes.minutes.len()), count(minutes.minutes_above()));
        vec![
            (self.traffic)([&from, &until, &tokens, &busy, &busiest]),
            (self.by_token)(&money(minutes.by_token)),
            (self.covered)([&tpm, &covered, &above, &free, &overflow]),
            (self.with_reservation)(
                &money(minutes.reservation),
                &money(minutes.above),
                &money(minutes.with_reservation),
            ),
        ]
    }
}

const ENGLISH: Words = Words {
    title: "The last whole hours, minute by minute",
    too_young: "The service is there for less than a whole hour; its minutes can be compared after that.",
    caveat: "Each minute is settled as one record, by the rules of a bill and the prices in force then. Of tokens that a reservation or free quota covered no class is told: they count as input, which is covered first. Free quota is as much as was used in this time.",
    averages: "Longer times, on average",
    pays: |time, less| format!("In the last {time} the reservation would have been {less} cheaper."),
    not_yet: |time, more| format!("In the last {time} the reservation would have been {more} dearer."),
    even: |time| format!("In the last {time} the reservation would have cost as much as paying by token."),
    traffic: |[from, until, tokens, busy, busiest]| {
        format!(
            "{from} to {until}: {tokens} tokens, minutes with traffic: {busy}, tokens in the busiest one: {busiest}."
        )
    },
    by_token: |cost| format!("By token: {cost}."),
    covered: |[tpm, covered, above, free, overflow]| {
        format!(
            "With {tpm} tokens per minute reserved, {covered} are covered. Above it, minutes: {above}, tokens of free quota: {free}, paid by token: {overflow}."
        )
    },
    with_reservation: |reservation, above, both| {
        format!("The reservation {reservation}, what is above it {above}: together {both}.")
    },
};

const CHINESE: Words = Words {
    title: "最近的整小时，逐分钟",
    too_young: "该服务存在不足一个整小时；满一小时后即可逐分钟比较。",
    caveat: "每分钟作为一条记录，按账单规则和当时生效的价格结算。预留或免费额度覆盖的 token 不区分类别：按输入计，输入最先被覆盖。免费额度按这段时间实际用掉的数量计。",
    averages: "更长时间，按平均值",
    pays: |time, less| format!("最近{time}内，使用预留会便宜 {less}。"),
    not_yet: |time, more| format!("最近{time}内，使用预留会多付 {more}。"),
    even: |time| format!("最近{time}内，使用预留与按 token 计费的费用相同。"),
    traffic: |[from, until, tokens, busy, busiest]| {
        format!("{from} 至 {until}：{busy} 分钟内共 {tokens} 个 token，最忙的一分钟 {busiest} 个。")
    },
    by_token: |cost| format!("按 token：{cost}。"),
    covered: |[tpm, covered, above, free, overflow]| {
        format!(
            "预留每分钟 {tpm} 个 token 时，覆盖 {covered} 个。有 {above} 分钟超出：其中免费额度 {free} 个，按 token 计费 {overflow} 个。"
        )
    },
    with_reservation: |reservation, above, both| {
        format!("预留 {reservation}，超出部分 {above}，合计 {both}。")
    },
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
    use super::super::traffic_minutes::Minute;
    use super::*;
    use crate::console::live::examples::at;
    use crate::console::zone::Zone;

    #[test]
    fn what_was_settled_is_said() {
        let format = Format { language: Language::English, zone: Zone::Utc };
        let span = Span { from: at("2026-03-02T10:00:00Z"), until: at("2026-03-03T10:00:00Z") };
        let around = Around { tpm: 10_000, span, currency: "USD", format };
        let decimal = |text: &str| text.parse().unwrap();
        for (saves, verdict) in [
            ("-0.828", "In the last 1 d the reservation would have been 0.828 USD dearer."),
            ("0.5", "In the last 1 d the reservation would have been 0.5 USD cheaper."),
            ("0", "In the last 1 d the reservation would have cost as much as paying by token."),
        ] {
            let minutes = ByMinute {
                minutes: vec![Minute { covered: 10_000, free: 2_000, overflow: 18_000 }],
                by_token: decimal("0.024"),
                reservation: decimal("0.84"),
                above: decimal("0.012"),
                with_reservation: decimal("0.852"),
                saves: decimal(saves),
            };
            assert_eq!(ENGLISH.verdict(&minutes, &around), verdict);
            let expected = [
                "2 Mar, 10:00 to 3 Mar, 10:00: 30,000 tokens, minutes with traffic: 1, tokens in the busiest one: 30,000.",
                "By token: 0.024 USD.",
                "With 10,000 tokens per minute reserved, 10,000 are covered. Above it, minutes: 1, tokens of free quota: 2,000, paid by token: 18,000.",
                "The reservation 0.84 USD, what is above it 0.012 USD: together 0.852 USD.",
            ];
            assert_eq!(ENGLISH.lines(&minutes, &around), expected);
            assert_eq!(CHINESE.lines(&minutes, &around).len(), expected.len());
        }
    }
}
