//! The page's program, which Trunk builds and starts. It is split where the functions of [`split`] are called:
//! what only those of one part use is fetched by the first call of one of them.

use tiermeter_page::{Arrival, Keepsake, Part, Programs};

fn main() {
    tiermeter_page::start(Programs {
        fetch: || Box::pin(split::fetch()),
        make: |part: Part| Box::pin(async move { split::make(&part).await }),
        open: |arrival: Arrival| Box::pin(split::bring(arrival)),
        recall: |keepsake: Keepsake| Box::pin(async move { split::remember(&keepsake).await }),
        chinese: || Box::pin(split::chinese()),
    });
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "its callers hear of a program that could not be fetched that way"
)]
mod split {
    use leptos::prelude::*;
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use tiermeter_page::{Arrival, Keepsake, Memory, Part, Spoken, in_chinese, make_part, open, recall};

    #[wasm_split(more, wasm_split_path = leptos::wasm_split, preload(fetch), fallible)]
    pub fn make(part: &Part) -> Result<AnyView, SplitLoaderError> {
        Ok(make_part(part))
    }

    #[wasm_split(more, wasm_split_path = leptos::wasm_split, fallible)]
    pub fn bring(arrival: Arrival) -> Result<(), SplitLoaderError> {
        open(arrival);
        Ok(())
    }

    #[wasm_split(more, wasm_split_path = leptos::wasm_split, fallible)]
    pub fn remember(keepsake: &Keepsake) -> Result<Memory, SplitLoaderError> {
        Ok(recall(keepsake))
    }

    #[wasm_split(chinese, wasm_split_path = leptos::wasm_split, fallible)]
    pub fn chinese() -> Result<Spoken, SplitLoaderError> {
        Ok(in_chinese())
    }
}
