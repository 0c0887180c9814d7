//! Any bytes as JSON, wherever its records may lie.
#![no_main]

use corrob::formats::carrier::{JsonShape, Limits, Shape, read, sample, sniff};
use libfuzzer_sys::fuzz_target;
use std::convert::Infallible;

fuzz_target!(|bytes: &[u8]| {
    let path = || vec!["a".to_owned(), "b".to_owned()];
    let shapes = [
        JsonShape::Lines,
        JsonShape::Array(Vec::new()),
        JsonShape::Array(path()),
        JsonShape::Members(Vec::new()),
        JsonShape::Members(path()),
    ];
    let limits = Limits { record: 256, depth: 12 };
    for shape in shapes {
        let _ = read(bytes, &Shape::Json(shape), limits, &mut |_| Ok::<(), Infallible>(()));
    }
    if let Ok(sniffed) = sniff(bytes, false) {
        sample(bytes, false, &sniffed.shape, 5);
    }
});
