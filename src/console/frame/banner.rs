//! What has to be seen on every view: overdue payment, and money that runs out.

use leptos::prelude::*;
use tiermeter_pricing::Instant;

use super::address;
use super::words::Words;
use crate::console::documents::Account;
use crate::console::format::{Format, use_format};
use crate::console::live::use_live;
use crate::console::words::{NoticeText, use_words};
use crate::erased::memo;

/// How far ahead money that runs out is said on every view.
const SOON_NANOSECONDS: i64 = 7 * 86_400 * tiermeter_pricing::NANOSECONDS_PER_SECOND;

/// What a banner says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BannerText {
    /// Payment is overdue; else it is a notice.
    pub overdue: bool,
    /// The sentence that matters.
    pub strong: String,
    /// What follows from it.
    pub rest: &'static str,
}

/// The banners above the view.
#[component]
pub fn Banners() -> impl IntoView {
    let (live, words, format) = (use_live(), use_words::<Words>(), use_format());
    let text = memo(move || {
        let now = live.now.get();
        live.account.with(|account| account.as_ref().and_then(|account| banner(account, now, words, format)))
    });
    move || {
        text.get().map(|BannerText { overdue, strong, rest }| {
            let role = if overdue { "alert" } else { "status" };
            view! {
                <div class="banner" class:overdue=overdue role=role>
                    <p>
                        <strong>{strong}</strong>
                        " "
                        {rest}
                    </p>
                    <a class="button" href=format!("{}?top-up=new", address::account())>{words.top_up}</a>
                </div>
            }
        })
    }
}

/// What is to be said of an account, if anything.
pub fn banner(account: &Account, now: Instant, words: &Words, format: Format) -> Option<BannerText> {
    if account.overdue {
        let strong = match account.overdue_since {
            Some(since) => (words.overdue_since)(&format.day_and_time(since)),
            None => words.overdue.to_owned(),
        };
        return Some(BannerText { overdue: true, strong, rest: words.overdue_rest });
    }
    let notice = account.notice.as_ref()?;
    if notice.at.unix_nanoseconds().saturating_sub(now.unix_nanoseconds()) > SOON_NANOSECONDS {
        return None;
    }
    let NoticeText { strong, rest } = NoticeText::of(account, format)?;
    Some(BannerText { overdue: false, strong, rest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::live::examples::{account, at};
    use crate::console::words::{Language, Localized};
    use crate::console::zone::Zone;

    fn check(fields: &serde_json::Value, expected: Option<&str>) {
        let account = account(fields);
        let format = Format { language: Language::English, zone: Zone::Utc };
        let words = Words::of(Language::English);
        let text = banner(&account, at("2026-03-03T10:00:00Z"), words, format);
        assert_eq!(text.map(|text| text.strong).as_deref(), expected);
    }

    #[test]
    fn what_matters_is_said() {
        check(&serde_json::json!({}), None);
        check(
            &serde_json::json!({"overdue": true, "overdue_since": "2026-03-02T08:00:00Z"}),
            Some("Payment is overdue since 2 Mar, 08:00."),
        );
        let notice =
            |at: &str| serde_json::json!({"notice": {"kind": "balance", "at": at, "rate_per_hour": "1"}});
        check(
            &notice("2026-03-08T00:00:00Z"),
            Some("The balance lasts until 8 Mar, 00:00 at the rate of now."),
        );
        check(&notice("2026-03-20T00:00:00Z"), None);
    }
}
