//! An estimate becomes usage (E2, E6, E9).

use tiermeter_pricing::{
    Instant, Model, NANOSECONDS_PER_SECOND, PriceBook, Refusal, RefusalCode, TokenCount, Usage,
};

use crate::demand::Span;
use crate::estimate::{Estimate, TokenWork, Work};
use crate::load::{Bursts, FreeHours, bursts, check_tokens, tokens};
use crate::runs::Demand;

/// The most runs and records of an estimate in all (E7).
pub const MOST_RUNS_AND_RECORDS: usize = 1_000_000;
const NANOSECONDS_PER_MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;
const NANOSECONDS_PER_HOUR: i64 = 60 * NANOSECONDS_PER_MINUTE;
const MINUTES_PER_DAY: u32 = 24 * 60;
const SECONDS_PER_DAY: u64 = 86_400;

/// Expands `estimate` into usage with the names, instants and order of E2, E6 and E9. All runs are closed.
pub fn expand(estimate: &Estimate, price_book: &PriceBook) -> Result<Usage, Refusal> {
    Expansion::of(estimate, price_book, Records::Each, &mut |_| {}).map(|expansion| expansion.usage)
}

/// How the records of token lines are expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Records {
    /// Every one, as the document has them.
    Each,
    /// Those that are alike once, with how many they are: as many requests, at the same price, and of free quota all
    /// that they need, or nothing. Of a line no two are in one minute, and its reservation lasts the whole month, so
    /// their settlement is that of each of them.
    Alike,
    /// As `Alike`, and each day of a line is a service of its own, named by [`day_service`]; of GPU seconds nothing. What
    /// a reservation covers is known minute by minute, and free quota is given by model, so nothing else changes.
    AlikeByDay,
}

/// For each list of the usage, the line of each element, as the index behind each line's last one; lines are in
/// order in every list.
#[derive(Default)]
pub(crate) struct Origins {
    pub(crate) run_ends: Vec<usize>,
    pub(crate) token_ends: Vec<usize>,
    pub(crate) reservation_lines: Vec<usize>,
    pub(crate) free_quota_lines: Vec<usize>,
}

/// The usage of an estimate, and which line each part of it comes from.
pub(crate) struct Expansion<'a> {
    price_book: &'a PriceBook,
    records: Records,
    span: Span,
    pub(crate) usage: Usage,
    /// For how many each record stands; nothing where each stands for itself.
    pub(crate) times: Vec<u32>,
    pub(crate) origins: Origins,
    /// All that the records stand for.
    record_count: usize,
    granted_models: Vec<&'a str>,
    free_hours: Vec<FreeHours<'a>>,
}

/// What records have in common that are alike: their day, the price, and whether they are free.
type Stretch = (u32, Option<usize>, bool);

/// Records of a line that are alike.
#[derive(Debug, Clone, Copy, Default)]
struct AlikeRecords {
    /// The minute of the month of one of them.
    minute: u32,
    requests: u64,
    times: u32,
}

