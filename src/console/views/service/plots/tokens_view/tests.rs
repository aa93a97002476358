use super::super::words::Words;
use super::*;
use crate::console::format::Format;
use crate::console::live::examples;
use crate::console::words::{Language, Localized};
use crate::console::zone::Zone;

fn usage(rows: serde_json::Value) -> Vec<UsageRow> {
    serde_json::from_value(rows).unwrap()
}

fn view(usage: &[UsageRow], created_at: &str) -> TokensView {
    view_of(usage, created_at, Range::Week)
}

fn view_of(usage: &[UsageRow], created_at: &str, range: Range) -> TokensView {
    view_told_at(usage, created_at, range, "2026-03-03T10:00:00Z")
}

fn view_told_at(usage: &[UsageRow], created_at: &str, range: Range, told_at: &str) -> TokensView {
    let mut service = examples::token_service("svc_1");
    service.created_at = examples::at(created_at);
    let format = Format { language: Language::English, zone: Zone::Fixed(-300) };
    let now = examples::at("2026-03-03T10:00:00Z");
    let told_at = examples::at(told_at).unix_nanoseconds();
    let facts = Facts { service: &service, usage, told_at, book: PriceBook::bundled(), range, now };
    TokensView::of(facts, Speech { words: Words::of(Language::English), format })
}

fn row(service: &str, day: &str, item: &str, quantity: &str, amount: &str) -> serde_json::Value {
    serde_json::json!({"service": service, "day": day, "item": item, "quantity": quantity, "amount": amount,
        "currency": "USD", "illustrative": true})
}

#[test]
fn tokens_are_summed_up_by_the_day() {
    let usage = usage(serde_json::json!([
        row("svc_1", "2026-03-01", "input_tokens", "1000000", "0.15"),
        row("svc_1", "2026-03-01", "output_tokens", "500000", "0.3"),
        row("svc_1", "2026-03-01", "tpm_reservation", "240", "0.84"),
        row("svc_1", "2026-03-01", "reserved_tokens", "250000", "0"),
        row("svc_1", "2026-03-02", "free_tokens", "42", "0"),
        row("svc_2", "2026-03-02", "input_tokens", "7", "0.1"),
    ]));
    let view = view(&usage, "2026-02-28T12:00:00Z");
    assert_eq!((view.total_tokens, view.total.to_string().as_str()), (1_750_042, "1.29"));
    assert!(view.illustrative && !view.is_empty());
    assert_eq!(view.rows.iter().filter(|row| row.used.is_none()).count(), 3);
    for (index, tokens, cost) in [
        (0, "25 Feb 2026: before the service was created", "25 Feb 2026: before the service was created"),
        (3, "28 Feb 2026: 0 tokens", "28 Feb 2026: 0 USD"),
        (
            4,
            "1 Mar 2026: 1,750,000 tokens · billed by token 1,500,000 · covered by a reservation 250,000",
            "1 Mar 2026: 1.29 USD · billed by token 0.45 · reservation 0.84",
        ),
        (5, "2 Mar 2026: 42 tokens · covered by free quota 42", "2 Mar 2026: 0 USD"),
    ] {
        assert_eq!(view.tokens.columns[index].words, tokens);
        assert_eq!(view.cost.columns[index].words, cost);
    }
    let bars = &view.tokens.columns[4].bars;
    assert_eq!(bars.iter().map(|bar| bar.series).collect::<Vec<_>>(), [0, 1]);
    assert_eq!(view.tokens.gaps.len(), 1);
}

#[test]
fn a_day_is_shown_by_the_hour() {
    let usage = usage(serde_json::json!([
        {"service": "svc_1", "hour": "2026-03-02T10:00", "item": "input_tokens", "quantity": "9", "amount": "9", "currency": "USD"},
        {"service": "svc_1", "hour": "2026-03-02T11:00", "item": "input_tokens", "quantity": "7", "amount": "0.5", "currency": "USD"},
        {"service": "svc_1", "hour": "2026-03-03T10:00", "item": "output_tokens", "quantity": "5", "amount": "1", "currency": "USD"},
    ]));
    let view = view_of(&usage, "2026-03-02T12:00:00Z", Range::Day);
    assert_eq!((view.rows.len(), view.total_tokens, view.total.to_string().as_str()), (24, 12, "1.5"));
    assert_eq!(
        (view.rows[0].key.as_str(), view.rows[23].key.as_str()),
        ("2026-03-02T11:00", "2026-03-03T10:00")
    );
    assert_eq!(view.tokens.columns[23].words, "3 Mar, 10:00: 5 tokens · billed by token 5");
}

