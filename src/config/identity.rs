//! Who reviews. A name becomes a stable id on its first use; the id signs the work, the name is
//! shown.
//!
//! Two people may share a name, and one person may have two devices; nothing in a case distinguishes the
//! two. This home's own id is always enough for its owner: whoever else has the name, work goes on under it.
//! Where this home has no id of that name and the name was given on purpose, one reviewer of the case who has
//! it is taken to be the same person at another device; several are refused, with the ids to choose from,
//! because writing under somebody else's id cannot be undone. A login name (`admin`, `user`) is not given on
//! purpose, and gets an id of its own.

use super::{ConfigError, Memory, Settings};
use crate::domain::entry::Reviewer;
use crate::domain::{ItemId, ids};
use serde::{Deserialize, Serialize};

/// The file: a table for each reviewer of this device.
const FILE: &str = "identity.toml";

/// What the text begins with that moves a reviewer to another device.
const MOVED: &str = "corrob-identity";

/// The greatest length of a name, in characters.
const LONGEST: usize = 100;

/// Where a name came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whence {
    /// `--reviewer`, `CORROB_REVIEWER` or the settings.
    Given,
    /// The login name.
    Login,
}

/// The reviewer to use: a name or an id, not yet looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The name, or an id as text.
    pub who: String,
    /// Where it came from.
    pub whence: Whence,
}

impl Wanted {
    /// `--reviewer`, else `CORROB_REVIEWER`, else the settings, else the login name.
    ///
    /// # Errors
    /// When nothing says it, or what says it is no name.
    pub fn find(option: Option<&str>, settings: &Settings) -> Result<Self, ConfigError> {
        Self::find_in(option, |name| std::env::var(name).ok(), settings)
    }

    fn find_in(
        option: Option<&str>,
        variables: impl Fn(&str) -> Option<String>,
        settings: &Settings,
    ) -> Result<Self, ConfigError> {
        let variable = |name| variables(name).filter(|value| !value.trim().is_empty());
        let given = option
            .map(str::to_owned)
            .or_else(|| variable("CORROB_REVIEWER"))
            .or_else(|| settings.reviewer.clone());
        if let Some(who) = given {
            return Self::new(&who, Whence::Given);
        }
        let login = ["LOGNAME", "USER", "USERNAME"].into_iter().find_map(variable).or_else(from_passwd);
        Self::new(&login.ok_or(ConfigError::Nobody)?, Whence::Login)
    }

    fn new(who: &str, whence: Whence) -> Result<Self, ConfigError> {
        let name = who.trim();
        let length = name.chars().count();
        if length == 0 || length > LONGEST || name.chars().any(char::is_control) {
            return Err(ConfigError::BadName(who.chars().take(LONGEST).collect()));
        }
        Ok(Self { who: name.to_owned(), whence })
    }
}

/// The user's name in `/etc/passwd`.
fn from_passwd() -> Option<String> {
    #[cfg(unix)]
    {
        let own = rustix::process::getuid().as_raw().to_string();
        let all = std::fs::read_to_string("/etc/passwd").ok()?;
        all.lines().find_map(|line| {
            let mut fields = line.split(':');
            let name = fields.next()?;
            (fields.nth(1)? == own && !name.is_empty()).then(|| name.to_owned())
        })
    }
    #[cfg(not(unix))]
    {
        None
    }
}

/// The reviewers of this device; the one chosen last comes first.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Known {
    /// Who reviews here where nobody is named: the one that was moved here from another device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    own: Option<ItemId>,
    #[serde(default)]
    reviewer: Vec<Reviewer>,
    /// Reviewers of a case whose work was continued here by their name: this home's in that case alone.
    #[serde(default)]
    continued: Vec<Reviewer>,
}

impl Known {
    fn load(memory: &Memory) -> Self {
        memory
            .recall(FILE)
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .and_then(|text| toml::from_str(&text).ok())
            .unwrap_or_default()
    }

    fn has(&self, id: ItemId) -> bool {
        self.reviewer.iter().any(|own| own.id == id)
    }

