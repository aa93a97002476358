//! All scenarios as a text that the browser keeps between visits.

use std::time::Duration;

use leptos::prelude::*;
use tiermeter_estimate::Estimate;
use tiermeter_pricing::read::{AtLeastOne, FreeText, from_json_slice};
use tiermeter_pricing::{PriceBook, object};

use super::{MOST_SCENARIOS, Scenarios};
use crate::browser;
use crate::calculator::sheet::Sheet;
use crate::calculator::turns::Turns;
use crate::erased::effect;
use crate::handover::{self, json_text};
use crate::words::Words;

/// Where the scenarios are kept in the browser.
const STORAGE_KEY: &str = "tiermeter.scenarios";
/// Where the last estimate without a fault was kept before there were scenarios.
const FORMER_STORAGE_KEY: &str = "tiermeter.estimate";
/// They are kept when nothing was edited for so long.
const AFTER_LAST_EDIT: Duration = Duration::from_millis(300);

object! {
    /// What is kept.
    struct Document reads with () {
        /// The place of the one that was shown, from 1.
        shown: AtLeastOne,
        scenarios: Vec<NamedEstimate>,
    }
}

object! {
    /// A scenario that is kept.
    struct NamedEstimate reads with () {
        name: FreeText,
        estimate: Estimate,
    }
}

/// The scenarios of a visit: one that is shown, and those before and after it, each with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Those before the one that is shown.
    pub before: Vec<(String, Sheet)>,
    /// The one that is shown.
    pub shown: (String, Sheet),
    /// Those after it.
    pub after: Vec<(String, Sheet)>,
}

/// The texts that the browser kept from the last visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTexts {
    scenarios: Option<String>,
    /// A visit before there were scenarios kept one estimate.
    estimate: Option<String>,
}

impl KeptTexts {
    /// The texts; `None` where nothing was kept.
    pub fn of_last_visit() -> Option<Self> {
        let (scenarios, estimate) = (browser::kept(STORAGE_KEY), browser::kept(FORMER_STORAGE_KEY));
        (scenarios.is_some() || estimate.is_some()).then_some(Self { scenarios, estimate })
    }
}

/// What the texts hold: the place of the scenario that was shown, from 1, and all of them with their names. There are
/// none where nothing was kept that can be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recalled {
    shown: usize,
    scenarios: Vec<(String, Estimate)>,
}

impl Recalled {
    /// Reads the texts.
    pub fn of(texts: &KeptTexts, words: &Words) -> Self {
        let scenarios = texts.scenarios.as_ref().and_then(|text| read(text.as_bytes()));
        let former = || {
            let opened = handover::read(texts.estimate.as_ref()?.as_bytes()).ok()?;
            Some(Self { shown: 1, scenarios: vec![((words.scenario_name)(1), opened.estimate)] })
        };
        scenarios.or_else(former).unwrap_or_default()
    }

    /// The scenarios of the visit: these, or the worked example.
    pub fn begin(self, book: &PriceBook, words: &Words) -> Kept {
        let sheets = self.scenarios.into_iter().map(|(name, estimate)| (name, Sheet::of(&estimate, book)));
        let mut before: Vec<(String, Sheet)> = sheets.collect();
        let after = before.split_off(self.shown.min(before.len()));
        let shown = before.pop().unwrap_or_else(|| ((words.scenario_name)(1), Sheet::worked_example()));
        Kept { before, shown, after }
    }
}

/// Keeps the last estimate without a fault of each scenario: when nothing was edited for a while, and at once when the
/// page is left, so that nothing is lost.
pub fn keep(scenarios: Scenarios) {
    let (turns, is_due) = (Turns::idle(), StoredValue::new(false));
    effect(move || {
        for scenario in scenarios.all.get() {
            scenario.name.track();
            scenario.history.track();
        }
        scenarios.shown.track();
        is_due.set_value(true);
        let mut left = scenarios.all.get_untracked();
        turns.begin(AFTER_LAST_EDIT, move || {
            let scenario = left.pop();
            if let Some(scenario) = scenario {
                // What it holds is worked out in a turn of its own; the last turn finds it known.
                scenario.document.with_untracked(|_| ());
            } else {
                keep_now(scenarios, is_due);
            }
            scenario.is_some()
        });
    });
    let leave = move || {
        turns.end();
        keep_now(scenarios, is_due);
    };
    // The page lives as long as its window, and so do these. A page that is put away may never be told that it is left.
    let _ = window_event_listener_untyped("pagehide", move |_| leave());
    let _ = window_event_listener_untyped("visibilitychange", move |_| {
        if document().hidden() {
            leave();
        }
    });
}

