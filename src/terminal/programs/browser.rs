//! Opening a web address in the user's browser, on their word only.

use std::fmt;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::str::FromStr;

/// Longest address that is opened, in bytes.
const MAX_BYTES: usize = 8192;

/// A web address that is safe to hand to another program: `http` or `https`, visible ASCII
/// only. It comes from outside: ask before opening it, and show it as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebUrl(String);

/// Why an address is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Another scheme, or none.
    #[error("only http and https addresses are opened")]
    Scheme,
    /// A blank, control or invisible character, a quote, or the like.
    #[error("the address contains a character that no address may contain")]
    Character,
    /// No host, or one that is no plain host name.
    #[error("the address names no plain host")]
    Host,
    /// `https://user@host/`: made to mislead more often than not.
    #[error("the address carries a user name before its host, which is often a disguise")]
    UserName,
    /// Longer than any real one.
    #[error("the address is too long")]
    Length,
}

impl WebUrl {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for WebUrl {
    type Err = UrlError;

    /// Strict. Blanks around the address do not count; letters beyond ASCII after the host
    /// are percent-encoded, as browsers do.
    fn from_str(text: &str) -> Result<Self, UrlError> {
        let text = text.trim_matches(' ');
        if text.len() > MAX_BYTES {
            return Err(UrlError::Length);
        }
        let (scheme, rest) = text.split_once("://").ok_or(UrlError::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "http" && scheme != "https" {
            return Err(UrlError::Scheme);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (host, tail) = rest.split_at(end);
        if host.contains('@') {
            return Err(UrlError::UserName);
        }
        check_host(host)?;
        let mut url = format!("{scheme}://{host}");
        for character in tail.chars() {
            match character {
                '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                    return Err(UrlError::Character);
                }
                '!'..='~' => url.push(character),
                _ if character.is_ascii() || character.is_control() => {
                    return Err(UrlError::Character);
                }
                _ => {
                    let mut buffer = [0; 4];
                    for byte in character.encode_utf8(&mut buffer).bytes() {
                        url.push_str(&format!("%{byte:02X}"));
                    }
                }
            }
        }
        Ok(Self(url))
    }
}

/// A name, an IPv4 address or a bracketed IPv6 address, perhaps with a port.
fn check_host(host: &str) -> Result<(), UrlError> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']').ok_or(UrlError::Host)?;
            let valid = address.parse::<std::net::Ipv6Addr>().is_ok();
            (valid, port.strip_prefix(':').or(port.is_empty().then_some("0")))
        }
        None => {
            let (name, port) = host.split_once(':').unwrap_or((host, "0"));
            let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            let valid = name.starts_with(|c: char| c.is_ascii_alphanumeric())
                && name.len() <= 253
                && name.chars().all(letters);
            (valid, Some(port))
        }
    };
    let port = port
        .is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok());
    if name && port { Ok(()) } else { Err(UrlError::Host) }
}

/// Why the browser did not open.
#[derive(Debug, thiserror::Error)]
pub enum BrowserError {
    /// None of the programs is there.
    #[error("no program to open web addresses was found: set BROWSER to yours")]
    NotFound,
    /// The program could not be started.
    #[error("{program} could not be started: {source}")]
    NotStarted {
        /// The program.
        program: String,
        /// The system's reason.
        source: io::Error,
    },
    /// The program says that it failed.
    #[error("{program} did not open the address")]
    Failed {
        /// The program.
        program: String,
    },
}

