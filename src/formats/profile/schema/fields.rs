//! The fields a profile may fill: those of the native records, by the same names.

use crate::domain::Kind;
use crate::formats::profile::schema::draft::{Draft, Given};

/// What a template makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Makes {
    /// A record of the dossier.
    Record(Kind),
    /// What a reviewer says.
    Annotation,
}

impl Makes {
    /// Everything a template can make, in the order in which entries go into a case.
    pub const ALL: [Self; 9] = [
        Self::Record(Kind::Party),
        Self::Record(Kind::Source),
        Self::Record(Kind::Derivation),
        Self::Record(Kind::Claim),
        Self::Record(Kind::Evidence),
        Self::Record(Kind::Figure),
        Self::Record(Kind::Request),
        Self::Record(Kind::Gap),
        Self::Annotation,
    ];

    /// The word for one of them: the name of its template.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Record(kind) => kind.word(),
            Self::Annotation => "annotation",
        }
    }

    /// The section they stand in.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Record(kind) => kind.plural(),
            Self::Annotation => "annotations",
        }
    }

    /// The fields it has.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Record(Kind::Party) => PARTY,
            Self::Record(Kind::Source) => SOURCE,
            Self::Record(Kind::Derivation) => DERIVATION,
            Self::Record(Kind::Claim) => CLAIM,
            Self::Record(Kind::Evidence) => EVIDENCE,
            Self::Record(Kind::Figure) => FIGURE,
            Self::Record(Kind::Request) => REQUEST,
            Self::Record(Kind::Gap) => GAP,
            Self::Annotation => ANNOTATION,
        }
    }

    /// The fields that must be there.
    pub const fn required(self) -> &'static [&'static str] {
        match self {
            Self::Record(Kind::Party) => &["name"],
            Self::Record(Kind::Source) => &["title"],
            Self::Record(Kind::Derivation) => &["source", "from", "relation"],
            Self::Record(Kind::Claim) => &["text"],
            Self::Record(Kind::Evidence) => &["claim", "source", "stance", "paraphrase"],
            Self::Record(Kind::Figure) => &["measures", "unit"],
            Self::Record(Kind::Request) => &["what"],
            Self::Record(Kind::Gap) => &["material", "state"],
            Self::Annotation => &["reviewer"],
        }
    }
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Text, kept as it stands.
    Text,
    /// An id or a name, without blanks around it.
    Id,
    /// The id of another record.
    Ref(Kind),
    /// One word of a vocabulary.
    Word,
    /// Words of a vocabulary, one or several.
    Words,
    /// A date.
    Date,
    /// A point in time.
    Time,
    /// A number.
    Number,
    /// A whole number from 0.
    Count,
    /// True or false.
    Flag,
}

/// One field.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name, as native JSON has it.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Sets it.
    pub set: fn(&mut Draft, Given) -> Result<(), String>,
}

/// One field of one kind of record: its name, what it takes, and how it is set.
macro_rules! field {
    ($of:ident, $name:literal, $takes:expr, |$it:ident, $given:ident| $set:expr) => {
        Field {
            name: $name,
            takes: $takes,
            set: |draft, $given| {
                if let Draft::$of($it) = draft {
                    $set;
                }
                Ok(())
            },
        }
    };
    ($of:ident, $name:literal, text $($path:ident).+) => {
        field!($of, $name, Takes::Text, |it, given| it.$($path).+ = given.text())
    };
    ($of:ident, $name:literal, text? $($path:ident).+) => {
        field!($of, $name, Takes::Text, |it, given| it.$($path).+ = Some(given.text()))
    };
    ($of:ident, $name:literal, date $($path:ident).+) => {
        field!($of, $name, Takes::Date, |it, given| it.$($path).+ = given.dated())
    };
    ($of:ident, $name:literal, inferred $($path:ident).+) => {
        field!($of, $name, Takes::Text, |it, given| it.$($path).+ = given.inferred(it.$($path).+.take()))
    };
    ($of:ident, $name:literal, ref $kind:ident $($path:ident).+) => {
        field!($of, $name, Takes::Ref(Kind::$kind), |it, given| it.$($path).+ = given.text())
    };
    ($of:ident, $name:literal, ref? $kind:ident $($path:ident).+) => {
        field!($of, $name, Takes::Ref(Kind::$kind), |it, given| it.$($path).+ = Some(given.text()))
    };
    ($of:ident, $name:literal, word $($path:ident).+) => {
        field!($of, $name, Takes::Word, |it, given| it.$($path).+ = given.word()?)
    };
    ($of:ident, $name:literal, word? $($path:ident).+) => {
        field!($of, $name, Takes::Word, |it, given| it.$($path).+ = Some(given.word()?))
    };
    ($of:ident, $name:literal, number? $($path:ident).+) => {
        field!($of, $name, Takes::Number, |it, given| it.$($path).+ = given.number())
    };
}

