//! What a query asks of annotations.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::read::filter::check::Check;
use crate::case::tables::columns;
use crate::domain::query::{Needle, ReadingIs, State, TagIs, Term, VerdictIs, fold};
use crate::domain::{Access, Annotation, Kind, Stance, Verdict};
use rusqlite::Row;

/// More annotations of one reviewer than this, and reading all in their order is quicker than
/// looking each up.
const MANY: i64 = 20_000;

/// What reviewers can differ on, tags, readings and verdicts: of which kind, what tells what is said from all else that
/// could be said, and whether anything is. Who has no reading of their own reads evidence as listed.
pub(crate) const JUDGEMENTS: [(Kind, &str, &str); 3] = [
    (Kind::Evidence, "coalesce(access + 1, 0) * 4 + disputed * 2 + examined", "decided"),
    (Kind::Evidence, READING, "decided OR body ->> '$.reading' IS NOT NULL"),
    (Kind::Claim, "verdict", "verdict IS NOT NULL"),
];

/// How evidence is read, by the number of the stance.
const READING: &str = "CASE body ->> '$.reading' WHEN 'supports' THEN 0 WHEN 'repeats' THEN 1 \
     WHEN 'disputes' THEN 2 WHEN 'context' THEN 3 \
     ELSE (SELECT stance FROM evidence WHERE evidence.id = annotation.item) END";

/// What an annotation must say.
enum Says {
    Tag(Option<TagIs>),
    Reading(Option<Stance>),
    Verdict(Option<VerdictIs>),
    Ground(String),
    Aside,
    Noted,
    Note(Needle),
    Anything,
}

/// A judged term, its check, and what must be said for it.
pub(crate) struct Asked {
    says: Says,
    /// Where among the checks.
    pub(crate) check: usize,
    /// The reviewers, any of whom may say it.
    pub(crate) by: Vec<i64>,
}

impl Asked {
    /// What must be said for a term to hold, and whether the term holds where it is not said.
    pub(crate) fn new(term: &Term, check: usize, by: Vec<i64>) -> (Self, bool) {
        let (says, not) = match term {
            Term::Tag(TagIs::None) | Term::Is(State::Undecided) => (Says::Tag(None), true),
            Term::Is(State::Decided) => (Says::Tag(None), false),
            Term::Tag(tag) => (Says::Tag(Some(*tag)), false),
            Term::Reading(ReadingIs::None) => (Says::Reading(None), true),
            Term::Reading(reading) => (Says::Reading(reading.stance()), false),
            Term::Verdict(VerdictIs::None) => (Says::Verdict(None), true),
            Term::Verdict(verdict) => (Says::Verdict(Some(*verdict)), false),
            Term::Ground(part) => (Says::Ground(fold(part)), false),
            Term::Is(State::Aside) => (Says::Aside, false),
            Term::Is(State::Noted) => (Says::Noted, false),
            Term::Note(text) => (Says::Note(text.needle()), false),
            _ => (Says::Anything, false),
        };
        (Self { says, check, by }, not)
    }

    /// Whether the columns beside the body tell it.
    const fn is_plain(&self) -> bool {
        matches!(self.says, Says::Tag(_) | Says::Verdict(_) | Says::Aside)
    }

    fn holds(&self, kind: Kind, said: &Annotation) -> bool {
        match &self.says {
            Says::Tag(_) if kind != Kind::Evidence => false,
            Says::Tag(None) => said.is_decided(),
            Says::Tag(Some(TagIs::Released)) => said.access == Some(Access::Released),
            Says::Tag(Some(TagIs::Withheld)) => said.access == Some(Access::Withheld),
            Says::Tag(Some(TagIs::Disputed)) => said.disputed,
            Says::Tag(Some(TagIs::Examined | TagIs::None)) => said.examined && !said.is_tagged(),
            Says::Reading(None) => said.reading.is_some(),
            Says::Reading(wanted) => said.reading == *wanted,
            Says::Verdict(_) if kind != Kind::Claim => false,
            Says::Verdict(None) => said.verdict.is_some(),
            Says::Verdict(Some(wanted)) => said.verdict.is_some() && said.verdict == wanted.verdict(),
            Says::Ground(part) => {
                said.ground.as_ref().is_some_and(|ground| fold(&ground.code).contains(part))
            }
            Says::Aside => said.aside.is_some(),
            Says::Noted => said.note.is_some(),
            Says::Note(needle) => said.note.as_ref().is_some_and(|note| needle.is_in(&note.text)),
            Says::Anything => !said.is_empty(),
        }
    }
}

