//! Finding lines by words of them.

/// The positions of the lines that match every word of `wanted`, best first; equal ones in their order.
/// Where a word occurs in some line as it is written, only such lines match it; else one slip of the keys
/// is forgiven in a long word.
pub fn ranked(wanted: &str, lines: &[String]) -> Vec<usize> {
    graded(wanted, lines, &[written, mistyped])
}

/// The same of the lines that hold every word as it is written.
pub fn holding(wanted: &str, lines: &[String]) -> Vec<usize> {
    graded(wanted, lines, &[written])
}

fn graded(wanted: &str, lines: &[String], grades: &[Grade]) -> Vec<usize> {
    let lines: Vec<String> = lines.iter().map(|line| line.to_lowercase()).collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let mut score = vec![0; lines.len()];
    for word in wanted.split_whitespace().take(8) {
        let word: String = word.to_lowercase().chars().take(64).collect();
        let found = grades
            .iter()
            .map(|grade| lines.iter().map(|line| grade(&word, line)).collect::<Vec<_>>())
            .find(|found| order.iter().any(|at| found[*at].is_some()));
        let Some(found) = found else { return Vec::new() };
        order.retain(|at| found[*at].is_some());
        for (total, cost) in score.iter_mut().zip(found) {
            *total += cost.unwrap_or(0);
        }
    }
    order.sort_by_key(|at| score[*at]);
    order
}

/// How far a line is from a word, 0 for the best; none where it does not match.
type Grade = fn(&str, &str) -> Option<usize>;

/// The word as it is written: at the beginning of the line, of a word, or inside one.
fn written(word: &str, line: &str) -> Option<usize> {
    let at = line.find(word)?;
    let inside = line[..at].ends_with(char::is_alphanumeric);
    Some(if at == 0 { 0 } else { 1 + usize::from(inside) })
}

/// A word that is one slip away: a letter too many, too few, another, or two exchanged.
fn mistyped(word: &str, line: &str) -> Option<usize> {
    let long = word.chars().count() >= 5;
    let mut words = line.split(|c: char| !c.is_alphanumeric());
    (long && words.any(|other| strsim::osa_distance(word, other) == 1)).then_some(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<const N: usize>(lines: [&str; N]) -> Vec<String> {
        lines.map(str::to_owned).to_vec()
    }

    #[test]
    fn scattered_letters_match_nothing() {
        let lines = lines(["view-history: show it", "hit by the first", "this is the top"]);
        assert_eq!(ranked("hist", &lines), [0]);
        assert!(ranked("vwhs", &lines).is_empty());
    }

    #[test]
    fn the_beginning_of_a_line_comes_before_that_of_a_word_and_that_before_its_inside() {
        let lines = lines(["unmark the rest", "the mark", "mark evidence"]);
        assert_eq!(ranked("MARK", &lines), [2, 1, 0]);
        assert_eq!(ranked("mark the", &lines), [1, 0]);
    }

    #[test]
    fn one_slip_is_forgiven_in_a_long_word() {
        let lines = lines(["view-timeline", "view-history"]);
        assert_eq!(ranked("hsitory", &lines), [1]);
        assert!(ranked("hsiotry", &lines).is_empty());
    }
}
