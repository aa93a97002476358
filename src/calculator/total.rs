//! The total of the month: what is payable, by which lines, and how it grows; and what can be taken along.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, PriceBook};

use super::answer::{Answer, Priced};
use super::scenarios::Scenarios;
use super::share::share;
use super::state::CalculatorState;
use super::view_model::{ChartView, LineRow, TotalView, is_running_month};
use crate::words::Words;

/// The curve follows when nothing was edited for so long.
const CURVE_DELAY: Duration = Duration::from_millis(120);

/// The panel of the total.
pub fn total(scenarios: Scenarios, state: CalculatorState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let words = state.words;
    let currency = state.book.currency().code();
    let total = Memo::new(move |_| state.answer.with(|answer| TotalView::of(answer, currency, words)));
    let is_running = Memo::new(move |_| {
        let month = state.answer.with(|answer| answer.estimate.month);
        is_running_month(month, now.get(), state.book.utc_offset())
    });
    view! {
        <aside class="card total" aria-label=words.total>
            <div class="body">
                <div class:stale=move || state.is_stale()>
                    <p class="of">
                        {move || total.with(|total| (words.month_and_days)(&total.month, &total.days))}
                        <Show when=move || is_running.get()>
                            " " <span class="tag">{words.running_month}</span>
                        </Show>
                    </p>
                    {move || payable(&total.get(), currency, words)}
                    {curve(state)}
                    {move || lines(total.get(), words)}
                </div>
                <Show when=move || state.is_stale() && total.with(|total| !total.payable.is_empty())>
                    <p class="note">{words.of_last_valid}</p>
                </Show>
                <Show when=move || total.with(|total| total.has_samples)>
                    <p class="note">{words.sample_note}</p>
                </Show>
                {share(scenarios, state)}
                {sources(state)}
                <p class="visually-hidden" role="status">{move || total.with(|total| total.spoken.clone())}</p>
            </div>
        </aside>
    }
    .into_any()
}

fn payable(total: &TotalView, currency: &str, words: &Words) -> AnyView {
    let (payable, exact) = if total.payable.is_empty() {
        ("—".to_owned(), words.no_amount.to_owned())
    } else {
        (total.payable.clone(), (words.payable_exact)(currency, &total.exact, &total.rounding))
    };
    view! {
        <p class="payable">{payable}</p>
        <p class="exact">{exact}</p>
    }
    .into_any()
}

