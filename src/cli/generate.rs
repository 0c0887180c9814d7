//! What is made from corrob itself: completions, the manual page, the table of keys.

use crate::cli::completion;
use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Failure, Result};
use crate::cli::output::out::Out;
use crate::domain::glossary::{self, Section, Term};
use crate::review::keys::keymap::Keymap;
use clap::builder::PossibleValuesParser;
use clap::{Args, Command, Subcommand};
use std::io::Write;

/// Make shell completions, the manual page or the table of keys.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Shell completions, to standard output: source <(corrob generate completions bash)
    Completions {
        /// The shell
        #[arg(value_parser = PossibleValuesParser::new(completion::shells()))]
        shell: String,
    },
    /// The manual page, to standard output: corrob generate man | man -l -
    Man,
    /// The table of keys as Markdown, to standard output
    Keys,
}

impl GenerateArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        match self.what {
            What::Completions { shell } => print(&completion::script(&shell).map_err(Failure::Output)?),
            What::Man => print(&manual((global.definition.0)()).map_err(Failure::Output)?),
            What::Keys => print(Keymap::default().markdown().as_bytes()),
        }
    }
}

fn print(bytes: &[u8]) -> Result<Exit> {
    let mut out = Out::new();
    out.raw(&String::from_utf8_lossy(bytes))?;
    out.finish()?;
    Ok(Exit::Done)
}

/// One page: the program, then each command with its options.
fn manual(mut root: Command) -> std::io::Result<Vec<u8>> {
    root.build();
    let mut page = Vec::new();
    let man = clap_mangen::Man::new(root.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    for sub in root.get_subcommands().filter(|sub| sub.get_name() != "help") {
        section(&mut page, &format!("corrob {}", sub.get_name()), sub)?;
    }
    words(&mut page)?;
    let more = clap_mangen::Man::new(root);
    more.render_extra_section(&mut page)?;
    Ok(page)
}

/// What corrob's words mean.
fn words(page: &mut Vec<u8>) -> std::io::Result<()> {
    writeln!(page, ".SH WORDS")?;
    for Section { heading, terms } in glossary::sections() {
        writeln!(page, ".SS \"{heading}\"")?;
        for Term { name, mark, text } in *terms {
            let mark = mark.map(|mark| format!(" {}", mark.sign().replace('-', "\\-"))).unwrap_or_default();
            writeln!(page, ".TP\n\\fB{name}\\fR{mark}\n{text}")?;
        }
    }
    Ok(())
}

fn section(page: &mut Vec<u8>, name: &str, command: &Command) -> std::io::Result<()> {
    let own = command.clone().bin_name(name).display_name(name);
    let man = clap_mangen::Man::new(own);
    let mut part = Vec::new();
    man.render_synopsis_section(&mut part)?;
    man.render_description_section(&mut part)?;
    man.render_options_section(&mut part)?;
    man.render_extra_section(&mut part)?;
    writeln!(page, ".SS \"{name}\"")?;
    for line in String::from_utf8_lossy(&part).lines() {
        if line == ".ie \\n(.g .ds Aq \\(aq" || line == ".el .ds Aq '" || line.starts_with(".TH") {
            continue;
        }
        match line.strip_prefix(".SH ") {
            Some("DESCRIPTION" | "SYNOPSIS") => writeln!(page, ".PP")?,
            Some(heading) => writeln!(page, ".PP\n\\fI{}\\fR", heading.trim_matches('"').to_lowercase())?,
            None => writeln!(page, "{line}")?,
        }
    }
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        section(page, &format!("{name} {}", sub.get_name()), sub)?;
    }
    Ok(())
}
