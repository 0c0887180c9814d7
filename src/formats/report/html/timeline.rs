//! The timeline: what the dates of the case are dates of, each kind apart, as precise as they are.

use crate::domain::Key;
use crate::domain::timeline::{DateOf, Moment};
use crate::formats::report::timeline::Timeline;
use crate::formats::report::words::{left_out, short};
use askama::Template;
use std::collections::{BTreeMap, BTreeSet};

/// The bands that are drawn, and the kinds of date in each.
const LANES: [(&str, &[DateOf]); 7] = [
    ("Event a claim describes", &[DateOf::Event]),
    ("Claim asserted", &[DateOf::Asserted]),
    ("Event evidence describes", &[DateOf::Described]),
    ("Source published", &[DateOf::Published]),
    ("Source accessed", &[DateOf::Accessed]),
    ("Figure as of", &[DateOf::AsOf]),
    ("Request made, due or answered", &[DateOf::Requested, DateOf::Due, DateOf::Answered]),
];

/// At most this many keys are named for one mark.
const NAMED: usize = 30;

/// At most this many characters of what a date was inferred from.
const FROM: usize = 600;

const ROW: usize = 28;
const LANE_HEAD: usize = 24;
const TOP: usize = 34;
const LEFT: usize = 14;

/// The dates, put together to marks.
pub(super) struct Drawn {
    marks: BTreeMap<Stretch, Mark>,
    left_out: usize,
}

/// Where a mark lies: its days, its lane, and whether its date was inferred.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    from: i32,
    to: i32,
    lane: usize,
    inferred: bool,
}

#[derive(Debug, Default)]
struct Mark {
    date: String,
    items: Vec<(Key, String)>,
    count: usize,
}

/// What is named at a mark: of a request with which of its dates it is, and what a date was inferred from.
fn what(moment: &Moment) -> String {
    let mut what = match moment.of {
        DateOf::Requested => format!("made: {}", moment.what),
        DateOf::Due => format!("due: {}", moment.what),
        DateOf::Answered => format!("answered, or not by then: {}", moment.what),
        _ => moment.what.clone(),
    };
    if let Some(from) = moment.inferred() {
        what.push_str(&format!(" (from: {})", short(from, FROM)));
    }
    what
}

impl Drawn {
    /// The dates so far.
    pub fn of(timeline: &mut Timeline) -> Self {
        let mut drawn = Self { marks: BTreeMap::new(), left_out: timeline.left_out };
        for moment in timeline.arranged() {
            drawn.moment(moment);
        }
        drawn
    }

    fn moment(&mut self, moment: &Moment) {
        let Some(lane) = LANES.iter().position(|(_, kinds)| kinds.contains(&moment.of)) else { return };
        let (from, to) = moment.days();
        let inferred = moment.inferred().is_some();
        let mark = self.marks.entry(Stretch { from, to, lane, inferred }).or_default();
        if mark.date.is_empty() {
            mark.date = moment.dated.date().as_str().chars().take(10).collect();
        }
        mark.count += 1;
        if mark.items.len() < NAMED {
            mark.items.push((moment.key.clone(), what(moment)));
        }
    }

    /// Where each day at which a mark begins or ends lies. Longer spans without one take more room,
    /// but ever less of it, so that a day can be told from the next beside years of silence.
    fn places(&self) -> BTreeMap<i32, usize> {
        let days: BTreeSet<i32> = self.marks.keys().flat_map(|stretch| [stretch.from, stretch.to]).collect();
        let mut places = BTreeMap::new();
        let (mut x, mut before) = (LEFT, None);
        for day in days {
            if let Some(before) = before.replace(day) {
                let (mut span, mut room) = (day - before, 28);
                while span > 1 && room < 112 {
                    (span, room) = (span / 2, room + 8);
                }
                x += room;
            }
            places.insert(day, x);
        }
        places
    }

