//! What an import into a new case costs, against SQLite fed the same rows; and an export likewise.
//!
//! A generated case is exported as native JSON, and its rows are written as CSV beforehand, table by
//! table. Then, taking turns, several rounds of: `corrob import` of the JSON; the same rows put into
//! the same tables by the SQLite that corrob is built with, in the way of the shell's `.import` (a
//! prepared INSERT, every value bound as text); and the `sqlite3` shell itself, where one is on the
//! PATH. Both of the latter write nothing to be safe (no journal, no sync), make every index
//! afterwards, and then the index of words with the settings that corrob uses. Prints medians and
//! their ratios.
//!
//! Fair to both: CSV holds no blobs, so ids and digests go in as text of the same length, and the
//! tables are not STRICT. The words come as a CSV of their own, straight into the index. What corrob
//! does beside that (reading JSON, resolving references, refusing what does not hold, digests, a
//! durable file under its name) is its own cost. A shell before SQLite 3.43 knows no
//! `contentless_delete`, which then is left out for it.
//!
//! `cargo bench --bench import -- [PIECES OF EVIDENCE, default 100000] [ROUNDS, default 5]`

#![allow(clippy::unwrap_used, clippy::panic)]

use corrob::domain::Kind;
use corrob::domain::record_words::record_words;
#[path = "../examples/made_up_case/generator/mod.rs"]
mod generator;

use generator::Shape;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, params_from_iter};
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The program measured: this one, unless `CORROB_PROGRAM` names another to measure against it.
fn program() -> String {
    std::env::var("CORROB_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_corrob").to_owned())
}
const PRAGMAS: &str = "PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; \
                       PRAGMA foreign_keys = OFF;";
const WORDS_AT_ONCE: &str = "INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);";

/// What SQLite is told to make, from the finished case.
struct Plan {
    tables: String,
    indexes: String,
    search: String,
}

fn plan(case: &Connection) -> Plan {
    let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("'{kind}'")).collect();
    let made = |what: &str| -> String {
        let sql = format!("SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND {what}");
        let mut found = case.prepare(&sql).unwrap();
        let all: Vec<String> = found.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
        all.join("\n")
    };
    let of_kinds = |what: &str| made(&format!("type = '{what}' AND tbl_name IN ({})", kinds.join(",")));
    Plan {
        tables: of_kinds("table").replace(" BLOB", " TEXT").replace(") STRICT", ")"),
        // CSV has no NULL: what is missing comes in as an empty text.
        indexes: of_kinds("index").replace(" IS NOT NULL", " <> ''"),
        search: made("name = 'search'"),
    }
}

/// Writes every table, and the words of every record, as CSV. Returns how many rows there are.
fn write_csv(case: &Connection, folder: &Path) -> u64 {
    let create = |name: &str| BufWriter::new(File::create(folder.join(name)).unwrap());
    let quote = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let mut all_words = create("search.csv");
    let mut count = 0;
    for kind in Kind::ALL {
        let mut out = create(&format!("{kind}.csv"));
        let mut found = case.prepare(&format!("SELECT * FROM {kind}")).unwrap();
        let (columns, body) = (found.column_count(), found.column_index("body").unwrap());
        let mut rows = found.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            count += 1;
            let values: Vec<String> = (0..columns)
                .map(|column| match row.get_ref(column).unwrap() {
                    ValueRef::Null | ValueRef::Real(_) => "\"\"".to_owned(),
                    ValueRef::Integer(n) => n.to_string(),
                    ValueRef::Text(text) => quote(std::str::from_utf8(text).unwrap()),
                    // As many characters as bytes, and still one of its kind.
                    ValueRef::Blob(bytes) => {
                        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                        hex[bytes.len()..].to_owned()
                    }
                })
                .collect();
            writeln!(out, "{}", values.join(",")).unwrap();
            let body: String = row.get(body).unwrap();
            writeln!(all_words, "{}", quote(&record_words(*kind, &body).unwrap())).unwrap();
        }
        out.flush().unwrap();
    }
    all_words.flush().unwrap();
    count
}

/// Reads the next row of a CSV as [`write_csv`] wrote it.
fn csv_row(input: &mut impl BufRead, line: &mut String, row: &mut Vec<String>) -> bool {
    line.clear();
    row.clear();
    // A row is whole where its quotes are closed.
    while input.read_line(line).unwrap() > 0 && memchr::memchr_iter(b'"', line.as_bytes()).count() % 2 == 1 {}
    let Some(mut rest) = line.strip_suffix('\n') else { return false };
    loop {
        let (value, after) = match rest.strip_prefix('"') {
            None => {
                let end = memchr::memchr(b',', rest.as_bytes()).unwrap_or(rest.len());
                (rest[..end].to_owned(), &rest[end..])
            }
            Some(quoted) => {
                let mut end = 0;
                loop {
                    end += memchr::memchr(b'"', &quoted.as_bytes()[end..]).unwrap();
                    if quoted.as_bytes().get(end + 1) != Some(&b'"') {
                        break;
                    }
                    end += 2;
                }
                (quoted[..end].replace("\"\"", "\""), &quoted[end + 1..])
            }
        };
        row.push(value);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None => return true,
        }
    }
}

