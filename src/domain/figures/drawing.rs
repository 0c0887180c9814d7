//! Figures drawn to one scale: a point is a mark, what is bounded on one side alone is a line that goes on,
//! "about" is soft. The terminal and every report draw what stands here.

use super::range::Values;
use super::with_unit::WithUnit;
use super::{Grid, Unit, number, plain};
use crate::domain::Figure;
use crate::domain::words::Qualifier;

/// Figures of one quantity, one unit and one population, to one scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// The population, where the quantity has several.
    pub population: Option<String>,
    /// The unit of the scale.
    pub unit: String,
    /// Where the scale begins: nothing, or the least value where that is less.
    pub low: f64,
    /// Where it ends: the greatest value.
    pub high: f64,
    /// The figures, by their places in the grid, and how each is drawn.
    pub strokes: Vec<(usize, Stroke)>,
}

/// How a figure is drawn: from one place of the scale to another, where 0 is its beginning and 1 its end.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// How it begins.
    pub start: End,
    /// How it ends.
    pub end: End,
    /// Whether it is only about there.
    pub soft: bool,
}

/// How a stroke begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// At the value.
    At,
    /// Just short of the value, which it does not reach.
    Short,
    /// Nowhere: it goes on.
    Open,
}

impl End {
    /// Whether it goes on.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }

    /// Whether it does not reach its value.
    #[must_use]
    pub const fn is_short(&self) -> bool {
        matches!(self, Self::Short)
    }
}

/// What the marks stand for.
pub const LEGEND: &str =
    "● a value · ◌ about · ├─┤ from, to · ├╌┤ about from, to · ◁─┤ up to · ├─▷ at least · ○ not reached";

impl Stroke {
    /// Whether it is one value.
    #[must_use]
    pub fn is_point(&self) -> bool {
        self.start != End::Open && self.end != End::Open && self.from >= self.to
    }
}

/// The least and the greatest value that a figure states; none where it states no such end.
type Ends = (Option<f64>, Option<f64>);

fn ends(figure: &Figure) -> Option<Ends> {
    let Values { low, high, one } = Values::of(figure)?;
    Some(match figure.qualifier {
        Qualifier::UpTo | Qualifier::LessThan if one => (None, Some(high)),
        Qualifier::AtLeast | Qualifier::MoreThan if one => (Some(low), None),
        _ => (Some(low), Some(high)),
    })
}

impl Grid {
    /// The figures drawn, population by population where there are several, each with its own scale. A figure
    /// that gives no number, or that nothing stands beside, is not drawn: it is a line of text.
    #[must_use]
    pub fn panels(&self) -> Vec<Panel> {
        let population = |figure: &Figure| figure.population.as_deref().map(plain);
        let mut populations: Vec<String> =
            self.figures.iter().filter_map(|entered| population(&entered.figure)).collect();
        populations.sort();
        populations.dedup();
        // One that does not say among what goes with the others where these agree.
        let several = populations.len() > 1;
        type Members<'a> = Vec<(usize, &'a Figure, Unit, Ends)>;
        let mut groups: Vec<((String, Option<String>), Members<'_>)> = Vec::new();
        for (at, entered) in self.figures.iter().enumerate() {
            let figure = &entered.figure;
            let Some(ends) = ends(figure) else { continue };
            let unit = Unit::read(&figure.unit);
            let key = (unit.dimension.clone(), population(figure).filter(|_| several));
            let member = (at, figure, unit, ends);
            match groups.iter_mut().find(|(known, _)| *known == key) {
                Some((_, members)) => members.push(member),
                None => groups.push((key, vec![member])),
            }
        }
        groups
            .into_iter()
            .filter(|(_, members)| members.len() > 1)
            .map(|(_, members)| {
                let (_, first, unit, _) = &members[0];
                let in_unit = |(_, _, own, (low, high)): &(usize, &Figure, Unit, Ends)| {
                    let turned = |end: &Option<f64>| end.map(|end| end * own.factor / unit.factor);
                    (turned(low), turned(high))
                };
                let (mut low, mut high) = (0.0_f64, f64::NEG_INFINITY);
                for (from, to) in members.iter().map(in_unit) {
                    for end in from.into_iter().chain(to) {
                        (low, high) = (low.min(end), high.max(end));
                    }
                }
                if high <= low {
                    high = low + 1.0;
                }
                let place = |end: f64| ((end - low) / (high - low)).clamp(0.0, 1.0);
                let strokes = members.iter().map(|member| {
                    let (from, to) = in_unit(member);
                    (member.0, stroke(member.1.qualifier, from.map(place), to.map(place)))
                });
                Panel {
                    population: first.population.clone().filter(|_| several),
                    unit: first.unit.clone(),
                    low,
                    high,
                    strokes: strokes.collect(),
                }
            })
            .collect()
    }
}

