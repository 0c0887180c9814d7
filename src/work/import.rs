//! Import as a job: what a file brings goes in as one step, whole or not at all.

use super::{Cancel, Counted, Ended, Progress, Teller, alongside};
use crate::case::create;
use crate::case::{CaseError, Fate, HeadMemory, Imported, Importer, Prepared, Preparer, Session};
use crate::domain::CaseInfo;
use crate::domain::entry::{Entry, Reviewer, Section};
use crate::formats::foreign::{Choice, Foreign, ForeignError, Reading};
use crate::formats::{FormatError, Found, Located, ReadError, Refusal, Warning};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use thiserror::Error;

/// Why nothing of a file was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("{0}")]
    Format(#[from] FormatError),
    /// What the file is remains unknown, or does not fit what was said of it.
    #[error("{0}")]
    Foreign(#[from] ForeignError),
    /// The case does not take it.
    #[error("{0}")]
    Case(#[from] CaseError),
    /// Someone asked to stop.
    #[error("stopped on request")]
    Cancelled,
    /// Something was refused, and nothing was to go in then.
    #[error("{0} records were refused, and --strict takes a file whole or not at all")]
    Strict(u64),
    /// The receiver of refusals could not go on.
    #[error("{0}")]
    Receiver(std::io::Error),
    /// Everything was tried, as asked, and taken back.
    #[error("tried only")]
    Tried(Box<Summary>),
}

/// How to import.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Take the file whole or not at all.
    pub strict: bool,
    /// Try it, say what would happen, and change nothing.
    pub dry_run: bool,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// What went in.
    pub imported: Imported,
    /// How many records were refused.
    pub refused: u64,
    /// How many things were read past.
    pub warnings: u64,
}

/// What the job tells while it runs.
pub trait Listener {
    /// A record was refused.
    ///
    /// # Errors
    /// When the listener cannot go on; the import is then taken back.
    fn refused(&mut self, refusal: &Refusal) -> std::io::Result<()>;
    /// Something was read past.
    fn warned(&mut self, warning: &Warning);
    /// How far it has come.
    fn progress(&mut self, progress: Progress);
    /// The file is known for what it is and the case is open for it: reading begins.
    fn began(&mut self) {}
    /// All is read. What follows is not stopped any more, and needs the case for itself alone where
    /// that is not in write-ahead logging.
    fn closing(&mut self) {}
    /// Whether the text of refused records is wanted.
    fn wants_records(&self) -> bool {
        false
    }
}

/// One import about to be made.
pub struct Job<'a, R> {
    /// What it is read from, for the log.
    pub name: &'a str,
    /// The file.
    pub input: R,
    /// How long it is, where that is known.
    pub length: Option<u64>,
    /// What is known of it beforehand.
    pub choice: &'a Choice,
    /// The dataset that its ids live in; none: the one its profile or its name says.
    pub dataset: Option<&'a str>,
    /// How.
    pub options: Options,
    /// A request to stop.
    pub cancel: &'a Cancel,
    /// Receives refusals, warnings and progress.
    pub listener: &'a mut dyn Listener,
}

