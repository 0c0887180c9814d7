//! What corrob's words and signs mean: the one text that its help, its screens, its reports and its manual show.

use super::words::Stance;

/// A word of corrob's, and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The word.
    pub name: &'static str,
    /// What stands for it where there is little room.
    pub mark: Option<Mark>,
    /// What it means, in one or two sentences.
    pub text: &'static str,
}

/// A sign or letter that stands for a word on screens and in tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The sign of a stance.
    Stance(&'static str),
    /// The letter of a tag.
    Tag(&'static str),
    /// What stands beside these.
    Beside(&'static str),
}

impl Mark {
    /// The sign or letter.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Stance(sign) | Self::Tag(sign) | Self::Beside(sign) => sign,
        }
    }
}

/// The signs and letters, for what draws them. Those of the stances are the stances' own.
pub mod sign {
    /// Tagged released.
    pub const RELEASED: &str = "R";
    /// Tagged withheld.
    pub const WITHHELD: &str = "W";
    /// Released or withheld in part.
    pub const PART: &str = "p";
    /// Tagged disputed.
    pub const DISPUTED: &str = "D";
    /// Examined.
    pub const EXAMINED: &str = "e";
    /// Not decided.
    pub const UNDECIDED: &str = "\u{b7}";
    /// Set aside.
    pub const ASIDE: &str = "s";
    /// There is a note.
    pub const NOTE: &str = "n";
    /// Reviewers differ.
    pub const DIFFER: &str = "\u{2260}";
    /// Other reviewers say something.
    pub const OTHERS: &str = "&";
    /// Marked for the next tag.
    pub const MARKED: &str = "*";
    /// Matches the filter.
    pub const MATCHES: &str = "f";
    /// Not recorded, or not certain.
    pub const UNKNOWN: &str = "?";
    /// Of a claim, all evidence is decided.
    pub const ALL: &str = "\u{2713}";
    /// Of a claim, some evidence is decided.
    pub const SOME: &str = "\u{25d0}";
    /// Of a claim, no evidence is decided.
    pub const NONE: &str = "\u{25cb}";
}

/// Words that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// What they are about.
    pub heading: &'static str,
    /// The words, in the order in which they are best read.
    pub terms: &'static [Term],
}

const fn term(name: &'static str, text: &'static str) -> Term {
    Term { name, mark: None, text }
}

const fn stance(stance: Stance, text: &'static str) -> Term {
    Term { name: stance.word(), mark: Some(Mark::Stance(stance.sign())), text }
}

const fn tag(name: &'static str, letter: &'static str, text: &'static str) -> Term {
    Term { name, mark: Some(Mark::Tag(letter)), text }
}

const fn beside(name: &'static str, sign: &'static str, text: &'static str) -> Term {
    Term { name, mark: Some(Mark::Beside(sign)), text }
}

