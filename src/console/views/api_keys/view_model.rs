//! What the view of API keys says, as pure functions: which keys are shown, which names can be given, and how
//! a key is used in a shell.

use crate::console::documents::ApiKey;
use crate::console::request::Request;
use crate::sorted::sort_by;

/// The most characters that a name may have.
pub const LONGEST_NAME: usize = 200;

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameFault {
    /// There is no text.
    Missing,
    /// It is longer than [`LONGEST_NAME`].
    TooLong,
}

/// The name of a text, without the space around it.
pub fn name_of(text: &str) -> Result<String, NameFault> {
    let name = text.trim();
    match name.chars().count() {
        0 => Err(NameFault::Missing),
        1..=LONGEST_NAME => Ok(name.to_owned()),
        _ => Err(NameFault::TooLong),
    }
}

/// The keys whose name or id holds every word of a text, the newest first.
pub fn found(keys: &[ApiKey], text: &str) -> Vec<ApiKey> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let fits = |key: &&ApiKey| {
        let name = key.name.to_lowercase();
        words.iter().all(|word| name.contains(word) || key.id.to_lowercase().contains(word))
    };
    let mut found: Vec<ApiKey> = keys.iter().filter(fits).cloned().collect();
    sort_by(&mut found, |one, other| (other.created_at, &one.name).cmp(&(one.created_at, &other.name)));
    found
}

/// Lines for a shell that keep a key for the session and ask with it. `origin` is the server's address.
pub fn example(key: &str, origin: &str) -> String {
    let quoted = key.replace('\'', r"'\''");
    format!("export TIERMETER_API_KEY='{quoted}'\n{}", Request::services().curl(origin))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str, name: &str, created_at: &str) -> ApiKey {
        serde_json::from_value(serde_json::json!({ "id": id, "name": name, "created_at": created_at }))
            .unwrap()
    }

    #[test]
    fn names_have_characters() {
        for (text, expected) in [
            (" deploy ", Ok("deploy".to_owned())),
            ("", Err(NameFault::Missing)),
            (" \n", Err(NameFault::Missing)),
            ("价".repeat(200).as_str(), Ok("价".repeat(200))),
            ("x".repeat(201).as_str(), Err(NameFault::TooLong)),
        ] {
            assert_eq!(name_of(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_newest_that_fit_come_first() {
        let keys = [
            key("key_1", "Deploy staging", "2026-03-01T00:00:00Z"),
            key("key_2", "monitoring", "2026-03-03T00:00:00Z"),
            key("key_3", "deploy", "2026-03-02T00:00:00Z"),
            key("key_4", "b", "2026-03-02T00:00:00Z"),
        ];
        for (text, expected) in [
            ("", vec!["key_2", "key_4", "key_3", "key_1"]),
            ("DEPLOY", vec!["key_3", "key_1"]),
            ("staging deploy", vec!["key_1"]),
            ("key_2", vec!["key_2"]),
            ("nothing", vec![]),
        ] {
            let ids: Vec<String> = found(&keys, text).into_iter().map(|key| key.id).collect();
            assert_eq!(ids, expected, "{text:?}");
        }
    }

    #[test]
    fn a_shell_takes_the_key_as_it_is() {
        let origin = "http://127.0.0.1:8080";
        let request = Request::services().curl(origin);
        for (key, expected) in [("abc$def", "'abc$def'"), ("a'b", r"'a'\''b'")] {
            let lines = example(key, origin);
            assert_eq!(lines, format!("export TIERMETER_API_KEY={expected}\n{request}"));
        }
    }
}
