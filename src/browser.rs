//! What only the browser can do: keep, download, copy, compress.

use js_sys::{Array, Function, Reflect, Uint8Array, global};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, Element, Event, HtmlAnchorElement, ReadableStream, ReadableStreamDefaultReader,
    ReadableWritablePair, Storage, Url,
};

/// The compression of links: without a header, since the link says what it is.
const COMPRESSION: &str = "deflate-raw";
/// What a link becomes at most; a few bytes can be made to become very many.
const MOST_INFLATED_BYTES: usize = 4 * 1024 * 1024;

/// `None` where the browser keeps nothing for this page, as in some private windows.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// What was kept under a key.
pub fn kept(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

/// Keeps a text under a key; false where the storage is full or refused.
pub fn keep(key: &str, text: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(key, text).is_ok())
}

/// Forgets what was kept under a key.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        // A storage that refuses this holds nothing either.
        let _ = storage.remove_item(key);
    }
}

/// Offers a text as a file; false where the browser refuses.
pub fn download(name: &str, media_type: &str, text: &str) -> bool {
    offer(name, media_type, text).is_ok()
}

fn offer(name: &str, media_type: &str, text: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link = document().create_element("a")?.unchecked_into::<HtmlAnchorElement>();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}

/// Puts a text on the clipboard; false where there is none for this page.
pub async fn copy(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Whether an event comes from within an element that the selector finds.
pub fn is_within(event: &Event, selector: &str) -> bool {
    let target = event.target();
    let element = target.as_ref().and_then(|target| target.dyn_ref::<Element>());
    element.is_some_and(|element| element.closest(selector).ok().flatten().is_some())
}

/// The bytes compressed; `None` where the browser has no compression.
pub async fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    through("CompressionStream", bytes).await.ok()
}

/// The bytes as they were before they were compressed; `None` where they are not of that form, become too many,
/// or the browser has no decompression.
pub async fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    through("DecompressionStream", bytes).await.ok()
}

/// Whether links can be compressed and read here at all.
pub fn has_compression() -> bool {
    Reflect::has(&global(), &JsValue::from_str("DecompressionStream")).unwrap_or_default()
}

async fn through(class: &str, bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let class = Reflect::get(&global(), &JsValue::from_str(class))?.dyn_into::<Function>()?;
    let transform = Reflect::construct(&class, &Array::of1(&JsValue::from_str(COMPRESSION)))?;
    let blob = Blob::new_with_u8_array_sequence(&Array::of1(&Uint8Array::from(bytes)))?;
    let stream = blob.stream().pipe_through(transform.unchecked_ref::<ReadableWritablePair>());
    read_all(&stream).await
}

async fn read_all(stream: &ReadableStream) -> Result<Vec<u8>, JsValue> {
    let reader = ReadableStreamDefaultReader::new(stream)?;
    let mut all = Vec::new();
    loop {
        let part = JsFuture::from(reader.read()).await?;
        if Reflect::get(&part, &JsValue::from_str("done"))?.is_truthy() {
            return Ok(all);
        }
        let bytes = Uint8Array::new(&Reflect::get(&part, &JsValue::from_str("value"))?);
        all.extend(bytes.to_vec());
        if all.len() > MOST_INFLATED_BYTES {
            JsFuture::from(reader.cancel()).await?;
            return Err(JsValue::from_str("too many bytes"));
        }
    }
}
