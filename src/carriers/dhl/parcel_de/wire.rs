//! The answer of Parcel DE Tracking, attribute by attribute as documented at
//! <https://developer.dhl.com/api-reference/dhl-parcel-de-tracking-post-parcel-germany>, as far as it is read here.
//!
//! There is but one tag, `data`, at all depths: what a level of it stands for is told by its attribute `name`, and what it
//! tells by its other attributes. Anything may be missing or empty.

use serde::Deserialize;

use crate::carriers::part::Part;
use crate::carriers::xml::{self, one_or_more};
use crate::error::Result;

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    data: Part<Root>,
}

/// The root, `piece-shipment-list`.
#[derive(Default, Deserialize)]
pub(super) struct Root {
    #[serde(rename = "@code")]
    pub(super) code: Option<String>,
    #[serde(rename = "data", default, deserialize_with = "one_or_more")]
    pub(super) shipments: Vec<Part<Shipment>>,
}

/// `piece-shipment`: one number, found or not.
#[derive(Deserialize)]
pub(super) struct Shipment {
    #[serde(rename = "@name")]
    pub(super) name: Option<String>,
    /// `0` or a code of failure; `piece-status` is there instead where the number is not known.
    #[serde(rename = "@error-status")]
    pub(super) error_status: Option<String>,
    #[serde(rename = "@piece-status")]
    pub(super) piece_status: Option<String>,
    #[serde(rename = "@piece-code")]
    pub(super) piece_code: Option<String>,
    #[serde(rename = "@searched-piece-code")]
    pub(super) searched_piece_code: Option<String>,
    /// The number without its leading `00`.
    #[serde(rename = "@piece-identifier")]
    pub(super) piece_identifier: Option<String>,
    /// The number in the network of the posts.
    #[serde(rename = "@upu")]
    pub(super) upu: Option<String>,
    /// The number at the partner in the country of destination.
    #[serde(rename = "@domestic-id")]
    pub(super) domestic_id: Option<String>,
    #[serde(rename = "@status")]
    pub(super) status: Option<String>,
    #[serde(rename = "@status-timestamp")]
    pub(super) status_timestamp: Option<String>,
    #[serde(rename = "@ice")]
    pub(super) ice: Option<String>,
    #[serde(rename = "@ric")]
    pub(super) ric: Option<String>,
    #[serde(rename = "@standard-event-code")]
    pub(super) standard_event_code: Option<String>,
    #[serde(rename = "@ruecksendung")]
    pub(super) is_return: Option<String>,
    /// `1` once it was handed over, to the recipient or at a shop.
    #[serde(rename = "@delivery-event-flag")]
    pub(super) delivery_event_flag: Option<String>,
    #[serde(rename = "@delivery-date")]
    pub(super) delivery_date: Option<String>,
    #[serde(rename = "@delivery-timeframe-from")]
    pub(super) delivery_timeframe_from: Option<String>,
    #[serde(rename = "@delivery-timeframe-to")]
    pub(super) delivery_timeframe_to: Option<String>,
    /// Who took it.
    #[serde(rename = "@recipient-name")]
    pub(super) recipient_name: Option<String>,
    /// What kind of person took it, 1 to 5.
    #[serde(rename = "@recipient-id")]
    pub(super) recipient_id: Option<String>,
    #[serde(rename = "@pan-recipient-postalcode")]
    pub(super) pan_recipient_postalcode: Option<String>,
    #[serde(rename = "@origin-country")]
    pub(super) origin_country: Option<String>,
    #[serde(rename = "@dest-country")]
    pub(super) dest_country: Option<String>,
    #[serde(rename = "@product-name")]
    pub(super) product_name: Option<String>,
    /// In kilograms, `0.0` where it is not known.
    #[serde(rename = "@shipment-weight")]
    pub(super) shipment_weight: Option<String>,
    #[serde(rename = "@piece-customer-reference")]
    pub(super) piece_customer_reference: Option<String>,
    #[serde(rename = "@shipment-customer-reference")]
    pub(super) shipment_customer_reference: Option<String>,
    #[serde(rename = "@airway-bill-number")]
    pub(super) airway_bill_number: Option<String>,
    #[serde(rename = "data", default, deserialize_with = "one_or_more")]
    pub(super) lists: Vec<Part<EventList>>,
}

/// `piece-event-list`, oldest first.
#[derive(Deserialize)]
pub(super) struct EventList {
    #[serde(rename = "@name")]
    pub(super) name: Option<String>,
    #[serde(rename = "data", default, deserialize_with = "one_or_more")]
    pub(super) events: Vec<Part<Event>>,
}

