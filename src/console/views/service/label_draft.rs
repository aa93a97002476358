//! Labels while they are typed, right or wrong, with the limits of the API.

use std::collections::{BTreeMap, BTreeSet};

/// The most labels that a service may have.
pub const MOST_LABELS: usize = 50;
/// The most characters of a label's name.
pub const LONGEST_LABEL_NAME: usize = 63;
/// The most characters of a label's value.
pub const LONGEST_LABEL_VALUE: usize = 200;

/// What is wrong with a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelFault {
    /// A value stands without a name.
    NoName,
    /// The name is too long.
    LongName,
    /// The value is too long.
    LongValue,
    /// Another label has this name.
    Twice,
}

impl LabelFault {
    /// Whether the name is at fault; else it is the value.
    #[must_use]
    pub const fn is_of_name(self) -> bool {
        !matches!(self, Self::LongValue)
    }
}

/// One label as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelRow {
    /// Stays the row's own.
    pub id: u32,
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

impl LabelRow {
    fn is_blank(&self) -> bool {
        self.name.is_empty() && self.value.is_empty()
    }
}

/// Labels as they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LabelDraft {
    rows: Vec<LabelRow>,
    next_id: u32,
}

impl LabelDraft {
    /// What a service has.
    #[must_use]
    pub fn of(labels: &BTreeMap<String, String>) -> Self {
        let mut draft = Self::default();
        for (name, value) in labels {
            draft.push(name.clone(), value.clone());
        }
        draft
    }

    /// The ids of the rows, in order.
    #[must_use]
    pub fn ids(&self) -> Vec<u32> {
        self.rows.iter().map(|row| row.id).collect()
    }

    /// A row.
    #[must_use]
    pub fn row(&self, id: u32) -> Option<&LabelRow> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Whether there is room for another one.
    #[must_use]
    pub fn can_add(&self) -> bool {
        self.rows.len() < MOST_LABELS
    }

    /// Adds an empty row.
    pub fn add(&mut self) {
        if self.can_add() {
            self.push(String::new(), String::new());
        }
    }

    /// Takes a row away.
    pub fn remove(&mut self, id: u32) {
        self.rows.retain(|row| row.id != id);
    }

    /// Types a name.
    pub fn set_name(&mut self, id: u32, name: String) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.name = name;
        }
    }

    /// Types a value.
    pub fn set_value(&mut self, id: u32, value: String) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.id == id) {
            row.value = value;
        }
    }

    /// The labels; rows in which nothing stands are none.
    #[must_use]
    pub fn labels(&self) -> BTreeMap<String, String> {
        let rows = self.rows.iter().filter(|row| !row.is_blank());
        rows.map(|row| (row.name.clone(), row.value.clone())).collect()
    }

    /// What is wrong, by row.
    #[must_use]
    pub fn faults(&self) -> BTreeMap<u32, LabelFault> {
        let mut names = BTreeSet::new();
        let rows = self.rows.iter().filter(|row| !row.is_blank());
        rows.filter_map(|row| {
            let is_new = names.insert(row.name.as_str());
            let fault = if row.name.is_empty() {
                LabelFault::NoName
            } else if row.name.chars().count() > LONGEST_LABEL_NAME {
                LabelFault::LongName
            } else if !is_new {
                LabelFault::Twice
            } else if row.value.chars().count() > LONGEST_LABEL_VALUE {
                LabelFault::LongValue
            } else {
                return None;
            };
            Some((row.id, fault))
        })
        .collect()
    }

    fn push(&mut self, name: String, value: String) {
        self.rows.push(LabelRow { id: self.next_id, name, value });
        self.next_id = self.next_id.wrapping_add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(rows: &[(&str, &str)]) -> LabelDraft {
        let mut draft = LabelDraft::default();
        for (name, value) in rows {
            draft.push((*name).to_owned(), (*value).to_owned());
        }
        draft
    }

    #[test]
    fn labels_are_checked_as_the_server_does() {
        let long = "x".repeat(LONGEST_LABEL_NAME + 1);
        let longer = "价".repeat(LONGEST_LABEL_VALUE + 1);
        let fits = "价".repeat(LONGEST_LABEL_NAME);
        for (rows, expected) in [
            (vec![("team", "search"), ("", "")], vec![]),
            (vec![("", "search")], vec![(0, LabelFault::NoName)]),
            (vec![("team", ""), ("team", "x")], vec![(1, LabelFault::Twice)]),
            (
                vec![(long.as_str(), ""), ("a", longer.as_str())],
                vec![(0, LabelFault::LongName), (1, LabelFault::LongValue)],
            ),
            (vec![(fits.as_str(), "")], vec![]),
        ] {
            let faults: Vec<(u32, LabelFault)> = draft(&rows).faults().into_iter().collect();
            assert_eq!(faults, expected, "{rows:?}");
        }
    }

    #[test]
    fn what_is_typed_becomes_labels() {
        let labels: BTreeMap<String, String> =
            [("env", "test"), ("team", "search")].map(|(name, value)| (name.into(), value.into())).into();
        let mut draft = LabelDraft::of(&labels);
        assert_eq!((draft.labels(), draft.ids()), (labels, vec![0, 1]));
        draft.set_value(0, "live".to_owned());
        draft.remove(1);
        draft.add();
        draft.set_name(2, "owner".to_owned());
        draft.add();
        assert_eq!(draft.row(2).map(|row| row.name.as_str()), Some("owner"));
        let shown: Vec<String> =
            draft.labels().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(shown, ["env=live", "owner="]);
    }

    #[test]
    fn there_is_room_for_fifty() {
        let mut draft = LabelDraft::default();
        for _ in 0..=MOST_LABELS {
            draft.add();
        }
        assert_eq!(draft.ids().len(), MOST_LABELS);
        assert!(!draft.can_add() && draft.labels().is_empty());
    }
}
