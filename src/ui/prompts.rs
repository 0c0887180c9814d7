//! Short questions over the footer: verdict, grade, reason for setting aside, filter, file to import, yes or
//! no.

use super::detail;
use super::paint::{Paint, wrap_some};
use super::pen::{below, line, t};
use crate::review::Review;
use crate::review::detail::about::About;
use crate::review::keys::keymap::{Action, Context};
use crate::review::prompt::aside::AsidePrompt;
use crate::review::prompt::case_info::{self, CaseInfoBox};
use crate::review::prompt::confirm::Confirm;
use crate::review::prompt::filter::FilterPrompt;
use crate::review::prompt::find::FindPrompt;
use crate::review::prompt::grade::GradePrompt;
use crate::review::prompt::import::ImportPrompt;
use crate::review::prompt::tag_first::TagFirst;
use crate::review::prompt::verdict::{Asked, VerdictPrompt};
use crate::review::state::geometry::{inside, overlay, prompt_box};
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

fn plain(text: SafeText) -> [(SafeText, Style); 1] {
    [(text, Style::new())]
}

fn row(area: Rect, at: u16) -> Rect {
    Rect { y: area.y + at.min(area.height), height: u16::from(at < area.height), ..area }
}

/// Draws what a prompt is about in the first rows of an area, no more than `most`; returns what is left of it.
pub fn about(paint: &mut Paint<'_>, area: Rect, about: &About, most: u16) -> Rect {
    let lines = about.lines(area.width.saturating_sub(1));
    let used = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(most).min(area.height);
    for (row, line) in super::pen::rows(Rect { height: used, ..area }).zip(&lines) {
        detail::draw_line(paint, row, line);
    }
    below(area, used)
}

/// The rows that what a prompt is about takes in its box, and a free one below.
fn rows_of(review: &Review, about: &About) -> u16 {
    let width = prompt_box(review.size, 1).width.saturating_sub(4);
    u16::try_from(about.lines(width).len() + 1).unwrap_or(u16::MAX / 2)
}

/// Draws the question for a verdict, then for the reason, then for how sure one is.
pub fn verdict(paint: &mut Paint<'_>, review: &Review, prompt: &VerdictPrompt) {
    let theme = *paint.theme;
    let (actions, ask): (&[Action], String) = match prompt.asked {
        Asked::Verdict => (
            &[
                Action::VerdictSupported,
                Action::VerdictRefuted,
                Action::VerdictConflicting,
                Action::VerdictUnproven,
                Action::VerdictNone,
            ],
            "What does the evidence say?".to_owned(),
        ),
        Asked::Reason(verdict) => (&[], format!("{verdict}: why? A line for the report, or none.")),
        Asked::Confidence(verdict) => (
            &[Action::ConfidenceLow, Action::ConfidenceModerate, Action::ConfidenceHigh, Action::Accept],
            format!("{verdict}: how sure are you?"),
        ),
    };
    let asks = u16::try_from(actions.len().max(1) + 1).unwrap_or(0);
    // The claim is in the box only where the box covers it.
    let head = review.places().head.rows;
    let bare = prompt.about(review, false);
    let outer = prompt_box(review.size, rows_of(review, &bare) + asks);
    let in_sight = head.height > 0 && head.bottom() <= outer.y;
    let stands = if in_sight { bare } else { prompt.about(review, true) };
    let outer = prompt_box(review.size, rows_of(review, &stands) + asks);
    let right = match (prompt.offered, prompt.current) {
        (true, _) => t("all its evidence is decided"),
        (false, Some(verdict)) => line(format!("now: {verdict}")),
        (false, None) => SafeText::default(),
    };
    let area = paint.boxed(outer, &plain(line(format!("Verdict on {}", prompt.key))), &right);
    let area = super::pen::indent(area, 1);
    // What is asked comes first where there is little room.
    about(paint, area, &stands, area.height.saturating_sub(asks));
    let area = Rect {
        y: area.bottom().saturating_sub(asks.min(area.height)),
        height: asks.min(area.height),
        ..area
    };
    paint.eye(row(area, 0));
    paint.pen(row(area, 0)).put(&line(ask), theme.label);
    if matches!(prompt.asked, Asked::Reason(_)) {
        paint.input(row(area, 1), &t("reason: "), &prompt.reason, true);
    }
    for (at, action) in (1..).zip(actions) {
        let key = review.keymap.key_for(Context::Verdict, *action).unwrap_or_default();
        let (name, says) = match action {
            Action::Accept => ("not said", "The verdict stands without it."),
            action => (action.label(), action.sentence()),
        };
        let mut pen = paint.pen(row(area, at));
        pen.column(&line(key), 7, theme.key).column(&t(name), 13, theme.verdict);
        pen.put(&t(says), theme.muted);
    }
}

