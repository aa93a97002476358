//! The estimate as a document: reading checks the form (E7), writing gives back the same document.

use serde::ser::SerializeStruct;
use serde::{Deserializer, Serialize, Serializer};
use tiermeter_pricing::read::{self, AtLeastOne, Fault, Input, Name, Place, Read, Unread};
use tiermeter_pricing::{Instant, Month, Refusal, RefusalCode, TokenCount, object};
use tiermeter_service::{Instances, MOST_POLICIES, PolicyDocument};

use crate::estimate::{
    Automatic, ComputeLoad, Day, Estimate, EstimateLine, Rate, ReservedTokens, Scaling, Step, TokenLoad,
    TokenWork, Weekly, Window, Work,
};

const SCHEMA: &str = "tiermeter.estimate/1";
/// The most lines of an estimate (E7).
pub const MOST_LINES: usize = 100;
/// The most steps, or windows, of a line (E7).
pub const MOST_STEPS_OR_WINDOWS: usize = 200;
/// The most minutes whose requests come together (E7).
pub const MOST_BURST_MINUTES: u64 = 60;
const MINUTES_PER_DAY: u32 = 1_440;
/// The first and the last month of estimates: their instants are in range at every offset (E7).
pub const MONTHS: (Month, Month) = (Month { year: 1970, month: 2 }, Month { year: 2199, month: 11 });

impl Estimate {
    /// Reads and checks an estimate of JSON text.
    pub fn from_json(json: &[u8]) -> Result<Self, Refusal> {
        read::from_json_slice(&mut (), json)
    }

    /// Reads and checks an estimate from any other deserializer, such as a JavaScript value.
    pub fn from_deserializer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, Refusal> {
        read::from_deserializer(&mut (), deserializer)
    }
}

object! {
    struct EstimateDocument reads with () {
        schema: SchemaWord,
        month: EstimateMonth,
        lines: Vec<EstimateLine>,
    }
}

struct SchemaWord;

impl Read<()> for SchemaWord {
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        read::word(place, input, &[(SCHEMA, ())]).map(|()| Self)
    }
}

struct EstimateMonth(Month);

impl Read<()> for EstimateMonth {
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        let (first, last) = MONTHS;
        read::text(place, input, "a month as text", |text| {
            let month = Month::parse(text).filter(|month| (first..=last).contains(month));
            month.map(Self).ok_or_else(|| {
                Fault::malformed(format!("{} is not a month from {first} to {last}", read::quoted(text)))
            })
        })
    }
}

impl<C> Read<C> for Estimate {
    fn read(_: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        let document = EstimateDocument::read(&mut (), place, input)?;
        at_most(&place.key("lines"), document.lines.len(), MOST_LINES, "lines")?;
        Ok(Self { month: document.month.0, lines: document.lines })
    }
}

fn at_most(place: &Place<'_>, count: usize, most: usize, what: &str) -> Result<(), Unread> {
    if count > most {
        return Err(place.refuse(RefusalCode::OutOfRange, format!("{count} {what}; at most {most}")));
    }
    Ok(())
}

/// The field of another kind or mode, which is unknown here.
fn none_of<T>(place: &Place<'_>, field: &str, slot: Option<&T>, of: &str) -> Result<(), Unread> {
    match slot {
        None => Ok(()),
        Some(_) => Err(place.key(field).malformed(format!("the field {field:?} is unknown for {of}"))),
    }
}

#[derive(Clone, Copy)]
enum Kind {
    GpuSeconds,
    Tokens,
}

impl Read<()> for Kind {
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        read::word(place, input, &[("gpu_seconds", Self::GpuSeconds), ("tokens", Self::Tokens)])
    }
}

object! {
    /// A line of either kind: which fields must be there is known when all are read.
    struct LineDocument reads with () {
        name: Name,
        kind: Kind,
        ;
        tier: Name,
        scaling: Scaling,
        model: Name,
        load: TokenLoadDocument,
        reservation: Option<ReservationDocument>,
        free_quota: bool,
    }
}

object! {
    struct ReservationDocument reads with () {
        tpm: TokenCount,
    }
}

