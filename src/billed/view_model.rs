//! The worked example: a service of one tier is enabled with one instance, scaled to two, and disabled. What it costs,
//! step by step, by the core's own settlement.

use tiermeter_pricing::{
    Instant, NANOSECONDS_PER_SECOND, PriceBook, Refusal, Usage, begun_before, billable_seconds, settle,
};

use crate::text;

/// The day of the published example.
const DAY: &str = "2026-03-03";
const SERVICE: &str = "chat";

/// One of the instants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The service is enabled, and the first instance starts.
    Enabled,
    /// It is scaled to two.
    Scaled,
    /// It is disabled, and both stop.
    Disabled,
}

impl Field {
    /// Every instant, in the order in which they must be.
    pub const ALL: [Self; 3] = [Self::Enabled, Self::Scaled, Self::Disabled];

    /// The id of its field on the page.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Enabled => "enabled-at",
            Self::Scaled => "scaled-at",
            Self::Disabled => "disabled-at",
        }
    }
}

/// What the reader may change, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The code of the tier.
    pub tier: String,
    times: [String; 3],
}

impl Typed {
    /// The example as it was published.
    pub fn published() -> Self {
        Self { tier: "A".to_owned(), times: ["10:00", "11:00", "12:00"].map(str::to_owned) }
    }

    /// The text of an instant.
    pub fn time(&self, field: Field) -> &str {
        match field {
            Field::Enabled => &self.times[0],
            Field::Scaled => &self.times[1],
            Field::Disabled => &self.times[2],
        }
    }

    /// Changes the text of an instant.
    pub fn set_time(&mut self, field: Field, time: String) {
        match field {
            Field::Enabled => self.times[0] = time,
            Field::Scaled => self.times[1] = time,
            Field::Disabled => self.times[2] = time,
        }
    }

    fn instant(&self, field: Field) -> Result<Instant, Fault> {
        instant(self.time(field)).ok_or_else(|| Fault::NoTime { field, text: self.time(field).to_owned() })
    }

    /// The instants, each later than the one before.
    fn instants(&self) -> Result<[Instant; 3], Fault> {
        let [enabled, scaled, disabled] = Field::ALL;
        let instants = [self.instant(enabled)?, self.instant(scaled)?, self.instant(disabled)?];
        for (pair, field) in instants.windows(2).zip([scaled, disabled]) {
            if let [before, at] = pair
                && at <= before
            {
                return Err(Fault::NotLater { field, than: text::time_of_day(*before) });
            }
        }
        Ok(instants)
    }
}

/// Why there is no example of what is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A text that is no time of day.
    NoTime {
        /// Which instant.
        field: Field,
        /// The text.
        text: String,
    },
    /// An instant that is not later than the one before.
    NotLater {
        /// Which instant.
        field: Field,
        /// The time of the one before.
        than: String,
    },
    /// The core refused it.
    Refused(Refusal),
}

/// The example, worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The two steps.
    pub steps: [Step; 2],
    /// Seconds that are billed, of both runs.
    pub billed_seconds: u64,
    /// Seconds that they ran.
    pub true_seconds: String,
    /// The sum of the steps.
    pub exact_total: String,
    /// What rounding does to it.
    pub rounding: String,
    /// What is to be paid.
    pub payable: String,
    /// The currency of every amount.
    pub currency: String,
}

/// The time between two instants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// `10:00–11:00`.
    pub stretch: String,
    /// `(3,600 + 3,600) × 0.000217`.
    pub formula: String,
    /// What that comes to.
    pub amount: String,
}

/// What is shown: the example of what was valid last, and what is wrong now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The example; `None` only where nothing was valid yet.
    pub example: Option<Example>,
    /// What is wrong.
    pub fault: Option<Fault>,
}

impl Shown {
    /// What is typed, or what was shown before with the fault of what is typed.
    pub fn of(typed: &Typed, book: &PriceBook, before: Option<&Self>) -> Self {
        match Example::of(typed, book) {
            Ok(example) => Self { example: Some(example), fault: None },
            Err(fault) => {
                Self { example: before.and_then(|shown| shown.example.clone()), fault: Some(fault) }
            }
        }
    }

    /// What is wrong with an instant.
    pub fn fault_of(&self, of: Field) -> Option<&Fault> {
        self.fault.as_ref().filter(|fault| match fault {
            Fault::NoTime { field, .. } | Fault::NotLater { field, .. } => *field == of,
            Fault::Refused(_) => of == Field::Enabled,
        })
    }
}

