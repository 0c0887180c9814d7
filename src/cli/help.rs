//! `corrob help`: topics that belong to no one command.

use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::Out;
use crate::cli::schema::PROFILES;
use crate::domain::glossary::{self, Section, Term};
use crate::review::keys::keymap::{BY_NAME, Context, Keymap};
use clap::Args;

/// Explain a topic or a command.
#[derive(Debug, Args)]
pub struct HelpArgs {
    /// The topic or command; without one, all commands and topics
    topic: Option<String>,
}

/// What a topic says.
enum Says {
    /// What corrob's words mean.
    Words,
    /// The keys of the reviewer.
    Keys,
    /// A page of the documentation.
    Page(&'static str),
}

/// A topic, what it is about, and what it says.
type Topic = (&'static str, &'static str, Says);

const TOPICS: &[Topic] = &[
    ("words", "what corrob's words mean", Says::Words),
    ("keys", "the keys of the reviewer", Says::Keys),
    ("query", "searching and filtering", Says::Page(include_str!("../../docs/queries.md"))),
    ("views", "matrix, timeline, figures, origins, ledger", Says::Page(include_str!("../../docs/views.md"))),
    ("import", "bringing files in", Says::Page(include_str!("../../docs/import.md"))),
    ("profile", "importing files of any shape", Says::Page(PROFILES)),
    (
        "documents",
        "attaching what sources say, and giving it back",
        Says::Page(include_str!("../../docs/documents.md")),
    ),
    ("export", "reports, spreadsheets, JSON", Says::Page(include_str!("../../docs/export.md"))),
    (
        "team",
        "merging what several people do, shared folders",
        Says::Page(include_str!("../../docs/team.md")),
    ),
    (
        "settings",
        "configuration, identity, read-only, safety",
        Says::Page(include_str!("../../docs/settings.md")),
    ),
];

/// The topics, for the help of the program.
pub(super) fn topics() -> String {
    let lines = TOPICS.iter().map(|(name, about, _)| format!("\n  corrob help {name:<10} {about}"));
    format!("Topics:{}", lines.collect::<String>())
}

impl HelpArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let mut out = Out::new();
        let mut program = (global.definition.0)();
        let asked = self.topic.as_deref();
        match (TOPICS.iter().find(|(name, ..)| Some(*name) == asked), asked) {
            (Some((_, _, Says::Words)), _) => words(&mut out)?,
            (Some((_, _, Says::Keys)), _) => keys(&mut out, &global.keymap()?)?,
            (Some((_, _, Says::Page(page))), _) => read(&mut out, page)?,
            (None, None) => out.raw(&program.render_long_help().to_string())?,
            (None, Some(name)) => {
                program.build();
                let Some(command) = program.find_subcommand_mut(name) else {
                    return Err(Failure::said(format!(
                        "\"{name}\" is neither a topic nor a command; corrob help lists both"
                    )));
                };
                out.raw(&command.render_long_help().to_string())?;
            }
        }
        out.finish()?;
        Ok(Exit::Done)
    }
}

/// A page as text: paragraphs wrapped, tables and code as they are.
fn read(out: &mut Out, page: &str) -> Result<()> {
    let mut code = false;
    for line in page.lines().filter(|line| !line.starts_with("<!--")) {
        code ^= line.starts_with("```");
        match line {
            _ if line.starts_with("```") => {}
            _ if code => out.line(&format!("    {line}"))?,
            "" => out.line("")?,
            _ if line.starts_with('|') => out.line(line)?,
            _ => match line.split_once(' ') {
                Some(("-", item)) => out.item(item)?,
                _ => out.paragraph(line, 0)?,
            },
        }
    }
    Ok(())
}

fn words(out: &mut Out) -> Result<()> {
    for (at, Section { heading, terms }) in glossary::sections().enumerate() {
        if at > 0 {
            out.line("")?;
        }
        out.line(heading)?;
        out.line("")?;
        for Term { name, mark, text } in *terms {
            let mark = mark.map(|mark| format!(" {}", mark.sign())).unwrap_or_default();
            out.field(&format!("{name}{mark}"), text)?;
        }
    }
    Ok(())
}

fn keys(out: &mut Out, keymap: &Keymap) -> Result<()> {
    for (at, context) in Context::ALL.iter().enumerate() {
        if at > 0 {
            out.line("")?;
        }
        out.line(context.heading())?;
        out.line("")?;
        for (keys, action) in keymap.listed(*context) {
            let keys = if keys.is_empty() { BY_NAME.to_owned() } else { keys.join(" ") };
            out.field(&keys, &format!("{} ({})", action.sentence(), action.name()))?;
        }
    }
    Ok(())
}
