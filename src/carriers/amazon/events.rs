//! The order of events.

use crate::model::Event;

/// Sorts by the middle of what each time can mean. Events of one time keep the vendor's order, which is oldest first
/// or newest first: most contracts do not say, so the answer's own times tell.
pub(super) fn oldest_first(mut events: Vec<Event>) -> Vec<Event> {
    let moment = |event: &Event| {
        let span = event.time.resolve(event.location.as_ref(), None);
        span.earliest() + (span.latest() - span.earliest()) / 2
    };
    let (mut up, mut down) = (0_usize, 0_usize);
    for (one, next) in events.iter().zip(events.iter().skip(1)) {
        match moment(one).cmp(&moment(next)) {
            std::cmp::Ordering::Less => up += 1,
            std::cmp::Ordering::Greater => down += 1,
            std::cmp::Ordering::Equal => {}
        }
    }
    if down > up {
        events.reverse();
    }
    events.sort_by_cached_key(moment);
    events
}
