//! What stands in the columns behind the name.

use leptos::prelude::*;

use super::columns::Column;
use super::state::List;
use super::words::Words;
use crate::console::documents::{FreeQuota, Metering, Service};
use crate::console::format::{Format, use_format};
use crate::console::live::ServiceRow;
use crate::console::parts::{CostPerHour, CostSoFarInRow, StatusMark};
use crate::console::words::{Common, use_words};
use crate::erased::memo;

/// The cell of a column. On a card there is no head, so the cost says its unit.
pub fn cell(column: Column, here: RwSignal<ServiceRow>, list: List, on_card: bool) -> AnyView {
    let content = match column {
        Column::Service => return ().into_any(),
        Column::Status => view! { <StatusMark row=here /> }.into_any(),
        Column::Billing => view! { <Billing here=here /> }.into_any(),
        Column::Instances => view! { <Instances here=here /> }.into_any(),
        Column::Quota => view! { <Quota here=here list=list /> }.into_any(),
        Column::PerHour => view! { <CostPerHour row=here /> }.into_any(),
        Column::Month => view! { <CostSoFarInRow row=here /> }.into_any(),
        Column::Labels => view! { <Labels here=here /> }.into_any(),
        Column::Since => view! { <Since here=here /> }.into_any(),
    };
    let unit = on_card.then(|| unit(column, list)).flatten();
    let unit = unit.map(|unit| view! { <small>{unit}</small> });
    view! { <span class=column.class() role="cell">{content} {unit}</span> }.into_any()
}

/// The unit of a cost.
fn unit(column: Column, list: List) -> Option<String> {
    let words = use_words::<Words>();
    let currency = untrack(move || list.live.currency());
    match column {
        Column::PerHour => Some((words.per_hour)(&currency)),
        Column::Month => Some((words.this_month)(&currency)),
        _ => None,
    }
}

/// How it is billed.
#[component]
fn Billing(
    /// The service.
    here: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, common, format) = (use_words::<Words>(), use_words::<Common>(), use_format());
    let mode = memo(move || here.with(|row| common.billing_mode(row.service.billing_mode)));
    let beside = memo(move || here.with(|row| billed_by(&row.service, words, common, format)));
    view! {
        {move || mode.get()}
        <small>{move || beside.get()}</small>
    }
}

/// How a service is metered, and how much of it is reserved.
fn billed_by(service: &Service, words: &Words, common: &Common, format: Format) -> String {
    let metering = common.metering(service.metering);
    let reserved: u64 = service.open_reservations.iter().map(|reservation| reservation.tpm).sum();
    if reserved == 0 {
        metering.to_owned()
    } else {
        format!("{metering} · {}", (words.reserved)(&format.count(reserved)))
    }
}

/// How many instances run, of how many that are wanted.
#[component]
fn Instances(
    /// The service.
    here: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let numbers = memo(move || {
        here.with(|row| {
            let service = &row.service;
            (service.metering == Metering::GpuSeconds).then_some(service.instances)
        })
    });
    move || match numbers.get() {
        None => common.nothing.into_any(),
        Some(counts) => {
            let (running, wanted) = (counts.running, counts.wanted);
            view! {
                <span aria-hidden="true">{running} " / " {wanted}</span>
                <span class="visually-hidden">{(words.instances_said)(running, wanted)}</span>
            }
            .into_any()
        }
    }
}

/// What is left of the free quota of its model.
#[component]
fn Quota(
    /// The service.
    here: RwSignal<ServiceRow>,
    /// The list.
    list: List,
) -> impl IntoView {
    let (words, common, format) = (use_words::<Words>(), use_words::<Common>(), use_format());
    let quota = memo(move || {
        let model =
            here.with(|row| (row.service.metering == Metering::Tokens).then(|| row.service.model.clone()))?;
        list.live.models.with(|models| models.iter().find(|known| known.id == model)?.free_quota)
    });
    move || match quota.get() {
        None => common.nothing.into_any(),
        Some(quota) => {
            let Left { percent, text, title } = left_of(quota, words, format);
            let width = format!("{percent}%");
            view! {
                <span class="services-quota" title=title>
                    <span class="quota" aria-hidden="true"><i style:width=move || width.clone()></i></span>
                    {text}
                </span>
            }
            .into_any()
        }
    }
}

