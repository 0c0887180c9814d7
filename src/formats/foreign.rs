//! A file of any format: what it is, how its records lie in it, which profile makes entries of them,
//! and the reading itself.

use super::carrier::{
    self, Carried, Decoding, Header, JsonShape, Limits, PEEK, Peeked, Record, Shape, Sniffed,
};
use super::profile::{Mapper, Profile, ProfileError, Recognised, recognise, starter};
use super::{FormatError, Found, ReadError, native};
use std::collections::HashSet;
use std::io::{self, BufRead};
use thiserror::Error;

/// How many records are looked at to tell what a file is.
const LOOKED_AT: usize = 50;

/// What is known of a file beforehand.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// `native`, or the name of a profile that ships; none: whatever fits.
    pub format: Option<String>,
    /// A profile of the user's own.
    pub profile: Option<Profile>,
    /// Pairs of a column and what its cells are.
    pub map: Vec<(String, String)>,
    /// What stands between the columns of a table.
    pub delimiter: Option<u8>,
    /// Whether the first row of a table is a record.
    pub no_header: bool,
    /// Where the records of a JSON file are: a path of members.
    pub records: Option<Vec<String>>,
    /// The encoding, by its label.
    pub encoding: Option<String>,
}

/// Why a file cannot be taken in hand.
#[derive(Debug, Error)]
pub enum ForeignError {
    /// It cannot be read, or is nothing that has records.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// It cannot be read at all.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// The profile, or what is mapped, does not hold together.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// No profile has this name.
    #[error("there is no format \"{0}\"; known are native, {known}", known = known())]
    NoFormat(String),
    /// No profile fits.
    #[error(
        "no known format fits it ({shape}); {}--explain shows what it holds and writes a profile to begin with",
        if matches!(.shape, Shape::Csv { .. }) { "--map COLUMN=FIELD says what a column is, " } else { "" }
    )]
    Unknown {
        /// How its records lie in it.
        shape: Shape,
    },
    /// No record of it can be read.
    #[error("it looks like {shape}, and no record can be read at its start: {why}")]
    NoRecord {
        /// How its records would lie in it.
        shape: Shape,
        /// Why not.
        why: String,
    },
    /// Several profiles fit.
    #[error("it could be {}; say which with --format", .0.join(" or "))]
    Tied(Vec<String>),
}

fn known() -> String {
    Profile::built_in().iter().map(Profile::name).collect::<Vec<_>>().join(", ")
}

/// What a file was found to be.
#[derive(Debug, Clone)]
pub enum Format {
    /// A case in corrob's own format.
    Native,
    /// Records, for a profile to make entries of.
    Records(Shape, Box<Profile>),
}

/// A file taken in hand.
pub struct Foreign<'a> {
    /// How it is compressed and encoded.
    pub decoding: Decoding,
    /// What it is; or why that cannot be told.
    pub format: Result<Format, ForeignError>,
    /// Ways in which its records could lie in it, the likeliest first; none for the native format.
    pub shapes: Vec<Shape>,
    /// Its first records, in the shape chosen, else the likeliest.
    pub sample: Vec<Record>,
    input: Peeked<Box<dyn BufRead + Send + 'a>>,
}

impl<'a> Foreign<'a> {
    /// Looks at the start of a file.
    ///
    /// # Errors
    /// When the file cannot be read, or what is known of it beforehand does not hold together.
    pub fn open(input: impl BufRead + Send + 'a, choice: &Choice) -> Result<Self, ForeignError> {
        let (input, decoding) = carrier::decoded(input, choice.encoding.as_deref())?;
        let (start, whole, input) = carrier::peek(input, PEEK);
        let foreign = |format, shapes, sample| Self { decoding, format, shapes, sample, input };
        let own = choice.profile.is_none() && choice.map.is_empty();
        match choice.format.as_deref() {
            Some("native") => return Ok(foreign(Ok(Format::Native), Vec::new(), Vec::new())),
            None if own && native::recognise(&start) => {
                return Ok(foreign(Ok(Format::Native), Vec::new(), Vec::new()));
            }
            _ => {}
        }
        let look = Look { start: &start, whole };
        let shapes = match look.shapes(choice) {
            Ok(shapes) => shapes,
            // A file that was cut off or damaged says so itself when it is read.
            Err(error) => return Ok(foreign(Err(error.into()), Vec::new(), Vec::new())),
        };
        let format = look.format(choice, &shapes)?;
        let shape = match &format {
            Ok(Format::Records(shape, _)) => Some(shape),
            _ => shapes.first(),
        };
        let sample = shape.map(|shape| look.sample(shape)).unwrap_or_default();
        Ok(foreign(format, shapes, sample))
    }

