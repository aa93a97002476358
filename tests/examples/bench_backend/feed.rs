//! Which events are sent: tokens used, each with an id of its own, and one in twenty sent again.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::body::Bytes;
use tiermeter_pricing::Instant;

use crate::Measured;
use crate::seed::{milliseconds_later, mixed};

/// Who tells all events.
pub(crate) const SOURCE: &str = "gateway";
const REPEATED_ONE_IN: u64 = 20;
/// What is sent again was sent so many events before; less at the beginning. No multiple of the number above,
/// so that it is no repetition itself.
const REPEATED_AFTER: u64 = 1_010;
const REPEATED_AFTER_AT_FIRST: u64 = 10;
/// An event as text is shorter.
const BYTES_OF_AN_EVENT: usize = 320;

/// What an event tells; the same number gives the same event.
pub(crate) struct Event {
    /// Without order, as ids are that senders draw.
    pub(crate) id: String,
    /// When the tokens were used.
    pub(crate) at: Instant,
    /// Input, cached input, output.
    pub(crate) tokens: [u32; 3],
}

impl Event {
    /// The event of a number.
    pub(crate) fn numbered(number: u64, first_at: Instant) -> Self {
        let (high, low) = (mixed(2 * number), mixed(2 * number + 1));
        let id = format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        );
        let count = |bits: u64| u32::try_from(bits % 2_000).unwrap_or_default();
        let tokens = [count(high), count(high >> 16), count(low)];
        Self { id, at: milliseconds_later(first_at, number), tokens }
    }
}

/// A sequence of requests with events, and what was answered to them. Many connections take from it.
pub(crate) struct Feed {
    service: String,
    model: String,
    first_at: Instant,
    events_in_a_request: u64,
    next: AtomicU64,
    accepted: AtomicU64,
    repeated: AtomicU64,
}

impl Feed {
    /// Nothing sent yet.
    pub(crate) fn new(service: String, model: &str, first_at: Instant, events_in_a_request: u64) -> Self {
        let (next, accepted, repeated) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
        Self { service, model: model.to_owned(), first_at, events_in_a_request, next, accepted, repeated }
    }

    /// The body of the next request: a list, or where each request has one event that event alone.
    pub(crate) fn next_body(&self) -> Bytes {
        let first = self.next.fetch_add(self.events_in_a_request, Ordering::Relaxed);
        let count = usize::try_from(self.events_in_a_request).unwrap_or_default();
        let mut text = String::with_capacity(count * BYTES_OF_AN_EVENT);
        if self.events_in_a_request == 1 {
            self.write_event(&mut text, first);
            return Bytes::from(text);
        }
        let mut separator = '[';
        for position in first..first + self.events_in_a_request {
            text.push(separator);
            self.write_event(&mut text, position);
            separator = ',';
        }
        text.push(']');
        Bytes::from(text)
    }

    fn write_event(&self, text: &mut String, position: u64) {
        let repeats = position % REPEATED_ONE_IN == REPEATED_ONE_IN - 1;
        let number = if repeats {
            position.checked_sub(REPEATED_AFTER).unwrap_or_else(|| position - REPEATED_AFTER_AT_FIRST)
        } else {
            position
        };
        let Event { id, at, tokens: [input, cached_input, output] } = Event::numbered(number, self.first_at);
        let Self { service, model, .. } = self;
        let _ = write!(text, r#"{{"specversion":"1.0","id":"{id}","source":"{SOURCE}","time":"{at}","#);
        let _ = write!(text, r#""type":"tiermeter.tokens.used.v1","data":{{"service":"{service}","#);
        let _ = write!(text, r#""model":"{model}","input":{input},"cached_input":{cached_input},"#);
        let _ = write!(text, r#""output":{output}}}}}"#);
    }

    /// Counts what an answer says of the events of one request; each has to be accepted or repeated.
    pub(crate) fn note(&self, answer: &[u8]) -> Measured<()> {
        let answer = std::str::from_utf8(answer)?;
        let count = |outcome: &str| u64::try_from(answer.matches(outcome).count());
        let (accepted, repeated) = (count(r#""outcome":"accepted""#)?, count(r#""outcome":"repeated""#)?);
        self.accepted.fetch_add(accepted, Ordering::Relaxed);
        self.repeated.fetch_add(repeated, Ordering::Relaxed);
        if accepted + repeated == self.events_in_a_request {
            Ok(())
        } else {
            Err(format!("events were not taken: {answer}").into())
        }
    }

    /// How many events were accepted so far.
    pub(crate) fn accepted(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed)
    }

    /// How many were known already.
    pub(crate) fn repeated(&self) -> u64 {
        self.repeated.load(Ordering::Relaxed)
    }
}
