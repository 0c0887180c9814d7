//! Records: each against its digest, and the columns beside it against what it says itself.

use crate::case::error::CaseError;
use crate::case::file::open::Case;
use crate::case::out::check::{Finding, name};
use crate::case::tables::{columns, keys};
use crate::domain::ids::{Digest, ItemId, item_id};
use crate::domain::{
    CaseInfo, Claim, Derivation, Evidence, Figure, Gap, Key, Kind, Party, Record, Request, Source,
};
use rusqlite::Row;

/// Columns that hold what a field refers to: column, field, kind.
const fn referring(kind: Kind) -> &'static [(&'static str, &'static str, Kind)] {
    match kind {
        Kind::Party | Kind::Source => &[],
        Kind::Derivation => &[("source", "source", Kind::Source), ("origin", "from", Kind::Source)],
        Kind::Claim => &[("parent", "parent", Kind::Claim), ("claimant", "claimant", Kind::Party)],
        Kind::Evidence => &[("claim", "claim", Kind::Claim), ("source", "source", Kind::Source)],
        Kind::Figure => &[("claim", "claim", Kind::Claim), ("evidence", "evidence", Kind::Evidence)],
        Kind::Request | Kind::Gap => &[("claim", "claim", Kind::Claim)],
    }
}

struct Checking<'a> {
    case: &'a Case,
    count: u64,
    wrong: Vec<String>,
}

impl Case {
    pub(crate) fn check_records(&self) -> Result<Finding, CaseError> {
        let mut checking = Checking { case: self, count: 0, wrong: Vec::new() };
        checking.description()?;
        checking.each::<Party>("", |_, _| Ok(true))?;
        checking.each::<Source>("", |_, _| Ok(true))?;
        checking.each::<Derivation>("", |_, _| Ok(true))?;
        checking.each::<Claim>("", |_, _| Ok(true))?;
        checking.each::<Evidence>(", t.stance, t.material", |evidence, r| {
            let material: Option<String> = r.get("material")?;
            let stance: i64 = r.get("stance")?;
            Ok(stance == columns::stance_code(evidence.stance) && material == evidence.material)
        })?;
        checking.each::<Figure>("", |_, _| Ok(true))?;
        checking.each::<Request>("", |_, _| Ok(true))?;
        checking.each::<Gap>("", |_, _| Ok(true))?;
        Ok(Finding { what: "records", count: checking.count, wrong: checking.wrong, skipped: None })
    }
}

impl Checking<'_> {
    fn description(&mut self) -> Result<(), CaseError> {
        let (id, body): (ItemId, String) =
            self.case.conn.query_row("SELECT uuid, body FROM case_info", [], |r| {
                Ok((columns::uuid(r, 0)?, r.get(1)?))
            })?;
        let info: CaseInfo = serde_json::from_str(&body)?;
        if info.id != id.to_string() {
            name(&mut self.wrong, || "the case has another id than it says itself".into());
        }
        Ok(())
    }

    /// Every record of a kind; `rest` says whether the columns `more` agree with it.
    fn each<R: Record>(
        &mut self,
        more: &str,
        rest: impl Fn(&R, &Row<'_>) -> Result<bool, rusqlite::Error>,
    ) -> Result<(), CaseError> {
        let referring = referring(R::KIND);
        let referred: String = referring
            .iter()
            .map(|(column, _, kind)| {
                format!(", (SELECT uuid FROM {} WHERE id = t.{column})", keys::table(*kind))
            })
            .collect();
        let table = keys::table(R::KIND);
        let mut found = self
            .case
            .conn
            .prepare(&format!("SELECT t.key, t.uuid, t.body, t.digest{referred}{more} FROM {table} t"))?;
        let mut rows = found.query([])?;
        while let Some(r) = rows.next()? {
            self.count += 1;
            let key = Key::new(R::KIND, columns::count(r, 0)?);
            let body: String = r.get(2)?;
            if Digest::of(body.as_bytes()) != columns::digest(r, 3)? {
                name(&mut self.wrong, || {
                    format!("{key} does not match its digest: it was changed outside corrob")
                });
            }
            let agrees = match serde_json::from_str::<R>(&body) {
                Ok(record) => self.agrees(&record, &key, r)? && rest(&record, r)?,
                Err(_) => false,
            };
            if !agrees {
                name(&mut self.wrong, || {
                    format!("{key} is not filed as it says itself: it was changed outside corrob")
                });
            }
        }
        Ok(())
    }

    /// Whether id, key and what a record refers to are as it says itself.
    fn agrees<R: Record>(&self, record: &R, key: &Key, r: &Row<'_>) -> Result<bool, CaseError> {
        let home = record.dataset().unwrap_or(&self.case.dataset);
        if record.key() != Some(key.number) || item_id(home, R::KIND, record.id()) != columns::uuid(r, 1)? {
            return Ok(false);
        }
        let references = record.references();
        for (at, (_, field, kind)) in referring(R::KIND).iter().enumerate() {
            let says =
                references.iter().find(|(name, ..)| name == field).map(|(_, _, id)| item_id(home, *kind, id));
            let filed: Option<[u8; 16]> = r.get(4 + at)?;
            // A figure without a claim of its own is filed under that of its evidence.
            let inherited = R::KIND == Kind::Figure && *field == "claim" && says.is_none();
            if !inherited && says != filed.map(ItemId::from_bytes) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
