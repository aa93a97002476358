//! Reading everything when the console opens, and single things anew.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join3;
use gloo_timers::callback::Interval;
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_pricing::{Instant, Month, PriceBook};

use super::clock::{ServerClock, counter_milliseconds};
use super::session::{SIGNED_IN_KEY, TRY_AGAIN};
use super::{Live, Loading, SignedIn};
use crate::console::client::{Answer, all_pages, pages, send, text_of};
use crate::console::documents::{Model, Page, Service, Session};
use crate::console::failure::Failure;
use crate::console::request::Request;
use crate::erased::stored;

const TICK_MILLISECONDS: u32 = 1_000;
/// How often the account is asked for while the page is seen: what it has left is counted on from there.
const ACCOUNT_SECONDS: u32 = 30;
/// A test clock moves only when it is told to, and not every move changes something that the stream tells.
const TEST_CLOCK_SECONDS: u32 = 2;
/// How long it is waited before services are asked for anew, so that several changes are one question.
const GATHERING: Duration = Duration::from_millis(200);
/// How many services are asked for one by one before others have their turn.
const AT_ONCE: usize = 20;
/// As many as fit on a screen.
const FIRST_SERVICES: u32 = 25;
/// Rows are shown as they come; after the first page, so many pages at a time.
const PAGES_AT_ONCE: usize = 10;
/// How many running services that are metered by tokens are asked for anew every half minute.
const MOST_TOKEN_SERVICES: usize = 500;

/// What is shown first: the price book, the models, the first services.
pub(super) type Beginning =
    (Result<String, Failure>, Result<Vec<Model>, Failure>, Result<Answer<Page<Service>>, Failure>);

/// Asks for what is shown first. There are few services in it, so that they come soon.
pub(super) async fn beginning() -> Beginning {
    let (book, models) = (Request::price_book(), Request::models());
    let first = Request::first_services(FIRST_SERVICES);
    join3(text_of(&book), all_pages::<Model>(&models, None), send::<Page<Service>>(&first)).await
}

impl Live {
    /// Finds out who is signed in, then reads everything. To be called once.
    pub fn start(self) {
        spawn_local(self.sign_in());
        let seconds = stored(0_u32);
        let interval = StoredValue::new_local(Interval::new(TICK_MILLISECONDS, move || {
            seconds.update_value(|seconds| *seconds = seconds.wrapping_add(1));
            self.tick(seconds.get_value());
        }));
        let seen = window_event_listener_untyped("visibilitychange", move |_| {
            if !document().hidden() {
                self.flush();
                self.refresh_account();
            }
        });
        let elsewhere = window_event_listener(ev::storage, move |event| {
            // Without a key, all of it was cleared.
            if event.key().is_none_or(|key| key == SIGNED_IN_KEY) {
                self.hear_of_sign_in();
            }
        });
        on_cleanup(move || {
            interval.dispose();
            seen.remove();
            elsewhere.remove();
        });
    }

    /// Reads everything anew.
    pub fn reload(self) {
        spawn_local(self.read_everything(None));
    }

    /// Reads everything, from what was read ahead where something was.
    pub(super) async fn read_everything(self, ahead: Option<Beginning>) {
        if self.progress.with_value(|progress| progress.reading) {
            return;
        }
        self.progress.update_value(|progress| progress.reading = true);
        let ahead = match ahead {
            Some(ahead) => ahead,
            None => beginning().await,
        };
        let read = self.read(ahead).await;
        self.progress.update_value(|progress| progress.reading = false);
        match read {
            Ok(position) => {
                self.loading.set(Loading::Ready);
                self.connect(position);
                self.flush();
                // What the account has left is counted on from what the services come to now.
                self.refresh_account();
            }
            Err(failure) => {
                self.failed(&failure);
                if self.rows.with_untracked(|rows| rows.is_empty()) {
                    self.loading.set(Loading::Failed(failure.clone()));
                }
                if failure != Failure::SignedOut {
                    set_timeout(move || spawn_local(self.read_everything(None)), TRY_AGAIN);
                }
            }
        }
    }

