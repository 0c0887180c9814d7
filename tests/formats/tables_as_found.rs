//! Tables as people have them: saved by spreadsheets, databases and statistics programs, with titles,
//! blank rows, odd quotation marks and dates of every kind. What is read otherwise than it stands is said.

use corrob::formats::Found;
use corrob::formats::foreign::{Choice, Foreign};
use corrob::formats::profile::Profile;
use serde_json::Value;
use std::collections::BTreeSet;
use std::convert::Infallible;

use crate::tables::{fixture, records};

/// What came of a file.
#[derive(Debug, Default)]
struct Came {
    entries: Vec<Value>,
    said: Vec<String>,
}

impl Came {
    /// The values of one field of all entries that have it.
    fn all(&self, field: &str) -> Vec<&str> {
        self.entries.iter().filter_map(|entry| entry.get(field)?.as_str()).collect()
    }

    fn says(&self, what: &str) -> bool {
        self.said.iter().any(|said| said.contains(what))
    }
}

fn read(file: &[u8], choice: &Choice) -> Result<Came, String> {
    let foreign = Foreign::open(file, choice).map_err(|error| error.to_string())?;
    let mut came = Came::default();
    let mut sink = |found: Found| -> Result<(), Infallible> {
        match found {
            Found::Entry(at) | Found::Shared(at) => {
                came.entries.push(serde_json::to_value(&at.item).unwrap())
            }
            Found::Refused(refusal) => came.said.push(format!("refused: {refusal}")),
            Found::Warned(warning) if warning.what.contains("read past these keys") => {}
            Found::Warned(warning) => came.said.push(warning.to_string()),
        }
        Ok(())
    };
    let reading = foreign.reading().map_err(|error| error.to_string())?;
    reading.read("d", &mut sink).map_err(|error| error.to_string())?;
    Ok(came)
}

fn by(profile: &str) -> Choice {
    Choice { profile: Some(Profile::parse(profile).unwrap()), ..Choice::default() }
}

fn mapped(pairs: &[(&str, &str)]) -> Choice {
    let map = pairs.iter().map(|(column, field)| ((*column).to_owned(), (*field).to_owned())).collect();
    Choice { map, ..Choice::default() }
}

/// The texts of the claims that a table makes of its column `claim`.
fn claims(file: &[u8]) -> Came {
    read(file, &mapped(&[("claim", "claim.text")])).unwrap()
}

/// The date that a cell becomes.
fn dated(cell: &str, format: &str) -> (Vec<String>, Vec<String>) {
    let profile = format!(
        "name = \"t\"\n[claim]\ntext = \"claim\"\nevent_date = {{ from = \"day\", date = {format} }}\n"
    );
    let file = format!("claim\tday\nText\t{cell}\n");
    let came = read(file.as_bytes(), &by(&profile)).unwrap();
    assert_eq!(came.all("text"), ["Text"], "{cell}: the claim itself goes in: {:?}", came.said);
    (came.all("event_date").into_iter().map(str::to_owned).collect(), came.said)
}

