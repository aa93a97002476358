//! What stands in the fields of the comparison, right or wrong, and the work that it says.

use std::ops::RangeInclusive;

use tiermeter_pricing::Month;

use crate::calculator::compare::SameWork;
use crate::calculator::sheet::{read_rate, read_whole};
use crate::words::Words;

/// More than any request has; it keeps the arithmetic within what decimals hold.
const MOST_TOKENS: u64 = 10_000_000;
const HOURS_PER_DAY: u64 = 24;

/// A field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Requests a minute.
    Requests,
    /// Input tokens of a request.
    Input,
    /// Cached input tokens of a request.
    CachedInput,
    /// Output tokens of a request.
    Output,
    /// Output tokens that one instance makes in a second. Only the reader knows them.
    Throughput,
    /// Hours of each day in which instances run.
    Hours,
}

/// What stands in the fields, in the order of [`Entry::ALL`].
pub type Texts = [String; 6];

impl Entry {
    /// Every field, in the order in which they are shown.
    pub const ALL: [Self; 6] =
        [Self::Requests, Self::Input, Self::CachedInput, Self::Output, Self::Throughput, Self::Hours];

    /// Its place.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The id of the element that says what is wrong in it.
    pub const fn fault_id(self) -> &'static str {
        match self {
            Self::Requests => "fault-ways-requests",
            Self::Input => "fault-ways-input",
            Self::CachedInput => "fault-ways-cached-input",
            Self::Output => "fault-ways-output",
            Self::Throughput => "fault-ways-throughput",
            Self::Hours => "fault-ways-hours",
        }
    }

    /// What it is called.
    pub const fn name(self, words: &Words) -> &'static str {
        match self {
            Self::Requests => words.requests_per_minute,
            Self::Input => words.input_tokens,
            Self::CachedInput => words.cached_input_tokens,
            Self::Output => words.output_tokens,
            Self::Throughput => words.ways.throughput,
            Self::Hours => words.ways.hours,
        }
    }

    /// What it counts.
    pub const fn unit(self, words: &Words) -> &'static str {
        match self {
            Self::Requests => "",
            Self::Input | Self::CachedInput | Self::Output => words.tokens_a_request,
            Self::Throughput => words.ways.throughput_unit,
            Self::Hours => words.ways.hours_unit,
        }
    }

    /// What stands in it before anybody typed. A throughput is nothing that could be guessed.
    const fn default_text(self) -> &'static str {
        match self {
            Self::Requests => "60",
            Self::Input => "800",
            Self::CachedInput => "0",
            Self::Output => "200",
            Self::Throughput => "",
            Self::Hours => "24",
        }
    }

    const fn range(self) -> RangeInclusive<u64> {
        match self {
            Self::Hours => 1..=HOURS_PER_DAY,
            Self::Output => 1..=MOST_TOKENS,
            Self::Requests | Self::Input | Self::CachedInput | Self::Throughput => 0..=MOST_TOKENS,
        }
    }

    /// What is wrong with what stands in it. An empty throughput is missing, not wrong.
    pub fn fault(self, text: &str, words: &Words) -> Option<String> {
        let problem = match self {
            Self::Throughput if text.trim().is_empty() => None,
            Self::Throughput if read_rate(text).is_ok_and(|rate| rate.pico() == 0) => {
                return Some(words.ways.above_zero.to_owned());
            }
            Self::Requests | Self::Throughput => read_rate(text).err(),
            Self::Input | Self::CachedInput | Self::Output | Self::Hours => {
                read_whole(text, self.range()).err()
            }
        };
        problem.map(|problem| problem.say(words))
    }
}

/// What stands in the fields at first.
pub fn default_texts() -> Texts {
    Entry::ALL.map(|entry| entry.default_text().to_owned())
}

/// The work that the fields say; `None` while one of them is wrong or missing.
pub fn work_of(texts: &Texts, month: Month, model: &str, tier: &str) -> Option<SameWork> {
    let rate = |entry: Entry| read_rate(&texts[entry.index()]).ok();
    let whole = |entry: Entry| read_whole(&texts[entry.index()], entry.range()).ok();
    Some(SameWork {
        month,
        model: model.to_owned(),
        tier: tier.to_owned(),
        requests_per_minute: rate(Entry::Requests)?,
        input: whole(Entry::Input)?,
        cached_input: whole(Entry::CachedInput)?,
        output: whole(Entry::Output)?,
        throughput: rate(Entry::Throughput).filter(|rate| rate.pico() > 0)?,
        hours_a_day: u32::try_from(whole(Entry::Hours)?).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::ENGLISH;

    const MARCH: Month = Month { year: 2026, month: 3 };

    #[test]
    fn nothing_is_compared_without_the_readers_throughput() {
        let mut texts = default_texts();
        assert_eq!(work_of(&texts, MARCH, "small-8b", "A"), None);
        for entry in Entry::ALL {
            assert_eq!(entry.fault(&texts[entry.index()], &ENGLISH), None, "{entry:?}");
        }
        "500".clone_into(&mut texts[Entry::Throughput.index()]);
        let work = work_of(&texts, MARCH, "small-8b", "A").unwrap();
        assert_eq!((work.input, work.output, work.hours_a_day), (800, 200, 24));
    }

    #[test]
    fn what_is_wrong_is_said_and_not_compared() {
        let check = |entry: Entry, text: &str, expected: &str| {
            let fault = entry.fault(text, &ENGLISH).unwrap_or_default();
            assert!(fault.contains(expected), "{text}: {fault}");
            let mut texts = default_texts();
            "500".clone_into(&mut texts[Entry::Throughput.index()]);
            text.clone_into(&mut texts[entry.index()]);
            assert_eq!(work_of(&texts, MARCH, "small-8b", "A"), None, "{text}");
        };
        check(Entry::Requests, "many", "not a number from 0");
        check(Entry::Input, "-1", "from 0 to 10,000,000");
        check(Entry::Output, "0", "from 1 to 10,000,000");
        check(Entry::Throughput, "0", "above 0");
        check(Entry::Throughput, "fast", "not a number from 0");
        check(Entry::Hours, "25", "from 1 to 24");
        check(Entry::Hours, "", "from 1 to 24");
    }
}
