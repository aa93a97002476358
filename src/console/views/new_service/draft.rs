//! What is typed into the form, as text, and what it says when it is right. Pure.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use tiermeter_service::{AutomaticScaling, Cron, MOST_INSTANCES, Policy, ServiceScaling};

/// The most characters of a name.
pub const LONGEST_NAME: usize = 200;
/// The most labels, and the most characters of their names and values.
pub const MOST_LABELS: usize = 50;
const LONGEST_LABEL_NAME: usize = 63;
const LONGEST_LABEL_VALUE: usize = 200;
/// The largest whole number that every reader of JSON takes.
const MOST: u64 = (1 << 53) - 1;

/// How it is metered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meter {
    /// By seconds of instances.
    GpuSeconds,
    /// By tokens.
    #[default]
    Tokens,
}

/// How many instances there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// A fixed number.
    #[default]
    Manual,
    /// As the load asks.
    Automatic,
}

/// How tokens are billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    /// By what is used.
    #[default]
    PayAsYouGo,
    /// By reserved tokens per minute first.
    TpmReservation,
}

impl Billing {
    /// The word of the API.
    const fn word(self) -> &'static str {
        match self {
            Self::PayAsYouGo => "pay_as_you_go",
            Self::TpmReservation => "tpm_reservation",
        }
    }
}

/// A place of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The name.
    Name,
    /// The model.
    Model,
    /// The GPU tier.
    Tier,
    /// How many instances.
    Instances,
    /// At least so many.
    Minimum,
    /// At most so many.
    Maximum,
    /// Requests that one instance takes.
    Concurrency,
    /// Seconds that a lower need must last.
    Delay,
    /// The billing mode.
    Billing,
    /// All labels.
    Labels,
    /// The name of a label.
    LabelName(usize),
    /// The value of a label.
    LabelValue(usize),
}

impl Field {
    /// The id of its element.
    #[must_use]
    pub fn id(self) -> String {
        let word = match self {
            Self::Name => "name",
            Self::Model => "model",
            Self::Tier => "tier",
            Self::Instances => "instances",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::Concurrency => "concurrency",
            Self::Delay => "delay",
            Self::Billing => "billing",
            Self::Labels => "labels",
            Self::LabelName(place) => return format!("new-service-label-name-{place}"),
            Self::LabelValue(place) => return format!("new-service-label-value-{place}"),
        };
        format!("new-service-{word}")
    }
}

/// What is wrong in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is there.
    Missing,
    /// There are more than so many characters.
    TooLong(usize),
    /// It is no whole number in this range.
    NotInRange(u64, u64),
    /// The minimum is above the maximum.
    AboveMaximum,
    /// Another label has this name.
    Twice,
}

/// A scheduled policy that came with an estimate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenPolicy {
    /// When it begins.
    pub cron: String,
    /// For how long it holds.
    pub duration_seconds: u64,
    /// The minimum meanwhile.
    pub minimum: u32,
}

impl TakenPolicy {
    /// The same of an estimate.
    pub fn of(policy: &Policy) -> Self {
        let Policy { cron, duration_seconds, minimum } = policy;
        Self { cron: cron.to_string(), duration_seconds: *duration_seconds, minimum: *minimum }
    }

    /// `None` of what an estimate cannot have had, such as a text that was changed where it was kept.
    fn policy(&self) -> Option<Policy> {
        let cron = Cron::parse(&self.cron).ok()?;
        Some(Policy { cron, duration_seconds: self.duration_seconds, minimum: self.minimum })
    }
}

/// What is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The name.
    pub name: String,
    /// The model's id.
    pub model: String,
    /// How it is metered.
    pub meter: Meter,
    /// The tier's code.
    pub tier: String,
    /// How many instances there are.
    pub scale: Scale,
    /// A fixed number.
    pub instances: String,
    /// At least so many.
    pub minimum: String,
    /// At most so many.
    pub maximum: String,
    /// Requests in flight that one instance takes.
    pub concurrency: String,
    /// Seconds that a lower need must last.
    pub delay: String,
    /// Scheduled policies of automatic scaling, which come with an estimate.
    pub policies: Vec<TakenPolicy>,
    /// How tokens are billed.
    pub billing: Billing,
    /// Names and values of labels.
    pub labels: Vec<(String, String)>,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            name: String::new(),
            model: String::new(),
            meter: Meter::default(),
            tier: String::new(),
            scale: Scale::default(),
            instances: "1".to_owned(),
            minimum: "1".to_owned(),
            maximum: "4".to_owned(),
            concurrency: "8".to_owned(),
            delay: "300".to_owned(),
            policies: Vec::new(),
            billing: Billing::default(),
            labels: Vec::new(),
        }
    }
}

type Faults = Vec<(Field, Fault)>;

