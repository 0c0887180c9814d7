//! Records that stand further in: the members of an object, and arrays under the members of a
//! wrapping object.

use crate::formats::json::split::{At, Break, Layout, NAME, Piece, Slip, SplitError, Splitter};
use std::io::BufRead;

/// So many names of members are told where the records are not found.
const TOLD: usize = 12;

/// The members under which the records stand, and how far in the walk is.
#[derive(Debug, Default)]
pub(super) struct Way {
    names: Vec<String>,
    /// How many wrapping objects are open.
    level: usize,
    /// Whether the records were met.
    found: bool,
    /// How far in the walk has come, the members met there, and what stands at the end of the way.
    furthest: usize,
    met: Vec<String>,
    instead: Option<&'static str>,
}

impl Way {
    pub(super) fn new(names: &[String]) -> Self {
        Self { names: names.to_vec(), ..Self::default() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    pub(super) fn enter(&mut self) {
        self.level += 1;
        if self.level > self.furthest {
            self.furthest = self.level;
            self.met.clear();
        }
    }

    fn meets(&mut self, name: &str) -> bool {
        if self.level == self.furthest && self.met.len() <= TOLD {
            self.met.push(name.chars().take(100).collect());
        }
        self.names.get(self.level.wrapping_sub(1)).is_some_and(|wanted| wanted == name)
    }

    fn missing(&self) -> SplitError {
        let path = self.names.join(".");
        let instead = match (self.instead, self.met.as_slice()) {
            (Some(instead), _) => format!("there is {instead}"),
            (None, []) => "the object is empty".to_owned(),
            (None, met) => {
                let more = if met.len() > TOLD { ", ..." } else { "" };
                format!("the object there has {}{more}", met[..met.len().min(TOLD)].join(", "))
            }
        };
        SplitError::Missing { path, instead }
    }
}

/// What a step is that has put its bytes into the buffer.
pub(super) enum Step {
    Record { line: u64 },
    Broken { line: u64, why: Break },
    Slip { line: u64, slip: Slip },
}

/// Which member comes next.
enum Next {
    End,
    Named,
    /// One whose name cannot be read.
    Unnamed,
}

impl<R: BufRead> Splitter<R> {
    pub(super) fn handed(&self, step: Step) -> Result<Piece<'_>, SplitError> {
        let (section, raw) = (self.section.as_str(), self.record.as_slice());
        Ok(match step {
            Step::Record { line } => Piece::Record { section, line, raw },
            Step::Broken { line, why } => Piece::Broken { section, line, raw, why },
            Step::Slip { line, slip } => Piece::Slip { section: "", line, slip },
        })
    }

    /// Where the walk stands behind an array or object of records.
    pub(super) fn outside(&mut self) -> At {
        if self.way.level > 0 { At::Way { after: true } } else { At::End }
    }

    /// Reads the name of the next member into `section`, and the colon behind it.
    fn next_name(&mut self) -> Result<Next, SplitError> {
        let line = self.line();
        let found = self.want(line)?;
        if found == b'}' {
            return Ok(Next::End);
        }
        if found != b'"' {
            return Err(self.lost(found, "the name of a member"));
        }
        self.scan.begin_alone();
        let too_long = self.gather(NAME)?;
        let name = serde_json::from_slice(&self.record).ok();
        let readable = !too_long && name.is_some();
        self.section = name.unwrap_or_default();
        let found = self.want(line)?;
        if found != b':' {
            return Err(self.lost(found, "\":\""));
        }
        self.take(found);
        Ok(if readable { Next::Named } else { Next::Unnamed })
    }

    /// A step among the members of an object of records; none where it ends.
    pub(super) fn named(&mut self, after: bool) -> Result<Option<Step>, SplitError> {
        let mut found = self.want(self.line())?;
        let (mut line, mut indent) = (self.line(), self.scan.indent());
        if found == b',' {
            self.take(found);
            found = self.want(line)?;
            if !after || matches!(found, b',' | b'}') {
                self.at = At::Member { after: after && found == b',' };
                return Ok(Some(Step::Slip { line, slip: Slip::CommaExtra }));
            }
            if indent.is_none() || self.scan.indent().is_some() {
                (line, indent) = (self.line(), self.scan.indent());
            }
        } else if after && found == b'"' {
            self.at = At::Member { after: false };
            return Ok(Some(Step::Slip { line, slip: Slip::CommaMissing }));
        }
        let unnamed = match self.next_name()? {
            Next::End => {
                self.take(b'}');
                self.at = self.outside();
                return Ok(None);
            }
            Next::Named => false,
            Next::Unnamed => true,
        };
        self.want(line)?;
        let indent = indent.filter(|_| self.line() == line);
        let line = self.line();
        self.scan.begin_named(indent, line);
        let why = self.value(false)?;
        // Where a broken record ends is a guess: a comma may or may not follow.
        let after = why.is_none() || self.peek()? == Some(b',');
        self.at = At::Member { after };
        Ok(Some(match why.or(unnamed.then_some(Break::Name)) {
            Some(why) => Step::Broken { line, why },
            None => Step::Record { line },
        }))
    }

    /// A step among the members of a wrapping object: into the one wanted, past any other.
    pub(super) fn on_the_way(&mut self, after: bool) -> Result<Option<Step>, SplitError> {
        let mut found = self.want(self.line())?;
        if after && found == b',' {
            self.take(found);
            found = self.want(self.line())?;
        } else if after && found != b'}' {
            return Err(self.lost(found, "\",\" or \"}\""));
        }
        if found == b'}' {
            self.take(found);
            return self.leave().map(|()| None);
        }
        let wanted = match self.next_name()? {
            Next::Named => {
                let name = std::mem::take(&mut self.section);
                let wanted = self.way.meets(&name);
                self.section = name;
                wanted
            }
            Next::Unnamed | Next::End => false,
        };
        let first = self.want(self.line())?;
        let line = self.line();
        if wanted && self.way.level < self.way.names.len() && first == b'{' {
            self.take(first);
            self.way.enter();
            self.at = At::Way { after: false };
            return Ok(None);
        }
        if wanted && self.way.level == self.way.names.len() {
            match (self.layout, first) {
                (Layout::Array, b'[') | (Layout::Members, b'{') => {
                    self.take(first);
                    self.section.clear();
                    self.way.found = true;
                    let members = self.layout == Layout::Members;
                    self.at = if members { At::Member { after: false } } else { At::Item { after: false } };
                    return Ok(None);
                }
                (Layout::Array, b'{') => {
                    self.section.clear();
                    self.way.found = true;
                    self.at = At::Way { after: true };
                    self.scan.begin_alone();
                    let why = self.value(false)?;
                    return Ok(Some(why.map_or(Step::Record { line }, |why| Step::Broken { line, why })));
                }
                (_, b'[') => self.way.instead = Some("an array, not an object whose members are records"),
                _ => self.way.instead = Some("a single value"),
            }
        }
        self.pass()
    }

    /// Passes over a value that holds no records.
    fn pass(&mut self) -> Result<Option<Step>, SplitError> {
        let line = self.line();
        self.at = At::Way { after: true };
        self.scan.begin_alone();
        self.gather(0)?;
        if let Some((line, found)) = self.scan.lost_for_good() {
            return Err(SplitError::Lost { line, found, wanted: "the rest of the value" });
        }
        let broken = self.scan.broken().filter(|why| !matches!(why, Break::TooDeep { .. }));
        Ok(broken.map(|why| Step::Broken { line, why }))
    }

    /// Leaves a wrapping object.
    fn leave(&mut self) -> Result<(), SplitError> {
        self.way.level -= 1;
        self.at = self.outside();
        if self.at == At::End && !self.way.found {
            return Err(self.way.missing());
        }
        Ok(())
    }
}
