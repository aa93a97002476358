//! The state of the page: what was given, what is at work, and what came of it. It is kept when the language changes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, PriceBook};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::columns::{Choice, Mapping, Role};
use super::fault::{Fault, Given, Trouble};
use super::instants;
use super::job::{CheckJob, Job, Look, Message, Progress};
use super::remote::{self, Remote};
use super::report::Report;
use super::save::save;
use crate::clock::read_device_clock;
use crate::text;

/// A price book is read on the page's own thread, so it must not be long.
const LARGEST_BOOK_BYTES: u64 = 256 * 1024;
/// What the file of the results is called.
const RESULTS_NAME: &str = "bill-check.csv";
/// The published worked example, with an invoice that has only one of its runs.
const EXAMPLE_LOG: &str = crate::own_usage::pricing::EXAMPLE;
const EXAMPLE_INVOICE: &str = "month,tier,amount\n2026-03,A,1.56\n";

/// A file whose columns are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What the file is called.
    pub name: String,
    /// Its columns and first rows.
    pub look: Look,
}

/// What is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing.
    Idle,
    /// A file is looked at.
    Looking,
    /// A check, so far.
    Checking(Progress),
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The log's name.
    pub log: String,
    /// The invoice's name.
    pub invoice: Option<String>,
    /// The report.
    pub report: Report,
}

/// What was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// A file, with the place in it.
    File(Given, String, Trouble),
    /// The text for open runs is no instant.
    AsOf(String),
    /// The browser ended the work.
    Stopped(String),
}

/// Prices of the reader's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnBook {
    /// The book's name.
    pub name: String,
    /// The codes and names of its tiers.
    pub tiers: Vec<(String, String)>,
    json: String,
}

/// Files cannot leave the page's thread, so they stand apart.
#[derive(Default)]
struct Files {
    log: Option<File>,
    invoice: Option<File>,
    /// All lines of the last answer.
    results: Option<Blob>,
    /// Who looks at the log and at the invoice.
    looking: [Option<Remote>; 2],
    checking: Option<Remote>,
}

/// Handles to the state, to be copied to every component.
#[derive(Clone, Copy)]
pub struct CheckState {
    files: StoredValue<Files, LocalStorage>,
    /// The log.
    pub log: RwSignal<Option<Source>>,
    /// The invoice.
    pub invoice: RwSignal<Option<Source>>,
    /// The prices, where they are the reader's own.
    pub book: RwSignal<Option<OwnBook>>,
    /// Up to when open runs count, as it is typed.
    pub as_of: RwSignal<String>,
    /// What is at work.
    pub stage: RwSignal<Stage>,
    /// What was not taken last.
    pub refused: RwSignal<Option<Refused>>,
    /// What came of the last check that went well.
    pub answer: RwSignal<Option<Answer>>,
}

impl CheckState {
    /// Nothing was given yet. Open runs count up to now.
    pub fn new() -> Self {
        let now = read_device_clock().and_then(whole_second);
        Self {
            files: StoredValue::new_local(Files::default()),
            log: RwSignal::new(None),
            invoice: RwSignal::new(None),
            book: RwSignal::new(None),
            as_of: RwSignal::new(now.map(text::instant).unwrap_or_default()),
            stage: RwSignal::new(Stage::Idle),
            refused: RwSignal::new(None),
            answer: RwSignal::new(None),
        }
    }

    /// The source of a kind.
    pub const fn source(self, given: Given) -> RwSignal<Option<Source>> {
        match given {
            Given::Invoice => self.invoice,
            Given::Log | Given::PriceBook => self.log,
        }
    }