    fn remember(mut self, memory: &Memory, reviewer: &Reviewer) {
        if self.reviewer.first() == Some(reviewer) {
            return;
        }
        self.reviewer.retain(|own| own.id != reviewer.id);
        self.reviewer.insert(0, reviewer.clone());
        self.save(memory);
    }

    fn go_on(mut self, memory: &Memory, reviewer: &Reviewer) {
        self.continued.push(reviewer.clone());
        self.save(memory);
    }

    fn save(&self, memory: &Memory) {
        if let Ok(text) = toml::to_string(self) {
            let said = "# The ids under which you review on this device. \"corrob identity\" moves one to another of your devices.\n\n";
            memory.remember(FILE, format!("{said}{text}").as_bytes());
        }
    }
}

/// A new id, whatever the clock says.
fn new_id() -> ItemId {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    ids::new_id(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Finds the reviewer that is wanted, given those who are in the case already.
///
/// # Errors
/// When an id is unknown, or a name could be more than one reviewer's.
pub fn identify(wanted: &Wanted, memory: &Memory, in_case: &[Reviewer]) -> Result<Reviewer, ConfigError> {
    let known = Known::load(memory);
    if wanted.who.len() == 36
        && let Ok(id) = ItemId::try_parse(&wanted.who)
    {
        return by_id(id, known, memory, in_case);
    }
    if wanted.whence == Whence::Login
        && let Some(own) = known.reviewer.iter().find(|reviewer| Some(reviewer.id) == known.own)
    {
        return Ok(own.clone());
    }
    let called = |reviewer: &&Reviewer| reviewer.name == wanted.who;
    let reviewer = |id| Reviewer { id, name: wanted.who.clone(), is: None };
    let in_case_too = |own: &&Reviewer| in_case.iter().any(|reviewer| reviewer.id == own.id);
    let namesakes: Vec<ItemId> = in_case.iter().filter(called).map(|reviewer| reviewer.id).collect();
    // Those that the case knows come first, whatever it calls them; of several, the one chosen last.
    let here = known.reviewer.iter().chain(&known.continued).filter(called).find(in_case_too);
    match (here.or_else(|| known.reviewer.iter().find(called)), namesakes.as_slice()) {
        (Some(own), _) => Ok(reviewer(own.id)),
        (None, [one]) if wanted.whence == Whence::Given => {
            let same = reviewer(*one);
            known.go_on(memory, &same);
            Ok(same)
        }
        (None, [_, _, ..]) if wanted.whence == Whence::Given => {
            Err(ConfigError::Ambiguous { name: wanted.who.clone(), ids: namesakes })
        }
        (None, _) => {
            let new = reviewer(new_id());
            known.remember(memory, &new);
            Ok(new)
        }
    }
}

/// A reviewer as one line of text, to be moved to another of their devices.
#[must_use]
pub fn to_text(reviewer: &Reviewer) -> String {
    format!("{MOVED} {} {}\n", reviewer.id, reviewer.name)
}

/// Takes over the reviewer of another device, from the text that was written there: work goes on here under their
/// id where nobody else is named. Returns them, and another reviewer of this device who has the name already.
///
/// # Errors
/// When the text is none, or this device cannot keep it.
pub fn take_over(text: &str, memory: &Memory) -> Result<(Reviewer, Option<Reviewer>), ConfigError> {
    let mut words = text.trim().splitn(3, ' ');
    let (Some(MOVED), Some(id), Some(name)) = (words.next(), words.next(), words.next()) else {
        return Err(ConfigError::NoIdentity);
    };
    let id = ItemId::try_parse(id).ok().filter(|id| !id.is_nil()).ok_or(ConfigError::NoIdentity)?;
    let name = Wanted::new(name, Whence::Given)?.who;
    let reviewer = Reviewer { id, name, is: None };
    let mut known = Known::load(memory);
    let namesake = known.reviewer.iter().find(|own| own.name == reviewer.name && own.id != id).cloned();
    known.own = Some(id);
    known.reviewer.retain(|own| own.id != id);
    known.reviewer.insert(0, reviewer.clone());
    known.save(memory);
    if Known::load(memory).own == Some(id) { Ok((reviewer, namesake)) } else { Err(ConfigError::NotKept) }
}

/// The reviewer with this id. Giving it says "that is me", so it is remembered.
fn by_id(id: ItemId, known: Known, memory: &Memory, in_case: &[Reviewer]) -> Result<Reviewer, ConfigError> {
    let found = in_case.iter().chain(&known.reviewer).find(|reviewer| reviewer.id == id);
    let reviewer = found.cloned().ok_or(ConfigError::UnknownId(id))?;
    if !known.has(id) || known.reviewer.first().is_some_and(|first| first.id != id) {
        known.remember(memory, &reviewer);
    }
    Ok(reviewer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Directories;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    fn given(who: &str) -> Wanted {
        Wanted::new(who, Whence::Given).unwrap()
    }

    fn login(who: &str) -> Wanted {
        Wanted::new(who, Whence::Login).unwrap()
    }

    fn someone(n: u128, name: &str) -> Reviewer {
        Reviewer { id: ItemId::from_u128(n), name: name.into(), is: None }
    }

    fn device(home: &Path) -> Memory {
        Memory::new(&Directories::under(home), false)
    }

    #[test]
    fn a_name_has_one_id_from_its_first_use() {
        let home = tempfile::tempdir().unwrap();
        let memory = device(home.path());
        let first = identify(&login("r.lee"), &memory, &[]).unwrap();
        assert_eq!(first.id.get_version_num(), 7);
        assert_eq!(identify(&given("r.lee"), &memory, &[]).unwrap(), first);
        assert_ne!(identify(&given("a.kim"), &memory, &[]).unwrap().id, first.id);
        assert_eq!(identify(&given("r.lee"), &memory, &[someone(1, "a.kim")]).unwrap(), first);
        assert_eq!(identify(&given("r.lee"), &device(home.path()), &[]).unwrap(), first);
        let file = Directories::under(home.path()).state.join(FILE);
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_reviewer_in_the_case_is_continued_where_that_is_meant() {
        let home = tempfile::tempdir().unwrap();
        let memory = device(home.path());
        let teammates = [someone(1, "r.lee"), someone(2, "a.kim")];
        // Given on purpose: another device of theirs.
        assert_eq!(identify(&given("r.lee"), &memory, &teammates).unwrap(), teammates[0]);
        // That does not make it this device's own: in another case the name gets a new id.
        let elsewhere = identify(&given("r.lee"), &memory, &[]).unwrap();
        assert_ne!(elsewhere.id, teammates[0].id);
        // Nor is what was begun under one id gone on with under another.
        assert_eq!(identify(&given("r.lee"), &memory, &teammates).unwrap(), teammates[0]);
        // Saying which settles it, also for later.
        let chosen = identify(&given(&teammates[0].id.to_string()), &memory, &teammates).unwrap();
        assert_eq!(chosen, teammates[0]);
        assert_eq!(identify(&login("r.lee"), &memory, &teammates).unwrap(), teammates[0]);
    }

    #[test]
    fn our_own_id_counts_among_namesakes() {
        let home = tempfile::tempdir().unwrap();
        let memory = device(home.path());
        let own = identify(&given("r.lee"), &memory, &[]).unwrap();
        let both = [someone(1, "r.lee"), own.clone()];
        assert_eq!(identify(&login("r.lee"), &memory, &both).unwrap(), own);
        let renamed = [someone(1, "r.lee"), Reviewer { name: "R. Lee".into(), ..own.clone() }];
        assert_eq!(identify(&login("r.lee"), &memory, &renamed).unwrap(), own);
    }

    #[test]
    fn two_homes_with_one_login_name_work_on_one_case() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = identify(&login("root"), &device(one.path()), &[]).unwrap();
        let watching = Memory::new(&Directories::under(other.path()), true);
        assert_ne!(identify(&login("root"), &watching, std::slice::from_ref(&first)).unwrap(), first);
        assert!(!Directories::under(other.path()).state.exists());
        let second = identify(&login("root"), &device(other.path()), std::slice::from_ref(&first)).unwrap();
        assert_ne!(second.id, first.id, "a login name never takes another one's place");
        for both in [[first.clone(), second.clone()], [second.clone(), first.clone()]] {
            for wanted in [login("root"), given("root")] {
                assert_eq!(identify(&wanted, &device(one.path()), &both).unwrap(), first);
                assert_eq!(identify(&wanted, &device(other.path()), &both).unwrap(), second);
            }
        }
    }

    #[test]
    fn two_namesakes_are_told_apart_by_id_alone() {
        let home = tempfile::tempdir().unwrap();
        let memory = device(home.path());
        let case = [someone(1, "r.lee"), someone(2, "r.lee")];
        let error = identify(&given("r.lee"), &memory, &case).unwrap_err().to_string();
        assert!(case.iter().all(|one| error.contains(&one.id.to_string())), "{error}");
        let id = case[1].id.to_string();
        assert_eq!(identify(&given(&id), &memory, &case).unwrap(), case[1]);
        assert!(matches!(
            identify(&given(&ItemId::from_u128(9).to_string()), &memory, &case),
            Err(ConfigError::UnknownId(_))
        ));
        assert_eq!(identify(&given(&id), &memory, &[]).unwrap(), case[1], "known on this device now");
    }

    #[test]
    fn the_nearest_name_counts_and_what_is_none_is_refused() {
        for bad in ["", "  ", "a\nb", "\u{1b}[31m", &"x".repeat(101)] {
            assert!(matches!(Wanted::new(bad, Whence::Given), Err(ConfigError::BadName(_))), "{bad:?}");
        }
        assert_eq!(given(" Ren Lée ").who, "Ren Lée");
        let settings = Settings { reviewer: Some("r.lee".into()), ..Settings::default() };
        let none = Settings::default();
        let env = |name: &str| match name {
            "CORROB_REVIEWER" => Some("j.roe".to_owned()),
            "LOGNAME" => Some("admin".to_owned()),
            _ => None,
        };
        let login_alone = |name: &str| env(name).filter(|_| name == "LOGNAME");
        assert_eq!(Wanted::find_in(Some("a.kim"), env, &settings).unwrap(), given("a.kim"));
        assert_eq!(Wanted::find_in(None, env, &settings).unwrap(), given("j.roe"));
        assert_eq!(Wanted::find_in(None, login_alone, &settings).unwrap(), given("r.lee"));
        assert_eq!(Wanted::find_in(None, login_alone, &none).unwrap(), login("admin"));
    }

    #[test]
    fn a_reviewer_moves_to_another_device_and_is_the_same_one_there() {
        let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = identify(&login("r.lee"), &device(one.path()), &[]).unwrap();
        let there = device(other.path());
        let before = identify(&login("rlee-laptop"), &there, &[]).unwrap();
        assert_eq!(take_over(&to_text(&first), &there).unwrap(), (first.clone(), None));
        // Whatever this device calls them, and also after another one was named for once.
        assert_eq!(identify(&login("rlee-laptop"), &there, &[]).unwrap(), first);
        assert_ne!(identify(&given("a.kim"), &there, &[]).unwrap(), first);
        assert_eq!(identify(&login("rlee-laptop"), &there, std::slice::from_ref(&before)).unwrap(), first);
        assert_eq!(identify(&given("r.lee"), &there, &[]).unwrap(), first);
        // A namesake stays another one.
        let namesake = someone(7, "r.lee");
        assert_eq!(take_over(&to_text(&namesake), &there).unwrap(), (namesake.clone(), Some(first)));
        for bad in
            ["", "r.lee", "corrob-identity x r.lee", "corrob-identity", &format!("{MOVED} {} ", namesake.id)]
        {
            assert!(take_over(bad, &there).is_err(), "{bad}");
        }
        assert_eq!(identify(&login("rlee-laptop"), &there, &[]).unwrap(), namesake);
        let watching = Memory::new(&Directories::under(one.path()), true);
        assert!(matches!(take_over(&to_text(&namesake), &watching), Err(ConfigError::NotKept)));
    }

    #[test]
    fn a_damaged_file_counts_as_none() {
        let home = tempfile::tempdir().unwrap();
        let memory = device(home.path());
        memory.remember(FILE, b"[[reviewer]\nid = ");
        let new = identify(&given("r.lee"), &memory, &[]).unwrap();
        assert_eq!(identify(&given("r.lee"), &memory, &[]).unwrap(), new);
    }
}
