//! What a keystroke costs in a large case, against the same in the bundled one.
//!
//! Runs the program itself in a pseudo-terminal, sends keys one at a time, and takes the time until
//! the frame that answers a key has arrived whole. Prints medians, p99 and their ratios, and the
//! memory and idle processor time of both.
//!
//! `cargo bench --bench review -- [PIECES OF EVIDENCE, default 1000000] [ROUNDS, default 60]`

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "../examples/made_up_case/generator/mod.rs"]
mod generator;

use generator::Shape;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

/// The program measured: this one, unless `CORROB_PROGRAM` names another to measure against it.
fn program() -> String {
    std::env::var("CORROB_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_corrob").to_owned())
}
const FRAME_END: &[u8] = b"\x1b[?2026l";
/// With no output for this long, the program has answered.
const QUIET: Duration = Duration::from_millis(60);

struct Reviewer {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    _terminal: Box<dyn MasterPty + Send>,
    first_paint: Duration,
}

/// When the first and the last frame after a key were whole.
#[derive(Clone, Copy)]
struct Answer {
    first: Duration,
    last: Duration,
}

impl Reviewer {
    fn start(case: &Path, home: &Path) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize { rows: 50, cols: 160, pixel_width: 0, pixel_height: 0 })
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program());
        command.arg(case);
        command.env("CORROB_HOME", home);
        command.env("TERM", "xterm-256color");
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, output) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || sender.send((Instant::now(), buffer[..n].to_vec())).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().expect("a writer");
        let mut this = Self { child, keys, output, _terminal: pair.master, first_paint: Duration::ZERO };
        this.first_paint = this.answer(began).expect("a first frame").first;
        this
    }

    /// Waits for the frames that follow, until nothing more comes.
    fn answer(&self, began: Instant) -> Option<Answer> {
        let mut seen: Vec<u8> = Vec::new();
        let mut answer: Option<Answer> = None;
        let mut wait = Duration::from_secs(20);
        while let Ok((at, bytes)) = self.output.recv_timeout(wait) {
            let before = count(&seen);
            seen.extend(bytes);
            if count(&seen) > before {
                let took = at - began;
                answer = Some(Answer { first: answer.map_or(took, |a| a.first), last: took });
                wait = QUIET;
            }
        }
        answer
    }

    fn press(&mut self, key: &str) -> Option<Answer> {
        let began = Instant::now();
        self.keys.write_all(key.as_bytes()).and_then(|()| self.keys.flush()).expect("the key is sent");
        // A key that changes nothing on the screen paints nothing.
        let mut seen: Vec<u8> = Vec::new();
        let mut answer: Option<Answer> = None;
        while let Ok((at, bytes)) = self.output.recv_timeout(QUIET) {
            let before = count(&seen);
            seen.extend(bytes);
            if count(&seen) > before {
                let took = at - began;
                answer = Some(Answer { first: answer.map_or(took, |a| a.first), last: took });
            }
        }
        answer
    }

    fn status(&self, field: &str) -> u64 {
        let pid = self.child.process_id().expect("a process");
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or(0)
    }

    fn ticks(&self) -> u64 {
        let pid = self.child.process_id().expect("a process");
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
        [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<u64>().ok()).sum()
    }

    fn quit(mut self) {
        let _ = self.keys.write_all(b"q").and_then(|()| self.keys.flush());
        let _ = self.child.wait();
    }
}

fn count(bytes: &[u8]) -> usize {
    bytes.windows(FRAME_END.len()).filter(|window| *window == FRAME_END).count()
}

/// How often each case is opened for its first paint.
const STARTS: usize = 12;

/// What is measured: a name, keys that lead there, the key itself, and keys that lead back.
const KEYS: &[(&str, &[&str], &str, &[&str])] = &[
    ("change claim", &[], "j", &[]),
    ("page down", &["g"], "\x1b[6~", &[]),
    ("end of the list", &["g"], "G", &[]),
    ("top of the list", &["G"], "g", &[]),
    ("move in a pane", &["g", "\t"], "j", &["k", "\x1b[Z"]),
    ("next undecided", &[], "]", &[]),
    ("the same, at the end", &["G"], "]", &[]),
    ("previous undecided", &[], "[", &[]),
    ("tag, to the commit", &["]"], "d", &["\x1b"]),
    ("undo, to the commit", &[], "u", &[]),
    ("view: sources", &["g", "2"], "\r", &["\x1b"]),
    ("view: sources, down", &["g", "2", "\r", "g"], "j", &["\x1b"]),
    ("view: sources, page", &["g", "2", "\r", "g"], "\x1b[6~", &["\x1b"]),
    ("view: sources, end", &["g", "2", "\r", "g"], "G", &["\x1b"]),
    ("view: matrix", &["g", "3"], "\r", &["\x1b"]),
    ("view: timeline", &["g", "4"], "\r", &["\x1b"]),
    ("view: figures", &["g", "5"], "\r", &["\x1b"]),
    ("view: origins", &["g", "6"], "\r", &["\x1b"]),
    ("view: ledger", &["g", "7"], "\r", &["\x1b"]),
    ("view: matrix, down", &["g", "3", "\r"], "j", &["\x1b"]),
    ("view: next claim", &["g", "6", "\r"], "l", &["\x1b"]),
    ("view: case's timeline", &["g", "4", "\r"], "t", &["\x1b"]),
    ("view: case's origins", &["g", "6", "\r"], "t", &["\x1b"]),
    ("view: case's ledger", &["g", "7", "\r"], "t", &["\x1b"]),
];