#[test]
fn a_date_is_read_exactly_as_its_format_says() {
    for (cell, format, date) in [
        ("12/31/2026", "\"%m/%d/%Y\"", "2026-12-31"),
        ("12/31/26", "[\"%m/%d/%Y\", \"%m/%d/%y\"]", "2026-12-31"),
        ("12/31/69", "\"%m/%d/%y\"", "1969-12-31"),
        ("12/31/68", "\"%m/%d/%y\"", "2068-12-31"),
        ("1/2/2026", "\"%m/%d/%Y\"", "2026-01-02"),
        ("20260102", "\"%Y%m%d\"", "2026-01-02"),
        ("1/13/2025 0:00", "\"%m/%d/%Y\"", "2025-01-13"),
        ("01/14/2025 12:00:00 AM", "\"%m/%d/%Y\"", "2025-01-14"),
        ("01/14/2025 12:00:00\u{202f}AM", "\"%m/%d/%Y\"", "2025-01-14"),
        ("2025-01-13 00:00:00", "\"iso\"", "2025-01-13"),
        ("2025-01-13 09:30:00", "\"iso\"", "2025-01-13 09:30:00"),
        ("1/13/2025 9:05", "\"%m/%d/%Y %H:%M\"", "2025-01-13T09:05:00"),
        ("01/14/2025 09:05 p.m.", "\"%m/%d/%Y %I:%M %p\"", "2025-01-14T21:05:00"),
        ("45670", "\"excel\"", "2025-01-13"),
        ("45670.5", "\"excel\"", "2025-01-13T12:00:00"),
        ("59", "\"excel\"", "1900-02-28"),
        ("61", "\"excel\"", "1900-03-01"),
        ("44208", "\"excel-1904\"", "2025-01-13"),
        ("14. Oktober 2025", "\"%d. %B %Y\"", "2025-10-14"),
        ("1er août 2025", "\"%d %B %Y\"", "2025-08-01"),
        ("14 janv. 2025", "\"%d %b %Y\"", "2025-01-14"),
        ("14 de octubre de 2025", "\"%d de %B de %Y\"", "2025-10-14"),
        ("14 de março de 2025", "\"%d de %B de %Y\"", "2025-03-14"),
        ("martedì 14 ottobre 2025", "\"%A %d %B %Y\"", "2025-10-14"),
        ("14 mrt 2025", "\"%d %b %Y\"", "2025-03-14"),
        ("14 октября 2025 г.", "\"%d %B %Y г.\"", "2025-10-14"),
        ("14 жовтня 2025", "\"%d %B %Y\"", "2025-10-14"),
        ("14 października 2025", "\"%d %B %Y\"", "2025-10-14"),
        ("2025年10月14日", "\"%Y年%m月%d日\"", "2025-10-14"),
        ("Oct 14th, 2025", "\"%b %d, %Y\"", "2025-10-14"),
        ("MA\u{308}RZ 2025", "\"%B %Y\"", "2025-03"),
        ("2025-10-14T09:30:00+02:00", "\"%Y-%m-%dT%H:%M:%S%z\"", "2025-10-14T07:30:00Z"),
    ] {
        assert_eq!(dated(cell, format), (vec![date.to_owned()], vec![]), "{cell} as {format}");
    }
}

#[test]
fn a_date_that_cannot_be_read_is_left_out_by_name_and_the_record_stays() {
    for (cell, format) in [
        ("12/31/26", "\"%m/%d/%Y\""),
        ("4/3/202", "\"%m/%d/%Y\""),
        ("4/3/20255", "\"%m/%d/%Y\""),
        ("2026113", "\"%Y%m%d\""),
        ("4/3/5", "\"%m/%d/%y\""),
        ("31.02.2025", "\"%d.%m.%Y\""),
        ("1/13/2025 9:5", "\"%m/%d/%Y %H:%M\""),
        ("1/13/2025 9:05", "\"%m/%d/%Y\""),
        ("60", "\"excel\""),
        ("14 mart 2025", "\"%d %b %Y г.\""),
        ("mercoledì 14 ottobre 2025", "\"%A %d %B %Y\""),
        ("14 Smarch 2025", "\"%d %B %Y\""),
    ] {
        let (dates, said) = dated(cell, format);
        assert!(dates.is_empty(), "{cell}: {dates:?}");
        assert!(
            said.len() == 1
                && said[0].starts_with("line 2: claims, event_date: day: ")
                && said[0].ends_with("the date was left out"),
            "{cell}: {said:?}"
        );
    }
    let (dates, said) = dated("0202-04-03", "\"iso\"");
    assert_eq!(dates, ["0202-04-03"]);
    assert!(said[0].contains("before the year 1000"), "{said:?}");

    // A column full of them is counted, not listed.
    let mut file = "claim\tday\n".to_owned();
    (0..50).for_each(|n| file.push_str(&format!("Text {n}\tsoon\n")));
    let came =
        read(file.as_bytes(), &mapped(&[("claim", "claim.text"), ("day", "claim.event_date")])).unwrap();
    assert_eq!((came.entries.len(), came.said.len()), (50, 6));
    assert_eq!(came.said[5], "line 7: claims, event_date: 45 more like this; this is the first of them");
}

