//! What several views are made of.
//!
//! | module | what it holds |
//! |---|---|
//! | `loaded` | something that a view fetches for itself, and its waiting and failed states |
//! | `states` | busy, empty, no match, trouble |
//! | `status` | status marks, costs of a service, the mark of sample prices |
//! | `money` | amounts that count up, and the row of big figures |
//! | `dialog`, `menu`, `tabs`, `toasts` | controls |
//! | `focus` | where the focus goes when what had it is gone |
//! | `copy` | copying texts, and requests as curl lines |
//! | `save` | giving a text to the reader as a file |
//! | `heading` | the heading of a view |
//! | `quotation` | what is quoted in English |

pub mod copy;
pub mod dialog;
pub mod focus;
pub mod heading;
pub mod loaded;
pub mod menu;
pub mod money;
pub mod quotation;
pub mod save;
pub mod states;
pub mod status;
pub mod tabs;
pub mod toasts;

pub use copy::{CopyButton, CurlButton, copy_when_had};
pub use dialog::Dialog;
pub use focus::{focus_when_there, keep_focus};
pub use heading::Heading;
pub use loaded::{Load, Loaded, Shown, use_all_pages, use_fetched, use_loaded};
pub use menu::{Menu, MenuItem};
pub use money::{Figure, Figures, Money};
pub use quotation::quotation;
pub use save::save_text;
pub use states::{Busy, Empty, NoMatch, Trouble};
pub use status::{CostPerHour, CostSoFar, CostSoFarInRow, Sample, StatusMark, StatusWord};
pub use tabs::{Tab, Tabs, tab_panel_id};
pub use toasts::{Toasts, ToastsView, WayBack, use_toasts};
