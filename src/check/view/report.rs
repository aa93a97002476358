//! What came of a check.

use leptos::prelude::*;

use super::give::count;
use super::use_state;
use crate::check::report::{Line, MonthTotal};
use crate::check::state::Answer;
use crate::check::words::Words;
use crate::site::use_words;
use crate::text;

/// So many lines are drawn at once: more would hold the page up.
const LINES_DRAWN: usize = 50;

/// Months, lines and findings.
#[component]
pub fn ReportView(
    /// What came of it.
    answer: Answer,
) -> impl IntoView {
    let (words, state) = (use_words::<Words>(), use_state());
    let Answer { log, invoice, report } = answer;
    let of_runs = (words.of_runs)(&log, &text::grouped(&report.runs.to_string()), &report.price_book);
    let verdict = invoice.map(|invoice| {
        let sentence = if report.differing == 0 {
            (words.all_agree)(report.line_count)
        } else {
            (words.differing)(report.differing, report.line_count)
        };
        format!("{invoice}: {sentence}")
    });
    let findings = report.findings.iter().map(|finding| {
        view! { <li>{words.finding(finding, &report.currency)}</li> }
    });
    let findings = findings.collect_view();
    let only_in_file = report.line_count.saturating_sub(report.lines.len());
    let only_in_file = (only_in_file > 0).then(|| (words.only_in_file)(only_in_file));
    let (with_invoice, currency) = (report.with_invoice, report.currency);
    view! {
        <section class="report" aria-labelledby="results">
            <h2 id="results">{words.results}</h2>
            <p role="status">
                {of_runs} " "
                <strong>{verdict}</strong>
            </p>
            {months(report.months, &currency, with_invoice, words)}
            <Lines lines=report.lines with_invoice=with_invoice />
            <p class="hint">{only_in_file}</p>
            <p>
                <button type="button" class="button" on:click=move |_| state.save_results()>{words.save}</button>
            </p>
            <h3>{words.findings}</h3>
            <ul class="findings">{findings}</ul>
        </section>
    }
}

fn months(
    months: Vec<MonthTotal>,
    currency: &str,
    with_invoice: bool,
    words: &'static Words,
) -> impl IntoView + use<> {
    let [month, exact, rounding, payable, invoice] = words.month_columns;
    let rows = months.into_iter().map(|total| {
        let of_invoice =
            with_invoice.then(|| view! { <td class="number">{total.invoice.unwrap_or_default()}</td> });
        view! {
            <tr>
                <th scope="row">{total.month}</th>
                <td class="number">{total.exact_total}</td>
                <td class="number">{signed(&total.rounding)}</td>
                <td class="number">{total.payable}</td>
                {of_invoice}
            </tr>
        }
    });
    let rows = rows.collect_view();
    let title = format!("{}, {currency}", words.months);
    let label = title.clone();
    view! {
        <h3>{title}</h3>
        <div class="scroller" tabindex="0" role="region" aria-label=label>
            <table class="bill">
                <thead>
                    <tr>
                        <th scope="col">{month}</th>
                        <th scope="col" class="number">{exact}</th>
                        <th scope="col" class="number">{rounding}</th>
                        <th scope="col" class="number">{payable}</th>
                        {with_invoice.then(|| view! { <th scope="col" class="number">{invoice}</th> })}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The lines, as many as were asked for.
#[component]
fn Lines(
    /// The lines that the page has.
    lines: Vec<Line>,
    /// Whether there was an invoice.
    with_invoice: bool,
) -> impl IntoView {
    let words = use_words::<Words>();
    let drawn = RwSignal::new(LINES_DRAWN);
    let all = lines.len();
    let [month, service, tier, seconds, by_rules, invoice, difference, explanation] = words.line_columns;
    let lines = StoredValue::new(lines);
    let rows = move || {
        let drawn = drawn.get();
        lines.with_value(|lines| {
            lines.iter().take(drawn).map(|line| row(line, with_invoice, words)).collect_view()
        })
    };
    let more = move || {
        let left = all.saturating_sub(drawn.get()).min(LINES_DRAWN);
        (left > 0).then(|| {
            view! {
                <button type="button" class="button" on:click=move |_| drawn.update(|drawn| *drawn += LINES_DRAWN)>
                    {(words.more)(left)}
                </button>
            }
        })
    };
    let of_invoice = with_invoice.then(|| {
        view! {
            <th scope="col" class="number">{invoice}</th>
            <th scope="col" class="number">{difference}</th>
            <th scope="col">{explanation}</th>
        }
    });
    view! {
        <h3>{words.lines} " (" {count(all)} ")"</h3>
        <div class="scroller" tabindex="0" role="region" aria-label=words.lines>
            <table class="bill lines">
                <thead>
                    <tr>
                        <th scope="col">{month}</th>
                        <th scope="col">{service}</th>
                        <th scope="col">{tier}</th>
                        <th scope="col" class="number">{seconds}</th>
                        <th scope="col" class="number">{by_rules}</th>
                        {of_invoice}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
    }
}

fn row(line: &Line, with_invoice: bool, words: &'static Words) -> impl IntoView + use<> {
    let name = |name: Option<&String>| name.cloned().unwrap_or_else(|| words.all.to_owned());
    let seconds = line.seconds.as_deref().map(text::grouped);
    let of_invoice = with_invoice.then(|| {
        let explanation = line.explanation.as_ref().map(|explanation| words.explanation(explanation));
        view! {
            <td class="number">{line.invoice_amount.clone()}</td>
            <td class="number">{line.difference.as_deref().map(signed)}</td>
            <td class="explanation">{explanation}</td>
        }
    });
    view! {
        <tr class:differs=line.differs()>
            <td>{line.month.clone()}</td>
            <th scope="row">{name(line.service.as_ref())}</th>
            <td>{name(line.tier.as_ref())}</td>
            <td class="number">{seconds}</td>
            <td class="number">{line.amount.clone()}</td>
            {of_invoice}
        </tr>
    }
}

/// An amount that is added, with its sign.
fn signed(amount: &str) -> String {
    match (amount.strip_prefix('-'), amount) {
        (Some(digits), _) => format!("−{digits}"),
        (None, "0") => "0".to_owned(),
        (None, _) => format!("+{amount}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_their_sign() {
        for (amount, expected) in [("-0.0036", "−0.0036"), ("0", "0"), ("0.5", "+0.5")] {
            assert_eq!(signed(amount), expected);
        }
    }
}
