//! Several people, each with a home of their own, at one case.

use crate::desk::Desk;
use std::os::unix::fs::PermissionsExt;

/// What a command says of who one is.
fn id(desk: &Desk) -> String {
    desk.run(&["identity", "--json"]).done().json()["id"].as_str().unwrap().to_owned()
}

#[test]
fn one_person_on_two_devices_is_one_reviewer_and_two_people_of_one_name_are_two() {
    let (desk, laptop) = (Desk::new(), Desk::new());
    assert_ne!(id(&desk), id(&laptop), "one name, two people");
    assert_eq!(id(&desk), id(&desk));
    let said = desk.run(&["identity", "--export", "me.txt"]).done();
    assert!(said.out.is_empty() && said.err.contains("--import"), "{said:?}");
    let file = desk.path("me.txt");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read(&file).unwrap();
    assert_eq!(desk.run(&["identity", "--export", "-"]).done().out.as_bytes(), text);
    assert!(desk.run(&["identity", "--export", "me.txt"]).refused().contains("exists already"));
    let moved = laptop.run_with(&["identity", "--import", "-"], &text).done();
    assert!(moved.err.contains("was another reviewer on this device"), "{moved:?}");
    assert_eq!(id(&laptop), id(&desk));
    assert!(laptop.run_with(&["identity", "--import", "-"], b"hello").refused().contains("no identity"));
    assert!(desk.run(&["identity", "--import", "me.txt", "--read-only"]).refused().contains("--read-only"));
}

/// Three desks with copies of one case.
fn three() -> [Desk; 3] {
    let desks = ["ana", "lee", "kim"].map(|name| Desk::new().with_reviewer(name));
    desks[0].harbour("a.corrob");
    for desk in &desks[1..] {
        std::fs::copy(desks[0].path("a.corrob"), desk.path("a.corrob")).unwrap();
    }
    desks
}

fn export(desk: &Desk) -> String {
    desk.run(&["export", "a.corrob", "--format", "native"]).done().out
}

#[track_caller]
fn alike(desks: &[Desk]) {
    let first = export(&desks[0]);
    for desk in desks {
        assert_eq!(export(desk), first);
        desk.run(&["check", "a.corrob"]).done();
    }
}

#[test]
fn what_three_did_is_merged_from_files_and_from_json_and_says_what_came_from_whom() {
    let desks = three();
    let [ana, lee, kim] = &desks;
    ana.run(&["tag", "a.corrob", "E-1", "withheld"]).done();
    lee.run(&["tag", "a.corrob", "E-1", "released"]).done();
    lee.run(&["tag", "a.corrob", "E-2", "disputed"]).done();
    lee.run(&["edit", "a.corrob", "C-1", "--topic", "gates"]).done();
    kim.run(&["edit", "a.corrob", "C-1", "--topic", "the night"]).done();
    kim.run(&["add", "a.corrob", "claim", "--text", "Kim's claim"]).done();
    ana.run(&["add", "a.corrob", "claim", "--text", "Ana's claim"]).done();
    let theirs = |desk: &Desk| desk.path("a.corrob").display().to_string();
    let said = ana.run(&["merge", "a.corrob", &theirs(lee)]).done();
    assert!(said.out.contains("lee decided 2, 1 differs from you"), "{said:?}");
    assert!(said.out.contains("changed: 1 claim"), "{said:?}");
    kim.run(&["export", "a.corrob", "--format", "native", "-o", "kim.json"]).done();
    let json = kim.path("kim.json").display().to_string();
    let said = ana.run(&["merge", "a.corrob", &json]).done();
    assert!(said.out.contains("new: 1 claim"), "{said:?}");
    assert_eq!(ana.run(&["merge", "a.corrob", &json]).done().out, format!("{json}: nothing new\n"));
    // Both values are in the history, and the later one stands.
    let shown = ana.run(&["show", "a.corrob", "C-1", "--json"]).done().json();
    assert_eq!(shown["topic"], "the night");
    let log = ana.run(&["log", "a.corrob", "C-1"]).done().out;
    assert!(log.contains("gates") && log.contains("the night"), "{log}");
    // A key that two gave apart stays with both.
    let both = ana.run(&["show", "a.corrob", "C-2"]).refused();
    assert!(both.contains("given twice"), "{both}");
    for (desk, others) in [(lee, [ana, kim]), (kim, [ana, lee])] {
        let others = others.map(theirs);
        desk.run(&["merge", "a.corrob", &others[0], &others[1]]).done();
    }
    for desk in [ana, lee, kim] {
        for other in [ana, lee, kim].into_iter().filter(|other| other.path("") != desk.path("")) {
            desk.run(&["merge", "a.corrob", &theirs(other)]).done();
        }
    }
    alike(&desks);
}