/// Opens `url` with `BROWSER`, else with the system's opener; without a shell, apart from the
/// terminal, and without waiting. `failed` is called, on another thread, if the program ends
/// with an error later.
///
/// # Errors
/// [`BrowserError::NotFound`], [`BrowserError::NotStarted`].
pub fn open(url: &WebUrl, failed: impl FnOnce(BrowserError) + Send + 'static) -> Result<(), BrowserError> {
    let browser = std::env::var("BROWSER").unwrap_or_default();
    let mut last = BrowserError::NotFound;
    for (program, arguments) in commands(&browser, url) {
        let child = Command::new(&program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // Out of reach of what the keyboard raises.
            .process_group(0)
            .spawn();
        let mut child = match child {
            Ok(child) => child,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(source) => {
                last = BrowserError::NotStarted { program, source };
                continue;
            }
        };
        // Somebody must take note of its end; should no thread be granted, nobody does.
        let _ = std::thread::Builder::new().name("browser".into()).spawn(move || {
            if !child.wait().is_ok_and(|status| status.success()) {
                failed(BrowserError::Failed { program });
            }
        });
        return Ok(());
    }
    Err(last)
}

/// What to try, in order. `BROWSER` may hold several commands, separated by colons; `%s`
/// stands for the address, which comes last otherwise.
fn commands(browser: &str, url: &WebUrl) -> Vec<(String, Vec<String>)> {
    let system = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut commands = Vec::new();
    for command in browser.split(':').chain([system]) {
        let mut words = shlex::split(command).unwrap_or_default().into_iter();
        let Some(program) = words.next() else {
            continue;
        };
        let mut arguments: Vec<String> = words.collect();
        if arguments.iter().any(|word| word.contains("%s")) {
            for word in &mut arguments {
                *word = word.replace("%s", url.as_str());
            }
        } else {
            arguments.push(url.as_str().into());
        }
        commands.push((program, arguments));
    }
    commands
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_web_addresses_pass() {
        for (text, url) in [
            ("https://www.dhs.gov/news/2025/10/14/x", None),
            ("HTTP://example.org", Some("http://example.org")),
            (" https://example.org:8443/a?b=c&d=%20#e ", Some("https://example.org:8443/a?b=c&d=%20#e")),
            ("https://[2001:db8::1]:80/x", None),
            ("https://example.org/naïve", Some("https://example.org/na%C3%AFve")),
            ("https://example.org/\u{202e}gpj", Some("https://example.org/%E2%80%AEgpj")),
            ("https://example.org/@user", None),
        ] {
            assert_eq!(text.parse::<WebUrl>().unwrap().as_str(), url.unwrap_or(text));
        }
        for (text, error) in [
            ("", UrlError::Scheme),
            ("example.org", UrlError::Scheme),
            ("javascript:alert(1)", UrlError::Scheme),
            ("file:///etc/passwd", UrlError::Scheme),
            ("--help=https://x.org", UrlError::Scheme),
            ("https://", UrlError::Host),
            ("https:///etc", UrlError::Host),
            ("https://-x.org/", UrlError::Host),
            ("https://exa mple.org/", UrlError::Host),
            ("https://ex\u{430}mple.org/", UrlError::Host),
            ("https://x.org:99999/", UrlError::Host),
            ("https://x.org:/", UrlError::Host),
            ("https://[::1", UrlError::Host),
            ("https://good.org@evil.org/", UrlError::UserName),
            ("https://x.org/a b", UrlError::Character),
            ("https://x.org/\x1b[31m", UrlError::Character),
            ("https://x.org/\n", UrlError::Character),
            ("https://x.org/\u{9b}", UrlError::Character),
            ("https://x.org/\"", UrlError::Character),
            ("https://x.org/`id`", UrlError::Character),
        ] {
            assert_eq!(text.parse::<WebUrl>(), Err(error), "{text:?}");
        }
    }

    #[test]
    fn the_address_is_one_argument() {
        let url: WebUrl = "https://x.org/?a=1;b&$(c)".parse().unwrap();
        let all = commands("ff -new '%s':lynx", &url);
        assert_eq!(all[0], ("ff".into(), vec!["-new".into(), url.to_string()]));
        assert_eq!(all[1], ("lynx".into(), vec![url.to_string()]));
        assert_eq!(all[2].1, vec![url.to_string()]);
        assert_eq!(commands("", &url).len(), 1);
    }
}
