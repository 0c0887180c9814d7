//! Invariant 5: read-only cannot write. No byte of the case changes and no file appears beside it,
//! whoever else is at work on it and however their work ended.

#![cfg(target_os = "linux")]

use crate::child::{ABOUT, Actor, PART, say, told};
use crate::harbour::{make, open, reviewer};
use corrob::case::{Case, CaseError, Follower, Seal, seal};
use corrob::domain::tag::Tag;
use corrob::domain::{Access, ItemId, Kind};
use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Everything in a folder: names, bytes, times, owners, modes.
type Picture = BTreeMap<PathBuf, (Vec<u8>, i64, i64, u32, u32, u64)>;

fn picture(folder: &Path) -> Picture {
    let all = std::fs::read_dir(folder).unwrap().map(|entry| {
        let path = entry.unwrap().path();
        let meta = path.symlink_metadata().unwrap();
        let bytes = std::fs::read(&path).unwrap_or_default();
        (path, (bytes, meta.mtime(), meta.mtime_nsec(), meta.uid(), meta.mode(), meta.ino()))
    });
    all.collect()
}

/// The same without the locks and marks that readers of a live log keep in its index.
fn picture_of_files(folder: &Path) -> Picture {
    let mut all = picture(folder);
    for (path, file) in &mut all {
        if path.to_string_lossy().ends_with("-shm") {
            file.0.truncate(0);
        }
    }
    all
}

/// Makes all files in a folder look as if written a minute ago: what has just been written is taken for
/// changed until the clock has moved on.
fn age(folder: &Path) {
    let then = std::time::SystemTime::now() - std::time::Duration::from_secs(60);
    for entry in std::fs::read_dir(folder).unwrap() {
        std::fs::File::open(entry.unwrap().path()).unwrap().set_modified(then).unwrap();
    }
}

