//! The start of a file: how records lie in it, and which profile they are for.

use crate::formats::carrier;
use crate::formats::carrier::{Carried, Header, JsonShape, Limits, Record, Shape, Sniffed, Table, Told};
use crate::formats::foreign::choice::{Choice, ForeignError, Format, columns};
use crate::formats::profile::{Profile, Reach, Recognised, RecordsPath, unwrapped};
use crate::formats::profile::{recognise, recognise_but_for_lists};
use crate::formats::{FormatError, ReadError, annotations, native, own_csv};

/// How many records are looked at to recognise a file.
const LOOKED_AT: usize = 50;

/// The start of a file.
pub(super) struct Look<'s> {
    pub start: &'s [u8],
    pub whole: bool,
}

/// How the records are got at: what a carrier hands out, and what of it is to be unwrapped.
pub(super) struct Reached {
    pub shape: Shape,
    within: Vec<RecordsPath>,
}

impl Look<'_> {
    /// The first records in some shape.
    pub(super) fn sample(&self, shape: &Shape) -> Vec<Record> {
        carrier::sample(self.start, self.whole, shape, LOOKED_AT)
    }

    fn json(&self, shape: JsonShape) -> Vec<Record> {
        self.sample(&Shape::Json(shape))
    }

    /// The first records as they are reached.
    pub(super) fn records(&self, reached: &Reached) -> Vec<Record> {
        let sample = self.sample(&reached.shape);
        if reached.within.is_empty() { sample } else { unwrapped(&sample, &reached.within) }
    }

    /// The first line that is not UTF-8.
    pub(super) fn not_utf8(&self) -> Option<u64> {
        let error = std::str::from_utf8(self.start).err()?;
        // What is cut off at the end may go on behind it.
        error.error_len().or(self.whole.then_some(0))?;
        let before = &self.start[..error.valid_up_to()];
        Some(memchr::memchr_iter(b'\n', before).count() as u64 + 1)
    }

    /// Whether it looks like records of which none ends within it.
    pub(super) fn holds_no_record(&self, choice: &Choice) -> bool {
        if choice.format.as_deref() == Some("native")
            || [native::recognise, annotations::recognise].iter().any(|known| known(self.start))
        {
            return false;
        }
        self.shapes(choice).is_ok_and(|shapes| shapes.iter().all(|shape| self.sample(shape).is_empty()))
    }

    /// Why there are no records in a file that is all here, where that is known.
    pub(super) fn nothing(&self, shape: &Shape) -> Option<FormatError> {
        if !self.whole {
            return None;
        }
        match carrier::read(self.start, shape, Limits::default(), &mut |_| Ok::<(), ()>(())) {
            Err(ReadError::File(error)) => Some(error),
            _ => None,
        }
    }

    /// The ways in which the records could lie in the file.
    pub(super) fn shapes(&self, choice: &Choice) -> Result<Vec<Shape>, FormatError> {
        let told = told(choice, choice.profile.as_ref());
        if choice.delimiter.is_some() || told.skip.is_some() {
            return Ok(vec![Shape::Csv(self.table(&told))]);
        }
        let Sniffed { shape, others } = carrier::sniff(self.start, self.whole)?;
        if let Shape::Csv(_) = &shape {
            return Ok(vec![Shape::Csv(self.table(&told))]);
        }
        let mut shapes = vec![shape];
        shapes.extend(others);
        Ok(shapes)
    }

    /// How a table is written, by what is known of it and what it shows.
    fn table(&self, told: &Told) -> Table {
        let table = carrier::sniff_table(self.start, self.whole, told);
        table.unwrap_or_else(|| Table {
            skip: told.skip.unwrap_or(0),
            ..Table::new(told.delimiter.unwrap_or(b','), told.header.clone().unwrap_or(Header::Row))
        })
    }

    /// The columns of a table in their order, else the names of the members of the first records.
    pub(super) fn columns(&self, shape: &Shape, sample: &[Record]) -> Vec<String> {
        match shape {
            Shape::Csv(table) => carrier::column_names(self.start, table),
            _ => columns(sample),
        }
    }

    /// What the file is, by what is known of it and what it shows.
    pub(super) fn format(
        &self,
        choice: &Choice,
        shapes: &[Shape],
    ) -> Result<Result<Format, ForeignError>, ForeignError> {
        let Some(first) = shapes.first() else {
            return Err(FormatError::from(crate::formats::json::SplitError::Empty).into());
        };
        let as_one = |profile: &Profile| self.chosen(profile, choice, shapes, None);
        if !choice.map.is_empty() {
            let said = choice.records.as_ref().filter(|_| matches!(first, Shape::Json(_)));
            let reached = match said {
                Some(path) => self.reach(std::slice::from_ref(path), None),
                None => Reached { shape: first.clone(), within: Vec::new() },
            };
            let columns = self.columns(&reached.shape, &self.records(&reached));
            let profile = Profile::from_map(&choice.map, &columns)?;
            return Ok(Ok(Format::Records(reached.shape, Box::new(profile.with_records(reached.within)))));
        }
        if let Some(profile) = &choice.profile {
            let format = as_one(profile);
            return Ok(match self.lacking(&format, profile) {
                Some(error) => Err(error),
                None => Ok(format),
            });
        }
        if let Some(own) = self.own_table(choice, shapes) {
            return Ok(own);
        }
        if let Some(name) = &choice.format {
            let named = Profile::built_in().iter().find(|profile| profile.name() == name);
            return Ok(Ok(as_one(named.ok_or_else(|| ForeignError::NoFormat(name.clone()))?)));
        }
        let said = choice.records.as_ref().filter(|_| matches!(first, Shape::Json(_)));
        let ways = match said {
            Some(path) => vec![self.reach(std::slice::from_ref(path), None)],
            None => shapes.iter().map(|shape| Reached { shape: shape.clone(), within: Vec::new() }).collect(),
        };
        for way in ways {
            match self.recognised(&way) {
                Recognised::As(profile) => {
                    return Ok(Ok(self.chosen(profile, choice, shapes, Some(way.shape))));
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

    /// Which profile the records are for, as they are reached: by the first of them, where those do not show it by
    /// all that are here, and where nothing stands in any of what would show it by what else they have.
    fn recognised(&self, way: &Reached) -> Recognised<'static> {
        let profiles = Profile::built_in();
        let first = self.records(way);
        match recognise(&first, profiles) {
            Recognised::Unknown if !first.is_empty() => {}
            known => return known,
        }
        let Some(nearly) = recognise_but_for_lists(&first, profiles) else { return Recognised::Unknown };
        let all = carrier::sample(self.start, self.whole, &way.shape, usize::MAX);
        let all = if way.within.is_empty() { all } else { unwrapped(&all, &way.within) };
        match recognise(&all, profiles) {
            Recognised::Unknown => Recognised::As(nearly),
            known => known,
        }
    }

    /// Whether it is corrob's own table, where that was said or shows.
    fn own_table(&self, choice: &Choice, shapes: &[Shape]) -> Option<Result<Format, ForeignError>> {
        let said = choice.format.as_deref().map(|format| format == "csv");
        let (table, columns) = match shapes.first()? {
            shape @ Shape::Csv(table) => (Some(table), self.columns(shape, &[])),
            _ => (None, Vec::new()),
        };
        match table.filter(|_| said != Some(false) && own_csv::recognise(&columns)) {
            Some(table) => Some(Ok(Format::OwnTable(table.clone()))),
            None => (said == Some(true)).then(|| Err(ForeignError::NotOwnTable { has: columns.join(", ") })),
        }
    }

    /// Why no record can be read, where none can.
    fn trouble(&self, shape: &Shape) -> Option<String> {
        let ended = carrier::read(self.start, shape, Limits::default(), &mut |carried| match carried {
            Carried::Record(_) => Err(None),
            Carried::Refused(refusal) => Err(Some(refusal.to_string())),
            Carried::Warned(_) => Ok(()),
        });
        match ended {
            Err(ReadError::Stopped(refused)) => refused,
            // Where there is more of the file, it ends here for whoever looks at its start alone.
            _ if !self.whole => Some(format!("none ends within its first {} MiB", self.start.len() >> 20)),
            Err(ReadError::File(error)) => Some(error.to_string()),
            Ok(()) => None,
        }
    }

    /// The file read as a profile says.
    fn chosen(&self, profile: &Profile, choice: &Choice, shapes: &[Shape], seen: Option<Shape>) -> Format {
        let json = matches!(shapes.first(), Some(Shape::Json(_)));
        let paths = match &choice.records {
            Some(path) => std::slice::from_ref(path),
            None if profile.is_strict() => profile.records(),
            None => &[],
        };
        if json && !paths.is_empty() {
            let Reached { shape, within } = self.reach(paths, Some(profile));
            return Format::Records(shape, Box::new(profile.with_records(within)));
        }
        Format::Records(self.shape_for(profile, choice, shapes, seen), Box::new(profile.clone()))
    }

    /// How the records are got at that stand at the first of these paths to lead to any.
    pub(super) fn reach(&self, paths: &[RecordsPath], profile: Option<&Profile>) -> Reached {
        let json = |shape, within| Reached { shape: Shape::Json(shape), within };
        let array = self.start.trim_ascii_start().first() == Some(&b'[');
        if array || carrier::has_several(self.start) {
            // Each value is unwrapped by itself.
            let spread = paths
                .iter()
                .any(|path| path.reach() == Some(Reach { names: Vec::new(), every: true, rest: None }));
            return match (array, paths.iter().any(RecordsPath::is_whole)) {
                (_, true) => json(JsonShape::Lines, Vec::new()),
                (true, false) if spread => json(JsonShape::Array(Vec::new()), Vec::new()),
                (true, false) => json(JsonShape::Array(Vec::new()), paths.to_vec()),
                (false, false) => json(JsonShape::Lines, paths.to_vec()),
            };
        }
        for path in paths {
            if path.is_whole() {
                return json(JsonShape::Lines, Vec::new());
            }
            match path.reach() {
                Some(Reach { names, every, rest }) => {
                    let within: Vec<RecordsPath> = rest.into_iter().collect();
                    if let Some(shape) = self.stands(&names, every, profile)
                        && (within.is_empty() || !unwrapped(&self.json(shape.clone()), &within).is_empty())
                    {
                        return json(shape, within);
                    }
                }
                None => {
                    let path = std::slice::from_ref(path);
                    if !unwrapped(&self.json(JsonShape::Lines), path).is_empty() {
                        return json(JsonShape::Lines, path.to_vec());
                    }
                }
            }
        }
        // One that shows itself to be a record is it; else whoever reads on says what is missing.
        if profile.is_some_and(|profile| fits(profile, &self.json(JsonShape::Lines))) {
            return json(JsonShape::Lines, Vec::new());
        }
        match paths.first().and_then(RecordsPath::reach) {
            Some(Reach { names, every: true, rest }) if names.is_empty() || !self.whole => {
                json(JsonShape::Members(names), rest.into_iter().collect())
            }
            Some(Reach { names, rest, .. }) => json(JsonShape::Array(names), rest.into_iter().collect()),
            None => json(JsonShape::Lines, paths.to_vec()),
        }
    }

    /// What stands at a path: a list of records, an object of them, or a single one.
    fn stands(&self, names: &[String], every: bool, profile: Option<&Profile>) -> Option<JsonShape> {
        let (list, object) = (JsonShape::Array(names.to_vec()), JsonShape::Members(names.to_vec()));
        let members = self.json(object.clone());
        let one = self.json(list.clone());
        if members.is_empty() {
            return (!one.is_empty()).then_some(list);
        }
        let members_are_records = every
            || one.is_empty()
            || match profile {
                Some(profile) => profile.finds(&members) > profile.finds(&one),
                None => members.iter().all(|record| record.value.is_object() || record.value.is_array()),
            };
        Some(if members_are_records { object } else { list })
    }

    /// How the file is read for a profile that does not say where its records are, or may find them
    /// in several places: where it says they may be, so that they stream; else the way in which it
    /// recognises them, and of several that in which it finds most.
    fn shape_for(&self, profile: &Profile, choice: &Choice, shapes: &[Shape], seen: Option<Shape>) -> Shape {
        let first = &shapes[0];
        if let Shape::Csv(table) = first {
            let told = told(choice, Some(profile));
            let as_seen = told.delimiter.is_none_or(|delimiter| delimiter == table.delimiter)
                && told.header.as_ref().is_none_or(|header| *header == table.header);
            return Shape::Csv(if as_seen { table.clone() } else { self.table(&told) });
        }
        if !matches!(first, Shape::Json(_)) {
            return first.clone();
        }
        for path in profile.records() {
            let path = path.beginning();
            if path.is_empty() {
                continue;
            }
            for shape in [JsonShape::Array(path.clone()), JsonShape::Members(path)].map(Shape::Json) {
                if shapes.contains(&shape) && !self.sample(&shape).is_empty() {
                    return shape;
                }
            }
        }
        if let Some(seen) = seen {
            return seen;
        }
        let samples: Vec<_> = shapes.iter().map(|shape| (shape, self.sample(shape))).collect();
        let mut best: Option<((bool, usize), &Shape)> = None;
        for (shape, sample) in &samples {
            let score = (fits(profile, sample), profile.finds(sample));
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, shape));
            }
        }
        match best.filter(|(score, _)| *score > (false, 0)) {
            Some((_, shape)) => shape.clone(),
            // The first record is longer than what is looked at: lists within it are not the records.
            None if self.start.trim_ascii_start().first() == Some(&b'{') => Shape::Json(JsonShape::Lines),
            None => first.clone(),
        }
    }

    /// The columns a profile reads and a table has not.
    fn lacking(&self, format: &Format, profile: &Profile) -> Option<ForeignError> {
        let Format::Records(shape @ Shape::Csv(table), _) = format else { return None };
        let has =
            if self.sample(shape).is_empty() { Vec::new() } else { carrier::column_names(self.start, table) };
        if has.is_empty() {
            return None;
        }
        let lacks = profile.lacks(&has)?;
        Some(ForeignError::Columns { lacks, has: has.join(", ") })
    }
}

fn fits(profile: &Profile, sample: &[Record]) -> bool {
    matches!(recognise(sample, std::slice::from_ref(profile)), Recognised::As(_))
}

/// What is known of a table beforehand.
fn told(choice: &Choice, profile: Option<&Profile>) -> Told {
    let asks = profile.and_then(Profile::csv);
    let columns = asks.map(|asks| &asks.columns).filter(|columns| !columns.is_empty());
    Told {
        delimiter: choice.delimiter.or(asks.and_then(|asks| asks.delimiter)),
        header: match columns {
            Some(columns) => Some(Header::Columns(columns.clone())),
            None => choice.no_header.then_some(Header::Absent),
        },
        skip: choice.skip_lines.or(asks.and_then(|asks| asks.skip_lines)),
    }
}