#[test]
fn every_name_of_a_month_means_one() {
    let mut known = std::collections::BTreeMap::new();
    for line in include_str!("../../assets/calendar.txt").lines().filter(|line| line.starts_with("months")) {
        let (_, list) = line.split_once(": ").unwrap();
        assert_eq!(list.split('|').count(), 12, "{line}");
        for (month, names) in list.split('|').enumerate() {
            for name in names.split(',') {
                assert_eq!(name, name.to_lowercase());
                assert_eq!(*known.entry(name).or_insert(month), month, "{name}");
            }
        }
    }
}

#[test]
fn a_quotation_mark_out_of_place_changes_no_word() {
    // Doubled, as in every table; a backslash at the end of a field is one.
    let came = claims(b"id,claim\n1,\"He said \"\"open\"\" twice.\"\n2,\"C:\\logs\\\"\n");
    assert_eq!((came.all("text"), came.said.len()), (vec!["He said \"open\" twice.", "C:\\logs\\"], 0));
    // Behind backslashes throughout.
    let came =
        claims(b"id,claim\n1,\"He said \\\"open\\\", twice.\"\n2,\"\\\"Shut\\\"\"\n3,\"a\\\\b \\d\"\n");
    assert_eq!(came.all("text"), ["He said \"open\", twice.", "\"Shut\"", "a\\b \\d"]);
    // Rows that end as on Windows, and begin with such a cell.
    let came = claims(b"claim,id\r\n\"plain\",1\r\n\"He said \\\"open\\\".\",2\r\n");
    assert_eq!(came.all("text"), ["plain", "He said \"open\"."]);
    assert!(came.said.is_empty(), "{:?}", came.said);
    // Some so and some the other way: each cell is what stands in the file, and is named.
    let came = claims(b"id,claim\n1,\"He said \\\"open\\\" twice.\"\n2,\"C:\\logs\\\"\n3,\"x\" y\n4,\"say \"it\" so\"\n5,5\" pipe\n");
    assert_eq!(
        came.all("text"),
        ["He said \\\"open\\\" twice.", "C:\\logs\\", "\"x\" y", "say \"it\" so", "5\" pipe"]
    );
    let lines: Vec<&str> = came.said.iter().filter_map(|said| said.split(':').next()).collect();
    assert_eq!(lines, ["line 2", "line 4", "line 5"], "{:?}", came.said);
    assert!(came.says("claim: a quotation mark within it is not doubled"), "{:?}", came.said);
    // Never closed.
    let came = claims(b"id,claim\n1,\"open\n2,Two\n");
    assert_eq!(came.all("text"), ["Two"]);
    assert!(came.says("line 2") && came.says("never closed"), "{:?}", came.said);
}

#[test]
fn blank_rows_are_blank_lines() {
    let mut file = "id,claim,note\n".to_owned();
    for n in 0..300 {
        file.push_str(&format!("{n},Text {n},\n,,\n , \u{a0}, \n,,,,,\n\n"));
    }
    let came = claims(file.as_bytes());
    assert_eq!(
        (came.all("text").len(), came.said.iter().filter(|said| said.contains("refused")).count()),
        (300, 0)
    );
}

#[test]
fn what_stands_above_the_table_is_passed_over_by_name() {
    let table = "id;claim;when\n1;One, two;2025\n2;Three;2024\n";
    for above in ["sep=;\r\n", "\u{feff}sep=;\n", "\"sep=;\"\n"] {
        let came = claims(format!("{above}{table}").as_bytes());
        assert_eq!(came.all("text"), ["One, two", "Three"], "{above:?}");
        assert!(!came.says("passed over"), "{:?}", came.said);
    }
    for above in ["Requests of 2025\n\n", "Requests of 2025;;\nAs of March;;\n;;\n", "\"Two\nlines\";;\n"] {
        let came = claims(format!("{above}{table}").as_bytes());
        assert_eq!(came.all("text"), ["One, two", "Three"], "{above:?}");
        assert!(came.says("line 1: the table begins below; "), "{above:?}: {:?}", came.said);
    }
    // Where that is not safe, someone says so.
    let file = format!("Agency;Year\nHealth;2025\n{table}");
    let told = Choice { skip_lines: Some(2), ..mapped(&[("claim", "claim.text")]) };
    let came = read(file.as_bytes(), &told).unwrap();
    assert_eq!(came.all("text"), ["One, two", "Three"]);
    // A table whose first column has no name has no title.
    let came = claims(b",claim\n0,One\n1,Two\n");
    assert_eq!(came.all("text"), ["One", "Two"]);
}

