//! Files that are no case of ours, or cannot be read or written: one clear sentence, and no harm.

use crate::desk::{Desk, Said};
use crate::made_up::write_made_up;
use std::fs;

/// Each command that opens a case refuses it, says why, and leaves every byte.
fn refused_untouched(desk: &Desk, name: &str, why: &str) {
    let before = fs::read(desk.path(name)).ok();
    let files = desk.files();
    for args in [
        &["list", name][..],
        &["list", name, "--read-only"],
        &["show", name, "E-1"],
        &["stats", name],
        &["export", name],
        &["log", name],
        &["tag", name, "E-1", "released"],
        &["undo", name],
        &["import", name, "harbour.json"],
        &["check", name],
    ] {
        let said = desk.run(args).refused();
        assert!(said.contains(why), "{args:?}: {said}");
    }
    assert_eq!(fs::read(desk.path(name)).ok(), before, "{name}");
    assert_eq!(desk.files(), files, "{name}");
}

#[test]
fn files_that_are_not_ours_are_refused_untouched() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let good = desk.read("a.corrob");
    desk.write(
        "text.corrob",
        &"Only some text, long enough to be looked at as a header of a database. ".repeat(4),
    );
    refused_untouched(&desk, "text.corrob", "not an SQLite database");
    desk.write("short.corrob", "SQLite format 3");
    refused_untouched(&desk, "short.corrob", "is not a corrob case");
    desk.write("empty.corrob", "");
    refused_untouched(&desk, "empty.corrob", "is not a corrob case");

    let foreign = rusqlite::Connection::open(desk.path("foreign.corrob")).unwrap();
    foreign.execute_batch("CREATE TABLE claim (a); INSERT INTO claim VALUES (1);").unwrap();
    drop(foreign);
    refused_untouched(&desk, "foreign.corrob", "another program's database");

    let mut newer = good.clone();
    newer[60..64].copy_from_slice(&99_i32.to_be_bytes());
    fs::write(desk.path("newer.corrob"), newer).unwrap();
    refused_untouched(&desk, "newer.corrob", "written by a newer corrob");

    fs::create_dir(desk.path("folder.corrob")).unwrap();
    refused_untouched(&desk, "folder.corrob", "not a regular file");

    let added = rusqlite::Connection::open(desk.path("added.corrob"));
    drop(added);
    fs::write(desk.path("added.corrob"), &good).unwrap();
    let conn = rusqlite::Connection::open(desk.path("added.corrob")).unwrap();
    conn.execute_batch("CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM claim; END").unwrap();
    drop(conn);
    refused_untouched(&desk, "added.corrob", "its tables are not those of a case");
}

#[test]
fn a_case_that_is_cut_off_is_refused_or_found_wrong() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let good = desk.read("a.corrob");
    for keep in [101, 4096, 8192, 20_000, good.len() / 2, good.len() - 8192] {
        fs::write(desk.path("cut.corrob"), &good[..keep]).unwrap();
        let said = desk.run(&["check", "cut.corrob"]);
        assert!(matches!(said.code, Some(1 | 2)), "{keep}: {said:?}");
        for args in [
            &["list", "cut.corrob", "evidence"][..],
            &["export", "cut.corrob"],
            &["tag", "cut.corrob", "E-1", "released"],
            &["stats", "cut.corrob"],
        ] {
            let said = desk.run(args);
            assert!(matches!(said.code, Some(0 | 2)), "{keep} {args:?}: {said:?}");
            assert!(!said.err.contains("something went wrong inside"), "{said:?}");
        }
    }
}

#[test]
fn a_case_that_is_missing_is_refused_in_a_sentence() {
    let desk = Desk::new();
    for args in
        [&["list", "no.corrob"][..], &["tag", "no.corrob", "E-1", "released"], &["check", "no.corrob"]]
    {
        let said = desk.run(args).refused();
        assert!(said.contains("there is no case at") && said.contains("no.corrob"), "{said}");
    }
    assert!(desk.run(&["new", "no/where.corrob", "--title", "x"]).refused().contains("no/where.corrob"));
    assert_eq!(desk.files(), Vec::<String>::new());
}

#[test]
fn a_locked_case_is_said_to_be_locked() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let conn = rusqlite::Connection::open(desk.path("a.corrob")).unwrap();
    conn.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let said = desk.run(&["tag", "a.corrob", "E-1", "released"]).refused();
    assert!(said.contains("locked by another program"), "{said}");
    conn.execute_batch("ROLLBACK").unwrap();
    drop(conn);
    desk.run(&["tag", "a.corrob", "E-1", "released"]).done();
}

