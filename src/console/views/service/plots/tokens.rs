//! The plots of a service that is metered by tokens.

use leptos::prelude::*;
use rust_decimal::Decimal;
use tiermeter_pricing::{Instant, Item, NANOSECONDS_PER_SECOND, UtcOffset};

use super::super::minutes::{Piece, Told, use_told};
use super::behind::{Behind, Table};
use super::drawing::Drawing;
use super::gpu_view::Speech;
use super::range::{Part, Range, Stretch, begin};
use super::seen::{Seen, Stage, Staged, UNKNOWN};
use super::tokens_view::{Facts, PartRow, TokensView, whole};
use super::words::Words;
use super::{RangePicker, use_range};
use crate::console::csv::file;
use crate::console::format::{Format, use_format};
use crate::console::live::{ServiceRow, use_live};
use crate::console::parts::{CurlButton, Figure, Figures, Load, Loaded, Sample};
use crate::console::words::{Common, use_words};
use crate::console::zone::Zone;
use crate::erased::{callback, derived, effect_of_last, memo, memo_of_last, shown_while};

/// The plots of tokens and of their cost.
#[component]
pub fn TokenPlots(
    /// The service.
    row: RwSignal<ServiceRow>,
) -> impl IntoView {
    let (words, format, live) = (use_words::<Words>(), use_format(), use_live());
    let (range, choose) = use_range(&Range::ALL, Range::Month);
    // One line that tells the same, though hours that are over are not asked for again.
    let id = row.with_untracked(|row| row.service.id.clone());
    let request = memo(move || {
        let (offset, range) = (live.utc_offset().unwrap_or_default(), range.get());
        let Stretch { from, until } = range.asked_of_tokens(live.now.get(), offset);
        Piece { part: range.part(), from, until }.request(&id, offset)
    });
    // Another minute or hour begins by time alone; another day does with an hour.
    let turn = memo_of_last(move |before: Option<&i64>| {
        let part = if range.get().part() == Part::Minute { Part::Minute } else { Part::Hour };
        let unit = part.seconds() * NANOSECONDS_PER_SECOND;
        let begun = begin(live.now.get().unix_nanoseconds(), unit, live.utc_offset().unwrap_or_default());
        // While nobody looks, nothing is drawn or asked for.
        before.copied().filter(|_| document().hidden()).unwrap_or(begun)
    });
    // As time goes on the same is asked for again, and what is there stays in sight.
    let usage = use_told(
        move || (range.get(), live.utc_offset().unwrap_or_default()),
        move |(range, offset): (Range, UtcOffset)| {
            Piece::of_stretch(range.part(), range.asked_of_tokens(live.now.get_untracked(), offset))
        },
    );
    again_when_there_is_more(row, turn, usage);
    let shown = memo(move || {
        let book = live.book.get()?;
        let range = range.get();
        let now = Instant::from_unix_nanoseconds(turn.get())?;
        usage.state.with(|state| match state {
            Load::Ready(told) => Some(row.with(|row| {
                let (service, told_at) = (&row.service, told.asked.now);
                let facts = Facts { service, usage: &told.rows, told_at, book: &book, range, now };
                TokensView::of(facts, Speech { words, format })
            })),
            Load::Waiting | Load::Failed(_) => None,
        })
    });
    let stage = memo(move || {
        let failure = usage.state.with(|state| match state {
            Load::Failed(failure) => Some(failure.clone()),
            Load::Waiting | Load::Ready(_) => None,
        });
        if let Some(failure) = failure {
            return Stage::Failed(failure);
        }
        shown.with(|shown| match shown {
            None => Stage::Waiting,
            Some(shown) if shown.is_empty() => Stage::Empty,
            Some(_) => Stage::There,
        })
    });
    let illustrative =
        memo(move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.illustrative)));
    let summed_up = move || match range.get().part() {
        Part::Minute => words.tokens_by_minute,
        Part::Hour => words.tokens_by_hour,
        Part::Day => words.tokens_by_day,
    };
    let zone = live.utc_offset_untracked().unwrap_or_default();
    let zone = Zone::Fixed(i64::from(zone.seconds() / 60)).name(live.now.get_untracked());
    view! {
        <div class="service-plots-controls">
            <RangePicker choices=&Range::ALL range=range on_choose=choose />
            <CurlButton request=request />
            {shown_while(move || illustrative.get(), move || view! { <Sample /> }.into_any())}
            <span class="hint">{summed_up} " " {(words.days_in)(&zone)}</span>
        </div>
        <Staged
            stage=stage
            none=[words.no_tokens, words.no_tokens_text]
            on_again=callback(move |()| usage.again())
        >
            <Pictures row=row shown=shown range=range />
        </Staged>
    }
}

/// Reads the usage again whenever the service has come to cost more, which the console hears every half minute; and
/// when another minute or hour begins, since tokens that are free or reserved cost nothing more.
fn again_when_there_is_more(row: RwSignal<ServiceRow>, turn: Memo<i64>, usage: Loaded<Told>) {
    let cost = memo(move || row.with(|row| row.service.cost.month_to_date));
    effect_of_last(move |before: Option<(Decimal, i64)>| {
        let now = (cost.get(), turn.get());
        if before.is_some_and(|before| before != now) {
            usage.again();
        }
        now
    });
}

