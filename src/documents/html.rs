//! A web page: the text that a reader reads, without menus, headers and footers of the site, scripts and what
//! is hidden. Nothing is fetched. Passages that the page marks as redacted stay where they are.

use crate::documents::extracted::{Extracted, Unreadable};
use crate::documents::flow::{squeezed, squeezed_lines};
use crate::documents::html_redactions::{self, REDACTED};
use crate::documents::html_says;
use crate::domain::DocumentText;
use crate::domain::document::Form;
use crate::domain::wording::counted;
use html5gum::{StartTag, Token, Tokenizer, naive_next_state};

/// How many elements may be open in one another; those deeper are passed over as if they were not there.
const DEEPEST: usize = 500;

const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// What is no text of the page at all.
const UNREAD: &[&str] = &[
    "script", "style", "noscript", "template", "svg", "math", "canvas", "audio", "video", "object", "iframe",
    "select", "textarea", "button", "dialog", "title", "head", "datalist",
];
/// What stands in the head of a page.
const OF_HEAD: &[&str] = &["title", "base", "link", "meta", "style", "script", "noscript", "template"];
/// What belongs to the site, and not to what the page is about.
const OF_SITE: &[&str] = &["nav", "aside", "footer", "menu", "search", "form"];
const ROLES_OF_SITE: &[&str] =
    &["navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar", "dialog", "alert"];
/// Words in the class or the id of an element that say the same.
const WORDS_OF_SITE: &[&str] = &[
    "nav",
    "navbar",
    "navigation",
    "menu",
    "breadcrumb",
    "breadcrumbs",
    "sidebar",
    "footer",
    "masthead",
    "share",
    "sharing",
    "social",
    "cookie",
    "cookies",
    "consent",
    "newsletter",
    "subscribe",
    "subscription",
    "signup",
    "related",
    "recommended",
    "recirculation",
    "advert",
    "advertisement",
    "ads",
    "promo",
    "sponsored",
    "comments",
    "skip",
    "popup",
    "modal",
    "paywall",
    "toolbar",
    "pagination",
    "pager",
];

/// Words before such a word that say what a page has or lacks: "no-sidebar", "has-menu".
const WORDS_OF_LACK: &[&str] = &["no", "not", "without", "has", "with", "hide"];

/// What an element does to the text in it.
#[derive(Debug, Clone, Default)]
struct Element {
    name: String,
    unread: bool,
    of_site: bool,
    main: bool,
    redacted: bool,
}

/// A paragraph, and what it is part of.
#[derive(Debug)]
struct Block {
    form: Form,
    text: String,
    of_site: bool,
    main: bool,
}

/// A row of a table that is being read.
#[derive(Debug, Default)]
struct Row {
    /// The blocks of each cell.
    cells: Vec<Vec<Block>>,
}

#[derive(Default)]
struct Walk {
    open: Vec<Element>,
    now: String,
    blocks: Vec<Block>,
    rows: Vec<Row>,
}

pub(super) fn read(page: &str) -> Result<Extracted, Unreadable> {
    let mut walk = Walk::default();
    let mut says = html_says::Reader::default();
    let mut tokens = Tokenizer::new(page);
    while let Some(Ok(token)) = tokens.next() {
        says.take(&token);
        match token {
            Token::StartTag(tag) => {
                // What XHTML closes in the tag itself has no text, of which the rest of the page would be read as part.
                if let Some(state) = naive_next_state(&tag.name).filter(|_| !tag.self_closing) {
                    tokens.set_state(state);
                }
                walk.begin(&tag);
            }
            Token::EndTag(tag) => walk.end(&String::from_utf8_lossy(&tag.name)),
            Token::String(text) => walk.text(&String::from_utf8_lossy(&text)),
            _ => {}
        }
    }
    walk.close_to(0);
    let blocks = walk.blocks;
    let mut says = says.said();
    let (text, left_out) = chosen(blocks);
    let remark = (left_out > 0).then(|| {
        format!(
            "{} of the site around the page not read: menus, footers and the like",
            counted(left_out, "paragraph")
        )
    });
    if says.title.is_none() {
        let heading = text.paragraphs.iter().find(|paragraph| matches!(paragraph.form, Form::Heading(1 | 2)));
        says.title = heading.map(|paragraph| text.text[paragraph.start..paragraph.end].to_owned());
    }
    Ok(Extracted {
        media_type: "text/html".into(),
        what: "a web page".into(),
        text,
        says,
        remarks: remark.into_iter().collect(),
        ..Extracted::default()
    })
}

