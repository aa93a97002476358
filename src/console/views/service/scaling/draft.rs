//! What stands in the fields of the scaling, and the scaling that it says or what is wrong with it. The limits are
//! those of the core.

use tiermeter_service::{AutomaticScaling, Cron, MOST_INSTANCES, MOST_POLICIES, Policy, ServiceScaling};

/// The largest whole number that documents may hold.
pub const LARGEST_COUNT: u64 = (1 << 53) - 1;

/// How the number of instances is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is fixed.
    Manual,
    /// By the load, and by policies.
    Automatic,
}

/// What stands in the fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// How the number of instances is found.
    pub mode: Mode,
    /// The fixed number.
    pub instances: String,
    /// At least so many.
    pub minimum: String,
    /// At most so many.
    pub maximum: String,
    /// Requests in flight that one instance takes.
    pub concurrency: String,
    /// How long a lower need must last.
    pub scale_in_after_seconds: String,
    /// The scheduled policies.
    pub policies: Vec<PolicyDraft>,
    /// The number that the next policy gets.
    next: u32,
}

/// The fields of one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyDraft {
    /// Its number, which stays while others come and go.
    pub number: u32,
    /// When it begins.
    pub cron: String,
    /// For how long it holds.
    pub duration_seconds: String,
    /// The minimum meanwhile.
    pub minimum: String,
}

/// One of the fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// The fixed number.
    Instances,
    /// At least so many.
    Minimum,
    /// At most so many.
    Maximum,
    /// Requests in flight that one instance takes.
    Concurrency,
    /// How long a lower need must last.
    ScaleInAfter,
    /// When the policy of that number begins.
    Cron(u32),
    /// For how long it holds.
    Duration(u32),
    /// The minimum meanwhile.
    PolicyMinimum(u32),
}

/// What is wrong in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It takes whole numbers in this range.
    Range {
        /// The least.
        lowest: u64,
        /// The most.
        highest: u64,
    },
    /// The minimum is above the maximum.
    AboveMaximum,
    /// No cron expression; why, as the core says it.
    Cron(String),
}

/// The scaling that the fields say, or what is wrong in which of them.
pub type Checked = Result<ServiceScaling, Vec<(Field, Fault)>>;

impl Draft {
    /// The fields of a scaling; those of the other mode hold what is usual.
    pub fn of(scaling: &ServiceScaling) -> Self {
        let mut draft = Self {
            mode: Mode::Manual,
            instances: "1".to_owned(),
            minimum: "1".to_owned(),
            maximum: "4".to_owned(),
            concurrency: "8".to_owned(),
            scale_in_after_seconds: "300".to_owned(),
            policies: Vec::new(),
            next: 0,
        };
        match scaling {
            ServiceScaling::Manual { instances } => {
                draft.instances = instances.to_string();
                draft.minimum = instances.to_string();
                draft.maximum = (*instances).max(4).to_string();
            }
            ServiceScaling::Automatic(automatic) => {
                draft.mode = Mode::Automatic;
                draft.instances = automatic.minimum.to_string();
                draft.minimum = automatic.minimum.to_string();
                draft.maximum = automatic.maximum.to_string();
                draft.concurrency = automatic.concurrency.to_string();
                draft.scale_in_after_seconds = automatic.scale_in_after_seconds.to_string();
                for policy in &automatic.policies {
                    let (cron, minimum) = (policy.cron.to_string(), policy.minimum.to_string());
                    draft.push(cron, policy.duration_seconds.to_string(), minimum);
                }
            }
        }
        draft
    }

    /// Whether one more policy may be added.
    pub fn can_add(&self) -> bool {
        self.policies.len() < MOST_POLICIES
    }

    /// Adds a policy for working days, and gives its number.
    pub fn add(&mut self) -> u32 {
        let maximum = self.maximum.clone();
        self.push("0 8 * * 1-5".to_owned(), "36000".to_owned(), maximum)
    }

