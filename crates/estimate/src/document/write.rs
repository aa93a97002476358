//! How an estimate is written: what is written can be read again, and is the same estimate.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::SCHEMA;
use crate::estimate::{
    ComputeLoad, Estimate, EstimateLine, Rate, ReservedTokens, Scaling, Step, TokenLoad, Window, Work,
};

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
