//! The total of the month: what is payable, by which lines, and how it grows; and what can be taken along.

use std::sync::Arc;

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, PriceBook};

use super::answer::{Answer, Priced};
use super::disclosure::disclosure;
use super::scenarios::Scenarios;
use super::share::share;
use super::state::CalculatorState;
use super::turns::{AFTER_EDITS, Turns};
use super::view_model::{ChartView, LineRow, TotalView, is_running_month};
use crate::words::Words;

/// What stands in place of an amount where there is none.
const NO_AMOUNT: &str = "—";

/// The panel of the total.
pub fn total(scenarios: Scenarios, state: CalculatorState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let words = state.words;
    let currency = state.book.currency().code();
    let total = Memo::new(move |_| state.answer.with(|answer| TotalView::of(answer, currency, words)));
    let is_running = Memo::new(move |_| {
        let month = state.answer.with(|answer| answer.estimate.month);
        is_running_month(month, now.get(), state.book.utc_offset())
    });
    let spoken = move || {
        if state.opening.is_on() {
            words.ways.opening.to_owned()
        } else {
            total.with(|total| total.spoken.clone())
        }
    };
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
                    {payable(state, total)}
                    <div hidden=move || state.opening.is_on()>
                        {curve(state)}
                        {lines(total, words)}
                    </div>
                </div>
                <Show when=move || state.is_stale() && total.with(|total| !total.payable.is_empty())>
                    <p class="note">{words.of_last_valid}</p>
                </Show>
                <Show when=move || total.with(|total| total.has_samples)>
                    <p class="note">{words.sample_note}</p>
                </Show>
                {share(scenarios, state)}
                {sources(state)}
                <p class="visually-hidden" role="status">{spoken}</p>
            </div>
        </aside>
    }
    .into_any()
}

/// What is payable and what it is exactly; while an estimate is being opened, that it is.
fn payable(state: CalculatorState, total: Memo<TotalView>) -> AnyView {
    let words = state.words;
    let currency = state.book.currency().code();
    let texts = Memo::new(move |_| {
        if state.opening.is_on() {
            return [NO_AMOUNT.to_owned(), words.ways.opening.to_owned()];
        }
        total.with(|total| {
            if total.payable.is_empty() {
                [NO_AMOUNT.to_owned(), words.no_amount.to_owned()]
            } else {
                [total.payable.clone(), (words.payable_exact)(currency, &total.exact, &total.rounding)]
            }
        })
    });
    view! {
        <p class="payable">{move || texts.with(|[payable, _]| payable.clone())}</p>
        <p class="exact">{move || texts.with(|[_, exact]| exact.clone())}</p>
    }
    .into_any()
}

/// Each line with its amount, and the seconds.
fn lines(total: Memo<TotalView>, words: &'static Words) -> AnyView {
    let costs = move || total.with(|total| total.lines.clone()).into_iter().map(cost).collect_view();
    let figure = move |of: fn(&TotalView) -> String| move || total.with(of);
    view! {
        <ol class="cost-by-line" aria-label=words.cost_by_line>
            {costs}
        </ol>
        <dl>
            <dt>{words.billed_seconds_column}</dt>
            <dd>{figure(|total| total.billed_seconds.clone())}</dd>
            <dt>{words.true_seconds}</dt>
            <dd>{figure(|total| total.true_seconds.clone())}</dd>
            <dt>{words.rounding_adds}</dt>
            <dd>{figure(|total| total.rounding_adds.clone())}</dd>
        </dl>
        {disclosure(None, words.seconds_by_line, move || table(total, words))}
    }
    .into_any()
}

/// The costs and the seconds of the lines, while they are looked at.
fn table(total: Memo<TotalView>, words: &'static Words) -> AnyView {
    let rows = move || total.with(|total| total.lines.clone()).into_iter().map(row).collect_view();
    view! {
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
    }
    .into_any()
}

fn row(line: LineRow) -> AnyView {
    let [of_runs, billed, added] = line.seconds.unwrap_or_default();
    view! {
        <tr>
            <th scope="row">{line.name}</th>
            <td class="number">{line.amount}</td>
            <td class="number">{line.share}</td>
            <td class="number">{of_runs}</td>
            <td class="number">{billed}</td>
            <td class="number">{added}</td>
        </tr>
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
#[derive(Debug, Default)]
struct Days(Vec<(Arc<Priced>, Vec<Decimal>)>);

impl Days {
    fn of(&self, priced: &Arc<Priced>) -> Option<&Vec<Decimal>> {
        self.0.iter().find(|(known, _)| Arc::ptr_eq(known, priced)).map(|(_, days)| days)
    }

    /// Works out the days of one more line; false where those of all lines are known.
    fn go_on(&mut self, answer: &Answer, book: &PriceBook) -> bool {
        self.0.retain(|(known, _)| answer.lines.iter().any(|line| Arc::ptr_eq(known, &line.priced)));
        let Some(line) = answer.lines.iter().find(|line| self.of(&line.priced).is_none()) else {
            return false;
        };
        // What was priced as a whole is priced by day as well; were it not, its line would be missing.
        let days = line.priced.days(&answer.estimate, book).unwrap_or_default();
        self.0.push((Arc::clone(&line.priced), days));
        true
    }

    fn chart(&self, answer: &Answer, words: &Words) -> ChartView {
        let days = answer.lines.iter().filter_map(|line| self.of(&line.priced).cloned());
        ChartView::of(&days.collect::<Vec<_>>(), answer.estimate.month, words).unwrap_or_default()
    }
}

/// The curve of the cost. It follows when nothing was edited for a while, and the days of each line that changed are
/// worked out in a turn of their own.
fn chart_in_turns(state: CalculatorState) -> RwSignal<ChartView> {
    let (chart, days) = (RwSignal::new(ChartView::default()), StoredValue::new(Days::default()));
    let turns = Turns::idle();
    Effect::new(move |_| {
        state.answer.track();
        turns.begin(AFTER_EDITS, move || {
            state.answer.with_untracked(|answer| {
                let is_left = days.try_update_value(|days| days.go_on(answer, state.book));
                let is_left = is_left.unwrap_or_default();
                if !is_left {
                    chart.set(days.with_value(|days| days.chart(answer, state.words)));
                }
                is_left
            })
        });
    });
    chart
}

/// How the cost grows over the month, and the same in numbers.
fn curve(state: CalculatorState) -> AnyView {
    let words = state.words;
    let chart = chart_in_turns(state);
    let ends = move || {
        let [first, last] = chart.with(|chart| chart.ends.clone());
        view! { <span>{first}</span> <span>{last}</span> }
    };
    view! {
        <svg class="growth" viewBox="0 0 300 72" preserveAspectRatio="none" role="img" aria-label=words.cost_over_month>
            <path class="area" d=move || chart.with(|chart| chart.area.clone())></path>
            <path class="edge" d=move || chart.with(|chart| chart.line.clone())></path>
        </svg>
        <p class="ends" aria-hidden="true">{ends}</p>
        {disclosure(None, words.cost_by_day, move || days_table(chart, words))}
    }
    .into_any()
}

/// The cost of each day, while it is looked at.
fn days_table(chart: RwSignal<ChartView>, words: &'static Words) -> AnyView {
    let rows = move || chart.with(|chart| chart.days.clone()).into_iter().map(day).collect_view();
    view! {
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
    }
    .into_any()
}

fn day([day, cost, sum]: [String; 3]) -> AnyView {
    view! {
        <tr>
            <th scope="row">{day}</th>
            <td class="number">{cost}</td>
            <td class="number">{sum}</td>
        </tr>
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
