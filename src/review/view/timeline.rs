//! What happened when, as lines.

use crate::domain::timeline::{DateOf, Moment};
use crate::review::view::sheet::{Look, SheetLine};

/// What a date is the date of, in a word or two.
const fn kind(of: DateOf) -> &'static str {
    match of {
        DateOf::Event => "event",
        DateOf::Asserted => "asserted",
        DateOf::Described => "described",
        DateOf::Published => "published",
        DateOf::Accessed => "accessed",
        DateOf::AsOf => "as of",
        DateOf::Requested => "asked",
        DateOf::Due => "due",
        DateOf::Answered => "answered",
    }
}

/// A heading for each year, and under it a line for each date.
pub(super) fn lines(moments: &[Moment]) -> Vec<SheetLine> {
    if moments.is_empty() {
        return vec![SheetLine::new(1, "No date is on record.", Look::Muted)];
    }
    let mut lines = Vec::new();
    let mut year = "";
    for moment in moments {
        let date = moment.dated.date().as_str();
        let its = date.get(..4).unwrap_or(date);
        if its != year {
            if !lines.is_empty() {
                lines.push(SheetLine::blank());
            }
            lines.push(SheetLine::new(1, its, Look::Heading));
            year = its;
        }
        let text = match moment.inferred() {
            None => moment.what.clone(),
            Some(from) => format!("{} (date inferred: {from})", moment.what),
        };
        // An inferred date is marked where it stands, too.
        let shown = if moment.inferred().is_some() { format!("{date}?") } else { date.to_owned() };
        lines.push(
            SheetLine::new(1, text, Look::Plain)
                .column(shown, 11, Look::Key)
                .column(kind(moment.of), 9, Look::Label)
                .column(moment.key.to_string(), 5, Look::Muted)
                .being(&moment.key)
                .to(moment.place),
        );
    }
    lines
}