/// `piece-event`.
#[derive(Deserialize)]
pub(super) struct Event {
    #[serde(rename = "@name")]
    pub(super) name: Option<String>,
    #[serde(rename = "@event-timestamp")]
    pub(super) timestamp: Option<String>,
    #[serde(rename = "@event-status")]
    pub(super) status: Option<String>,
    #[serde(rename = "@event-text")]
    pub(super) text: Option<String>,
    /// What happened.
    #[serde(rename = "@ice")]
    pub(super) ice: Option<String>,
    /// Why.
    #[serde(rename = "@ric")]
    pub(super) ric: Option<String>,
    #[serde(rename = "@standard-event-code")]
    pub(super) standard_event_code: Option<String>,
    /// A town, or the text of a branch or Packstation.
    #[serde(rename = "@event-location")]
    pub(super) location: Option<String>,
    /// The country's name in the language of the answer, or its code.
    #[serde(rename = "@event-country")]
    pub(super) country: Option<String>,
    #[serde(rename = "@ruecksendung")]
    pub(super) is_return: Option<String>,
}

impl Root {
    /// Reads a body.
    ///
    /// # Errors
    ///
    /// [`BadReply`](crate::ErrorKind::BadReply) for what is no XML.
    pub(super) fn read(body: &[u8]) -> Result<Self> {
        let document: Document = xml::read(body)?;
        Ok(match document.data {
            Part::Read(root) => root,
            Part::Missing | Part::Broken(_) => Self::default(),
        })
    }

    pub(super) fn shipments(&self) -> impl Iterator<Item = &Shipment> {
        self.shipments
            .iter()
            .filter_map(Part::quiet)
            .filter(|shipment| is_named(&shipment.name, "pieceshipment"))
    }
}

impl Shipment {
    /// The lists of events; none where only the newest state was told.
    pub(super) fn lists(&self) -> impl Iterator<Item = &EventList> {
        self.lists.iter().filter_map(Part::quiet).filter(|list| is_named(&list.name, "pieceeventlist"))
    }

    /// All numbers by which the answer names the parcel.
    pub(super) fn numbers(&self) -> impl Iterator<Item = &str> {
        let own = [&self.piece_code, &self.searched_piece_code, &self.piece_identifier];
        own.into_iter().chain([&self.upu, &self.domestic_id]).filter_map(told)
    }

    /// The code of failure, if the number was not found.
    pub(super) fn refusal(&self) -> Option<&str> {
        [&self.error_status, &self.piece_status].into_iter().filter_map(told).find(|code| *code != "0")
    }
}

impl EventList {
    pub(super) fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().filter_map(Part::quiet).filter(|event| is_named(&event.name, "pieceevent"))
    }
}

/// Names come with hyphens and, in some answers, without.
fn is_named(name: &Option<String>, wanted: &str) -> bool {
    name.as_deref().is_some_and(|name| name.replace('-', "") == wanted)
}

/// A text that says something.
pub(super) fn told(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_may_be_missing_and_the_unknown_is_left_alone() {
        let root = Root::read(b"<data/>").unwrap();
        assert!(root.code.is_none() && root.shipments.is_empty());
        let body = br#"<data name="pieceshipmentlist" code="0" new="x"><data name="news" piece-code="1"/>
            <data name="pieceshipment" piece-code=" 7 " upu="" error-status="0"><note/><data name="piece-event-list">
            <data name="pieceevent" ice="DLVRD"><data name="deeper"/></data><data name="other"/></data></data></data>"#;
        let root = Root::read(body).unwrap();
        let shipments: Vec<_> = root.shipments().collect();
        assert_eq!((root.code.as_deref(), shipments.len(), shipments[0].refusal()), (Some("0"), 1, None));
        assert_eq!(shipments[0].numbers().collect::<Vec<_>>(), ["7"]);
        let events: Vec<_> = shipments[0].lists().flat_map(EventList::events).collect();
        assert_eq!((events.len(), told(&events[0].ice)), (1, Some("DLVRD")));
    }

    #[test]
    fn a_number_that_failed_says_why() {
        let body = br#"<data code="100"><data name="piece-shipment" piece-status="100" piece-status-desc="x"/></data>"#;
        let root = Root::read(body).unwrap();
        assert_eq!(root.shipments().next().unwrap().refusal(), Some("100"));
    }
}
