//! One constructor for each endpoint that the console uses.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use tiermeter_pricing::{Instant, Month};
use tiermeter_service::{BillingMode, ServiceScaling};

use super::{MOST_ON_A_PAGE, Method, Request, encoded};

fn get(path: impl Into<String>) -> Request {
    Request::new(Method::Get, path, None)
}

fn list(path: impl Into<String>) -> Request {
    get(path).with_query("limit", &MOST_ON_A_PAGE.to_string())
}

fn service(id: &str, rest: &str) -> String {
    format!("/services/{}{rest}", encoded(id))
}

impl Request {
    /// Who is signed in.
    pub fn session() -> Self {
        get("/session")
    }

    /// Signs in by the secret of a link, which works once.
    pub fn sign_in(secret: &str) -> Self {
        Self::new(Method::Post, "/session", Some(json!({ "token": secret })))
    }

    /// Signs out.
    pub fn sign_out() -> Self {
        Self::new(Method::Delete, "/session", None)
    }

    /// The price book.
    pub fn price_book() -> Self {
        get("/price-book")
    }

    /// The models, page by page.
    pub fn models() -> Self {
        list("/models")
    }

    /// The services, page by page.
    pub fn services() -> Self {
        list("/services")
    }

    /// The first few services; the pages behind them are had by their cursor.
    pub fn first_services(count: u32) -> Self {
        get("/services").with_query("limit", &count.to_string())
    }

    /// One service.
    pub fn service(id: &str) -> Self {
        get(service(id, ""))
    }

    /// Makes a service; the body is that of `POST /services`.
    pub fn create_service(body: Value) -> Self {
        Self::new(Method::Post, "/services", Some(body))
    }

    /// Gives a service another name.
    pub fn rename_service(id: &str, name: &str) -> Self {
        Self::new(Method::Patch, service(id, ""), Some(json!({ "name": name })))
    }

    /// Gives a service these labels; those that are not among them are taken away.
    pub fn label_service(id: &str, labels: &BTreeMap<String, String>) -> Self {
        Self::new(Method::Patch, service(id, ""), Some(json!({ "labels": labels })))
    }

    /// Deletes a service.
    pub fn delete_service(id: &str) -> Self {
        Self::new(Method::Delete, service(id, ""), None)
    }

    /// Enables a service.
    pub fn enable_service(id: &str) -> Self {
        Self::new(Method::Post, service(id, "/enable"), None)
    }

    /// Disables a service.
    pub fn disable_service(id: &str) -> Self {
        Self::new(Method::Post, service(id, "/disable"), None)
    }

    /// Changes how many instances a service is to have.
    pub fn set_scaling(id: &str, scaling: &ServiceScaling) -> Self {
        let body = serde_json::to_value(scaling).unwrap_or_default();
        Self::new(Method::Put, service(id, "/scaling"), Some(body))
    }

    /// Changes the billing mode that a service is configured for.
    pub fn set_billing_mode(id: &str, mode: BillingMode) -> Self {
        let body = json!({ "billing_mode": mode.as_str() });
        Self::new(Method::Put, service(id, "/billing-mode"), Some(body))
    }

    /// The reservations of a service; all of them are there.
    pub fn reservations(id: &str) -> Self {
        get(service(id, "/reservations"))
    }

    /// Buys a reservation from now on, or from `from`; without `until` it stays until it is ended.
    pub fn buy_reservation(id: &str, tpm: u64, from: Option<Instant>, until: Option<Instant>) -> Self {
        let mut body = json!({ "tpm": tpm, "until": until });
        if let (Some(from), Some(fields)) = (from, body.as_object_mut()) {
            fields.insert("from".to_owned(), json!(from));
        }
        Self::new(Method::Put, service(id, "/reservations"), Some(body))
    }

    /// Ends a reservation now.
    pub fn end_reservation(id: &str, reservation: &str) -> Self {
        let path = service(id, &format!("/reservations/{}", encoded(reservation)));
        Self::new(Method::Delete, path, None)
    }

    /// The changes of a service's status, the oldest first, page by page.
    pub fn timeline(id: &str) -> Self {
        list(service(id, "/timeline"))
    }

    /// The runs of a service, the newest first, page by page.
    pub fn runs(id: &str) -> Self {
        list(service(id, "/runs"))
    }

    /// The instances of a service that the server runs.
    pub fn instances(id: &str) -> Self {
        get(service(id, "/instances"))
    }

    /// Usage of half-open days (`YYYY-MM-DD`) or hours (`YYYY-MM-DDTHH:00`), grouped by `service`, `model`, `tier`,
    /// `item`, `key`, `day`, `hour`, `minute` or `label:NAME`.
    pub fn usage(from: &str, to: &str, group_by: &[&str]) -> Self {
        let request = get("/usage").with_query("from", from).with_query("to", to);
        if group_by.is_empty() { request } else { request.with_query("group_by", &group_by.join(",")) }
    }