    /// Takes a file; what was given before stays until this one is understood.
    pub fn take(self, given: Given, file: File) {
        if given == Given::PriceBook {
            return self.take_book(file);
        }
        let name = file.name();
        // The other file may be looked at just now; only what is done with this one's predecessor ends.
        self.end_look(given);
        self.files.update_value(|files| files.checking = None);
        self.stage.set(Stage::Looking);
        let kept = file.clone();
        let hear = move |message: Message, _: Option<Blob>| match message {
            Message::Looked(look) => {
                let (name, file) = (kept.name(), kept.clone());
                self.files.update_value(|files| match given {
                    Given::Invoice => files.invoice = Some(file),
                    Given::Log | Given::PriceBook => files.log = Some(file),
                });
                self.source(given).set(Some(Source { name, look }));
                self.refused.set(None);
                if !self.ended_look(given) {
                    self.stage.set(Stage::Idle);
                    self.check();
                }
            }
            Message::Failed(given, trouble) => {
                self.ended_look(given);
                self.fail(Refused::File(given, kept.name(), trouble));
            }
            Message::Stopped(reason) => {
                self.ended_look(given);
                self.fail(Refused::Stopped(reason));
            }
            Message::Progress(_) | Message::Checked(_) => {}
        };
        let (log, invoice) = if given == Given::Log { (Some(&file), None) } else { (None, Some(&file)) };
        match remote::start(&Job::Look(given), log, invoice, hear) {
            Ok(looking) => self.files.update_value(|files| files.looking[place_of(given)] = Some(looking)),
            Err(reason) => {
                let trouble = Trouble::of(Fault::Unreadable(reason));
                self.fail(Refused::File(given, name, trouble));
            }
        }
    }

    fn end_look(self, given: Given) {
        self.files.update_value(|files| files.looking[place_of(given)] = None);
    }

    /// Lets go of who looked at a file, and says whether the other one is still looked at. It is called by the one that
    /// it lets go, so that waits until the call is over.
    fn ended_look(self, given: Given) -> bool {
        queue_microtask(move || self.end_look(given));
        self.files.with_value(|files| files.looking[1 - place_of(given)].is_some())
    }

    fn ended_check(self) {
        queue_microtask(move || self.files.update_value(|files| files.checking = None));
    }

    /// Takes texts as if they were files.
    pub fn try_example(self) {
        self.forget_invoice();
        for (given, name, text) in
            [(Given::Invoice, "invoice.csv", EXAMPLE_INVOICE), (Given::Log, "log.csv", EXAMPLE_LOG)]
        {
            let parts = js_sys::Array::of1(&wasm_bindgen::JsValue::from_str(text));
            let Ok(file) = File::new_with_str_sequence(&parts, name) else { continue };
            if given == Given::Log {
                self.take(given, file);
            } else {
                // One worker looks at a time; the example's columns are those that are looked for.
                let names = text.lines().next().unwrap_or_default().split(',').map(str::to_owned);
                let names: Vec<String> = names.collect();
                let mapping = Mapping::guess(&Role::OF_INVOICE, &names);
                let look = Look { names, sample: Vec::new(), mapping };
                self.files.update_value(|files| files.invoice = Some(file));
                self.invoice.set(Some(Source { name: name.to_owned(), look }));
            }
        }
    }

    /// Takes the invoice away again.
    pub fn forget_invoice(self) {
        self.files.update_value(|files| files.invoice = None);
        self.invoice.set(None);
    }

    /// Takes another column for a role.
    pub fn choose(self, given: Given, role: Role, choice: Choice) {
        self.source(given).update(|source| {
            if let Some(source) = source {
                source.look.mapping.set(role, choice);
            }
        });
    }

    /// The tiers of the prices, by code and name.
    pub fn tiers(self) -> Vec<(String, String)> {
        self.book.with(|book| {
            book.as_ref().map_or_else(|| codes_and_names(PriceBook::bundled()), |book| book.tiers.clone())
        })
    }

    /// Whether there is enough to check.
    pub fn is_ready(self) -> bool {
        self.log.with(|log| self.invoice.with(|invoice| are_enough(log.as_ref(), invoice.as_ref())))
    }

