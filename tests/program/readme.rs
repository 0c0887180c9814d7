//! What the README says of keys, queries and commands is what the program does.
//!
//! `CORROB_WRITE=1 cargo test --test program readme` rewrites the tables.

use corrob::domain::query::KEYS;
use corrob::review::keys::keymap::Keymap;
use std::process::Command;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

fn queries() -> String {
    let mut table = "| term | example | what it leaves |\n|---|---|---|\n".to_owned();
    for key in KEYS {
        table.push_str(&format!("| `{}:` | `{}` | {} |\n", key.key, key.example, key.sentence));
    }
    table
}

/// Holds the text between two marks of the README to what it should be.
fn hold(mark: &str, wanted: &str) {
    let readme = std::fs::read_to_string(README).unwrap();
    let start = format!("<!-- {mark}: made by the program -->\n");
    let end = format!("<!-- /{mark} -->");
    let from = readme.find(&start).unwrap() + start.len();
    let to = from + readme[from..].find(&end).unwrap();
    let wanted = format!("\n{}\n", wanted.trim_end());
    if readme[from..to].trim() == wanted.trim() {
        return;
    }
    if std::env::var_os("CORROB_WRITE").is_some() {
        std::fs::write(README, format!("{}{wanted}\n{}", &readme[..from], &readme[to..])).unwrap();
        return;
    }
    panic!(
        "the README's {mark} are not the program's; CORROB_WRITE=1 cargo test --test program readme writes them"
    );
}

#[test]
fn the_tables_are_the_programs_own() {
    hold("keys", &Keymap::default().markdown());
    hold("queries", &queries());
}

#[test]
fn the_commands_it_shows_do_what_it_says() {
    let readme = std::fs::read_to_string(README).unwrap();
    let block = readme.split("```sh\n").find(|block| block.starts_with("corrob new harbour.corrob")).unwrap();
    let script = block.split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for line in script.lines() {
        let line = line.replacen("corrob", env!("CARGO_BIN_EXE_corrob"), 1);
        let output = Command::new("sh")
            .args(["-c", &line])
            .current_dir(folder.path())
            .env("CORROB_HOME", folder.path())
            .env("CORROB_REVIEWER", "r.lee")
            .output()
            .unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn the_settings_it_shows_are_read() {
    let readme = std::fs::read_to_string(README).unwrap();
    let toml = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let place = corrob::config::Directories::under(folder.path());
    std::fs::write(place.settings_file(), toml).unwrap();
    let settings = corrob::config::Settings::load(&place).unwrap();
    assert_eq!(settings.reviewer.as_deref(), Some("r.lee"));
    Keymap::with(settings.keys.as_deref().unwrap()).unwrap();
}
