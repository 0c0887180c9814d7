//! Two claims of the case in memory that are one. Of what is the same as what it knows what tests ask.

use super::*;
use crate::review::protocol::record::{Combining, FormOf, Half, Others};

impl Fake {
    /// Those with the same words come first.
    pub(super) fn others(&self, of: &FormOf, text: &str) -> Result<Others, String> {
        let of = self.titled(&self.by_id(of)?)?;
        let kind = of.0.kind;
        let all: Vec<Titled> = match kind {
            Kind::Claim => self.claims.iter().map(|row| (row.key.clone(), row.text.clone())).collect(),
            kind => (1..).zip(&self.sources).map(|(n, it)| (Key::new(kind, n), it.title.clone())).collect(),
        };
        let others = all.into_iter().filter(|(key, name)| *key != of.0 && name.contains(text));
        let (likely, named): (Vec<_>, Vec<_>) = others.partition(|(_, name)| *name == of.1);
        let likely = likely.into_iter().map(|titled| (titled, "same words")).collect();
        Ok(Others { of, likely, named })
    }

    pub(super) fn combining(&self, stays: &FormOf, goes: &FormOf) -> Result<Combining, String> {
        let half = |of: &FormOf| -> Result<Half, String> {
            let FormOf::Record(kind, item) = self.by_id(of)? else { return Err("it is no record".into()) };
            let titled = self.titled(&FormOf::Record(kind, item))?;
            let fields = match kind {
                Kind::Claim => vec![("claim".to_owned(), titled.1.clone())],
                _ => match self.record(ViewOf::Item(Target { kind, item })) {
                    Viewed::Record(Some(detail)) => detail.fields,
                    _ => Vec::new(),
                },
            };
            Ok(Half { item, titled, fields })
        };
        let (stays, goes) = (half(stays)?, half(goes)?);
        let mut after = stays.fields.clone();
        after.push(("about".to_owned(), format!("Also put as: \u{201c}{}\u{201d}", goes.titled.1)));
        let moved = self.evidence.iter().filter(|row| row.claim == goes.item || row.source_id == goes.item);
        let moved = moved.count() as u64;
        let moved = if moved == 0 { BTreeMap::new() } else { BTreeMap::from([(Kind::Evidence, moved)]) };
        let kind = stays.titled.0.kind;
        Ok(Combining { kind, stays, goes, after, moved, remarks: Vec::new() })
    }

    /// Combines two claims; returns what was done.
    pub(super) fn combine(&mut self, kind: Kind, stays: ItemId, goes: ItemId) -> Result<String, String> {
        let key = |item| Ok::<_, String>(self.titled(&FormOf::Record(kind, item))?.0);
        let label = format!("{} combined into {}", key(goes)?, key(stays)?);
        self.claims.retain(|row| row.id != goes);
        for row in self.evidence.iter_mut().filter(|row| row.claim == goes) {
            row.claim = stays;
            row.record.claim = stays.to_string();
        }
        self.put_in_order();
        Ok(label)
    }
}
