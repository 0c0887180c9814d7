//! `corrob attach` and `corrob document`: documents into a case, and out of it again.

use crate::case::{Attached, Edits, Session, ToAttach};
use crate::cli::completion::keys;
use crate::cli::context::{self, Global};
use crate::cli::fields;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::{Out, remark};
use crate::cli::output::output_file::{OutputFile, same_file};
use crate::cli::output::progress::stop_on_signals;
use crate::cli::output::words::alone;
use crate::documents::{Extracted, Hint};
use crate::domain::wording::counted;
use crate::domain::{Date, DocumentInfo, ItemId, Key, Kind};
use crate::text::for_terminal;
use crate::work::Cancel;
use crate::work::attach::{bytes_of, read};
use clap::Args;
use serde_json::Value;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Keep a document with its source: its text, and the file as it came, with its SHA-256.
#[derive(Debug, Args)]
#[command(override_usage = "corrob attach CASE SOURCE FILE\n       corrob attach CASE --new FILE...")]
#[command(after_help = "Examples:
  corrob attach my.corrob S-4 letter.pdf --captured 2025-10-14 --from \"the court's register\"
  corrob attach my.corrob S-4 letter-corrected.pdf      a newer version, beside the one before
  corrob attach my.corrob --new briefing.md page.html   a source for each, from what it says of itself

Read are plain text, Markdown, web pages, PDF with a text layer, DOCX, ODT and e-mail (.eml), by what is in the
file. Nothing is fetched. corrob undo takes an attachment back.")]
pub struct AttachArgs {
    /// The case
    case: PathBuf,
    /// The source's key or name, and the file; with --new, files
    #[arg(value_name = "SOURCE FILE", required = true, add = keys(&[Kind::Source]))]
    rest: Vec<PathBuf>,
    /// Make a source for each file, with the title, author, dates, address and language that it gives itself
    #[arg(long)]
    new: bool,
    /// Fill in fields that the source leaves empty with what the file says of itself
    #[arg(long, conflicts_with = "new")]
    fill: bool,
    /// Keep the text alone, and not the file as it came
    #[arg(long)]
    text_only: bool,
    /// When it was captured: downloaded, received or scanned
    #[arg(long, value_name = "DATE")]
    captured: Option<Date>,
    /// Who captured it
    #[arg(long, value_name = "NAME", value_parser = fields::text)]
    captured_by: Option<String>,
    /// Where it was captured from: an address, an archive, a person
    #[arg(long, value_name = "WHERE", value_parser = fields::text)]
    from: Option<String>,
    /// The encoding of a text, where it is not UTF-8 and does not say
    #[arg(long, value_name = "LABEL")]
    encoding: Option<String>,
}

/// A file that was read.
struct Read<'a> {
    path: &'a Path,
    name: String,
    bytes: Vec<u8>,
    extracted: Extracted,
}

impl AttachArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        global.must_write("attach")?;
        let cancel = stop_on_signals()?;
        if self.new {
            return self.run_new(global, &cancel);
        }
        let [source, file] = self.rest.as_slice() else {
            return Err(Failure::said(
                "name a source and one file: corrob attach CASE SOURCE FILE; with --new, files alone: each gets a \
                 source of its own",
            ));
        };
        let document = self.read(file, &cancel)?;
        let source = source.to_string_lossy();
        let attached = global.change(&self.case, "attach", |session| {
            let item = source_named(session, &source)?;
            let standing = session.case().record_text(Kind::Source, item)?;
            let standing: Edits = serde_json::from_str(&standing)?;
            let empty = proposals(&document.extracted, &standing);
            let filled = if self.fill { empty.clone() } else { Edits::new() };
            let attached = session.attach(item, &self.to_attach(&document), &filled)?;
            Ok((attached, if self.fill { Edits::new() } else { empty }))
        })?;
        let (attached, proposed) = attached;
        if !proposed.is_empty() {
            let says: Vec<String> = proposed
                .iter()
                .map(|(field, value)| format!("{field} {}", alone(value.as_str().unwrap_or_default())))
                .collect();
            remark(&format!(
                "{} leaves empty what the file says of itself: {}; attach it with --fill to take that over, or edit the source",
                attached.source,
                says.join("; ")
            ));
        }
        let mut out = Out::new();
        said(&mut out, &document, &attached)?;
        out.finish()?;
        Ok(Exit::Done)
    }

    fn run_new(&self, global: &Global, cancel: &Cancel) -> Result<Exit> {
        let mut session = global.write(&self.case, "attach")?;
        let mut out = Out::new();
        let mut exit = Exit::Done;
        let mut one = |file: &Path| -> Result<()> {
            let document = self.read(file, cancel)?;
            let mut fields = proposals(&document.extracted, &Edits::new());
            let stem = Path::new(&document.name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
            fields
                .entry("title")
                .or_insert_with(|| Value::String(stem.unwrap_or_else(|| document.name.clone())));
            let attached = session.attach_new(fields, &self.to_attach(&document))?;
            said(&mut out, &document, &attached)
        };
        for (at, file) in self.rest.iter().enumerate() {
            match one(file) {
                Ok(()) => {}
                Err(failure @ (Failure::Said(_) | Failure::Case(_))) if self.rest.len() > 1 => {
                    remark(&failure.to_string());
                    exit = Exit::Incomplete;
                }
                Err(failure) => {
                    session.close();
                    return Err(failure);
                }
            }
            let left = self.rest.len() - at - 1;
            if cancel.asked() && left > 0 {
                remark(&format!("stopped on request; {} not attached", counted(left as u64, "file")));
                exit = Exit::Incomplete;
                break;
            }
        }
        session.close();
        out.finish()?;
        Ok(exit)
    }

    fn read<'a>(&self, path: &'a Path, cancel: &Cancel) -> Result<Read<'a>> {
        if same_file(path, &self.case) {
            return Err(Failure::said(format!("{} is the case itself", path.display())));
        }
        let document = Read::of(path, self.encoding.clone(), cancel).map_err(Failure::said)?;
        for remarked in &document.extracted.remarks {
            remark(&format!("{}: {remarked}", path.display()));
        }
        Ok(document)
    }

    fn to_attach<'a>(&self, document: &'a Read<'_>) -> ToAttach<'a> {
        ToAttach {
            keep: !self.text_only,
            captured: self.captured.clone(),
            captured_by: self.captured_by.clone(),
            from: self.from.clone(),
            ..document.to_attach()
        }
    }
}

