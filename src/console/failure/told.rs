//! What the server says of a refusal, read as one of its known sentences and told again in the reader's language, with
//! its values. Pure.

use super::explained::Explained;
use super::sentences::SENTENCES;
use crate::console::words::Language;

/// A sentence of the server, told again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Why.
    pub sentence: String,
    /// What to do next.
    pub next_step: String,
}

impl Told {
    /// A sentence of the server in a language; `None` of one that is not known.
    pub fn of(detail: &str, language: Language) -> Option<Self> {
        SENTENCES.iter().find_map(|known| {
            let values = values(known.server, detail)?;
            let Explained { sentence, next_step } = known.said.of(language);
            Some(Self { sentence: filled(sentence, &values), next_step: filled(next_step, &values) })
        })
    }
}

/// The values of a sentence that is written like the pattern; `None` of another one.
fn values<'a>(pattern: &str, sentence: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = pattern.split("{}");
    let mut left = sentence.strip_prefix(pieces.next()?)?;
    let mut pieces = pieces.peekable();
    let mut values = Vec::new();
    while let Some(piece) = pieces.next() {
        let (value, rest) = if pieces.peek().is_some() {
            left.split_once(piece)?
        } else {
            // The last piece ends the sentence, whatever the last value holds.
            (left.strip_suffix(piece)?, "")
        };
        if value.is_empty() {
            return None;
        }
        values.push(value);
        left = rest;
    }
    left.is_empty().then_some(values)
}

/// A sentence with the values in their places. A value may have braces of its own, so each place is filled once.
fn filled(sentence: &str, values: &[&str]) -> String {
    let mut pieces = sentence.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (place, rest) = piece.split_once('}').unwrap_or(("", piece));
        let value = place.parse::<usize>().ok().and_then(|place| values.get(place));
        text.push_str(value.copied().unwrap_or_default());
        text.push_str(rest);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: [&str; 11] = [
        include_str!("../../../crates/backend/src/ledger.rs"),
        include_str!("../../../crates/backend/src/reservations.rs"),
        include_str!("../../../crates/backend/src/services.rs"),
        include_str!("../../../crates/backend/src/services/limits.rs"),
        include_str!("../../../crates/pricing/src/price_book.rs"),
        include_str!("../../../crates/pricing/src/settle.rs"),
        include_str!("../../../crates/pricing/src/settle/reservations.rs"),
        include_str!("../../../crates/server/src/http/account.rs"),
        include_str!("../../../crates/server/src/http/problems.rs"),
        include_str!("../../../crates/server/src/http/services/reservations.rs"),
        include_str!("../../../crates/service/src/service.rs"),
    ];
    const SCALING: &str = include_str!("../../../crates/service/src/scaling/document.rs");
    const LIMITERS: &str = include_str!("../../../crates/server/src/http.rs");

    /// A source with `{}` for every place that is filled in, as the known sentences have it.
    fn without_names(source: &str) -> String {
        let mut pieces = source.split('{');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            text.push('{');
            let is_name = |name: &str| {
                name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_.:?".contains(letter))
            };
            match piece.split_once('}').filter(|(name, _)| is_name(name)) {
                Some((_, rest)) => {
                    text.push('}');
                    text.push_str(rest);
                }
                None => text.push_str(piece),
            }
        }
        text
    }

    #[test]
    fn the_server_says_each_known_sentence() {
        assert!(LIMITERS.contains("\"wrong tokens\""));
        let sources: Vec<String> = SERVER.into_iter().chain([SCALING]).map(without_names).collect();
        for known in SENTENCES {
            // What is counted is filled in where the server says it.
            let written = format!("\"{}\"", known.server.replace("wrong tokens", "{}"));
            assert!(sources.iter().any(|source| source.contains(&written)), "nobody says {written}");
        }
    }

    #[test]
    fn each_known_sentence_is_told_in_each_language_with_values_that_it_has() {
        for known in SENTENCES {
            let count = known.server.matches("{}").count();
            let names: Vec<String> = (0..count).map(|place| format!("<{place}>")).collect();
            let detail =
                names.iter().fold(known.server.to_owned(), |text, name| text.replacen("{}", name, 1));
            for (language, stop) in [(Language::English, '.'), (Language::Chinese, '。')] {
                let Told { sentence, next_step } = Told::of(&detail, language).unwrap();
                let expected = known.said.of(language);
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                assert_eq!(sentence, filled(expected.sentence, &names), "it is taken for another one");
                for text in [&sentence, &next_step] {
                    assert!(text.ends_with(stop) && !text.contains(['{', '}']), "{text}");
                    assert_eq!(text.is_ascii(), language == Language::English, "{text}");
                }
                for template in [expected.sentence, expected.next_step] {
                    for piece in template.split('{').skip(1) {
                        let (place, _) = piece.split_once('}').unwrap();
                        assert!(place.parse::<usize>().unwrap() < count, "{template}");
                    }
                }
            }
        }
    }

    #[test]
    fn values_stand_in_their_places() {
        for (detail, language, expected) in [
            (
                "500 tokens per minute are below the minimum of 1000",
                Language::English,
                Some((
                    "500 tokens per minute are below this model's minimum of 1000.",
                    "Reserve 1000 or more.",
                )),
            ),
            (
                "500 tokens per minute are below the minimum of 1000",
                Language::Chinese,
                Some(("每分钟 500 个 token 低于此模型的最小值 1000。", "请预留 1000 或更多。")),
            ),
            (
                "4 instances; from 0 to 3: the account may have 5, of which its other services want up to 2",
                Language::Chinese,
                Some((
                    "4 个实例过多：还可使用 0 到 3 个。账户最多可有 5 个，其中其他服务最多需要 2 个。",
                    "请减少实例数、缩减其他服务，或联系此服务器的运营方。",
                )),
            ),
            (
                "the model \"{1}\" offers no TPM reservation",
                Language::Chinese,
                Some(("模型 \"{1}\" 不提供 TPM 预留。", "请选择其他模型，或继续按量付费。")),
            ),
            (
                "disable the service first; only one that is off can be removed",
                Language::English,
                Some(("Only a service that is off can be deleted.", "Disable it first.")),
            ),
            ("disable the service first", Language::English, None),
            (" tokens per minute are below the minimum of 1000", Language::English, None),
            ("something new", Language::Chinese, None),
            ("", Language::Chinese, None),
        ] {
            let told = Told::of(detail, language);
            let told = told.as_ref().map(|told| (told.sentence.as_str(), told.next_step.as_str()));
            assert_eq!(told, expected, "{detail}");
        }
    }
}
