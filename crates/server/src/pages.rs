//! The built page, embedded, with its compressed forms, its hashes, and the policy that it is served with.

use std::borrow::Cow;
use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

/// What Trunk wrote.
#[derive(RustEmbed)]
#[folder = "../../dist"]
#[allow_missing = true]
struct Embedded;

/// The page that `/` answers with.
const INDEX: &str = "index.html";
/// What an address that is nothing's shows to people.
const NOT_FOUND: &str = "not-found.html";
/// Pages at addresses of their own.
const OWN_ADDRESSES: [(&str, &str); 4] = [
    ("embed", "embed/index.html"),
    ("embed/zh-CN", "embed/zh-CN.html"),
    ("how-it-is-billed", "how-it-is-billed/index.html"),
    ("check", "check/index.html"),
];
/// The folder of the pages that show how to embed the calculator.
const EMBED: &str = "embed/";
/// The policy of the page that shows how to embed the calculator: its preview may load a price book from anywhere.
const EMBED_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    connect-src 'self' https:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The console, whatever its view: which one is shown, its program reads from the address.
const CONSOLE: &str = "console/index.html";
/// Where the console's own files are answered, apart from the addresses of its views.
const CONSOLE_FILES: &str = "console/files/";
/// What other sites load.
const FOR_OTHER_SITES: &str = "embed/tiermeter/";

/// Every file of the page, ready to be sent.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    files: HashMap<String, PageFile>,
    content_security_policy: String,
}

/// A file of the page.
#[derive(Debug)]
pub(crate) struct PageFile {
    pub(crate) content_type: &'static str,
    /// The hash of the plain content; weak, since the compressed forms share it.
    pub(crate) etag: String,
    /// The name carries a hash of the content, so the content never changes.
    pub(crate) immutable: bool,
    /// Where it is not the one of the page.
    pub(crate) policy: Option<Cow<'static, str>>,
    /// Other sites may load it.
    pub(crate) for_other_sites: bool,
    plain: Cow<'static, [u8]>,
    brotli: Option<Cow<'static, [u8]>>,
    gzip: Option<Cow<'static, [u8]>>,
}

impl Pages {
    /// The page inside this binary; empty where it was built without one.
    #[must_use]
    pub(crate) fn embedded() -> Self {
        Self::of(Embedded::iter(), |name| Embedded::get(name).map(|file| file.data))
    }

    fn of(
        names: impl Iterator<Item = Cow<'static, str>>,
        content: impl Fn(&str) -> Option<Cow<'static, [u8]>>,
    ) -> Self {
        let files: HashMap<String, PageFile> = names
            .filter(|name| !is_compressed(name))
            .filter_map(|name| {
                let plain = content(&name)?;
                let file = PageFile {
                    content_type: content_type(&name),
                    etag: format!("W/\"{}\"", STANDARD.encode(Sha256::digest(&plain))),
                    immutable: carries_hash(&name),
                    policy: own_policy(&name, &plain),
                    for_other_sites: name.starts_with(FOR_OTHER_SITES),
                    brotli: content(&format!("{name}.br")),
                    gzip: content(&format!("{name}.gz")),
                    plain,
                };
                Some((name.into_owned(), file))
            })
            .collect();
        let index = files.get(INDEX).map(|file| String::from_utf8_lossy(&file.plain).into_owned());
        let content_security_policy = content_security_policy(index.as_deref().unwrap_or_default());
        Self { files, content_security_policy }
    }

    /// Whether there is a page at all.
    #[must_use]
    pub(crate) fn is_built(&self) -> bool {
        self.files.contains_key(INDEX)
    }

    /// The file at a request's path; names are looked up as they are, so no path leads out.
    pub(crate) fn at(&self, path: &str) -> Option<&PageFile> {
        match path.strip_prefix('/')? {
            "" => self.files.get(INDEX),
            INDEX | NOT_FOUND => None,
            name if has_own_address(name) => None,
            "console" => self.files.get(CONSOLE),
            name if name.starts_with(CONSOLE_FILES) => {
                let file = name.strip_prefix(CONSOLE_FILES)?;
                // Its page has one address for each view, and this is none of them.
                self.files.get(&format!("console/{file}")).filter(|_| file != INDEX)
            }
            name if name.starts_with("console/") => self.files.get(CONSOLE),
            name => {
                let own = OWN_ADDRESSES.into_iter().find(|(address, _)| *address == name);
                self.files.get(own.map_or(name, |(_, file)| file))
            }
        }
    }

    /// What an address that is nothing's shows to people.
    pub(crate) fn not_found(&self) -> Option<&PageFile> {
        self.files.get(NOT_FOUND)
    }

    /// The policy for every page: wasm, and nothing from anywhere else.
    pub(crate) fn content_security_policy(&self) -> &str {
        &self.content_security_policy
    }
}

impl PageFile {
    /// The content in the best form that the client takes, with the form's name.
    pub(crate) fn encoded(&self, accept_encoding: &str) -> (Cow<'static, [u8]>, Option<&'static str>) {
        match (&self.brotli, &self.gzip) {
            (Some(brotli), _) if accepts(accept_encoding, "br") => (brotli.clone(), Some("br")),
            (_, Some(gzip)) if accepts(accept_encoding, "gzip") => (gzip.clone(), Some("gzip")),
            _ => (self.plain.clone(), None),
        }
    }
}

/// Whether `Accept-Encoding` names `coding` and does not rule it out with `q=0`.
fn accepts(accept_encoding: &str, coding: &str) -> bool {
    accept_encoding.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(coding));
        let ruled_out = parts.any(|parameter| {
            let weight = parameter.strip_prefix("q=").unwrap_or("1");
            weight.bytes().all(|byte| matches!(byte, b'0' | b'.'))
        });
        named && !ruled_out
    })
}

