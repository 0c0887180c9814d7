//! Documents: attached, read as what they are, kept byte for byte, and given back.

use crate::desk::{Desk, Said};
use std::path::Path;

/// A case with a source, and the fixtures beside it.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(&["new", "a.corrob", "--title", "The lamp of quay 7"]).done();
    desk.run(&["add", "a.corrob", "source", "--title", "The report"]).done();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/documents");
    for file in std::fs::read_dir(fixtures).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), desk.path(file.file_name().to_str().unwrap())).unwrap();
    }
    desk
}

fn attach(desk: &Desk, file: &str) -> Said {
    desk.run(&["attach", "a.corrob", "S-1", file])
}

fn text(desk: &Desk, file: &str) -> String {
    attach(desk, file).done();
    desk.run(&["document", "a.corrob", "S-1", "--text"]).done().out
}

#[track_caller]
fn clean(desk: &Desk) {
    let said = desk.run(&["check", "a.corrob"]);
    assert_eq!(said.code, Some(0), "{said:?}");
}

#[test]
fn each_kind_is_read_as_what_it_is() {
    let desk = desk();
    let paragraphs = |file: &str| text(&desk, file).split("\n\n").map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(
        paragraphs("quay.html"),
        [
            "Lamp out on quay 7",
            "The lamp at the end of quay 7 was out on three of the nine nights on which somebody looked.",
            "What the contract says",
            "“The contractor keeps the lamp lit from dusk to dawn,” it says. The rest is [redacted], and [redacted: \
             Personal Privacy].",
            "Two ladders are missing.",
            "A third is bent.",
            "Nobody had read it.",
            "Night | Lamp",
            "1 October | out",
            "2 October | lit",
        ]
    );
    assert_eq!(
        paragraphs("quay.md"),
        [
            "Statement on quay 7",
            "The lamp was out on three nights, the ministry regrets that.",
            "Two ladders are missing.",
            "A third is bent.",
            "Nobody had read it.",
            "Night | Lamp",
            "1 October | out",
        ]
    );
    assert_eq!(
        paragraphs("quay.txt"),
        [
            "THE LAMP OF QUAY 7",
            "The lamp at the end of quay 7 was out on three of the nine nights on which somebody looked. The ladders \
             were not there, and nobody answered.",
            "1. Two ladders are missing.",
            "2. A third is bent.",
            "Night        Lamp\n1 October    out\n2 October    lit",
            "Harbour Office\nQuay 7\nSallow",
        ]
    );
    assert_eq!(
        paragraphs("quay.eml"),
        [
            "From: Níobe Ito <n.ito@courier.example>\n\
             To: Harbour Office <office@harbours.example>, r.lee@courier.example\n\
             Date: 2025-10-14T09:30:00-04:00\n\
             Subject: Records on the lamp",
            "We ask for the log of the lamp, and for what the café was paid.",
            "> Nobody had read it.",
            "Attachment: contract.pdf (application/pdf, 5 bytes)",
        ]
    );
    let office = [
        "Quay inspection report",
        "The Harbour Authority inspected quay 7 on 14 October 2025. The official files were consulted; the \
         coefficient of friction of the fenders was not measured, and the firm that fixed the ladders did not \
         reply. “Nobody had read the contract,” the foreman said.",
        "Findings",
        "Two ladders are missing, and a third is bent; the self-closing gate did not close.",
        "The lamp at the end of the quay was out on three of the nine nights.",
        "Night | Lamp",
        "1 October | out",
        "2 October | lit",
        "Conclusions",
        "At least $40,000 is needed to make the quay safe, the authority said; a spokesman for the contractor put \
         it at about $12,000.",
    ];
    assert_eq!(paragraphs("quay.docx"), office);
    assert_eq!(paragraphs("quay.odt"), office);
    // A PDF has the signs of its lists as letters, and does not say what a table is.
    let plain = |text: &str| text.trim_start_matches(['•', ' ']).replace(" | ", " ");
    let pdf: Vec<String> = paragraphs("quay.pdf").iter().map(|text| plain(text)).collect();
    assert_eq!(pdf, office.map(plain));
    clean(&desk);
}

