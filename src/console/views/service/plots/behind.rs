//! The table behind a plot, and the same as a file.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, Element, Event, HtmlAnchorElement, Url};

use super::words::Words;
use crate::console::words::use_words;

/// How long the browser has to fetch a file before its address is given back.
const KEPT: Duration = Duration::from_secs(30);

/// What stands in a table, and in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The names of the columns; the first one names the rows.
    pub head: Vec<String>,
    /// The rows, as texts for people. Of every column but the first `texts` ones the cells are numbers.
    pub rows: Vec<Vec<String>>,
    /// So many columns at the left hold texts.
    pub texts: usize,
}

/// The table behind a plot, made only while it is open, and the way to take it along.
#[component]
pub fn Behind(
    /// What the table is called.
    #[prop(into)]
    name: String,
    /// What stands in it.
    table: Signal<Table>,
    /// The file's text.
    csv: Callback<(), String>,
    /// The file's name.
    file: Signal<String>,
) -> impl IntoView {
    let words = use_words::<Words>();
    let open = RwSignal::new(false);
    let on_toggle = move |event: Event| open.set(event_target::<Element>(&event).has_attribute("open"));
    let label = name.clone();
    let content = move || {
        open.get().then(|| {
            let Table { head, rows, texts } = table.get();
            let number = move |column: usize| if column < texts { "" } else { "number" };
            let head = head.into_iter().enumerate();
            let head = head.map(|(column, name)| view! { <th scope="col" class=number(column)>{name}</th> });
            let rows = rows.into_iter().map(|cells| {
                let cells = cells.into_iter().enumerate().map(|(column, cell)| match column {
                    0 => view! { <th scope="row">{cell}</th> }.into_any(),
                    _ => view! { <td class=number(column)>{cell}</td> }.into_any(),
                });
                view! { <tr>{cells.collect_view()}</tr> }
            });
            view! {
                <div class="table-wrap service-plot-table" tabindex="0" role="group" aria-label=label.clone()>
                    <table class="table">
                        <thead><tr>{head.collect_view()}</tr></thead>
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            }
        })
    };
    view! {
        <div class="service-plot-behind">
            <details on:toggle=on_toggle>
                <summary>{words.table} <span class="visually-hidden">" · " {name}</span></summary>
                {content}
            </details>
            <button type="button" class="quiet" on:click=move |_| save(&file.get_untracked(), &csv.run(()))>
                {words.download}
            </button>
        </div>
    }
}

/// Lines of a file: the names of its columns, then its rows. Cells are instants, numbers and codes, which need no
/// quotes.
pub fn csv(head: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let head = std::iter::once(head.join(","));
    let lines: Vec<String> = head.chain(rows.map(|cells| cells.join(","))).collect();
    lines.join("\r\n") + "\r\n"
}

/// Gives the reader a file.
fn save(name: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type("text/csv;charset=utf-8");
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(link) = document().create_element("a") {
        let link: HtmlAnchorElement = link.unchecked_into();
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    let give_back = move || {
        // An address that is not known any more needs no giving back.
        let _ = Url::revoke_object_url(&address);
    };
    set_timeout(give_back, KEPT);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_a_line_for_each_row() {
        let row = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        for (rows, expected) in [
            (vec![], "from,cost\r\n"),
            (
                vec![row(&["2026-03-03T10:00:00Z", "0.7812"]), row(&["2026-03-03T11:00:00Z", ""])],
                "from,cost\r\n2026-03-03T10:00:00Z,0.7812\r\n2026-03-03T11:00:00Z,\r\n",
            ),
        ] {
            assert_eq!(csv(&["from", "cost"], rows.into_iter()), expected);
        }
    }
}
