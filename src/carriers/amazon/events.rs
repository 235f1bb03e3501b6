//! The events of an answer, in their order.

use crate::carriers::list::List;
use crate::carriers::order;
use crate::model::{Event, EventTime};

/// The events of a list's entries, oldest first.
pub(super) fn oldest_first<T>(list: &List<T>, events: impl Iterator<Item = Event>) -> Vec<Event> {
    // Events are large: a list that grows would move them again and again.
    let mut all = Vec::with_capacity(list.quiet_entries().count());
    all.extend(events);
    sort(&mut all);
    all
}

/// Sorts by the middle of what each time can mean.
pub(super) fn sort(events: &mut [Event]) {
    order::oldest_first(events, |event| match event.time {
        EventTime::Instant(time) => time.utc(),
        time => time.resolve(event.location.as_ref(), None).middle(),
    });
}
