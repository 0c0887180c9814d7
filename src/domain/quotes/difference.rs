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
    /// The difference in a line: `the quote has “5,000”, the document “6,000”; only the quote has “not”`.
    #[must_use]
    pub fn words(&self) -> String {
        let mut all: Vec<String> = Vec::new();
        let mut parts = self.parts.iter().peekable();
        while let Some(part) = parts.next() {
            match (part, parts.peek()) {
                (Part::Was(was), Some(Part::Is(is))) | (Part::Is(is), Some(Part::Was(was))) => {
                    all.push(format!("the quote has “{was}”, the document “{is}”"));
                    parts.next();
                }
                (Part::Was(was), _) => all.push(format!("only the quote has “{was}”")),
                (Part::Is(is), _) => all.push(format!("only the document has “{is}”")),
                (Part::Same(_), _) => {}
            }
        }
        all.join("; ")
    }
}