    /// The section.
    pub fn section(&self) -> impl Template + '_ {
        let places = self.places();
        let x = |day: i32| places.get(&day).copied().unwrap_or(LEFT);
        let width = places.values().next_back().map_or(0, |last| last + 80).max(340);
        let (mut lanes, mut y) = (Vec::new(), TOP);
        for (lane, (title, _)) in LANES.iter().enumerate() {
            let mut ends: Vec<usize> = Vec::new();
            let mut marks = Vec::new();
            for (number, (stretch, mark)) in self.marks.iter().enumerate() {
                if stretch.lane != lane {
                    continue;
                }
                let (from, to) = (x(stretch.from), x(stretch.to));
                let row = ends.iter().position(|end| *end <= from).unwrap_or_else(|| {
                    ends.push(0);
                    ends.len() - 1
                });
                ends[row] = to;
                let y = y + LANE_HEAD + row * ROW + ROW / 2;
                marks.push(MarkView::new(number + 1, (stretch, mark), (from, to, y)));
            }
            if !marks.is_empty() {
                lanes.push(LaneView { title, y: y + 16, line: y, marks });
                y += LANE_HEAD + ends.len() * ROW + 6;
            }
        }
        Section {
            ticks: self.ticks(&places),
            lines: self.lines(),
            left_out: left_out(self.left_out as u64, "date"),
            lanes,
            width,
            height: y + 8,
        }
    }

    /// Dates along the top, as many as there is room for.
    fn ticks(&self, places: &BTreeMap<i32, usize>) -> Vec<(usize, &str)> {
        let mut ticks: Vec<(usize, &str)> = Vec::new();
        let mut dates: BTreeMap<i32, &str> = BTreeMap::new();
        for (stretch, mark) in self.marks.iter().rev() {
            dates.insert(stretch.from, &mark.date);
        }
        for (day, date) in dates {
            let x = places.get(&day).copied().unwrap_or(LEFT);
            if ticks.last().is_none_or(|(last, _)| last + 84 <= x) {
                ticks.push((x, date));
            }
        }
        ticks
    }

    fn lines(&self) -> Vec<DateLine<'_>> {
        let marks = self.marks.iter().enumerate();
        marks
            .map(|(at, (stretch, mark))| DateLine {
                number: at + 1,
                date: &mark.date,
                inferred: stretch.inferred,
                lane: LANES[stretch.lane].0,
                items: &mark.items,
                more: mark.count - mark.items.len(),
            })
            .collect()
    }
}

#[derive(Template)]
#[template(path = "timeline.html")]
struct Section<'a> {
    lanes: Vec<LaneView<'a>>,
    ticks: Vec<(usize, &'a str)>,
    lines: Vec<DateLine<'a>>,
    left_out: String,
    width: usize,
    height: usize,
}

struct LaneView<'a> {
    title: &'a str,
    y: usize,
    line: usize,
    marks: Vec<MarkView<'a>>,
}

/// A mark as it is drawn: a day is round, a month or a year as wide as its span.
struct MarkView<'a> {
    href: String,
    x: usize,
    y: usize,
    width: usize,
    middle: usize,
    class: &'static str,
    count: usize,
    date: &'a str,
    inferred: bool,
    items: &'a [(Key, String)],
}

/// A mark in words.
struct DateLine<'a> {
    number: usize,
    date: &'a str,
    inferred: bool,
    lane: &'static str,
    items: &'a [(Key, String)],
    more: usize,
}

impl<'a> MarkView<'a> {
    fn new(
        number: usize,
        (stretch, mark): (&Stretch, &'a Mark),
        (from, to, y): (usize, usize, usize),
    ) -> Self {
        let day = stretch.to - stretch.from == 1;
        let middle = usize::midpoint(from, to);
        let href = match mark.items.as_slice() {
            [(key, _)] if mark.count == 1 => format!("#{key}"),
            _ => format!("#date-{number}"),
        };
        Self {
            href,
            x: if day { middle - 10 } else { from + 2 },
            width: if day { 20 } else { (to - from).saturating_sub(4).max(20) },
            y: y - 10,
            middle,
            class: if stretch.inferred { "mark hollow" } else { "mark" },
            count: mark.count,
            date: &mark.date,
            inferred: stretch.inferred,
            items: &mark.items,
        }
    }
}
