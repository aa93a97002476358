//! The fields of the calculator by name, and what keys do in them.

/// One of the fields. Lines and rows are named by their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The month.
    Month,
    /// A field of a line.
    Of(u32, LineField),
    /// None in particular.
    Whole,
}

/// A field of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LineField {
    /// The line's name.
    Name,
    /// The GPU tier.
    Tier,
    /// The model.
    Model,
    /// From when a step counts.
    StepFrom(u32),
    /// How many instances a step wants.
    StepInstances(u32),
    /// When the last step ends; empty for the end of the month.
    StepsEnd,
    /// How many instances there are at all times of the week.
    WeeklyInstances,
    /// The days of a window.
    WindowDays(u32),
    /// When a window begins.
    WindowFrom(u32),
    /// When a window ends.
    WindowUntil(u32),
    /// How many instances a window wants.
    WindowInstances(u32),
    /// The least instances of automatic scaling.
    Minimum,
    /// The most instances of automatic scaling.
    Maximum,
    /// Requests in flight that one instance takes.
    Concurrency,
    /// How long a request takes.
    SecondsPerRequest,
    /// How long a lower need must last.
    ScaleInDelay,
    /// The load by the hour, in requests a second.
    RequestsPerSecond,
    /// When a policy begins.
    Cron(u32),
    /// For how long a policy holds.
    PolicyDuration(u32),
    /// The minimum of a policy.
    PolicyMinimum(u32),
    /// The load by the hour, in requests a minute.
    RequestsPerMinute,
    /// Input tokens of a request.
    Input,
    /// Cached input tokens of a request.
    CachedInput,
    /// Output tokens of a request.
    Output,
    /// The minutes whose requests come together.
    BurstMinutes,
    /// Reserved tokens per minute; empty for none.
    ReservedTpm,
    /// None in particular.
    Whole,
}

impl Field {
    /// The id of the element that says what is wrong in the field.
    pub fn fault_id(self) -> String {
        match self {
            Self::Month => "fault-month".to_owned(),
            Self::Whole => "fault-whole".to_owned(),
            Self::Of(line, field) => {
                let (name, row) = field.name_and_row();
                format!("fault-{line}-{name}-{row}")
            }
        }
    }
}

impl LineField {
    /// Whether it holds an instant, which keys move.
    pub const fn is_instant(self) -> bool {
        matches!(self, Self::StepFrom(_) | Self::StepsEnd)
    }

    /// The step that it is in.
    pub const fn step(self) -> Option<u32> {
        match self {
            Self::StepFrom(step) | Self::StepInstances(step) => Some(step),
            _ => None,
        }
    }

    fn name_and_row(self) -> (&'static str, u32) {
        match self {
            Self::Name => ("name", 0),
            Self::Tier => ("tier", 0),
            Self::Model => ("model", 0),
            Self::StepFrom(row) => ("from", row),
            Self::StepInstances(row) => ("instances", row),
            Self::StepsEnd => ("until", 0),
            Self::WeeklyInstances => ("weekly-instances", 0),
            Self::WindowDays(row) => ("days", row),
            Self::WindowFrom(row) => ("window-from", row),
            Self::WindowUntil(row) => ("window-until", row),
            Self::WindowInstances(row) => ("window-instances", row),
            Self::Minimum => ("minimum", 0),
            Self::Maximum => ("maximum", 0),
            Self::Concurrency => ("concurrency", 0),
            Self::SecondsPerRequest => ("seconds-per-request", 0),
            Self::ScaleInDelay => ("scale-in-delay", 0),
            Self::RequestsPerSecond => ("requests-per-second", 0),
            Self::Cron(row) => ("cron", row),
            Self::PolicyDuration(row) => ("policy-duration", row),
            Self::PolicyMinimum(row) => ("policy-minimum", row),
            Self::RequestsPerMinute => ("requests-per-minute", 0),
            Self::Input => ("input", 0),
            Self::CachedInput => ("cached-input", 0),
            Self::Output => ("output", 0),
            Self::BurstMinutes => ("burst-minutes", 0),
            Self::ReservedTpm => ("reserved-tpm", 0),
            Self::Whole => ("whole", 0),
        }
    }
}

/// What a key does in a field of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAction {
    /// Adds a step below.
    AddStep,
    /// Moves the instant by so many seconds.
    MoveBySeconds(i64),
}

impl KeyAction {
    /// What the key of that name does in a field that holds an instant or not.
    pub fn of(key: &str, with_shift: bool, in_instant: bool) -> Option<Self> {
        let seconds = if with_shift { 3_600 } else { 60 };
        match key {
            "Enter" => Some(Self::AddStep),
            "ArrowUp" if in_instant => Some(Self::MoveBySeconds(seconds)),
            "ArrowDown" if in_instant => Some(Self::MoveBySeconds(-seconds)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_what_the_editor_says() {
        for (key, with_shift, in_instant, expected) in [
            ("Enter", false, true, Some(KeyAction::AddStep)),
            ("Enter", false, false, Some(KeyAction::AddStep)),
            ("ArrowUp", false, true, Some(KeyAction::MoveBySeconds(60))),
            ("ArrowUp", true, true, Some(KeyAction::MoveBySeconds(3_600))),
            ("ArrowDown", false, true, Some(KeyAction::MoveBySeconds(-60))),
            ("ArrowDown", true, true, Some(KeyAction::MoveBySeconds(-3_600))),
            ("ArrowDown", false, false, None),
            ("a", false, true, None),
        ] {
            assert_eq!(KeyAction::of(key, with_shift, in_instant), expected, "{key}");
        }
    }
}
