//! The load that the days ahead are followed with: what is known of it by the instances that it asks for, or what
//! somebody types.

use leptos::html;
use leptos::prelude::*;
use tiermeter_pricing::{Instant, UtcOffset};
use tiermeter_service::{ServiceScaling, Status};

use super::draft::{Fault, LARGEST_COUNT, whole_number};
use super::words::Words;
use crate::console::documents::Service;
use crate::console::format::use_format;
use crate::console::live::{ServiceRow, use_live};
use crate::console::words::use_words;
use crate::erased::{memo, signal_of};

/// What the number of instances that are wanted says of the requests in flight: of the most of them within the time
/// that a lower need must last. The API tells that number, not the load itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownLoad {
    /// It says nothing: the number does not follow the load now.
    Unknown,
    /// As many are wanted without load; it is not more than this.
    AtMost(u64),
    /// The load asks for `instances`.
    Between {
        /// How many are wanted.
        instances: u32,
        /// With less one instance less would do.
        least: u64,
        /// So many they take.
        most: u64,
    },
    /// The load asks for the maximum, or for more.
    AtLeast {
        /// The maximum.
        instances: u32,
        /// With less one instance less would do.
        least: u64,
    },
}

impl KnownLoad {
    /// What a service tells of its load.
    pub fn of(service: &Service, now: Instant, offset: UtcOffset) -> Self {
        let scales = matches!(service.status, Status::Running | Status::Creating);
        let Some(ServiceScaling::Automatic(automatic)) = service.scaling.as_ref().filter(|_| scales) else {
            return Self::Unknown;
        };
        let taken_by = |instances: u32| u64::from(instances).saturating_mul(automatic.concurrency);
        let wanted = service.instances.wanted;
        let without_load = ServiceScaling::Automatic(automatic.clone()).wanted(&[], now, offset).instances;
        let least = taken_by(wanted.saturating_sub(1)).saturating_add(1);
        if wanted <= without_load {
            if without_load < automatic.maximum {
                Self::AtMost(taken_by(without_load))
            } else {
                Self::Unknown
            }
        } else if wanted < automatic.maximum {
            Self::Between { instances: wanted, least, most: taken_by(wanted) }
        } else {
            Self::AtLeast { instances: wanted, least }
        }
    }

    /// The load that the days ahead are followed with, unless somebody types another one.
    pub const fn requests_in_flight(self) -> u64 {
        match self {
            Self::Unknown | Self::AtMost(_) => 0,
            Self::Between { most, .. } => most,
            Self::AtLeast { least, .. } => least,
        }
    }
}

/// The load that stands in a field, or what is wrong with it.
pub fn load_of(text: &str) -> Result<u64, Fault> {
    whole_number(text, 0, LARGEST_COUNT).ok_or(Fault::Range { lowest: 0, highest: LARGEST_COUNT })
}

/// The load that the days ahead are followed with.
#[derive(Clone, Copy)]
pub struct Load {
    known: Memo<KnownLoad>,
    typed: RwSignal<Option<String>>,
    text: Memo<String>,
    /// What it is, or what is wrong with it.
    pub checked: Memo<Result<u64, Fault>>,
}

/// The load of a service, as far as it is known, until somebody types another one.
pub fn use_load(row: RwSignal<ServiceRow>, now: Memo<Instant>) -> Load {
    let live = use_live();
    let known = memo(move || {
        let (now, offset) = (now.get(), live.utc_offset().unwrap_or_default());
        row.with(|row| KnownLoad::of(&row.service, now, offset))
    });
    let typed = signal_of(None::<String>);
    let text = memo(move || typed.get().unwrap_or_else(|| known.get().requests_in_flight().to_string()));
    let checked = memo(move || text.with(|text| load_of(text)));
    Load { known, typed, text, checked }
}

