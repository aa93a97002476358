//! Which services are asked for and in which order, as it stands in the address.

use tiermeter_service::Status;

use super::columns::Column;
use crate::console::documents::{Metering, ServiceType};
use crate::console::request::{Request, encoded};

/// A chip above the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Every service.
    #[default]
    All,
    /// Those that can answer.
    Running,
    /// Those that are being made ready.
    Creating,
    /// Those that something keeps from running.
    Stopped,
    /// Those that nobody ever enabled.
    NotEnabled,
    /// Those that take longer to create than usual.
    Late,
}

impl Show {
    /// Every chip, in its order.
    pub const ALL: [Self; 6] =
        [Self::All, Self::Running, Self::Creating, Self::Stopped, Self::NotEnabled, Self::Late];

    /// The word in the address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Running => "running",
            Self::Creating => "creating",
            Self::Stopped => "stopped",
            Self::NotEnabled => "not_enabled",
            Self::Late => "late",
        }
    }

    /// The status that it asks for, where it asks for one.
    pub const fn status(self) -> Option<Status> {
        match self {
            Self::All | Self::Late => None,
            Self::Running => Some(Status::Running),
            Self::Creating => Some(Status::Creating),
            Self::Stopped => Some(Status::Stopped),
            Self::NotEnabled => Some(Status::NotEnabled),
        }
    }

    /// Whether it shows a service.
    pub fn has(self, status: Status, late: bool) -> bool {
        match self {
            Self::All => true,
            Self::Late => late,
            Self::Running | Self::Creating | Self::Stopped | Self::NotEnabled => {
                self.status() == Some(status)
            }
        }
    }
}

/// By which column the table is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The column.
    pub by: Column,
    /// The largest first.
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Self {
        Self { by: Column::Service, descending: false }
    }
}

impl Order {
    /// What another press on the head of a column leads to: numbers begin with the largest.
    pub fn pressed(self, column: Column) -> Self {
        let descending = if self.by == column { !self.descending } else { column.is_number() };
        Self { by: column, descending }
    }

    /// The word in the address: `month`, or `-month` for the largest first.
    pub fn word(self) -> String {
        format!("{}{}", if self.descending { "-" } else { "" }, self.by.word())
    }

    /// The order of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        let (descending, column) = word.strip_prefix('-').map_or((false, word), |column| (true, column));
        Column::of_word(column).map(|by| Self { by, descending })
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Words that all have to be found in name, model, id or `name:value` of a label.
    pub text: String,
    /// The chip.
    pub show: Show,
    /// Who made it.
    pub kind: Option<ServiceType>,
    /// How it is metered.
    pub metering: Option<Metering>,
    /// The model's id.
    pub model: Option<String>,
    /// A label, as `name:value`.
    pub label: Option<String>,
    /// The order.
    pub order: Order,
}

/// The word of who made a service.
pub const fn kind_word(kind: ServiceType) -> &'static str {
    match kind {
        ServiceType::Default => "default",
        ServiceType::Custom => "custom",
    }
}

/// The word of how a service is metered.
pub const fn metering_word(metering: Metering) -> &'static str {
    match metering {
        Metering::GpuSeconds => "gpu_seconds",
        Metering::Tokens => "tokens",
    }
}

impl Choice {
    /// Every kind.
    pub const KINDS: [ServiceType; 2] = [ServiceType::Default, ServiceType::Custom];
    /// Every metering.
    pub const METERINGS: [Metering; 2] = [Metering::GpuSeconds, Metering::Tokens];

    /// What a query asks for; what it does not know is passed over.
    pub fn of_query(part: impl Fn(&str) -> Option<String>) -> Self {
        let word = |name: &str| part(name).unwrap_or_default();
        let (show, kind, metering) = (word("show"), word("type"), word("metering"));
        Self {
            text: word("q"),
            show: Show::ALL.into_iter().find(|known| known.word() == show).unwrap_or_default(),
            kind: Self::KINDS.into_iter().find(|known| kind_word(*known) == kind),
            metering: Self::METERINGS.into_iter().find(|known| metering_word(*known) == metering),
            model: part("model").filter(|model| !model.is_empty()),
            label: part("label").filter(|label| !label.is_empty()),
            order: part("sort").and_then(|word| Order::of_word(&word)).unwrap_or_default(),
        }
    }