#[test]
fn what_was_changed_or_cut_off_is_refused_with_the_event_named_and_nothing_is_merged() {
    let [ana, lee, _] = three();
    lee.run(&["tag", "a.corrob", "E-1", "released"]).done();
    lee.run(&["tag", "a.corrob", "E-2", "disputed"]).done();
    let good = lee.read("a.corrob");
    let before = ana.read("a.corrob");
    for (what, why) in [
        (
            "UPDATE event SET payload = replace(payload, 'released', 'withheld') WHERE seq = 2 AND payload LIKE '%released%'",
            "event 2 of replica",
        ),
        (
            "DELETE FROM event WHERE id = (SELECT max(id) - 1 FROM event)",
            "does not follow the event before it",
        ),
        ("DELETE FROM event WHERE id = (SELECT max(id) FROM event)", "has lost its end"),
        ("UPDATE claim SET body = replace(body, 'all night', 'at noon')", "C-1"),
    ] {
        std::fs::write(ana.path("lee.corrob"), &good).unwrap();
        let conn = rusqlite::Connection::open(ana.path("lee.corrob")).unwrap();
        assert!(conn.execute(what, []).unwrap() > 0, "{what}");
        drop(conn);
        let said = ana.run(&["merge", "a.corrob", "lee.corrob"]).refused();
        assert!(said.contains(why) && said.contains("nothing was merged"), "{what}: {said}");
        assert!(ana.read("a.corrob") == before, "{what}");
    }
    lee.run(&["export", "a.corrob", "--format", "native", "-o", "lee.json"]).done();
    let json = lee.read_text("lee.json");
    ana.write("lee.json", &json.replace("\\\"disputed\\\":true", "\\\"disputed\\\":null"));
    let said = ana.run(&["merge", "a.corrob", "lee.json"]).refused();
    assert!(said.contains("was changed after it was written"), "{said}");
    ana.write("records.json", crate::desk::HARBOUR);
    let said = ana.run(&["merge", "a.corrob", "records.json"]).refused();
    assert!(said.contains("no history"), "{said}");
    assert!(ana.read("a.corrob") == before);
}

#[test]
fn two_who_each_imported_one_file_join_their_cases_and_end_alike() {
    let desks = ["ana", "lee"].map(|name| Desk::new().with_reviewer(name));
    let [ana, lee] = &desks;
    ana.harbour("a.corrob");
    lee.harbour("a.corrob");
    ana.run(&["tag", "a.corrob", "E-1", "withheld"]).done();
    lee.run(&["tag", "a.corrob", "E-2", "disputed"]).done();
    let theirs = |desk: &Desk| desk.path("a.corrob").display().to_string();
    let said = ana.run(&["merge", "a.corrob", &theirs(lee)]).refused();
    assert!(said.contains("--join"), "{said}");
    let said = ana.run(&["merge", "a.corrob", &theirs(lee), "--join"]).done();
    assert!(said.out.contains("lee decided 1"), "{said:?}");
    // It is on record, and asked no more.
    lee.run(&["merge", "a.corrob", &theirs(ana)]).done();
    ana.run(&["merge", "a.corrob", &theirs(lee)]).done();
    alike(&desks);
    lee.run(&["tag", "a.corrob", "E-3", "examined"]).done();
    ana.run(&["merge", "a.corrob", &theirs(lee)]).done();
    alike(&desks);
    let undone = lee.run(&["undo", "a.corrob"]).done();
    assert!(undone.out.contains("E-3"), "{undone:?}");
}

