//! Walking the whole bundled case, key by key, as it is drawn: what a decision needs is on the screen at every
//! stop.

#![allow(clippy::unwrap_used, clippy::panic)]

use super::questions::{self, ListState};
use crate::case::{Case, Forgetful};
use crate::domain::entry::Reviewer;
use crate::domain::rows::EvidenceRow;
use crate::domain::{ItemId, wording};
use crate::review::keys::keymap::Keymap;
use crate::review::state::geometry::PaneArea;
use crate::review::{Effect, Msg, Review, Settings, update};
use crate::ui::{Theme, view};
use crate::work::import::bundled_case;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::collections::{BTreeSet, VecDeque};

/// A review of a case, answered by the case at once.
struct Desk {
    case: Case,
    review: Review,
    reviewer: ItemId,
}

impl Desk {
    fn open(case: Case, reviewer: &Reviewer, size: (u16, u16)) -> Self {
        let overview = case.overview(reviewer).unwrap();
        let (review, effects) =
            Review::open(overview, None, Ok(()), Settings::default(), Keymap::default(), size);
        let mut desk = Self { case, review, reviewer: reviewer.id };
        desk.run(effects);
        desk
    }

    fn run(&mut self, effects: Vec<Effect>) {
        let mut queue: VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let Effect::Read(ticket, read) = effect else { panic!("only to be read: {effect:?}") };
            let answer = questions::answer(&self.case, self.reviewer, &ListState::default(), &read).unwrap();
            queue.extend(update(&mut self.review, Msg::Answer(ticket, answer)));
        }
    }

    fn press(&mut self, code: KeyCode) {
        let effects = update(&mut self.review, Msg::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        self.run(effects);
    }

    /// What stands in the panes of the claim and of the detail, blanks left out: no text depends on where it is
    /// broken.
    fn read(&self) -> (String, String) {
        let (width, height) = self.review.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| view(&self.review, &Theme::default(), frame)).unwrap();
        let buffer = terminal.backend().buffer();
        let places = self.review.places();
        let of = |pane: PaneArea| bare(&text(buffer, pane.rows));
        (of(places.head), of(places.detail))
    }
}

fn text(buffer: &Buffer, area: Rect) -> String {
    let rows = area.top()..area.bottom();
    let cells = rows.flat_map(|y| (area.left()..area.right()).map(move |x| (x, y)));
    cells.filter_map(|at| buffer.cell(at)).map(|cell| cell.symbol()).collect()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What has to be read before a piece of evidence is tagged: each part with its name.
fn decisive(row: &EvidenceRow) -> Vec<(&'static str, String)> {
    let record = &row.record;
    let quote = record.quote.as_ref().map(|quote| wording::quoted(&quote.text));
    let speaker = row.via_party.as_ref().map(|(_, name)| name.clone());
    let speaker = speaker.or(row.source.author.clone()).or(row.source.publisher.clone());
    let says = record.availability.as_ref();
    let day = row.source.day().map(ToString::to_string);
    [
        ("material", Some(record.material.clone().unwrap_or_else(|| "the source itself".into()))),
        ("availability", says.map(|says| wording::availability(says, row.holder.as_deref()))),
        ("words", quote.or_else(|| Some(record.paraphrase.clone()))),
        ("speaker", speaker),
        ("source", Some(row.source.called().to_owned())),
        ("date", day),
        ("locator", record.locator.clone()),
    ]
    .into_iter()
    .filter_map(|(name, text)| Some((name, text?)))
    .collect()
}

/// Walks the whole case with the key for the next undecided piece; says what of each is not on the screen.
fn missing(case: Case, reviewer: &Reviewer, size: (u16, u16)) -> Vec<String> {
    let mut desk = Desk::open(case, reviewer, size);
    let (mut seen, mut missing) = (BTreeSet::new(), Vec::new());
    loop {
        desk.press(KeyCode::Char(']'));
        let line = desk.review.evidence().unwrap();
        if !seen.insert(line.id) {
            break;
        }
        let (claim, detail) = desk.read();
        let lacks = decisive(&line.row).into_iter().filter(|(_, text)| !detail.contains(&bare(text)));
        missing.extend(lacks.map(|(what, text)| format!("{}: {what}: {text}", line.key)));
        let head = &desk.review.shown().unwrap().head;
        let asserted = wording::assertion(head.claimant.as_ref().map(|it| it.as_str()), head.text.as_str());
        if !claim.contains(&bare(&asserted)) {
            missing.push(format!("{}: claim: {asserted}", line.key));
        }
    }
    assert_eq!(seen.len() as u64, desk.review.progress.evidence, "{size:?}");
    missing
}

#[test]
fn what_decides_is_on_the_screen_at_every_stop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bundled.corrob");
    let reviewer = Reviewer { id: ItemId::from_u128(1), name: "r.lee".into(), is: None };
    bundled_case(&path, &reviewer, Box::new(Forgetful)).unwrap();
    let at = |size| missing(Case::open(&path).unwrap(), &reviewer, size);
    for size in [(80, 24), (120, 36), (200, 50)] {
        let missing = at(size);
        let few = missing.iter().take(20).map(String::as_str).collect::<Vec<_>>().join("\n");
        assert!(missing.is_empty(), "{size:?}: {} parts are not on the screen:\n{few}", missing.len());
    }
    assert!(!at((60, 14)).is_empty(), "a window too low for all of it is found out");
}