fn names(folder: &Path) -> Vec<String> {
    picture(folder).keys().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

fn with(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

fn evidence(case: &Case, number: u32) -> ItemId {
    case.find(&format!("E-{number}").parse().unwrap()).unwrap()
}

fn decided(case: &Case) -> Result<u64, CaseError> {
    Ok(case.progress(reviewer("r.lee").id)?.decided)
}

/// Looks at a case in every way a reader does.
fn read_all(follower: &mut Follower) -> Result<u64, CaseError> {
    follower.read(|case| {
        case.info()?;
        case.reviewers()?;
        case.check(false)?;
        decided(case)
    })
}

/// Leaves a case in write-ahead logging, at rest: SQLite's reader would now make side files.
fn leave_in_wal(path: &Path) {
    let conn = rusqlite::Connection::open(path).unwrap();
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "wal");
    conn.close().unwrap();
    assert_eq!(std::fs::read(path).unwrap()[18..20], [2, 2]);
}

/// The other processes of these tests.
#[test]
fn stage() {
    let Ok(part) = std::env::var(PART) else { return };
    let path = PathBuf::from(std::env::var(ABOUT).unwrap());
    match part.as_str() {
        "owner" => owner(&path, true),
        "owner without log" => owner(&path, false),
        "reader" => reader(&path),
        "sealed" => sealed(&path),
        "at a terminal" => at_a_terminal(),
        "importer" => importer(&path),
        "beginner" => beginner(&path),
        "restless" => restless(&path),
        other => panic!("nobody plays {other}"),
    }
}

/// A reviewer at work, told which evidence to tag.
fn owner(path: &Path, wal: bool) {
    let mut work = open(path, "r.lee");
    assert_eq!(wal, wal && work.enter_wal());
    say("ready");
    for line in told() {
        match line.as_str() {
            "close" => {
                work.close();
                return say("closed");
            }
            number => {
                let item = evidence(work.case(), number.parse().unwrap());
                say(&work.toggle(&[item], Tag::Withheld).unwrap().label);
            }
        }
    }
}

/// A teammate who reads.
fn reader(path: &Path) {
    say("ready");
    for _ in told() {
        match Follower::open(path).and_then(|mut follower| read_all(&mut follower)) {
            Ok(decided) => say(&decided.to_string()),
            Err(error) => say(&error.to_string()),
        }
    }
}

/// A change so large that SQLite writes to the file before it is whole.
fn importer(path: &Path) {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch(
        "PRAGMA journal_mode = TRUNCATE; PRAGMA cache_size = 1; BEGIN IMMEDIATE;
         UPDATE evidence SET body = body || hex(zeroblob(4000));
         UPDATE claim SET body = body || hex(zeroblob(4000))",
    )
    .unwrap();
    say("ready");
    for _ in told() {}
}

/// A change that has not reached the file yet.
fn beginner(path: &Path) {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch("PRAGMA journal_mode = TRUNCATE; BEGIN IMMEDIATE; UPDATE claim SET depth = depth + 1")
        .unwrap();
    say("ready");
    for _ in told() {}
}

/// Someone who always decides on two pieces at once, and goes in and out of write-ahead logging.
fn restless(path: &Path) {
    say("ready");
    for line in told() {
        let rounds: u32 = line.parse().unwrap();
        for round in 0..rounds {
            let mut work = open(path, "r.lee");
            if round % 3 != 0 {
                work.enter_wal();
            }
            let two = [evidence(work.case(), 1), evidence(work.case(), 70)];
            for _ in 0..=round % 4 {
                work.toggle(&two, Tag::Released).unwrap();
            }
            if round % 5 == 4 {
                drop(work);
            } else {
                work.close();
            }
        }
        say("done");
    }
}

#[test]
fn reading_leaves_a_case_at_rest_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 12);
    for left_in_wal in [false, true] {
        if left_in_wal {
            leave_in_wal(&path);
        }
        age(folder.path());
        let before = picture(folder.path());
        let mut follower = Follower::open(&path).unwrap();
        assert!(follower.changed());
        assert_eq!(read_all(&mut follower).unwrap(), 0);
        assert!(!follower.changed());
        follower.read_once(|case| case.info()).unwrap();
        assert_eq!(picture(folder.path()), before, "left in WAL: {left_in_wal}");
        let open_files = std::fs::read_dir("/proc/self/fd").unwrap();
        let case = std::fs::canonicalize(&path).unwrap();
        let held = open_files.filter_map(|fd| std::fs::read_link(fd.unwrap().path()).ok());
        assert_eq!(held.filter(|file| file == &case).count(), 0, "a follower holds nothing between reads");
    }
}

#[test]
fn what_would_write_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 2);
    let before = picture(folder.path());
    let mut follower = Follower::open(&path).unwrap();
    let refused = follower.read(|case| case.check(true)).unwrap_err();
    assert!(matches!(refused, CaseError::ReadOnly), "{refused:?}");
    assert_eq!(picture(folder.path()), before);
}

#[test]
fn an_owner_at_work_is_seen_and_not_disturbed() {
    for part in ["owner", "owner without log"] {
        let folder = tempfile::tempdir().unwrap();
        let path = make(folder.path(), 12);
        let mut owner = Actor::start(part, &path);
        let mut follower = Follower::open(&path).unwrap();
        for n in 1..=12_u64 {
            assert_eq!(owner.ask(&n.to_string()), format!("E-{n} withheld"));
            assert!(follower.changed());
            let before = picture_of_files(folder.path());
            assert_eq!(read_all(&mut follower).unwrap(), n, "{part}");
            let access = follower.read(|case| {
                let item = evidence(case, u32::try_from(n).unwrap());
                Ok(case.annotation(reviewer("r.lee").id, Kind::Evidence, item)?.access)
            });
            assert_eq!(access.unwrap(), Some(Access::Withheld));
            assert_eq!(picture_of_files(folder.path()), before, "{part}");
        }
        age(folder.path());
        assert!(follower.changed());
        read_all(&mut follower).unwrap();
        assert!(!follower.changed());
        assert_eq!(owner.ask("close"), "closed");
        assert_eq!(names(folder.path()), ["harbour.corrob"], "{part}");
        assert_eq!(read_all(&mut follower).unwrap(), 12);
    }
}

