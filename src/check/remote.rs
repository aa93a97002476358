//! The page's side of the worker: one worker for each job, which ends with it. To cancel is to end the worker.

use js_sys::{Array, Object, Reflect};
use leptos::prelude::*;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::job::{Job, Message};

/// Where `style/check-worker.js` tells its address.
const WORKER_ATTRIBUTE: &str = "data-worker";
/// The links by which the page loads its program; a worker loads the same files.
const SCRIPT_LINK: &str = "link[rel='modulepreload']";
const WASM_LINK: &str = "link[rel='preload'][as='fetch']";

/// A worker at work. It is ended when this is dropped.
pub struct Remote {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Starts a worker on a job. `hear` gets every message, with the file that comes beside it.
pub fn start(
    job: &Job,
    log: Option<&File>,
    invoice: Option<&File>,
    hear: impl Fn(Message, Option<Blob>) + Clone + 'static,
) -> Result<Remote, String> {
    try_start(job, log, invoice, hear).map_err(|reason| {
        let message = reason.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
        message.or_else(|| reason.as_string()).unwrap_or_default()
    })
}

fn try_start(
    job: &Job,
    log: Option<&File>,
    invoice: Option<&File>,
    hear: impl Fn(Message, Option<Blob>) + Clone + 'static,
) -> Result<Remote, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let root = document().document_element();
    let address = root.and_then(|root| root.get_attribute(WORKER_ATTRIBUTE)).unwrap_or_default();
    let worker = Worker::new_with_options(&address, &options)?;

    let failed = hear.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        if let Ok(message) = serde_wasm_bindgen::from_value::<Message>(parts.get(0)) {
            hear(message, parts.get(1).dyn_into::<Blob>().ok());
        }
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
        event.prevent_default();
        failed(Message::Stopped(event.message()), None);
    });
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

    let job = job.serialize(&Serializer::json_compatible())?;
    let file = |file: Option<&File>| file.map_or(JsValue::NULL, |file| JsValue::from(file.clone()));
    let parts = Array::of3(&job, &file(log), &file(invoice));
    let first = Object::new();
    Reflect::set(&first, &"script".into(), &linked(SCRIPT_LINK)?)?;
    Reflect::set(&first, &"wasm".into(), &linked(WASM_LINK)?)?;
    Reflect::set(&first, &"job".into(), &parts)?;
    worker.post_message(&first)?;
    Ok(Remote { worker, _on_message: on_message, _on_error: on_error })
}

/// The address of the file that a link names.
fn linked(selector: &str) -> Result<JsValue, JsValue> {
    let link = document().query_selector(selector)?;
    let address = link.and_then(|link| link.get_attribute("href")).unwrap_or_default();
    Ok(JsValue::from_str(&address))
}
