//! The geometry of a plot, in whole parts, so that no float is needed: a time axis, a scale of values, bars that stand
//! on each other, a line that goes in steps, and gaps where nothing is known.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, UtcOffset};

use super::counted::Step;
use super::range::{Stretch, begin};

/// The width of a picture, in parts.
pub const WIDTH: u32 = 100_000;
/// The height of a picture, in parts.
pub const HEIGHT: u32 = 1_000;
/// A bar is at least so high, so that little is not taken for nothing.
const LOWEST_BAR: u32 = 6;
/// A label nearer to an end than this is set inside of the axis.
const EDGE: u32 = WIDTH / 20;

/// What a plot draws.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, for those who cannot see it.
    pub words: String,
    /// A line in steps, as the path of an SVG; empty where there is none.
    pub line: String,
    /// What lies below the line.
    pub area: String,
    /// Its columns, which are of one width and follow each other.
    pub columns: Vec<Column>,
    /// Where nothing is known, drawn as gaps.
    pub gaps: Vec<Place>,
    /// Why nothing is known there, where that stays so; else empty.
    pub gap_words: &'static str,
    /// The marks of the time axis.
    pub marks: Vec<Mark>,
    /// The marks of the scale.
    pub levels: Vec<Level>,
}

/// A place on the time axis, in parts of [`WIDTH`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Where it begins.
    pub left: u32,
    /// How wide it is.
    pub width: u32,
}

/// One stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Where it stands.
    pub place: Place,
    /// Its bars, from the bottom up.
    pub bars: Vec<Bar>,
    /// What stands there, in words with units.
    pub words: String,
}

/// A bar, in parts of [`HEIGHT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Of which series, from 0.
    pub series: usize,
    /// Where it begins, from the top.
    pub top: u32,
    /// How high it is.
    pub height: u32,
}

/// A mark of the time axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The distance from the left end, as a CSS percentage.
    pub left: String,
    /// The time, or the day.
    pub label: String,
    /// How the label is set, so that it stays within the axis: `start`, `middle` or `end`.
    pub edge: &'static str,
}

/// A mark of the scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// The distance from the bottom, as a CSS percentage.
    pub bottom: String,
    /// The value with its unit, or without.
    pub label: String,
}

impl Place {
    /// Where it begins, as a CSS percentage.
    pub fn left_end(self) -> String {
        percent(self.left)
    }

    /// How wide it is, as a CSS percentage.
    pub fn extent(self) -> String {
        percent(self.width)
    }
}

impl Column {
    /// Its middle, as a CSS percentage from the left.
    pub fn middle(&self) -> String {
        percent(self.place.left + self.place.width / 2)
    }
}

/// A time axis, in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeAxis {
    from: i64,
    until: i64,
}

impl TimeAxis {
    /// The axis of stretches that follow each other.
    pub fn of(stretches: &[Stretch]) -> Self {
        let from = stretches.first().map_or(0, |stretch| stretch.from);
        Self { from, until: stretches.last().map_or(from, |stretch| stretch.until) }
    }

    /// Where an instant lies, in parts of [`WIDTH`]; at an end where it lies beyond it.
    pub fn position(self, at: i64) -> u32 {
        let length = i128::from(self.until.saturating_sub(self.from)).max(1);
        let passed = i128::from(at.saturating_sub(self.from));
        let parts = (passed * i128::from(WIDTH) / length).clamp(0, i128::from(WIDTH));
        u32::try_from(parts).unwrap_or_default()
    }

    /// The place of a stretch.
    pub fn place(self, stretch: Stretch) -> Place {
        let (left, right) = (self.position(stretch.from), self.position(stretch.until));
        Place { left, width: right.saturating_sub(left) }
    }

    /// The gap before the first instant of which something is known.
    pub fn gap_before(self, known_from: i64) -> Vec<Place> {
        let gap = self.place(Stretch { from: self.from, until: known_from.max(self.from) });
        if gap.width == 0 { Vec::new() } else { vec![gap] }
    }

    /// The gap from an instant on.
    pub fn gap_from(self, unknown_from: i64) -> Option<Place> {
        let gap = self.place(Stretch { from: unknown_from, until: self.until });
        (gap.width > 0).then_some(gap)
    }

    /// Its marks: where units of so many seconds begin, counted from midnight at the price book's offset.
    pub fn marks(self, seconds: i64, offset: UtcOffset, label: impl Fn(Instant) -> String) -> Vec<Mark> {
        let unit = seconds.max(1).saturating_mul(NANOSECONDS_PER_SECOND);
        let first = begin(self.from.saturating_sub(1), unit, offset).saturating_add(unit);
        let instants = std::iter::successors(Some(first), |at| at.checked_add(unit));
        instants
            .take_while(|at| *at < self.until)
            .filter_map(|at| {
                let position = self.position(at);
                let edge = match position {
                    ..=EDGE => "start",
                    position if position >= WIDTH - EDGE => "end",
                    _ => "middle",
                };
                let label = label(Instant::from_unix_nanoseconds(at)?);
                Some(Mark { left: percent(position), label, edge })
            })
            .collect()
    }
}

