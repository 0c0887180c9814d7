//! How far reviewers agree: percent, Cohen's kappa for each two, Krippendorff's alpha for all.
//!
//! Kappa: J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement
//! 20 (1960). Alpha for nominal data and any number of missing values: K. Krippendorff, "Computing
//! Krippendorff's Alpha-Reliability" (2011), by the matrix of coincidences.

use std::collections::BTreeMap;

/// What the judgements of some reviewers have in common, taken in item by item. What it holds grows with the
/// reviewers and the categories, not with the items.
#[derive(Debug, Clone)]
pub struct Agreement<C> {
    pairs: BTreeMap<(usize, usize), BTreeMap<(C, C), u64>>,
    /// How often each two categories met on an item: over ordered pairs of reviewers, each weighed by one less
    /// than the reviewers who judged the item. Kept for each number of reviewers apart, so that they are whole.
    met: BTreeMap<u64, BTreeMap<(C, C), u64>>,
    items: u64,
    unanimous: u64,
}

impl<C> Default for Agreement<C> {
    fn default() -> Self {
        Self { pairs: BTreeMap::new(), met: BTreeMap::new(), items: 0, unanimous: 0 }
    }
}

/// How the figures are read, each with whose they are.
pub const READING: [(&str, &str); 3] = [
    ("percent", "The share of what both decided on which they say the same. Chance alone makes some of it."),
    (
        "kappa",
        "For two reviewers (Cohen 1960): 1 where they always agree, 0 where they agree as often as chance would have \
         it by how often each says what, below 0 where less often.",
    ),
    (
        "alpha",
        "For all reviewers, however many decided an item (Krippendorff 2011, nominal): 1 where they always agree, 0 \
         where what they say of one item is no more alike than what is said of any two.",
    ),
];

/// How far two reviewers agree, or all do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreed {
    /// The items that both, or two or more, judged.
    pub both: u64,
    /// Those among them on which they say the same.
    pub same: u64,
    /// Kappa, or alpha: 1 where they always agree, 0 where they agree as often as chance would have it. None
    /// where that cannot be said: nothing was judged, or all of it alike.
    pub beyond_chance: Option<f64>,
}

impl Agreed {
    /// The share on which they say the same, in whole percent, 100 only where it is all; none where nothing was
    /// judged.
    #[must_use]
    pub fn percent(&self) -> Option<u64> {
        let most = if self.same == self.both { 100 } else { 99 };
        (self.both > 0).then(|| ((self.same * 200 + self.both) / (self.both * 2)).min(most))
    }
}

impl<C: Ord + Copy> Agreement<C> {
    /// Takes in an item: what each reviewer who judged it says.
    pub fn item(&mut self, said: &[(usize, C)]) {
        let Some(others) = (said.len() as u64).checked_sub(1).filter(|others| *others > 0) else { return };
        self.items += 1;
        self.unanimous += u64::from(said.iter().all(|(_, says)| *says == said[0].1));
        let met = self.met.entry(others).or_default();
        for (at, (one, says)) in said.iter().enumerate() {
            for (other, otherwise) in &said[at + 1..] {
                *met.entry((*says, *otherwise)).or_default() += 1;
                *met.entry((*otherwise, *says)).or_default() += 1;
                let (pair, judged) = if one < other {
                    ((*one, *other), (*says, *otherwise))
                } else {
                    ((*other, *one), (*otherwise, *says))
                };
                *self.pairs.entry(pair).or_default().entry(judged).or_default() += 1;
            }
        }
    }

    /// Each two reviewers who judged an item both, with Cohen's kappa.
    pub fn pairs(&self) -> impl Iterator<Item = ((usize, usize), Agreed)> {
        self.pairs.iter().map(|(pair, judged)| {
            let both: u64 = judged.values().sum();
            let same = judged.iter().filter(|((one, other), _)| one == other).map(|(_, n)| n).sum();
            let (mut firsts, mut seconds) = (BTreeMap::<C, u64>::new(), BTreeMap::<C, u64>::new());
            for ((one, other), n) in judged {
                *firsts.entry(*one).or_default() += n;
                *seconds.entry(*other).or_default() += n;
            }
            // Both sides of the fraction times the square of what both judged, so that whole numbers are compared.
            let chance: u128 = firsts
                .iter()
                .map(|(says, n)| u128::from(*n) * u128::from(seconds.get(says).copied().unwrap_or(0)))
                .sum();
            let (all, agreed) = (u128::from(both) * u128::from(both), u128::from(same) * u128::from(both));
            let kappa = (all != chance).then(|| (agreed as f64 - chance as f64) / (all - chance) as f64);
            (*pair, Agreed { both, same, beyond_chance: kappa })
        })
    }

