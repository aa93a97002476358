//! The table behind the picture of the instances, and how to call one.

use leptos::prelude::*;

use super::history_words::HistoryWords;
use super::instances::{instance_detail, state_class};
use super::view_model::chat_line;
use crate::console::documents::{Instance, InstanceState};
use crate::console::format::use_format;
use crate::console::parts::CopyButton;
use crate::console::words::{Common, use_words};
use crate::erased::{memo, shown_while};

/// What the server says of each instance.
#[component]
pub fn InstanceTable(
    /// The instances.
    instances: Memo<Vec<Instance>>,
) -> impl IntoView {
    let words = use_words::<HistoryWords>();
    let rows = move || {
        let row = |instance| view! { <InstanceRow instance=instance /> };
        instances.get().into_iter().map(row).collect_view()
    };
    view! {
        {shown_while(move || instances.with(|instances| !instances.is_empty()), move || view! { <details>
                <summary>{words.instances_table}</summary>
                <div class="table-wrap" tabindex="0" role="group" aria-label=words.instances_table>
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{words.instance}</th>
                                <th scope="col">{words.state}</th>
                                <th scope="col" class="number">{words.restarts}</th>
                                <th scope="col">{words.last_exit}</th>
                                <th scope="col">{words.endpoint}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </details> }.into_any())}
    }
}

/// One instance.
#[component]
fn InstanceRow(
    /// The instance.
    instance: Instance,
) -> impl IntoView {
    let (words, common, format) = (use_words::<HistoryWords>(), use_words::<Common>(), use_format());
    let detail = instance_detail(&instance, words, format);
    let endpoint = instance.endpoint.map(|endpoint| {
        view! { <code>{endpoint.clone()}</code> " " <CopyButton text=endpoint /> }
    });
    let last_exit = match instance.last_exit {
        Some(why) => view! { <span lang="en">{why}</span> }.into_any(),
        None => common.nothing.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{instance.instance}</th>
            <td>
                <span class=state_class(instance.state)>
                    <i aria-hidden="true"></i>
                    {common.instance_state(instance.state)}
                </span>
                <small>{detail}</small>
            </td>
            <td class="number">{format.count(instance.restarts)}</td>
            <td>{last_exit}</td>
            <td>{endpoint}</td>
        </tr>
    }
}

/// A line for a shell that asks an instance which is ready.
#[component]
pub fn HowToCall(
    /// The instances.
    instances: Memo<Vec<Instance>>,
    /// The model that they serve.
    model: String,
) -> impl IntoView {
    let words = use_words::<HistoryWords>();
    let endpoint = memo(move || {
        instances.with(|instances| {
            let mut ready = instances.iter().filter(|instance| instance.state == InstanceState::Ready);
            ready.find_map(|instance| instance.endpoint.clone())
        })
    });
    move || {
        let line = chat_line(&endpoint.get()?, &model, words.question);
        Some(view! {
            <div class="service-call">
                <h3>{words.how_to_call}</h3>
                <p class="hint">{words.how_to_call_text}</p>
                <pre tabindex="0"><code>{line.clone()}</code></pre>
                <CopyButton text=line label=words.copy_line />
            </div>
        })
    }
}
