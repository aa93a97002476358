//! The instances of a service: a bar for each of their runs, with seconds and cost that go on while they run.

use leptos::prelude::*;

use super::history_words::HistoryWords;
use super::instance_table::{HowToCall, InstanceTable};
use super::lanes::{Bar, Lane, lanes, longest_pause_seconds};
use super::life::Place;
use super::money::Amounts;
use super::more::{MoreButton, use_shown};
use super::overview::Seen;
use super::timeline::axis;
use super::watch::use_instances;
use crate::console::documents::{Instance, InstanceState};
use crate::console::failure::Failure;
use crate::console::format::{Format, use_format};
use crate::console::live::use_live;
use crate::console::parts::{Busy, CurlButton, Load, Money, Trouble};
use crate::console::request::Request;
use crate::console::words::{Common, use_words};
use crate::erased::{derived, memo, memo_of_last};

/// How many instances are shown at first, and more each time.
const INSTANCES_AT_ONCE: usize = 20;

/// The instances.
#[component]
pub fn Instances(
    /// What is looked at.
    seen: Seen,
) -> impl IntoView {
    let (words, format) = (use_words::<HistoryWords>(), use_format());
    let (id, model) = seen.row.with_untracked(|row| (row.service.id.clone(), row.service.model.clone()));
    let watched = use_instances(seen.row);
    let known = memo_of_last(move |before: Option<&Vec<Instance>>| {
        watched.state.with(|state| match state {
            Load::Ready(data) => data.clone(),
            // What was there stays in sight while it cannot be asked for.
            Load::Waiting | Load::Failed(_) => before.cloned().unwrap_or_default(),
        })
    });
    let failure = memo(move || watched.state.with(failure_of));
    let is_waiting = memo(move || {
        let runs_read = seen.history.runs.with(|known| known.is_read || known.failure.is_some());
        let asked = watched.state.with(|state| *state != Load::Waiting);
        !(asked && runs_read)
    });
    let all = memo(move || {
        let window = seen.window.get();
        known.with(|known| {
            seen.runs.with(|runs| lanes(if seen.by_seconds { runs.as_slice() } else { &[] }, known, window))
        })
    });
    let counts = move || {
        seen.by_seconds.then(|| {
            let (wanted, running) = seen.row.with(|row| {
                let counts = row.service.instances;
                (format.count(u64::from(counts.wanted)), format.count(u64::from(counts.running)))
            });
            (words.counts)(&running, &wanted)
        })
    };
    let trouble =
        move || failure.get().map(|failure| view! { <Trouble failure=failure on_again=watched.ask /> });
    let content = move || {
        if is_waiting.get() {
            view! { <Busy /> }.into_any()
        } else if all.with(Vec::is_empty) {
            let said = if seen.by_seconds { words.no_instances } else { words.no_token_instance };
            view! { <p class="state">{said}</p> }.into_any()
        } else {
            view! { <Lanes seen=seen all=all /> }.into_any()
        }
    };
    view! {
        <section class="panel service-history" aria-labelledby="service-instances">
            <header class="panel-head">
                <h2 id="service-instances">{words.instances}</h2>
                <span class="hint">{counts}</span>
                <CurlButton request=Request::instances(&id) />
            </header>
            {trouble}
            {content}
            <InstanceTable instances=known />
            <HowToCall instances=known model=model />
        </section>
    }
}

fn failure_of(state: &Load<Vec<Instance>>) -> Option<Failure> {
    if let Load::Failed(failure) = state { Some(failure.clone()) } else { None }
}

/// The picture, an instance below the other.
#[component]
fn Lanes(
    /// What is looked at.
    seen: Seen,
    /// The instances.
    all: Memo<Vec<Lane>>,
) -> impl IntoView {
    let (words, format) = (use_words::<HistoryWords>(), use_format());
    let shown = use_shown(memo(move || all.with(Vec::len)), INSTANCES_AT_ONCE);
    let names = memo(move || {
        let most = shown.most.get();
        all.with(|all| all.iter().take(most).map(|lane| lane.name.clone()).collect::<Vec<_>>())
    });
    let more = derived(move || {
        let hidden = shown.hidden.get();
        (hidden > 0).then(|| (words.more_instances)(hidden))
    });
    view! {
        <ul class="service-lanes">
            <For
                each=move || names.get()
                key=|name| name.clone()
                children=move |name| view! { <LaneView seen=seen all=all name=name /> }
            />
        </ul>
        {seen
            .by_seconds
            .then(|| {
                view! {
                    <div class="service-axis service-lane-axis" aria-hidden="true">
                        {move || axis(seen.window.get(), format, words)}
                    </div>
                }
            })}
        <MoreButton label=more is_busy=false on_more=shown.more />
    }
}