    /// All reviewers together, with Krippendorff's alpha: the items that two or more judged, and those on which all
    /// who did say the same.
    #[must_use]
    pub fn all(&self) -> Agreed {
        let (mut values, mut differ) = (BTreeMap::<C, f64>::new(), 0.0);
        for (others, met) in &self.met {
            for ((one, other), n) in met {
                let weight = *n as f64 / *others as f64;
                *values.entry(*one).or_default() += weight;
                if one != other {
                    differ += weight;
                }
            }
        }
        let n: f64 = values.values().sum();
        let by_chance = n * n - values.values().map(|of| of * of).sum::<f64>();
        let alpha = (values.len() > 1).then(|| 1.0 - (n - 1.0) * differ / by_chance);
        Agreed { both: self.items, same: self.unanimous, beyond_chance: alpha }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(items: &[&[(usize, char)]]) -> Agreement<char> {
        let mut agreement = Agreement::default();
        items.iter().for_each(|item| agreement.item(item));
        agreement
    }

    /// Rows of reviewers over columns of items; a point where a reviewer did not judge an item.
    fn rows(rows: &[&str]) -> Agreement<char> {
        let mut agreement = Agreement::default();
        for at in 0..rows[0].len() {
            let said = rows.iter().map(|row| row.chars().nth(at).unwrap()).enumerate();
            agreement.item(&said.filter(|(_, says)| *says != '.').collect::<Vec<_>>());
        }
        agreement
    }

    /// The reliability data of Krippendorff (2011), part C, and the alpha that he works out for it.
    #[test]
    fn alpha_is_the_one_of_the_published_example() {
        let data = rows(&["123321412...", "1233224125.3", ".3332342251.", "12332441251."]);
        assert!((data.all().beyond_chance.unwrap() - 0.743_421_052_631_579).abs() < 1e-12);
        // The last item was judged by one alone.
        assert_eq!((data.all().both, data.all().same), (11, 8));
    }

    /// Two read 50 proposals: 20 both accept, 15 both reject; 0.7 observed, 0.5 by chance.
    #[test]
    fn kappa_of_a_table_worked_by_hand() {
        let mut agreement = Agreement::default();
        for (n, one, other) in [(20, 'y', 'y'), (5, 'y', 'n'), (10, 'n', 'y'), (15, 'n', 'n')] {
            (0..n).for_each(|_| agreement.item(&[(1, other), (0, one)]));
        }
        let ((one, other), agreed) = agreement.pairs().next().unwrap();
        assert_eq!((one, other, agreed.both, agreed.same), (0, 1, 50, 35));
        assert!((agreed.beyond_chance.unwrap() - 0.4).abs() < 1e-12);
    }

    #[test]
    fn what_one_alone_judged_counts_for_nothing_and_what_all_judged_alike_has_no_coefficient() {
        let none = of(&[&[], &[(0, 'a')], &[(1, 'b')]]);
        assert_eq!(none.pairs().count(), 0);
        assert_eq!(none.all(), Agreed { both: 0, same: 0, beyond_chance: None });
        let alike = of(&[&[(0, 'a'), (1, 'a')], &[(0, 'a'), (1, 'a')]]);
        let agreed = Agreed { both: 2, same: 2, beyond_chance: None };
        assert_eq!((alike.all(), alike.pairs().next().unwrap().1), (agreed, agreed));
    }

    #[test]
    fn nearly_all_is_not_all() {
        let percent = |same, both| Agreed { both, same, beyond_chance: None }.percent();
        assert_eq!(
            [percent(199, 200), percent(200, 200), percent(1, 8), percent(0, 0)],
            [Some(99), Some(100), Some(13), None]
        );
    }

    #[test]
    fn always_otherwise_is_less_than_chance() {
        let never = of(&[&[(0, 'a'), (1, 'b')], &[(0, 'b'), (1, 'a')]]);
        assert_eq!(never.pairs().next().unwrap().1.beyond_chance, Some(-1.0));
        assert!(never.all().beyond_chance.unwrap() < 0.0);
    }
}
