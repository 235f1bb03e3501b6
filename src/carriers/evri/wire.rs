//! The replies of Evri's client tracking API, as far as callers of it show them
//! (<https://github.com/ha-parcel-integrations/ha-evri>). Everything may be missing.

use super::super::list::{Entries, List};
use super::super::part::{Part, Shape, Slot, Target, Text, fields};

/// A list of events comes bare or in an object; an estimate and a signature are objects of their own.
pub(super) enum Body<'a> {
    Events(List<Event<'a>>),
    Object(Box<Object<'a>>),
}

impl<'a> Shape<'a> for Body<'a> {
    fn of_object() -> Option<Self> {
        Some(Self::Object(Box::default()))
    }

    fn field(&mut self, name: &str) -> Option<Target<'_, 'a>> {
        if let Self::Object(object) = self { object.field(name) } else { None }
    }

    fn end_object(&mut self) {
        if let Self::Object(object) = self {
            object.end_object();
        }
    }

    fn of_list() -> Option<Self> {
        Some(Self::Events(Part::Read(Entries::default())))
    }

    fn entry(&mut self, index: usize) -> Option<&mut dyn Slot<'a>> {
        if let Self::Events(events) = self { events.entry(index) } else { None }
    }

    fn end_list(&mut self) {
        if let Self::Events(events) = self {
            events.end_list();
        }
    }
}

fields! {
    pub(super) struct Object<'a> {
        events: List<Event<'a>> = "events",
        barcode: Text<'a> = "barcode",
        /// Of an estimate.
        from_date_time: Text<'a> = "fromDateTime",
        to_date_time: Text<'a> = "toDateTime",
        /// Of a signature.
        printed_name: Text<'a> = "printedName",
        signed_at: Text<'a> = "signedAt",
    }

    pub(super) struct Event<'a> {
        /// In UTC, with `Z`.
        date_time: Text<'a> = "dateTime",
        location: Part<Place<'a>> = "location",
        tracking_point: Part<Point<'a>> = "trackingPoint",
        tracking_stage: Part<Stage<'a>> = "trackingStage",
        links: List<Link<'a>> = "links",
    }

    pub(super) struct Place<'a> {
        latitude: Text<'a> = "latitude",
        longitude: Text<'a> = "longitude",
    }

    pub(super) struct Point<'a> {
        /// A number whose meaning is not published.
        tracking_point_id: Text<'a> = "trackingPointId",
        tracking_point_code: Text<'a> = "trackingPointCode",
        description: Text<'a> = "description",
    }

    pub(super) struct Stage<'a> {
        tracking_stage_code: Text<'a> = "trackingStageCode",
    }

    pub(super) struct Link<'a> {
        href: Text<'a> = "href",
    }
}
