//! Asking before an action is done, sending it, and what comes back.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::Action;
use super::undo::{Left, has_other_status, is_way_back_open, leads_elsewhere, version_to_take_back_now};
use crate::console::client::{Answer, all_pages, fresh_key, origin, send};
use crate::console::documents::{Service, TimelineEntry};
use crate::console::failure::Failure;
use crate::console::live::{Live, use_live};
use crate::console::parts::{Toasts, WayBack, use_toasts};
use crate::console::request::{Method, Request};
use crate::console::words::{Language, use_language};
use crate::erased::{signal_of, stored};

/// How far an action has come.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stage {
    /// It says what it leads to.
    Asking,
    /// It was sent.
    Sending,
    /// It was not done.
    Failed(Failure),
    /// Somebody changed the service meanwhile; who, if that is known.
    Changed(Option<String>),
}

/// An action that is asked about.
#[derive(Debug, Clone)]
pub(super) struct Pending {
    pub(super) action: Action,
    /// However often it is tried, it is done once.
    key: String,
    /// Its service, as its effect was worked out from it; `None` where none is shown.
    seen: Option<Arc<Service>>,
}

impl Pending {
    /// An action whose effect nobody is shown.
    fn new(action: Action) -> Self {
        Self { action, key: fresh_key(), seen: None }
    }

    /// The request as it is sent, and shown before: on a version of its service, and once.
    fn request(&self, etag: Option<&str>) -> Request {
        self.action.request.clone().sent_on(etag, &self.key)
    }
}

/// Does actions.
#[derive(Clone, Copy)]
pub struct Actions {
    pub(super) pending: RwSignal<Option<Pending>>,
    pub(super) open: RwSignal<bool>,
    pub(super) stage: RwSignal<Stage>,
    /// The version that is looked at, with the key of the action that looks at it.
    looked_at: StoredValue<Option<(String, String)>>,
    /// Apart, so that the handle stays small.
    around: StoredValue<(Live, Toasts)>,
    language: Language,
}

/// Does actions.
#[expect(clippy::expect_used, reason = "the frame provides it above every view")]
pub fn use_actions() -> Actions {
    use_context::<Actions>().expect("actions are provided above every view")
}

impl Default for Actions {
    fn default() -> Self {
        Self::new()
    }
}

impl Actions {
    /// For the tree that the caller is in.
    pub fn new() -> Self {
        Self {
            pending: signal_of(None),
            open: signal_of(false),
            stage: signal_of(Stage::Asking),
            looked_at: stored(None),
            around: stored((use_live(), use_toasts())),
            language: use_language(),
        }
    }

    fn live(self) -> Live {
        self.around.with_value(|(live, _)| *live)
    }

    fn toasts(self) -> Toasts {
        self.around.with_value(|(_, toasts)| *toasts)
    }

    /// Shows what an action leads to, and does it when that is wanted.
    pub fn ask(self, action: Action) {
        // The row is still the one that the effect was worked out from: nothing has come in between.
        let row = action.service.as_deref().and_then(|id| self.live().row(id));
        let seen = row.map(|row| Arc::new(row.with_untracked(|row| row.service.clone())));
        let pending = Pending { seen, ..Pending::new(action) };
        self.looked_at.set_value(None);
        self.pending.set(Some(pending.clone()));
        self.stage.set(Stage::Asking);
        self.open.set(true);
        // From here on a change by somebody else is noticed, and one that the row did not know yet is noticed here. What
        // cannot be read now is read before it is sent.
        spawn_local(async move {
            if let Err(Failure::Changed(told)) = self.version(&pending).await
                // What was sent meanwhile has an answer of its own.
                && self.stage.try_get_untracked() == Some(Stage::Asking)
            {
                self.changed(&pending, told).await;
            }
        });
    }

    /// Does an action at once, without asking.
    pub fn run(self, action: Action) {
        let pending = Pending::new(action);
        spawn_local(async move {
            match self.send(&pending).await {
                Ok(answer) => self.done(&pending.action, answer),
                Err(failure) => self.say(&failure),
            }
        });
    }

    /// Takes back what left a service so, where nobody decided anything about it since.
    fn take_back(self, title: String, request: Request, left: Left) {
        let pending = Pending::new(Action::new(title, request).on_service(&left.service().id));
        spawn_local(async move {
            let answer = match version_to_take_back_now(&left, self.live()).await {
                Ok(etag) => send::<Value>(&pending.request(Some(&etag))).await,
                Err(failure) => Err(failure),
            };
            match answer {
                Ok(answer) => self.done(&pending.action, answer),
                Err(failure) => self.say(&failure),
            }
        });
    }

    /// The request of an action that is asked about, as a curl line that does just what the button would do.
    pub(super) async fn line(self, pending: Pending) -> Result<String, Failure> {
        let etag = self.version(&pending).await.inspect_err(|failure| self.live().failed(failure))?;
        Ok(pending.request(etag.as_deref()).curl(&origin()))
    }

    /// The action that is asked about is wanted.
    pub(super) fn confirm(self) {
        let Some(pending) = self.pending.get_untracked() else { return };
        if self.stage.get_untracked() == Stage::Sending {
            return;
        }
        self.stage.set(Stage::Sending);
        spawn_local(async move {
            match self.send(&pending).await {
                Ok(answer) => {
                    self.open.try_set(false);
                    self.done(&pending.action, answer);
                }
                Err(Failure::Changed(told)) => self.changed(&pending, told).await,
                Err(failure) => {
                    self.live().failed(&failure);
                    self.stage.try_set(Stage::Failed(failure));
                }
            }
        });
    }

