//! How a service stands and what it costs: by shape and word, and ticking.

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_pricing::Instant;
use tiermeter_service::{EXPECTED_CREATION_NANOSECONDS, Status};

use super::super::documents::Service;
use super::super::format::{Format, use_format};
use super::super::live::{ServiceRow, use_live};
use super::super::words::{Common, use_words};
use super::money::{Money, MoneyInRow};

use crate::erased::memo;

/// The class of a status, which gives its mark shape and colour.
pub const fn status_class(status: Status) -> &'static str {
    match status {
        Status::Running => "status running",
        Status::Creating => "status creating",
        Status::Stopped => "status stopped",
        Status::NotEnabled => "status not-enabled",
    }
}

/// A status by shape and word.
#[component]
pub fn StatusWord(
    /// The status.
    status: Status,
) -> impl IntoView {
    let words = use_words::<Common>();
    view! { <span class=status_class(status)><i aria-hidden="true"></i>{words.status(status)}</span> }
}

/// A service's status by shape and word, with what keeps it from running, or since when it is so.
#[component]
pub fn StatusMark(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, format, live) = (use_words::<Common>(), use_format(), use_live());
    let status = memo(move || row.with(|row| row.service.status));
    let small = memo(move || {
        let now = live.now.get();
        row.with(|row| status_line(&row.service, now, words, format))
    });
    view! {
        <span class=move || status_class(status.get())>
            <i aria-hidden="true"></i>
            {move || words.status(status.get())}
        </span>
        <small>{move || small.get()}</small>
    }
}

/// What stands below the status: `2 h 14 m`, `by hand · 1 Mar`, `7 s, later than usual`.
pub fn status_line(service: &Service, now: Instant, words: &Common, format: Format) -> String {
    let Some(since) = service.since else { return String::new() };
    match service.status {
        Status::NotEnabled => String::new(),
        Status::Running => format.between(since, now),
        Status::Creating => {
            let lasted = format.between(since, now);
            let passed = now.unix_nanoseconds().saturating_sub(since.unix_nanoseconds());
            if service.late || passed > EXPECTED_CREATION_NANOSECONDS {
                format!("{lasted}, {}", words.late)
            } else {
                lasted
            }
        }
        Status::Stopped => {
            let reasons: Vec<&str> = service.reasons.iter().map(|reason| words.reason(*reason)).collect();
            format!("{} · {}", reasons.join(", "), format.short_day(since))
        }
    }
}

/// What a service came to in the running month, counting up.
#[component]
pub fn CostSoFar(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    view! { <Money amount=month_to_date(row) /> }
}

/// The same in a row of a long table.
#[component]
pub fn CostSoFarInRow(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    view! { <MoneyInRow amount=month_to_date(row) /> }
}

fn month_to_date(row: RwSignal<ServiceRow>) -> Memo<Decimal> {
    let live = use_live();
    memo(move || {
        // Those that time does not change don't look at the clock.
        let moves = row.with(|row| row.clock.moves());
        let now = if moves { live.now.get() } else { live.now.get_untracked() };
        row.with(|row| row.clock.month_to_date(now))
    })
}

/// What a service costs by the hour.
#[component]
pub fn CostPerHour(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (live, format) = (use_live(), use_format());
    let amount = memo(move || {
        let moves = row.with(|row| row.clock.moves());
        if moves { row.with(|row| row.clock.per_hour(live.now.get())) } else { Decimal::ZERO }
    });
    move || format.amount(amount.get())
}

/// Says that prices are samples.
#[component]
pub fn Sample() -> impl IntoView {
    let words = use_words::<Common>();
    view! { <span class="tag sample">{words.sample_prices}</span> }
}

#[cfg(test)]
mod tests {
    use tiermeter_service::Reason;

    use super::*;
    use crate::console::live::examples::{at, gpu_service};
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    #[test]
    fn the_small_line_says_how_long_or_why() {
        let words = Common::of(Language::English);
        let format = Format { language: Language::English, zone: Zone::Utc };
        for (status, reasons, late, expected) in [
            (Status::Running, vec![], false, "2 h 14 m"),
            (Status::Creating, vec![], true, "2 h 14 m, later than usual"),
            (Status::Stopped, vec![Reason::Disabled], false, "by hand · 3 Mar"),
            (
                Status::Stopped,
                vec![Reason::Disabled, Reason::Overdue],
                false,
                "by hand, overdue payment · 3 Mar",
            ),
            (Status::NotEnabled, vec![], false, ""),
        ] {
            let mut service = gpu_service("svc_1");
            service.status = status;
            service.reasons = reasons;
            service.late = late;
            assert_eq!(status_line(&service, at("2026-03-03T12:14:09Z"), words, format), expected);
        }
        let mut service = gpu_service("svc_1");
        service.status = Status::Creating;
        assert_eq!(status_line(&service, at("2026-03-03T10:00:05Z"), words, format), "5 s");
        assert_eq!(
            status_line(&service, at("2026-03-03T10:00:05.001Z"), words, format),
            "5 s, later than usual"
        );
    }
}
