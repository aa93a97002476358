//! Asking before an action is done, sending it, and what comes back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;
use tiermeter_pricing::Instant;

use super::Action;
use crate::console::client::{Answer, all_pages, fresh_key, send};
use crate::console::documents::{Service, TimelineEntry};
use crate::console::failure::Failure;
use crate::console::live::{Live, use_live};
use crate::console::parts::{Toasts, use_toasts};
use crate::console::request::{Method, Request};
use crate::console::words::{Language, use_language};

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
    asked_at: Instant,
}

/// Does actions.
#[derive(Clone, Copy)]
pub struct Actions {
    pub(super) pending: RwSignal<Option<Pending>>,
    pub(super) open: RwSignal<bool>,
    pub(super) stage: RwSignal<Stage>,
    /// The version that is looked at.
    etag: StoredValue<Option<String>>,
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
            pending: RwSignal::new(None),
            open: RwSignal::new(false),
            stage: RwSignal::new(Stage::Asking),
            etag: StoredValue::new(None),
            around: StoredValue::new((use_live(), use_toasts())),
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
        self.etag.set_value(action.etag.clone());
        let wanted = action.service.clone().filter(|_| action.etag.is_none());
        let pending = Pending { action, key: fresh_key(), asked_at: self.live().instant() };
        self.pending.set(Some(pending));
        self.stage.set(Stage::Asking);
        self.open.set(true);
        // From here on a change by somebody else is noticed.
        if let Some(id) = wanted {
            spawn_local(async move {
                if let Ok(etag) = self.look_at(&id).await {
                    self.etag.try_set_value(etag);
                }
            });
        }
    }

    /// Does an action at once, without asking.
    pub fn run(self, action: Action) {
        let pending = Pending { action, key: fresh_key(), asked_at: self.live().instant() };
        spawn_local(async move {
            match self.send(&pending, pending.action.etag.clone()).await {
                Ok(answer) => self.done(&pending.action, answer),
                Err(failure) => self.say(&failure),
            }
        });
    }

    /// The action that is asked about is wanted.
    pub(super) fn confirm(self) {
        let Some(pending) = self.pending.get_untracked() else { return };
        if self.stage.get_untracked() == Stage::Sending {
            return;
        }
        self.stage.set(Stage::Sending);
        spawn_local(async move {
            let etag = self.etag.try_get_value().flatten();
            match self.send(&pending, etag).await {
                Ok(answer) => {
                    self.open.try_set(false);
                    self.done(&pending.action, answer);
                }
                Err(Failure::Changed(told)) => {
                    let who = self.who_changed(&pending, told).await;
                    self.stage.try_set(Stage::Changed(who));
                }
                Err(failure) => {
                    self.live().failed(&failure);
                    self.stage.try_set(Stage::Failed(failure));
                }
            }
        });
    }

    async fn send(self, pending: &Pending, etag: Option<String>) -> Result<Value, Failure> {
        let Pending { action, key, .. } = pending;
        let mut request = action.request.clone();
        if let Some(id) = &action.service {
            let etag = match etag {
                Some(etag) => Some(etag),
                None => self.look_at(id).await?,
            };
            if let Some(etag) = etag {
                request = request.if_match(&etag);
            }
        }
        if takes_key(&request) {
            request = request.once(key.clone());
        }
        send::<Value>(&request).await.map(|answer| answer.value)
    }

    /// Reads a service anew, and the version that it has.
    async fn look_at(self, id: &str) -> Result<Option<String>, Failure> {
        let Answer { value, etag } = send::<Service>(&Request::service(id)).await?;
        self.live().put(value);
        Ok(etag)
    }

    /// Who changed the service since it was asked about: whom the server names, or as far as its timeline tells, which
    /// knows what the platform did.
    async fn who_changed(self, pending: &Pending, told: Option<String>) -> Option<String> {
        let id = pending.action.service.as_ref()?;
        // The row shows what it is now, whoever did it.
        let _ = self.look_at(id).await;
        if told.is_some() {
            return told;
        }
        let timeline = all_pages::<TimelineEntry>(&Request::timeline(id), None).await.ok()?;
        let last = timeline.into_iter().next_back()?;
        (last.at >= pending.asked_at).then_some(last.actor)
    }

    fn done(self, action: &Action, answer: Value) {
        if let Some(id) = &action.service {
            match serde_json::from_value::<Service>(answer.clone()) {
                Ok(service) => self.live().put(service),
                Err(_) if action.request.method == Method::Delete => {}
                Err(_) => self.live().refresh(id),
            }
        }
        if let Some(saying) = action.saying.clone() {
            match action.undo.clone() {
                None => self.toasts().say(saying),
                Some(undo) => {
                    let (title, service) = (action.title.clone(), action.service.clone());
                    let undo = move |()| {
                        let back = Action::new(title.clone(), undo.clone());
                        self.run(Action { service: service.clone(), ..back });
                    };
                    self.toasts().say_with_undo(saying, Callback::new(undo));
                }
            }
        }
        if let Some(then) = action.then {
            // Who wanted to know may be gone.
            then.try_run(answer);
        }
    }

    fn say(self, failure: &Failure) {
        self.live().failed(failure);
        let (sentence, next) = (failure.sentence(self.language), failure.next_step(self.language));
        self.toasts().say(format!("{sentence} {next}"));
    }
}

/// Whether a request can be said to be done once. An answer with a secret is not kept for a second time.
fn takes_key(request: &Request) -> bool {
    request.method == Method::Post
        && !request.path.starts_with("/api-keys")
        && !request.has_header("idempotency-key")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_posted_is_done_once() {
        for (request, expected) in [
            (Request::enable_service("svc_1"), true),
            (Request::enable_service("svc_1").once("x".to_owned()), false),
            (Request::create_api_key("x"), false),
            (Request::delete_service("svc_1"), false),
        ] {
            assert_eq!(takes_key(&request), expected, "{request:?}");
        }
    }
}
