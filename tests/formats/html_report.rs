//! The HTML report stands alone, says who says what, and lets no text act.

use crate::page::{Page, Piece};
use crate::parts::{Records, bundled, harbour};
use corrob::domain::report::{About, Part};
use corrob::formats::WriteError;
use corrob::formats::report::Report;
use corrob::formats::report::html::HtmlReport;
use corrob::text::for_terminal;
use std::cell::Cell;
use std::io::Write;
use std::path::Path;

fn html(records: &Records) -> String {
    let mut out = Vec::new();
    records.tell(&mut HtmlReport::new(&mut out), &mut |_| {});
    String::from_utf8(out).unwrap()
}

fn plain() -> Records {
    harbour(&str::to_owned)
}

/// Texts that would act, hide or break out where they were let.
const HOSTILE: [&str; 12] = [
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "</style></title></textarea><img src=x onerror=alert(1)>",
    "--><!--<![CDATA[",
    "&lt;b&gt;&#60;&amp;&copy;&#0;",
    "{{ 7 * 7 }}{% if %}${x}",
    "a\u{202e}gpj.exe\u{2066}\u{200b}b",
    "\u{1b}[31m\0\u{7f}\u{85}",
    "=1+1",
    "javascript:alert(1)",
    "שלום עולם \u{200f}مرحبا",
    "a\u{301}\u{302}\u{fe0f}e\r\nz\tq\u{2028}p",
];