/// Draws the question which tag is to be given its details.
pub fn tag_first(paint: &mut Paint<'_>, review: &Review, prompt: &TagFirst) {
    let theme = *paint.theme;
    let outer = prompt_box(review.size, rows_of(review, &prompt.about) + 1);
    let title = plain(line(format!("{} has no tag yet", prompt.title)));
    let area = super::pen::indent(paint.boxed(outer, &title, &SafeText::default()), 1);
    about(paint, area, &prompt.about, area.height.saturating_sub(1));
    let mut pen = paint.pen(row(area, area.height.saturating_sub(1)));
    pen.put(&t("Which tag are the details of?"), theme.label).gap(2);
    for action in [Action::TagReleased, Action::TagWithheld, Action::TagDisputed] {
        let key = review.keymap.key_for(Context::Review, action).unwrap_or_default();
        pen.put(&line(key), theme.key).gap(1).put(&t(action.label()), theme.text).gap(2);
    }
}

/// Draws what the case says of itself.
pub fn case_info(paint: &mut Paint<'_>, review: &Review, page: CaseInfoBox) {
    let lines = case_info::lines(review);
    let (all, height) = (lines.len(), usize::from(inside(overlay(review.size)).height));
    let right = if all > height {
        line(format!("{}–{}/{all}", page.top + 1, (page.top + height).min(all)))
    } else {
        SafeText::default()
    };
    let inner = paint.boxed(overlay(review.size), &plain(t("The case")), &right);
    let left = super::pen::rows(super::pen::indent(inner, 1));
    for (row, line) in left.zip(lines.iter().skip(page.top)) {
        detail::draw_line(paint, row, line);
    }
}

/// Draws a question to be answered with yes or no.
pub fn confirm(paint: &mut Paint<'_>, review: &Review, prompt: &Confirm) {
    ask(paint, review, &prompt.question, prompt.about.as_ref());
}

/// A sentence with a capital at its beginning.
fn capital(text: &SafeText) -> SafeText {
    let mut chars = text.as_str().chars();
    match chars.next() {
        Some(first) => line(format!("{}{}", first.to_uppercase(), chars.as_str())),
        None => SafeText::default(),
    }
}

/// Draws a question and its two keys.
pub fn ask(paint: &mut Paint<'_>, review: &Review, question: &SafeText, about: Option<&SafeText>) {
    let theme = *paint.theme;
    let width = usize::from(prompt_box(review.size, 1).width.saturating_sub(4));
    let question = wrap_some(&capital(question), width, 4);
    // An address is shown in full: what is not seen cannot be agreed to.
    let about = about.map(|text| crate::text::wrap(text, width.max(1))).unwrap_or_default();
    let lines = u16::try_from(question.len() + about.len() + 2).unwrap_or(u16::MAX).min(review.size.1);
    let outer = prompt_box(review.size, lines);
    let area = super::pen::indent(paint.boxed(outer, &plain(t("Please confirm")), &SafeText::default()), 1);
    let keys_at = area.height.saturating_sub(1);
    let texts = question.iter().map(|l| (l, theme.text)).chain(about.iter().map(|l| (l, theme.quote)));
    for (at, (text, style)) in (0..keys_at).zip(texts) {
        paint.pen(row(area, at)).put(text, style);
    }
    answers(paint, review, row(area, keys_at));
}

