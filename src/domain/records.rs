//! The dossier: what a case says before anyone judges it. Each type is also its own native JSON:
//! a field here is a field there. References between records are the `id` of the other record.

use super::dates::Dated;
use super::ids::Digest;
pub use super::kind::Kind;
use super::words::{
    Asked, Basis, Being, Credibility, Holding, Naming, Nature, Outcome, Place, Qualifier, Relation,
    Reliability, Stance, Status,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// What every record has.
pub trait Record: Serialize + for<'de> Deserialize<'de> + Clone + std::fmt::Debug {
    /// Which kind it is.
    const KIND: Kind;
    /// Its id within its dataset; empty where the file gave none.
    fn id(&self) -> &str;
    /// Sets the id.
    fn set_id(&mut self, id: String);
    /// Its key number, once given.
    fn key(&self) -> Option<u64>;
    /// Sets the key number.
    fn set_key(&mut self, key: Option<u64>);
    /// The dataset it came from, where that is not the file's own.
    fn dataset(&self) -> Option<&str>;
    /// Names the dataset it came from.
    fn set_dataset(&mut self, dataset: Option<String>);
    /// What it refers to: the field, the kind, and the id of each other record it names.
    fn references(&self) -> Vec<(&'static str, Kind, &str)>;
    /// The words a search finds it by.
    fn words(&self) -> String;
    /// The field that must not be empty, and its text.
    fn essential(&self) -> (&'static str, &str);
}

macro_rules! record {
    (
        $(#[$meta:meta])*
        $name:ident, $kind:ident, essential $essential:ident {
            $($(#[$fmeta:meta])* pub $field:ident : $ty:ty),+ $(,)?
        }
        references |$me:ident| $references:expr,
        words |$they:ident| $words:expr
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        pub struct $name {
            /// Its id: unique among the records of its kind in its dataset.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            pub id: String,
            /// The number of its key, e.g. 103 for `E-103`; given on import where missing.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub key: Option<u64>,
            /// The dataset it came from, where that is not the file's own.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub dataset: Option<String>,
            $($(#[$fmeta])* pub $field: $ty,)+
            /// Members this version does not know, kept as they are.
            #[serde(flatten)]
            pub extra: Map<String, Value>,
        }

        impl Record for $name {
            const KIND: Kind = Kind::$kind;
            fn id(&self) -> &str { &self.id }
            fn set_id(&mut self, id: String) { self.id = id; }
            fn key(&self) -> Option<u64> { self.key }
            fn set_key(&mut self, key: Option<u64>) { self.key = key; }
            fn dataset(&self) -> Option<&str> { self.dataset.as_deref() }
            fn set_dataset(&mut self, dataset: Option<String>) { self.dataset = dataset; }
            fn references(&self) -> Vec<(&'static str, Kind, &str)> {
                let $me = self;
                let all: Vec<(&'static str, Kind, Option<&str>)> = $references;
                all.into_iter().filter_map(|(f, k, id)| id.map(|id| (f, k, id))).collect()
            }
            fn words(&self) -> String {
                let $they = self;
                let parts: Vec<Option<&str>> = $words;
                parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
            }
            fn essential(&self) -> (&'static str, &str) {
                (stringify!($essential), &self.$essential)
            }
        }
    };
}

record! {
    /// Who asserts, holds or answers. One voice quoted by three outlets is one party.
    Party, Party, essential name {
        /// The name, or for a party that is not named a short description.
        pub name: String,
        /// The name in a word or two, for lists.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub short: Option<String>,
        /// The role at the time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub role: Option<String>,
        /// A person or an organization, where it is one of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub is: Option<Being>,
        /// How it is known to us.
        pub naming: Naming,
        /// The party it belongs to or speaks for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub of: Option<String>,
        /// What a reader should know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<String>,
    }
    references |p| vec![("of", Kind::Party, p.of.as_deref())],
    words |p| vec![Some(&p.name), p.short.as_deref(), p.role.as_deref(), p.about.as_deref()]
}

record! {
    /// Something published or obtainable.
    Source, Source, essential title {
        /// The title, or a description where it has none.
        pub title: String,
        /// Who published it; absent where the text does not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub publisher: Option<String>,
        /// Who wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub author: Option<String>,
        /// What it is, in a word: official-release, official-statement, court-record,
        /// news-report, fact-check, expert-comment, intelligence-product, dataset, letter, ...
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<String>,
        /// Where it was published.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub url: Option<String>,
        /// Where a copy is kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub archive_url: Option<String>,
        /// When it was published.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub published: Option<Dated>,
        /// When it was last looked at.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub accessed: Option<Dated>,
        /// What has become of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub status: Option<Status>,
        /// Admiralty code A to F.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reliability: Option<Reliability>,
        /// Language, as a BCP 47 tag.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<String>,
        /// The party whose own word the source is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub party: Option<String>,
        /// The SHA-256 of its document, in hexadecimal: two sources with one document are one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sha256: Option<Digest>,
        /// What a reader should know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<String>,
    }
    references |s| vec![("party", Kind::Party, s.party.as_deref())],
    words |s| vec![
        Some(&s.title), s.publisher.as_deref(), s.author.as_deref(), s.url.as_deref(), s.about.as_deref(),
    ]
}

record! {
    /// One source drawing on another (PROV-O `wasDerivedFrom`).
    Derivation, Derivation, essential source {
        /// The source that draws on the other.
        pub source: String,
        /// The source drawn on.
        pub from: String,
        /// How.
        pub relation: Relation,
        /// Where in `source` that shows.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locator: Option<String>,
        /// What a reader should know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<String>,
    }
    references |d| vec![("source", Kind::Source, Some(&d.source)), ("from", Kind::Source, Some(&d.from))],
    words |d| vec![d.about.as_deref()]
}

/// How one source puts a claim, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wording {
    /// The source.
    pub source: String,
    /// Where in the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The wording, or what it comes to.
    pub text: String,
    /// Section, paragraph or page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
}

record! {
    /// A checkable statement.
    Claim, Claim, essential text {
        /// The statement, without its claimant.
        pub text: String,
        /// The party who asserts it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub claimant: Option<String>,
        /// What sort of statement it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub nature: Option<Nature>,
        /// When what it tells of happened.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub event_date: Option<Dated>,
        /// When it was asserted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub asserted_on: Option<Dated>,
        /// What it is about, in a word or two.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub topic: Option<String>,
        /// The claim it is a tier or part of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<String>,
        /// How each source puts it, and where.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub wordings: Vec<Wording>,
        /// What a reader should know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<String>,
    }
    references |c| {
        let mut all = vec![
            ("claimant", Kind::Party, c.claimant.as_deref()),
            ("parent", Kind::Claim, c.parent.as_deref()),
        ];
        all.extend(c.wordings.iter().map(|w| ("wordings.source", Kind::Source, Some(w.source.as_str()))));
        all
    },
    words |c| {
        let mut all = vec![Some(c.text.as_str()), c.topic.as_deref(), c.about.as_deref()];
        all.extend(c.wordings.iter().map(|w| Some(w.text.as_str())));
        all
    }
}

/// Words taken from a source exactly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Their language, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who translated them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translator: Option<String>,
    /// Where they stand in the source's document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
}

/// A place in a document's text (W3C Web Annotation: TextQuoteSelector, TextPositionSelector).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// The text just before.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    /// The text just after.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// First character, counted in Unicode code points from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u64>,
    /// The character after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u64>,
}

/// Whom a piece of evidence comes through, overriding what its source derives from.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Via {
    /// The party who speaks there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// The source it rests on in the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// Why the origin is not established, where it is not: "anonymous", "not recorded", ...
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unresolved: Option<String>,
}

/// What the source says of the material behind a piece of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Availability {
    /// Whether it can be inspected, as the source has it.
    pub says: Holding,
    /// The party that holds the material.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<String>,
    /// The ground for not publishing it, as the source has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// Whether the holder invoked the ground or someone inferred it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// The harm that showing it would do, as the holder has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harm: Option<String>,
}

record! {
    /// One link between a claim and a source, with its stance.
    Evidence, Evidence, essential paraphrase {
        /// The claim it bears on.
        pub claim: String,
        /// The source it stands in.
        pub source: String,
        /// How it bears on the claim.
        pub stance: Stance,
        /// What the source says, in the dossier's own words.
        pub paraphrase: String,
        /// The source's exact words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub quote: Option<Quote>,
        /// Section, paragraph or page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locator: Option<String>,
        /// What it is, in a word: summary, statement, prosecution, platform-removal, intercept,
        /// informant-report, forensic-report, bank-record, statistics, ...
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub kind: Option<String>,
        /// Admiralty code 1 to 6.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub credibility: Option<Credibility>,
        /// The material it rests on; pieces that name the same material rest on the same.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub material: Option<String>,
        /// What the source says of that material.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub availability: Option<Availability>,
        /// Whom it comes through.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub via: Option<Via>,
        /// The date of what it tells.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub dated: Option<Dated>,
        /// What a reader should know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<String>,
    }
    references |e| {
        let via = e.via.as_ref();
        vec![
            ("claim", Kind::Claim, Some(e.claim.as_str())),
            ("source", Kind::Source, Some(e.source.as_str())),
            ("via.party", Kind::Party, via.and_then(|v| v.party.as_deref())),
            ("via.origin", Kind::Source, via.and_then(|v| v.origin.as_deref())),
            ("availability.holder", Kind::Party, e.availability.as_ref().and_then(|a| a.holder.as_deref())),
        ]
    },
    words |e| vec![
        Some(&e.paraphrase), e.quote.as_ref().map(|q| q.text.as_str()), e.material.as_deref(), e.about.as_deref(),
    ]
}

/// Two figures that a share can be worked out from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareOf {
    /// The figure that is a part of the other.
    pub part: String,
    /// The figure it is a part of.
    pub whole: String,
}

record! {
    /// A quantity that a claim or a piece of evidence asserts.
    Figure, Figure, essential measures {
        /// The claim it belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub claim: Option<String>,
        /// The piece of evidence that asserts it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub evidence: Option<String>,
        /// The party who asserts it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub asserted_by: Option<String>,
        /// What is measured.
        pub measures: String,
        /// The quantity it is looked at together with others of, where that is wider than what it
        /// measures itself: figures that readers set side by side, rightly or not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub quantity: Option<String>,
        /// Among what.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub population: Option<String>,
        /// Where.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub area: Option<String>,
        /// Over what span of time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub period: Option<String>,
        /// How many months the period spans, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub months: Option<Number>,
        /// The lower bound, or the value.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub low: Option<Number>,
        /// The upper bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub high: Option<Number>,
        /// The unit: USD, %, firearms, firearms/year, people, years, ...
        pub unit: String,
        /// What the bounds mean.
        pub qualifier: Qualifier,
        /// The date the figure holds for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub as_of: Option<Dated>,
        /// The figures it can be worked out from, where it is a share: shown as arithmetic.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub share_of: Vec<ShareOf>,
        /// The source it stands in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<String>,
        /// Section, paragraph or page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locator: Option<String>,
        /// What a reader should know of it: what it can and cannot be compared with, and why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<String>,
    }
    references |f| {
        let mut all = vec![
            ("claim", Kind::Claim, f.claim.as_deref()),
            ("evidence", Kind::Evidence, f.evidence.as_deref()),
            ("asserted_by", Kind::Party, f.asserted_by.as_deref()),
            ("source", Kind::Source, f.source.as_deref()),
        ];
        for share in &f.share_of {
            all.push(("share_of.part", Kind::Figure, Some(share.part.as_str())));
            all.push(("share_of.whole", Kind::Figure, Some(share.whole.as_str())));
        }
        all
    },
    words |f| vec![Some(&f.measures), f.quantity.as_deref(), f.population.as_deref(), f.about.as_deref()]
}

record! {
    /// Who asked whom for what, and what came back.
    Request, Request, essential what {
        /// The party who asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub by: Option<String>,
        /// The party who was asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub to: Option<String>,
        /// What was asked for.
        pub what: String,
        /// A record or a comment.
        pub kind: Asked,
        /// The claim it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub claim: Option<String>,
        /// When it was made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub made: Option<Dated>,
        /// The holder's number for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tracking: Option<String>,
        /// When an answer is due.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<Dated>,
        /// What came back.
        pub outcome: Outcome,
        /// When the answer came, or the date by which none had.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answered: Option<Dated>,
        /// What the answer says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answer: Option<String>,
        /// The source that tells of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<String>,
        /// Section, paragraph or page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locator: Option<String>,
        /// What a reader should know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<String>,
    }
    references |r| vec![
        ("by", Kind::Party, r.by.as_deref()),
        ("to", Kind::Party, r.to.as_deref()),
        ("claim", Kind::Claim, r.claim.as_deref()),
        ("source", Kind::Source, r.source.as_deref()),
    ],
    words |r| vec![Some(&r.what), r.answer.as_deref(), r.tracking.as_deref(), r.about.as_deref()]
}

impl Request {
    /// Whether no answer is known to have come.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.outcome, Outcome::NoResponse | Outcome::Acknowledged)
    }
}

record! {
    /// Material that is said to exist and is not public, or that nobody has shown.
    Gap, Gap, essential material {
        /// The claim it would bear on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub claim: Option<String>,
        /// What is missing.
        pub material: String,
        /// Withheld, removed, or not shown.
        pub state: Holding,
        /// The party that holds it, or would.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub holder: Option<String>,
        /// The ground given for withholding it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ground: Option<String>,
        /// Whether the holder invoked the ground or someone inferred it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub basis: Option<Basis>,
        /// The harm that showing it would do, as the holder has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub harm: Option<String>,
        /// The requests that ask for it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub requests: Vec<String>,
        /// The source that says so.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<String>,
        /// Section, paragraph or page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub locator: Option<String>,
        /// What a reader should know of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<String>,
    }
    references |g| {
        let mut all = vec![
            ("claim", Kind::Claim, g.claim.as_deref()),
            ("holder", Kind::Party, g.holder.as_deref()),
            ("source", Kind::Source, g.source.as_deref()),
        ];
        all.extend(g.requests.iter().map(|request| ("requests", Kind::Request, Some(request.as_str()))));
        all
    },
    words |g| vec![Some(&g.material), g.harm.as_deref(), g.about.as_deref()]
}

/// What the case as a whole says of itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CaseInfo {
    /// The case's own id (UUID); given when it is made.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The dataset that ids without one of their own belong to.
    pub dataset: String,
    /// The title.
    pub title: String,
    /// The question the review is to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// The case in a paragraph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// The day the case stands as of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Dated>,
    /// Why the case should be brought up to date before it is relied on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale: Option<String>,
    /// How many days a source may stand unchecked; nothing is said of sources where it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recheck_days: Option<u32>,
    /// Members this version does not know, kept as they are.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}