/// The words of a piece of HTML, without its tags.
pub(super) fn words_of(html: &str) -> String {
    let texts = Tokenizer::new(html).flatten().filter_map(|token| match token {
        Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
        _ => None,
    });
    texts.collect()
}

/// What of a page is read: what its main part holds, where it names one that holds most of it; else all that
/// is not of the site. Where next to nothing would be left, all of it. With how many paragraphs are left out.
fn chosen(blocks: Vec<Block>) -> (DocumentText, u64) {
    let weigh = |of: &dyn Fn(&Block) -> bool| -> usize {
        blocks.iter().filter(|block| of(block)).map(|block| block.text.len()).sum()
    };
    let all = weigh(&|_| true);
    let rest = weigh(&|block| !block.of_site);
    let main = weigh(&|block| !block.of_site && block.main);
    let whole = rest * 10 < all;
    let main_only = main * 2 > rest;
    let (mut text, mut left_out) = (DocumentText::default(), 0);
    for block in blocks {
        if whole || !block.of_site && (block.main || !main_only) {
            text.push(block.form, None, &block.text);
        } else {
            left_out += 1;
        }
    }
    (text, left_out)
}

/// Whether a name that a page gives an element has one of these words, and does not say that it goes without.
fn has_word(name: &str, of: &[&str]) -> bool {
    let mut parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    let found = parts.find(|part| of.contains(part) || WORDS_OF_LACK.contains(part));
    found.is_some_and(|part| of.contains(&part))
}

