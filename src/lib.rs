//! The pages of Tiermeter, each a program of its own: the pricing page, which says what inference costs, to the second,
//! worked out in the reader's browser, and the console, which shows and steers what runs.
//!
//! | module | what it holds |
//! |---|---|
//! | `app` | the page from top to bottom, and how it is mounted |
//! | `header` | the mark, the way around the page, the theme |
//! | `tiers` | the list prices |
//! | `calculator` | the editor of steps, its bars, its formula and its total |
//! | `own_usage` | the settlement of a file or a text that the reader gives |
//! | `clock` | the page's one clock |
//! | `console` | the console, with a map of its own |
//! | `theme` | light, dark, or as the system has it |
//! | `segmented` | one choice out of a few, as a control |
//! | `text` | how numbers and instants are written |
//!
//! Components hold no arithmetic. What they show is a view model, worked out by pure functions of an estimate
//! (or a usage document), a price book and the instant of now, which are tested without a browser.

#![expect(
    unreachable_pub,
    reason = "what is public in a private module is for the page's other parts, and the component macro writes it"
)]

mod app;
mod calculator;
mod clock;
mod console;
mod header;
mod own_usage;
mod segmented;
mod text;
mod theme;
mod tiers;

pub use app::start;
pub use console::start as start_console;
