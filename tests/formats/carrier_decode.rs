//! Compression and encoding are taken off; what came before the damage is handed out.

use crate::carried::{all, gzip, lines, text_of, zstd};
use corrob::formats::carrier::{PEEK, decoded, peek, sniff};
use std::io::{self, BufReader, Read};

#[test]
fn compression_is_taken_off() {
    let text = "{\"id\":1}\n".repeat(30_000);
    let plain = text.as_bytes();
    let halves = [&gzip(&plain[..1000])[..], &gzip(&plain[1000..])].concat();
    let skip = [b"\x53\x2a\x4d\x18\x04\0\0\0skip", &zstd(&plain[..1000])[..], &zstd(&plain[1000..])].concat();
    for (bytes, how) in [
        (plain.to_vec(), "UTF-8"),
        (gzip(plain), "gzip, UTF-8"),
        (halves, "gzip, UTF-8"),
        (zstd(plain), "zstd, UTF-8"),
        (skip, "zstd, UTF-8"),
        (gzip(&zstd(plain)), "gzip, zstd, UTF-8"),
        (zstd(&gzip(plain)), "zstd, gzip, UTF-8"),
    ] {
        let (got, decoding, warning, error) = text_of(&bytes, None);
        assert!(error.is_none(), "{how}: {error:?}");
        assert_eq!((got == text, decoding.as_str(), warning), (true, how, None));
    }
    let thrice = gzip(&gzip(&gzip(plain)));
    let (mut input, _) = decoded(&thrice[..], None).unwrap();
    let mut start = Vec::new();
    input.read_to_end(&mut start).unwrap();
    assert!(sniff(&start, true).unwrap_err().to_string().contains("compressed a third time"));
}

#[test]
fn what_came_before_the_damage_is_handed_out() {
    let text: String = (0..40).map(|n| format!("{{\"id\":{n},\"x\":\"{}\"}}\n", n * 7919 % 1000)).collect();
    for (name, bytes) in [("gzip", gzip(text.as_bytes())), ("zstd", zstd(text.as_bytes()))] {
        let mut most = 0;
        for cut in 4..bytes.len() {
            let (got, _, _, error) = text_of(&bytes[..cut], None);
            assert!(text.starts_with(&got), "{name} cut at {cut}");
            let error = error.unwrap_or_else(|| panic!("{name} cut at {cut} goes unnoticed"));
            assert_eq!(error.to_string(), format!("the {name} data ends too early: the file is cut off"));
            most = most.max(got.len());
            // A look at the start, and reading, come to the same.
            let (input, _) = decoded(&bytes[..cut], None).unwrap();
            let (start, whole, input) = peek(input, PEEK);
            assert!(!whole && start == got.as_bytes());
            let read = all(input, &lines());
            assert_eq!(read.records.len(), got.matches('}').count(), "{name} cut at {cut}");
            assert!(read.failed.unwrap().contains("the file is cut off"));
        }
        assert_eq!(most, text.len(), "{name}: all that is there is handed out");
        for at in 4..bytes.len() {
            let mut bent = bytes.clone();
            bent[at] ^= 0x55;
            let (_, _, _, error) = text_of(&bent, None);
            if let Some(error) = error {
                let said = error.to_string();
                assert!(said.contains(&format!("the {name} data")), "{said}");
            }
        }
    }
    // A small zstd frame that asks for a window of gigabytes.
    let window = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0, 0, 0];
    assert!(text_of(&window, None).3.unwrap().to_string().contains("window of more than 128 MiB"));
}

#[test]
fn an_error_of_the_disk_stays_what_it_is() {
    struct Failing<'a>(&'a [u8]);
    impl Read for Failing<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::Error::other("stopped")) } else { self.0.read(into) }
        }
    }
    let text = "{\"id\":1}\n".repeat(3000);
    for bytes in [text.clone().into_bytes(), gzip(text.as_bytes()), zstd(text.as_bytes())] {
        let half = BufReader::new(Failing(&bytes[..bytes.len() / 2]));
        let (input, _) = decoded(half, None).unwrap();
        let failed = all(input, &lines()).failed.unwrap();
        assert!(failed.ends_with(": stopped"), "{failed}");
    }
}

#[test]
fn text_comes_out_as_utf_8() {
    let text = "{\"t\":\"Größe, 東京 😀\"}\n";
    let le: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), "UTF-8"),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8"),
        ([b"\xFF\xFE", &le[..]].concat(), "UTF-16LE"),
        ([b"\xFE\xFF", &be[..]].concat(), "UTF-16BE"),
        (le, "UTF-16LE"),
        (be, "UTF-16BE"),
    ] {
        let (got, decoding, warning, _) = text_of(&bytes, None);
        assert_eq!((got.as_str(), decoding.as_str(), warning), (text, encoding, None));
        let (got, decoding, ..) = text_of(&gzip(&bytes), None);
        assert_eq!((got.as_str(), decoding), (text, format!("gzip, {encoding}")));
    }
    assert_eq!(text_of(b"caf\xe9 \x80", Some("latin1")).0, "café €");
    assert_eq!(text_of(b"caf\xe9", Some("windows-1252")).1, "windows-1252");
    let odd = text_of(b"\xFF\xFEa\0\n\0\0\xD8b\0", None);
    assert_eq!(odd.0, "a\n\u{FFFD}b");
    assert_eq!(odd.2.unwrap(), "line 2: a character is not UTF-16LE; it is read as \u{FFFD}");
    let many = text_of(&b"x\n\xff\xff\n".repeat(20_000), Some("utf-8"));
    assert_eq!(many.0, "x\n\u{FFFD}\u{FFFD}\n".repeat(20_000));
    assert!(many.2.unwrap().starts_with("line 2: 40000 characters"));
    // What is not asked for is left as it is: the record is refused, not changed.
    let (mut input, _) = decoded(&b"a\xffb"[..], None).unwrap();
    let mut raw = Vec::new();
    input.read_to_end(&mut raw).unwrap();
    assert_eq!(raw, b"a\xffb");
    assert!(decoded(&b""[..], Some("klingon")).err().unwrap().to_string().contains("\"klingon\""));
}