impl Walk {
    fn begin(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let name = name.as_str();
        match name {
            "br" => return self.now.push('\n'),
            "hr" => return self.flush(),
            _ if VOID.contains(&name) => return,
            _ => {}
        }
        match name {
            "li" => self.close_up_to(&["li"], &["ul", "ol", "menu", "dir"]),
            "dt" | "dd" => self.close_up_to(&["dt", "dd"], &["dl"]),
            "tr" => self.close_up_to(&["tr"], &["table"]),
            "td" | "th" => self.close_up_to(&["td", "th"], &["tr", "table"]),
            // The head of a page ends by itself where something else begins.
            _ if self.open.last().is_some_and(|open| open.name == "head") && !OF_HEAD.contains(&name) => {
                self.open.pop();
            }
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.flush();
            // A block ends a paragraph that was left open.
            self.close_up_to(&["p"], &["table", "td", "li", "blockquote", "div", "body"]);
        }
        if self.open.len() >= DEEPEST || tag.self_closing && !BLOCKS.contains(&name) {
            return;
        }
        match name {
            "table" => {
                // A table within a cell: what stands before it in the row is no row of its own.
                self.spill();
            }
            "tr" => self.rows.push(Row::default()),
            "td" | "th" => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(Vec::new());
                }
            }
            _ => {}
        }
        let element = self.element(name, tag);
        self.open.push(element);
    }

    fn element(&self, name: &str, tag: &StartTag<()>) -> Element {
        let get = |wanted: &[u8]| {
            tag.attributes.get(wanted).map(|value| String::from_utf8_lossy(value).to_ascii_lowercase())
        };
        let style = get(b"style").unwrap_or_default().replace(' ', "");
        let hidden = get(b"hidden").is_some_and(|value| value != "until-found")
            || style.contains("display:none")
            || style.contains("visibility:hidden")
            || get(b"aria-hidden").is_some_and(|value| value == "true");
        let role = get(b"role").unwrap_or_default();
        let named = format!("{} {}", get(b"class").unwrap_or_default(), get(b"id").unwrap_or_default());
        let words = |of: &[&str]| named.split_whitespace().any(|name| has_word(name, of));
        let article = self.open.iter().any(|open| open.name == "article");
        let spine = matches!(name, "html" | "body" | "main" | "article");
        let of_site = !spine
            && (OF_SITE.contains(&name)
                || name == "header" && !article && !self.open.iter().any(|open| open.main)
                || ROLES_OF_SITE.contains(&role.as_str())
                || words(WORDS_OF_SITE));
        Element {
            name: name.to_owned(),
            unread: UNREAD.contains(&name) || hidden && !spine,
            of_site,
            main: matches!(name, "main" | "article") || role == "main" || role == "article",
            // A block of that name is a document with redactions; they themselves stand in its lines.
            redacted: words(&["redact", "redacted", "redaction", "redactions"]) && !BLOCKS.contains(&name),
        }
    }

    fn end(&mut self, name: &str) {
        if name == "p" && !self.open.iter().any(|open| open.name == "p") {
            return self.flush();
        }
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            // A stray end closes nothing beyond the cell that it stands in.
            let inner = &self.open[at + 1..];
            if !inner.iter().any(|open| {
                matches!(open.name.as_str(), "td" | "th")
                    && name != "table"
                    && name != "tr"
                    && name != "body"
                    && name != "html"
            }) {
                self.close_to(at);
            }
        }
    }

    /// Closes the innermost element of these names, with what is open in it, unless one of `within` is
    /// further in.
    fn close_up_to(&mut self, names: &[&str], within: &[&str]) {
        let place = self
            .open
            .iter()
            .rposition(|open| names.contains(&open.name.as_str()) || within.contains(&open.name.as_str()));
        if let Some(at) = place.filter(|at| names.contains(&self.open[*at].name.as_str())) {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(last) = self.open.last().map(|open| open.name.clone()) else { return };
            if BLOCKS.contains(&last.as_str()) {
                self.flush();
            }
            self.open.pop();
            if last == "tr" {
                self.end_row();
            }
        }
        if depth == 0 {
            self.flush();
            while !self.rows.is_empty() {
                self.end_row();
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.open.iter().any(|open| open.unread) {
            return;
        }
        if self.open.iter().any(|open| open.redacted) {
            return html_redactions::take(text, &mut self.now);
        }
        if self.is_in(&["pre", "listing", "xmp"]) {
            return self.now.push_str(text);
        }
        // Line breaks of the page's own source are blanks.
        self.now.extend(text.chars().filter(|c| *c != REDACTED).map(|c| if c == '\n' { ' ' } else { c }));
    }

    fn is_in(&self, names: &[&str]) -> bool {
        self.open.iter().any(|open| names.contains(&open.name.as_str()))
    }

    fn flush(&mut self) {
        let raw = std::mem::take(&mut self.now);
        if raw.trim().is_empty() {
            return;
        }
        let innermost = self.open.iter().rev().find_map(|open| match open.name.as_str() {
            "pre" | "listing" | "xmp" => Some(Form::Preformatted),
            "h1" => Some(Form::Heading(1)),
            "h2" => Some(Form::Heading(2)),
            "h3" => Some(Form::Heading(3)),
            "h4" => Some(Form::Heading(4)),
            "h5" => Some(Form::Heading(5)),
            "h6" => Some(Form::Heading(6)),
            "li" | "dd" => Some(Form::Item),
            "blockquote" => Some(Form::Quotation),
            "td" | "th" => Some(Form::Text),
            _ => None,
        });
        let form = innermost.unwrap_or(Form::Text);
        let text = match form {
            Form::Preformatted => raw.trim_matches('\n').trim_end().to_owned(),
            _ => squeezed_lines(&raw),
        };
        let block = Block {
            form,
            text: html_redactions::said(&text),
            of_site: self.open.iter().any(|open| open.of_site),
            main: self.open.iter().any(|open| open.main),
        };
        match self.rows.last_mut() {
            Some(Row { cells }) if self.open.iter().any(|open| open.name == "tr") => match cells.last_mut() {
                Some(cell) => cell.push(block),
                None => cells.push(vec![block]),
            },
            _ => self.blocks.push(block),
        }
    }

    /// A row has come to its end: one paragraph, where each of its cells holds one at most.
    fn end_row(&mut self) {
        let Some(Row { cells }) = self.rows.pop() else { return };
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let row = filled > 1 && cells.iter().all(|cell| cell.len() <= 1);
        let outer = self.rows.last_mut().and_then(|row| row.cells.last_mut());
        let out = outer.unwrap_or(&mut self.blocks);
        if !row {
            return out.extend(cells.into_iter().flatten());
        }
        let first = cells.iter().flatten().next();
        let (of_site, main) = first.map_or((false, false), |block| (block.of_site, block.main));
        let texts = cells.iter().map(|cell| cell.first().map_or("", |block| block.text.as_str()));
        let text = texts.map(squeezed).collect::<Vec<_>>().join(" | ");
        out.push(Block { form: Form::Row, text, of_site, main });
    }

    /// What a row holds so far stands by itself.
    fn spill(&mut self) {
        if let Some(Row { cells }) = self.rows.last_mut() {
            let before: Vec<Block> = std::mem::take(cells).into_iter().flatten().collect();
            cells.push(Vec::new());
            let above = self.rows.len().checked_sub(2);
            let outer = above.and_then(|at| self.rows.get_mut(at)).and_then(|row| row.cells.last_mut());
            outer.unwrap_or(&mut self.blocks).extend(before);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &str) -> String {
        read(page).unwrap().text.text
    }

    #[test]
    fn the_text_is_read_and_the_menu_is_not() {
        let page = "<html><head><title>T</title><style>x</style></head><body><nav><ul><li><a href=/>Home</a></ul></nav>\
                    <header>Site</header><article><h1>Quay</h1><p>One<p>Two <b>bold</b><br>new line\
                    <ul><li>a<li>b</ul><blockquote>said</blockquote><table><tr><th>x<td>1<tr><td>y<td>2</table>\
                    <aside>More</aside></article><footer>(c)</footer><script>var x = '<p>no'</script>";
        assert_eq!(text(page), "Quay\n\nOne\n\nTwo bold\nnew line\n\na\n\nb\n\nsaid\n\nx | 1\n\ny | 2");
        let forms: Vec<Form> =
            read(page).unwrap().text.paragraphs.iter().map(|paragraph| paragraph.form).collect();
        let row = Form::Row;
        let (text, item) = (Form::Text, Form::Item);
        assert_eq!(forms, [Form::Heading(1), text, text, item, item, Form::Quotation, row, row]);
    }

    #[test]
    fn a_page_of_nothing_but_a_form_is_read_whole() {
        assert_eq!(
            text("<form><p>All of it stands in a form, as old sites have it.</form>"),
            "All of it stands in a form, as old sites have it."
        );
    }

    #[test]
    fn what_closes_itself_holds_nothing_of_the_page() {
        for head in ["<script src='x'/>", "<title/>", "<style/>", "<iframe/>", "<textarea/>", "<noscript/>"] {
            let page = format!("<html xmlns='x'><head>{head}</head><body><p>One &amp; two</p></body></html>");
            assert_eq!(text(&page), "One & two", "{head}");
        }
        assert_eq!(
            text("<head><title>T</title><p>No body, and no end of the head"),
            "No body, and no end of the head"
        );
    }

    #[test]
    fn a_name_that_says_what_is_lacking_takes_nothing_out() {
        let page = "<body><div class='no-sidebar has-menu'><p>The whole of the page</p></div>\
                    <div class='left sidebar'><p>Other pages</p></div><div class='redacted-document'><p>ties to <span \
                    class='is-redacted'>___</span></p></div>";
        let read = read(page).unwrap();
        assert_eq!(read.text.text, "The whole of the page\n\nties to [redacted]");
        assert_eq!(
            read.remarks,
            ["1 paragraph of the site around the page not read: menus, footers and the like"]
        );
    }

    #[test]
    fn tables_that_lay_out_a_page_are_no_rows() {
        let page = "<table><tr><td><p>Left one<p>Left two</td><td>Right<table><tr><td>a</td><td>b</td></tr></table></td></tr></table>";
        assert_eq!(text(page), "Left one\n\nLeft two\n\nRight\n\na | b");
    }
}
