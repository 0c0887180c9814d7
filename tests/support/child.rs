//! Another process: this same test program once more, playing one part.

use std::fs::Permissions;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The part this process plays, where it was started to play one.
pub const PART: &str = "CORROB_TEST_PART";
/// What the part is about: a path.
pub const ABOUT: &str = "CORROB_TEST_ABOUT";

/// A process at its part. Killed (-9) when dropped.
pub struct Actor {
    child: Child,
    tell: ChildStdin,
    hear: BufReader<ChildStdout>,
}

impl Actor {
    /// Starts this test program at the test `read_only::stage`, which plays `part`.
    pub fn start(part: &str, about: &std::path::Path) -> Self {
        Self::begin(Command::new(std::env::current_exe().unwrap()), part, about)
    }

    /// The same as another user (65534) by `setpriv`; none where this process may not become one.
    pub fn start_as_nobody(part: &str, about: &std::path::Path) -> Option<Self> {
        let try_it = Command::new("setpriv")
            .args(["--reuid", "65534", "--regid", "65534", "--clear-groups", "true"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if !try_it.is_ok_and(|status| status.success()) {
            return None;
        }
        // The test program itself may lie where nobody can reach it. Another process copies it: a child
        // that another test starts meanwhile would inherit the open copy, which then could not be run.
        let folder = tempfile::Builder::new().permissions(Permissions::from_mode(0o755)).tempdir().unwrap();
        let program = folder.path().join("test");
        let copied = Command::new("cp").arg(std::env::current_exe().unwrap()).arg(&program).status();
        assert!(copied.unwrap().success());
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(&program);
        Some(Self::begin(command, part, about))
    }

    fn begin(mut command: Command, part: &str, about: &std::path::Path) -> Self {
        let mut child = command
            .args(["read_only::stage", "--exact", "--nocapture", "--test-threads=1"])
            .env(PART, part)
            .env(ABOUT, about)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let tell = child.stdin.take().unwrap();
        let hear = BufReader::new(child.stdout.take().unwrap());
        let mut actor = Self { child, tell, hear };
        assert_eq!(actor.heard(), "ready");
        actor
    }

    /// Says a line and hears the answer.
    pub fn ask(&mut self, line: &str) -> String {
        writeln!(self.tell, "{line}").unwrap();
        self.heard()
    }

    /// The next line it says.
    pub fn heard(&mut self) -> String {
        let mut line = String::new();
        loop {
            line.clear();
            assert!(self.hear.read_line(&mut line).unwrap() > 0, "the other process ended");
            // The rest is the test harness talking.
            if let Some((_, said)) = line.split_once("@@") {
                return said.trim_end().to_owned();
            }
        }
    }

    /// Ends it as a power switch would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Actor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Says a line to the process that started this one.
pub fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "@@{line}").unwrap();
    out.flush().unwrap();
}

/// The lines this process is told, until the other hangs up.
pub fn told() -> impl Iterator<Item = String> {
    std::io::stdin().lock().lines().map_while(Result::ok)
}
