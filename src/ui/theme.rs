//! Themes: a style for each role on the screen, read from TOML.

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use std::str::FromStr;
use thiserror::Error;

/// A theme that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadTheme {
    /// Not one of ours.
    #[error("there is no theme \"{0}\"; known: {known}", known = NAMES.join(", "))]
    Unknown(String),
    /// Not a theme at all.
    #[error("the theme cannot be read: {0}")]
    Unreadable(String),
    /// A colour that is none.
    #[error(
        "\"{0}\" is not a color; write one of the 16 names (red, light-red, gray, ...), a number from \
         0 to 255, or #rrggbb"
    )]
    Colour(String),
}

/// The names of the themes that come with corrob.
pub const NAMES: &[&str] = &["default", "dark", "light", "truecolor", "truecolor-light", "mono"];

const fn built_in(name: &str) -> Option<&'static str> {
    Some(match name.as_bytes() {
        b"default" => include_str!("../../assets/themes/default.toml"),
        b"dark" => include_str!("../../assets/themes/dark.toml"),
        b"light" => include_str!("../../assets/themes/light.toml"),
        b"mono" => include_str!("../../assets/themes/mono.toml"),
        b"truecolor-light" => include_str!("../../assets/themes/truecolor-light.toml"),
        b"truecolor" => include_str!("../../assets/themes/truecolor.toml"),
        _ => return None,
    })
}

/// How a role looks, as a theme writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Look {
    fg: Option<String>,
    bg: Option<String>,
    bold: bool,
    italic: bool,
    underline: bool,
    reverse: bool,
}

impl Look {
    fn style(&self) -> Result<Style, BadTheme> {
        let colour = |name: &String| {
            Color::from_str(name).map_err(|_| BadTheme::Colour(name.chars().take(40).collect()))
        };
        let mut style = Style::new();
        style.fg = self.fg.as_ref().map(colour).transpose()?;
        style.bg = self.bg.as_ref().map(colour).transpose()?;
        for (on, modifier) in [
            (self.bold, Modifier::BOLD),
            (self.italic, Modifier::ITALIC),
            (self.underline, Modifier::UNDERLINED),
            (self.reverse, Modifier::REVERSED),
        ] {
            if on {
                style = style.add_modifier(modifier);
            }
        }
        Ok(style)
    }
}

macro_rules! theme {
    ($($(#[$meta:meta])* $role:ident),+ $(,)?) => {
        /// A style for each role on the screen. A role that a theme leaves out looks like plain
        /// text.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct Theme { $($(#[$meta])* pub $role: Style),+ }

        #[derive(Default, Deserialize)]
        #[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
        struct Written { $($role: Look),+ }

        #[cfg(test)]
        impl Theme {
            /// Every role with its style.
            fn roles(&self) -> Vec<(&'static str, Style)> {
                vec![$((stringify!($role), self.$role)),+]
            }
        }

        impl Written {
            fn theme(&self) -> Result<Theme, BadTheme> {
                Ok(Theme { $($role: self.$role.style()?),+ })
            }
        }
    };
}

theme! {
    /// Everything that has no other role.
    text,
    /// What may be overlooked: positions, dates, punctuation.
    muted,
    /// The lines between panes.
    border,
    /// The lines around the pane the keys act on.
    border_focus,
    /// The title of a pane.
    title,
    /// The title of the pane the keys act on.
    title_focus,
    /// The selected row of the pane the keys act on.
    selected,
    /// The selected row of any other pane.
    selected_off,
    /// The sign of a marked row.
    mark,
    /// A key to press, and the key of an item.
    key,
    /// The name of a field.
    label,
    /// Who asserts.
    claimant,
    /// A source's exact words.
    quote,
    /// Tagged released.
    released,
    /// Tagged withheld.
    withheld,
    /// Tagged disputed.
    disputed,
    /// Examined: no tag applies.
    examined,
    /// Not decided.
    undecided,
    /// Evidence that supports.
    supports,
    /// Evidence that repeats.
    repeats,
    /// Evidence that disputes.
    disputes,
    /// Evidence that is context.
    context,
    /// A verdict.
    verdict,
    /// A reviewer's note.
    note,
    /// What other reviewers say.
    other,
    /// What a search looked for, where it was found.
    r#match,
    /// The progress made.
    bar,
    /// Something to beware of.
    warning,
    /// Something was not done.
    error,
    /// Something was done.
    notice,
}

impl Theme {
    /// Reads a theme.
    ///
    /// # Errors
    /// When it is not a theme, names a role that does not exist, or a colour that is none.
    pub fn parse(toml: &str) -> Result<Self, BadTheme> {
        toml::from_str::<Written>(toml)
            .map_err(|error| BadTheme::Unreadable(error.to_string().trim().replace('\n', " ")))?
            .theme()
    }

    /// The theme of a name that comes with corrob.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn named(name: &str) -> Result<Self, BadTheme> {
        let toml = built_in(name).ok_or_else(|| BadTheme::Unknown(name.chars().take(40).collect()))?;
        Self::parse(toml)
    }
}

/// The background of a terminal, as far as it tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// White text reads better on it.
    Dark,
    /// Black text reads better on it.
    Light,
}

