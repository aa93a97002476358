//! One event as it is written: the attributes of CloudEvents 1.0, and the data of our types.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use tiermeter_pricing::read::{self, Name};
use tiermeter_pricing::{Instant, Refusal, RefusalCode, TokenCount, object};

use crate::operation::hash;

const RUN_STARTED: &str = "tiermeter.run.started.v1";
const RUN_STOPPED: &str = "tiermeter.run.stopped.v1";
const TOKENS_USED: &str = "tiermeter.tokens.used.v1";
const SERVICE_LOAD: &str = "tiermeter.service.load.v1";
/// Attributes beyond this are no event of ours.
const MOST_ATTRIBUTES: usize = 64;

/// An event that was read and checked as far as it can be by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CloudEvent {
    /// Its id; known with the source for ever.
    pub id: String,
    /// Who tells it.
    pub source: String,
    /// When it happened.
    pub time: Instant,
    /// The service's id.
    pub service: String,
    /// Where the service is named.
    pub service_pointer: &'static str,
    /// What happened.
    pub content: Content,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// An instance started or stopped.
    Run {
        /// It started.
        starts: bool,
        /// The instance.
        instance: String,
        /// The code of the GPU tier.
        tier: String,
    },
    /// A model took and gave tokens.
    Tokens {
        /// The model.
        model: String,
        /// Input, cached input, output.
        tokens: [u64; 3],
    },
    /// Requests are in flight.
    Load {
        /// How many.
        requests_in_flight: u64,
    },
}

object! {
    struct RunData reads with () {
        instance: Name,
        tier: Name,
        ;
        service: Name,
    }
}

object! {
    struct TokensData reads with () {
        model: Name,
        input: TokenCount,
        cached_input: TokenCount,
        output: TokenCount,
        ;
        service: Name,
    }
}

object! {
    struct LoadData reads with () {
        requests_in_flight: TokenCount,
        ;
        service: Name,
    }
}

/// An event as it came, and what could be read of it. Reading needs nothing that is kept, so it is done before the
/// one writer has to wait for it.
#[derive(Debug, Clone)]
pub struct ReadEvent {
    /// As it came.
    pub raw: Box<RawValue>,
    /// The event with its fingerprint, or why there is none.
    pub(super) read: Result<(CloudEvent, Vec<u8>), Unread>,
}

impl ReadEvent {
    /// Reads an event.
    #[must_use]
    pub fn of(raw: Box<RawValue>) -> Self {
        let read = CloudEvent::read(&raw).map(|event| {
            let fingerprint = event.fingerprint();
            (event, fingerprint)
        });
        Self { raw, read }
    }
}

/// The events of a body: one, or a list of them.
pub fn events_of(body: &[u8], most: usize) -> Result<Vec<ReadEvent>, Refusal> {
    Ok(raw_events_of(body, most)?.into_iter().map(ReadEvent::of).collect())
}

fn raw_events_of(body: &[u8], most: usize) -> Result<Vec<Box<RawValue>>, Refusal> {
    let not_json =
        |error: &serde_json::Error| Refusal::new(RefusalCode::Malformed, "", format!("not JSON: {error}"));
    let first = body.iter().find(|byte| !byte.is_ascii_whitespace());
    match first {
        Some(b'[') => {
            let events: Vec<Box<RawValue>> =
                serde_json::from_slice(body).map_err(|error| not_json(&error))?;
            if events.len() > most {
                let message = format!("{} events; at most {most} in one request", events.len());
                return Err(Refusal::new(RefusalCode::OutOfRange, "", message));
            }
            Ok(events)
        }
        Some(b'{') => serde_json::from_slice(body).map(|event| vec![event]).map_err(|error| not_json(&error)),
        _ => {
            let error = serde_json::from_slice::<&RawValue>(body).err();
            let message = error.map_or_else(
                || "an event is an object, and a batch a list of them".to_owned(),
                |error| format!("not JSON: {error}"),
            );
            Err(Refusal::new(RefusalCode::Malformed, "", message))
        }
    }
}

/// The attributes of an event by name, each as it is written; a name given twice is refused.
struct Attributes<'a>(BTreeMap<String, &'a RawValue>);

impl<'de> Deserialize<'de> for Attributes<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Attributes<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an event, which is an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Attributes<'de>, A::Error> {
                use serde::de::Error;
                let mut attributes = BTreeMap::new();
                while let Some((name, value)) = fields.next_entry::<String, &'de RawValue>()? {
                    if attributes.len() == MOST_ATTRIBUTES {
                        return Err(A::Error::custom(format!("more than {MOST_ATTRIBUTES} attributes")));
                    }
                    if attributes.contains_key(&name) {
                        let name = read::quoted(&name);
                        return Err(A::Error::custom(format!("the attribute {name} is given twice")));
                    }
                    attributes.insert(name, value);
                }
                Ok(Attributes(attributes))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Why an event could not be read, with its id and source where these could be.
