//! Any bytes as a table; the first says what stands between its fields.
#![no_main]

use corrob::formats::carrier::{Header, Limits, Shape, Table, read};
use libfuzzer_sys::fuzz_target;
use std::convert::Infallible;
use std::io::BufReader;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let delimiter = [b',', b';', b'\t', b'|'][usize::from(*first % 4)];
    let limits = Limits { record: 64 + usize::from(*first), depth: 12 };
    for header in [Header::Row, Header::Absent, Header::Columns(vec!["a".into(), String::new(), "a".into()])]
    {
        let input = BufReader::with_capacity(1 + usize::from(*first % 16), rest);
        let _ =
            read(
                input,
                &Shape::Csv(Table::new(delimiter, header)),
                limits,
                &mut |_| Ok::<(), Infallible>(()),
            );
    }
});