/// The id and the dataset, which every record has.
macro_rules! fields {
    ($of:ident: $($field:expr),+ $(,)?) => {
        &[
            field!($of, "id", Takes::Id, |it, given| it.id = given.text()),
            field!($of, "dataset", Takes::Id, |it, given| it.dataset = Some(given.text())),
            $($field),+
        ]
    };
}

const PARTY: &[Field] = fields![Party:
    field!(Party, "name", text name),
    field!(Party, "short", text? short),
    field!(Party, "role", text? role),
    field!(Party, "naming", word naming),
    field!(Party, "of", ref? Party of),
    field!(Party, "about", text? about),
];

const SOURCE: &[Field] = fields![Source:
    field!(Source, "title", text title),
    field!(Source, "publisher", text? publisher),
    field!(Source, "author", text? author),
    field!(Source, "kind", text? kind),
    field!(Source, "url", text? url),
    field!(Source, "archive_url", text? archive_url),
    field!(Source, "published", date published),
    field!(Source, "published.date", date published),
    field!(Source, "published.inferred", inferred published),
    field!(Source, "accessed", date accessed),
    field!(Source, "accessed.date", date accessed),
    field!(Source, "accessed.inferred", inferred accessed),
    field!(Source, "status", word? status),
    field!(Source, "reliability", word? reliability),
    field!(Source, "language", text? language),
    field!(Source, "party", ref? Party party),
    field!(Source, "sha256", Takes::Id, |it, given| it.sha256 = Some(given.text().try_into()?)),
    field!(Source, "about", text? about),
];

const DERIVATION: &[Field] = fields![Derivation:
    field!(Derivation, "source", ref Source source),
    field!(Derivation, "from", ref Source from),
    field!(Derivation, "relation", word relation),
    field!(Derivation, "locator", text? locator),
    field!(Derivation, "about", text? about),
];

const CLAIM: &[Field] = fields![Claim:
    field!(Claim, "text", text text),
    field!(Claim, "claimant", ref? Party claimant),
    field!(Claim, "nature", word? nature),
    field!(Claim, "event_date", date event_date),
    field!(Claim, "event_date.date", date event_date),
    field!(Claim, "event_date.inferred", inferred event_date),
    field!(Claim, "asserted_on", date asserted_on),
    field!(Claim, "asserted_on.date", date asserted_on),
    field!(Claim, "asserted_on.inferred", inferred asserted_on),
    field!(Claim, "topic", text? topic),
    field!(Claim, "parent", ref? Claim parent),
    field!(Claim, "about", text? about),
];

/// The fields of one wording of a claim: `[[claim.wordings]]`.
pub const WORDING: &[Field] = &[
    field!(Wording, "source", ref Source source),
    field!(Wording, "place", word? place),
    field!(Wording, "text", text text),
    field!(Wording, "locator", text? locator),
];

