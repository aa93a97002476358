//! What became of each service, and how far all of them are. Pure.

use crate::console::act::Stand;
use crate::console::documents::TimelineEntry;
use crate::console::failure::Failure;

/// What became of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Its turn has not come.
    Waiting,
    /// It was sent.
    Sending,
    /// It was done.
    Done,
    /// The server refused it.
    Refused(Failure),
    /// Somebody changed it meanwhile, so nothing was done.
    Conflict {
        /// Who, where that is known.
        by: Option<String>,
        /// How it stands now, where that is known.
        stand: Option<Stand>,
    },
    /// Nobody knows whether it was done: the answer did not come, or was no refusal.
    Failed(Failure),
    /// It was called off before its turn.
    CalledOff,
}

/// What outcomes are told apart by in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// On its way.
    Open,
    /// Done.
    Done,
    /// Refused.
    Refused,
    /// Changed by somebody else.
    Conflict,
    /// Failed, or called off.
    Failed,
}

impl Kind {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Self; 5] = [Self::Open, Self::Done, Self::Refused, Self::Conflict, Self::Failed];
}

impl Outcome {
    /// What became of a request that failed.
    #[must_use]
    pub fn of_failure(failure: Failure) -> Self {
        match failure {
            Failure::Changed(by) => Self::Conflict { by, stand: None },
            Failure::Problem(_) if !failure.may_pass() => Self::Refused(failure),
            failure => Self::Failed(failure),
        }
    }

    /// What it is told apart by.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Waiting | Self::Sending => Kind::Open,
            Self::Done => Kind::Done,
            Self::Refused(_) => Kind::Refused,
            Self::Conflict { .. } => Kind::Conflict,
            Self::Failed(_) | Self::CalledOff => Kind::Failed,
        }
    }
}

/// Who brought a service to how it stands, by its timeline: whoever changed it last from another stand, and not the
/// platform, which tells that it has become ready since.
#[must_use]
pub fn brought_to(stand: &Stand, timeline: &[TimelineEntry]) -> Option<String> {
    let is_so = |entry: &&TimelineEntry| Stand::in_status(entry.status, &entry.reasons) == *stand;
    timeline.iter().rev().take_while(is_so).last().map(|entry| entry.actor.clone())
}

/// How many there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally([usize; 5]);

impl Tally {
    /// So many whose turn has not come.
    #[must_use]
    pub const fn waiting(count: usize) -> Self {
        Self([count, 0, 0, 0, 0])
    }

    /// How many there are of a kind.
    #[must_use]
    pub fn of(&self, kind: Kind) -> usize {
        self.0.get(kind as usize).copied().unwrap_or_default()
    }

    /// How many there are.
    #[must_use]
    pub fn all(&self) -> usize {
        self.0.iter().sum()
    }

    /// How many have come to an end.
    #[must_use]
    pub fn ended(&self) -> usize {
        self.all() - self.of(Kind::Open)
    }

    /// How many could be tried again.
    #[must_use]
    pub fn not_done(&self) -> usize {
        self.ended() - self.of(Kind::Done)
    }

    /// One of them is of another kind now.
    pub fn moved(&mut self, from: Kind, to: Kind) {
        if let Some(count) = self.0.get_mut(from as usize) {
            *count = count.saturating_sub(1);
        }
        if let Some(count) = self.0.get_mut(to as usize) {
            *count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::console::documents::Problem;

    fn problem(status: u16, code: &str) -> Failure {
        let (title, detail) = (String::new(), String::new());
        Failure::Problem(Problem { status, title, detail, code: code.to_owned(), errors: Vec::new() })
    }

    #[test]
    fn failures_are_told_apart() {
        for (failure, kind) in [
            (Failure::Changed(None), Kind::Conflict),
            (problem(402, "account_overdue"), Kind::Refused),
            (problem(404, "not_found"), Kind::Refused),
            (problem(503, "busy"), Kind::Failed),
            (problem(429, "too_many_requests"), Kind::Failed),
            (Failure::Offline, Kind::Failed),
            (Failure::SignedOut, Kind::Failed),
        ] {
            assert_eq!(Outcome::of_failure(failure.clone()).kind(), kind, "{failure:?}");
        }
    }

    #[test]
    fn who_was_quicker_is_named() {
        let told = Failure::Changed(Some("api_key:key_1".to_owned()));
        assert_eq!(
            Outcome::of_failure(told),
            Outcome::Conflict { by: Some("api_key:key_1".to_owned()), stand: None }
        );
        let timeline: Vec<TimelineEntry> = serde_json::from_value(json!([
            {"sequence": 1, "at": "2026-03-03T10:00:00Z", "status": "creating", "reasons": [],
                "command": "enable", "cause": "enabled", "actor": "owner"},
            {"sequence": 2, "at": "2026-03-03T10:00:05Z", "status": "running", "reasons": [],
                "command": "created", "cause": "ready", "actor": "platform"},
            {"sequence": 3, "at": "2026-03-03T11:00:00Z", "status": "stopped", "reasons": ["disabled"],
                "command": "disable", "cause": "disabled", "actor": "api_key:key_1"},
        ]))
        .unwrap();
        let stopped = Stand::in_status(timeline[2].status, &timeline[2].reasons);
        for (known, stand, expected) in [
            (2, &Stand::Going, Some("owner")),
            (3, &stopped, Some("api_key:key_1")),
            (3, &Stand::Going, None),
            (0, &Stand::NotEnabled, None),
        ] {
            assert_eq!(brought_to(stand, &timeline[..known]).as_deref(), expected, "{stand:?}");
        }
    }

    #[test]
    fn the_tally_moves_with_each_outcome() {
        let mut tally = Tally::waiting(3);
        tally.moved(Kind::Open, Kind::Done);
        tally.moved(Kind::Open, Kind::Refused);
        assert_eq!((tally.all(), tally.ended(), tally.not_done()), (3, 2, 1));
        tally.moved(Kind::Refused, Kind::Open);
        assert_eq!((tally.ended(), tally.not_done(), tally.of(Kind::Open)), (1, 0, 2));
        for (place, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, place);
        }
    }
}
