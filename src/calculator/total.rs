//! The total of the month, and where the prices come from.

use leptos::prelude::*;
use tiermeter_pricing::{Instant, PriceBook};

use super::state::CalculatorState;
use super::view_model::{TotalView, is_running_month};

/// The panel of the total.
#[component]
pub fn Total(
    /// The calculator's state.
    state: CalculatorState,
    /// The page's clock.
    now: ReadSignal<Option<Instant>>,
) -> impl IntoView {
    let total = Memo::new(move |_| state.checked.with(|checked| checked.view.total.clone()));
    let is_running = Memo::new(move |_| {
        state.checked.with(|checked| is_running_month(&checked.estimate, now.get(), state.book.utc_offset()))
    });
    view! {
        <aside class="card total" aria-label="Total">
            <div class="body">
                <div class:stale=move || state.is_stale()>
                    <p class="of">
                        {move || total.with(|total| format!("{}, {}", total.month, total.days))}
                        <Show when=move || is_running.get()>" " <span class="tag">"running month"</span></Show>
                    </p>
                    {move || figures(total.get())}
                </div>
                <Show when=move || state.is_stale()><p class="note">"Of the last valid entry."</p></Show>
                <Sources book=state.book />
                <p class="visually-hidden" role="status">{move || total.with(|total| total.spoken.clone())}</p>
            </div>
        </aside>
    }
}

fn figures(total: TotalView) -> impl IntoView {
    view! {
        <p class="payable">{total.payable}</p>
        <p class="exact">{total.currency} " payable · exact " {total.exact} ", " {total.rounding}</p>
        <dl>
            <dt>"Billed seconds"</dt>
            <dd>{total.billed_seconds}</dd>
            <dt>"True seconds"</dt>
            <dd>{total.true_seconds}</dd>
            <dt>"Rounding adds"</dt>
            <dd>{total.rounding_adds}</dd>
        </dl>
    }
}

/// Where the prices come from.
#[component]
fn Sources(
    /// The prices.
    book: &'static PriceBook,
) -> impl IntoView {
    let code = book.currency().code();
    let first =
        book.sources().first().map(|source| format!("{}, {code}, read {}.", source.title, source.as_of));
    let remarks = book.sources().iter().map(|source| {
        view! {
            <dt>{source.title.as_str()} ", read " {source.as_of.as_str()}</dt>
            <dd>{source.remark.as_str()}</dd>
        }
    });
    view! {
        <p class="hint">{first} " Amounts are exact; nothing leaves this page."</p>
        <details>
            <summary>"Sources and remarks"</summary>
            <dl class="remarks">{remarks.collect_view()}</dl>
        </details>
    }
}
