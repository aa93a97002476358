//! The repository's own rules, as tests (CONTRIBUTING.md).
#![expect(clippy::expect_used, reason = "what cannot be read ends the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A source file that grows past this usually holds two things.
const MOST_LINES: usize = 640;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files that git tracks, with their text, by the ending of their names.
fn tracked(endings: &[&str]) -> Vec<(String, String)> {
    let listed = Command::new("git").args(["ls-files"]).current_dir(root()).output().expect("git answers");
    let names = String::from_utf8(listed.stdout).expect("names are UTF-8");
    let files = names.lines().filter(|name| endings.iter().any(|ending| name.ends_with(ending)));
    files
        .filter_map(|name| fs::read_to_string(root().join(name)).ok().map(|text| (name.to_owned(), text)))
        .collect()
}

fn check(rule: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{rule}:\n  {}", faults.join("\n  "));
}

/// The names of what is a memo by the text of a file.
fn memos(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for line in text.lines().map(str::trim_start) {
        let made = ["= memo(", "= memo_of_last("].iter().find_map(|maker| line.split_once(maker));
        let made = made.and_then(|(left, _)| left.trim_end().strip_prefix("let "));
        let taken = line.split_once(": Memo<").map(|(name, _)| name);
        names.extend(made.into_iter().chain(taken).filter_map(|name| name.split_whitespace().last()));
    }
    names
}

/// The names of the fields that hold memos.
fn memo_fields(text: &str) -> impl Iterator<Item = &str> {
    let fields = text.lines().filter_map(|line| line.trim_start().split_once(": Memo<"));
    fields.filter_map(|(name, _)| name.rsplit_once("pub ")).map(|(_, name)| name)
}

/// Lines of `text` outside comments that `wrong` finds, as `name:line`.
fn lines_with(name: &str, text: &str, wrong: impl Fn(&str) -> bool) -> Vec<String> {
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.filter(|(_, line)| wrong(line)).map(|(index, _)| format!("{name}:{}", index + 1)).collect()
}

fn has_word(line: &str, word: &str) -> bool {
    line.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|part| part == word)
}

#[test]
fn no_float_comes_near_money() {
    // Not `columns`, where instants are floats; money is not.
    let pure = ["crates/pricing/src/", "crates/service/src/", "crates/estimate/src/", "crates/export/src/"];
    let mut faults = Vec::new();
    for (name, text) in tracked(&[".rs"]) {
        if pure.iter().any(|folder| name.starts_with(folder)) {
            // A reader of numbers must name the type that it refuses.
            let refuses = |line: &str| line.contains("fn visit_f64");
            faults.extend(lines_with(&name, &text, |line| {
                (has_word(line, "f64") || has_word(line, "f32")) && !refuses(line)
            }));
        }
    }
    check("the pure crates know no floats", &faults);
}

#[test]
fn the_pure_crates_know_no_clock_and_no_file() {
    let pure =
        ["crates/pricing/", "crates/service/", "crates/estimate/", "crates/columns/", "crates/export/"];
    let outside =
        ["std::fs", "std::net", "std::env", "SystemTime", "std::time::Instant", "Utc::now", "wasm_bindgen"];
    let mut faults = Vec::new();
    for (name, text) in tracked(&[".rs"]) {
        if pure.iter().any(|folder| name.starts_with(folder)) {
            faults.extend(lines_with(&name, &text, |line| outside.iter().any(|word| line.contains(word))));
        }
    }
    check("the pure crates know no clock, file, network or browser", &faults);
}

#[test]
fn no_file_has_grown_too_long() {
    let long = |text: &str| text.lines().count() > MOST_LINES;
    let faults: Vec<String> = tracked(&[".rs", ".ts", ".mjs", ".css"])
        .into_iter()
        .filter(|(_, text)| long(text))
        .map(|(name, _)| name)
        .collect();
    check("a file this long holds two things", &faults);
}

