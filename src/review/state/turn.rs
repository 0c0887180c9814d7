//! Going round a few values.

/// The value `by` places after `now`, round the end; there is at least one value.
pub(crate) fn turned<T: Copy + PartialEq>(all: &[T], now: T, by: usize) -> T {
    let at = all.iter().position(|value| *value == now).unwrap_or(0);
    all[(at + by) % all.len()]
}
