//! Sentences of vendors, and the words that rules look for in them.

/// Words to look for. All of them are found in one pass over a sentence, upper and lower case alike.
pub(super) struct Vocabulary {
    words: Vec<&'static str>,
    /// As long as the shortest word.
    shortest: usize,
    /// By a pair of letters: how far the end of the next beginning of a word is at least, if such a pair stands here.
    steps: Box<[u8; PAIRS]>,
    /// By a pair of letters: the words of which the beginning ends with such a pair.
    ending: Box<[u128; PAIRS]>,
}

/// As many marks as a number holds.
const MOST: usize = 128;

/// Pairs of letters, of which five bits each count: alike for upper and lower case.
const PAIRS: usize = 1 << 10;

fn pair(one: u8, next: u8) -> usize {
    usize::from(one & 31) << 5 | usize::from(next & 31)
}

impl Vocabulary {
    /// The vocabulary of at most [`MOST`] different words of two bytes or more; they are in lower case, and of other letters
    /// than those of ASCII have those up to U+00FF only.
    pub(super) fn of(words: impl Iterator<Item = &'static str>) -> Self {
        let mut list: Vec<&str> = words.collect();
        list.sort_unstable();
        list.dedup();
        list.truncate(MOST);
        let shortest = list.iter().map(|word| word.len()).min().unwrap_or_default().max(2);
        let furthest = u8::try_from(shortest - 1).unwrap_or(u8::MAX);
        let (mut steps, mut ending) = (Box::new([furthest; PAIRS]), Box::new([0; PAIRS]));
        for (bit, word) in list.iter().enumerate() {
            let pairs = word.bytes().zip(word.bytes().skip(1)).take(shortest - 1);
            for ((one, next), step) in pairs.zip((0..furthest).rev()) {
                if let Some(known) = steps.get_mut(pair(one, next)) {
                    *known = step.min(*known);
                }
                if let Some(ending) = ending.get_mut(pair(one, next)).filter(|_| step == 0) {
                    *ending |= 1 << bit;
                }
            }
        }
        Self { words: list, shortest, steps, ending }
    }

    /// The mark of some of its words.
    pub(super) fn marks(&self, words: &[&str]) -> u128 {
        let bits = words.iter().filter_map(|word| self.words.binary_search(word).ok());
        bits.fold(0, |marks, bit| marks | 1 << bit)
    }

    /// The marks of those words that a text holds.
    pub(super) fn found(&self, text: &str) -> u128 {
        let text = text.as_bytes();
        let mut found = 0;
        let mut at = 0;
        while let Some([one, next]) = text.get(at + self.shortest - 2..).and_then(<[u8]>::first_chunk) {
            let pair = pair(*one, *next);
            let step = self.steps.get(pair).map_or(0, |step| usize::from(*step));
            if step == 0 {
                let mut candidates = self.ending.get(pair).map_or(0, |ending| *ending) & !found;
                while candidates != 0 {
                    let bit = candidates.trailing_zeros();
                    candidates &= candidates - 1;
                    if self.words.get(bit as usize).is_some_and(|word| begins(text.get(at..), word)) {
                        found |= 1 << bit;
                    }
                }
            }
            at += step.max(1);
        }
        found
    }
}

/// Whether a text begins with a word in lower case, upper and lower case alike.
fn begins(text: Option<&[u8]>, word: &str) -> bool {
    // The capital letters of Latin-1 have their second byte below that of the small ones.
    let lower = |byte: u8| if matches!(byte, 0x80..=0x9e) { byte | 0x20 } else { byte.to_ascii_lowercase() };
    text.and_then(|text| text.get(..word.len()))
        .is_some_and(|text| text.iter().zip(word.bytes()).all(|(byte, wanted)| lower(*byte) == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &[&str] = &["zoll", "customs", "rücksendung", "nicht", "abgeholt", "abholbereit", "zollamt"];

    fn found(text: &str) -> Vec<&'static str> {
        let words = Vocabulary::of(WORDS.iter().chain(WORDS).copied());
        let marks = words.found(text);
        WORDS.iter().filter(|word| marks & words.marks(&[word]) != 0).copied().collect()
    }

    #[test]
    fn words_are_found_wherever_they_stand_and_however_they_are_spelt() {
        assert_eq!(found("Zoll"), ["zoll"]);
        assert_eq!(found("VERZOLLUNG im zollamt"), ["zoll", "zollamt"]);
        assert_eq!(found("Die RÜCKSENDUNG wurde nicht abgeholt"), ["rücksendung", "nicht", "abgeholt"]);
        assert_eq!(found("It was held by Customs"), ["customs"]);
        assert_eq!(found("zo ll cust oms rucksendung rųcksendung"), [""; 0]);
        assert_eq!(found(""), [""; 0]);
        assert_eq!(found("zol"), [""; 0]);
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_is_what_the_sentence_holds(text in "[zolamtnichtZOLÜücks ]{0,40}", more in "\\PC{0,20}", word in 0..WORDS.len()) {
            for text in [text.clone(), format!("{more}{text}"), format!("{text}{}{more}", WORDS[word].to_uppercase())] {
                let lower = text.to_lowercase();
                let holds: Vec<&str> = WORDS.iter().filter(|word| lower.contains(**word)).copied().collect();
                proptest::prop_assert_eq!(found(&text), holds, "{}", text);
            }
        }
    }
}
