//! The grounds on which things are withheld.

/// A ground that can be picked from a list: its code and what it stands for.
pub type KnownGround = (&'static str, &'static str);

/// Known grounds: the exemptions of the U.S. Freedom of Information Act, 5 U.S.C. § 552(b), and
/// those that stand outside it. Any other text is a ground too.
pub const KNOWN: &[KnownGround] = &[
    ("no-basis-stated", "no reason was given"),
    ("classified", "held to be classified, outside a FOIA answer"),
    ("glomar", "its holder neither confirms nor denies that it exists"),
    ("(b)(1)", "classified for national defence or foreign policy"),
    ("(b)(2)", "internal personnel rules"),
    ("(b)(3)", "exempt under another statute"),
    ("(b)(4)", "trade secrets and confidential commercial information"),
    ("(b)(5)", "privileged or deliberative communication within government"),
    ("(b)(6)", "personal privacy"),
    ("(b)(7)(A)", "would interfere with law enforcement proceedings"),
    ("(b)(7)(B)", "would deprive a person of a fair trial"),
    ("(b)(7)(C)", "personal privacy in law enforcement records"),
    ("(b)(7)(D)", "would disclose a confidential source"),
    ("(b)(7)(E)", "would disclose law enforcement techniques"),
    ("(b)(7)(F)", "would endanger a person's life or safety"),
    ("(b)(8)", "supervision of financial institutions"),
    ("(b)(9)", "geological information on wells"),
    ("source-protection", "a publisher protects its source"),
    ("sealed", "sealed by a court"),
];

/// What a known ground stands for.
#[must_use]
pub fn meaning(code: &str) -> Option<&'static str> {
    KNOWN.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, meaning)| *meaning)
}
