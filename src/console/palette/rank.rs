//! Which titles fit what was typed, the best first.

use crate::sorted::sort;

/// The indices of the titles that fit best, at most `most`; without anything typed the first ones.
pub fn best<'a>(titles: impl Iterator<Item = &'a str>, typed: &str, most: usize) -> Vec<usize> {
    let typed = typed.trim().to_lowercase();
    let mut ranked: Vec<(u32, usize)> =
        titles.enumerate().filter_map(|(index, title)| Some((rank(title, &typed)?, index))).collect();
    sort(&mut ranked);
    ranked.into_iter().take(most).map(|(_, index)| index).collect()
}

/// How far a title is from what was typed, in small letters: 0 for the title itself. `None` where it does not fit.
fn rank(title: &str, typed: &str) -> Option<u32> {
    let title = title.to_lowercase();
    if title == typed {
        Some(0)
    } else if title.starts_with(typed) {
        Some(1)
    } else if title.split(|letter: char| !letter.is_alphanumeric()).any(|word| word.starts_with(typed)) {
        Some(2)
    } else if title.contains(typed) {
        Some(3)
    } else {
        has_in_order(&title, typed).then_some(4)
    }
}

/// Whether the letters stand in the title in their order, with others between them.
fn has_in_order(title: &str, typed: &str) -> bool {
    let mut letters = title.chars();
    typed.chars().filter(|letter| !letter.is_whitespace()).all(|letter| letters.any(|other| other == letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_best_comes_first() {
        let titles = ["Services", "chat-service", "Overview", "service", "New service", "搜索服务"];
        let found = |typed: &str| -> Vec<&str> {
            best(titles.into_iter(), typed, 4).into_iter().map(|index| titles[index]).collect()
        };
        for (typed, expected) in [
            ("service", vec!["service", "Services", "chat-service", "New service"]),
            ("  OVER ", vec!["Overview"]),
            ("服务", vec!["搜索服务"]),
            ("nsv", vec!["New service"]),
            ("zzz", vec![]),
            ("", vec!["Services", "chat-service", "Overview", "service"]),
        ] {
            assert_eq!(found(typed), expected, "{typed}");
        }
    }
}
