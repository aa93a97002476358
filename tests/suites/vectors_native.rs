//! Every vector, through the native core. A vector that is skipped counts as failed.
#![expect(clippy::expect_used, reason = "what cannot be read ends the test")]

mod native;

use serde_json::{Value, json};
use tiermeter_pricing::Instant;
use tiermeter_service::{BillingMode, Command, Service};
use tiermeter_tests::answer::{same_answer, same_document};
use tiermeter_tests::report::Report;
use tiermeter_tests::vectors::{self, EstimateCase, Expansion, Step, Walk};

#[test]
fn every_usage_is_priced_as_its_vector_says() {
    let mut report = Report::new("pricing.json");
    for case in vectors::pricing_cases() {
        let got = native::settle(&case.usage, &case.price_book);
        report.case(&case.name, same_answer(&got, &case.answer));
    }
    report.finish(132);
}

#[test]
fn every_service_lives_as_its_vector_says() {
    let mut report = Report::new("lifecycle.json");
    for walk in vectors::lifecycle_walks() {
        report.case(&walk.name, check_walk(&walk));
    }
    report.finish(20);
}

#[test]
fn every_estimate_is_expanded_and_priced_as_its_vector_says() {
    let mut report = Report::new("estimates.json");
    for case in vectors::estimate_cases() {
        report.case(&case.name, check_estimate(&case));
    }
    report.finish(36);
}

fn check_walk(walk: &Walk) -> Result<(), String> {
    let mut service = Service::new(false);
    for (index, step) in walk.steps.iter().enumerate() {
        check_step(&mut service, &walk.billing_mode, step)
            .map_err(|failure| format!("step {} ({} at {}): {failure}", index + 1, step.command, step.at))?;
    }
    Ok(())
}

fn check_step(service: &mut Service, billing_mode: &str, step: &Step) -> Result<(), String> {
    let command = Command::parse(&step.command).ok_or("no such command")?;
    let billing_mode = BillingMode::parse(billing_mode).ok_or("no such billing mode")?;
    let refused = match service.apply(command, instant(&step.at)?) {
        Ok(next) => {
            *service = next;
            json!(null)
        }
        Err(refusal) => json!({"code": refusal.code.as_str(), "path": refusal.path}),
    };
    same_document("refused", &refused, &expected_refusal(step))?;
    let description = service.describe(billing_mode, Some(instant(&step.asked_at)?));
    let description = serde_json::to_value(&description).expect("a description is JSON");
    same_document("then", &description, &step.then)
}

/// The vectors give the code; SPEC 2 says where each is found.
fn expected_refusal(step: &Step) -> Value {
    match step.refused.as_deref() {
        None => json!(null),
        Some(code @ "command_out_of_order") => json!({"code": code, "path": "/at"}),
        Some(code) => json!({"code": code, "path": "/command"}),
    }
}

fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).map_err(|_| format!("no instant: {text}"))
}

fn check_estimate(case: &EstimateCase) -> Result<(), String> {
    same_answer(&native::price(&case.estimate, &case.price_book), &case.answer)?;
    let Some(expansion) = &case.expansion else {
        return Ok(());
    };
    let usage = native::expand(&case.estimate, &case.price_book)
        .map_err(|fault| format!("the expansion is {fault}"))?;
    check_expansion(&usage, expansion)?;
    // An estimate is never priced by a second path: the settlement of that usage is the answer.
    same_answer(&native::settle(&usage, &case.price_book), &case.answer)
}

fn check_expansion(usage: &Value, expected: &Expansion) -> Result<(), String> {
    // E9: empty lists are written, `as_of` is not.
    let mut fields: Vec<&String> = usage.as_object().ok_or("the usage is no object")?.keys().collect();
    fields.sort();
    same_document("fields", &json!(fields), &json!(["free_quotas", "reservations", "runs", "tokens"]))?;
    same_document("number of runs", &json!(length(&usage["runs"])), &json!(expected.run_count))?;
    same_document("number of records", &json!(length(&usage["tokens"])), &json!(expected.record_count))?;
    if let Some(runs) = &expected.runs {
        same_document("runs", &usage["runs"], runs)?;
    }
    if let Some(tokens) = &expected.tokens {
        same_document("records", &usage["tokens"], tokens)?;
    }
    Ok(())
}

fn length(list: &Value) -> Option<usize> {
    list.as_array().map(Vec::len)
}
