//! Whether a cell still says what it said. A spreadsheet that nobody edited writes dates, yes and no, numbers and
//! line ends in its own way, and takes some texts for dates.

use crate::formats::own_csv::columns::Holds;
use crate::formats::own_csv::days::{self, Orders};
use crate::text::{composed, csv_safe};

/// What stands behind a date that was inferred.
pub const INFERRED: &str = " (inferred)";

/// A cell as it is compared and kept: with line feeds, and no blanks around it.
pub fn plain(cell: &str) -> String {
    cell.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// What a cell can have been, however a spreadsheet wrote it, the plainest first.
pub fn readings(holds: Holds, cell: &str) -> Vec<String> {
    let cell = plain(cell);
    let mut all = vec![cell.clone()];
    match holds {
        Holds::Text => {
            all.push(csv_safe(&cell).into_owned());
            all.push(composed(&cell).into_owned());
        }
        Holds::Word => {
            all.extend([cell.to_lowercase(), cell.to_uppercase()]);
            // A grade of 1 to 6 as a number with decimals.
            all.extend(cell.strip_suffix(".0").map(str::to_owned));
        }
        Holds::Flag => all.extend(flag(&cell).map(|on| if on { "yes" } else { "" }.to_owned())),
        Holds::Date => {
            let (date, inferred) = without_inferred(&cell);
            all.extend(days::readings(date).into_iter().map(|(_, date)| format!("{date}{inferred}")));
        }
    }
    all
}

/// A date without what says that it was inferred.
pub fn without_inferred(cell: &str) -> (&str, &str) {
    match cell.strip_suffix(INFERRED) {
        Some(date) => (date, INFERRED),
        None => (cell, ""),
    }
}

/// Yes or no, as people and spreadsheets of many languages write it.
pub fn flag(cell: &str) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "yes" | "true" | "wahr" | "vrai" | "verdadero" | "vero" | "x" | "1" | "✓" => Some(true),
        "" | "no" | "false" | "falsch" | "faux" | "falso" | "0" => Some(false),
        _ => None,
    }
}

/// Whether a cell says what stands in its place. Learns from dates in which order day and month stand.
pub fn same(holds: Holds, cell: &str, stands: &str, orders: &mut Orders) -> bool {
    let stands = plain(stands);
    if plain(cell) == stands {
        return true;
    }
    if stands.is_empty() && holds != Holds::Flag {
        return false;
    }
    if holds == Holds::Date {
        let (cell, stands) = (plain(cell), stands);
        let ((date, inferred), (stands, of_it)) = (without_inferred(&cell), without_inferred(&stands));
        let found = days::readings(date);
        let known = found.iter().find(|(_, read)| days::is(read, stands, read == date));
        return inferred == of_it && known.inspect(|(order, _)| orders.note(&found, *order)).is_some();
    }
    readings(holds, cell).contains(&stands)
        || holds == Holds::Text
            && (composed(&plain(cell)) == composed(&stands)
                || same_number(&plain(cell), &stands)
                || taken_for_a_date(&plain(cell), &stands))
}

/// Whether a number is the same as far as the cell shows it: `007` and 7, `1234567890123` and 1.23457E+12.
fn same_number(cell: &str, stands: &str) -> bool {
    let is_number =
        |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    if !is_number(cell) || !is_number(stands) {
        return false;
    }
    let (Ok(shown), Ok(whole)) = (cell.parse::<f64>(), stands.parse::<f64>()) else { return false };
    let Some((digits, _)) = cell.split_once(['e', 'E']) else { return shown == whole };
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    // More digits than a number has show the whole of it.
    if decimals > 17 {
        return shown == whole;
    }
    format!("{whole:.decimals$e}").parse::<f64>() == Ok(shown)
}

/// Whether a spreadsheet took a text such as `1-2` or `3/4` for a day and a month, or a month and a year.
fn taken_for_a_date(cell: &str, stands: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let parts = |text: &str| -> Option<(String, String)> {
        let (one, other) = text.split_once(['-', '/', '.', ' '])?;
        Some((one.trim_start_matches('0').to_lowercase(), other.trim_start_matches('0').to_lowercase()))
    };
    let (Some(shown), Some(stood)) = (parts(cell), parts(stands)) else { return false };
    let number = |part: &str| match MONTHS.iter().position(|month| part.starts_with(month)) {
        Some(at) => (at + 1).to_string(),
        None => part.to_owned(),
    };
    let named = |(one, other): &(String, String)| number(one) != *one || number(other) != *other;
    if !named(&shown) || named(&stood) {
        return false;
    }
    let shown = (number(&shown.0), number(&shown.1));
    shown == stood || (shown.1, shown.0) == stood
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_makes_of_a_cell_is_no_edit() {
        for (holds, cell, stands) in [
            (Holds::Text, "a\r\nb ", "a\nb"),
            (Holds::Text, "=1", "'=1"),
            (Holds::Text, "7", "007"),
            (Holds::Text, "1.23457E+12", "1234567890123"),
            (Holds::Text, &format!("1.234567890123{}E+12", "0".repeat(70_000)), "1234567890123"),
            (Holds::Text, "2-Jan", "1-2"),
            (Holds::Text, "02-Jan", "1/2"),
            (Holds::Text, "Mar-14", "3/14"),
            (Holds::Text, "e\u{301}", "é"),
            (Holds::Word, "SUPPORTS", "supports"),
            (Holds::Word, "b", "B"),
            (Holds::Flag, "TRUE", "yes"),
            (Holds::Flag, "FALSE", ""),
            (Holds::Flag, "no", ""),
            (Holds::Date, "10/14/2025 (inferred)", "2025-10-14 (inferred)"),
            (Holds::Date, "14.10.2025", "2025-10-14"),
        ] {
            assert!(same(holds, cell, stands, &mut Orders::default()), "{cell} for {stands}");
        }
        for (holds, cell, stands) in [
            (Holds::Text, "p. 4", "p. 3"),
            (Holds::Text, "8", "007"),
            (Holds::Text, "1.23458E+12", "1234567890123"),
            (Holds::Text, &format!("1.{}1E+12", "0".repeat(70_000)), "1234567890123"),
            (Holds::Text, "3-Jan", "1-2"),
            (Holds::Text, "", "x"),
            (Holds::Flag, "no", "yes"),
            (Holds::Date, "2025-10-14", "2025-10-14 (inferred)"),
            (Holds::Date, "", "2025"),
        ] {
            assert!(!same(holds, cell, stands, &mut Orders::default()), "{cell} for {stands}");
        }
    }
}
