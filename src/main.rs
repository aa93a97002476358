//! The page's program, which Trunk builds and starts. It is split where [`split::make`] is called: what only that uses is
//! fetched by the first call.

use tiermeter_page::{Part, Programs};

fn main() {
    tiermeter_page::start(Programs {
        fetch: || Box::pin(split::fetch()),
        make: |part: Part| Box::pin(async move { split::make(&part).await }),
    });
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "its callers hear of a program that could not be fetched that way"
)]
mod split {
    use leptos::prelude::*;
    use leptos::wasm_split::{SplitLoaderError, wasm_split};
    use tiermeter_page::{Part, make_part};

    #[wasm_split(more, wasm_split_path = leptos::wasm_split, preload(fetch), fallible)]
    pub fn make(part: &Part) -> Result<AnyView, SplitLoaderError> {
        Ok(make_part(part))
    }
}
