//! A document's custody in words: what it is, who captured and attached it, when, from where, and its digest.

use super::document::DocumentInfo;
use super::wording::counted;

/// The number of a version, where there are several: "version 2 of 3".
#[must_use]
pub fn version(at: usize, of: usize) -> Option<String> {
    (of > 1).then(|| format!("version {} of {of}", at + 1))
}

/// What is known of a version of a document, in one sentence without a full stop.
#[must_use]
pub fn custody(document: &DocumentInfo) -> String {
    let mut what = vec![document.media_type.clone(), counted(document.size, "byte")];
    what.extend(document.pages.map(|pages| counted(pages, "page")));
    let mut parts = vec![match &document.name {
        Some(name) => format!("{name} ({})", what.join(", ")),
        None => what.join(", "),
    }];
    let by = |by: &Option<String>| by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let captured = document.captured.as_ref().map(|date| format!(" {date}")).unwrap_or_default();
    let from = document.from.as_ref().map(|from| format!(" from {from}")).unwrap_or_default();
    let capture = format!("{captured}{}{from}", by(&document.captured_by));
    if !capture.is_empty() {
        parts.push(format!("captured{capture}"));
    }
    parts.push(format!("attached {}{}", document.attached, by(&document.by)));
    parts.push(format!("SHA-256 {}", document.sha256));
    if document.text_only == Some(true) {
        parts.push("only its text was kept".into());
    }
    parts.join("; ")
}

/// A document's versions, the latest last: what is known of each, with its number where there are several.
#[must_use]
pub fn versions(documents: &[DocumentInfo]) -> Vec<String> {
    let numbered = |(at, document): (usize, &DocumentInfo)| {
        let number = version(at, documents.len()).map(|version| format!("{version}: ")).unwrap_or_default();
        number + &custody(document)
    };
    documents.iter().enumerate().map(numbered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_known_is_said_and_nothing_else() {
        let mut document = json!({
            "sha256": "ab".repeat(32), "media_type": "application/pdf", "size": 48213, "pages": 1,
            "name": "log.pdf", "attached": "2026-11-26T18:05:12Z", "by": "n.ito",
            "text_sha256": "cd".repeat(32), "structure_sha256": "ef".repeat(32),
        });
        let said = |document: &serde_json::Value| custody(&serde_json::from_value(document.clone()).unwrap());
        let digest = "ab".repeat(32);
        assert_eq!(
            said(&document),
            format!(
                "log.pdf (application/pdf, 48,213 bytes, 1 page); attached 2026-11-26T18:05:12Z by n.ito; SHA-256 {digest}"
            )
        );
        document["from"] = "the harbour office".into();
        document["captured"] = "2026-11".into();
        document["text_only"] = true.into();
        assert!(said(&document).contains("; captured 2026-11 from the harbour office; attached"));
        assert!(said(&document).ends_with("; only its text was kept"));
        assert_eq!((version(0, 1), version(1, 3)), (None, Some("version 2 of 3".into())));
    }
}
