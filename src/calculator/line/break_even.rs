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
use crate::erased::{dynamic, effect_again, memo, shown_while, signal_of};
use crate::frames::{Column, Row, Table, span};
use crate::text;
use crate::words::Words;

/// Below the curves: the load in percent, and where that is.
const MARKS: [(&str, &str); 5] =
    [("0%", "0 %"), ("25%", "100 %"), ("50%", "200 %"), ("75%", "300 %"), ("100%", "400 %")];

/// The curves of a line whose model offers a reservation; nothing for any other.
pub fn break_even_curve(line: LineState) -> AnyView {
    let state = line.state;
    let size = memo(move || {
        line.of_priced(|priced| match &priced.key.work {
            Work::Tokens(work) => compared_size(work, state.book),
            Work::GpuSeconds { .. } => None,
        })
    });
    shown_while(move || size.get().is_some(), move || details(line, size))
}

fn details(line: LineState, size: Memo<Option<u64>>) -> AnyView {
    disclosure(Some("break-even"), line.state.words.ways.break_even, move || content(line, size))
}

/// The points of the curve, one settlement after another.
fn curve_in_turns(line: LineState, size: Memo<Option<u64>>) -> RwSignal<Curve> {
    let state = line.state;
    let (curve, turns) = (signal_of(Curve::default()), Turns::idle());
    effect_again(move |was_worked_out| {
        // In this order: the size is made of what was priced. Read before that, it would keep a change of it from being
        // told here wherever it stays the same itself.
        let (priced, tpm) = (line.priced.get(), size.get());
        turns.end();
        curve.set(Curve::default());
        let Some((priced, tpm)) = priced.zip(tpm) else { return };
        turns.begin(when(was_worked_out), move || {
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
    let view = memo(move || {
        let tpm = size.get();
        line.of_priced(|priced| match (&priced.key.work, tpm) {
            (Work::Tokens(work), Some(tpm)) => curve.with(|curve| CurveView::of(curve, work, tpm, words)),
            (Work::Tokens(_) | Work::GpuSeconds { .. }, _) => CurveView::default(),
        })
    });
    let reserved = memo(move || text::count(size.get().unwrap_or_default()));
    let shares_quota =
        move || line.of_priced(|priced| matches!(&priced.key.work, Work::Tokens(work) if work.free_quota));
    let sample = move || span("tag sample", words.sample_price);
    view! {
        <p class="hint">
            {move || (words.ways.break_even_lead)(&reserved.get())} " "
            {move || shares_quota().then_some(words.ways.break_even_alone)}
        </p>
        <p class="finding" role="status">
            {move || view.with(|view| view.verdict.clone())} " "
            {shown_while(move || line.of_priced(Priced::is_sample), sample)}
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
        let crossing = |left: String| view! { <i class="crossing" style:left=left></i> }.into_any();
        view.with(|view| view.crossings.clone()).into_iter().map(crossing).collect_view()
    };
    let name = move || view.with(|view| format!("{}: {}", words.ways.break_even, view.verdict));
    let marks = MARKS.map(|(left, percent)| view! { <span style:left=left>{percent}</span> }.into_any());
    view! {
        <div hidden=move || view.with(|view| view.rows.is_empty())>
            <p class="caption">
                <i class="key"></i> {words.pay_as_you_go} " " <i class="key reserved"></i>
                {move || (words.ways.with_reserved)(&reserved.get())} ", " {dynamic(top)}
            </p>
            <div class="two-curves" role="img" aria-label=dynamic(name)>
                <svg viewBox="0 0 4000 1000" preserveAspectRatio="none" aria-hidden="true">
                    <path d=move || view.with(|view| view.pay_as_you_go.clone())></path>
                    <path class="reserved" d=move || view.with(|view| view.reserved.clone())></path>
                </svg>
                <i class="own-load"></i>
                {dynamic(crossings)}
            </div>
            <div class="traffic-axis" aria-hidden="true">{marks.into_iter().collect_view()}</div>
        </div>
    }
    .into_any()
}

fn table(view: Memo<CurveView>, reserved: Memo<String>, words: &'static Words) -> AnyView {
    let rows = move || view.with(|view| view.rows.clone()).into_iter().map(row).collect::<Vec<_>>();
    let head = vec![
        Column::text(words.ways.traffic),
        Column::number(words.ways.requests_on_average),
        Column::number(words.pay_as_you_go),
        Column::number_of(move || (words.ways.with_reserved)(&reserved.get())),
        Column::number(words.difference),
    ];
    Table::following("compared", head, rows).in_scroller("scroller", "group", words.ways.traffic)
}

fn row(row: CurveRow) -> Row {
    let [traffic, requests, pay_as_you_go, reserved, difference] = row.texts;
    Row::of_numbers(traffic, vec![requests, pay_as_you_go, reserved, difference])
        .marked("own", row.is_crossing)
}
