//! A file of any format: what it is, how its records lie in it, which profile makes entries of them,
//! and the reading itself.

mod choice;
mod look;

pub use crate::formats::foreign::choice::{Choice, ForeignError, Format, columns};

use crate::formats::carrier;
use crate::formats::carrier::graph::Graph;
use crate::formats::carrier::{Carried, Decoding, Limits, PEEK, Peeked, Record, Shape};
use crate::formats::foreign::look::Look;
use crate::formats::own_csv::FoundRow;
use crate::formats::profile::{Mapper, Profile, RecordsPath, starter, starter_for};
use crate::formats::{Found, ReadError, Warning, annotations, native, own_csv};
use crate::text::encoding::{candidates, is_foreign};
use std::io::BufRead;

/// A file taken in hand.
pub struct Foreign<'a> {
    /// How it is compressed and encoded.
    pub decoding: Decoding,
    /// What it is, or why that is unknown.
    pub format: Result<Format, ForeignError>,
    /// The first line that is not UTF-8, unless an encoding was given.
    pub not_utf8: Option<u64>,
    /// Ways in which its records could lie in it, the likeliest first; none for the native format.
    pub shapes: Vec<Shape>,
    /// Its first records, in the shape chosen, else the likeliest.
    pub sample: Vec<Record>,
    /// What their members are called, for a table in the order of its columns.
    pub columns: Vec<String>,
    /// Where the records of JSON are, if the user said so.
    records: Option<RecordsPath>,
    input: Peeked<Box<dyn BufRead + Send + 'a>>,
}

impl<'a> Foreign<'a> {
    /// Looks at the start of a file.
    ///
    /// # Errors
    /// When the file cannot be read, or what is known of it beforehand does not hold together.
    pub fn open(input: impl BufRead + Send + 'a, choice: &Choice) -> Result<Self, ForeignError> {
        let encoding =
            choice.encoding.as_deref().or_else(|| choice.profile.as_ref().and_then(Profile::encoding));
        let (mut input, decoding) = carrier::decoded(input, encoding)?;
        let (mut start, mut whole);
        let mut length = PEEK;
        // Where no record ends in what is looked at, more is: the script of a page may stand behind
        // megabytes of others, and the first record may be long.
        let input = loop {
            let again;
            (start, whole, again) = carrier::peek(input, length);
            let look = Look { start: &start, whole };
            if whole || length >= carrier::MOST_PEEKED || !look.holds_no_record(choice) {
                break again;
            }
            length = (length * 8).min(carrier::MOST_PEEKED);
            input = Box::new(again);
        };
        let look = Look { start: &start, whole };
        let not_utf8 = if encoding.is_none() { look.not_utf8() } else { None };
        let foreign_text = not_utf8.filter(|_| is_foreign(&start, whole));
        let foreign = |format, shapes, sample| Self {
            decoding,
            format,
            not_utf8,
            columns: Vec::new(),
            shapes,
            sample,
            records: choice.records.clone(),
            input,
        };
        let own = choice.profile.is_none() && choice.map.is_empty();
        match choice.format.as_deref() {
            Some("native") => return Ok(foreign(Ok(Format::Native), Vec::new(), Vec::new())),
            None if own && native::recognise(&start) => {
                return Ok(foreign(Ok(Format::Native), Vec::new(), Vec::new()));
            }
            None if own && annotations::recognise(&start) => {
                return Ok(foreign(Ok(Format::Annotations), Vec::new(), Vec::new()));
            }
            _ => {}
        }
        let shapes = match look.shapes(choice) {
            Ok(shapes) => shapes,
            // A file that was cut off or damaged says so itself when it is read.
            Err(error) => return Ok(foreign(Err(error.into()), Vec::new(), Vec::new())),
        };
        let mut format = look.format(choice, &shapes)?;
        let json = matches!(shapes.first(), Some(Shape::Json(_)));
        let said = choice.records.as_ref().filter(|_| json && format.is_err());
        let (shape, sample) = match (&format, said) {
            (Ok(Format::Records(shape, _)), _) => (Some(shape.clone()), look.sample(shape)),
            (_, Some(path)) => {
                let reached = look.reach(std::slice::from_ref(path), None);
                (Some(reached.shape.clone()), look.records(&reached))
            }
            _ => {
                (shapes.first().cloned(), shapes.first().map(|shape| look.sample(shape)).unwrap_or_default())
            }
        };
        if sample.is_empty() {
            let nothing = || shape.as_ref().filter(|_| json).and_then(|shape| look.nothing(shape));
            if let Some(error) = nothing().filter(|_| not_utf8.is_none()) {
                format = Err(error.into());
            }
        }
        if let Some(line) = foreign_text.or(not_utf8.filter(|_| sample.is_empty())) {
            format = Err(ForeignError::NotUtf8 { line, candidates: candidates(&start) });
        }
        let columns = shape.map(|shape| look.columns(&shape, &sample)).unwrap_or_default();
        Ok(Self { columns, ..foreign(format, shapes, sample) })
    }