    /// The same of one service alone.
    pub fn usage_of(service: &str, from: &str, to: &str, group_by: &[&str]) -> Self {
        Self::usage(from, to, group_by).with_query("service", service)
    }

    /// Whether it asks for a report, of which the server makes few for an account at the same time.
    pub fn is_report(&self) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        let is_behind_bill = path.strip_prefix("/bills/").is_some_and(|rest| rest.ends_with("/usage"));
        self.method == Method::Get && (path == "/usage" || is_behind_bill)
    }

    /// The bills, page by page.
    pub fn bills() -> Self {
        list("/bills")
    }

    /// The bill of the running month so far.
    pub fn current_bill() -> Self {
        get("/bills/current")
    }

    /// The bill of a month.
    pub fn bill(month: Month) -> Self {
        get(format!("/bills/{month}"))
    }

    /// The usage behind the bill of a month.
    pub fn bill_usage(month: Month) -> Self {
        get(format!("/bills/{month}/usage"))
    }

    /// The account.
    pub fn account() -> Self {
        get("/account")
    }

    /// Records a payment; it takes no money by itself. It has to be sent [`Request::once`].
    pub fn top_up(amount: Decimal, currency: &str) -> Self {
        let body = json!({ "amount": amount.to_string(), "currency": currency });
        Self::new(Method::Post, "/account/top-ups", Some(body))
    }

    /// The recorded payments, the newest first, page by page.
    pub fn top_ups() -> Self {
        list("/account/top-ups")
    }

    /// Everything that moved the balance, the newest first, page by page.
    pub fn ledger() -> Self {
        list("/account/ledger")
    }

    /// The API keys, page by page.
    pub fn api_keys() -> Self {
        list("/api-keys")
    }

    /// Makes an API key. It is never sent twice by itself: the secret is answered once.
    pub fn create_api_key(name: &str) -> Self {
        Self::new(Method::Post, "/api-keys", Some(json!({ "name": name })))
    }

    /// Revokes an API key.
    pub fn revoke_api_key(id: &str) -> Self {
        Self::new(Method::Delete, format!("/api-keys/{}", encoded(id)), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_those_of_the_reference() {
        let scaling = ServiceScaling::Manual { instances: 2 };
        let until = Instant::parse("2026-04-01T00:00:00Z").ok();
        for (request, method, path, body) in [
            (
                Request::set_scaling("svc_1", &scaling),
                Method::Put,
                "/services/svc_1/scaling",
                r#"{"instances":2,"mode":"manual"}"#,
            ),
            (
                Request::buy_reservation("svc_1", 10_000, None, None),
                Method::Put,
                "/services/svc_1/reservations",
                r#"{"tpm":10000,"until":null}"#,
            ),
            (
                Request::buy_reservation("svc_1", 10_000, until, until),
                Method::Put,
                "/services/svc_1/reservations",
                r#"{"from":"2026-04-01T00:00:00Z","tpm":10000,"until":"2026-04-01T00:00:00Z"}"#,
            ),
            (
                Request::top_up(Decimal::new(10_050, 2), "USD"),
                Method::Post,
                "/account/top-ups",
                r#"{"amount":"100.50","currency":"USD"}"#,
            ),
        ] {
            assert_eq!((request.method, request.path.as_str()), (method, path));
            let expected: Value = serde_json::from_str(body).unwrap();
            assert_eq!(request.body, Some(expected), "{path}");
        }
    }

    #[test]
    fn ids_stay_parts_of_their_path() {
        assert_eq!(Request::service("../account").path, "/services/..%2Faccount");
        assert_eq!(
            Request::usage("2026-03-01", "2026-04-01", &["service", "label:team"]).path,
            "/usage?from=2026-03-01&to=2026-04-01&group_by=service%2Clabel%3Ateam"
        );
        assert_eq!(
            Request::usage_of("svc 1", "2026-03-01", "2026-04-01", &["service"]).path,
            "/usage?from=2026-03-01&to=2026-04-01&group_by=service&service=svc%201"
        );
    }

    #[test]
    fn reports_are_told_apart() {
        let march = Month { year: 2026, month: 3 };
        for (request, expected) in [
            (Request::usage("2026-03-01", "2026-04-01", &[]), true),
            (Request::usage_of("svc_1", "2026-03-01", "2026-04-01", &["day"]), true),
            (Request::bill_usage(march), true),
            (get("/bills/current/usage"), true),
            (Request::bill(march), false),
            (Request::current_bill(), false),
            (Request::service("usage"), false),
            (Request::new(Method::Post, "/usage", None), false),
        ] {
            assert_eq!(request.is_report(), expected, "{}", request.path);
        }
    }
}
