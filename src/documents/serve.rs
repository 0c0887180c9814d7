//! The process that reads a document: it gets the document on its standard input, and answers on its standard
//! output, with no way to files or the network. Whatever becomes of it, whoever started it has an answer.

use crate::documents::confine::confine;
use crate::documents::extracted::{Extracted, Hint, Unreadable};
use crate::documents::pdf::page_at_hand;
use crate::documents::read::read;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::ExitCode;

/// What the process answers: one line of JSON, its last.
#[derive(Debug, Serialize, Deserialize)]
#[allow(clippy::large_enum_variant)]
pub enum Answer {
    /// What was read.
    Read(Extracted),
    /// Why nothing was.
    Unreadable(Unreadable),
    /// The reader stopped, at this page of a PDF, or somewhere else (0).
    Stopped(u32),
}

/// How much of the stack a document that is nested deeply may use.
const STACK: usize = 64 << 20;

/// Reads one document: first a line with what is known of it, in JSON, and then its bytes.
///
/// # Errors
/// When what it gets or gives is cut off.
pub fn serve() -> io::Result<ExitCode> {
    let out = own_output()?;
    let mut input = BufReader::new(io::stdin().lock());
    let mut line = String::new();
    input.read_line(&mut line)?;
    let hint: Hint = serde_json::from_str(&line)?;
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes)?;
    confine();
    let last = out.try_clone()?;
    std::panic::set_hook(Box::new(move |_| {
        let _ = answer(&last, &Answer::Stopped(page_at_hand()));
        std::process::exit(3);
    }));
    let reading = std::thread::Builder::new().stack_size(STACK).spawn(move || read(&bytes, &hint))?;
    let said = match reading.join() {
        Ok(Ok(extracted)) => Answer::Read(extracted),
        Ok(Err(why)) => Answer::Unreadable(why),
        Err(_) => Answer::Stopped(page_at_hand()),
    };
    answer(&out, &said)?;
    Ok(ExitCode::SUCCESS)
}

fn answer(mut out: &File, answer: &Answer) -> io::Result<()> {
    let mut line = serde_json::to_vec(answer)?;
    line.insert(0, b'\n');
    out.write_all(&line)
}

/// Standard output, for the answer alone: what libraries print goes to standard error.
#[cfg(unix)]
fn own_output() -> io::Result<File> {
    let own = rustix::io::dup(rustix::stdio::stdout())?;
    rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
    Ok(File::from(own))
}

#[cfg(not(unix))]
fn own_output() -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    Ok(File::from(io::stdout().as_handle().try_clone_to_owned()?))
}
