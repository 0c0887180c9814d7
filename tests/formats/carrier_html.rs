//! A web page hands out its JSON-LD; a broken script is refused and the rest of the page goes on.

use crate::carried::{all, all_within, sniffed};
use corrob::formats::carrier::{Limits, Shape};
use serde_json::json;
use std::io::BufReader;

#[test]
fn a_page_hands_out_its_json_ld() {
    let page = "<!DOCTYPE html>\r\n<html><head><title>a <b></title>\n\
        <script>var x = '<script type=\"application/ld+json\">[9]';</script>\n\
        <!-- <script type=\"application/ld+json\">[8]</script> -->\n\
        <script data-x='>' TYPE='Application/LD+JSON; charset=utf-8' id=a>\n{\"id\": 1}\n</script>\n\
        <SCRIPT type=application/ld+json>[{\"id\":2},\n{\"id\":3}]</SCRIPT >\n\
        <script type=\"application/ld+json\" type=\"text/javascript\">{\"@context\":\"x\",\"@graph\":[{\"id\":4},\n{\"id\":5}]}</script>\n\
        <script type=\"application/ld+json\">\n<!--\n//<![CDATA[\n{\"id\":6};\n//]]>\n-->\n</script>\n\
        <script type=\"application/ld+json\">/*<![CDATA[*/[{\"@graph\":[{\"id\":7}]}]/*]]>*/</script>\n</html>";
    let read = all(page.as_bytes(), &Shape::Html);
    let ids: Vec<_> = read.values().iter().map(|value| value["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(read.lines(), [6, 8, 9, 10, 11, 15, 19]);
    assert_eq!((read.said(), read.warnings(), read.failed), (vec![], vec![], None));
    assert_eq!(sniffed(page), Shape::Html);
    let slow = all(BufReader::with_capacity(1, page.as_bytes()), &Shape::Html);
    assert_eq!(slow.lines(), [6, 8, 9, 10, 11, 15, 19]);
}

#[test]
fn a_broken_script_is_refused_and_the_rest_of_the_page_goes_on() {
    let script = |text: &str| format!("<script type=\"application/ld+json\">{text}</script>\n");
    let page = script("{\"id\": 1")
        + &script("[{\"id\":2,,},\n{\"id\":3}]")
        + &script("")
        + &script("{\"a\":1,\n\"a\":2}")
        + &script("{\"id\":\"x\ny\"}")
        + &script("{\"id\": 6}");
    let read = all(page.as_bytes(), &Shape::Html);
    let ids: Vec<_> = read.values().iter().map(|value| value["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [3, 6]);
    assert_eq!(read.refused.iter().map(|r| r.line).collect::<Vec<_>>(), [1, 2, 4, 5, 7, 8, 8]);
    assert_eq!(read.refused[3].field.as_deref(), Some("a"));
    assert_eq!(read.failed, None);

    let none = all("<html><script>1</script></html>".as_bytes(), &Shape::Html);
    assert!(none.failed.unwrap().contains("application/ld+json"));
    let open = all("<script type=application/ld+json>{\"id\":1}".as_bytes(), &Shape::Html);
    assert_eq!(open.said(), ["line 1, records: the page ends inside this script"]);
    let limits = Limits { record: 100, depth: 100 };
    let page = script(&format!("\"{}\"", "x".repeat(10_000))) + &script("[1]");
    let read = all_within(page.as_bytes(), &Shape::Html, limits);
    assert_eq!((read.values(), read.refused.len()), (vec![json!(1)], 1));
}
