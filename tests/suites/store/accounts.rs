//! What accounts have of their own: what is due for each, bills and their transfers, usage in parts; and files of
//! older schemas.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::value::RawValue;
use tiermeter_backend::metering::Meter;
use tiermeter_backend::operation::{Actor, Operation, hash};
use tiermeter_backend::records::{Account, Metering, NamedService, Reporter};
use tiermeter_backend::reservations::{self, NewReservation};
use tiermeter_backend::services::{self, KnownModels, NewService};
use tiermeter_backend::store::Transaction;
use tiermeter_backend::usage::{self, Reports};
use tiermeter_backend::{Fault, due, events, verify};
use tiermeter_pricing::{Instant, Item, Month, Tally};
use tiermeter_service::BillingMode;

use crate::support::{Database, account_with_service, operate, run_event, second, take};

const DAY_SECONDS: i64 = 24 * 3_600;
/// From the tests' beginning back to that of its month.
const SINCE_MONTH_SECONDS: i64 = 2 * DAY_SECONDS + 10 * 3_600;

fn faults(database: &Database) -> Vec<String> {
    let now = second(100 * DAY_SECONDS);
    operate(&database.path(), now, |transaction, operation| verify::verify(transaction, operation))
        .unwrap()
        .faults
}

#[test]
fn what_is_due_for_one_account_leaves_the_others_alone() {
    let database = Database::new();
    let ids: Vec<String> = (0..2).map(|_| account_with_service(&database.path()).0.id).collect();
    // Events may come from January, so January and February are closed first of all.
    let state = |most: Option<usize>| {
        operate(&database.path(), second(1), |transaction, operation| {
            if let Some(most) = most {
                due::catch_up(transaction, operation, &ids[0], most)?;
            }
            let mut months = Vec::new();
            for id in &ids {
                let account = transaction.account(id)?.ok_or(Fault::NotFound)?;
                months.push(account.first_open_month.to_string());
            }
            Ok((months, transaction.accounts_due(operation.now, 10)?.len()))
        })
        .unwrap()
    };
    let months = |first: &str| vec![first.to_owned(), "2026-01".to_owned()];
    assert_eq!(state(None), (months("2026-01"), 2));
    assert_eq!(state(Some(1)), (months("2026-02"), 2), "a part of it");
    assert_eq!(state(Some(usize::MAX)), (months("2026-03"), 1));
    operate(&database.path(), second(1), due::catch_up_with_all).unwrap();
    assert_eq!(state(None), (vec!["2026-03".to_owned(), "2026-03".to_owned()], 0));
}

#[test]
fn a_bill_takes_what_its_transfer_does() {
    let database = Database::new();
    let (account, service) = account_with_service(&database.path());
    let catch_up = |day: i64| {
        operate(&database.path(), second(day * DAY_SECONDS), |transaction, operation| {
            due::catch_up(transaction, operation, &account.id, usize::MAX)
        })
        .unwrap();
    };
    catch_up(0);
    let events = [run_event(1, &service, true, second(10)), run_event(2, &service, false, second(3_610))];
    take(&database.path(), &account, second(4_000), &events);
    catch_up(40);
    assert_eq!(faults(&database), Vec::<String>::new());

    // Somebody who knows how to make a bill of one dollar more look right.
    let connection = rusqlite::Connection::open(database.path()).unwrap();
    connection.execute_batch("DROP TRIGGER bills_are_fixed; DROP TRIGGER bills_are_kept;").unwrap();
    let text: String = connection.query_row("SELECT document FROM bills", [], |row| row.get(0)).unwrap();
    let mut document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&document["exact_total"], &document["payable"]), (&"0.7812".into(), &"0.78".into()));
    document["lines"][0]["amount"] = "1.7812".into();
    document["exact_total"] = "1.7812".into();
    document["payable"] = "1.78".into();
    let forged = document.to_string();
    let sql = "UPDATE bills SET document = ?1, document_hash = ?2, payable_minor = 178";
    connection.execute(sql, rusqlite::params![forged, hash(forged.as_bytes())]).unwrap();
    let found = faults(&database);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("178 is payable, and its transfer is of 78"), "{found:?}");
    connection.execute("DELETE FROM bills", []).unwrap();
    let found = faults(&database);
    assert!(found.iter().any(|fault| fault.ends_with("it has a transfer and is not there")), "{found:?}");
}

struct NoOthers;
impl KnownModels for NoOthers {
    fn is_configured(&self, _: &str) -> bool {
        false
    }
}

