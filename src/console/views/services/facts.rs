//! What the table filters and sorts a service by. It is taken from the store once for each change of the service, so
//! that looking through ten thousand of them reads no signal and makes no text.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND};
use tiermeter_service::{BillingMode, EXPECTED_CREATION_NANOSECONDS, Status};

use crate::console::documents::{InstanceCounts, Metering, Service, ServiceType};
use crate::console::live::{Row, ServiceRow};

const SECONDS_PER_HOUR: i64 = 3_600;

/// Where services come from: the store, or a table of a test.
pub trait Source {
    /// The service's id.
    fn id(&self) -> &Arc<str>;
    /// Looks at the service as it is now.
    fn look<T>(&self, see: impl FnOnce(&ServiceRow) -> T) -> T;
}

impl Source for Row {
    fn id(&self) -> &Arc<str> {
        &self.id
    }

    fn look<T>(&self, see: impl FnOnce(&ServiceRow) -> T) -> T {
        self.with_untracked(see)
    }
}

/// Tells two states of one service apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    position: u64,
    as_of: Instant,
    status: Status,
    late: bool,
}

impl Stamp {
    /// The stamp of a service.
    pub const fn of(service: &Service) -> Self {
        Self { position: service.position, as_of: service.as_of, status: service.status, late: service.late }
    }
}

/// Texts that many services have, each once. A number stands for a text.
#[derive(Debug, Default)]
pub struct Texts {
    numbers: HashMap<Arc<str>, usize>,
    texts: Vec<Arc<str>>,
}

impl Texts {
    /// The number of a text.
    pub fn number(&mut self, text: &str) -> usize {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let (number, text) = (self.texts.len(), Arc::<str>::from(text));
        self.numbers.insert(Arc::clone(&text), number);
        self.texts.push(text);
        number
    }

    /// The number of a text that is there already.
    pub fn known(&self, text: &str) -> Option<usize> {
        self.numbers.get(text).copied()
    }

    /// Every text, by its number.
    pub fn all(&self) -> &[Arc<str>] {
        &self.texts
    }
}

/// What the running month came to at an instant, and what an hour adds.
#[derive(Debug, Clone, Copy)]
struct MonthSum {
    amount: Decimal,
    at: Instant,
}

/// A service, as the table filters and sorts it.
#[derive(Debug)]
pub struct Facts {
    /// Its id.
    pub id: Arc<str>,
    stamp: Stamp,
    /// Its name in small letters.
    pub name: String,
    /// Everything that is searched, in small letters.
    haystack: String,
    /// Whether the words that are looked for were found.
    pub is_found: bool,
    /// The status.
    pub status: Status,
    /// Whether it takes longer to create than usual.
    pub late: bool,
    /// Who made it.
    pub kind: ServiceType,
    /// How it is metered.
    pub metering: Metering,
    /// How it is billed.
    pub mode: BillingMode,
    /// How many instances run and are wanted, where there are any.
    pub instances: Option<(u32, u32)>,
    /// When the status last changed.
    pub since: Option<Instant>,
    /// The number of its model.
    pub model: usize,
    /// The numbers of its labels, each as `name:value`, by name.
    pub labels: Vec<usize>,
    /// What an hour costs.
    pub per_hour: Decimal,
    month: Option<MonthSum>,
}

impl Facts {
    /// What is known of a service at an instant.
    pub fn of(id: &Arc<str>, row: &ServiceRow, models: &mut Texts, labels: &mut Texts, now: Instant) -> Self {
        let service = &row.service;
        let mut haystack = String::new();
        let mut search = |text: &str| {
            haystack.push_str(&text.to_lowercase());
            haystack.push('\n');
        };
        search(&service.name);
        search(&service.model);
        search(&service.id);
        let mut own = Vec::with_capacity(service.labels.len());
        for (name, value) in &service.labels {
            let label = format!("{name}:{value}");
            search(&label);
            own.push(labels.number(&label));
        }
        let InstanceCounts { wanted, running } = service.instances;
        let by_seconds = service.metering == Metering::GpuSeconds;
        Self {
            id: Arc::clone(id),
            stamp: Stamp::of(service),
            name: service.name.to_lowercase(),
            haystack,
            is_found: true,
            status: service.status,
            late: service.late,
            kind: service.kind,
            metering: service.metering,
            mode: service.billing_mode,
            instances: by_seconds.then_some((running, wanted)),
            since: service.since,
            model: models.number(&service.model),
            labels: own,
            per_hour: if row.clock.moves() { row.clock.per_hour(now) } else { Decimal::ZERO },
            month: None,
        }
    }

    /// Whether these facts are still those of a service.
    pub fn are_of(&self, service: &Service) -> bool {
        self.stamp == Stamp::of(service)
    }

