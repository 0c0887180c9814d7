//! Sources and parties, as the list of them in the reviewer has them.

use super::{AT_ONCE, List};
use crate::case::COUNT_ALL;
use crate::cli::outcome::Result;
use crate::cli::output::out::Out;
use crate::cli::output::table::{Fit, Table};
use crate::cli::output::words;
use crate::domain::Kind;
use crate::domain::record_list::{PartyRow, RecordOrder, RecordRow, SourceRow};
use serde_json::{Value, json};

impl List<'_> {
    /// Sources or parties in an order, each with what stands around it.
    pub(super) fn records(&self, kind: Kind, order: RecordOrder, json: bool, out: &mut Out) -> Result<()> {
        if json {
            let mut references = self.case.references();
            let mut array = out.array()?;
            self.each_row(kind, order, |row| {
                let record = match &row {
                    RecordRow::Source(row) => serde_json::to_value(&row.record)?,
                    RecordRow::Party(row) => serde_json::to_value(&row.record)?,
                };
                let mut record = references.in_keys(row.key(), record)?;
                if let Some(members) = record.as_object_mut() {
                    members.extend(beside(&row));
                }
                array.push(&record)
            })?;
            return array.finish();
        }
        let mut table = Table::new(out, if kind == Kind::Source { SOURCES } else { PARTIES });
        self.each_row(kind, order, |row| match &row {
            RecordRow::Source(row) => source(&mut table, row),
            RecordRow::Party(row) => party(&mut table, row),
        })?;
        table.finish()?;
        Ok(())
    }

    fn each_row(
        &self,
        kind: Kind,
        order: RecordOrder,
        mut each: impl FnMut(RecordRow) -> Result<()>,
    ) -> Result<()> {
        let records = self.case.arrange_records(self.reviewer, kind, order, Some(self.query))?;
        for some in records.chunks(AT_ONCE) {
            let some: Vec<i64> = some.iter().copied().map(i64::from).collect();
            let rows = self.case.rows_of_records(self.reviewer, kind, &some, COUNT_ALL)?;
            rows.into_iter().try_for_each(&mut each)?;
        }
        Ok(())
    }
}

const SOURCES: &[(&str, Fit)] = &[
    ("KEY", Fit::Whole),
    ("+", Fit::Number),
    ("=", Fit::Number),
    ("-", Fit::Number),
    ("~", Fit::Number),
    ("DECIDED", Fit::Number),
    ("GRADE", Fit::Whole),
    ("DATE", Fit::UpTo(10)),
    ("KIND", Fit::UpTo(18)),
    ("STATUS", Fit::Whole),
    ("LOOKED AT", Fit::UpTo(17)),
    ("ORIGIN", Fit::UpTo(24)),
    ("SOURCE (+ supports, = repeats, - disputes, ~ context)", Fit::Rest),
];

fn source(table: &mut Table<'_>, row: &SourceRow) -> Result<()> {
    let record = &row.record;
    let or = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let by = row.by().map(|name| format!(" ({name})")).unwrap_or_default();
    let accessed = record.accessed.as_ref().map(ToString::to_string);
    let looked_at = match (accessed, &row.stale) {
        (None, Some(_)) => "never, stale".to_owned(),
        (Some(day), Some(_)) => format!("{day}, stale"),
        (day, None) => or(day),
    };
    table.row(&[
        &row.key.to_string(),
        &row.stances.supports.to_string(),
        &row.stances.repeats.to_string(),
        &row.stances.disputes.to_string(),
        &row.stances.context.to_string(),
        &row.decided_of(),
        &words::grade(record.reliability, None),
        &or(record.day().map(ToString::to_string)),
        record.kind.as_deref().unwrap_or("-"),
        record.status.map_or("-", |status| status.word()),
        &looked_at,
        &row.origin,
        &format!("{}{by}", record.title),
    ])
}

const PARTIES: &[(&str, Fit)] = &[
    ("KEY", Fit::Whole),
    ("NAMING", Fit::Whole),
    ("CLAIMS", Fit::Number),
    ("NAME", Fit::UpTo(40)),
    ("OF", Fit::UpTo(40)),
    ("ROLE AT THE TIME", Fit::Rest),
];

fn party(table: &mut Table<'_>, row: &PartyRow) -> Result<()> {
    table.row(&[
        &row.key.to_string(),
        row.record.naming.word(),
        &row.claims.to_string(),
        &row.record.name,
        row.tie().as_deref().unwrap_or("-"),
        row.record.role.as_deref().unwrap_or("-"),
    ])
}

/// What stands around a record, beside its fields.
#[must_use]
pub fn beside(row: &RecordRow) -> serde_json::Map<String, Value> {
    let members = match row {
        RecordRow::Source(row) => {
            let stances = row.stances;
            json!({
                "evidence": {
                    "supports": stances.supports,
                    "repeats": stances.repeats,
                    "disputes": stances.disputes,
                    "context": stances.context,
                    "decided": row.decided,
                },
                "origin": row.origin,
                "stale": row.stale.as_ref().map(ToString::to_string),
            })
        }
        RecordRow::Party(row) => json!({ "claims": row.claims }),
    };
    match members {
        Value::Object(members) => members,
        _ => serde_json::Map::new(),
    }
}