    fn push(&mut self, cron: String, duration_seconds: String, minimum: String) -> u32 {
        let number = self.next;
        self.next = number.wrapping_add(1);
        self.policies.push(PolicyDraft { number, cron, duration_seconds, minimum });
        number
    }

    /// Removes a policy.
    pub fn remove(&mut self, number: u32) {
        self.policies.retain(|policy| policy.number != number);
    }

    /// What stands in a field.
    pub fn text(&self, field: Field) -> &str {
        let policy = |number: u32| self.policies.iter().find(|policy| policy.number == number);
        match field {
            Field::Instances => &self.instances,
            Field::Minimum => &self.minimum,
            Field::Maximum => &self.maximum,
            Field::Concurrency => &self.concurrency,
            Field::ScaleInAfter => &self.scale_in_after_seconds,
            Field::Cron(number) => policy(number).map_or("", |policy| policy.cron.as_str()),
            Field::Duration(number) => policy(number).map_or("", |policy| policy.duration_seconds.as_str()),
            Field::PolicyMinimum(number) => policy(number).map_or("", |policy| policy.minimum.as_str()),
        }
    }

    /// Puts a text into a field.
    pub fn set(&mut self, field: Field, text: String) {
        let place = match field {
            Field::Instances => &mut self.instances,
            Field::Minimum => &mut self.minimum,
            Field::Maximum => &mut self.maximum,
            Field::Concurrency => &mut self.concurrency,
            Field::ScaleInAfter => &mut self.scale_in_after_seconds,
            Field::Cron(number) | Field::Duration(number) | Field::PolicyMinimum(number) => {
                let Some(policy) = self.policies.iter_mut().find(|policy| policy.number == number) else {
                    return;
                };
                match field {
                    Field::Cron(_) => &mut policy.cron,
                    Field::Duration(_) => &mut policy.duration_seconds,
                    _ => &mut policy.minimum,
                }
            }
        };
        *place = text;
    }

    /// The scaling that the fields say, or what is wrong in which of them.
    pub fn checked(&self) -> Checked {
        let mut faults = Vec::new();
        let scaling = match self.mode {
            Mode::Manual => {
                ServiceScaling::Manual { instances: count(&self.instances, Field::Instances, &mut faults) }
            }
            Mode::Automatic => ServiceScaling::Automatic(self.automatic(&mut faults)),
        };
        if faults.is_empty() { Ok(scaling) } else { Err(faults) }
    }

    fn automatic(&self, faults: &mut Vec<(Field, Fault)>) -> AutomaticScaling {
        let minimum = count(&self.minimum, Field::Minimum, faults);
        let maximum = count(&self.maximum, Field::Maximum, faults);
        let concurrency = number(&self.concurrency, Field::Concurrency, 1, LARGEST_COUNT, faults);
        let delay = number(&self.scale_in_after_seconds, Field::ScaleInAfter, 0, LARGEST_COUNT, faults);
        let both = !faults.iter().any(|(field, _)| matches!(field, Field::Minimum | Field::Maximum));
        if both && minimum > maximum {
            faults.push((Field::Minimum, Fault::AboveMaximum));
        }
        let policies = self.policies.iter().filter_map(|policy| policy.checked(faults)).collect();
        AutomaticScaling { minimum, maximum, concurrency, scale_in_after_seconds: delay, policies }
    }
}

impl PolicyDraft {
    fn checked(&self, faults: &mut Vec<(Field, Fault)>) -> Option<Policy> {
        let duration = Field::Duration(self.number);
        let duration_seconds = number(&self.duration_seconds, duration, 1, LARGEST_COUNT, faults);
        let minimum = count(&self.minimum, Field::PolicyMinimum(self.number), faults);
        match Cron::parse(&self.cron) {
            Ok(cron) => Some(Policy { cron, duration_seconds, minimum }),
            Err(why) => {
                faults.push((Field::Cron(self.number), Fault::Cron(why)));
                None
            }
        }
    }
}

/// A number of instances.
fn count(text: &str, field: Field, faults: &mut Vec<(Field, Fault)>) -> u32 {
    u32::try_from(number(text, field, 0, MOST_INSTANCES, faults)).unwrap_or_default()
}

