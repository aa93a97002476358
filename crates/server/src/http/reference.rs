//! `GET /api`: `openapi.json` as one page for people, written once at the start. It has no script, and its style
//! is a file of its own, so that it stands under the policy of every page.

mod curl;
mod document;
mod html;
mod operation;
mod schema;

use serde_json::Value;

use document::{Document, Operation, entries, list, text};
use html::Html;

/// The drawing before the name, as on the other pages.
const MARK: &str = "<svg viewBox=\"0 0 20 20\" aria-hidden=\"true\">\
                    <path class=\"mark-arc\" d=\"M2 15a8 8 0 1 1 16 0\"/>\
                    <path class=\"mark-needle\" d=\"M10 15 14.5 7.5\"/></svg>";

/// Writes the page of `openapi.json`.
pub(super) fn render(openapi: &Value) -> String {
    let document = Document::new(openapi);
    let tags: Vec<Tag<'_>> = list(openapi.get("tags")).map(|tag| Tag::of(&document, tag)).collect();
    let mut html = Html::default();
    html.raw("<!doctype html>\n");
    html.within("html", &[("lang", "en")], |html| {
        head(html);
        html.within("body", &[], |html| {
            html.element("a", &[("class", "skip"), ("href", "#reference")], "Skip to the reference");
            top(html);
            html.within("div", &[("class", "layout")], |html| {
                contents(html, &tags);
                html.within("main", &[("id", "reference")], |html| {
                    introduction(html, openapi);
                    for tag in &tags {
                        tag.write(html, &document);
                    }
                    schemas(html, &document);
                });
            });
        });
    });
    html.finish()
}

/// A group of operations.
struct Tag<'a> {
    name: &'a str,
    description: &'a str,
    operations: Vec<Operation<'a>>,
}

impl<'a> Tag<'a> {
    fn of(document: &Document<'a>, tag: &'a Value) -> Self {
        let name = text(tag.get("name"));
        Self { name, description: text(tag.get("description")), operations: document.operations(name) }
    }

    fn id(&self) -> String {
        format!("tag-{}", self.name.to_lowercase().replace(' ', "-"))
    }

    fn write(&self, html: &mut Html, document: &Document<'_>) {
        html.within("section", &[("class", "tag"), ("id", &self.id())], |html| {
            html.element("h2", &[], self.name);
            html.prose(self.description);
            for operation in &self.operations {
                operation::write(html, document, operation);
            }
        });
    }
}

fn head(html: &mut Html) {
    html.within("head", &[], |html| {
        html.raw("<meta charset=\"utf-8\">\n");
        html.element("title", &[], "Tiermeter API");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
        html.raw("<link rel=\"stylesheet\" href=\"/api/reference.css\">\n");
    });
}

fn top(html: &mut Html) {
    html.within("header", &[("class", "top")], |html| {
        html.within("a", &[("class", "mark"), ("href", "/")], |html| {
            html.raw(MARK);
            html.text("Tiermeter");
        });
        html.within("nav", &[("aria-label", "Site")], |html| {
            html.element("a", &[("href", "/")], "Pricing");
            html.element("a", &[("href", "/api"), ("aria-current", "page")], "API");
            html.element("a", &[("href", "/api/v1/openapi.json")], "openapi.json");
        });
    });
}

