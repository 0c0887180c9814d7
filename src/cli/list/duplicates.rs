//! Sources entered more than once, as text and as JSON.

use crate::case::Case;
use crate::cli::outcome::{Failure, Result};
use crate::cli::output::out::Out;
use crate::domain::Key;
use crate::domain::origins::{Duplicate, Same};
use serde_json::json;

/// All of them.
///
/// # Errors
/// When the case cannot be read or they cannot be written.
pub fn list(case: &Case, as_json: bool, out: &mut Out) -> Result<()> {
    let combining = |sources: &[(Key, String)]| -> Vec<String> {
        let others = sources.iter().skip(1);
        others.map(|(other, _)| format!("corrob combine CASE {} {other}", sources[0].0)).collect()
    };
    if as_json {
        let mut array = out.array()?;
        case.duplicates::<Failure>(|found| {
            let sources: Vec<String> = found.sources.iter().map(|(key, _)| key.to_string()).collect();
            let combine = combining(&found.sources);
            array.push(
                &json!({ "sources": sources, "same": found.same, "what": found.what, "combine": combine }),
            )
        })?;
        return array.finish();
    }
    case.duplicates::<Failure>(|Duplicate { sources, same, what }| {
        let of = match same {
            Same::Page => "One page",
            Same::Document => "One document, SHA-256",
        };
        out.paragraph(&format!("{of} {what}"), 0)?;
        for (key, title) in &sources {
            out.paragraph(&format!("{key} {title}"), 2)?;
        }
        for command in combining(&sources) {
            out.paragraph(&command, 4)?;
        }
        out.line("")
    })
}

/// Where to look for them, in a line, where there are any.
///
/// # Errors
/// When the case cannot be read or the line not written.
pub fn point_to(case: &Case, out: &mut Out) -> Result<()> {
    let mut many = 0_u64;
    case.duplicates::<Failure>(|_| {
        many += 1;
        Ok(())
    })?;
    match many {
        0 => Ok(()),
        1 => out.line("One page or document is entered as more than one source; corrob list CASE duplicates names them"),
        _ => out.line(&format!(
            "{many} pages or documents are entered as more than one source; corrob list CASE duplicates names them"
        )),
    }
}
