//! P6: two runs of the same service and instance must not overlap.

use crate::instant::Instant;
use crate::order::sort;
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
        if overlap(spans, group, &mut sorted) {
            // Neighbours tell whether there is an overlap; which run of the list comes first is asked of the
            // few groups that have one: the end of the shortest beginning of the list that has one.
            let ends: Vec<usize> = (0..group.len()).collect();
            let end = ends.partition_point(|end| !overlap(spans, &group[..=*end], &mut sorted));
            first = first.into_iter().chain(group.get(end).copied()).min();
        }
    }
    first
}

/// Whether any of a group overlap. `sorted` is where they are put in order.
fn overlap(spans: &[Span], group: &[usize], sorted: &mut Vec<(Symbol, i64, i64)>) -> bool {
    sorted.clear();
    sorted.extend(group.iter().map(|index| {
        let span = &spans[*index];
        (span.service, span.start, span.end)
    }));
    if !sorted.is_sorted() {
        // The standard library's sorting is quicker, and large where the program is downloaded.
        if cfg!(target_family = "wasm") {
            sort(sorted, &|one, other| one < other);
        } else {
            sorted.sort_unstable();
        }
    }
    sorted.windows(2).any(|pair| {
        let ((service, _, end), (next_service, next_start, _)) = (pair[0], pair[1]);
        service == next_service && next_start < end
    })
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