impl<'a> Expansion<'a> {
    /// Expands an estimate, and hands over what its lines of GPU seconds ask for.
    pub(crate) fn of(
        estimate: &'a Estimate,
        price_book: &'a PriceBook,
        records: Records,
        take_demand: &mut dyn FnMut(Demand<'a>),
    ) -> Result<Self, Refusal> {
        let mut expansion = Self {
            price_book,
            records,
            span: Span::of(estimate.month, price_book.utc_offset()),
            usage: Usage::new(),
            times: Vec::new(),
            origins: Origins::default(),
            record_count: 0,
            granted_models: Vec::new(),
            free_hours: Vec::new(),
        };
        if records != Records::Each {
            expansion.find_free_hours(estimate);
        }
        for (index, line) in estimate.lines.iter().enumerate() {
            match &line.work {
                Work::GpuSeconds { .. } if records == Records::AlikeByDay => {}
                Work::GpuSeconds { tier, scaling } => {
                    let room = MOST_RUNS_AND_RECORDS - expansion.usage.run_count() - expansion.record_count;
                    let demand = Demand::of(index, tier, scaling, expansion.span, price_book, room)?;
                    expansion.add_runs(&demand)?;
                    take_demand(demand);
                }
                Work::Tokens(work) => expansion.add_tokens(index, work)?,
            }
            expansion.origins.run_ends.push(expansion.usage.run_count());
            expansion.origins.token_ends.push(expansion.usage.token_count());
        }
        Ok(expansion)
    }

    /// Finds out from when on the free quota of each model is used up.
    fn find_free_hours(&mut self, estimate: &'a Estimate) {
        for line in &estimate.lines {
            if let Work::Tokens(work) = &line.work
                && work.free_quota
                && self.free_hours.iter().all(|free| free.model != work.model)
                && let Some(offer) = self.price_book.model(&work.model).and_then(|model| model.free_quota)
            {
                self.free_hours.push(FreeHours::of(estimate, &work.model, offer, self.span));
            }
        }
    }

    fn add_runs(&mut self, demand: &Demand<'_>) -> Result<(), Refusal> {
        let service = service(demand.line);
        let mut instance_name = (0, String::new());
        for run in &demand.runs {
            if instance_name.0 != run.instance {
                instance_name = (run.instance, format!("i-{}", run.instance));
            }
            let started_at = instant(demand.line, run.start)?;
            let stopped_at = instant(demand.line, run.stop)?;
            let tier = &demand.tier.code;
            self.usage.push_run(&service, &instance_name.1, tier, started_at, Some(stopped_at))?;
        }
        Ok(())
    }

    fn add_tokens(&mut self, index: usize, work: &'a TokenWork) -> Result<(), Refusal> {
        let Some(model) = self.price_book.model(&work.model) else {
            return Err(self.price_book.unknown_model(&work.model, format!("/lines/{index}/model")));
        };
        self.add_records(index, work, model)?;
        let month_start = instant(index, self.span.start)?;
        if let Some(reservation) = work.reservation {
            for (service, from, until) in self.reserved_stretches(index) {
                let (from, until) = (instant(index, from)?, instant(index, until)?);
                self.usage.push_reservation(&service, &work.model, reservation.tpm, from, Some(until))?;
                self.origins.reservation_lines.push(index);
            }
        }
        if work.free_quota && !self.granted_models.contains(&work.model.as_str()) {
            self.granted_models.push(&work.model);
            if let Some(offer) = model.free_quota {
                let valid_nanoseconds = offer
                    .valid_days
                    .checked_mul(SECONDS_PER_DAY)
                    .and_then(|seconds| i64::try_from(seconds).ok())
                    .and_then(|seconds| seconds.checked_mul(NANOSECONDS_PER_SECOND));
                let expires_at = valid_nanoseconds
                    .and_then(|nanoseconds| self.span.start.checked_add(nanoseconds))
                    .and_then(Instant::from_unix_nanoseconds)
                    .ok_or_else(|| beyond_range(index, "the free quota expires after 2199"))?;
                self.usage.push_free_quota(
                    &work.model,
                    TokenCount(offer.tokens),
                    month_start,
                    Some(expires_at),
                )?;
                self.origins.free_quota_lines.push(index);
            }
        }
        Ok(())
    }

    /// The service and the two ends of each reservation of a line: the month, or each of its days.
    fn reserved_stretches(&self, index: usize) -> Vec<(String, i64, i64)> {
        let service = service(index);
        if self.records != Records::AlikeByDay {
            return vec![(service, self.span.start, self.span.end)];
        }
        let minutes = |day: u32| i64::from(day * MINUTES_PER_DAY);
        let at = |day: u32| self.span.start + minutes(day) * NANOSECONDS_PER_MINUTE;
        (0..self.span.month.days()).map(|day| (day_service(&service, day), at(day), at(day + 1))).collect()
    }

    /// E6. The records of a stretch that are alike are gathered by the hours of the load, which have two numbers of
    /// requests each, until the stretch is over.
    fn add_records(&mut self, index: usize, work: &TokenWork, model: &Model) -> Result<(), Refusal> {
        let service = service(index);
        let hours_of_load = work.load.requests_per_minute.len();
        let mut gathered = vec![AlikeRecords::default(); 2 * hours_of_load];
        let mut last_stretch = None;
        for bursts in bursts(&work.load, self.span) {
            check_tokens(index, &work.load, bursts)?;
            let stretch = self.stretch(model, bursts);
            if stretch != last_stretch {
                self.push_gathered(index, &service, work, &mut gathered)?;
                last_stretch = stretch;
            }
            if stretch.is_none() {
                for (minute, requests) in bursts.each() {
                    self.push_alike(index, &service, work, AlikeRecords { minute, requests, times: 1 })?;
                }
                continue;
            }
            let place = 2 * (bursts.hour() as usize % hours_of_load);
            let mut minute = bursts.first_minute;
            for (place, (requests, times)) in (place..).zip(bursts.by_requests()) {
                if requests == 0 || times == 0 {
                    continue;
                }
                let alike = AlikeRecords { minute, requests, times };
                // What stands for records covers a minute, so no two of a line have the same.
                minute += bursts.minutes;
                let known = &mut gathered[place];
                if known.times == 0 {
                    *known = alike;
                } else if known.requests == requests {
                    known.times += times;
                } else {
                    self.push_alike(index, &service, work, alike)?;
                }
            }
        }
        self.push_gathered(index, &service, work, &mut gathered)
    }

    /// What the records of an hour have in common; `None` where they are to be told one by one, because the price changes
    /// or free quota ends among them, or all are.
    fn stretch(&self, model: &Model, bursts: Bursts) -> Option<Stretch> {
        if self.records == Records::Each {
            return None;
        }
        let start = self.span.start + i64::from(bursts.hour()) * NANOSECONDS_PER_HOUR;
        let last_minute = start + NANOSECONDS_PER_HOUR - NANOSECONDS_PER_MINUTE;
        let price = model.prices.index_at(start);
        if price != model.prices.index_at(last_minute) {
            return None;
        }
        let is_free = match self.free_hours.iter().find(|free| free.model == model.id) {
            Some(free) => free.is_free(bursts.hour())?,
            None => false,
        };
        let day = if self.records == Records::AlikeByDay { bursts.day() } else { 0 };
        Some((day, price, is_free))
    }

    fn push_gathered(
        &mut self,
        index: usize,
        service: &str,
        work: &TokenWork,
        gathered: &mut [AlikeRecords],
    ) -> Result<(), Refusal> {
        gathered.iter_mut().try_for_each(|alike| self.push_alike(index, service, work, std::mem::take(alike)))
    }

    /// Adds a record, where it has requests.
    fn push_alike(
        &mut self,
        index: usize,
        service: &str,
        work: &TokenWork,
        alike: AlikeRecords,
    ) -> Result<(), Refusal> {
        let AlikeRecords { minute, requests, times } = alike;
        if requests == 0 {
            return Ok(());
        }
        let tokens = tokens(index, &work.load, minute, requests)?;
        self.record_count += times as usize;
        if self.usage.run_count() + self.record_count > MOST_RUNS_AND_RECORDS {
            return Err(too_many());
        }
        let at = instant(index, self.span.start + i64::from(minute) * NANOSECONDS_PER_MINUTE)?;
        let id = format!("{service}-{minute}");
        let of_day =
            (self.records == Records::AlikeByDay).then(|| day_service(service, minute / MINUTES_PER_DAY));
        self.usage.push_tokens(&id, of_day.as_deref().unwrap_or(service), &work.model, at, tokens)?;
        if self.records != Records::Each {
            self.times.push(times);
        }
        Ok(())
    }
}

/// An instant of a line, which may lie beyond the range in the first and last months at the widest offsets.
pub(crate) fn instant(line: usize, nanoseconds: i64) -> Result<Instant, Refusal> {
    Instant::from_unix_nanoseconds(nanoseconds)
        .ok_or_else(|| beyond_range(line, "an instant before 1970 or after 2199 in UTC"))
}

/// Line n, from 1.
fn service(index: usize) -> String {
    format!("line-{}", index + 1)
}

/// The service of one day (from 0) of a line, where each day has its own.
fn day_service(service: &str, day: u32) -> String {
    format!("{service} {day}")
}

/// The line's index and the day of what [`day_service`] wrote.
pub(crate) fn line_and_day(service: &str) -> Option<(usize, usize)> {
    let (line, day) = service.strip_prefix("line-")?.split_once(' ')?;
    Some((line.parse::<usize>().ok()?.checked_sub(1)?, day.parse().ok()?))
}

pub(crate) fn too_many() -> Refusal {
    let message = format!("the estimate has more than {MOST_RUNS_AND_RECORDS} runs and records");
    Refusal::new(RefusalCode::OutOfRange, "/lines", message)
}

fn beyond_range(index: usize, message: &str) -> Refusal {
    Refusal::new(RefusalCode::OutOfRange, format!("/lines/{index}"), message)
}
