//! A table of inputs and the refusals they must meet.

use tiermeter_pricing::{Refusal, RefusalParts};
use tiermeter_tests::report::Report;

/// An input and what its refusal must say.
#[derive(Debug)]
pub(crate) struct Row {
    name: String,
    input: Vec<u8>,
    code: &'static str,
    /// The pointer; several where the contract leaves a choice.
    paths: Vec<&'static str>,
    /// What the message must contain.
    says: Vec<&'static str>,
}

/// An input that must be refused as malformed at this place.
pub(crate) fn row(name: impl Into<String>, input: impl Into<Vec<u8>>, path: &'static str) -> Row {
    Row { name: name.into(), input: input.into(), code: "malformed", paths: vec![path], says: Vec::new() }
}

/// Text that is no JSON, which is refused at the root with line and column.
pub(crate) fn no_json(name: impl Into<String>, input: impl Into<Vec<u8>>) -> Row {
    row(name, input, "").saying(&["line", "column"])
}

impl Row {
    /// Refused with this code instead.
    pub(crate) fn with_code(self, code: &'static str) -> Row {
        Row { code, ..self }
    }

    /// Or at this place.
    pub(crate) fn or_at(mut self, path: &'static str) -> Row {
        self.paths.push(path);
        self
    }

    /// With these words in the message.
    pub(crate) fn saying(mut self, words: &[&'static str]) -> Row {
        self.says.extend(words);
        self
    }
}

/// Tries every row; `read` gives the refusal, or nothing where the input is taken.
pub(crate) fn check(subject: &'static str, rows: &[Row], read: impl Fn(&[u8]) -> Option<Refusal>) {
    let mut report = Report::new(subject);
    for row in rows {
        report.case(&row.name, check_row(row, read(&row.input)));
    }
    report.finish(rows.len());
}

fn check_row(row: &Row, refusal: Option<Refusal>) -> Result<(), String> {
    let Some(RefusalParts { code, path, message }) = refusal.map(Refusal::into_parts) else {
        return Err(format!("was taken, not refused as {} at {:?}", row.code, row.paths));
    };
    if code.as_str() != row.code || !row.paths.contains(&path.as_str()) {
        let expected = format!("expected {} at {:?}", row.code, row.paths);
        return Err(format!("{expected}\n     got {} at {path:?}: {message}", code.as_str()));
    }
    match row.says.iter().find(|words| !message.contains(**words)) {
        Some(words) => Err(format!("the message does not say {words:?}: {message}")),
        None => Ok(()),
    }
}