/// Draws the two keys that answer a question.
pub fn answers(paint: &mut Paint<'_>, review: &Review, row: Rect) {
    let theme = *paint.theme;
    paint.eye(row);
    let mut pen = paint.pen(row);
    for action in [Action::Yes, Action::No] {
        let key = review.keymap.key_for(Context::Confirm, action).unwrap_or_default();
        pen.put(&line(key), theme.key).gap(1).put(&t(action.label()), theme.text).gap(3);
    }
}

/// Draws the views, one of them marked by its digit.
pub fn views(paint: &mut Paint<'_>, review: &Review, marked: Action) {
    let theme = *paint.theme;
    let context = review.context();
    let names: Vec<(Action, SafeText)> = Action::views()
        .filter_map(|view| {
            let digit = review.keymap.keys(context, view).find(|chord| chord.is_digit())?;
            Some((view, line(format!("{digit} {}", capital(&t(view.label()))))))
        })
        .collect();
    // As many beside each other as there is room for.
    let width = usize::from(prompt_box(review.size, 1).width.saturating_sub(3));
    let mut lines: Vec<Vec<&(Action, SafeText)>> = vec![Vec::new()];
    let mut left = width;
    for name in &names {
        let cells = name.1.width() + 2;
        if cells > left && left < width {
            lines.push(Vec::new());
            left = width;
        }
        left = left.saturating_sub(cells);
        if let Some(last) = lines.last_mut() {
            last.push(name);
        }
    }
    let open = review.keymap.key_for(context, Action::Open).unwrap_or_default();
    let says = line(format!(
        "{open} opens {}; another digit marks another view. Keys take no count.",
        capital(&t(marked.label()))
    ));
    let says = wrap_some(&says, width.saturating_sub(1), 3);
    let count = u16::try_from(lines.len() + says.len()).unwrap_or(u16::MAX);
    let inner = paint.boxed(prompt_box(review.size, count), &plain(t("Views")), &SafeText::default());
    let mut left = super::pen::rows(inner);
    for (names, row) in lines.iter().zip(left.by_ref()) {
        let mut x = row.x;
        for (view, name) in names {
            let chosen = *view == marked;
            let cells = u16::try_from(name.width()).unwrap_or(0) + 2;
            let place = Rect { x, width: cells.min(row.right().saturating_sub(x)), ..row };
            if chosen {
                paint.eye(place);
            }
            let mut pen = paint.pen(place);
            pen.put(&t(if chosen { "▸" } else { " " }), theme.mark);
            pen.put(name, if chosen { theme.key } else { theme.text });
            x = x.saturating_add(cells);
        }
    }
    for (text, row) in says.iter().zip(left) {
        paint.pen(super::pen::indent(row, 1)).put(text, theme.muted);
    }
}

/// Draws the question for a grade, with what each grade of the scale says.
pub fn grade(paint: &mut Paint<'_>, review: &Review, prompt: &GradePrompt) {
    let theme = *paint.theme;
    let scale = prompt.scale();
    let count = u16::try_from(scale.len()).unwrap_or(0);
    let above = rows_of(review, &prompt.about);
    let outer = prompt_box(review.size, above + count + 2);
    let given = scale.iter().find(|(.., given)| *given).map(|(grade, ..)| line(format!("now: {grade}")));
    let area =
        paint.boxed(outer, &plain(line(format!("Grade {}", prompt.title))), &given.unwrap_or_default());
    let area = super::pen::indent(area, 1);
    about(paint, area, &prompt.about, area.height.saturating_sub(count + 3));
    let height = area.height.min(count + 2);
    let area = Rect { y: area.bottom() - height, height, ..area };
    // The grades come first where there is little room.
    let above = area.height.saturating_sub(count + 1).min(1);
    if above > 0 {
        paint.pen(row(area, 0)).put(&t(prompt.asks()), theme.label);
    }
    let none = ("0", "take the grade away", false);
    for (at, (grade, meaning, given)) in scale.into_iter().chain([none]).enumerate() {
        let at = u16::try_from(at).unwrap_or(0) + above;
        let style = if given { theme.verdict } else { theme.text };
        if at == above {
            paint.eye(row(area, at));
        }
        paint
            .pen(row(area, at))
            .put(&t(if given { "▸" } else { " " }), theme.mark)
            .gap(1)
            .put(&t(grade), theme.key)
            .gap(2)
            .put(&t(meaning), style);
    }
}

