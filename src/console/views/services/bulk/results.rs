//! What became of each service: a line for each, and the ways to try again what was not done and to take back what
//! was.

use leptos::prelude::*;
use tiermeter_service::Status;

use super::job::Job;
use super::outcome::{Kind, Outcome, Tally};
use super::send::{Bulk, Undo};
use super::words::Words;
use crate::console::act::Stand;
use crate::console::format::use_format;
use crate::console::frame::address;
use crate::console::parts::focus::DIALOG;
use crate::console::parts::{keep_focus, quotation};
use crate::console::words::{Common, use_language, use_words};
use crate::erased::{effect_of_last, follow, memo, shown_while, signal_of};

/// So many lines are in the page; more of them come when they are wanted.
const LINES_AT_ONCE: usize = 200;

/// What became of each.
#[component]
pub fn Results(
    /// What is done.
    bulk: Bulk,
) -> impl IntoView {
    let (words, common) = (use_words::<Words>(), use_words::<Common>());
    let only = signal_of(None::<Kind>);
    let going = memo(move || bulk.is_going());
    let tally = bulk.tally;
    let said = move || {
        let tally = tally.get();
        (words.progress)(tally.of(Kind::Done), tally.all(), tally.not_done())
    };
    // Said aloud once, at the end.
    let said_aloud = move || (!going.get()).then(said);
    let not_done = memo(move || tally.with(Tally::not_done));
    let undo = memo(move || bulk.undo());
    let buttons = memo(move || (going.get(), not_done.get() > 0, undo.get()));
    effect_of_last(move |before: Option<()>| {
        follow(buttons);
        if before.is_some() {
            keep_focus(DIALOG);
        }
    });
    view! {
        <div class="services-results">
            <p>{said}</p>
            <p class="visually-hidden" role="status">{said_aloud}</p>
            <progress
                aria-label=words.progress_name
                max=move || tally.with(|tally| tally.all().to_string())
                prop:value=move || tally.with(|tally| count_of(tally.ended()))
            ></progress>
            <Kinds bulk=bulk only=only />
            <Lines bulk=bulk only=only />
            <div class="buttons">
                {shown_while(move || going.get(), move || view! { <button type="button" class="button" on:click=move |_| bulk.call_off()>{words.call_off}</button> }.into_any())}
                {shown_while(move || { !going.get() && not_done.get() > 0 }, move || view! { <button type="button" class="button main" on:click=move |_| bulk.retry()>
                        {move || (words.try_again)(not_done.get())}
                    </button> }.into_any())}
                {shown_while(move || { undo.get() == Undo::Possible }, move || view! { <button type="button" class="button" on:click=move |_| bulk.ask_undo()>
                        {move || (words.undo)(bulk.undoable())}
                    </button> }.into_any())}
                {shown_while(move || { undo.get() == Undo::Over }, move || view! { <span class="hint">{common.undo_over}</span> }.into_any())}
                <button type="button" class="button" on:click=move |_| bulk.open.set(false)>{common.close}</button>
            </div>
        </div>
    }
}

fn count_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Chips: every line, or those of one outcome.
#[component]
fn Kinds(
    /// What is done.
    bulk: Bulk,
    /// The outcome that is looked at.
    only: RwSignal<Option<Kind>>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let chip = move |kind: Option<Kind>| {
        let count = move || bulk.tally.with(|tally| kind.map_or_else(|| tally.all(), |kind| tally.of(kind)));
        let shown = move || format.count(u64::try_from(count()).unwrap_or_default());
        let offered = move || kind.is_none() || count() > 0;
        view! {
            {shown_while(offered, move || view! { <button
                    type="button"
                    class="chip"
                    aria-pressed=move || (only.get() == kind).to_string()
                    on:click=move |_| only.set(kind)
                >
                    {words.outcome_chip(kind)}
                    " "
                    {shown}
                </button> }.into_any())}
        }
    };
    let chips = std::iter::once(None).chain(Kind::ALL.map(Some)).map(chip).collect_view();
    view! { <div class="chips" role="group" aria-label=words.outcome>{chips}</div> }
}

/// The lines.
#[component]
fn Lines(
    /// What is done.
    bulk: Bulk,
    /// The outcome that is looked at.
    only: RwSignal<Option<Kind>>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let most = signal_of(LINES_AT_ONCE);
    let places = memo(move || {
        bulk.tally.track();
        let only = only.get();
        let jobs = bulk.jobs();
        let fits = |job: &Job| only.is_none_or(|only| job.outcome.with_untracked(Outcome::kind) == only);
        let places = jobs.iter().enumerate().filter(|(_, job)| fits(job)).map(|(place, _)| place);
        places.collect::<Vec<usize>>()
    });
    let shown = move || {
        let most = most.get();
        let jobs = bulk.jobs();
        places.with(|places| {
            places.iter().take(most).filter_map(|place| jobs.get(*place).cloned()).collect::<Vec<Job>>()
        })
    };
    let more = move || places.with(Vec::len).saturating_sub(most.get());
    view! {
        <ul class="services-outcomes" tabindex="0" aria-label=words.outcome>
            <For each=shown key=|job| job.id.clone() children=|job| view! { <Line job=job /> } />
        </ul>
        {shown_while(move || { more() > 0 }, move || view! { <button type="button" class="quiet" on:click=move |_| most.update(|most| *most += LINES_AT_ONCE)>
                {move || (words.and_more)(more())}
            </button> }.into_any())}
    }
}

/// What became of one service.
#[component]
fn Line(
    /// The service.
    job: Job,
) -> impl IntoView {
    let (words, common, language) = (use_words::<Words>(), use_words::<Common>(), use_language());
    let Job { id, name, outcome, .. } = job;
    let outcome = RwSignal::from(outcome);
    let word = move || words.outcome_chip(Some(outcome.with(Outcome::kind)));
    let class = move || outcome_class(outcome.with(Outcome::kind));
    let why = move || match outcome.get() {
        Outcome::Waiting | Outcome::Done => String::new(),
        Outcome::Sending => words.sending.to_owned(),
        Outcome::CalledOff => words.called_off.to_owned(),
        Outcome::Refused(failure) | Outcome::Failed(failure) => {
            format!("{} {}", failure.sentence(language), failure.next_step(language))
        }
        Outcome::Conflict { by, stand } => {
            let by = by.map(|actor| common.actor(&actor));
            let stand = stand.map(|stand| stand_said(&stand, words, common));
            (words.conflict)(by.as_deref(), stand.as_deref())
        }
    };
    let quoted = move || match outcome.get() {
        Outcome::Refused(failure) | Outcome::Failed(failure) => Some(quotation(failure.quoted(language))),
        _ => None,
    };
    view! {
        <li>
            <a href=address::service(&id)>{name}</a>
            <span class=class>{word}</span>
            <small>{why} {quoted}</small>
        </li>
    }
}

fn stand_said(stand: &Stand, words: &Words, common: &Common) -> String {
    match stand {
        Stand::NotEnabled => common.status(Status::NotEnabled).to_owned(),
        Stand::Going => words.going.to_owned(),
        Stand::Stopped(reasons) => {
            let reasons: Vec<&str> = reasons.iter().map(|reason| common.reason(*reason)).collect();
            let word = common.status(Status::Stopped);
            format!("{word} ({})", reasons.join(", "))
        }
    }
}

const fn outcome_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Open => "services-outcome",
        Kind::Done => "services-outcome good",
        Kind::Refused | Kind::Failed => "services-outcome bad",
        Kind::Conflict => "services-outcome warn",
    }
}
