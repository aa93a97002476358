//! Price books with one fault each: every one is malformed at the value (SPEC 2).

use tiermeter_pricing::PriceBook;

use super::table::{Row, check, row};

const BOOK: &str = r#"{
 "schema": "tiermeter.price-book/1", "id": "list", "name": "List", "currency": "USD",
 "settlement": {"cycle": "month", "utc_offset": "+00:00"},
 "sources": [{"title": "published list prices", "as_of": "2026-11-21", "remark": "none"}],
 "gpu_tiers": [{"code": "A", "name": "Entry-level", "prices": [{"from": null, "per_second": "0.000217"}]}],
 "models": [{"id": "small-8b", "name": "Small 8B", "illustrative": true,
  "prices": [{"from": null, "input_per_million": "0.15", "cached_input_per_million": "0.015",
   "output_per_million": "0.60"}],
  "free_quota": {"tokens": 1000, "valid_days": 90},
  "tpm_reservation": {"minimum_tpm": 10000, "step_tpm": 500,
   "prices": [{"from": null, "per_ktpm_hour": "0.0035"}]}}]
}"#;
const TIER_PRICE: &str = r#"{"from": null, "per_second": "0.000217"}"#;
const PER_SECOND: &str = "/gpu_tiers/0/prices/0/per_second";

/// The price book with one part of its text changed.
fn book_with(part: &str, other: &str) -> String {
    assert_eq!(BOOK.matches(part).count(), 1, "{part} stands in the price book once");
    BOOK.replace(part, other)
}

fn with_prices(prices: &str) -> String {
    book_with(TIER_PRICE, prices)
}

fn check_books(subject: &'static str, rows: &[Row]) {
    check(subject, rows, |input| PriceBook::from_json(input).err());
}

fn check_taken(texts: impl IntoIterator<Item = String>) {
    for text in texts {
        let refusal = PriceBook::from_json(text.as_bytes()).err();
        assert!(refusal.is_none(), "{text}: {refusal:?}");
    }
}

