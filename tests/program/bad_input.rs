//! Bad input through the real program: broken, endless, enormous or made to break it. Each gets a
//! sentence with its place, a documented exit code and bounded memory, and leaves a case that stands
//! already as it was.

#![cfg(unix)]

use crate::desk::{Desk, Said};
use serde_json::json;
use std::io::{Read, Write};
use std::process::{Child, Stdio};

/// One claim in the flat shape.
fn flat(id: &str, claim: &str) -> String {
    format!("{{\"id\":\"{id}\",\"claim\":\"{claim}\",\"verdict\":\"nei\",\"sources\":[]}}\n")
}

fn claims(desk: &Desk, case: &str) -> usize {
    desk.run(&["list", case, "--json"]).done().json().as_array().unwrap().len()
}

/// Ended as documented, without a panic.
#[track_caller]
fn in_order(said: &Said) {
    assert!(matches!(said.code, Some(0..=2)), "{said:?}");
    assert!(!said.err.contains("panicked"), "{said:?}");
}

/// The most memory a process has held, in MiB, where the system tells.
fn held(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? >> 10)
}

/// Sends so many pieces between a beginning and an end, and looks at the memory meanwhile.
fn piped(desk: &Desk, args: &[&str], begin: &[u8], (piece, times): (&[u8], usize), end: &[u8]) -> Said {
    let mut child = desk.command(args).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut most = 0;
    // Whoever has refused does not read on.
    let mut all = std::iter::once(begin).chain(std::iter::repeat_n(piece, times)).chain([end]);
    let _ = all.try_for_each(|part| {
        most = most.max(held(&child).unwrap_or(0));
        stdin.write_all(part)
    });
    most = most.max(held(&child).unwrap_or(0));
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(most < 400, "{most} MiB");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
}

#[test]
fn a_line_longer_than_any_record_is_refused_and_the_next_goes_in() {
    let desk = Desk::new();
    let long = vec![b'a'; 1 << 20];
    let second = flat("2", "The lamp was lit.");
    let (json, csv) = (["--format", "flat"], ["--map", "claim=claim.text"]);
    for (case, how, begin, end) in [
        ("a.corrob", json, "{\"id\":\"1\",\"claim\":\"", format!("\"}}\n{second}")),
        ("b.corrob", csv, "claim,page\n", ",1\nThe lamp was lit.,2\n".to_owned()),
        ("c.corrob", csv, "claim,page\n\"", ",1\nThe lamp was lit.,2\n".to_owned()),
    ] {
        let args = [&["import", case, "-"], &how[..]].concat();
        let said = piped(&desk, &args, begin.as_bytes(), (&long, 72), end.as_bytes());
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.err.contains("longer than 64 MiB") && said.err.contains("1 refused"), "{said:?}");
        assert_eq!(claims(&desk, case), 1);
    }
}

#[test]
fn a_record_of_too_many_members_is_refused_and_the_next_goes_in() {
    let desk = Desk::new();
    let begin =
        flat("1", "The gate was shut.") + "{\"id\":\"9\",\"claim\":\"x\",\"verdict\":\"nei\",\"sources\":[";
    let end = format!("{{}}]}}\n{}", flat("2", "The lamp was lit."));
    let args = ["import", "a.corrob", "-", "--format", "flat"];
    let said = piped(&desk, &args, begin.as_bytes(), (&b"{\"a\":1},".repeat(1 << 14), 40), end.as_bytes());
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("line 2") && said.err.contains("more members"), "{said:?}");
    assert_eq!(claims(&desk, "a.corrob"), 2);
}

#[test]
fn long_records_do_not_pile_up() {
    let desk = Desk::new();
    let record = flat("", &"a".repeat(8 << 20)).replace("\"id\":\"\"", "\"id\":null");
    let args = ["import", "a.corrob", "-", "--format", "flat", "--dry-run"];
    let said = piped(&desk, &args, b"", (record.as_bytes(), 12), b"");
    in_order(&said);
}

#[test]
fn nesting_without_end_is_refused() {
    let desk = Desk::new();
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        let deep = open.repeat(1_000_000);
        let alone = desk.run_with(&["import", "a.corrob", "-"], deep.as_bytes()).refused();
        assert!(alone.contains("no record can be read") || alone.contains("cut off"), "{alone}");
        let line = format!("{}{{\"id\":\"2\",\"claim\":{deep}", flat("1", "The gate was shut."));
        let said = desk.run_with(&["import", "b.corrob", "-", "--format", "flat"], line.as_bytes());
        in_order(&said);
        assert!(said.err.contains("100 levels") || said.err.contains("cut off"), "{}", said.err);
    }
}

