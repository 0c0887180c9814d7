//! corrob's own table comes back from a spreadsheet: what was edited in it goes into the case, and nothing else.

use crate::desk::{Desk, Said};

/// A table as a spreadsheet holds it.
#[derive(Clone)]
struct Sheet {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    fn export(desk: &Desk, more: &[&str]) -> Self {
        let csv = desk.run(&[&["export", "a.corrob", "--format", "csv"], more].concat()).done().out;
        let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let text = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect();
        let columns = text(reader.headers().unwrap());
        Self { columns, rows: reader.records().map(|record| text(&record.unwrap())).collect() }
    }

    fn at(&self, column: &str) -> usize {
        self.columns.iter().position(|name| name == column).unwrap()
    }

    /// The first row with a cell like this.
    fn row(&self, column: &str, cell: &str) -> usize {
        let at = self.at(column);
        self.rows.iter().position(|row| row[at] == cell).unwrap()
    }

    fn set(&mut self, evidence: &str, column: &str, cell: &str) {
        let (row, at) = (self.row("evidence", evidence), self.at(column));
        self.rows[row][at] = cell.to_owned();
    }

    /// Every cell of a column.
    fn each(&mut self, column: &str, make: impl Fn(&str) -> String) {
        let at = self.at(column);
        self.rows.iter_mut().for_each(|row| row[at] = make(&row[at]));
    }

    fn without(mut self, column: &str) -> Self {
        let at = self.at(column);
        self.columns.remove(at);
        self.rows.iter_mut().for_each(|row| drop(row.remove(at)));
        self
    }