/// A scale from nothing to a round value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    top: Decimal,
}

impl Scale {
    /// The scale that holds values up to this one.
    pub fn of(most: Decimal) -> Self {
        let mut unit = if most.is_zero() { Decimal::ONE } else { Decimal::new(1, 12) };
        // From a millionth of a millionth up to more than amounts may have.
        for _ in 0..40 {
            for times in [1, 2, 5] {
                if let Some(top) = unit.checked_mul(Decimal::from(times))
                    && top >= most
                {
                    return Self { top: top.normalize() };
                }
            }
            unit = unit.checked_mul(Decimal::TEN).unwrap_or(unit);
        }
        Self { top: most.max(Decimal::ONE) }
    }

    /// How high a value is, in parts of [`HEIGHT`].
    pub fn height(self, value: Decimal) -> u32 {
        let parts = value.checked_mul(Decimal::from(HEIGHT)).and_then(|parts| parts.checked_div(self.top));
        parts.and_then(|parts| parts.trunc().to_u32()).unwrap_or_default().min(HEIGHT)
    }

    /// Its marks: nothing, the half where that may be, and the top.
    pub fn levels(self, whole_numbers: bool, label: impl Fn(Decimal) -> String) -> Vec<Level> {
        let half = self.top.checked_div(Decimal::TWO).unwrap_or_default().normalize();
        let half = (!whole_numbers || half.fract().is_zero()).then_some((HEIGHT / 2, half));
        [Some((0, Decimal::ZERO)), half, Some((HEIGHT, self.top))]
            .into_iter()
            .flatten()
            .map(|(parts, value)| Level { bottom: percent(parts * (WIDTH / HEIGHT)), label: label(value) })
            .collect()
    }

    /// Values as bars that stand on each other, in their order.
    pub fn bars(self, values: &[Decimal]) -> Vec<Bar> {
        let mut top = HEIGHT;
        let mut bars = Vec::new();
        for (series, value) in values.iter().enumerate().filter(|(_, value)| !value.is_zero()) {
            let height = self.height(*value).max(LOWEST_BAR).min(top);
            top -= height;
            bars.push(Bar { series, top, height });
        }
        bars
    }
}

/// The line of so many instances from each step to the next, and the area below it, from one instant to another.
pub fn line_and_area(
    axis: TimeAxis,
    scale: Scale,
    steps: &[Step],
    from: i64,
    until: i64,
) -> (String, String) {
    if until <= from {
        return (String::new(), String::new());
    }
    let level = |instances: u32| HEIGHT - scale.height(Decimal::from(instances));
    let begun = steps.partition_point(|step| step.at <= from);
    let at_first = begun.checked_sub(1).and_then(|index| steps.get(index)).map_or(0, |step| step.instances);
    let (left, right) = (axis.position(from), axis.position(until));
    let first = format!("M{left} {}", level(at_first));
    let later = steps.iter().skip(begun).take_while(|step| step.at < until);
    let bends = later.map(|step| format!("H{}V{}", axis.position(step.at), level(step.instances)));
    let parts: Vec<String> =
        std::iter::once(first).chain(bends).chain(std::iter::once(format!("H{right}"))).collect();
    let line = parts.concat();
    let area = format!("{line}V{HEIGHT}H{left}Z");
    (line, area)
}

/// Parts of [`WIDTH`] as a CSS percentage.
fn percent(parts: u32) -> String {
    format!("{}.{:03}%", parts / 1_000, parts % 1_000)
}

/// Which of `count` columns lies so many pixels from the left end of a plot that is `width` pixels wide.
pub fn column_at(offset: i32, width: i32, count: usize) -> Option<usize> {
    let (offset, width) = (i64::from(offset.max(0)), i64::from(width.max(1)));
    let columns = i64::try_from(count).ok()?;
    let index = usize::try_from(offset * columns / width).ok()?;
    Some(index.min(count.checked_sub(1)?))
}

/// Which of `count` columns a key leads to from another one; `None` for keys that lead nowhere.
pub fn column_of_key(key: &str, here: Option<usize>, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let here = here.unwrap_or(last).min(last);
    // A tenth of the plot, so that its other end is never far.
    let leap = (count / 10).max(1);
    match key {
        "ArrowLeft" | "ArrowDown" => Some(here.saturating_sub(1)),
        "ArrowRight" | "ArrowUp" => Some((here + 1).min(last)),
        "PageDown" => Some(here.saturating_sub(leap)),
        "PageUp" => Some((here + leap).min(last)),
        "Home" => Some(0),
        "End" => Some(last),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
