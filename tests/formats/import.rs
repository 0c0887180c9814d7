//! Any claim set comes in: recognised, named, mapped or by a profile; compressed, piped, in another
//! encoding. What is refused is named, the rest goes in, and coming again changes nothing.

use crate::desk::Desk;
use serde_json::{Value, json};
use std::io::Write;

/// Two claims in the flat shape, one of them with two sources.
const FLAT: &str = r#"{"id":"g-1","dataset":"gates","lang":"en","claim":"The gate was shut.","verdict":"refuted","verdict_raw":"no","sources":[{"stance":"disputes","stance_raw":"no","title":"The log","text":"Open at four."},{"stance":"supports","stance_raw":"yes","title":"The notice"}]}
{"id":"g-2","dataset":"gates","lang":"en","claim":"The lamp was lit.","verdict":"supported","verdict_raw":"yes","sources":[{"stance":"supports","stance_raw":"yes","title":"The log"}]}
"#;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn counts(desk: &Desk, case: &str) -> Value {
    desk.run(&["stats", case, "--json"]).done().json()
}

fn count(desk: &Desk, case: &str, what: &str) -> usize {
    desk.run(&["list", case, what, "--json"]).done().json().as_array().unwrap().len()
}

#[test]
fn a_known_shape_is_recognised_by_its_content_whatever_it_is_called() {
    let desk = Desk::new();
    desk.write("notes.txt", FLAT);
    let said = desk.run(&["import", "a.corrob", "notes.txt"]).done();
    assert!(said.err.contains("0 refused"), "{said:?}");
    assert_eq!((count(&desk, "a.corrob", "claims"), count(&desk, "a.corrob", "evidence")), (2, 3));
    // The same, compressed and through a pipe.
    for (case, packed) in [("b.corrob", gzip(FLAT.as_bytes())), ("c.corrob", FLAT.as_bytes().to_vec())] {
        let said = desk.run_with(&["import", case, "-"], &packed).done();
        assert!(said.err.contains("standard input: "), "{said:?}");
        assert_eq!((count(&desk, case, "claims"), count(&desk, case, "evidence")), (2, 3));
    }
    // And in another encoding.
    let mut wide = vec![0xFF, 0xFE];
    wide.extend(FLAT.encode_utf16().flat_map(u16::to_le_bytes));
    desk.run_with(&["import", "d.corrob", "-"], &wide).done();
    assert_eq!(desk.run(&["list", "d.corrob", "--json"]).out, desk.run(&["list", "a.corrob", "--json"]).out);
}

#[test]
fn coming_again_changes_nothing_and_keeps_every_annotation() {
    let desk = Desk::new();
    desk.write("feed.jsonl", FLAT);
    desk.run(&["import", "a.corrob", "feed.jsonl"]).done();
    desk.run(&["tag", "a.corrob", "E-1", "withheld", "--note", "asked on Monday"]).done();
    let before = desk.run(&["export", "a.corrob"]).done().out;
    let again = desk.run(&["import", "a.corrob", "feed.jsonl"]).done();
    assert!(again.err.contains("0 records added, 0 changed"), "{again:?}");
    assert_eq!(desk.run(&["export", "a.corrob"]).done().out, before);
    // A claim that reads otherwise is changed; what was said of its evidence stays.
    desk.write("feed.jsonl", &FLAT.replace("The gate was shut.", "The gate was shut at four."));
    let changed = desk.run(&["import", "a.corrob", "feed.jsonl"]).done();
    assert!(changed.err.contains("0 records added, 1 changed"), "{changed:?}");
    let shown = desk.run(&["show", "a.corrob", "E-1", "--json"]).done().json();
    assert!(shown.to_string().contains("asked on Monday"), "{shown}");
    assert!(desk.run(&["check", "a.corrob"]).done().err.is_empty());
}