#[test]
fn stands_alone_and_is_well_formed() {
    for records in [plain(), bundled(), Records::default()] {
        let html = html(&records);
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"));
        let page = Page::read(&html);
        page.check();
        let policy = page.starts().find(|start| start.attributes.contains_key("http-equiv")).unwrap();
        assert!(
            policy.attributes["content"]
                .starts_with("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        );
        for loads in ["url(", "@import", "src=", "<link", "<script", " style="] {
            assert!(!html.contains(loads), "{loads}");
        }
        let regions = ["header", "main", "nav", "footer"];
        assert!(regions.iter().all(|name| page.starts().any(|start| start.name == *name)));
        for start in page.starts().filter(|start| start.name == "th") {
            assert!(start.attributes.contains_key("scope"));
        }
    }
}

#[test]
fn attributes_are_quoted() {
    let html = html(&plain());
    let body = &html[html.find("</style>").unwrap()..];
    for tag in body.split('<').skip(1).map(|tag| tag.split('>').next().unwrap()) {
        let outside: String = tag.split('"').step_by(2).collect();
        let (equals, quotes) = (outside.matches('=').count(), tag.matches('"').count());
        assert_eq!(equals * 2, quotes, "<{tag}>");
    }
}

#[test]
fn no_claim_stands_without_its_claimant() {
    let records = plain();
    let html = html(&records);
    let page = Page::read(&html);
    assert!(
        page.text_of("C-1-title")
            .starts_with("C-1 Claimant: Ministry of Ports, owner of the quay The quay cost")
    );
    assert!(page.text_of("C-2-title").starts_with("C-2 Claimant: A clerk The channel"));
    assert!(page.text_of("C-2").contains("Claimant known as: anonymous"));
    assert!(page.text_of("C-3-title").starts_with("C-3 Claimant: not recorded The tender"));
    let text = page.text();
    for claim in &records.claims {
        for (at, _) in text.match_indices(claim.text.as_str()) {
            let before: String =
                text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
            let claimant = ["Ministry", "A clerk", "not recorded"].iter().any(|name| before.contains(name));
            assert!(claimant, "{before}{}", claim.text);
        }
    }
    assert!(page.text_of("C-2").contains("Part of C-1 Ministry: The quay cost"), "{text}");
    let list = page.text_of("list");
    assert!(list.contains("C-1 Ministry: The quay cost"), "{list}");
    assert!(list.contains("C-3 Claimant not recorded: The tender"), "{list}");
}

#[test]
fn everything_on_record_is_told_with_its_source() {
    let page = Page::read(&html(&plain()));
    let claim = page.text_of("C-1");
    for told in [
        "Put forward as: fact",
        "Asserted 2025-02-10",
        "Describes 2024",
        "Topic: contracts",
        "Evidence: 1 supporting, 1 repeating, 1 disputing, 1 context",
        "The reviewers reach different verdicts.",
        "r.lee: unproven, low confidence 2025-10-20",
        "m.ito: supported",
        "Note by r.lee Ask again. In May.",
        "G-1 withheld six pages of the ledger Holder: Ministry of Ports. According to S-3 Letter to the guild, page 2, ground no basis stated: no reason on record, inferred in a file that r.lee imported, harm, as its holder has it: a rival would learn of it. Asked for in R-1 The rest of the ledger (no response on record, overdue as of 2025-04-01). Blacked out.",
        "R-1 no response on record overdue as of 2025-04-01 The rest of the ledger A record, asked for by Harbour Gazette, of Ministry of Ports, on 2025-02-01, under the number 25-041, due 2025-03-01.",
        "F-1 Ministry of Ports about 9,000,000 crowns cost of the quay",
        "S-3 Letter to the guild, headline, page 1: A dear quay",
    ] {
        assert!(claim.contains(told), "{told}\n{claim}");
    }
    let evidence = page.text_of("E-1");
    let quote = evidence.find("Nueve millones").unwrap();
    assert!(quote < evidence.find("The ministry shows its ledger.").unwrap());
    for told in [
        "E-1 S-1 Statement on the quay Ministry of Ports by Press desk 2025-02 retracted bank-record page 3 of 2024-12",
        "Language: es; translated by the Gazette",
        "Speaks there A clerk",
        "Rests on S-3 Letter to the guild",
        "Origin untraced not recorded",
        "Material ledger of 2024",
        "The source says released in part, held by Ministry of Ports, ground (b)(4): trade secrets and confidential commercial information, invoked by Ministry of Ports",
        "Grades B2 source B, usually reliable; evidence 2, probably true",
        "The reviewers differ on this.",
        "r.lee: withheld in part and disputed, high confidence",
        "Ground (b)(4): trade secrets and confidential commercial information, invoked by Port Authority on 2025-03-02",
        "m.ito: released",
    ] {
        assert!(evidence.contains(told), "{told}\n{evidence}");
    }
    assert!(page.text_of("E-2").contains("m.ito: examined, no tag applies"));
    assert!(page.text_of("E-3").contains("Ground their own words, inferred by r.lee"));
    assert!(page.text_of("E-4").ends_with("Undecided"));
    assert!(page.text_of("C-2").contains("Set aside by r.lee: after the survey"));
    assert!(page.text_of("C-2").contains("Nothing here supports or repeats it."));
    assert!(page.text_of("C-3").contains("No evidence is on record for this claim."));
    let quoted = page.starts().find(|start| start.name == "blockquote").unwrap();
    assert_eq!(quoted.attributes["lang"], "es");
    for told in [
        "retracted",
        "Own statement of Ministry of Ports",
        "Reliability B, usually reliable",
        "Address open at ports.example",
        "Archived copy open at archive.example",
        "1 piece, on C-1",
    ] {
        assert!(page.text_of("S-1").contains(told), "{told}\n{}", page.text_of("S-1"));
    }
    assert!(
        page.text_of("S-2").contains("Quotes S-1 Statement on the quay Summarizes S-3 Letter to the guild")
    );
    assert!(page.text_of("loose").contains("R-2 refused A word from the clerk A comment, asked for by Harbour Gazette; answered 2025-03-03. Answer Not now."));
    assert!(page.text_of("loose").contains("G-2 not shown the rival bid"));
    let progress = page.text_of("progress");
    assert!(progress.contains("r.lee 2 of 5 0 2 1 0 1 of 3"), "{progress}");
    assert!(progress.contains("2 pieces of evidence have not been decided by anyone."), "{progress}");
    assert!(progress.contains("1 piece of evidence, 1 claim with different verdicts"), "{progress}");
}

#[test]
fn what_a_claim_stands_on_is_told_behind_its_evidence() {
    let page = Page::read(&html(&plain()));
    let claim = page.text_of("C-1");
    let from = claim.find("What it stands on").unwrap();
    assert!(claim.find("E-4").unwrap() < from);
    for told in [
        "For 1 untraced",
        "Repeating 1 piece (not counted)",
        "Tagged released m.ito: for: 1 untraced · against: nobody; 2 of 4 undecided",
        "Look again: r.lee, the verdict of 2025-03-01 is older than E-3, which came or changed later.",
        "Look again: when S-1 was last looked at is not on record.",
        "untraced: not recorded E-1 in S-1 Statement on the quay; speaking: A clerk B2",
        "E-1 withheld in part disputed ledger of 2024 Holder: Ministry of Ports. Tagged withheld in part and disputed by r.lee, ground (b)(4): trade secrets and confidential commercial information, invoked by Port Authority on 2025-03-02. Released in part according to S-1 Statement on the quay (reliability B), page 3, ground (b)(4): trade secrets and confidential commercial information, invoked by Ministry of Ports, harm, as its holder has it: a lost bid. But tagged released by m.ito.",
        "Asked for: 1 overdue R-1 no response on record overdue as of",
    ] {
        assert!(claim[from..].contains(told), "{told}\n{claim}");
    }
    assert!(!page.text_of("C-3").contains("What it stands on"));
    let loose = page.text_of("loose");
    assert!(loose.contains("R-2 refused A word from the clerk"), "{loose}");
    let text = page.text();
    assert!(text.contains("nobody has looked at for more than 30 days, as of 2025-10-21"), "{text}");
    assert!(text.contains("whenever it is made of the same case on the same day."), "{text}");
    let mut records = plain();
    records.query = Some("tag:withheld".into());
    let part = Page::read(&html(&records)).text_of("C-1");
    assert!(part.contains("What it stands on, by all its evidence in the case"), "{part}");
}

#[test]
fn where_nobody_tagged_anything_that_is_said_once() {
    let mut records = plain();
    records.said.clear();
    let text = Page::read(&html(&records)).text();
    assert_eq!(text.matches("Nobody has tagged any evidence yet").count(), 1, "{text}");
    assert!(!text.contains("Tagged released"), "{text}");
    // Where someone did, a claim says that nobody tagged its own.
    let page = Page::read(&html(&plain()));
    assert!(!page.text().contains("Nobody has tagged any evidence yet"));
    let other = page.text_of("C-2");
    assert!(other.contains("Tags Nobody has tagged any of its evidence."), "{other}");
}

#[test]
fn figures_stand_side_by_side_on_one_scale() {
    let page = Page::read(&html(&plain()));
    let figures = page.text_of("figures");
    for told in [
        "What each figure says on one scale from 0 to 9,000,000 crowns: a value is a dot",
        "F-1 about 9,000,000 crowns · Ministry F-2",
        "F-2 at least 4,000,000 crowns · A clerk",
        "F-2 A clerk at least 4,000,000 crowns measures: cost of the quay",
        "F-1 and F-2: differing",
        "F-2 ÷ F-1:",
        "Quantities with one figure Figure Asserted by Says Of what As of F-4 not recorded up to 11 m measures: depth",
    ] {
        assert!(figures.contains(told), "{told}\n{figures}");
    }
    let marks = |class: &str| {
        let is = |start: &&crate::page::Start| start.attributes.get("class").is_some_and(|it| it == class);
        page.starts().filter(is).count()
    };
    // About is soft and a dot; what has no end goes on; what stands alone is not drawn.
    assert_eq!((marks("soft"), marks("dot"), marks("open")), (1, 1, 1));
}

#[test]
fn the_ledger_of_all_claims_is_one_table() {
    let page = Page::read(&html(&plain()));
    let ledger = page.text_of("ledger");
    for told in [
        "Material Claim Holder How it stands Ground, and who says so Harm, as its holder has it Asked for in",
        "G-1 six pages of the ledger C-1 Ministry Ministry of Ports withheldaccording to S-3 Letter to the guild, page 2 no basis stated: no reason on record, inferred in a file that r.lee imported a rival would learn of it R-1 The rest of the ledger",
        "withheld in part and disputedtagged withheld in part and disputed by r.leereleased in part according to S-1 Statement on the quay (reliability B), page 3but tagged released by m.ito (b)(4): trade secrets and confidential commercial information, invoked by Port Authority on 2025-03-02S-1 Statement on the quay: (b)(4): trade secrets and confidential commercial information, invoked by Ministry of Ports a lost bid",
        "G-2 the rival bid none in particular not on record not shownas the case records it not on record none on record no request on record",
    ] {
        assert!(ledger.contains(told), "{told}\n{ledger}");
    }
}

#[test]
fn the_bundled_case_says_what_it_stands_on() {
    let page = Page::read(&html(&bundled()));
    page.check();
    let claim = page.text_of("C-1");
    let told = "What it stands on For 1 interested, unseen";
    assert!(claim.contains(told), "{claim}");
}

#[test]
fn sides_stand_in_the_order_of_the_stances() {
    let claim = Page::read(&html(&plain())).text_of("C-1");
    let at = |text: &str| claim.find(text).unwrap_or_else(|| panic!("{text}"));
    let order = [
        "Supports",
        "E-1",
        "Repeats",
        "E-2",
        "Disputes",
        "E-3",
        "Context",
        "E-4",
        "Gaps and what is not public",
        "Asked for",
        "Figures",
    ];
    let mut places: Vec<usize> = vec![];
    for text in order {
        places.push(
            places.last().copied().unwrap_or(0)
                + claim[places.last().copied().unwrap_or(0)..].find(text).unwrap(),
        );
    }
    assert!(at("How the sources put it") > *places.last().unwrap());
}

#[test]
fn the_head_says_what_the_report_covers() {
    let mut records = plain();
    let head = |records: &Records| {
        let text = Page::read(&html(records)).text();
        text[..text.find("How to read this report").unwrap()].to_owned()
    };
    let whole = head(&records);
    for told in [
        "The harbour contract",
        "Who paid for the quay?",
        "Bring up to date before relying on it. The court has ruled since.",
        "As of 2025-04-01 (inferred: the last letter )",
        "The whole case: 3 claims, 5 pieces of evidence.",
        "Private notes Left out",
    ] {
        assert!(whole.contains(told), "{told}\n{whole}");
    }
    (records.query, records.redacted, records.with_private) = (Some("tag:withheld".into()), true, true);
    let part = head(&records);
    for told in [
        "What the query tag:withheld leaves of the case",
        "replaced by stand-ins",
        "Included , and marked “private”",
    ] {
        assert!(part.contains(told), "{told}\n{part}");
    }
    let page = Page::read(&html(&records));
    assert!(!page.text_of("C-1").contains("1 supporting"), "counts of the whole case beside a part of it");
    assert!(page.text_of("E-3").contains("Note by Reviewer 1 private Kept apart."));
}

#[test]
fn matrix_and_timeline_say_in_words_what_they_draw() {
    let html = html(&plain());
    let page = Page::read(&html);
    let matrix = page.text_of("matrix");
    assert!(
        matrix.contains("C-1 in S-1: supports (released, withheld in part, disputed, the reviewers differ)"),
        "{matrix}"
    );
    assert!(
        matrix.contains(
            "C-1 Ministry: The quay cost nine million crowns S-1 released, withheld in part, disputed, the reviewers differ S-2 examined, no tag applies S-2 withheld S-2 undecided"
        ),
        "{matrix}"
    );
    let timeline = page.text_of("timeline");
    for told in [
        "2024 Event a claim describes C-1 Ministry: The quay cost nine million crowns",
        "2025-02 Source published S-1",
        "2025-02-14 (inferred) Source published S-2",
        "2025-02 Figure as of F-1 Ministry of Ports: cost of the quay: about 9,000,000 crowns",
        "2025-02-14 (inferred) Source published S-2 The ledger of the quay (from: the dateline)",
        "2025-03-01 Request made, due or answered R-1 due: Harbour Gazette asked Ministry of Ports for a record: The rest of the ledger",
        "2025-03-03 Request made, due or answered R-2 answered, or not by then: Harbour Gazette asked for a comment: A word from the clerk (of whom is not on record): refused",
    ] {
        assert!(timeline.contains(told), "{told}\n{timeline}");
    }
    let hollow = page
        .starts()
        .filter(|start| start.attributes.get("class").is_some_and(|class| class == "mark hollow"));
    assert_eq!(hollow.count(), 1);
    let widths: Vec<u32> = page
        .starts()
        .filter(|start| start.name == "rect" && start.attributes["rx"] == "10")
        .map(|start| start.attributes["width"].parse().unwrap())
        .collect();
    assert!(widths.contains(&20) && widths.iter().any(|width| *width > 60), "{widths:?}");
}

/// The elements and attributes of a page do not depend on its texts, and each text comes out as
/// the safe text it is.
#[test]
fn no_text_acts() {
    // Long enough that what the overview shortens is the same with any ending.
    let filler = "harbour ".repeat(90);
    let ending = |ending: &str| harbour(&|text: &str| format!("{text} {filler}{ending}"));
    let harmless = html(&ending("x[]y"));
    let harmless = Page::read(&harmless);
    for hostile in HOSTILE {
        let hostile = format!("x[{hostile}]y");
        let page = html(&ending(&hostile));
        let page = Page::read(&page);
        page.check();
        assert_eq!(page.structure(), harmless.structure(), "{hostile:?}");
        let safe = for_terminal(&hostile, true);
        let expected: Vec<String> = harmless.texts().iter().map(|text| text.replace("x[]y", &safe)).collect();
        assert_eq!(page.texts(), expected, "{hostile:?}");
    }
}

/// The same where texts are so short that they stand whole in the overviews too.
#[test]
fn no_short_text_acts() {
    let harmless = html(&harbour(&|_| "x".to_owned()));
    let harmless = Page::read(&harmless);
    for hostile in HOSTILE {
        let page = html(&harbour(&|_| hostile.to_owned()));
        let page = Page::read(&page);
        page.check();
        assert_eq!(page.structure(), harmless.structure(), "{hostile:?}");
        for text in page.texts() {
            assert_eq!(for_terminal(text, true), text, "{hostile:?} is shown as it is");
        }
    }
}

#[test]
fn a_very_long_word_is_kept_whole() {
    let word = "w".repeat(100_000);
    let page = Page::read(&html(&harbour(&|_| word.clone())));
    page.check();
    assert!(page.texts().contains(&word.as_str()));
}

#[test]
fn only_web_addresses_are_links() {
    let hostile = [
        "javascript:alert(1)",
        "JaVaScRiPt://ports.example/%0aalert(1)",
        "data:text/html,<b>",
        "file:///etc/passwd",
        "https://ports.example/\u{202e}x",
        "https:// x",
        "//ports.example",
        "https://a\"onclick=\"x",
    ];
    for url in hostile {
        let mut records = plain();
        (records.sources[0].url, records.sources[0].archive_url) = (Some(url.into()), Some(url.into()));
        let page = Page::read(&html(&records));
        page.check();
        assert!(
            page.starts().all(|start| start.attributes.get("href").is_none_or(|href| href.starts_with('#')))
        );
        assert!(page.text_of("S-1").contains(&*for_terminal(url, false)), "{url}");
    }
    let mut records = plain();
    let language = records.evidence[0].quote.as_mut().unwrap();
    language.language = Some("es\" onclick=\"x".into());
    let page = Page::read(&html(&records));
    page.check();
    assert!(
        page.starts()
            .filter(|start| start.name == "blockquote")
            .all(|start| !start.attributes.contains_key("lang"))
    );
}

#[test]
fn same_case_same_bytes() {
    assert_eq!(html(&bundled()), html(&bundled()));
}

/// Counts what it is given.
struct Counting<'a>(&'a Cell<usize>);

impl Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn each_part_is_written_as_it_comes() {
    let records = bundled();
    let written = Cell::new(0);
    let mut after: Vec<usize> = vec![0];
    records.tell(&mut HtmlReport::new(Counting(&written)), &mut |_| {
        let grown = written.get() - after.last().unwrap();
        assert!(grown > 200, "{grown} bytes for a claim and its evidence");
        after.push(written.get());
    });
    assert_eq!(after.len(), records.claims.len() + 1);
}

#[test]
fn a_large_case_is_summed_up_where_it_cannot_be_drawn() {
    let mut records = Records::read(b"{\"format\":\"corrob-case\",\"version\":1}");
    let from = plain();
    for n in 1..=450 {
        let mut claim = from.claims[0].clone();
        (claim.id, claim.claimant, claim.wordings, claim.asserted_on) =
            (format!("c{n}"), None, vec![], Some(from.claims[0].asserted_on.clone().unwrap()));
        records.claims.push(claim);
        if n <= 100 {
            let (mut source, mut piece) = (from.sources[2].clone(), from.evidence[1].clone());
            source.id = format!("s{n}");
            (piece.id, piece.claim, piece.source) = (format!("e{n}"), format!("c{n}"), source.id.clone());
            records.sources.push(source);
            records.evidence.push(piece);
        }
    }
    let html = html(&records);
    let page = Page::read(&html);
    page.check();
    assert!(page.text_of("list").contains("C-1 to C-3 C-4 to C-6"), "{}", page.text_of("list"));
    let matrix = page.text_of("matrix");
    assert!(matrix.contains("It holds the first 300 of 450 claims."), "{matrix}");
    assert!(matrix.contains("It holds the 80 sources with most evidence. 20 more sources are left out."));
    assert!(page.text_of("timeline").contains("100 more dates are left out."));
}

/// A report that does not come to know of the claims.
struct WithoutClaims(HtmlReport<Vec<u8>>);

impl Report for WithoutClaims {
    fn begin(&mut self, about: &About) -> Result<(), WriteError> {
        self.0.begin(about)
    }

    fn part(&mut self, part: Part<'_>) -> Result<(), WriteError> {
        if matches!(part, Part::Claim(..)) { Ok(()) } else { self.0.part(part) }
    }

    fn end(&mut self) -> Result<(), WriteError> {
        self.0.end()
    }
}

#[test]
fn evidence_without_its_claim_is_refused() {
    let mut report = WithoutClaims(HtmlReport::new(Vec::new()));
    let refused = plain().try_tell(&mut report, &mut |_| {}).unwrap_err();
    assert!(refused.to_string().contains("a piece of evidence came before its claim"));
}

/// The templates put nothing in a page but through the one door.
#[test]
fn no_template_goes_past_the_door() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/report");
    let mut seen = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let template = std::fs::read_to_string(&path).unwrap();
        for past in ["|safe", "| safe", "|escape", "|e(", "{% filter", "autoescape"] {
            assert!(!template.contains(past), "{} has {past}", path.display());
        }
        seen += 1;
    }
    assert!(seen > 10);
}

/// A piece is drawn as text wherever the page has text.
#[test]
fn line_breaks_of_notes_stay() {
    let page = Page::read(&html(&plain()));
    let kept =
        page.pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text == "Ask again.\nIn May."));
    assert!(kept);
}
