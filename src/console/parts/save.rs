//! Gives a text to the reader as a file.

use std::time::Duration;

use js_sys::Array;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long the browser has to fetch a file before its address is given back.
const KEPT: Duration = Duration::from_secs(30);

/// Lets the browser save a text under a name; false where it refuses.
#[must_use]
pub fn save_text(name: &str, kind: &str, text: &str) -> bool {
    try_save(name, kind, text).is_ok()
}

fn try_save(name: &str, kind: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    let address = Url::create_object_url_with_blob(&blob)?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    let give_back = move || {
        // An address that is not known any more needs no giving back.
        let _ = Url::revoke_object_url(&address);
    };
    set_timeout(give_back, KEPT);
    Ok(())
}
