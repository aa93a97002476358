//! Reports that the page asks for: no more of them at once than the server makes for an account, so that a page is not
//! refused for what it asks itself. The others stand in line.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

/// How many reports an account may make at the same time (docs/rules.md, section 10).
const MOST_AT_ONCE: usize = 2;

/// Who asks and who waits for it, by numbers that are given in turn. Pure.
#[derive(Debug)]
struct Line {
    next: u64,
    asking: Vec<u64>,
    waiting: VecDeque<u64>,
}

impl Line {
    const fn new() -> Self {
        Self { next: 0, asking: Vec::new(), waiting: VecDeque::new() }
    }

    /// Gives a number: it may ask at once where there is a place, and else waits.
    fn come(&mut self) -> u64 {
        let number = self.next;
        self.next = number.wrapping_add(1);
        if self.asking.len() < MOST_AT_ONCE {
            self.asking.push(number);
        } else {
            self.waiting.push_back(number);
        }
        number
    }

    fn may_ask(&self, number: u64) -> bool {
        self.asking.contains(&number)
    }

    /// Ends what a number asks or waits for; tells whose turn it is by that.
    fn leave(&mut self, number: u64) -> Option<u64> {
        self.waiting.retain(|waiting| *waiting != number);
        let place = self.asking.iter().position(|asking| *asking == number)?;
        self.asking.swap_remove(place);
        let next = self.waiting.pop_front()?;
        self.asking.push(next);
        Some(next)
    }
}

/// The line, and how those in it are told that it is their turn.
struct Door {
    line: Line,
    wakers: BTreeMap<u64, Waker>,
}

thread_local! {
    /// The page's one line: each of its views asks for reports.
    static DOOR: RefCell<Door> = const { RefCell::new(Door { line: Line::new(), wakers: BTreeMap::new() }) };
}

/// A place among those who ask. Whoever drops it, or stops waiting for it, leaves it to the next one.
#[derive(Debug)]
pub struct Place {
    number: u64,
}

impl Place {
    /// Waits for a place.
    pub async fn taken() -> Self {
        let place = Self { number: DOOR.with_borrow_mut(|door| door.line.come()) };
        poll_fn(|context| place.poll(context)).await;
        place
    }

    fn poll(&self, context: &Context<'_>) -> Poll<()> {
        DOOR.with_borrow_mut(|door| {
            if door.line.may_ask(self.number) {
                return Poll::Ready(());
            }
            door.wakers.insert(self.number, context.waker().clone());
            Poll::Pending
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What is woken, or no longer waits, is dealt with outside: it may come to this door itself.
        let (_own, next) = DOOR.with_borrow_mut(|door| {
            let own = door.wakers.remove(&self.number);
            let next = door.line.leave(self.number);
            (own, next.and_then(|next| door.wakers.remove(&next)))
        });
        if let Some(next) = next {
            next.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    /// Who asks after these steps, in the order of numbers: `None` comes, a number leaves.
    fn asking(steps: &[Option<u64>]) -> Vec<u64> {
        let mut line = Line::new();
        for step in steps {
            match step {
                None => {
                    line.come();
                }
                Some(number) => {
                    line.leave(*number);
                }
            }
            assert!(line.asking.len() <= MOST_AT_ONCE);
        }
        let mut asking = line.asking;
        asking.sort_unstable();
        asking
    }

    #[test]
    fn two_ask_and_the_others_follow_in_turn() {
        const COMES: Option<u64> = None;
        let leaves = Some::<u64>;
        for (steps, expected) in [
            (vec![COMES], vec![0]),
            (vec![COMES, COMES, COMES, COMES], vec![0, 1]),
            (vec![COMES, COMES, COMES, COMES, leaves(1)], vec![0, 2]),
            (vec![COMES, COMES, COMES, COMES, leaves(0), leaves(2)], vec![1, 3]),
            // Who stops waiting is passed over.
            (vec![COMES, COMES, COMES, COMES, leaves(2), leaves(0)], vec![1, 3]),
            (vec![COMES, COMES, leaves(0), leaves(1)], vec![]),
            (vec![COMES, leaves(0), leaves(0), COMES], vec![1]),
        ] {
            assert_eq!(asking(&steps), expected, "{steps:?}");
        }
    }

    #[test]
    fn a_place_that_is_dropped_is_the_next_ones() {
        let mut context = Context::from_waker(Waker::noop());
        let mut first = Box::pin(Place::taken());
        let Poll::Ready(first) = first.as_mut().poll(&mut context) else { panic!("there is a place") };
        let mut second = pin!(Place::taken());
        let Poll::Ready(_second) = second.as_mut().poll(&mut context) else { panic!("there is another") };
        let mut leaving = Box::pin(Place::taken());
        let mut third = pin!(Place::taken());
        assert!(leaving.as_mut().poll(&mut context).is_pending());
        assert!(third.as_mut().poll(&mut context).is_pending());
        drop(leaving);
        assert!(third.as_mut().poll(&mut context).is_pending());
        drop(first);
        assert!(third.as_mut().poll(&mut context).is_ready());
    }
}
