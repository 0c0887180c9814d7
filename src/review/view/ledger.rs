//! The ledger, as lines.

use crate::domain::Key;
use crate::domain::ledger::{Asking, Entry, Ledger, heading};
use crate::domain::rows::Place;
use crate::domain::standing::Released;
use crate::domain::words::{Holding, Outcome};
use crate::review::protocol::viewed::LedgerPage;
use crate::review::view::claim::{claim_line, stale_line};
use crate::review::view::sheet::{Look, SheetLine};

/// At most this much of the material is named for which no request is on record.
const NAMED: usize = 40;

/// Claim after claim: what is released and what is not, what was asked for, and for what no request is on record.
pub(super) fn lines(pages: &[LedgerPage]) -> Vec<SheetLine> {
    let mut lines = Vec::new();
    for page in pages {
        if !lines.is_empty() {
            lines.push(SheetLine::blank());
        }
        lines.push(match &page.ledger.claim {
            Some(claim) => claim_line(claim),
            None => SheetLine::new(1, "About no claim in particular", Look::Heading),
        });
        if let Some(released) = page.released.as_ref().filter(|released| released.pieces > 0) {
            let text = format!("{}: {}", Released::NAME, released.sentence());
            lines.push(SheetLine::new(1, text, Look::Plain));
        }
        lines.extend(page.stale.iter().map(stale_line));
        one(&page.ledger, &mut lines);
    }
    if lines.is_empty() {
        lines.push(SheetLine::new(
            1,
            "The ledger is empty: nothing is tagged, withheld or asked for.",
            Look::Muted,
        ));
    }
    lines
}

fn one(ledger: &Ledger, lines: &mut Vec<SheetLine>) {
    if ledger.is_empty() {
        let text = "Nothing is said of the material behind it, and nothing was asked for.";
        return lines.push(SheetLine::new(1, text, Look::Muted));
    }
    for state in Holding::ALL {
        let entries: Vec<&Entry> = ledger.of(*state).collect();
        if entries.is_empty() {
            continue;
        }
        let look = match state {
            Holding::Released | Holding::InPart => Look::Released,
            Holding::Withheld | Holding::Removed => Look::Withheld,
            Holding::NotShown => Look::Heading,
        };
        lines.push(SheetLine::new(1, format!("{} {}", heading(*state), entries.len()), look));
        for entry in entries {
            lines.push(
                SheetLine::new(2, &entry.material, Look::Plain)
                    .column(entry.key.to_string(), 5, Look::Key)
                    .being(&entry.key)
                    .to(place(ledger, entry)),
            );
            facts(&entry.facts(), (&entry.key, place(ledger, entry)), lines);
        }
    }
    if !ledger.requests.is_empty() {
        lines.push(SheetLine::new(1, format!("Asked for {}", ledger.requests.len()), Look::Heading));
        for asking in &ledger.requests {
            lines.extend(asked(ledger, asking));
            facts(&asking.facts(), (&asking.key, claim(ledger)), lines);
        }
    }
    let mut unasked = ledger.unasked();
    for (at, entry) in unasked.by_ref().take(NAMED).enumerate() {
        if at == 0 {
            lines.push(SheetLine::new(1, "No request on record for", Look::Warning));
        }
        lines.push(
            SheetLine::new(2, &entry.material, Look::Plain)
                .column(entry.key.to_string(), 5, Look::Key)
                .being(&entry.key)
                .to(place(ledger, entry)),
        );
    }
    match unasked.count() {
        0 => {}
        more => lines.push(SheetLine::new(2, format!("and {more} more"), Look::Muted)),
    }
    if ledger.cut {
        let text =
            "The claim has more material than is looked at here; a report and the Vaughn index have it all.";
        lines.push(SheetLine::new(1, text, Look::Warning));
    }
}

/// A request, and what came back.
fn asked(ledger: &Ledger, asking: &Asking) -> [SheetLine; 2] {
    let look = match asking.request.outcome {
        _ if asking.overdue.is_some() => Look::Warning,
        Outcome::Part | Outcome::All => Look::Released,
        Outcome::Refused | Outcome::Appealed | Outcome::Litigated => Look::Withheld,
        _ => Look::Muted,
    };
    let sentence = SheetLine::new(2, asking.sentence(), Look::Plain);
    [
        sentence.column(asking.key.to_string(), 5, Look::Key).being(&asking.key).to(claim(ledger)),
        SheetLine::new(8, asking.came_back(), look).being(&asking.key).to(claim(ledger)),
    ]
}

/// What is known beside it, on a line of its own that stands in.
fn facts(facts: &[String], (of, place): (&Key, Option<Place>), lines: &mut Vec<SheetLine>) {
    if !facts.is_empty() {
        lines.push(SheetLine::new(8, facts.join(" · "), Look::Muted).being(of).to(place));
    }
}

fn claim(ledger: &Ledger) -> Option<Place> {
    ledger.claim.as_ref().map(|claim| Place { claim: claim.id, evidence: None })
}

fn place(ledger: &Ledger, entry: &Entry) -> Option<Place> {
    let evidence = (entry.key.kind == crate::domain::Kind::Evidence).then_some(entry.id);
    claim(ledger).map(|place| Place { evidence, ..place })
}
