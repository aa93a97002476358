//! The form filled in from a line of an estimate, and what of the line the form has no place for. Pure.

use tiermeter_estimate::{EstimateLine, Scaling, TokenWork, Work};
use tiermeter_pricing::PriceBook;

use crate::console::views::new_service::draft::{Billing, Draft, Meter, Scale, TakenPolicy};

/// Something of a line that is not taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// So many steps: the largest number of instances is taken.
    Steps(usize, u32),
    /// So many windows of the week: the largest number of instances is taken.
    Windows(usize, u32),
    /// The load.
    Load,
    /// A line of seconds names no model.
    NoModel,
    /// A tier that this server does not have.
    UnknownTier(String),
    /// A model that this server has no price of.
    UnknownModel(String),
    /// Reserved tokens per minute, which are bought afterwards.
    Reservation(u64),
    /// The free quota, which is granted as the account has it.
    FreeQuota,
}

/// The form, filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// What stands in the form.
    pub draft: Draft,
    /// What is not taken over.
    pub left: Vec<Left>,
}

/// Fills the form in. What a line does not say, such as labels, stays as it was.
pub fn filled(line: &EstimateLine, before: &Draft, book: &PriceBook) -> Filled {
    let mut filled = Filled { draft: Draft { name: line.name.clone(), ..before.clone() }, left: Vec::new() };
    match &line.work {
        Work::GpuSeconds { tier, scaling } => filled.seconds(tier, scaling, book),
        Work::Tokens(work) => filled.tokens(work, book),
    }
    filled
}

impl Filled {
    fn seconds(&mut self, tier: &str, scaling: &Scaling, book: &PriceBook) {
        self.draft.meter = Meter::GpuSeconds;
        if book.tier(tier).is_some() {
            tier.clone_into(&mut self.draft.tier);
        } else {
            self.left.push(Left::UnknownTier(tier.to_owned()));
        }
        match scaling {
            Scaling::Steps(steps) => {
                let most = steps.iter().map(|step| step.instances).max().unwrap_or_default();
                self.by_hand(most);
                if steps.len() > 1 {
                    self.left.push(Left::Steps(steps.len(), most));
                }
            }
            Scaling::Weekly(weekly) => {
                let windows = weekly.windows.iter().map(|window| window.instances);
                let most = windows.chain([weekly.instances]).max().unwrap_or_default();
                self.by_hand(most);
                if !weekly.windows.is_empty() {
                    self.left.push(Left::Windows(weekly.windows.len(), most));
                }
            }
            Scaling::Automatic(automatic) => {
                self.draft.scale = Scale::Automatic;
                self.draft.minimum = automatic.minimum.to_string();
                self.draft.maximum = automatic.maximum.to_string();
                self.draft.concurrency = automatic.concurrency.to_string();
                self.draft.delay = automatic.scale_in_after_seconds.to_string();
                self.draft.policies = automatic.policies.iter().map(TakenPolicy::of).collect();
                self.left.push(Left::Load);
            }
        }
        if self.draft.model.trim().is_empty() {
            self.left.push(Left::NoModel);
        }
    }

    fn by_hand(&mut self, instances: u32) {
        self.draft.scale = Scale::Manual;
        self.draft.instances = instances.to_string();
        self.draft.policies = Vec::new();
    }

    fn tokens(&mut self, work: &TokenWork, book: &PriceBook) {
        self.draft.meter = Meter::Tokens;
        self.draft.model.clone_from(&work.model);
        if book.model(&work.model).is_none() {
            self.left.push(Left::UnknownModel(work.model.clone()));
        }
        self.draft.billing = match work.reservation {
            Some(reservation) => {
                self.left.push(Left::Reservation(reservation.tpm.0));
                Billing::TpmReservation
            }
            None => Billing::PayAsYouGo,
        };
        self.left.push(Left::Load);
        if work.free_quota {
            self.left.push(Left::FreeQuota);
        }
    }
}

#[cfg(test)]
mod tests {
    use tiermeter_estimate::Estimate;

    use super::*;

