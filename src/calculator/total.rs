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
use crate::erased::{dynamic, effect, follow, memo, shown_while, signal_of};
use crate::frames::{Row, Table, columns, paragraph, span};
use crate::nearby::fetched;
use crate::parts::Part;
use crate::words::Words;

/// What stands in place of an amount where there is none.
const NO_AMOUNT: &str = "—";

/// The panel of the total.
pub fn total(scenarios: Scenarios, state: CalculatorState, now: ReadSignal<Option<Instant>>) -> AnyView {
    let words = state.words;
    let currency = state.book.currency().code();
    let total = memo(move || state.answer.with(|answer| TotalView::of(answer, currency, words)));
    let is_running = move || {
        let month = state.answer.with(|answer| answer.estimate.month);
        is_running_month(month, now.get(), state.book.utc_offset())
    };
    let running = move || view! { " " {span("tag", words.running_month)} }.into_any();
    let is_of_before = move || state.is_stale() && total.with(|total| !total.payable.is_empty());
    let spoken = dynamic(move || {
        if state.opening.is_on() {
            words.ways.opening.to_owned()
        } else {
            total.with(|total| total.spoken.clone())
        }
    });
    view! {
        <aside class="card total" aria-label=words.total>
            <div class="body">
                <div class:stale=move || state.is_stale()>
                    <p class="of">
                        {move || total.with(|total| (words.month_and_days)(&total.month, &total.days))}
                        {shown_while(is_running, running)}
                    </p>
                    {payable(state, total)}
                    <div hidden=move || state.opening.is_on()>
                        {curve(state)}
                        {lines(total, words)}
                    </div>
                </div>
                {shown_while(is_of_before, move || paragraph("note", words.of_last_valid))}
                {shown_while(
                    move || total.with(|total| total.has_samples),
                    move || paragraph("note", words.sample_note),
                )}
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
    let texts = move || {
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
    };
    let text = move |place| dynamic(move || texts().into_iter().nth(place).unwrap_or_default());
    view! {
        <p class="payable">{text(0)}</p>
        <p class="exact">{text(1)}</p>
    }
    .into_any()
}

/// Each line with its amount, and the seconds.
fn lines(total: Memo<TotalView>, words: &'static Words) -> AnyView {
    let costs = move || total.with(|total| total.lines.clone()).into_iter().map(cost).collect_view();
    let figure = move |of: fn(&TotalView) -> String| dynamic(move || total.with(of));
    view! {
        <ol class="cost-by-line" aria-label=words.cost_by_line>
            {dynamic(costs)}
        </ol>
        <dl>
            <dt>{words.billed_seconds_column}</dt>
            <dd>{figure(|total| total.billed_seconds.clone())}</dd>
            <dt>{words.true_seconds}</dt>
            <dd>{figure(|total| total.true_seconds.clone())}</dd>
            <dt>{words.rounding_adds}</dt>
            <dd>{figure(|total| total.rounding_adds.clone())}</dd>
        </dl>
        {disclosure(None, words.seconds_by_line, move || fetched(&Part::LinesTable(total, words)))}
    }
    .into_any()
}

/// The costs and the seconds of the lines, while they are looked at.
pub fn lines_table(total: Memo<TotalView>, words: &'static Words) -> AnyView {
    let numbers = [
        words.in_the_month,
        words.ways.share,
        words.true_seconds,
        words.billed_seconds_column,
        words.rounding_adds,
    ];
    let rows = move || total.with(|total| total.lines.clone()).into_iter().map(row).collect::<Vec<_>>();
    let table = Table::following("", columns(&[words.line], &numbers), rows);
    table.in_scroller("scroller", "region", words.seconds_by_line)
}

fn row(line: LineRow) -> Row {
    let [of_runs, billed, added] = line.seconds.unwrap_or_default();
    Row::of_numbers(line.name, vec![line.amount, line.share, of_runs, billed, added])
}

fn cost(line: LineRow) -> AnyView {
    view! {
        <li>
            {span("name", line.name)}
            {span("number", line.amount)}
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
    let (chart, days) = (signal_of(ChartView::default()), StoredValue::new(Days::default()));
    let turns = Turns::idle();
    effect(move || {
        follow(state.answer);
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
    let end = move |place: usize| dynamic(move || chart.with(|chart| chart.ends[place].clone()));
    view! {
        <svg class="growth" viewBox="0 0 300 72" preserveAspectRatio="none" role="img" aria-label=words.cost_over_month>
            <path class="area" d=move || chart.with(|chart| chart.area.clone())></path>
            <path class="edge" d=move || chart.with(|chart| chart.line.clone())></path>
        </svg>
        <p class="ends" aria-hidden="true"><span>{end(0)}</span> <span>{end(1)}</span></p>
        {disclosure(None, words.cost_by_day, move || fetched(&Part::DaysTable(chart, words)))}
    }
    .into_any()
}

/// The cost of each day, while it is looked at.
pub fn days_table(chart: RwSignal<ChartView>, words: &'static Words) -> AnyView {
    let row = |[day, cost, sum]: [String; 3]| Row::of_numbers(day, vec![cost, sum]);
    let rows = move || chart.with(|chart| chart.days.clone()).into_iter().map(row).collect::<Vec<_>>();
    let table = Table::following("", columns(&[words.day], &[words.on_the_day, words.up_to_then]), rows);
    table.in_scroller("scroller days", "region", words.cost_by_day)
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
        .into_any()
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