#[test]
fn tables_of_many_programs_say_what_they_hold() {
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("id\tclaim\r\n1\t\"Größe, \"\"neu\"\"\"\r\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    for (program, file, texts) in [
        (
            "Excel in German",
            "id;claim;Anteil\r\n1;\"Die \"\"Wende\"\"; so\";1,5\r\n2;Zwei;2,25\r\n".as_bytes(),
            vec!["Die \"Wende\"; so", "Zwei"],
        ),
        ("Excel, Unicode text", &utf16, vec!["Größe, \"neu\""]),
        ("Sheets", b"claim,note\n\"Two\nlines\",\"a\n\nb\"\nOne,\n", vec!["Two\nlines", "One"]),
        ("R", b"\"\",\"claim\",\"label\"\n\"1\",\"One\",NA\n\"2\",\"Two\",\"NA\"\n", vec!["One", "Two"]),
        ("pandas", b",claim,score\n0,One,0.5\n1,Two,\n", vec!["One", "Two"]),
        (
            "MySQL",
            b"\"id\",\"claim\"\n\"1\",\"He said \\\"go\\\"\"\n\"2\",\"a\\\nb\"\n",
            vec!["He said \"go\"", "a\nb"],
        ),
        ("Spark", b"id,claim\n1,\"{\\\"a\\\": 1, \\\"b\\\": 2}\"\n", vec!["{\"a\": 1, \"b\": 2}"]),
    ] {
        let came = claims(file);
        assert_eq!(came.all("text"), texts, "{program}: {:?}", came.said);
        assert!(!came.says("refused"), "{program}: {:?}", came.said);
    }
    let came = read(
        b"claim\tsaid\nOne\t\\N\nTwo\t2025\n",
        &mapped(&[("claim", "claim.text"), ("said", "claim.asserted_on")]),
    )
    .unwrap();
    assert_eq!((came.all("text").len(), came.all("asserted_on")), (2, vec!["2025"]));
    assert!(came.says("line 2: a cell has \\N"), "{:?}", came.said);
}

#[test]
fn the_columns_of_a_table_stay_in_their_order() {
    let row: Vec<String> = (1..=12).map(|n| format!("{n}")).collect();
    let file = format!("{0}\n{0}\n", row.join(","));
    let foreign = Foreign::open(file.as_bytes(), &Choice::default()).unwrap();
    let starter = foreign.starter("t");
    let columns: Vec<String> = (1..=12).map(|n| format!("\"column_{n}\"")).collect();
    assert!(starter.contains(&format!("columns = [{}]", columns.join(", "))), "{starter}");
    let second = starter.find("#   column_2:").unwrap();
    assert!(second < starter.find("#   column_10:").unwrap(), "{starter}");
    Profile::parse(&starter).unwrap();
    let foreign = Foreign::open(&b"zeta,claim,alpha\n1,2,3\n4,5,6\n"[..], &Choice::default()).unwrap();
    assert_eq!(foreign.columns, ["zeta", "claim", "alpha"]);
}