#[test]
fn a_wide_table_is_read_and_one_wider_still_is_refused() {
    let desk = Desk::new();
    let table = |columns: usize| {
        let row = |cell: &dyn Fn(usize) -> String| (0..columns).map(cell).collect::<Vec<_>>().join(",");
        format!("{}\n{}\n", row(&|at| format!("c{at}")), row(&|at| at.to_string()))
    };
    let map = ["--map", "c7=claim.text"];
    desk.run_with(&[&["import", "a.corrob", "-"], &map[..]].concat(), table(100_000).as_bytes()).done();
    assert_eq!(desk.run(&["list", "a.corrob", "--json"]).done().json()[0]["text"], json!("7"));
    let wider = desk.run_with(&[&["import", "b.corrob", "-"], &map[..]].concat(), table(100_001).as_bytes());
    assert!(wider.refused().contains("100001 columns"));
}

#[test]
fn bytes_that_are_no_text_are_named_and_the_rest_goes_in() {
    let desk = Desk::new();
    let mut json = flat("1", "The gate\u{1}was shut.").replace('\u{1}', "?").into_bytes();
    let at = json.iter().position(|byte| *byte == b'?').unwrap();
    json[at] = 0xFF;
    json.extend(flat("2", "The lamp\\u0000was lit.").bytes());
    // What else is there shows that the file is UTF-8, and what its records are.
    let sourced = flat("3", "Le café à Besançon était fermé.").replace("[]", r#"[{"title":"Log"}]"#);
    json.extend(sourced.bytes());
    let said = desk.run_with(&["import", "a.corrob", "-"], &json);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("line 1") && said.err.contains("not UTF-8"), "{said:?}");
    assert_eq!(claims(&desk, "a.corrob"), 2);
    let csv = b"claim,page\nThe gate\xFF,1\nLe caf\xC3\xA9 \xC3\xA9tait l\xC3\xA0,2\n";
    let said = desk.run_with(&["import", "b.corrob", "-", "--map", "claim=claim.text"], csv);
    assert!(
        said.err.contains("line 2") && said.err.contains("claim") && said.err.contains("0xff"),
        "{said:?}"
    );
    assert_eq!((said.code, claims(&desk, "b.corrob")), (Some(1), 1));
    // Nor does one of them act on the terminal.
    let shown = desk.run(&["list", "a.corrob"]).done().out;
    assert!(!shown.contains('\0'), "{shown:?}");
}

#[test]
fn dates_and_numbers_beyond_all_range_are_named() {
    let desk = Desk::new();
    desk.write(
        "p.toml",
        "name=\"p\"\n[claim]\ntext=\"t\"\nasserted_on=\"d\"\n[[figure]]\nif=\"n\"\nclaim=\"&claim\"\nmeasures=\"t\"\nunit=\"=x\"\nlow=\"n\"\n",
    );
    let dates = ["2025-13-45", "99999-01-01", "-1", "2025-02-30", "0000-00-00"];
    let numbers = ["1e999", "NaN", "inf", "1000000000000000000000000000000"];
    let mut table = String::from("t,d,n\n");
    for (date, number) in dates.map(|date| (date, "")).into_iter().chain(numbers.map(|number| ("", number))) {
        table.push_str(&format!("x{date}{number},{date},{number}\n"));
    }
    table.push_str("y,2025-10-14,-0\n");
    let args = ["import", "a.corrob", "-", "--profile", "p.toml"];
    let said = desk.run_with(&args, table.as_bytes());
    assert_eq!(said.code, Some(1), "{said:?}");
    for line in 2..11 {
        let field = if line < 7 { 'd' } else { 'n' };
        let place = match line {
            ..7 => format!("line {line}: claims, asserted_on: {field}: "),
            _ => format!("line {line}, figures, {field}: "),
        };
        assert!(said.err.contains(&place), "{place} in {}", said.err);
    }
    assert!(said.err.contains("4 refused"), "{}", said.err);
}

