//! The actions on a service, with what they lead to in words.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook, RefusalCode};
use tiermeter_service::{BillingMode, Command, ServiceScaling, Status};

use super::costs;
use super::predict::{self, Hindrance, Outlook, Prediction};
use super::words::Words;
use super::{Action, EffectLine, Refused};
use crate::console::documents::{Account, Service, ServiceType};
use crate::console::failure::Failure;
use crate::console::format::Format;
use crate::console::frame::address;
use crate::console::live::{Live, ServiceRow};
use crate::console::request::Request;
use crate::console::words::{Common, Language, Localized};
use crate::erased::callback;

/// What an action looks at beside its service.
#[derive(Clone)]
pub struct Around {
    /// The store.
    pub live: Live,
    /// The account.
    pub account: Account,
    /// The price book.
    pub book: Arc<PriceBook>,
    /// The server's clock.
    pub now: Instant,
    /// The language.
    pub language: Language,
    /// How things are written.
    pub format: Format,
}

impl Around {
    /// What is around now; `None` until everything is read.
    pub fn of(live: Live, language: Language, format: Format) -> Option<Self> {
        let (account, book) = (live.account.get_untracked()?, live.book.get_untracked()?);
        Some(Self { live, account, book, now: live.instant(), language, format })
    }

    fn words(&self) -> &'static Words {
        Words::of(self.language)
    }

    fn common(&self) -> &'static Common {
        Common::of(self.language)
    }
}

/// Enables a service.
pub fn enable(row: &ServiceRow, around: &Around) -> Action {
    let (words, service) = (around.words(), &row.service);
    let action = Action::new((words.enable_title)(&service.name), Request::enable_service(&service.id))
        .on_service(&service.id)
        .button(words.enable)
        .saying((words.enabled)(&service.name));
    let action = match predict::command(row, &around.account, Command::Enable, &around.book, around.now) {
        Ok(prediction) => action.with_effect(effect(service, &prediction, around)),
        Err(hindrance) => action.refused(refused(&hindrance, around)),
    };
    // One that was never enabled can only be disabled again, not made as if nothing had been.
    action.undone_by(Request::disable_service(&service.id))
}

/// Disables a service.
pub fn disable(row: &ServiceRow, around: &Around) -> Action {
    let (words, service) = (around.words(), &row.service);
    let action = Action::new((words.disable_title)(&service.name), Request::disable_service(&service.id))
        .on_service(&service.id)
        .button(words.disable)
        .dangerous()
        .saying((words.disabled)(&service.name));
    match predict::command(row, &around.account, Command::Disable, &around.book, around.now) {
        Ok(prediction) => {
            let mut lines = effect(service, &prediction, around);
            if prediction.before.status == Status::Running {
                lines.push(EffectLine::new(words.what_stops, words.calls_stop).bad());
            }
            if !service.open_reservations.is_empty() {
                lines.push(EffectLine::new(words.reservation, words.reservation_goes_on).warn());
            }
            action.with_effect(lines).undone_by(Request::enable_service(&service.id))
        }
        Err(hindrance) => action.refused(refused(&hindrance, around)),
    }
}

/// Changes how many instances a service is to have.
pub fn set_scaling(row: &ServiceRow, scaling: &ServiceScaling, around: &Around) -> Action {
    let (words, service) = (around.words(), &row.service);
    let prediction = predict::scaling(row, scaling, &around.book, around.now);
    let mut lines = effect(service, &prediction, around);
    let (before, after) = (prediction.before.instances_wanted, prediction.after.instances_wanted);
    if after < before {
        lines.push(EffectLine::new(words.what_stops, (words.instances_stop)(before - after)).warn());
    }
    if let ServiceScaling::Automatic(automatic) = scaling {
        let range = format!("{} – {}", automatic.minimum, automatic.maximum);
        lines.push(EffectLine::new(words.within, range));
    }
    let action = Action::new((words.scale_title)(&service.name), Request::set_scaling(&service.id, scaling))
        .on_service(&service.id)
        .button(words.scale)
        .with_effect(lines)
        .saying((words.scaled)(&service.name));
    match &service.scaling {
        Some(before) => action.undone_by(Request::set_scaling(&service.id, before)),
        None => action,
    }
}

/// Changes the billing mode that a service is configured for.
pub fn set_billing_mode(row: &ServiceRow, mode: BillingMode, around: &Around) -> Action {
    let (words, common, service) = (around.words(), around.common(), &row.service);
    let before = service.configured_billing_mode;
    let mut lines =
        vec![EffectLine::change(words.billing, common.billing_mode(before), common.billing_mode(mode))];
    lines.extend(costs::billing_lines(row, mode, &around.book, around.now, (words, common, around.format)));
    if !service.open_reservations.is_empty() && mode != BillingMode::TpmReservation {
        lines.push(EffectLine::new(words.reservation, words.reservation_goes_on).warn());
    }
    Action::new((words.billing_title)(&service.name), Request::set_billing_mode(&service.id, mode))
        .on_service(&service.id)
        .button(words.change)
        .with_effect(lines)
        .saying((words.billing_changed)(&service.name))
        .undone_by(Request::set_billing_mode(&service.id, before))
}

