//! What is known of a claimant, a piece of evidence and a source, as Markdown.

use crate::domain::hanging::how_many;
use crate::domain::report::ReportSource;
use crate::domain::rows::EvidenceRow;
use crate::domain::words::{Naming, shown};
use crate::domain::{Kind, Party, Source, custody, wording};
use crate::formats::report::grades;
use crate::formats::report::markdown::escape::{block, line, url};
use crate::formats::report::markdown::words;

/// The claimant, with the role it had and how it is known.
pub(super) fn claimant(party: &Party) -> String {
    let role = party.role.as_deref().map(|role| format!(", {}", line(role))).unwrap_or_default();
    let naming = match party.naming {
        Naming::Named => String::new(),
        other => format!(" ({})", other.word().replace('-', " ")),
    };
    format!("{}{role}{naming}", line(&party.name))
}

/// What else is known of a piece of evidence.
pub(super) fn facts(row: &EvidenceRow) -> Vec<String> {
    let record = &row.record;
    let mut facts = Vec::new();
    facts.extend(row.via_party.as_ref().map(|(_, party)| format!("speaks: {}", line(party))));
    facts.extend(row.via_origin.as_ref().map(|(key, title)| {
        if *key == row.source_key {
            format!("rests on {key} itself")
        } else {
            format!("rests on {key} {}", line(title))
        }
    }));
    let untraced = record.via.as_ref().and_then(|via| via.untraced.as_deref());
    facts.extend(untraced.map(|why| format!("origin untraced: {}", line(why))));
    facts.extend(record.kind.as_deref().map(|kind| format!("kind: {}", line(kind))));
    facts.extend(record.dated.as_ref().map(|on| format!("dated {}", words::date(on))));
    facts.extend(record.material.as_deref().map(|material| format!("material: {}", line(material))));
    let says = record.availability.as_ref();
    let available = says.map(|says| wording::availability_with_meaning(says, row.holder.as_deref()));
    facts.extend(available.map(|says| format!("the source says: {}", line(&says))));
    let asked =
        row.requests.iter().map(|asking| format!("asked for in {} {}", asking.key, line(&asking.what())));
    facts.extend(asked);
    facts.extend(record.credibility.map(|grade| format!("credibility {}", grades::credibility(grade))));
    facts.extend(record.about.as_deref().map(|about| block(about, "    ")));
    facts
}

/// What is known of a source.
pub(super) fn source_facts(source: &Source, listed: &ReportSource) -> Vec<String> {
    let mut facts = Vec::new();
    let mut fact = |name: &str, text: Option<String>| facts.extend(text.map(|text| format!("{name}{text}")));
    fact("", source.kind.as_deref().map(line));
    fact("published by ", source.publisher.as_deref().map(line));
    fact("written by ", source.author.as_deref().map(line));
    fact("statement of ", listed.party.as_deref().map(line));
    fact("dated ", source.dated.as_ref().map(words::date));
    fact("published ", source.published.as_ref().map(words::date));
    fact("accessed ", source.accessed.as_ref().map(words::date));
    fact("language: ", source.language.as_deref().map(line));
    fact("status: ", source.status.map(|status| format!("**{status}**")));
    fact("reliability ", source.reliability.map(grades::reliability));
    fact("", source.url.as_deref().map(url));
    fact("archived: ", source.archive_url.as_deref().map(url));
    fact("SHA-256 of its document: ", source.sha256.map(|digest| digest.to_string()));
    for from in &listed.derives_from {
        let derivation = &from.derivation;
        let locator = derivation.locator.as_deref().map(|at| format!(" ({})", line(at))).unwrap_or_default();
        let about = derivation.about.as_deref().map(|about| format!(": {}", line(about))).unwrap_or_default();
        let how = shown(derivation.relation.word());
        fact("", Some(format!("{how} {} {}{locator}{about}", from.key, line(&from.title))));
    }
    for custody in custody::versions(&source.documents) {
        fact("document: ", Some(line(&custody)));
    }
    fact("", source.about.as_deref().map(|about| block(about, "    ")));
    fact("", Some(format!("{} in it", how_many(Kind::Evidence, listed.evidence))));
    facts
}
