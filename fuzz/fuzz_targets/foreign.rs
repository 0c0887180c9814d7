//! Any bytes as a file, the whole way: decoded, sniffed, recognised, read and made entries of. The
//! first byte says what is known of it beforehand.
#![no_main]

use corrob::formats::foreign::{Choice, Foreign};
use corrob::formats::profile::{Profile, RecordsPath};
use libfuzzer_sys::fuzz_target;

/// How much may be found in a file before the target looks away.
const MOST: usize = 200_000;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let shipped = Profile::built_in();
    let mut choice = Choice { no_header: first & 0x80 != 0, ..Choice::default() };
    match usize::from(first & 0x7f) {
        0 => {}
        1 => choice.format = Some("native".to_owned()),
        2 => choice.map = vec![("claim".to_owned(), "claim.text".to_owned())],
        3 => choice.records = RecordsPath::parse("a").ok(),
        4 => choice.encoding = Some("utf-16le".to_owned()),
        at if at < 16 => choice.delimiter = Some(b",;\t|"[at % 4]),
        at => choice.format = Some(shipped[at % shipped.len()].name().to_owned()),
    }
    let Ok(foreign) = Foreign::open(rest, &choice) else { return };
    let _ = foreign.starter("data");
    if let Err(error) = &foreign.format {
        let _ = error.to_string();
    }
    let Ok(reading) = foreign.reading() else { return };
    let dataset = reading.dataset("data").unwrap_or_default();
    let mut found = 0;
    let _ = reading.read(&dataset, &mut |_| {
        found += 1;
        if found < MOST { Ok(()) } else { Err(()) }
    });
});