impl Draft {
    /// The body of the request; else everything that is wrong, from top to bottom.
    pub fn body(&self) -> Result<Value, Faults> {
        let mut faults = Vec::new();
        let name = text(&self.name, Field::Name, LONGEST_NAME, &mut faults);
        let model = text(&self.model, Field::Model, LONGEST_NAME, &mut faults);
        let mut body = json!({ "name": name, "model": model });
        let mut add = |field: &str, value: Value| {
            if let Some(fields) = body.as_object_mut() {
                fields.insert(field.to_owned(), value);
            }
        };
        match self.meter {
            Meter::GpuSeconds => {
                let tier = text(&self.tier, Field::Tier, LONGEST_NAME, &mut faults);
                let scaling = self.scaling(&mut faults);
                add("metering", json!("gpu_seconds"));
                add("tier", json!(tier));
                add("scaling", scaling.map(|scaling| json!(scaling)).unwrap_or_default());
                add("billing_mode", json!(Billing::PayAsYouGo.word()));
            }
            Meter::Tokens => {
                add("metering", json!("tokens"));
                add("billing_mode", json!(self.billing.word()));
            }
        }
        add("labels", Value::Object(self.labels(&mut faults)));
        if faults.is_empty() { Ok(body) } else { Err(faults) }
    }

    /// How many instances there are at least and at most, as far as that is typed right.
    #[must_use]
    pub fn instances(&self) -> Option<(u64, u64)> {
        match self.scaling(&mut Vec::new())? {
            ServiceScaling::Manual { instances } => Some((instances.into(), instances.into())),
            ServiceScaling::Automatic(automatic) => {
                Some((automatic.minimum.into(), automatic.maximum.into()))
            }
        }
    }

    fn scaling(&self, faults: &mut Faults) -> Option<ServiceScaling> {
        match self.scale {
            Scale::Manual => {
                let instances = number(&self.instances, Field::Instances, 0, MOST_INSTANCES, faults)?;
                Some(ServiceScaling::Manual { instances: u32::try_from(instances).ok()? })
            }
            Scale::Automatic => {
                let minimum = number(&self.minimum, Field::Minimum, 0, MOST_INSTANCES, faults);
                let maximum = number(&self.maximum, Field::Maximum, 0, MOST_INSTANCES, faults);
                if let (Some(minimum), Some(maximum)) = (minimum, maximum)
                    && minimum > maximum
                {
                    faults.push((Field::Minimum, Fault::AboveMaximum));
                }
                let concurrency = number(&self.concurrency, Field::Concurrency, 1, MOST, faults);
                let delay = number(&self.delay, Field::Delay, 0, MOST, faults);
                let (minimum, maximum) = (minimum?, maximum?);
                if minimum > maximum {
                    return None;
                }
                Some(ServiceScaling::Automatic(AutomaticScaling {
                    minimum: u32::try_from(minimum).ok()?,
                    maximum: u32::try_from(maximum).ok()?,
                    concurrency: concurrency?,
                    scale_in_after_seconds: delay?,
                    policies: self.policies.iter().filter_map(TakenPolicy::policy).collect(),
                }))
            }
        }
    }

    /// The labels; lines in which nothing is typed are none.
    fn labels(&self, faults: &mut Faults) -> Map<String, Value> {
        let mut labels = Map::new();
        for (place, (name, value)) in self.labels.iter().enumerate() {
            let (name, value) = (name.trim(), value.trim());
            if name.is_empty() && value.is_empty() {
                continue;
            }
            let name = text(name, Field::LabelName(place), LONGEST_LABEL_NAME, faults);
            if value.chars().count() > LONGEST_LABEL_VALUE {
                faults.push((Field::LabelValue(place), Fault::TooLong(LONGEST_LABEL_VALUE)));
            }
            if labels.insert(name, json!(value)).is_some() {
                faults.push((Field::LabelName(place), Fault::Twice));
            }
        }
        labels
    }

    /// The field that a pointer of a refusal points to.
    #[must_use]
    pub fn field_of(&self, pointer: &str) -> Option<Field> {
        Some(match pointer {
            "/name" => Field::Name,
            "/model" => Field::Model,
            "/tier" => Field::Tier,
            "/scaling" | "/scaling/instances" => match self.scale {
                Scale::Manual => Field::Instances,
                Scale::Automatic => Field::Minimum,
            },
            "/scaling/minimum" => Field::Minimum,
            "/scaling/maximum" => Field::Maximum,
            "/scaling/concurrency" => Field::Concurrency,
            "/scaling/scale_in_after_seconds" => Field::Delay,
            "/billing_mode" => Field::Billing,
            "/labels" => Field::Labels,
            _ => {
                let name = pointer.strip_prefix("/labels/")?.replace("~1", "/").replace("~0", "~");
                let place = self.labels.iter().position(|(known, _)| known.trim() == name)?;
                Field::LabelName(place)
            }
        })
    }
}

fn text(typed: &str, field: Field, longest: usize, faults: &mut Faults) -> String {
    let typed = typed.trim();
    if typed.is_empty() {
        faults.push((field, Fault::Missing));
    } else if typed.chars().count() > longest {
        faults.push((field, Fault::TooLong(longest)));
    }
    typed.to_owned()
}

fn number(typed: &str, field: Field, least: u64, most: u64, faults: &mut Faults) -> Option<u64> {
    let typed = typed.trim();
    let digits = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
    let number = typed.parse().ok().filter(|number| digits && (least..=most).contains(number));
    if number.is_none() {
        faults.push((field, Fault::NotInRange(least, most)));
    }
    number
}

#[cfg(test)]
mod tests;
