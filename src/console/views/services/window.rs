//! Which rows are in the page: those on the screen and some around them. The rest is empty space of the right height,
//! so that the browser scrolls as if all of them were there.

use std::ops::Range;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{ScrollBehavior, ScrollIntoViewOptions, ScrollLogicalPosition};

use crate::erased::{effect, signal_of};

/// Rows come and go in blocks, so that most steps of a scroll change nothing.
const BLOCK: i64 = 8;
/// Below this width, in tenths of a rem, rows are cards.
const CARDS_BELOW_TENTHS: i64 = 420;
/// The height of a row, in tenths of a rem.
const ROW_TENTHS: i64 = 35;
/// The height of a card, in tenths of a rem.
const CARD_TENTHS: i64 = 75;

/// What was measured, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// Where the first row begins, below the upper edge of the screen.
    pub top: i64,
    /// How wide the table is.
    pub width: i64,
    /// How high the screen is.
    pub screen: i64,
    /// How many pixels ten rem are.
    pub ten_rem: i64,
}

impl Measured {
    /// The table's width in tenths of a rem.
    #[must_use]
    pub fn width_tenths(self) -> i64 {
        self.width.saturating_mul(100) / self.ten_rem.max(1)
    }

    /// Whether rows are cards.
    #[must_use]
    pub fn is_cards(self) -> bool {
        self.width_tenths() < CARDS_BELOW_TENTHS
    }

    /// The height of a row.
    #[must_use]
    pub fn row(self) -> i64 {
        let tenths = if self.is_cards() { CARD_TENTHS } else { ROW_TENTHS };
        (tenths.saturating_mul(self.ten_rem) / 100).max(1)
    }

    /// The rows that are in the page, of so many.
    #[must_use]
    pub fn rows(self, count: usize) -> Range<usize> {
        let row = self.row();
        let above = self.top.saturating_neg().max(0) / row;
        let until = self.screen.saturating_sub(self.top).max(0) / row;
        let whole = |rows: i64| usize::try_from(rows.max(0)).unwrap_or(usize::MAX).min(count);
        let first = whole(above / BLOCK * BLOCK - BLOCK);
        let last = whole(until / BLOCK * BLOCK + 2 * BLOCK);
        // Where the list has become shorter than what is scrolled to, its end is in the page.
        let most = usize::try_from((until - above).max(0) + 4 * BLOCK).unwrap_or(usize::MAX);
        let at_the_end = last.saturating_sub(most);
        if first < last { first.max(at_the_end)..last } else { at_the_end..last }
    }

    /// The first row that is on the screen.
    #[must_use]
    pub fn first_on_screen(self) -> usize {
        usize::try_from(self.top.saturating_neg().max(0) / self.row()).unwrap_or_default()
    }

    /// Where a row begins below the first one, as a length of CSS.
    #[must_use]
    pub fn offset(self, rows: usize) -> String {
        let rows = i64::try_from(rows).unwrap_or(i64::MAX);
        format!("{}px", rows.saturating_mul(self.row()))
    }
}

/// What the table is like before it is in the page: as wide as the screen.
fn guessed() -> Measured {
    let width = window().inner_width().ok().and_then(|width| width.as_f64()).map_or(1_280, pixels);
    // Beside the navigation, where there is room for it.
    let width = if width > 820 { width - 280 } else { width - 32 };
    Measured { top: 300, width, screen: inner_height(), ten_rem: 160 }
}

fn inner_height() -> i64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).map_or(800, pixels)
}

#[expect(clippy::cast_possible_truncation, reason = "lengths of a page are far below 2^53 pixels")]
const fn pixels(length: f64) -> i64 {
    length as i64
}

/// Measures the table, and again whenever something scrolls or the window changes its size. `ruler` is ten rem wide.
pub fn use_measured(body: NodeRef<html::Div>, ruler: NodeRef<html::Div>) -> RwSignal<Measured> {
    let measured = signal_of(guessed());
    let measure = move || {
        let (Some(body), Some(ruler)) = (body.get_untracked(), ruler.get_untracked()) else { return };
        let (body, ruler) = (body.get_bounding_client_rect(), ruler.get_bounding_client_rect());
        let now = Measured {
            top: pixels(body.top()),
            width: pixels(body.width()),
            screen: inner_height(),
            ten_rem: pixels(ruler.width()).max(1),
        };
        measured.maybe_update(|known| {
            let changed = *known != now;
            *known = now;
            changed
        });
    };
    effect(move || {
        body.track();
        ruler.track();
        measure();
    });
    // Caught on its way down, so that it does not matter which element scrolls.
    let listener = StoredValue::new_local(Closure::<dyn FnMut()>::new(measure));
    listener.with_value(|listener| {
        let listener = listener.as_ref().unchecked_ref();
        for name in ["scroll", "resize"] {
            // Fails only for a listener that is no function.
            let _ = window().add_event_listener_with_callback_and_bool(name, listener, true);
        }
    });
    on_cleanup(move || {
        listener.try_with_value(|listener| {
            let listener = listener.as_ref().unchecked_ref();
            for name in ["scroll", "resize"] {
                // Fails only for a listener that is no function.
                let _ = window().remove_event_listener_with_callback_and_bool(name, listener, true);
            }
        });
    });
    measured
}

/// Brings an element into sight, by the shortest way and at once.
pub fn show(element: &web_sys::Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options.set_behavior(ScrollBehavior::Instant);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(top: i64, width: i64, count: usize, expected: Range<usize>) {
        let measured = Measured { top, width, screen: 896, ten_rem: 160 };
        assert_eq!(measured.rows(count), expected, "top {top}, width {width}, {count} rows");
    }

    #[test]
    fn rows_of_the_screen_and_a_block_around_them_are_in_the_page() {
        // 56 pixels a row: 16 of them on the screen.
        check(0, 1_000, 10_000, 0..32);
        check(300, 1_000, 10_000, 0..24);
        check(-56 * 7, 1_000, 10_000, 0..32);
        check(-56 * 8, 1_000, 10_000, 0..40);
        check(-56 * 16, 1_000, 10_000, 8..48);
        check(-56 * 9_990, 1_000, 10_000, 9_976..10_000);
        check(0, 1_000, 3, 0..3);
        check(0, 1_000, 0, 0..0);
        check(5_000, 1_000, 100, 0..16);
        check(-56 * 5_000, 1_000, 10, 0..10);
    }

    #[test]
    fn cards_are_higher_than_rows() {
        for (width, is_cards, row) in [(671, true, 120), (672, false, 56), (1_160, false, 56)] {
            let measured = Measured { top: 0, width, screen: 800, ten_rem: 160 };
            assert_eq!((measured.is_cards(), measured.row()), (is_cards, row), "{width}");
        }
        let large_type = Measured { top: 0, width: 800, screen: 800, ten_rem: 200 };
        assert_eq!((large_type.is_cards(), large_type.row()), (true, 150));
        assert_eq!(large_type.offset(10), "1500px");
    }
}
