//! The command line (docs/rules.md, section 8).

mod account;
mod input;
mod keeping;
mod price;
mod table;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use tiermeter_pricing::Instant;

use crate::guard::{self, GuardArguments};
use crate::sample_model::{self, InstanceArguments};
use crate::serve;

/// Prices GPU inference to the second, exactly.
#[derive(Debug, Parser)]
#[command(name = "tiermeter", version, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Price usage: print the settlement, or refuse with the place that is wrong.
    Price(PriceArguments),
    /// Serve the page, the console and the REST API from this one binary and one database file.
    Serve(Box<ServeArguments>),
    /// Show or set what only the operator sets of an account; works beside a running server.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Copy the database of a running server into a new file.
    Backup(keeping::BackupArguments),
    /// Make a database of a backup.
    Restore(keeping::BackupArguments),
    /// Check sums, chain, overlaps, bills and timelines of a database.
    Verify(keeping::VerifyArguments),
    /// Run one instance of the built-in sample model.
    Instance(InstanceArguments),
    #[command(hide = true)]
    Guard(GuardArguments),
}

/// Flags of `tiermeter price`.
#[derive(Debug, clap::Args)]
pub(crate) struct PriceArguments {
    /// A file of usage as JSON, or of runs as CSV; - for standard input.
    ///
    /// The columns of a CSV, by name: `service,instance,tier,started_at,stopped_at`.
    usage: PathBuf,
    /// A price book as JSON; the bundled published list prices where none is given.
    #[arg(long, value_name = "BOOK")]
    price_book: Option<PathBuf>,
    /// How the settlement is printed.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Up to when open runs and reservations count, where the usage itself has no `as_of`.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    as_of: Option<Instant>,
}

/// The forms of a printed settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// The document of the rules.
    Json,
    /// Aligned text for people.
    Table,
    /// A row for each line, and one for the rounding.
    Csv,
    /// Cost and usage by the FOCUS 1.2 specification.
    Focus,
}

/// Flags of `tiermeter serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArguments {
    /// The address to listen on; port 0 takes any free one.
    #[arg(long, env = "TIERMETER_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// The database file; it is made if it is not there.
    #[arg(long, env = "TIERMETER_DATABASE", value_name = "FILE", default_value = "tiermeter.db")]
    pub(crate) database: PathBuf,
    /// A price book as JSON; the bundled published list prices where none is given.
    #[arg(long, env = "TIERMETER_PRICE_BOOK", value_name = "BOOK")]
    pub(crate) price_book: Option<PathBuf>,
    /// The commands of custom models, as JSON: `{"models": {"NAME": {"command": ["PROGRAM", "ARGUMENT"]}}}`.
    #[arg(long, env = "TIERMETER_MODELS", value_name = "FILE")]
    pub(crate) models: Option<PathBuf>,
    /// Run on a clock that stands at this instant and moves only by `POST /api/v1/test-clock`.
    #[arg(long, value_name = "INSTANT", value_parser = instant)]
    pub(crate) test_clock: Option<Instant>,
    /// How far ahead of the clock an event may be.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    pub(crate) events_ahead_seconds: u64,
    /// How far back an event may be.
    #[arg(long, value_name = "DAYS", default_value_t = 35)]
    pub(crate) events_back_days: u32,
    /// How long after its end a month is closed.
    #[arg(long, value_name = "HOURS", default_value_t = 24)]
    pub(crate) month_grace_hours: u32,
    /// How many days after its issue a bill is due, for new accounts.
    #[arg(long, value_name = "DAYS", default_value_t = 14)]
    #[arg(value_parser = clap::value_parser!(u32).range(0..=365))]
    pub(crate) payment_terms_days: u32,
    /// Fill an empty database with a few services that run the built-in sample model.
    #[arg(long)]
    pub(crate) sample_data: bool,
    /// How many services an account may have, the default ones included.
    #[arg(long, value_name = "NUMBER", default_value_t = 20_000)]
    pub(crate) services_per_account: u64,
    /// How many instances the enabled services of an account may want at once, all together.
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000)]
    pub(crate) instances_per_account: u64,
    /// How many requests an account may make in a minute.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) requests_per_minute: Option<u64>,
    /// The first API key of an empty database, at least 32 characters; only by its variable.
    #[arg(long, env = "TIERMETER_BOOTSTRAP_API_KEY", hide = true, hide_env_values = true)]
    pub(crate) bootstrap_api_key: Option<String>,
}

fn instant(text: &str) -> Result<Instant, String> {
    Instant::parse(text).map_err(|fault| fault.message(text))
}

/// Parses the flags (wrong ones exit 2 with a sentence) and runs the command.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        Command::Price(arguments) => price::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Account(command) => account::run(&command),
        Command::Backup(arguments) => keeping::backup(&arguments),
        Command::Restore(arguments) => keeping::restore(&arguments),
        Command::Verify(arguments) => keeping::verify(&arguments),
        Command::Instance(arguments) => sample_model::run(&arguments),
        Command::Guard(arguments) => guard::run(&arguments),
    }
}