#[test]
fn an_hour_is_shown_by_the_minute() {
    let row = |minute: &str, quantity: &str| {
        serde_json::json!({"service": "svc_1", "minute": minute, "item": "output_tokens", "quantity": quantity,
            "amount": "0.5", "currency": "USD"})
    };
    let rows = [row("2026-03-03T09:00", "9"), row("2026-03-03T09:31", "7"), row("2026-03-03T10:00", "5")];
    let usage = usage(serde_json::Value::from(rows.to_vec()));
    let view = view_of(&usage, "2026-03-03T09:30:00Z", Range::Hour);
    assert_eq!((view.rows.len(), view.total_tokens, view.total.to_string().as_str()), (60, 12, "1.0"));
    assert_eq!(view.rows[0].key, "2026-03-03T09:01");
    for (column, words) in [
        (0, "3 Mar, 09:01: before the service was created"),
        (29, "3 Mar, 09:30: 0 tokens"),
        (30, "3 Mar, 09:31: 7 tokens · billed by token 7"),
        (59, "3 Mar, 10:00: 5 tokens · billed by token 5"),
    ] {
        assert_eq!(view.tokens.columns[column].words, words);
    }
    assert_eq!((view.tokens.gaps.len(), view.tokens.marks.len()), (1, 6));
}

#[test]
fn what_has_begun_since_it_was_told_is_not_nothing() {
    let rows = serde_json::json!([{"service": "svc_1", "minute": "2026-03-03T09:31", "item": "output_tokens",
        "quantity": "7", "amount": "0.5", "currency": "USD"}]);
    let usage = usage(rows);
    let before = "before the service was created";
    for (range, created_at, told_at, words) in [
        (Range::Hour, "2026-03-01T00:00:00Z", "2026-03-03T10:00:00Z", ["0 tokens", "0 tokens"]),
        (Range::Hour, "2026-03-01T00:00:00Z", "2026-03-03T09:59:59.9Z", ["0 tokens", "not known yet"]),
        (Range::Hour, "2026-03-01T00:00:00Z", "2026-03-03T09:58:59Z", ["not known yet", "not known yet"]),
        (Range::Hour, "2026-03-03T09:59:30Z", "2026-03-03T09:59:59Z", ["0 tokens", "not known yet"]),
        (Range::Hour, "2026-03-03T10:00:00Z", "2026-03-03T09:59:59Z", [before, "not known yet"]),
        (Range::SixHours, "2026-03-01T00:00:00Z", "2026-03-03T09:59:59Z", ["0 tokens", "not known yet"]),
        (Range::SixHours, "2026-03-01T00:00:00Z", "2026-03-03T10:00:00Z", ["0 tokens", "0 tokens"]),
    ] {
        let view = view_told_at(&usage, created_at, range, told_at);
        let last: Vec<&str> =
            view.tokens.columns.iter().rev().take(2).map(|column| column.words.as_str()).collect();
        let is_as_said =
            last.iter().rev().zip(words).all(|(column, words)| column.ends_with(&format!(": {words}")));
        assert!(is_as_said, "{told_at}: {last:?}");
        let untold = view.rows.iter().filter(|row| row.used.is_none()).count();
        let of_gaps: u32 = view.tokens.gaps.iter().map(|gap| gap.width).sum();
        assert_eq!(of_gaps == 0, untold == 0, "{told_at}: {:?}", view.tokens.gaps);
        // It is said below the plot only of what stays unknown.
        let is_older = created_at < "2026-03-03";
        assert_eq!(view.tokens.gap_words.is_empty(), is_older);
    }
}

#[test]
fn days_without_rows_are_days_without_tokens() {
    let view = view(&[], "2026-01-01T00:00:00Z");
    assert!(view.is_empty() && view.tokens.gaps.is_empty());
    assert_eq!(view.cost.words, "0 USD in all");
    assert!(!view.illustrative);
}
