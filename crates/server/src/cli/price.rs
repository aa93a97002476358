//! `tiermeter price`.

use std::io::{self, Write};
use std::process::ExitCode;

use tiermeter_pricing::{PriceBook, Refusal, Settlement, settle};

use super::{Format, PriceArguments, input, table};

/// Prints the settlement and exits 0; a refusal goes to standard error as one JSON object, and exits 1.
pub(super) fn run(arguments: &PriceArguments) -> ExitCode {
    let printed = settlement(arguments).and_then(|settlement| print(&settlement, arguments.format));
    match printed {
        Ok(()) => ExitCode::SUCCESS,
        Err(refusal) => {
            let json = serde_json::to_string(&refusal).unwrap_or_else(|_| refusal.to_string());
            // With standard error gone there is nobody left to tell.
            let _ = writeln!(io::stderr(), "{json}");
            ExitCode::FAILURE
        }
    }
}

fn settlement(arguments: &PriceArguments) -> Result<Settlement, Refusal> {
    let own;
    let price_book = match &arguments.price_book {
        Some(path) => {
            own = input::price_book(path)?;
            &own
        }
        None => PriceBook::bundled(),
    };
    let mut usage = input::usage(&arguments.usage)?;
    if let (None, Some(as_of)) = (usage.as_of(), arguments.as_of) {
        usage.set_as_of(as_of);
    }
    settle(&usage, price_book)
}

fn print(settlement: &Settlement, format: Format) -> Result<(), Refusal> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = match format {
        Format::Json => serde_json::to_writer_pretty(&mut out, settlement)
            .map_err(io::Error::from)
            .and_then(|()| out.write_all(b"\n")),
        Format::Table => table::write(&mut out, settlement),
    };
    match written.and_then(|()| out.flush()) {
        // Whoever read the output has seen enough of it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Refusal::new(
            tiermeter_pricing::RefusalCode::Malformed,
            "",
            format!("the settlement cannot be written: {error}"),
        )),
        Ok(()) => Ok(()),
    }
}