#[test]
fn the_answer_is_of_one_state_beside_an_owner() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let mut owner = Actor::start("owner", &path);
    owner.ask("1");
    let mut follower = Follower::open(&path).unwrap();
    let mut told = false;
    let both = follower.read(|case| {
        let first = decided(case)?;
        if !std::mem::replace(&mut told, true) {
            assert_eq!(owner.ask("2"), "E-2 withheld");
        }
        Ok((first, decided(case)?))
    });
    assert_eq!(both.unwrap(), (1, 1));
    assert!(follower.changed());
    assert_eq!(read_all(&mut follower).unwrap(), 2);
}

#[test]
fn a_case_that_changes_while_it_is_read_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let mut owner = Actor::start("owner without log", &path);
    let mut follower = Follower::open(&path).unwrap();
    let mut times = 0;
    let seen = follower.read(|case| {
        times += 1;
        if times == 1 {
            owner.ask("1");
        }
        decided(case)
    });
    assert_eq!((seen.unwrap(), times), (1, 2));
    let once = follower.read_once(|case| {
        owner.ask("2");
        decided(case)
    });
    assert!(matches!(once, Err(CaseError::Restless(_))), "{once:?}");
    let mut next = 3;
    let never = follower.read(|case| {
        owner.ask(&next.to_string());
        next = 3 + (next - 2) % 30;
        decided(case)
    });
    assert!(matches!(never, Err(CaseError::Restless(_))), "{never:?}");
}

#[test]
fn no_answer_is_torn_while_an_owner_comes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 40);
    let mut follower = Follower::open(&path).unwrap();
    let mut other = Actor::start("restless", &path);
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            other.ask("120");
            done.store(true, std::sync::atomic::Ordering::SeqCst);
        });
        let (mut answers, mut states) = (0, std::collections::BTreeSet::new());
        while !done.load(std::sync::atomic::Ordering::SeqCst) {
            let seen = follower.read(|case| {
                let has = |n| {
                    let said = case.annotation(reviewer("r.lee").id, Kind::Evidence, evidence(case, n))?;
                    Ok::<_, CaseError>(said.access.is_some())
                };
                Ok((has(1)?, decided(case)?, has(70)?))
            });
            match seen {
                Ok((first, count, last)) => {
                    assert!(first == last && count == if first { 2 } else { 0 }, "{first} {count} {last}");
                    answers += 1;
                    states.insert(first);
                }
                Err(CaseError::Locked(_) | CaseError::Restless(_)) => {}
                Err(error) => panic!("{error}"),
            }
        }
        assert!(answers > 20 && states.len() == 2, "{answers} answers, {states:?}");
    });
    open(&path, "r.lee").close();
    assert_eq!(names(folder.path()), ["harbour.corrob"]);
}

#[test]
fn an_owner_killed_at_work_loses_nothing_to_a_reader() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 12);
    let mut owner = Actor::start("owner", &path);
    for n in 1..=5 {
        owner.ask(&n.to_string());
    }
    owner.kill();
    let left = ["harbour.corrob", "harbour.corrob-shm", "harbour.corrob-wal"];
    assert_eq!(names(folder.path()), left);
    let before = picture(folder.path());
    let mut follower = Follower::open(&path).unwrap();
    assert_eq!(read_all(&mut follower).unwrap(), 5);
    assert_eq!(picture(folder.path()), before);

    // The log without its index: only a writer can make that again.
    std::fs::remove_file(with(&path, "-shm")).unwrap();
    let before = picture(folder.path());
    let refused = Follower::open(&path).unwrap_err();
    assert!(matches!(refused, CaseError::Unfinished(_)), "{refused:?}");
    assert!(matches!(read_all(&mut follower), Err(CaseError::Unfinished(_))));
    assert_eq!(picture(folder.path()), before);

    let work = open(&path, "r.lee");
    assert_eq!(decided(work.case()).unwrap(), 5);
    work.close();
    assert!(follower.changed());
    assert_eq!(read_all(&mut follower).unwrap(), 5);
    assert_eq!(names(folder.path()), ["harbour.corrob"]);
}

