//! What a web page says of itself: in its head, its language, and the JSON-LD that it carries for others.

use crate::documents::flow::squeezed;
use crate::domain::Date;
use crate::domain::document::Says;
use html5gum::Token;
use serde_json::Value;

/// Gathers what a page says of itself.
#[derive(Debug, Default)]
pub(super) struct Reader {
    metas: Vec<(String, String)>,
    title: Option<String>,
    canonical: Option<String>,
    language: Option<String>,
    linked: Vec<Value>,
    within: Within,
}

/// What the next text is.
#[derive(Debug, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Other,
    Title,
    Linked,
}

impl Reader {
    pub(super) fn take(&mut self, token: &Token) {
        match token {
            Token::StartTag(tag) => {
                let get = |wanted: &[u8]| {
                    let value = tag.attributes.get(wanted)?;
                    Some(squeezed(&String::from_utf8_lossy(value))).filter(|value| !value.is_empty())
                };
                match &**tag.name {
                    b"title" if self.title.is_none() => self.within = Within::Title,
                    b"script"
                        if get(b"type")
                            .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) =>
                    {
                        self.within = Within::Linked;
                    }
                    b"html" => self.language = get(b"lang").or(get(b"xml:lang")),
                    b"link" if get(b"rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                        self.canonical = get(b"href");
                    }
                    b"meta" => {
                        let name = get(b"property").or(get(b"name")).or(get(b"itemprop"));
                        if let Some((name, content)) = name.zip(get(b"content")) {
                            self.metas.push((name.to_ascii_lowercase(), content));
                        }
                    }
                    _ => {}
                }
            }
            Token::String(text) => match std::mem::take(&mut self.within) {
                Within::Title => self.title = Some(squeezed(&String::from_utf8_lossy(text))),
                Within::Linked => self.linked.extend(serde_json::from_slice(text).ok()),
                Within::Other => {}
            },
            Token::EndTag(_) => self.within = Within::Other,
            _ => {}
        }
    }

    pub(super) fn said(self) -> Says {
        let meta = |names: &[&str]| {
            let found = |name: &&str| self.metas.iter().find(|(known, _)| known == name);
            names.iter().find_map(found).map(|(_, content)| content.clone())
        };
        let article = self.linked.iter().find_map(article);
        let linked = |path: &[&str]| article.and_then(|article| named(article, path));
        let published = [
            "article:published_time",
            "datepublished",
            "dc.date.issued",
            "citation_publication_date",
            "citation_date",
            "parsely-pub-date",
            "sailthru.date",
            "pubdate",
            "publish-date",
        ];
        let is_address = |url: &String| url.starts_with("http://") || url.starts_with("https://");
        Says {
            title: linked(&["headline"])
                .or(meta(&["og:title", "citation_title", "dc.title", "twitter:title"]))
                .or(self.title.clone())
                .filter(|title| !title.is_empty()),
            author: linked(&["author"])
                .or(meta(&["author", "article:author", "citation_author", "dc.creator", "parsely-author"]))
                .filter(|author| !is_address(author)),
            publisher: linked(&["publisher"]).or(meta(&[
                "og:site_name",
                "citation_publisher",
                "dc.publisher",
            ])),
            dated: meta(&["date", "dc.date", "dcterms.date", "dcterms.created"]).and_then(|text| date(&text)),
            published: linked(&["datePublished"]).or(meta(&published)).and_then(|text| date(&text)),
            url: self.canonical.clone().filter(is_address).or(meta(&["og:url"]).filter(is_address)),
            language: self
                .language
                .clone()
                .filter(|tag| is_tag(tag))
                .or(meta(&["og:locale"]).map(|tag| tag.replace('_', "-"))),
        }
    }
}

/// Whether a text could be a BCP 47 tag.
fn is_tag(tag: &str) -> bool {
    tag.len() <= 35
        && tag
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The article that JSON-LD is of: the first object with a headline, in lists and graphs too.
fn article(value: &Value) -> Option<&Value> {
    match value {
        Value::Array(all) => all.iter().find_map(article),
        Value::Object(members) if members.contains_key("headline") => Some(value),
        Value::Object(members) => members.get("@graph").and_then(article),
        _ => None,
    }
}

/// The text of a member, or the name of the thing that it is; of several, all.
fn named(value: &Value, path: &[&str]) -> Option<String> {
    let value = path.iter().try_fold(value, |value, name| value.get(name))?;
    let texts: Vec<String> = match value {
        Value::String(text) => vec![text.clone()],
        Value::Object(members) => {
            members.get("name").and_then(Value::as_str).map(str::to_owned).into_iter().collect()
        }
        Value::Array(all) => all.iter().filter_map(|one| named(one, &[])).collect(),
        _ => Vec::new(),
    };
    Some(squeezed(&texts.join(", "))).filter(|text| !text.is_empty())
}

/// A date as documents write it for programs, with the precision it has.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let whole = || text.parse::<Date>().ok();
    // "2021-01-23 11:50:59-05:00", "2021/01/23", "20210123".
    let day = || text.get(..10)?.replace('/', "-").parse::<Date>().ok();
    let digits = || {
        let digits = text.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]).parse().ok()
    };
    whole().or_else(day).or_else(digits)
}
