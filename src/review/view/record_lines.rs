//! Sources and parties as lines of a list, and what there is to one of them as lines to go through.

use crate::domain::record_list::{Bearing, RecordDetail, RecordRow};
use crate::domain::rows::Stances;
use crate::domain::words::shown;
use crate::domain::{Annotation, ItemId, Kind, Target, wording};
use crate::review::state::lines;
use crate::review::state::list::HasId;
use crate::review::view::sheet::{Look, SheetLine};
use crate::text::SafeText;

/// A source or a party as a line.
#[derive(Debug, Clone)]
pub struct RecordLine {
    /// Its key.
    pub key: SafeText,
    /// What a list calls it.
    pub called: SafeText,
    /// Of a source, who published it or whose statement it is; of a party, which one it is of or speaks for.
    pub by: SafeText,
    /// The day a source is told by.
    pub day: SafeText,
    /// Of a source, what it is; of a party, its role.
    pub kind: SafeText,
    /// What has become of a source, where it does not stand as it was published.
    pub changed: Option<SafeText>,
    /// The evidence in a source.
    pub stances: Option<Stances>,
    /// Whether it has more than was counted.
    pub more: bool,
    /// How much of that the reviewer has decided, or how many claims a party asserts.
    pub counted: SafeText,
    /// What a source rests on; how a party is named.
    pub origin: SafeText,
    /// How reliable a source is.
    pub grade: SafeText,
    /// When a source was last looked at.
    pub accessed: SafeText,
    /// Whether it should be looked at again.
    pub stale: bool,
    pub(crate) row: RecordRow,
}

fn maybe(text: Option<impl ToString>) -> SafeText {
    text.map(|text| SafeText::line(&text.to_string())).unwrap_or_default()
}

impl From<RecordRow> for RecordLine {
    fn from(row: RecordRow) -> Self {
        match &row {
            RecordRow::Source(source) => Self {
                key: lines::key(&source.key),
                called: SafeText::line(source.record.called()),
                by: maybe(source.by()),
                day: maybe(source.record.day().map(|day| day.date())),
                kind: maybe(source.record.kind.as_ref()),
                changed: source.changed().map(|status| SafeText::line(status.word())),
                stances: Some(source.stances),
                more: source.more,
                counted: SafeText::line(&source.decided_of()),
                origin: SafeText::line(&source.origin),
                grade: maybe(source.record.reliability.map(|grade| grade.word())),
                accessed: maybe(source.record.accessed.as_ref().map(|day| day.date())),
                stale: source.stale.is_some(),
                row,
            },
            RecordRow::Party(party) => Self {
                key: lines::key(&party.key),
                called: SafeText::line(party.called()),
                by: maybe(party.tie()),
                day: SafeText::default(),
                kind: maybe(party.record.role.as_ref()),
                changed: None,
                stances: None,
                more: party.more,
                counted: SafeText::line(&format!("{}{}", party.claims, if party.more { "+" } else { "" })),
                origin: SafeText::line(shown(party.record.naming.word())),
                grade: SafeText::default(),
                accessed: SafeText::default(),
                stale: false,
                row,
            },
        }
    }
}

impl HasId for RecordLine {
    fn id(&self) -> ItemId {
        self.row.id()
    }
}

/// How many cells the names of fields take.
const LABEL: usize = 14;

/// What there is to a source or a party: its fields, what it rests on, its evidence or its claims, and the
/// other records it has to do with.
pub(super) fn lines(kind: Kind, detail: &RecordDetail) -> Vec<SheetLine> {
    let mut lines: Vec<SheetLine> = Vec::new();
    for (heading, words) in &detail.fields {
        lines.push(fact(heading, words, Look::Plain));
    }
    if let Some(origin) = &detail.origin {
        lines.push(fact("origin", origin, Look::Plain));
    }
    if let Some(stale) = &detail.stale {
        lines.push(fact("stale", &stale.to_string(), Look::Warning));
    }
    for related in &detail.related {
        let line = SheetLine::new(1, &related.name, Look::Plain)
            .column(related.how, LABEL - 1, Look::Label)
            .column(related.key.to_string(), 5, Look::Key)
            .being(&related.key);
        let lists = matches!(related.key.kind, Kind::Source | Kind::Party);
        lines.push(match related.place {
            Some(place) => line.to(Some(place)),
            None if lists => line.leading_to(Target { kind: related.key.kind, item: related.id }),
            None => line,
        });
    }
    let (title, none) = match kind {
        Kind::Source => ("Evidence", "No evidence stands in this source."),
        _ => ("Claims", "This party asserts no claim."),
    };
    lines.push(SheetLine::blank());
    lines.push(SheetLine::new(1, title, Look::Heading));
    if detail.bearings.is_empty() {
        lines.push(SheetLine::new(1, none, Look::Muted));
    }
    lines.extend(detail.bearings.iter().flat_map(bearing));
    if detail.more {
        lines.push(SheetLine::new(1, "There is more than is shown here.", Look::Warning));
    }
    lines
}

fn fact(label: &str, text: &str, look: Look) -> SheetLine {
    SheetLine::new(1, text, look).column(label, LABEL - 1, Look::Label)
}

/// A claim; a piece of evidence in a line for what it says and one for the claim.
fn bearing(bearing: &Bearing) -> Vec<SheetLine> {
    let place = Some(bearing.place);
    let Some(evidence) = &bearing.evidence else {
        let line = SheetLine::new(1, &bearing.claim, Look::Claim);
        return vec![line.column(bearing.key.to_string(), 5, Look::Key).being(&bearing.key).to(place)];
    };
    let says = format!("{} ({}; {})", evidence.text, tag(&evidence.said), evidence.origin);
    let stance = match evidence.stance {
        crate::domain::Stance::Supports => Look::Supports,
        crate::domain::Stance::Disputes => Look::Disputes,
        _ => Look::Muted,
    };
    let piece = SheetLine::new(1, says, Look::Plain)
        .column(evidence.stance.sign(), 1, stance)
        .column(bearing.key.to_string(), 5, Look::Key)
        .being(&bearing.key)
        .to(place);
    let claim = SheetLine::new(9, &bearing.claim, Look::Claim)
        .column(bearing.claim_key.to_string(), 5, Look::Key)
        .being(&bearing.claim_key)
        .to(place);
    vec![piece, claim]
}

/// What the reviewer says of a piece, in words.
fn tag(said: &Annotation) -> String {
    match wording::judgement(said) {
        text if text.is_empty() => "undecided".to_owned(),
        text => text,
    }
}
