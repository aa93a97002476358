//! What the new service would cost, by the price book, and what stands in its way. Pure.

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Instant, Month, Per, Price, PriceBook};

use super::draft::{Draft, Meter};
use crate::console::documents::{Account, Plan};

const SECONDS_PER_HOUR: u64 = 3_600;
const HOURS_PER_DAY: u64 = 24;

/// What something costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Costs {
    /// In an hour.
    pub per_hour: Decimal,
    /// In 24 hours.
    pub per_day: Decimal,
    /// In the days of the present month.
    pub per_month: Decimal,
}

/// What seconds of instances cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecondsPrice {
    /// A second of an instance.
    pub per_second: Price,
    /// How many instances there are at least and at most.
    pub instances: (u64, u64),
    /// What the least of them cost.
    pub least: Costs,
    /// What all of them cost, where they are more.
    pub most: Option<Costs>,
}

/// What can be reserved of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reservable {
    /// At least so many tokens per minute.
    pub minimum_tpm: u64,
    /// Above it in such steps.
    pub step_tpm: u64,
    /// What so many cost.
    pub least: Costs,
}

/// What tokens of a model cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokensPrice {
    /// A million input tokens.
    pub input: Price,
    /// A million input tokens from the cache.
    pub cached_input: Price,
    /// A million output tokens.
    pub output: Price,
    /// These are sample prices.
    pub is_sample: bool,
    /// So many tokens are free with the first enabling, for so many days.
    pub free: Option<(u64, u64)>,
    /// What can be reserved; `None` where nothing can.
    pub reservable: Option<Reservable>,
}

/// What the new service would cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pricing {
    /// By the second.
    Seconds(SecondsPrice),
    /// By the token.
    Tokens(TokensPrice),
    /// It is not known yet: something that it depends on is missing, or has no price in force.
    Unknown,
}

/// What a draft would cost at an instant.
#[must_use]
pub fn pricing(draft: &Draft, book: &PriceBook, now: Instant) -> Pricing {
    let known = match draft.meter {
        Meter::GpuSeconds => seconds(draft, book, now).map(Pricing::Seconds),
        Meter::Tokens => tokens(draft, book, now).map(Pricing::Tokens),
    };
    known.unwrap_or(Pricing::Unknown)
}

fn seconds(draft: &Draft, book: &PriceBook, now: Instant) -> Option<SecondsPrice> {
    let per_second = book.tier(&draft.tier)?.price_at(now)?.per_second;
    let (least, most) = draft.instances()?;
    let costs = |instances: u64| {
        over_time(book, now, |hours| {
            per_second.times(instances.checked_mul(hours)?.checked_mul(SECONDS_PER_HOUR)?).ok()
        })
    };
    Some(SecondsPrice {
        per_second,
        instances: (least, most),
        least: costs(least)?,
        most: if most > least { Some(costs(most)?) } else { None },
    })
}

fn tokens(draft: &Draft, book: &PriceBook, now: Instant) -> Option<TokensPrice> {
    let model = book.model(draft.model.trim())?;
    let at = now.unix_nanoseconds();
    let price = model.prices.at(at)?;
    let reservable = model.tpm_reservation.as_ref().and_then(|offer| {
        let per_ktpm_hour = offer.prices.at(at)?.per_ktpm_hour;
        let least = over_time(book, now, |hours| {
            let ktpm_hours = u128::from(offer.minimum_tpm) * u128::from(hours);
            Exact::product(ktpm_hours, per_ktpm_hour, Per::Thousand).ok()?.decimal().ok()
        })?;
        Some(Reservable { minimum_tpm: offer.minimum_tpm, step_tpm: offer.step_tpm, least })
    });
    Some(TokensPrice {
        input: price.input_per_million,
        cached_input: price.cached_input_per_million,
        output: price.output_per_million,
        is_sample: model.illustrative,
        free: model.free_quota.map(|offer| (offer.tokens, offer.valid_days)),
        reservable,
    })
}

/// What something costs in an hour, a day and the present month, from what it costs in so many hours.
fn over_time(book: &PriceBook, now: Instant, cost: impl Fn(u64) -> Option<Decimal>) -> Option<Costs> {
    let days = u64::from(Month::containing(now, book.utc_offset()).days());
    Some(Costs { per_hour: cost(1)?, per_day: cost(HOURS_PER_DAY)?, per_month: cost(HOURS_PER_DAY * days)? })
}

/// What stands in the way of a new service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// The plan has no services metered by seconds.
    PlanRequired,
    /// The account is not on the allowlist.
    NotAllowlisted,
}