    /// The query that asks for this, with its `?`; nothing where nothing is asked for.
    pub fn query(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut add = |name: &str, value: &str| parts.push(format!("{name}={}", encoded(value)));
        if !self.text.trim().is_empty() {
            add("q", self.text.trim());
        }
        if self.show != Show::All {
            add("show", self.show.word());
        }
        if let Some(kind) = self.kind {
            add("type", kind_word(kind));
        }
        if let Some(metering) = self.metering {
            add("metering", metering_word(metering));
        }
        if let Some(model) = &self.model {
            add("model", model);
        }
        if let Some(label) = &self.label {
            add("label", label);
        }
        if self.order != Order::default() {
            add("sort", &self.order.word());
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// Whether it leaves services out.
    pub fn filters(&self) -> bool {
        !Self { order: Order::default(), ..self.clone() }.query().is_empty()
    }

    /// The same order without any filter.
    pub fn cleared(&self) -> Self {
        Self { order: self.order, ..Self::default() }
    }

    /// The request that lists these services, as far as the API filters. It finds one text in name, model or id.
    pub fn request(&self) -> Request {
        let mut request = Request::services();
        if let Some(status) = self.show.status() {
            request = request.with_query("status", status.as_str());
        }
        if let Some(kind) = self.kind {
            request = request.with_query("type", kind_word(kind));
        }
        if let Some(metering) = self.metering {
            request = request.with_query("metering", metering_word(metering));
        }
        if let Some(model) = &self.model {
            request = request.with_query("model", model);
        }
        if let Some(label) = &self.label {
            request = request.with_query("label", label);
        }
        let text = self.text.trim();
        if !text.is_empty() && !text.contains([' ', ':']) {
            request = request.with_query("q", text);
        }
        request
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(query: &[(&str, &str)]) -> Choice {
        Choice::of_query(|name| {
            query.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    fn check_query(query: &[(&str, &str)], written: &str) {
        assert_eq!(choice(query).query(), written);
    }

    #[test]
    fn a_choice_is_its_query() {
        check_query(&[], "");
        check_query(&[("q", " chat ")], "?q=chat");
        check_query(&[("show", "running"), ("type", "custom")], "?show=running&type=custom");
        check_query(&[("show", "nonsense"), ("type", "?"), ("model", "")], "");
        check_query(&[("metering", "tokens"), ("model", "small-8b")], "?metering=tokens&model=small-8b");
        check_query(&[("label", "team:a b")], "?label=team%3Aa%20b");
        check_query(&[("sort", "-month")], "?sort=-month");
        check_query(&[("sort", "name")], "");
        check_query(&[("sort", "-name")], "?sort=-name");
        assert!(!choice(&[("sort", "-month")]).filters());
        let filtered = choice(&[("sort", "-month"), ("show", "late")]);
        assert!(filtered.filters());
        assert_eq!(filtered.cleared().query(), "?sort=-month");
    }

    #[test]
    fn heads_turn_the_order() {
        let mut order = Order::default();
        for (column, expected) in [
            (Column::Service, "-name"),
            (Column::Service, "name"),
            (Column::Month, "-month"),
            (Column::Month, "month"),
            (Column::Status, "status"),
        ] {
            order = order.pressed(column);
            assert_eq!(order.word(), expected);
            assert_eq!(Order::of_word(expected), Some(order));
        }
    }

    fn check_path(query: &[(&str, &str)], path: &str) {
        assert_eq!(choice(query).request().path, path);
    }

    #[test]
    fn the_api_is_asked_for_the_same() {
        check_path(&[], "/services?limit=100");
        check_path(&[("show", "stopped"), ("q", "chat")], "/services?limit=100&status=stopped&q=chat");
        check_path(&[("show", "late"), ("q", "two words")], "/services?limit=100");
        check_path(&[("label", "team:search")], "/services?limit=100&label=team%3Asearch");
    }
}
