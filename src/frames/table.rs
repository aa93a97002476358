//! Tables, as data.

use leptos::prelude::*;

use super::scroller;
use crate::erased::dynamic;

/// A column: what stands above it, and whether there are numbers below.
pub struct Column {
    name: AnyView,
    is_number: bool,
}

impl Column {
    /// A column of texts.
    pub fn text(name: impl Into<String>) -> Self {
        Self::called(name.into(), false)
    }

    /// A column of numbers.
    pub fn number(name: impl Into<String>) -> Self {
        Self::called(name.into(), true)
    }

    /// A column of numbers whose name changes.
    pub fn number_of(name: impl FnMut() -> String + Send + 'static) -> Self {
        Self { name: dynamic(name).into_any(), is_number: true }
    }

    fn called(name: String, is_number: bool) -> Self {
        Self { name: name.into_any(), is_number }
    }

    fn view(self) -> AnyView {
        let class = self.is_number.then_some("number");
        view! { <th scope="col" class=class>{self.name}</th> }.into_any()
    }
}

/// Columns of texts, then columns of numbers.
pub fn columns(texts: &[&str], numbers: &[&str]) -> Vec<Column> {
    let texts = texts.iter().map(|name| Column::text(*name));
    texts.chain(numbers.iter().map(|name| Column::number(*name))).collect()
}

/// Where a cell is.
enum Place {
    /// Before its row, over so many columns.
    Head(Option<&'static str>),
    /// In its row, with a class.
    Inside(Option<&'static str>),
}

/// A cell: a text, and what stands behind it.
pub struct Cell {
    place: Place,
    text: String,
    more: Option<AnyView>,
}

impl Cell {
    /// What a row is about.
    pub fn head(text: impl Into<String>) -> Self {
        Self::at(Place::Head(None), text.into())
    }

    /// The same over so many columns.
    pub fn wide_head(columns: &'static str, text: impl Into<String>) -> Self {
        Self::at(Place::Head(Some(columns)), text.into())
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::at(Place::Inside(None), text.into())
    }

    /// A number.
    pub fn number(text: impl Into<String>) -> Self {
        Self::at(Place::Inside(Some("number")), text.into())
    }

    /// A text of a class.
    pub fn classed(class: &'static str, text: impl Into<String>) -> Self {
        Self::at(Place::Inside(Some(class)), text.into())
    }

    /// With something behind the text.
    #[must_use]
    pub fn and(mut self, more: Option<AnyView>) -> Self {
        self.more = more;
        self
    }

    fn at(place: Place, text: String) -> Self {
        Self { place, text, more: None }
    }

    fn view(self) -> AnyView {
        let Self { place, text, more } = self;
        match place {
            Place::Head(columns) => view! { <th scope="row" colspan=columns>{text} {more}</th> }.into_any(),
            Place::Inside(class) => view! { <td class=class>{text} {more}</td> }.into_any(),
        }
    }
}

/// A row.
pub struct Row {
    class: Option<&'static str>,
    cells: Vec<Cell>,
}

impl Row {
    /// A row of these cells.
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { class: None, cells }
    }

    /// Numbers, with what they are about before them.
    pub fn of_numbers(head: impl Into<String>, numbers: Vec<String>) -> Self {
        Self::of_head(Cell::head(head), numbers)
    }

    fn of_head(head: Cell, numbers: Vec<String>) -> Self {
        let numbers = numbers.into_iter().map(Cell::number);
        Self::of(std::iter::once(head).chain(numbers).collect())
    }

    /// Of a class, where it is.
    #[must_use]
    pub fn marked(mut self, class: &'static str, is_so: bool) -> Self {
        self.class = is_so.then_some(class);
        self
    }

    fn view(self) -> AnyView {
        let cells = self.cells.into_iter().map(Cell::view).collect_view();
        view! { <tr class=self.class>{cells}</tr> }.into_any()
    }
}

/// The rows, to be given to a table as they are or as they change.
pub fn rows(rows: Vec<Row>) -> Vec<AnyView> {
    rows.into_iter().map(Row::view).collect()
}

/// A table: its columns, and what is below them.
pub struct Table {
    class: &'static str,
    labelled_by: Option<&'static str>,
    caption: Option<(&'static str, String)>,
    head: Vec<Column>,
    body: AnyView,
    foot: Option<AnyView>,
}

impl Table {
    /// A table of rows that never change.
    pub fn fixed(class: &'static str, head: Vec<Column>, body: Vec<Row>) -> Self {
        Self::of(class, head, rows(body).into_any())
    }

    /// A table of rows that follow the signals they are made of.
    pub fn following(
        class: &'static str,
        head: Vec<Column>,
        mut body: impl FnMut() -> Vec<Row> + Send + 'static,
    ) -> Self {
        Self::of(class, head, dynamic(move || rows(body())).into_any())
    }

    fn of(class: &'static str, head: Vec<Column>, body: AnyView) -> Self {
        Self { class, labelled_by: None, caption: None, head, body, foot: None }
    }

    /// Called by something that stands on the page.
    #[must_use]
    pub fn labelled_by(mut self, id: &'static str) -> Self {
        self.labelled_by = Some(id);
        self
    }

    /// Called something, for those who cannot see it.
    #[must_use]
    pub fn called(self, name: impl Into<String>) -> Self {
        self.captioned("visually-hidden", name)
    }

    /// Called something, in a class.
    #[must_use]
    pub fn captioned(mut self, class: &'static str, name: impl Into<String>) -> Self {
        self.caption = Some((class, name.into()));
        self
    }

    /// With sums below.
    #[must_use]
    pub fn summed(mut self, foot: AnyView) -> Self {
        self.foot = Some(foot);
        self
    }

    /// The table.
    pub fn view(self) -> AnyView {
        let Self { class, labelled_by, caption, head, body, foot } = self;
        let class = (!class.is_empty()).then_some(class);
        let caption = caption.map(|(class, name)| view! { <caption class=class>{name}</caption> }.into_any());
        let head = (!head.is_empty()).then(|| {
            let head = head.into_iter().map(Column::view).collect_view();
            view! { <thead><tr>{head}</tr></thead> }.into_any()
        });
        let foot = foot.map(|foot| view! { <tfoot>{foot}</tfoot> }.into_any());
        view! {
            <table class=class aria-labelledby=labelled_by>
                {caption}
                {head}
                <tbody>{body}</tbody>
                {foot}
            </table>
        }
        .into_any()
    }

    /// The table where it scrolls by itself.
    pub fn in_scroller(self, class: &'static str, role: &'static str, name: impl Into<String>) -> AnyView {
        scroller(class, role, name.into(), self.view())
    }
}