/// What the server would refuse, whatever the rest of the form says.
#[must_use]
pub fn hindrance(meter: Meter, account: &Account) -> Option<Hindrance> {
    match meter {
        Meter::GpuSeconds if account.plan != Plan::Enterprise => Some(Hindrance::PlanRequired),
        Meter::GpuSeconds if !account.allowlisted => Some(Hindrance::NotAllowlisted),
        Meter::GpuSeconds | Meter::Tokens => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::draft::Scale;
    use super::*;

    const BOOK: &str = r#"{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
        "settlement": {"cycle": "month", "utc_offset": "+00:00"},
        "gpu_tiers": [{"code": "A", "name": "Entry-level", "prices": [{"from": null, "per_second": "0.000217"},
            {"from": "2026-04-01T00:00:00Z", "per_second": "0.0003"}]}],
        "models": [{"id": "small-8b", "name": "Small", "illustrative": true,
            "prices": [{"from": null, "input_per_million": "0.15", "cached_input_per_million": "0.015", "output_per_million": "0.60"}],
            "free_quota": {"tokens": 1000000, "valid_days": 90},
            "tpm_reservation": {"minimum_tpm": 10000, "step_tpm": 1000, "prices": [{"from": null, "per_ktpm_hour": "0.0035"}]}},
            {"id": "plain", "name": "Plain", "prices": [{"from": "2026-04-01T00:00:00Z", "input_per_million": "1", "cached_input_per_million": "1", "output_per_million": "1"}]}]}"#;

    fn pricing_at(draft: &Draft, now: &str) -> Pricing {
        let book = PriceBook::from_json(BOOK.as_bytes()).unwrap();
        pricing(draft, &book, Instant::parse(now).unwrap())
    }

    fn gpu(instances: &str) -> Draft {
        Draft {
            meter: Meter::GpuSeconds,
            tier: "A".to_owned(),
            instances: instances.to_owned(),
            ..Draft::default()
        }
    }

    fn written(costs: Costs) -> [String; 3] {
        [costs.per_hour, costs.per_day, costs.per_month].map(|amount| amount.normalize().to_string())
    }

    fn check_seconds(draft: &Draft, now: &str, least: [&str; 3], most: Option<[&str; 3]>) {
        let Pricing::Seconds(price) = pricing_at(draft, now) else { panic!("{draft:?} has no price") };
        assert_eq!(written(price.least), least);
        assert_eq!(price.most.map(written), most.map(|most| most.map(str::to_owned)));
    }

    #[test]
    fn seconds_are_priced_for_the_hour_the_day_and_the_month() {
        let (march, april) = ("2026-03-03T10:00:00Z", "2026-04-03T10:00:00Z");
        check_seconds(&gpu("1"), march, ["0.7812", "18.7488", "581.2128"], None);
        check_seconds(&gpu("2"), march, ["1.5624", "37.4976", "1162.4256"], None);
        check_seconds(&gpu("1"), april, ["1.08", "25.92", "777.6"], None);
        check_seconds(&gpu("0"), march, ["0", "0", "0"], None);
        let automatic = Draft { scale: Scale::Automatic, ..gpu("") };
        let four = ["3.1248", "74.9952", "2324.8512"];
        check_seconds(&automatic, march, ["0.7812", "18.7488", "581.2128"], Some(four));
    }

    #[test]
    fn tokens_are_priced_by_the_million_and_reservations_by_the_hour() {
        let draft = Draft { model: "small-8b".to_owned(), ..Draft::default() };
        let Pricing::Tokens(price) = pricing_at(&draft, "2026-03-03T10:00:00Z") else {
            panic!("the model has a price")
        };
        assert_eq!(price.output.to_string(), "0.6");
        assert!(price.is_sample);
        assert_eq!(price.free, Some((1_000_000, 90)));
        let reservable = price.reservable.unwrap();
        assert_eq!(written(reservable.least), ["0.035", "0.84", "26.04"]);
    }

    #[test]
    fn nothing_is_priced_that_is_not_known() {
        let march = "2026-03-03T10:00:00Z";
        let model = |model: &str| Draft { model: model.to_owned(), ..Draft::default() };
        for draft in [gpu("x"), Draft { tier: "Z".to_owned(), ..gpu("1") }, model(""), model("plain")] {
            assert_eq!(pricing_at(&draft, march), Pricing::Unknown, "{draft:?}");
        }
    }

    #[test]
    fn seconds_need_the_plan_and_the_allowlist() {
        let account = |plan: &str, allowlisted: bool| -> Account {
            serde_json::from_value(serde_json::json!({
                "id": "acc_1", "name": "Example", "plan": plan, "allowlisted": allowlisted, "currency": "USD",
                "balance": "1", "available": "1", "overdue": false, "overdue_since": null,
                "terms": {"payment_days": 14, "grace_hours": 24}, "credit_limit": null, "notice": null,
            }))
            .unwrap()
        };
        for (meter, plan, allowlisted, expected) in [
            (Meter::GpuSeconds, "enterprise", true, None),
            (Meter::GpuSeconds, "enterprise", false, Some(Hindrance::NotAllowlisted)),
            (Meter::GpuSeconds, "standard", true, Some(Hindrance::PlanRequired)),
            (Meter::Tokens, "standard", false, None),
        ] {
            assert_eq!(hindrance(meter, &account(plan, allowlisted)), expected);
        }
    }
}
