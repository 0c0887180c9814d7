//! Import as a job: what a file brings goes in as one step, whole or not at all.

pub use super::outcome::{ImportError, Listener, Options, Summary};
use super::outcome::{Opened, Running};
use super::pipeline::{TakerGone, pipeline};
use super::{Cancel, Counted, Progress, Reporter, table};
use crate::case::create;
use crate::case::{CaseError, HeadMemory, ImportOutcome, Importer, Prepared, Preparer, Session};
use crate::domain::entry::{Entry, Reviewer, Section};
use crate::domain::hanging::{NAMED, listed};
use crate::domain::wording::counted;
use crate::domain::{CaseInfo, Key, Kind};
use crate::formats::foreign::{Choice, Foreign};
use crate::formats::{Found, Located, ReadError, Refusal, Warning};
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An import to be made.
pub struct Job<'a, R> {
    /// What it is read from, for the log.
    pub name: &'a str,
    /// The file.
    pub input: R,
    /// Its length in bytes, where that is known.
    pub length: Option<u64>,
    /// What the user says of its format.
    pub choice: &'a Choice,
    /// The dataset of its ids; none for the one that its profile or its name gives.
    pub dataset: Option<&'a str>,
    /// How to import it.
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
        let is_said = self.choice.format.is_some();
        let (opened, running) = self.open()?;
        if opened.reading.is_own_table() {
            return table::take(opened, running, session, (&name, is_said));
        }
        let mut summary = Summary::default();
        let imported = session.import(&name, |importer| opened.feed(importer, running, &mut summary))?;
        Ok(Summary { imported, ..summary })
    }

    /// Makes a case of the file at `path`.
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
        let (opened, running) = self.open()?;
        if opened.reading.is_own_table() {
            return Err(ImportError::TableAlone);
        }
        let dataset = opened.dataset.clone().unwrap_or_default();
        let info = CaseInfo { title, dataset, ..CaseInfo::default() };
        let mut summary = Summary::default();
        let imported = create(path, &info, reviewer, memory, &name, |importer| {
            opened.feed(importer, running, &mut summary)
        })?;
        Ok(Summary { imported, ..summary })
    }

    /// Recognises the format, before the case is locked.
    fn open(self) -> Result<(Opened<'a>, Running<'a>), ImportError> {
        let Job { name, input, length, choice, dataset, options, cancel, listener } = self;
        let bytes = Arc::new(AtomicU64::new(0));
        let input = Counted { from: input, bytes: Arc::clone(&bytes), cancel };
        let reading = Foreign::open(input, choice)
            .and_then(Foreign::reading)
            .map_err(|error| if cancel.asked() { ImportError::Cancelled } else { error.into() })?;
        let dataset = reading.dataset(&stem(name)).map(|own| dataset.map_or(own, str::to_owned));
        Ok((Opened { reading, dataset, bytes }, Running { length, options, cancel, listener }))
    }
}

/// The name of a file, without what says of which format it is.
#[must_use]
pub fn stem(name: &str) -> String {
    let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    Path::new(name).file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

impl Opened<'_> {
    fn feed(
        self,
        importer: &mut Importer<'_, '_>,
        running: Running<'_>,
        summary: &mut Summary,
    ) -> Result<(), ImportError> {
        let Opened { reading, dataset, bytes } = self;
        let Running { length, options, cancel, listener } = running;
        if let Some(dataset) = &dataset {
            importer.set_dataset(dataset);
        }
        let dataset = dataset.unwrap_or_default();
        let keep = listener.wants_records();
        listener.began();
        let listener = std::cell::RefCell::new(listener);
        let mut report = |progress| listener.borrow_mut().progress(progress);
        let mut reporter = Reporter::new(&mut report);
        let mut records = 0;
        let mut twice = Twice::default();
        let is_native = dataset.is_empty();
        let mut preparer = importer.preparer();
        let read = pipeline(
            PreparedEntry::weight,
            move |give| {
                reading.read(&dataset, &mut |found| give(PreparedEntry::new(found, &mut preparer, keep)))
            },
            |prepared| {
                if cancel.asked() {
                    return Err(ImportError::Cancelled);
                }
                let bytes = bytes.load(Ordering::Relaxed);
                reporter.record(|| Progress { bytes, of: length, records });
                let refusal = match prepared {
                    PreparedEntry::Entry(entry) => {
                        records += 1;
                        // The reader may be waiting for more input, which nobody needs any more.
                        take(importer, *entry, &mut twice).inspect_err(|_| cancel.ask())?
                    }
                    PreparedEntry::Refused(refusal) => {
                        if is_native && let Some((kind, id)) = record_of(&refusal) {
                            importer.leave_out(kind, &id);
                        }
                        Some(refusal)
                    }
                    PreparedEntry::Warned(warning) => {
                        summary.warnings += 1;
                        listener.borrow_mut().warned(&warning);
                        None
                    }
                };
                if let Some(refusal) = refusal {
                    summary.refused += 1;
                    listener.borrow_mut().refused(&refusal).map_err(ImportError::Listener)?;
                }
                Ok(())
            },
        )?;
        match read {
            Ok(()) => {}
            Err(ReadError::File(error)) if !cancel.asked() => return Err(error.into()),
            Err(ReadError::Stopped(TakerGone) | ReadError::File(_)) => return Err(ImportError::Cancelled),
        }
        if cancel.asked() {
            return Err(ImportError::Cancelled);
        }
        for warning in twice.warnings() {
            summary.warnings += 1;
            listener.borrow_mut().warned(&warning);
        }
        for (line, reason) in importer.changed_contents()? {
            summary.refused += 1;
            let section = Section::Contents.to_string();
            let refusal = Refusal { line, section, field: None, reason, raw: Vec::new() };
            listener.borrow_mut().refused(&refusal).map_err(ImportError::Listener)?;
        }
        for (line, what) in importer.conflicts() {
            summary.warnings += 1;
            listener.borrow_mut().warned(&Warning { line, what });
        }
        for (line, what) in importer.astray()? {
            summary.warnings += 1;
            listener.borrow_mut().warned(&Warning { line, what });
        }
        if options.strict && summary.refused > 0 {
            return Err(ImportError::Strict(summary.refused));
        }
        if options.dry_run {
            let summary = Summary { imported: importer.so_far().clone(), ..summary.clone() };
            return Err(ImportError::Tried(Box::new(summary)));
        }
        listener.borrow_mut().closing();
        Ok(())
    }
}