#[test]
fn an_encoding_that_nothing_names_is_asked_for() {
    let encoded = |label: &str, text: &str| {
        encoding_rs::Encoding::for_label(label.as_bytes()).unwrap().encode(text).0.into_owned()
    };
    let latin = "id,claim\n1,Die Größe der Straße\n2,Café à Besançon, déjà\n".replace("on, d", "on d");
    let russian = "id,claim\n1,Мост открыт для движения\n2,Мэр ушёл в отставку\n";
    let japanese = "id,claim\n1,橋は開いています\n2,市長は辞任した\n";
    let mac = b"id,claim\n1,Die Gr\x9a\xa7e der Stra\xa7e\n".to_vec();
    for (label, file, words) in [
        ("windows-1252", encoded("windows-1252", &latin), "Größe"),
        ("macintosh", mac, "Größe"),
        ("windows-1251", encoded("windows-1251", russian), "Мост открыт"),
        ("koi8-r", encoded("koi8-r", russian), "Мост открыт"),
        ("ibm866", encoded("ibm866", russian), "Мост открыт"),
        ("shift_jis", encoded("shift_jis", japanese), "橋は開いています"),
    ] {
        let choice = mapped(&[("claim", "claim.text")]);
        let error = read(&file, &choice).unwrap_err();
        assert!(
            error.contains(&format!("--encoding {label} (“")) && error.contains(words),
            "{label}: {error}"
        );
        assert!(error.starts_with("line 2 is not UTF-8"), "{error}");
        let told = Choice { encoding: Some(label.into()), ..choice };
        assert!(read(&file, &told).unwrap().all("text")[0].contains(words), "{label}");
    }
    // One bad byte in a file that is UTF-8 otherwise costs its record alone.
    let came = claims(b"id,claim\n1,Caf\xc3\xa9 \xc3\xa0 Besan\xc3\xa7on\n2,bad \xff\n3,Three\n");
    assert_eq!(came.all("text"), ["Café à Besançon", "Three"]);
    assert!(came.says("refused: line 3"), "{:?}", came.said);
}

#[test]
fn names_are_the_same_whichever_way_their_accents_are_written() {
    let (one, two) = ("\u{e9}nonc\u{e9}", "e\u{301}nonce\u{301}");
    for (column, asked) in [(one, two), (two, one)] {
        let file = format!("{column},juge\nLe pont e\u{301}tait ouvert,Rene\u{301}e\nAutre,Ren\u{e9}e\n");
        let pairs = [(asked, "claim.text"), ("juge", "reviewer"), (asked, "note")];
        let came = read(file.as_bytes(), &mapped(&pairs)).unwrap();
        // What is claimed stays as it is written.
        assert_eq!(came.all("text")[..1], ["Le pont e\u{301}tait ouvert"]);
        let names = came.all("name");
        assert_eq!(names, ["Ren\u{e9}e"], "one reviewer: {:?}", came.entries);
    }
    let json = format!("{{\"{two}\": \"Un\"}}\n{{\"{two}\": \"Deux\"}}\n");
    let came = read(json.as_bytes(), &by(&format!("name = \"t\"\n[claim]\ntext = \"{one}\"\n"))).unwrap();
    assert_eq!(came.all("text"), ["Un", "Deux"]);
}

