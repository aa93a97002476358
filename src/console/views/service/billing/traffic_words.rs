//! The words of whether a reservation pays off.

use super::traffic::{BreakEven, Mix, Verdict};
use crate::console::format::Format;
use crate::console::words::{Language, Localized};

/// Words of whether a reservation pays off.
pub struct Words {
    /// The heading.
    pub title: &'static str,
    /// What is compared.
    pub text: &'static str,
    /// The arithmetic.
    pub arithmetic: &'static str,
    /// What averages leave out.
    pub caveat: &'static str,
    /// There are no prices to compare.
    pub no_prices: &'static str,
    no_traffic: fn(&str) -> String,
    never: fn(&str) -> String,
    pays: fn(&str) -> String,
    not_yet: fn(&str) -> String,
    average: fn(&str, &str, &str) -> String,
    as_billed: fn(&str) -> String,
    as_input: fn(&str) -> String,
    by_token: fn(&str, &str, &str) -> String,
    reserved: fn(&str, &str, &str, &str) -> String,
    with_reservation: fn(&str, &str) -> String,
    pays_from: fn(&str, &str, &str) -> String,
    pays_never: fn(&str, &str) -> String,
}

/// What the sentences are of, beside the comparison.
pub struct Around<'a> {
    /// Tokens per minute that would be reserved.
    pub tpm: u64,
    /// The price of a thousand of them for an hour.
    pub per_ktpm_hour: &'a str,
    /// How long the traffic was looked at, in seconds.
    pub seconds: i64,
    /// The currency's code.
    pub currency: &'a str,
    /// How things are written.
    pub format: Format,
}

impl Words {
    /// What comes of it, in one sentence.
    pub fn verdict(&self, even: &BreakEven, around: &Around<'_>) -> String {
        let format = around.format;
        let money = |amount| format.money(amount, around.currency);
        match even.verdict {
            Verdict::NoTraffic => {
                (self.no_traffic)(&even.pays_from_tpm.map(|tpm| format.count(tpm)).unwrap_or_default())
            }
            Verdict::Never => (self.never)(&format.count(around.tpm)),
            Verdict::Pays(less) => (self.pays)(&money(less)),
            Verdict::NotYet(more) => (self.not_yet)(&money(more)),
        }
    }

    /// The arithmetic, line by line.
    pub fn lines(&self, even: &BreakEven, around: &Around<'_>) -> Vec<String> {
        let format = around.format;
        let money = |amount| format.money(amount, around.currency);
        let (average, tpm) = (format.amount(even.average_tpm), format.count(around.tpm));
        let per_million = money(even.by_token_per_million);
        let (reserved_hour, reserved_million) =
            (money(even.reserved_per_hour), money(even.reserved_per_million));
        let mix = match even.mix {
            Mix::AsBilled => (self.as_billed)(&per_million),
            Mix::AsInput => (self.as_input)(&per_million),
        };
        let pays = match even.pays_from_tpm {
            Some(from) => {
                let by_token = format.amount(even.by_token_per_million);
                (self.pays_from)(&format.amount(even.reserved_per_hour), &by_token, &format.count(from))
            }
            None => (self.pays_never)(&reserved_million, &per_million),
        };
        vec![
            (self.average)(&format.count(even.tokens), &format.duration(around.seconds), &average),
            mix,
            (self.by_token)(
                &average,
                &format.amount(even.by_token_per_million),
                &money(even.by_token_per_hour),
            ),
            (self.reserved)(&tpm, around.per_ktpm_hour, &reserved_hour, &reserved_million),
            (self.with_reservation)(&tpm, &money(even.with_reservation_per_hour)),
            pays,
        ]
    }
}

const ENGLISH: Words = Words {
    title: "Does a reservation pay off?",
    text: "By this service's own traffic and the prices in force now.",
    arithmetic: "The arithmetic",
    caveat: "Averages leave bursts out: in a minute with more tokens than are reserved the rest is paid by token. Free quota is left aside. Quotients are rounded to six digits.",
    no_prices: "There are no prices in force to compare.",
    no_traffic: |from| {
        format!(
            "There was no traffic in this time. A reservation pays off from {from} tokens per minute on average."
        )
    },
    never: |tpm| {
        format!(
            "A reservation of {tpm} tokens per minute never pays off: even used fully it costs no less than the same tokens by token."
        )
    },
    pays: |less| format!("It pays off: about {less} less in a month like this one."),
    not_yet: |more| {
        format!(
            "Pay-as-you-go is cheaper: with the reservation it would be about {more} more in a month like this one."
        )
    },
    average: |tokens, time, average| {
        format!("{tokens} tokens in {time} are {average} tokens per minute on average.")
    },
    as_billed: |price| {
        format!("By token, its mix of input, cached input and output costs {price} per million.")
    },
    as_input: |price| {
        format!("None of its tokens was paid by token, so they are priced as input: {price} per million.")
    },
    by_token: |average, price, hour| {
        format!("By token: {average} × 60 × {price} / 1,000,000 = {hour} per hour.")
    },
    reserved: |tpm, price, hour, million| {
        format!(
            "Reserved: {tpm} / 1,000 × {price} = {hour} per hour. Used fully, that is {million} per million tokens."
        )
    },
    with_reservation: |tpm, hour| {
        format!("With what is above {tpm} tokens per minute paid by token, that makes {hour} per hour.")
    },
    pays_from: |reserved, price, from| {
        format!(
            "It pays off from {reserved} × 1,000,000 / (60 × {price}) = {from} tokens per minute on average, rounded up."
        )
    },
    pays_never: |reserved, price| {
        format!("Used fully, {reserved} per million is not less than {price} by token.")
    },
};