#[test]
fn what_annotators_said_is_theirs() {
    let desk = Desk::new();
    desk.write("feed.jsonl", FLAT);
    desk.run(&["import", "a.corrob", "feed.jsonl"]).done();
    let said = desk.run(&["list", "a.corrob", "annotations", "--json"]).done().json();
    let said = said.as_array().unwrap();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said.iter().all(|one| one["reviewer"]["name"] != json!("r.lee")), "{said:?}");
    let reviewers = counts(&desk, "a.corrob")["reviewers"].clone();
    let own = reviewers.as_array().unwrap().iter().find(|one| one["name"] == json!("r.lee")).cloned();
    assert!(own.is_none_or(|own| own["verdicts"] == json!(0)), "{reviewers}");
}

#[test]
fn an_unknown_shape_gets_a_profile_to_begin_with_and_that_profile_works() {
    let desk = Desk::new();
    desk.write("poll.json", r#"{"polls":[{"nr":7,"question":"Was the gate shut?","answer":"no"},{"nr":8,"question":"Was the lamp lit?","answer":"yes"}]}"#);
    let refused = desk.run(&["import", "a.corrob", "poll.json"]).refused();
    assert!(refused.contains("--explain") && refused.contains("no case was made"), "{refused}");
    let explained = desk.run(&["import", "--explain", "poll.json"]);
    assert_eq!(explained.code, Some(1), "{explained:?}");
    desk.write("poll.toml", &explained.out);
    let said = desk.run(&["import", "a.corrob", "poll.json", "--profile", "poll.toml"]).done();
    assert!(said.err.contains("0 refused"), "{said:?}");
    let claims = desk.run(&["list", "a.corrob", "--json"]).done().json();
    let texts: Vec<&str> = claims.as_array().unwrap().iter().map(|c| c["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Was the gate shut?", "Was the lamp lit?"]);
}

#[test]
fn explaining_shows_keys_profile_and_records_and_imports_nothing() {
    let desk = Desk::new();
    desk.write("feed.jsonl", FLAT);
    let said = desk.run(&["import", "--explain", "a.corrob", "feed.jsonl"]).done();
    for part in ["flat", "sources.[].stance: text", "\"The gate was shut.\"", "gates"] {
        assert!(said.out.contains(part), "{part} in {}", said.out);
    }
    assert_eq!(desk.files(), ["feed.jsonl"]);
}

#[test]
fn columns_are_mapped_and_two_reviewers_speak_for_themselves() {
    let desk = Desk::new();
    desk.write(
        "votes.csv",
        "nr;statement;page;A;B\r\n1;\"The gate; shut\";https://example.org/1;yes;no\r\n1;\"The gate; shut\";https://example.org/2;yes;\r\n2;;https://example.org/3;no;no\r\n",
    );
    let args = [
        "import",
        "v.corrob",
        "votes.csv",
        "--rejects",
        "refused.jsonl",
        "--map",
        "nr=claim.id",
        "--map",
        "statement=claim.text",
        "--map",
        "page=source.url",
        "--map",
        "A=tag@Ada:yes=examined,no=disputed",
        "--map",
        "B=tag@Ben:yes=examined,no=disputed",
    ];
    let said = desk.run(&args);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("line 4") && said.err.contains("statement"), "{said:?}");
    assert_eq!((count(&desk, "v.corrob", "claims"), count(&desk, "v.corrob", "evidence")), (1, 2));
    let said = desk.run(&["list", "v.corrob", "annotations", "--json"]).done().json();
    let mut told: Vec<String> = said
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!("{} {}", one["reviewer"]["name"].as_str().unwrap(), one["tags"][0].as_str().unwrap())
        })
        .collect();
    told.sort();
    assert_eq!(told, ["Ada examined", "Ada examined", "Ben disputed"]);
    let reject: Value = serde_json::from_slice(&desk.read("refused.jsonl")).unwrap();
    assert_eq!((&reject["line"], &reject["record"]["nr"]), (&json!(4), &json!("2")));
    // All or nothing, where that is asked for.
    let strict = ["import", "w.corrob", "votes.csv", "--strict", "--map", "statement=claim.text"];
    let refused = desk.run(&strict);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(!desk.files().contains(&"w.corrob".to_owned()));
}