impl Background {
    /// Of a colour: red, green and blue from 0 to 255.
    #[must_use]
    pub fn of(colour: [u8; 3]) -> Self {
        let on = luminance(colour) + 0.05;
        if 1.05 / on >= on / 0.05 { Self::Dark } else { Self::Light }
    }
}

/// The relative luminance of a colour, 0 to 1 (WCAG 2).
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

/// What the user, or else the terminal, wants of colours.
// There is one in the program.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Colours {
    /// This theme, whatever the terminal is like.
    Fixed(Theme),
    /// A theme that suits the background: of 24 bits a colour where the terminal takes them, else of the 16.
    Following {
        /// The terminal takes 24 bits.
        rich: bool,
    },
}

impl Colours {
    /// None where the user wants none, else the theme asked for by name, else what suits the terminal.
    ///
    /// # Errors
    /// When there is no theme of that name.
    pub fn pick(no_color: bool, name: Option<&str>, rich: bool) -> Result<Self, BadTheme> {
        Ok(match name {
            _ if no_color => Self::Fixed(Theme::named("mono")?),
            Some(name) => Self::Fixed(Theme::named(name)?),
            None => Self::Following { rich },
        })
    }

    /// Whether the background makes a difference.
    #[must_use]
    pub const fn follow(&self) -> bool {
        matches!(self, Self::Following { .. })
    }