#[test]
fn a_change_half_written_is_never_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 60);
    let whole = std::fs::read(&path).unwrap();
    let mut importer = Actor::start("importer", &path);
    assert_ne!(std::fs::read(&path).unwrap(), whole, "the change has reached the file");
    let before = picture(folder.path());
    let busy = Follower::open(&path).unwrap_err();
    assert!(matches!(busy, CaseError::Locked(_)), "{busy:?}");
    assert_eq!(picture(folder.path()), before);

    importer.kill();
    assert!(std::fs::metadata(with(&path, "-journal")).unwrap().len() > 0);
    let refused = Follower::open(&path).unwrap_err();
    assert!(matches!(refused, CaseError::Unfinished(_)), "{refused:?}");
    assert_eq!(picture(folder.path()), before);

    // With the file as it was, the same journal is of a change that had not reached it.
    let touched = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole).unwrap();
    let before = picture(folder.path());
    assert_eq!(read_all(&mut Follower::open(&path).unwrap()).unwrap(), 0);
    assert_eq!(picture(folder.path()), before);
    std::fs::write(&path, touched).unwrap();
    assert!(matches!(Follower::open(&path), Err(CaseError::Unfinished(_))));

    open(&path, "r.lee").close();
    assert_eq!(read_all(&mut Follower::open(&path).unwrap()).unwrap(), 0);
}

#[test]
fn a_change_that_has_not_reached_the_file_locks_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let mut beginner = Actor::start("beginner", &path);
    assert!(std::fs::metadata(with(&path, "-journal")).unwrap().len() > 0);
    beginner.kill();
    let before = picture(folder.path());
    assert_eq!(read_all(&mut Follower::open(&path).unwrap()).unwrap(), 0);
    assert_eq!(picture(folder.path()), before);
    // What was left behind goes with the next change.
    let mut work = open(&path, "r.lee");
    let item = evidence(work.case(), 1);
    work.toggle(&[item], Tag::Withheld).unwrap();
    work.close();
    assert_eq!(names(folder.path()), ["harbour.corrob"]);
}

#[test]
fn leftovers_do_not_lock_anyone_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    leave_in_wal(&path);
    for (wal, shm) in [(false, true), (true, false), (true, true)] {
        for (there, suffix) in [(wal, "-wal"), (shm, "-shm")] {
            let _ = std::fs::remove_file(with(&path, suffix));
            if there {
                std::fs::write(with(&path, suffix), if suffix == "-shm" { vec![7; 32768] } else { vec![] })
                    .unwrap();
            }
        }
        let before = picture(folder.path());
        assert_eq!(read_all(&mut Follower::open(&path).unwrap()).unwrap(), 0);
        assert_eq!(picture(folder.path()), before);
    }
    let mut work = open(&path, "r.lee");
    let item = evidence(work.case(), 1);
    work.toggle(&[item], Tag::Released).unwrap();
}

#[test]
fn an_owner_killed_at_their_first_change_locks_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let mut owner = Actor::start("owner", &path);
    owner.ask("1");
    owner.kill();
    // All that such an owner had written when they were killed.
    let log = std::fs::read(with(&path, "-wal")).unwrap();
    for (len, index) in [(32, true), (32, false), (31, true), (1, false), (0, true), (0, false)] {
        std::fs::write(with(&path, "-wal"), &log[..len]).unwrap();
        let _ = std::fs::remove_file(with(&path, "-shm"));
        if index {
            std::fs::write(with(&path, "-shm"), vec![0; 32768]).unwrap();
        }
        let before = picture(folder.path());
        assert_eq!(read_all(&mut Follower::open(&path).unwrap()).unwrap(), 0, "{len} bytes");
        assert_eq!(picture(folder.path()), before);
    }
}