    /// A profile to begin with, for a file whose shape nobody knows yet.
    #[must_use]
    pub fn starter(&self, name: &str) -> String {
        match self.shapes.first() {
            Some(shape) => starter_for(&self.sample, &self.columns, name, shape, self.records.as_ref()),
            None => starter(&self.sample, name),
        }
    }

    /// The file, ready to be read.
    ///
    /// # Errors
    /// Why it is not known what it is.
    pub fn reading(self) -> Result<Reading<'a>, ForeignError> {
        Ok(Reading {
            format: self.format?,
            decoding: self.decoding,
            not_utf8: self.not_utf8,
            input: self.input,
        })
    }
}

/// A file that is known to be of some format.
pub struct Reading<'a> {
    format: Format,
    decoding: Decoding,
    not_utf8: Option<u64>,
    input: Peeked<Box<dyn BufRead + Send + 'a>>,
}

impl Reading<'_> {
    /// The dataset that the ids of its records live in: the profile's, else that of the file. None
    /// for a case, which names its own.
    #[must_use]
    pub fn dataset(&self, of_file: &str) -> Option<String> {
        match &self.format {
            Format::Native | Format::Annotations | Format::OwnTable(_) => None,
            Format::Records(_, profile) => Some(profile.dataset().unwrap_or(of_file).to_owned()),
        }
    }

    /// Whether it is corrob's own table.
    #[must_use]
    pub const fn is_own_table(&self) -> bool {
        matches!(self.format, Format::OwnTable(_))
    }

    /// Reads the rows of corrob's own table; of any other file, none. `keep`: with the text of each.
    ///
    /// # Errors
    /// As [`carrier::read`].
    pub(crate) fn rows<E>(
        self,
        keep: bool,
        sink: &mut dyn FnMut(FoundRow) -> Result<(), E>,
    ) -> Result<(), ReadError<E>> {
        let Format::OwnTable(table) = self.format else { return Ok(()) };
        own_csv::read(self.input, &table, keep, sink)?;
        match self.decoding.warning() {
            Some(warning) => sink(FoundRow::Warned(warning)).map_err(ReadError::Stopped),
            None => Ok(()),
        }
    }

    /// Reads it and hands what it finds to `sink`, in the order of the file. `dataset` is the one
    /// its ids live in.
    ///
    /// # Errors
    /// As [`native::read`] and [`carrier::read`].
    pub fn read<E>(
        self,
        dataset: &str,
        sink: &mut dyn FnMut(Found) -> Result<(), E>,
    ) -> Result<(), ReadError<E>> {
        let (shape, profile) = match self.format {
            Format::Native => return native::read(self.input, sink),
            Format::Annotations => return annotations::read(self.input, sink),
            // Its rows say nothing without the case they are from.
            Format::OwnTable(_) => return Ok(()),
            Format::Records(shape, profile) => (shape, profile),
        };
        let mut mapper = Mapper::new(&profile, dataset);
        // What a record refers to may stand behind it.
        let mut graph = (profile.is_linked() && shape.is_graph()).then(Graph::default);
        carrier::read(self.input, &shape, Limits::default(), &mut |carried| match (carried, &mut graph) {
            (Carried::Record(record), Some(graph)) => {
                graph.take(record).into_iter().try_for_each(|record| mapper.map(record, sink))
            }
            (Carried::Record(record), None) => mapper.map(record, sink),
            (Carried::Refused(refusal), _) => sink(Found::Refused(refusal)),
            (Carried::Warned(warning), _) => sink(Found::Warned(warning)),
        })?;
        let rest = graph.map(|mut graph| graph.ready()).into_iter().flatten();
        rest.into_iter().try_for_each(|record| mapper.map(record, sink)).map_err(ReadError::Stopped)?;
        mapper.finish(sink).map_err(ReadError::Stopped)?;
        if let Some(line) = self.not_utf8 {
            let what = "this is not UTF-8, as most of the file is; what is refused for that is named";
            let warning = Warning { line, what: what.to_owned() };
            sink(Found::Warned(warning)).map_err(ReadError::Stopped)?;
        }
        match self.decoding.warning() {
            Some(warning) => sink(Found::Warned(warning)).map_err(ReadError::Stopped),
            None => Ok(()),
        }
    }
}