object! {
    struct TokenLoadDocument reads with () {
        requests_per_minute: Rates,
        input: TokenCount,
        cached_input: TokenCount,
        output: TokenCount,
        burst_minutes: BurstMinutes,
    }
}

impl Read<()> for EstimateLine {
    fn read(context: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        let line = LineDocument::read(context, place, input)?;
        let work = match line.kind {
            Kind::GpuSeconds => {
                const OF: &str = "a line of kind gpu_seconds";
                none_of(place, "model", line.model.as_ref(), OF)?;
                none_of(place, "load", line.load.as_ref(), OF)?;
                none_of(place, "reservation", line.reservation.as_ref(), OF)?;
                none_of(place, "free_quota", line.free_quota.as_ref(), OF)?;
                Work::GpuSeconds {
                    tier: read::required(place, "tier", line.tier)?.0,
                    scaling: read::required(place, "scaling", line.scaling)?,
                }
            }
            Kind::Tokens => {
                const OF: &str = "a line of kind tokens";
                none_of(place, "tier", line.tier.as_ref(), OF)?;
                none_of(place, "scaling", line.scaling.as_ref(), OF)?;
                let load = read::required(place, "load", line.load)?;
                let reservation = read::required(place, "reservation", line.reservation)?;
                Work::Tokens(TokenWork {
                    model: read::required(place, "model", line.model)?.0,
                    load: TokenLoad {
                        requests_per_minute: load.requests_per_minute.0,
                        input: load.input,
                        cached_input: load.cached_input,
                        output: load.output,
                        burst_minutes: load.burst_minutes.0,
                    },
                    reservation: reservation.map(|reservation| ReservedTokens { tpm: reservation.tpm }),
                    free_quota: read::required(place, "free_quota", line.free_quota)?,
                })
            }
        };
        Ok(Self { name: line.name.0, work })
    }
}

#[derive(Clone, Copy)]
enum Mode {
    Steps,
    Weekly,
    Automatic,
}

impl Read<()> for Mode {
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
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
    fn read(context: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
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
        self.without_weekly(place, "mode steps")?;
        self.without_automatic(place, "mode steps")?;
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
        none_of(place, "steps", self.steps.as_ref(), "mode weekly")?;
        self.without_automatic(place, "mode weekly")?;
        let windows = read::required(place, "windows", self.windows)?;
        at_most(&place.key("windows"), windows.len(), MOST_STEPS_OR_WINDOWS, "windows")?;
        Ok(Scaling::Weekly(Weekly {
            instances: read::required(place, "instances", self.instances)?.0,
            windows,
        }))
    }

    fn automatic_only(self, place: &Place<'_>) -> Result<Scaling, Unread> {
        none_of(place, "steps", self.steps.as_ref(), "mode automatic")?;
        self.without_weekly(place, "mode automatic")?;
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

    fn without_weekly(&self, place: &Place<'_>, of: &str) -> Result<(), Unread> {
        none_of(place, "instances", self.instances.as_ref(), of)?;
        none_of(place, "windows", self.windows.as_ref(), of)
    }

    fn without_automatic(&self, place: &Place<'_>, of: &str) -> Result<(), Unread> {
        none_of(place, "minimum", self.minimum.as_ref(), of)?;
        none_of(place, "maximum", self.maximum.as_ref(), of)?;
        none_of(place, "concurrency", self.concurrency.as_ref(), of)?;
        none_of(place, "scale_in_after_seconds", self.scale_in_after_seconds.as_ref(), of)?;
        none_of(place, "load", self.load.as_ref(), of)?;
        none_of(place, "policies", self.policies.as_ref(), of)
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
    fn read(context: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
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
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
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
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        read::text(place, input, "a time of day as text", |text| {
            Self::parse(text).ok_or_else(|| {
                Fault::malformed(format!("{} is not a time of day from 00:00 to 24:00", read::quoted(text)))
            })
        })
    }
}

struct BurstMinutes(u32);

impl Read<()> for BurstMinutes {
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        let value = read::whole_number(place, input)?;
        u32::try_from(value)
            .ok()
            .filter(|_| (1..=MOST_BURST_MINUTES).contains(&value))
            .map(Self)
            .ok_or_else(|| place.malformed(format!("{value} minutes; from 1 to {MOST_BURST_MINUTES}")))
    }
}

impl Read<()> for Rate {
    fn read(_: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        const FORM: &str = "a decimal string from \"0\" to \"1000000\" with up to 12 decimals and no exponent, such as \"0.5\"";
        read::text(place, input, FORM, |text| {
            Self::parse(text).ok_or_else(|| Fault::malformed(format!("{} is not {FORM}", read::quoted(text))))
        })
    }
}

/// Rates of a day or of a week, by the hour.
struct Rates(Vec<Rate>);

impl Read<()> for Rates {
    fn read(context: &mut (), place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        let rates = Vec::<Rate>::read(context, place, input)?;
        if rates.len() != 24 && rates.len() != 168 {
            let message = format!("{} rates; 24 for a day or 168 for a week are needed", rates.len());
            return Err(place.malformed(message));
        }
        Ok(Self(rates))
    }
}

impl Serialize for Estimate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Estimate", 3)?;
        object.serialize_field("schema", SCHEMA)?;
        object.serialize_field("month", &self.month)?;
        object.serialize_field("lines", &self.lines)?;
        object.end()
    }
}

