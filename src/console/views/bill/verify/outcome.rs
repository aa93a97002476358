//! What came out of verifying a bill: equal, or line by line where it differs.

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_pricing::{Exact, Item};

use super::super::compare::{Comparison, Counted, LineDifference, SumDifference};
use super::super::view_model::published;
use super::process::{Obstacle, Report};
use super::words::Words;
use crate::console::documents::BillState;
use crate::console::format::{Format, use_format};
use crate::console::live::{Live, use_live};
use crate::console::parts::Trouble;
use crate::console::words::{Common, use_words};
use crate::text::signed_amount;

/// What was compared, and what came out.
#[component]
pub fn OutcomeView(
    /// The report.
    report: Report,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let Report { bill, comparison, runs, token_records, price_book } = report;
    let (equal, summary) = (comparison.is_equal(), bill.summary);
    let verdict = if equal {
        words.equal.to_owned()
    } else {
        (words.differs)(comparison.lines.len(), comparison.sums.len())
    };
    let [exact, payable] = [format.amount(summary.exact_total), format.payable(summary.payable)];
    let mut notes = vec![
        (words.compared)(
            comparison.own_lines + comparison.adjusting_lines,
            &format!("{exact} {}", summary.currency),
            &format!("{payable} {}", summary.currency),
        ),
        (words.priced)(runs, token_records, &price_book),
    ];
    notes.extend(summary.as_of.map(|as_of| (words.as_of)(&format.instant(as_of))));
    if comparison.adjusting_lines > 0 {
        notes.push((words.adjusting)(comparison.adjusting_lines));
    }
    if let Some((bill, prices)) = &comparison.currencies {
        notes.push((words.currencies)(bill, prices));
    }
    if !equal {
        let why = if summary.state == BillState::Open { words.why_open } else { words.why_issued };
        notes.push(why.to_owned());
    }
    let notes = notes.into_iter().map(|note| view! { <li>{note}</li> }).collect_view();
    let differences = (!equal).then(|| view! { <Differences comparison=comparison /> });
    view! {
        <p class="bill-verdict" class:equal=equal class:differs=!equal>
            <i aria-hidden="true"></i>
            <strong>{verdict}</strong>
        </p>
        <ul class="hint bill-notes">{notes}</ul>
        {differences}
    }
}

/// Why nothing came out.
#[component]
pub fn ObstacleView(
    /// Why.
    obstacle: Obstacle,
) -> impl IntoView {
    let words = use_words::<Words>();
    match obstacle {
        Obstacle::Failure(failure) => view! { <Trouble failure=failure /> }.into_any(),
        Obstacle::Refusal(refusal) => {
            let refusal = refusal.into_parts();
            view! {
                <p class="refused" role="alert">
                    {words.refused} " " <span lang="en">{refusal.message}</span> " ("
                    <code>{refusal.code.as_str()}</code> " " <code>{refusal.path}</code> ") " {words.refused_next}
                </p>
            }
            .into_any()
        }
    }
}

/// Each line and each sum that differs.
#[component]
fn Differences(
    /// What differs.
    comparison: Comparison,
) -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let common = use_words::<Common>();
    let lines =
        comparison.lines.into_iter().map(|line| line_row(line, live, words, common, format)).collect_view();
    let sums = comparison.sums.into_iter().map(|sum| sum_row(sum, words, format)).collect_view();
    view! {
        <div class="table-wrap bill-differences" tabindex="0" role="group" aria-label=words.difference>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{words.line}</th>
                        <th scope="col" class="number">{words.billed}</th>
                        <th scope="col" class="number">{words.counted}</th>
                        <th scope="col" class="number">{words.difference}</th>
                    </tr>
                </thead>
                <tbody>{lines} {sums}</tbody>
            </table>
        </div>
    }
}

fn line_row(
    compared: LineDifference,
    live: Live,
    words: &'static Words,
    common: &'static Common,
    format: Format,
) -> impl IntoView {
    let LineDifference { service, item, subject, unit_price, adjusts, billed, counted } = compared;
    let name = live.row(&service).map(|row| row.with_untracked(|row| row.service.name.clone()));
    let month = adjusts.map(|month| format!(" · {}", format.month(month))).unwrap_or_default();
    let price = if item == Item::GpuSeconds { published(unit_price) } else { format.amount(unit_price) };
    let what = format!("{} · {subject} × {price}{month}", common.item(item));
    let amount = |counted: Option<Counted>| counted.map_or(Decimal::ZERO, |counted| counted.amount);
    let difference = difference(amount(billed), amount(counted));
    let cell = move |counted: Option<Counted>| match counted {
        None => view! { <td class="number">{words.lacks}</td> }.into_any(),
        Some(Counted { quantity, amount, illustrative }) => view! {
            <td class="number">
                {format.amount(amount)} <small>{format.amount(quantity)}</small>
                {illustrative.then(|| view! { <small>{words.sample_mark}</small> })}
            </td>
        }
        .into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="name">{name.unwrap_or(service)} <small>{what}</small></th>
            {cell(billed)}
            {cell(counted)}
            <td class="number">{difference}</td>
        </tr>
    }
}

fn sum_row(sum: SumDifference, words: &'static Words, format: Format) -> impl IntoView {
    let counted = sum.counted.map_or_else(|| words.lacks.to_owned(), |counted| format.amount(counted));
    let difference = sum.counted.map(|counted| difference(sum.billed, counted));
    view! {
        <tr>
            <th scope="row" class="name">{words.sum(sum.sum)}</th>
            <td class="number">{format.amount(sum.billed)}</td>
            <td class="number">{counted}</td>
            <td class="number">{difference}</td>
        </tr>
    }
}

/// What was counted less what stands on the bill, with its sign.
fn difference(billed: Decimal, counted: Decimal) -> String {
    Exact::sum_of([counted, -billed].into_iter()).map(signed_amount).unwrap_or_default()
}
