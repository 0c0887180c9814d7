//! The members of wrapping objects under which the records stand.

use crate::formats::json::SplitError;

/// At most this many names of members are listed where the records are not found.
const LISTED: usize = 12;

/// The members under which the records stand, and how far in the walk is.
#[derive(Debug, Default)]
pub(super) struct JsonPath {
    names: Vec<String>,
    /// How many wrapping objects are open.
    level: usize,
    /// Whether the records were met.
    pub(super) found: bool,
    /// How far in the walk has come, the members met there, and what stands where the records should.
    furthest: usize,
    met: Vec<String>,
    pub(super) instead: Option<&'static str>,
}

impl JsonPath {
    pub(super) fn new(names: &[String]) -> Self {
        Self { names: names.to_vec(), ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(super) fn enter(&mut self) {
        self.level += 1;
        if self.level > self.furthest {
            self.furthest = self.level;
            self.met.clear();
        }
    }

    pub(super) fn leave(&mut self) {
        self.level -= 1;
    }

    pub(super) fn is_open(&self) -> bool {
        self.level > 0
    }

    /// Whether the records stand in the members of the innermost open object.
    pub(super) fn is_at_end(&self) -> bool {
        self.level == self.names.len()
    }

    /// Whether the path leads through, or to, a member of this name.
    pub(super) fn meets(&mut self, name: &str) -> bool {
        if self.level == self.furthest && self.met.len() <= LISTED {
            self.met.push(name.chars().take(100).collect());
        }
        self.names.get(self.level.wrapping_sub(1)).is_some_and(|wanted| wanted == name)
    }

    pub(super) fn missing(&self) -> SplitError {
        let path = self.names.join(".");
        let instead = match (self.instead, self.met.as_slice()) {
            (Some(instead), _) => format!("there is {instead}"),
            (None, []) => "the object is empty".to_owned(),
            (None, met) => {
                let more = if met.len() > LISTED { ", ..." } else { "" };
                format!("the object there has {}{more}", met[..met.len().min(LISTED)].join(", "))
            }
        };
        SplitError::Missing { path, instead }
    }
}