const CHINESE: Words = Words {
    title: "预留划算吗？",
    text: "根据该服务自身的流量和当前生效的价格。",
    arithmetic: "计算过程",
    caveat: "平均值不反映突发流量：某一分钟内超出预留的 token 仍按 token 计费。免费额度未计入。商保留六位小数。",
    no_prices: "没有可比较的生效价格。",
    no_traffic: |from| format!("这段时间没有流量。平均每分钟达到 {from} 个 token 时预留才划算。"),
    never: |tpm| format!("每分钟 {tpm} 个 token 的预留永远不划算：即使用满，也不比按 token 计费便宜。"),
    pays: |less| format!("划算：按本月天数计，每月约少付 {less}。"),
    not_yet: |more| format!("按量付费更便宜：按本月天数计，预留每月约多付 {more}。"),
    average: |tokens, time, average| format!("{time}内共 {tokens} 个 token，平均每分钟 {average} 个。"),
    as_billed: |price| format!("按 token 计费时，其输入、缓存输入与输出的组合为每百万 {price}。"),
    as_input: |price| format!("其中没有按 token 计费的 token，因此按输入价格计：每百万 {price}。"),
    by_token: |average, price, hour| {
        format!("按 token：{average} × 60 × {price} ÷ 1,000,000 = 每小时 {hour}。")
    },
    reserved: |tpm, price, hour, million| {
        format!("预留：{tpm} ÷ 1,000 × {price} = 每小时 {hour}。用满时相当于每百万 token {million}。")
    },
    with_reservation: |tpm, hour| {
        format!("加上超出每分钟 {tpm} 个 token 的部分按 token 计费，为每小时 {hour}。")
    },
    pays_from: |reserved, price, from| {
        format!(
            "划算的起点：{reserved} × 1,000,000 ÷（60 × {price}）= 平均每分钟 {from} 个 token（向上取整）。"
        )
    },
    pays_never: |reserved, price| format!("用满时每百万 {reserved}，并不低于按 token 的 {price}。"),
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
    use crate::console::zone::Zone;

    fn even(verdict: Verdict, pays_from_tpm: Option<u64>) -> BreakEven {
        let decimal = |text: &str| text.parse().unwrap();
        BreakEven {
            tokens: 4_320_000,
            average_tpm: decimal("3000"),
            mix: Mix::AsBilled,
            by_token_per_million: decimal("0.3"),
            reserved_per_hour: decimal("0.035"),
            reserved_per_million: decimal("0.058333"),
            pays_from_tpm,
            by_token_per_hour: decimal("0.054"),
            with_reservation_per_hour: decimal("0.035"),
            verdict,
        }
    }

    #[test]
    fn verdicts_and_their_arithmetic_are_plain() {
        let format = Format { language: Language::English, zone: Zone::Utc };
        let around =
            Around { tpm: 10_000, per_ktpm_hour: "0.0035", seconds: 86_400, currency: "USD", format };
        for (verdict, from, said, last) in [
            (
                Verdict::Pays("14.14".parse().unwrap()),
                Some(1_945),
                "It pays off: about 14.14 USD less in a month like this one.",
                "It pays off from 0.035 × 1,000,000 / (60 × 0.3) = 1,945 tokens per minute on average, rounded up.",
            ),
            (
                Verdict::Never,
                None,
                "A reservation of 10,000 tokens per minute never pays off: even used fully it costs no less than the same tokens by token.",
                "Used fully, 0.058333 USD per million is not less than 0.3 USD by token.",
            ),
        ] {
            let even = even(verdict, from);
            assert_eq!(ENGLISH.verdict(&even, &around), said);
            let lines = ENGLISH.lines(&even, &around);
            assert_eq!(
                lines.first().unwrap(),
                "4,320,000 tokens in 1 d are 3,000 tokens per minute on average."
            );
            assert_eq!(lines.last().unwrap(), last);
            assert_eq!(CHINESE.lines(&even, &around).len(), lines.len());
        }
    }
}
