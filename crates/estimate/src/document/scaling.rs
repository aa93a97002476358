//! How the scaling of a line is read: in steps, the same every week, or automatic.

use tiermeter_pricing::read::{self, AtLeastOne, Fault, Input, Place, Read, Unread};
use tiermeter_pricing::{Instant, TokenCount, object};
use tiermeter_service::{Instances, MOST_POLICIES, PolicyDocument};

use super::{Rates, at_most, none_of};
use crate::estimate::{Automatic, ComputeLoad, Day, Rate, Scaling, Step, Weekly, Window};

/// The most steps, or windows, of a line (E7).
pub const MOST_STEPS_OR_WINDOWS: usize = 200;
const MINUTES_PER_DAY: u32 = 1_440;

#[derive(Clone, Copy)]
enum Mode {
    Steps,
    Weekly,
    Automatic,
}

impl Read<()> for Mode {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let words = [("steps", Self::Steps), ("weekly", Self::Weekly), ("automatic", Self::Automatic)];
        read::word(place, input, &words)
    }
}

object! {
    /// Scaling of any mode: which fields must be there is known when all are read.
    struct ScalingDocument reads with () {
        mode: Mode,
        ;
        steps: Vec<StepDocument>,
        instances: Instances,
        windows: Vec<Window>,
        minimum: Instances,
        maximum: Instances,
        concurrency: AtLeastOne,
        scale_in_after_seconds: TokenCount,
        load: ComputeLoadDocument,
        policies: Vec<PolicyDocument>,
    }
}

object! {
    struct StepDocument reads with () {
        from: Instant,
        instances: Instances,
    }
}

object! {
    struct ComputeLoadDocument reads with () {
        requests_per_second: Rates,
        seconds_per_request: Rate,
    }
}

impl Read<()> for Scaling {
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let document = ScalingDocument::read(context, place, input)?;
        match document.mode {
            Mode::Steps => document.steps_only(place),
            Mode::Weekly => document.weekly_only(place),
            Mode::Automatic => document.automatic_only(place),
        }
    }
}

impl ScalingDocument {
    fn steps_only(self, place: &Place<'_>) -> Result<Scaling, Unread> {
        none_of(place, "mode steps", &self.of_weekly())?;
        none_of(place, "mode steps", &self.of_automatic())?;
        let documents = read::required(place, "steps", self.steps)?;
        let list = place.key("steps");
        at_most(&list, documents.len(), MOST_STEPS_OR_WINDOWS, "steps")?;
        for (index, pair) in documents.windows(2).enumerate() {
            if pair[0].from >= pair[1].from {
                let message = format!("{} is not later than the step before, {}", pair[1].from, pair[0].from);
                return Err(list.index(index + 1).key("from").malformed(message));
            }
        }
        let step = |document: &StepDocument| Step { from: document.from, instances: document.instances.0 };
        Ok(Scaling::Steps(documents.iter().map(step).collect()))
    }

    fn weekly_only(self, place: &Place<'_>) -> Result<Scaling, Unread> {
        none_of(place, "mode weekly", &[("steps", self.steps.is_some())])?;
        none_of(place, "mode weekly", &self.of_automatic())?;
        let windows = read::required(place, "windows", self.windows)?;
        at_most(&place.key("windows"), windows.len(), MOST_STEPS_OR_WINDOWS, "windows")?;
        Ok(Scaling::Weekly(Weekly {
            instances: read::required(place, "instances", self.instances)?.0,
            windows,
        }))
    }

    fn automatic_only(self, place: &Place<'_>) -> Result<Scaling, Unread> {
        none_of(place, "mode automatic", &[("steps", self.steps.is_some())])?;
        none_of(place, "mode automatic", &self.of_weekly())?;
        let minimum = read::required(place, "minimum", self.minimum)?.0;
        let maximum = read::required(place, "maximum", self.maximum)?.0;
        if minimum > maximum {
            let message = format!("the minimum {minimum} is above the maximum {maximum}");
            return Err(place.key("minimum").malformed(message));
        }
        let load = read::required(place, "load", self.load)?;
        let policies = read::required(place, "policies", self.policies)?;
        at_most(&place.key("policies"), policies.len(), MOST_POLICIES, "policies")?;
        Ok(Scaling::Automatic(Automatic {
            minimum,
            maximum,
            concurrency: read::required(place, "concurrency", self.concurrency)?.0,
            scale_in_after_seconds: read::required(
                place,
                "scale_in_after_seconds",
                self.scale_in_after_seconds,
            )?
            .0,
            load: ComputeLoad {
                requests_per_second: load.requests_per_second.0,
                seconds_per_request: load.seconds_per_request,
            },
            policies: policies.into_iter().map(PolicyDocument::policy).collect(),
        }))
    }

    /// The fields of mode weekly, each with whether it is there.
    const fn of_weekly(&self) -> [(&'static str, bool); 2] {
        [("instances", self.instances.is_some()), ("windows", self.windows.is_some())]
    }

    /// The fields of mode automatic, each with whether it is there.
    const fn of_automatic(&self) -> [(&'static str, bool); 6] {
        [
            ("minimum", self.minimum.is_some()),
            ("maximum", self.maximum.is_some()),
            ("concurrency", self.concurrency.is_some()),
            ("scale_in_after_seconds", self.scale_in_after_seconds.is_some()),
            ("load", self.load.is_some()),
            ("policies", self.policies.is_some()),
        ]
    }
}

object! {
    struct WindowDocument reads with () {
        days: Vec<Day>,
        from: TimeOfDay,
        to: TimeOfDay,
        instances: Instances,
    }
}

impl Read<()> for Window {
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let document = WindowDocument::read(context, place, input)?;
        let days = document.days;
        let repeated = (1..days.len()).find(|index| days[..*index].contains(&days[*index]));
        if days.is_empty() || repeated.is_some() {
            let message = "the days are distinct, and at least one";
            return Err(place.key("days").malformed(message));
        }
        let (from_minute, to_minute) = (document.from.0, document.to.0);
        if from_minute == MINUTES_PER_DAY {
            return Err(place.key("from").malformed("a window begins from 00:00 to 23:59"));
        }
        if to_minute <= from_minute {
            return Err(place
                .key("to")
                .malformed("the end of a window is later than its beginning, up to 24:00"));
        }
        Ok(Self { days, from_minute, to_minute, instances: document.instances.0 })
    }
}

impl Read<()> for Day {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::word(place, input, &Self::WORDS)
    }
}

/// A minute of the day, `HH:MM` from 00:00 to 24:00.
struct TimeOfDay(u32);

impl TimeOfDay {
    fn parse(text: &str) -> Option<Self> {
        let [h1, h2, b':', m1, m2] = *text.as_bytes() else {
            return None;
        };
        let digit = |byte: u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
        let (hour, minute) = (digit(h1)? * 10 + digit(h2)?, digit(m1)? * 10 + digit(m2)?);
        let minutes = hour * 60 + minute;
        (minute < 60 && minutes <= MINUTES_PER_DAY).then_some(Self(minutes))
    }
}

impl Read<()> for TimeOfDay {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::text(place, input, "a time of day as text", |text| {
            Self::parse(text).ok_or_else(|| {
                Fault::malformed(format!("{} is not a time of day from 00:00 to 24:00", read::quoted(text)))
            })
        })
    }
}