/// What the reading thread hands over: an entry, prepared for the case, or why there is none.
enum PreparedEntry {
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

impl PreparedEntry {
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

/// Entries that do not go in though nothing is wrong with them: how many, and the first of them.
#[derive(Default)]
struct Twice {
    /// Those that differ from it: the earlier stands.
    differing: BTreeMap<String, (u64, u64)>,
    /// Those that are the same, word for word; with the line of the earlier, where that is known.
    repeated: BTreeMap<String, (u64, u64, Option<u64>)>,
    /// Those that were taken out of the case by hand, or (true) combined with another: how many, the line of the
    /// first, and the first keys.
    out: BTreeMap<bool, (u64, u64, Vec<Key>)>,
}

impl Twice {
    fn warnings(self) -> impl Iterator<Item = Warning> {
        let differing = self.differing.into_iter().map(|(section, (times, line))| {
            let what = format!(
                "{} of {section} with the id of an earlier one, but different; the earlier stands; this is the first",
                counted(times, "entry")
            );
            Warning { line, what }
        });
        let repeated = self.repeated.into_iter().map(|(section, (times, line, earlier))| {
            let earlier = earlier.map(|earlier| format!(", the same as on line {earlier}")).unwrap_or_default();
            let entries = counted(times, "entry");
            let what = format!(
                "{entries} of {section} that the file has before, word for word, and that count once; this is \
                 the first{earlier}"
            );
            Warning { line, what }
        });
        let out = self.out.into_iter().map(|(combined, (times, line, keys))| {
            let (was, stays) = if times == 1 { ("was", "stays") } else { ("were", "stay") };
            let (records, keys) = (counted(times, "record"), listed(&keys, times));
            let what = if combined {
                format!("{records} that {was} combined with others {stays} combined: {keys}; this is the first")
            } else {
                format!(
                    "{records} that {was} taken out of the case by hand {stays} out: {keys}; corrob restore CASE KEY \
                     brings one back; this is the first"
                )
            };
            Warning { line, what }
        });
        differing.chain(repeated).chain(out)
    }
}

/// The record of a case's own format that was refused: its kind and its id.
fn record_of(refusal: &Refusal) -> Option<(Kind, String)> {
    #[derive(serde::Deserialize)]
    struct Known {
        id: String,
    }
    let kind = Kind::ALL.iter().copied().find(|kind| kind.plural() == refusal.section)?;
    let Known { id } = serde_json::from_slice(&refusal.raw).ok()?;
    Some((kind, id))
}

/// Hands an entry over. What the case refuses becomes a refusal, any other error ends the import.
fn take(
    importer: &mut Importer<'_, '_>,
    ready: Ready,
    twice: &mut Twice,
) -> Result<Option<Refusal>, ImportError> {
    let Ready { line, section, raw, entry } = ready;
    importer.at_line(line);
    match importer.put(entry) {
        Ok(ImportOutcome::Otherwise) => {
            twice.differing.entry(section.to_string()).or_insert((0, line)).0 += 1;
            Ok(None)
        }
        Ok(ImportOutcome::Repeated(earlier)) => {
            twice.repeated.entry(section.to_string()).or_insert((0, line, earlier)).0 += 1;
            Ok(None)
        }
        Ok(ImportOutcome::TakenOut(key, combined)) => {
            let (times, _, keys) = twice.out.entry(combined).or_insert((0, line, Vec::new()));
            *times += 1;
            if keys.len() < NAMED {
                keys.push(key);
            }
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
