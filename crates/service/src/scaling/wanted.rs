//! How many instances are wanted at an instant, and until when that is so (S1, S2).

use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, UtcOffset};

use super::{AutomaticScaling, Policy, ServiceScaling, nanoseconds};

/// A load that was reported: it is in force from its instant to that of the next report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoadReport {
    /// From when on.
    pub at: Instant,
    /// Requests in flight.
    pub requests_in_flight: u64,
}

/// A number of instances, and when to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// How many instances are wanted.
    pub instances: u32,
    /// The earliest later instant at which it can change without a new report.
    pub until: Option<Instant>,
}

impl ServiceScaling {
    /// How many instances are wanted at `at`, given the reports in the order of their instants. Those that a
    /// later one replaced more than the scale-in delay ago do not matter any more.
    #[must_use]
    pub fn wanted(&self, reports: &[LoadReport], at: Instant, offset: UtcOffset) -> Wanted {
        match self {
            Self::Manual { instances } => Wanted { instances: *instances, until: None },
            Self::Automatic(automatic) => automatic.wanted(reports, nanoseconds(at), offset),
        }
    }

    /// How long a report matters after the next one has replaced it, in nanoseconds.
    #[must_use]
    pub fn memory_nanoseconds(&self) -> i64 {
        match self {
            Self::Manual { .. } => 0,
            Self::Automatic(automatic) => seconds(automatic.scale_in_after_seconds),
        }
    }
}

impl AutomaticScaling {
    /// The number wanted is the largest need in the closed window behind `at`; so what asks for instances does so
    /// until the scale-in delay after its end.
    fn wanted(&self, reports: &[LoadReport], at: i64, offset: UtcOffset) -> Wanted {
        let delay = seconds(self.scale_in_after_seconds);
        let mut instances = self.minimum;
        let mut until: Option<i64> = None;
        let mut ask_again = |change: i64| {
            if change > at {
                until = Some(until.map_or(change, |earliest| earliest.min(change)));
            }
        };
        for (index, report) in reports.iter().enumerate() {
            if nanoseconds(report.at) > at {
                ask_again(nanoseconds(report.at));
                break;
            }
            let replaced_at = reports.get(index + 1).map(|next| nanoseconds(next.at));
            let gone_at = replaced_at.map_or(i64::MAX, |end| end.saturating_add(delay));
            if gone_at > at {
                instances = instances.max(self.need(report.requests_in_flight));
                if gone_at < i64::MAX {
                    ask_again(gone_at);
                }
            }
        }
        for policy in &self.policies {
            let lasts = seconds(policy.duration_seconds).saturating_add(delay);
            if let Some(begun) = policy.last_begun(at, lasts, offset) {
                instances = instances.max(policy.minimum.min(self.maximum));
                ask_again(begun.saturating_add(lasts));
            }
            if let Some(next) = policy.cron.next_after(at, offset) {
                ask_again(next);
            }
        }
        Wanted { instances, until: until.and_then(Instant::from_unix_nanoseconds) }
    }

    /// ceil(requests in flight / concurrency), at most the maximum.
    fn need(&self, requests_in_flight: u64) -> u32 {
        let need = requests_in_flight.div_ceil(self.concurrency.max(1));
        u32::try_from(need).map_or(self.maximum, |need| need.min(self.maximum))
    }
}

impl Policy {
    /// The last instant of the cron that is less than `lasts` nanoseconds before `at`, or is `at`.
    fn last_begun(&self, at: i64, lasts: i64, offset: UtcOffset) -> Option<i64> {
        self.cron.last_until(at, at.saturating_sub(lasts), offset)
    }
}

fn seconds(count: u64) -> i64 {
    i64::try_from(count).map_or(i64::MAX, |count| count.saturating_mul(NANOSECONDS_PER_SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cron::Cron;

    fn instant(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn automatic(delay: u64, policies: Vec<Policy>) -> ServiceScaling {
        ServiceScaling::Automatic(AutomaticScaling {
            minimum: 1,
            maximum: 8,
            concurrency: 2,
            scale_in_after_seconds: delay,
            policies,
        })
    }

    fn check(
        scaling: &ServiceScaling,
        reports: &[(&str, u64)],
        at: &str,
        instances: u32,
        until: Option<&str>,
    ) {
        let reports: Vec<LoadReport> = reports
            .iter()
            .map(|(at, requests)| LoadReport { at: instant(at), requests_in_flight: *requests })
            .collect();
        let wanted = scaling.wanted(&reports, instant(at), UtcOffset::default());
        assert_eq!(wanted, Wanted { instances, until: until.map(instant) }, "{reports:?} at {at}");
    }

    #[test]
    fn a_lower_need_must_last() {
        let scaling = automatic(300, Vec::new());
        let reports = [("2026-03-03T10:00:00Z", 5), ("2026-03-03T10:10:00Z", 0)];
        check(&scaling, &[], "2026-03-03T10:00:00Z", 1, None);
        check(&scaling, &reports, "2026-03-03T09:59:59Z", 1, Some("2026-03-03T10:00:00Z"));
        check(&scaling, &reports[..1], "2026-03-03T10:00:00Z", 3, None);
        check(&scaling, &reports, "2026-03-03T10:10:00Z", 3, Some("2026-03-03T10:15:00Z"));
        check(&scaling, &reports, "2026-03-03T10:14:59.999999999Z", 3, Some("2026-03-03T10:15:00Z"));
        check(&scaling, &reports, "2026-03-03T10:15:00Z", 1, None);
        check(&scaling, &[("2026-03-03T10:00:00Z", 1_000_000)], "2026-03-03T10:00:00Z", 8, None);
    }

    #[test]
    fn policies_raise_the_minimum_at_most_to_the_maximum() {
        let policy =
            |minimum| Policy { cron: Cron::parse("0 8 * * 1-5").unwrap(), duration_seconds: 3600, minimum };
        let scaling = automatic(60, vec![policy(4)]);
        check(&scaling, &[], "2026-03-03T07:59:59Z", 1, Some("2026-03-03T08:00:00Z"));
        check(&scaling, &[], "2026-03-03T08:00:00Z", 4, Some("2026-03-03T09:01:00Z"));
        check(&scaling, &[], "2026-03-03T09:01:00Z", 1, Some("2026-03-04T08:00:00Z"));
        check(&scaling, &[], "2026-03-06T12:00:00Z", 1, Some("2026-03-09T08:00:00Z"));
        check(&automatic(60, vec![policy(99)]), &[], "2026-03-03T08:30:00Z", 8, Some("2026-03-03T09:01:00Z"));
    }
}