    /// Whether it takes longer to create than usual by now (L7), told or not.
    #[must_use]
    pub fn is_late_by(&self, now: Instant) -> bool {
        let begun = |since: Instant| now.unix_nanoseconds().saturating_sub(since.unix_nanoseconds());
        let too_long = self.since.is_some_and(|since| begun(since) > EXPECTED_CREATION_NANOSECONDS);
        self.late || (self.status == Status::Creating && too_long)
    }

    /// Whether every word is found in it; the words are in small letters.
    pub fn has_words(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.haystack.contains(word.as_str()))
    }

    /// Takes note of what the month came to at an instant.
    pub fn note_month(&mut self, amount: Decimal, at: Instant) {
        self.month = Some(MonthSum { amount, at });
    }

    /// Whether that was noted since the service last changed.
    pub const fn knows_month(&self) -> bool {
        self.month.is_some()
    }

    /// What the month comes to by now, for the order of rows: what was noted, and the hourly rate since. What is
    /// shown is counted by the core, second by second.
    pub fn month_by(&self, now: Instant) -> Decimal {
        let Some(MonthSum { amount, at }) = self.month else { return Decimal::ZERO };
        if self.per_hour.is_zero() {
            return amount;
        }
        let passed = now.unix_nanoseconds().saturating_sub(at.unix_nanoseconds()).max(0);
        let seconds = Decimal::from(passed / NANOSECONDS_PER_SECOND);
        let since = self
            .per_hour
            .checked_mul(seconds)
            .and_then(|product| product.checked_div(Decimal::from(SECONDS_PER_HOUR)));
        since.and_then(|since| amount.checked_add(since)).unwrap_or(amount)
    }
}

/// The words of a text that is looked for, in small letters.
pub fn words_of(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use tiermeter_pricing::PriceBook;

    use super::*;
    use crate::console::documents::OpenRun;
    use crate::console::live::examples::{at, gpu_service};

    fn facts(service: Service) -> Facts {
        let book = Arc::new(PriceBook::bundled().clone());
        let (mut models, mut labels) = (Texts::default(), Texts::default());
        let id = Arc::from(service.id.as_str());
        let row = ServiceRow::of(service, &book);
        Facts::of(&id, &row, &mut models, &mut labels, at("2026-03-03T10:00:00Z"))
    }

    #[test]
    fn words_are_found_in_names_models_ids_and_labels() {
        let mut service = gpu_service("svc_1");
        service.name = "Chat Frontend".to_owned();
        service.labels.insert("team".to_owned(), "Search".to_owned());
        let facts = facts(service);
        for (text, expected) in [
            ("", true),
            ("chat", true),
            ("FRONT chat", true),
            ("small-8b svc_1", true),
            ("team:search", true),
            ("team:s", true),
            ("chat team:chat", false),
            ("frontendsmall", false),
        ] {
            assert_eq!(facts.has_words(&words_of(text)), expected, "{text}");
        }
    }

    #[test]
    fn the_month_goes_on_at_its_rate() {
        let mut service = gpu_service("svc_1");
        service.open_runs = vec![OpenRun {
            instance: "managed-1".to_owned(),
            tier: "A".to_owned(),
            started_at: at("2026-03-03T09:00:00Z"),
        }];
        let mut facts = facts(service);
        assert!(!facts.knows_month());
        facts.note_month(Decimal::ONE, at("2026-03-03T10:00:00Z"));
        for (now, expected) in
            [("2026-03-03T09:00:00Z", "1"), ("2026-03-03T10:00:00Z", "1"), ("2026-03-03T11:00:00Z", "1.7812")]
        {
            assert_eq!(facts.month_by(at(now)).normalize().to_string(), expected);
        }
    }

    #[test]
    fn creating_for_more_than_five_seconds_is_late() {
        for (status, now, expected) in [
            (Status::Creating, "2026-03-03T10:00:05Z", false),
            (Status::Creating, "2026-03-03T10:00:05.001Z", true),
            (Status::Running, "2026-03-03T11:00:00Z", false),
        ] {
            let mut service = gpu_service("svc_1");
            service.status = status;
            assert_eq!(facts(service).is_late_by(at(now)), expected, "{now}");
        }
    }

    #[test]
    fn a_change_of_any_kind_is_noticed() {
        let service = gpu_service("svc_1");
        let facts = facts(service.clone());
        assert!(facts.are_of(&service));
        let mut later = service.clone();
        later.position += 1;
        let mut asked_again = service.clone();
        asked_again.as_of = at("2026-03-03T10:00:30Z");
        let mut late = service;
        late.late = true;
        for changed in [later, asked_again, late] {
            assert!(!facts.are_of(&changed));
        }
    }
}
