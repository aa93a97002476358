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
        let mut headers: Vec<(&str, &str)> =
            self.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if self.method.needs_if_match() && !self.has_header("if-match") {
            headers.push(("if-match", "*"));
        }
        if self.body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        for (name, value) in headers {
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
            &Request::enable_service("svc_1"),
            "curl --request POST --header \"authorization: Bearer $TIERMETER_API_KEY\" 'http://127.0.0.1:8080/api/v1/services/svc_1/enable'",
        );
        check(
            &Request::new(
                Method::Put,
                "/services/svc_1/scaling",
                Some(serde_json::json!({ "mode": "manual" })),
            ),
            "curl --request PUT --header \"authorization: Bearer $TIERMETER_API_KEY\" --header 'if-match: *' --header 'content-type: application/json' --data '{\"mode\":\"manual\"}' 'http://127.0.0.1:8080/api/v1/services/svc_1/scaling'",
        );
        check(
            &Request::new(Method::Delete, "/services/svc_1", None).if_match("\"v3\""),
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
}
