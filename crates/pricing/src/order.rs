//! Lists in order. Each use of the standard library's sorting brings its own copy of it into the program; here
//! numbers of places are sorted, by one copy for all lists, which matters where the program is downloaded.

use std::cmp::Ordering;

/// Where a list is shorter, its elements are put in one by one.
const FEW: usize = 12;

/// The places of a list of `count` elements in the order that `compare` says of two places; those that are equal
/// stay as they are.
pub fn order_of(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    sort(&mut order, &|one, other| compare(*one, *other) == Ordering::Less);
    order
}

/// Sorts by merging; equal elements stay as they are. A list in order costs one pass and no memory.
pub(crate) fn sort<T: Copy>(list: &mut [T], is_less: &impl Fn(&T, &T) -> bool) {
    if list.is_sorted_by(|one, other| !is_less(other, one)) {
        return;
    }
    let mut spare = list[..list.len() / 2].to_vec();
    merge_sort(list, &mut spare, is_less);
}

fn merge_sort<T: Copy>(list: &mut [T], spare: &mut [T], is_less: &impl Fn(&T, &T) -> bool) {
    if list.len() < FEW {
        for sorted in 1..list.len() {
            let element = list[sorted];
            let mut place = sorted;
            while place > 0 && is_less(&element, &list[place - 1]) {
                list[place] = list[place - 1];
                place -= 1;
            }
            list[place] = element;
        }
        return;
    }
    let middle = list.len() / 2;
    let (front, back) = list.split_at_mut(middle);
    merge_sort(front, spare, is_less);
    merge_sort(back, spare, is_less);
    if !is_less(&list[middle], &list[middle - 1]) {
        return;
    }
    let front = &mut spare[..middle];
    front.copy_from_slice(&list[..middle]);
    let (mut from_front, mut from_back) = (0, middle);
    for place in 0..list.len() {
        let takes_back =
            from_front == middle || (from_back < list.len() && is_less(&list[from_back], &front[from_front]));
        if takes_back {
            // What is left of the back stands where it belongs.
            if from_front == middle {
                return;
            }
            list[place] = list[from_back];
            from_back += 1;
        } else {
            list[place] = front[from_front];
            from_front += 1;
        }
    }
}

/// Puts a list in the order of its elements' keys; those that are equal stay as they are. A list in order costs one
/// pass and no memory.
pub fn sort_by_key<T, K: Ord>(list: &mut [T], key: impl Fn(&T) -> K) {
    let mut order = other_order_of(list.len(), &|one, other| key(&list[one]).cmp(&key(&list[other])));
    put_in_order(&mut order, &mut |one, other| list.swap(one, other));
}

/// As [`order_of`]; nothing where the list is in order.
fn other_order_of(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let is_in_order = (1..count).all(|place| compare(place - 1, place) != Ordering::Greater);
    if is_in_order { Vec::new() } else { order_of(count, compare) }
}

/// Swaps places until each has what `order` says.
fn put_in_order(order: &mut [usize], swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let from = std::mem::replace(&mut order[place], place);
            if from == start {
                break;
            }
            swap(place, from);
            place = from;
        }
    }
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
        check(&[(1, 'a'), (1, 'b'), (2, 'c')], "abc");
        check(&[(1, 'a'), (2, 'b'), (1, 'c')], "acb");
        check(&[(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (0, 'e')], "ebdac");
        let many: Vec<(u32, char)> =
            (0..100).rev().map(|key| (key / 50, if key < 50 { 'x' } else { 'y' })).collect();
        check(&many, &format!("{}{}", "x".repeat(50), "y".repeat(50)));
    }
}
