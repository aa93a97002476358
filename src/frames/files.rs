//! Where files are given.

use leptos::prelude::*;
use web_sys::{DataTransfer, File, HtmlInputElement};

use crate::erased::{attribute, dragged, fixed, happened, signal_of};

/// A place that files can be dropped on, and what stands in it.
pub fn drop_zone(class: &'static str, take: impl Fn(&DataTransfer) + 'static, content: AnyView) -> AnyView {
    boxed_zone(class, Box::new(take), content)
}

fn boxed_zone(class: &'static str, take: Box<dyn Fn(&DataTransfer)>, content: AnyView) -> AnyView {
    let hovered = signal_of(false);
    let over = dragged(move |event| {
        // Without this the browser would open the file in place of the page.
        event.prevent_default();
        hovered.set(true);
    });
    let drop = dragged(move |event| {
        event.prevent_default();
        hovered.set(false);
        if let Some(dropped) = event.data_transfer() {
            take(&dropped);
        }
    });
    view! {
        <div
            class=class
            class:hovered=move || hovered.get()
            on:dragover=over
            on:dragleave=dragged(move |_| hovered.set(false))
            on:drop=drop
        >
            {content}
        </div>
    }
    .into_any()
}

/// The first of the files that were dropped.
pub fn first_file(dropped: &DataTransfer) -> Option<File> {
    dropped.files().and_then(|files| files.get(0))
}

/// A button that lets a file be chosen.
pub fn file_button(
    id: &'static str,
    accept: &'static str,
    label: &'static str,
    described_by: Option<&'static str>,
    take: impl Fn(File) + 'static,
) -> AnyView {
    boxed_button([id, accept, label], described_by, Box::new(take))
}

fn boxed_button(
    [id, accept, label]: [&'static str; 3],
    described_by: Option<&'static str>,
    take: Box<dyn Fn(File)>,
) -> AnyView {
    let mut attributes = fixed(&[("type", "file"), ("id", id), ("accept", accept)]);
    attributes.extend(described_by.map(|id| attribute("aria-describedby", id)));
    let chosen = happened(move |event| {
        let input = event_target::<HtmlInputElement>(&event);
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            take(file);
        }
        // The same file can be chosen again after it was mended.
        input.set_value("");
    });
    view! {
        <input class="visually-hidden" {..attributes} on:change=chosen />
        <label class="button" for=id>{label}</label>
    }
    .into_any()
}