impl<'p> Read<'p> {
    /// Reads a file, or says why not.
    fn of(path: &'p Path, encoding: Option<String>, cancel: &Cancel) -> std::result::Result<Self, String> {
        let bytes = bytes_of(path).map_err(|error| error.to_string())?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        let hint = Hint { name: name.clone(), encoding, ..Hint::default() };
        let extracted =
            read(&bytes, &hint, cancel).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Self { path, name, bytes, extracted })
    }

    /// To be attached with all that is known of it by itself.
    fn to_attach(&self) -> ToAttach<'_> {
        ToAttach {
            original: &self.bytes,
            keep: true,
            text: &self.extracted.text,
            media_type: &self.extracted.media_type,
            pages: self.extracted.pages,
            name: Some(self.name.clone()),
            captured: None,
            captured_by: None,
            from: None,
        }
    }

    /// What was attached to which source, in a sentence.
    fn said(&self, attached: &Attached) -> String {
        let Attached { source, version, known, filled, .. } = attached;
        let filled_in = match filled.as_slice() {
            [] if *known => "; nothing was changed".to_owned(),
            [] => String::new(),
            filled => format!("; filled in from it: {}", filled.join(", ")),
        };
        if *known {
            return format!("{source}: {} is its version {version} already{filled_in}", self.name);
        }
        let mut parts = vec![counted(self.extracted.text.paragraphs.len() as u64, "paragraph")];
        parts.extend(self.extracted.pages.map(|pages| counted(pages, "page")));
        let version = if *version > 1 { format!(", version {version}") } else { String::new() };
        let parts = parts.join(", ");
        format!("{source}: {} attached{version} ({}, {parts}){filled_in}", self.name, self.extracted.what)
    }

    /// What there is to know beside that.
    fn remarks(&self, attached: &Attached) -> Vec<String> {
        let source = &attached.source;
        let mut remarks = Vec::new();
        remarks.extend(attached.recorded.map(|recorded| {
            format!(
                "{source} recorded another SHA-256 of its document, {recorded}: {} is not that file, or not as it was",
                self.path.display()
            )
        }));
        if !attached.also.is_empty() {
            let also: Vec<String> = attached.also.iter().map(ToString::to_string).collect();
            remarks.push(format!("this very document is that of {} too", also.join(", ")));
        }
        remarks
    }
}

/// Attaches a file to a source of the case that is under review, and fills in the fields that the source leaves
/// empty. Returns what was done, and whether there is something to look at.
///
/// # Errors
/// A sentence that says why nothing was attached.
pub(super) fn into_source(
    session: &mut Session,
    source: &Key,
    path: &Path,
    cancel: &Cancel,
) -> std::result::Result<(String, bool), String> {
    let document = Read::of(path, None, cancel)?;
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let source = session.case().find(source).map_err(|error| said(&error))?;
    let standing = session.case().record_text(Kind::Source, source).map_err(|error| said(&error))?;
    let standing: Edits = serde_json::from_str(&standing).map_err(|error| said(&error))?;
    let fields = proposals(&document.extracted, &standing);
    let attached = session.attach(source, &document.to_attach(), &fields).map_err(|error| said(&error))?;
    let mut says = document.said(&attached);
    let mut remarks = document.remarks(&attached);
    remarks.extend(document.extracted.remarks.iter().cloned());
    for remark in &remarks {
        says.push_str(&format!("; {remark}"));
    }
    Ok((says, !remarks.is_empty()))
}

