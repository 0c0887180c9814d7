//! Dates as spreadsheets write them back, in the order of day and month that their country has.

use crate::formats::profile::DateForm;

/// In which order day and month stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It is plain.
    Plain,
    /// The day first.
    Day,
    /// The month first.
    Month,
}

const PLAIN: &[&str] = &[
    "iso",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y/%m",
    "%d-%b-%y",
    "%d-%b-%Y",
    "%d %B %Y",
    "%d. %B %Y",
    "%B %d, %Y",
    "%b-%y",
    "%b %Y",
    "%B %Y",
    "%b. %y",
];
const DAY: &[&str] = &["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y"];
const MONTH: &[&str] = &["%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y", "%m-%d-%y"];
/// What may stand behind a day.
const TIMES: &[&str] = &["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p"];

/// The dates that a cell can stand for, as corrob writes them.
pub fn readings(cell: &str) -> Vec<(Order, String)> {
    let mut found: Vec<(Order, String)> = Vec::new();
    let mut read = |order, form: &str, cell: &str| {
        let date = DateForm::parse(form).ok().and_then(|form| form.read(cell));
        if let Some(date) = date
            && found.iter().all(|(_, known)| *known != date)
        {
            found.push((order, date));
        }
    };
    PLAIN.iter().for_each(|form| read(Order::Plain, form, cell));
    if cell.len() == 5 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        read(Order::Plain, "excel", cell);
    }
    for (order, forms) in [(Order::Day, DAY), (Order::Month, MONTH)] {
        for form in forms {
            TIMES.iter().for_each(|time| read(order, &format!("{form}{time}"), cell));
        }
    }
    found
}

/// Whether a date that was read is the one that stands there. What a spreadsheet takes for a day may have been a
/// month: it writes the first of it.
pub fn is(read: &str, stands: &str, as_it_stands: bool) -> bool {
    let plain = |date: &str| {
        let date = date.replacen(' ', "T", 1);
        let seconds = date.len() == 19 && date.ends_with(":00");
        if seconds { date[..16].to_owned() } else { date }
    };
    let month = stands.len() == 7 && !as_it_stands;
    plain(read) == plain(stands) || month && read.strip_suffix("-01") == Some(stands)
}

/// In which order day and month stand in a table, by the dates in it that nobody edited.
#[derive(Debug, Clone, Copy, Default)]
pub struct Orders {
    day: bool,
    month: bool,
}

impl Orders {
    /// A date was known again by one of its readings, and another would have been a different day.
    pub fn note(&mut self, readings: &[(Order, String)], order: Order) {
        if readings.len() > 1 {
            match order {
                Order::Day => self.day = true,
                Order::Month => self.month = true,
                Order::Plain => {}
            }
        }
    }

    /// The one date that a cell stands for.
    ///
    /// # Errors
    /// That it is none, or could be two.
    pub fn choose(self, cell: &str) -> Result<String, String> {
        let found = readings(cell);
        let ordered = |order| found.iter().find(|(it, _)| *it == order).map(|(_, date)| date.clone());
        match found.as_slice() {
            [] => Err(cell
                .parse::<crate::domain::Date>()
                .map_or_else(|error| error.to_string(), |_| String::new())),
            [(_, date)] => Ok(date.clone()),
            [(Order::Plain, date), ..] => Ok(date.clone()),
            [(_, one), (_, other), ..] => match (self.day, self.month) {
                (true, false) => ordered(Order::Day),
                (false, true) => ordered(Order::Month),
                _ => None,
            }
            .ok_or_else(|| format!("\"{cell}\" can be {one} or {other}; write the one that it is")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_known_again_however_a_spreadsheet_writes_them() {
        for (cell, stands) in [
            ("10/14/2025", "2025-10-14"),
            ("14.10.2025", "2025-10-14"),
            ("14/10/25", "2025-10-14"),
            ("14-Oct-25", "2025-10-14"),
            ("2025/10/14", "2025-10-14"),
            ("45944", "2025-10-14"),
            ("10/14/2025 9:30", "2025-10-14T09:30"),
            ("10/14/2025 9:30:00 AM", "2025-10-14 09:30:00"),
            ("10/14/2025 0:00", "2025-10-14"),
            ("Oct-25", "2025-10"),
            ("01.10.2025", "2025-10"),
            ("2025", "2025"),
        ] {
            assert!(
                readings(cell).iter().any(|(_, read)| is(read, stands, read == cell)),
                "{cell}: {:?}",
                readings(cell)
            );
        }
        assert!(!is("2025-10-01", "2025-10", true) && !is("2025-10-02", "2025-10", false));
    }

    #[test]
    fn an_order_that_the_table_shows_decides() {
        let mut orders = Orders::default();
        assert!(orders.choose("10/11/2025").unwrap_err().contains("2025-11-10 or 2025-10-11"));
        assert_eq!(orders.choose("25/12/2025").unwrap(), "2025-12-25");
        assert!(orders.choose("soon").unwrap_err().contains("not a date"));
        orders.note(&readings("1/2/2025"), Order::Month);
        assert_eq!(orders.choose("10/11/2025").unwrap(), "2025-10-11");
    }
}