    /// Checks what was given, if it is enough. The last answer stays until there is a new one.
    pub fn check(self) {
        let (log, invoice) = (self.log.get_untracked(), self.invoice.get_untracked());
        let Some(log) = log.filter(|log| are_enough(Some(log), invoice.as_ref())) else { return };
        let typed = self.as_of.get_untracked();
        let as_of = match instants::read(&typed) {
            Some(read) => read.at.to_string(),
            None if typed.trim().is_empty() => String::new(),
            None => return self.fail(Refused::AsOf(typed)),
        };
        let job = Job::Check(CheckJob {
            log: log.look.mapping.clone(),
            invoice: invoice.as_ref().map(|source| source.look.mapping.clone()),
            as_of,
            price_book: self.book.with_untracked(|book| book.as_ref().map(|book| book.json.clone())),
        });
        self.refused.set(None);
        self.stage.set(Stage::Checking(Progress::Reading(0, 1)));
        let (log, invoice) = (log.name, invoice.map(|source| source.name));
        let hear = move |message: Message, results: Option<Blob>| match message {
            Message::Progress(progress) => self.stage.set(Stage::Checking(progress)),
            Message::Checked(report) => {
                self.files.update_value(|files| files.results = results);
                self.answer.set(Some(Answer { log: log.clone(), invoice: invoice.clone(), report }));
                self.stage.set(Stage::Idle);
                self.ended_check();
            }
            Message::Failed(given, trouble) => {
                let name = if given == Given::Invoice { invoice.clone() } else { Some(log.clone()) };
                self.ended_check();
                self.fail(Refused::File(given, name.unwrap_or_default(), trouble));
            }
            Message::Stopped(reason) => self.fail(Refused::Stopped(reason)),
            Message::Looked(_) => {}
        };
        let started = self
            .files
            .with_value(|files| remote::start(&job, files.log.as_ref(), files.invoice.as_ref(), hear));
        match started {
            Ok(checking) => self.files.update_value(|files| files.checking = Some(checking)),
            Err(reason) => self.fail(Refused::Stopped(reason)),
        }
    }

    /// Ends what is at work; what was there before stays.
    pub fn cancel(self) {
        self.files.update_value(|files| {
            files.looking = [None, None];
            files.checking = None;
        });
        self.stage.set(Stage::Idle);
    }

    /// Lets the browser save all lines of the answer.
    pub fn save_results(self) {
        self.files.with_value(|files| {
            if let Some(results) = &files.results
                && let Err(reason) = save(RESULTS_NAME, results)
            {
                self.refused.set(Some(Refused::Stopped(reason.as_string().unwrap_or_default())));
            }
        });
    }

    /// Goes back to the bundled prices.
    pub fn forget_book(self) {
        self.book.set(None);
        self.check();
    }

    fn take_book(self, file: File) {
        let name = file.name();
        if size_bytes(&file) > LARGEST_BOOK_BYTES {
            let trouble = Trouble::of(Fault::TooLarge(LARGEST_BOOK_BYTES));
            return self.fail(Refused::File(Given::PriceBook, name, trouble));
        }
        spawn_local(async move {
            let json = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
            match PriceBook::from_json(json.as_deref().unwrap_or_default().as_bytes()) {
                Ok(book) => {
                    let (name, tiers) = (book.name().to_owned(), codes_and_names(&book));
                    self.book.set(Some(OwnBook { name, tiers, json: json.unwrap_or_default() }));
                    self.refused.set(None);
                    self.check();
                }
                Err(refusal) => self.fail(Refused::File(Given::PriceBook, name, refusal.into())),
            }
        });
    }

    fn fail(self, refused: Refused) {
        self.stage.set(Stage::Idle);
        self.refused.set(Some(refused));
    }
}

const fn place_of(given: Given) -> usize {
    match given {
        Given::Log | Given::PriceBook => 0,
        Given::Invoice => 1,
    }
}

fn codes_and_names(book: &PriceBook) -> Vec<(String, String)> {
    book.tiers().iter().map(|tier| (tier.code.clone(), tier.name.clone())).collect()
}

/// Whether nothing that is needed lacks a column.
fn are_enough(log: Option<&Source>, invoice: Option<&Source>) -> bool {
    let complete = |source: &Source| source.look.mapping.missing().is_none();
    log.is_some_and(complete) && invoice.is_none_or(complete)
}

fn whole_second(at: Instant) -> Option<Instant> {
    Instant::from_unix_seconds(at.unix_nanoseconds().div_euclid(NANOSECONDS_PER_SECOND))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the browser gives a whole number of bytes, from 0 to below 2^53"
)]
fn size_bytes(file: &File) -> u64 {
    file.size() as u64
}
