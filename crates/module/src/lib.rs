//! The functions of the JavaScript module (docs/rules.md, section 7) over JSON text: each reads its arguments,
//! calls the core, and writes the answer, and holds no rule. The wasm module and its JavaScript fallback carry
//! the text in and out, so both give the same answers.

mod columns;
mod write;

use std::borrow::Cow;

pub use columns::ColumnsPricing;

use serde::Serialize;
use tiermeter_estimate::Estimate;
use tiermeter_pricing::read::{self, FreeText, Read};
use tiermeter_pricing::{Instant, PriceBook, Refusal, RefusalCode, Usage, object};
use tiermeter_service::{BillingMode, Command, Service};

/// Calls the function `name` with `arguments`, an object of JSON text with a field for each document. The answer
/// is `{"ok": ...}` or `{"refused": {"code", "path", "message"}}`; the path is relative to the document at fault.
#[must_use]
pub fn call(name: &str, arguments: &str) -> String {
    let answer = match name {
        "priceUsage" => price_usage(arguments),
        "priceColumns" => columns::price(arguments),
        "expandEstimate" => expand_estimate(arguments),
        "priceEstimate" => price_estimate(arguments),
        "newService" => new_service(arguments),
        "applyCommand" => apply_command(arguments),
        "describeService" => describe_service(arguments),
        "defaultPriceBook" => return format!("{{\"ok\":{}}}", PriceBook::bundled_json()),
        _ => Err(Refusal::new(
            RefusalCode::Malformed,
            "",
            format!("there is no function {}", read::quoted(name)),
        )),
    };
    answer.unwrap_or_else(|refusal| written("refused", &refusal))
}

/// The answer of a function: its JSON text, or why it was refused.
type Answer = Result<String, Refusal>;

object! {
    struct UsageArguments reads with () {
        usage: Usage,
        ;
        price_book: PriceBook,
    }
}

fn price_usage(arguments: &str) -> Answer {
    let UsageArguments { usage, price_book } = arguments_of(arguments)?;
    tiermeter_pricing::settle(&usage, &or_bundled(price_book)).map(|settlement| ok(&settlement))
}

/// Prices usage whose runs come in a packed form (see [`Usage::push_packed_runs`]) beside the rest of it, which
/// has none. `None` where the packed runs are not as they must be: the whole document then tells the place.
#[must_use]
pub fn price_packed_usage(arguments: &str, names: &str, indices: &[u32], instants: &str) -> Option<String> {
    let UsageArguments { mut usage, price_book } = arguments_of(arguments).ok()?;
    let names: Vec<FreeText> = read::from_json_slice(&mut (), names.as_bytes()).ok()?;
    let names: Vec<String> = names.into_iter().map(|name| name.0).collect();
    if !usage.push_packed_runs(&names, indices, instants) {
        return None;
    }
    let settled =
        tiermeter_pricing::settle(&usage, &or_bundled(price_book)).map(|settlement| ok(&settlement));
    Some(settled.unwrap_or_else(|refusal| written("refused", &refusal)))
}

object! {
    struct EstimateArguments reads with () {
        estimate: Estimate,
        ;
        price_book: PriceBook,
    }
}

fn expand_estimate(arguments: &str) -> Answer {
    let EstimateArguments { estimate, price_book } = arguments_of(arguments)?;
    tiermeter_estimate::expand(&estimate, &or_bundled(price_book)).map(|usage| ok(&usage))
}

fn price_estimate(arguments: &str) -> Answer {
    let EstimateArguments { estimate, price_book } = arguments_of(arguments)?;
    tiermeter_estimate::price(&estimate, &or_bundled(price_book)).map(|settlement| ok(&settlement))
}

object! {
    struct NewServiceArguments reads with () {
        ;
        options: NewServiceOptions,
    }
}

object! {
    struct NewServiceOptions reads with () {
        ;
        overdue: bool,
    }
}

fn new_service(arguments: &str) -> Answer {
    let NewServiceArguments { options } = arguments_of(arguments)?;
    Ok(ok(&Service::new(options.and_then(|options| options.overdue).unwrap_or(false))))
}

object! {
    struct ApplyCommandArguments reads with () {
        service: Service,
        command: CommandAt,
    }
}

object! {
    struct CommandAt reads with () {
        command: Command,
        at: Instant,
    }
}

fn apply_command(arguments: &str) -> Answer {
    let ApplyCommandArguments { service, command: CommandAt { command, at } } = arguments_of(arguments)?;
    service.apply(command, at).map(|service| ok(&service))
}

object! {
    struct DescribeServiceArguments reads with () {
        service: Service,
        billing_mode: BillingMode,
        ;
        at: Option<Instant>,
    }
}

fn describe_service(arguments: &str) -> Answer {
    let DescribeServiceArguments { service, billing_mode, at } = arguments_of(arguments)?;
    Ok(ok(&service.describe(billing_mode, at.flatten())))
}

/// Reads the arguments; a refusal's path loses the argument's name, so that it is relative to the document.
fn arguments_of<T: Read<()>>(arguments: &str) -> Result<T, Refusal> {
    read::from_json_slice(&mut (), arguments.as_bytes()).map_err(of_document)
}

fn of_document(mut refusal: Refusal) -> Refusal {
    let path = refusal.path.split('/').skip(2).fold(String::new(), |path, step| path + "/" + step);
    refusal.path = path;
    refusal
}

fn or_bundled(price_book: Option<PriceBook>) -> Cow<'static, PriceBook> {
    price_book.map_or_else(|| Cow::Borrowed(PriceBook::bundled()), Cow::Owned)
}

fn ok(document: &impl Serialize) -> String {
    written("ok", document)
}

fn written(field: &str, document: &impl Serialize) -> String {
    let mut json = format!("{{\"{field}\":");
    if !write::write(&mut json, document) {
        json.push_str("null");
    }
    json.push('}');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_document() {
        for (name, arguments, path) in [
            ("priceUsage", r#"{"usage":{"runs":{}}}"#, "/runs"),
            ("priceUsage", r#"{"usage":[]}"#, ""),
            ("priceUsage", "{}", ""),
            ("priceUsage", r#"{"usage":{},"price_book":{"id":1}}"#, "/id"),
            ("newService", r#"{"options":{"overdue":1}}"#, "/overdue"),
            ("none", "{}", ""),
        ] {
            let expected = format!("{{\"refused\":{{\"code\":\"malformed\",\"path\":\"{path}\"");
            let answer = call(name, arguments);
            assert!(answer.starts_with(&expected), "{name} {arguments}: {answer}");
        }
    }
}
