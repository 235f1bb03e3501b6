//! The words of one report's events. Most scans of a parcel are told in the same few sentences, which need not be kept more
//! than once.

use std::sync::Arc;

/// How many sentences are remembered: so few that looking through them costs less than a copy.
const REMEMBERED: usize = 8;

/// The last sentences that a report has told.
#[derive(Default)]
pub(super) struct Wordings(Vec<Arc<str>>);

impl Wordings {
    /// A sentence, shared with the events that tell the same where it is remembered.
    pub(super) fn keep(&mut self, text: &str) -> Arc<str> {
        let Self(remembered) = self;
        if let Some(same) = remembered.iter().find(|known| ***known == *text) {
            return Arc::clone(same);
        }
        if remembered.len() == REMEMBERED {
            remembered.remove(0);
        }
        let new: Arc<str> = text.into();
        remembered.push(Arc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_again_is_shared_until_too_much_else_was_told() {
        let mut wordings = Wordings::default();
        let [first, other, again] = ["Arrived", "Left", "Arrived"].map(|text| wordings.keep(text));
        assert_eq!((&*first, &*other), ("Arrived", "Left"));
        assert!(Arc::ptr_eq(&first, &again));
        for nth in 0..REMEMBERED {
            wordings.keep(&nth.to_string());
        }
        assert!(!Arc::ptr_eq(&first, &wordings.keep("Arrived")));
        assert_eq!(wordings.0.len(), REMEMBERED);
    }
}