fn stroke(qualifier: Qualifier, from: Option<f64>, to: Option<f64>) -> Stroke {
    let end = |at: Option<f64>, short: bool| match at {
        None => End::Open,
        Some(_) if short => End::Short,
        Some(_) => End::At,
    };
    Stroke {
        from: from.unwrap_or(0.0),
        to: to.unwrap_or(1.0),
        start: end(from, qualifier == Qualifier::MoreThan),
        end: end(to, qualifier == Qualifier::LessThan),
        soft: qualifier == Qualifier::About,
    }
}

impl Panel {
    /// Where the scale begins, in words.
    #[must_use]
    pub fn from(&self) -> String {
        WithUnit::new(&self.unit).beside(&number(self.low))
    }

    /// Where it ends, in words, with its unit.
    #[must_use]
    pub fn to(&self) -> String {
        let (unit, high) = (WithUnit::new(&self.unit), number(self.high));
        unit.beside(&high) + &unit.behind(&high)
    }

    /// How a figure of the grid is drawn here.
    #[must_use]
    pub fn stroke(&self, figure: usize) -> Option<&Stroke> {
        self.strokes.iter().find(|(at, _)| *at == figure).map(|(_, stroke)| stroke)
    }
}

/// How many cells behind the end of a scale are for what goes on beyond it.
const BEYOND: usize = 2;