    /// Reads everything, and gives the position in the stream that all of it is as new as. `None` where no service
    /// tells one.
    async fn read(self, (book, models, first): Beginning) -> Result<Option<u64>, Failure> {
        let book = PriceBook::from_json(book?.as_bytes())
            .map_err(|refusal| Failure::Unreadable(refusal.to_string()))?;
        self.book.set(Some(Arc::new(book)));
        self.models.set(models?);
        let mut page = first?.value;
        let mut ids: BTreeSet<Arc<str>> = BTreeSet::new();
        let mut position: Option<u64> = None;
        let mut read_at: Option<Instant> = None;
        let mut gathered: Vec<Service> = Vec::new();
        for number in 0_usize.. {
            for service in &page.data {
                ids.insert(Arc::from(service.id.as_str()));
                read_at = Some(read_at.map_or(service.as_of, |known| known.min(service.as_of)));
                position = Some(position.map_or(service.position, |known| known.min(service.position)));
            }
            gathered.append(&mut page.data);
            let cursor = page.next_cursor.take();
            if number == 0 || cursor.is_none() || number.is_multiple_of(PAGES_AT_ONCE) {
                self.put_all(std::mem::take(&mut gathered));
                self.loading.maybe_update(|loading| {
                    let reading = *loading != Loading::Ready;
                    if reading {
                        *loading = Loading::Reading(ids.len());
                    }
                    reading
                });
            }
            let Some(cursor) = cursor else { break };
            page = send::<Page<Service>>(&Request::services().with_query("cursor", &cursor)).await?.value;
        }
        self.keep_only(&ids, position.unwrap_or(u64::MAX));
        self.progress.update_value(|progress| progress.read_at = read_at);
        Ok(position)
    }

    fn tick(self, seconds: u32) {
        let stands = self.progress.with_value(|progress| progress.clock.stands());
        let now = self.progress.with_value(|progress| progress.clock.now(counter_milliseconds()));
        if now > self.now.get_untracked() {
            self.now.set(now);
        }
        self.sum_up();
        if self.month_is_over(now) {
            self.reload();
        }
        if seconds.is_multiple_of(ACCOUNT_SECONDS) {
            self.forget_the_gone();
        }
        if document().hidden() || self.signed_in.get_untracked() != SignedIn::Yes {
            return;
        }
        if seconds.is_multiple_of(ACCOUNT_SECONDS) {
            self.refresh_token_services();
        } else if stands && seconds.is_multiple_of(TEST_CLOCK_SECONDS) {
            self.refresh_account();
        }
    }

    /// Whether the month that services are counted for has turned, for those too that cost nothing any more.
    fn month_is_over(self, now: Instant) -> bool {
        let offset = self.utc_offset_untracked();
        let read_at = self.progress.with_value(|progress| progress.read_at);
        offset.zip(read_at).is_some_and(|(offset, read_at)| {
            now > read_at && Month::containing(now, offset) != Month::containing(read_at, offset)
        })
    }

    /// Asks how the account stands, and what the server's clock says.
    pub fn refresh_account(self) {
        if self.signed_in.get_untracked() != SignedIn::Yes {
            return;
        }
        spawn_local(async move {
            match send::<Session>(&Request::session()).await {
                Ok(answer) if self.is_of_another(&answer.value) => self.begin_anew(&answer.value),
                Ok(answer) => {
                    self.take_session(answer.value);
                    self.caught_up();
                }
                Err(failure) => self.failed(&failure),
            }
        });
    }

    pub(super) fn take_session(self, session: Session) {
        let Session { account, now, test_clock } = session;
        let clock = ServerClock::heard(now, counter_milliseconds(), test_clock);
        self.progress.update_value(|progress| progress.clock = clock);
        // Time that was shown is not taken back by a clock that was heard late.
        self.now.update(|known| *known = (*known).max(now));
        // Until every service is there, what they come to grows by those that are still read.
        let is_complete = self.loading.with_untracked(|loading| *loading == Loading::Ready);
        let counted =
            is_complete.then(|| self.known.with_value(|known| known.contributions.totals(now).month_to_date));
        self.available.set(Some((account.available, counted)));
        self.account.set(Some(account));
        self.updated_at.set(Some(self.now.get_untracked()));
        self.sum_up();
    }

