//! The connection that changes come through. The browser reconnects by itself, and goes on behind the last change that
//! it saw; where it gives up, this opens another one.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventSource, MessageEvent};

use super::{Connection, Live, SignedIn};
use crate::console::documents::Event;
use crate::console::request::API;

/// How long it is waited before the next attempt, at first and at most.
const FIRST_WAIT_SECONDS: u64 = 1;
const LONGEST_WAIT_SECONDS: u64 = 30;

/// An open stream, with what listens to it. It is closed when it is dropped.
pub(super) struct Stream {
    source: EventSource,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_open: Closure<dyn FnMut()>,
    _on_error: Closure<dyn FnMut()>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}

impl Live {
    /// Opens the stream, to go on behind a change; without one from now on. What is behind `position` already is passed
    /// over by the rows themselves.
    pub(super) fn connect(self, position: Option<u64>) {
        self.progress.update_value(|progress| progress.position = progress.position.max(position));
        let address = match position {
            Some(position) => format!("{API}/stream?last_event_id={position}"),
            None => format!("{API}/stream"),
        };
        let stream = self.listen(&address);
        // The one before, if any, is closed only now.
        self.stream.set_value(stream);
    }

    /// Closes the stream.
    pub(super) fn disconnect(self) {
        self.stream.set_value(None);
    }

    fn listen(self, address: &str) -> Option<Stream> {
        let source = EventSource::new(address).ok()?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |message: MessageEvent| {
            let data = message.data().as_string().unwrap_or_default();
            let position = message.last_event_id().parse().unwrap_or_default();
            if let Some(event) = Event::read(&message.type_(), &data) {
                self.receive(position, event);
            }
        });
        for kind in Event::KINDS {
            let listener = on_message.as_ref().unchecked_ref();
            source.add_event_listener_with_callback(kind, listener).ok()?;
        }
        let on_open = Closure::<dyn FnMut()>::new(move || self.opened());
        source.set_onopen(Some(on_open.as_ref().unchecked_ref()));
        let on_error = Closure::<dyn FnMut()>::new(move || self.lost());
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Stream { source, _on_message: on_message, _on_open: on_open, _on_error: on_error })
    }

    fn opened(self) {
        self.progress.update_value(|progress| progress.attempts = 0);
        let next = match self.connection.get_untracked() {
            Connection::Offline { since } | Connection::CatchingUp { since } => {
                Connection::CatchingUp { since }
            }
            Connection::Connecting | Connection::Live => Connection::Live,
        };
        self.connection.set(next);
        if matches!(next, Connection::CatchingUp { .. }) {
            // By the time that this is answered, what was missed has been sent.
            self.refresh_account();
        }
    }

    /// The account was read again: what was missed has come.
    pub(super) fn caught_up(self) {
        self.flush();
        self.connection.maybe_update(|connection| {
            let catching_up = matches!(connection, Connection::CatchingUp { .. });
            if catching_up {
                *connection = Connection::Live;
            }
            catching_up
        });
    }

    fn lost(self) {
        let since = match self.connection.get_untracked() {
            Connection::Offline { since } | Connection::CatchingUp { since } => since,
            Connection::Connecting | Connection::Live => self.now.get_untracked(),
        };
        self.connection.set(Connection::Offline { since });
        let given_up = self.stream.with_value(|stream| {
            stream.as_ref().is_none_or(|stream| stream.source.ready_state() == EventSource::CLOSED)
        });
        if given_up {
            self.reconnect_later();
        }
    }

    /// The browser does not try again after an answer that is no stream: the server may be starting, or the session
    /// may have ended.
    fn reconnect_later(self) {
        let attempts = self.progress.with_value(|progress| progress.attempts);
        self.progress.update_value(|progress| progress.attempts = attempts.saturating_add(1));
        let seconds = (FIRST_WAIT_SECONDS << attempts.min(5)).min(LONGEST_WAIT_SECONDS);
        set_timeout(
            move || {
                if self.signed_in.get_untracked() == SignedIn::Yes {
                    self.refresh_account();
                    self.connect(self.progress.with_value(|progress| progress.position));
                }
            },
            Duration::from_secs(seconds),
        );
    }
}
