//! The grounds on which things are withheld, and the one way in which each is written here.

mod written;

use super::dates::Dated;
use super::words::Basis;

/// A ground that can be picked from a list: its code and what it stands for.
pub type KnownGround = (&'static str, &'static str);

/// Known grounds: the exemptions and exclusions of the U.S. Freedom of Information Act, 5 U.S.C.
/// § 552(b) and (c), and those that stand outside it. Any other text is a ground too.
pub const KNOWN: &[KnownGround] = &[
    ("no-basis-stated", "no reason on record"),
    ("classified", "held to be classified, outside a FOIA answer"),
    ("glomar", "its holder neither confirms nor denies that it exists"),
    ("(b)(1)", "classified for national defense or foreign policy"),
    ("(b)(2)", "internal personnel rules"),
    ("(b)(3)", "exempt under another statute"),
    ("(b)(4)", "trade secrets and confidential commercial information"),
    ("(b)(5)", "privileged or deliberative communication within government"),
    ("(b)(5) deliberative process", "opinions and advice before a decision of government"),
    ("(b)(5) attorney-client", "confidential between a lawyer and a client in government"),
    ("(b)(5) attorney work product", "prepared by a lawyer of government for litigation"),
    ("(b)(5) presidential communications", "advice to the President"),
    ("(b)(6)", "personal privacy"),
    ("(b)(7)", "compiled for law enforcement"),
    ("(b)(7)(A)", "would interfere with law enforcement proceedings"),
    ("(b)(7)(B)", "would deprive a person of a fair trial"),
    ("(b)(7)(C)", "personal privacy in law enforcement records"),
    ("(b)(7)(D)", "would disclose a confidential source"),
    ("(b)(7)(E)", "would disclose law enforcement techniques"),
    ("(b)(7)(F)", "would endanger a person's life or safety"),
    ("(b)(8)", "supervision of financial institutions"),
    ("(b)(9)", "geological information on wells"),
    ("(c)(1)", "excluded: a criminal investigation whose subject does not know of it"),
    ("(c)(2)", "excluded: records kept under the name of an informant who is not confirmed"),
    ("(c)(3)", "excluded: FBI intelligence or terrorism records whose existence is classified"),
    ("source-protection", "a publisher protects its source"),
    ("sealed", "sealed by a court"),
];

/// The codes that a text is made of, each in the one way it is written here; `None` if the text is
/// no code. A statute behind `(b)(3)` stays as it is.
#[must_use]
pub fn parse(text: &str) -> Option<Vec<String>> {
    written::codes(text).or_else(|| other(text).map(|known| vec![known.to_owned()]))
}

/// A ground as it is written here: `b7C` and `Exemption 7(C)` are `(b)(7)(C)`, `Ex. 6, 7(C)` is
/// `(b)(6), (b)(7)(C)`. Text that is no code stays as it is.
#[must_use]
pub fn canonical(text: &str) -> String {
    parse(text).map_or_else(|| text.to_owned(), |codes| codes.join(", "))
}

/// A ground as people read it: a number of the Act as it is written, any other known ground in words ("no basis
/// stated", "Glomar"). Text that is no code stays as it is.
#[must_use]
pub fn shown(text: &str) -> String {
    let word = |code: String| match code.as_str() {
        "glomar" => "Glomar".to_owned(),
        numbered if numbered.starts_with('(') => code,
        named => named.replace('-', " "),
    };
    let codes = parse(text).map(|codes| codes.into_iter().map(word).collect::<Vec<_>>().join(", "));
    codes.unwrap_or_else(|| text.to_owned())
}

/// A ground, what it stands for, and who says that it applies; of several, each with what it stands for.
#[must_use]
pub fn sentence(code: &str, said: Option<&str>) -> String {
    let several = parse(code).filter(|codes| codes.len() > 1).and_then(|_| meanings(code));
    let ground = several.unwrap_or_else(|| {
        let meaning = meanings(code).map(|meaning| format!(": {meaning}"));
        shown(code) + &meaning.unwrap_or_default()
    });
    ground + &said.map(|said| format!(", {said}")).unwrap_or_default()
}

/// Whether a ground was invoked, by whom and when, or inferred, and by whom: "invoked by the Navy on 2025-03-04",
/// "inferred by r.lee as the ground of the Navy".
#[must_use]
pub fn basis(basis: Basis, inferred_by: Option<&str>, by: Option<&str>, on: Option<&Dated>) -> String {
    let on = on.map(|on| format!(" {}", on.when())).unwrap_or_default();
    match basis {
        Basis::Invoked => format!("invoked{}{on}", by.map(|by| format!(" by {by}")).unwrap_or_default()),
        Basis::Inferred => {
            let who = inferred_by.map(|who| format!(" by {who}")).unwrap_or_default();
            let whose = by.map(|by| format!(" as the ground of {by}")).unwrap_or_default();
            format!("inferred{who}{whose}{on}")
        }
    }
}

