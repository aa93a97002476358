//! The worker's side: a message is a job with its files, each answer is a message with what belongs to it. Nothing here
//! reaches the page otherwise, and nothing reaches the network.

use std::io::{self, BufRead, Read};

use js_sys::{Array, Uint8Array};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, File, FileReaderSync, MessageEvent};

use super::fault::{Fault, Given, Trouble};
use super::job::{CheckJob, Job, Message, Progress, check, look_at_invoice, look_at_log};

/// A log is read in slices, and may be large.
const LARGEST_LOG_BYTES: u64 = 1024 * 1024 * 1024;
/// An invoice is read at once.
const LARGEST_INVOICE_BYTES: u64 = 32 * 1024 * 1024;
const SLICE_BYTES: u64 = 1024 * 1024;

/// Answers messages, for as long as the worker lives.
pub fn serve(scope: &DedicatedWorkerGlobalScope) {
    let answering = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let parts = Array::from(&event.data());
        let [log, invoice] = [1, 2].map(|index| parts.get(index).dyn_into::<File>().ok());
        if let Ok(job) = serde_wasm_bindgen::from_value::<Job>(parts.get(0)) {
            answer(&answering, &job, log, invoice);
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It is there until the worker is ended.
    on_message.forget();
}

fn answer(scope: &DedicatedWorkerGlobalScope, job: &Job, log: Option<File>, invoice: Option<File>) {
    match job {
        Job::Look(given) => {
            let look = match given {
                Given::Log => {
                    slices(log, LARGEST_LOG_BYTES, None).and_then(|mut file| look_at_log(&mut file))
                }
                Given::Invoice | Given::PriceBook => whole(invoice).and_then(|bytes| look_at_invoice(&bytes)),
            };
            let message = look.map_or_else(|trouble| Message::Failed(*given, trouble), Message::Looked);
            post(scope, &message, None);
        }
        Job::Check(job) => match checked(scope, job, log, invoice) {
            Ok((message, results)) => post(scope, &message, results.as_ref()),
            Err((given, trouble)) => post(scope, &Message::Failed(given, trouble), None),
        },
    }
}

fn checked(
    scope: &DedicatedWorkerGlobalScope,
    job: &CheckJob,
    log: Option<File>,
    invoice: Option<File>,
) -> Result<(Message, Option<Blob>), (Given, Trouble)> {
    let invoice = invoice.map(|file| whole(Some(file))).transpose();
    let invoice = invoice.map_err(|trouble| (Given::Invoice, trouble))?;
    let mut log = slices(log, LARGEST_LOG_BYTES, Some(scope)).map_err(|trouble| (Given::Log, trouble))?;
    let mut tell = |progress| post(scope, &Message::Progress(progress), None);
    let checked = check(job, &mut log, invoice.as_deref(), &mut tell)?;
    let results = csv_blob(&checked.csv);
    Ok((Message::Checked(checked.report), results))
}

/// The results as a file that the page can save; its bytes stay outside of the page's memory.
fn csv_blob(csv: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    Blob::new_with_str_sequence_and_options(&Array::of1(&JsValue::from_str(csv)), &options).ok()
}

fn post(scope: &DedicatedWorkerGlobalScope, message: &Message, beside: Option<&Blob>) {
    let Ok(message) = message.serialize(&Serializer::json_compatible()) else { return };
    let parts = Array::of1(&message);
    if let Some(blob) = beside {
        parts.push(blob.unchecked_ref::<JsValue>());
    }
    // Fails only for what cannot be copied, and texts and blobs can.
    let _ = scope.post_message(&parts);
}

fn unreadable(reason: &JsValue) -> Trouble {
    let reason = reason.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    Trouble::of(Fault::Unreadable(reason.unwrap_or_default()))
}

/// A file, slice by slice.
fn slices(
    file: Option<File>,
    largest_bytes: u64,
    scope: Option<&DedicatedWorkerGlobalScope>,
) -> Result<FileSlices, Trouble> {
    let file = file.ok_or_else(|| Trouble::of(Fault::Empty))?;
    let size = size_bytes(&file);
    if size > largest_bytes {
        return Err(Trouble::of(Fault::TooLarge(largest_bytes)));
    }
    let reader = FileReaderSync::new().map_err(|reason| unreadable(&reason))?;
    let scope = scope.cloned();
    Ok(FileSlices { file, reader, scope, size, next: 0, slice: Vec::new(), taken: 0 })
}

/// The bytes of a file.
fn whole(file: Option<File>) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    let mut file = slices(file, LARGEST_INVOICE_BYTES, None)?;
    let read = file.read_to_end(&mut bytes);
    read.map_err(|error| Trouble::of(Fault::Unreadable(error.to_string())))?;
    Ok(bytes)
}

struct FileSlices {
    file: File,
    reader: FileReaderSync,
    /// Who hears how much is read.
    scope: Option<DedicatedWorkerGlobalScope>,
    size: u64,
    /// Where the next slice begins.
    next: u64,
    slice: Vec<u8>,
    /// How much of the slice is taken.
    taken: usize,
}

impl FileSlices {
    fn read_slice(&mut self) -> Result<(), JsValue> {
        let end = self.next.saturating_add(SLICE_BYTES).min(self.size);
        let slice = self.file.slice_with_f64_and_f64(place(self.next), place(end))?;
        let bytes = self.reader.read_as_array_buffer(&slice)?;
        self.slice = Uint8Array::new(&bytes).to_vec();
        self.taken = 0;
        self.next = end;
        if let Some(scope) = &self.scope {
            post(scope, &Message::Progress(Progress::Reading(end, self.size)), None);
        }
        Ok(())
    }
}

impl Read for FileSlices {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(buffer)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for FileSlices {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken >= self.slice.len() && self.next < self.size {
            self.read_slice().map_err(|reason| {
                let reason = reason.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
                io::Error::other(reason.unwrap_or_default())
            })?;
        }
        Ok(self.slice.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.taken = self.taken.saturating_add(count);
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the browser gives a whole number of bytes, from 0 to below 2^53"
)]
fn size_bytes(file: &File) -> u64 {
    file.size() as u64
}

#[expect(clippy::cast_precision_loss, reason = "a place in a file that is read lies far below 2^53")]
fn place(bytes: u64) -> f64 {
    bytes as f64
}
