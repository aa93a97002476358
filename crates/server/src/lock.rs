//! What several threads share.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What a lock guards, also where a thread that held it has panicked: what these locks guard is whole after each
/// step, and one request that fails must not stop the others.
pub(crate) fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
