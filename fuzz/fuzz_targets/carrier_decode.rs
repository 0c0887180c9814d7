//! Any bytes as a file: decoded, looked at, sniffed and read.
#![no_main]

use corrob::formats::carrier::{Limits, PEEK, decoded, peek, read, sample, sniff};
use libfuzzer_sys::fuzz_target;
use std::convert::Infallible;
use std::io::Read;

/// What a bomb may come to before the target looks away.
const MOST: u64 = 4 << 20;

fuzz_target!(|bytes: &[u8]| {
    for label in [None, Some("utf-16le"), Some("shift_jis")] {
        let Ok((input, decoding)) = decoded(bytes, label) else { continue };
        let (start, whole, input) = peek(input.take(MOST), PEEK);
        if let Ok(sniffed) = sniff(&start, whole) {
            sample(&start, whole, &sniffed.shape, 5);
            let _ = read(input, &sniffed.shape, Limits::default(), &mut |_| Ok::<(), Infallible>(()));
        }
        let _ = (decoding.to_string(), decoding.warning());
    }
});
