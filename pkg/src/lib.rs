//! The core for JavaScript (docs/rules.md, section 7): each function converts, calls, converts back, and holds no
//! rule. A refusal is thrown as a plain object of `code`, `path` and `message`; the hand-written side of the
//! package makes a `TiermeterError` of it.

use std::borrow::Cow;

use serde::Serialize;
use serde_wasm_bindgen::{Deserializer, Serializer};
use tiermeter_estimate::Estimate;
use tiermeter_pricing::read::{self, Read};
use tiermeter_pricing::{Instant, PriceBook, Refusal, Usage};
use tiermeter_service::{BillingMode, Command, Service};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

type Thrown<T> = Result<T, JsValue>;

/// Prices usage; the bundled price book where none is given.
#[wasm_bindgen(js_name = priceUsage)]
pub fn price_usage(usage: JsValue, price_book: JsValue) -> Thrown<JsValue> {
    let price_book = price_book_or_bundled(price_book)?;
    let usage: Usage = read(usage)?;
    write(&tiermeter_pricing::settle(&usage, &price_book).map_err(thrown)?)
}

/// Expands an estimate into usage; the bundled price book where none is given.
#[wasm_bindgen(js_name = expandEstimate)]
pub fn expand_estimate(estimate: JsValue, price_book: JsValue) -> Thrown<JsValue> {
    let price_book = price_book_or_bundled(price_book)?;
    let estimate: Estimate = read(estimate)?;
    write(&tiermeter_estimate::expand(&estimate, &price_book).map_err(thrown)?)
}

/// Prices an estimate; the bundled price book where none is given.
#[wasm_bindgen(js_name = priceEstimate)]
pub fn price_estimate(estimate: JsValue, price_book: JsValue) -> Thrown<JsValue> {
    let price_book = price_book_or_bundled(price_book)?;
    let estimate: Estimate = read(estimate)?;
    write(&tiermeter_estimate::price(&estimate, &price_book).map_err(thrown)?)
}

tiermeter_pricing::object! {
    struct NewService reads with () {
        ;
        overdue: bool,
    }
}

/// A service that was never enabled; `{overdue: true}` if its account has overdue payment already.
#[wasm_bindgen(js_name = newService)]
pub fn new_service(options: JsValue) -> Thrown<JsValue> {
    let overdue = if options.is_undefined() { None } else { read::<NewService>(options)?.overdue };
    write(&Service::new(overdue.unwrap_or(false)))
}

tiermeter_pricing::object! {
    struct CommandAt reads with () {
        command: Command,
        at: Instant,
    }
}

/// The service after `{command, at}`.
#[wasm_bindgen(js_name = applyCommand)]
pub fn apply_command(service: JsValue, command: JsValue) -> Thrown<JsValue> {
    let service: Service = read(service)?;
    let CommandAt { command, at } = read(command)?;
    write(&service.apply(command, at).map_err(thrown)?)
}

/// The service in words, with the billing mode it is configured for, as of an instant if one is given.
#[wasm_bindgen(js_name = describeService)]
pub fn describe_service(service: JsValue, billing_mode: JsValue, at: JsValue) -> Thrown<JsValue> {
    let service: Service = read(service)?;
    let billing_mode: BillingMode = read(billing_mode)?;
    let at: Option<Instant> = read(at)?;
    write(&service.describe(billing_mode, at))
}

/// The bundled price book as JSON text.
#[wasm_bindgen(js_name = defaultPriceBookJson)]
#[must_use]
pub fn default_price_book_json() -> String {
    PriceBook::bundled_json().to_owned()
}

fn price_book_or_bundled(price_book: JsValue) -> Thrown<Cow<'static, PriceBook>> {
    if price_book.is_undefined() {
        return Ok(Cow::Borrowed(PriceBook::bundled()));
    }
    read(price_book).map(Cow::Owned)
}

fn read<T: Read<()>>(value: JsValue) -> Thrown<T> {
    read::from_deserializer(&mut (), Deserializer::from(value)).map_err(thrown)
}

fn write(document: &impl Serialize) -> Thrown<JsValue> {
    Ok(document.serialize(&Serializer::json_compatible())?)
}

fn thrown(refusal: Refusal) -> JsValue {
    write(&refusal).unwrap_or_else(|error| error)
}