/// Tokens of the model `small-8b` that were used at a second.
fn tokens_event(id: i64, service: &str, at: i64) -> Box<RawValue> {
    let event = serde_json::json!({
        "specversion": "1.0", "id": format!("t-{id}"), "source": "tests", "time": second(at),
        "type": "tiermeter.tokens.used.v1",
        "data": { "service": service, "model": "small-8b", "input": 50_000, "cached_input": 7, "output": 12_000 },
    });
    RawValue::from_string(event.to_string()).unwrap()
}

/// Each part with everything in it, whoever reported it.
fn together(parts: Vec<usage::Part>) -> Vec<Tally> {
    let whole = |part: usage::Part| {
        let mut sum = Tally::new();
        for tally in part.values() {
            sum.add_all(tally);
        }
        sum
    };
    parts.into_iter().map(whole).collect()
}

/// Whether tokens are under who reported them, and everything else is under nobody.
fn check_reporters(reporters: &[Reporter], parts: &[usage::Part]) {
    let actors: Vec<&str> = reporters.iter().map(|reporter| reporter.actor.as_str()).collect();
    assert_eq!(actors, ["owner", "api_key:key_1"]);
    let is_of_nobody = |item: Item| matches!(item, Item::GpuSeconds | Item::TpmReservation);
    for (reporter, tally) in parts.iter().flatten() {
        assert!(tally.iter().all(|(key, _)| is_of_nobody(key.item) == reporter.is_none()), "{tally:?}");
    }
    for reporter in reporters {
        let told = parts.iter().filter_map(|part| part.get(&Some(reporter.number)));
        assert!(told.flat_map(Tally::iter).any(|(_, units)| units > 0), "{reporter:?} told something");
    }
}

/// Each part without what is not of a service.
fn of_service(parts: &[usage::Part], service: &str) -> Vec<usage::Part> {
    let of_part = |part: &usage::Part| {
        let own =
            part.iter().map(|(reporter, tally)| (*reporter, tally.filtered(|key| key.service == service)));
        own.filter(|(_, tally)| !tally.is_empty()).collect()
    };
    parts.iter().map(of_part).collect()
}

/// What is told of a service alone is what is told of it among all others.
fn check_services(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    account: &Account,
    cuts: &[Instant],
    services: [&str; 3],
) -> Result<(), Fault> {
    for reports in [Reports::Apart, Reports::Together] {
        let all = usage::between(transaction, operation, account, cuts, reports, None)?;
        for service in services {
            let own = usage::between(transaction, operation, account, cuts, reports, Some(service))?;
            let kept = of_service(&own, service);
            assert_eq!(kept, of_service(&all, service), "{service} {reports:?}");
            assert!(kept.iter().any(|part| !part.is_empty()), "{service} was used");
            let others = own.iter().flat_map(usage::Part::values).flat_map(Tally::iter);
            assert!(others.map(|(key, _)| &key.service).all(|other| other == service));
        }
        let none = usage::between(transaction, operation, account, cuts, reports, Some("svc_none"))?;
        assert!(none.iter().flat_map(usage::Part::values).all(Tally::is_empty));
    }
    Ok(())
}

/// A new service of the model `small-8b`, as it is asked for.
fn token_service(name: &str, billing_mode: BillingMode) -> NewService {
    NewService {
        name: name.to_owned(),
        model: "small-8b".to_owned(),
        metering: Metering::Tokens,
        billing_mode,
        labels: BTreeMap::new(),
    }
}