/// The figures of the range, and the two plots with their tables.
#[component]
fn Pictures(
    /// The service.
    row: RwSignal<ServiceRow>,
    /// What is shown.
    shown: Memo<Option<TokensView>>,
    /// How far back.
    range: Memo<Range>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let seen = Seen::of(row, shown, range);
    let total = move || format.amount(seen.look(|shown| shown.total));
    let total_tokens = move || format.count(seen.look(|shown| shown.total_tokens));
    let total_label = (words.total_cost)(seen.currency);
    view! {
        <Figures>
            <Figure label=total_label>{total}</Figure>
            <Figure label=words.total_tokens>{total_tokens}</Figure>
        </Figures>
        <TokensPlot seen=seen />
        <CostPlot seen=seen />
    }
}

/// The tokens of each minute, hour or day.
#[component]
fn TokensPlot(
    /// What is looked at.
    seen: Seen<TokensView>,
) -> impl IntoView {
    let (words, common, format) = (use_words::<Words>(), use_words::<Common>(), use_format());
    let head = [
        common.item(Item::InputTokens),
        common.item(Item::CachedInputTokens),
        common.item(Item::OutputTokens),
        words.reserved,
        words.free,
    ];
    let table = derived(move || Table {
        head: [part_of(seen, words)].into_iter().chain(head).map(str::to_owned).collect(),
        rows: seen.look(|shown| shown.rows.iter().map(|row| tokens_cells(row, format)).collect()),
        texts: 1,
    });
    view! {
        <Drawing
            title=words.tokens
            unit=derived(move || {
                let unit = match seen.range.get().part() {
                    Part::Minute => words.tokens_unit_by_minute,
                    Part::Hour => words.tokens_unit_by_hour,
                    Part::Day => words.tokens_unit,
                };
                unit.to_owned()
            })
            picture=seen.picture(|shown| shown.tokens.clone())
            series=vec![words.by_token, words.reserved, words.free]
        />
        <Behind
            name=words.tokens
            table=table
            csv=callback(move |()| tokens_csv(&seen.look_now(|shown| shown.rows.clone()), column_of(seen)))
            file=seen.file("tokens")
        />
    }
}

/// The cost of each minute, hour or day.
#[component]
fn CostPlot(
    /// What is looked at.
    seen: Seen<TokensView>,
) -> impl IntoView {
    let (words, format) = (use_words::<Words>(), use_format());
    let currency = seen.currency;
    let table = derived(move || Table {
        head: vec![
            part_of(seen, words).to_owned(),
            words.by_token.to_owned(),
            words.reservation.to_owned(),
            (words.cost_in)(currency),
        ],
        rows: seen.look(|shown| shown.rows.iter().map(|row| cost_cells(row, format)).collect()),
        texts: 1,
    });
    let save = callback(move |()| {
        let illustrative = seen.look_now(|shown| shown.illustrative);
        let rows = seen.look_now(|shown| shown.rows.clone());
        cost_csv(&rows, column_of(seen), currency, illustrative)
    });
    view! {
        <Drawing
            title=words.cost
            unit=derived(move || {
                let lasts = seen.range.get().part().seconds();
                (words.cost_unit)(currency, &format.duration(lasts))
            })
            picture=seen.picture(|shown| shown.cost.clone())
            series=vec![words.by_token, words.reservation]
        />
        <Behind name=words.cost table=table csv=save file=seen.file("cost") />
    }
}

/// What the column of minutes, hours or days is called.
fn part_of(seen: Seen<TokensView>, words: &Words) -> &'static str {
    if seen.range.get().part() == Part::Day { words.day } else { words.time }
}

/// What it is called in files.
fn column_of(seen: Seen<TokensView>) -> &'static str {
    seen.range.get_untracked().part().word()
}

fn tokens_cells(row: &PartRow, format: Format) -> Vec<String> {
    let cells = row.used.map(|used| [used.input, used.cached_input, used.output, used.reserved, used.free]);
    let cells = cells.map(|cells| cells.map(|tokens| format.count(whole(tokens))));
    let cells = cells.unwrap_or_else(|| [UNKNOWN; 5].map(str::to_owned));
    std::iter::once(row.name.clone()).chain(cells).collect()
}

fn cost_cells(row: &PartRow, format: Format) -> Vec<String> {
    let cells = row.used.map(|used| [used.by_token, used.of_reservations, used.cost()]);
    let cells = cells.map(|cells| cells.map(|amount| format.amount(amount)));
    let cells = cells.unwrap_or_else(|| [UNKNOWN; 3].map(str::to_owned));
    std::iter::once(row.name.clone()).chain(cells).collect()
}

/// What is not known is an empty cell.
fn tokens_csv(rows: &[PartRow], column: &str) -> String {
    let cells = rows.iter().map(|row| {
        let cells =
            row.used.map(|used| [used.input, used.cached_input, used.output, used.reserved, used.free]);
        let cells = cells.map(|cells| cells.map(|tokens| tokens.normalize().to_string())).unwrap_or_default();
        std::iter::once(row.key.clone()).chain(cells).collect::<Vec<String>>()
    });
    let head =
        [column, "input_tokens", "cached_input_tokens", "output_tokens", "reserved_tokens", "free_tokens"];
    file(&head, cells)
}

fn cost_csv(rows: &[PartRow], column: &str, currency: &str, illustrative: bool) -> String {
    let cells = rows.iter().map(|row| {
        let cells = row.used.map(|used| [used.by_token, used.of_reservations, used.cost()]);
        let cells = cells.map(|cells| cells.map(|amount| amount.normalize().to_string())).unwrap_or_default();
        let rest = [currency.to_owned(), illustrative.to_string()];
        std::iter::once(row.key.clone()).chain(cells).chain(rest).collect::<Vec<String>>()
    });
    file(&[column, "by_token", "reservations", "cost", "currency", "illustrative"], cells)
}
