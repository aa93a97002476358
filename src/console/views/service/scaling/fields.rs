//! The fields of the scaling: what is typed goes to the draft, and what is wrong is said at its field.

use leptos::prelude::*;
use tiermeter_pricing::{Instant, UtcOffset};
use tiermeter_service::{Cron, MOST_INSTANCES};
use wasm_bindgen::JsCast;

use super::draft::{Checked, Draft, Field};
use super::words::Words;
use crate::console::format::use_format;
use crate::console::live::use_live;
use crate::console::words::use_words;
use crate::console::zone::Zone;
use crate::erased::{derived, keyed, memo};

/// What is typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub struct Form {
    /// What stands in the fields.
    pub draft: RwSignal<Draft>,
    /// What they come to.
    pub checked: Memo<Checked>,
}

impl Form {
    fn text(self, field: Field) -> String {
        self.draft.with(|draft| draft.text(field).to_owned())
    }
}

fn id_of(field: Field) -> String {
    match field {
        Field::Instances => "scaling-instances".to_owned(),
        Field::Minimum => "scaling-minimum".to_owned(),
        Field::Maximum => "scaling-maximum".to_owned(),
        Field::Concurrency => "scaling-concurrency".to_owned(),
        Field::ScaleInAfter => "scaling-scale-in-after".to_owned(),
        Field::Cron(number) => format!("scaling-cron-{number}"),
        Field::Duration(number) => format!("scaling-duration-{number}"),
        Field::PolicyMinimum(number) => format!("scaling-policy-minimum-{number}"),
    }
}

/// A field with its name, what is wrong in it, and what it means.
#[component]
pub fn ScalingField(
    /// The fields.
    form: Form,
    /// Which one.
    field: Field,
    /// What it is called.
    label: &'static str,
    /// What else should be known of it, in words that may change with what is typed.
    #[prop(optional, into)]
    hint: Signal<String>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let fault = memo(move || {
        form.checked.with(|checked| {
            let faults = checked.as_ref().err()?;
            let (_, fault) = faults.iter().find(|(at, _)| *at == field)?;
            Some(words.fault(fault, |count| format.count(count)))
        })
    });
    let (input_id, note_id) = (id_of(field), format!("{}-note", id_of(field)));
    let keys = if matches!(field, Field::Cron(_)) { "text" } else { "numeric" };
    let note = move || match fault.get() {
        Some(fault) => view! { <span class="fault">{fault}</span> }.into_any(),
        None => view! { <span class="hint">{hint.get()}</span> }.into_any(),
    };
    view! {
        <div class="form-row">
            <label for=input_id.clone()>{label}</label>
            <input
                id=input_id
                class="field"
                type="text"
                inputmode=keys
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                maxlength="100"
                aria-describedby=note_id.clone()
                aria-invalid=move || fault.with(|fault| fault.is_some().then_some("true"))
                prop:value=move || form.text(field)
                on:input=move |event| form.draft.update(|draft| draft.set(field, event_target_value(&event)))
            />
            <span id=note_id aria-live="polite">{note}</span>
        </div>
    }
}

/// The scheduled policies.
#[component]
pub fn Policies(
    /// The fields.
    form: Form,
) -> impl IntoView {
    let words = use_words::<Words>();
    let numbers = memo(move || {
        form.draft.with(|draft| draft.policies.iter().map(|policy| policy.number).collect::<Vec<_>>())
    });
    let can_add = memo(move || form.draft.with(Draft::can_add));
    let add = move |_| {
        if can_add.get_untracked() {
            let number = form.draft.try_update(Draft::add);
            if let Some(number) = number {
                focus_later(Field::Cron(number));
            }
        }
    };
    let none = move || numbers.with(Vec::is_empty).then(|| view! { <p class="hint">{words.no_policies}</p> });
    let most = move || (!can_add.get()).then(|| view! { <span class="hint">{words.most_policies}</span> });
    view! {
        <fieldset class="service-scaling-policies">
            <legend>{words.policies}</legend>
            <p class="hint">{words.policies_text}</p>
            {none}
            {keyed(
                move || numbers.get(),
                move |number| view! { <PolicyFields form=form number=number numbers=numbers /> }.into_any(),
            )}
            <p class="buttons">
                <button type="button" class="button" disabled=move || !can_add.get() on:click=add>
                    {words.add_policy}
                </button>
                {most}
            </p>
        </fieldset>
    }
}

