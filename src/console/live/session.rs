//! Who is signed in: asked when the console opens, and while nobody is whenever somebody may be.

use std::time::Duration;

use futures_util::future::{OptionFuture, join};
use js_sys::Date;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::load::beginning;
use super::{Live, Loading, SignedIn};
use crate::browser;
use crate::console::client::send;
use crate::console::documents::Session;
use crate::console::failure::Failure;
use crate::console::frame::address::BASE;
use crate::console::request::Request;

/// What is kept in this browser while somebody is signed in, as far as it knows. The page of a sign-in link keeps it
/// too; the browser's other tabs hear of it.
pub(super) const SIGNED_IN_KEY: &str = "tiermeter.signed-in";
pub(super) const TRY_AGAIN: Duration = Duration::from_secs(3);

/// Notes that somebody signed in, and lets the other tabs of this browser know.
pub fn note_sign_in() {
    // Where nothing is kept, the other tabs look when they are turned to, and reading begins a little later.
    browser::keep(SIGNED_IN_KEY, &String::from(Date::new_0().to_iso_string()));
}

/// Notes that nobody is signed in any more.
pub fn note_sign_out() {
    browser::forget(SIGNED_IN_KEY);
}

fn is_noted() -> bool {
    browser::kept(SIGNED_IN_KEY).is_some()
}

impl Live {
    pub(super) async fn sign_in(self) {
        // Who was signed in mostly still is, so what is shown first need not wait until that is certain.
        let ahead = OptionFuture::from(is_noted().then(beginning));
        let (is_signed_in, ahead) = join(self.find_out(), ahead).await;
        if is_signed_in {
            self.read_everything(ahead).await;
        }
    }

    /// Finds out whether somebody is signed in; the frame is shown as soon as that is known.
    async fn find_out(self) -> bool {
        match send::<Session>(&Request::session()).await {
            Ok(answer) => {
                self.welcome(answer.value);
                true
            }
            Err(Failure::SignedOut) => {
                note_sign_out();
                self.signed_in.set(SignedIn::No);
                false
            }
            Err(failure) => {
                self.loading.set(Loading::Failed(failure));
                set_timeout(move || spawn_local(self.sign_in()), TRY_AGAIN);
                false
            }
        }
    }

    fn welcome(self, session: Session) {
        if !is_noted() {
            note_sign_in();
        }
        self.take_session(session);
        self.signed_in.set(SignedIn::Yes);
    }

    /// Where nobody is signed in: looks whether somebody is by now, by this tab or another one, and begins with that.
    pub fn look_for_sign_in(self) {
        if self.signed_in.get_untracked() != SignedIn::No {
            return;
        }
        spawn_local(async move {
            // Whatever stands in the way, it is looked again on the next occasion.
            let Ok(answer) = send::<Session>(&Request::session()).await else { return };
            if self.signed_in.get_untracked() != SignedIn::No {
                return;
            }
            if self.account.with_untracked(Option::is_some) {
                self.begin_anew(&answer.value);
                return;
            }
            self.welcome(answer.value);
            self.read_everything(None).await;
        });
    }

    /// Another tab of this browser signed in or out.
    pub(super) fn hear_of_sign_in(self) {
        if self.signed_in.get_untracked() == SignedIn::Yes {
            self.refresh_account();
        } else if !document().hidden() {
            // One that is hidden looks when somebody turns to it.
            self.look_for_sign_in();
        }
    }

    /// Whether a session is of another account than what is in the store.
    pub(super) fn is_of_another(self, session: &Session) -> bool {
        self.account
            .with_untracked(|known| known.as_ref().is_some_and(|known| known.id != session.account.id))
    }

    /// What is in the store is of whoever was signed in before: a page that begins anew has nothing of it. Nor is a view
    /// of another account's anything to go on with.
    pub(super) fn begin_anew(self, session: &Session) {
        let is_of_another = self.is_of_another(session);
        self.disconnect();
        // Until the page goes, it shows nothing of what was.
        self.signed_in.set(SignedIn::Unknown);
        let location = window().location();
        // It fails only where the browser forbids this page to go anywhere.
        let _ = if is_of_another { location.replace(BASE) } else { location.reload() };
    }
}