#[test]
fn columns_are_read_one_after_the_other_without_headers_and_with_their_words_whole() {
    let desk = desk();
    let text = text(&desk, "two-columns.pdf");
    let headings = ["The Quay and its Lamp", "1 Inspection", "2 What the contract says", "3 Conclusions"];
    let mut from = 0;
    for heading in headings {
        let at = text[from..].find(heading).unwrap_or_else(|| panic!("{heading} behind {from}:\n{text}"));
        from += at + heading.len();
    }
    let body = "on which somebody looked. The coefficient of friction of the fenders was not measured; the firm \
                that fixed the ladders did not reply to questions. Nobody had read the contract before it was \
                signed, the foreman said, and the difficult self-regulating mechanism";
    assert_eq!(text.matches(body).count(), 24, "{text}");
    for header in ["Harbour Review", "Page 1 of", "some- body", "somebody-"] {
        assert!(!text.contains(header), "{header}:\n{text}");
    }
    let shown = desk.run(&["show", "a.corrob", "S-1"]).done().out;
    assert!(shown.contains("application/pdf") && shown.contains("3 pages"), "{shown}");
}

#[test]
fn what_cannot_be_read_is_a_sentence_that_says_what_to_do() {
    let desk = desk();
    desk.write("empty.txt", "");
    std::fs::write(desk.path("cut.pdf"), &std::fs::read(desk.path("quay.pdf")).unwrap()[..9000]).unwrap();
    std::fs::write(desk.path("cut.docx"), &std::fs::read(desk.path("quay.docx")).unwrap()[..3000]).unwrap();
    std::fs::write(desk.path("old.doc"), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more").unwrap();
    std::fs::write(desk.path("latin.txt"), b"Le caf\xe9 du port \xe9tait ferm\xe9.").unwrap();
    let long = std::fs::File::create(desk.path("long.log")).unwrap();
    long.set_len(200 << 20).unwrap();
    for (file, says) in [
        ("scan.pdf", "without a text layer, 1 page of pictures: \"ocrmypdf"),
        ("locked.pdf", "protected by a password: \"qpdf --decrypt"),
        ("cut.pdf", "damaged"),
        ("cut.docx", "damaged"),
        ("old.doc", "save it as DOCX or ODT"),
        ("empty.txt", "it is empty"),
        ("latin.txt", "--encoding windows-1252 (“Le café du port"),
        ("long.log", "attach the part that you quote"),
        ("missing.txt", "there is no file missing.txt"),
    ] {
        let sentence = attach(&desk, file).refused();
        assert!(sentence.contains(says), "{file}: {sentence}");
    }
    let said = desk.run(&["attach", "a.corrob", "S-1", "latin.txt", "--encoding", "windows-1252"]).done();
    assert!(said.out.contains("latin.txt attached"), "{said:?}");
    // A name that lies is told, and the file read as what it is.
    std::fs::copy(desk.path("quay.html"), desk.path("page.pdf")).unwrap();
    let said = attach(&desk, "page.pdf").done();
    assert!(said.err.contains("its name ends in .pdf, and it is a web page"), "{said:?}");
    clean(&desk);
}

#[test]
fn a_document_comes_back_byte_for_byte_and_each_version_by_its_number() {
    let desk = desk();
    let bytes = |name: &str| std::fs::read(desk.path(name)).unwrap();
    let more = ["--captured", "2025-10-14", "--captured-by", "o.berg", "--from", "the register"];
    desk.run(&[&["attach", "a.corrob", "S-1", "quay.pdf"], more.as_slice()].concat()).done();
    let again = attach(&desk, "quay.pdf").done();
    assert!(again.out.contains("version 1 already; nothing was changed"), "{again:?}");
    desk.run(&["attach", "a.corrob", "S-1", "quay.html", "--text-only"]).done();
    let back =
        |more: &[&str], name: &str| desk.run(&[&["document", "a.corrob", "S-1", "-o", name], more].concat());
    back(&["--version", "1"], "back.pdf").done();
    assert_eq!(bytes("back.pdf"), bytes("quay.pdf"));
    assert!(back(&[], "back.html").refused().contains("only the text was kept"));
    assert!(back(&["--version", "3"], "back.html").refused().contains("has 2 versions"));
    assert!(back(&["--version", "1"], "back.pdf").refused().contains("--force replaces it"));
    let shown = desk.run(&["show", "a.corrob", "S-1"]).done().out;
    for part in [
        "version 1 of 2: ",
        "quay.pdf (application/pdf",
        "captured 2025-10-14 by o.berg from the register",
        "by r.lee",
        "only its text was kept",
    ] {
        assert!(
            shown.replace("\n", " ").replace("  ", "").contains(&part.replace("  ", "")),
            "{part}: {shown}"
        );
    }
    let source = desk.run(&["show", "a.corrob", "S-1", "--json"]).done().json();
    assert_eq!(source["documents"][1]["sha256"], source["sha256"]);
    assert_eq!(source["documents"][0]["captured_by"], "o.berg");
    // Undone and redone like a tag.
    desk.run(&["undo", "a.corrob"]).done();
    assert_eq!(
        desk.run(&["show", "a.corrob", "S-1", "--json"]).done().json()["documents"].as_array().unwrap().len(),
        1
    );
    clean(&desk);
    desk.run(&["redo", "a.corrob"]).done();
    assert!(
        desk.run(&["document", "a.corrob", "S-1", "--text"]).done().out.starts_with("Lamp out on quay 7")
    );
    assert!(desk.run(&["log", "a.corrob"]).done().out.contains("S-1: version 2 of its document attached"));
    clean(&desk);
    for edit in [
        vec!["edit", "a.corrob", "S-1", "--set", "documents:=[]"],
        vec!["--read-only", "attach", "a.corrob", "S-1", "quay.md"],
    ] {
        desk.run(&edit).refused();
    }
}

#[test]
fn a_new_source_says_what_its_document_says_of_itself() {
    let desk = desk();
    let said = desk.run(&[
        "attach",
        "a.corrob",
        "--new",
        "quay.html",
        "quay.md",
        "quay.eml",
        "quay.txt",
        "scan.pdf",
    ]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert_eq!(said.lines().len(), 4, "{said:?}");
    let source = |key: &str| desk.run(&["show", "a.corrob", key, "--json"]).done().json();
    let page = source("S-2");
    for (field, is) in [
        ("title", "Lamp out on quay 7"),
        ("author", "N. Ito"),
        ("publisher", "The Sallow Courier"),
        ("published", "2025-10-14T09:30:00Z"),
        ("url", "https://courier.example/lamp"),
        ("language", "en"),
    ] {
        let value = page[field].as_str().unwrap();
        assert!(value == is || field == "title" && value.starts_with(is), "{field}: {value}");
    }
    let statement = source("S-3");
    assert_eq!(statement["title"], "Statement on quay\u{a0}7");
    assert_eq!(
        (&statement["dated"], &statement["url"]),
        (&"2025-10-14".into(), &"https://harbours.example/statements/quay-7".into())
    );
    assert_eq!(source("S-4")["author"], "Níobe Ito");
    assert_eq!(source("S-5")["title"], "quay");
    // One that is there already is filled in only where it is empty, and only if that was asked for.
    let said = attach(&desk, "quay.html").done();
    assert!(said.err.contains("leaves empty") && source("S-1")["author"].is_null(), "{said:?}");
    desk.run(&["undo", "a.corrob"]).done();
    desk.run(&["attach", "a.corrob", "The report", "quay.html", "--fill"]).done();
    assert_eq!((&source("S-1")["title"], &source("S-1")["author"]), (&"The report".into(), &"N. Ito".into()));
    // Also where the document is there already.
    desk.run(&["undo", "a.corrob"]).done();
    attach(&desk, "quay.html").done();
    let said = desk.run(&["attach", "a.corrob", "S-1", "quay.html", "--fill"]).done();
    assert!(
        said.out.starts_with("S-1: quay.html is its version 1 already; filled in from it: author, ")
            && !said.out.contains("nothing was changed"),
        "{said:?}"
    );
    assert_eq!(source("S-1")["author"], "N. Ito");
    let log = desk.run(&["log", "a.corrob", "S-1"]).done().out;
    assert!(log.contains("r.lee  S-1: filled in from its document\n"), "{log}");
    let again = desk.run(&["attach", "a.corrob", "S-1", "quay.html", "--fill"]).done();
    assert_eq!(again.out, "S-1: quay.html is its version 1 already; nothing was changed\n");
    clean(&desk);
}

#[test]
fn documents_go_along_with_a_case_and_come_back_the_same() {
    let desk = desk();
    attach(&desk, "quay.pdf").done();
    attach(&desk, "quay.html").done();
    desk.run(&["undo", "a.corrob"]).done();
    let exported = desk.run(&["export", "a.corrob"]).done().out;
    assert!(exported.starts_with("{\"format\":\"corrob-case\",\"version\":3,"));
    desk.write("out.json", &exported);
    desk.run(&["import", "b.corrob", "out.json"]).done();
    assert_eq!(desk.run(&["export", "b.corrob"]).done().out, exported);
    assert_eq!(desk.run(&["check", "b.corrob"]).code, Some(0));
    desk.run(&["document", "b.corrob", "S-1", "-o", "back.pdf"]).done();
    assert_eq!(std::fs::read(desk.path("back.pdf")).unwrap(), std::fs::read(desk.path("quay.pdf")).unwrap());
    // What was changed on the way is refused, and the rest goes in.
    desk.write("changed.json", &exported.replace("was not measured", "was measured"));
    let said = desk.run(&["import", "c.corrob", "changed.json"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("has another: it was changed"), "{said:?}");
    let check = desk.run(&["check", "c.corrob"]);
    assert_eq!(check.code, Some(1), "{check:?}");
    assert!(check.out.contains("its text is not in the case"), "{check:?}");
}

#[test]
fn who_attached_a_document_stays_unnamed_where_reviewers_do() {
    let desk = desk();
    desk.run(&["add", "a.corrob", "claim", "--text", "The lamp was out"]).done();
    let piece = ["--claim", "C-1", "--source", "S-1", "--stance", "supports", "--paraphrase", "It was out"];
    desk.run(&[&["add", "a.corrob", "evidence"], piece.as_slice()].concat()).done();
    attach(&desk, "quay.pdf").done();
    for format in ["native", "html", "markdown", "jsonl"] {
        let plain = desk.run(&["export", "a.corrob", "--format", format]).done().out;
        let redacted = desk.run(&["export", "a.corrob", "--format", format, "--redact-reviewers"]).done().out;
        assert!(!redacted.contains("r.lee"), "{format}: {redacted}");
        assert!(plain.contains("r.lee") && redacted.contains("quay.pdf"), "{format}: {redacted}");
    }
    // Also where nothing is kept of it any more.
    desk.run(&["expunge", "a.corrob", "S-1", "--reason", "it named a witness"]).done();
    for format in ["native", "html", "markdown", "jsonl", "csv"] {
        let redacted = desk.run(&["export", "a.corrob", "--format", format, "--redact-reviewers"]).done().out;
        assert!(!redacted.contains("r.lee"), "{format}: {redacted}");
    }
}

#[test]
fn hostile_files_cost_nothing_but_a_sentence() {
    let desk = desk();
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = move |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        usize::try_from(random % below as u64).unwrap()
    };
    for file in ["quay.pdf", "two-columns.pdf", "quay.docx", "quay.odt", "quay.html", "quay.eml"] {
        let whole = std::fs::read(desk.path(file)).unwrap();
        for _ in 0..6 {
            let mut bytes = whole.clone();
            for _ in 0..=next(20) {
                let at = next(bytes.len());
                match next(3) {
                    0 => bytes[at] ^= 1 << next(8),
                    1 => drop(bytes.drain(at..(at + next(50)).min(bytes.len()))),
                    _ => bytes.extend_from_within(at..(at + next(500)).min(bytes.len())),
                }
            }
            std::fs::write(desk.path("mutated"), &bytes).unwrap();
            let said = attach(&desk, "mutated");
            assert!(matches!(said.code, Some(0 | 2)), "{file}: {said:?}");
            assert!(said.code == Some(0) || said.err.lines().count() == 1, "{file}: {said:?}");
        }
    }
    desk.write("deep.html", &"<div>".repeat(200_000));
    desk.write("deep2.html", &format!("<p>x{}", "<table><tr><td>a".repeat(20_000)));
    desk.write("deep.md", &"> ".repeat(50_000));
    for file in ["deep.html", "deep2.html", "deep.md"] {
        let said = attach(&desk, file);
        assert!(matches!(said.code, Some(0 | 2)), "{file}: {said:?}");
    }
    clean(&desk);
}

#[test]
fn what_is_erased_of_a_document_is_gone_and_stays_gone() {
    let desk = desk();
    attach(&desk, "quay.txt").done();
    let before = desk.run(&["export", "a.corrob"]).done().out;
    desk.write("before.json", &before);
    desk.run(&["expunge", "a.corrob", "S-1", "--reason", "it named a witness"]).done();
    clean(&desk);
    assert!(desk.run(&["document", "a.corrob", "S-1", "--text"]).refused().contains("is not in the case"));
    assert!(desk.run(&["show", "a.corrob", "S-1"]).done().out.contains("quay.txt"));
    let bytes = std::fs::read(desk.path("a.corrob")).unwrap();
    assert!(!bytes.windows(20).any(|window| window == b"The ladders were not"));
    // An older file does not bring it back, and a case that gets the erasure erases it there.
    desk.run(&["import", "b.corrob", "before.json"]).done();
    desk.run(&["import", "a.corrob", "before.json"]).done();
    assert!(!desk.run(&["export", "a.corrob"]).done().out.contains("The ladders were not"));
    desk.write("after.json", &desk.run(&["export", "a.corrob"]).done().out);
    desk.run(&["import", "b.corrob", "after.json"]).done();
    assert!(!desk.run(&["export", "b.corrob"]).done().out.contains("The ladders were not"));
    clean(&desk);
    assert_eq!(desk.run(&["check", "b.corrob"]).code, Some(0));
}

#[test]
fn what_was_erased_or_is_missing_can_be_attached_again_and_stays() {
    let desk = desk();
    attach(&desk, "quay.txt").done();
    desk.write("before.json", &desk.run(&["export", "a.corrob"]).done().out);
    desk.run(&["expunge", "a.corrob", "S-1", "--reason", "the wrong one"]).done();
    desk.write("erased.json", &desk.run(&["export", "a.corrob"]).done().out);
    let said = attach(&desk, "quay.txt").done();
    assert!(said.out.starts_with("S-1: quay.txt attached, version 2 ("), "{said:?}");
    assert!(attach(&desk, "quay.txt").done().out.contains("its version 2 already; nothing was changed"));
    let text = |case: &str| desk.run(&["document", case, "S-1", "--text"]).done().out;
    assert!(text("a.corrob").starts_with("THE LAMP OF QUAY 7"));
    clean(&desk);
    // It goes through a file, and files from before the erasure do not take it away.
    let exported = desk.run(&["export", "a.corrob"]).done().out;
    desk.write("out.json", &exported);
    desk.run(&["import", "b.corrob", "out.json"]).done();
    assert_eq!(desk.run(&["export", "b.corrob"]).done().out, exported);
    for older in ["before.json", "erased.json", "out.json"] {
        desk.run(&["import", "b.corrob", older]).done();
        assert_eq!(text("b.corrob"), text("a.corrob"), "{older}");
    }
    // A case that was told of the erasure gets it back with the file that tells of the attachment.
    desk.run(&["import", "c.corrob", "erased.json"]).done();
    desk.run(&["import", "c.corrob", "before.json"]).done();
    assert!(desk.run(&["document", "c.corrob", "S-1", "--text"]).refused().contains("is not in the case"));
    let said = desk.run(&["import", "c.corrob", "out.json"]).done();
    assert!(said.err.contains("0 records added, 1 changed") && !said.err.contains("by hand"), "{said:?}");
    assert_eq!(text("c.corrob"), text("a.corrob"));
    assert!(desk.run(&["show", "c.corrob", "S-1"]).done().out.contains("version 2 of 2"));
    for case in ["b.corrob", "c.corrob"] {
        assert_eq!(desk.run(&["check", case]).code, Some(0));
    }
    // What was taken back and brought again after an erasure is no attachment.
    attach(&desk, "quay.md").done();
    desk.run(&["undo", "a.corrob"]).done();
    desk.write("with-md.json", &desk.run(&["export", "a.corrob"]).done().out);
    desk.run(&["expunge", "a.corrob", "S-1", "--reason", "all of it"]).done();
    desk.run(&["redo", "a.corrob"]).done();
    desk.run(&["import", "a.corrob", "with-md.json"]).done();
    assert!(desk.run(&["document", "a.corrob", "S-1", "--text"]).refused().contains("is not in the case"));
    clean(&desk);
    // What was left out of a file is there again once it is attached.
    desk.write("changed.json", &exported.replace("were not there", "were there"));
    assert_eq!(desk.run(&["import", "d.corrob", "changed.json"]).code, Some(1));
    assert_eq!(desk.run(&["check", "d.corrob"]).code, Some(1));
    desk.run(&["attach", "d.corrob", "S-1", "quay.txt"]).done();
    assert_eq!(text("d.corrob"), text("b.corrob"));
    assert_eq!(desk.run(&["check", "d.corrob"]).code, Some(0));
}

#[test]
fn a_source_that_only_speaks_of_a_document_does_not_keep_it() {
    let desk = desk();
    attach(&desk, "quay.txt").done();
    let source = desk.run(&["show", "a.corrob", "S-1", "--json"]).done().json();
    let digest = source["documents"][0]["text_sha256"].as_str().unwrap();
    let original = source["sha256"].as_str().unwrap();
    let about = format!("The same text as {digest}, of {original}");
    desk.run(&["add", "a.corrob", "source", "--title", "A copy", "--about", &about]).done();
    let said = attach(&desk, "quay.html").done();
    assert!(!said.err.contains("is that of S-2 too"), "{said:?}");
    attach(&desk, "quay.txt").done();
    desk.run(&["attach", "a.corrob", "--new", "quay.html"]).done();
    desk.run(&["expunge", "a.corrob", "S-1", "--reason", "it named a witness"]).done();
    let bytes = std::fs::read(desk.path("a.corrob")).unwrap();
    assert!(!bytes.windows(20).any(|window| window == b"The ladders were not"));
    // What another source has as its own stays there.
    assert!(
        desk.run(&["document", "a.corrob", "S-3", "--text"]).done().out.starts_with("Lamp out on quay 7")
    );
    clean(&desk);
}

#[test]
fn a_newer_file_of_its_source_leaves_the_document_where_it_is() {
    let desk = desk();
    let file = |url: &str| {
        format!(
            "{{\"format\":\"corrob-case\",\"version\":1,\"case\":{{\"dataset\":\"d\",\"title\":\"t\"}},\
             \"sources\":[{{\"id\":\"s\",\"title\":\"The report\",\"url\":\"{url}\"}}]}}"
        )
    };
    desk.write("old.json", &file("https://a.example/"));
    desk.write("new.json", &file("https://b.example/"));
    desk.run(&["import", "b.corrob", "old.json"]).done();
    desk.run(&["attach", "b.corrob", "S-1", "quay.pdf"]).done();
    desk.run(&["import", "b.corrob", "old.json"]).done();
    desk.run(&["import", "b.corrob", "new.json"]).done();
    let source = desk.run(&["show", "b.corrob", "S-1", "--json"]).done().json();
    assert_eq!(source["url"], "https://b.example/");
    assert_eq!(source["documents"][0]["sha256"], source["sha256"]);
    desk.run(&["document", "b.corrob", "S-1", "-o", "back.pdf"]).done();
    assert_eq!(desk.run(&["check", "b.corrob"]).code, Some(0));
}

#[test]
fn a_quote_that_is_typed_is_anchored_where_it_stands() {
    let desk = desk();
    desk.write("log.txt", "The gate\n\nGate 2: open. It was raining.\n\nIt was raining. Nobody came.\n");
    attach(&desk, "log.txt").done();
    desk.run(&["add", "a.corrob", "claim", "--text", "The gate was open."]).done();
    let add = |quote: &str, more: &[&str]| {
        let mut args =
            vec!["add", "a.corrob", "evidence", "--claim", "C-1", "--source", "S-1", "--stance", "supports"];
        args.extend(["--paraphrase", "The log shows it.", "--quote", quote]);
        args.extend(more);
        desk.run(&args).done()
    };
    let evidence =
        |at: usize| desk.run(&["list", "a.corrob", "evidence", "--json"]).done().json()[at].clone();
    // In the document's own words, with what stands around them.
    assert_eq!(add("gate 2:  Open", &[]).err, "");
    let made = evidence(0);
    assert_eq!((&made["quote"]["text"], &made["locator"]), (&"Gate 2: open".into(), &"¶ 2".into()));
    let anchor = &made["quote"]["anchor"];
    assert_eq!((&anchor["start"], &anchor["end"]), (&10.into(), &22.into()));
    assert!(anchor["suffix"].as_str().unwrap().starts_with(". It was raining."), "{anchor}");
    // Where it stands twice, and which of them is meant.
    let said = add("It was raining.", &[]);
    assert_eq!(
        said.err,
        "corrob: the quote stands 2 times in the document of S-1, and is taken from ¶ 2; a locator says which\n"
    );
    assert_eq!(add("It was raining.", &["--locator", "¶ 3"]).err, "");
    assert_eq!(evidence(2)["quote"]["anchor"]["start"], 41);
    // A locator of one's own stays, and a quote that is not there is kept as it was typed.
    assert_eq!(add("Nobody came.", &["--locator", "last line"]).err, "");
    assert_eq!(evidence(3)["locator"], "last line");
    let said = add("Gate 2: open. It was snowing.", &[]);
    assert!(said.err.starts_with("corrob: the quote differs from the document of S-1: "), "{said:?}");
    let said = add("A dog barked.", &[]);
    assert_eq!(said.err, "corrob: the quote does not stand in the document of S-1\n");
    assert_eq!(evidence(5)["quote"], serde_json::json!({ "text": "A dog barked." }));
    // Another quote for what is there, with its own place.
    desk.run(&["edit", "a.corrob", "E-1", "--quote", "Nobody came"]).done();
    assert_eq!(
        (&evidence(0)["locator"], &evidence(0)["quote"]["anchor"]["end"]),
        (&"¶ 3".into(), &68.into())
    );
    desk.run(&["undo", "a.corrob"]).done();
    assert_eq!(evidence(0)["quote"]["text"], "Gate 2: open");
    // Words that were translated do not stand there.
    let said = add("Das Tor stand offen.", &["--set", "quote.translator=Ana"]);
    assert_eq!(said.err, "");
    let checked = desk.run(&["check", "a.corrob"]);
    assert_eq!(checked.code, Some(1), "{checked:?}");
    assert!(checked.out.contains("the quote of E-5 from S-1 differs from the document"), "{checked:?}");
    assert!(checked.out.contains("the quote of E-6 from S-1 does not stand in the document"), "{checked:?}");
}
