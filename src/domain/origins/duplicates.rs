//! Sources that are one: entered more than once, by their address or by their document.

use super::question::SourceNode;
use super::same_page;
use std::collections::BTreeMap;

/// Sources with one address or one document between them.
pub(super) fn duplicates(sources: &[SourceNode]) -> Vec<Vec<usize>> {
    let mut class: Vec<usize> = (0..sources.len()).collect();
    let mut seen: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for (at, source) in sources.iter().enumerate() {
        let page = source.url.as_deref().map(same_page).filter(|page| !page.is_empty());
        let document = source.sha256.as_deref().map(str::to_ascii_lowercase);
        let marks = page.map(|page| (true, page)).into_iter().chain(document.map(|sum| (false, sum)));
        for mark in marks {
            let first = *seen.entry(mark).or_insert(at);
            let (one, other) = (root(&mut class, first), root(&mut class, at));
            class[one.max(other)] = one.min(other);
        }
    }
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..sources.len() {
        found.entry(root(&mut class, at)).or_default().push(at);
    }
    found.into_values().filter(|class| class.len() > 1).collect()
}

fn root(class: &mut [usize], mut at: usize) -> usize {
    while class[at] != at {
        class[at] = class[class[at]];
        at = class[at];
    }
    at
}
