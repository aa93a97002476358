//! A service as a document, to be kept by a host and handed back. Reading one refuses every combination that
//! commands cannot lead to.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use tiermeter_pricing::read::{self, Input, Place, Read, Unread};
use tiermeter_pricing::{Instant, object};

use crate::command::Command;
use crate::describe::BillingMode;
use crate::service::{Activation, Service};

/// The activation's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ActivationWord {
    Never,
    Enabled,
    Disabled,
    Failed,
}

impl Read<()> for ActivationWord {
    fn read(_: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let words = [
            ("never", Self::Never),
            ("enabled", Self::Enabled),
            ("disabled", Self::Disabled),
            ("failed", Self::Failed),
        ];
        read::word(place, input, &words)
    }
}

object! {
    struct ServiceDocument reads with () {
        activation: ActivationWord,
        created: bool,
        overdue: bool,
        since: Option<Instant>,
        newest_command_at: Option<Instant>,
    }
}

impl Read<()> for Service {
    fn read(context: &mut (), place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let document = ServiceDocument::read(context, place, input)?;
        let created = document.created;
        let activation = match document.activation {
            ActivationWord::Never | ActivationWord::Failed if created => {
                let message = "true does not go with this activation: such a service was never ready";
                return Err(place.key("created").malformed(message));
            }
            ActivationWord::Never => Activation::Never,
            ActivationWord::Failed => Activation::Failed,
            ActivationWord::Enabled => Activation::Enabled { created },
            ActivationWord::Disabled => Activation::Disabled { created },
        };
        let (since, newest) = (document.since, document.newest_command_at);
        if since.is_some() == (activation == Activation::Never) {
            let message = "since is null before the first change, and an instant after it";
            return Err(place.key("since").malformed(message));
        }
        if since > newest {
            let message = "the newest command is not older than the last change";
            return Err(place.key("newest_command_at").malformed(message));
        }
        Ok(Self { activation, overdue: document.overdue, since, newest_command_at: newest })
    }
}

impl Serialize for Service {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (word, created) = match self.activation {
            Activation::Never => ("never", false),
            Activation::Enabled { created } => ("enabled", created),
            Activation::Disabled { created } => ("disabled", created),
            Activation::Failed => ("failed", false),
        };
        let mut object = serializer.serialize_struct("Service", 5)?;
        object.serialize_field("activation", word)?;
        object.serialize_field("created", &created)?;
        object.serialize_field("overdue", &self.overdue)?;
        object.serialize_field("since", &self.since)?;
        object.serialize_field("newest_command_at", &self.newest_command_at)?;
        object.end()
    }
}

impl<C> Read<C> for Command {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::word(place, input, &Self::ALL.map(|command| (command.as_str(), command)))
    }
}

impl<C> Read<C> for BillingMode {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        read::word(place, input, &Self::WORDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Service, String> {
        read::from_json_slice(&mut (), json.as_bytes()).map_err(|refusal| refusal.into_parts().path)
    }

    #[test]
    fn whatever_commands_lead_to_is_read_back() {
        let mut known = vec![Service::new(false), Service::new(true)];
        for seconds in 1..6 {
            let at = Instant::from_unix_seconds(seconds).unwrap();
            for index in 0..known.len() {
                let service = known[index];
                known.extend(Command::ALL.iter().filter_map(|command| service.apply(*command, at).ok()));
            }
            known.sort_by_key(|service| serde_json::to_string(service).unwrap());
            known.dedup();
        }
        for service in known {
            assert_eq!(read(&serde_json::to_string(&service).unwrap()), Ok(service));
        }
    }

    #[test]
    fn what_no_command_leads_to_is_malformed() {
        let check = |json: &str, path: &str| assert_eq!(read(json), Err(path.to_owned()), "{json}");
        let at = "\"2026-03-03T10:00:00Z\"";
        check(
            &format!(
                r#"{{"activation":"never","created":true,"overdue":false,"since":null,"newest_command_at":{at}}}"#
            ),
            "/created",
        );
        check(
            &format!(
                r#"{{"activation":"failed","created":true,"overdue":false,"since":{at},"newest_command_at":{at}}}"#
            ),
            "/created",
        );
        check(
            &format!(
                r#"{{"activation":"never","created":false,"overdue":false,"since":{at},"newest_command_at":{at}}}"#
            ),
            "/since",
        );
        check(
            &format!(
                r#"{{"activation":"enabled","created":false,"overdue":false,"since":null,"newest_command_at":{at}}}"#
            ),
            "/since",
        );
        check(
            &format!(
                r#"{{"activation":"enabled","created":false,"overdue":false,"since":{at},"newest_command_at":null}}"#
            ),
            "/newest_command_at",
        );
        check(
            &format!(
                r#"{{"activation":"enabled","created":false,"overdue":false,"since":{at},"newest_command_at":"2026-03-03T09:59:59Z"}}"#
            ),
            "/newest_command_at",
        );
        check(
            r#"{"activation":"on","created":false,"overdue":false,"since":null,"newest_command_at":null}"#,
            "/activation",
        );
        check(r#"{"activation":"never","created":false,"overdue":false,"since":null}"#, "/newest_command_at");
    }
}
