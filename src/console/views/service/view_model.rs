//! What the service's view says, as pure functions: what ends a stop, what today cost, how its model is asked.

use rust_decimal::Decimal;
use serde_json::json;
use tiermeter_pricing::{Exact, Instant, Month, NANOSECONDS_PER_SECOND, PriceBook};
use tiermeter_service::{EXPECTED_CREATION_NANOSECONDS, Reason, ServiceScaling, Status};

use crate::console::documents::{Metering, Service, ServiceType, UsageReport};

/// The most characters that a name may have.
pub const LONGEST_NAME: usize = 200;
/// The characters of a date in an instant's text.
const DATE_CHARACTERS: usize = 10;

/// What brings a service back, or on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// It runs: nothing is to be done.
    Nothing,
    /// It becomes ready by itself.
    Wait,
    /// It takes longer than expected; waiting goes on, or is called off.
    CallOff,
    /// It was never asked for.
    EnableFirst,
    /// It was stopped by hand.
    EnableAgain,
    /// It could not be created.
    TryAgain,
    /// Payment is overdue, and nothing else keeps it.
    TopUp,
    /// Payment is overdue, and it was stopped by hand too.
    TopUpThenEnable,
    /// Payment is overdue, and it could not be created.
    TopUpThenTryAgain,
}

impl Remedy {
    /// What a status asks for.
    pub fn of(status: Status, reasons: &[Reason], late: bool) -> Self {
        let (failed, disabled, overdue) = (
            reasons.contains(&Reason::CreationFailed),
            reasons.contains(&Reason::Disabled),
            reasons.contains(&Reason::Overdue),
        );
        match status {
            Status::Running => Self::Nothing,
            Status::Creating if late => Self::CallOff,
            Status::Creating => Self::Wait,
            Status::NotEnabled => Self::EnableFirst,
            Status::Stopped if overdue && failed => Self::TopUpThenTryAgain,
            Status::Stopped if overdue && disabled => Self::TopUpThenEnable,
            Status::Stopped if overdue => Self::TopUp,
            Status::Stopped if failed => Self::TryAgain,
            Status::Stopped => Self::EnableAgain,
        }
    }

    /// Whether money has to arrive first.
    pub const fn is_payment(self) -> bool {
        matches!(self, Self::TopUp | Self::TopUpThenEnable | Self::TopUpThenTryAgain)
    }

    /// Whether enabling is what it takes.
    pub const fn is_enabling(self) -> bool {
        matches!(self, Self::EnableFirst | Self::EnableAgain | Self::TryAgain)
    }
}

/// Whether a service takes longer to create than expected (L7), also where the server has not said so yet.
#[must_use]
pub fn is_late(service: &Service, now: Instant) -> bool {
    let creating_since = service.since.filter(|_| service.status == Status::Creating);
    let passed = creating_since.map(|since| now.unix_nanoseconds().saturating_sub(since.unix_nanoseconds()));
    service.late || passed.is_some_and(|passed| passed > EXPECTED_CREATION_NANOSECONDS)
}

/// Which of the actions there are for a service as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offers {
    /// It can be switched off.
    pub disable: bool,
    /// It can be switched on.
    pub enable: bool,
    /// It can be deleted.
    pub delete: bool,
    /// The fixed number of instances that it is to have.
    pub instances: Option<u32>,
}

impl Offers {
    /// The actions of a service.
    pub fn of(service: &Service) -> Self {
        let by_hand = service.reasons.contains(&Reason::Disabled);
        let enabled = match service.status {
            Status::Running | Status::Creating => true,
            Status::NotEnabled => false,
            // One that is stopped for its account only is still wanted.
            Status::Stopped => !by_hand && !service.reasons.contains(&Reason::CreationFailed),
        };
        let instances = match service.scaling {
            Some(ServiceScaling::Manual { instances }) => Some(instances),
            Some(ServiceScaling::Automatic(_)) | None => None,
        };
        Self { disable: enabled, enable: !enabled, delete: service.kind == ServiceType::Custom, instances }
    }
}

/// Whether a text can be the name of a service.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST_NAME
}

/// Whether its instances are billed by the second.
pub fn is_by_seconds(service: &Service) -> bool {
    service.metering == Metering::GpuSeconds
}

/// The days of the running month that are over, as `from` and `to` of usage; `None` on its first day.
pub fn closed_days(now: Instant, book: &PriceBook) -> Option<(String, String)> {
    let offset = book.utc_offset();
    let shift = i64::from(offset.seconds()) * NANOSECONDS_PER_SECOND;
    let date = |nanoseconds: i64| {
        let local = Instant::from_unix_nanoseconds(nanoseconds.saturating_add(shift))?;
        local.to_string().get(..DATE_CHARACTERS).map(str::to_owned)
    };
    let first = date(Month::containing(now, offset).first_instant_nanoseconds(offset))?;
    let today = date(now.unix_nanoseconds())?;
    (first != today).then_some((first, today))
}

/// What a service came to in a report that is grouped by service.
pub fn amount_of(report: &UsageReport, service: &str) -> Decimal {
    let own = report.data.iter().filter(|row| row.service.as_deref() == Some(service));
    Exact::sum_of(own.map(|row| row.amount)).unwrap_or_default()
}

/// What is left of an amount.
pub fn less(amount: Decimal, taken: Decimal) -> Decimal {
    Exact::sum_of([amount, -taken].into_iter()).unwrap_or_default()
}

/// How an instance is asked, as a line for a shell.
pub fn chat_line(endpoint: &str, model: &str, question: &str) -> String {
    let body = json!({ "model": model, "messages": [{ "role": "user", "content": question }] });
    let address = format!("{}/v1/chat/completions", endpoint.trim_end_matches('/'));
    let header = quoted("content-type: application/json");
    format!("curl {} --header {header} --data {}", quoted(&address), quoted(&body.to_string()))
}