    fn text(&self, delimiter: u8) -> String {
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(&self.columns).unwrap();
        self.rows.iter().for_each(|row| writer.write_record(row).unwrap());
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    fn import(&self, desk: &Desk, more: &[&str]) -> Said {
        desk.write("edited.csv", &self.text(b','));
        desk.run(&[&["import", "a.corrob", "edited.csv"], more].concat())
    }
}

fn events(desk: &Desk) -> usize {
    desk.run(&["log", "a.corrob"]).done().out.lines().count()
}

fn judged() -> Desk {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    desk.run(&["tag", "a.corrob", "E-1", "withheld", "--ground", "glomar", "--note", "=asked twice"]).done();
    desk.run(&["note", "a.corrob", "E-3", "mine alone", "--private"]).done();
    desk.run(&["verdict", "a.corrob", "C-1", "unproven", "--confidence", "low", "--reason", "one guard"])
        .done();
    desk.run(&["--reviewer", "m.ito", "tag", "a.corrob", "E-2", "disputed", "--note", "who was it?"]).done();
    desk.run(&["edit", "a.corrob", "S-2", "--published", "2025-05-06", "--author", "=A. Writer"]).done();
    desk.run(&["edit", "a.corrob", "E-2", "--locator", "1-2", "--dated", "2025-05"]).done();
    desk
}

#[track_caller]
fn nothing_changes(desk: &Desk, said: Said, before: usize) {
    assert!(said.err.contains("0 records added, 0 changed"), "{said:?}");
    assert!(said.err.contains(" 0 refused") && !said.err.contains("annotation"), "{said:?}");
    assert_eq!(events(desk), before, "{said:?}");
    assert_eq!(said.code, Some(0), "{said:?}");
}

#[test]
fn what_nobody_edited_changes_nothing() {
    let desk = judged();
    let before = events(&desk);
    let sheet = Sheet::export(&desk, &[]);
    nothing_changes(&desk, sheet.import(&desk, &[]), before);
    nothing_changes(&desk, Sheet::export(&desk, &["--with-private"]).import(&desk, &[]), before);
    nothing_changes(&desk, Sheet::export(&desk, &["--redact-reviewers"]).import(&desk, &[]), before);
    // As Excel and LibreOffice write it.
    let mut excel = sheet.clone();
    for column in ["source.published", "claim.asserted_on", "dated"] {
        excel.each(column, |cell| match cell.split('-').collect::<Vec<_>>().as_slice() {
            [year, month, day] => {
                format!("{}/{}/{year}", month.trim_start_matches('0'), day.trim_start_matches('0'))
            }
            [year, "05"] => format!("May-{}", &year[2..]),
            _ => cell.to_owned(),
        });
    }
    excel.each("disputed", |cell| if cell == "yes" { "TRUE" } else { "FALSE" }.to_owned());
    excel.each("locator", |cell| if cell == "1-2" { "2-Jan" } else { cell }.to_owned());
    excel.rows.reverse();
    excel.columns.push(String::new());
    excel.rows.iter_mut().for_each(|row| row.push(String::new()));
    let text = format!("\u{feff}sep=;\r\n{}", excel.text(b';').replace('\n', "\r\n"));
    desk.write("excel.csv", &text);
    nothing_changes(&desk, desk.run(&["import", "a.corrob", "excel.csv"]), before);
    desk.write("tabs.txt", &excel.text(b'\t'));
    nothing_changes(&desk, desk.run(&["import", "a.corrob", "tabs.txt"]), before);
    // Rows and columns that are gone take nothing away.
    let mut few = sheet.clone().without("note").without("claim.reason").without("source.author");
    few.rows.retain(|row| row[few.columns.iter().position(|name| name == "evidence").unwrap()] == "E-2");
    let said = few.import(&desk, &[]);
    assert!(
        said.err.contains("2 pieces of evidence of the case are not in it and stay as they are"),
        "{said:?}"
    );
    nothing_changes(&desk, said, before);
}

#[test]
fn what_was_edited_changes_the_case_as_one_step() {
    let desk = judged();
    let mut sheet = Sheet::export(&desk, &[]);
    sheet.set("E-2", "stance", "Supports");
    sheet.set("E-2", "paraphrase", "A guard says it was shut.");
    sheet.set("E-2", "quote.text", "=It was shut, \"all night\"");
    sheet.set("E-2", "source.published", "5/7/2025");
    sheet.set("E-2", "via.untraced", "");
    sheet.set("E-1", "availability.says", "released");
    sheet.set("E-1", "claim.text", "The gate was shut until dawn.");
    sheet.set("E-1", "claim.claimant", "a night guard");
    sheet.set("E-1", "source.title", "Statement of 5 May");
    sheet.set("E-1", "access", "released");
    sheet.set("E-1", "note", "'=asked three times");
    sheet.set("E-3", "examined", "x");
    sheet.set("E-3", "reading", "supports");
    sheet.set("E-1", "claim.verdict", "refuted");
    sheet.set("E-1", "claim.reason", "two guards");
    // The order of day and month is what the other dates show.
    sheet.set("E-1", "source.published", "5/4/2025");
    let before = desk.run(&["export", "a.corrob", "--format", "csv"]).done().out;
    let said = sheet.import(&desk, &[]).done();
    assert!(said.err.contains("5 changed"), "{said:?}");
    assert!(said.err.contains("3 annotations"), "{said:?}");
    let e2 = desk.run(&["show", "a.corrob", "E-2", "--json"]).done().json();
    let text = e2.to_string();
    for there in ["\"supports\"", "A guard says it was shut.", "=It was shut, \\\"all night\\\""] {
        assert!(text.contains(there), "{there}: {text}");
    }
    assert!(!text.contains("untraced"), "{text}");
    let csv = desk.run(&["export", "a.corrob", "--format", "csv"]).done().out;
    for there in [
        "The gate was shut until dawn.",
        "2025-05-07",
        "Statement of 5 May",
        "'=asked three times",
        "two guards",
        "a night guard",
    ] {
        assert!(csv.contains(there), "{there}: {csv}");
    }
    assert!(!csv.contains("glomar"), "{csv}");
    let log = desk.run(&["log", "a.corrob"]).done().out;
    assert!(log.contains("edits from edited.csv"), "{log}");
    desk.run(&["check", "a.corrob"]).done();
    let undone = desk.run(&["undo", "a.corrob"]).done();
    assert!(
        undone.err.contains("edits from edited.csv") || undone.out.contains("edits from edited.csv"),
        "{undone:?}"
    );
    let columns = |csv: &str| -> Vec<String> {
        let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        reader.records().map(|row| row.unwrap().iter().take(53).collect::<Vec<_>>().join("|")).collect()
    };
    let after = desk.run(&["export", "a.corrob", "--format", "csv"]).done().out;
    assert_eq!(columns(&after), columns(&before));
    desk.run(&["redo", "a.corrob"]).done();
    desk.run(&["check", "a.corrob"]).done();
}

#[test]
fn a_reviewer_speaks_for_nobody_else() {
    let desk = judged();
    let before = events(&desk);
    let mut sheet = Sheet::export(&desk, &[]);
    let mine = sheet.row("reviewer", "m.ito");
    let (access, note) = (sheet.at("access"), sheet.at("note"));
    sheet.rows[mine][access] = "released".into();
    sheet.rows[mine][note] = String::new();
    let said = sheet.import(&desk, &[]);
    assert!(said.err.contains("access, note: what m.ito says of E-2 is m.ito's to change"), "{said:?}");
    assert_eq!(events(&desk), before);
    // The same table, taken in by its owner.
    let said = desk.run(&["--reviewer", "m.ito", "import", "a.corrob", "edited.csv"]).done();
    assert!(said.err.contains("1 annotation"), "{said:?}");
    // A row of nobody's is whose who fills it.
    let mut sheet = Sheet::export(&desk, &[]);
    let row = sheet.row("evidence", "E-3");
    for (column, cell) in [("reviewer", ""), ("note", ""), ("disputed", "yes")] {
        let at = sheet.at(column);
        sheet.rows[row][at] = cell.into();
    }
    sheet.import(&desk, &[]).done();
    let shown = desk.run(&["show", "a.corrob", "E-3"]).done().out;
    assert!(shown.contains("disputed") && shown.contains("mine alone"), "{shown}");
}

#[test]
fn a_cell_that_cannot_be_read_is_refused_and_the_rest_goes_in() {
    let desk = judged();
    let mut sheet = Sheet::export(&desk, &[]);
    sheet.set("E-2", "stance", "maybe");
    sheet.set("E-2", "locator", "p. 9");
    sheet.set("E-2", "via.party", "Nobody We Know");
    sheet.set("E-2", "paraphrase", "");
    sheet.set("E-2", "source.published", "4/3/2025");
    sheet.set("E-3", "ground.code", "glomar");
    sheet.set("E-3", "note", "another");
    let mut row = sheet.rows[0].clone();
    row[sheet.columns.iter().position(|name| name == "evidence").unwrap()] = "E-99".into();
    sheet.rows.push(row);
    let said = sheet.import(&desk, &["--rejects", "rejects.jsonl"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    for there in [
        "evidence, stance: there is no stance \"maybe\"",
        "evidence, via.party: there is no party called \"Nobody We Know\"",
        "evidence, paraphrase: it is empty",
        "sources, source.published: \"4/3/2025\" can be 2025-03-04 or 2025-04-03",
        "annotations, ground.code: a ground says why something is withheld",
        "annotations, note: you have a private note there",
        "evidence, evidence: there is no E-99 in this case",
        "7 refused",
    ] {
        assert!(said.err.contains(there), "{there}: {said:?}");
    }
    assert!(said.err.lines().all(|line| !line.contains("refused") || !line.contains("line 0")), "{said:?}");
    let rejects = desk.read_text("rejects.jsonl");
    assert_eq!(rejects.lines().count(), 7, "{rejects}");
    assert!(rejects.lines().all(|line| line.contains("\"record\"")), "{rejects}");
    let e2 = desk.run(&["show", "a.corrob", "E-2"]).done().out;
    assert!(e2.contains("p. 9") && e2.contains("A guard saw it open."), "{e2}");
    desk.run(&["check", "a.corrob"]).done();
}

#[test]
fn what_changed_in_the_case_meanwhile_stands() {
    let desk = judged();
    let mut sheet = Sheet::export(&desk, &[]);
    desk.run(&["edit", "a.corrob", "E-2", "--paraphrase", "A guard saw it ajar.", "--kind", "statement"])
        .done();
    desk.run(&["edit", "a.corrob", "E-1", "--stance", "supports"]).done();
    desk.run(&["tag", "a.corrob", "E-1", "released"]).done();
    sheet.set("E-2", "paraphrase", "A guard saw it wide open.");
    sheet.set("E-2", "locator", "p. 9");
    let said = sheet.import(&desk, &[]);
    assert!(
        said.err.contains("evidence, paraphrase: it was edited here, and since this table was exported"),
        "{said:?}"
    );
    assert!(said.err.contains("not edited, and the case has changed there"), "{said:?}");
    let shown = ["E-1", "E-2"].map(|key| desk.run(&["show", "a.corrob", key]).done().out).concat();
    for there in ["A guard saw it ajar.", "statement", "p. 9", "supports", "released"] {
        assert!(shown.contains(there), "{there}: {shown}");
    }
}

#[test]
fn a_table_goes_into_its_own_case_alone() {
    let desk = judged();
    let sheet = Sheet::export(&desk, &[]);
    desk.write("a.csv", &sheet.text(b','));
    let said = desk.run(&["import", "b.corrob", "a.csv"]).refused();
    assert!(said.contains("goes into the case that it is from"), "{said}");
    desk.harbour("b.corrob");
    let said = desk.run(&["import", "b.corrob", "a.csv"]).refused();
    assert!(said.contains("the table is from another case"), "{said}");
    let nameless = sheet.clone().without("case.id").without("exported");
    let said = nameless.import(&desk, &[]).refused();
    assert!(said.contains("--format csv says that it is from this one"), "{said}");
    nameless.import(&desk, &["--format", "csv"]).done();
    let mut mixed = sheet;
    let id = mixed.at("case.id");
    let last = mixed.rows.len() - 1;
    mixed.rows[last][id] = "01900000-0000-7000-8000-000000000000".into();
    let said = mixed.import(&desk, &[]);
    assert!(said.err.contains("records, case.id: the row is from another case"), "{said:?}");
    desk.write("x.csv", "a,b\n1,2\n");
    assert!(desk.run(&["import", "a.corrob", "x.csv", "--format", "csv"]).refused().contains("it has: a, b"));
}

#[test]
fn a_trial_changes_nothing_and_strict_takes_all_or_none() {
    let desk = judged();
    let before = events(&desk);
    let mut sheet = Sheet::export(&desk, &[]);
    sheet.set("E-2", "locator", "p. 9");
    sheet.set("E-1", "claim.text", "The gate was shut.");
    let said = sheet.import(&desk, &["--dry-run"]).done();
    assert!(said.err.contains("2 changed") && said.err.contains("a trial"), "{said:?}");
    sheet.set("E-2", "stance", "maybe");
    let said = sheet.import(&desk, &["--strict"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert_eq!(events(&desk), before);
    // One of many rows of a claim is enough; two that differ are not.
    let claim = sheet.at("claim.text");
    sheet.set("E-2", "stance", "disputes");
    sheet.rows[1][claim] = "The gate was open.".into();
    let said = sheet.import(&desk, &[]);
    assert!(said.err.contains("says otherwise of the same record, and that stands"), "{said:?}");
}

#[test]
fn a_row_that_names_what_was_taken_out_is_refused_and_the_rest_goes_in() {
    let desk = judged();
    let mut sheet = Sheet::export(&desk, &[]);
    desk.run(&["add", "a.corrob", "party", "--name", "Nobody", "--naming", "named"]).done();
    desk.run(&["remove", "a.corrob", "P-3"]).done();
    desk.run(&["remove", "a.corrob", "E-3", "--with-all"]).done();
    sheet.set("E-3", "locator", "p. 3");
    sheet.set("E-2", "locator", "p. 9");
    sheet.set("E-2", "via.party", "P-3");
    let said = sheet.import(&desk, &[]);
    assert_eq!(said.code, Some(1), "{said:?}");
    for there in [
        "evidence, evidence: E-3 was taken out of this case; \"corrob log CASE E-3\"",
        "evidence, via.party: P-3 was taken out of this case",
        "1 changed",
        "2 refused",
    ] {
        assert!(said.err.contains(there), "{there}: {said:?}");
    }
    let e2 = desk.run(&["show", "a.corrob", "E-2"]).done().out;
    assert!(e2.contains("p. 9") && e2.contains("a night guard"), "{e2}");
    desk.run(&["check", "a.corrob"]).done();
}

#[test]
fn a_confidence_goes_with_a_tag_or_a_verdict() {
    let desk = Desk::new();
    desk.harbour("a.corrob");
    let mut sheet = Sheet::export(&desk, &[]);
    sheet.set("E-1", "claim.confidence", "high");
    sheet.set("E-2", "confidence", "low");
    let said = sheet.import(&desk, &[]);
    assert_eq!(said.code, Some(1), "{said:?}");
    for there in [
        "claim.confidence: a confidence says how sure a verdict is, and there is none",
        "annotations, confidence: a confidence says how sure a tag is, and there is none",
        "2 refused",
    ] {
        assert!(said.err.contains(there), "{there}: {said:?}");
    }
    sheet.set("E-1", "claim.verdict", "refuted");
    sheet.set("E-2", "disputed", "yes");
    let said = sheet.import(&desk, &[]).done();
    assert!(said.err.contains("2 annotations"), "{said:?}");
    let csv = desk.run(&["export", "a.corrob", "--format", "csv"]).done().out;
    assert!(csv.contains(",refuted,high,") && csv.contains(",low,"), "{csv}");
}
