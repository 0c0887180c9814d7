//! Where we stand in the shell's job control.

use rustix::process::{Pid, getpgid, getpgrp, getppid, getsid};

/// Whether the terminal listens to our process group. Also when there is no terminal any
/// more: then there is nothing to wait for.
#[must_use]
pub fn has_terminal() -> bool {
    rustix::termios::tcgetpgrp(rustix::stdio::stdin()).map_or(true, |group| group == getpgrp())
}

/// Whether somebody watches our process group and could continue it once it is stopped.
///
/// Nobody does for an orphaned group: a login command (`ssh host -t corrob`), a container's
/// first process, a terminal window started for this program alone. The kernel ignores
/// SIGTSTP there; so must we. A group is not orphaned when the parent of one of its members
/// is outside of it but in the same session (POSIX, 3.264).
#[must_use]
pub fn can_be_continued() -> bool {
    let group = getpgrp();
    let Ok(session) = getsid(None) else {
        return false;
    };
    let mut parent = getppid();
    for _ in 0..64 {
        let Some(pid) = parent else {
            return false;
        };
        match getpgid(Some(pid)) {
            Ok(other) if other != group => {
                return getsid(Some(pid)).is_ok_and(|other| other == session);
            }
            Ok(_) => {}
            Err(_) => return false,
        }
        match parent_of(pid) {
            Some(known) => parent = known,
            // A group that holds the session's leader is the login itself; any other was
            // made by a shell with job control.
            None => return group != session,
        }
    }
    false
}

/// The parent of another process; the outer `None`: this system does not say.
#[cfg(target_os = "linux")]
fn parent_of(pid: Pid) -> Option<Option<Pid>> {
    let path = format!("/proc/{}/stat", pid.as_raw_nonzero());
    let stat = std::fs::read_to_string(path).ok()?;
    // The name, in parentheses, may contain anything; state and parent follow the last one.
    let (_, rest) = stat.rsplit_once(')')?;
    let parent: i32 = rest.split_whitespace().nth(1)?.parse().ok()?;
    Some(Pid::from_raw(parent))
}

/// The parent of another process: not to be had without unsafe code here.
#[cfg(not(target_os = "linux"))]
fn parent_of(_: Pid) -> Option<Option<Pid>> {
    None
}