/// Each line with its amount, and the seconds.
fn lines(total: TotalView, words: &'static Words) -> AnyView {
    let rows = total.lines.iter().map(|line| {
        let [of_runs, billed, added] = line.seconds.clone().unwrap_or_default();
        view! {
            <tr>
                <th scope="row">{line.name.clone()}</th>
                <td class="number">{line.amount.clone()}</td>
                <td class="number">{line.share.clone()}</td>
                <td class="number">{of_runs}</td>
                <td class="number">{billed}</td>
                <td class="number">{added}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <ol class="cost-by-line" aria-label=words.cost_by_line>
            {total.lines.into_iter().map(cost).collect_view()}
        </ol>
        <dl>
            <dt>{words.billed_seconds_column}</dt>
            <dd>{total.billed_seconds}</dd>
            <dt>{words.true_seconds}</dt>
            <dd>{total.true_seconds}</dd>
            <dt>{words.rounding_adds}</dt>
            <dd>{total.rounding_adds}</dd>
        </dl>
        <details>
            <summary>{words.seconds_by_line}</summary>
            <div class="scroller" tabindex="0" role="region" aria-label=words.seconds_by_line>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.line}</th>
                            <th scope="col" class="number">{words.in_the_month}</th>
                            <th scope="col" class="number">{words.ways.share}</th>
                            <th scope="col" class="number">{words.true_seconds}</th>
                            <th scope="col" class="number">{words.billed_seconds_column}</th>
                            <th scope="col" class="number">{words.rounding_adds}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn cost(line: LineRow) -> AnyView {
    view! {
        <li>
            <span class="name">{line.name}</span>
            <span class="number">{line.amount}</span>
            <i class="share" aria-hidden="true"><i style:width=line.width></i></i>
        </li>
    }
    .into_any()
}

/// The days of each line; those of a line that did not change are kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Days(Vec<(Arc<Priced>, Arc<Vec<Decimal>>)>);

impl Days {
    fn of(answer: &Answer, book: &PriceBook, last: Option<&Self>) -> Self {
        let days = answer.lines.iter().map(|line| {
            let known =
                last.and_then(|last| last.0.iter().find(|(priced, _)| Arc::ptr_eq(priced, &line.priced)));
            known.cloned().unwrap_or_else(|| {
                // What was priced as a whole is priced by day as well; were it not, its line would be missing.
                let days = line.priced.days(&answer.estimate, book).unwrap_or_default();
                (Arc::clone(&line.priced), Arc::new(days))
            })
        });
        Self(days.collect())
    }
}

/// How the cost grows over the month, and the same in numbers.
fn curve(state: CalculatorState) -> AnyView {
    let words = state.words;
    let drawn = RwSignal::new(None::<Answer>);
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    Effect::new(move |_| {
        let answer = state.answer.get();
        if let Some(waiting) = waiting.get_value() {
            waiting.clear();
        }
        let draw = move || {
            // Nothing is left to be drawn where the panel is gone.
            let _ = drawn.try_set(Some(answer));
        };
        // Where the browser gives no timer the curve stays as it was.
        waiting.set_value(set_timeout_with_handle(draw, CURVE_DELAY).ok());
    });
    let days = Memo::new(move |last: Option<&Days>| {
        drawn
            .with(|drawn| drawn.as_ref().map(|answer| Days::of(answer, state.book, last)).unwrap_or_default())
    });
    let chart = Memo::new(move |_| {
        let month = drawn.with(|drawn| drawn.as_ref().map(|answer| answer.estimate.month));
        let lines: Vec<Vec<Decimal>> =
            days.with(|days| days.0.iter().map(|(_, days)| Vec::clone(days)).collect());
        month.and_then(|month| ChartView::of(&lines, month, words).ok()).unwrap_or_default()
    });
    let rows = move || {
        let rows = chart.get().days.into_iter().map(|[day, cost, sum]| {
            view! {
                <tr>
                    <th scope="row">{day}</th>
                    <td class="number">{cost}</td>
                    <td class="number">{sum}</td>
                </tr>
            }
        });
        rows.collect_view()
    };
    let ends = move || {
        let [first, last] = chart.with(|chart| chart.ends.clone());
        view! { <span>{first}</span> <span>{last}</span> }
    };
    view! {
        <svg class="growth" viewBox="0 0 300 72" preserveAspectRatio="none" role="img" aria-label=words.cost_over_month>
            <path class="area" d=move || chart.get().area></path>
            <path class="edge" d=move || chart.get().line></path>
        </svg>
        <p class="ends" aria-hidden="true">{ends}</p>
        <details>
            <summary>{words.cost_by_day}</summary>
            <div class="scroller days" tabindex="0" role="region" aria-label=words.cost_by_day>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{words.day}</th>
                            <th scope="col" class="number">{words.on_the_day}</th>
                            <th scope="col" class="number">{words.up_to_then}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// Where the prices come from.
fn sources(state: CalculatorState) -> AnyView {
    let (book, words) = (state.book, state.words);
    let code = book.currency().code();
    let first = if state.own_json.is_some() {
        // Whatever its sources are called, it is not the published list.
        Some((words.price_book_line)(book.name(), book.id(), code))
    } else {
        let first = book.sources().first();
        first.map(|source| (words.source_read)(words.source_title(&source.title), code, &source.as_of))
    };
    let remarks = book.sources().iter().map(|source| {
        view! {
            <dt>{(words.source_read_on)(words.source_title(&source.title), &source.as_of)}</dt>
            <dd>{source.remark.as_str()}</dd>
        }
    });
    view! {
        <p class="hint">{first} " " {words.exact_and_local}</p>
        <details>
            <summary>{words.sources_and_remarks}</summary>
            <dl class="remarks">{remarks.collect_view()}</dl>
        </details>
    }
    .into_any()
}
