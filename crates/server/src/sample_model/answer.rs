//! The fixed rules of the sample model: what it answers, and how tokens are counted. Pure.

/// How much text one token holds.
const BYTES_PER_TOKEN: usize = 4;

/// The longest answer: 16 KiB.
pub(super) const MOST_OUTPUT_TOKENS: usize = 4096;

/// The tokens of so much text; a part of one counts whole.
pub(super) fn tokens_in(text_bytes: usize) -> usize {
    text_bytes.div_ceil(BYTES_PER_TOKEN)
}

/// What is said back.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    /// Never empty.
    pub(super) text: String,
    /// `stop`, or `length` where the text was cut.
    pub(super) finish_reason: &'static str,
}

impl Answer {
    /// Says the words of a message back, in at most so many tokens (at least one).
    pub(super) fn to(message: &str, most_tokens: usize) -> Self {
        let words: Vec<&str> = message.split_whitespace().collect();
        let mut text = match words.len() {
            0 => "You said nothing.".to_owned(),
            1 => format!("You said 1 word: {}", words.concat()),
            count => format!("You said {count} words: {}", words.join(" ")),
        };
        let room_bytes = most_tokens.saturating_mul(BYTES_PER_TOKEN);
        if text.len() <= room_bytes {
            return Self { text, finish_reason: "stop" };
        }
        text.truncate(text.floor_char_boundary(room_bytes));
        Self { text, finish_reason: "length" }
    }

    /// The tokens of the whole answer.
    pub(super) fn tokens(&self) -> usize {
        tokens_in(self.text.len())
    }

    /// The characters that follow the first `start_bytes` and fit into one token; none at the end. A
    /// character has at most four bytes, so there is always one that fits.
    pub(super) fn piece_from(&self, start_bytes: usize) -> &str {
        let end_bytes = self.text.floor_char_boundary(start_bytes.saturating_add(BYTES_PER_TOKEN));
        self.text.get(start_bytes..end_bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, MOST_OUTPUT_TOKENS, tokens_in};

    #[test]
    fn tokens_are_four_bytes_each() {
        let check = |bytes, tokens| assert_eq!(tokens_in(bytes), tokens, "{bytes} bytes");
        check(0, 0);
        check(1, 1);
        check(4, 1);
        check(5, 2);
        check(16_384, MOST_OUTPUT_TOKENS);
    }

    #[test]
    fn words_are_said_back_and_counted() {
        let check = |message, most_tokens, text: &str, finish_reason| {
            let expected = Answer { text: text.to_owned(), finish_reason };
            assert_eq!(Answer::to(message, most_tokens), expected, "{message:?} in {most_tokens}");
        };
        check("", 100, "You said nothing.", "stop");
        check(" \n\t", 100, "You said nothing.", "stop");
        check("hello", 100, "You said 1 word: hello", "stop");
        check("  hello\n big\tworld ", 100, "You said 3 words: hello big world", "stop");
        check("hello", 6, "You said 1 word: hello", "stop");
        check("hello", 5, "You said 1 word: hel", "length");
        check("hello", 1, "You ", "length");
        // The text before the words has 17 bytes: the last token has room for one character of three.
        check("日本", 5, "You said 1 word: 日", "length");
        check("日本", 6, "You said 1 word: 日本", "stop");
        check("日本語", 6, "You said 1 word: 日本", "length");
        check("🦀", 5, "You said 1 word: ", "length");
    }

    #[test]
    fn pieces_of_an_answer_are_the_answer() {
        let check = |message: &str| {
            let answer = Answer::to(message, MOST_OUTPUT_TOKENS);
            let mut joined = String::new();
            loop {
                let piece = answer.piece_from(joined.len());
                assert!(piece.len() <= 4, "{piece:?}");
                if piece.is_empty() {
                    break;
                }
                joined.push_str(piece);
            }
            assert_eq!(joined, answer.text);
        };
        check("");
        check("hello big world");
        check("日本語 a 🦀🦀 é");
    }
}