/// The field of the load, with what is known of it and the way back to that.
#[component]
pub fn LoadField(
    /// The load.
    load: Load,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let fault = memo(move || load.checked.with(|checked| checked.as_ref().err().cloned()));
    let note = move || {
        // What is known first: what is wrong follows from it where nothing is typed, and is nothing then.
        let known = load.known.get();
        if let Some(fault) = fault.get() {
            let fault = words.fault(&fault, |count| format.count(count));
            view! { <span class="fault">{fault}</span> }.into_any()
        } else {
            let known = words.known_load(known, |count| format.count(count));
            view! { <span class="hint">{known}</span> }.into_any()
        }
    };
    let field = NodeRef::<html::Input>::new();
    let is_typed = memo(move || load.typed.with(Option::is_some));
    let is_known = memo(move || load.known.get() != KnownLoad::Unknown);
    let go_back = move |_| {
        load.typed.set(None);
        // The button goes with what was typed.
        if let Some(field) = field.get_untracked() {
            // Fails only for what is not in the page any more.
            let _ = field.focus();
        }
    };
    let way_back = move || {
        is_typed.get().then(|| {
            let word = move || if is_known.get() { words.load_measured } else { words.load_none };
            view! { <button type="button" class="quiet" on:click=go_back>{word}</button> }
        })
    };
    view! {
        <div class="form-row">
            <label for="scaling-load">{words.load}</label>
            <input
                id="scaling-load"
                node_ref=field
                class="field"
                type="text"
                inputmode="numeric"
                autocomplete="off"
                spellcheck="false"
                maxlength="100"
                aria-describedby="scaling-load-note"
                aria-invalid=move || fault.with(|fault| fault.is_some().then_some("true"))
                prop:value=move || load.text.get()
                on:input=move |event| load.typed.set(Some(event_target_value(&event)))
            />
            <span id="scaling-load-note" aria-live="polite">{note}</span>
            <span class="service-scaling-back">{way_back}</span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use tiermeter_service::{AutomaticScaling, Cron, Policy};

    use super::*;
    use crate::console::live::examples;

    fn known(status: Status, wanted: u32, now: &str) -> KnownLoad {
        let mut service = examples::gpu_service("svc_1");
        service.status = status;
        service.instances.wanted = wanted;
        service.scaling = Some(ServiceScaling::Automatic(AutomaticScaling {
            minimum: 1,
            maximum: 4,
            concurrency: 8,
            scale_in_after_seconds: 300,
            policies: vec![Policy {
                cron: Cron::parse("0 8 * * *").unwrap(),
                duration_seconds: 3_600,
                minimum: 2,
            }],
        }));
        KnownLoad::of(&service, examples::at(now), UtcOffset::default())
    }

    #[test]
    fn the_instances_that_are_wanted_tell_of_the_load() {
        let (night, morning) = ("2026-03-03T00:00:00Z", "2026-03-03T08:30:00Z");
        for (status, wanted, now, expected, followed) in [
            (Status::Running, 1, night, KnownLoad::AtMost(8), 0),
            (Status::Running, 2, night, KnownLoad::Between { instances: 2, least: 9, most: 16 }, 16),
            (Status::Running, 2, morning, KnownLoad::AtMost(16), 0),
            (Status::Creating, 4, morning, KnownLoad::AtLeast { instances: 4, least: 25 }, 25),
            (Status::Stopped, 0, night, KnownLoad::Unknown, 0),
        ] {
            let known = known(status, wanted, now);
            assert_eq!(known, expected, "{wanted} at {now}");
            assert_eq!(known.requests_in_flight(), followed);
        }
        let mut by_hand = examples::gpu_service("svc_1");
        by_hand.status = Status::Running;
        by_hand.scaling = Some(ServiceScaling::Manual { instances: 2 });
        let now = examples::at(night);
        assert_eq!(KnownLoad::of(&by_hand, now, UtcOffset::default()), KnownLoad::Unknown);
    }

    #[test]
    fn a_load_is_a_whole_number() {
        let fault = Err(Fault::Range { lowest: 0, highest: LARGEST_COUNT });
        for (text, expected) in [
            ("0", Ok(0)),
            (" 1,040 ", Ok(1_040)),
            ("9007199254740991", Ok(LARGEST_COUNT)),
            ("9007199254740992", fault.clone()),
            ("-1", fault.clone()),
            ("+1", fault.clone()),
            ("4.5", fault.clone()),
            ("", fault.clone()),
        ] {
            assert_eq!(load_of(text), expected, "{text:?}");
        }
    }
}
