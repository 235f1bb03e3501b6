//! What the tables of codes of all channels are made of. Each channel has its own tables: the same word means different
//! things in different APIs of Amazon's.

pub(super) use super::super::says::{Row, because, notice, state, status};

/// The row of a code, however it is spelt, in a table that is sorted by codes.
pub(super) fn find(table: &'static [Row], code: &str) -> Option<&'static Row> {
    find_by(table, |row| row.code, code)
}

/// What stands beside a word, however it is spelt, in a table that is sorted by words.
pub(super) fn beside<T: Clone>(table: &'static [(&'static str, T)], word: &str) -> Option<T> {
    find_by(table, |(known, _)| known, word).map(|(_, told)| told.clone())
}

/// The row of a word, however it is spelt, in a table that is sorted by what `of` tells of a row.
pub(super) fn find_by<T>(table: &'static [T], of: fn(&T) -> &'static str, word: &str) -> Option<&'static T> {
    // Most are spelt as in the contract.
    match table.binary_search_by(|row| of(row).cmp(word)) {
        Ok(at) => table.get(at),
        Err(_) => table.iter().find(|row| is_alike(of(row), word)),
    }
}

/// Whether two words differ by case and by what stands between their parts only: the contracts themselves write
/// `CancelledBySeller` here and `CANCELLED_BY_SELLER` there.
pub(super) fn is_alike(a: &str, b: &str) -> bool {
    fn letters(word: &str) -> impl Iterator<Item = char> {
        word.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_uppercase())
    }
    a == b || letters(a).eq(letters(b))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A file of Amazon's published contracts, where a checkout has them beside the crate.
    pub(in super::super) fn contract(file: &str) -> Option<serde_json::Value> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/specs/amazon");
        let Ok(text) = std::fs::read_to_string(format!("{folder}/{file}")) else {
            println!("skipped: no contract {file} beside the crate");
            return None;
        };
        Some(serde_json::from_str(&text).unwrap())
    }

    /// The enumeration at `pointer` of a contract; nothing where there is no contract.
    pub(in super::super) fn contract_words(file: &str, pointer: &str) -> Vec<String> {
        let Some(contract) = contract(file) else { return Vec::new() };
        let words = contract.pointer(pointer).unwrap().as_array().unwrap();
        words.iter().map(|word| word.as_str().unwrap().to_owned()).collect()
    }

    pub(in super::super) fn is_sorted<'a>(words: impl Iterator<Item = &'a str>) -> bool {
        words.collect::<Vec<_>>().windows(2).all(|pair| pair[0] < pair[1])
    }

    #[test]
    fn spelling_does_not_matter() {
        assert!(is_alike("CANCELLED_BY_SELLER", "CancelledBySeller") && is_alike("EVENT_301", "event-301"));
        assert!(!is_alike("EVENT_301", "EVENT_3011") && !is_alike("EVENT_301", ""));
    }
}