impl Example {
    /// Works the example out.
    pub fn of(typed: &Typed, book: &PriceBook) -> Result<Self, Fault> {
        let instants = typed.instants()?;
        Self::settled(&typed.tier, instants, book).map_err(Fault::Refused)
    }

    fn settled(
        code: &str,
        [enabled, scaled, disabled]: [Instant; 3],
        book: &PriceBook,
    ) -> Result<Self, Refusal> {
        let tier = book.tier(code).ok_or_else(|| book.unknown_tier(code, "/runs/0/tier".to_owned()))?;
        let mut usage = Usage::new();
        usage.push_run(SERVICE, "i-1", code, enabled, Some(disabled))?;
        usage.push_run(SERVICE, "i-2", code, scaled, Some(disabled))?;
        let settlement = settle(&usage, book)?;

        // The first run's seconds belong to the step in which they begin, as those of a month do (P3).
        let first = billable_seconds(enabled, disabled);
        let before =
            begun_before(enabled.unix_nanoseconds(), NANOSECONDS_PER_SECOND, scaled.unix_nanoseconds());
        let second = billable_seconds(scaled, disabled);
        let price = tier.prices.at(enabled.unix_nanoseconds()).map(|price| price.per_second);
        let step = |from, until, seconds: &[u64]| -> Result<Step, Refusal> {
            let price = price.ok_or_else(|| book.unknown_tier(code, "/runs/0/tier".to_owned()))?;
            let terms: Vec<String> = seconds.iter().map(|count| text::grouped(&count.to_string())).collect();
            let sum = if terms.len() > 1 { format!("({})", terms.join(" + ")) } else { terms.join("") };
            Ok(Step {
                stretch: format!("{}–{}", text::time_of_day(from), text::time_of_day(until)),
                formula: format!("{sum} × {}", text::published_price(price)),
                amount: text::amount(price.times(seconds.iter().sum())?),
            })
        };
        let steps = [step(enabled, scaled, &[before])?, step(scaled, disabled, &[first - before, second])?];
        let nanoseconds = [enabled, scaled]
            .map(|from| u128::from((disabled.unix_nanoseconds() - from.unix_nanoseconds()).unsigned_abs()));
        // Both runs lie in one day, so that there is one bill.
        let bill = settlement.bills.first();
        Ok(Self {
            steps,
            billed_seconds: first + second,
            true_seconds: text::exact_seconds(nanoseconds.iter().sum()),
            exact_total: bill.map_or_else(String::new, |bill| text::amount(bill.exact_total)),
            rounding: bill.map_or_else(String::new, |bill| {
                if bill.rounding.is_zero() { "0".to_owned() } else { text::signed_amount(bill.rounding) }
            }),
            payable: bill.map_or_else(String::new, |bill| bill.payable.clone()),
            currency: settlement.currency,
        })
    }
}

