//! The imports of a case, as text and as JSON.

use crate::case::Case;
use crate::cli::history::{local, utc};
use crate::cli::outcome::Result;
use crate::cli::output::out::Out;
use crate::cli::output::table::{Fit, Table};
use crate::domain::event::Counts;
use crate::domain::wording::counted;
use serde_json::json;

/// All of them, the first one first.
///
/// # Errors
/// When the case cannot be read or they cannot be written.
pub fn list(case: &Case, as_json: bool, out: &mut Out) -> Result<()> {
    let imports = case.imports()?;
    if as_json {
        let mut array = out.array()?;
        for import in imports {
            array.push(&json!({
                "number": import.number, "at": utc(import.at), "reviewer": import.reviewer, "name": import.name,
                "added": import.added, "changed": import.changed, "annotations": import.annotations,
                "removed": import.out,
            }))?;
        }
        return array.finish();
    }
    let mut table = Table::new(
        out,
        &[
            ("import", Fit::Number),
            ("when", Fit::Whole),
            ("by", Fit::UpTo(16)),
            ("file", Fit::UpTo(30)),
            ("what it brought", Fit::Rest),
        ],
    );
    let total = |counts: &Counts| counts.values().sum::<u64>();
    for import in &imports {
        let number = import.number.map_or_else(|| "-".to_owned(), |number| number.to_string());
        let mut brought =
            format!("{} added, {} changed", counted(total(&import.added), "record"), total(&import.changed));
        if import.annotations > 0 {
            brought.push_str(&format!(", {}", counted(import.annotations, "annotation")));
        }
        if import.out {
            brought.push_str("; taken out");
        }
        table.row(&[&number, &local(import.at), &import.reviewer, &import.name, &brought])?;
    }
    table.finish()?;
    Ok(())
}
