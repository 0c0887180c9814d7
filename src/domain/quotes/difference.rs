//! What a passage says otherwise than the quote taken from it.

/// A quote beside what stands there now, word by word.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// Words of the quote, of the passage, or of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Both have them, as the passage writes them.
    Same(String),
    /// Only the quote has them.
    Was(String),
    /// Only the passage has them.
    Is(String),
}

impl Difference {
    /// The difference in a line, by the words that differ: `“5,000” is now “6,000”; “not” is gone`.
    #[must_use]
    pub fn words(&self) -> String {
        let mut all: Vec<String> = Vec::new();
        let mut parts = self.parts.iter().peekable();
        while let Some(part) = parts.next() {
            match (part, parts.peek()) {
                (Part::Was(was), Some(Part::Is(is))) | (Part::Is(is), Some(Part::Was(was))) => {
                    all.push(format!("“{was}” is now “{is}”"));
                    parts.next();
                }
                (Part::Was(was), _) => all.push(format!("“{was}” is gone")),
                (Part::Is(is), _) => all.push(format!("“{is}” is new")),
                (Part::Same(_), _) => {}
            }
        }
        all.join("; ")
    }
}
