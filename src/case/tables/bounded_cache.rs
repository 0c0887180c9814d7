//! A cache of bounded size, for what many records of a case refer to.

use crate::case::error::CaseError;
use std::collections::HashMap;
use std::hash::Hash;

/// How many bytes one cache keeps.
const ROOM: usize = 4 << 20;

/// Keeps values until they no longer fit, then forgets them all: a walk in the order of the case seldom
/// comes back to what it left.
#[derive(Debug)]
pub(crate) struct BoundedCache<K, V> {
    answers: HashMap<K, V>,
    bytes: usize,
}

impl<K: Eq + Hash, V: Clone> BoundedCache<K, V> {
    pub(crate) fn new() -> Self {
        Self { answers: HashMap::new(), bytes: 0 }
    }

    /// The value that is kept, or else the one that `load` returns with its size in bytes.
    pub(crate) fn get_or_load(
        &mut self,
        question: K,
        ask: impl FnOnce(&K) -> Result<(V, usize), CaseError>,
    ) -> Result<V, CaseError> {
        if let Some(answer) = self.answers.get(&question) {
            return Ok(answer.clone());
        }
        let (answer, bytes) = ask(&question)?;
        // What an entry takes besides its text.
        self.bytes += bytes + 256;
        if self.bytes > ROOM {
            self.answers.clear();
            self.bytes = bytes + 256;
        }
        self.answers.insert(question, answer.clone());
        Ok(answer)
    }
}