/// The examples of `assets/profiles/README.md`.
#[test]
fn a_profile_opens_cells_takes_parts_and_reads_lists_side_by_side() {
    let profile = r#"
name = "lists"
json = ["meta", "says", "who"]
[maps.verdict]
yes = "supported"
"*" = "*"
[claim]
id = { from = "code", without = "ID-" }
text = "{meta.topic}: {title}"
topic = { from = "path", split = "/", part = -1 }
[[source]]
each = "says as $one"
title = "$one"
publisher = "who[$one]"
[[evidence]]
each = "says as $one"
stance = { from = "stances", split = "|", part = "$one" }
paraphrase = "$one"
[annotation]
claim = "&claim"
reviewer = "=Desk"
verdict = { from = "label", map = "verdict" }
"#;
    let file = "code\ttitle\tmeta\tpath\tsays\twho\tstances\tlabel\n\
        ID-7\tThe ford\t{\"topic\": \"Roads\"}\ta/b/Fords\t['Dry since \\'94', 'Deep']\t['Ada', None]\tsupports|disputes\tyes\n\
        8\tThe mill\t{\"topic\": \"Trade\"}\tMills\t[\"Shut\"]\t[\"Bo\"]\tcontext|supports\trefuted\n";
    let came = read(file.as_bytes(), &by(profile)).unwrap();
    assert_eq!(came.all("text"), ["Roads: The ford", "Trade: The mill"]);
    assert_eq!(came.all("topic"), ["Fords", "Mills"]);
    let ids: Vec<&str> = came
        .entries
        .iter()
        .filter(|one| one.get("text").is_some())
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["7", "8"]);
    assert_eq!(came.all("publisher"), ["Ada", "Bo"]);
    assert_eq!(came.all("paraphrase"), ["Dry since '94", "Deep", "Shut"]);
    assert_eq!(came.all("stance"), ["supports", "disputes", "context"]);
    assert!(came.says("stances: it has 2 and says has 1"), "{:?}", came.said);

    let lists = "{\"q\": 1, \"claims\": [\"A\", \"B\", \"C\"], \"labels\": [\"T\", \"F\"]}\n{\"q\": 2, \"claims\": [\"D\"], \"labels\": [\"T\"]}\n";
    let pairs = [
        ("claims[]", "claim.text"),
        ("labels[]", "verdict@Desk:T=supported,F=refuted"),
        ("claim.nature", "\"fact\""),
    ];
    let came = read(lists.as_bytes(), &mapped(&pairs)).unwrap();
    assert_eq!(came.all("text"), ["A", "B", "C", "D"]);
    assert_eq!(
        came.all("verdict").len()
            + came.entries.iter().filter(|one| one.pointer("/annotation/verdict").is_some()).count(),
        3
    );
    assert_eq!(came.all("nature"), ["fact"; 4]);
    assert!(came.says("labels: it has 2 and claims has 3"), "{:?}", came.said);

    let cells = "claims\tmeta\tcode\nA;B\t{\"by\": {\"name\": \"Mill\"}}\tID-1\nC\t{\"by\": {\"name\": \"Ford\"}}\tID-2\n";
    let pairs = [
        ("claims[;]", "claim.text"),
        ("meta.by.name", "claim.claimant.name"),
        ("code", "claim.topic:{ without = \"ID-\" }"),
    ];
    let came = read(cells.as_bytes(), &mapped(&pairs)).unwrap();
    assert_eq!(came.all("text"), ["A", "B", "C"]);
    assert_eq!(came.all("topic"), ["1", "1", "2"]);
    assert!(came.all("name").contains(&"Mill") && came.all("name").contains(&"Ford"), "{:?}", came.entries);
    let error = read(cells.as_bytes(), &mapped(&[("clams[;]", "claim.text")])).unwrap_err();
    assert!(error.contains("there is no such column; known: claims, meta, code"), "{error}");
}

#[test]
fn what_no_map_names_is_said_with_its_words() {
    let review = |word: &str, n: u32| {
        format!(
            "{{\"@type\":\"ClaimReview\",\"claimReviewed\":\"C{n}\",\"url\":\"https://x.example/{n}\",\"author\":{{\"@type\":\"Organization\",\"name\":\"Desk\"}},\
             \"datePublished\":\"2025-01-0{n}\",\"reviewRating\":{{\"alternateName\":\"{word}\"}}}}\n"
        )
    };
    let words = ["Ложь", "خطأ", "झूठ", "错误", "Enganoso", "ГОЛ", "거짓"];
    let file: String = words.iter().zip(1..).map(|(word, n)| review(word, n)).collect();
    let came = read(file.as_bytes(), &Choice::default()).unwrap();
    let verdicts =
        came.entries.iter().filter(|one| one.to_string().contains("\"verdict\":\"refuted\"")).count();
    assert_eq!(verdicts, 5, "{:?}", came.entries);
    assert!(
        came.says("line 5: the map \"verdict\" of the profile does not name these values, and makes nothing of them: \"Enganoso\", \"ГОЛ\""),
        "{:?}",
        came.said
    );
}

