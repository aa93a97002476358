use serde_json::json;

use super::*;
use crate::console::words::Language;
use crate::console::zone::Zone;

const UNITS: Units = Units { seconds: "s", tokens: "tokens", ktpm_hours: "kTPM-hours" };
const FORMAT: Format = Format { language: Language::English, zone: Zone::Utc };

fn line(service: &str, item: &str, subject: &str, unit_price: &str, quantity: &str) -> BillLine {
    let (name, per) = if item == "gpu_seconds" { ("tier", 1) } else { ("model", 1_000_000) };
    serde_json::from_value(json!({
        "service": service, "item": item, name: subject, "unit_price": unit_price, "per": per,
        "quantity": quantity, "amount": "1.5",
    }))
    .unwrap()
}

#[test]
fn arithmetic_is_that_of_the_formula() {
    for (item, unit_price, quantity, expected) in [
        ("gpu_seconds", "0.000217", "10800", "10,800 s × 0.000217"),
        ("gpu_seconds", "0.00022", "-60", "−60 s × 0.000220"),
        ("gpu_seconds", "0.00000001", "1", "1 s × 0.00000001"),
        ("tpm_reservation", "0.0035", "42", "42 kTPM-hours × 0.0035"),
        ("input_tokens", "0.15", "1234567", "1,234,567 tokens × 0.15 / 1,000,000"),
        ("free_tokens", "0", "1000000", "1,000,000 tokens × 0"),
    ] {
        assert_eq!(arithmetic(&line("svc_1", item, "A", unit_price, quantity), UNITS, FORMAT), expected);
    }
}

#[test]
fn each_line_has_a_key_of_its_own() {
    let mut lines = vec![
        line("svc_1", "gpu_seconds", "A", "0.000217", "1"),
        line("svc_1", "gpu_seconds", "A", "0.000217", "2"),
        line("svc_1", "gpu_seconds", "B", "0.000217", "1"),
        line("svc_1", "gpu_seconds", "A", "0.000217", "1"),
    ];
    lines[3].adjusts = Month::parse("2026-02");
    let views = line_views(&lines, UNITS, FORMAT, |_| None);
    let keys: Vec<&str> = views.iter().map(|view| view.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "svc_1~gpu_seconds~A~0.000217",
            "svc_1~gpu_seconds~A~0.000217~2",
            "svc_1~gpu_seconds~B~0.000217",
            "svc_1~gpu_seconds~A~0.000217~2026-02",
        ]
    );
    assert_eq!(sum_of(&views).map(|sum| sum.to_string()).as_deref(), Some("6"));
}

#[test]
fn lines_come_by_name_and_item() {
    let lines = [
        line("svc_1", "output_tokens", "m", "1", "1"),
        line("svc_1", "input_tokens", "m", "1", "1"),
        line("svc_2", "gpu_seconds", "B", "1", "1"),
        line("svc_2", "gpu_seconds", "A", "1", "1"),
        line("svc_3", "gpu_seconds", "A", "1", "1"),
        line("svc_0", "gpu_seconds", "A", "1", "1"),
    ];
    // One that is gone has no name; it comes by its id.
    let name = |id: &str| match id {
        "svc_1" => Some("summaries".to_owned()),
        "svc_0" => None,
        _ => Some("chat".to_owned()),
    };
    let views = line_views(&lines, UNITS, FORMAT, name);
    let indices: Vec<usize> = views.iter().map(|view| view.index).collect();
    assert_eq!(indices, [2, 3, 4, 1, 0, 5]);
}

#[test]
fn lines_are_found_by_what_is_seen() {
    let lines = [line("svc_1", "gpu_seconds", "A", "0.000217", "1")];
    let views = line_views(&lines, UNITS, FORMAT, |_| Some("Chat frontend".to_owned()));
    for (text, expected) in
        [("", true), (" CHAT ", true), ("svc_1", true), ("gpu", true), ("a", true), ("token", false)]
    {
        assert_eq!(fits(&views[0], "GPU seconds", text), expected, "{text}");
    }
}

#[test]
fn pages_hold_two_hundred() {
    for (page, count, expected) in
        [(0, 0, 0..0), (0, 150, 0..150), (0, 201, 0..200), (1, 201, 200..201), (2, 201, 201..201)]
    {
        assert_eq!(entries_of_page(page, count), expected);
    }
}
