//! What a process tells of itself on standard output, line by line: tokens that it used, and requests in flight.

use std::sync::Arc;

use serde_json::Value;
use serde_json::value::RawValue;
use tiermeter_backend::events::{self, INSTANCE_SOURCE, ReadEvent};
use tiermeter_backend::operation::Actor;
use tiermeter_backend::records::{Metering, ServiceRecord};
use tiermeter_backend::scaling::{self, InFlight};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::ChildStdout;

use super::{RETRY_PAUSE, Runner, told};

/// Reads what a process of an instance tells until it ends; what it had in flight ends with it.
pub(super) async fn follow(
    runner: Arc<Runner>,
    service: ServiceRecord,
    instance: String,
    output: ChildStdout,
) {
    let process = runner.loads().begin();
    let mut lines = BufReader::new(output).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        let Ok(report) = serde_json::from_str::<Value>(&line) else {
            continue;
        };
        if service.metering == Metering::Tokens {
            if let Some(event) = tokens_event(&report, &service, &instance, runner.backend.now()) {
                take(&runner, &service, event).await;
            }
        } else if let Some(requests) = requests_in_flight(&report) {
            runner.loads().tell(&service.id, process, requests);
            tell_load(&runner, &service, InFlight::Changed).await;
        }
    }
    let had_requests = runner.loads().end(&service.id, process);
    if had_requests {
        while !tell_load(&runner, &service, InFlight::Left).await {
            tokio::time::sleep(RETRY_PAUSE).await;
        }
    }
}

fn requests_in_flight(report: &Value) -> Option<u64> {
    report.get("requests_in_flight")?.as_u64()
}

/// Tokens that an instance used, as an event of its own source.
fn tokens_event(
    report: &Value,
    service: &ServiceRecord,
    instance: &str,
    now: tiermeter_pricing::Instant,
) -> Option<Box<RawValue>> {
    let tokens = report.get("tokens")?;
    let event = serde_json::json!({
        "specversion": "1.0", "type": "tiermeter.tokens.used.v1", "time": now,
        "source": format!("{INSTANCE_SOURCE}{}/{instance}", service.id),
        "id": tokens.get("id")?,
        "data": {
            "service": service.id, "model": service.model, "input": tokens.get("input")?,
            "cached_input": tokens.get("cached_input")?, "output": tokens.get("output")?,
        },
    });
    RawValue::from_string(event.to_string()).ok()
}

/// Counts an event of an instance.
async fn take(runner: &Runner, service: &ServiceRecord, event: Box<RawValue>) {
    let (account, event) = (service.account.clone(), ReadEvent::of(event));
    let taken =
        runner.backend.operate_for(&service.account, Actor::Platform, move |transaction, operation| {
            let Some(account) = transaction.account(&account)? else {
                return Ok(Vec::new());
            };
            events::take(transaction, operation, &account, &[event])
        });
    let results = told(taken.await, "an instance's report was not kept").unwrap_or_default();
    for result in results.iter().filter(|result| result.outcome != events::Outcome::Accepted) {
        tracing::error!(?result, "an instance's report was not counted");
    }
}

/// Tells what the instances of a service have in flight together; whether that was kept.
async fn tell_load(runner: &Arc<Runner>, service: &ServiceRecord, in_flight: fn(u64) -> InFlight) -> bool {
    let (account, id, knowing) = (service.account.clone(), service.id.clone(), Arc::clone(runner));
    let kept =
        runner.backend.operate_for(&service.account, Actor::Platform, move |transaction, operation| {
            // Summed here, where one is done after the other: what is kept last knows of all.
            let together = knowing.loads().of(&id);
            scaling::tell_load(transaction, operation, &account, &id, in_flight(together))
        });
    told(kept.await, "a load was not kept").is_some()
}
