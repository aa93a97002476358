//! `tiermeter backup`, `restore` and `verify`, and how the operator's commands reach the file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::{Value, json};
use tiermeter_backend::Fault;
use tiermeter_backend::operation::{Actor, Operation, Settings};
use tiermeter_backend::sqlite;
use tiermeter_backend::store::{StoreError, Transaction};
use tiermeter_backend::verify as check;
use tiermeter_pricing::{Instant, PriceBook};

use crate::backend::fresh;
use crate::clock::Clock;
use crate::serve::{TEST_CLOCK, failed};

/// Flags of `tiermeter backup` and `restore`.
#[derive(Debug, clap::Args)]
pub(crate) struct BackupArguments {
    /// The backup.
    file: PathBuf,
    /// The database file.
    #[arg(long, env = "TIERMETER_DATABASE", value_name = "FILE", default_value = "tiermeter.db")]
    database: PathBuf,
}

/// Flags of `tiermeter verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArguments {
    /// The database file.
    #[arg(long, env = "TIERMETER_DATABASE", value_name = "FILE", default_value = "tiermeter.db")]
    database: PathBuf,
    /// The price book that the server runs with; the bundled one where none is given.
    #[arg(long, env = "TIERMETER_PRICE_BOOK", value_name = "BOOK")]
    price_book: Option<PathBuf>,
}

/// How an operator's command ended.
pub(crate) enum Outcome {
    /// As it should.
    Done(Value),
    /// With faults that were found.
    Faulty(Value),
}

/// An operator at the file.
pub(crate) struct Operator<'a> {
    database: &'a Path,
    book: PriceBook,
    /// Nothing is changed, and a running server is not held up.
    reads: bool,
}

impl<'a> Operator<'a> {
    /// With the server's price book, or the bundled one; the error is a sentence.
    pub(crate) fn open(database: &'a Path, price_book: Option<&Path>) -> Result<Self, String> {
        let book = match price_book {
            None => PriceBook::bundled().clone(),
            Some(path) => {
                let shown = path.display();
                let bytes = std::fs::read(path).map_err(|error| format!("{shown}: {error}"))?;
                PriceBook::from_json(&bytes).map_err(|refusal| format!("{shown}: {refusal}"))?
            }
        };
        Ok(Self { database, book, reads: false })
    }

    /// Changes nothing, and does not hold up a running server.
    pub(crate) fn reading(self) -> Self {
        Self { reads: true, ..self }
    }

    /// Does an operation in one transaction, and prints what it answers.
    pub(crate) fn run(
        self,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<Outcome, Fault>,
    ) -> ExitCode {
        match self.done(work) {
            Ok(Outcome::Done(answer)) => {
                print(&answer).map_or_else(|message| failed(&message), |()| ExitCode::SUCCESS)
            }
            Ok(Outcome::Faulty(answer)) => {
                let _ = print(&answer);
                ExitCode::FAILURE
            }
            Err(fault) => failed(&told(fault)),
        }
    }

    fn done(
        self,
        work: impl FnOnce(&mut dyn Transaction, &mut Operation<'_>) -> Result<Outcome, Fault>,
    ) -> Result<Outcome, Fault> {
        if !self.database.exists() {
            let message = format!("{}: there is no such file", self.database.display());
            return Err(Fault::Store(StoreError(message)));
        }
        let work = |transaction: &mut dyn Transaction| {
            let mut fresh = fresh;
            let settings = Settings::default();
            let stood = transaction.fact(TEST_CLOCK)?.and_then(|text| Instant::parse(&text).ok());
            let mut operation = Operation {
                now: stood.unwrap_or_else(|| Clock::system().now()),
                book: &self.book,
                settings: &settings,
                fresh: &mut fresh,
                actor: Actor::Operator,
            };
            work(transaction, &mut operation)
        };
        if self.reads { sqlite::examine(self.database, work) } else { sqlite::transact(self.database, work) }
    }
}

/// Copies the database, beside a running server, into a file that is not there yet.
pub(crate) fn backup(arguments: &BackupArguments) -> ExitCode {
    let BackupArguments { database, file } = arguments;
    copied(database, || sqlite::copy(database, file))
}

/// Makes a database of a backup; one that is there is never replaced, and no server may run on it.
pub(crate) fn restore(arguments: &BackupArguments) -> ExitCode {
    let BackupArguments { database, file } = arguments;
    copied(file, || sqlite::restore(file, database))
}

fn copied(from: &Path, copy: impl FnOnce() -> Result<(), Fault>) -> ExitCode {
    if !from.exists() {
        return failed(&format!("{}: there is no such file", from.display()));
    }
    copy().map_or_else(|fault| failed(&told(fault)), |()| ExitCode::SUCCESS)
}

/// Checks a database, beside a running server too.
pub(crate) fn verify(arguments: &VerifyArguments) -> ExitCode {
    let operator = match Operator::open(&arguments.database, arguments.price_book.as_deref()) {
        Ok(operator) => operator.reading(),
        Err(message) => return failed(&message),
    };
    let database = arguments.database.clone();
    operator.run(move |transaction, operation| {
        let mut report = check::verify(transaction, operation)?;
        report.faults.extend(sqlite::integrity_faults(&database)?);
        let mut checked = serde_json::Map::new();
        for (what, count) in report.checked {
            let sum = checked.get(what).and_then(Value::as_u64).unwrap_or_default();
            checked.insert(what.to_owned(), json!(sum + u64::try_from(count).unwrap_or(u64::MAX)));
        }
        let sound = report.faults.is_empty();
        let body = json!({ "sound": sound, "checked": checked, "faults": report.faults });
        Ok(if sound { Outcome::Done(body) } else { Outcome::Faulty(body) })
    })
}

/// A fault as a sentence.
fn told(fault: Fault) -> String {
    match fault {
        Fault::Conflict(message) => message,
        Fault::Refused(refusal) => refusal.to_string(),
        Fault::Store(error) => error.to_string(),
        Fault::NotFound => "there is no such account".to_owned(),
        fault => format!("{fault:?}"),
    }
}

fn print(answer: &Value) -> Result<(), String> {
    let text = serde_json::to_string_pretty(answer).map_err(|error| error.to_string())?;
    writeln!(io::stdout(), "{text}").map_err(|error| format!("the answer cannot be written: {error}"))
}
