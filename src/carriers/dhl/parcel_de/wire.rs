//! The answer of Parcel DE Tracking, attribute by attribute as documented at
//! <https://developer.dhl.com/api-reference/dhl-parcel-de-tracking-post-parcel-germany>, as far as it is read here.
//!
//! There is but one tag, `data`, at all depths: what a level of it stands for is told by its attribute `name`, and what it
//! tells by its other attributes. Anything may be missing or empty.

use crate::carriers::list::OneOrMore;
use crate::carriers::part::{Part, Text, Texts, fields};
use crate::carriers::xml;
use crate::error::Result;

fields! {
    struct Document<'a> {
        data: Part<Root<'a>> = "data",
    }

    /// The root, `piece-shipment-list`.
    pub(super) struct Root<'a> {
        code: Text<'a> = "code",
        shipments: Part<OneOrMore<Shipment<'a>>> = "data",
    }

    /// `piece-shipment`: one number, found or not.
    pub(super) struct Shipment<'a> {
        name: Text<'a> = "name",
        /// `0` or a code of failure; `piece-status` is there instead where the number is not known.
        error_status: Text<'a> = "error-status",
        piece_status: Text<'a> = "piece-status",
        piece_code: Text<'a> = "piece-code",
        searched_piece_code: Text<'a> = "searched-piece-code",
        /// The number without its leading `00`.
        piece_identifier: Text<'a> = "piece-identifier",
        /// The number in the network of the posts.
        upu: Text<'a> = "upu",
        /// The number at the partner in the country of destination.
        domestic_id: Text<'a> = "domestic-id",
        status: Text<'a> = "status",
        status_timestamp: Text<'a> = "status-timestamp",
        ice: Text<'a> = "ice",
        ric: Text<'a> = "ric",
        standard_event_code: Text<'a> = "standard-event-code",
        is_return: Text<'a> = "ruecksendung",
        /// `1` once it was handed over, to the recipient or at a shop.
        delivery_event_flag: Text<'a> = "delivery-event-flag",
        delivery_date: Text<'a> = "delivery-date",
        delivery_timeframe_from: Text<'a> = "delivery-timeframe-from",
        delivery_timeframe_to: Text<'a> = "delivery-timeframe-to",
        /// Who took it.
        recipient_name: Text<'a> = "recipient-name",
        /// What kind of person took it, 1 to 5.
        recipient_id: Text<'a> = "recipient-id",
        pan_recipient_postalcode: Text<'a> = "pan-recipient-postalcode",
        origin_country: Text<'a> = "origin-country",
        dest_country: Text<'a> = "dest-country",
        product_name: Text<'a> = "product-name",
        /// In kilograms, `0.0` where it is not known.
        shipment_weight: Text<'a> = "shipment-weight",
        piece_customer_reference: Text<'a> = "piece-customer-reference",
        shipment_customer_reference: Text<'a> = "shipment-customer-reference",
        airway_bill_number: Text<'a> = "airway-bill-number",
        lists: Part<OneOrMore<EventList<'a>>> = "data",
    }

    /// `piece-event-list`, oldest first.
    pub(super) struct EventList<'a> {
        name: Text<'a> = "name",
        events: Part<OneOrMore<Event<'a>>> = "data",
    }

    /// `piece-event`.
    pub(super) struct Event<'a> {
        name: Text<'a> = "name",
        timestamp: Text<'a> = "event-timestamp",
        status: Text<'a> = "event-status",
        text: Text<'a> = "event-text",
        /// What happened.
        ice: Text<'a> = "ice",
        /// Why.
        ric: Text<'a> = "ric",
        standard_event_code: Text<'a> = "standard-event-code",
        /// A town, or the text of a branch or Packstation.
        location: Text<'a> = "event-location",
        /// The country's name in the language of the answer, or its code.
        country: Text<'a> = "event-country",
        is_return: Text<'a> = "ruecksendung",
    }
}

impl<'a> Root<'a> {
    /// Reads a body's text.
    ///
    /// # Errors
    ///
    /// [`BadReply`](crate::ErrorKind::BadReply) for what is no XML.
    pub(super) fn read(text: &'a str, texts: &'a Texts) -> Result<Self> {
        let document: Document<'_> = xml::read(text, texts)?;
        Ok(match document.data {
            Part::Read(root) => root,
            Part::Missing | Part::Broken => Self::default(),
        })
    }

    pub(super) fn shipments(&self) -> impl Iterator<Item = &Shipment<'a>> {
        self.shipments.quiet_entries().filter(|shipment| is_named(&shipment.name, "pieceshipment"))
    }
}

impl<'a> Shipment<'a> {
    /// The lists of events; none where only the newest state was told.
    pub(super) fn lists(&self) -> impl Iterator<Item = &EventList<'a>> {
        self.lists.quiet_entries().filter(|list| is_named(&list.name, "pieceeventlist"))
    }

    /// All numbers by which the answer names the parcel.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &str> {
        let own = [&self.piece_code, &self.searched_piece_code, &self.piece_identifier];
        own.into_iter().chain([&self.upu, &self.domestic_id]).filter_map(Text::told)
    }

    /// The code of failure, if the number was not found.
    pub(super) fn refusal(&self) -> Option<&str> {
        [&self.error_status, &self.piece_status].into_iter().filter_map(Text::told).find(|code| *code != "0")
    }
}

impl<'a> EventList<'a> {
    pub(super) fn events(&self) -> impl Iterator<Item = &Event<'a>> {
        self.events.quiet_entries().filter(|event| is_named(&event.name, "pieceevent"))
    }
}

/// Names come with hyphens and, in some answers, without.
fn is_named(name: &Text<'_>, wanted: &str) -> bool {
    name.told().is_some_and(|name| name.bytes().filter(|byte| *byte != b'-').eq(wanted.bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_may_be_missing_and_the_unknown_is_left_alone() {
        let texts = Texts::default();
        let root = Root::read("<data/>", &texts).unwrap();
        assert!(!root.code.is_told() && !root.shipments.is_told());
        let body = r#"<data name="pieceshipmentlist" code="0" new="x"><data name="news" piece-code="1"/>
            <data name="pieceshipment" piece-code=" 7 " upu="" error-status="0"><note/><data name="piece-event-list">
            <data name="pieceevent" ice="DLVRD"><data name="deeper"/></data><data name="other"/></data></data></data>"#;
        let texts = Texts::default();
        let root = Root::read(body, &texts).unwrap();
        let shipments: Vec<_> = root.shipments().collect();
        assert_eq!((root.code.told(), shipments.len(), shipments[0].refusal()), (Some("0"), 1, None));
        assert_eq!(shipments[0].numbers().collect::<Vec<_>>(), ["7"]);
        let events: Vec<_> = shipments[0].lists().flat_map(EventList::events).collect();
        assert_eq!((events.len(), events[0].ice.told()), (1, Some("DLVRD")));
    }

    #[test]
    fn a_number_that_failed_says_why() {
        let body = r#"<data code="100"><data name="piece-shipment" piece-status="100" piece-status-desc="x"/></data>"#;
        let texts = Texts::default();
        let root = Root::read(body, &texts).unwrap();
        assert_eq!(root.shipments().next().unwrap().refusal(), Some("100"));
    }
}
