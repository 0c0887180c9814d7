//! A part of the detail before it is wrapped.

use crate::review::state::detail::{DetailLine, Role};
use crate::review::state::geometry::LABEL;
use crate::text::{SafeText, wrap};

/// A part of the detail before it is wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DetailPart {
    pub role: Role,
    pub label: String,
    pub text: String,
}

impl DetailPart {
    pub fn new(role: Role, label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { role, label: label.into(), text: text.into() }
    }

    pub fn wrapped(&self, width: usize) -> Vec<DetailLine> {
        // A name that its columns would cut stands on a line of its own.
        let column = usize::from(LABEL) - 1;
        let name = SafeText::line(&self.label);
        if name.width() > column {
            let above = Self::new(self.role, "", self.label.clone());
            let below = Self { label: " ".to_owned(), ..self.clone() };
            return above.wrapped(width).into_iter().chain(below.wrapped(width)).collect();
        }
        let labelled = !self.label.is_empty();
        let room = if labelled { width.saturating_sub(usize::from(LABEL)) } else { width };
        let lines = wrap(&SafeText::block(&self.text), room.max(8));
        let label = |first: bool| if first { SafeText::line(&self.label) } else { SafeText::default() };
        lines
            .into_iter()
            .enumerate()
            .map(|(at, text)| DetailLine { role: self.role, label: label(at == 0), labelled, text })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_too_long_for_its_columns_is_read_whole() {
        let rows = |label: &str| -> Vec<(String, String)> {
            let part = DetailPart::new(Role::Other, label, "supported");
            part.wrapped(40).iter().map(|line| (line.label.to_string(), line.text.to_string())).collect()
        };
        assert_eq!(rows("Bo"), [("Bo".to_owned(), "supported".to_owned())]);
        let long = rows("The desk of the northern province");
        assert_eq!(long[0].1, "The desk of the northern province");
        assert_eq!((long[1].0.trim(), long[1].1.as_str()), ("", "supported"));
    }
}