impl Stroke {
    /// The stroke in a line of `cells` characters, at least eight of them.
    #[must_use]
    pub fn text(&self, cells: usize) -> String {
        let cells = cells.max(8);
        let scale = cells - BEYOND;
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let cell = |place: f64| (place * (scale - 1) as f64).round() as usize;
        let first = if self.start == End::Open { 0 } else { cell(self.from) };
        let last = if self.end == End::Open { cells - 1 } else { cell(self.to) };
        let line = if self.soft { '╌' } else { '─' };
        (0..cells)
            .map(|at| match (at == first, at == last) {
                (true, true) if self.start == End::Short || self.end == End::Short => '○',
                (true, true) if self.soft => '◌',
                (true, true) => '●',
                (true, _) => match self.start {
                    End::At => '├',
                    End::Short => '○',
                    End::Open => '◁',
                },
                (_, true) => match self.end {
                    End::At => '┤',
                    End::Short => '○',
                    End::Open => '▷',
                },
                _ if at > first && at < last => line,
                _ if at < scale => '·',
                _ => ' ',
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::figures::{Entered, grids};
    use crate::domain::{Key, Kind};
    use proptest::prelude::*;
    use serde_json::json;

    fn grid(figures: &[serde_json::Value]) -> Grid {
        let entered = figures.iter().enumerate().map(|(at, more)| {
            let mut all = json!({"measures": "savings", "quantity": "savings", "unit": "USD"});
            for (name, value) in more.as_object().unwrap() {
                all[name] = value.clone();
            }
            Entered {
                key: Key::new(Kind::Figure, at as u64 + 1),
                figure: serde_json::from_value(all).unwrap(),
                by: None,
                place: None,
                share_of: Vec::new(),
            }
        });
        grids(entered.collect()).remove(0)
    }

    fn drawn(grid: &Grid) -> Vec<String> {
        grid.panels()[0].strokes.iter().map(|(_, stroke)| stroke.text(13)).collect()
    }

    #[test]
    fn a_point_is_a_mark_and_what_has_one_bound_goes_on() {
        let grid = grid(&[
            json!({"low": 1000, "qualifier": "exact"}),
            json!({"low": 1000, "qualifier": "about"}),
            json!({"high": 500, "qualifier": "up-to"}),
            json!({"low": 300, "qualifier": "at-least"}),
            json!({"high": 500, "qualifier": "less-than"}),
            json!({"low": 200, "high": 800, "qualifier": "about"}),
            json!({"low": 500, "qualifier": "more-than"}),
        ]);
        let panel = &grid.panels()[0];
        assert_eq!((panel.from(), panel.to()), ("0".into(), "1,000 USD".into()));
        let drawn = drawn(&grid);
        assert_eq!(
            drawn[..5],
            ["··········●  ", "··········◌  ", "◁────┤·····  ", "···├────────▷", "◁────○·····  "]
        );
        assert_eq!(drawn[5..], ["··├╌╌╌╌╌┤··  ", "·····○──────▷"]);
    }

    #[test]
    fn one_scale_for_one_population_and_none_for_a_figure_alone() {
        let several = grid(&[
            json!({"low": 1, "population": "all", "qualifier": "exact"}),
            json!({"low": 2, "population": "All", "qualifier": "exact"}),
            json!({"low": 900, "population": "some", "qualifier": "exact"}),
            json!({"qualifier": "exact"}),
        ]);
        let panels = several.panels();
        assert_eq!(panels.len(), 1);
        assert_eq!((panels[0].population.as_deref(), panels[0].strokes.len()), (Some("all"), 2));
        assert!(panels[0].stroke(2).is_none());
        assert!(grid(&[json!({"low": 1, "qualifier": "exact"})]).panels().is_empty());
        // Where the population is one, a figure that leaves it out stands with the rest.
        let one = grid(&[
            json!({"low": 1, "population": "all", "qualifier": "exact"}),
            json!({"low": 2, "qualifier": "exact"}),
        ]);
        assert_eq!(one.panels()[0].strokes.len(), 2);
    }

    #[test]
    fn a_stroke_tells_how_it_begins_and_ends() {
        let strokes = |figures: &[serde_json::Value]| -> Vec<Stroke> {
            grid(figures).panels()[0].strokes.iter().map(|(_, stroke)| *stroke).collect()
        };
        let all = strokes(&[
            json!({"low": 5, "qualifier": "exact"}),
            json!({"low": 1, "high": 9, "qualifier": "exact"}),
            json!({"high": 9, "qualifier": "up-to"}),
            json!({"low": 1, "qualifier": "more-than"}),
            json!({"low": 1, "high": 9, "qualifier": "up-to"}),
            json!({"low": 1, "high": 9, "qualifier": "at-least"}),
        ]);
        let points: Vec<bool> = all.iter().map(Stroke::is_point).collect();
        assert_eq!(points, [true, false, false, false, false, false]);
        let open: Vec<_> = all.iter().map(|stroke| (stroke.start.is_open(), stroke.end.is_open())).collect();
        assert_eq!(
            open,
            [(false, false), (false, false), (true, false), (false, true), (false, false), (false, false)]
        );
        assert!(all[3].start.is_short() && !all[3].end.is_short() && !all[0].start.is_short());
    }

    proptest! {
        #[test]
        fn what_is_greater_stands_no_further_left(values in prop::collection::vec(-1e6f64..1e6, 2..9)) {
            let all: Vec<_> =
                values.iter().map(|value| json!({"low": value, "qualifier": "exact"})).collect();
            let marks: Vec<usize> =
                drawn(&grid(&all)).iter().map(|line| line.chars().position(|c| c == '●').unwrap()).collect();
            for (a, value) in values.iter().enumerate() {
                for (b, other) in values.iter().enumerate() {
                    prop_assert!(value > other || marks[a] <= marks[b]);
                }
            }
        }
    }
}
