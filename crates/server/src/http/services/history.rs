//! What became of a service: its timeline, its runs, its instances.

use axum::extract::OriginalUri;
use axum::response::Response;
use serde_json::{Value, json};
use tiermeter_backend::metering::tally_of_run;
use tiermeter_backend::scaling::instance_name;
use tiermeter_backend::services;
use tiermeter_pricing::{Bill, billable_seconds};

use crate::http::State;
use crate::http::access::Caller;
use crate::http::answers::{Answer, Query, page};
use crate::http::path::Path;
use crate::http::problems::ApiError;

/// `GET /services/{id}/timeline`: every change of status, the oldest first.
pub(in crate::http) async fn timeline(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &["limit", "cursor"])?;
    let limit = query.limit()?;
    let list = format!("timeline {id}");
    let after = query.number_cursor(&caller.account, &list, 0)?;
    shared
        .look(&caller, move |transaction, _, account| {
            services::find(transaction, &account.id, &id, None)?;
            let rows = transaction.timeline(&id, after, limit + 1)?;
            page(
                &account.id,
                &list,
                limit,
                rows,
                |row| row.sequence.to_string(),
                |row| {
                    Ok(json!({
                        "sequence": row.sequence,
                        "at": row.at,
                        "status": row.status,
                        "reasons": row.reasons,
                        "command": row.command,
                        "cause": row.cause,
                        "actor": row.actor,
                    }))
                },
            )
        })
        .await
}

/// `GET /services/{id}/runs`: the newest first, each with its seconds and what they cost.
pub(in crate::http) async fn runs(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &["limit", "cursor"])?;
    let limit = query.limit()?;
    let list = format!("runs {id}");
    let before = query.number_cursor(&caller.account, &list, i64::MAX)?;
    shared
        .look(&caller, move |transaction, operation, account| {
            services::find(transaction, &account.id, &id, None)?;
            let runs = transaction.runs_of_service(&id, before, limit + 1)?;
            page(
                &account.id,
                &list,
                limit,
                runs,
                |run| run.sequence.to_string(),
                |run| {
                    let stopped_at = run.stopped_at.unwrap_or(operation.now).max(run.started_at);
                    let lines = tally_of_run(run, stopped_at, operation.book)?.lines(operation.book)?;
                    let month = lines.first().map_or_else(
                        || tiermeter_backend::metering::month_of(run.started_at, operation.book),
                        |(month, _)| *month,
                    );
                    let lines = lines.into_iter().map(|(_, line)| line).collect();
                    let amount = Bill::of_lines(month, lines, operation.book)?.exact_total;
                    Ok(json!({
                        "instance": run.instance,
                        "tier": run.tier,
                        "started_at": run.started_at,
                        "stopped_at": run.stopped_at,
                        "open": run.stopped_at.is_none(),
                        "seconds": billable_seconds(run.started_at, stopped_at),
                        "amount": amount.to_string(),
                        "currency": operation.book.currency().code(),
                    }))
                },
            )
        })
        .await
}

/// `GET /services/{id}/instances`: what runs on this server now.
pub(in crate::http) async fn instances(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let instances = shared.runner.instances_of(&id);
    shared
        .look(&caller, move |transaction, _, account| {
            services::find(transaction, &account.id, &id, None)?;
            let data: Vec<Value> = instances
                .iter()
                .map(|(number, view)| {
                    json!({
                        "instance": instance_name(*number),
                        "state": view.state,
                        "endpoint": view.endpoint,
                        "since": view.since,
                        "restarts": view.restarts,
                        "last_exit": view.last_exit,
                    })
                })
                .collect();
            Ok(Answer::ok(json!({ "data": data })))
        })
        .await
}
