//! When two addresses are one page.

/// An address without what does not tell pages apart: the scheme, `www.`, upper case in the host, a
/// default port, the fragment, parameters that only say where a reader came from, a last slash.
#[must_use]
pub fn same_page(url: &str) -> String {
    let url = url.trim();
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| {
            let head = url.get(..scheme.len())?;
            head.eq_ignore_ascii_case(scheme).then(|| &url[scheme.len()..])
        })
        .unwrap_or(url);
    let rest = rest.split('#').next().unwrap_or(rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let tells = |parameter: &&str| {
        let name = parameter.split('=').next().unwrap_or_default();
        !(parameter.is_empty() || name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "ref"))
    };
    let query: Vec<&str> = query.split('&').filter(tells).collect();
    let mut page = host.to_owned();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        page.push('/');
        page.push_str(part);
    }
    if !query.is_empty() {
        page.push('?');
        page.push_str(&query.join("&"));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::same_page;

    #[test]
    fn one_page_has_one_address() {
        let page = same_page("https://example.org/a/b");
        for other in [
            "http://example.org/a/b",
            "HTTPS://www.Example.org/a/b/",
            "https://example.org:443/a/b#part",
            "https://example.org/a/b?utm_source=x&fbclid=1",
            " https://example.org//a/b ",
        ] {
            assert_eq!(same_page(other), page, "{other}");
        }
        for other in
            ["https://example.org/a/B", "https://example.org/a/b?id=2", "https://example.com/a/b", ""]
        {
            assert_ne!(same_page(other), page, "{other}");
        }
    }
}
