//! The way back: how a change left a service, and whether anybody but the platform moved it on since. Pure.

use super::plan::Stand;
use crate::console::client::Answer;
use crate::console::documents::{Service, TimelineEntry};

/// Who acts where nobody asked.
const PLATFORM: &str = "platform";

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
        let was = &self.service;
        Stand::of(was) != Stand::of(now)
            || was.name != now.name
            || was.labels != now.labels
            || was.scaling != now.scaling
            || was.configured_billing_mode != now.configured_billing_mode
            || was.open_reservations != now.open_reservations
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

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tiermeter_service::{Reason, ServiceScaling, Status};

    use super::*;
    use crate::console::live::examples::gpu_service;

    fn left(service: Service) -> Left {
        Left::of(&Answer { value: service, etag: Some("\"v2\"".to_owned()) }).unwrap()
    }

    #[test]
    fn an_answer_without_a_version_leads_nowhere_back() {
        assert_eq!(Left::of(&Answer { value: gpu_service("svc_1"), etag: None }), None);
        assert_eq!(left(gpu_service("svc_1")).etag(), "\"v2\"");
    }

    #[test]
    fn what_somebody_decides_shows() {
        let changed = |change: &dyn Fn(&mut Service)| {
            let mut service = gpu_service("svc_1");
            change(&mut service);
            left(gpu_service("svc_1")).is_decided_anew(&service)
        };
        assert!(!changed(&|_| ()));
        assert!(!changed(&|service| service.status = Status::Creating));
        assert!(!changed(&|service| service.instances.wanted = 5));
        assert!(changed(&|service| service.name = "other".to_owned()));
        assert!(changed(&|service| service.scaling = Some(ServiceScaling::Manual { instances: 3 })));
        assert!(changed(&|service| {
            service.labels.insert("team".to_owned(), "blue".to_owned());
        }));
        assert!(changed(&|service| {
            service.status = Status::Stopped;
            service.reasons = vec![Reason::Disabled];
        }));
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
