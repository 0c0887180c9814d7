//! What a filter leaves of a case.

use crate::case::tables::position;

/// What a filter leaves, each sorted: claims by their `ord`, evidence by its place. Without
/// evidence, all evidence of those claims.
#[derive(Debug, Clone, Copy)]
pub struct Scope<'a> {
    /// Claims.
    pub claims: &'a [u32],
    /// Evidence.
    pub evidence: Option<&'a [i64]>,
}

impl Scope<'_> {
    /// Whether a piece of evidence is left by the filter.
    pub(crate) fn holds(&self, pos: i64) -> bool {
        match self.evidence {
            Some(evidence) => evidence.binary_search(&pos).is_ok(),
            None => {
                u32::try_from(position::ord_of(pos)).is_ok_and(|ord| self.claims.binary_search(&ord).is_ok())
            }
        }
    }

    /// The place just before the next one that can be left by the filter, seen in the direction of
    /// travel; `None` if only going step by step will find it.
    pub(crate) fn skip_to(&self, pos: i64, forward: bool) -> Option<i64> {
        if let Some(evidence) = self.evidence {
            let at = evidence.partition_point(|p| *p < pos);
            return if forward {
                Some(evidence.get(at).map_or(i64::MAX, |p| p - 1))
            } else {
                Some(at.checked_sub(1).and_then(|at| evidence.get(at)).map_or(i64::MIN, |p| p + 1))
            };
        }
        let ord = u32::try_from(position::ord_of(pos)).ok()?;
        let at = self.claims.partition_point(|claim| *claim < ord);
        if forward {
            Some(self.claims.get(at).map_or(i64::MAX, |claim| position::pos(i64::from(*claim), 0, 0) - 1))
        } else {
            let claim = at.checked_sub(1).and_then(|at| self.claims.get(at));
            Some(claim.map_or(i64::MIN, |claim| position::pos(i64::from(*claim) + 1, 0, 0)))
        }
    }
}
