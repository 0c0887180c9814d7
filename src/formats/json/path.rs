//! Records that stand further in: the members of an object, and arrays under the members of a
//! wrapping object.

use crate::formats::json::split::{At, Break, Layout, Met, SplitError, Splitter};
use std::io::BufRead;

/// At most this many names of members are listed where the records are not found.
const LISTED: usize = 12;

/// The members under which the records stand, and how far in the walk is.
#[derive(Debug, Default)]
pub(super) struct JsonPath {
    names: Vec<String>,
    /// How many wrapping objects are open.
    level: usize,
    /// Whether the records were met.
    found: bool,
    /// How far in the walk has come, the members met there, and what stands where the records should.
    furthest: usize,
    met: Vec<String>,
    instead: Option<&'static str>,
}

impl JsonPath {
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

    /// Whether the path leads through, or to, a member of this name.
    fn meets(&mut self, name: &str) -> bool {
        if self.level == self.furthest && self.met.len() <= LISTED {
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
                let more = if met.len() > LISTED { ", ..." } else { "" };
                format!("the object there has {}{more}", met[..met.len().min(LISTED)].join(", "))
            }
        };
        SplitError::Missing { path, instead }
    }
}

impl<R: BufRead> Splitter<R> {
    /// Where the walk stands behind an array or object of records.
    pub(super) fn behind(&self) -> At {
        if self.path.level > 0 { At::Outside { after: true } } else { At::End }
    }

    /// A record that is a member of an object.
    pub(super) fn member(&mut self, after: bool) -> Result<Option<(u64, Met)>, SplitError> {
        self.want(self.line())?;
        let line = self.line();
        if let Some((slip, after)) = self.comma(after, b'}')? {
            self.at = At::Member { after };
            return Ok(Some((line, Met::Slip(slip))));
        }
        match self.want(line)? {
            b'}' => {
                self.take(b'}');
                self.at = self.behind();
                return Ok(None);
            }
            b'"' => {}
            found => return Err(self.lost(found, "the name of a member")),
        }
        let named = self.read_name()?;
        self.want(line)?;
        let line = self.line();
        let why = self.value(false)?;
        self.at = At::Member { after: true };
        let why = why.or(named.is_err().then_some(Break::Name));
        Ok(Some((line, why.map_or(Met::Record, Met::Broken))))
    }

    /// A member of a wrapping object: into the one wanted, past any other.
    pub(super) fn outside(&mut self, after: bool) -> Result<Option<(u64, Met)>, SplitError> {
        if !self.next_member(after)? {
            self.path.level -= 1;
            self.at = self.behind();
            let missing = self.at == At::End && !self.path.found;
            return if missing { Err(self.path.missing()) } else { Ok(None) };
        }
        let wanted = self.read_name()?.is_ok() && self.path.meets(&self.name);
        let first = self.want(self.line())?;
        let line = self.line();
        self.at = At::Outside { after: true };
        if wanted && self.path.level < self.path.names.len() && first == b'{' {
            self.take(first);
            self.path.enter();
            self.at = At::Outside { after: false };
            return Ok(None);
        }
        if wanted && self.path.level == self.path.names.len() {
            let records = match (self.layout, first) {
                (Layout::Array, b'[') => At::Item { after: false },
                (Layout::Members, b'{') => At::Member { after: false },
                (Layout::Array, b'{') => {
                    self.reached();
                    let why = self.value(false)?;
                    return Ok(Some((line, why.map_or(Met::Record, Met::Broken))));
                }
                (_, b'[') => {
                    self.path.instead = Some("an array, not an object whose members are records");
                    return self.pass();
                }
                _ => {
                    self.path.instead = Some("a single value");
                    return self.pass();
                }
            };
            self.take(first);
            self.reached();
            self.at = records;
            return Ok(None);
        }
        self.pass()
    }

    /// Notes that the records are where they were looked for. They have no names of their own there.
    fn reached(&mut self) {
        self.path.found = true;
        self.name.clear();
    }
}
