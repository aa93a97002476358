//! What the plots of a service that is metered by seconds show: how many instances ran, and what they cost.

use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Instant, NANOSECONDS_PER_SECOND, PriceBook, UtcOffset};

use super::counted::{counted, least_and_most, merged, shown_until, steps};
use super::picture::{Column, Picture, Scale, TimeAxis, line_and_area};
use super::range::{Range, Stretch, begin};
use super::runs::RunsRead;
use super::words::Words;
use crate::console::documents::Service;
use crate::console::format::Format;
use crate::console::zone::Zone;

const DAY_SECONDS: i64 = 86_400;

/// How things are said.
#[derive(Clone, Copy)]
pub struct Speech {
    /// The words.
    pub words: &'static Words,
    /// How amounts and instants are written.
    pub format: Format,
}

/// What the plots show.
#[derive(Debug, Clone, PartialEq)]
pub struct GpuView {
    /// How many instances ran.
    pub instances: Picture,
    /// What they cost.
    pub cost: Picture,
    /// The numbers behind both, stretch by stretch.
    pub rows: Vec<StretchRow>,
    /// Billed seconds of all stretches.
    pub seconds: u64,
    /// What all stretches cost; `None` where the price book does not price them.
    pub total: Option<Decimal>,
    /// Up to when runs are counted.
    pub as_of: Instant,
}

/// What one stretch came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StretchRow {
    /// Its first instant.
    pub from: Instant,
    /// Its end, which has not come yet for the last one.
    pub until: Instant,
    /// Its name: `3 Mar, 10:00–10:15`, or its day.
    pub name: String,
    /// What is known of it; `None` in a gap.
    pub known: Option<Known>,
}

/// What is known of a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The least instances that ran at a time.
    pub least: u32,
    /// The most instances that ran at a time.
    pub most: u32,
    /// Billed seconds that began in it.
    pub seconds: u64,
    /// What they cost; `None` where the price book does not price them.
    pub cost: Option<Decimal>,
}

/// What there is to show.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// The service.
    pub service: &'a Service,
    /// The runs that were read.
    pub read: &'a RunsRead,
    /// The prices.
    pub book: &'a PriceBook,
    /// How far back.
    pub range: Range,
    /// Up to when open runs count, at least.
    pub now: Instant,
}

/// An instant at which plots are drawn anew, the last one before `now`.
pub fn last_refresh(now: Instant, range: Range) -> Instant {
    let unit = range.refresh_seconds() * NANOSECONDS_PER_SECOND;
    let at = begin(now.unix_nanoseconds(), unit, UtcOffset::default());
    Instant::from_unix_nanoseconds(at).unwrap_or(now)
}

impl GpuView {
    /// The view of these facts.
    pub fn of(facts: Facts<'_>, speech: Speech) -> Self {
        let runs = merged(&facts.read.runs, &facts.service.open_runs);
        let as_of = shown_until(&runs, facts.now);
        let stretches = facts.range.stretches(as_of, facts.book.utc_offset());
        let known_from = facts
            .read
            .complete_from
            .map_or(facts.service.created_at, |complete_from| complete_from.max(facts.service.created_at));
        let steps = steps(&runs);
        let counted = counted(&runs, &stretches, as_of, facts.book);
        let rows: Vec<StretchRow> = stretches
            .iter()
            .zip(&counted)
            .map(|(stretch, counted)| {
                let within = Stretch {
                    from: stretch.from.max(known_from.unix_nanoseconds()),
                    until: stretch.until.min(as_of.unix_nanoseconds().saturating_add(1)),
                };
                let (least, most) = least_and_most(&steps, within);
                let known = (within.from < within.until).then_some(Known {
                    least,
                    most,
                    seconds: counted.seconds,
                    cost: counted.cost,
                });
                let (from, until) = (instant(stretch.from), instant(stretch.until));
                StretchRow { from, until, name: name_of(from, until, facts, speech.format), known }
            })
            .collect();
        let seconds = rows.iter().filter_map(|row| row.known).map(|known| known.seconds).sum();
        let costs: Option<Vec<Decimal>> =
            rows.iter().filter_map(|row| row.known).map(|known| known.cost).collect();
        let total = costs.and_then(|costs| Exact::sum_of(costs.into_iter()).ok());
        let axis = TimeAxis::of(&stretches);
        let drawn = Drawn { facts, speech, rows: &rows, axis, known_from };
        let most = rows.iter().filter_map(|row| row.known).map(|known| known.most).max().unwrap_or_default();
        let scale = Scale::of(Decimal::from(most));
        let now = steps.last().map_or(0, |step| step.instances);
        let from = known_from.unix_nanoseconds().max(stretches.first().map_or(0, |stretch| stretch.from));
        let (line, area) = line_and_area(axis, scale, &steps, from, as_of.unix_nanoseconds());
        let instances = Picture {
            words: (speech.words.instances_words)(most, now),
            line,
            area,
            levels: scale.levels(true, |value| speech.format.amount(value)),
            columns: drawn.columns(|known| instances_words(known, speech), |_| Vec::new()),
            ..drawn.frame()
        };
        let cost = drawn.cost(total);
        Self { instances, cost, rows, seconds, total, as_of }
    }

