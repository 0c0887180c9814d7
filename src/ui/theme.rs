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
pub const NAMES: &[&str] = &["default", "dark", "light", "mono", "truecolor"];

const fn built_in(name: &str) -> Option<&'static str> {
    Some(match name.as_bytes() {
        b"default" => include_str!("../../assets/themes/default.toml"),
        b"dark" => include_str!("../../assets/themes/dark.toml"),
        b"light" => include_str!("../../assets/themes/light.toml"),
        b"mono" => include_str!("../../assets/themes/mono.toml"),
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
    /// Examined; none of the three applies.
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

    /// The theme to use: without colour where the user wants none, else the one asked for, else
    /// the one that reads on every terminal.
    ///
    /// # Errors
    /// When there is none of that name.
    pub fn pick(no_color: bool, name: Option<&str>) -> Result<Self, BadTheme> {
        match name {
            _ if no_color => Self::named("mono"),
            Some(name) => Self::named(name),
            None => Self::named("default"),
        }
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
        let mono = format!("{:?}", Theme::pick(true, Some("dark")).unwrap());
        assert!(!mono.contains("Some("), "{mono}");
    }

    #[test]
    fn the_default_keeps_to_colours_that_read_on_both() {
        let toml = built_in("default").unwrap().lines().filter(|l| !l.starts_with('#')).collect::<String>();
        for bad in ["yellow", "white", "black", "gray", "blue", "light-", "bg =", "dim"] {
            assert!(!toml.contains(bad), "{bad}");
        }
    }

    #[test]
    fn a_bad_theme_says_why() {
        assert!(Theme::named("solar").unwrap_err().to_string().contains("known: default, dark"));
        let unknown = Theme::parse("shadow = { bold = true }").unwrap_err().to_string();
        assert!(unknown.contains("shadow") && unknown.contains("border-focus"), "{unknown}");
        assert_eq!(Theme::parse("key = { fg = \"rouge\" }"), Err(BadTheme::Colour("rouge".into())));
    }
}