type Unread = (Option<String>, Option<String>, Refusal);

impl CloudEvent {
    /// Reads an event and checks its form.
    pub fn read(raw: &RawValue) -> Result<Self, Unread> {
        let attributes: Attributes<'_> = serde_json::from_str(raw.get())
            .map_err(|error| (None, None, malformed("", format!("no event: {error}"))))?;
        let id = attributes.name("id");
        let source = attributes.name("source");
        let known = (id.as_ref().ok().cloned(), source.as_ref().ok().cloned());
        Self::of(&attributes, id, source).map_err(|refusal| (known.0, known.1, refusal))
    }

    fn of(
        attributes: &Attributes<'_>,
        id: Result<String, Refusal>,
        source: Result<String, Refusal>,
    ) -> Result<Self, Refusal> {
        let version = attributes.text("specversion")?;
        if version != "1.0" {
            let message = format!("{} is not supported; allowed: \"1.0\"", read::quoted(&version));
            return Err(malformed("/specversion", message));
        }
        let (id, source) = (id?, source?);
        let kind = attributes.text("type")?;
        let time = attributes.text("time")?;
        let time = read::instant(&time).map_err(|fault| fault.at("/time"))?;
        let data = attributes.0.get("data").ok_or_else(|| malformed("/data", missing("data")))?;
        let (service, content) = match kind.as_str() {
            RUN_STARTED | RUN_STOPPED => {
                let data: RunData = under_data(data)?;
                let starts = kind == RUN_STARTED;
                (data.service, Content::Run { starts, instance: data.instance.0, tier: data.tier.0 })
            }
            TOKENS_USED => {
                let data: TokensData = under_data(data)?;
                let tokens = [data.input.0, data.cached_input.0, data.output.0];
                (data.service, Content::Tokens { model: data.model.0, tokens })
            }
            SERVICE_LOAD => {
                let data: LoadData = under_data(data)?;
                (data.service, Content::Load { requests_in_flight: data.requests_in_flight.0 })
            }
            _ => {
                let allowed = [RUN_STARTED, RUN_STOPPED, TOKENS_USED, SERVICE_LOAD].join(", ");
                let message = format!("{} is not known; allowed: {allowed}", read::quoted(&kind));
                return Err(malformed("/type", message));
            }
        };
        let (service, service_pointer) = match service {
            Some(service) => (service.0, "/data/service"),
            None if attributes.0.contains_key("subject") => (attributes.name("subject")?, "/subject"),
            None => return Err(malformed("/data/service", missing("service"))),
        };
        Ok(Self { id, source, time, service, service_pointer, content })
    }

    /// What the event says, by which it is known again: however it is written, the same event has the same one.
    #[must_use]
    pub fn fingerprint(&self) -> Vec<u8> {
        const LENGTH: usize = 16;
        let at = self.time.unix_nanoseconds();
        let content = match &self.content {
            Content::Run { starts, instance, tier } => {
                serde_json::json!([at, self.service, starts, instance, tier])
            }
            Content::Tokens { model, tokens } => serde_json::json!([at, self.service, model, tokens]),
            Content::Load { requests_in_flight } => serde_json::json!([at, self.service, requests_in_flight]),
        };
        let mut fingerprint = hash(content.to_string().as_bytes());
        fingerprint.truncate(LENGTH);
        fingerprint
    }
}

impl Attributes<'_> {
    fn text(&self, name: &str) -> Result<String, Refusal> {
        let pointer = format!("/{name}");
        let raw = self.0.get(name).ok_or_else(|| malformed(&pointer, missing(name)))?;
        serde_json::from_str(raw.get()).map_err(|_| malformed(&pointer, format!("{name} is a text")))
    }

    fn name(&self, name: &str) -> Result<String, Refusal> {
        let text = self.text(name)?;
        read::name(&text).map_err(|fault| fault.at(format!("/{name}")))?;
        Ok(text)
    }
}

fn under_data<T: read::Read<()>>(data: &RawValue) -> Result<T, Refusal> {
    read::from_json_slice(&mut (), data.get().as_bytes()).map_err(|refusal| refusal.under("/data"))
}

fn malformed(pointer: &str, message: String) -> Refusal {
    Refusal::new(RefusalCode::Malformed, pointer, message)
}

fn missing(name: &str) -> String {
    format!("the field {name:?} is missing")
}