/// What is left of a free quota, as it is shown.
#[derive(Debug, PartialEq, Eq)]
struct Left {
    percent: u64,
    text: String,
    title: String,
}

fn left_of(quota: FreeQuota, words: &Words, format: Format) -> Left {
    let FreeQuota { tokens, remaining, granted_at, expires_at } = quota;
    if granted_at.is_none() {
        let text = (words.quota_waits)(&format.tokens(tokens));
        return Left { percent: 0, text, title: (words.quota_title)(&format.count(tokens), None) };
    }
    let percent = if tokens == 0 { 0 } else { u128::from(remaining) * 100 / u128::from(tokens) };
    let until = expires_at.map(|at| format.day(at));
    let of = format!("{} / {}", format.count(remaining), format.count(tokens));
    Left {
        percent: u64::try_from(percent).unwrap_or(100),
        text: format.percent(remaining, tokens),
        title: (words.quota_title)(&of, until.as_deref()),
    }
}

/// Its labels.
#[component]
fn Labels(
    /// The service.
    here: RwSignal<ServiceRow>,
) -> impl IntoView {
    let common = use_words::<Common>();
    let labels = memo(move || {
        here.with(|row| {
            let labels = row.service.labels.iter().map(|(name, value)| format!("{name}:{value}"));
            labels.collect::<Vec<_>>()
        })
    });
    move || {
        let labels = labels.get();
        if labels.is_empty() {
            return common.nothing.into_any();
        }
        let all = labels.join(", ");
        let tags = labels.into_iter().map(|label| view! { <span class="tag">{label}</span> }).collect_view();
        view! { <span class="services-labels" title=all>{tags}</span> }.into_any()
    }
}

/// When its status last changed.
#[component]
fn Since(
    /// The service.
    here: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (common, format) = (use_words::<Common>(), use_format());
    let since = memo(move || here.with(|row| row.service.since));
    move || match since.get() {
        None => common.nothing.into_any(),
        Some(since) => {
            view! { <span title=format.instant(since)>{format.day_and_time(since)}</span> }.into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::documents::OpenReservation;
    use crate::console::live::examples::{at, gpu_service, token_service};
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    const FORMAT: Format = Format { language: Language::English, zone: Zone::Utc };

    fn check_quota(remaining: u64, granted: bool, expected: (u64, &str)) {
        let granted_at = granted.then(|| at("2026-03-01T00:00:00Z"));
        let expires_at = granted.then(|| at("2026-05-30T00:00:00Z"));
        let quota = FreeQuota { tokens: 1_000_000, remaining, granted_at, expires_at };
        let left = left_of(quota, Words::of(Language::English), FORMAT);
        assert_eq!((left.percent, left.text.as_str()), expected);
        assert_eq!(left.title.contains("30 May 2026"), granted, "{}", left.title);
    }

    #[test]
    fn a_quota_says_what_is_left() {
        check_quota(1_000_000, false, (0, "1 M when enabled"));
        check_quota(829_000, true, (82, "82 %"));
        check_quota(0, true, (0, "0 %"));
    }

    #[test]
    fn billing_says_what_is_metered_and_reserved() {
        let (words, common) = (Words::of(Language::English), Common::of(Language::English));
        assert_eq!(billed_by(&gpu_service("svc_1"), words, common, FORMAT), "per second");
        let mut service = token_service("svc_2");
        service.open_reservations = [6_000, 4_000]
            .into_iter()
            .map(|tpm| OpenReservation {
                tpm,
                from: at("2026-03-01T00:00:00Z"),
                until: None,
                per_ktpm_hour: "0.0035".parse().unwrap(),
            })
            .collect();
        assert_eq!(billed_by(&service, words, common, FORMAT), "per token · 10,000 TPM");
    }
}
