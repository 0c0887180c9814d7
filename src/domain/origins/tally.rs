//! What stands behind one side of a claim, in numbers and in words.

/// Traced origins of one sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traced {
    /// How many.
    pub origins: usize,
    /// How many of them are seen: anyone can inspect their material.
    pub seen: usize,
}

/// What stands behind one side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Sources the side's evidence stands in.
    pub sources: usize,
    /// Traced origins that are independent of each other and have no interest in the claim.
    pub traced: Traced,
    /// Traced origins with an interest in the claim.
    pub interested: Traced,
    /// Origins that cannot be traced, no more of them than speakers or sources they stand in.
    pub untraced: usize,
    /// Circles of sources that draw on each other and on nothing else.
    pub circular: usize,
}

impl Traced {
    /// How many, of what sort, and how many of them are seen: "2 traced, 1 of them seen". `None` if there
    /// are none.
    fn counted(self, sort: &str) -> Option<String> {
        let seen = match (self.origins, self.seen) {
            (0, _) => return None,
            (_, 0) => "unseen".to_owned(),
            (all, seen) if all == seen => "seen".to_owned(),
            (_, seen) => format!("{seen} of them seen"),
        };
        Some(format!("{} {sort}, {seen}", self.origins))
    }
}

impl Tally {
    /// In words: "1 traced, unseen; 2 untraced"; "nobody" where there is no evidence.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.joined(self.traced.counted("traced"), self.interested.counted("interested"))
    }

    /// The same without whether origins are seen, where only what is released counts.
    #[must_use]
    pub fn counts(&self) -> String {
        self.joined(some(self.traced.origins, "traced"), some(self.interested.origins, "interested"))
    }

    fn joined(&self, traced: Option<String>, interested: Option<String>) -> String {
        let parts = [traced, interested, some(self.untraced, "untraced"), some(self.circular, "circular")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "nobody".to_owned() } else { parts.join("; ") }
    }
}

fn some(count: usize, sort: &str) -> Option<String> {
    (count > 0).then(|| format!("{count} {sort}"))
}
