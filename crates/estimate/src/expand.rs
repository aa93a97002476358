//! An estimate becomes usage (E2, E6, E9).

use tiermeter_pricing::{
    Instant, NANOSECONDS_PER_SECOND, PriceBook, Refusal, RefusalCode, TokenCount, Usage, read, sort_by_key,
};

use crate::demand::{Level, Span, wanted};
use crate::estimate::{Estimate, TokenWork, Work};

/// The most runs and records of an estimate in all (E7).
pub const MOST_RUNS_AND_RECORDS: usize = 1_000_000;
const NANOSECONDS_PER_MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;
const MINUTES_PER_HOUR: u32 = 60;
const MINUTES_PER_DAY: u32 = 24 * MINUTES_PER_HOUR;
const SECONDS_PER_DAY: u64 = 86_400;
const PICO_PER_REQUEST: u128 = 1_000_000_000_000;

/// Expands `estimate` into usage with the names, instants and order of E2, E6 and E9. All runs are closed.
pub fn expand(estimate: &Estimate, price_book: &PriceBook) -> Result<Usage, Refusal> {
    expand_with_origins(estimate, price_book).map(|expanded| expanded.usage)
}

/// The usage of an estimate, and which line each part of it comes from.
pub(crate) struct Expanded {
    pub(crate) usage: Usage,
    pub(crate) origins: Origins,
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

pub(crate) fn expand_with_origins(estimate: &Estimate, price_book: &PriceBook) -> Result<Expanded, Refusal> {
    let mut expansion = Expansion::new(estimate, price_book, false);
    for (index, line) in estimate.lines.iter().enumerate() {
        match &line.work {
            Work::GpuSeconds { tier, scaling } => {
                if price_book.tier(tier).is_none() {
                    return Err(price_book.unknown_tier(tier, format!("/lines/{index}/tier")));
                }
                let levels = wanted(scaling, estimate.month, price_book.utc_offset());
                expansion.add_runs(index, tier, &levels)?;
            }
            Work::Tokens(work) => expansion.add_tokens(index, work)?,
        }
        expansion.origins.run_ends.push(expansion.usage.run_count());
        expansion.origins.token_ends.push(expansion.usage.token_count());
    }
    Ok(Expanded { usage: expansion.usage, origins: expansion.origins })
}

/// The token lines as usage in which each day of a line is a service of its own, named by [`day_service`]. What
/// a reservation covers is known minute by minute, and free quota is given by model, so nothing else changes.
pub(crate) fn expand_tokens_by_day(estimate: &Estimate, price_book: &PriceBook) -> Result<Usage, Refusal> {
    let mut expansion = Expansion::new(estimate, price_book, true);
    for (index, line) in estimate.lines.iter().enumerate() {
        if let Work::Tokens(work) = &line.work {
            expansion.add_tokens(index, work)?;
        }
    }
    Ok(expansion.usage)
}

struct Expansion<'a> {
    price_book: &'a PriceBook,
    by_day: bool,
    span: Span,
    usage: Usage,
    origins: Origins,
    granted_models: Vec<&'a str>,
}

impl<'a> Expansion<'a> {
    fn new(estimate: &Estimate, price_book: &'a PriceBook, by_day: bool) -> Self {
        Self {
            price_book,
            by_day,
            span: Span::of(estimate.month, price_book.utc_offset()),
            usage: Usage::new(),
            origins: Origins::default(),
            granted_models: Vec::new(),
        }
    }

    fn add_runs(&mut self, index: usize, tier: &str, levels: &[Level]) -> Result<(), Refusal> {
        let room = MOST_RUNS_AND_RECORDS - self.usage.run_count() - self.usage.token_count();
        let runs = runs(levels, self.span.end, room).ok_or_else(too_many)?;
        let service = service(index);
        let mut instance_name = (0, String::new());
        for run in runs {
            if instance_name.0 != run.instance {
                instance_name = (run.instance, format!("i-{}", run.instance));
            }
            let (started_at, stopped_at) = (instant(index, run.start)?, instant(index, run.stop)?);
            self.usage.push_run(&service, &instance_name.1, tier, started_at, Some(stopped_at))?;
        }
        Ok(())
    }

    fn add_tokens(&mut self, index: usize, work: &'a TokenWork) -> Result<(), Refusal> {
        let Some(model) = self.price_book.model(&work.model) else {
            return Err(self.price_book.unknown_model(&work.model, format!("/lines/{index}/model")));
        };
        let service = service(index);
        self.add_records(index, &service, work)?;
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
        if !self.by_day {
            return vec![(service, self.span.start, self.span.end)];
        }
        let minutes = |day: u32| i64::from(day * MINUTES_PER_DAY);
        let at = |day: u32| self.span.start + minutes(day) * NANOSECONDS_PER_MINUTE;
        (0..self.span.month.days()).map(|day| (day_service(&service, day), at(day), at(day + 1))).collect()
    }