/// Draws the question for a reason to set something aside.
pub fn aside(paint: &mut Paint<'_>, review: &Review, prompt: &AsidePrompt) {
    let outer = prompt_box(review.size, rows_of(review, &prompt.about) + 2);
    let area = paint.boxed(outer, &plain(line(format!("Set aside {}", prompt.title))), &SafeText::default());
    let area = super::pen::indent(area, 1);
    about(paint, area, &prompt.about, area.height.saturating_sub(3));
    let height = area.height.min(2);
    let area = Rect { y: area.bottom() - height, height, ..area };
    paint.input(row(area, 0), &t("why: "), &prompt.input, true);
    let muted = paint.theme.muted;
    paint.pen(row(area, 1)).put(&t("It is passed over, not decided, until you take it up again."), muted);
}

/// Draws the line for words to be found in a document.
pub fn find(paint: &mut Paint<'_>, review: &Review, prompt: &FindPrompt) {
    let outer = prompt_box(review.size, 1);
    let area = paint.boxed(outer, &plain(t("Find in the document")), &SafeText::default());
    paint.input(super::pen::indent(area, 1), &t("words: "), &prompt.input, true);
}

/// Draws the line for the filter, with what it takes or what is wrong with it.
pub fn filter(paint: &mut Paint<'_>, review: &Review, prompt: &FilterPrompt) {
    let theme = *paint.theme;
    let outer = prompt_box(review.size, 3);
    let right = if prompt.waiting { t("looking …") } else { SafeText::default() };
    let area = super::pen::indent(paint.boxed(outer, &plain(t("Filter")), &right), 1);
    paint.input(row(area, 0), &t("show only: "), &prompt.input, true);
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    match &prompt.error {
        Some(error) => drop(paint.paragraph(below, error, theme.error)),
        None => drop(paint.paragraph(
            below,
            &t(
                "words, \"phrases\", tag:withheld, stance:disputes, verdict:none, is:undecided, is:conflict, \
                source:S-4, by:NAME; - negates; empty shows all",
            ),
            theme.muted,
        )),
    }
}

/// Draws the question for a file to import, with what can be or why nothing was.
pub fn import(paint: &mut Paint<'_>, review: &Review, prompt: &ImportPrompt) {
    let theme = *paint.theme;
    let outer = prompt_box(review.size, 5);
    let right = if prompt.waiting { t("looking …") } else { SafeText::default() };
    let title = match &prompt.to {
        Some(key) => SafeText::line(&format!("Attach to {key}")),
        None => t("Import"),
    };
    let area = super::pen::indent(paint.boxed(outer, &plain(title), &right), 1);
    paint.input(row(area, 0), &t("file: "), &prompt.input, !prompt.waiting);
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    let (text, style) = match &prompt.error {
        Some(error) => (error.clone(), theme.error),
        None if prompt.to.is_some() => (
            t(
                "Text, Markdown, a saved web page, PDF, DOCX, ODT or e-mail. Its text and the file as it came are kept, \
                 with its SHA-256; fields that the source leaves empty are filled in with what the file says of \
                 itself. A relative name is looked for where corrob was started; ~ is your home.",
            ),
            theme.muted,
        ),
        None => (
            t(
                "JSON, JSON Lines, CSV or a web page, also as .gz or .zst, of corrob's own or any known shape. \
                 It goes in as one step, whole or not at all; what you said of the case stays. A relative \
                 name is looked for where corrob was started; ~ is your home.",
            ),
            theme.muted,
        ),
    };
    paint.paragraph(below, &text, style);
}
