//! A question of yes or no with much to be read first.

use super::paint::Paint;
use super::pen::indent;
use super::{prompts, sheet};
use crate::review::Review;
use crate::review::prompt::record::asking::Asking;
use crate::review::state::geometry::question;
use crate::text::SafeText;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws what is to be read, the question and its keys; what is looked for `meanwhile`, until that is known.
pub fn draw(
    paint: &mut Paint<'_>,
    review: &Review,
    asking: &Asking,
    title: SafeText,
    (is_known, meanwhile, asked): (bool, &SafeText, &SafeText),
) {
    let theme = *paint.theme;
    if !is_known {
        return prompts::ask(paint, review, asking.error.as_ref().unwrap_or(meanwhile), None);
    }
    let place = question(review.size, &asking.sheet);
    let outer = Rect { x: place.x - 1, y: place.y - 1, width: place.width + 3, height: place.height + 4 };
    let right = sheet::rows_in_view(&asking.sheet, place.height);
    paint.boxed(outer, &[(title, Style::new())], &right);
    sheet::lines(paint, place, &asking.sheet, false);
    let row = |at: u16| indent(Rect { y: place.bottom() + at, height: 1, ..place }, 1);
    paint.pen(row(0)).put(asked, theme.label);
    prompts::answers(paint, review, row(1));
}
