use super::*;

const REPORT: &str = r#"{"data": [
    {"service": "svc_1", "item": "gpu_seconds", "quantity": "10800", "amount": "2.3436", "currency": "USD"},
    {"service": "svc_2", "item": "input_tokens", "quantity": "2000000", "amount": "0.3", "currency": "USD", "illustrative": true},
    {"service": "svc_2", "item": "free_tokens", "quantity": "1000000", "amount": "0", "currency": "USD", "illustrative": true},
    {"service": "svc_3", "item": "tpm_reservation", "quantity": "20", "amount": "0.07", "currency": "USD", "illustrative": true}
]}"#;

fn rows() -> Vec<Row> {
    let report: UsageReport = serde_json::from_str(REPORT).unwrap();
    rows_of(&report, &GroupBy::Service, |key, _| match key {
        Some("svc_1") => "chat".to_owned(),
        Some("svc_2") => "Batch".to_owned(),
        other => other.unwrap_or_default().to_owned(),
    })
}

fn items(table: &Table) -> Vec<&'static str> {
    table.rows.iter().map(|row| row.item.as_str()).collect()
}

#[test]
fn rows_are_filtered_sorted_and_added_up() {
    let all = ["gpu_seconds", "input_tokens", "tpm_reservation", "free_tokens"];
    for (text, kind, order, expected, total) in [
        ("", None, Order::Amount, &all[..], "2.7136"),
        (
            "",
            None,
            Order::Name,
            &["input_tokens", "free_tokens", "gpu_seconds", "tpm_reservation"][..],
            "2.7136",
        ),
        (" BATCH ", None, Order::Amount, &["input_tokens", "free_tokens"][..], "0.3"),
        ("svc_1", None, Order::Amount, &["gpu_seconds"][..], "2.3436"),
        ("", Some(Kind::Tokens), Order::Amount, &["input_tokens", "free_tokens"][..], "0.3"),
        ("chat", Some(Kind::Tokens), Order::Amount, &[][..], "0"),
    ] {
        let table = table(&rows(), text, kind, order);
        assert_eq!(items(&table), expected, "{text:?} {kind:?}");
        assert_eq!(table.total.unwrap().to_string(), total);
    }
    let whole = table(&rows(), "", None, Order::Amount);
    assert!(whole.illustrative);
    let shares: Vec<u32> = whole.rows.iter().map(|row| row.share).collect();
    assert_eq!(shares, [863, 110, 25, 0]);
    let quantities: Vec<(Kind, String)> =
        whole.quantities.iter().map(|(kind, sum)| (*kind, sum.unwrap().to_string())).collect();
    let expected = [(Kind::Seconds, "10800"), (Kind::Reservations, "20"), (Kind::Tokens, "3000000")];
    assert_eq!(quantities, expected.map(|(kind, sum)| (kind, sum.to_owned())));
}

#[test]
fn words_of_the_address_come_back() {
    for word in ["service", "model", "tier", "item", "key", "day", "label:team", "label:a:b"] {
        assert_eq!(GroupBy::of_word(Some(word)).word(), word);
    }
    for word in [None, Some("hour"), Some("label:"), Some("label:a,b"), Some("")] {
        assert_eq!(GroupBy::of_word(word), GroupBy::Service, "{word:?}");
    }
    for kind in Kind::ALL {
        assert_eq!(Kind::of_word(Some(kind.word())), Some(kind));
    }
    assert_eq!(Kind::of_word(Some("gold")), None);
    assert_eq!(Order::of_word(None, &GroupBy::Day), Order::Name);
    assert_eq!(Order::of_word(None, &GroupBy::Service), Order::Amount);
    assert_eq!(Order::of_word(Some("amount"), &GroupBy::Day), Order::Amount);
}

#[test]
fn labels_are_keys_like_others() {
    let report = r#"{"data": [
        {"label:team": "blue", "item": "gpu_seconds", "quantity": "1", "amount": "0.000217", "currency": "USD"},
        {"label:team": null, "item": "gpu_seconds", "quantity": "1", "amount": "0.000217", "currency": "USD"}]}"#;
    let report: UsageReport = serde_json::from_str(report).unwrap();
    let by = GroupBy::Label("team".to_owned());
    let rows = rows_of(&report, &by, |key, _| key.unwrap_or("without").to_owned());
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["blue", "without"]);
}

#[test]
fn keys_have_the_names_that_come_with_them() {
    let report = r#"{"data": [
        {"key": "key_1", "key_name": "ingest", "item": "input_tokens", "quantity": "1", "amount": "1", "currency": "USD"},
        {"key": "console", "key_name": null, "item": "input_tokens", "quantity": "1", "amount": "1", "currency": "USD"},
        {"key": null, "key_name": null, "item": "gpu_seconds", "quantity": "1", "amount": "1", "currency": "USD"}]}"#;
    let report: UsageReport = serde_json::from_str(report).unwrap();
    let rows = rows_of(&report, &GroupBy::Key, |key, _| format!("<{}>", key.unwrap_or("none")));
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["ingest", "<console>", "<none>"]);
    assert_eq!(rows[0].key.as_deref(), Some("key_1"));
}

#[test]
fn shares_are_cut_and_never_more_than_the_whole() {
    for (part, whole, expected, shown) in [
        ("1", "3", 333, "33.3 %"),
        ("0", "0", 0, "0.0 %"),
        ("2", "1", 1_000, "100.0 %"),
        ("-1", "3", 0, "0.0 %"),
    ] {
        let share = thousandths(part.parse().unwrap(), whole.parse().unwrap());
        assert_eq!((share, percent(share).as_str()), (expected, shown));
    }
}
