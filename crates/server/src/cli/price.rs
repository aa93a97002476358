//! `tiermeter price`.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::process::ExitCode;

use tiermeter_export::FocusContext;
use tiermeter_pricing::{PriceBook, Refusal, Settlement, settle};

use super::{Format, PriceArguments, input, table};

/// Prints the settlement and exits 0; a refusal goes to standard error as one JSON object, and exits 1.
pub(super) fn run(arguments: &PriceArguments) -> ExitCode {
    let printed = settled(arguments);
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

fn settled(arguments: &PriceArguments) -> Result<(), Refusal> {
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
    print(&settle(&usage, price_book)?, price_book, arguments.format)
}

/// FOCUS of a settlement that belongs to no account.
fn focus(settlement: &Settlement, price_book: &PriceBook) -> String {
    let context = FocusContext {
        billing_account_id: "local".to_owned(),
        billing_account_name: "Priced on the command line".to_owned(),
        issuer_name: "Tiermeter".to_owned(),
        utc_offset: price_book.utc_offset(),
        invoice_ids: BTreeMap::new(),
        services: BTreeMap::new(),
    };
    tiermeter_export::focus(settlement, &context)
}

fn print(settlement: &Settlement, price_book: &PriceBook, format: Format) -> Result<(), Refusal> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written = match format {
        Format::Json => serde_json::to_writer_pretty(&mut out, settlement)
            .map_err(io::Error::from)
            .and_then(|()| out.write_all(b"\n")),
        Format::Table => table::write(&mut out, settlement),
        Format::Csv => out.write_all(tiermeter_export::csv(settlement).as_bytes()),
        Format::Focus => out.write_all(focus(settlement, price_book).as_bytes()),
    };
    match written.and_then(|()| out.flush()) {
        // Whoever read the output has seen enough of it.
        // A pipe is broken by whoever leaves, a socket in its place is reset where something was not read.
        Err(error) if matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset) => {
            Ok(())
        }
        Err(error) => Err(Refusal::new(
            tiermeter_pricing::RefusalCode::Malformed,
            "",
            format!("the settlement cannot be written: {error}"),
        )),
        Ok(()) => Ok(()),
    }
}