#[test]
fn references_to_nothing_and_ids_given_twice_are_named() {
    let desk = Desk::new();
    desk.write("p.toml", "name=\"p\"\n[claim]\nid=\"i\"\ntext=\"t\"\nparent=\"p\"\nclaimant=\"c\"\n");
    let rows = "i,t,p,c\n1,x,,\n2,x,9,\n3,x,,nobody\n1,y,,\n";
    let said = desk.run_with(&["import", "a.corrob", "-", "--profile", "p.toml"], rows.as_bytes());
    assert_eq!(said.code, Some(1), "{said:?}");
    for part in
        ["line 3", "\"9\"", "line 4", "\"nobody\"", "line 5", "\"1\" stands on line 2 already", "3 refused"]
    {
        assert!(said.err.contains(part), "{part} in {}", said.err);
    }
    let native = r#"{"format":"corrob-case","version":1,"case":{"dataset":"d","title":"t"},
"claims":[{"id":"a","text":"x"},
{"id":"b","text":"x","parent":"nope"},
{"id":"a","text":"y"}]}"#;
    let said = desk.run_with(&["import", "b.corrob", "-"], native.as_bytes());
    assert!(said.err.contains("line 3") && said.err.contains("\"nope\""), "{said:?}");
    assert!(said.err.contains("line 4") && said.err.contains("\"a\" stands on line 2 already"), "{said:?}");
}

#[test]
fn a_profile_made_to_break_it_does_not() {
    let desk = Desk::new();
    let record = json!({"t": "x", "a": (0..60).map(|n| n.to_string()).collect::<Vec<_>>()}).to_string();
    let loops = "name=\"p\"\n[claim]\ntext=\"t\"\n[[source]]\neach=[\"a as $a\",\"a as $b\",\"a as $c\",\"a as $d\"]\nid=\"$a\"\ntitle=\"$a\"\n";
    desk.write("p.toml", loops);
    let args = ["import", "a.corrob", "-", "--profile", "p.toml"];
    let said = desk.run_with(&args, record.as_bytes());
    assert!(said.err.contains("more entries than one record may"), "{said:?}");
    for profile in [
        format!("name=\"x\"\nx={}", "[".repeat(200_000)),
        format!("name=\"x\"\n{}=1", vec!["a"; 100_000].join(".")),
        "# nothing\n".repeat(1 << 18),
    ] {
        desk.write("p.toml", &profile);
        let said = desk.run_with(&["import", "b.corrob", "-", "--profile", "p.toml"], record.as_bytes());
        assert!(said.refused().starts_with("p.toml: "));
    }
}

/// An import from a pipe that never ends, well into it.
fn endless(desk: &Desk, case: &str) -> (Child, std::process::ChildStdin) {
    let args = ["import", case, "-", "--format", "flat"];
    let mut child = desk.command(&args).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // More than every buffer on the way holds: what is written has been read.
    for n in 0..20_000 {
        stdin.write_all(flat(&n.to_string(), &format!("Statement {n}.")).as_bytes()).unwrap();
    }
    (child, stdin)
}

#[test]
fn an_import_that_is_interrupted_leaves_no_trace() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let (before, files) = (desk.read("a.corrob"), desk.files());
    for case in ["a.corrob", "new.corrob"] {
        let (mut child, stdin) = endless(&desk, case);
        let id = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(id, rustix::process::Signal::INT).unwrap();
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(2), "{said}");
        assert!(said.contains("stopped on request"), "{said}");
        assert!(said.contains(if case == "a.corrob" { "nothing was imported" } else { "no case was made" }));
        drop(stdin);
        assert_eq!((desk.read("a.corrob"), desk.files()), (before.clone(), files.clone()));
    }
}

#[test]
fn an_import_that_is_killed_leaves_the_case_as_it_was() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let before = desk.run(&["export", "a.corrob"]).done().out;
    let (mut child, _stdin) = endless(&desk, "a.corrob");
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(desk.run(&["check", "a.corrob"]).done().err, "");
    assert_eq!(desk.run(&["export", "a.corrob"]).done().out, before);
}

#[test]
fn files_made_to_break_programs_do_not() {
    let Some(data) = std::env::var_os("CORROB_DATA") else {
        eprintln!("CORROB_DATA is not set: the hostile files were not imported");
        return;
    };
    let mut folders = vec![std::path::Path::new(&data).join("hostile")];
    let mut met = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            met += 1;
            let desk = Desk::new();
            in_order(&desk.run(&["import", "a.corrob", path.to_str().unwrap()]));
            in_order(&desk.run(&["import", "--explain", path.to_str().unwrap()]));
        }
    }
    assert!(met > 50);
}