    fn fill(line: &str, before: &Draft) -> Filled {
        let json = format!(r#"{{"schema": "tiermeter.estimate/1", "month": "2026-03", "lines": [{line}]}}"#);
        let estimate = Estimate::from_json(json.as_bytes()).unwrap();
        filled(&estimate.lines[0], before, PriceBook::bundled())
    }

    fn gpu(tier: &str, scaling: &str) -> String {
        format!(r#"{{"name": "chat", "kind": "gpu_seconds", "tier": "{tier}", "scaling": {scaling}}}"#)
    }

    const STEPS: &str = r#"{"mode": "steps", "steps": [{"from": "2026-03-03T10:00:00Z", "instances": 1},
        {"from": "2026-03-03T11:00:00Z", "instances": 3}, {"from": "2026-03-03T12:00:00Z", "instances": 0}]}"#;
    const WEEKLY: &str = r#"{"mode": "weekly", "instances": 1,
        "windows": [{"days": ["mon"], "from": "08:00", "to": "18:00", "instances": 5}]}"#;

    #[test]
    fn the_pricing_page_links_to_this_view() {
        assert_eq!(crate::handover::NEW_SERVICE, crate::console::frame::address::new_service());
    }

    #[test]
    fn instances_of_a_time_become_the_largest_number() {
        let labels = vec![("team".to_owned(), "search".to_owned())];
        let before = Draft { labels: labels.clone(), model: "small-8b".to_owned(), ..Draft::default() };
        for (scaling, instances, left) in [
            (STEPS, "3", vec![Left::Steps(3, 3)]),
            (WEEKLY, "5", vec![Left::Windows(1, 5)]),
            (r#"{"mode": "weekly", "instances": 2, "windows": []}"#, "2", vec![]),
        ] {
            let filled = fill(&gpu("A", scaling), &before);
            let expected = Draft {
                name: "chat".to_owned(),
                meter: Meter::GpuSeconds,
                tier: "A".to_owned(),
                instances: instances.to_owned(),
                labels: labels.clone(),
                ..before.clone()
            };
            assert_eq!(filled, Filled { draft: expected, left }, "{scaling}");
        }
    }

    #[test]
    fn automatic_scaling_is_taken_over_with_its_policies() {
        let load = format!(
            r#"{{"requests_per_second": [{}], "seconds_per_request": "2"}}"#,
            ["\"1\""; 24].join(", ")
        );
        let scaling = format!(
            r#"{{"mode": "automatic", "minimum": 1, "maximum": 9, "concurrency": 4, "scale_in_after_seconds": 60,
                "load": {load}, "policies": [{{"cron": "0 8 * * 1-5", "duration_seconds": 3600, "minimum": 2}}]}}"#
        );
        let Filled { draft, left } = fill(&gpu("no such tier", &scaling), &Draft::default());
        let numbers = [&draft.minimum, &draft.maximum, &draft.concurrency, &draft.delay];
        assert_eq!(numbers, ["1", "9", "4", "60"]);
        assert_eq!((draft.scale, draft.policies.len(), draft.tier.as_str()), (Scale::Automatic, 1, ""));
        assert_eq!(left, [Left::UnknownTier("no such tier".to_owned()), Left::Load, Left::NoModel]);
        // Steps have no policies.
        assert!(fill(&gpu("A", STEPS), &draft).draft.policies.is_empty());
    }

    #[test]
    fn tokens_are_taken_over_without_their_load() {
        let line = |model: &str, reservation: &str, free_quota: bool| {
            let rates = ["\"1\""; 24].join(", ");
            format!(
                r#"{{"name": "assistant", "kind": "tokens", "model": "{model}", "load": {{"requests_per_minute": [{rates}],
                    "input": 1, "cached_input": 0, "output": 1, "burst_minutes": 1}}, "reservation": {reservation},
                    "free_quota": {free_quota}}}"#
            )
        };
        let unknown = Left::UnknownModel("unknown".to_owned());
        for (line, billing, left) in [
            (line("small-8b", "null", false), Billing::PayAsYouGo, vec![Left::Load]),
            (
                line("small-8b", r#"{"tpm": 20000}"#, true),
                Billing::TpmReservation,
                vec![Left::Reservation(20_000), Left::Load, Left::FreeQuota],
            ),
            (line("unknown", "null", false), Billing::PayAsYouGo, vec![unknown, Left::Load]),
        ] {
            let filled = fill(&line, &Draft::default());
            assert_eq!((filled.draft.meter, filled.draft.billing), (Meter::Tokens, billing));
            assert_eq!((filled.draft.name.as_str(), filled.left), ("assistant", left));
        }
    }
}
