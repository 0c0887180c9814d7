//! A party or a source that a record names and the case does not have yet: it is made with that record.

use super::kind::Kind;
use super::words::Naming;
use serde_json::{Map, Value};

/// A name for which a record is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewName {
    /// A party or a source.
    pub kind: Kind,
    /// The name, or the title.
    pub name: String,
}

impl NewName {
    /// Whether a record of this kind can be made from its name alone.
    #[must_use]
    pub const fn is_enough_for(kind: Kind) -> bool {
        matches!(kind, Kind::Party | Kind::Source)
    }

    /// The least that the record says; none for a kind of which a name is not enough.
    #[must_use]
    pub fn fields(&self) -> Option<Map<String, Value>> {
        let name = self.name.trim().to_owned();
        let fields = match self.kind {
            Kind::Party => vec![("name", name), ("naming", Naming::Named.word().to_owned())],
            Kind::Source if is_address(&name) => vec![("title", name.clone()), ("url", name)],
            Kind::Source => vec![("title", name)],
            _ => return None,
        };
        Some(fields.into_iter().map(|(field, value)| (field.to_owned(), value.into())).collect())
    }
}

/// Whether a text is an address on the web and nothing else.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_and_nothing_else() {
        assert!(is_address("https://example.org/minutes?of=3"));
        for none in
            ["https://", "example.org", "see https://example.org", "https://a b", "ftp://a", "https://a\nb"]
        {
            assert!(!is_address(none), "{none}");
        }
    }
}
