//! One of the services that something is done to: how it stands now, and the request that follows from that. What is
//! shown as a curl line and what is sent come from here alone.

use std::sync::Arc;

use leptos::prelude::*;

use super::outcome::Outcome;
use super::plan::{Change, Planned};
use crate::console::act::{Left, Stand, version_to_take_back};
use crate::console::client::{Answer, send};
use crate::console::documents::Service;
use crate::console::failure::Failure;
use crate::console::live::Live;
use crate::console::request::Request;

/// One of the services that something is done to.
#[derive(Debug, Clone)]
pub struct Job {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub name: String,
    /// What became of it.
    pub outcome: ArcRwSignal<Outcome>,
    /// How it stood when it was looked at.
    pub stand: ArcRwSignal<Stand>,
    /// How the change left it that is taken back; nothing where none is.
    pub taken_back: ArcRwSignal<Option<Left>>,
    /// How this left it, once it is done; nothing where it was so already.
    pub left: ArcRwSignal<Option<Left>>,
    /// However often it is tried, it is done once. What is done to another stand is something else, under another key.
    pub key: ArcRwSignal<String>,
}

/// What follows from how a service stands just before something is done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Looked {
    /// It stands otherwise than when it was looked at: nothing is sent.
    Otherwise(Stand),
    /// It is asked for.
    AsBefore {
        /// How it stands.
        stand: Stand,
        /// On this version.
        version: Option<String>,
        /// It is known to have another one, so that the server will refuse it and say who changed it.
        is_other: bool,
    },
}

impl Job {
    /// What is planned for a service, sent under a key.
    #[must_use]
    pub fn of(planned: &Planned, key: String) -> Self {
        Self {
            id: Arc::clone(&planned.id),
            name: planned.name.clone(),
            outcome: ArcRwSignal::new(Outcome::Waiting),
            stand: ArcRwSignal::new(planned.stand.clone()),
            taken_back: ArcRwSignal::new(planned.left.clone()),
            left: ArcRwSignal::new(None),
            key: ArcRwSignal::new(key),
        }
    }

    /// Reads how the service stands, and on which version of it the change is to be done.
    pub async fn look(&self, live: Live) -> Result<Looked, Failure> {
        let Answer { value, etag } = send::<Service>(&Request::service(&self.id)).await?;
        let stand = Stand::of(&value);
        live.put(value.clone());
        let Some(left) = self.taken_back.get_untracked() else {
            if stand != self.stand.get_untracked() {
                return Ok(Looked::Otherwise(stand));
            }
            return Ok(Looked::AsBefore { stand, version: etag, is_other: false });
        };
        let version = version_to_take_back(&left, &value, etag.as_deref()).await?;
        let is_other = etag.as_deref() != Some(version.as_str());
        Ok(Looked::AsBefore { stand, version: Some(version), is_other })
    }

    /// The request as it is sent, and shown before: on a version of the service, and once.
    #[must_use]
    pub fn request(&self, change: Change, version: Option<&str>) -> Request {
        self.key.with_untracked(|key| change.request(&self.id).sent_on(version, key))
    }

    /// The request as a curl line, on the version that it would be sent on now; `None` where nothing would be sent.
    pub async fn line(&self, change: Change, live: Live, origin: &str) -> Result<Option<String>, Failure> {
        match self.look(live).await {
            Ok(Looked::AsBefore { version, .. }) => {
                Ok(Some(self.request(change, version.as_deref()).curl(origin)))
            }
            Ok(Looked::Otherwise(_)) => Ok(None),
            // It was deleted.
            Err(Failure::Problem(problem)) if problem.status == 404 => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::Fate;
    use super::*;

    #[test]
    fn what_is_shown_of_a_service_is_what_is_sent() {
        let planned = Planned {
            id: Arc::from("svc_1"),
            name: "chat".to_owned(),
            stand: Stand::Going,
            fate: Fate::Changes,
            left: None,
        };
        let job = Job::of(&planned, "key".to_owned());
        for (change, command) in [(Change::Enable, "enable"), (Change::Disable, "disable")] {
            let sent = job.request(change, Some("\"v7\""));
            assert_eq!(
                sent.curl("http://127.0.0.1:8080"),
                format!(
                    "curl --request POST --header \"authorization: Bearer $TIERMETER_API_KEY\" --header 'if-match: \"v7\"' --header 'idempotency-key: key' 'http://127.0.0.1:8080/api/v1/services/svc_1/{command}'"
                )
            );
            let headers: Vec<(&str, &str)> = sent.all_headers().collect();
            assert_eq!(headers, [("if-match", "\"v7\""), ("idempotency-key", "key")]);
        }
    }
}
