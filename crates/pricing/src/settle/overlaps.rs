//! P6: two runs of the same service and instance must not overlap.

use std::collections::BTreeMap;

use crate::instant::Instant;
use crate::usage::{Run, Symbol};

/// A run as P6 sees it: half-open from `start` to `end`, and a run of no length its instant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    service: Symbol,
    instance: Symbol,
    start: i64,
    end: i64,
}

impl Span {
    pub(super) fn of(run: &Run, stopped_at: Instant) -> Self {
        let start = run.started_at.unix_nanoseconds();
        let end = stopped_at.unix_nanoseconds().max(start + 1);
        Self { service: run.service, instance: run.instance, start, end }
    }
}

/// The index of the first span that overlaps an earlier one in the list. `names` is how many names there are.
pub(super) fn first(spans: &[Span], names: usize) -> Option<usize> {
    let (starts, order) = by_instance(spans, names);
    let mut sorted: Vec<(Symbol, i64, i64)> = Vec::new();
    let mut first: Option<usize> = None;
    for bounds in starts.windows(2) {
        let [from, to] = *bounds else { continue };
        let group = &order[from..to];
        if group.len() < 2 {
            continue;
        }
        sorted.clear();
        sorted.extend(group.iter().map(|index| {
            let span = &spans[*index];
            (span.service, span.start, span.end)
        }));
        if !sorted.is_sorted() {
            sorted.sort_unstable();
        }
        let overlap = sorted.windows(2).any(|pair| {
            let ((service, _, end), (next_service, next_start, _)) = (pair[0], pair[1]);
            service == next_service && next_start < end
        });
        if overlap {
            // Neighbours tell whether there is an overlap; which run of the list comes first is asked of the
            // few groups that have one.
            let found = first_in_list_order(spans, group);
            first = first.into_iter().chain(found).min();
        }
    }
    first
}

/// The indices of `spans` by the number of their instance's name, in list order within one, and where each
/// number's indices start: a counting sort, since the numbers are small.
fn by_instance(spans: &[Span], names: usize) -> (Vec<usize>, Vec<usize>) {
    let mut starts = vec![0; names + 1];
    for span in spans {
        starts[span.instance.index() + 1] += 1;
    }
    for index in 1..starts.len() {
        starts[index] += starts[index - 1];
    }
    let mut next = starts.clone();
    let mut order = vec![0; spans.len()];
    for (index, span) in spans.iter().enumerate() {
        let slot = &mut next[span.instance.index()];
        order[*slot] = index;
        *slot += 1;
    }
    (starts, order)
}

/// Takes the spans of a group, which are in list order; the ones taken never overlap, so only the neighbours of a new one can.
fn first_in_list_order(spans: &[Span], group: &[usize]) -> Option<usize> {
    let mut taken: BTreeMap<(Symbol, i64), i64> = BTreeMap::new();
    group.iter().copied().find(|index| {
        let Span { service, start, end, .. } = spans[*index];
        let before = taken.range(..=(service, start)).next_back();
        let after = taken.range((service, start)..).next();
        let overlaps = before.is_some_and(|((other, _), other_end)| *other == service && start < *other_end)
            || after.is_some_and(|((other, other_start), _)| *other == service && *other_start < end);
        taken.insert((service, start), end);
        overlaps
    })
}