/// A known ground outside the numbers of the Act.
fn other(text: &str) -> Option<&'static str> {
    let words: Vec<String> = text.split_whitespace().map(str::to_ascii_lowercase).collect();
    let word = match words.join("-").as_str() {
        "glomar-response" | "neither-confirm-nor-deny" => "glomar".to_owned(),
        word => word.to_owned(),
    };
    KNOWN.iter().map(|(known, _)| *known).find(|known| *known == word)
}

/// Whether the holder neither confirms nor denies that there is anything to withhold.
#[must_use]
pub fn is_glomar(text: &str) -> bool {
    parse(text).is_some_and(|codes| codes.iter().any(|code| code == "glomar"))
}

/// Whether it is none: nobody gives a reason.
#[must_use]
pub fn is_unstated(text: &str) -> bool {
    parse(text).is_some_and(|codes| codes == ["no-basis-stated"])
}

/// What one ground stands for, however it is written; none for one that is not known, and for several.
#[must_use]
pub fn meaning(text: &str) -> Option<&'static str> {
    match parse(text)?.as_slice() {
        [code] => of_code(code),
        _ => None,
    }
}

/// What a ground stands for; where it is several codes, what each of them does.
#[must_use]
pub fn meanings(text: &str) -> Option<String> {
    let codes = parse(text)?;
    match codes.as_slice() {
        [code] => of_code(code).map(str::to_owned),
        several => {
            let each = several.iter().map(|code| match of_code(code) {
                Some(meaning) => format!("{code}: {meaning}"),
                None => code.clone(),
            });
            let known = several.iter().any(|code| of_code(code).is_some());
            known.then(|| each.collect::<Vec<_>>().join("; "))
        }
    }
}

