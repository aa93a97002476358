//! A request as a curl line, for a shell.

use super::{Method, Request};

impl Request {
    /// The request as a curl line that does the same with an API key. `origin` is the server's address, without a
    /// slash at its end.
    pub fn curl(&self, origin: &str) -> String {
        let mut line = "curl".to_owned();
        if self.method != Method::Get {
            line.push_str(" --request ");
            line.push_str(self.method.as_str());
        }
        // In double quotes, so that the shell puts the key there.
        line.push_str(" --header \"authorization: Bearer $TIERMETER_API_KEY\"");
        for (name, value) in self.all_headers() {
            line.push_str(" --header ");
            line.push_str(&quoted(&format!("{name}: {value}")));
        }
        if let Some(body) = &self.body {
            line.push_str(" --data ");
            line.push_str(&quoted(&body.to_string()));
        }
        line.push(' ');
        line.push_str(&quoted(&format!("{origin}{}", self.address())));
        line
    }
}

/// Text that a shell takes as it is: in single quotes, each single quote of its own outside of them.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use rust_decimal::Decimal;
    use serde_json::{Value, json};
    use tiermeter_pricing::{Instant, Month};
    use tiermeter_service::{BillingMode, ServiceScaling};

    use super::*;

    const ORIGIN: &str = "http://127.0.0.1:8080";

    fn check(request: &Request, expected: &str) {
        assert_eq!(request.curl(ORIGIN), expected);
    }

    #[test]
    fn lines_do_what_the_console_does() {
        check(
            &Request::services(),
            "curl --header \"authorization: Bearer $TIERMETER_API_KEY\" 'http://127.0.0.1:8080/api/v1/services?limit=100'",
        );
        check(
            &Request::enable_service("svc_1").sent_on(Some("\"v3\""), "key"),
            "curl --request POST --header \"authorization: Bearer $TIERMETER_API_KEY\" --header 'if-match: \"v3\"' --header 'idempotency-key: key' 'http://127.0.0.1:8080/api/v1/services/svc_1/enable'",
        );
        check(
            &Request::set_scaling("svc_1", &ServiceScaling::Manual { instances: 2 })
                .sent_on(Some("\"v3\""), "key"),
            "curl --request PUT --header \"authorization: Bearer $TIERMETER_API_KEY\" --header 'if-match: \"v3\"' --header 'content-type: application/json' --data '{\"instances\":2,\"mode\":\"manual\"}' 'http://127.0.0.1:8080/api/v1/services/svc_1/scaling'",
        );
        check(
            &Request::delete_service("svc_1").sent_on(Some("\"v3\""), "key"),
            "curl --request DELETE --header \"authorization: Bearer $TIERMETER_API_KEY\" --header 'if-match: \"v3\"' 'http://127.0.0.1:8080/api/v1/services/svc_1'",
        );
    }

    #[test]
    fn no_name_breaks_out_of_its_quotes() {
        for (text, expected) in [
            ("it's", r"'it'\''s'"),
            ("$(reboot) `ls` \"x\" \\", "'$(reboot) `ls` \"x\" \\'"),
            ("'", r"''\'''"),
            ("", "''"),
        ] {
            assert_eq!(quoted(text), expected);
        }
        let request = Request::rename_service("svc_1", "it's $HOME");
        assert!(
            request.curl(ORIGIN).contains(r#"--data '{"name":"it'\''s $HOME"}'"#),
            "{}",
            request.curl(ORIGIN)
        );
    }

    /// The words of a line, as a shell takes them apart that knows no variable.
    fn words_of(line: &str) -> Vec<String> {
        let (mut words, mut word, mut is_word) = (Vec::new(), String::new(), false);
        let mut letters = line.chars();
        while let Some(letter) = letters.next() {
            match letter {
                ' ' if is_word => {
                    words.push(std::mem::take(&mut word));
                    is_word = false;
                }
                ' ' => {}
                '\'' | '"' => {
                    is_word = true;
                    word.extend(letters.by_ref().take_while(|other| *other != letter));
                }
                '\\' => {
                    is_word = true;
                    word.extend(letters.next());
                }
                other => {
                    is_word = true;
                    word.push(other);
                }
            }
        }
        words.extend(is_word.then_some(word));
        words
    }

    /// Every request that the console sends for somebody, with a name that has to be quoted where it has one.
    fn every_request() -> Vec<Request> {
        let name = "it's \"$HOME\" \\ 价";
        let labels = BTreeMap::from([("team".to_owned(), name.to_owned())]);
        let until = Instant::parse("2026-04-01T00:00:00Z").ok();
        let month = Month { year: 2026, month: 3 };
        vec![
            Request::session(),
            Request::sign_in("secret"),
            Request::sign_out(),
            Request::price_book(),
            Request::models(),
            Request::services(),
            Request::first_services(25),
            Request::service("svc_1"),
            Request::create_service(json!({ "name": name })),
            Request::rename_service("svc_1", name),
            Request::label_service("svc_1", &labels),
            Request::delete_service("svc_1"),
            Request::enable_service("svc_1"),
            Request::disable_service("svc_1"),
            Request::set_scaling("svc_1", &ServiceScaling::Manual { instances: 2 }),
            Request::set_billing_mode("svc_1", BillingMode::TpmReservation),
            Request::reservations("svc_1"),
            Request::buy_reservation("svc_1", 10_000, until, None),
            Request::end_reservation("svc_1", "rsv_1"),
            Request::timeline("svc_1"),
            Request::runs("svc_1"),
            Request::instances("svc_1"),
            Request::usage("2026-03-01", "2026-04-01", &["service", "label:team"]),
            Request::bills(),
            Request::current_bill(),
            Request::bill(month),
            Request::bill_usage(month),
            Request::account(),
            Request::top_up(Decimal::new(10_050, 2), "USD").once("own".to_owned()),
            Request::top_ups(),
            Request::ledger(),
            Request::api_keys(),
            Request::create_api_key(name),
            Request::revoke_api_key("key_1"),
        ]
    }

    #[test]
    fn a_line_says_all_that_is_sent() {
        for request in every_request() {
            let sent = request.sent_on(Some("\"v7\""), "key");
            let line = sent.curl(ORIGIN);
            let mut words = words_of(&line).into_iter();
            assert_eq!(words.next().as_deref(), Some("curl"));
            let (mut method, mut headers, mut body, mut address) = ("GET".to_owned(), vec![], None, None);
            while let Some(word) = words.next() {
                match word.as_str() {
                    "--request" => method = words.next().unwrap(),
                    "--header" => headers.push(words.next().unwrap()),
                    "--data" => body = words.next(),
                    _ => assert_eq!(address.replace(word), None, "{line}"),
                }
            }
            let expected = std::iter::once("authorization: Bearer $TIERMETER_API_KEY".to_owned())
                .chain(sent.all_headers().map(|(name, value)| format!("{name}: {value}")));
            assert_eq!(headers, expected.collect::<Vec<String>>(), "{line}");
            assert_eq!(method, sent.method.as_str(), "{line}");
            assert_eq!(address, Some(format!("{ORIGIN}{}", sent.address())), "{line}");
            let body: Option<Value> = body.map(|body| serde_json::from_str(&body).unwrap());
            assert_eq!(body, sent.body, "{line}");
            // A change of a service says of which version, and what is posted that it is done once.
            let has = |header: &str| headers.iter().any(|known| known.starts_with(header));
            let changes = sent.method != Method::Get;
            assert_eq!(has("if-match: \"v7\""), changes && sent.path.starts_with("/services/"), "{line}");
            let is_posted = sent.method == Method::Post && !["/api-keys", "/session"].contains(&&*sent.path);
            assert_eq!(has("idempotency-key: "), is_posted, "{line}");
        }
    }
}
