//! What the tagging keys and commands do to an annotation.

use super::annotation::Annotation;
use super::words::{Access, vocabulary};

vocabulary! {
    /// What a reviewer decides of a piece of evidence with one key or one word.
    Tag, "tag" {
        /// Anyone can inspect the material.
        Released = "released",
        /// It is not public, and someone says it exists.
        Withheld = "withheld",
        /// Its authenticity or reading is contested.
        Disputed = "disputed",
        /// Looked at, and no tag applies.
        Examined = "examined",
        /// Nothing decided.
        Clear = "clear",
    }
}

impl Annotation {
    /// Whether the tag is on.
    #[must_use]
    pub fn has(&self, tag: Tag) -> bool {
        match tag {
            Tag::Released => self.access == Some(Access::Released),
            Tag::Withheld => self.access == Some(Access::Withheld),
            Tag::Disputed => self.disputed,
            Tag::Examined => self.examined && !self.is_tagged(),
            Tag::Clear => !self.is_decided(),
        }
    }

    /// With the tag set. Released and withheld replace each other (and the details of the one
    /// replaced go with it); disputed stands beside either; examined and clear take all tags off.
    #[must_use]
    pub fn with(&self, tag: Tag) -> Self {
        let mut after = self.clone();
        match tag {
            Tag::Released | Tag::Withheld => {
                let access = if tag == Tag::Released { Access::Released } else { Access::Withheld };
                if after.access != Some(access) {
                    after.access = Some(access);
                    after.part = false;
                    after.ground = None;
                }
                after.examined = false;
            }
            Tag::Disputed => {
                after.disputed = true;
                after.examined = false;
            }
            Tag::Examined | Tag::Clear => {
                after.access = None;
                after.part = false;
                after.disputed = false;
                after.ground = None;
                after.confidence = None;
                after.examined = tag == Tag::Examined;
            }
        }
        after
    }

    /// With the tag taken off.
    #[must_use]
    pub fn without(&self, tag: Tag) -> Self {
        let mut after = self.clone();
        match tag {
            Tag::Released | Tag::Withheld if self.has(tag) => {
                after.access = None;
                after.part = false;
                after.ground = None;
            }
            Tag::Disputed => after.disputed = false,
            Tag::Examined => after.examined = false,
            Tag::Released | Tag::Withheld | Tag::Clear => {}
        }
        after
    }

    /// What the key does to this annotation alone.
    #[must_use]
    pub fn toggled(&self, tag: Tag) -> Self {
        Toggle::of(tag, [self]).apply(self)
    }
}

/// What a tagging key does to the annotations it is pressed on: to all of them the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toggle {
    /// Sets the tag.
    On(Tag),
    /// Takes the tag off.
    Off(Tag),
}

impl Toggle {
    /// The tag is taken off only where all of these annotations have it; to clear is always to clear.
    #[must_use]
    pub fn of<'a>(tag: Tag, annotations: impl IntoIterator<Item = &'a Annotation>) -> Self {
        let off = tag != Tag::Clear && annotations.into_iter().all(|annotation| annotation.has(tag));
        if off { Self::Off(tag) } else { Self::On(tag) }
    }

    /// What it makes of one of them.
    #[must_use]
    pub fn apply(self, annotation: &Annotation) -> Annotation {
        match self {
            Self::On(tag) => annotation.with(tag),
            Self::Off(tag) => annotation.without(tag),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Basis, Ground};

    #[test]
    fn the_two_fields_of_a_tag() {
        let none = Annotation::default();
        let both = none.toggled(Tag::Withheld).toggled(Tag::Disputed);
        assert!(both.has(Tag::Withheld) && both.has(Tag::Disputed));
        let ground =
            Ground { code: "classified".into(), basis: Basis::Inferred, by: None, on: None, harm: None };
        let grounded = Annotation { ground: Some(ground), ..both };
        let replaced = grounded.toggled(Tag::Released);
        assert!(replaced.has(Tag::Released) && replaced.has(Tag::Disputed) && replaced.ground.is_none());
        assert_eq!(replaced.toggled(Tag::Released).toggled(Tag::Disputed), none);
        let examined = grounded.toggled(Tag::Examined);
        assert!(examined.has(Tag::Examined) && !examined.is_tagged());
        assert!(!examined.toggled(Tag::Released).examined);
        assert_eq!(examined.with(Tag::Clear), none);
    }

    #[test]
    fn a_tag_is_taken_off_several_only_where_all_have_it() {
        let none = Annotation::default();
        let withheld = none.with(Tag::Withheld);
        let both = withheld.with(Tag::Disputed);
        assert_eq!(Toggle::of(Tag::Withheld, [&none, &both]), Toggle::On(Tag::Withheld));
        assert_eq!(Toggle::On(Tag::Withheld).apply(&both), both);
        let off = Toggle::of(Tag::Withheld, [&withheld, &both]);
        assert_eq!(off, Toggle::Off(Tag::Withheld));
        assert_eq!(off.apply(&withheld), none);
        assert_eq!(off.apply(&both), none.with(Tag::Disputed));
        // What nothing is said of is "clear" already; to clear it says nothing else.
        assert_eq!(Toggle::of(Tag::Clear, [&none, &none]), Toggle::On(Tag::Clear));
    }
}
