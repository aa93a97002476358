//! How a service stood, and whether it still stands so: for what a change was to lead to, and for the way back, which is
//! open while nobody but the platform moved the service on.

use leptos::prelude::*;
use tiermeter_service::{Reason, Status};

use crate::console::client::{Answer, all_pages, send};
use crate::console::documents::{Service, TimelineEntry};
use crate::console::failure::Failure;
use crate::console::live::Live;
use crate::console::request::Request;

/// Who acts where nobody asked.
const PLATFORM: &str = "platform";

/// How a service stood when it was looked at, as far as it matters: whether it was ready yet does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stand {
    /// Nobody ever enabled it.
    NotEnabled,
    /// Creating or running.
    Going,
    /// Stopped, for these reasons.
    Stopped(Vec<Reason>),
}

impl Stand {
    /// How a service stands.
    #[must_use]
    pub fn of(service: &Service) -> Self {
        Self::in_status(service.status, &service.reasons)
    }

    /// How a service of a status stands that these reasons keep from running.
    #[must_use]
    pub fn in_status(status: Status, reasons: &[Reason]) -> Self {
        match status {
            Status::NotEnabled => Self::NotEnabled,
            Status::Creating | Status::Running => Self::Going,
            Status::Stopped => Self::Stopped(reasons.to_vec()),
        }
    }
}

/// How a change left a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    service: Service,
    etag: String,
}

impl Left {
    /// How a change left a service, by its answer; `None` where that has no version.
    #[must_use]
    pub fn of(answer: &Answer<Service>) -> Option<Self> {
        Some(Self { service: answer.value.clone(), etag: answer.etag.clone()? })
    }

    /// The service as the change answered it.
    #[must_use]
    pub const fn service(&self) -> &Service {
        &self.service
    }

    /// The version that the change made.
    #[must_use]
    pub fn etag(&self) -> &str {
        &self.etag
    }

    /// Whether the service shows that something was decided about it since. That it has become ready was not, and how
    /// many instances there are neither.
    #[must_use]
    pub fn is_decided_anew(&self, now: &Service) -> bool {
        is_decided_anew(&self.service, now)
    }

    /// Whether all that the timeline tells since the change was done by the platform. Where the change is not found in
    /// it, somebody is taken to have acted.
    #[must_use]
    pub fn is_only_moved_by_platform(&self, timeline: &[TimelineEntry]) -> bool {
        let stand = Stand::of(&self.service);
        let is_change = |entry: &TimelineEntry| {
            Some(entry.at) == self.service.since && Stand::in_status(entry.status, &entry.reasons) == stand
        };
        timeline.iter().position(is_change).is_some_and(|place| {
            timeline.iter().skip(place.saturating_add(1)).all(|entry| entry.actor == PLATFORM)
        })
    }
}

fn is_decided_anew(was: &Service, now: &Service) -> bool {
    Stand::of(was) != Stand::of(now)
        || was.name != now.name
        || was.labels != now.labels
        || was.scaling != now.scaling
        || was.configured_billing_mode != now.configured_billing_mode
        || was.open_reservations != now.open_reservations
}

/// Whether a service shows another status than it did, whoever brought it there.
#[must_use]
pub fn has_other_status(was: &Service, now: &Service) -> bool {
    (was.status, was.since) != (now.status, now.since) || was.reasons != now.reasons
}

/// Whether a service shows anything else that the effect of a change is worked out from, whoever changed it: to what was
/// decided about it comes what the platform did.
#[must_use]
pub fn leads_elsewhere(was: &Service, now: &Service) -> bool {
    was.status != now.status || was.instances.wanted != now.instances.wanted || is_decided_anew(was, now)
}

/// Whether a change can still be taken back, as far as the store tells: the service is there, and nobody decided
/// anything about it since. Who asks is told when that changes.
#[must_use]
pub fn is_way_back_open(left: &Left, live: Live) -> bool {
    live.rows.track();
    let row = live.row(&left.service().id);
    row.is_some_and(|row| row.with(|row| !left.is_decided_anew(&row.service)))
}

/// The version that a change is taken back on: the one that it left, or the present one, `etag`, where only the platform
/// moved the service on since. Any other is refused by the server, which says who changed it.
pub async fn version_to_take_back(left: &Left, now: &Service, etag: Option<&str>) -> Result<String, Failure> {
    let Some(etag) = etag.filter(|etag| *etag != left.etag() && !left.is_decided_anew(now)) else {
        return Ok(left.etag().to_owned());
    };
    let timeline = all_pages::<TimelineEntry>(&Request::timeline(&now.id), None).await?;
    let wanted = if left.is_only_moved_by_platform(&timeline) { etag } else { left.etag() };
    Ok(wanted.to_owned())
}

