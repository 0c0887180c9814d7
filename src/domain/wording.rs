//! Claimants, judgments, grounds and availability in words, the same on every screen and in every report.

use super::annotation::{Annotation, Ground};
use super::grounds;
use super::ledger;
use super::records::{Availability, Wording};
use super::tag::Tag;
use super::words::{Access, Basis, Confidence, Stance};

/// Why a piece of evidence cannot have a source it rests on and a reason why it has none.
pub const TRACED_AND_UNTRACED: &str =
    "evidence that rests on a source is traced, and cannot be untraced as well";

/// Stands in place of a claimant where none is recorded.
pub const CLAIMANT_NOT_RECORDED: &str = "Claimant not recorded";

/// What stands before a claim's text: a claim is never shown without its claimant.
#[must_use]
pub fn attribution(claimant: Option<&str>) -> String {
    format!("{}: ", claimant.unwrap_or(CLAIMANT_NOT_RECORDED))
}

/// A claim's text with its claimant.
#[must_use]
pub fn assertion(claimant: Option<&str>, text: &str) -> String {
    attribution(claimant) + text
}

/// Whether anyone can inspect the material: "released", "withheld in part".
#[must_use]
pub fn access(access: Access, part: bool) -> String {
    format!("{access}{}", if part { " in part" } else { "" })
}

/// The tags of an annotation: "withheld in part", "disputed", "examined".
#[must_use]
pub fn tags(said: &Annotation) -> Vec<String> {
    let access = said.access.map(|it| access(it, said.part));
    let disputed = said.disputed.then(|| "disputed".to_owned());
    let examined = said.examined.then(|| "examined".to_owned());
    access.into_iter().chain(disputed).chain(examined).collect()
}

/// The tags of an annotation as the name of a step: "released and disputed"; "cleared" where there are none.
#[must_use]
pub fn tag_label(said: &Annotation) -> String {
    let words: Vec<&str> = [Tag::Released, Tag::Withheld, Tag::Disputed, Tag::Examined]
        .into_iter()
        .filter(|tag| said.has(*tag))
        .map(Tag::word)
        .collect();
    if words.is_empty() { "cleared".to_owned() } else { words.join(" and ") }
}

/// The details of a tag as the name of a step: "in part, ground (b)(4), invoked".
#[must_use]
pub fn details(part: bool, ground: Option<&Ground>, confidence: Option<Confidence>) -> String {
    let parts = [
        part.then(|| "in part".to_owned()),
        ground.map(|ground| format!("ground {}, {}", grounds::shown(&ground.code), ground.basis)),
        confidence.map(|confidence| format!("{confidence} confidence")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "no details".to_owned() } else { parts.join(", ") }
}

/// Everything in an annotation but its note: "withheld, ground Glomar, inferred, low confidence".
#[must_use]
pub fn judgement(said: &Annotation) -> String {
    let mut parts = tags(said);
    parts.extend(said.reading.map(|stance| format!("read as {}", reading(stance))));
    parts.extend(said.ground.as_ref().map(|it| format!("ground {}", ground(it))));
    parts.extend(said.verdict.map(|verdict| format!("verdict {verdict}")));
    parts.extend(said.confidence.map(|confidence| format!("{confidence} confidence")));
    parts.extend(said.reason.as_ref().map(|reason| format!("reason: {reason}")));
    parts.extend(said.aside.as_deref().map(set_aside));
    parts.join(", ")
}

/// What a piece of evidence is read as: "supporting", "context".
#[must_use]
pub const fn reading(stance: Stance) -> &'static str {
    match stance {
        Stance::Supports => "supporting",
        Stance::Repeats => "repeating",
        Stance::Disputes => "disputing",
        Stance::Context => "context",
    }
}

/// That an item is set aside, and the reason where one is given.
#[must_use]
pub fn set_aside(reason: &str) -> String {
    if reason.is_empty() { "set aside".to_owned() } else { format!("set aside: {reason}") }
}