#[test]
fn three_clones_of_one_bare_repository_end_alike() {
    use std::process::Command;
    let git = |folder: &std::path::Path, args: &[&str]| {
        let all = [&["-c", "user.name=t", "-c", "user.email=t@example.org"], args].concat();
        assert!(Command::new("git").args(all).current_dir(folder).status().unwrap().success(), "{args:?}");
    };
    let shared = tempfile::tempdir().unwrap();
    git(shared.path(), &["init", "--quiet", "--bare", "-b", "main", "bare.git"]);
    let bare = shared.path().join("bare.git").display().to_string();
    let desks = three();
    for desk in &desks {
        desk.write("log.txt", "The gate was open at two in the morning.\n");
        git(desk.folder(), &["clone", "--quiet", &bare, "team"]);
        git(&desk.path("team"), &["config", "user.name", "t"]);
        git(&desk.path("team"), &["config", "user.email", "t@example.org"]);
        git(&desk.path("team"), &["checkout", "--quiet", "-B", "main"]);
    }
    let sync = |desk: &Desk| desk.run(&["sync", "a.corrob", "team", "--git"]).done().out;
    let acts: [&[&str]; 11] = [
        &["tag", "a.corrob", "E-1", "released"],
        &["tag", "a.corrob", "E-2", "disputed"],
        &["note", "a.corrob", "C-1", "seen"],
        &["tag", "a.corrob", "E-1", "withheld"],
        &["edit", "a.corrob", "C-1", "--topic", "gates"],
        &["add", "a.corrob", "claim", "--text", "Another."],
        &["verdict", "a.corrob", "C-1", "conflicting"],
        &["remove", "a.corrob", "E-3"],
        &["undo", "a.corrob"],
        &["attach", "a.corrob", "S-2", "log.txt"],
        &["expunge", "a.corrob", "C-1", "--reason", "it names a witness"],
    ];
    // Work and syncs in an order that has no order in it, the same each time.
    let mut dice = 7_usize;
    for _ in 0..30 {
        dice = (dice * 1_103_515_245 + 12_345) % (1 << 31);
        let (desk, act) = (&desks[dice / 64 % 3], acts[dice / 1024 % acts.len()]);
        let said = desk.run(act);
        assert!(matches!(said.code, Some(0 | 2)), "{act:?}: {said:?}");
        if (dice / 65_536).is_multiple_of(2) {
            sync(desk);
        }
    }
    for _ in 0..3 {
        desks.iter().for_each(|desk| drop(sync(desk)));
    }
    for desk in &desks {
        assert_eq!(sync(desk), "nothing new\n");
    }
    alike(&desks);
    // A new teammate has the whole case from the folder alone.
    let new = Desk::new().with_reviewer("noor");
    git(new.folder(), &["clone", "--quiet", &bare, "team"]);
    new.run(&["clone", "team", "a.corrob"]).done();
    assert_eq!(export(&new), export(&desks[0]));
    new.run(&["check", "a.corrob"]).done();
}

#[test]
fn what_has_not_come_whole_is_waited_for_and_what_was_changed_is_not_believed() {
    let [ana, lee, _] = three();
    ana.run(&["tag", "a.corrob", "E-1", "released"]).done();
    ana.run(&["note", "a.corrob", "C-1", "for me alone", "--private"]).done();
    std::fs::create_dir(ana.path("team")).unwrap();
    std::fs::create_dir_all(lee.path("team")).unwrap();
    assert!(ana.run(&["sync", "a.corrob", "team"]).done().out.contains("events sent"));
    let files = || {
        let mut all = Vec::new();
        for folder in ["records", "contents", "journals"] {
            for entry in std::fs::read_dir(ana.path("team").join(folder)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if !name.starts_with('.') {
                    all.push(format!("{folder}/{name}"));
                }
            }
        }
        all
    };
    let put = |file: &str, bytes: &[u8]| {
        let path = lee.path("team").join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    let whole: Vec<(String, Vec<u8>)> = files()
        .into_iter()
        .map(|file| (file.clone(), std::fs::read(ana.path("team").join(&file)).unwrap()))
        .collect();
    assert!(!whole.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("for me alone")));
    let journal = whole.iter().position(|(file, _)| file.starts_with("journals/")).unwrap();
    // The journal first, cut anywhere; then whole without what it names; then all of it.
    let (file, bytes) = &whole[journal];
    for at in [0, 1, 70, bytes.len() / 2, bytes.len() - 1] {
        put(file, &bytes[..at]);
        let said = lee.run(&["sync", "a.corrob", "team"]).done();
        assert!(!said.out.contains("ana decided"), "{at}: {said:?}");
        assert_eq!(said.err.contains("not come whole"), at > 0, "{at}: {said:?}");
    }
    put(file, bytes);
    // What lee sent has the same records, under the same name.
    std::fs::remove_dir_all(lee.path("team").join("records")).unwrap();
    let said = lee.run(&["sync", "a.corrob", "team"]).done();
    assert!(said.err.contains("records/") && !said.out.contains("ana decided"), "{said:?}");
    for (file, bytes) in &whole {
        put(file, &bytes[..bytes.len() / 2]);
    }
    lee.run(&["sync", "a.corrob", "team"]).done();
    for (file, bytes) in &whole {
        put(file, bytes);
    }
    let said = lee.run(&["sync", "a.corrob", "team"]).done();
    assert!(said.out.contains("ana decided 1") && said.err.is_empty(), "{said:?}");
    assert_eq!(lee.run(&["sync", "a.corrob", "team"]).done().out, "nothing new\n");
    // What was changed is named, left alone, and told by the exit code.
    ana.run(&["tag", "a.corrob", "E-2", "disputed"]).done();
    ana.run(&["sync", "a.corrob", "team"]).done();
    ana.run(&["tag", "a.corrob", "E-3", "examined"]).done();
    ana.run(&["sync", "a.corrob", "team"]).done();
    let mut changed = std::fs::read(ana.path("team").join(file)).unwrap();
    changed[bytes.len() + 100] ^= 1;
    put(file, &changed);
    let said = lee.run(&["sync", "a.corrob", "team"]);
    assert!(said.code == Some(1) && said.err.contains("was changed after it was written"), "{said:?}");
}