/// In single quotes, in which a shell changes nothing.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::live::examples::{at, gpu_service};

    #[test]
    fn each_stop_has_one_remedy() {
        use Reason::{CreationFailed, Disabled, Overdue};
        for (status, reasons, late, expected) in [
            (Status::Running, vec![], false, Remedy::Nothing),
            (Status::Creating, vec![], false, Remedy::Wait),
            (Status::Creating, vec![], true, Remedy::CallOff),
            (Status::NotEnabled, vec![], false, Remedy::EnableFirst),
            (Status::Stopped, vec![Disabled], false, Remedy::EnableAgain),
            (Status::Stopped, vec![CreationFailed], false, Remedy::TryAgain),
            (Status::Stopped, vec![Overdue], false, Remedy::TopUp),
            (Status::Stopped, vec![Disabled, Overdue], false, Remedy::TopUpThenEnable),
            (Status::Stopped, vec![CreationFailed, Overdue], false, Remedy::TopUpThenTryAgain),
        ] {
            let remedy = Remedy::of(status, &reasons, late);
            assert_eq!(remedy, expected, "{status} {reasons:?}");
            assert!(!(remedy.is_payment() && remedy.is_enabling()));
        }
    }

    #[test]
    fn creating_is_late_after_five_seconds() {
        for (status, now, expected) in [
            (Status::Creating, "2026-03-03T10:00:05Z", false),
            (Status::Creating, "2026-03-03T10:00:05.001Z", true),
            (Status::Running, "2026-03-03T11:00:00Z", false),
        ] {
            let mut service = gpu_service("svc_1");
            service.status = status;
            assert_eq!(is_late(&service, at(now)), expected, "{status} {now}");
        }
    }

    #[test]
    fn what_is_wanted_can_be_switched_off_and_the_rest_on() {
        for (status, reasons, disable) in [
            (Status::Running, vec![], true),
            (Status::Creating, vec![], true),
            (Status::NotEnabled, vec![], false),
            (Status::Stopped, vec![Reason::Disabled], false),
            (Status::Stopped, vec![Reason::Overdue], true),
            (Status::Stopped, vec![Reason::CreationFailed, Reason::Overdue], false),
        ] {
            let mut service = gpu_service("svc_1");
            service.status = status;
            service.reasons = reasons;
            let offers = Offers::of(&service);
            assert_eq!((offers.disable, offers.enable), (disable, !disable), "{status}");
            assert_eq!((offers.delete, offers.instances), (true, Some(2)));
        }
        let mut made_by_the_platform = gpu_service("svc_1");
        made_by_the_platform.kind = ServiceType::Default;
        made_by_the_platform.scaling = None;
        let offers = Offers::of(&made_by_the_platform);
        assert_eq!((offers.delete, offers.instances), (false, None));
    }

    #[test]
    fn days_that_are_over_are_those_of_the_price_book() {
        let book = |offset: &str| {
            let json = format!(
                r#"{{"schema": "tiermeter.price-book/1", "id": "test", "name": "Test", "currency": "USD",
                    "settlement": {{"cycle": "month", "utc_offset": "{offset}"}}, "gpu_tiers": []}}"#
            );
            PriceBook::from_json(json.as_bytes()).unwrap()
        };
        for (offset, now, expected) in [
            ("+00:00", "2026-03-03T10:00:00Z", Some(("2026-03-01", "2026-03-03"))),
            ("+08:00", "2026-03-03T20:00:00Z", Some(("2026-03-01", "2026-03-04"))),
            ("+08:00", "2026-03-31T16:00:00Z", None),
            ("-05:00", "2026-04-01T04:59:59Z", Some(("2026-03-01", "2026-03-31"))),
            ("+00:00", "2026-03-01T23:59:59.999Z", None),
        ] {
            let expected = expected.map(|(from, to)| (from.to_owned(), to.to_owned()));
            assert_eq!(closed_days(at(now), &book(offset)), expected, "{now} {offset}");
        }
    }

    #[test]
    fn a_report_is_summed_up_for_one_service() {
        let report: UsageReport = serde_json::from_value(json!({ "data": [
            { "service": "svc_1", "item": "gpu_seconds", "quantity": "10", "amount": "0.00217", "currency": "USD" },
            { "service": "svc_2", "item": "gpu_seconds", "quantity": "10", "amount": "7", "currency": "USD" },
            { "service": "svc_1", "item": "tpm_reservation", "quantity": "1", "amount": "1.5", "currency": "USD" },
        ] }))
        .unwrap();
        for (service, expected) in [("svc_1", "1.50217"), ("svc_2", "7"), ("svc_3", "0")] {
            assert_eq!(amount_of(&report, service).to_string(), expected);
        }
        assert_eq!(less("2".parse().unwrap(), "0.5".parse().unwrap()).to_string(), "1.5");
    }

    #[test]
    fn names_are_neither_empty_nor_endless() {
        let (longest, longer) = ("价".repeat(LONGEST_NAME), "价".repeat(LONGEST_NAME + 1));
        for (text, expected) in
            [("chat", true), ("", false), ("  ", false), (longest.as_str(), true), (longer.as_str(), false)]
        {
            assert_eq!(is_name(text), expected, "{text}");
        }
    }

    #[test]
    fn a_line_survives_a_shell() {
        assert_eq!(
            chat_line("http://127.0.0.1:9000/", "it's", "Hello"),
            r#"curl 'http://127.0.0.1:9000/v1/chat/completions' --header 'content-type: application/json' --data '{"messages":[{"content":"Hello","role":"user"}],"model":"it'\''s"}'"#
        );
    }
}
