//! The order of events.

use crate::carriers::order;
use crate::model::Event;

/// Sorts by the middle of what each time can mean.
pub(super) fn oldest_first(mut events: Vec<Event>) -> Vec<Event> {
    order::oldest_first(&mut events, |event| {
        let span = event.time.resolve(event.location.as_ref(), None);
        span.earliest() + (span.latest() - span.earliest()) / 2
    });
    events
}
