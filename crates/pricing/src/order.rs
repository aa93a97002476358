//! Lists in order. Each use of the standard library's sorting brings its own copy of it into the program; here
//! numbers of places are sorted, by one copy for all lists, which matters where the program is downloaded.

use std::cmp::Ordering;

/// The places of a list of `count` elements in the order that `compare` says of two places; those that are equal
/// stay as they are.
pub fn order_of(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by(|one, other| compare(*one, *other).then(one.cmp(other)));
    order
}

/// Puts a list in the order of its elements' keys; those that are equal stay as they are.
pub fn sort_by_key<T, K: Ord>(list: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let order = order_of(list.len(), &|one, other| key(&list[one]).cmp(&key(&list[other])));
    let mut elements: Vec<Option<T>> = list.drain(..).map(Some).collect();
    list.extend(order.into_iter().filter_map(|place| elements[place].take()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_in_order_and_equal_elements_stay() {
        let check = |list: &[(u32, char)], expected: &str| {
            let mut sorted = list.to_vec();
            sort_by_key(&mut sorted, |(key, _)| *key);
            assert_eq!(sorted.iter().map(|(_, name)| *name).collect::<String>(), expected);
        };
        check(&[], "");
        check(&[(1, 'a')], "a");
        check(&[(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (0, 'e')], "ebdac");
        let many: Vec<(u32, char)> =
            (0..100).rev().map(|key| (key / 50, if key < 50 { 'x' } else { 'y' })).collect();
        check(&many, &format!("{}{}", "x".repeat(50), "y".repeat(50)));
    }
}
