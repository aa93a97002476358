//! A database for the benchmark of the console in a browser, which starts the server on it by itself.

use std::fs;
use std::path::Path;

use tiermeter_backend::operation::earlier;
use tiermeter_backend::records::Metering;

use crate::Measured;
use crate::seed::{add_run, by_seconds, run, service};
use crate::server::{API_KEY, Database, Workplace};

const SERVICES: u64 = 10_000;
/// Of so many services one has a run that is open, and so a cost that counts up.
const COUNTING_ONE_IN: u64 = 10;
const HOUR_SECONDS: u64 = 3_600;

/// Writes the file, and prints the key of its account. Every other service is metered by seconds, the others by
/// tokens. None is enabled, so that the server starts no instances: runs are told from elsewhere.
pub(crate) fn write(file: &Path) -> Measured<()> {
    let workplace = Workplace::new()?;
    let database = Database::new(&workplace)?;
    let account = database.account();
    let started_at = earlier(account.created_at, HOUR_SECONDS);
    database.transact(|transaction| {
        for number in 0..SERVICES {
            let metering = if number.is_multiple_of(2) { Metering::Tokens } else { by_seconds(number) };
            let service = service(account, number, metering);
            transaction.insert_service(&service)?;
            if number % COUNTING_ONE_IN == 1 {
                add_run(transaction, &run(&service, "told-open".to_owned(), started_at, None))?;
            }
        }
        Ok(())
    })?;
    fs::copy(database.file(), file)?;
    println!("{API_KEY}");
    Ok(())
}
