//! Who reviews. A name becomes a stable id on its first use; the id signs the work, the name is
//! shown.
//!
//! Two people may share a name, and one person may have two devices; nothing in a case distinguishes the
//! two. So an id that a case has under the wanted name is used where it was made on this device or chosen
//! here by its id; else where the name was given on purpose and nobody on this device has it. A login name
//! (`admin`, `user`) is not given on purpose. Whatever remains ambiguous is refused, with the ids to choose
//! from: writing under somebody else's id cannot be undone.

use super::{ConfigError, Memory, Settings};
use crate::domain::ItemId;
use crate::domain::entry::Reviewer;
use serde::{Deserialize, Serialize};

/// The file: a table for each reviewer of this device.
const FILE: &str = "identity.toml";

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
    #[serde(default)]
    reviewer: Vec<Reviewer>,
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
        if let Ok(text) = toml::to_string(&self) {
            let said = "# The ids under which you review on this device. Copy it to another of your devices to\n# be the same reviewer there.\n\n";
            memory.remember(FILE, format!("{said}{text}").as_bytes());
        }
    }
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
    let name = || wanted.who.clone();
    // This device's ids under that name. Those that the case knows come first, whatever it calls them.
    let ours: Vec<ItemId> =
        known.reviewer.iter().filter(|own| own.name == wanted.who).map(|own| own.id).collect();
    let here: Vec<ItemId> =
        ours.iter().copied().filter(|id| in_case.iter().any(|reviewer| reviewer.id == *id)).collect();
    let namesakes: Vec<ItemId> =
        in_case.iter().filter(|reviewer| reviewer.name == wanted.who).map(|reviewer| reviewer.id).collect();
    let ambiguous = |ids: Vec<ItemId>| Err(ConfigError::Ambiguous { name: name(), ids });
    match (here.as_slice(), namesakes.as_slice(), ours.as_slice()) {
        ([own], _, _) => Ok(Reviewer { id: *own, name: name() }),
        ([_, _, ..], _, _) => ambiguous(here),
        // Nobody in the case has the name: ours, or a new one.
        ([], [], [own, ..]) => Ok(Reviewer { id: *own, name: name() }),
        ([], [], []) => {
            let new = Reviewer { id: ItemId::now_v7(), name: name() };
            known.remember(memory, &new);
            Ok(new)
        }
        // Somebody has it, and this device has nobody of that name.
        ([], [one], []) if wanted.whence == Whence::Given => Ok(Reviewer { id: *one, name: name() }),
        // Reading needs no id of a reviewer, so it is not refused.
        ([], _, ours) if wanted.whence == Whence::Login && memory.is_read_only() => {
            let id = ours.first().copied().unwrap_or_else(ItemId::now_v7);
            Ok(Reviewer { id, name: name() })
        }
        ([], [one], []) => {
            Err(ConfigError::Namesake(Reviewer { id: *one, name: name() }, memory.settings_file().to_owned()))
        }
        ([], namesakes, ours) => ambiguous(namesakes.iter().chain(ours).copied().collect()),
    }
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
        Reviewer { id: ItemId::from_u128(n), name: name.into() }
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
        // And now there are two.
        let error = identify(&given("r.lee"), &memory, &teammates).unwrap_err();
        assert!(
            matches!(&error, ConfigError::Ambiguous { ids, .. } if ids == &[teammates[0].id, elsewhere.id])
        );
        assert!(error.to_string().contains(&elsewhere.id.to_string()));
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
    fn a_login_name_never_takes_another_ones_place() {
        let home = tempfile::tempdir().unwrap();
        let memory = device(home.path());
        let case = [someone(1, "admin")];
        let error = identify(&login("admin"), &memory, &case).unwrap_err();
        assert!(matches!(error, ConfigError::Namesake(..)));
        assert!(error.to_string().contains(&case[0].id.to_string()), "{error}");
        let watching = Memory::new(&Directories::under(home.path()), true);
        assert_ne!(identify(&login("admin"), &watching, &case).unwrap().id, case[0].id);
        assert!(!Directories::under(home.path()).state.exists());
    }

    #[test]
    fn two_namesakes_are_told_apart_by_id_alone() {
        let home = tempfile::tempdir().unwrap();
        let memory = device(home.path());
        let case = [someone(1, "r.lee"), someone(2, "r.lee")];
        for wanted in [given("r.lee"), login("r.lee")] {
            let error = identify(&wanted, &memory, &case).unwrap_err().to_string();
            assert!(case.iter().all(|one| error.contains(&one.id.to_string())), "{error}");
        }
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
    fn a_damaged_file_counts_as_none() {
        let home = tempfile::tempdir().unwrap();
        let memory = device(home.path());
        memory.remember(FILE, b"[[reviewer]\nid = ");
        let new = identify(&given("r.lee"), &memory, &[]).unwrap();
        assert_eq!(identify(&given("r.lee"), &memory, &[]).unwrap(), new);
    }
}
