//! The words of one report's events. Most scans of a parcel are told in the same few sentences, which need not be kept more
//! than once.

use std::sync::Arc;

/// How many sentences are remembered: so few that looking through them costs less than a copy.
const REMEMBERED: usize = 8;

/// The last sentences that a report has told. A new one takes the place of the oldest.
#[derive(Default)]
pub(super) struct Wordings {
    remembered: [Option<Arc<str>>; REMEMBERED],
    oldest: usize,
}

impl Wordings {
    /// A sentence, shared with the events that tell the same where it is remembered.
    pub(super) fn keep(&mut self, text: &str) -> Arc<str> {
        if let Some(same) = self.remembered.iter().flatten().find(|known| ***known == *text) {
            return Arc::clone(same);
        }
        let new: Arc<str> = text.into();
        if let Some(oldest) = self.remembered.get_mut(self.oldest) {
            *oldest = Some(Arc::clone(&new));
        }
        self.oldest = (self.oldest + 1) % REMEMBERED;
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
    }
}