/// Keeps what is not kept yet.
fn keep_now(scenarios: Scenarios, is_due: StoredValue<bool>) {
    if !is_due.get_value() {
        return;
    }
    is_due.set_value(false);
    let all = scenarios.all.get_untracked().into_iter();
    let all = all.map(|scenario| (scenario.name.get_untracked(), scenario.document.get_untracked()));
    let text = written(untrack(|| scenarios.place_of_shown()), &all.collect::<Vec<_>>());
    // A full or refused storage costs only the memory of it.
    let _ = browser::keep(STORAGE_KEY, &text);
}

/// The text of the scenarios, each by its name and its estimate as JSON; those that never held an estimate are left
/// out.
fn written(shown: usize, scenarios: &[(String, String)]) -> String {
    let written = scenarios.iter().filter(|(_, estimate)| !estimate.is_empty());
    let written: Vec<String> = written
        .map(|(name, estimate)| format!("{{\"name\":{},\"estimate\":{estimate}}}", json_text(name)))
        .collect();
    format!("{{\"shown\":{},\"scenarios\":[{}]}}", shown + 1, written.join(","))
}

fn read(json: &[u8]) -> Option<Recalled> {
    let document = from_json_slice::<_, Document>(&mut (), json).ok()?;
    let shown = usize::try_from(document.shown.0).ok()?;
    let scenarios = document.scenarios.into_iter().take(MOST_SCENARIOS);
    let scenarios: Vec<_> = scenarios.map(|scenario| (scenario.name.0, scenario.estimate)).collect();
    (!scenarios.is_empty()).then_some(Recalled { shown, scenarios })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::ENGLISH;

    fn begun(json: &str) -> Option<Kept> {
        read(json.as_bytes()).map(|recalled| recalled.begin(PriceBook::bundled(), &ENGLISH))
    }

    fn estimate(month: &str) -> String {
        let mut sheet = Sheet::worked_example();
        sheet.set_month(month);
        serde_json::to_string(&sheet.estimate().unwrap()).unwrap()
    }

    fn check(shown: usize, scenarios: &[(&str, &str)], expected: Option<[&[&str]; 3]>) {
        let scenarios: Vec<(String, String)> = scenarios
            .iter()
            .map(|(name, month)| {
                ((*name).to_owned(), if month.is_empty() { String::new() } else { estimate(month) })
            })
            .collect();
        let kept = begun(&written(shown, &scenarios));
        let names = |list: &[(String, Sheet)]| list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        let found = kept
            .as_ref()
            .map(|kept| [names(&kept.before), names(std::slice::from_ref(&kept.shown)), names(&kept.after)]);
        let expected = expected
            .map(|lists| lists.map(|list| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()));
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_kept_is_read_again() {
        check(0, &[("one", "2026-03")], Some([&[], &["one"], &[]]));
        check(
            1,
            &[("a", "2026-03"), ("b \"x\"", "2026-04"), ("", "2026-05")],
            Some([&["a"], &["b \"x\""], &[""]]),
        );
        // One that never held an estimate is left out, and the last one is shown where the place is none's.
        check(2, &[("a", "2026-03"), ("b", ""), ("c", "2026-05")], Some([&["a"], &["c"], &[]]));
        check(0, &[("a", "")], None);
        check(0, &[], None);
    }

    #[test]
    fn the_estimates_come_back() {
        let kept = [("a".to_owned(), estimate("2026-03")), ("b".to_owned(), estimate("2026-04"))];
        let kept = begun(&written(1, &kept)).unwrap();
        let months =
            [&kept.before[0], &kept.shown].map(|(_, sheet)| sheet.estimate().unwrap().month.to_string());
        assert_eq!(months, ["2026-03", "2026-04"]);
    }

    #[test]
    fn one_estimate_of_a_visit_before_there_were_scenarios_comes_back() {
        let example = Sheet::worked_example().estimate().unwrap().month.to_string();
        for (scenarios, former, expected) in [
            (None, Some("2026-04"), "2026-04"),
            (Some("{}"), Some("2026-04"), "2026-04"),
            (Some("{}"), None, &*example),
        ] {
            let texts = KeptTexts { scenarios: scenarios.map(str::to_owned), estimate: former.map(estimate) };
            let (name, sheet) = Recalled::of(&texts, &ENGLISH).begin(PriceBook::bundled(), &ENGLISH).shown;
            let month = sheet.estimate().unwrap().month.to_string();
            assert_eq!((name, month.as_str()), ((ENGLISH.scenario_name)(1), expected));
        }
    }

    #[test]
    fn other_texts_are_nothing() {
        for json in
            ["", "{}", "[]", "{\"shown\": 0, \"scenarios\": []}", "{\"shown\": 1, \"scenarios\": [{}]}"]
        {
            assert_eq!(read(json.as_bytes()), None, "{json}");
        }
    }
}
