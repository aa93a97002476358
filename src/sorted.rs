//! Putting things in order. The standard library sorts every type by code of its own, of some four kilobytes; here only
//! numbers are sorted, and what they stand for is swapped into their order. For what is not sorted all the time.

use std::cmp::Ordering;

/// Puts things in order; equal ones stay as they were.
pub fn sort_by<T>(things: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let swaps = swaps(things.len(), &|one, other| match (things.get(one), things.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    for (one, other) in swaps {
        things.swap(one, other);
    }
}

/// The same in the order that they have by themselves.
pub fn sort<T: Ord>(things: &mut [T]) {
    sort_by(things, Ord::cmp);
}

/// What has to change places, one after the other, for so many things to be in order.
#[inline(never)]
fn swaps(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|one, other| compare(*one, *other));
    // Where each of them has to go.
    let mut goes_to = vec![0; count];
    for (place, thing) in order.into_iter().enumerate() {
        if let Some(goes_to) = goes_to.get_mut(thing) {
            *goes_to = place;
        }
    }
    let mut swaps = Vec::new();
    for place in 0..count {
        while let Some(to) = goes_to.get(place).copied().filter(|to| *to != place) {
            swaps.push((place, to));
            goes_to.swap(place, to);
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_standard_library() {
        // Every row of up to six of four keys. The place beside each key shows that equal ones stay as they were.
        for length in 0..=6_u32 {
            for row in 0..4_u32.pow(length) {
                let things: Vec<(u32, u32)> =
                    (0..length).map(|place| (row / 4_u32.pow(place) % 4, place)).collect();
                let (mut sorted, mut expected) = (things.clone(), things.clone());
                expected.sort_by_key(|(key, _)| *key);
                sort_by(&mut sorted, |one, other| one.0.cmp(&other.0));
                assert_eq!(sorted, expected, "{things:?}");
                expected.sort_by(|one, other| other.cmp(one));
                sort_by(&mut sorted, |one, other| other.cmp(one));
                assert_eq!(sorted, expected, "{things:?}");
                expected.sort_unstable();
                sort(&mut sorted);
                assert_eq!(sorted, expected, "{things:?}");
            }
        }
    }
}
