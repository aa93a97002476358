//! What came of a check.

use leptos::prelude::*;

use super::give::count;
use super::use_state;
use crate::check::report::{Line, MonthTotal};
use crate::check::state::Answer;
use crate::check::words::Words;
use crate::erased::{dynamic, signal_of};
use crate::frames::{Cell, Column, Row, Table, button, columns, items};
use crate::site::use_words;
use crate::text;

/// So many lines are drawn at once: more would hold the page up.
const LINES_DRAWN: usize = 50;

/// Months, lines and findings.
pub fn report(answer: Answer) -> AnyView {
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
    let findings = report.findings.iter().map(|finding| words.finding(finding, &report.currency)).collect();
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
            {lines(report.lines, with_invoice, words)}
            <p class="hint">{only_in_file}</p>
            <p>{button("button", words.save, move || state.save_results())}</p>
            <h3>{words.findings}</h3>
            <ul class="findings">{items(findings)}</ul>
        </section>
    }
    .into_any()
}

fn months(months: Vec<MonthTotal>, currency: &str, with_invoice: bool, words: &'static Words) -> AnyView {
    let [month, exact, rounding, payable, invoice] = words.month_columns;
    let mut head = columns(&[month], &[exact, rounding, payable]);
    head.extend(with_invoice.then(|| Column::number(invoice)));
    let rows = months.into_iter().map(|total| {
        let mut numbers = vec![total.exact_total, signed(&total.rounding), total.payable];
        numbers.extend(with_invoice.then(|| total.invoice.unwrap_or_default()));
        Row::of_numbers(total.month, numbers)
    });
    let table = Table::fixed("bill", head, rows.collect());
    let title = format!("{}, {currency}", words.months);
    view! {
        <h3>{title.clone()}</h3>
        {table.in_scroller("scroller", "region", title)}
    }
    .into_any()
}

/// The lines that the page has, as many as were asked for.
fn lines(lines: Vec<Line>, with_invoice: bool, words: &'static Words) -> AnyView {
    let drawn = signal_of(LINES_DRAWN);
    let all = lines.len();
    let [month, service, tier, seconds, by_rules, invoice, difference, explanation] = words.line_columns;
    let mut head = columns(&[month, service, tier], &[seconds, by_rules]);
    if with_invoice {
        head.extend(columns(&[], &[invoice, difference]));
        head.push(Column::text(explanation));
    }
    let lines = StoredValue::new(lines);
    let rows = move || {
        let drawn = drawn.get();
        lines.with_value(|lines| {
            lines.iter().take(drawn).map(|line| row(line, with_invoice, words)).collect::<Vec<_>>()
        })
    };
    let more = move || {
        let left = all.saturating_sub(drawn.get()).min(LINES_DRAWN);
        let draw = move || drawn.update(|drawn| *drawn += LINES_DRAWN);
        (left > 0).then(|| button("button", (words.more)(left), draw))
    };
    view! {
        <h3>{words.lines} " (" {count(all)} ")"</h3>
        {Table::following("bill lines", head, rows).in_scroller("scroller", "region", words.lines)}
        {dynamic(more)}
    }
    .into_any()
}

fn row(line: &Line, with_invoice: bool, words: &'static Words) -> Row {
    let name = |name: Option<&String>| name.cloned().unwrap_or_else(|| words.all.to_owned());
    let mut cells = vec![
        Cell::text(line.month.clone()),
        Cell::head(name(line.service.as_ref())),
        Cell::text(name(line.tier.as_ref())),
        Cell::number(line.seconds.as_deref().map(text::grouped).unwrap_or_default()),
        Cell::number(line.amount.clone().unwrap_or_default()),
    ];
    if with_invoice {
        let explanation = line.explanation.as_ref().map(|explanation| words.explanation(explanation));
        cells.push(Cell::number(line.invoice_amount.clone().unwrap_or_default()));
        cells.push(Cell::number(line.difference.as_deref().map(signed).unwrap_or_default()));
        cells.push(Cell::classed("explanation", explanation.unwrap_or_default()));
    }
    Row::of(cells).marked("differs", line.differs())
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
