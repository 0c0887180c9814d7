//! Answers that are asked for again and again while a case goes by, kept within bounds.

use crate::case::error::CaseError;
use std::collections::HashMap;
use std::hash::Hash;

/// How many bytes of answers are kept of each sort.
const ROOM: usize = 4 << 20;

/// Answers that are kept until there is no more room, and then all forgotten.
#[derive(Debug)]
pub(crate) struct Kept<K, V> {
    answers: HashMap<K, V>,
    bytes: usize,
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    pub(crate) fn new() -> Self {
        Self { answers: HashMap::new(), bytes: 0 }
    }

    /// The answer that is kept, or else the one that is asked for, which takes so many bytes.
    pub(crate) fn or_ask(
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
