//! Any text as a profile, any value as a record: the first two bytes say where the one ends and the
//! other begins. The record goes through the profiles that ship as well.
#![no_main]

use corrob::formats::Found;
use corrob::formats::carrier::Record;
use corrob::formats::profile::{Mapper, Profile, inventory};
use corrob::formats::profile::{recognise, starter};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::convert::Infallible;

fuzz_target!(|bytes: &[u8]| {
    let Some(([low, high], rest)) = bytes.split_first_chunk::<2>().map(|(head, rest)| (*head, rest)) else {
        return;
    };
    let (toml, json) = rest.split_at(usize::from(u16::from_le_bytes([low, high])).min(rest.len()));
    let toml = String::from_utf8_lossy(toml);
    let own = Profile::parse(&toml);
    if let Err(error) = &own {
        let _ = error.to_string();
    }
    let value: Value = serde_json::from_slice(json).unwrap_or_else(|_| String::from_utf8_lossy(json).into());
    let records = [Record { line: 1, name: Some("a name".to_owned()), value }];
    let _ = recognise(&records, Profile::built_in());
    for profile in own.iter().chain(Profile::built_in()) {
        mapped(profile, &records);
    }
    let _ = inventory(&records, &[]);
    // What is written to begin with is a profile, whatever the records.
    let written = starter(&records, &toml);
    match Profile::parse(&written) {
        Ok(profile) => mapped(&profile, &records),
        Err(error) => panic!("{error}\n{written}"),
    }
    // The text as pairs of a column and a field, a line each.
    let pairs: Vec<(String, String)> = toml
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(column, field)| (column.trim().to_owned(), field.trim().to_owned()))
        .collect();
    if let Ok(profile) = Profile::from_map(&pairs, &[]) {
        mapped(&profile, &records);
    }
});

fn mapped(profile: &Profile, records: &[Record]) {
    let mut sink = |found: Found| -> Result<(), Infallible> {
        match found {
            Found::Refused(refusal) => drop(refusal.to_string()),
            Found::Warned(warning) => drop(warning.to_string()),
            Found::Entry(_) | Found::Shared(_) => {}
        }
        Ok(())
    };
    let mut mapper = Mapper::new(profile, "data");
    for record in records {
        let _ = mapper.map(record.clone(), &mut sink);
    }
    let _ = mapper.finish(&mut sink);
}