/// A reviewer's ground without what it stands for: "(b)(1), invoked by the agency on 2025-10-14".
#[must_use]
pub fn ground(ground: &Ground) -> String {
    format!("{}, {}{}", grounds::shown(&ground.code), basis_of(ground), harm(ground.harm.as_deref()))
}

/// The same with what it stands for: "(b)(6): personal privacy, inferred".
#[must_use]
pub fn ground_with_meaning(ground: &Ground) -> String {
    grounds::sentence(&ground.code, Some(&basis_of(ground))) + &harm(ground.harm.as_deref())
}

fn basis_of(ground: &Ground) -> String {
    grounds::basis(ground.basis, None, ground.by.as_deref(), ground.on.as_ref())
}

/// What a source says of the material behind evidence, without what the ground stands for: "withheld, held by the
/// agency, ground Glomar, invoked".
#[must_use]
pub fn availability(says: &Availability, holder: Option<&str>) -> String {
    let basis = says.basis.map(|basis| format!(", {basis}")).unwrap_or_default();
    available(says, holder, |code| grounds::shown(code) + &basis)
}

/// The same with what the ground stands for, and by whom it was invoked.
#[must_use]
pub fn availability_with_meaning(says: &Availability, holder: Option<&str>) -> String {
    let by = holder.filter(|_| says.basis == Some(Basis::Invoked));
    let basis = says.basis.map(|basis| grounds::basis(basis, None, by, None));
    available(says, holder, |code| grounds::sentence(code, basis.as_deref()))
}

fn available(says: &Availability, holder: Option<&str>, ground: impl Fn(&str) -> String) -> String {
    let held = holder.map(|holder| format!(", {}", ledger::held_by(says.says, holder))).unwrap_or_default();
    let ground = says.ground.as_ref().map(|code| format!(", ground {}", ground(code))).unwrap_or_default();
    format!("{}{held}{ground}{}", ledger::holding(says.says), harm(says.harm.as_deref()))
}

/// Where in its source a wording stands: "lead, opening"; a part of it that names the other stands for both.
#[must_use]
pub fn place(wording: &Wording) -> String {
    let place = wording.place.map(|place| place.to_string());
    let locator = wording.locator.as_deref().unwrap_or_default();
    let place = place.filter(|place| !locator.to_lowercase().contains(place.as_str()));
    let parts = [place.as_deref().unwrap_or_default(), locator];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Words taken from a source exactly, between quotation marks, unless they bring their own.
#[must_use]
pub fn quoted(words: &str) -> String {
    let words = words.trim();
    match words.chars().next() {
        Some('"' | '\u{201c}' | '\u{201e}' | '\u{ab}' | '\u{2018}') => words.to_owned(),
        _ => format!("\u{201c}{words}\u{201d}"),
    }
}

/// The harm that showing some material would do.
#[must_use]
pub fn harm(harm: Option<&str>) -> String {
    harm.map(|harm| format!("; harm, as its holder has it: {harm}")).unwrap_or_default()
}

/// With a capital letter at the beginning.
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

/// A number of something: "1 record", "12,000 records", "2 parties".
#[must_use]
pub fn counted(n: u64, what: &str) -> String {
    let number = super::figures::written(&n.into());
    match what.strip_suffix('y') {
        _ if n == 1 => format!("{number} {what}"),
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{number} {stem}ies"),
        _ => format!("{number} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Wording, counted, place};

    #[test]
    fn a_place_is_said_once() {
        for (given, locator, said) in [
            ("headline", "Headline", "Headline"),
            ("summary", "executive summary", "executive summary"),
            ("lead", "opening", "lead, opening"),
            ("lead", "", "lead"),
        ] {
            let wording =
                serde_json::json!({ "source": "s", "place": given, "text": "t", "locator": locator });
            assert_eq!(place(&serde_json::from_value::<Wording>(wording).unwrap()), said);
        }
    }

    #[test]
    fn one_is_singular_and_the_rest_are_not() {
        assert_eq!([counted(1, "record"), counted(0, "record")], ["1 record", "0 records"]);
        assert_eq!([counted(1200, "day"), counted(2, "party")], ["1,200 days", "2 parties"]);
    }
}
