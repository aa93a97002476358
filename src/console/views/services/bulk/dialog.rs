//! Asks whether it is wanted, with what it leads to; then tells what becomes of each service.

use std::sync::Arc;

use leptos::prelude::*;

use super::HOMES;
use super::ask::Asked;
use super::outcome::Kind;
use super::plan::{Change, Costs, Plan};
use super::results::Results;
use super::send::{Bulk, Undo};
use super::words::Words;
use crate::console::act::predict::Hindrance;
use crate::console::act::{Around, Refused, services};
use crate::console::format::{Format, use_format};
use crate::console::parts::focus::DIALOG;
use crate::console::parts::{Dialog, Sample, copy_when_had, keep_focus, quotation};
use crate::console::words::{Common, use_language, use_words};
use crate::erased::{callback, derived, effect, effect_of_last, memo};

/// So many names stand beside a reason.
const MOST_NAMES: usize = 10;

/// The dialog.
#[component]
pub fn BulkDialog(
    /// What is done.
    bulk: Bulk,
) -> impl IntoView {
    let words = use_words::<Words>();
    let title = derived(move || {
        let shown = bulk.question.get().or_else(|| bulk.begun.get());
        shown.map(|asked| title(&asked.plan, words)).unwrap_or_default()
    });
    let body = move || match bulk.question.get() {
        Some(asked) => view! { <Question bulk=bulk asked=asked /> }.into_any(),
        None => view! { <Results bulk=bulk /> }.into_any(),
    };
    // What is asked about goes with the dialog, and the buttons that had the focus with the question.
    effect_of_last(move |asked_before: Option<bool>| {
        let is_asked = bulk.question.with(Option::is_some);
        if !bulk.open.get() {
            if is_asked {
                bulk.question.set(None);
            }
        } else if asked_before.is_some_and(|before| before != is_asked) {
            keep_focus(DIALOG);
        }
        is_asked
    });
    // The results go with the dialog too; the way back stays in sight for a while.
    let undo = callback(move |()| bulk.ask_undo());
    let is_left = memo(move || !bulk.open.get() && bulk.undo() == Undo::Possible);
    effect(move || {
        if is_left.get() {
            let tally = bulk.tally.get_untracked();
            bulk.say((words.progress)(tally.of(Kind::Done), tally.all(), tally.not_done()), undo);
        }
    });
    view! { <Dialog open=bulk.open title=title homes=HOMES>{body}</Dialog> }
}

fn title(plan: &Plan, words: &Words) -> String {
    let count = plan.services.len();
    let title = match plan.change {
        Change::Enable => (words.enable_title)(count),
        Change::Disable => (words.disable_title)(count),
    };
    if plan.is_undo() { (words.undo_title)(&title) } else { title }
}

/// What it leads to, and whether it is wanted.
#[component]
fn Question(
    /// What is done.
    bulk: Bulk,
    /// What it would do.
    asked: Arc<Asked>,
) -> impl IntoView {
    let (words, common, format) = (use_words::<Words>(), use_words::<Common>(), use_format());
    let plan = &asked.plan;
    let (changes, same) = (plan.changes(), plan.same());
    let currency = bulk.live().currency();
    let refusals = refusals(plan, bulk, words);
    let costs = [common.per_hour, common.per_day, common.per_month]
        .into_iter()
        .zip(plan.costs())
        .map(|(label, costs)| cost_line(label, costs, &currency, format))
        .collect_view();
    let begin = match plan.change {
        Change::Enable => (words.enable_count)(changes),
        Change::Disable => (words.disable_count)(changes),
    };
    let dangerous = plan.change == Change::Disable;
    let notes = [
        (plan.is_undo(), words.undo_leaves),
        (plan.change == Change::Disable && changes > 0, words.stops),
        (plan.has_reservations && plan.change == Change::Disable, words.reservations_go_on),
        (plan.has_tokens && plan.change == Change::Enable, words.tokens_beside),
    ];
    let notes = notes.into_iter().filter(|(holds, _)| *holds);
    let notes = notes.map(|(_, note)| view! { <p class="note">{note}</p> }).collect_view();
    let has_samples = plan.has_samples;
    let curl = (changes > 0)
        .then(|| copy_when_had(common.copy_curl.to_owned(), move || bulk.lines(Arc::clone(&asked))));
    view! {
        <div class="services-ask">
            <p>{(words.will_change)(changes, same)}</p>
            {refusals}
            <dl class="effect">{costs}</dl>
            {has_samples.then(|| view! { <Sample /> })}
            {notes}
            <div class="buttons">
                {(changes > 0)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button"
                                class:main=!dangerous
                                class:danger=dangerous
                                on:click=move |_| bulk.begin()
                            >
                                {begin}
                            </button>
                        }
                    })}
                <button type="button" class="button" on:click=move |_| bulk.cancel()>
                    {common.cancel}
                </button>
                {curl}
            </div>
        </div>
    }
}

/// A cost before and after.
fn cost_line(label: &'static str, costs: Costs, currency: &str, format: Format) -> impl IntoView + use<> {
    let (before, after) = (format.money(costs.before, currency), format.money(costs.after, currency));
    let (dearer, cheaper) = (costs.after > costs.before, costs.after < costs.before);
    let changed = (costs.after != costs.before).then(|| view! { <s>{before}</s> " → " });
    view! {
        <dt>{label}</dt>
        <dd class:warn=dearer class:good=cheaper>{changed} {after}</dd>
    }
}

/// Why some are left out, each reason once.
fn refusals(plan: &Plan, bulk: Bulk, words: &'static Words) -> impl IntoView + use<> {
    let (language, format) = (use_language(), use_format());
    let around = Around::of(bulk.live(), language, format);
    let change = plan.change;
    plan.refusals()
        .into_iter()
        .map(|(hindrance, names)| {
            let Refused { sentence, next_step, quoted, link } =
                why(change, &hindrance, around.as_ref(), words);
            let link = link.map(|(address, title)| view! { " " <a href=address>{title}</a> });
            let count = names.len();
            let mut shown: Vec<String> = names.into_iter().take(MOST_NAMES).collect();
            if count > MOST_NAMES {
                shown.push((words.and_more)(count - MOST_NAMES));
            }
            view! {
                <div class="refused">
                    <p>
                        <strong>{(words.left_out)(count)}</strong>
                        " "
                        {sentence}
                        " "
                        {next_step}
                        {link}
                        {quotation(quoted)}
                    </p>
                    <p class="hint">{shown.join(", ")}</p>
                </div>
            }
        })
        .collect_view()
}

/// Why a service is left out, in words.
fn why(change: Change, hindrance: &Hindrance, around: Option<&Around>, words: &Words) -> Refused {
    match (change, hindrance, around) {
        (Change::Disable, Hindrance::Refused(_), _) => Refused {
            sentence: words.never_enabled.to_owned(),
            next_step: words.nothing_to_do.to_owned(),
            quoted: None,
            link: None,
        },
        (_, _, Some(around)) => services::refused(hindrance, around),
        (_, _, None) => Refused {
            sentence: words.not_now.to_owned(),
            next_step: words.not_now_next.to_owned(),
            quoted: None,
            link: None,
        },
    }
}
