//! ClaimReview (schema.org) as JSON-LD: an array with one review a line, for the page where the
//! reviews stand.
//!
//! The array may be put into a page as it is, in `<script type="application/ld+json">`; search engines
//! that show a single review of a page take a page with one element. Only claims with a verdict are in
//! it. Without a publisher each reviewer's verdict is a review of its own, with the reviewer as its
//! author. With one, the publisher is the author of what was decided in this case, and a claim on which its
//! reviewers differ is left out: a publisher that publishes two verdicts on one claim says nothing. What came
//! with an imported file stays a review of whoever said it there.
//!
//! A verdict becomes a rating from 1 (refuted) to 5 (supported), 3 where the evidence is conflicting,
//! and the word beside it. `unproven` is no place on that scale, so it has its word alone. Confidence
//! is how sure the reviewer is, not how true the claim is: it stands in the words only.
//!
//! The claimant, and a reviewer who came with a file, has the type `Person` or `Organization` where the case
//! says which it is, else `Thing`.

use crate::domain::report::{About, Opinion, Part};
use crate::domain::rows::ClaimDetail;
use crate::domain::words::{Being, Confidence, Verdict};
use crate::formats::error::WriteError;
use crate::formats::report::Report;
use crate::formats::report::script_json::Items;
use crate::formats::report::web_address;
use serde::Serialize;
use serde_json::{Value, json};
use std::io::Write;

/// The address of the page where the reviews stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageUrl(String);

impl PageUrl {
    /// Takes an address of the web without a fragment, which each claim gets of its own.
    #[must_use]
    pub fn new(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let web = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        let host = rest.split(['/', '?']).next().unwrap_or_default();
        let plain = url.bytes().all(|byte| byte.is_ascii_graphic() && !b"#<>\"\\^`{|}".contains(&byte));
        (web && !host.is_empty() && plain).then(|| Self(url.to_owned()))
    }
}

/// What became of the claims.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Reviews that were written.
    pub written: u64,
    /// Claims on which the reviewers differ.
    pub differing: u64,
}

/// Writes the reviews.
#[derive(Debug)]
pub struct ClaimReviews<'a, W> {
    out: W,
    page: &'a PageUrl,
    publisher: Option<&'a str>,
    items: Items,
    tally: Tally,
}

#[derive(Serialize)]
struct Rating {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "alternateName")]
    name: String,
    #[serde(rename = "ratingValue", skip_serializing_if = "Option::is_none")]
    value: Option<u8>,
    #[serde(rename = "bestRating", skip_serializing_if = "Option::is_none")]
    best: Option<u8>,
    #[serde(rename = "worstRating", skip_serializing_if = "Option::is_none")]
    worst: Option<u8>,
}

impl Rating {
    fn of(verdict: Verdict, confidence: Option<Confidence>) -> Self {
        let (word, value) = match verdict {
            Verdict::Supported => ("Supported", Some(5)),
            Verdict::Refuted => ("Refuted", Some(1)),
            Verdict::Conflicting => ("Conflicting evidence", Some(3)),
            Verdict::Unproven => ("Unproven", None),
        };
        let sure = confidence.map(|sure| format!(" ({sure} confidence)")).unwrap_or_default();
        Self {
            kind: "Rating",
            name: format!("{word}{sure}"),
            value,
            best: value.map(|_| 5),
            worst: value.map(|_| 1),
        }
    }
}

#[derive(Serialize)]
struct ClaimReview<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
    #[serde(rename = "claimReviewed")]
    claim: &'a str,
    #[serde(rename = "datePublished")]
    date: &'a str,
    author: Value,
    #[serde(rename = "itemReviewed")]
    item: &'a Value,
    #[serde(rename = "reviewRating")]
    rating: Rating,
}

impl<'a, W: Write> ClaimReviews<'a, W> {
    /// Begins. With a publisher, that is the author of every review.
    pub fn new(out: W, page: &'a PageUrl, publisher: Option<&'a str>) -> Self {
        Self { out, page, publisher, items: Items::default(), tally: Tally::default() }
    }