/// One instance: what it does, its runs, its seconds and cost in the range.
#[component]
fn LaneView(
    /// What is looked at.
    seen: Seen,
    /// The instances.
    all: Memo<Vec<Lane>>,
    /// Which of them.
    name: String,
) -> impl IntoView {
    let (live, format) = (use_live(), use_format());
    let (words, common) = (use_words::<HistoryWords>(), use_words::<Common>());
    let title = name.clone();
    let lane = memo(move || all.with(|all| all.iter().find(|lane| lane.name == name).cloned()));
    let now = memo(move || {
        let goes_on = lane.with(|lane| lane.as_ref().is_some_and(|lane| lane.open_run().is_some()));
        if goes_on { live.now.get() } else { live.now.get_untracked() }
    });
    let seconds = move || {
        let window = seen.window.get();
        let seconds = lane.with(|lane| lane.as_ref().map(|lane| lane.seconds(window, now.get())));
        (words.seconds)(&format.count(seconds.unwrap_or_default()))
    };
    let cost = memo(move || {
        let (book, cuts) = (live.book.get(), [seen.window.get().from]);
        let cost = book.zip(lane.get()).map(|(book, lane)| Amounts::of(&lane.runs, &cuts, now.get(), &book));
        cost.map(|cost| cost.get(1)).unwrap_or_default()
    });
    let state = move || {
        let instance = lane.with(|lane| lane.as_ref().and_then(|lane| lane.instance.clone()));
        match instance {
            Some(instance) => {
                let class = state_class(instance.state);
                let word = common.instance_state(instance.state);
                let detail = instance_detail(&instance, words, format);
                view! { <span class=class><i aria-hidden="true"></i>{word}</span> <small>{detail}</small> }
                    .into_any()
            }
            // Instances of other machines are known by their runs alone.
            None => view! { <small>{words.not_here}</small> }.into_any(),
        }
    };
    let bars = move || {
        let window = seen.window.get();
        let bars = lane.with(|lane| lane.as_ref().map(|lane| lane.bars(window)).unwrap_or_default());
        bars.into_iter().map(|bar| run_bar(&bar, words, format)).collect_view()
    };
    let numbers = seen.by_seconds.then(|| {
        view! {
            <span class="service-track" aria-hidden="true">{bars}</span>
            <span class="service-lane-numbers">
                <span class="number">{seconds}</span>
                <span class="number"><Money amount=cost /></span>
            </span>
        }
    });
    view! {
        <li class="service-lane">
            <span class="service-lane-name"><b>{title}</b> {state}</span>
            {numbers}
        </li>
    }
}

/// One run in the picture.
fn run_bar(bar: &Bar, words: &HistoryWords, format: Format) -> impl IntoView + use<> {
    let class = if bar.open { "service-run open" } else { "service-run" };
    let until = bar.stopped_at.map_or_else(|| words.now.to_owned(), |at| format.instant(at));
    let title = format!("{} – {until}", format.instant(bar.started_at));
    let Place { left, width } = bar.place.clone();
    view! { <i class=class style:left=left style:width=width title=title></i> }
}

/// The class of a state, which gives its mark shape and colour.
pub const fn state_class(state: InstanceState) -> &'static str {
    match state {
        InstanceState::Ready => "status running",
        InstanceState::Starting => "status creating",
        InstanceState::Waiting | InstanceState::Stopping => "status stopped",
    }
}

/// Since when, how often it was started again, and how long it waits at most before the next attempt.
pub fn instance_detail(instance: &Instance, words: &HistoryWords, format: Format) -> String {
    let mut parts = vec![(words.since)(&format.day_and_time(instance.since))];
    if instance.restarts > 0 {
        parts.push((words.restarted)(instance.restarts));
    }
    if instance.state == InstanceState::Waiting {
        let seconds = i64::try_from(longest_pause_seconds(instance.restarts)).unwrap_or_default();
        parts.push((words.next_attempt)(&format.duration(seconds)));
    }
    parts.join(" · ")
}