#[test]
fn nothing_built_is_committed() {
    let listed = Command::new("git").args(["ls-files"]).current_dir(root()).output().expect("git answers");
    let names = String::from_utf8(listed.stdout).expect("names are UTF-8");
    let built = |name: &&str| {
        let folders = ["target/", "dist/", "pkg/dist/", ".tools/", "tests/output/"];
        folders.iter().any(|folder| name.starts_with(folder))
            || name.contains("node_modules/")
            || Path::new(name).extension().is_some_and(|extension| extension == "wasm")
    };
    let faults: Vec<String> = names.lines().filter(built).map(str::to_owned).collect();
    check("what is built is not committed", &faults);
}

#[test]
fn lock_files_name_no_addresses_and_texts_no_machine() {
    let mut faults = Vec::new();
    for (name, text) in tracked(&["package-lock.json"]) {
        faults.extend(lines_with(&name, &text, |line| line.contains("\"resolved\"")));
    }
    // In two parts, so that this file does not name them itself.
    let machine = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    for (name, text) in tracked(&[".rs", ".ts", ".mjs", ".md", ".toml", ".html", ".css", ".json"]) {
        faults.extend(lines_with(&name, &text, |line| machine.iter().any(|path| line.contains(path))));
    }
    check("no addresses of registries, no paths of one machine", &faults);
}

#[test]
fn switched_off_lints_have_their_reason() {
    let mut faults = Vec::new();
    for (name, text) in tracked(&[".rs"]) {
        faults.extend(lines_with(&name, &text, |line| line.contains(concat!("#[", "allow("))));
    }
    check("expect with a reason instead of allow", &faults);
}

/// Where a stylesheet moves something, whether or not the reader wants that, as `name:line`.
fn moving_lines(name: &str, text: &str) -> Vec<String> {
    let moves = ["animation", "transition", "@keyframes", "scroll-behavior: smooth"];
    let mut faults = Vec::new();
    // How many blocks are open, and how many were where one began that is only for those who want motion.
    let (mut open, mut wanted_from) = (0_usize, None::<usize>);
    for (index, line) in text.lines().enumerate() {
        if wanted_from.is_none() && line.contains("(prefers-reduced-motion: no-preference)") {
            wanted_from = Some(open);
        }
        if wanted_from.is_none() && moves.iter().any(|word| line.contains(word)) {
            faults.push(format!("{name}:{}", index + 1));
        }
        for letter in line.chars() {
            match letter {
                '{' => open += 1,
                '}' => {
                    open = open.saturating_sub(1);
                    wanted_from = wanted_from.filter(|from| open > *from);
                }
                _ => {}
            }
        }
    }
    faults
}

#[test]
fn nothing_moves_for_those_who_want_no_motion() {
    let wanted = "@media (prefers-reduced-motion: no-preference) {\n  a { transition: color 1s; }\n}\n";
    let unwanted = "a {\n  transition: color 1s;\n}\n";
    let both = [wanted, unwanted].concat();
    assert_eq!(moving_lines("both.css", &both), ["both.css:5"]);
    let mut faults: Vec<String> =
        tracked(&[".css"]).iter().flat_map(|(name, text)| moving_lines(name, text)).collect();
    for (name, text) in tracked(&[".rs"]) {
        if name.starts_with("src/") {
            faults.extend(lines_with(&name, &text, |line| line.contains("ScrollBehavior::Smooth")));
        }
    }
    check("motion only where (prefers-reduced-motion: no-preference)", &faults);
}

#[test]
fn no_memo_is_tracked_without_being_read() {
    let sources: Vec<(String, String)> =
        tracked(&[".rs"]).into_iter().filter(|(name, _)| name.starts_with("src/")).collect();
    let fields: Vec<String> = sources
        .iter()
        .flat_map(|(_, text)| memo_fields(text))
        .map(|field| format!(".{field}.track();"))
        .collect();
    let mut faults = Vec::new();
    for (name, text) in &sources {
        let own: Vec<String> = memos(text).iter().map(|memo| format!("{memo}.track();")).collect();
        faults.extend(lines_with(name, text, |line| {
            own.iter().any(|call| line.trim() == call) || fields.iter().any(|call| line.ends_with(call))
        }));
    }
    check("a memo that nobody reads tells of no change: `erased::follow` reads it", &faults);
}
