//! Usage and cost of a service, from an hour to 90 days: pictures whose values are read by pointer or by keys, each
//! with its numbers as a table and as a file.
//!
//! | module | what it holds |
//! |---|---|
//! | `range` | how far back, and the stretches of time that it is cut into |
//! | `counted` | what runs come to in each stretch: pure, by the core |
//! | `gpu_view`, `tokens_view` | what the plots show: pure |
//! | `picture` | the geometry of a plot: pure |
//! | `drawing`, `behind` | a plot on the page, and the table behind it |
//! | `seen` | what the plots of both meterings are alike in |
//! | `runs` | reading the runs of a service |
//! | `gpu`, `tokens` | the plots of a service by its metering |

mod behind;
pub mod counted;
pub mod drawing;
mod gpu;
mod gpu_view;
pub mod picture;
pub mod range;
pub mod runs;
mod seen;
mod tokens;
pub mod tokens_view;
mod words;

use leptos::prelude::*;

use self::gpu::GpuPlots;
use self::range::Range;
use self::runs::use_runs;
use self::tokens::TokenPlots;
use self::words::Words;
use super::estimate::EstimatePanel;
use crate::console::documents::Metering;
use crate::console::frame::address::use_query_part;
use crate::console::live::ServiceRow;
use crate::console::words::use_words;
use crate::erased::{callback, derived, memo};
use crate::segmented::{Segment, segmented};

/// Usage and cost of a service, and the service as an estimate.
#[component]
pub fn Plots(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let runs =
        (row.with_untracked(|row| row.service.metering) == Metering::GpuSeconds).then(|| use_runs(row));
    let plots = match runs {
        Some(runs) => view! { <GpuPlots row=row runs=runs /> }.into_any(),
        None => view! { <TokenPlots row=row /> }.into_any(),
    };
    view! {
        <section class="panel service-plots" aria-labelledby="service-plots-title">
            <h2 id="service-plots-title">{words.title}</h2>
            {plots}
        </section>
        <EstimatePanel row=row runs=runs />
    }
}

/// The range in the address, where it is one of these.
pub fn use_range(choices: &'static [Range], otherwise: Range) -> (Memo<Range>, Callback<String>) {
    let (part, set) = use_query_part("range");
    let range = memo(move || {
        let known = |key: &str| choices.iter().copied().find(|range| range.key() == key);
        part.with(|part| part.as_deref().and_then(known)).unwrap_or(otherwise)
    });
    (range, callback(move |key: String| set.run(Some(key))))
}

/// The choice of a range.
#[component]
pub fn RangePicker(
    /// What can be chosen.
    choices: &'static [Range],
    /// What is chosen.
    range: Memo<Range>,
    /// Called with the key of what is taken.
    on_choose: Callback<String>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let names = Range::ALL.into_iter().zip(words.ranges);
    let segments = names
        .filter(|(range, _)| choices.contains(range))
        .map(|(range, name)| Segment { value: range.key().to_owned(), label: name.to_owned(), more: None })
        .collect::<Vec<_>>();
    let chosen = derived(move || range.get().key().to_owned());
    segmented(words.range, "service-plot-range", segments, chosen, on_choose)
}