/// The rows put in by the SQLite that corrob is built with.
fn bundled(plan: &Plan, folder: &Path, database: &Path) {
    let conn = Connection::open(database).unwrap();
    conn.execute_batch(PRAGMAS).unwrap();
    conn.execute_batch(&plan.tables).unwrap();
    let load = |table: &str| {
        conn.execute_batch("BEGIN").unwrap();
        let columns = conn.prepare(&format!("SELECT * FROM {table}")).unwrap().column_count();
        let sql = format!("INSERT INTO {table} VALUES ({})", vec!["?"; columns].join(","));
        // The index of words has columns that are not seen.
        let sql = if table == "search" { "INSERT INTO search (words) VALUES (?)".to_owned() } else { sql };
        let mut insert = conn.prepare(&sql).unwrap();
        let mut input =
            BufReader::with_capacity(1 << 20, File::open(folder.join(format!("{table}.csv"))).unwrap());
        let (mut line, mut row) = (String::new(), Vec::new());
        while csv_row(&mut input, &mut line, &mut row) {
            insert.execute(params_from_iter(&row)).unwrap();
        }
        conn.execute_batch("COMMIT").unwrap();
    };
    Kind::ALL.iter().for_each(|kind| load(kind.word()));
    conn.execute_batch(&plan.indexes).unwrap();
    conn.execute_batch(&plan.search).unwrap();
    conn.execute_batch(WORDS_AT_ONCE).unwrap();
    load("search");
}

/// Runs the shell on a script; nothing where there is none.
fn shell(database: &Path, script: &str, out: Stdio) -> Option<()> {
    let mut child =
        Command::new("sqlite3").arg("-batch").arg(database).stdin(Stdio::piped()).stdout(out).spawn().ok()?;
    child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success(), "the sqlite3 shell failed");
    Some(())
}

fn import_script(plan: &Plan, folder: &Path, version: &str) -> String {
    let minor: u32 = version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(0);
    let search =
        if minor < 43 { plan.search.replace("contentless_delete=1,", "") } else { plan.search.clone() };
    let load = |table: &str| {
        format!(".import --csv \"{}\" {table}\n", folder.join(format!("{table}.csv")).display())
    };
    let loads: String = Kind::ALL.iter().map(|kind| load(kind.word())).collect();
    format!(
        "{PRAGMAS}\n{}\n{loads}{}\n{search}\n{WORDS_AT_ONCE}\n{}",
        plan.tables,
        plan.indexes,
        load("search")
    )
}

fn corrob(home: &Path, arguments: &[&std::ffi::OsStr]) {
    let mut command = Command::new(program());
    let status = command.args(arguments).env("CORROB_HOME", home).stderr(Stdio::null()).status().unwrap();
    assert!(status.success(), "{command:?} failed");
}

fn main() {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|arg| arg.parse().ok()).collect();
    let pieces = numbers.first().copied().unwrap_or(100_000);
    let rounds = numbers.get(1).copied().unwrap_or(5);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let at = |name: &str| folder.path().join(name);
    let (case, json) = (at("case.corrob"), at("case.json"));
    let home = at("home");
    let made = at("made.json");
    let file = BufWriter::new(File::create(&made).unwrap());
    generator::write(Shape::of(pieces as u64, 1), file).unwrap();
    corrob(&home, &["import".as_ref(), case.as_os_str(), made.as_os_str()]);
    corrob(&home, &["export".as_ref(), case.as_os_str(), "-o".as_ref(), json.as_os_str()]);
    let conn = Connection::open(&case).unwrap();
    let plan = plan(&conn);
    let rows = write_csv(&conn, folder.path());
    drop(conn);
    let version = Command::new("sqlite3").arg("--version").output().ok();
    let version =
        version.map(|output| String::from_utf8_lossy(&output.stdout).chars().take(8).collect::<String>());
    let selects: String =
        Kind::ALL.iter().map(|kind| format!("SELECT key, body FROM {kind} ORDER BY id;\n")).collect();
    let selects = format!(".mode json\n{selects}");

    let mut times: [Vec<f64>; 5] = Default::default();
    let mut take = |of: usize, leaves: &Path, work: &dyn Fn()| {
        let _ = std::fs::remove_file(leaves);
        let began = Instant::now();
        work();
        times[of].push(began.elapsed().as_secs_f64());
    };
    let (made, out) = (at("made"), at("out.json"));
    for _ in 0..rounds {
        take(0, &made, &|| corrob(&home, &["import".as_ref(), made.as_os_str(), json.as_os_str()]));
        take(1, &made, &|| bundled(&plan, folder.path(), &made));
        if let Some(version) = &version {
            let script = import_script(&plan, folder.path(), version);
            take(2, &made, &|| shell(&made, &script, Stdio::null()).unwrap());
        }
        take(3, &out, &|| {
            corrob(&home, &["export".as_ref(), case.as_os_str(), "-o".as_ref(), out.as_os_str()])
        });
        if version.is_some() {
            take(4, &out, &|| shell(&case, &selects, File::create(&out).unwrap().into()).unwrap());
        }
    }
    let [import, bundled, shell, export, json] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
    });
    let shell_name =
        version.map_or("no sqlite3 shell on the PATH".to_owned(), |v| format!("sqlite3 shell {}", v.trim()));
    println!("{rows} records, {rounds} rounds, medians\n{:<40}{:>9}{:>9}", "", "seconds", "corrob ×");
    println!("{:<40}{import:>9.2}", "corrob import, new case");
    println!(
        "{:<40}{bundled:>9.2}{:>9.2}",
        format!("SQLite {}, the same rows", rusqlite::version()),
        import / bundled
    );
    println!("{:<40}{shell:>9.2}{:>9.2}", format!("{shell_name}, the same rows"), import / shell);
    println!("{:<40}{export:>9.2}", "corrob export, native JSON");
    println!("{:<40}{json:>9.2}{:>9.2}", format!("{shell_name}, as JSON"), export / json);
}
