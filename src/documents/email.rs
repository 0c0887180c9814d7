//! E-mail as it is saved (RFC 5322, MIME).

use crate::documents::extracted::{Extracted, Unreadable};
use crate::documents::flow::squeezed;
use crate::documents::{html, plain};
use crate::domain::DocumentText;
use crate::domain::document::{Form, Says};
use mail_parser::{Address, Message, MessageParser, MimeHeaders, PartType};

const WHAT: &str = "an e-mail";

pub(super) fn read(bytes: &[u8]) -> Result<Extracted, Unreadable> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| Unreadable::new(format!("it begins as {WHAT}, and cannot be read as one")))?;
    let mut text = DocumentText::default();
    put(&message, &mut text, 0);
    let date = message.date().map(mail_parser::DateTime::to_rfc3339).and_then(|date| date.parse().ok());
    Ok(Extracted {
        media_type: "message/rfc822".into(),
        what: WHAT.into(),
        says: Says {
            title: message.subject().map(squeezed).filter(|subject| !subject.is_empty()),
            author: message
                .from()
                .and_then(|from| from.first())
                .and_then(|from| from.name().or(from.address()).map(squeezed)),
            dated: date,
            ..Says::default()
        },
        text,
        ..Extracted::default()
    })
}

/// How many e-mails are read that are attached to one another.
const DEEPEST: usize = 5;

fn put(message: &Message<'_>, text: &mut DocumentText, depth: usize) {
    let date = message.date().map(mail_parser::DateTime::to_rfc3339);
    let heads = [
        ("From", message.from().map(people)),
        ("To", message.to().map(people)),
        ("Cc", message.cc().map(people)),
        ("Date", date),
        ("Subject", message.subject().map(squeezed)),
    ];
    let heads = heads.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", value?)));
    text.push(Form::Preformatted, None, &heads.collect::<Vec<_>>().join("\n"));
    for part in &message.text_body {
        match message.parts.get(*part as usize).map(|part| &part.body) {
            Some(PartType::Text(body)) => {
                let body = body.replace("\r\n", "\n");
                plain::paragraphs(&body, false, &mut |form, paragraph| {
                    // Lines that quote the message before, each with its sign.
                    let quoted = paragraph.lines().all(|line| line.starts_with('>'));
                    text.push(if quoted { Form::Quotation } else { form }, None, paragraph);
                });
            }
            Some(PartType::Html(body)) => {
                if let Ok(page) = html::read(body) {
                    for paragraph in &page.text.paragraphs {
                        text.push(paragraph.form, None, &page.text.text[paragraph.start..paragraph.end]);
                    }
                }
            }
            _ => {}
        }
    }
    for part in message.attachments() {
        let name = part.attachment_name().map(squeezed);
        match &part.body {
            PartType::Message(inner) if depth < DEEPEST => {
                text.push(Form::Text, None, "Attached message:");
                put(inner, text, depth + 1);
            }
            body => {
                let kind = part.content_type().map(|kind| match kind.subtype() {
                    Some(sub) => format!("{}/{sub}", kind.ctype()),
                    None => kind.ctype().to_owned(),
                });
                let size = match body {
                    PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.len(),
                    PartType::Text(body) | PartType::Html(body) => body.len(),
                    _ => part.raw_len() as usize,
                };
                let name = name.as_deref().unwrap_or("without a name");
                let kind = kind.as_deref().unwrap_or("of an unknown type");
                text.push(Form::Text, None, &format!("Attachment: {name} ({kind}, {size} bytes)"));
            }
        }
    }
}

/// The people of a head: "r.lee <r.lee@example.org>, ...".
fn people(address: &Address<'_>) -> String {
    let each = address.iter().map(|one| match (one.name(), one.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(name), None) => name.to_owned(),
        (None, Some(address)) => address.to_owned(),
        (None, None) => String::new(),
    });
    squeezed(&each.filter(|one| !one.is_empty()).collect::<Vec<_>>().join(", "))
}
