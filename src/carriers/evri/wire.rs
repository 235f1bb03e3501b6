//! The replies of Evri's client tracking API, as far as callers of it show them
//! (<https://github.com/ha-parcel-integrations/ha-evri>). Everything may be missing.

use serde::de::{MapAccess, SeqAccess};
use serde::{Deserialize, Deserializer};

use super::super::list::{Entries, List};
use super::super::part::{Part, Shape, Text, document, fields};

/// A list of events comes bare or in an object; an estimate and a signature are objects of their own.
pub(super) enum Body<'a> {
    Events(List<Event<'a>>),
    Object(Box<Object<'a>>),
}

impl<'a> Shape<'a> for Body<'a> {
    fn of_list<A: SeqAccess<'a>>(part: &mut Part<Self>, list: A) -> Result<(), A::Error> {
        let mut events = Part::Missing;
        Entries::of_list(&mut events, list)?;
        *part = Part::Read(Self::Events(events));
        Ok(())
    }

    fn of_object<A: MapAccess<'a>>(part: &mut Part<Self>, fields: A) -> Result<(), A::Error> {
        let mut object = Part::Missing;
        Object::of_object(&mut object, fields)?;
        if let Part::Read(object) = object {
            *part = Part::Read(Self::Object(Box::new(object)));
        }
        Ok(())
    }
}

impl<'a> Deserialize<'a> for Body<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        document(deserializer)
    }
}

fields! {
    pub(super) struct Object<'a> {
        events: Entries<Event<'a>> = "events",
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
        location: Place<'a> = "location",
        tracking_point: Point<'a> = "trackingPoint",
        tracking_stage: Stage<'a> = "trackingStage",
        links: Entries<Link<'a>> = "links",
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