#[test]
fn another_user_reads_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 12);
    let open_to_all = |path: &Path, mode| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    open_to_all(folder.path(), 0o755);
    open_to_all(&path, 0o644);
    let Some(mut stranger) = Actor::start_as_nobody("reader", &path) else {
        eprintln!("skipped: this process may not become another user (setpriv)");
        return;
    };
    let mut look = |expected: &str| {
        let before = picture_of_files(folder.path());
        assert_eq!(stranger.ask("read"), expected);
        assert_eq!(picture_of_files(folder.path()), before);
    };
    look("0");
    leave_in_wal(&path);
    look("0");
    // Side files of root, which the stranger may not even read.
    std::fs::write(with(&path, "-shm"), [7; 32768]).unwrap();
    open_to_all(&with(&path, "-shm"), 0o600);
    look("0");
    std::fs::remove_file(with(&path, "-shm")).unwrap();

    let mut owner = Actor::start("owner", &path);
    look("0");
    for n in 1..=5 {
        owner.ask(&n.to_string());
        look(&n.to_string());
    }
    owner.kill();
    look("5");
    open_to_all(&with(&path, "-shm"), 0o600);
    look(&format!("{}: Permission denied (os error 13)", with(&path, "-shm").display()));
    std::fs::remove_file(with(&path, "-shm")).unwrap();
    look(&CaseError::Unfinished(path.clone()).to_string());
    open(&path, "r.lee").close();
    look("5");
    open_to_all(&path, 0o600);
    look(&format!("{}: Permission denied (os error 13)", path.display()));
}

#[test]
fn a_writable_folder_of_another_user_stays_clean() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    leave_in_wal(&path);
    // Whoever may write in the folder could make side files there, and lock the owner out.
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
    let Some(mut stranger) = Actor::start_as_nobody("reader", &path) else {
        eprintln!("skipped: this process may not become another user (setpriv)");
        return;
    };
    let before = picture(folder.path());
    assert_eq!(stranger.ask("read"), "0");
    assert_eq!(picture(folder.path()), before);
    let mut owner = Actor::start("owner", &path);
    owner.ask("1");
    assert_eq!(stranger.ask("read"), "1");
    assert_eq!(owner.ask("2"), "E-2 withheld");
    assert_eq!(owner.ask("close"), "closed");
    assert_eq!(names(folder.path()), ["harbour.corrob"]);
}

#[test]
fn links_and_odd_names_lead_to_the_case_and_its_side_files() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("50%?mode=rw&immutable=1#é ü");
    std::fs::create_dir(&odd).unwrap();
    let path = make(&odd, 6);
    let link = folder.path().join("link.corrob");
    std::os::unix::fs::symlink(&path, &link).unwrap();
    let mut owner = Actor::start("owner", &path);
    owner.ask("1");
    for way in [&path, &link] {
        let mut follower = Follower::open(way).unwrap();
        assert_eq!(read_all(&mut follower).unwrap(), 1);
        assert_eq!(follower.path(), way);
    }
    assert_eq!(names(folder.path()).len(), 2);
}

#[test]
fn a_file_put_in_its_place_is_verified_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let mut follower = Follower::open(&path).unwrap();
    let other = folder.path().join("other.db");
    let conn = rusqlite::Connection::open(&other).unwrap();
    conn.execute_batch("CREATE TABLE t (a)").unwrap();
    conn.close().unwrap();
    std::fs::rename(&other, &path).unwrap();
    assert!(follower.changed());
    assert!(matches!(read_all(&mut follower), Err(CaseError::NotOurs(..))));
    std::fs::remove_file(&path).unwrap();
    assert!(follower.changed());
    assert!(matches!(read_all(&mut follower), Err(CaseError::Missing(_))));
}