    /// Asks for the models anew.
    pub fn refresh_models(self) {
        spawn_local(async move {
            match all_pages::<Model>(&Request::models(), None).await {
                Ok(models) => self.models.set(models),
                Err(failure) => self.failed(&failure),
            }
        });
    }

    /// Reads a service anew, and gives the version that it has.
    pub async fn look_at(self, reading: &Request) -> Result<Option<String>, Failure> {
        let Answer { value, etag } = send::<Service>(reading).await?;
        self.put(value);
        Ok(etag)
    }

    /// Asks for a service anew.
    pub fn refresh(self, id: &str) {
        self.refresh_later(id);
    }

    pub(super) fn refresh_later(self, id: &str) {
        self.known.update_value(|known| {
            known.stale.insert(Arc::from(id));
        });
        if !self.progress.with_value(|progress| progress.asking) {
            self.progress.update_value(|progress| progress.asking = true);
            set_timeout(move || spawn_local(self.ask_for_stale()), GATHERING);
        }
    }

    async fn ask_for_stale(self) {
        let ids: Vec<Arc<str>> =
            self.known.with_value(|known| known.stale.iter().take(AT_ONCE).map(Arc::clone).collect());
        self.known.update_value(|known| known.stale.retain(|id| !ids.contains(id)));
        let mut wait = GATHERING;
        for id in ids {
            match send::<Service>(&Request::service(&id)).await {
                Ok(answer) => self.put(answer.value),
                Err(Failure::Problem(problem)) if problem.status == 404 => self.forget(&id),
                Err(failure) => {
                    self.failed(&failure);
                    if failure.may_pass() {
                        wait = TRY_AGAIN;
                        self.known.update_value(|known| {
                            known.stale.insert(id);
                        });
                    }
                }
            }
        }
        if self.known.with_value(|known| known.stale.is_empty())
            || self.signed_in.get_untracked() != SignedIn::Yes
        {
            self.progress.update_value(|progress| progress.asking = false);
        } else {
            set_timeout(move || spawn_local(self.ask_for_stale()), wait);
        }
    }

    /// The stream does not tell what tokens cost: asks for those services anew, then for what the account has left.
    fn refresh_token_services(self) {
        let any = self.rows.with_untracked(|rows| {
            rows.iter().any(|row| row.with_untracked(|known| known.service.tier.is_none()))
        });
        if !any {
            self.refresh_account();
            return;
        }
        spawn_local(async move {
            if let Err(failure) = self.ask_for_token_services().await {
                self.failed(&failure);
            }
            self.refresh_account();
        });
    }

    /// What tokens used may be told late, of services that stopped too: asks for a page of all of them, each time for
    /// the next. Where one page is not all of them, those that run are asked for besides.
    async fn ask_for_token_services(self) -> Result<(), Failure> {
        let all = Request::services().with_query("metering", "tokens");
        let cursor = self.known.try_update_value(|known| known.token_cursor.take()).flatten();
        let next = match &cursor {
            Some(cursor) => all.clone().with_query("cursor", cursor),
            None => all.clone(),
        };
        let Page { data, next_cursor } = send::<Page<Service>>(&next).await?.value;
        self.put_all(data);
        if cursor.is_none() && next_cursor.is_none() {
            return Ok(());
        }
        self.known.update_value(|known| known.token_cursor = next_cursor);
        let running = all.with_query("status", "running");
        self.put_all(pages::<Service>(&running, None, |count| count < MOST_TOKEN_SERVICES).await?);
        Ok(())
    }

    /// Instants of the server's clock, for whoever has to know one in between two ticks.
    pub fn instant(self) -> Instant {
        self.progress.with_value(|progress| progress.clock.now(counter_milliseconds()))
    }
}
