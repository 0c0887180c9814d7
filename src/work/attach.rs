//! Reading a document in a process of its own, which is bounded in memory and time, and ended when it takes too
//! long: whatever is in a stranger's file, this program goes on.

use crate::documents::{Answer, Extracted, Hint, MOST, Unreadable};
use crate::text::size;
use crate::work::Cancel;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use thiserror::Error;

/// The argument with which this program is the process that reads.
pub const READS: &str = "--read-document";

/// How long a reading may take, and how often a request to stop is looked for.
const LONGEST: Duration = Duration::from_secs(120);
const LOOK: Duration = Duration::from_millis(50);
/// How many pages are passed over that a reading did not survive.
const PASSED_OVER: usize = 20;
/// The most that an answer may hold.
const ANSWER: u64 = 512 << 20;

/// Why there is nothing of a document.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// The file is missing, or cannot be read.
    #[error("{0}")]
    File(String),
    /// There is no text to be had of it.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The reader stopped.
    #[error(
        "what reads it stopped in the middle, as it does on a file that is damaged; open it with the program it is \
         for, save it anew or print it to a PDF, and attach that"
    )]
    Stopped,
    /// It takes too long.
    #[error("reading it takes longer than {} seconds, and was given up", LONGEST.as_secs())]
    TooLong,
    /// The process that reads it could not be started.
    #[error("the process that reads documents could not be started: {0}")]
    NotStarted(io::Error),
    /// Someone asked to stop.
    #[error("stopped on request")]
    Cancelled,
}

/// The bytes of a document.
///
/// # Errors
/// When there is no such file, or it is larger than what is read.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>, DocumentError> {
    let shown = path.display();
    let failed = |error: io::Error| {
        DocumentError::File(match error.kind() {
            io::ErrorKind::NotFound => format!("there is no file {shown}"),
            _ => format!("{shown} cannot be read: {error}"),
        })
    };
    let meta = std::fs::metadata(path).map_err(failed)?;
    if meta.is_dir() {
        return Err(DocumentError::File(format!("{shown} is a folder; name the files in it")));
    }
    let too_large = |bytes: u64| {
        DocumentError::File(format!(
            "{shown} is {} long, and documents of up to {} are kept; attach the part that you quote",
            size(bytes),
            size(MOST)
        ))
    };
    if meta.len() > MOST {
        return Err(too_large(meta.len()));
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(MOST + 1).read_to_end(&mut bytes).map_err(failed)?;
    match bytes.len() as u64 {
        length if length > MOST => Err(too_large(length)),
        _ => Ok(bytes),
    }
}

/// Reads a document whose bytes are at hand. A PDF in which single pages cannot be read is read without them.
///
/// # Errors
/// A sentence that says why there is no text to be had of it.
pub fn read(bytes: &[u8], hint: &Hint, cancel: &Cancel) -> Result<Extracted, DocumentError> {
    let mut hint = hint.clone();
    loop {
        match ask(bytes, &hint, cancel)? {
            Answer::Read(extracted) => return Ok(extracted),
            Answer::Unreadable(why) => return Err(why.into()),
            Answer::Stopped(page) if page > 0 && hint.passed_over.len() < PASSED_OVER => {
                hint.passed_over.push(page);
            }
            Answer::Stopped(_) => return Err(DocumentError::Stopped),
        }
    }
}

fn ask(bytes: &[u8], hint: &Hint, cancel: &Cancel) -> Result<Answer, DocumentError> {
    let mut child = start().map_err(DocumentError::NotStarted)?;
    let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(DocumentError::Stopped);
    };
    let head = serde_json::to_string(hint).unwrap_or_default();
    let answer = std::thread::scope(|scope| {
        let (put, get) = channel();
        scope.spawn(move || {
            // A process that has ended takes no more: its answer says why.
            let _ = to.write_all(format!("{head}\n").as_bytes()).and_then(|()| to.write_all(bytes));
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            let whole = from.take(ANSWER).read_to_end(&mut answer).is_ok();
            let _ = put.send(whole.then_some(answer));
        });
        let answer = wait(&get, cancel);
        end(&mut child);
        answer
    })?;
    let last = answer.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    serde_json::from_slice(last).map_err(|_| DocumentError::Stopped)
}

fn wait(answer: &Receiver<Option<Vec<u8>>>, cancel: &Cancel) -> Result<Vec<u8>, DocumentError> {
    let began = Instant::now();
    loop {
        match answer.recv_timeout(LOOK) {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) | Err(RecvTimeoutError::Disconnected) => return Err(DocumentError::Stopped),
            Err(RecvTimeoutError::Timeout) if cancel.asked() => return Err(DocumentError::Cancelled),
            Err(RecvTimeoutError::Timeout) if began.elapsed() > LONGEST => {
                return Err(DocumentError::TooLong);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

fn start() -> io::Result<Child> {
    Command::new(own_program()?)
        .arg(READS)
        .env_clear()
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// This very program, also where its file was replaced since.
fn own_program() -> io::Result<PathBuf> {
    let own = Path::new("/proc/self/exe");
    if own.exists() { Ok(own.to_owned()) } else { std::env::current_exe() }
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
