//! HTML that grows. Text and attributes are escaped here, and nowhere else.

/// A piece of HTML.
#[derive(Default)]
pub(super) struct Html {
    written: String,
}

/// Attributes of an element, by name.
type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Html {
    /// Markup that is ours, as it is.
    pub(super) fn raw(&mut self, markup: &'static str) {
        self.written.push_str(markup);
    }

    /// Text, whatever it holds.
    pub(super) fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.written.push_str("&amp;"),
                '<' => self.written.push_str("&lt;"),
                '>' => self.written.push_str("&gt;"),
                '"' => self.written.push_str("&quot;"),
                '\'' => self.written.push_str("&#39;"),
                letter => self.written.push(letter),
            }
        }
    }

    /// An element and what stands in it.
    pub(super) fn within(
        &mut self,
        tag: &'static str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.written.push('<');
        self.written.push_str(tag);
        for (name, value) in attributes {
            self.written.push(' ');
            self.written.push_str(name);
            self.written.push_str("=\"");
            self.text(value);
            self.written.push('"');
        }
        self.written.push('>');
        content(self);
        self.written.push_str("</");
        self.written.push_str(tag);
        self.written.push('>');
        if is_block(tag) {
            self.written.push('\n');
        }
    }

    /// An element with text in it.
    pub(super) fn element(&mut self, tag: &'static str, attributes: Attributes<'_>, text: &str) {
        self.within(tag, attributes, |html| html.text(text));
    }

    /// Text with `code` between backticks.
    pub(super) fn inline(&mut self, text: &str) {
        for (index, part) in text.split('`').enumerate() {
            if index % 2 == 0 {
                self.text(part);
            } else {
                self.element("code", &[], part);
            }
        }
    }

    /// Paragraphs, between blank lines.
    pub(super) fn prose(&mut self, text: &str) {
        for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
            self.within("p", &[], |html| html.inline(paragraph));
        }
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        self.written
    }
}

/// Elements that end a line, so that the page can be read as text too.
fn is_block(tag: &str) -> bool {
    !matches!(tag, "a" | "code" | "span" | "var" | "b")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut html = Html::default();
        html.element("a", &[("href", "\"><b>"), ("class", "x")], "<i> & 'so'");
        assert_eq!(
            html.finish(),
            "<a href=\"&quot;&gt;&lt;b&gt;\" class=\"x\">&lt;i&gt; &amp; &#39;so&#39;</a>"
        );
    }

    #[test]
    fn prose_has_paragraphs_and_code() {
        let mut html = Html::default();
        html.prose("one `a<b` two\n\nthree");
        assert_eq!(html.finish(), "<p>one <code>a&lt;b</code> two</p>\n<p>three</p>\n");
    }
}