const EVIDENCE: &[Field] = fields![Evidence:
    field!(Evidence, "claim", ref Claim claim),
    field!(Evidence, "source", ref Source source),
    field!(Evidence, "stance", word stance),
    field!(Evidence, "paraphrase", text paraphrase),
    field!(Evidence, "quote.text", Takes::Text, |it, given| it.quote = Some(given.quote())),
    field!(Evidence, "quote.language", Takes::Text, |it, given| if let Some(quote) = &mut it.quote {
        quote.language = Some(given.text());
    }),
    field!(Evidence, "quote.translator", Takes::Text, |it, given| if let Some(quote) = &mut it.quote {
        quote.translator = Some(given.text());
    }),
    field!(Evidence, "quote.anchor.prefix", Takes::Text, |it, given| if let Some(anchor) = Draft::anchor(it) {
        anchor.prefix = given.text();
    }),
    field!(Evidence, "quote.anchor.suffix", Takes::Text, |it, given| if let Some(anchor) = Draft::anchor(it) {
        anchor.suffix = given.text();
    }),
    field!(Evidence, "quote.anchor.start", Takes::Count, |it, given| if let Some(anchor) = Draft::anchor(it) {
        anchor.start = given.count();
    }),
    field!(Evidence, "quote.anchor.end", Takes::Count, |it, given| if let Some(anchor) = Draft::anchor(it) {
        anchor.end = given.count();
    }),
    field!(Evidence, "locator", text? locator),
    field!(Evidence, "kind", text? kind),
    field!(Evidence, "credibility", word? credibility),
    field!(Evidence, "material", text? material),
    field!(Evidence, "availability.says", Takes::Word, |it, given| {
        it.availability = Some(given.availability()?);
    }),
    field!(Evidence, "availability.holder", Takes::Ref(Kind::Party), |it, given| {
        if let Some(says) = &mut it.availability {
            says.holder = Some(given.text());
        }
    }),
    field!(Evidence, "availability.ground", Takes::Text, |it, given| if let Some(says) = &mut it.availability {
        says.ground = Some(given.ground());
    }),
    field!(Evidence, "availability.basis", Takes::Word, |it, given| {
        if let Some(says) = &mut it.availability {
            says.basis = Some(given.word()?);
        }
    }),
    field!(Evidence, "availability.harm", Takes::Text, |it, given| if let Some(says) = &mut it.availability {
        says.harm = Some(given.text());
    }),
    field!(Evidence, "via.party", Takes::Ref(Kind::Party), |it, given| {
        it.via.get_or_insert_default().party = Some(given.text());
    }),
    field!(Evidence, "via.origin", Takes::Ref(Kind::Source), |it, given| {
        it.via.get_or_insert_default().origin = Some(given.text());
    }),
    field!(Evidence, "via.unresolved", Takes::Text, |it, given| {
        it.via.get_or_insert_default().unresolved = Some(given.text());
    }),
    field!(Evidence, "dated", date dated),
    field!(Evidence, "dated.date", date dated),
    field!(Evidence, "dated.inferred", inferred dated),
    field!(Evidence, "about", text? about),
];

const FIGURE: &[Field] = fields![Figure:
    field!(Figure, "claim", ref? Claim claim),
    field!(Figure, "evidence", ref? Evidence evidence),
    field!(Figure, "asserted_by", ref? Party asserted_by),
    field!(Figure, "measures", text measures),
    field!(Figure, "population", text? population),
    field!(Figure, "area", text? area),
    field!(Figure, "period", text? period),
    field!(Figure, "low", number? low),
    field!(Figure, "high", number? high),
    field!(Figure, "unit", text unit),
    field!(Figure, "qualifier", word qualifier),
    field!(Figure, "as_of", date as_of),
    field!(Figure, "as_of.date", date as_of),
    field!(Figure, "as_of.inferred", inferred as_of),
    field!(Figure, "source", ref? Source source),
    field!(Figure, "locator", text? locator),
    field!(Figure, "about", text? about),
];

