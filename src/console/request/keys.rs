//! Under which key something is sent. The same thing has the same key for as long as it is shown, so that the line that
//! is copied and the button that is pressed do it once together; and what was sent keeps its key, so that it is done
//! once however often it is tried again. Pure.

/// The keys of what is typed in a form.
#[derive(Debug, Clone)]
pub struct Keys<T> {
    shown: Option<(T, String)>,
    sent: Vec<(T, String)>,
}

impl<T> Default for Keys<T> {
    fn default() -> Self {
        Self { shown: None, sent: Vec::new() }
    }
}

impl<T: Clone + PartialEq> Keys<T> {
    /// The key of something: the one that it was sent under, else the one that it is shown with.
    pub fn of(&mut self, what: &T, fresh: impl FnOnce() -> String) -> String {
        let known = self.sent.iter().chain(&self.shown).find(|(known, _)| known == what);
        if let Some((_, key)) = known {
            return key.clone();
        }
        let key = fresh();
        self.shown = Some((what.clone(), key.clone()));
        key
    }

    /// The same for something that is about to be sent.
    pub fn sending(&mut self, what: &T, fresh: impl FnOnce() -> String) -> String {
        let key = self.of(what, fresh);
        if !self.sent.iter().any(|(known, _)| known == what) {
            self.sent.push((what.clone(), key.clone()));
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_and_what_was_sent_keep_their_keys() {
        let mut keys = Keys::default();
        let mut count = 0_u32;
        let mut fresh = || {
            count += 1;
            count.to_string()
        };
        for (is_sent, what, expected) in [
            (false, "100", "1"),
            (false, "100", "1"),
            // Typed over: another thing, and what was only shown is forgotten.
            (false, "1000", "2"),
            (false, "100", "3"),
            (true, "100", "3"),
            (true, "200", "4"),
            // Both were sent, and may have been done.
            (false, "100", "3"),
            (true, "200", "4"),
            (false, "300", "5"),
        ] {
            let key = if is_sent { keys.sending(&what, &mut fresh) } else { keys.of(&what, &mut fresh) };
            assert_eq!(key, expected, "{what}");
        }
    }
}
