//! Open word lists: known words are variants, an unknown word is kept with its text.
//!
//! A carrier, or a newer version of this crate, may say a word that this version has not heard. Such a word
//! must survive reading and writing, so every list that travels in JSON has a variant for "any other".

use std::fmt;

use super::personal::Shown;

/// A word outside the list it was read for. Only reading makes one, so a known word never hides in here. It may be a
/// sentence, so `Debug` shows it only where it looks like a word.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OtherWord(Box<Spelling>);

/// Behind a pointer of its own, so that the many lists whose words are nearly always known stay small.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Spelling(Box<str>);

impl OtherWord {
    pub(crate) fn new(word: &str) -> Self {
        Self(Box::new(Spelling(word.into())))
    }

    /// The word as it was read.
    pub fn as_str(&self) -> &str {
        &self.0.0
    }
}

impl fmt::Debug for OtherWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OtherWord").field(&Shown(self.as_str())).finish()
    }
}

impl fmt::Display for OtherWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Defines an open word list with its text form, serde and ordering.
macro_rules! open_words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// A word that this version does not know, kept as it was read.
            Other($crate::model::words::OtherWord),
        }

        impl $name {
            /// Every word that this version knows.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word in JSON and in text.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Other(word) => word.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Other($crate::model::words::OtherWord::new(other)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Ok(Self::from(&*word))
            }
        }
    };
}

pub(crate) use open_words;

#[cfg(test)]
mod tests {
    use crate::model::{Event, Location, Parcel, Reason, Report};

    #[cfg(target_pointer_width = "64")]
    #[test]
    fn what_there_are_many_of_is_small() {
        assert!(
            size_of::<Option<Reason>>() <= 16 && size_of::<Location>() <= 112 && size_of::<Event>() <= 264
        );
        // What is larger costs glibc's allocator several times as much.
        assert!(size_of::<Report>() <= 1032 && size_of::<Parcel>() <= 1032);
    }

    #[test]
    fn known_words_and_unknown_words_survive_a_round_trip() {
        for word in Reason::ALL.iter().map(Reason::as_str).chain(["carrier.strike"]) {
            let json = serde_json::to_string(&Reason::from(word)).unwrap();
            assert_eq!(json, format!("\"{word}\""));
            assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), Reason::from(word));
        }
        assert!(matches!(Reason::from("carrier.strike"), Reason::Other(_)));
        assert_eq!(format!("{:?}", Reason::from("carrier.strike")), "Other(OtherWord(\"carrier.strike\"))");
        assert_eq!(format!("{:?}", Reason::from("left with Ms Example, 17")), "Other(OtherWord(…))");
    }
}
