//! Dice that fall the same way every time.

use corrob::domain::Kind;

/// Numbers that look random and follow from where they begin (SplitMix64).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64, kind: Kind, number: u64) -> Self {
        let mut dice = Self(seed ^ ((kind as u64 + 1) << 56));
        dice.0 = dice.roll() ^ number;
        dice.roll();
        dice
    }

    const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below another; 0 below 0.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        let scaled = (u128::from(self.roll()) * u128::from(limit)) >> 64;
        u64::try_from(scaled).unwrap_or(0)
    }

    /// True with this chance in a thousand.
    pub(super) fn chance(&mut self, thousandths: u64) -> bool {
        self.below(1000) < thousandths
    }

    pub(super) fn one_of<T: Copy>(&mut self, all: &[T], otherwise: T) -> T {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap_or(0);
        all.get(at).copied().unwrap_or(otherwise)
    }

    /// A number from a table of steps, evenly between two of them.
    pub(super) fn size(&mut self, steps: &[u64], sizes: &[u64]) -> u64 {
        let first = steps.first().copied().unwrap_or(0) * 1000;
        let at = first + self.below(1_000_000 - first);
        let step = steps.partition_point(|step| step * 1000 <= at).saturating_sub(1);
        match (steps.get(step..step + 2), sizes.get(step..step + 2)) {
            (Some(&[from, to]), Some(&[low, high])) => {
                low + (high - low) * (at - from * 1000) / ((to - from) * 1000)
            }
            _ => sizes.last().copied().unwrap_or(1),
        }
    }

    /// A number below another, small ones far more often: a few sources carry much.
    pub(super) fn popular(&mut self, limit: u64) -> u64 {
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let at = {
            let unit = (self.roll() >> 11) as f64 / (1_u64 << 53) as f64;
            (limit as f64 * unit * unit * unit.sqrt()) as u64
        };
        at.min(limit.saturating_sub(1))
    }
}