    /// A profile to begin with, for a file whose shape nobody knows yet.
    #[must_use]
    pub fn starter(&self, name: &str) -> String {
        starter(&self.sample, name)
    }

    /// The file, ready to be read.
    ///
    /// # Errors
    /// Why it cannot be told what it is.
    pub fn reading(self) -> Result<Reading<'a>, ForeignError> {
        Ok(Reading { format: self.format?, decoding: self.decoding, input: self.input })
    }
}

/// A file that is known to be of some format.
pub struct Reading<'a> {
    format: Format,
    decoding: Decoding,
    input: Peeked<Box<dyn BufRead + Send + 'a>>,
}

impl Reading<'_> {
    /// The dataset that the ids of its records live in: the profile's, else that of the file. None
    /// for a case, which names its own.
    #[must_use]
    pub fn dataset(&self, of_file: &str) -> Option<String> {
        match &self.format {
            Format::Native => None,
            Format::Records(_, profile) => Some(profile.dataset().unwrap_or(of_file).to_owned()),
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
            Format::Records(shape, profile) => (shape, profile),
        };
        let mut mapper = Mapper::new(&profile, dataset);
        carrier::read(self.input, &shape, Limits::default(), &mut |carried| match carried {
            Carried::Record(record) => mapper.map(record, sink),
            Carried::Refused(refusal) => sink(Found::Refused(refusal)),
            Carried::Warned(warning) => sink(Found::Warned(warning)),
        })?;
        mapper.finish(sink).map_err(ReadError::Stopped)?;
        match self.decoding.warning() {
            Some(warning) => sink(Found::Warned(warning)).map_err(ReadError::Stopped),
            None => Ok(()),
        }
    }
}

/// The start of a file.
struct Look<'s> {
    start: &'s [u8],
    whole: bool,
}