    /// What became of the claims until now.
    #[must_use]
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    fn claim(&mut self, detail: &ClaimDetail, said: &[Opinion]) -> Result<(), WriteError> {
        let verdicts: Vec<(&Opinion, Verdict)> = said
            .iter()
            .filter_map(|opinion| opinion.annotation.verdict.map(|verdict| (opinion, verdict)))
            .collect();
        let item = item(detail);
        let (own, others): (Vec<_>, Vec<_>) = verdicts.into_iter().partition(|(opinion, _)| opinion.own);
        let signed = match self.publisher {
            // What others said elsewhere is theirs, whoever publishes it.
            Some(name) => {
                self.published(detail, &item, name, &own)?;
                others
            }
            None => {
                let all: Vec<_> = own.into_iter().chain(others).collect();
                self.tally.differing += u64::from(differ(&all));
                all
            }
        };
        signed.iter().try_for_each(|(opinion, verdict)| {
            let kind = if opinion.own { "Person" } else { kind(opinion.is) };
            let author = json!({"@type": kind, "name": opinion.reviewer});
            let rating = Rating::of(*verdict, opinion.annotation.confidence);
            self.review(detail, &item, author, rating, opinion.changed.as_str())
        })
    }

    /// The one review of the publisher, where the reviewers of this case agree.
    fn published(
        &mut self,
        detail: &ClaimDetail,
        item: &Value,
        name: &str,
        verdicts: &[(&Opinion, Verdict)],
    ) -> Result<(), WriteError> {
        let Some((_, first)) = verdicts.first() else { return Ok(()) };
        if differ(verdicts) {
            self.tally.differing += 1;
            return Ok(());
        }
        let author = json!({"@type": "Organization", "name": name});
        // The publisher is as sure as the least sure of its reviewers, and those who do not say are not.
        let sure = verdicts.iter().map(|(opinion, _)| opinion.annotation.confidence).min();
        let date = verdicts.iter().map(|(opinion, _)| opinion.changed.as_str()).max();
        self.review(detail, item, author, Rating::of(*first, sure.flatten()), date.unwrap_or_default())
    }

    fn review(
        &mut self,
        detail: &ClaimDetail,
        item: &Value,
        author: Value,
        rating: Rating,
        changed: &str,
    ) -> Result<(), WriteError> {
        let review = ClaimReview {
            context: "https://schema.org",
            kind: "ClaimReview",
            url: format!("{}#{}", self.page.0, detail.row.key),
            claim: &detail.record.text,
            date: changed.split('T').next().unwrap_or(changed),
            author,
            item,
            rating,
        };
        self.tally.written += 1;
        self.items.put(&mut self.out, &review)
    }
}

fn differ(verdicts: &[(&Opinion, Verdict)]) -> bool {
    verdicts.iter().any(|(_, verdict)| *verdict != verdicts[0].1)
}

/// The type of schema.org of a party or a reviewer.
const fn kind(is: Option<Being>) -> &'static str {
    match is {
        Some(Being::Person) => "Person",
        Some(Being::Organization) => "Organization",
        None => "Thing",
    }
}

/// The claim as schema.org has it: who makes it, when, and where it appeared.
fn item(detail: &ClaimDetail) -> Value {
    let mut item = json!({"@type": "Claim", "text": detail.record.text});
    let Some(members) = item.as_object_mut() else { return item };
    if let Some(party) = &detail.claimant {
        let mut author = json!({"@type": kind(party.is), "name": party.name});
        if let (Some(role), Some(author)) = (&party.role, author.as_object_mut()) {
            author.insert("description".into(), role.as_str().into());
        }
        members.insert("author".into(), author);
    }
    if let Some(on) = &detail.record.asserted_on {
        members.insert("datePublished".into(), on.date().as_str().into());
    }
    let mut appearance: Vec<Value> = Vec::new();
    for url in detail.wordings.iter().filter_map(|wording| web_address::written(wording.url.as_deref()?)) {
        let work = json!({"@type": "CreativeWork", "url": url});
        if !appearance.contains(&work) {
            appearance.push(work);
        }
    }
    if !appearance.is_empty() {
        members.insert("appearance".into(), appearance.into());
    }
    item
}

impl<W: Write> Report for ClaimReviews<'_, W> {
    fn begin(&mut self, _: &About) -> Result<(), WriteError> {
        Ok(self.out.write_all(b"[")?)
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        match part {
            Part::Claim(detail, said) => self.claim(detail, said),
            _ => Ok(()),
        }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        self.items.end(&mut self.out, "")
    }
}