/// The source that a key or a name stands for.
fn source_named(session: &Session, text: &str) -> Result<ItemId> {
    let case = session.case();
    match context::find(case, text) {
        Ok((Kind::Source, item)) => Ok(item),
        Ok((other, _)) => Err(Failure::said(format!(
            "{} is {}; documents are attached to sources",
            text.trim(),
            other.one()
        ))),
        Err(failure @ Failure::Case(_)) => Err(failure),
        Err(_) => Ok(case.called(Kind::Source, text)?),
    }
}

/// The fields that a source leaves empty, with what its document says of itself.
fn proposals(document: &Extracted, source: &Edits) -> Edits {
    let empty = |field: &str| {
        source.get(field).is_none_or(|value| value.as_str().is_some_and(|text| text.trim().is_empty()))
    };
    let said = document.says.fields().into_iter().filter(|(field, _)| empty(field));
    said.map(|(field, value)| (field.to_owned(), Value::String(value))).collect()
}

/// Prints what was attached: the source's key first, as `add` does.
fn said(out: &mut Out, document: &Read<'_>, attached: &Attached) -> Result<()> {
    out.line(&document.said(attached))?;
    document.remarks(attached).iter().for_each(|remarked| remark(remarked));
    Ok(())
}

/// Give a source's document back: byte for byte as it came, or its text.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob document my.corrob S-4 -o letter.pdf
  corrob document my.corrob S-4 --text | less
  corrob document my.corrob S-4 --version 1 | sha256sum")]
pub struct DocumentArgs {
    /// The case
    case: PathBuf,
    /// The source's key
    #[arg(add = keys(&[Kind::Source]))]
    source: String,
    /// Write it to this file
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Take the place of a file that is there
    #[arg(long, requires = "output")]
    force: bool,
    /// Its text, as it is read and quoted
    #[arg(long)]
    text: bool,
    /// An earlier version, by its number; the latest without it
    #[arg(long, value_name = "N")]
    version: Option<usize>,
}

impl DocumentArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        if self.output.is_some() {
            global.must_write("document -o")?;
        }
        global.read(&self.case, |case| {
            let (kind, item) = context::find(case, &self.source)?;
            if kind != Kind::Source {
                return Err(Failure::said(format!(
                    "{} is {}; documents belong to sources",
                    self.source,
                    kind.one()
                )));
            }
            let key = case.key(kind, item)?;
            let documents = case.documents(item)?;
            let document = self.chosen(&key.to_string(), &documents)?;
            let wanted = if self.text { document.text_sha256 } else { document.sha256 };
            if !self.text && document.text_only == Some(true) {
                return Err(Failure::said(format!(
                    "of the document of {key} only the text was kept; --text gives it"
                )));
            }
            let missing =
                || Failure::said(format!("the document of {key} is not in the case; corrob check says more"));
            if let Some(path) = &self.output {
                let mut file = OutputFile::create(path, self.force, &self.case)?;
                let kept = case.content::<Failure>(wanted, |piece| {
                    file.writer().write_all(piece).map_err(|error| {
                        Failure::said(format!("{} cannot be written: {error}", path.display()))
                    })
                })?;
                return if kept { file.keep() } else { Err(missing()) };
            }
            let mut out = std::io::stdout().lock();
            if out.is_terminal() && !self.text {
                return Err(Failure::said(
                    "a document goes to a terminal only as its text (--text); -o FILE writes it as it came",
                ));
            }
            let terminal = out.is_terminal();
            let mut text = String::new();
            let kept = case.content::<Failure>(wanted, |piece| {
                if terminal {
                    text.push_str(&String::from_utf8_lossy(piece));
                    return Ok(());
                }
                out.write_all(piece).map_err(Failure::of_output)
            })?;
            if terminal {
                writeln!(out, "{}", for_terminal(&text, true)).map_err(Failure::of_output)?;
            }
            out.flush().map_err(Failure::of_output)?;
            if kept { Ok(()) } else { Err(missing()) }
        })?;
        Ok(Exit::Done)
    }

    fn chosen<'a>(&self, key: &str, documents: &'a [DocumentInfo]) -> Result<&'a DocumentInfo> {
        let Some(latest) = documents.last() else {
            return Err(Failure::said(format!(
                "{key} has no document; corrob attach {} {key} FILE attaches one",
                self.case.display()
            )));
        };
        match self.version {
            None => Ok(latest),
            Some(number) => number.checked_sub(1).and_then(|at| documents.get(at)).ok_or_else(|| {
                Failure::said(format!(
                    "the document of {key} has {}",
                    counted(documents.len() as u64, "version")
                ))
            }),
        }
    }
}