impl Look<'_> {
    fn sample(&self, shape: &Shape) -> Vec<Record> {
        carrier::sample(self.start, self.whole, shape, LOOKED_AT)
    }

    /// The ways in which the records could lie in the file.
    fn shapes(&self, choice: &Choice) -> Result<Vec<Shape>, FormatError> {
        if let Some(delimiter) = choice.delimiter {
            return Ok(vec![Shape::Csv { delimiter, header: header(choice) }]);
        }
        let Sniffed { shape, others } = carrier::sniff(self.start, self.whole)?;
        let mut shapes = vec![shape];
        shapes.extend(others);
        if let Some(path) = &choice.records
            && matches!(shapes[0], Shape::Json(_))
        {
            let told = [JsonShape::Array(path.clone()), JsonShape::Members(path.clone())].map(Shape::Json);
            let there = told.into_iter().find(|shape| !self.sample(shape).is_empty());
            shapes = vec![there.unwrap_or_else(|| Shape::Json(JsonShape::Array(path.clone())))];
        }
        if choice.no_header {
            for shape in &mut shapes {
                if let Shape::Csv { header, .. } = shape {
                    *header = Header::Absent;
                }
            }
        }
        Ok(shapes)
    }

    /// What the file is, by what is known of it and what it shows.
    fn format(
        &self,
        choice: &Choice,
        shapes: &[Shape],
    ) -> Result<Result<Format, ForeignError>, ForeignError> {
        let Some(first) = shapes.first() else {
            return Err(FormatError::from(super::json_split::SplitError::Empty).into());
        };
        if !choice.map.is_empty() {
            let profile = Profile::from_map(&choice.map, &columns(&self.sample(first)))?;
            return Ok(Ok(Format::Records(first.clone(), Box::new(profile))));
        }
        if let Some(profile) = &choice.profile {
            return Ok(Ok(Format::Records(
                self.shape_for(profile, choice, shapes),
                Box::new(profile.clone()),
            )));
        }
        if let Some(name) = &choice.format {
            let named = Profile::built_in().iter().find(|profile| profile.name() == name);
            let profile = named.ok_or_else(|| ForeignError::NoFormat(name.clone()))?;
            return Ok(Ok(Format::Records(
                self.shape_for(profile, choice, shapes),
                Box::new(profile.clone()),
            )));
        }
        for shape in shapes {
            match recognise(&self.sample(shape), Profile::built_in()) {
                Recognised::As(profile) => {
                    let shape = self.shape_for(profile, choice, shapes);
                    return Ok(Ok(Format::Records(shape, Box::new(profile.clone()))));
                }
                Recognised::Tied(profiles) => {
                    let names = profiles.iter().map(|profile| profile.name().to_owned()).collect();
                    return Ok(Err(ForeignError::Tied(names)));
                }
                Recognised::Unknown => {}
            }
        }
        let shape = first.clone();
        Ok(Err(match self.trouble(first) {
            Some(why) => ForeignError::NoRecord { shape, why },
            None => ForeignError::Unknown { shape },
        }))
    }

    /// Why no record can be read, where none can.
    fn trouble(&self, shape: &Shape) -> Option<String> {
        let mut met = None;
        let ended = carrier::read(self.start, shape, Limits::default(), &mut |carried| match carried {
            Carried::Record(_) => Err(None),
            Carried::Refused(refusal) => Err(Some(refusal.to_string())),
            Carried::Warned(_) => Ok(()),
        });
        match ended {
            Err(ReadError::Stopped(refused)) => met = refused,
            // Where there is more of the file, it ends here for whoever looks at its start alone.
            Err(ReadError::File(error)) if self.whole => met = Some(error.to_string()),
            _ if !self.whole => met = Some("none ends within its first megabyte".to_owned()),
            _ => {}
        }
        met
    }

    /// How the file is read for a profile: where it says its records are, if they are there, so that
    /// they stream; else the way in which it recognises them.
    fn shape_for(&self, profile: &Profile, choice: &Choice, shapes: &[Shape]) -> Shape {
        let first = &shapes[0];
        if let Shape::Csv { delimiter, header } = first {
            let asks = profile.csv();
            let header = match asks {
                Some(asks) if !asks.columns.is_empty() => Header::Columns(asks.columns.clone()),
                _ => header.clone(),
            };
            let delimiter = choice.delimiter.or(asks.and_then(|asks| asks.delimiter)).unwrap_or(*delimiter);
            return Shape::Csv { delimiter, header };
        }
        if choice.records.is_some() || !matches!(first, Shape::Json(_)) {
            return first.clone();
        }
        for path in profile.records() {
            let path: Vec<String> = path.into_iter().map(str::to_owned).collect();
            for shape in [JsonShape::Array(path.clone()), JsonShape::Members(path)].map(Shape::Json) {
                if shapes.contains(&shape) && !self.sample(&shape).is_empty() {
                    return shape;
                }
            }
        }
        let fits = |shape: &&Shape| {
            let one = std::slice::from_ref(profile);
            matches!(recognise(&self.sample(shape), one), Recognised::As(_))
        };
        shapes.iter().find(fits).unwrap_or(first).clone()
    }
}

fn header(choice: &Choice) -> Header {
    if choice.no_header { Header::Absent } else { Header::Row }
}

/// The names of the members of the first records, in the order in which they come.
#[must_use]
pub fn columns(sample: &[Record]) -> Vec<String> {
    let mut met = HashSet::new();
    let all = sample.iter().filter_map(|record| record.value.as_object()).flat_map(|members| members.keys());
    all.filter(|name| met.insert(name.as_str())).cloned().collect()
}