    /// Whether no instance ran at all.
    pub fn is_empty(read: &RunsRead, service: &Service) -> bool {
        read.runs.is_empty() && service.open_runs.is_empty()
    }
}

/// What both pictures are drawn of.
struct Drawn<'a> {
    facts: Facts<'a>,
    speech: Speech,
    rows: &'a [StretchRow],
    axis: TimeAxis,
    known_from: Instant,
}

impl Drawn<'_> {
    /// The time axis and its gap.
    fn frame(&self) -> Picture {
        let (facts, speech) = (self.facts, self.speech);
        let offset = facts.book.utc_offset();
        let days = of_days(speech.format, offset);
        let seconds = facts.range.mark_seconds();
        let label = |at: Instant| {
            if seconds < DAY_SECONDS { speech.format.time(at) } else { days.short_day(at) }
        };
        let gaps = self.axis.gap_before(self.known_from.unix_nanoseconds());
        let gap_words = match (gaps.is_empty(), facts.read.complete_from) {
            (true, _) => "",
            (false, None) => speech.words.gap_before_created,
            (false, Some(_)) => speech.words.gap_not_read,
        };
        let marks = self.axis.marks(seconds, offset, label);
        Picture { gaps, gap_words, marks, ..Picture::default() }
    }

    fn columns(
        &self,
        words: impl Fn(Known) -> String,
        values: impl Fn(Known) -> Vec<super::picture::Bar>,
    ) -> Vec<Column> {
        let speech = self.speech;
        let in_gap = match self.facts.read.complete_from {
            None => speech.words.before_created,
            Some(_) => speech.words.not_read,
        };
        self.rows
            .iter()
            .map(|row| {
                let stretch =
                    Stretch { from: row.from.unix_nanoseconds(), until: row.until.unix_nanoseconds() };
                let said = row.known.map_or_else(|| in_gap.to_owned(), &words);
                Column {
                    place: self.axis.place(stretch),
                    bars: row.known.map(&values).unwrap_or_default(),
                    words: format!("{}: {said}", row.name),
                }
            })
            .collect()
    }

    fn cost(&self, total: Option<Decimal>) -> Picture {
        let speech = self.speech;
        let currency = self.facts.book.currency().code();
        let costs = self.rows.iter().filter_map(|row| row.known?.cost);
        let scale = Scale::of(costs.max().unwrap_or_default());
        let words = total.map_or_else(
            || speech.words.not_priced.to_owned(),
            |total| (speech.words.cost_words)(&speech.format.money(total, currency)),
        );
        Picture {
            words,
            levels: scale.levels(false, |value| speech.format.amount(value)),
            columns: self.columns(
                |known| cost_words(known, currency, speech),
                |known| known.cost.map(|cost| scale.bars(&[cost])).unwrap_or_default(),
            ),
            ..self.frame()
        }
    }
}

fn instances_words(known: Known, speech: Speech) -> String {
    (speech.words.so_many_instances)(known.least, known.most)
}

fn cost_words(known: Known, currency: &str, speech: Speech) -> String {
    let seconds = (speech.words.so_many_seconds)(&speech.format.count(known.seconds));
    let cost = known
        .cost
        .map_or_else(|| speech.words.not_priced.to_owned(), |cost| speech.format.money(cost, currency));
    format!("{seconds} · {cost}")
}

/// The days of the price book, whatever the zone in which instants are shown.
pub fn of_days(format: Format, offset: UtcOffset) -> Format {
    Format { zone: Zone::Fixed(i64::from(offset.seconds() / 60)), ..format }
}

fn name_of(from: Instant, until: Instant, facts: Facts<'_>, format: Format) -> String {
    if facts.range.stretch_seconds() < DAY_SECONDS {
        format!("{}–{}", format.day_and_time(from), format.time(until))
    } else {
        of_days(format, facts.book.utc_offset()).day(from)
    }
}

fn instant(nanoseconds: i64) -> Instant {
    Instant::from_unix_nanoseconds(nanoseconds).unwrap_or(Instant::EPOCH)
}

#[cfg(test)]
mod tests;
