//! Which services the table shows, in which order, and what each filter would show. Pure. Only services that changed
//! are looked at anew, and the order of before is where sorting begins, so that it stays cheap while changes pour in.

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use tiermeter_pricing::Instant;
use tiermeter_service::{BillingMode, Status};

use super::choice::{Choice, Order, Show};
use super::columns::Column;
use super::facts::{Facts, Source, Texts, words_of};
use crate::console::documents::Metering;
use crate::sorted::sort;

/// How many services there are under each choice of each filter, all other filters left as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// By chip, in the order of [`Show::ALL`].
    pub shows: [usize; 6],
    /// By who made them, in the order of [`Choice::KINDS`].
    pub kinds: [usize; 2],
    /// By metering, in the order of [`Choice::METERINGS`].
    pub meterings: [usize; 2],
    /// By model, by name.
    pub models: Vec<(Arc<str>, usize)>,
    /// By label, as `name:value`.
    pub labels: Vec<(Arc<str>, usize)>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// The places of the services in the list that was looked through, in the order that they are shown in.
    pub order: Arc<Vec<usize>>,
    /// What each filter would show.
    pub counts: Counts,
}

/// What is not a part of any service.
#[derive(Debug)]
pub struct Surroundings<'a> {
    /// The instant of now.
    pub now: Instant,
    /// What is left of the free quota of a model.
    pub quota_left: &'a HashMap<String, u64>,
}

/// Everything that is known of the services, ready to be filtered.
#[derive(Debug, Default)]
pub struct Index {
    facts: Vec<Facts>,
    models: Texts,
    labels: Texts,
    /// Every service, in the order that they were sorted in last.
    sorted: Vec<usize>,
    /// By what they were sorted last.
    by: Option<Order>,
    /// The words that were looked for last.
    words: Vec<String>,
    /// Whether a service changed since they were sorted.
    is_stale: bool,
}

impl Index {
    /// Takes up the services as they are now.
    pub fn take_up<S: Source>(&mut self, services: &[S], now: Instant) {
        let same = self.facts.len() == services.len()
            && self.facts.iter().zip(services).all(|(facts, service)| facts.id == *service.id());
        let mut known: HashMap<Arc<str>, Facts> = HashMap::new();
        if !same {
            known = self.facts.drain(..).map(|facts| (Arc::clone(&facts.id), facts)).collect();
            self.facts.reserve(services.len());
            self.sorted = (0..services.len()).collect();
            self.is_stale = true;
        }
        for (place, service) in services.iter().enumerate() {
            let before = if same { self.facts.get(place) } else { known.get(service.id()) };
            if before.is_some_and(|facts| service.look(|row| facts.are_of(&row.service))) {
                if !same && let Some(facts) = known.remove(service.id()) {
                    self.facts.push(facts);
                }
                continue;
            }
            let id = service.id();
            let mut facts = service.look(|row| Facts::of(id, row, &mut self.models, &mut self.labels, now));
            facts.is_found = facts.has_words(&self.words);
            self.is_stale = true;
            match self.facts.get_mut(place).filter(|_| same) {
                Some(known) => *known = facts,
                None => self.facts.push(facts),
            }
        }
        for facts in &mut self.facts {
            if !facts.late && facts.is_late_by(now) {
                facts.late = true;
                self.is_stale = true;
            }
        }
    }

    /// Finds what is asked for among the services that were taken up.
    pub fn find<S: Source>(
        &mut self,
        choice: &Choice,
        services: &[S],
        surroundings: &Surroundings<'_>,
    ) -> Found {
        self.look_for(&choice.text);
        self.sort(choice.order, services, surroundings);
        let (model, label) = (
            choice.model.as_ref().map(|model| self.models.known(model)),
            choice.label.as_ref().map(|label| self.labels.known(label)),
        );
        let mut order = Vec::new();
        let mut tally = Tally::new(self.models.all().len(), self.labels.all().len());
        for place in &self.sorted {
            let Some(facts) = self.facts.get(*place).filter(|facts| facts.is_found) else { continue };
            let fits = [
                choice.show.has(facts.status, facts.late),
                choice.kind.is_none_or(|kind| kind == facts.kind),
                choice.metering.is_none_or(|metering| metering == facts.metering),
                model.is_none_or(|model| model == Some(facts.model)),
                label.is_none_or(|label| label.is_some_and(|label| facts.labels.contains(&label))),
            ];
            let misses = fits.iter().filter(|fits| !**fits).count();
            // A filter counts what it would show if it were chosen otherwise, so its own verdict is left out.
            let others_fit = |filter: bool| misses == 0 || (misses == 1 && !filter);
            tally.count(facts, fits.map(others_fit));
            if misses == 0 {
                order.push(*place);
            }
        }
        Found { order: Arc::new(order), counts: tally.counts(&self.models, &self.labels) }
    }

    fn look_for(&mut self, text: &str) {
        let words = words_of(text);
        if words != self.words {
            for facts in &mut self.facts {
                facts.is_found = facts.has_words(&words);
            }
            self.words = words;
        }
    }

    fn sort<S: Source>(&mut self, order: Order, services: &[S], surroundings: &Surroundings<'_>) {
        let now = surroundings.now;
        if order.by == Column::Month {
            for (facts, service) in self.facts.iter_mut().zip(services) {
                if !facts.knows_month() {
                    facts.note_month(service.look(|row| row.clock.month_to_date(now)), now);
                }
            }
        }
        // Sums of a month move by themselves, and so does what is left of a quota.
        let moves = matches!(order.by, Column::Month | Column::Quota);
        if self.by == Some(order) && !self.is_stale && !moves {
            return;
        }
        let keys = Keys::of(order.by, &self.facts, &self.models, &self.labels, surroundings);
        let facts = &self.facts;
        self.sorted.sort_by(|one, other| {
            let by_key = keys.compare(facts, *one, *other);
            let by_key = if order.descending { by_key.reverse() } else { by_key };
            by_key.then_with(|| by_name(facts, *one, *other))
        });
        self.by = Some(order);
        self.is_stale = false;
    }
}

