//! corrob's own table, come back from a spreadsheet: what was edited in it is taken into its case.
//!
//! The whole table is compared with the case as it stands before anything is changed, since a claim or a source
//! stands in many rows of which one may be edited; then all of it goes in as one step.

use super::outcome::{ImportError, Opened, Running, Summary};
use super::table_rows::{Compared, Comparing, refusal};
use super::{Progress, Reporter};
use crate::case::{CaseError, Imported, Session, TableEdits};
use crate::formats::ReadError;
use crate::formats::own_csv::FoundRow;
use std::sync::atomic::Ordering;

/// Takes in what was edited in a table called `name`. `is_said`: that it is of this case.
///
/// # Errors
/// Why nothing was taken in. A trial ends in [`ImportError::Tried`].
pub(super) fn take(
    opened: Opened<'_>,
    running: Running<'_>,
    session: &mut Session,
    (name, is_said): (&str, bool),
) -> Result<Summary, ImportError> {
    let Opened { reading, bytes, .. } = opened;
    let Running { length, options, cancel, listener } = running;
    listener.began();
    let keep = listener.wants_records();
    let compared_at;
    let compared = {
        let case = session.case();
        let _snapshot = case.snapshot()?;
        compared_at = case.last_change()?;
        let mut table = Comparing::new(case, session.reviewer(), is_said)?;
        let listener = std::cell::RefCell::new(&mut *listener);
        let mut report = |progress| listener.borrow_mut().progress(progress);
        let mut reporter = Reporter::new(&mut report);
        let mut records = 0;
        let read = reading.rows(keep, &mut |found| {
            if cancel.asked() {
                return Err(ImportError::Cancelled);
            }
            let bytes = bytes.load(Ordering::Relaxed);
            records += 1;
            reporter.record(|| Progress { bytes, of: length, records });
            match found {
                FoundRow::Row(row) => table.row(&row)?,
                FoundRow::Refused(refusal) => table.refused.push(refusal),
                FoundRow::Warned(warning) => table.warned.push(warning),
            }
            let mut listener = listener.borrow_mut();
            for refusal in table.refused.drain(..) {
                table.refusals += 1;
                listener.refused(&refusal).map_err(ImportError::Listener)?;
            }
            for warning in table.warned.drain(..) {
                table.warnings += 1;
                listener.warned(&warning);
            }
            Ok(())
        });
        match read {
            Ok(()) => {}
            Err(ReadError::Stopped(error)) => return Err(error),
            Err(ReadError::File(_)) if cancel.asked() => return Err(ImportError::Cancelled),
            Err(ReadError::File(error)) => return Err(error.into()),
        }
        table.finish()?
    };
    let Compared { mut summary, edits, cells, refused, warned, seen, raw } = compared;
    summary.refused += refused.len() as u64;
    refused.iter().try_for_each(|refusal| listener.refused(refusal)).map_err(ImportError::Listener)?;
    summary.warnings += warned.len() as u64;
    warned.iter().for_each(|warning| listener.warned(warning));
    let edits = TableEdits { label: format!("edits from {name}"), compared_at, ..edits };
    let mut outcome = Default::default();
    if !edits.records.is_empty() || !edits.said.is_empty() {
        let before = summary.refused;
        if !options.dry_run {
            listener.closing();
        }
        let taken = session.take_table_edits(edits, |taken, refused| {
            outcome = (taken.clone(), refused.to_vec());
            let refuses = options.strict && before + refused.len() as u64 > 0;
            !options.dry_run && !refuses
        });
        match taken {
            Ok(_) => {}
            Err(CaseError::Interrupted) if options.dry_run || options.strict => {}
            Err(error) => return Err(error.into()),
        }
    }
    let (taken, refused) = outcome;
    for (record, field, reason) in refused {
        if let Some((line, place)) = cells.get(record).and_then(|cells| cells.get(field)) {
            summary.refused += 1;
            let raw = raw.get(line).cloned().unwrap_or_default();
            listener.refused(&refusal(*line, *place, reason, raw)).map_err(ImportError::Listener)?;
        }
    }
    if options.strict && summary.refused > 0 {
        return Err(ImportError::Strict(summary.refused));
    }
    let mut same = seen;
    for (kind, changed) in &taken.changed {
        if let Some(same) = same.get_mut(kind) {
            *same = same.saturating_sub(*changed);
        }
    }
    summary.imported = Imported { changed: taken.changed, same, annotations: taken.said, ..summary.imported };
    if options.dry_run { Err(ImportError::Tried(Box::new(summary))) } else { Ok(summary) }
}
