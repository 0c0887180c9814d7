//! The widths of signs in composite fonts, in the one of two forms that `pdf-extract` reads right: it takes
//! "first last width" for something else, and words then fall apart where a page is set by it.

use pdf_extract::{Dictionary, Document, Object, ObjectId};

/// The most signs that one range has.
const MOST: i64 = 0xFFFF;

/// Puts the widths of all fonts of a document in the form "first [width width ...]" (ISO 32000-2, 9.7.4.3).
pub(super) fn spell_out(document: &mut Document) {
    let fonts: Vec<ObjectId> =
        document.objects.iter().filter(|(_, it)| is_font(it)).map(|(id, _)| *id).collect();
    for id in fonts {
        let widths = document.objects.get(&id).and_then(|font| font.as_dict().ok()?.get(b"W").ok()).cloned();
        let (at, widths) = match widths {
            Some(Object::Reference(at)) => (Some(at), document.objects.get(&at).cloned()),
            other => (None, other),
        };
        let Some(Object::Array(widths)) = widths else { continue };
        let spelled = Object::Array(spelled(&widths));
        let place = match at {
            Some(at) => document.objects.get_mut(&at),
            None => {
                document.objects.get_mut(&id).and_then(|font| font.as_dict_mut().ok()?.get_mut(b"W").ok())
            }
        };
        if let Some(place) = place {
            *place = spelled;
        }
    }
}

fn is_font(object: &Object) -> bool {
    let named = |font: &Dictionary| {
        font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name.starts_with(b"CIDFont"))
    };
    object.as_dict().is_ok_and(named)
}

fn spelled(widths: &[Object]) -> Vec<Object> {
    let mut out = Vec::with_capacity(widths.len());
    let mut rest = widths;
    loop {
        match rest {
            [first, widths @ (Object::Array(_) | Object::Reference(_)), behind @ ..] => {
                out.extend([first.clone(), widths.clone()]);
                rest = behind;
            }
            [first, last, width, behind @ ..] => {
                if let (Ok(from), Ok(to)) = (first.as_i64(), last.as_i64())
                    && (0..=MOST).contains(&to.saturating_sub(from))
                {
                    let each = (from..=to).map(|_| width.clone()).collect();
                    out.extend([first.clone(), Object::Array(each)]);
                }
                rest = behind;
            }
            _ => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_spelled_out_and_lists_stay() {
        let n = Object::Integer;
        let list = Object::Array(vec![n(500), n(600)]);
        assert_eq!(
            spelled(&[n(1), list.clone(), n(19), n(21), n(636), n(40)]),
            [n(1), list, n(19), Object::Array(vec![n(636), n(636), n(636)])]
        );
    }
}