const REQUEST: &[Field] = fields![Request:
    field!(Request, "by", ref? Party by),
    field!(Request, "to", ref? Party to),
    field!(Request, "what", text what),
    field!(Request, "kind", word kind),
    field!(Request, "claim", ref? Claim claim),
    field!(Request, "made", date made),
    field!(Request, "made.date", date made),
    field!(Request, "made.inferred", inferred made),
    field!(Request, "tracking", text? tracking),
    field!(Request, "due", date due),
    field!(Request, "due.date", date due),
    field!(Request, "due.inferred", inferred due),
    field!(Request, "outcome", word outcome),
    field!(Request, "answered", date answered),
    field!(Request, "answered.date", date answered),
    field!(Request, "answered.inferred", inferred answered),
    field!(Request, "answer", text? answer),
    field!(Request, "source", ref? Source source),
    field!(Request, "locator", text? locator),
    field!(Request, "about", text? about),
];

const GAP: &[Field] = fields![Gap:
    field!(Gap, "claim", ref? Claim claim),
    field!(Gap, "material", text material),
    field!(Gap, "state", word state),
    field!(Gap, "holder", ref? Party holder),
    field!(Gap, "ground", Takes::Text, |it, given| it.ground = Some(given.ground())),
    field!(Gap, "basis", word? basis),
    field!(Gap, "harm", text? harm),
    field!(Gap, "requests", Takes::Ref(Kind::Request), |it, given| it.requests = vec![given.text()]),
    field!(Gap, "source", ref? Source source),
    field!(Gap, "locator", text? locator),
    field!(Gap, "about", text? about),
];

const ANNOTATION: &[Field] = &[
    field!(Annotation, "reviewer", Takes::Id, |it, given| it.reviewer = given.text()),
    field!(Annotation, "claim", Takes::Ref(Kind::Claim), |it, given| it.on =
        Some((Kind::Claim, given.text()))),
    field!(Annotation, "evidence", Takes::Ref(Kind::Evidence), |it, given| {
        it.on = Some((Kind::Evidence, given.text()));
    }),
    field!(Annotation, "dataset", Takes::Id, |it, given| it.dataset = Some(given.text())),
    field!(Annotation, "tag", Takes::Words, |it, given| it.tag(&given)?),
    field!(Annotation, "access", word? said.access),
    field!(Annotation, "part", Takes::Flag, |it, given| it.said.part = given.flag()),
    field!(Annotation, "disputed", Takes::Flag, |it, given| it.said.disputed = given.flag()),
    field!(Annotation, "examined", Takes::Flag, |it, given| it.said.examined = given.flag()),
    field!(Annotation, "ground.code", Takes::Text, |it, given| it.said.ground = Some(given.reason())),
    field!(Annotation, "ground.basis", Takes::Word, |it, given| {
        if let Some(ground) = &mut it.said.ground {
            ground.basis = given.word()?;
        }
    }),
    field!(Annotation, "ground.by", Takes::Text, |it, given| if let Some(ground) = &mut it.said.ground {
        ground.by = Some(given.text());
    }),
    field!(Annotation, "ground.on", Takes::Date, |it, given| if let Some(ground) = &mut it.said.ground {
        ground.on = given.dated();
    }),
    field!(Annotation, "ground.harm", Takes::Text, |it, given| if let Some(ground) = &mut it.said.ground {
        ground.harm = Some(given.text());
    }),
    field!(Annotation, "confidence", word? said.confidence),
    field!(Annotation, "note.text", Takes::Text, |it, given| it.said.note = Some(given.note())),
    field!(Annotation, "note.private", Takes::Flag, |it, given| if let Some(note) = &mut it.said.note {
        note.private = given.flag();
    }),
    field!(Annotation, "verdict", word? said.verdict),
    field!(Annotation, "aside", text? said.aside),
    field!(Annotation, "changed", Takes::Time, |it, given| it.changed = given.date()),
];
