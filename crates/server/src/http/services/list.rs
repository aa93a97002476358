//! `GET /services` and `GET /services/{id}`.

use axum::extract::OriginalUri;
use axum::response::Response;
use tiermeter_backend::services;
use tiermeter_backend::store::{Page, ServiceFilter};

use super::shown;
use crate::http::State;
use crate::http::access::Caller;
use crate::http::answers::{Answer, Query, malformed, page};
use crate::http::path::Path;
use crate::http::problems::ApiError;

const PARAMETERS: [&str; 8] = ["limit", "cursor", "type", "status", "model", "metering", "label", "q"];
const CHOICES: [(&str, &[&str]); 3] = [
    ("type", &["default", "custom"]),
    ("status", &["not_enabled", "creating", "running", "stopped"]),
    ("metering", &["gpu_seconds", "tokens"]),
];

/// A page of the account's services.
pub(in crate::http) async fn list(
    shared: State,
    caller: Caller,
    OriginalUri(address): OriginalUri,
) -> Result<Response, ApiError> {
    let query = Query::read(&address, &PARAMETERS)?;
    for (name, allowed) in CHOICES {
        if let Some(value) = query.get(name)
            && !allowed.contains(&value)
        {
            return Err(malformed(format!("{name} {value:?} is not known; allowed: {}", allowed.join(", "))));
        }
    }
    let label = match query.get("label") {
        None => None,
        Some(text) => {
            let (name, value) =
                text.split_once(':').ok_or_else(|| malformed("a label is given as name:value".to_owned()))?;
            Some((name.to_owned(), value.to_owned()))
        }
    };
    let own = |name| query.get(name).map(str::to_owned);
    let filter = ServiceFilter {
        kind: own("type"),
        status: own("status"),
        model: own("model"),
        metering: own("metering"),
        label,
        text: own("q"),
    };
    let limit = query.limit()?;
    let after = query.cursor(&caller.account, "services")?;
    shared
        .look(&caller, move |transaction, operation, account| {
            let page_of = Page { after: after.as_deref(), limit: limit + 1 };
            let services = transaction.services(&account.id, &filter, page_of)?;
            let ids: Vec<String> = services.iter().map(|service| service.id.clone()).collect();
            let known = shown::known(transaction, operation, account, &ids)?;
            page(
                &account.id,
                "services",
                limit,
                services,
                |service| service.id.clone(),
                |service| shown::service(transaction, operation, service, &known),
            )
        })
        .await
}

/// One service.
pub(in crate::http) async fn get(
    shared: State,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    shared
        .look(&caller, move |transaction, operation, account| {
            let service = services::find(transaction, &account.id, &id, None)?;
            let body = shown::with_cost(transaction, operation, account, &service)?;
            Ok(Answer::ok(body).tagged(service.version))
        })
        .await
}
