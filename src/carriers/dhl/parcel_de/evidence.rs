//! What the codes of an event say, on the way there and on the way back.

use compact_str::CompactString;

use super::super::codes::parcel_de::of_joined;
use crate::carriers::part::Text;
use crate::model::state::{in_transit, unknown};
use crate::model::{Event, Leg, Status};

/// The three codes of an event.
pub(super) struct Codes<'a> {
    ice: &'a str,
    ric: &'a str,
    standard: &'a str,
}

impl<'a> Codes<'a> {
    pub(super) fn of(ice: &'a Text<'_>, ric: &'a Text<'_>, standard: &'a Text<'_>) -> Self {
        let [ice, ric, standard] = [ice, ric, standard].map(|text| text.told().unwrap_or_default());
        Self { ice, ric, standard }
    }

    /// `ICE/RIC/code`; none without any.
    pub(super) fn joined(&self) -> Option<CompactString> {
        let Self { ice, ric, standard } = self;
        let any = [ice, ric, standard].iter().any(|code| !code.is_empty());
        any.then(|| [*ice, "/", ric, "/", standard].into_iter().collect())
    }

    /// Says in `event` what the codes say.
    pub(super) fn apply(&self, event: &mut Event, is_return: bool, is_handed_in: bool) {
        let Some(joined) = self.joined() else { return };
        let says = of_joined(&joined, self.ice, self.standard);
        event.code = Some(joined);
        let Some(says) = says else {
            event.meaning = unknown::UNMAPPED.into();
            return;
        };
        says.tell(event);
        if self.ice == "STORN" {
            // With neither time nor code: the newest event before this one.
            event.revokes = Some(Box::default());
        }
        if (self.ice, self.ric) == ("HLDCC", "LDPCK") && !is_handed_in {
            event.meaning = in_transit::DROPPED_OFF.into();
        }
        if is_return {
            turn(event);
        }
    }
}

/// An event of the way back, told with the words of the way there.
fn turn(event: &mut Event) {
    event.leg = Some(Leg::Return);
    let Some(state) = event.state() else { return };
    let turned = match state.status() {
        Status::InTransit | Status::OutForDelivery | Status::AvailableForPickup => Status::Returning,
        Status::Delivered => Status::Returned,
        _ => return,
    };
    event.meaning = turned.into();
    event.handed_to = None;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carriers::part::slot_of;

    /// An event of codes such as `SRTED/NRQRD/NB`.
    fn event(codes: &str, is_return: bool, is_handed_in: bool) -> Event {
        let mut parts = codes.split('/').map(|part| serde_json::to_string(part).unwrap());
        let told = [parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap()];
        let [ice, ric, standard] = told.each_ref().map(|text| slot_of(text));
        let mut event = Event::new("2026-11-21T10:00:00".parse().unwrap(), unknown::NO_STATUS);
        Codes::of(&ice, &ric, &standard).apply(&mut event, is_return, is_handed_in);
        event
    }

    fn meaning(codes: &str, is_return: bool, is_handed_in: bool) -> String {
        event(codes, is_return, is_handed_in).meaning.to_string()
    }

    #[test]
    fn a_locker_is_the_hand_in_where_dhl_has_not_had_the_parcel() {
        assert_eq!(meaning("HLDCC/LDPCK/LA", false, false), "in_transit.dropped_off");
        assert_eq!(meaning("HLDCC/LDPCK/LA", false, true), "available_for_pickup.locker");
    }

    #[test]
    fn the_way_back_turns_what_is_said() {
        for (codes, there, back) in [
            ("SRTED/NRQRD/PO", "out_for_delivery", "returning"),
            ("DLVRD/ACCPT/ZU", "delivered", "returned"),
            ("RETRN/NTCCN/ZN", "returning.unclaimed", "returning.unclaimed"),
        ] {
            assert_eq!(
                (meaning(codes, false, true), meaning(codes, true, true)),
                (there.into(), back.into())
            );
        }
        let back = event("DLVRD/OTHER/ZU", true, true);
        assert_eq!((back.leg, back.handed_to), (Some(Leg::Return), None));
        assert_eq!(event("DLVRD/OTHER/ZU", false, true).leg, None);
    }

    #[test]
    fn a_cancellation_takes_back_the_event_before_it() {
        let cancellation = event("STORN/NRQRD/DD", false, true);
        assert_eq!(cancellation.meaning.to_string(), "notice.information");
        assert_eq!(cancellation.revokes, Some(Box::default()));
    }

    #[test]
    fn unheard_codes_are_unmapped_and_no_codes_say_nothing() {
        assert_eq!(meaning("TELEP/PORTD/XX", false, true), "unknown.unmapped");
        assert_eq!(event("TELEP/PORTD/XX", false, true).code.as_deref(), Some("TELEP/PORTD/XX"));
        let silent = event("//", false, true);
        assert_eq!((silent.meaning.to_string().as_str(), silent.code), ("unknown.no_status", None));
    }
}
