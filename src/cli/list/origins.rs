//! Where a claim's evidence comes from, as text and as JSON.

use crate::cli::outcome::Result;
use crate::cli::output::out::Out;
use crate::domain::origins::{ClaimOrigins, Origin, Tally};
use serde_json::{Value, json};

/// At most this many sources on the way to an origin are listed.
const WAY: usize = 1_000;

/// The tree, a line for each heading, origin and piece of evidence.
///
/// # Errors
/// When it cannot be written.
pub fn tree(out: &mut Out, found: &ClaimOrigins) -> Result<()> {
    for line in found.tree() {
        let grade =
            found.reliability(&line).map(|grade| format!("; reliability {grade}")).unwrap_or_default();
        out.paragraph(&format!("{}{grade}", line.text), 2 + 2 * line.depth)?;
    }
    Ok(())
}

/// The origins of one claim: a tally for each side, the origin of each piece, circles, duplicates.
#[must_use]
pub fn json(claim: &str, found: &ClaimOrigins) -> Value {
    let source = |at: usize| found.sources[at].0.to_string();
    let sources = |all: &[usize]| all.iter().map(|at| source(*at)).collect::<Vec<_>>();
    let mut ways = found.ways();
    let evidence: Vec<Value> = found
        .pieces
        .iter()
        .enumerate()
        .map(|(at, key)| {
            let origin = &found.weighed.origins[at];
            let (what, of) = match origin {
                Origin::Source(end) => ("source", source(*end)),
                Origin::Party(voice) => ("party", found.voices[*voice].0.to_string()),
                Origin::Untraced(why) => ("untraced", why.to_string()),
                Origin::Circular(first) => ("circular", source(*first)),
            };
            json!({
                "key": key.to_string(),
                "stance": found.question.pieces[at].stance,
                "source": source(found.question.pieces[at].source),
                "way": ways.of(at, WAY).iter().map(|(at, _)| source(*at)).collect::<Vec<_>>(),
                "origin": { what: of },
                "interested": found.weighed.interested[at],
                "seen": found.weighed.seen[at],
            })
        })
        .collect();
    json!({
        "claim": claim,
        "supporting": tally(&found.weighed.supporting),
        "disputing": tally(&found.weighed.disputing),
        "evidence": evidence,
        "circles": found.weighed.circles.iter().map(|circle| sources(&circle.sources)).collect::<Vec<_>>(),
        "duplicates": found.weighed.duplicates.iter().map(|all| sources(all)).collect::<Vec<_>>(),
        "cut": found.cut,
    })
}

/// The origins of one side.
#[must_use]
pub fn tally(side: &Tally) -> Value {
    json!({
        "sources": side.sources,
        "traced": side.traced.origins,
        "traced_seen": side.traced.seen,
        "interested": side.interested.origins,
        "interested_seen": side.interested.seen,
        "untraced": side.untraced,
        "circular": side.circular,
    })
}
