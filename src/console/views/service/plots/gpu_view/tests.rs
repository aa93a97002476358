//! What the plots of a service metered by seconds show.

use super::*;
use crate::console::documents::{OpenRun, Run};
use crate::console::live::examples;
use crate::console::words::{Language, Localized};

fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

fn speech() -> Speech {
    let format = Format { language: Language::English, zone: Zone::Utc };
    Speech { words: Words::of(Language::English), format }
}

fn run(started_at: &str, stopped_at: Option<&str>) -> Run {
    Run {
        instance: "managed-1".to_owned(),
        tier: "A".to_owned(),
        started_at: at(started_at),
        stopped_at: stopped_at.map(at),
        seconds: 0,
        amount: Decimal::ZERO,
        currency: "USD".to_owned(),
        open: stopped_at.is_none(),
    }
}

fn view(runs: Vec<Run>, complete_from: Option<&str>, range: Range, now: &str) -> GpuView {
    let mut service = examples::gpu_service("svc_1");
    service.open_runs = vec![OpenRun {
        instance: "managed-2".to_owned(),
        tier: "A".to_owned(),
        started_at: at("2026-03-03T11:00:00Z"),
    }];
    let read = RunsRead { runs, complete_from: complete_from.map(at) };
    let book = PriceBook::bundled();
    GpuView::of(Facts { service: &service, read: &read, book, range, now: at(now) }, speech())
}

#[test]
fn the_worked_example_is_drawn_to_the_cent() {
    let runs = vec![run("2026-03-03T10:00:00Z", Some("2026-03-03T12:00:00Z"))];
    let view = view(runs, None, Range::SixHours, "2026-03-03T12:00:00Z");
    assert_eq!(view.total.unwrap().to_string(), "2.3436");
    assert_eq!(view.seconds, 10_800);
    assert_eq!(view.instances.words, "At most 2, now 1");
    assert_eq!(view.cost.words, "2.3436 USD in all");
    assert_eq!(view.as_of, at("2026-03-03T12:00:00Z"));
    for (index, instances, cost) in [
        (
            0,
            "3 Mar, 06:05–06:10: before the service was created",
            "3 Mar, 06:05–06:10: before the service was created",
        ),
        (46, "3 Mar, 09:55–10:00: 0 instances", "3 Mar, 09:55–10:00: 0 s · 0 USD"),
        (47, "3 Mar, 10:00–10:05: 1 instance", "3 Mar, 10:00–10:05: 300 s · 0.0651 USD"),
        (59, "3 Mar, 11:00–11:05: 2 instances", "3 Mar, 11:00–11:05: 600 s · 0.1302 USD"),
        (71, "3 Mar, 12:00–12:05: 1 instance", "3 Mar, 12:00–12:05: 0 s · 0 USD"),
    ] {
        assert_eq!(view.instances.columns[index].words, instances);
        assert_eq!(view.cost.columns[index].words, cost);
    }
}

#[test]
fn what_is_not_known_is_a_gap() {
    let before = "2026-03-03T09:58:00Z";
    for (complete_from, range, known, words) in [
        (None, Range::Hour, 60, ""),
        (None, Range::Day, 11, "Hatched: before the service was created."),
        (Some(before), Range::Hour, 60, ""),
        (
            Some("2026-03-03T11:30:00Z"),
            Range::Day,
            4,
            "Hatched: only the newest 3,000 runs are read; those before them are not shown.",
        ),
    ] {
        let view = view(Vec::new(), complete_from, range, "2026-03-03T12:20:00Z");
        let shown = view.rows.iter().filter(|row| row.known.is_some()).count();
        assert_eq!((shown, view.instances.gap_words), (known, words), "{range:?} {complete_from:?}");
        assert_eq!(view.instances.gaps.is_empty(), words.is_empty());
        assert!(!view.instances.line.is_empty());
    }
}

#[test]
fn days_are_named_as_the_price_book_counts_them() {
    let view = view(Vec::new(), None, Range::Month, "2026-03-03T12:20:00Z");
    assert_eq!(view.cost.columns[29].words, "3 Mar 2026: 4,800 s · 1.0416 USD");
    let labels: Vec<&str> = view.cost.marks.iter().map(|mark| mark.label.as_str()).collect();
    assert_eq!(labels.len(), 6, "{labels:?}");
}

#[test]
fn plots_stand_still_between_refreshes() {
    for (now, range, expected) in [
        ("2026-03-03T10:00:07.900Z", Range::Hour, "2026-03-03T10:00:05Z"),
        ("2026-03-03T10:00:59Z", Range::Quarter, "2026-03-03T10:00:00Z"),
        ("1970-01-01T00:00:00Z", Range::Hour, "1970-01-01T00:00:00Z"),
    ] {
        assert_eq!(last_refresh(at(now), range), at(expected));
    }
}