impl Serialize for EstimateLine {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("EstimateLine", 6)?;
        object.serialize_field("name", &self.name)?;
        match &self.work {
            Work::GpuSeconds { tier, scaling } => {
                object.serialize_field("kind", "gpu_seconds")?;
                object.serialize_field("tier", tier)?;
                object.serialize_field("scaling", scaling)?;
            }
            Work::Tokens(work) => {
                object.serialize_field("kind", "tokens")?;
                object.serialize_field("model", &work.model)?;
                object.serialize_field("load", &work.load)?;
                object.serialize_field("reservation", &work.reservation)?;
                object.serialize_field("free_quota", &work.free_quota)?;
            }
        }
        object.end()
    }
}

impl Serialize for Scaling {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Scaling", 7)?;
        match self {
            Self::Steps(steps) => {
                object.serialize_field("mode", "steps")?;
                object.serialize_field("steps", steps)?;
            }
            Self::Weekly(weekly) => {
                object.serialize_field("mode", "weekly")?;
                object.serialize_field("instances", &weekly.instances)?;
                object.serialize_field("windows", &weekly.windows)?;
            }
            Self::Automatic(automatic) => {
                object.serialize_field("mode", "automatic")?;
                object.serialize_field("minimum", &automatic.minimum)?;
                object.serialize_field("maximum", &automatic.maximum)?;
                object.serialize_field("concurrency", &automatic.concurrency)?;
                object.serialize_field("scale_in_after_seconds", &automatic.scale_in_after_seconds)?;
                object.serialize_field("load", &automatic.load)?;
                object.serialize_field("policies", &automatic.policies)?;
            }
        }
        object.end()
    }
}

/// Writes an object of fields that are written as they are.
macro_rules! write_fields {
    ($type:ty { $($name:literal: $of:expr,)* }) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                const FIELDS: &[&str] = &[$($name),*];
                let mut object = serializer.serialize_struct(stringify!($type), FIELDS.len())?;
                $(let of: fn(&$type) -> _ = $of;
                object.serialize_field($name, &of(self))?;)*
                object.end()
            }
        }
    };
}

write_fields!(Step { "from": |step| step.from, "instances": |step| step.instances, });
write_fields!(ReservedTokens { "tpm": |reservation| reservation.tpm, });
write_fields!(Window {
    "days": |window| window.days.iter().map(|day| day.as_str()).collect::<Vec<_>>(),
    "from": |window| time_of_day(window.from_minute),
    "to": |window| time_of_day(window.to_minute),
    "instances": |window| window.instances,
});
write_fields!(ComputeLoad {
    "requests_per_second": |load| texts(&load.requests_per_second),
    "seconds_per_request": |load| load.seconds_per_request.to_string(),
});
write_fields!(TokenLoad {
    "requests_per_minute": |load| texts(&load.requests_per_minute),
    "input": |load| load.input,
    "cached_input": |load| load.cached_input,
    "output": |load| load.output,
    "burst_minutes": |load| load.burst_minutes,
});

fn texts(rates: &[Rate]) -> Vec<String> {
    rates.iter().map(Rate::to_string).collect()
}

fn time_of_day(minute: u32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
