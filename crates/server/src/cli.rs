//! The command line (docs/rules.md, section 8).

mod input;
mod price;
mod table;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use tiermeter_pricing::Instant;

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
    /// Serve the page and the REST API from this one binary.
    Serve(ServeArguments),
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
}

/// Flags of `tiermeter serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct ServeArguments {
    /// The address to listen on; port 0 takes any free one.
    #[arg(long, env = "TIERMETER_LISTEN", value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
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
    }
}