#[test]
fn damage_is_named_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 6);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[100..4096].fill(0xA5);
    std::fs::write(&path, &bytes).unwrap();
    // What may pass is tried again; damage may not.
    let refused = Follower::open(&path).unwrap_err();
    assert!(matches!(refused, CaseError::Damaged(..)), "{refused:?}");
}

/// Tries every way to write there is, under the seal.
fn sealed(path: &Path) {
    let sealed = seal();
    say("ready");
    told().next();
    if let Seal::None(reason) = &sealed {
        return say(&format!("no seal: {reason}"));
    }
    let folder = path.parent().unwrap();
    let beside = folder.join("beside");
    let tries: [(&str, std::io::Result<()>); 8] = [
        ("make", std::fs::write(&beside, "x")),
        ("append", std::fs::OpenOptions::new().append(true).open(path).map(drop)),
        ("cut", std::fs::OpenOptions::new().write(true).truncate(true).open(path).map(drop)),
        ("remove", std::fs::remove_file(path)),
        ("rename", std::fs::rename(path, &beside)),
        ("link", std::fs::hard_link(path, &beside)),
        ("folder", std::fs::create_dir(&beside)),
        ("symlink", std::os::unix::fs::symlink(path, &beside)),
    ];
    for (what, outcome) in tries {
        if outcome.is_ok() {
            return say(&format!("could {what}"));
        }
    }
    let child = format!("exec 2>&1; echo x > '{}'", beside.display());
    if std::process::Command::new("/bin/sh").arg("-c").arg(child).status().is_ok_and(|it| it.success()) {
        return say("a child could write");
    }
    if Case::open(path).is_ok() {
        return say("could open it to write");
    }
    say(&format!("{sealed:?}"));
    reader(path);
}

/// Under the seal, at a terminal, with no program to be found.
fn at_a_terminal() {
    let sealed = seal();
    say("ready");
    say(&format!("{:?} {}", crossterm::terminal::size().ok(), matches!(sealed, Seal::None(_))));
}

#[test]
fn a_sealed_process_sees_the_size_of_its_window_without_help() {
    let size = portable_pty::PtySize { rows: 33, cols: 77, ..Default::default() };
    let pty = portable_pty::native_pty_system().openpty(size).unwrap();
    let mut command = portable_pty::CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["read_only::stage", "--exact", "--nocapture", "--test-threads=1"]);
    // Where it cannot see the size, crossterm asks the program "tput".
    command.env("PATH", "");
    command.env(PART, "at a terminal");
    command.env(ABOUT, "");
    let mut part = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let lines = std::io::BufRead::lines(std::io::BufReader::new(pty.master.try_clone_reader().unwrap()));
    let said: Vec<String> = lines.map_while(Result::ok).filter(|line| line.contains("@@")).collect();
    part.wait().unwrap();
    assert!(said.last().unwrap().contains("Some((77, 33))"), "{said:?}");
}

#[test]
fn the_kernel_holds_a_sealed_process() {
    let folder = tempfile::tempdir().unwrap();
    let path = make(folder.path(), 12);
    leave_in_wal(&path);
    let before = picture(folder.path());
    let mut sealed = Actor::start("sealed", &path);
    let state = sealed.ask("try");
    println!("{state}");
    if state.starts_with("no seal") {
        eprintln!("skipped: {state}");
        return;
    }
    assert!(state == "Kernel" || state.contains("other threads"), "{state}");
    assert_eq!(sealed.heard(), "ready");
    assert_eq!(sealed.ask("read"), "0");
    assert_eq!(picture(folder.path()), before);
    let mut owner = Actor::start("owner", &path);
    owner.ask("1");
    assert_eq!(sealed.ask("read"), "1");
    owner.ask("2");
    assert_eq!(sealed.ask("read"), "2");
    owner.kill();
    let before = picture(folder.path());
    assert_eq!(sealed.ask("read"), "2");
    assert_eq!(picture(folder.path()), before);
}
