//! What the backend bears: the release binary `tiermeter serve` on databases of its own with
//! `synchronous=FULL`, and this load generator beside it, both on the same two cores.
//!
//! `cargo xtask bench backend`, or single measurements of events, list, bill and stream:
//! `cargo run --release -p tiermeter-tests --example bench_backend -- list bill`. `TIERMETER_BINARY` names
//! another binary than `target/release/tiermeter`. The table comes at the end; what is going on stands on
//! standard error. `-- database FILE` measures nothing: it writes the database for `cargo xtask bench browser`.
//!
//! | module | what it holds |
//! |---|---|
//! | `events`, `list`, `bill`, `stream` | the measurements |
//! | `bare_sqlite` | what SQLite does without a server, to compare |
//! | `feed`, `load` | which events are sent, and when |
//! | `server`, `client` | the server with its database, and a connection to it |
//! | `seed` | what databases are filled with |
//! | `browser` | a database for the benchmark of the console |
//! | `machine`, `figures` | two cores; medians, percentiles, the table |

#[path = "bench_backend/bare_sqlite.rs"]
mod bare_sqlite;
#[path = "bench_backend/bill.rs"]
mod bill;
#[path = "bench_backend/browser.rs"]
mod browser;
#[path = "bench_backend/client.rs"]
mod client;
#[path = "bench_backend/events.rs"]
mod events;
#[path = "bench_backend/feed.rs"]
mod feed;
#[path = "bench_backend/figures.rs"]
mod figures;
#[path = "bench_backend/list.rs"]
mod list;
#[path = "bench_backend/load.rs"]
mod load;
#[path = "bench_backend/machine.rs"]
mod machine;
#[path = "bench_backend/seed.rs"]
mod seed;
#[path = "bench_backend/server.rs"]
mod server;
#[path = "bench_backend/stream.rs"]
mod stream;

use std::path::Path;
use std::process::ExitCode;

use figures::{Row, print_table};
use server::Workplace;

/// What ends a measurement early.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// What was measured, or why it could not be.
pub(crate) type Measured<T> = Result<T, Failure>;

/// Medians are of so many rounds.
pub(crate) const ROUNDS: usize = 3;

#[derive(Clone, Copy)]
enum Measurement {
    Events,
    List,
    Bill,
    Stream,
}

impl Measurement {
    const WORDS: [(&'static str, Self); 4] =
        [("events", Self::Events), ("list", Self::List), ("bill", Self::Bill), ("stream", Self::Stream)];

    /// Those that are named; all of them where none is.
    fn chosen(words: impl Iterator<Item = String>) -> Measured<Vec<Self>> {
        let mut chosen = Vec::new();
        for word in words {
            let Some((_, measurement)) = Self::WORDS.iter().find(|(known, _)| *known == word) else {
                let known = Self::WORDS.map(|(known, _)| known).join(", ");
                return Err(format!("{word:?} is no measurement; there are {known}").into());
            };
            chosen.push(*measurement);
        }
        if chosen.is_empty() {
            chosen.extend(Self::WORDS.map(|(_, measurement)| measurement));
        }
        Ok(chosen)
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("bench_backend: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Measured<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, file] = words.as_slice()
        && word == "database"
    {
        return browser::write(Path::new(file));
    }
    let chosen = Measurement::chosen(words.into_iter())?;
    machine::prepare()?;
    let workplace = Workplace::new()?;
    // One thread: the load generator gets by with little, and leaves the server the rest.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("{}\n", machine::describe());
    let mut rows = Vec::new();
    let measured = runtime.block_on(measure(&workplace, &chosen, &mut rows));
    print_table(&rows);
    measured
}

async fn measure(workplace: &Workplace, chosen: &[Measurement], rows: &mut Vec<Row>) -> Measured<()> {
    for measurement in chosen {
        rows.extend(match measurement {
            Measurement::Events => events::measure(workplace).await?,
            Measurement::List => list::measure(workplace).await?,
            Measurement::Bill => bill::measure(workplace).await?,
            Measurement::Stream => stream::measure(workplace).await?,
        });
    }
    Ok(())
}