    /// E6: the requests of each minute are the whole ones that have come by then, less those before; those of a
    /// burst all come in its first minute.
    fn add_records(&mut self, index: usize, service: &str, work: &TokenWork) -> Result<(), Refusal> {
        let load = &work.load;
        let hours = self.span.hourly(&load.requests_per_minute);
        let rates = hours.flat_map(|(_, rate)| (0..MINUTES_PER_HOUR).map(move |_| rate));
        let minutes = self.span.month.days() * 24 * MINUTES_PER_HOUR;
        let mut sum_pico: u128 = 0;
        let mut counted: u128 = 0;
        let mut burst_start = 0;
        for (minute, rate) in (0..minutes).zip(rates) {
            sum_pico += rate.pico();
            let last_of_burst = (minute + 1) % load.burst_minutes == 0 || minute + 1 == minutes;
            if !last_of_burst {
                continue;
            }
            let requests = sum_pico / PICO_PER_REQUEST - counted;
            counted += requests;
            let first_minute = std::mem::replace(&mut burst_start, minute + 1);
            if requests == 0 {
                continue;
            }
            if self.usage.run_count() + self.usage.token_count() >= MOST_RUNS_AND_RECORDS {
                return Err(too_many());
            }
            let tokens = [load.input, load.cached_input, load.output].map(|tokens| times(tokens, requests));
            let [Some(input), Some(cached_input), Some(output)] = tokens else {
                let message = format!(
                    "{requests} requests in minute {first_minute} of the month make more than {} tokens of a class",
                    read::HIGHEST_WHOLE_NUMBER
                );
                return Err(Refusal::new(RefusalCode::OutOfRange, format!("/lines/{index}/load"), message));
            };
            let at = instant(index, self.span.start + i64::from(first_minute) * NANOSECONDS_PER_MINUTE)?;
            let id = format!("{service}-{first_minute}");
            let of_day = self.by_day.then(|| day_service(service, first_minute / MINUTES_PER_DAY));
            let service = of_day.as_deref().unwrap_or(service);
            self.usage.push_tokens(&id, service, &work.model, at, [input, cached_input, output])?;
        }
        Ok(())
    }
}

/// An instant of a line, which may lie beyond the range in the first and last months at the widest offsets.
pub(crate) fn instant(line: usize, nanoseconds: i64) -> Result<Instant, Refusal> {
    Instant::from_unix_nanoseconds(nanoseconds)
        .ok_or_else(|| beyond_range(line, "an instant before 1970 or after 2199 in UTC"))
}

fn times(tokens: TokenCount, requests: u128) -> Option<TokenCount> {
    let product = u64::try_from(u128::from(tokens.0).checked_mul(requests)?).ok()?;
    (product <= read::HIGHEST_WHOLE_NUMBER).then_some(TokenCount(product))
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

fn too_many() -> Refusal {
    let message = format!("the estimate has more than {MOST_RUNS_AND_RECORDS} runs and records");
    Refusal::new(RefusalCode::OutOfRange, "/lines", message)
}

fn beyond_range(index: usize, message: &str) -> Refusal {
    Refusal::new(RefusalCode::OutOfRange, format!("/lines/{index}"), message)
}

/// A run that scaling starts; instance numbers from 1, instants in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DemandedRun {
    pub(crate) instance: u32,
    pub(crate) start: i64,
    pub(crate) stop: i64,
}

/// S3: instance k is wanted while the number wanted is at least k, so the newest stops first. By instance and
/// start (E9); `None` if there are more than `most`.
pub(crate) fn runs(levels: &[Level], end: i64, most: usize) -> Option<Vec<DemandedRun>> {
    let mut runs = Vec::new();
    let mut starts: Vec<i64> = Vec::new();
    let closing = [Level { at: end, wanted: 0 }];
    for level in levels.iter().chain(&closing) {
        let wanted = usize::try_from(level.wanted).ok()?;
        while starts.len() > wanted {
            if runs.len() == most {
                return None;
            }
            let instance = u32::try_from(starts.len()).ok()?;
            runs.push(DemandedRun { instance, start: starts.pop()?, stop: level.at });
        }
        starts.resize(wanted, level.at);
    }
    sort_by_key(&mut runs, |run| (run.instance, run.start));
    Some(runs)
}
