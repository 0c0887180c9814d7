//! The dossier: what a case says before anyone judges it. Each type is also its own native JSON:
//! a field here is a field there. References between records are the `id` of the other record.

use super::dates::Dated;
use super::document::DocumentInfo;
use super::ids::Digest;
pub use super::kind::Kind;
use super::shape::{Reference, Shape, Shaped, inside, shaped};
use super::words::{
    Asked, Basis, Being, Credibility, Holding, Naming, Nature, Outcome, Placement, Qualifier, Relation,
    Reliability, Stance, Status,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};

/// What every record has.
pub trait Record: Shaped + Serialize + for<'de> Deserialize<'de> + Clone + std::fmt::Debug {
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
    /// The field that must not be empty, and its text.
    fn essential(&self) -> (&'static str, &str);
    /// What it refers to, in the order of its fields.
    fn references(&self) -> Vec<Reference<'_>> {
        let mut all = Vec::new();
        self.add_references(&mut all);
        all
    }
    /// The words a search finds it by.
    fn words(&self) -> String {
        let mut all = Vec::new();
        self.add_words(&mut all);
        all.join("\n")
    }
}

macro_rules! record {
    ($(#[doc = $doc:literal])+ $name:ident essential $essential:ident { $($rows:tt)+ }) => {
        shaped! {
            $(#[doc = $doc])+
            $name essential $essential {
                {
                    /// Its id: unique among the records of its kind in its dataset.
                    #[serde(default, skip_serializing_if = "String::is_empty")]
                    pub id: String,
                    /// The number of its key, e.g. 103 for `E-103`; given on import where missing.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    pub key: Option<u64>,
                    /// The dataset it came from, where that is not the file's own.
                    #[serde(default, skip_serializing_if = "Option::is_none")]
                    pub dataset: Option<String>,
                }
                $($rows)+
                {
                    /// Members this version does not know, kept as they are.
                    #[serde(flatten)]
                    pub extra: Map<String, Value>,
                }
            }
        }

        impl Record for $name {
            const KIND: Kind = Kind::$name;
            fn id(&self) -> &str { &self.id }
            fn set_id(&mut self, id: String) { self.id = id; }
            fn key(&self) -> Option<u64> { self.key }
            fn set_key(&mut self, key: Option<u64>) { self.key = key; }
            fn dataset(&self) -> Option<&str> { self.dataset.as_deref() }
            fn set_dataset(&mut self, dataset: Option<String>) { self.dataset = dataset; }
            fn essential(&self) -> (&'static str, &str) {
                (stringify!($essential), &self.$essential)
            }
        }
    };
}

impl Kind {
    /// The fields of its records.
    #[must_use]
    pub const fn shape(self) -> &'static Shape {
        match self {
            Self::Party => Party::SHAPE,
            Self::Source => Source::SHAPE,
            Self::Derivation => Derivation::SHAPE,
            Self::Claim => Claim::SHAPE,
            Self::Evidence => Evidence::SHAPE,
            Self::Figure => Figure::SHAPE,
            Self::Request => Request::SHAPE,
            Self::Gap => Gap::SHAPE,
        }
    }
}

record! {
    /// Who asserts, holds or answers. One voice quoted by three outlets is one party.
    Party essential name {
        /// The name, or a short description of a party that is not named.
        name: String, "Name", words;
        /// The name in a word or two, for lists.
        short: Option<String>, "Short name", words;
        /// Its role at the time.
        role: Option<String>, "Role", words;
        /// A person or an organization, where it is one of them.
        is: Option<Being>, "Is";
        /// How it is known to us.
        naming: Naming, "Naming";
        /// The party it belongs to or speaks for.
        of: Option<String> => Party, "Of";
        /// Whether it speaks for the party it is of, or only belongs to it.
        speaks_for: Option<bool>, "Speaks for";
        /// What a reader should know of it.
        about: Option<String>, "About", words;
    }
}

record! {
    /// Something published or obtainable.
    Source essential title {
        /// The title, or a description where it has none.
        title: String, "Title", words;
        /// Its name in a word or two, for rows and column heads.
        short: Option<String>, "Short name", words;
        /// Who published it; absent where the text does not say.
        publisher: Option<String>, "Publisher", words;
        /// Who wrote it.
        author: Option<String>, "Author", words;
        /// What it is, in a word: official-release, official-statement, court-record, news-report,
        /// fact-check, expert-comment, intelligence-product, dataset, letter, ...
        kind: Option<String>, "Kind";
        /// Where it was published.
        url: Option<String>, "URL", words;
        /// Where a copy is kept.
        archive_url: Option<String>, "Archive URL";
        /// The date that the document itself bears.
        dated: Option<Dated>, "Dated";
        /// When it was published.
        published: Option<Dated>, "Published";
        /// When it was last looked at.
        accessed: Option<Dated>, "Accessed";
        /// What has become of it.
        status: Option<Status>, "Status";
        /// How reliable it is, by the Admiralty code.
        reliability: Option<Reliability>, "Reliability";
        /// Its language, as a BCP 47 tag.
        language: Option<String>, "Language";
        /// The party whose own statement it is.
        party: Option<String> => Party, "Party";
        /// The SHA-256 of its document, in hexadecimal: two sources with one document are one.
        sha256: Option<Digest>, "SHA-256";
        /// The versions of its document that are attached, the latest last.
        documents: Vec<DocumentInfo> [default], "Documents";
        /// What a reader should know of it.
        about: Option<String>, "About", words;
    }
}

record! {
    /// One source drawing on another (PROV-O wasDerivedFrom).
    Derivation essential source {
        /// The source that draws on the other.
        source: String => Source, "Source";
        /// The source drawn on.
        from: String => Source, "From";
        /// How it draws on it.
        relation: Relation, "Relation";
        /// Where that shows: section, paragraph or page.
        locator: Option<String>, "Locator";
        /// What a reader should know of it.
        about: Option<String>, "About", words;
    }
}

inside! {
    /// How one source puts a claim, and where.
    Wording {
        /// The source.
        source: String => Source, "Source";
        /// Where in the source.
        place: Option<Placement>, "Place";
        /// The wording, or what it comes to.
        text: String, "Wording", words;
        /// Section, paragraph or page.
        locator: Option<String>, "Locator";
    }
}

record! {
    /// A checkable statement.
    Claim essential text {
        /// The statement, without its claimant.
        text: String, "Claim", words;
        /// A name for it in some 30 characters, for lists.
        label: Option<String>, "Label", words;
        /// The party who asserts it.
        claimant: Option<String> => Party, "Claimant";
        /// The parties it concerns, beside its claimant.
        concerns: Vec<String> [default] => Party, "Concerns";
        /// What sort of statement it is.
        nature: Option<Nature>, "Nature";
        /// When the event it speaks of happened.
        event_date: Option<Dated>, "Event date";
        /// When it was asserted.
        asserted_on: Option<Dated>, "Asserted on";
        /// What it is about, in a word or two.
        topic: Option<String>, "Topic", words;
        /// The claim it is a tier or part of.
        parent: Option<String> => Claim, "Part of";
        /// How each source puts it, and where.
        wordings: Vec<Wording> [default], "Wordings", words;
        /// What a reader should know of it.
        about: Option<String>, "About", words;
    }
}

inside! {
    /// Words taken from a source exactly.
    Quote {
        /// The words.
        text: String, "Quote", words;
        /// Their language, as a BCP 47 tag.
        language: Option<String>, "Language";
        /// Who translated them.
        translator: Option<String>, "Translator";
        /// Where they stand in the source's document.
        anchor: Option<Anchor>, "Anchor";
    }
}

inside! {
    /// A place in a document's text (W3C Web Annotation: TextQuoteSelector, TextPositionSelector).
    Anchor [Default] {
        /// The text just before.
        prefix: Option<String>, "Before";
        /// The text just after.
        suffix: Option<String>, "After";
        /// First character, counted in Unicode code points from 0.
        start: Option<u64>, "Start";
        /// The character after the last.
        end: Option<u64>, "End";
    }
}

inside! {
    /// Who speaks in a piece of evidence and the origin it rests on, overriding what its source derives from.
    Via [Default] {
        /// The party who speaks there.
        party: Option<String> => Party, "Speaks";
        /// The source it rests on in the end.
        origin: Option<String> => Source, "Rests on";
        /// Why the origin cannot be traced, where it cannot: "anonymous", "not recorded", ...
        untraced: Option<String> | "unresolved", "Untraced";
    }
}

inside! {
    /// What the source says of the material behind a piece of evidence.
    Availability {
        /// Whether it can be inspected, as the source has it.
        says: Holding, "Availability";
        /// The party that holds the material.
        holder: Option<String> => Party, "Holder";
        /// The ground for not publishing it, as the source has it: a FOIA exemption, or text.
        ground: Option<String> as Ground, "Ground";
        /// Whether the holder invoked the ground or someone inferred it.
        basis: Option<Basis>, "Basis";
        /// The harm that showing it would do, as the holder has it.
        harm: Option<String>, "Harm";
    }
}

record! {
    /// One link between a claim and a source, with its stance.
    Evidence essential paraphrase {
        /// The claim it bears on.
        claim: String => Claim, "Claim";
        /// The source it stands in.
        source: String => Source, "Source";
        /// How it bears on the claim.
        stance: Stance, "Stance";
        /// What the source says, in the dossier's own words.
        paraphrase: String, "Paraphrase", words;
        /// The source's exact words.
        quote: Option<Quote>, "Quote", words;
        /// Section, paragraph or page.
        locator: Option<String>, "Locator";
        /// What it is, in a word: summary, statement, prosecution, platform-removal, intercept,
        /// informant-report, forensic-report, bank-record, statistics, ...
        kind: Option<String>, "Kind";
        /// How credible it is, by the Admiralty code.
        credibility: Option<Credibility>, "Credibility";
        /// The material it rests on; pieces that name the same material rest on the same.
        material: Option<String>, "Material", words;
        /// The requests that ask for that material.
        requests: Vec<String> [default] => Request, "Requests";
        /// What the source says of that material.
        availability: Option<Availability>, "Availability";
        /// Who speaks there, and the origin it rests on.
        via: Option<Via>, "Via";
        /// The date of what it reports.
        dated: Option<Dated>, "Dated";
        /// What a reader should know of it.
        about: Option<String>, "About", words;
    }
}

inside! {
    /// Two figures that a share can be worked out from.
    ShareOf [Eq] {
        /// The figure that is a part of the other.
        part: String => Figure, "Part";
        /// The figure it is a part of.
        whole: String => Figure, "Whole";
    }
}

record! {
    /// A quantity that a claim or a piece of evidence asserts.
    Figure essential measures {
        /// The claim it belongs to.
        claim: Option<String> => Claim, "Claim";
        /// The piece of evidence that asserts it.
        evidence: Option<String> => Evidence, "Evidence";
        /// The party who asserts it.
        asserted_by: Option<String> => Party, "Asserted by";
        /// What is measured.
        measures: String, "Measures", words;
        /// The quantity it is looked at together with others of, where that is wider than what it
        /// measures itself: figures that readers set side by side, rightly or not.
        quantity: Option<String>, "Quantity", words;
        /// Among what.
        population: Option<String>, "Population", words;
        /// Where.
        area: Option<String>, "Area";
        /// Over what span of time.
        period: Option<String>, "Period";
        /// How many months the period spans, where that is known.
        months: Option<Number>, "Months";
        /// The lower bound, or the value.
        low: Option<Number>, "Low";
        /// The upper bound.
        high: Option<Number>, "High";
        /// The unit: USD, %, firearms, firearms/year, people, years, ...
        unit: String, "Unit";
        /// What the bounds mean.
        qualifier: Qualifier, "Qualifier";
        /// The date the figure holds for.
        as_of: Option<Dated>, "As of";
        /// The figures it can be worked out from, where it is a share: shown as arithmetic.
        share_of: Vec<ShareOf> [default], "Share of";
        /// The source it stands in.
        source: Option<String> => Source, "Source";
        /// Section, paragraph or page.
        locator: Option<String>, "Locator";
        /// What a reader should know of it: what it can and cannot be compared with, and why.
        about: Option<String>, "About", words;
    }
}

record! {
    /// Who asked whom for what, and what came back.
    Request essential what {
        /// The party who asked.
        by: Option<String> => Party, "By";
        /// The party who was asked.
        to: Option<String> => Party, "To";
        /// What was asked for.
        what: String, "What", words;
        /// A record or a comment.
        kind: Asked, "Kind";
        /// The claim it is about.
        claim: Option<String> => Claim, "Claim";
        /// When it was made.
        made: Option<Dated>, "Made";
        /// The holder's number for it.
        tracking: Option<String>, "Tracking number", words;
        /// When an answer is due.
        due: Option<Dated>, "Due";
        /// What came back.
        outcome: Outcome, "Outcome";
        /// When the answer came, or the date by which none had.
        answered: Option<Dated>, "Answered";
        /// What the answer says.
        answer: Option<String>, "Answer", words;
        /// The source that reports it.
        source: Option<String> => Source, "Source";
        /// Section, paragraph or page.
        locator: Option<String>, "Locator";
        /// What a reader should know of it.
        about: Option<String>, "About", words;
    }
}

impl Claim {
    /// What a list calls it: its label, or else its text.
    #[must_use]
    pub fn called(&self) -> &str {
        called(self.label.as_deref(), &self.text)
    }
}

/// What to call something that has a short name, or none worth the name.
pub(super) fn called<'a>(short: Option<&'a str>, whole: &'a str) -> &'a str {
    short.filter(|short| !short.is_empty()).unwrap_or(whole)
}

impl Source {
    /// What a row or the head of a column calls it: its short name, or else its title.
    #[must_use]
    pub fn called(&self) -> &str {
        called(self.short.as_deref(), &self.title)
    }

    /// The day a row tells it by: the one the document bears, or else the one on which it was published.
    #[must_use]
    pub fn day(&self) -> Option<&Dated> {
        self.dated.as_ref().or(self.published.as_ref())
    }
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
    Gap essential material {
        /// The claim it would bear on.
        claim: Option<String> => Claim, "Claim";
        /// What is missing.
        material: String, "Material", words;
        /// What the sources say of it.
        state: Holding, "State";
        /// The party that holds it, or would.
        holder: Option<String> => Party, "Holder";
        /// The ground given for withholding it: a FOIA exemption, or text.
        ground: Option<String> as Ground, "Ground";
        /// Whether the holder invoked the ground or someone inferred it.
        basis: Option<Basis>, "Basis";
        /// The harm that showing it would do, as the holder has it.
        harm: Option<String>, "Harm", words;
        /// The requests that ask for it.
        requests: Vec<String> [default] => Request, "Requests";
        /// The source that says so.
        source: Option<String> => Source, "Source";
        /// Section, paragraph or page.
        locator: Option<String>, "Locator";
        /// What a reader should know of it.
        about: Option<String>, "About", words;
    }
}

shaped! {
    /// What the case as a whole says of itself.
    CaseInfo [Default] essential title {
        {
            /// The case's own id (UUID); given when it is made.
            #[serde(default, skip_serializing_if = "String::is_empty")]
            pub id: String,
            /// The dataset that ids without one of their own belong to.
            pub dataset: String,
        }
        /// The title.
        title: String, "Title";
        /// The question the review is to answer.
        question: Option<String>, "Question";
        /// The case in a paragraph.
        summary: Option<String>, "Summary";
        /// The day the case stands as of.
        as_of: Option<Dated>, "As of";
        /// Why the case should be brought up to date before it is relied on.
        stale: Option<String>, "Stale";
        /// How many days a source may stand unchecked; nothing is said of sources where it is not given.
        recheck_days: Option<u32>, "Recheck after";
        {
            /// Members this version does not know, kept as they are.
            #[serde(flatten)]
            pub extra: Map<String, Value>,
        }
    }
}
