//! Scaling as a document, read and written.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use tiermeter_pricing::read::{self, AtLeastOne, Fault, Input, Place, Read, Unread};
use tiermeter_pricing::{RefusalCode, TokenCount, object};

use super::{AutomaticScaling, Policy, ServiceScaling};
use crate::cron::Cron;

/// The most instances of one service (E7).
pub const MOST_INSTANCES: u64 = 1_000;
/// The most scheduled policies of one service (S2).
pub const MOST_POLICIES: usize = 5;

/// A number of instances, from 0 to [`MOST_INSTANCES`].
#[derive(Debug, Clone, Copy)]
pub struct Instances(pub u32);

impl<C> Read<C> for Instances {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let value = read::whole_number(place, input)?;
        match u32::try_from(value) {
            Ok(instances) if value <= MOST_INSTANCES => Ok(Self(instances)),
            _ => {
                let message = format!("{value} instances; from 0 to {MOST_INSTANCES}");
                Err(place.refuse(RefusalCode::OutOfRange, message))
            }
        }
    }
}

impl<C> Read<C> for Cron {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::text(place, input, "a cron expression as text", |text| {
            Self::parse(text)
                .map_err(|message| Fault::malformed(format!("{}: {message}", read::quoted(text))))
        })
    }
}

object! {
    /// A scheduled policy as it is written.
    pub struct PolicyDocument reads with () {
        cron: Cron,
        duration_seconds: AtLeastOne,
        minimum: Instances,
    }
}

impl PolicyDocument {
    /// The policy that it says.
    #[must_use]
    pub fn policy(self) -> Policy {
        Policy { cron: self.cron, duration_seconds: self.duration_seconds.0, minimum: self.minimum.0 }
    }
}

impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Policy", 3)?;
        object.serialize_field("cron", &self.cron.to_string())?;
        object.serialize_field("duration_seconds", &self.duration_seconds)?;
        object.serialize_field("minimum", &self.minimum)?;
        object.end()
    }
}

#[derive(Clone, Copy)]
enum Mode {
    Manual,
    Automatic,
}

impl Read<()> for Mode {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::word(place, input, &[("manual", Self::Manual), ("automatic", Self::Automatic)])
    }
}

object! {
    /// Scaling of any mode: which fields must be there is known when all are read.
    struct ScalingDocument reads with () {
        mode: Mode,
        ;
        instances: Instances,
        minimum: Instances,
        maximum: Instances,
        concurrency: AtLeastOne,
        scale_in_after_seconds: TokenCount,
        policies: Vec<PolicyDocument>,
    }
}

impl Read<()> for ServiceScaling {
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let document = ScalingDocument::read(context, place, input)?;
        match document.mode {
            Mode::Manual => document.manual(place),
            Mode::Automatic => document.automatic(place),
        }
    }
}

impl ScalingDocument {
    fn manual(self, place: &Place<'_>) -> Result<ServiceScaling, Unread> {
        let others = [
            ("minimum", self.minimum.is_some()),
            ("maximum", self.maximum.is_some()),
            ("concurrency", self.concurrency.is_some()),
            ("scale_in_after_seconds", self.scale_in_after_seconds.is_some()),
            ("policies", self.policies.is_some()),
        ];
        if let Some((field, _)) = others.into_iter().find(|(_, given)| *given) {
            return Err(place.key(field).malformed("the field does not go with mode manual"));
        }
        Ok(ServiceScaling::Manual { instances: read::required(place, "instances", self.instances)?.0 })
    }

    fn automatic(self, place: &Place<'_>) -> Result<ServiceScaling, Unread> {
        if self.instances.is_some() {
            return Err(place.key("instances").malformed("the field does not go with mode automatic"));
        }
        let minimum = read::required(place, "minimum", self.minimum)?.0;
        let maximum = read::required(place, "maximum", self.maximum)?.0;
        if minimum > maximum {
            let message = format!("the minimum {minimum} is above the maximum {maximum}");
            return Err(place.key("minimum").malformed(message));
        }
        let policies = self.policies.unwrap_or_default();
        if policies.len() > MOST_POLICIES {
            let message = format!("{} policies; at most {MOST_POLICIES}", policies.len());
            return Err(place.key("policies").refuse(RefusalCode::OutOfRange, message));
        }
        let delay = read::required(place, "scale_in_after_seconds", self.scale_in_after_seconds)?.0;
        Ok(ServiceScaling::Automatic(AutomaticScaling {
            minimum,
            maximum,
            concurrency: read::required(place, "concurrency", self.concurrency)?.0,
            scale_in_after_seconds: delay,
            policies: policies.into_iter().map(PolicyDocument::policy).collect(),
        }))
    }
}

impl Serialize for ServiceScaling {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Manual { instances } => {
                let mut object = serializer.serialize_struct("Scaling", 2)?;
                object.serialize_field("mode", self.mode())?;
                object.serialize_field("instances", instances)?;
                object.end()
            }
            Self::Automatic(automatic) => {
                let mut object = serializer.serialize_struct("Scaling", 6)?;
                object.serialize_field("mode", self.mode())?;
                object.serialize_field("minimum", &automatic.minimum)?;
                object.serialize_field("maximum", &automatic.maximum)?;
                object.serialize_field("concurrency", &automatic.concurrency)?;
                object.serialize_field("scale_in_after_seconds", &automatic.scale_in_after_seconds)?;
                object.serialize_field("policies", &automatic.policies)?;
                object.end()
            }
        }
    }
}