impl<'a, R: BufRead + Send + 'a> Job<'a, R> {
    /// Imports into an open case.
    ///
    /// # Errors
    /// Why nothing was imported. A trial ends in [`ImportError::Tried`].
    pub fn into_case(self, session: &mut Session) -> Result<Summary, ImportError> {
        let name = self.name.to_owned();
        let (opened, telling) = self.open()?;
        let mut summary = Summary::default();
        let imported = session.import(&name, |importer| opened.feed(importer, telling, &mut summary))?;
        Ok(Summary { imported, ..summary })
    }

    /// Makes a case at `path` with what the file brings.
    ///
    /// # Errors
    /// Why nothing was made. A trial ends in [`ImportError::Tried`].
    pub fn into_new_case(
        self,
        path: &Path,
        reviewer: &Reviewer,
        memory: Box<dyn HeadMemory>,
    ) -> Result<Summary, ImportError> {
        let name = self.name.to_owned();
        let title = stem(&name);
        let title = if title.trim().is_empty() || title == "-" { "Untitled".to_owned() } else { title };
        let (opened, telling) = self.open()?;
        let dataset = opened.dataset.clone().unwrap_or_default();
        let info = CaseInfo { title, dataset, ..CaseInfo::default() };
        let mut summary = Summary::default();
        let imported = create(path, &info, reviewer, memory, &name, |importer| {
            opened.feed(importer, telling, &mut summary)
        })?;
        Ok(Summary { imported, ..summary })
    }

    /// Looks at the start of the file, before the case is locked for it.
    fn open(self) -> Result<(Opened<'a>, Telling<'a>), ImportError> {
        let Job { name, input, length, choice, dataset, options, cancel, listener } = self;
        let bytes = Arc::new(AtomicU64::new(0));
        let input = Counted { from: input, bytes: Arc::clone(&bytes), cancel };
        let reading = Foreign::open(input, choice)
            .and_then(Foreign::reading)
            .map_err(|error| if cancel.asked() { ImportError::Cancelled } else { error.into() })?;
        let dataset = reading.dataset(&stem(name)).map(|own| dataset.map_or(own, str::to_owned));
        Ok((Opened { reading, dataset, bytes }, Telling { length, options, cancel, listener }))
    }
}

/// The name of a file, without what says of which format it is.
#[must_use]
pub fn stem(name: &str) -> String {
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// How the import is followed, and by whom.
struct Telling<'a> {
    length: Option<u64>,
    options: Options,
    cancel: &'a Cancel,
    listener: &'a mut dyn Listener,
}

/// A file whose format is known.
struct Opened<'a> {
    reading: Reading<'a>,
    /// The dataset that its ids live in; none for a case, which names its own.
    dataset: Option<String>,
    /// How much of it was read.
    bytes: Arc<AtomicU64>,
}

impl Opened<'_> {
    fn feed(
        self,
        importer: &mut Importer<'_, '_>,
        telling: Telling<'_>,
        summary: &mut Summary,
    ) -> Result<(), ImportError> {
        let Opened { reading, dataset, bytes } = self;
        let Telling { length, options, cancel, listener } = telling;
        if let Some(dataset) = &dataset {
            importer.set_dataset(dataset);
        }
        let dataset = dataset.unwrap_or_default();
        let keep = listener.wants_records();
        listener.began();
        let listener = std::cell::RefCell::new(listener);
        let mut tell = |progress| listener.borrow_mut().progress(progress);
        let mut teller = Teller::new(&mut tell);
        let mut records = 0;
        let mut otherwise = BTreeMap::new();
        let mut preparer = importer.preparer();
        // Reading on one thread, storing on the other.
        let read = alongside(
            Brought::weight,
            move |give| reading.read(&dataset, &mut |found| give(Brought::new(found, &mut preparer, keep))),
            |brought| {
                if cancel.asked() {
                    return Err(ImportError::Cancelled);
                }
                let bytes = bytes.load(Ordering::Relaxed);
                teller.now_and_then(|| Progress { bytes, of: length, records });
                let refusal = match brought {
                    Brought::Entry(entry) => {
                        records += 1;
                        // Whoever reads may be waiting for more: nobody wants it any more.
                        take(importer, *entry, &mut otherwise).inspect_err(|_| cancel.ask())?
                    }
                    Brought::Refused(refusal) => Some(refusal),
                    Brought::Warned(warning) => {
                        summary.warnings += 1;
                        listener.borrow_mut().warned(&warning);
                        None
                    }
                };
                if let Some(refusal) = refusal {
                    summary.refused += 1;
                    listener.borrow_mut().refused(&refusal).map_err(ImportError::Receiver)?;
                }
                Ok(())
            },
        )?;
        match read {
            Ok(()) => {}
            Err(ReadError::File(error)) if !cancel.asked() => return Err(error.into()),
            Err(ReadError::Stopped(Ended) | ReadError::File(_)) => return Err(ImportError::Cancelled),
        }
        if cancel.asked() {
            return Err(ImportError::Cancelled);
        }
        for (section, (times, line)) in otherwise {
            summary.warnings += 1;
            let entries = if times == 1 { "1 entry".to_owned() } else { format!("{times} entries") };
            let were = if times == 1 { "was" } else { "were" };
            let what = format!(
                "{entries} of {section} {were} described otherwise before in the file, with the same id; the \
                 first stands; this is the first of them"
            );
            listener.borrow_mut().warned(&Warning { line, what });
        }
        if options.strict && summary.refused > 0 {
            return Err(ImportError::Strict(summary.refused));
        }
        if options.dry_run {
            let tried = Summary { imported: importer.so_far().clone(), ..summary.clone() };
            return Err(ImportError::Tried(Box::new(tried)));
        }
        listener.borrow_mut().closing();
        Ok(())
    }
}

