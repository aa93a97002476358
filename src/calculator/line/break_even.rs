//! The break-even as a curve: two lines over the traffic, where they cross, and the same in numbers. It is worked
//! out while it is looked at, one settlement after another.

use leptos::prelude::*;
use tiermeter_estimate::Work;

use super::LineState;
use super::compare::when;
use crate::calculator::answer::Priced;
use crate::calculator::compare::{Curve, CurveRow, CurveView, compared_size};
use crate::calculator::disclosure::disclosure;
use crate::calculator::turns::Turns;
use crate::text;
use crate::words::Words;

/// Below the curves: the load in percent, and where that is.
const MARKS: [(&str, &str); 5] =
    [("0%", "0 %"), ("25%", "100 %"), ("50%", "200 %"), ("75%", "300 %"), ("100%", "400 %")];

/// The curves of a line whose model offers a reservation; nothing for any other.
pub fn break_even_curve(line: LineState) -> AnyView {
    let state = line.state;
    let size = Memo::new(move |_| {
        line.of_priced(|priced| match &priced.key.work {
            Work::Tokens(work) => compared_size(work, state.book),
            Work::GpuSeconds { .. } => None,
        })
    });
    let is_offered = Memo::new(move |_| size.get().is_some());
    (move || is_offered.get().then(|| details(line, size))).into_any()
}

fn details(line: LineState, size: Memo<Option<u64>>) -> AnyView {
    disclosure(Some("break-even"), line.state.words.ways.break_even, move || content(line, size))
}

/// The points of the curve, one settlement after another.
fn curve_in_turns(line: LineState, size: Memo<Option<u64>>) -> RwSignal<Curve> {
    let state = line.state;
    let (curve, turns) = (RwSignal::new(Curve::default()), Turns::idle());
    Effect::new(move |was_worked_out: Option<()>| {
        let (priced, tpm) = (line.priced.get(), size.get());
        turns.end();
        curve.set(Curve::default());
        let Some((priced, tpm)) = priced.zip(tpm) else { return };
        turns.begin(when(was_worked_out.is_some()), move || {
            let Work::Tokens(work) = &priced.key.work else { return false };
            let month = priced.key.month;
            curve.try_update(|curve| curve.go_on(month, work, tpm, state.book)).unwrap_or_default()
        });
    });
    curve
}

fn content(line: LineState, size: Memo<Option<u64>>) -> AnyView {
    let (state, words) = (line.state, line.state.words);
    let curve = curve_in_turns(line, size);
    let view = Memo::new(move |_| {
        let tpm = size.get();
        line.of_priced(|priced| match (&priced.key.work, tpm) {
            (Work::Tokens(work), Some(tpm)) => curve.with(|curve| CurveView::of(curve, work, tpm, words)),
            (Work::Tokens(_) | Work::GpuSeconds { .. }, _) => CurveView::default(),
        })
    });
    let reserved = Memo::new(move |_| text::count(size.get().unwrap_or_default()));
    let shares_quota =
        move || line.of_priced(|priced| matches!(&priced.key.work, Work::Tokens(work) if work.free_quota));
    let is_sample = Memo::new(move |_| line.of_priced(Priced::is_sample));
    view! {
        <p class="hint">
            {move || (words.ways.break_even_lead)(&reserved.get())} " "
            {move || shares_quota().then_some(words.ways.break_even_alone)}
        </p>
        <p class="finding" role="status">
            {move || view.with(|view| view.verdict.clone())} " "
            <Show when=move || is_sample.get()>
                <span class="tag sample">{words.sample_price}</span>
            </Show>
        </p>
        {picture(view, reserved, state.book.currency().code(), words)}
        {table(view, reserved, words)}
    }
    .into_any()
}

fn picture(
    view: Memo<CurveView>,
    reserved: Memo<String>,
    currency: &'static str,
    words: &'static Words,
) -> AnyView {
    let top = move || view.with(|view| (words.ways.up_to_amount)(&view.top, currency));
    let crossings = move || {
        let crossings = view.with(|view| view.crossings.clone());
        crossings.into_iter().map(|left| view! { <i class="crossing" style:left=left></i> }).collect_view()
    };
    let name = move || view.with(|view| format!("{}: {}", words.ways.break_even, view.verdict));
    let marks = MARKS.map(|(left, percent)| view! { <span style:left=left>{percent}</span> });
    view! {
        <div hidden=move || view.with(|view| view.rows.is_empty())>
            <p class="caption">
                <i class="key"></i> {words.pay_as_you_go} " " <i class="key reserved"></i>
                {move || (words.ways.with_reserved)(&reserved.get())} ", " {top}
            </p>
            <div class="two-curves" role="img" aria-label=name>
                <svg viewBox="0 0 4000 1000" preserveAspectRatio="none" aria-hidden="true">
                    <path d=move || view.with(|view| view.pay_as_you_go.clone())></path>
                    <path class="reserved" d=move || view.with(|view| view.reserved.clone())></path>
                </svg>
                <i class="own-load"></i>
                {crossings}
            </div>
            <div class="traffic-axis" aria-hidden="true">{marks.into_iter().collect_view()}</div>
        </div>
    }
    .into_any()
}

fn table(view: Memo<CurveView>, reserved: Memo<String>, words: &'static Words) -> AnyView {
    let rows = move || view.with(|view| view.rows.clone()).into_iter().map(row).collect_view();
    view! {
        <div class="scroller" tabindex="0" role="group" aria-label=words.ways.traffic>
            <table class="compared">
                <thead>
                    <tr>
                        <th scope="col">{words.ways.traffic}</th>
                        <th scope="col" class="number">{words.ways.requests_on_average}</th>
                        <th scope="col" class="number">{words.pay_as_you_go}</th>
                        <th scope="col" class="number">
                            {move || (words.ways.with_reserved)(&reserved.get())}
                        </th>
                        <th scope="col" class="number">{words.difference}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(row: CurveRow) -> AnyView {
    let [traffic, requests, pay_as_you_go, reserved, difference] = row.texts;
    view! {
        <tr class:own=row.is_crossing>
            <th scope="row">{traffic}</th>
            <td class="number">{requests}</td>
            <td class="number">{pay_as_you_go}</td>
            <td class="number">{reserved}</td>
            <td class="number">{difference}</td>
        </tr>
    }
    .into_any()
}
