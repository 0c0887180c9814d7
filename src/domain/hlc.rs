//! The hybrid logical clock that orders events across devices (Kulkarni et al., 2014).

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970 UTC in the upper 48 bits, a counter in the lower 16.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Hlc(pub i64);

/// The start of the year 3000, in milliseconds: a clock that shows more is wrong, and the order does not follow
/// it, so that there is always a stamp after the last.
const TOO_LATE: i64 = 32_503_680_000_000;

impl Hlc {
    /// The first there is.
    pub const FIRST: Self = Self(i64::MIN);
    /// The last there is.
    pub const LAST: Self = Self(i64::MAX);

    /// The stamp after `self`, when the wall clock shows `now_ms`: not earlier than either, where that is a
    /// time that can be.
    #[must_use]
    pub fn next(self, now_ms: i64) -> Self {
        Self(Self::at_milli(now_ms.clamp(0, TOO_LATE)).0.max(self.0.saturating_add(1)))
    }

    /// Whether events can go on after it.
    #[must_use]
    pub const fn can_be_followed(self) -> bool {
        self.millis() <= Self::LAST.millis() - TOO_LATE
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
        let late = Hlc(7).next(end_of_9999);
        assert_eq!(late.next(2_000), Hlc(late.0 + 1), "there is always one after it");
        assert!(late.can_be_followed() && !Hlc::LAST.can_be_followed());
        assert_eq!((Hlc::at_milli(i64::MIN), Hlc::at_milli(i64::MAX)), (Hlc::FIRST, Hlc::LAST));
    }
}
