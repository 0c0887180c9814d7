//! That a template says all it must, and nothing that hangs in the air.

use crate::domain::Kind;
use crate::formats::profile::error::short;
use crate::formats::profile::language::expr::{Expr, Head};
use crate::formats::profile::language::steps::Fixed;
use crate::formats::profile::language::toml::join;
use crate::formats::profile::schema::fields::{Field, Makes, Takes};

/// Whether a field is among them.
pub fn has(fields: &[(&Field, Expr)], name: &str) -> bool {
    fields.iter().any(|(field, _)| field.name == name)
}

/// That a template says all it must, and no part of what it says hangs in the air.
pub fn complete(makes: Makes, fields: &[(&Field, Expr)]) -> Result<(), String> {
    let table = makes.table();
    for name in &table.required {
        let quoted = *name == "paraphrase" && has(fields, "quote.text");
        if !quoted && !has(fields, name) {
            return Err(format!("it says nothing of {name}, which it needs"));
        }
    }
    if makes == Makes::Annotation && has(fields, "claim") == has(fields, "evidence") {
        return Err("it should have one of claim and evidence: what the reviewer speaks of".into());
    }
    if makes == Makes::Annotation {
        goes_where_it_counts(fields)?;
    }
    if makes == Makes::Record(Kind::Figure) && !has(fields, "low") && !has(fields, "high") {
        return Err("it says nothing of low or high, one of which it needs".into());
    }
    for (field, _) in fields {
        for (outer, head) in &table.heads {
            let head = join(outer, head);
            if field.name.starts_with(&format!("{outer}.")) && !has(fields, &head) {
                return Err(format!("{} needs {head} beside it", field.name));
            }
        }
        if let Some(dated) = field.name.strip_suffix(".inferred")
            && !has(fields, &format!("{dated}.date"))
        {
            return Err(format!("{} needs {dated}.date beside it", field.name));
        }
    }
    Ok(())
}

/// That a verdict is about a claim, and whatever bears on a passage about evidence.
fn goes_where_it_counts(fields: &[(&Field, Expr)]) -> Result<(), String> {
    if has(fields, "evidence") && has(fields, "verdict") {
        return Err("a verdict is about a claim: claim = \"&claim\", in an annotation of its own".into());
    }
    const OF_EVIDENCE: [&str; 9] = [
        "tag",
        "access",
        "part",
        "disputed",
        "examined",
        "ground.code",
        "ground.by",
        "ground.on",
        "ground.harm",
    ];
    match OF_EVIDENCE.into_iter().find(|name| has(fields, "claim") && has(fields, name)) {
        Some(name) => {
            let what = if name == "tag" { "a tag" } else { name };
            Err(format!(
                "{what} is about evidence: evidence = \"&evidence\"; of a claim a reviewer says a verdict"
            ))
        }
        None => Ok(()),
    }
}

/// That no constant keeps what stands behind it in a list from being looked at.
pub fn all_count(expr: &Expr, takes: Takes) -> Result<(), String> {
    let Head::First(list) = &expr.head else { return Ok(()) };
    let always =
        list.iter().take(list.len().saturating_sub(1)).find_map(|one| match (&one.head, &one.steps) {
            (Head::Fixed(Fixed::Text(text)), None) if !text.trim().is_empty() => Some(text),
            _ => None,
        });
    let Some(always) = always else { return Ok(()) };
    let both = match takes {
        Takes::Tags => "; two at once are given with { from = \"=disputed;examined\", split = \";\" }",
        _ => "; what comes after it is never looked at",
    };
    Err(format!("the first of a list counts, and \"{}\" is always there{both}", short(always)))
}
