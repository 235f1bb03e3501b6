//! All that one call to a carrier brought.

use crate::model::{Note, Order, Report};

/// All that one call brought: reports, orders, and what was odd.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// One report a parcel.
    pub reports: Vec<Report>,
    /// The orders that were asked for.
    pub orders: Vec<Order>,
    /// What was odd about the answer as a whole.
    pub notes: Vec<Note>,
}

impl Answer {
    /// Adds a report. Nearly all answers hold one, and a list that is pushed to would have room for four at once.
    pub fn add(&mut self, report: Report) {
        if self.reports.is_empty() {
            self.reports.reserve_exact(1);
        }
        self.reports.push(report);
    }
}

impl From<Report> for Answer {
    fn from(report: Report) -> Self {
        Self { reports: vec![report], ..Self::default() }
    }
}

impl From<Order> for Answer {
    fn from(order: Order) -> Self {
        Self { orders: vec![order], ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Source;

    #[test]
    fn one_report_has_room_of_its_own_size() {
        let source = Source::carrier("dhl/unified".parse().unwrap(), "1234567890".parse().unwrap());
        let report = Report::new(source, chrono::DateTime::UNIX_EPOCH);
        let mut answer = Answer::default();
        answer.add(report.clone());
        assert_eq!(answer.reports.capacity(), 1);
        answer.add(report);
        assert_eq!(answer.reports.len(), 2);
    }
}