#[test]
fn a_column_or_field_that_is_not_there_is_named_with_those_that_are() {
    let desk = Desk::new();
    desk.write("t.csv", "statement,page\nThe gate was shut,p1\n");
    let column = desk.run(&["import", "a.corrob", "t.csv", "--map", "sentence=claim.text"]).refused();
    assert!(column.contains("sentence") && column.contains("statement"), "{column}");
    let field = desk.run(&["import", "a.corrob", "t.csv", "--map", "statement=claim.words"]).refused();
    assert!(field.contains("claim.words") && field.contains("claim.text"), "{field}");
    let pair = desk.run(&["import", "a.corrob", "t.csv", "--map", "statement"]).refused();
    assert!(pair.contains("COLUMN=FIELD"), "{pair}");
    assert_eq!(desk.files(), ["t.csv"]);
}

#[test]
fn bad_input_gets_a_sentence_and_makes_nothing() {
    let desk = Desk::new();
    let many: String = (0..2_000).map(|n| FLAT.replace("g-", &format!("g-{n}-"))).collect();
    let whole = gzip(many.as_bytes());
    for (name, bytes, says) in [
        ("cut.jsonl.gz", whole[..whole.len() / 2].to_vec(), "cut off"),
        ("empty.csv", Vec::new(), "empty"),
        ("book.xlsx", b"PK\x03\x04\x14\x00".to_vec(), "save it as CSV"),
        ("deep.json", b"[".repeat(1_000_000), ""),
        ("words.txt", b"Nothing here is a table or a record.\n".to_vec(), ""),
    ] {
        std::fs::write(desk.path(name), bytes).unwrap();
        let refused = desk.run(&["import", "a.corrob", name]).refused();
        assert!(refused.contains(name) && refused.contains(says), "{refused}");
        assert!(!desk.files().contains(&"a.corrob".to_owned()), "{name}");
    }
}

#[test]
fn a_row_with_a_column_too_many_is_named_and_the_rest_goes_in() {
    let desk = Desk::new();
    let mut table = String::from("statement,page\n");
    for row in 2..5_000 {
        let more = if row == 4_321 { ",and more" } else { "" };
        table.push_str(&format!("statement {row},https://example.org/{row}{more}\n"));
    }
    desk.write("t.csv", &table);
    let map = ["--map", "statement=claim.text", "--map", "page=source.url"];
    let said = desk.run(&[&["import", "a.corrob", "t.csv"], &map[..]].concat());
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("line 4321") && said.err.contains("1 refused"), "{said:?}");
    assert_eq!(counts(&desk, "a.corrob")["records"]["claims"], json!(4_997));
}

