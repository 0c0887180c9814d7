//! A desk to run the real program at: a home and a folder of its own, and what was said.

// Each test file uses its own part of this.
#![allow(dead_code)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

pub struct Desk {
    home: TempDir,
    folder: TempDir,
    reviewer: String,
}

/// What a command said, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: Option<i32>,
}

impl Said {
    #[track_caller]
    pub fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{self:?}");
        self
    }

    /// Not done: nothing on standard output, one sentence on standard error.
    #[track_caller]
    pub fn refused(self) -> String {
        assert_eq!(self.code, Some(2), "{self:?}");
        assert_eq!(self.out, "", "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "{self:?}");
        self.err.strip_prefix("corrob: ").expect("said by corrob").trim_end().to_owned()
    }

    pub fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }
}

impl Desk {
    pub fn new() -> Self {
        let make = || TempDir::new().unwrap();
        Self { home: make(), folder: make(), reviewer: "r.lee".into() }
    }

    /// The same files, another person at another device.
    pub fn with_reviewer(mut self, name: &str) -> Self {
        self.reviewer = name.into();
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_corrob"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env("CORROB_HOME", self.home.path())
            .env("CORROB_REVIEWER", &self.reviewer)
            .env("TZ", "UTC")
            .env_remove("NO_COLOR")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        self.said(self.command(args))
    }

    /// What a command said that was made ready first.
    pub fn said(&self, mut command: Command) -> Said {
        said(&command.output().unwrap())
    }

    pub fn run_with(&self, args: &[&str], input: &[u8]) -> Said {
        let mut child = self.command(args).stdin(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // A command that refuses its arguments does not read.
        let _ = stdin.write_all(input);
        drop(stdin);
        said(&child.wait_with_output().unwrap())
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub fn read_text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// A small case of one claim that `P-1` makes, two sources and three pieces of evidence.
    pub fn harbour(&self, name: &str) {
        self.write("harbour.json", HARBOUR);
        let said = self.run(&["import", name, "harbour.json"]).done();
        assert!(said.err.contains("9 records added, 0 changed, 0 the same, 0 refused"), "{said:?}");
    }

    /// What stands in the folder.
    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

pub const HARBOUR: &str = r#"{"format":"corrob-case","version":1,
"case":{"dataset":"harbour","title":"The harbour gate","as_of":"2025-05"},
"parties":[
{"id":"authority","name":"Harbour Authority","role":"operator of the gate","naming":"named"},
{"id":"guard","name":"a night guard","naming":"anonymous","of":"authority"}
],
"sources":[
{"id":"release","title":"Statement of 4 May","kind":"official-statement","party":"authority","published":"2025-05-04"},
{"id":"paper","title":"The gate that was open","kind":"news-report","publisher":"The Quay"}
],
"derivations":[
{"id":"d1","source":"paper","from":"release","relation":"quotes"}
],
"claims":[
{"id":"shut","text":"The gate was shut all night.","claimant":"authority","nature":"fact","asserted_on":"2025-05-04"}
],
"evidence":[
{"id":"e1","claim":"shut","source":"release","stance":"repeats","paraphrase":"The operator says so.","material":"the gate log","availability":{"says":"withheld","holder":"authority"}},
{"id":"e2","claim":"shut","source":"paper","stance":"disputes","paraphrase":"A guard saw it open.","via":{"party":"guard","untraced":"anonymous"}},
{"id":"e3","claim":"shut","source":"paper","stance":"context","paraphrase":"The gate has a log.","material":"the gate log"}
]}
"#;

fn said(output: &std::process::Output) -> Said {
    Said {
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
        code: output.status.code(),
    }
}