/// Runs the program as a user to whom permissions apply; none where there is no such way.
#[cfg(unix)]
fn as_nobody(desk: &Desk, args: &[&str]) -> Option<Said> {
    use std::os::unix::fs::PermissionsExt;
    if !rustix::process::getuid().is_root() {
        return Some(desk.run(args));
    }
    let program = std::path::Path::new("/usr/bin/setpriv");
    if !program.exists() {
        eprintln!("skipped: run as root, and there is no setpriv to become another user");
        return None;
    }
    for folder in [desk.folder(), desk.home()] {
        if folder.metadata().unwrap().permissions().mode() & 0o055 == 0 {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
        }
    }
    // The program itself may lie where nobody can go.
    let own = desk.home().join("corrob");
    if !own.exists() {
        // By another process: a child that another test starts meanwhile would inherit the open copy,
        // which then could not be run.
        let copied = std::process::Command::new("cp").arg(env!("CARGO_BIN_EXE_corrob")).arg(&own).status();
        assert!(copied.unwrap().success());
        fs::set_permissions(&own, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let output = std::process::Command::new(program)
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "--"])
        .arg(own)
        .args(args)
        .current_dir(desk.folder())
        .env("CORROB_HOME", desk.folder().join("nowhere"))
        .env("CORROB_REVIEWER", "r.lee")
        .output()
        .unwrap();
    Some(Said {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code(),
    })
}

#[cfg(unix)]
#[test]
fn what_permissions_forbid_is_refused_in_a_sentence() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let mode = |name: &str, mode: u32| {
        fs::set_permissions(desk.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("a.corrob", 0o444);
    fs::set_permissions(desk.folder(), fs::Permissions::from_mode(0o555)).unwrap();
    let before = desk.read("a.corrob");
    let Some(said) = as_nobody(&desk, &["tag", "a.corrob", "E-1", "released"]) else { return };
    assert!(said.refused().contains("cannot be written"));
    // Reading needs no permission to write.
    for args in [
        &["list", "a.corrob", "evidence"][..],
        &["list", "a.corrob", "evidence", "--read-only"],
        &["check", "a.corrob"],
    ] {
        let said = as_nobody(&desk, args).unwrap();
        assert_eq!(said.code, Some(0), "{args:?} {said:?}");
        assert!(said.out.contains(if args[0] == "list" { "E-3" } else { "not checked" }), "{said:?}");
    }
    let said = as_nobody(&desk, &["new", "b.corrob", "--title", "x"]).unwrap().refused();
    assert!(said.contains("no case can be made at") && said.contains("b.corrob"), "{said}");
    let said = as_nobody(&desk, &["export", "a.corrob", "-o", "b.json"]).unwrap().refused();
    assert!(said.contains("b.json cannot be written"), "{said}");
    mode("a.corrob", 0o000);
    if rustix::process::getuid().is_root() {
        let said = as_nobody(&desk, &["list", "a.corrob"]).unwrap().refused();
        assert!(said.contains("a.corrob"), "{said}");
    }
    fs::set_permissions(desk.folder(), fs::Permissions::from_mode(0o755)).unwrap();
    mode("a.corrob", 0o600);
    assert_eq!(desk.read("a.corrob"), before);
    assert_eq!(desk.files(), ["a.corrob", "harbour.json"]);
}

/// A disk of little more than a mebibyte, where making one is permitted.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    use std::process::Command;
    let desk = Desk::new();
    desk.harbour("spare.corrob");
    let disk = desk.path("disk");
    fs::create_dir(&disk).unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=1200k", "tmpfs"])
        .arg(&disk)
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        eprintln!("skipped: a small disk cannot be mounted here");
        return;
    }
    struct Unmount(std::path::PathBuf);
    impl Drop for Unmount {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        }
    }
    let _unmount = Unmount(disk);
    let json = write_made_up(&desk, "big.corrob", 4000);
    let said = desk.run(&["import", "disk/big.corrob", &json]).refused();
    assert!(said.contains("is full"), "{said}");
    assert_eq!(fs::read_dir(desk.path("disk")).unwrap().count(), 0);
    desk.run(&["import", "disk/a.corrob", "harbour.json"]).done();
    let note = "x".repeat(60_000);
    let mut written = 0;
    let refusal = loop {
        let said = desk.run(&["note", "disk/a.corrob", "E-1", &format!("{note}{written}")]);
        if said.code != Some(0) {
            break said.refused();
        }
        written += 1;
        assert!(written < 40, "the disk never fills");
    };
    assert!(refusal.contains("is full"), "{refusal}");
    let shown = desk.run(&["show", "disk/a.corrob", "E-1", "--json"]);
    if let Some(last) = (written > 0).then(|| shown.done().json()) {
        let text = last["annotations"][0]["note"]["text"].as_str().unwrap().to_owned();
        assert!(text.ends_with(&format!("x{}", written - 1)), "the last note that was acknowledged is there");
    }
    let said = desk.run(&["export", "disk/a.corrob", "-o", "disk/out.json"]).refused();
    assert!(said.contains("out.json cannot be written"), "{said}");
    assert!(!desk.path("disk/out.json").exists());
    let checked = desk.run(&["check", "disk/a.corrob", "--read-only"]);
    assert_eq!(checked.code, Some(0), "{checked:?}");
}

#[test]
fn a_misspelt_format_is_refused_in_a_sentence() {
    let desk = Desk::new();
    desk.harbour("case.corrob");
    let said = desk.run(&["export", "case.corrob", "--format", "htm"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.err.contains("htm") && said.err.contains("webannotation"), "{said:?}");
    assert!(!said.err.contains("went wrong inside"), "{said:?}");
}
