//! A service that is metered by seconds as lines of an estimate: what ran this month in steps and what is set from now
//! on, or its automatic scaling. Pure.

use std::collections::BTreeSet;

use tiermeter_estimate::{
    Automatic, ComputeLoad, Estimate, EstimateLine, MOST_STEPS_OR_WINDOWS, Rate, Scaling, Step, Work,
};
use tiermeter_pricing::{Instant, Month, PriceBook};
use tiermeter_service::{AutomaticScaling, MOST_INSTANCES, ServiceScaling};

use super::super::plots::counted::{self, Lived, steps};
use super::super::view_model::Offers;
use super::hours::{DAYS_OF_LOAD, by_hour, days_before};
use super::{Drawn, Note, say};
use crate::console::documents::Service;

/// The most characters of a service's name that stand in the name of a line for another tier.
const NAME_CHARACTERS: usize = 180;
/// The highest rate of an estimate (E7).
const HIGHEST_RATE: u64 = 1_000_000;

/// What there is to draw.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The service.
    pub service: &'a Service,
    /// Its runs, of every tier.
    pub runs: &'a [Lived],
    /// From when on all of them are there; `None` for since ever.
    pub complete_from: Option<Instant>,
    /// The prices.
    pub book: &'a PriceBook,
    /// The present instant.
    pub now: Instant,
}

/// The estimate of the running month; `None` of a service that is not metered by seconds.
pub fn of_seconds(facts: &Facts<'_>) -> Option<Drawn> {
    let (tier, scaling) = (facts.service.tier.as_deref()?, facts.service.scaling.as_ref()?);
    let mut notes = vec![Note::Tier(tier.to_owned())];
    let own = match scaling {
        ServiceScaling::Manual { instances } => facts.by_hand(tier, *instances, &mut notes),
        ServiceScaling::Automatic(automatic) => facts.automatic(tier, automatic, &mut notes)?,
    };
    let mut lines = vec![line(facts.service.name.clone(), tier, own)];
    for other in facts.other_tiers(tier) {
        let name: String = facts.service.name.chars().take(NAME_CHARACTERS).collect();
        let steps = facts.steps_of(other, facts.open_of(other), &mut notes);
        lines.push(line(format!("{name} ({other})"), other, Scaling::Steps(steps)));
        notes.push(Note::OtherTier(other.to_owned()));
    }
    Some(Drawn { estimate: Estimate { month: facts.month(), lines }, notes })
}

fn line(name: String, tier: &str, scaling: Scaling) -> EstimateLine {
    EstimateLine { name, work: Work::GpuSeconds { tier: tier.to_owned(), scaling } }
}

impl<'a> Facts<'a> {
    fn month(&self) -> Month {
        Month::containing(self.now, self.book.utc_offset())
    }

    fn month_start(&self) -> i64 {
        self.month().first_instant_nanoseconds(self.book.utc_offset())
    }

    fn lived_on(&self, tier: &str) -> Vec<Lived> {
        self.runs.iter().filter(|run| run.tier == tier).cloned().collect()
    }

    /// How many instances are open on a tier.
    fn open_of(&self, tier: &str) -> u32 {
        let open = self.runs.iter().filter(|run| run.tier == tier && run.until.is_none()).count();
        u32::try_from(open).unwrap_or(u32::MAX)
    }