/// Every record of every fixture goes in, is refused by its line, or is counted among those passed over.
#[test]
fn no_record_of_a_file_is_lost_on_the_way() {
    for name in [
        "doccano.jsonl",
        "factck-br.tsv",
        "fever.jsonl",
        "flat.jsonl",
        "foia-documents.csv",
        "foia-log.csv",
        "fool-me-twice.jsonl",
        "scifact.jsonl",
    ] {
        let text = fixture(name);
        let mut left: BTreeSet<u64> = records(name, &text).iter().map(|record| record.line).collect();
        let mut passed = 0;
        let mut sink = |found: Found| -> Result<(), Infallible> {
            match found {
                Found::Entry(at) | Found::Shared(at) => drop(left.remove(&at.line)),
                Found::Refused(refusal) => drop(left.remove(&refusal.line)),
                Found::Warned(warning) => {
                    let over = warning.what.split_once("passed over ").map(|(_, rest)| rest);
                    let many = over.and_then(|rest| rest.split(' ').next()?.parse::<usize>().ok());
                    passed += many.unwrap_or(0);
                }
            }
            Ok(())
        };
        let foreign = Foreign::open(text.as_bytes(), &Choice::default()).unwrap();
        foreign.reading().unwrap().read("d", &mut sink).unwrap();
        assert_eq!(left.len(), passed, "{name}: {left:?}");
    }
}

#[test]
fn what_a_database_writes_behind_backslashes_is_what_it_had() {
    // MySQL writes no quotation marks unless it is told to; PostgreSQL has letters for what ends a row.
    for (file, texts) in [
        (
            "id\tclaim\turl\n1\tThe bridge\\\nwas shut\thttps://a.example\n2\tIt cost \\\\5\t\\N\n",
            ["The bridge\nwas shut", "It cost \\5"],
        ),
        (
            "id,claim,url\n1,The bridge\\, and more\\\nbelow it,https://a.example\n2,plain,\\N\n",
            ["The bridge, and more\nbelow it", "plain"],
        ),
        (
            "id\tclaim\turl\n1\tOne\\nand\\ttwo\t\\N\n2\tC:\\\\logs\thttps://a.example\n",
            ["One\nand\ttwo", "C:\\logs"],
        ),
        ("id,claim,url\n1,One\\\n\\\ntwo,\\N\n2,\\\\,x\n", ["One\n\ntwo", "\\"]),
    ] {
        let came = claims(file.as_bytes());
        assert_eq!(came.all("text"), texts, "{file}: {:?}", came.said);
        assert!(came.says("backslashes stand before what would end a field or a row"), "{:?}", came.said);
        assert!(!came.says("refused"), "{:?}", came.said);
    }
    // In quotation marks, also where none stands within them.
    for file in [
        "id,claim\n1,\"The bridge\\\nwas shut\"\n2,\"plain\"\n",
        "id,claim\r\n1,\"The bridge\\\nwas shut\"\r\n2,\"plain\"\r\n",
    ] {
        assert_eq!(claims(file.as_bytes()).all("text"), ["The bridge\nwas shut", "plain"], "{file}");
    }
}

#[test]
fn a_backslash_that_escapes_nothing_stays() {
    for (file, texts) in [
        ("id\tclaim\n1\tC:\\new\\temp\n2\tplain\n", ["C:\\new\\temp", "plain"]),
        ("id\tclaim\n1\tC:\\logs\\\n2\tplain\n", ["C:\\logs\\", "plain"]),
        ("id,claim\n1,\"{\"\"a\"\": \"\"b\\nc\"\"}\"\n2,plain\n", ["{\"a\": \"b\\nc\"}", "plain"]),
        ("id,claim\n1,\"one \\\\\ntwo\nthree\"\n2,plain\n", ["one \\\\\ntwo\nthree", "plain"]),
        ("id\tclaim\turl\n1\tC:\\Users\\new\t\\N\n2\tplain\tx\n", ["C:\\Users\\new", "plain"]),
    ] {
        let came = claims(file.as_bytes());
        assert_eq!(came.all("text"), texts, "{file}: {:?}", came.said);
        assert!(!came.says("backslashes") && !came.says("refused"), "{:?}", came.said);
    }
}