/// Every word, by what it is about.
pub const GLOSSARY: &[Section] = &[
    Section {
        heading: "What a case holds",
        terms: &[
            term(
                "case",
                "One review, in one file. It has a title, a question, a summary and the day it stands as of; what \
                 came later is not in it unless it was added as an update.",
            ),
            term(
                "claim",
                "A statement that can be checked. It is always shown with its claimant, because it is the claimant \
                 who makes it, not the case.",
            ),
            term("claimant", "The party that makes the claim."),
            term(
                "party",
                "A person, office, company or newspaper that asserts something, holds something or answers, in the \
                 role it had at the time. One voice that three outlets quote is one party.",
            ),
            term(
                "wording",
                "How one source puts a claim, and where: in a headline, the opening, the text, a caption.",
            ),
            term(
                "source",
                "Something published or obtainable, such as a news report, an official release, a court record or a \
                 dataset.",
            ),
            term(
                "document",
                "What a source says, attached to it: its text, the file as it came, and each version of it with its \
                 SHA-256 and where it came from.",
            ),
            term("draws on", "One source relays, quotes, reprints or summarizes another."),
            term(
                "evidence",
                "What one source has on one claim: which way it bears on the claim, in a quote or a paraphrase, and \
                 who speaks there.",
            ),
            term(
                "material",
                "What a piece of evidence rests on: the record, the recording, the intercept. Where none is named it \
                 is the source itself. Tags and requests are about the material.",
            ),
            term(
                "figure",
                "A quantity that a claim or a piece of evidence gives: what is counted, where and over what time, \
                 and whether the number is exact, about, up to or at least.",
            ),
            term(
                "request",
                "Who asked whom for what material or comment, when, and what came back. It counts for all evidence \
                 on that material. \u{201c}No request on record\u{201d} says only that the case knows of none.",
            ),
            term(
                "gap",
                "Material that is withheld, removed or not shown, and on which no piece of evidence rests.",
            ),
        ],
    },
    Section {
        heading: "Which way evidence bears on a claim",
        terms: &[
            stance(Stance::Supports, "Adds something for the claim."),
            stance(
                Stance::Repeats,
                "Carries the claim without adding to it. Repeats are not counted as support.",
            ),
            stance(Stance::Disputes, "Speaks against the claim."),
            stance(Stance::Context, "Bears on the claim without taking a side."),
        ],
    },
    Section {
        heading: "What a reviewer decides",
        terms: &[
            term(
                "tag",
                "A reviewer\u{2019}s judgment on the material behind a piece of evidence: released or withheld, \
                 disputed, or both.",
            ),
            tag(
                "released",
                sign::RELEASED,
                "Anyone can inspect the material, in full or in part. As a tag it is the reviewer\u{2019}s judgment; \
                 what a source says of the material is shown as that source\u{2019}s word.",
            ),
            tag(
                "withheld",
                sign::WITHHELD,
                "The material is not public, and someone says it exists or its holder will not say. This too is the \
                 reviewer\u{2019}s judgment as a tag, and otherwise a source\u{2019}s word.",
            ),
            beside("in part", sign::PART, "Beside released or withheld: only a part of the material is."),
            tag(
                "disputed",
                sign::DISPUTED,
                "Whether the material is authentic, or how it is read, is contested. It can stand alone or beside \
                 released or withheld.",
            ),
            tag("examined", sign::EXAMINED, "Looked at, and no tag applies."),
            tag("undecided", sign::UNDECIDED, "Neither tagged nor examined by this reviewer."),
            term(
                "reading",
                "A reviewer\u{2019}s own stance on a piece of evidence, where it differs from the one that the case \
                 lists. It stands beside that one; what is for and against a claim is counted as listed.",
            ),
            term(
                "ground",
                "Why material is withheld: a FOIA exemption such as (b)(7)(A), \u{201c}classified\u{201d}, \
                 \u{201c}no basis stated\u{201d}, or other words. It is invoked, by the holder, or inferred, by \
                 whoever recorded it.",
            ),
            term("Glomar", "An answer that neither confirms nor denies that the material exists."),
            term(
                "verdict",
                "A reviewer\u{2019}s judgment on a claim: supported (the evidence bears it out), refuted (the \
                 evidence speaks against it), conflicting (good evidence on both sides) or unproven (the evidence \
                 does not settle it).",
            ),
            term("confidence", "How sure the reviewer is of a tag or a verdict: low, moderate or high."),
            beside(
                "note",
                sign::NOTE,
                "A reviewer\u{2019}s text on a claim or a piece of evidence. A private note is left out of exports \
                 and reports unless asked for.",
            ),
            beside(
                "set aside",
                sign::ASIDE,
                "Left for later, with a reason. Going to the next undecided piece passes over it.",
            ),
            beside(
                "differ",
                sign::DIFFER,
                "Reviewers who have both decided a piece of evidence tagged it differently, or one of them reads its stance \
                 otherwise than another who has decided or read it.",
            ),
            term(
                "stale",
                "Due for another look: a verdict that is older than evidence added or changed since or than the \
                 retraction of a source, a quote that differs from the document it is from, or a source nobody has \
                 checked for longer than the case allows.",
            ),
        ],
    },
    Section {
        heading: "Where evidence comes from",
        terms: &[
            term(
                "origin",
                "Where a piece of evidence comes from in the end. Outlets that pass on one statement have one \
                 origin.",
            ),
            term(
                "traced",
                "The origin is known: a source in the case, or a party\u{2019}s own statement. Traced is not proved.",
            ),
            term(
                "seen, unseen",
                "A traced origin is seen where the material is released, in full or in part, and unseen otherwise: as it was \
                 tagged, else as the source says.",
            ),
            term(
                "interested",
                "The origin has a stake in the claim: it is the claimant, a party the claim concerns, someone who \
                 belongs to or speaks for one of them, or an organization that one of them speaks for. It is \
                 counted apart.",
            ),
            term(
                "untraced",
                "The origin is anonymous or not recorded. That is no sign of independence, so it is counted apart.",
            ),
            term("circular", "Sources that draw on each other and on nothing else."),
            term(
                "grade",
                "The Admiralty code, as in B2. The letter says how reliable a source is, from A (completely \
                 reliable) to E (unreliable); the number says how credible the information is, from 1 (confirmed by \
                 other sources) to 5 (improbable). F and 6 mean it cannot be judged.",
            ),
        ],
    },
    Section {
        heading: "What is public",
        terms: &[
            term(
                "ledger",
                "What of a claim\u{2019}s material is released, in full or in part, withheld, removed or not shown, \
                 on what ground, who asked for it, and what came back. A tag comes before what the source says; \
                 where tags differ, the one by which least is public counts, and a report names each.",
            ),
            term(
                "not shown",
                "Nobody says the material exists, or nobody has produced any. It is a state that the record of the \
                 evidence or of a gap gives, not a tag.",
            ),
            term(
                "removed",
                "The material was public and no longer is. Like not shown it is a recorded state, not a tag; a source \
                 whose status is removed is no longer to be had where it stood.",
            ),
            term(
                "overdue",
                "A request whose answer was due before the day the case stands as of, or before today where the case \
                 names no day.",
            ),
            term(
                "Vaughn index",
                "The list a court asks an agency for: each item that is withheld, and on what ground.",
            ),
        ],
    },
];

