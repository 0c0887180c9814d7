//! `corrob import --explain`: what files hold, and how it would be imported.

use crate::cli::import::input;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::domain::wording::counted;
use crate::formats::foreign::{Choice, Foreign, ForeignError, Format};
use crate::formats::profile::{Mapper, inventory};
use crate::formats::{Found, Located};
use crate::work::Cancel;
use crate::work::import::stem;
use std::path::PathBuf;

/// At most this many of a file's records are shown as they would be imported.
const SHOWN: usize = 3;

/// Explains each file; a case among them is skipped.
///
/// # Errors
/// When a file cannot be read.
pub fn run(paths: &[PathBuf], choice: &Choice, cancel: &Cancel) -> Result<Exit> {
    let is_case = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "corrob");
    let files: Vec<&PathBuf> = paths.iter().filter(|path| !is_case(path)).collect();
    if files.is_empty() {
        return Err(Failure::said("name the files to look at: corrob import --explain FILE..."));
    }
    let mut out = Out::new();
    let mut exit = Exit::Done;
    for file in files {
        let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        let (input, _) = input::open(file, cancel)?;
        let foreign =
            Foreign::open(input, choice).map_err(|error| Failure::said(format!("{name}: {error}")))?;
        if !explain(&mut out, &name, foreign)? {
            exit = Exit::Incomplete;
        }
    }
    out.finish()?;
    Ok(exit)
}

/// Whether the format of the file is known.
fn explain(out: &mut Out, name: &str, foreign: Foreign<'_>) -> Result<bool> {
    // Where what follows is a profile, all else is a remark in it.
    let unknown = matches!(&foreign.format, Err(ForeignError::Unknown { .. }));
    let mark = if unknown { "# " } else { "" };
    let mut line = |text: &str| out.line(&format!("{mark}{text}"));
    line(&format!("{name}: {}", foreign.decoding))?;
    if let Some(at) = foreign.not_utf8 {
        line(&format!("line {at} is not UTF-8"))?;
    }
    for (at, shape) in foreign.shapes.iter().enumerate() {
        line(&format!("{} {shape}", if at == 0 { "it is" } else { "or" }))?;
    }
    let (profile, shape) = match &foreign.format {
        Ok(Format::Native) => {
            line("a case in corrob's own format")?;
            return Ok(true);
        }
        Ok(Format::Annotations) => {
            line("what reviewers said, alone, as corrob writes it")?;
            return Ok(true);
        }
        Ok(Format::OwnTable(_)) => {
            line("a table that corrob exported: what was edited in it goes into the case that it is from")?;
            return Ok(true);
        }
        Ok(Format::Records(shape, profile)) => (profile, shape),
        Err(ForeignError::Unknown { .. }) => {
            line("no profile that ships fits it; this is one to begin with. Fill it in, then:")?;
            line(&format!("  corrob import --explain --profile my-profile.toml {name}"))?;
            let starter = foreign.starter(&stem(name));
            out.raw(&crate::text::for_terminal(&starter, true))?;
            return Ok(false);
        }
        Err(error) => {
            remark(&format!("{name}: {error}"));
            return Ok(false);
        }
    };
    line(&format!("read as {shape}"))?;
    line(&format!("profile: {} ({})", profile.name(), profile.title()))?;
    let dataset = profile.dataset().map_or_else(|| stem(name), str::to_owned);
    line(&format!("dataset: {dataset}"))?;
    line("")?;
    line(&format!("keys in the first {}:", counted(foreign.sample.len() as u64, "record")))?;
    for key in inventory(&foreign.sample, &foreign.columns) {
        line(&format!("  {key}"))?;
    }
    line("")?;
    line("the first records, as they would be imported:")?;
    let mut mapper = Mapper::new(profile, &dataset);
    for record in foreign.sample.iter().take(SHOWN) {
        line(&format!("line {}:", record.line))?;
        mapper.map(record.clone(), &mut |found| line(&shown(&found)))?;
    }
    // What is held back until the end of a file; what is read past in these few records says little.
    mapper
        .finish(&mut |found| if matches!(found, Found::Warned(_)) { Ok(()) } else { line(&shown(&found)) })?;
    Ok(true)
}

/// What a profile found, in a line.
fn shown(found: &Found) -> String {
    match found {
        Found::Entry(Located { item, .. }) | Found::Shared(Located { item, .. }) => {
            format!("  {}: {}", item.section(), serde_json::to_string(item).unwrap_or_default())
        }
        Found::Refused(refusal) => format!("  refused: {refusal}"),
        Found::Warned(warning) => format!("  {warning}"),
    }
}