/// Every operation by its group, as links.
fn contents(html: &mut Html, tags: &[Tag<'_>]) {
    html.within("nav", &[("class", "contents"), ("aria-label", "Operations")], |html| {
        for tag in tags {
            html.within("p", &[], |html| {
                html.element("a", &[("href", &format!("#{}", tag.id()))], tag.name);
            });
            html.within("ul", &[], |html| {
                for operation in &tag.operations {
                    html.within("li", &[], |html| {
                        html.within("a", &[("href", &format!("#{}", operation.id()))], |html| {
                            operation::method(html, operation);
                            html.text(operation.summary());
                        });
                    });
                }
            });
        }
        html.within("p", &[], |html| html.element("a", &[("href", "#schemas")], "Schemas"));
    });
}

fn introduction(html: &mut Html, openapi: &Value) {
    html.element("h1", &[], "API reference");
    html.within("div", &[("class", "introduction")], |html| {
        html.prose(text(openapi.pointer("/info/description")));
        html.element("h2", &[], "Signing in");
        html.within("dl", &[], |html| {
            for (_, scheme) in entries(openapi.pointer("/components/securitySchemes")) {
                html.within("dt", &[], |html| match scheme.get("name") {
                    Some(name) => html.element("code", &[], text(Some(name))),
                    None => html.element("code", &[], "authorization: Bearer KEY"),
                });
                html.within("dd", &[], |html| html.inline(text(scheme.get("description"))));
            }
        });
        html.prose(curl::VARIABLES);
    });
}

/// The schemas that have a name, each in full.
fn schemas(html: &mut Html, document: &Document<'_>) {
    html.within("section", &[("class", "schemas"), ("id", "schemas")], |html| {
        html.element("h2", &[], "Schemas");
        for (name, schema) in document.schemas() {
            html.within("section", &[("class", "schema"), ("id", &schema::id(name))], |html| {
                html.element("h3", &[], name);
                schema::whole(html, document, schema);
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> String {
        render(&serde_json::from_str(include_str!("openapi.json")).unwrap())
    }

    #[test]
    fn every_operation_and_every_schema_has_its_place_and_its_link() {
        let openapi: Value = serde_json::from_str(include_str!("openapi.json")).unwrap();
        let page = page();
        let mut ids: Vec<String> = Vec::new();
        for (_, item) in entries(openapi.get("paths")) {
            ids.extend(
                entries(Some(item))
                    .filter_map(|(_, operation)| Some(operation.get("operationId")?.as_str()?.to_owned())),
            );
        }
        assert!(ids.len() > 40, "{} operations", ids.len());
        ids.extend(entries(openapi.pointer("/components/schemas")).map(|(name, _)| schema::id(name)));
        for id in ids {
            assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{id}");
            assert!(page.contains(&format!("href=\"#{id}\"")), "no link to {id}");
        }
    }

    #[test]
    fn links_within_the_page_lead_somewhere() {
        let page = page();
        for link in page.split(" href=\"#").skip(1) {
            let id = link.split('"').next().unwrap_or_default();
            assert!(page.contains(&format!(" id=\"{id}\"")), "{id}");
        }
    }

    #[test]
    fn it_stands_under_the_policy_of_every_page() {
        let page = page();
        for forbidden in ["<script", "<style", " style=", " onclick=", "javascript:", "http-equiv"] {
            assert!(!page.contains(forbidden), "{forbidden}");
        }
        assert_eq!(page.matches("<link ").count(), 1);
    }

    #[test]
    fn what_opens_closes() {
        let page = page();
        for tag in ["html", "body", "main", "section", "article", "ul", "li", "table", "tr", "p", "a", "code"]
        {
            let opened =
                page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
    }

    #[test]
    fn whatever_the_document_holds_is_shown_as_text() {
        let nasty = "<img src=x onerror=alert(1)>\"'&";
        let openapi = serde_json::json!({
            "info": { "description": nasty },
            "tags": [{ "name": "T", "description": nasty }],
            "paths": { "/a": { "get": {
                "tags": ["T"], "operationId": "a", "summary": nasty, "description": nasty,
                "parameters": [{ "name": nasty, "in": "query", "description": nasty, "schema": { "const": nasty } }],
                "responses": { "200": {
                    "description": nasty,
                    "content": { nasty: { "schema": { "properties": { nasty: { "description": nasty } } } } },
                } },
            } } },
            "components": { "schemas": { "S": { "pattern": nasty, "type": "string", "description": nasty } } },
        });
        let page = render(&openapi);
        assert!(!page.contains("<img"), "{page}");
        assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"));
    }
}
