//! What stands in the columns behind the name.

use leptos::prelude::*;
use tiermeter_service::BillingMode;

use super::columns::Column;
use super::state::List;
use super::words::Words;
use crate::console::documents::{FreeQuota, InstanceCounts, Metering, Service};
use crate::console::format::{Format, use_format};
use crate::console::live::ServiceRow;
use crate::console::parts::{CostPerHour, CostSoFarInRow, StatusMark};
use crate::console::words::{Common, use_words};
use crate::erased::memo;

/// More labels than these have no room, one below the other.
const MOST_LABELS: usize = 2;

/// The cell of a column. On a card there is no head, so the cost says its unit, and a line stands for other columns.
pub fn cell(column: Column, here: RwSignal<ServiceRow>, list: List, on_card: bool) -> AnyView {
    let content = match column {
        Column::Service => return ().into_any(),
        Column::Status => view! { <StatusMark row=here /> }.into_any(),
        Column::Billing if on_card => view! { <Brief here=here list=list /> }.into_any(),
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
    match reserved_of(service, words, format) {
        None => metering.to_owned(),
        Some(reserved) => format!("{metering} · {reserved}"),
    }
}

/// How much of a service is reserved, where anything is.
fn reserved_of(service: &Service, words: &Words, format: Format) -> Option<String> {
    let reserved: u64 = service.open_reservations.iter().map(|reservation| reservation.tpm).sum();
    (reserved > 0).then(|| (words.reserved)(&format.count(reserved)))
}

/// What other columns would say, in one line of a card.
#[component]
fn Brief(
    /// The service.
    here: RwSignal<ServiceRow>,
    /// The list.
    list: List,
) -> impl IntoView {
    let (words, common, format) = (use_words::<Words>(), use_words::<Common>(), use_format());
    let brief = memo(move || {
        let quota = free_quota(here, list);
        here.with(|row| brief_of(&row.service, quota, words, common, format))
    });
    view! { <small>{move || brief.get()}</small> }
}

/// `2 / 2 · Pay-as-you-go · team:web`. What is not billed says how it would be metered, where nothing free says it.
fn brief_of(
    service: &Service,
    quota: Option<FreeQuota>,
    words: &Words,
    common: &Common,
    format: Format,
) -> String {
    let mut parts = Vec::new();
    if service.metering == Metering::GpuSeconds {
        let InstanceCounts { wanted, running } = service.instances;
        parts.push(format!("{running} / {wanted}"));
    }
    if service.billing_mode != BillingMode::None {
        parts.push(common.billing_mode(service.billing_mode).to_owned());
    } else if quota.is_none() {
        parts.push(common.metering(service.metering).to_owned());
    }
    parts.extend(reserved_of(service, words, format));
    if let Some(quota) = quota {
        let Left { text, .. } = left_of(quota, words, format);
        parts.push(format!("{}: {text}", words.column(Column::Quota)));
    }
    parts.extend(labels_of(service));
    parts.join(" · ")
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
    let quota = memo(move || free_quota(here, list));
    move || match quota.get() {
        None => common.nothing.into_any(),
        Some(quota) => {
            let Left { percent, text, waits, title } = left_of(quota, words, format);
            let width = format!("{percent}%");
            let class = if waits { "services-waits" } else { "" };
            view! {
                <span class="services-quota" title=title>
                    <span class="quota" aria-hidden="true"><i style:width=move || width.clone()></i></span>
                    <span class=class>{text}</span>
                </span>
            }
            .into_any()
        }
    }
}

/// The free quota of a service's model, which is what tokens of it use up.
fn free_quota(here: RwSignal<ServiceRow>, list: List) -> Option<FreeQuota> {
    let model =
        here.with(|row| (row.service.metering == Metering::Tokens).then(|| row.service.model.clone()))?;
    list.live.models.with(|models| models.iter().find(|known| known.id == model)?.free_quota)
}

/// What is left of a free quota, as it is shown.
#[derive(Debug, PartialEq, Eq)]
struct Left {
    percent: u64,
    text: String,
    /// Whether it is not granted yet: all of it is left then.
    waits: bool,
    title: String,
}

fn left_of(quota: FreeQuota, words: &Words, format: Format) -> Left {
    let FreeQuota { tokens, remaining, granted_at, expires_at } = quota;
    if granted_at.is_none() {
        let text = (words.quota_waits)(&format.tokens(tokens));
        let title = (words.quota_title)(&format.count(tokens), None);
        return Left { percent: 100, text, waits: true, title };
    }
    let percent = if tokens == 0 { 0 } else { u128::from(remaining) * 100 / u128::from(tokens) };
    let until = expires_at.map(|at| format.day(at));
    let of = format!("{} / {}", format.count(remaining), format.count(tokens));
    Left {
        percent: u64::try_from(percent).unwrap_or(100),
        text: format.percent(remaining, tokens),
        waits: false,
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
    let labels = memo(move || here.with(|row| labels_of(&row.service)));
    move || {
        let labels = labels.get();
        if labels.is_empty() {
            return common.nothing.into_any();
        }
        let all = labels.join(", ");
        let (shown, others) = shown_labels(labels.len());
        // Those that have no room are read aloud all the same.
        let class = |place: usize| if place < shown { "tag" } else { "visually-hidden" };
        let tags = labels.into_iter().enumerate();
        let tags = tags.map(|(place, label)| view! { <span class=class(place)>{label}</span> });
        let tags = tags.collect_view();
        let others = (others > 0)
            .then(|| view! { <span class="tag" aria-hidden="true">{format!("+{others}")}</span> });
        view! { <span class="services-labels" title=all>{tags} {others}</span> }.into_any()
    }
}

/// How many of so many labels are shown, and how many are counted only.
const fn shown_labels(count: usize) -> (usize, usize) {
    let shown = if count > MOST_LABELS { MOST_LABELS - 1 } else { count };
    (shown, count - shown)
}

/// The labels of a service, each as `name:value`.
fn labels_of(service: &Service) -> Vec<String> {
    service.labels.iter().map(|(name, value)| format!("{name}:{value}")).collect()
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
        assert_eq!(left.waits, !granted);
        assert_eq!((left.percent, left.text.as_str()), expected);
        assert_eq!(left.title.contains("30 May 2026"), granted, "{}", left.title);
    }

    #[test]
    fn a_quota_says_what_is_left() {
        check_quota(1_000_000, false, (100, "1 M when enabled"));
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

    #[test]
    fn more_labels_than_there_is_room_for_are_counted() {
        for (count, expected) in [(0, (0, 0)), (1, (1, 0)), (2, (2, 0)), (3, (1, 2)), (9, (1, 8))] {
            assert_eq!(shown_labels(count), expected, "{count}");
        }
    }

    #[test]
    fn a_card_says_the_rest_in_one_line() {
        let brief = |service: &Service, quota: Option<FreeQuota>| {
            let (words, common) = (Words::of(Language::English), Common::of(Language::English));
            brief_of(service, quota, words, common, FORMAT)
        };
        let quota = |granted_at| FreeQuota { tokens: 1_000, remaining: 340, granted_at, expires_at: None };
        let mut seconds = gpu_service("svc_1");
        seconds.billing_mode = BillingMode::PayAsYouGo;
        seconds.instances = InstanceCounts { wanted: 2, running: 1 };
        seconds.labels.insert("team".to_owned(), "web".to_owned());
        assert_eq!(brief(&seconds, None), "1 / 2 · Pay-as-you-go · team:web");
        seconds.billing_mode = BillingMode::None;
        assert_eq!(brief(&seconds, None), "1 / 2 · per second · team:web");
        let mut tokens = token_service("svc_2");
        tokens.billing_mode = BillingMode::None;
        assert_eq!(brief(&tokens, None), "per token");
        assert_eq!(brief(&tokens, Some(quota(None))), "Free quota left: 1,000 when enabled");
        tokens.billing_mode = BillingMode::PayAsYouGo;
        let granted = quota(Some(at("2026-03-01T00:00:00Z")));
        assert_eq!(brief(&tokens, Some(granted)), "Pay-as-you-go · Free quota left: 34 %");
    }
}