/// A whole number in a range.
pub fn whole_number(text: &str, lowest: u64, highest: u64) -> Option<u64> {
    // Numbers are often pasted with separators.
    let digits: String = text.trim().chars().filter(|letter| !matches!(letter, ',' | '_' | ' ')).collect();
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse::<u64>().ok().filter(|number| (lowest..=highest).contains(number));
    number.filter(|_| all_digits)
}

/// A whole number in a range, or a fault.
fn number(text: &str, field: Field, lowest: u64, highest: u64, faults: &mut Vec<(Field, Fault)>) -> u64 {
    whole_number(text, lowest, highest).unwrap_or_else(|| {
        faults.push((field, Fault::Range { lowest, highest }));
        lowest
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn automatic() -> Draft {
        let scaling = ServiceScaling::Automatic(AutomaticScaling {
            minimum: 1,
            maximum: 8,
            concurrency: 4,
            scale_in_after_seconds: 60,
            policies: vec![Policy {
                cron: Cron::parse("0 8 * * 1-5").unwrap(),
                duration_seconds: 3_600,
                minimum: 4,
            }],
        });
        Draft::of(&scaling)
    }

    #[test]
    fn a_draft_says_the_scaling_that_it_was_made_of() {
        for scaling in [
            ServiceScaling::Manual { instances: 0 },
            ServiceScaling::Manual { instances: 1_000 },
            automatic().checked().unwrap(),
        ] {
            assert_eq!(Draft::of(&scaling).checked().unwrap(), scaling);
        }
        // The other mode begins where this one is, without a fault.
        let draft = Draft { mode: Mode::Automatic, ..Draft::of(&ServiceScaling::Manual { instances: 7 }) };
        assert!(draft.checked().is_ok());
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let range = |lowest, highest| Fault::Range { lowest, highest };
        for (field, text, fault) in [
            (Field::Minimum, "1,000", Some(Fault::AboveMaximum)),
            (Field::Minimum, "9", Some(Fault::AboveMaximum)),
            (Field::Minimum, "", Some(range(0, 1_000))),
            (Field::Minimum, "8", None),
            (Field::Maximum, "1001", Some(range(0, 1_000))),
            (Field::Maximum, "1 000", None),
            (Field::Maximum, "-1", Some(range(0, 1_000))),
            (Field::Concurrency, "0", Some(range(1, LARGEST_COUNT))),
            (Field::Concurrency, "9007199254740991", None),
            (Field::Concurrency, "9007199254740992", Some(range(1, LARGEST_COUNT))),
            (Field::ScaleInAfter, "0", None),
            (Field::ScaleInAfter, "1.5", Some(range(0, LARGEST_COUNT))),
            (Field::Duration(0), "0", Some(range(1, LARGEST_COUNT))),
            (Field::PolicyMinimum(0), "99", None),
            (Field::PolicyMinimum(0), "x", Some(range(0, 1_000))),
            (Field::Cron(0), "60 8 * * *", Some(Fault::Cron("\"60\" is no minute: from 0 to 59".to_owned()))),
        ] {
            let mut draft = automatic();
            draft.set(field, text.to_owned());
            assert_eq!(draft.text(field), text);
            let expected: Vec<(Field, Fault)> = fault.into_iter().map(|fault| (field, fault)).collect();
            assert_eq!(draft.checked().err().unwrap_or_default(), expected, "{field:?} {text:?}");
        }
    }

    #[test]
    fn policies_come_and_go() {
        let mut draft = automatic();
        while draft.can_add() {
            draft.add();
        }
        assert_eq!(draft.policies.len(), MOST_POLICIES);
        assert!(draft.checked().is_ok());
        draft.remove(0);
        assert_eq!(draft.text(Field::Cron(0)), "");
        draft.set(Field::Cron(0), "nothing".to_owned());
        assert_eq!(draft.add(), 5);
        assert!(draft.checked().is_ok());
    }
}