    async fn send(self, pending: &Pending) -> Result<Answer<Value>, Failure> {
        let etag = self.version(pending).await?;
        send::<Value>(&pending.request(etag.as_deref())).await
    }

    /// The version of its service that an action is done on: the one that was looked at when it was asked about, else
    /// the present one. A version of which its effect does not hold is none to do it on.
    async fn version(self, pending: &Pending) -> Result<Option<String>, Failure> {
        let Pending { action, key, seen } = pending;
        let Some(id) = &action.service else { return Ok(None) };
        let known = self.looked_at.try_get_value().flatten().filter(|(known, _)| known == key);
        if let Some((_, etag)) = known {
            return Ok(Some(etag));
        }
        let Answer { value, etag } = send::<Service>(&Request::service(id)).await?;
        let is_another = seen.as_ref().is_some_and(|seen| leads_elsewhere(seen, &value));
        self.live().put(value);
        if is_another {
            return Err(Failure::Changed(None));
        }
        if self.is_asked_about(pending) {
            self.looked_at.try_set_value(etag.clone().map(|etag| (key.clone(), etag)));
        }
        Ok(etag)
    }

    fn is_asked_about(self, asked: &Pending) -> bool {
        let is_it = self
            .pending
            .try_with_untracked(|pending| pending.as_ref().is_some_and(|pending| pending.key == asked.key));
        is_it == Some(true)
    }

    /// Says that the service was changed, where the action is still asked about.
    async fn changed(self, pending: &Pending, told: Option<String>) {
        let who = self.who_changed(pending, told).await;
        if self.is_asked_about(pending) {
            self.stage.try_set(Stage::Changed(who));
        }
    }

    /// Who changed the service since it was asked about: whom the server names, or as far as its timeline tells, which
    /// knows what the platform did.
    async fn who_changed(self, pending: &Pending, told: Option<String>) -> Option<String> {
        let id = pending.action.service.as_ref()?;
        // The row shows what it is now, whoever did it.
        let _ = self.live().look_at(&Request::service(id)).await;
        if told.is_some() {
            return told;
        }
        // Of status only the timeline tells; who named, labelled or scaled it is not in there.
        let (seen, row) = (pending.seen.as_ref()?, self.live().row(id)?);
        if !row.with_untracked(|row| has_other_status(seen, &row.service)) {
            return None;
        }
        let timeline = all_pages::<TimelineEntry>(&Request::timeline(id), None).await.ok()?;
        timeline.into_iter().next_back().map(|last| last.actor)
    }

    fn done(self, action: &Action, answer: Answer<Value>) {
        let Answer { value, etag } = answer;
        let mut left = None;
        if let Some(id) = &action.service {
            match serde_json::from_value::<Service>(value.clone()) {
                Ok(service) => {
                    left = Left::of(&Answer { value: service.clone(), etag });
                    self.live().put(service);
                }
                Err(_) if action.request.method == Method::Delete => {}
                Err(_) => self.live().refresh(id),
            }
        }
        if let Some(saying) = action.saying.clone() {
            match action.undo.clone().zip(left) {
                None => self.toasts().say(saying),
                Some((undo, left)) => {
                    let way_back = self.way_back(action.title.clone(), undo, left);
                    self.toasts().say_with_undo(saying, way_back);
                }
            }
        }
        if let Some(then) = action.then {
            // Who wanted to know may be gone.
            then.try_run(value);
        }
    }

    fn way_back(self, title: String, undo: Request, left: Left) -> WayBack {
        let (live, was_left) = (self.live(), left.clone());
        let take = move || self.take_back(title.clone(), undo.clone(), left.clone());
        WayBack::new(take, move || is_way_back_open(&was_left, live))
    }

    fn say(self, failure: &Failure) {
        self.live().failed(failure);
        self.toasts().say_failure(failure, self.language);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use tiermeter_service::{BillingMode, ServiceScaling};

    use super::*;

    /// What an action of the console asks for, on the service that it is on.
    fn actions() -> Vec<Action> {
        let scaling = ServiceScaling::Manual { instances: 2 };
        let on_service = [
            Request::enable_service("svc_1"),
            Request::disable_service("svc_1"),
            Request::set_scaling("svc_1", &scaling),
            Request::set_billing_mode("svc_1", BillingMode::TpmReservation),
            Request::label_service("svc_1", &BTreeMap::new()),
            Request::rename_service("svc_1", "chat"),
            Request::buy_reservation("svc_1", 10_000, None, None),
            Request::end_reservation("svc_1", "rsv_1"),
            Request::delete_service("svc_1"),
        ];
        let on_service = on_service.map(|request| Action::new("x", request).on_service("svc_1"));
        let others = [Request::revoke_api_key("key_1")].map(|request| Action::new("x", request));
        on_service.into_iter().chain(others).collect()
    }

    #[test]
    fn what_is_shown_of_an_action_is_what_is_sent() {
        for action in actions() {
            // Whoever changes a service says so, so that the version is known.
            let reading = action.request.reading_of_changed();
            assert_eq!(reading, action.service.as_deref().map(Request::service), "{action:?}");
            let is_post = action.request.method == Method::Post;
            let pending = Pending { action, key: "key".to_owned(), seen: None };
            let sent = pending.request(Some("\"v7\""));
            let line = sent.curl("http://127.0.0.1:8080");
            assert_eq!(sent.has_header("if-match"), reading.is_some(), "{line}");
            assert_eq!(line.contains("--header 'if-match: \"v7\"'"), reading.is_some(), "{line}");
            assert_eq!(line.contains("--header 'idempotency-key: key'"), is_post, "{line}");
        }
    }
}