/// The same, with the service read anew.
pub async fn version_to_take_back_now(left: &Left, live: Live) -> Result<String, Failure> {
    let Answer { value, etag } = send::<Service>(&Request::service(&left.service().id)).await?;
    live.put(value.clone());
    version_to_take_back(left, &value, etag.as_deref()).await
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tiermeter_service::ServiceScaling;

    use super::*;
    use crate::console::live::examples::{gpu_service, token_service};

    fn left(service: Service) -> Left {
        Left::of(&Answer { value: service, etag: Some("\"v2\"".to_owned()) }).unwrap()
    }

    #[test]
    fn an_answer_without_a_version_leads_nowhere_back() {
        assert_eq!(Left::of(&Answer { value: gpu_service("svc_1"), etag: None }), None);
        assert_eq!(left(gpu_service("svc_1")).etag(), "\"v2\"");
    }

    #[test]
    fn being_ready_is_no_other_stand() {
        let stand = |status, reasons: &[Reason]| Stand::in_status(status, reasons);
        assert_eq!(stand(Status::Creating, &[]), stand(Status::Running, &[]));
        assert_ne!(stand(Status::Stopped, &[Reason::Disabled]), stand(Status::Stopped, &[Reason::Overdue]));
        assert_eq!(Stand::of(&token_service("svc_2")), Stand::Going);
    }

    #[test]
    fn what_somebody_decides_shows() {
        // Whether it was decided anew, and whether an effect that was worked out before still holds.
        let check = |change: &dyn Fn(&mut Service), expected: (bool, bool)| {
            let (was, mut now) = (gpu_service("svc_1"), gpu_service("svc_1"));
            change(&mut now);
            assert_eq!((left(was.clone()).is_decided_anew(&now), leads_elsewhere(&was, &now)), expected);
        };
        check(&|_| (), (false, false));
        check(&|service| service.instances.running = 5, (false, false));
        check(&|service| service.status = Status::Creating, (false, true));
        check(&|service| service.instances.wanted = 5, (false, true));
        check(&|service| service.name = "other".to_owned(), (true, true));
        check(&|service| service.scaling = Some(ServiceScaling::Manual { instances: 3 }), (true, true));
        let label = |service: &mut Service| {
            service.labels.insert("team".to_owned(), "blue".to_owned());
        };
        check(&label, (true, true));
        let stop = |service: &mut Service| {
            service.status = Status::Stopped;
            service.reasons = vec![Reason::Disabled];
        };
        check(&stop, (true, true));
    }

    #[test]
    fn another_status_is_one_that_began_at_another_time_too() {
        let check = |change: &dyn Fn(&mut Service), expected: bool| {
            let (was, mut now) = (gpu_service("svc_1"), gpu_service("svc_1"));
            change(&mut now);
            assert_eq!(has_other_status(&was, &now), expected);
        };
        check(&|_| (), false);
        check(&|service| service.name = "other".to_owned(), false);
        check(&|service| service.status = Status::Creating, true);
        check(&|service| service.reasons = vec![Reason::Overdue], true);
        check(&|service| service.since = None, true);
    }

    #[test]
    fn the_timeline_tells_whether_only_the_platform_acted() {
        // The change was the second entry.
        let timeline: Vec<TimelineEntry> = serde_json::from_value(json!([
            {"sequence": 1, "at": "2026-03-03T09:00:00Z", "status": "stopped", "reasons": ["disabled"],
                "command": "disable", "cause": "disabled", "actor": "owner"},
            {"sequence": 2, "at": "2026-03-03T10:00:00Z", "status": "creating", "reasons": [],
                "command": "enable", "cause": "enabled", "actor": "owner"},
            {"sequence": 3, "at": "2026-03-03T10:00:05Z", "status": "running", "reasons": [],
                "command": "created", "cause": "ready", "actor": "platform"},
            {"sequence": 4, "at": "2026-03-03T10:01:00Z", "status": "stopped", "reasons": ["disabled"],
                "command": "disable", "cause": "disabled", "actor": "api_key:key_1"},
        ]))
        .unwrap();
        let mut service = gpu_service("svc_1");
        service.status = Status::Creating;
        let left = left(service);
        for (entries, expected) in [(1, false), (2, true), (3, true), (4, false)] {
            assert_eq!(left.is_only_moved_by_platform(&timeline[..entries]), expected, "{entries}");
        }
    }
}