    /// The other tiers that something ran on this month, as far as they have a price.
    fn other_tiers(&self, own: &str) -> BTreeSet<&'a str> {
        let start = self.month_start();
        let this_month = self.runs.iter().filter(|run| {
            let ends_later = run.until.is_none_or(|until| until.unix_nanoseconds() > start);
            ends_later && run.from <= self.now && run.until != Some(run.from)
        });
        let tiers = this_month.map(|run| run.tier.as_str());
        tiers.filter(|tier| *tier != own && self.book.tier(tier).is_some()).collect()
    }

    fn by_hand(&self, tier: &str, instances: u32, notes: &mut Vec<Note>) -> Scaling {
        let (is_enabled, open) = (Offers::of(self.service).disable, self.open_of(tier));
        let (from_now, note) = if is_enabled {
            (instances, Note::AsSet(instances))
        } else if open > 0 {
            (open, Note::AsTheyRun(open))
        } else {
            (instances, Note::AsIfEnabled(instances))
        };
        let steps = self.steps_of(tier, from_now, notes);
        notes.push(note);
        Scaling::Steps(steps)
    }

    /// What ran on a tier this month, and so many instances from now on.
    fn steps_of(&self, tier: &str, from_now: u32, notes: &mut Vec<Note>) -> Vec<Step> {
        let (start, now) = (self.month_start(), self.now.unix_nanoseconds());
        let mut levels = levels_between(&steps(&self.lived_on(tier)), start, now);
        let so_far = levels.clone();
        levels.push(counted::Step { at: now, instances: from_now });
        // Where the number stays, nothing changes.
        levels.dedup_by_key(|level| level.instances);
        if levels.len() > 1 && levels.first().is_some_and(|level| level.instances == 0) {
            levels.remove(0);
        }
        let all_read = self.complete_from.is_none_or(|from| from.unix_nanoseconds() <= start);
        if levels.len() > MOST_STEPS_OR_WINDOWS || !all_read {
            say(notes, Note::TooManyChanges);
            levels = vec![counted::Step { at: start, instances: from_now }];
        } else if so_far.iter().any(|level| level.instances > 0) {
            say(notes, Note::SoFar(self.now));
            say(notes, Note::SecondsRounded);
        }
        if levels.iter().any(|level| u64::from(level.instances) > MOST_INSTANCES) {
            say(notes, Note::MostInstances);
        }
        let most = u32::try_from(MOST_INSTANCES).unwrap_or(u32::MAX);
        let step = |level: &counted::Step| {
            let from = Instant::from_unix_nanoseconds(level.at)?;
            Some(Step { from, instances: level.instances.min(most) })
        };
        levels.iter().filter_map(step).collect()
    }

    /// The scaling as it is set, with the load that its instances of the last days were enough for.
    fn automatic(&self, tier: &str, set: &AutomaticScaling, notes: &mut Vec<Note>) -> Option<Scaling> {
        let offset = self.book.utc_offset();
        let first = days_before(self.now, offset)
            .max(self.service.created_at.unix_nanoseconds())
            .max(self.complete_from.map_or(i64::MIN, Instant::unix_nanoseconds));
        let now = self.now.unix_nanoseconds();
        let hours = by_hour(&levels_between(&steps(&self.lived_on(tier)), first, now), now, offset);
        let rates = hours.iter().map(|hour| {
            let requests = hour.average_instances().saturating_mul(set.concurrency).min(HIGHEST_RATE);
            Rate::parse(&requests.to_string())
        });
        let load = ComputeLoad {
            requests_per_second: rates.collect::<Option<Vec<Rate>>>()?,
            seconds_per_request: Rate::parse("1")?,
        };
        notes.push(Note::Limits(set.minimum, set.maximum));
        if !set.policies.is_empty() {
            notes.push(Note::Policies(set.policies.len()));
        }
        notes.push(Note::LoadOfInstances(DAYS_OF_LOAD));
        if hours.iter().any(|hour| hour.lasted == 0) {
            notes.push(Note::UnseenHours);
        }
        notes.push(Note::WholeMonth);
        Some(Scaling::Automatic(Automatic {
            minimum: set.minimum,
            maximum: set.maximum,
            concurrency: set.concurrency,
            scale_in_after_seconds: set.scale_in_after_seconds,
            load,
            policies: set.policies.clone(),
        }))
    }
}

/// The numbers from one instant to another: the first is where it begins. Nothing where nothing lies between.
fn levels_between(steps: &[counted::Step], from: i64, until: i64) -> Vec<counted::Step> {
    if from >= until {
        return Vec::new();
    }
    let within = steps.partition_point(|step| step.at <= from);
    let at_first = within.checked_sub(1).and_then(|index| steps.get(index)).map_or(0, |step| step.instances);
    let later = steps.iter().skip(within).take_while(|step| step.at < until);
    std::iter::once(counted::Step { at: from, instances: at_first }).chain(later.copied()).collect()
}

#[cfg(test)]
mod tests;
