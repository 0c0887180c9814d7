//! What came from whom.

use crate::case::error::CaseError;
use crate::case::merge::settle::Item;
use crate::case::read::filter::annotations::JUDGEMENTS;
use crate::case::tables::{columns, keys};
use crate::domain::Kind;
use crate::domain::event::Counts;
use crate::domain::hanging::{how_many, joined};
use crate::domain::ids::ItemId;
use crate::domain::wording::counted;
use rusqlite::{Connection, params};
use std::collections::BTreeSet;

/// What taking in the work of others did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// How many events were new.
    pub events: u64,
    /// What each reviewer said, as far as it was new.
    pub said: Vec<Said>,
    /// Records that are new here.
    pub added: Counts,
    /// Records that say something else now.
    pub changed: Counts,
    /// Records that are out now.
    pub removed: Counts,
    /// The keys of records that stay though somebody took them out: what others did rests on them.
    pub back: Vec<String>,
    /// How many erasures came, and were done here too.
    pub erased: u64,
    /// Where a journal goes on in two ways: its replica, and the event that there are two of.
    pub forks: Vec<(ItemId, u64)>,
    /// Whether what the case says of itself changed.
    pub described: bool,
    /// Whether two cases were joined.
    pub joined: bool,
}

/// What one reviewer said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// Their name.
    pub who: String,
    /// On how many claims and pieces of evidence they said something.
    pub items: u64,
    /// How many of these they have decided: evidence tagged or examined, claims with a verdict.
    pub decided: u64,
    /// How many of them you have decided otherwise.
    pub differ: u64,
}

impl Said {
    pub(crate) fn count(
        conn: &Connection,
        (speaker, who): (i64, String),
        me: i64,
        items: &BTreeSet<Item>,
    ) -> Result<Self, CaseError> {
        let mut said = Self { who, items: items.len() as u64, ..Self::default() };
        for (kind, item) in items {
            let Some(at) = keys::row_of(conn, *kind, *item)? else { continue };
            let decided: bool = conn
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM annotation WHERE kind = ?1 AND item = ?2 AND reviewer = ?3 \
                     AND (decided OR verdict IS NOT NULL))",
                )?
                .query_row(params![columns::kind_code(*kind), at, speaker], |r| r.get(0))?;
            said.decided += u64::from(decided);
            let mut differs = false;
            for (of, judgement, given) in JUDGEMENTS.iter().filter(|(of, ..)| of == kind) {
                let sql = format!(
                    "SELECT count(DISTINCT {judgement}) FROM annotation WHERE kind = ?1 AND item = ?2 \
                     AND reviewer IN (?3, ?4) AND ({given})"
                );
                let values = params![columns::kind_code(*of), at, speaker, me];
                let ways: i64 = conn.prepare_cached(&sql)?.query_row(values, |r| r.get(0))?;
                differs |= ways > 1 && speaker != me;
            }
            said.differ += u64::from(differs);
        }
        Ok(said)
    }

    fn sentence(&self) -> String {
        let Self { who, items, decided, differ } = self;
        if *decided == 0 {
            return format!("{who} wrote on {}", counted(*items, "item"));
        }
        let differ = match differ {
            0 => String::new(),
            1 => ", 1 differs from you".to_owned(),
            n => format!(", {n} differ from you"),
        };
        let more = match items - decided {
            0 => String::new(),
            n => format!("; and wrote on {}", counted(n, "other item")),
        };
        format!("{who} decided {decided}{differ}{more}")
    }
}

impl Merged {
    /// Whether nothing came.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.events == 0 && !self.joined
    }

    /// What came, and from whom: a sentence each.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        if self.is_nothing() {
            return vec!["nothing new".to_owned()];
        }
        let mut all: Vec<String> = self.said.iter().map(Said::sentence).collect();
        let list = |counts: &Counts| {
            joined(&counts.iter().map(|(kind, n): (&Kind, &u64)| how_many(*kind, *n)).collect::<Vec<_>>())
        };
        for (counts, what) in [(&self.added, "new"), (&self.changed, "changed"), (&self.removed, "taken out")]
        {
            if !counts.is_empty() {
                all.push(format!("{what}: {}", list(counts)));
            }
        }
        if self.described {
            all.push("what the case says of itself changed".to_owned());
        }
        if all.is_empty() {
            all.push(format!("{} came", counted(self.events, "event")));
        }
        all
    }

    /// What has to be known of it; a sentence each.
    #[must_use]
    pub fn remarks(&self) -> Vec<String> {
        let mut all = Vec::new();
        if self.joined {
            all.push("the two cases are one from here on".to_owned());
        }
        if !self.back.is_empty() {
            let (was, it) = if self.back.len() == 1 { ("was", "it") } else { ("were", "them") };
            all.push(format!(
                "{} {was} taken out by one and built on by another, and stays in the case: \"corrob remove CASE KEY\" \
                 takes {it} out for all",
                joined(&self.back)
            ));
        }
        if self.erased > 0 {
            all.push(format!("{} came and was done here too", counted(self.erased, "erasure")));
        }
        for (replica, seq) in &self.forks {
            all.push(format!(
                "the journal of replica {replica} goes on in two ways from event {seq} on, as after a copy or a backup was \
                 worked on; both are kept"
            ));
        }
        all
    }
}
