//! Citations and addresses.

use crate::domain::rows::{ClaimDetail, EvidenceRow};
use crate::domain::{Key, Party, Source};
use crate::review::keys::chars::inert;
use crate::review::state::status::Reason;
use crate::text::{for_terminal, is_direction};

/// A claim with its claimant: who says what, when, and where it stands.
pub fn claim(detail: &ClaimDetail) -> String {
    let mut text = statement(detail);
    if let Some(on) = &detail.record.asserted_on {
        text.push_str(&format!(", asserted {on}"));
    }
    for wording in &detail.wordings {
        let (key, title) = &wording.source;
        text.push_str(&format!("; {title} [{key}]"));
    }
    one_line(&text)
}

/// A piece of evidence with its claim: what it says, in which source, where.
pub fn evidence(detail: &ClaimDetail, row: &EvidenceRow) -> String {
    let says = match row.record.quote.as_ref().filter(|quote| !quote.text.is_empty()) {
        Some(quote) => format!("\u{201c}{}\u{201d}", quote.text),
        None => row.record.paraphrase.clone(),
    };
    let mut text = format!("{says} [{}, {} {}]", row.key, row.record.stance, row.claim_key);
    text.push_str(&format!(" {}", stands_in(&row.source_key, &row.source, row.record.locator.clone())));
    text.push_str(&format!(" On: {}", statement(detail)));
    one_line(&text)
}

/// A source: what it is called, who made it, when, and where it was published.
pub fn source(key: &Key, source: &Source) -> String {
    one_line(&stands_in(key, source, None))
}

/// A source, and where in it.
fn stands_in(key: &Key, source: &Source, locator: Option<String>) -> String {
    let published = source.published.as_ref().map(ToString::to_string);
    let facts =
        [Some(source.title.clone()), source.author.clone(), source.publisher.clone(), published, locator];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let url = source.url.as_ref().map(|url| format!(" {url}")).unwrap_or_default();
    format!("{} [{key}].{url}", facts.join(", "))
}

/// A party: what it is called, and its role at the time.
pub fn party(key: &Key, party: &Party) -> String {
    let facts: Vec<String> = [Some(party.name.clone()), party.role.clone()].into_iter().flatten().collect();
    one_line(&format!("{} [{key}].", facts.join(", ")))
}

fn statement(detail: &ClaimDetail) -> String {
    let claimant = detail.claimant.as_ref().map(|party| &party.name).or(detail.row.claimant.as_ref());
    match claimant {
        Some(name) => format!("{name}: {} [{}]", detail.record.text, detail.row.key),
        None => format!("{} [{}]", detail.record.text, detail.row.key),
    }
}

fn one_line(text: &str) -> String {
    let text = inert(text).split_whitespace().collect::<Vec<_>>().join(" ");
    for_terminal(&text, false).into_owned()
}

/// The address of a source, if a browser may be given it.
///
/// # Errors
/// Why not.
pub fn address(key: &Key, source: &Source) -> Result<String, Reason> {
    let Some(url) = source.url.as_deref().filter(|url| !url.is_empty()) else {
        return Err(Reason(format!("{key} has no address")));
    };
    let web = ["http://", "https://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && url.len() > scheme.len()
    });
    if !web {
        return Err(Reason(format!("the address of {key} is neither http nor https")));
    }
    if url.contains(|c: char| c.is_whitespace() || is_direction(c)) || for_terminal(url, false) != url {
        return Err(Reason(format!("the address of {key} has characters in it that no address has")));
    }
    Ok(url.to_owned())
}
