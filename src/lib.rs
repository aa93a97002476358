//! The pages of Tiermeter, each a program of its own: the pricing page, which says what inference costs, to the second,
//! worked out in the reader's browser, and the console, which shows and steers what runs.
//!
//! | module | what it holds |
//! |---|---|
//! | `app` | the page from top to bottom, and how it is mounted |
//! | `header` | the mark, the way to the other pages, the language, the theme |
//! | `tiers` | the list prices |
//! | `calculator` | an estimate of several lines: its sheet, its answer, what it shows, how it is shared |
//! | `own_prices` | a price book that the reader brings, in place of the list prices |
//! | `own_usage` | the settlement of a file or a text that the reader gives |
//! | `handover` | estimates in links and files, as the page and the console hand them to each other |
//! | `browser` | what only the browser can do: keep, download, copy, compress |
//! | `clock` | the page's one clock |
//! | `local_time` | how the reader's local time is written beside UTC |
//! | `console` | the console, with a map of its own |
//! | `site`, `billed`, `check` | the further pages, which are programs of their own |
//! | `erased`, `frames` | what Leptos would make anew for every closure, and what repeats on the pages: each once |
//! | `printed` | what is in a page only while it is printed |
//! | `theme` | light, dark, or as the system has it |
//! | `segmented` | one choice out of a few, as a control |
//! | `text` | how numbers and instants are written |
//! | `language` | English or Simplified Chinese, for all pages |
//! | `words` | what the pricing page says, in both |
//!
//! Components hold no arithmetic. What they show is a view model, worked out by pure functions of an estimate
//! (or a usage document), a price book and the instant of now, which are tested without a browser.

#![expect(
    unreachable_pub,
    reason = "what is public in a private module is for the page's other parts, and the component macro writes it"
)]

mod app;
mod billed;
mod browser;
mod calculator;
mod check;
mod clock;
mod console;
mod erased;
mod frames;
mod handover;
mod header;
mod language;
mod local_time;
mod nearby;
mod own_prices;
mod own_usage;
mod parts;
mod printed;
mod segmented;
mod site;
mod sorted;
mod text;
mod theme;
mod tiers;
mod words;

pub use app::start;
pub use billed::start as start_how_it_is_billed;
pub use check::start as start_check;
pub use console::start as start_console;
pub use parts::{Arrival, Keepsake, Memory, Part, Programs, Spoken, in_chinese, make_part, open, recall};