    /// The theme on a background; on one that is not known, one that reads on any.
    #[must_use]
    pub fn on(&self, background: Option<Background>) -> Theme {
        let name = match (self, background) {
            (Self::Fixed(theme), _) => return *theme,
            (Self::Following { .. }, None) => "default",
            (Self::Following { rich: true }, Some(Background::Dark)) => "truecolor",
            (Self::Following { rich: true }, Some(Background::Light)) => "truecolor-light",
            (Self::Following { rich: false }, Some(Background::Dark)) => "dark",
            (Self::Following { rich: false }, Some(Background::Light)) => "light",
        };
        // That they read is held by a test.
        Theme::named(name).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_reads_and_the_monochrome_one_has_no_colour() {
        for name in NAMES {
            Theme::named(name).unwrap();
        }
        let mono = format!("{:?}", Colours::pick(true, Some("dark"), true).unwrap());
        assert!(!mono.contains("Some("), "{mono}");
    }

    #[test]
    fn colours_follow_the_background() {
        let following = |rich| Colours::pick(false, None, rich).unwrap();
        let named = |name| Theme::named(name).unwrap();
        for (rich, background, name) in [
            (false, None, "default"),
            (true, None, "default"),
            (false, Some(Background::of([0, 0, 0])), "dark"),
            (false, Some(Background::of([255, 255, 255])), "light"),
            // The usual ones that are neither.
            (true, Some(Background::of([0x00, 0x2b, 0x36])), "truecolor"),
            (true, Some(Background::of([0x28, 0x2c, 0x34])), "truecolor"),
            (true, Some(Background::of([0xfd, 0xf6, 0xe3])), "truecolor-light"),
        ] {
            assert!(following(rich).on(background) == named(name), "{rich} {background:?}");
        }
        let fixed = Colours::pick(false, Some("mono"), true).unwrap();
        assert!(!fixed.follow() && fixed.on(Some(Background::Light)) == named("mono"));
    }

    /// The colour of a text and of what it stands on; `Reset` is the terminal's own.
    fn inks(style: Style, own: [[u8; 3]; 2]) -> [[u8; 3]; 2] {
        let [text, background] = own;
        let fg = style.fg.map_or(text, |colour| rgb(colour, text));
        let bg = style.bg.map_or(background, |colour| rgb(colour, background));
        if style.add_modifier.contains(Modifier::REVERSED) { [bg, fg] } else { [fg, bg] }
    }

    /// The colours of xterm.
    fn rgb(colour: Color, own: [u8; 3]) -> [u8; 3] {
        const SIXTEEN: [u32; 16] = [
            0x00_0000, 0xcd_0000, 0x00_cd00, 0xcd_cd00, 0x00_00ee, 0xcd_00cd, 0x00_cdcd, 0xe5_e5e5,
            0x7f_7f7f, 0xff_0000, 0x00_ff00, 0xff_ff00, 0x5c_5cff, 0xff_00ff, 0x00_ffff, 0xff_ffff,
        ];
        let sixteen = |n: usize| {
            let [_, r, g, b] = SIXTEEN[n].to_be_bytes();
            [r, g, b]
        };
        sixteen(match colour {
            Color::Reset => return own,
            Color::Rgb(r, g, b) => return [r, g, b],
            Color::Indexed(n @ 16..=231) => {
                let n = n - 16;
                return [n / 36, n / 6 % 6, n % 6].map(|level| if level == 0 { 0 } else { 55 + 40 * level });
            }
            Color::Indexed(n @ 232..) => return [8 + 10 * (n - 232); 3],
            Color::Indexed(n) => usize::from(n),
            Color::Black => 0,
            Color::Red => 1,
            Color::Green => 2,
            Color::Yellow => 3,
            Color::Blue => 4,
            Color::Magenta => 5,
            Color::Cyan => 6,
            Color::Gray => 7,
            Color::DarkGray => 8,
            Color::LightRed => 9,
            Color::LightGreen => 10,
            Color::LightYellow => 11,
            Color::LightBlue => 12,
            Color::LightMagenta => 13,
            Color::LightCyan => 14,
            Color::White => 15,
        })
    }

    /// Where bold is shown as bright, the dark half of the 16 colours becomes the other.
    fn brightened(style: Style) -> Style {
        let fg = match style.fg {
            Some(Color::Black) => Color::DarkGray,
            Some(Color::Red) => Color::LightRed,
            Some(Color::Green) => Color::LightGreen,
            Some(Color::Yellow) => Color::LightYellow,
            Some(Color::Blue) => Color::LightBlue,
            Some(Color::Magenta) => Color::LightMagenta,
            Some(Color::Cyan) => Color::LightCyan,
            Some(Color::Gray) => Color::White,
            _ => return style,
        };
        if style.add_modifier.contains(Modifier::BOLD) { style.fg(fg) } else { style }
    }

    fn contrast([one, other]: [[u8; 3]; 2]) -> f64 {
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    const ON_BLACK: [[u8; 3]; 2] = [[0xe5; 3], [0; 3]];
    const ON_WHITE: [[u8; 3]; 2] = [[0; 3], [0xff; 3]];

    /// Each theme with the terminals it is for: their text and their background.
    fn shipped() -> Vec<(&'static str, Vec<[[u8; 3]; 2]>)> {
        let dark = vec![ON_BLACK, [[0xd0; 3], [0x1e; 3]], [[0xd4; 3], [0x28, 0x2c, 0x34]]];
        let light = vec![ON_WHITE, [[0x20; 3], [0xfa; 3]], [[0x20; 3], [0xfd, 0xf6, 0xe3]]];
        NAMES
            .iter()
            .map(|name| match *name {
                "dark" => (*name, vec![ON_BLACK]),
                "light" => (*name, vec![ON_WHITE]),
                "truecolor" => (*name, dark.clone()),
                "truecolor-light" => (*name, light.clone()),
                _ => (*name, vec![ON_BLACK, ON_WHITE]),
            })
            .collect()
    }

    #[test]
    fn every_text_stands_out_from_its_background() {
        let mut faint = Vec::new();
        for (name, terminals) in shipped() {
            let theme = Theme::named(name).unwrap();
            let over = |style: Style| {
                // A row with a background of its own gives its texts one colour.
                [theme.selected, theme.selected_off].map(|row| {
                    let own = row.bg.is_some() || row.add_modifier.contains(Modifier::REVERSED);
                    if own { Style { fg: None, bg: None, ..style }.patch(row) } else { style.patch(row) }
                })
            };
            for (role, style) in theme.roles() {
                let least = if role.starts_with("border") { 3.0 } else { 4.5 };
                for (terminal, style) in
                    terminals.iter().flat_map(|t| [style].into_iter().chain(over(style)).map(move |s| (t, s)))
                {
                    for style in [style, brightened(style)] {
                        let contrast = contrast(inks(style, *terminal));
                        if contrast < least {
                            faint.push(format!("{name}, {role}: {contrast:.2} on {:?}", terminal[1]));
                        }
                    }
                }
            }
        }
        assert!(faint.is_empty(), "{}", faint.join("\n"));
    }

    #[test]
    fn against_error_and_stale_do_not_share_a_colour() {
        // What is seen of a style: the background where it has one, else the text.
        let seen = |style: Style, own: [[u8; 3]; 2]| {
            let [fg, bg] = inks(style, own);
            if bg == own[1] { fg } else { bg }
        };
        let far = |one: [u8; 3], other: [u8; 3]| {
            one.iter().zip(other).map(|(a, b)| f64::from(a.abs_diff(b)).powi(2)).sum::<f64>().sqrt()
        };
        for (name, terminals) in shipped().into_iter().filter(|(name, _)| *name != "mono") {
            let theme = Theme::named(name).unwrap();
            for own in terminals {
                let [against, error, stale] =
                    [theme.disputes, theme.error, theme.warning].map(|style| seen(style, own));
                for (what, one, other) in [
                    ("against and error", against, error),
                    ("against and stale", against, stale),
                    ("error and stale", error, stale),
                ] {
                    assert!(far(one, other) > 90.0, "{name}: {what}, {one:02x?} and {other:02x?}");
                }
            }
        }
        let mono = Theme::named("mono").unwrap();
        assert!(mono.disputes != mono.error && mono.disputes != mono.warning && mono.error != mono.warning);
    }

    #[test]
    fn a_bad_theme_says_why() {
        assert!(Theme::named("solar").unwrap_err().to_string().contains("known: default, dark"));
        let unknown = Theme::parse("shadow = { bold = true }").unwrap_err().to_string();
        assert!(unknown.contains("shadow") && unknown.contains("border-focus"), "{unknown}");
        assert_eq!(Theme::parse("key = { fg = \"rouge\" }"), Err(BadTheme::Colour("rouge".into())));
    }
}