#[test]
fn what_is_no_price_is_malformed() {
    let ten_to_the_400 = format!("\"1{}\"", "0".repeat(400));
    let values = [
        "0.000217",
        "0",
        "null",
        r#""""#,
        r#"".5""#,
        r#""5.""#,
        r#""00""#,
        r#""01""#,
        r#""-1""#,
        r#""-0""#,
        r#""+1""#,
        r#""1e3""#,
        r#""1E-3""#,
        r#"" 1""#,
        r#""1 ""#,
        r#""1,5""#,
        r#""1_000""#,
        r#""0x1""#,
        r#""NaN""#,
        r#""Infinity""#,
        r#""1.2.3""#,
        r#""$1""#,
        "\"\u{ff11}\"",
        r#""0.0000000000001""#,
        r#""0.0000000000000""#,
        r#""1000000.000000000001""#,
        r#""1000001""#,
        r#""10000000""#,
        &ten_to_the_400,
    ];
    let rows: Vec<Row> =
        values.iter().map(|value| row(*value, book_with(r#""0.000217""#, value), PER_SECOND)).collect();
    check_books("prices", &rows);
}

#[test]
fn prices_within_the_limits_are_taken() {
    let prices =
        ["0", "0.0", "0.10", "0.000000000001", "999999.999999999999", "1000000", "1000000.000000000000"];
    check_taken(prices.map(|price| book_with("0.000217", price)));
}

#[test]
fn faulty_lists_of_prices_are_malformed() {
    let second = "/gpu_tiers/0/prices/1/from";
    let first = "/gpu_tiers/0/prices/0/from";
    let price = |from: &str| format!(r#"{{"from": {from}, "per_second": "1"}}"#);
    let two = |one: &str, other: &str| with_prices(&format!("{}, {}", price(one), price(other)));
    let rows = [
        row("none", with_prices(""), "/gpu_tiers/0/prices"),
        row("two since ever", two("null", "null"), second),
        row("two from one instant", two(r#""2026-03-01T00:00:00Z""#, r#""2026-03-01T00:00:00Z""#), second),
        row(
            "two from one instant in two zones",
            two(r#""2026-03-01T00:00:00.0Z""#, r#""2026-03-01T05:45:00+05:45""#),
            second,
        ),
        row("from 30 February", with_prices(&price(r#""2026-02-30T00:00:00Z""#)), first),
        row("from 1969", with_prices(&price(r#""1969-12-31T23:59:59Z""#)), first),
        row("from 2200", with_prices(&price(r#""2200-01-01T00:00:00Z""#)), first),
        row("from a number", with_prices(&price("0")), first),
        row("from nothing stated", with_prices(r#"{"per_second": "1"}"#), first),
        row("no price stated", with_prices(r#"{"from": null}"#), PER_SECOND),
        row(
            "a price of another kind",
            with_prices(r#"{"from": null, "per_second": "1", "per_hour": "1"}"#),
            "/gpu_tiers/0/prices/0/per_hour",
        ),
        row("null", with_prices("null"), "/gpu_tiers/0/prices/0"),
        row(
            "none of a reservation",
            book_with(r#"{"from": null, "per_ktpm_hour": "0.0035"}"#, ""),
            "/models/0/tpm_reservation/prices",
        ),
    ];
    check_books("lists of prices", &rows);
}

#[test]
fn what_is_no_currency_is_malformed() {
    let codes = ["QQQ", "usd", "US", "USDX", "", "XAU", "XXX", "XTS", "XDR", "DEM"];
    let rows = codes.map(|code| row(code, book_with("USD", code), "/currency").saying(&[code]));
    let mut rows = Vec::from(rows);
    rows.push(row("null", book_with(r#""USD""#, "null"), "/currency"));
    rows.push(row("a number", book_with(r#""USD""#, "840"), "/currency"));
    rows.push(row("missing", book_with(r#""currency": "USD","#, ""), "/currency"));
    check_books("currencies", &rows);
}

#[test]
fn what_is_no_utc_offset_is_malformed() {
    let offsets = [
        "+15:00",
        "+14:01",
        "-14:01",
        "Z",
        "+8:00",
        "+0800",
        "08:00",
        "+08:60",
        "+08:00:00",
        "+08",
        "",
        "UTC",
    ];
    let rows = offsets.map(|offset| row(offset, book_with("+00:00", offset), "/settlement/utc_offset"));
    check_books("offsets", &rows);
    check_taken(["+14:00", "-14:00", "-00:00", "+05:45"].map(|offset| book_with("+00:00", offset)));
}

#[test]
fn other_faults_are_malformed_at_the_value() {
    let long_name = format!(r#""{}""#, "x".repeat(201));
    let twice = format!(r#"{TIER_PRICE}]}}, {{"code": "A", "name": "Again", "prices": [{TIER_PRICE}"#);
    let rows = [
        row("another schema", book_with("price-book/1", "price-book/2"), "/schema"),
        row("another cycle", book_with(r#""month""#, r#""year""#), "/settlement/cycle"),
        row("no tiers", book_with("gpu_tiers", "tiers"), "/gpu_tiers").or_at("/tiers"),
        row("an empty id", book_with(r#""id": "list""#, r#""id": """#), "/id"),
        row("a name of 201", book_with(r#""List""#, &long_name), "/name"),
        row("an unknown field", book_with(r#""cycle""#, r#""day": 1, "cycle""#), "/settlement/day"),
        row("an id twice", book_with(r#""id": "list""#, r#""id": "list", "id": "list""#), "/id"),
        row(
            "no days",
            book_with(r#""valid_days": 90"#, r#""valid_days": 0"#),
            "/models/0/free_quota/valid_days",
        ),
        row(
            "half a token",
            book_with(r#""tokens": 1000"#, r#""tokens": 0.5"#),
            "/models/0/free_quota/tokens",
        ),
        row(
            "no step",
            book_with(r#""step_tpm": 500"#, r#""step_tpm": 0"#),
            "/models/0/tpm_reservation/step_tpm",
        ),
        row("illustrative in words", book_with("true", r#""yes""#), "/models/0/illustrative"),
        row("illustrative null", book_with("true", "null"), "/models/0/illustrative"),
        row(
            "a quota of null",
            book_with(r#"{"tokens": 1000, "valid_days": 90}"#, "null"),
            "/models/0/free_quota",
        ),
        row("one tier twice", with_prices(&twice), "/gpu_tiers/1/code"),
    ];
    check_books("price books", &rows);
}

#[test]
fn what_may_be_absent_or_empty_is_taken() {
    let tiers = format!(r#"{{"code": "A", "name": "Entry-level", "prices": [{TIER_PRICE}]}}"#);
    check_taken([
        BOOK.to_owned(),
        book_with(r#""free_quota": {"tokens": 1000, "valid_days": 90},"#, ""),
        book_with(r#""illustrative": true,"#, ""),
        book_with(&tiers, ""),
        book_with(
            r#""sources": [{"title": "published list prices", "as_of": "2026-11-21", "remark": "none"}],"#,
            "",
        ),
        book_with("2026-11-21", "some day"),
    ]);
}
