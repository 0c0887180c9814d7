//! `corrob agreement`.

use crate::case::{Case, TeamAgreement};
use crate::cli::context::Global;
use crate::cli::outcome::{Exit, Result};
use crate::cli::output::out::Out;
use crate::cli::output::table::{Fit, Table};
use crate::domain::agreement::{Agreed, Agreement, READING};
use crate::domain::wording::counted;
use clap::Args;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Say how far reviewers agree: on tags, readings and verdicts, two by two and all together.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  corrob agreement my.corrob
  corrob list my.corrob evidence is:conflict

Only what two or more reviewers decided is compared, and only whether they say the same: notes, grounds and \
confidence are left out. Evidence that one has decided and another has not is no disagreement.")]
pub struct AgreementArgs {
    /// The case
    case: PathBuf,
    /// As JSON
    #[arg(long)]
    json: bool,
}

impl AgreementArgs {
    pub(super) fn run(self, global: &Global) -> Result<Exit> {
        let team = global.read(&self.case, |case: &Case| Ok(case.agreement()?))?;
        let names = names(&team);
        let mut out = Out::new();
        if self.json {
            let of = |agreement| as_json(agreement, &names);
            out.json(&json!({
                "tags": of(&team.tags), "readings": of(&team.readings), "verdicts": of(&team.verdicts),
            }))?;
        } else {
            text(&mut out, &team, &names)?;
        }
        out.finish()?;
        Ok(Exit::Done)
    }
}

/// What each reviewer is called; two of one name by the beginning of their ids as well.
fn names(team: &TeamAgreement) -> Vec<String> {
    let called = |name: &str| team.reviewers.iter().filter(|other| other.name == name).count();
    let name = |one: &crate::domain::entry::Reviewer| match called(&one.name) {
        1 => one.name.clone(),
        _ => format!("{} ({:.8})", one.name, one.id),
    };
    team.reviewers.iter().map(name).collect()
}

fn as_json(agreement: &Agreement<i64>, names: &[String]) -> Value {
    let object = |agreed: Agreed, coefficient: &str| {
        json!({
            "both": agreed.both, "same": agreed.same, "percent": agreed.percent(),
            coefficient: agreed.beyond_chance,
        })
    };
    let mut all = object(agreement.all(), "alpha");
    let pairs = agreement.pairs().map(|((one, other), agreed)| {
        let mut pair = object(agreed, "kappa");
        pair["reviewers"] = json!([names.get(one), names.get(other)]);
        pair
    });
    all["pairs"] = pairs.collect();
    all
}

fn text(out: &mut Out, team: &TeamAgreement, names: &[String]) -> Result<()> {
    let mut any = false;
    for (what, things, agreement) in [
        ("Tags", "piece of evidence", &team.tags),
        ("Readings", "piece of evidence", &team.readings),
        ("Verdicts", "claim", &team.verdicts),
    ] {
        let all = agreement.all();
        if all.both == 0 {
            out.paragraph(&format!("{what}: no {things} was decided by two reviewers."), 0)?;
            continue;
        }
        any = true;
        let decided = match things {
            "claim" => counted(all.both, things),
            _ => format!("{} of evidence", counted(all.both, "piece")),
        };
        out.paragraph(&format!("{what}: {decided} decided by two or more reviewers"), 0)?;
        let mut table = Table::new(
            out,
            &[
                ("both decided", Fit::Number),
                ("alike", Fit::Number),
                ("percent", Fit::Number),
                ("kappa", Fit::Number),
                ("alpha", Fit::Number),
                ("reviewers", Fit::Rest),
            ],
        );
        row(&mut table, all, ["", &coefficient(all)], "all")?;
        for ((one, other), agreed) in agreement.pairs() {
            let of = |at: usize| names.get(at).map_or("", String::as_str);
            row(&mut table, agreed, [&coefficient(agreed), ""], &format!("{} and {}", of(one), of(other)))?;
        }
        table.finish()?;
        out.line("")?;
    }
    if any {
        for (name, reading) in READING {
            out.field(name, reading)?;
        }
        out.paragraph(
            "A dash stands where there is no such figure: all that was decided was decided alike. corrob list CASE \
             evidence is:conflict, and claims is:conflict, name what reviewers differ on.",
            0,
        )?;
    }
    Ok(())
}

fn row(table: &mut Table<'_>, agreed: Agreed, [kappa, alpha]: [&str; 2], who: &str) -> Result<()> {
    let percent = agreed.percent().map_or_else(String::new, |percent| format!("{percent}%"));
    table.row(&[&agreed.both.to_string(), &agreed.same.to_string(), &percent, kappa, alpha, who])
}

fn coefficient(agreed: Agreed) -> String {
    agreed.beyond_chance.map_or_else(|| "-".to_owned(), |value| format!("{value:.2}"))
}