/// What the file brought, made ready.
enum Brought {
    Entry(Box<Ready>),
    Refused(Refusal),
    Warned(Warning),
}

struct Ready {
    line: u64,
    section: Section,
    /// The record's text, where it is to be kept if it is refused.
    raw: Vec<u8>,
    entry: Prepared,
}

impl Brought {
    /// About how many bytes it holds.
    fn weight(&self) -> usize {
        match self {
            Self::Entry(ready) => ready.entry.weight() + ready.raw.len(),
            Self::Refused(refusal) => refusal.raw.len(),
            Self::Warned(_) => 0,
        }
    }

    fn new(found: Found, preparer: &mut Preparer, keep: bool) -> Self {
        let mut ready = |Located { line, item }: Located<Entry>, shared| {
            let section = item.section();
            let raw = if keep { serde_json::to_vec(&item).unwrap_or_default() } else { Vec::new() };
            let entry = if shared { preparer.prepare_shared(item) } else { preparer.prepare(item) };
            Self::Entry(Box::new(Ready { line, section, raw, entry }))
        };
        match found {
            Found::Entry(entry) => ready(entry, false),
            Found::Shared(entry) => ready(entry, true),
            Found::Refused(refusal) => Self::Refused(refusal),
            Found::Warned(warning) => Self::Warned(warning),
        }
    }
}

/// Hands an entry over; what the case refuses becomes a refusal, anything worse ends the import.
/// What is described otherwise than before is counted by its section, with the line of the first.
fn take(
    importer: &mut Importer<'_, '_>,
    ready: Ready,
    otherwise: &mut BTreeMap<String, (u64, u64)>,
) -> Result<Option<Refusal>, ImportError> {
    let Ready { line, section, raw, entry } = ready;
    match importer.put(entry) {
        Ok(Fate::Otherwise) => {
            otherwise.entry(section.to_string()).or_insert((0, line)).0 += 1;
            Ok(None)
        }
        Ok(_) => Ok(None),
        Err(CaseError::Refused(reason)) => {
            Ok(Some(Refusal { line, section: section.to_string(), field: None, reason, raw }))
        }
        Err(CaseError::BadValue(bad)) => Ok(Some(Refusal {
            line,
            section: section.to_string(),
            field: Some(bad.field.to_string()),
            reason: bad.reason,
            raw,
        })),
        Err(error) => Err(error.into()),
    }
}

/// The bundled case, made at `path` by the importer that anyone's file goes through.
///
/// # Errors
/// When it cannot be made there.
pub fn bundled_case(
    path: &Path,
    reviewer: &Reviewer,
    memory: Box<dyn HeadMemory>,
) -> Result<Summary, ImportError> {
    const SEED: &[u8] = include_bytes!("../../seeds/bounties-and-guns.json");
    struct Silent;
    impl Listener for Silent {
        fn refused(&mut self, _: &Refusal) -> std::io::Result<()> {
            Ok(())
        }
        fn warned(&mut self, _: &Warning) {}
        fn progress(&mut self, _: Progress) {}
    }
    let job = Job {
        name: "bounties-and-guns.json",
        input: SEED,
        length: None,
        choice: &Choice { format: Some("native".into()), ..Choice::default() },
        dataset: None,
        options: Options::default(),
        cancel: &Cancel::new(),
        listener: &mut Silent,
    };
    job.into_new_case(path, reviewer, memory)
}
