//! Figures of one quantity side by side: who asserts what, as ranges to one scale, each pair set
//! against each other, and shares worked out.

use super::{Arithmetic, Comparison, Range, Unit, compare, quantity, share};
use crate::domain::rows::Place;
use crate::domain::{Figure, Key};

/// How many figures of one quantity are set against each other: pairs grow with the square.
const PAIRED: usize = 60;

/// A figure, and what a reader must know beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entered {
    /// Its key.
    pub key: Key,
    /// The record.
    pub figure: Figure,
    /// Who asserts it.
    pub by: Option<String>,
    /// The claim or the piece of evidence it belongs to.
    pub place: Option<Place>,
    /// The figures it can be worked out from: key and record of the part and of the whole.
    pub share_of: Vec<[(Key, Figure); 2]>,
}

/// All figures of one quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// The quantity, as the first of them has it.
    pub quantity: String,
    /// The figures, in the order of the case.
    pub figures: Vec<Entered>,
    /// Pairs, by their places among the figures.
    pub pairs: Vec<(usize, usize, Comparison)>,
    /// Shares worked out: the figure, the keys of part and whole, the calculation.
    pub shares: Vec<(usize, Key, Key, Arithmetic)>,
    /// Whether there are too many figures to set every pair against each other.
    pub cut: bool,
}

/// Puts figures together by quantity, in the order in which each comes first.
#[must_use]
pub fn grids(figures: Vec<Entered>) -> Vec<Grid> {
    let mut names: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let mut grids: Vec<Grid> = Vec::new();
    for entered in figures {
        let at = *names.entry(quantity(&entered.figure)).or_insert_with(|| {
            let figure = &entered.figure;
            let quantity = figure.quantity.clone().unwrap_or_else(|| figure.measures.clone());
            grids.push(Grid {
                quantity,
                figures: Vec::new(),
                pairs: Vec::new(),
                shares: Vec::new(),
                cut: false,
            });
            grids.len() - 1
        });
        grids[at].figures.push(entered);
    }
    for grid in &mut grids {
        grid.fill();
    }
    grids
}

impl Grid {
    /// Whether it has nothing to set side by side: one figure, and no share to work out.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        self.figures.len() == 1 && self.shares.is_empty()
    }

    fn fill(&mut self) {
        self.cut = self.figures.len() > PAIRED;
        for (at, one) in self.figures.iter().enumerate() {
            for (behind, other) in self.figures.iter().enumerate().take(PAIRED).skip(at + 1) {
                self.pairs.push((at, behind, compare(&one.figure, &other.figure)));
            }
            for [(part_key, part), (whole_key, whole)] in &one.share_of {
                if let Some(found) = share(part, whole) {
                    self.shares.push((at, part_key.clone(), whole_key.clone(), found));
                }
            }
        }
    }

    /// The figures as ranges in one unit, each `None` if it gives no number or is in a unit that
    /// cannot be turned into that of the first; and the least and greatest value among them.
    #[must_use]
    pub fn scale(&self) -> Scale {
        let unit = self.figures.first().map(|first| Unit::read(&first.figure.unit));
        let ranges: Vec<Option<Range>> = self
            .figures
            .iter()
            .map(|entered| {
                let (unit, own) = (unit.as_ref()?, Unit::read(&entered.figure.unit));
                if unit.dimension != own.dimension {
                    return None;
                }
                Some(Range::of(&entered.figure)?.times(own.factor / unit.factor))
            })
            .collect();
        let ends = ranges.iter().flatten().flat_map(|range| [range.low, range.high]);
        let (mut low, mut high) = (0.0_f64, f64::NEG_INFINITY);
        for end in ends.filter(|end| end.is_finite()) {
            low = low.min(end);
            high = high.max(end);
        }
        Scale { ranges, low, high: if high > low { high } else { low + 1.0 } }
    }
}

/// Ranges to one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The range of each figure, in the unit of the first.
    pub ranges: Vec<Option<Range>>,
    /// Where the scale begins: nothing, or the least value where that is less.
    pub low: f64,
    /// Where it ends: the greatest value.
    pub high: f64,
}

impl Scale {
    /// A range as a bar of `cells` characters: `·` where it is not, `█` where it is, `▶` and `◀` where it
    /// goes on beyond the scale.
    #[must_use]
    pub fn bar(&self, range: Range, cells: usize) -> String {
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let cell = |value: f64| {
            let at = (value - self.low) / (self.high - self.low) * cells as f64;
            (at.max(0.0) as usize).min(cells.saturating_sub(1))
        };
        let first = if range.low.is_finite() { cell(range.low) } else { 0 };
        let last = if range.high.is_finite() { cell(range.high) } else { cells.saturating_sub(1) };
        (0..cells)
            .map(|at| match at {
                at if at == last && range.high.is_infinite() => '▶',
                at if at == first && range.low.is_infinite() => '◀',
                at if at >= first && at <= last => '█',
                _ => '·',
            })
            .collect()
    }
}