#[test]
fn the_days_of_a_stretch_add_up_to_the_bill() {
    let database = Database::new();
    let (account, gpu) = account_with_service(&database.path());
    let ids = operate(&database.path(), second(0), |transaction, operation| {
        let new = token_service("assistant", BillingMode::TpmReservation);
        let mut service = services::create(transaction, operation, &account, &NoOthers, new)?;
        services::enable(transaction, operation, &account, &mut service)?;
        let new = token_service("other", BillingMode::PayAsYouGo);
        let other = services::create(transaction, operation, &account, &NoOthers, new)?;
        for (from, until) in [(3_600, None), (2 * DAY_SECONDS + 30, Some(4 * DAY_SECONDS + 59))] {
            let new = NewReservation { tpm: 10_000, from: Some(second(from)), until: until.map(second) };
            reservations::buy(transaction, operation, &mut service, new)?;
        }
        Ok((service.id, other.id))
    });
    let (tokens, other) = ids.unwrap();
    // Both use the one free quota of their model, turn by turn.
    let event = |count: i64| {
        let service = if count % 3 == 0 { &other } else { &tokens };
        tokens_event(count, service, 17_000 * count)
    };
    let mut events: Vec<_> = (0..40).map(event).collect();
    events.push(run_event(1, &gpu, true, second(100)));
    events.push(run_event(2, &gpu, false, second(3 * DAY_SECONDS + 7)));
    events.push(run_event(3, &gpu, true, second(5 * DAY_SECONDS)));
    let of_a_key = events.split_off(20);
    take(&database.path(), &account, second(8 * DAY_SECONDS + 1), &events);
    let of_a_key: Vec<_> = of_a_key.into_iter().map(events::ReadEvent::of).collect();
    operate(&database.path(), second(8 * DAY_SECONDS + 1), |transaction, operation| {
        operation.actor = Actor::ApiKey("key_1".to_owned());
        events::take(transaction, operation, &account, &of_a_key)
    })
    .unwrap();

    operate(&database.path(), second(8 * DAY_SECONDS + 1), |transaction, operation| {
        // More days than have passed.
        let cuts: Vec<Instant> = (0..14).map(|day| second(day * DAY_SECONDS - SINCE_MONTH_SECONDS)).collect();
        let days =
            together(usage::between(transaction, operation, &account, &cuts, Reports::Together, None)?);
        assert_eq!(days.len(), 13);
        assert_eq!(days.iter().filter(|day| !day.is_empty()).count(), 9);
        let mut sum = Tally::new();
        for day in &days {
            assert!(day.iter().all(|(_, units)| units > 0), "{day:?}");
            sum.add_all(day);
        }
        let ends = [cuts[0], cuts[13]];
        let whole =
            together(usage::between(transaction, operation, &account, &ends, Reports::Together, None)?);
        assert_eq!(whole, [sum.clone()]);
        let apart = usage::between(transaction, operation, &account, &cuts, Reports::Apart, None)?;
        check_reporters(&transaction.reporters(&account.id)?, &apart);
        assert_eq!(together(apart), days);
        let bill = Meter::read(transaction, operation, &account)?.tally(operation.now)?;
        assert_eq!(sum, bill);
        for item in [
            Item::GpuSeconds,
            Item::TpmReservation,
            Item::ReservedTokens,
            Item::FreeTokens,
            Item::OutputTokens,
        ] {
            assert!(sum.iter().any(|(key, _)| key.item == item), "there are {item:?} to be counted");
        }
        // Whole days; hours around the one in which the quota is used up; what begins within a minute, after that.
        let hours: Vec<Instant> = (20..100).map(|hour| second(hour * 3_600)).collect();
        let within = [second(3 * DAY_SECONDS + 5), second(7 * DAY_SECONDS)];
        for cuts in [cuts.as_slice(), hours.as_slice(), within.as_slice()] {
            check_services(transaction, operation, &account, cuts, [&gpu, &tokens, &other])?;
        }
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_file_of_the_first_schema_is_brought_up_to_date() {
    let database = Database::new();
    let connection = rusqlite::Connection::open(database.path()).unwrap();
    let schema = include_str!("../../../crates/backend/src/sqlite/schema.sql");
    connection.execute_batch(&format!("{schema} PRAGMA user_version = 1;")).unwrap();
    connection
        .execute_batch(
            r#"INSERT INTO accounts VALUES ('acc', 'n', 'enterprise', 1, 'USD', 14, NULL, 0, NULL, '2026-03', 0);
            INSERT INTO services SELECT value, 'acc', NULL, 'custom', 'chat', 'm', 'A',
                '{"mode":"automatic","minimum":1,"maximum":7}', 'pay_as_you_go', '{"team":"search"}',
                CASE value WHEN 'on' THEN '{"activation":"enabled"}' ELSE '{"activation":"disabled"}' END,
                'stopped', 1, 1, 0, NULL, 1 FROM json_each('["on", "off"]');
            INSERT INTO billed VALUES ('acc', '2026-02', '2026-02', 'on', 'gpu_seconds', 'A', 0, '5');
            INSERT INTO refused_events (account, received_at, code, pointer, detail, event, content, resolved_at)
                VALUES ('acc', 0, 'c', '', 'd', '{}', x'00', 5), ('acc', 0, 'c', '', 'd', '{}', x'01', NULL);"#,
        )
        .unwrap();
    drop(connection);
    operate(&database.path(), second(0), |transaction, _| {
        assert_eq!(transaction.most_instances_beside("acc", "")?, 7);
        assert_eq!(transaction.refused("acc", 0, 10)?.len(), 1);
        transaction.forget_refused("acc", 1, 1_000)?;
        assert_eq!(transaction.refused("acc", 0, 10)?.len(), 1);
        transaction.forget_refused("acc", 1, 3)?;
        assert_eq!(transaction.refused("acc", 0, 10)?.len(), 0);
        let labels = BTreeMap::from([("team".to_owned(), "search".to_owned())]);
        let named = NamedService { id: "on".to_owned(), name: "chat".to_owned(), labels };
        assert_eq!(transaction.services_on_bill("acc", Month { year: 2026, month: 2 })?, [named]);
        Ok(())
    })
    .unwrap();
}