#[test]
fn an_id_that_stands_twice_and_a_reference_to_nothing_are_named() {
    let desk = Desk::new();
    let mut lines: Vec<&str> = FLAT.lines().collect();
    lines.push(lines[0]);
    desk.write("feed.jsonl", &(lines.join("\n") + "\n"));
    let said = desk.run(&["import", "a.corrob", "feed.jsonl"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("line 3") && said.err.contains("twice"), "{said:?}");
    assert_eq!(count(&desk, "a.corrob", "claims"), 2);
}

#[test]
fn two_datasets_in_one_case_do_not_take_each_others_ids() {
    let desk = Desk::new();
    let table = |text: &str| format!("id,statement\n1,{text}\n");
    desk.write("spring.csv", &table("The gate was shut."));
    desk.write("autumn.csv", &table("The lamp was lit."));
    let map = ["--map", "id=claim.id", "--map", "statement=claim.text"];
    desk.run(&[&["import", "a.corrob", "spring.csv", "autumn.csv"], &map[..]].concat()).done();
    assert_eq!(count(&desk, "a.corrob", "claims"), 2);
    // One dataset, where that is said: the second file brings the first one's claim up to date.
    desk.run(&[&["import", "b.corrob", "spring.csv", "--dataset", "gates"], &map[..]].concat()).done();
    let said = desk.run(&[&["import", "b.corrob", "autumn.csv", "--dataset", "gates"], &map[..]].concat());
    assert!(said.err.contains("1 changed"), "{said:?}");
}

#[test]
fn what_was_imported_and_exported_imports_to_the_same() {
    let desk = Desk::new();
    desk.write("feed.jsonl", FLAT);
    desk.run(&["import", "a.corrob", "feed.jsonl"]).done();
    desk.run(&["export", "a.corrob", "-o", "one.json"]).done();
    desk.run(&["import", "b.corrob", "one.json"]).done();
    desk.run(&["export", "b.corrob", "-o", "two.json"]).done();
    assert_eq!(desk.read("one.json"), desk.read("two.json"));
}

/// What importing one file by a profile of one's own says, and how many claims it brings.
fn by(profile: &str, name: &str, text: &str, more: &[&str]) -> (usize, String) {
    let desk = Desk::new();
    desk.write("own.toml", profile);
    desk.write(name, text);
    let said = desk.run(&[&["import", "a.corrob", name, "--profile", "own.toml"], more].concat());
    let added = if said.code == Some(2) { 0 } else { count(&desk, "a.corrob", "claims") };
    (added, said.err)
}

const PLAIN: &str = "name = \"own\"\nclaim.text = \"t\"\n";

#[test]
fn records_are_where_a_profile_says_or_nowhere() {
    let plain = |records: &str| format!("{PLAIN}records = \"{records}\"\n");
    let nothing = r#"{"data":{"threads":[{"t":"A"}]}}"#;
    for (profile, more) in [
        (plain("data.nothing"), &[][..]),
        (format!("{}recognise.all = [\"t\"]\n", plain("data.nothing")), &[]),
        (PLAIN.to_owned(), &["--records", "data.nothing"]),
    ] {
        let (added, said) = by(&profile, "f.json", nothing, more);
        assert_eq!(added, 0, "{said}");
        assert!(said.contains("data.nothing") && said.contains("the object there has threads"), "{said}");
    }
    let members = r#"{"K-1":{"t":"A"},"K-2":["x"],"K-3":{"t":"B"}}"#;
    let (added, said) = by(&plain("*"), "f.json", members, &[]);
    assert_eq!(added, 2, "{said}");
    assert!(said.contains("1 refused"), "{said}");
    let (added, said) = by(PLAIN, "f.json", members, &["--records", "*"]);
    assert_eq!(added, 2, "{said}");
    let inner = r#"{"meta":{"v":1},"data":{"a":{"t":"A"},"b":["x"],"c":{"t":"B"}}}"#;
    for records in ["data", "data.*"] {
        let (added, said) = by(&plain(records), "f.json", inner, &[]);
        assert_eq!(added, 2, "{records}: {said}");
        let (added, said) = by(PLAIN, "f.json", inner, &["--records", records]);
        assert_eq!(added, 2, "{records}: {said}");
    }
    let deep = r#"{"feed":[{"item":[{"t":"A"},{"t":"B"}]},{"item":{"t":"C"}}]}"#;
    let (added, said) = by(PLAIN, "f.json", deep, &["--records", "feed.*.item"]);
    assert_eq!(added, 3, "{said}");
    // A single record that is an object stays one.
    let one = r#"{"data":{"t":"A","from":{"t":"B"}}}"#;
    assert_eq!(by(&plain("data"), "f.json", one, &[]).0, 1);
}

#[test]
fn explaining_says_as_well_where_no_records_are() {
    let desk = Desk::new();
    desk.write("f.json", r#"{"data":{"threads":[{"t":"A"}]}}"#);
    desk.write("own.toml", &format!("{PLAIN}records = \"data.nothing\"\n"));
    for args in [["--records", "data.nothing"], ["--profile", "own.toml"]] {
        let said = desk.run(&[&["import", "--explain", "f.json"], &args[..]].concat());
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.err.contains("data.nothing") && said.err.contains("has threads"), "{said:?}");
        assert!(!said.out.contains("[claim]"), "{said:?}");
    }
}

#[test]
fn members_that_look_alike_are_the_records_however_many() {
    for count in [3, 19, 20, 50] {
        let members: Vec<String> =
            (0..count).map(|n| format!(r#""K-{n}":{{"t":"S {n}","req":[{{"a":1}}]}}"#)).collect();
        let desk = Desk::new();
        desk.write("f.json", &format!("{{{}}}", members.join(",")));
        let said = desk.run(&["import", "--explain", "f.json"]);
        assert!(said.out.contains("it is JSON, an object whose members are records\n"), "{said:?}");
        let ways = said.out.lines().filter(|line| line.starts_with("# or ")).count();
        assert!(ways <= 8, "{said:?}");
    }
}

#[test]
fn the_whole_object_is_the_record_where_that_is_said_or_where_the_paths_find_something() {
    let whole = "name = \"own\"\n[claim]\neach = \"q as $q\"\ntext = \"$q.t\"\n";
    let file = r#"{"q":[{"t":"A"},{"t":"B"}]}"#;
    for profile in [whole.to_owned(), format!("records = \"\"\n{whole}")] {
        let (added, said) = by(&profile, "f.json", file, &[]);
        assert_eq!(added, 2, "{said}");
    }
    assert_eq!(by(whole, "f.json", file, &["--records", ""]).0, 2);
    // And where they stand in the records of a list, those are it.
    assert_eq!(by(PLAIN, "f.json", file, &[]).0, 2);
}

#[test]
fn a_profile_that_reads_columns_a_table_has_not_is_refused_before_anything_is_read() {
    let profile = "name = \"own\"\n[claim]\ntext = \"t\"\ntopic = \"typo\"\nabout = [\"b\", \"t\"]\n";
    let (_, said) = by(profile, "f.csv", "t,u\nA,1\nB,2\n", &[]);
    assert!(said.contains("`typo` (claim, topic)") && said.contains("it has: t, u"), "{said}");
    assert!(said.contains("no case was made"), "{said}");
}

#[test]
fn what_is_said_otherwise_of_a_shared_entry_is_counted_once() {
    let profile = "name = \"own\"\nclaim.text = \"t\"\n[source]\nid = \"s\"\ntitle = \"title\"\n";
    let lines = "t,s,title\nA,1,Log\nB,1,Log\nC,1,The log\nD,2,Notice\nE,1,A log\n";
    let (added, said) = by(profile, "f.csv", lines, &[]);
    assert_eq!(added, 5, "{said}");
    let told = "line 4: 2 entries of sources with the id of an earlier one, but different; the earlier stands; this is the first";
    assert!(said.contains(told), "{said}");
    // The same where the case was there before.
    let desk = Desk::new();
    desk.write("own.toml", profile);
    desk.write("f.csv", lines);
    let args = ["import", "a.corrob", "f.csv", "--profile", "own.toml"];
    desk.run(&args).done();
    let said = desk.run(&args).done().err;
    assert!(said.contains(told), "{said}");
}

#[test]
fn another_encoding_is_named_with_the_way_out() {
    let desk = Desk::new();
    let table = b"t,u\nCaf\xe9,1\nbar,2\nTh\xe9,3\n";
    std::fs::write(desk.path("f.csv"), table).unwrap();
    let said = desk.run(&["import", "--explain", "f.csv"]);
    assert!(
        said.out.contains("not UTF-8") && said.err.contains("--encoding windows-1252 (“Café"),
        "{said:?}"
    );
    let args = ["import", "a.corrob", "f.csv", "--map", "t=claim.text"];
    let said = desk.run(&args).refused();
    assert!(
        said.contains("--encoding windows-1252 (“Café") && said.contains("--encoding macintosh"),
        "{said}"
    );
    assert!(said.contains("no case was made") && !desk.path("a.corrob").exists(), "{said}");
    // A profile may name it.
    desk.write("own.toml", &format!("{PLAIN}encoding = \"windows-1252\"\n"));
    let said = desk.run(&["import", "b.corrob", "f.csv", "--profile", "own.toml"]).done();
    assert!(said.err.contains("3 records added") && !said.err.contains("--encoding"), "{said:?}");
    let claims = desk.run(&["list", "b.corrob", "--json"]).done().out;
    assert!(claims.contains("Café"), "{claims}");
    desk.write("own.toml", &format!("{PLAIN}encoding = \"windows\"\n"));
    let said = desk.run(&["import", "c.corrob", "f.csv", "--profile", "own.toml"]).refused();
    assert!(said.contains("there is no encoding \"windows\""), "{said}");
    // Nothing of it can be read: that is said, and no profile is made of nothing.
    std::fs::write(desk.path("g.json"), b"{\"t\":\"Caf\xe9\"}").unwrap();
    let said = desk.run(&["import", "--explain", "g.json"]);
    assert!(!said.out.contains("[claim]") && said.err.contains("--encoding windows-1252"), "{said:?}");
}

#[test]
fn one_of_something_is_said_as_one() {
    let (_, said) = by(PLAIN, "f.jsonl", "{\"t\":\"A\"}\n", &[]);
    assert!(said.contains("1 record added"), "{said}");
}

#[test]
fn a_first_profile_says_where_the_records_were_found_and_works_as_it_is() {
    let threads: Vec<String> = (0..4).map(|n| format!(r#"{{"nr":{},"text":"Said {n}"}}"#, n % 2)).collect();
    let file = format!(
        r#"{{"meta":[{{"by":"a very long name that makes this the longest of them, by far and away, in bytes and in letters and in breath, if anyone reads it aloud, which nobody will"}}],"data":{{"threads":[{}]}}}}"#,
        threads.join(",")
    );
    for (name, text, more, says) in [
        ("f.json", file.as_str(), &[][..], "records = \"data.threads\""),
        ("f.json", &file, &["--records", "data.threads"], "records = \"data.threads\""),
        ("f.json", r#"{"K-1":{"text":"A"},"K-2":{"text":"B"}}"#, &[], "records = \"*\""),
        ("f.csv", "1,Said so\n2,Said no\n", &["--no-header"], "columns = [\"column_1\", \"column_2\"]"),
        ("f.csv", "id,text\n1,Said so\n1,Said so\n", &[], "shared = true"),
    ] {
        let desk = Desk::new();
        desk.write(name, text);
        let said = desk.run(&[&["import", "--explain", name], more].concat());
        assert!(said.out.contains(says), "{says}: {said:?}");
        desk.write("own.toml", &said.out);
        let said = desk.run(&["import", "a.corrob", name, "--profile", "own.toml"]).done();
        assert!(count(&desk, "a.corrob", "claims") > 0, "{said:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_need_not_have_a_name_in_utf8() {
    use std::os::unix::ffi::OsStrExt as _;
    let desk = Desk::new();
    let folder = desk.folder().join(std::ffi::OsStr::from_bytes(b"caf\xe9"));
    // Some systems have no such names.
    if std::fs::create_dir(&folder).is_err() {
        return;
    }
    std::fs::write(folder.join("two words.csv"), "t\nThe gate was shut.\n").unwrap();
    let here = |args: &[&str]| {
        let mut command = desk.command(args);
        command.current_dir(&folder);
        desk.said(command)
    };
    here(&["new", "a.corrob", "--title", "T"]).done();
    here(&["import", "a.corrob", "two words.csv", "--map", "t=claim.text"]).done();
    here(&["import", "b.corrob", "two words.csv", "--map", "t=claim.text"]).done();
    for case in ["a.corrob", "b.corrob"] {
        assert_eq!(here(&["list", case, "--json"]).done().json()[0]["text"], "The gate was shut.");
    }
    // A file may be named by its address, as it is where it was dropped on a terminal.
    let plain = desk.folder().join("two words.csv");
    std::fs::write(&plain, "t\nThe lamp was lit.\n").unwrap();
    let address = format!("file://{}", plain.display().to_string().replace(' ', "%20"));
    desk.run(&["import", "c.corrob", &address, "--map", "t=claim.text"]).done();
}
