//! Identities: of items, and of content.

use super::kind::Kind;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;
use uuid::Uuid;

/// The id of an item, a reviewer or a replica (RFC 9562).
pub type ItemId = Uuid;

/// The namespace of every name-based id corrob makes.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f2f_1d0c_5a57_5d1e_9d1b_c04b_a5e0_0001);

/// A new id (UUIDv7) at a millisecond since 1970 UTC; whatever a clock says, there is one.
#[must_use]
pub fn new_id(now_ms: i64) -> ItemId {
    let now = u64::try_from(now_ms).unwrap_or(0);
    let nanos = u32::try_from(now % 1000).unwrap_or(0) * 1_000_000;
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, now / 1000, nanos))
}

/// The id of a record. A UUID stands for itself; any other id is taken within its dataset
/// (UUIDv5), so that two people who import one feed have one set of records.
#[must_use]
pub fn item_id(dataset: &str, kind: Kind, id: &str) -> ItemId {
    if id.len() == 36
        && let Ok(uuid) = Uuid::try_parse(id)
    {
        return uuid;
    }
    let space = Uuid::new_v5(&NAMESPACE, dataset.as_bytes());
    Uuid::new_v5(&space, format!("{kind}:{id}").as_bytes())
}

/// The id of a record that came without one: a name for its content within the dataset.
#[must_use]
pub fn content_id(dataset: &str, kind: Kind, content: &str) -> ItemId {
    let space = Uuid::new_v5(&NAMESPACE, dataset.as_bytes());
    Uuid::new_v5(&space, format!("{kind}#{content}").as_bytes())
}

/// What the id of a record is made of where a profile finds none: what makes it what it is, and stays where
/// a stance, a date or a remark changes.
#[must_use]
pub const fn made_from(kind: Kind) -> &'static str {
    match kind {
        Kind::Party => "name",
        Kind::Source => "address, or its title, publisher and date",
        Kind::Derivation => "two sources and the relation",
        Kind::Claim => "text and claimant",
        Kind::Evidence => "claim, source, paraphrase, quote and locator",
        Kind::Figure => "claim, evidence, unit and what it measures",
        Kind::Request => "tracking number and who was asked, or who asked whom for what and when",
        Kind::Gap => "claim, material and holder",
    }
}

/// The id of someone whom a dataset names among its own annotators. Two people who import one
/// dataset have one set of reviewers.
#[must_use]
pub fn reviewer_id(dataset: &str, name: &str) -> ItemId {
    let space = Uuid::new_v5(&NAMESPACE, dataset.as_bytes());
    Uuid::new_v5(&space, format!("reviewer:{name}").as_bytes())
}

/// A SHA-256 digest (FIPS 180-4), written in lower-case hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// What stands before the first event of a replica.
    pub const NONE: Self = Self([0; 32]);

    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// From the 32 bytes themselves.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

impl TryFrom<String> for Digest {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let bad = || format!("\"{}\" is not a SHA-256 digest", text.chars().take(70).collect::<String>());
        if text.len() != 64 || !text.is_ascii() {
            return Err(bad());
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).map_err(|_| bad())?;
        }
        Ok(Self(bytes))
    }
}

/// A digest over many parts, in order.
#[derive(Debug, Default, Clone)]
pub struct Digester(Sha256);

impl Digester {
    /// Adds a part.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The digest of everything added.
    #[must_use]
    pub fn finish(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}