fn of_code(code: &str) -> Option<&'static str> {
    let known = |code: &str| KNOWN.iter().find(|(known, _)| *known == code).map(|(_, meaning)| *meaning);
    known(code).or_else(|| known(code.split_once(' ')?.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_is_one_however_it_is_written() {
        for (written, code) in [
            ("b7C", "(b)(7)(C)"),
            ("(b)(7)(c)", "(b)(7)(C)"),
            ("b(7)(C)", "(b)(7)(C)"),
            ("(b) (7) (C)", "(b)(7)(C)"),
            ("b-7-c", "(b)(7)(C)"),
            ("Exemption 7(C)", "(b)(7)(C)"),
            ("exemption 7C", "(b)(7)(C)"),
            ("FOIA Exemption (b)(7)(C)", "(b)(7)(C)"),
            ("Ex. 6", "(b)(6)"),
            ("Ex 6", "(b)(6)"),
            ("Exemption No. 6", "(b)(6)"),
            ("(b) (6)", "(b)(6)"),
            (" B6 ", "(b)(6)"),
            ("(b)(6).", "(b)(6)"),
            ("5 U.S.C. § 552(b)(6)", "(b)(6)"),
            ("(b)(7)", "(b)(7)"),
            ("b9", "(b)(9)"),
            ("Exclusion (c)(2)", "(c)(2)"),
            ("(c)(3)", "(c)(3)"),
            ("c(1)", "(c)(1)"),
            ("(b)(3): 50 U.S.C. § 3024(i)", "(b)(3) 50 U.S.C. § 3024(i)"),
            ("b3 (50 USC 3024)", "(b)(3) 50 USC 3024"),
            ("(b)(5) DPP", "(b)(5) deliberative process"),
            ("b5 - Attorney-Client Privilege", "(b)(5) attorney-client"),
            ("(b)(5) (AWP)", "(b)(5) attorney work product"),
            ("GLOMAR", "glomar"),
            ("Glomar response", "glomar"),
            ("no basis stated", "no-basis-stated"),
        ] {
            assert_eq!(canonical(written), code, "{written}");
            assert!(meaning(written).is_some(), "{written}");
        }
    }

    #[test]
    fn several_codes_stay_a_list() {
        for (written, codes) in [
            ("(b)(6), (b)(7)(C)", "(b)(6), (b)(7)(C)"),
            ("b6;b7C", "(b)(6), (b)(7)(C)"),
            ("(b)(6)(b)(7)(C)", "(b)(6), (b)(7)(C)"),
            ("b6b7C", "(b)(6), (b)(7)(C)"),
            ("b(6) & b(7)(C)", "(b)(6), (b)(7)(C)"),
            ("(b)(6)/(b)(7)(C)", "(b)(6), (b)(7)(C)"),
            ("Exemptions 6 and 7(C)", "(b)(6), (b)(7)(C)"),
            ("Exs. 6, 7(C)", "(b)(6), (b)(7)(C)"),
            ("Ex. 6, Ex. 7(C)", "(b)(6), (b)(7)(C)"),
            ("(b)(7)(A), (C), and (F)", "(b)(7)(A), (b)(7)(C), (b)(7)(F)"),
            ("(b)(3) 8 USC 1202(f), (b)(6)", "(b)(3) 8 USC 1202(f), (b)(6)"),
            ("(b)(5) DP, AC", "(b)(5) DP, AC"),
            ("b5 dp; b5 ac", "(b)(5) deliberative process, (b)(5) attorney-client"),
        ] {
            assert_eq!(canonical(written), codes, "{written}");
        }
        assert_eq!(meaning("b6, b7C"), None);
        assert_eq!(
            meanings("b6, b7C").unwrap(),
            "(b)(6): personal privacy; (b)(7)(C): personal privacy in law enforcement records"
        );
        assert_eq!(meanings("b6").as_deref(), Some("personal privacy"));
    }

    #[test]
    fn a_ground_is_shown_in_words_and_read_back_as_its_code() {
        for (code, words) in [
            ("no-basis-stated", "no basis stated"),
            ("glomar", "Glomar"),
            ("source-protection", "source protection"),
            ("(b)(5) attorney-client", "(b)(5) attorney-client"),
            ("b6, b7C", "(b)(6), (b)(7)(C)"),
            ("policies against well-known harm", "policies against well-known harm"),
        ] {
            assert_eq!(shown(code), words);
            assert_eq!(canonical(words), canonical(code));
        }
    }

    #[test]
    fn what_is_no_code_stays() {
        for text in [
            "",
            " ",
            "b",
            "6",
            "7(C)",
            "c1",
            "C-1",
            "b0",
            "b12",
            "1.4(d)",
            "(b)(1)(A)",
            "(b)(6)(A)",
            "(b)(7)(G)",
            "(c)(4)",
            "Ex.",
            "Ex. 6 of the contract",
            "b6-1",
            "Exemption",
            "example 6",
            "b6 and others",
            "(b)(5) because they say so",
            "source protection of a kind",
            "policies against coordinated harm",
            "(b)(6) ß",
            "ſb6",
            "Sealed by order of 3 May",
        ] {
            assert_eq!(canonical(text), text);
            assert_eq!(meanings(text), None, "{text}");
        }
    }

    #[test]
    fn known_grounds_are_written_in_the_one_way_and_each_once() {
        for (at, (code, meaning)) in KNOWN.iter().enumerate() {
            assert_eq!(canonical(code), *code);
            assert_eq!(super::meaning(code), Some(*meaning));
            assert!(KNOWN[..at].iter().all(|(other, _)| other != code), "{code}");
        }
    }

    fn numbered() -> Vec<&'static str> {
        KNOWN.iter().map(|(code, _)| *code).filter(|code| code.starts_with('(')).collect()
    }

    proptest! {
        #[test]
        fn once_is_enough(text in "[ -~§]{0,24}|([bB(c)0-9 ,;/A-Gand.]|Ex\\. ?|DP|USC ?|Act){0,12}|\\PC{0,8}") {
            let once = canonical(&text);
            prop_assert_eq!(canonical(&once), once.clone());
            prop_assert_eq!(meanings(&once), meanings(&text));
            match parse(&text) {
                None => prop_assert_eq!(once, text),
                Some(codes) => for code in codes {
                    prop_assert!(of_code(&code).is_some(), "{}", code);
                },
            }
        }

        #[test]
        fn words_are_no_codes(text in "[a-z ]{0,24}") {
            prop_assume!(other(&text).is_none());
            prop_assert_eq!(canonical(&text), text);
        }

        #[test]
        fn every_code_is_found_again_among_others(
            codes in prop::collection::vec(prop::sample::select(numbered()), 1..5),
            between in prop::sample::select(vec![", ", ";", " / ", " and ", "; "]),
        ) {
            prop_assert_eq!(canonical(&codes.join(between)), codes.join(", "));
        }
    }
}
