//! From flags to a backend that is ready to serve.

use tiermeter_backend::Fault;
use tiermeter_backend::accounts::{add_credential, add_default_services, create};
use tiermeter_backend::instances::recover;
use tiermeter_backend::metering::recount;
use tiermeter_backend::operation::{Actor, Operation, Settings, hash, hexadecimal};
use tiermeter_backend::records::CredentialKind;
use tiermeter_backend::store::Transaction;
use tiermeter_pricing::{Instant, PriceBook};

use crate::backend::Backend;
use crate::cli::ServeArguments;
use crate::clock::Clock;
use crate::models::Models;
use crate::secrets::sign_in_token;
use crate::serve::sample_data;

/// The fact that says which prices the tallies were counted with.
const COUNTED_WITH: &str = "counted_with";
const LOWEST_BOOTSTRAP_KEY: usize = 32;
/// Where a test clock stood last; it does not go back over a restart.
pub(crate) const TEST_CLOCK: &str = "test_clock";

/// Opens the backend that the flags describe.
pub(super) fn open(arguments: &ServeArguments) -> Result<Backend, String> {
    let book = match &arguments.price_book {
        None => (PriceBook::bundled().clone(), PriceBook::bundled_json().to_owned()),
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
            let book =
                PriceBook::from_json(&bytes).map_err(|refusal| format!("{}: {refusal}", path.display()))?;
            (book, String::from_utf8(bytes).map_err(|error| format!("{}: {error}", path.display()))?)
        }
    };
    let models = match &arguments.models {
        None => Models::default(),
        Some(path) => Models::from_file(path)?,
    };
    let clock = match arguments.test_clock {
        None => Clock::system(),
        Some(at) => Clock::test(at),
    };
    let settings = Settings {
        events_ahead_seconds: arguments.events_ahead_seconds,
        events_back_seconds: u64::from(arguments.events_back_days) * 24 * 3_600,
        month_grace_seconds: u64::from(arguments.month_grace_hours) * 3_600,
        payment_terms_days: arguments.payment_terms_days,
        services_per_account: arguments.services_per_account,
        instances_per_account: arguments.instances_per_account,
    };
    Backend::open(&arguments.database, clock, book, settings, models).map_err(|error| error.to_string())
}

/// Makes an empty database usable, and ends what a crash left open. Gives the secret of a sign-in link where the
/// database is new.
pub(super) async fn prepare(backend: &Backend, arguments: &ServeArguments) -> Result<Option<String>, String> {
    if let Some(key) = &arguments.bootstrap_api_key
        && key.len() < LOWEST_BOOTSTRAP_KEY
    {
        let text = format!("TIERMETER_BOOTSTRAP_API_KEY has at least {LOWEST_BOOTSTRAP_KEY} characters");
        return Err(text);
    }
    let stood = backend.look(|transaction, _| Ok(transaction.fact(TEST_CLOCK)?)).await;
    if let Some(stood) = stood.map_err(|fault| told(&fault))?.and_then(|text| Instant::parse(&text).ok()) {
        backend.parts().clock.move_to(stood);
    }
    let key = arguments.bootstrap_api_key.clone();
    let sample_data = arguments.sample_data;
    let models = backend.parts().models.clone();
    let book_json = backend.parts().book_json.clone();
    let is_test = backend.parts().clock.is_test();
    // What a crash left open ends before anything that was due since is done.
    let recovered = backend.prepare(move |transaction, operation| {
        let ended = recover(transaction, operation)?;
        let stands = if is_test { operation.now.to_string() } else { String::new() };
        transaction.set_fact(TEST_CLOCK, &stands)?;
        let token = first_start(transaction, operation, key.as_deref())?;
        for id in transaction.account_ids()? {
            let account = transaction.account(&id)?.ok_or(Fault::NotFound)?;
            if account.currency != operation.book.currency().code() {
                let message = format!("account {id} is in {}, the price book is not", account.currency);
                return Err(Fault::Conflict(message));
            }
            add_default_services(transaction, operation, &account)?;
            if sample_data && token.is_some() {
                sample_data::add(transaction, operation, &models, &id)?;
            }
        }
        count_with_these_prices(transaction, operation, &book_json)?;
        Ok((ended, token))
    });
    let (ended, token) = recovered.await.map_err(|fault| told(&fault))?;
    if ended > 0 {
        tracing::warn!(
            runs = ended,
            "runs that were left open ended at the last moment they were surely alive"
        );
    }
    Ok(token)
}

fn told(fault: &Fault) -> String {
    format!("the database can't be used: {fault:?}")
}

fn first_start(
    transaction: &mut dyn Transaction,
    operation: &mut Operation<'_>,
    key: Option<&str>,
) -> Result<Option<String>, Fault> {
    if !transaction.account_ids()?.is_empty() {
        return Ok(None);
    }
    operation.actor = Actor::Platform;
    let account = create(transaction, operation, "My account")?;
    if let Some(key) = key {
        add_credential(transaction, operation, &account.id, CredentialKind::ApiKey, "bootstrap", key, None)?;
    }
    let token = sign_in_token(transaction, operation, &account.id, "first start")?;
    Ok(Some(token))
}

/// After a change of the price book everything that was counted is counted anew.
fn count_with_these_prices(
    transaction: &mut dyn Transaction,
    operation: &Operation<'_>,
    book_json: &str,
) -> Result<(), Fault> {
    let prices = hexadecimal(&hash(book_json.as_bytes()));
    let known = transaction.fact(COUNTED_WITH)?;
    if known.as_ref() == Some(&prices) {
        return Ok(());
    }
    if known.is_some() {
        for id in transaction.account_ids()? {
            recount(transaction, operation, &id)?;
        }
    }
    transaction.set_fact(COUNTED_WITH, &prices)?;
    Ok(())
}
