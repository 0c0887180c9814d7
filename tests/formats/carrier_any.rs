//! Whatever is written reads back, and no bytes bring it down: random ones, and files that nobody
//! here wrote.

use crate::carried::{all, array, gzip, lines, members, table, zstd};
use corrob::formats::carrier::{PEEK, Shape, decoded, peek, sample, sniff};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::io::BufReader;

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |n| n.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn read_every_way(bytes: &[u8]) {
    let Ok((input, _)) = decoded(bytes, None) else { return };
    let (start, whole, input) = peek(input, PEEK);
    let Ok(sniffed) = sniff(&start, whole) else { return };
    sample(&start, whole, &sniffed.shape, 5);
    all(input, &sniffed.shape);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_reads_back(
        names in prop::collection::btree_set("[a-z]{1,8}", 1..6),
        cells in prop::collection::vec(prop::collection::vec(any::<String>(), 6), 0..12),
        delimiter in prop_oneof![Just(b','), Just(b';'), Just(b'\t'), Just(b'|'), Just(1_u8), Just(b'x')],
        crlf in any::<bool>(),
        capacity in 3_usize..64,
    ) {
        let names: Vec<String> = names.into_iter().filter(|name| !name.contains('x')).collect();
        prop_assume!(!names.is_empty());
        let end = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(end).from_writer(Vec::new());
        writer.write_record(&names).unwrap();
        let mut wanted = Vec::new();
        for row in &cells {
            writer.write_record(&row[..names.len()]).unwrap();
            // What says nothing is a blank line.
            if row[..names.len()].iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let members = names.iter().cloned().zip(row.iter().cloned().map(Value::from)).collect();
            wanted.push(Value::Object(members));
        }
        let bytes = writer.into_inner().unwrap();
        let read = all(BufReader::with_capacity(capacity, &bytes[..]), &table(delimiter));
        prop_assert_eq!(read.clean(), wanted);
    }

    #[test]
    fn any_json_reads_back(
        values in prop::collection::vec(any_json(), 1..8),
        pretty in any::<bool>(),
        capacity in 1_usize..64,
    ) {
        let write = |value: &Value| {
            if pretty { serde_json::to_string_pretty(value).unwrap() } else { value.to_string() }
        };
        let ways = [
            (values.iter().map(|value| write(value) + "\n").collect::<String>(), lines()),
            (write(&json!(values)), array(&[])),
            (write(&json!({"a": [1], "b": {"r": values, "s": {}}, "c": "]}"})), array(&["b", "r"])),
        ];
        for (text, shape) in ways {
            let read = all(BufReader::with_capacity(capacity, text.as_bytes()), &shape);
            prop_assert_eq!(read.clean(), values.clone(), "{}", text);
        }
        let named: serde_json::Map<String, Value> =
            values.iter().enumerate().map(|(at, value)| (format!("\"{at:02}"), value.clone())).collect();
        for (text, path) in [(write(&json!(named)), vec![]), (write(&json!({"a": {}, "m": named})), vec!["m"])] {
            let read = all(BufReader::with_capacity(capacity, text.as_bytes()), &members(&path));
            let names: Vec<_> = read.records.iter().map(|record| record.name.clone().unwrap()).collect();
            prop_assert_eq!(names, named.keys().cloned().collect::<Vec<_>>());
            prop_assert_eq!(read.clean(), values.clone(), "{}", text);
        }
    }

    #[test]
    fn no_flipped_bytes_bring_it_down(
        which in 0_usize..8,
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let rows = "{\"id\":1,\"t\":[\"a\",{\"b\":null}]}\n{\"id\":2}\n{\"id\":-3.5e2}\n";
        let csv = "id,\"te\"\"xt\",n\r\n1,\"a\nb\",2\r\n3,,\"4\"\n";
        let named = "{\"a\": {\"x\": 1},\n \"b\": {\"x\": [2]},\n \"c\": {\"x\": \"3\"}\n}\n";
        let html = "<p a='b'><script type=\"application/ld+json\"><!--\n[{\"a\":1},{\"@graph\":[2]}]//--></script>";
        let wide: Vec<u8> = csv.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut bytes = match which {
            0 => rows.into(),
            1 => csv.into(),
            2 => named.into(),
            3 => html.into(),
            4 => gzip(rows.as_bytes()),
            5 => zstd(csv.repeat(20).as_bytes()),
            6 => wide,
            _ => format!("{{\"n\":2,\"r\":{{\"docs\":[{}]}}}}", rows.trim().replace('\n', ",")).into_bytes(),
        };
        for (at, with) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= with;
        }
        read_every_way(&bytes);
        for shape in [lines(), array(&["r", "docs"]), members(&[]), table(b','), Shape::Html] {
            all(&bytes[..], &shape);
        }
    }
}

#[test]
fn files_made_to_break_programs_do_not() {
    let Some(data) = std::env::var_os("CORROB_DATA") else {
        eprintln!("CORROB_DATA is not set: the hostile files are not read");
        return;
    };
    let hostile = std::path::Path::new(&data).join("hostile");
    let spectrum = hostile.join("csv-spectrum");
    let mut compared = 0;
    for entry in std::fs::read_dir(spectrum.join("csvs")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let wanted = std::fs::read(spectrum.join("json").join(stem.clone() + ".json")).unwrap();
        let wanted = match serde_json::from_slice(&wanted).unwrap() {
            Value::Array(rows) => rows,
            row => vec![row],
        };
        let bytes = std::fs::read(&path).unwrap();
        let shape = sniff(&bytes, true).unwrap().shape;
        assert_eq!(shape, table(b','), "{stem}");
        let mut read = all(&bytes[..], &shape).clean();
        if stem == "location_coordinates" {
            // Its JSON has another telephone number than its CSV.
            read[0]["Contact Phone Number"] = wanted[0]["Contact Phone Number"].clone();
        }
        assert_eq!(read, wanted, "{stem}");
        compared += 1;
    }
    assert!(compared > 5);
    let mut folders = vec![hostile];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                read_every_way(&std::fs::read(path).unwrap());
            }
        }
    }
}