impl Case {
    /// Finds out of which items each is said. Others' private notes count for nothing.
    pub(crate) fn gather_said(
        &self,
        me: i64,
        asked: &[Asked],
        checks: &mut [Check],
    ) -> Result<(), CaseError> {
        let mut reviewers: Vec<i64> = asked.iter().flat_map(|a| a.by.iter().copied()).collect();
        reviewers.sort_unstable();
        reviewers.dedup();
        for reviewer in reviewers {
            let asked: Vec<&Asked> = asked.iter().filter(|a| a.by.contains(&reviewer)).collect();
            let plain = asked.iter().all(|a| a.is_plain());
            let many: bool = self
                .conn
                .prepare_cached(
                    "SELECT count(*) > ?2 FROM (SELECT 1 FROM annotation WHERE reviewer = ?1 LIMIT ?2 + 1)",
                )?
                .query_row([reviewer, MANY], |r| r.get(0))?;
            let body = if plain { "NULL" } else { "body" };
            let index = if many { "NOT INDEXED" } else { "" };
            let mut found = self.conn.prepare(&format!(
                "SELECT kind, item, access, disputed, examined, verdict, aside, {body} FROM annotation {index} \
                 WHERE reviewer = ?1"
            ))?;
            let mut rows = found.query([reviewer])?;
            while let Some(r) = rows.next()? {
                let (code, item): (i64, i64) = (r.get(0)?, r.get(1)?);
                let Some(kind) = columns::kind(code) else { continue };
                let mut said: Annotation = if plain { columns(r)? } else { columns::json(r, 7)? };
                if reviewer != me {
                    said.note = said.note.filter(|note| !note.private);
                }
                for a in &asked {
                    if a.holds(kind, &said)
                        && let Some(check) = checks.get_mut(a.check)
                    {
                        match kind {
                            Kind::Claim => check.claims.insert(item),
                            Kind::Evidence => check.pieces.insert(item),
                            _ => {}
                        }
                    }
                }
            }
        }
        Ok(())
    }

    /// Finds the items on which two reviewers differ.
    pub(crate) fn gather_conflicts(&self, check: &mut Check) -> Result<(), CaseError> {
        for (kind, judgement, given) in JUDGEMENTS {
            let mut found = self.conn.prepare(&format!(
                "SELECT item FROM annotation NOT INDEXED WHERE kind = ?1 AND ({given}) GROUP BY item \
                 HAVING min({judgement}) <> max({judgement})"
            ))?;
            let mut rows = found.query([columns::kind_code(kind)])?;
            while let Some(r) = rows.next()? {
                let ids = if kind == Kind::Claim { &mut check.claims } else { &mut check.pieces };
                ids.insert(r.get(0)?);
            }
        }
        Ok(())
    }

    /// The rows of the reviewers with a name or id.
    pub(crate) fn reviewers_called(&self, name: &str) -> Result<Vec<i64>, CaseError> {
        let wanted = fold(name);
        let mut found = self.conn.prepare("SELECT id, uuid, name FROM reviewer ORDER BY id")?;
        let mut rows = found.query([])?;
        let mut called = Vec::new();
        let mut known = Vec::new();
        while let Some(r) = rows.next()? {
            let own: String = r.get(2)?;
            if fold(&own) == wanted || columns::uuid(r, 1)?.to_string() == wanted {
                called.push(r.get(0)?);
            }
            if known.len() < 20 {
                known.push(own);
            }
        }
        if called.is_empty() {
            let who = if known.is_empty() { "nobody yet".to_owned() } else { known.join(", ") };
            let name: String = name.chars().take(60).collect();
            return Err(CaseError::Refused(format!(
                "nobody called \"{name}\" has reviewed this case; known: {who}"
            )));
        }
        Ok(called)
    }
}

/// An annotation as far as the columns beside its body tell.
fn columns(r: &Row<'_>) -> Result<Annotation, rusqlite::Error> {
    let nth = |column| -> Result<Option<usize>, rusqlite::Error> {
        Ok(r.get::<_, Option<i64>>(column)?.and_then(|n| usize::try_from(n).ok()))
    };
    Ok(Annotation {
        access: nth(2)?.and_then(|n| Access::ALL.get(n)).copied(),
        disputed: r.get(3)?,
        examined: r.get(4)?,
        verdict: nth(5)?.and_then(|n| Verdict::ALL.get(n)).copied(),
        aside: r.get::<_, bool>(6)?.then(String::new),
        ..Annotation::default()
    })
}