fn has_own_address(name: &str) -> bool {
    OWN_ADDRESSES.into_iter().any(|(_, file)| file == name)
}

/// The policy of a page that has another one than `/`.
fn own_policy(name: &str, plain: &[u8]) -> Option<Cow<'static, str>> {
    if name != CONSOLE && !has_own_address(name) {
        return None;
    }
    Some(if name.starts_with(EMBED) {
        Cow::Borrowed(EMBED_POLICY)
    } else {
        // Its own inline script has a hash of its own.
        Cow::Owned(content_security_policy(&String::from_utf8_lossy(plain)))
    })
}

fn is_compressed(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(extension, "br" | "gz")
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// Trunk puts a hash of 64 bits behind a dash into the names of what it builds, in hexadecimal digits without
/// leading zeros.
fn carries_hash(name: &str) -> bool {
    let is_hash =
        |part: &str| (10..=16).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    name.split(['-', '.', '_', '/']).any(is_hash)
}

/// The one inline script that Trunk writes is allowed by its hash.
fn content_security_policy(index: &str) -> String {
    let hashes = inline_scripts(index)
        .into_iter()
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script.as_bytes()))));
    let script_source = format!("'self' 'wasm-unsafe-eval'{}", hashes.collect::<String>());
    format!(
        "default-src 'none'; script-src {script_source}; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}

/// The contents of the scripts without a `src`.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some((_, from_tag)) = rest.split_once("<script") {
        let Some((attributes, content)) = from_tag.split_once('>') else {
            break;
        };
        let Some((script, behind)) = content.split_once("</script>") else {
            break;
        };
        if !attributes.contains(" src=") {
            scripts.push(script);
        }
        rest = behind;
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_taken_as_the_client_says() {
        for (header, coding, expected) in [
            ("gzip, br", "br", true),
            ("br;q=1.0", "br", true),
            ("br;q=0", "br", false),
            ("br;q=0.000", "br", false),
            ("br; q=0.5", "br", true),
            ("brotli", "br", false),
            ("", "gzip", false),
            ("GZIP", "gzip", true),
        ] {
            assert_eq!(accepts(header, coding), expected, "{header}");
        }
    }

    #[test]
    fn inline_scripts_are_found_and_hashed() {
        let html = "<script src=\"a.js\"></script><script type=\"module\">\nlet a;\n</script>";
        assert_eq!(inline_scripts(html), ["\nlet a;\n"]);
        assert!(
            content_security_policy("<script>x</script>")
                .contains("'sha256-LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE='")
        );
    }

    #[test]
    fn names_with_a_hash_are_known() {
        assert!(carries_hash("page-1a2b3c4d5e6f7a8b_bg.wasm"));
        assert!(carries_hash("page-45effbe7bba73d8.js"));
        assert!(carries_hash("tokens-1a2b3c4d5e6f7a8b.css"));
        assert!(!carries_hash("index.html"));
    }

    #[test]
    fn each_address_has_its_page_and_the_files_of_the_console_are_apart() {
        let files = [
            ("index.html", "<script>page</script>"),
            ("page-1a2b3c4d5e6f7a8b.js", "page"),
            ("console/index.html", "<script>console</script>"),
            ("console/console-1a2b3c4d5e6f7a8b.js", "console"),
            ("console/console-1a2b3c4d5e6f7a8b.js.br", "compressed"),
            ("check/index.html", "<script>check</script>"),
            ("check/check-1a2b3c4d5e6f7a8b.js", "check"),
            ("not-found.html", "nothing"),
        ];
        let names = files.iter().map(|(name, _)| Cow::Borrowed(*name));
        let pages = Pages::of(names, |name| {
            let (_, content) = files.iter().find(|(known, _)| *known == name)?;
            Some(Cow::Borrowed(content.as_bytes()))
        });
        let content =
            |path: &str| pages.at(path).map(|file| String::from_utf8_lossy(&file.plain).into_owned());
        for (path, expected) in [
            ("/", Some("<script>page</script>")),
            ("/console", Some("<script>console</script>")),
            ("/console/services", Some("<script>console</script>")),
            ("/console/services/svc_1.x", Some("<script>console</script>")),
            ("/console/files/console-1a2b3c4d5e6f7a8b.js", Some("console")),
            ("/console/files/console-1a2b3c4d5e6f7a8b.js.br", None),
            ("/console/files/index.html", None),
            ("/console/files/nothing.js", None),
            ("/consoles", None),
            ("/page-1a2b3c4d5e6f7a8b.js", Some("page")),
            ("/check", Some("<script>check</script>")),
            ("/check/index.html", None),
            ("/check/check-1a2b3c4d5e6f7a8b.js", Some("check")),
            ("/how-it-is-billed", None),
            ("/not-found.html", None),
        ] {
            assert_eq!(content(path).as_deref(), expected, "{path}");
        }
        let policy = |path: &str| pages.at(path).and_then(|file| file.policy.clone());
        let own = policy("/console/services");
        assert_eq!(own.as_deref(), Some(content_security_policy("<script>console</script>").as_str()));
        assert_ne!(own.as_deref(), Some(pages.content_security_policy()));
        assert_eq!(policy("/"), None);
        let of_check = content_security_policy("<script>check</script>");
        assert_eq!(policy("/check").as_deref(), Some(of_check.as_str()));
        assert!(pages.not_found().is_some_and(|file| file.policy.is_none()));
        assert!(pages.at("/console/files/console-1a2b3c4d5e6f7a8b.js").is_some_and(|file| file.immutable));
        assert!(pages.at("/console").is_some_and(|file| !file.immutable));
    }
}
