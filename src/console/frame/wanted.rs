//! The address that somebody wanted who is not signed in. It stays in this browser, so that the page of a sign-in link
//! leads there and not to the overview. That page takes it once, within an hour, only where it is one of the console's
//! own views, and not for another account than the one whose session ended there.

use js_sys::Date;
use leptos::prelude::{document, window};
use serde_json::json;

use super::address::BASE;
use crate::browser;

/// Where the page of a sign-in link looks.
const WANTED_KEY: &str = "tiermeter.wanted";
/// Longer ones are not kept: only an estimate behind `#` can be so long, and it would fill what the browser keeps.
const MOST_CHARACTERS: usize = 100_000;

/// Keeps the address of this tab, or nothing where it is the overview, which a sign-in leads to by itself. Where the
/// session of an account has ended, it is for that account only. Of several tabs the one that is looked at counts.
pub(super) fn keep(account: Option<&str>) {
    if document().hidden() {
        return;
    }
    let location = window().location();
    // Fails only for a page that has no address.
    let (path, search, hash) = (
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default(),
        location.hash().unwrap_or_default(),
    );
    match worth_keeping(&path, &search, &hash) {
        Some(address) => {
            let now = String::from(Date::new_0().to_iso_string());
            let wanted = json!({ "address": address, "at": now, "account": account });
            // A full or refused storage costs only the way back to the view.
            browser::keep(WANTED_KEY, &wanted.to_string());
        }
        None => forget(),
    }
}

/// Forgets it: somebody is signed in, and has arrived.
pub(super) fn forget() {
    browser::forget(WANTED_KEY);
}

fn worth_keeping(path: &str, search: &str, hash: &str) -> Option<String> {
    let below = path.strip_prefix(BASE)?;
    // Behind the `#` of a sign-in link stands a secret, which is kept nowhere.
    let is_view = below.is_empty() || (below.starts_with('/') && !below.starts_with("/sign-in"));
    let address = format!("{path}{search}{hash}");
    let is_overview = matches!(below, "" | "/") && search.is_empty() && hash.is_empty();
    (is_view && !is_overview && address.len() <= MOST_CHARACTERS).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_kept_and_the_overview_is_not() {
        for (path, search, hash, expected) in [
            ("/console", "", "", None),
            ("/console/", "", "", None),
            ("/console", "?range=day", "", Some("/console?range=day")),
            ("/console/services/svc_1", "?tab=scaling", "", Some("/console/services/svc_1?tab=scaling")),
            ("/console/services/new", "", "#e=1.p.e30", Some("/console/services/new#e=1.p.e30")),
            ("/console/sign-in/", "", "#secret", None),
            ("/consoles", "?x=y", "", None),
            ("/", "", "", None),
            ("//elsewhere", "", "", None),
        ] {
            assert_eq!(worth_keeping(path, search, hash).as_deref(), expected, "{path}{search}{hash}");
        }
        assert_eq!(worth_keeping("/console/services/new", "", &"x".repeat(MOST_CHARACTERS)), None);
    }
}
