//! Where the parcels of an order are, by what became of them or else by the shop's words.

use super::carrier_id::{CarrierId, Channel};
use super::number::TrackingNumber;
use super::order::{OrderParcel, OrderStatus, Shipment};
use super::parcel::Parcel;
use super::source::Related;
use super::state::{State, Status};

/// Where what is in a parcel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Shop,
    OnTheWay,
    Delivered,
    Returned,
    Lost,
    Cancelled,
}

impl Place {
    fn of(state: &State) -> Option<Self> {
        Some(match state.status() {
            Status::Unknown | Status::Pending | Status::Expired => return None,
            Status::InfoReceived => Self::Shop,
            Status::InTransit
            | Status::OutForDelivery
            | Status::AvailableForPickup
            | Status::AttemptFailed
            | Status::Exception
            | Status::Returning => Self::OnTheWay,
            Status::Delivered => Self::Delivered,
            Status::Returned => Self::Returned,
            Status::Cancelled => Self::Cancelled,
            Status::Failed => Self::Lost,
        })
    }

    pub(super) fn has_left(self) -> bool {
        matches!(self, Self::OnTheWay | Self::Delivered | Self::Returned | Self::Lost)
    }
}

/// A parcel of the order with where it is; none where nobody tells.
pub(super) struct Packed<'o> {
    parcel: &'o OrderParcel,
    pub(super) place: Option<Place>,
    pub(super) has_problem: bool,
}

impl<'o> Packed<'o> {
    pub(super) fn of(
        channel: &Channel,
        shipment: &Shipment,
        parcel: &'o OrderParcel,
        merged: &[&Parcel],
    ) -> Self {
        let merged =
            merged.iter().find(|merged| parcel.is_one_with(channel, merged)).map(|merged| &merged.state);
        let about = |state: &&State| state.status().is_about_parcel();
        let state = merged.filter(about).or(parcel.state.as_ref().filter(about));
        let by_shop = match &shipment.status {
            Some(OrderStatus::Shipped) => Some(Place::OnTheWay),
            Some(OrderStatus::Cancelled | OrderStatus::Unfulfillable) => Some(Place::Cancelled),
            Some(OrderStatus::Received | OrderStatus::Planning | OrderStatus::Processing) => {
                Some(Place::Shop)
            }
            _ => None,
        };
        let place = match (state.and_then(Place::of), by_shop) {
            // It left before its carrier scanned it.
            (None | Some(Place::Shop), Some(by_shop)) => Some(by_shop),
            (place, _) => place,
        };
        let has_problem = state.is_some_and(|state| {
            matches!(
                state.status(),
                Status::Exception | Status::Returning | Status::Returned | Status::Failed
            )
        });
        Self { parcel, place, has_problem }
    }

    /// Whether pieces of a line are in it, or may be.
    pub(super) fn may_hold(&self, line: &str) -> bool {
        let items = &self.parcel.items;
        self.place != Some(Place::Cancelled)
            && (items.is_empty() || items.iter().any(|item| item.line == line))
    }

    /// Pieces of a line in it; none where the shop does not say what is inside.
    pub(super) fn pieces(&self, line: &str) -> Option<u32> {
        let items = &self.parcel.items;
        let of_line = items.iter().filter(|item| item.line == line);
        let sum = of_line.fold(0_u32, |sum, item| sum.saturating_add(item.quantity));
        (!items.is_empty()).then_some(sum)
    }
}

impl OrderParcel {
    /// The names by which the order knows the parcel, each with whose number it is, as far as told.
    pub(crate) fn names(&self, channel: &Channel) -> Vec<(Option<CarrierId>, TrackingNumber)> {
        let own = self.number.iter().map(|number| (self.carrier.clone(), number.clone()));
        let related = self.related.iter().map(|related| (related.carrier.clone(), related.number.clone()));
        let id = self.id.parse::<TrackingNumber>().ok().map(|id| (Some(channel.carrier().clone()), id));
        own.chain(related).chain(id).collect()
    }

    /// Whether a merged parcel goes by one of the names.
    fn is_one_with(&self, channel: &Channel, merged: &Parcel) -> bool {
        let names = self.names(channel);
        let is_alike = |related: &Related, (carrier, number): &(Option<CarrierId>, TrackingNumber)| {
            let is_other = related.carrier.is_some() && carrier.is_some() && related.carrier != *carrier;
            related.number == *number && !is_other
        };
        let own = merged.numbers.iter().filter(|related| related.relation.is_this_parcel());
        own.into_iter().any(|related| names.iter().any(|name| is_alike(related, name)))
    }
}
