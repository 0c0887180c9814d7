//! Letters and words for everything that has a colour, so that nothing depends on colour alone.

use super::pen::t;
use super::theme::Theme;
use crate::domain::glossary::{self, Mark, sign};
use crate::domain::rows::Stances;
use crate::domain::{Access, Stance, wording};
use crate::review::state::lines::Judgement;
use crate::text::SafeText;
use ratatui::style::Style;

/// The three letters of a tag, each in its own place: released, withheld or examined, in part, disputed; where
/// there is none, set aside or undecided.
#[must_use]
pub fn letters(judgement: &Judgement, theme: &Theme) -> [(SafeText, Style); 3] {
    let first = match judgement.access {
        Some(Access::Released) => (t(sign::RELEASED), theme.released),
        Some(Access::Withheld) => (t(sign::WITHHELD), theme.withheld),
        None if judgement.examined => (t(sign::EXAMINED), theme.examined),
        None if judgement.aside && !judgement.decided => (t(sign::ASIDE), theme.muted),
        None if judgement.disputed => (t(" "), theme.text),
        None => (t(sign::UNDECIDED), theme.undecided),
    };
    let part = if judgement.part { (t(sign::PART), first.1) } else { (t(" "), theme.text) };
    let disputed =
        if judgement.disputed { (t(sign::DISPUTED), theme.disputed) } else { (t(" "), theme.text) };
    [first, part, disputed]
}

/// A tag spelt out.
#[must_use]
pub fn spelt(judgement: &Judgement) -> SafeText {
    let access = judgement.access.map(|access| wording::access(access, judgement.part));
    let disputed = judgement.disputed.then(|| "disputed".to_owned());
    let words: Vec<String> = access.into_iter().chain(disputed).collect();
    if !words.is_empty() {
        return SafeText::line(&words.join(" and "));
    }
    t(match (judgement.examined, judgement.aside) {
        (true, _) => "examined, no tag applies",
        (false, true) => "undecided, set aside",
        (false, false) => "undecided",
    })
}

/// A stance as a sign, as a word, and its style.
#[must_use]
pub fn stance(stance: Stance, theme: &Theme) -> (SafeText, SafeText, Style) {
    let style = match stance {
        Stance::Supports => theme.supports,
        Stance::Repeats => theme.repeats,
        Stance::Disputes => theme.disputes,
        Stance::Context => theme.context,
    };
    (t(stance.sign()), t(stance.word()), style)
}

/// The progress on the evidence of a claim: all, some or none decided; or the claim set aside.
#[must_use]
pub fn state_sign(decided: u64, stances: Stances, aside: bool) -> SafeText {
    t(match (aside, decided, stances.total()) {
        (true, ..) => sign::ASIDE,
        (_, _, 0) => " ",
        (_, decided, total) if decided >= total => sign::ALL,
        (_, 0, _) => sign::NONE,
        _ => sign::SOME,
    })
}

/// The pointer at the selected row: full in the pane the keys act on, hollow in any other.
#[must_use]
pub fn pointer(selected: bool, focused: bool) -> SafeText {
    t(match (selected, focused) {
        (false, _) => " ",
        (true, true) => "▸",
        (true, false) => "▹",
    })
}

/// What stands before a claim's text.
#[must_use]
pub fn attribution(claimant: Option<&SafeText>) -> SafeText {
    SafeText::line(&wording::attribution(claimant.map(SafeText::as_str)))
}

/// What the signs in the cells of the matrix mean, in a row of `cells` cells: with the words of the stances alone
/// where all have no room.
#[must_use]
pub fn matrix_legend(cells: usize) -> SafeText {
    let all = SafeText::line(&glossary::matrix_legend());
    if all.width() <= cells {
        return all;
    }
    let tags: Vec<&str> =
        glossary::marks(|mark| matches!(mark, Mark::Tag(_))).map(|(sign, _)| sign).collect();
    SafeText::line(&format!("{} : {} tags, {} differ", stance_legend(), tags.join(" "), sign::DIFFER))
}

/// What the signs of the stances mean.
#[must_use]
pub fn stance_legend() -> SafeText {
    let stances = glossary::marks(|mark| matches!(mark, Mark::Stance(_)));
    let stances: Vec<String> = stances.map(|(sign, name)| format!("{sign} {name}")).collect();
    SafeText::line(&stances.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_of_a_tag_reads_differently() {
        let theme = Theme::default();
        let read =
            |judgement: &Judgement| letters(judgement, &theme).map(|(letter, _)| letter.to_string()).concat();
        let withheld = Judgement { access: Some(Access::Withheld), decided: true, ..Judgement::default() };
        let all = [
            Judgement::default(),
            Judgement { aside: true, ..Judgement::default() },
            Judgement { examined: true, decided: true, ..Judgement::default() },
            Judgement { disputed: true, decided: true, ..Judgement::default() },
            Judgement { access: Some(Access::Released), decided: true, ..Judgement::default() },
            withheld,
            Judgement { part: true, ..withheld },
            Judgement { part: true, disputed: true, ..withheld },
        ];
        let letters: Vec<String> = all.iter().map(read).collect();
        assert_eq!(letters, ["·  ", "s  ", "e  ", "  D", "R  ", "W  ", "Wp ", "WpD"]);
        let mut spelt: Vec<String> = all.iter().map(|judgement| spelt(judgement).to_string()).collect();
        spelt.sort();
        spelt.dedup();
        assert_eq!(spelt.len(), all.len());
    }
}