/// Gives a service these labels.
pub fn set_labels(row: &ServiceRow, labels: &BTreeMap<String, String>, around: &Around) -> Action {
    let (words, service) = (around.words(), &row.service);
    let text = |labels: &BTreeMap<String, String>| {
        let parts: Vec<String> = labels.iter().map(|(name, value)| format!("{name}: {value}")).collect();
        if parts.is_empty() { around.common().nothing.to_owned() } else { parts.join(", ") }
    };
    Action::new((words.labels_title)(&service.name), Request::label_service(&service.id, labels))
        .on_service(&service.id)
        .button(words.change)
        .with_effect(vec![EffectLine::change(words.labels, text(&service.labels), text(labels))])
        .saying((words.labelled)(&service.name))
        .undone_by(Request::label_service(&service.id, &service.labels))
}

/// Deletes a service, for ever.
pub fn delete(row: &ServiceRow, around: &Around) -> Action {
    let (words, service, live) = (around.words(), &row.service, around.live);
    let id = service.id.clone();
    let action = Action::new((words.delete_title)(&service.name), Request::delete_service(&service.id))
        .on_service(&service.id)
        .button(words.delete)
        .dangerous()
        .typing(&service.name)
        .saying((words.deleted)(&service.name))
        .with_effect(vec![
            EffectLine::new(words.service, words.delete_gone).bad(),
            EffectLine::new(words.bills, words.delete_bills),
        ])
        .then(callback(move |_| live.forget(&id)));
    let hindered = if service.kind == ServiceType::Default {
        Some((words.delete_default, words.delete_default_next))
    } else if matches!(service.status, Status::Creating | Status::Running) || !service.open_runs.is_empty() {
        Some((words.delete_running, words.delete_running_next))
    } else if service.open_reservations.is_empty() {
        None
    } else {
        Some((words.delete_reserved, words.delete_reserved_next))
    };
    match hindered {
        None => action,
        Some((sentence, next_step)) => action.refused(Refused {
            sentence: sentence.to_owned(),
            next_step: next_step.to_owned(),
            quoted: None,
            link: None,
        }),
    }
}

/// What a prediction says, line by line.
pub fn effect(service: &Service, prediction: &Prediction, around: &Around) -> Vec<EffectLine> {
    let (words, common, format) = (around.words(), around.common(), around.format);
    let Prediction { before, after, .. } = prediction;
    let mut lines = vec![EffectLine::change(words.status, status(before, common), status(after, common))];
    if service.tier.is_some() {
        lines.push(EffectLine::change(
            words.instances,
            before.instances_wanted.to_string(),
            after.instances_wanted.to_string(),
        ));
    }
    lines.extend(costs::cost_lines(prediction.costs(), &service.cost.currency, common, format));
    if service.tier.is_none() {
        lines.push(EffectLine::new(words.tokens, words.tokens_beside));
    }
    if service.cost.illustrative {
        lines.push(EffectLine::new(words.prices, common.sample_prices).warn());
    }
    lines
}

fn status(outlook: &Outlook, common: &Common) -> String {
    let word = common.status(outlook.status);
    if outlook.reasons.is_empty() {
        return word.to_owned();
    }
    let reasons: Vec<&str> = outlook.reasons.iter().map(|reason| common.reason(*reason)).collect();
    format!("{word} ({})", reasons.join(", "))
}

/// Why it would be refused, and what to do first.
pub fn refused(hindrance: &Hindrance, around: &Around) -> Refused {
    let words = around.words();
    let (sentence, next_step, link) = match hindrance {
        Hindrance::PlanRequired => (words.plan_required, words.ask_operator, None),
        Hindrance::NotAllowlisted => (words.not_allowlisted, words.ask_operator, None),
        Hindrance::Refused(refusal) if refusal.code == RefusalCode::AccountOverdue => {
            let link = (address::account(), words.top_up.to_owned());
            (words.overdue, words.top_up_first, Some(link))
        }
        Hindrance::Refused(refusal) => {
            let failure = Failure::of_refusal(refusal);
            return Refused {
                sentence: failure.sentence(around.language),
                next_step: failure.next_step(around.language),
                quoted: failure.quoted(around.language),
                link: None,
            };
        }
    };
    Refused { sentence: sentence.to_owned(), next_step: next_step.to_owned(), quoted: None, link }
}
