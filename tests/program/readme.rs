//! What the README and the pages behind it say of keys, queries, words and commands is what the program does.
//!
//! `CORROB_WRITE=1 cargo test --test program readme` writes what they have from the program.

use corrob::domain::{ExportFormat, glossary, query::KEYS};
use corrob::review::keys::keymap::Keymap;
use std::path::Path;
use std::process::Command;

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

fn queries() -> String {
    KEYS.iter()
        .map(|key| format!("- `{}:` {} Example: `{}`.\n", key.key, key.sentence, key.example))
        .collect()
}

/// Holds the text between two marks of a page to what it should be.
fn hold(name: &str, mark: &str, wanted: &str) {
    let text = page(name);
    let start = format!("<!-- {mark}: made by the program -->\n");
    let end = format!("<!-- /{mark} -->");
    let from = text.find(&start).unwrap() + start.len();
    let to = from + text[from..].find(&end).unwrap();
    let wanted = format!("\n{}\n", wanted.trim_end());
    if text[from..to].trim() == wanted.trim() {
        return;
    }
    if std::env::var_os("CORROB_WRITE").is_some() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        std::fs::write(path, format!("{}{wanted}\n{}", &text[..from], &text[to..])).unwrap();
        return;
    }
    panic!(
        "what {name} says of {mark} is not the program's; CORROB_WRITE=1 cargo test --test program readme writes it"
    );
}

#[test]
fn the_tables_are_the_programs_own() {
    hold("docs/keys.md", "keys", &Keymap::default().markdown());
    hold("docs/queries.md", "queries", &queries());
    hold("docs/words.md", "words", &glossary::markdown("##", glossary::sections()));
}

#[test]
fn the_readme_is_short_and_leads_to_what_is_there() {
    let readme = page("README.md");
    assert!(readme.len() < 10_000, "{} bytes", readme.len());
    for link in readme.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(link).exists(), "{link}");
    }
    for topic in readme.split("`corrob help ").skip(1).filter_map(|rest| rest.split('`').next()) {
        let shown = Command::new(env!("CARGO_BIN_EXE_corrob")).args(["help", topic]).output().unwrap();
        assert!(shown.status.success() && !shown.stdout.is_empty(), "{topic}");
    }
}

#[test]
fn every_page_format_and_profile_is_listed() {
    let readme = page("README.md");
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(readme.contains(&format!("docs/{name}")), "README.md leads to docs/{name}");
    }
    let exports = page("docs/export.md");
    for format in ExportFormat::ALL {
        let name = format.described().name;
        assert!(exports.contains(&format!("`{}`, `--format {name}`", format.ending())), "{name}");
    }
    let profiles = page("assets/profiles/README.md");
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/profiles")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if let Some(profile) = name.strip_suffix(".toml") {
            assert!(profiles.contains(&format!("`{profile}`")), "{profile}");
        }
    }
}

#[test]
fn the_commands_they_show_do_what_they_say() {
    let shown = [
        ("README.md", "harbor.corrob"),
        ("docs/import.md", "harbor.corrob"),
        ("docs/import.md", "votes.csv"),
    ];
    for (name, case) in shown {
        let text = page(name);
        let begins = |block: &&str| block.lines().next().is_some_and(|line| line.contains(case));
        let block = text.split("```sh\n").skip(1).find(begins).unwrap();
        let script = block.split("```").next().unwrap().replace("\\\n", "");
        let folder = tempfile::tempdir().unwrap();
        let bin = Path::new(env!("CARGO_BIN_EXE_corrob")).parent().unwrap();
        let path = std::env::join_paths([bin, Path::new("/usr/bin"), Path::new("/bin")]).unwrap();
        // The review itself needs a terminal.
        for line in script.lines().filter(|line| *line != format!("corrob {case}")) {
            let output = Command::new("sh")
                .args(["-c", line])
                .current_dir(folder.path())
                .env("PATH", &path)
                .env("CORROB_HOME", folder.path())
                .env("CORROB_REVIEWER", "r.lee")
                .output()
                .unwrap();
            // What is explained and fits no known shape is told by the exit code.
            let done = output.status.code() <= Some(i32::from(line.contains("--explain")));
            assert!(done, "{line}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn the_settings_they_show_are_read() {
    let settings = page("docs/settings.md");
    let toml = settings.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let place = corrob::config::Directories::under(folder.path());
    std::fs::write(place.settings_file(), toml).unwrap();
    let settings = corrob::config::Settings::load(&place).unwrap();
    assert_eq!(settings.reviewer.as_deref(), Some("r.lee"));
    Keymap::with(settings.keys.as_deref().unwrap()).unwrap();
}