/// What rows are compared by, where it is not in the facts as it stands.
enum Keys {
    InFacts(Column),
    Amounts(Vec<Decimal>),
    Numbers(Vec<Option<u64>>),
    Texts(Vec<Option<Arc<str>>>),
}

impl Keys {
    fn of(
        column: Column,
        facts: &[Facts],
        models: &Texts,
        labels: &Texts,
        surroundings: &Surroundings<'_>,
    ) -> Self {
        match column {
            Column::Month => {
                Self::Amounts(facts.iter().map(|facts| facts.month_by(surroundings.now)).collect())
            }
            Column::Quota => {
                let left: Vec<Option<u64>> =
                    models.all().iter().map(|model| surroundings.quota_left.get(&**model).copied()).collect();
                let of = |facts: &Facts| match facts.metering {
                    Metering::Tokens => left.get(facts.model).copied().flatten(),
                    Metering::GpuSeconds => None,
                };
                Self::Numbers(facts.iter().map(of).collect())
            }
            Column::Labels => {
                let first =
                    |facts: &Facts| facts.labels.first().and_then(|label| labels.all().get(*label)).cloned();
                Self::Texts(facts.iter().map(first).collect())
            }
            Column::Service
            | Column::Status
            | Column::Billing
            | Column::Instances
            | Column::PerHour
            | Column::Since => Self::InFacts(column),
        }
    }

    fn compare(&self, facts: &[Facts], one: usize, other: usize) -> Ordering {
        match self {
            Self::Amounts(amounts) => amounts.get(one).cmp(&amounts.get(other)),
            Self::Numbers(numbers) => numbers.get(one).cmp(&numbers.get(other)),
            Self::Texts(texts) => texts.get(one).cmp(&texts.get(other)),
            Self::InFacts(column) => {
                let (Some(one), Some(other)) = (facts.get(one), facts.get(other)) else {
                    return Ordering::Equal;
                };
                in_facts(*column, one, other)
            }
        }
    }
}

fn in_facts(column: Column, one: &Facts, other: &Facts) -> Ordering {
    match column {
        Column::Status => (status_rank(one.status), !one.late).cmp(&(status_rank(other.status), !other.late)),
        Column::Billing => billing_rank(one).cmp(&billing_rank(other)),
        Column::Instances => one.instances.cmp(&other.instances),
        Column::PerHour => one.per_hour.cmp(&other.per_hour),
        Column::Since => one.since.cmp(&other.since),
        Column::Service | Column::Quota | Column::Month | Column::Labels => one.name.cmp(&other.name),
    }
}

fn by_name(facts: &[Facts], one: usize, other: usize) -> Ordering {
    let (Some(one), Some(other)) = (facts.get(one), facts.get(other)) else { return Ordering::Equal };
    one.name.cmp(&other.name).then_with(|| one.id.cmp(&other.id))
}

/// As the chips stand.
const fn status_rank(status: Status) -> u8 {
    match status {
        Status::Running => 0,
        Status::Creating => 1,
        Status::Stopped => 2,
        Status::NotEnabled => 3,
    }
}

fn billing_rank(facts: &Facts) -> (u8, bool) {
    let mode = match facts.mode {
        BillingMode::PayAsYouGo => 0,
        BillingMode::TpmReservation => 1,
        BillingMode::None => 2,
    };
    (mode, facts.metering == Metering::Tokens)
}

/// Counts under way, by numbers instead of texts.
struct Tally {
    counts: Counts,
    models: Vec<usize>,
    labels: Vec<usize>,
}

impl Tally {
    fn new(models: usize, labels: usize) -> Self {
        Self { counts: Counts::default(), models: vec![0; models], labels: vec![0; labels] }
    }

    /// Counts a service under every filter that it would be shown by, in the order show, kind, metering, model, label.
    fn count(&mut self, facts: &Facts, [shows, kinds, meterings, models, labels]: [bool; 5]) {
        let counts = &mut self.counts;
        if shows {
            for (count, show) in counts.shows.iter_mut().zip(Show::ALL) {
                *count += usize::from(show.has(facts.status, facts.late));
            }
        }
        if kinds {
            for (count, kind) in counts.kinds.iter_mut().zip(Choice::KINDS) {
                *count += usize::from(kind == facts.kind);
            }
        }
        if meterings {
            for (count, metering) in counts.meterings.iter_mut().zip(Choice::METERINGS) {
                *count += usize::from(metering == facts.metering);
            }
        }
        if models && let Some(count) = self.models.get_mut(facts.model) {
            *count += 1;
        }
        if labels {
            for label in &facts.labels {
                if let Some(count) = self.labels.get_mut(*label) {
                    *count += 1;
                }
            }
        }
    }

    fn counts(self, models: &Texts, labels: &Texts) -> Counts {
        Counts { models: named(models, &self.models), labels: named(labels, &self.labels), ..self.counts }
    }
}

/// The texts that were counted at all, in their order.
fn named(texts: &Texts, counts: &[usize]) -> Vec<(Arc<str>, usize)> {
    let mut named: Vec<(Arc<str>, usize)> = texts
        .all()
        .iter()
        .zip(counts)
        .filter(|(_, count)| **count > 0)
        .map(|(text, count)| (Arc::clone(text), *count))
        .collect();
    sort(&mut named);
    named
}