/// The fields of one policy.
#[component]
fn PolicyFields(
    /// The fields.
    form: Form,
    /// Its number.
    number: u32,
    /// The numbers of all policies, in their order.
    numbers: Memo<Vec<u32>>,
) -> impl IntoView {
    let (words, format, live) = (use_words::<Words>(), use_format(), use_live());
    let offset = live.utc_offset_untracked().unwrap_or_default();
    let place = move || {
        let place = numbers.with(|numbers| numbers.iter().position(|other| *other == number));
        (words.policy)(place.map_or(0, |index| index + 1))
    };
    let next = derived(move || {
        let zone = Zone::Fixed(i64::from(offset.seconds() / 60)).name(live.now.get_untracked());
        let fields = (words.cron_hint)(&zone);
        let next = match next_begin(&form.text(Field::Cron(number)), live.now.get_untracked(), offset) {
            Err(_) => return fields,
            Ok(None) => words.never.to_owned(),
            Ok(Some(at)) => (words.next)(&format.day_and_time(at)),
        };
        format!("{next} · {fields}")
    });
    let at_most = derived(move || {
        let maximum = number_of(&form.text(Field::Maximum));
        let minimum = number_of(&form.text(Field::PolicyMinimum(number)));
        let more = maximum.zip(minimum).filter(|(maximum, minimum)| minimum > maximum);
        more.map(|(maximum, _)| (words.counts_as_maximum)(maximum)).unwrap_or_default()
    });
    let lasts = derived(move || {
        let seconds = form.text(Field::Duration(number)).trim().parse::<i64>();
        seconds.map(|seconds| format.duration(seconds)).unwrap_or_default()
    });
    let remove = move |_| form.draft.update(|draft| draft.remove(number));
    view! {
        <fieldset class="service-scaling-policy">
            <legend>{place}</legend>
            <ScalingField form=form field=Field::Cron(number) label=words.cron hint=next />
            <ScalingField form=form field=Field::Duration(number) label=words.duration hint=lasts />
            <ScalingField form=form field=Field::PolicyMinimum(number) label=words.policy_minimum hint=at_most />
            <button type="button" class="quiet" on:click=remove>
                {words.remove}
                <span class="visually-hidden">" " {place}</span>
            </button>
        </fieldset>
    }
}

/// When a cron comes next; `None` for one that never comes, and why not for what is no cron.
fn next_begin(text: &str, now: Instant, offset: UtcOffset) -> Result<Option<Instant>, String> {
    let next = Cron::parse(text)?.next_after(now.unix_nanoseconds(), offset);
    Ok(next.and_then(Instant::from_unix_nanoseconds))
}

fn number_of(text: &str) -> Option<u32> {
    text.trim().parse().ok().filter(|number| u64::from(*number) <= MOST_INSTANCES)
}

/// Goes to a field that will be there with the next frame.
fn focus_later(field: Field) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id_of(field));
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            // An element that refuses the focus is one that the reader cannot use either.
            let _ = element.focus();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_begin_is_told() {
        let now = Instant::parse("2026-03-06T12:00:00Z").unwrap();
        for (text, offset, expected) in [
            ("0 8 * * 1-5", "+00:00", Ok(Some("2026-03-09T08:00:00Z"))),
            ("0 21 * * *", "+08:00", Ok(Some("2026-03-06T13:00:00Z"))),
            ("0 0 30 2 *", "+00:00", Ok(None)),
            ("0 8 * *", "+00:00", Err("4 fields; a cron expression has 5")),
        ] {
            let next = next_begin(text, now, UtcOffset::parse(offset).unwrap());
            let next = next.map(|next| next.map(|at| at.to_string()));
            let next = next.as_ref().map(Option::as_deref).map_err(String::as_str);
            assert_eq!(next, expected, "{text}");
        }
        assert_eq!(number_of(" 12 "), Some(12));
        assert_eq!(number_of("1001"), None);
    }
}
