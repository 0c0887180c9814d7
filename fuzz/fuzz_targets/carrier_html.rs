//! Any bytes as a web page.
#![no_main]

use corrob::formats::carrier::{Limits, Shape, read};
use libfuzzer_sys::fuzz_target;
use std::convert::Infallible;

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { record: 256, depth: 12 };
    let _ = read(bytes, &Shape::Html, limits, &mut |_| Ok::<(), Infallible>(()));
});
