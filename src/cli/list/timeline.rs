//! What happened when, as a table and as JSON.

use crate::case::Case;
use crate::cli::outcome::Result;
use crate::cli::output::out::Out;
use crate::cli::output::table::{Fit, Table};
use crate::domain::Kind;
use crate::domain::timeline::Moment;
use serde_json::{Value, json};

/// A line for each date.
///
/// # Errors
/// When it cannot be written.
pub fn text(out: &mut Out, moments: &[Moment]) -> Result<()> {
    let mut table = Table::new(
        out,
        &[
            ("DATE", Fit::Whole),
            ("OF", Fit::Whole),
            ("KEY", Fit::Whole),
            ("INFERRED FROM", Fit::UpTo(30)),
            ("WHAT", Fit::Rest),
        ],
    );
    for moment in moments {
        table.row(&[
            moment.dated.date().as_str(),
            moment.of.word(),
            &moment.key.to_string(),
            moment.inferred().unwrap_or("-"),
            &moment.what,
        ])?;
    }
    table.finish()?;
    Ok(())
}

/// An object for each date; the date is an object where somebody inferred it.
///
/// # Errors
/// When it cannot be written, or the case cannot be read.
pub fn json(out: &mut Out, case: &Case, moments: &[Moment]) -> Result<()> {
    let mut array = out.array()?;
    for moment in moments {
        let mut object = json!({
            "date": moment.dated,
            "of": moment.of,
            "key": moment.key.to_string(),
            "what": moment.what,
        });
        if let Some(place) = &moment.place {
            object["claim"] = Value::String(case.key(Kind::Claim, place.claim)?.to_string());
        }
        array.push(&object)?;
    }
    array.finish()
}