/// `9:30`, `10:00`, `10:00:30` or `10:00:30.5`, on the day of the example.
fn instant(time: &str) -> Option<Instant> {
    let time = time.trim();
    let padded = if time.find(':') == Some(1) { format!("0{time}") } else { time.to_owned() };
    let seconds = if padded.len() == 5 { ":00" } else { "" };
    Instant::parse(&format!("{DAY}T{padded}{seconds}Z")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(tier: &str, times: [&str; 3]) -> Typed {
        Typed { tier: tier.to_owned(), times: times.map(str::to_owned) }
    }

    #[track_caller]
    fn check(tier: &str, times: [&str; 3], formulas: [&str; 2], amounts: [&str; 2], sums: [&str; 3]) {
        let example = Example::of(&typed(tier, times), PriceBook::bundled()).unwrap();
        assert_eq!([0, 1].map(|index| example.steps[index].formula.as_str()), formulas);
        assert_eq!([0, 1].map(|index| example.steps[index].amount.as_str()), amounts);
        assert_eq!([&example.exact_total, &example.rounding, &example.payable], sums);
    }

    #[test]
    fn the_published_example_and_others() {
        check(
            "A",
            ["10:00", "11:00", "12:00"],
            ["3,600 × 0.000217", "(3,600 + 3,600) × 0.000217"],
            ["0.7812", "1.5624"],
            ["2.3436", "−0.0036", "2.34"],
        );
        check(
            "C",
            ["9:00", "09:30:00", "10:00"],
            ["1,800 × 0.000250", "(1,800 + 1,800) × 0.000250"],
            ["0.45", "0.9"],
            ["1.35", "0", "1.35"],
        );
        // Each run is rounded up by itself, and a second belongs to the step in which it begins.
        check(
            "A",
            ["10:00:00.2", "10:00:00.5", "10:00:01.1"],
            ["1 × 0.000217", "(0 + 1) × 0.000217"],
            ["0.000217", "0.000217"],
            ["0.000434", "−0.000434", "0.00"],
        );
    }

    #[test]
    fn steps_add_up_to_the_total() {
        for times in [["10:00", "10:00:00.1", "10:00:00.2"], ["00:00", "12:34:56.789", "23:59:59.999"]] {
            let example = Example::of(&typed("B", times), PriceBook::bundled()).unwrap();
            let sum = tiermeter_pricing::Exact::sum_of(
                example.steps.iter().map(|step| step.amount.parse::<rust_decimal::Decimal>().unwrap()),
            );
            assert_eq!(sum.unwrap().to_string(), example.exact_total);
        }
    }

    #[test]
    fn faults_are_at_their_fields_and_what_was_shown_stays() {
        let book = PriceBook::bundled();
        let before = Shown::of(&Typed::published(), book, None);
        for (times, at) in [
            (["ten", "11:00", "12:00"], Field::Enabled),
            (["10:00", "", "12:00"], Field::Scaled),
            (["10:00", "10:00", "12:00"], Field::Scaled),
            (["10:00", "11:00", "24:00"], Field::Disabled),
            (["10:00", "11:00", "10:30"], Field::Disabled),
        ] {
            let shown = Shown::of(&typed("A", times), book, Some(&before));
            assert_eq!(shown.example, before.example);
            let faulty: Vec<Field> =
                Field::ALL.into_iter().filter(|field| shown.fault_of(*field).is_some()).collect();
            assert_eq!(faulty, [at], "{times:?}");
        }
    }

    #[test]
    fn the_page_says_the_same_without_the_program() {
        let html = include_str!("../../how-it-is-billed.html");
        let book = PriceBook::bundled();
        let example = Example::of(&Typed::published(), book).unwrap();
        let of_steps = example.steps.iter().flat_map(|step| [&step.stretch, &step.formula, &step.amount]);
        let sums = [&example.exact_total, &example.rounding, &example.payable];
        for cell in of_steps.chain(sums) {
            assert!(html.contains(&format!(">{cell}</td>")), "{cell}");
        }
        for tier in book.tiers() {
            let price = tier.prices[0].per_second;
            assert!(html.contains(&format!(">{} {}</th>", tier.code, tier.name)), "{}", tier.code);
            assert!(html.contains(&format!(">{}</td>", text::published_price(price))));
            assert!(html.contains(&format!(">{}</td>", text::amount(price.times(3_600).unwrap()))));
        }
    }

    #[test]
    fn what_the_page_says_of_reservations_is_so() {
        let mut usage = Usage::new();
        let (from, until) = (instant("00:00").unwrap(), Instant::parse("2026-03-04T00:00:00Z").unwrap());
        usage
            .push_reservation(SERVICE, "small-8b", tiermeter_pricing::TokenCount(10_000), from, Some(until))
            .unwrap();
        let settlement = settle(&usage, PriceBook::bundled()).unwrap();
        assert_eq!(settlement.bills[0].exact_total.to_string(), "0.84");
        let html = include_str!("../../how-it-is-billed.html");
        assert_eq!(html.matches("10 × 24 × 0.0035 = 0.84 USD").count(), 2);
    }

    #[test]
    fn every_section_is_there_in_both_languages() {
        for html in [include_str!("../../how-it-is-billed.html"), include_str!("../../check.html")] {
            let count = |tag: &str| html.matches(&format!("lang=\"{tag}\"")).count();
            // The document itself is in English, and so is what is said to those without scripts.
            let alone = 1 + html.matches("<p class=\"refused words\" lang=\"en\">").count();
            assert_eq!(count("en"), count("zh-CN") + alone);
        }
        let html = include_str!("../../how-it-is-billed.html");
        let anchors = html.matches("<section id=\"").count();
        assert_eq!(anchors, html.matches("<li><a href=\"#").count());
    }
}