/// What was measured of one case; times in milliseconds.
#[derive(Default)]
struct Measured {
    /// Median and p99 of each of [`KEYS`].
    keys: Vec<(f64, f64)>,
    first_paint: (f64, f64),
    /// Resident after reviewing, then after a search, then under a filter; KiB.
    memory: [u64; 3],
    /// Ticks of the processor within ten idle seconds.
    idle: u64,
}

/// Takes turns between the cases, so that what else the machine does meets them alike. `home` is that
/// of whoever made them.
fn measure(cases: [&Path; 2], home: &Path, rounds: usize) -> [Measured; 2] {
    let mut measured: [Measured; 2] = Default::default();
    let mut firsts: [Vec<f64>; 2] = Default::default();
    for _ in 0..STARTS {
        for (case, firsts) in cases.iter().zip(&mut firsts) {
            let reviewer = Reviewer::start(case, home);
            firsts.push(reviewer.first_paint.as_secs_f64() * 1e3);
            reviewer.quit();
        }
    }
    for (measured, firsts) in measured.iter_mut().zip(&mut firsts) {
        measured.first_paint = quantiles(firsts);
    }
    let mut reviewers = cases.map(|case| Reviewer::start(case, home));
    for (name, before, key, after) in KEYS {
        let mut times: [Vec<f64>; 2] = Default::default();
        for reviewer in &mut reviewers {
            // Each begins at the first claim.
            reviewer.press("g");
        }
        for _ in 0..rounds {
            for (reviewer, times) in reviewers.iter_mut().zip(&mut times) {
                for key in *before {
                    reviewer.press(key);
                }
                if let Some(answer) = reviewer.press(key) {
                    // What stands on the screen first may say that the rest is on its way.
                    let whole = name.ends_with("commit") || name.starts_with("view");
                    let took = if whole { answer.last } else { answer.first };
                    times.push(took.as_secs_f64() * 1e3);
                }
                for key in *after {
                    reviewer.press(key);
                }
            }
        }
        for (measured, times) in measured.iter_mut().zip(&mut times) {
            measured.keys.push(quantiles(times));
        }
    }
    for (reviewer, measured) in reviewers.iter_mut().zip(&mut measured) {
        measured.memory[0] = reviewer.status("VmRSS");
        for (at, keys) in
            [["/", "a", "n", "d", "\x1b"].as_slice(), &["f", "stance:disputes", "\r"]].iter().enumerate()
        {
            for key in *keys {
                reviewer.press(key);
            }
            // What takes long comes to its end.
            std::thread::sleep(Duration::from_secs(3));
            measured.memory[at + 1] = reviewer.status("VmRSS");
        }
    }
    let before = reviewers.each_ref().map(Reviewer::ticks);
    std::thread::sleep(Duration::from_secs(10));
    for ((reviewer, measured), before) in reviewers.into_iter().zip(&mut measured).zip(before) {
        measured.idle = reviewer.ticks() - before;
        reviewer.quit();
    }
    measured
}

/// Median and p99; sorts.
fn quantiles(times: &mut [f64]) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (quantile(times, 0.5), quantile(times, 0.99))
}

fn quantile(sorted: &[f64], q: f64) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let at = ((sorted.len() - 1) as f64 * q).round() as usize;
    sorted[at]
}

fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let pieces = numbers.first().copied().unwrap_or(1_000_000);
    let rounds = numbers.get(1).copied().unwrap_or(60);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let make = |name: &str, arguments: &[&str]| -> PathBuf {
        let path = folder.path().join(name);
        let began = Instant::now();
        let status = Command::new(program())
            .args(arguments.iter().map(|arg| if *arg == "CASE" { path.as_os_str() } else { arg.as_ref() }))
            .env("CORROB_HOME", folder.path())
            .status()
            .expect("the program runs");
        assert!(status.success(), "{name} was not made");
        println!("{name}: made in {:.1} s", began.elapsed().as_secs_f64());
        path
    };
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/bounties-and-guns.json");
    let small = make("bundled.corrob", &["import", "CASE", seeds]);
    let json = folder.path().join("large.json");
    let file = BufWriter::new(File::create(&json).expect("a file"));
    generator::write(Shape::of(pieces as u64, 1), file).expect("a made-up case");
    let large = make("large.corrob", &["import", "CASE", &json.display().to_string()]);
    let [small, large] = measure([&small, &large], folder.path(), rounds);
    println!("\n{pieces} pieces of evidence against the bundled case, {rounds} rounds; milliseconds");
    println!(
        "{:<22}{:>10}{:>10}{:>10}{:>10}{:>9}{:>9}",
        "", "p50", "p50 large", "p99", "p99 large", "p50 ×", "p99 ×"
    );
    let names = KEYS.iter().map(|(name, ..)| *name).chain(["first paint"]);
    let small_times = small.keys.iter().chain([&small.first_paint]);
    let large_times = large.keys.iter().chain([&large.first_paint]);
    for (name, (small, large)) in names.zip(small_times.zip(large_times)) {
        println!(
            "{name:<22}{:>10.2}{:>10.2}{:>10.2}{:>10.2}{:>9.2}{:>9.2}",
            small.0,
            large.0,
            small.1,
            large.1,
            large.0 / small.0,
            large.1 / small.1
        );
    }
    let names = ["memory, reviewing", "memory, after search", "memory, filtered"];
    for (name, (small, large)) in names.iter().zip(small.memory.iter().zip(&large.memory)) {
        #[allow(clippy::cast_precision_loss)]
        let ratio = *large as f64 / *small as f64;
        println!("{name:<22}{small:>6} KiB{large:>6} KiB{ratio:>38.2}");
    }
    println!("{:<22}{:>4} ticks{:>4} ticks", "idle for 10 s", small.idle, large.idle);
}