/// What else the reviewer's lists show by a sign; a report has none of it.
const ON_SCREEN: Section = Section {
    heading: "Signs in the lists of the reviewer",
    terms: &[
        beside("others", sign::OTHERS, "Another reviewer has said something of this piece of evidence."),
        beside("marked", sign::MARKED, "The next tag goes to all evidence that is marked, as one step."),
        beside(
            "matches",
            sign::MATCHES,
            "This piece of evidence matches the filter. All evidence of a claim stays in sight, so that the claim is \
             weighed on all of it; going to the next undecided piece stops only at those that match.",
        ),
        beside(
            "not known",
            sign::UNKNOWN,
            "Before a claim: its claimant is not recorded. In a grade: this half is not given. After a date: the date \
             is inferred.",
        ),
        beside("all decided", sign::ALL, "All evidence of this claim is decided."),
        beside("some decided", sign::SOME, "Some evidence of this claim is decided."),
        beside("none decided", sign::NONE, "No evidence of this claim is decided."),
    ],
};

/// All words and signs, as the reviewer, its help and its manual have them.
pub fn sections() -> impl Iterator<Item = &'static Section> {
    GLOSSARY.iter().chain(std::iter::once(&ON_SCREEN))
}

/// Some marks with their words, in the order of the glossary.
pub fn marks(shown: impl Fn(Mark) -> bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    let terms = sections().flat_map(|section| section.terms);
    terms.filter_map(move |term| term.mark.filter(|mark| shown(*mark)).map(|mark| (mark.sign(), term.name)))
}

/// What the signs in the cells of a matrix mean: those of stances and tags, and where reviewers differ.
#[must_use]
pub fn matrix_legend() -> String {
    let all = marks(|mark| !matches!(mark, Mark::Beside(sign) if sign != sign::DIFFER));
    all.map(|(sign, name)| format!("{sign} {name}")).collect::<Vec<_>>().join(", ")
}

/// Words as Markdown, with each section's heading behind these number signs.
#[must_use]
pub fn markdown(level: &str, sections: impl Iterator<Item = &'static Section>) -> String {
    let mut text = String::new();
    for Section { heading, terms } in sections {
        text.push_str(&format!("\n{level} {heading}\n\n"));
        for Term { name, mark, text: means } in *terms {
            let mark = mark.map(|mark| format!(" ({})", mark.sign())).unwrap_or_default();
            text.push_str(&format!("- **{name}**{mark}: {means}\n"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Mark, Stance, matrix_legend, sections};
    use crate::domain::Verdict;
    use crate::domain::tag::Tag;

    #[test]
    fn every_word_stands_once_and_its_text_is_sentences() {
        let mut names: Vec<&str> = Vec::new();
        let mut signs: Vec<&str> = Vec::new();
        for term in sections().flat_map(|section| section.terms) {
            if let Some(sign) = term.mark.map(Mark::sign) {
                assert!(!signs.contains(&sign), "{sign} means two things");
                signs.push(sign);
            }
            assert!(!names.contains(&term.name), "{} stands twice", term.name);
            assert!(term.text.ends_with('.') && !term.text.contains("  "), "{}", term.text);
            names.push(term.name);
        }
    }

    #[test]
    fn it_has_what_a_reviewer_can_say() {
        let terms: Vec<_> = sections().flat_map(|section| section.terms).collect();
        let has = |word: &str| terms.iter().any(|term| term.name == word);
        for stance in Stance::ALL {
            assert!(has(stance.word()), "{stance}");
        }
        for tag in Tag::ALL.iter().filter(|tag| **tag != Tag::Clear) {
            assert!(has(tag.word()), "{tag}");
        }
        let verdict = terms.iter().find(|term| term.name == "verdict").unwrap();
        for word in Verdict::ALL {
            assert!(verdict.text.contains(word.word()), "{word}");
        }
    }
    #[test]
    fn the_legend_of_a_matrix_has_what_its_cells_have() {
        assert_eq!(
            matrix_legend(),
            "+ supports, = repeats, - disputes, ~ context, R released, W withheld, D disputed, e examined, \
             \u{b7} undecided, \u{2260} differ"
        );
    }
}
