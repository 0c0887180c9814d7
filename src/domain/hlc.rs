//! The hybrid logical clock that orders events across devices (Kulkarni et al., 2014).

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970 UTC in the upper 48 bits, a counter in the lower 16.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hlc(pub i64);

impl Hlc {
    /// The stamp after `self`, when the wall clock shows `now_ms`: never earlier than either.
    #[must_use]
    pub fn next(self, now_ms: i64) -> Self {
        Self(Self::at_milli(now_ms.max(0)).0.max(self.0.saturating_add(1)))
    }

    /// The stamp of a millisecond since 1970 UTC; the first or the last there is for one beyond.
    #[must_use]
    pub const fn at_milli(milli: i64) -> Self {
        Self(milli.saturating_mul(1 << 16))
    }

    /// The stamp of a second since 1970 UTC; the last there is for one beyond.
    #[must_use]
    pub const fn at_second(second: i64) -> Self {
        Self(second.saturating_mul(1_000 << 16))
    }

    /// Milliseconds since 1970 UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0 >> 16
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_goes_back() {
        let first = Hlc::default().next(1_000);
        assert_eq!(first.millis(), 1_000);
        let second = first.next(900);
        assert!(second > first && second.millis() == 1_000);
        assert_eq!(second.next(2_000), Hlc(2_000 << 16));
    }

    #[test]
    fn a_clock_out_of_all_bounds_is_no_trouble() {
        assert_eq!(Hlc::default().next(-5), Hlc(1));
        let end_of_9999 = 253_402_300_799_999;
        let last = Hlc(7).next(end_of_9999);
        assert_eq!(last, Hlc(i64::MAX));
        assert_eq!(last.next(2_000), last, "there is none after the last");
        assert_eq!(Hlc::at_milli(i64::MIN), Hlc(i64::MIN));
    }
}
