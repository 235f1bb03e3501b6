//! How far an order is, line by line, from what became of its parcels.
//!
//! Everything is derived anew from the order and its parcels each time, never counted up. What nobody tells is none,
//! not zero: a shop that does not say what is in a parcel leaves the pieces of its lines unknown until everything has
//! come.

use std::fmt;

use serde::Serialize;

use super::carrier_id::Channel;
use super::number::OrderId;
use super::order::{Fulfiller, Order, OrderLine, OrderStatus};
use super::order_place::{Packed, Place};
use super::parcel::Parcel;
use super::personal::Shown;

/// How far an order, or one of its lines, is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrderStage {
    /// The shop has it, or does not say more.
    Placed,
    /// It is being picked and packed.
    Processing,
    /// Some of it left.
    PartlyShipped,
    /// All that will come has left.
    Shipped,
    /// Some of it arrived.
    PartlyDelivered,
    /// All that will come has arrived.
    Delivered,
    /// Some of it went back.
    PartlyReturned,
    /// All of it went back.
    Returned,
    /// Nothing of it will come.
    Cancelled,
    /// It cannot go on: refused by the shop, or all that left is lost.
    Problem,
}

impl OrderStage {
    /// The word in JSON and in text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Processing => "processing",
            Self::PartlyShipped => "partly_shipped",
            Self::Shipped => "shipped",
            Self::PartlyDelivered => "partly_delivered",
            Self::Delivered => "delivered",
            Self::PartlyReturned => "partly_returned",
            Self::Returned => "returned",
            Self::Cancelled => "cancelled",
            Self::Problem => "problem",
        }
    }
}

impl fmt::Display for OrderStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How far one line of an order is, in pieces. What is not known is none.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct LineProgress {
    /// The shop's identifier of the line.
    pub line: String,
    /// How far it is.
    pub stage: OrderStage,
    /// Pieces ordered.
    pub ordered: u32,
    /// Pieces that will not come.
    pub cancelled: u32,
    /// Pieces that left, whatever became of them then.
    pub shipped: Option<u32>,
    /// Pieces at the recipient.
    pub delivered: Option<u32>,
    /// Pieces back at the sender.
    pub returned: Option<u32>,
}

impl fmt::Debug for LineProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, stage, ordered, cancelled, shipped, delivered, returned } = self;
        f.debug_struct("LineProgress")
            .field("line", &Shown(line))
            .field("stage", stage)
            .field("ordered", ordered)
            .field("cancelled", cancelled)
            .field("shipped", shipped)
            .field("delivered", delivered)
            .field("returned", returned)
            .finish()
    }
}

/// How far an order is, from what became of its parcels and, where it has none, from the shop's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct OrderProgress {
    /// The order.
    pub order_id: OrderId,
    /// Who tells what is in it.
    pub channel: Channel,
    /// How far it is as a whole.
    pub stage: OrderStage,
    /// Its lines.
    pub lines: Vec<LineProgress>,
    /// How many parcels it has, as far as told.
    pub parcels: usize,
    /// How many of them something is wrong with: held up, on the way back or lost.
    pub problems: usize,
}

/// The stage in words, and the parcels with problems.
impl fmt::Display for OrderProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.stage)?;
        match (self.problems, self.parcels) {
            (0, _) => Ok(()),
            (1, 1) => f.write_str(", with a problem"),
            (problems, parcels) => write!(f, ", {problems} of {parcels} parcels with a problem"),
        }
    }
}

/// The stage and the pieces, as far as known.
impl fmt::Display for LineProgress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { stage, ordered, cancelled, shipped, delivered, returned, .. } = self;
        write!(f, "{stage}: {ordered} ordered")?;
        let counts = [
            ("cancelled", Some(*cancelled).filter(|n| *n > 0)),
            ("shipped", *shipped),
            ("delivered", *delivered),
            ("returned", returned.filter(|n| *n > 0)),
        ];
        for (word, count) in counts {
            count.map_or(Ok(()), |count| write!(f, ", {count} {word}"))?;
        }
        Ok(())
    }
}

impl Order {
    /// How far the order is. A parcel of the order is looked for among `parcels` by its numbers; of one that is not
    /// there, the shop's own words count.
    pub fn progress<'p>(&self, parcels: impl IntoIterator<Item = &'p Parcel>) -> OrderProgress {
        let parcels: Vec<&Parcel> = parcels.into_iter().collect();
        let boxes: Vec<Packed<'_>> = self
            .shipments
            .iter()
            .flat_map(|shipment| {
                let of = |parcel| Packed::of(&self.channel, shipment, parcel, &parcels);
                shipment.parcels.iter().map(of).collect::<Vec<_>>()
            })
            .collect();
        let lines: Vec<LineProgress> = self.lines.iter().map(|line| self.line(line, &boxes)).collect();
        OrderProgress {
            order_id: self.order_id.clone(),
            channel: self.channel.clone(),
            stage: self.stage(&lines, &boxes),
            lines,
            parcels: boxes.len(),
            problems: boxes.iter().filter(|one| one.has_problem).count(),
        }
    }

    fn line(&self, line: &OrderLine, boxes: &[Packed<'_>]) -> LineProgress {
        let is_off = matches!(self.status, Some(OrderStatus::Cancelled | OrderStatus::Unfulfillable));
        // What the shop called off as a whole is cancelled as far as it did not leave before.
        let sent = self.pieces(line, line.quantity, boxes, Place::has_left);
        let called_off = sent.map_or(0, |sent| line.quantity.saturating_sub(sent));
        let cancelled = if is_off { line.cancelled.max(called_off) } else { line.cancelled };
        let cancelled = cancelled.min(line.quantity);
        let rest = line.quantity.saturating_sub(cancelled);
        let in_boxes = |of: fn(Place) -> bool| self.pieces(line, rest, boxes, of);
        let shipped = self.shipped(line, rest, boxes, in_boxes(Place::has_left));
        let is_there = |of: fn(Place) -> bool| match shipped {
            Some(0) => Some(0),
            _ => in_boxes(of).filter(|_| boxes.iter().any(|one| one.may_hold(&line.id))),
        };
        let (delivered, returned) = (is_there(|p| p == Place::Delivered), is_there(|p| p == Place::Returned));
        let pieces = Pieces {
            ordered: line.quantity.into(),
            cancelled: cancelled.into(),
            shipped,
            delivered,
            returned,
        };
        let lost = in_boxes(|place| place == Place::Lost);
        let stage = pieces.stage(self.words(), lost.is_some_and(|lost| lost >= rest && lost > 0));
        LineProgress {
            line: line.id.clone(),
            stage,
            ordered: line.quantity,
            cancelled,
            shipped,
            delivered,
            returned,
        }
    }

    /// Pieces of a line in parcels that are somewhere; none where that is not known.
    fn pieces(
        &self,
        line: &OrderLine,
        rest: u32,
        boxes: &[Packed<'_>],
        of: fn(Place) -> bool,
    ) -> Option<u32> {
        let (mut sure, mut is_unknown) = (0_u32, false);
        for one in boxes.iter().filter(|one| one.may_hold(&line.id)) {
            match (one.place.map(of), one.pieces(&line.id)) {
                (Some(false), _) => {}
                (Some(true), Some(pieces)) => sure = sure.saturating_add(pieces),
                (Some(true), None) => {
                    // Of an order of one line there is at least one piece in each parcel.
                    sure = sure.saturating_add(u32::from(self.lines.len() == 1));
                    is_unknown = true;
                }
                (None, _) => is_unknown = true,
            }
        }
        if sure >= rest {
            return Some(rest);
        }
        // If all parcels there will be are there, so is all that is in them.
        let is_all = self.is_complete() && boxes.iter().all(|one| one.place.is_some_and(of));
        match () {
            () if !is_unknown => Some(sure),
            () if is_all => Some(rest),
            () => None,
        }
    }

    /// Pieces that left, by the parcels and by the shop's own count.
    fn shipped(
        &self,
        line: &OrderLine,
        rest: u32,
        boxes: &[Packed<'_>],
        in_boxes: Option<u32>,
    ) -> Option<u32> {
        let told = line.shipped.map(|shipped| shipped.min(rest));
        if rest == 0 || self.status == Some(OrderStatus::Shipped) {
            return Some(rest);
        }
        if boxes.iter().any(|one| one.may_hold(&line.id)) {
            return in_boxes.max(told);
        }
        let is_waiting = matches!(
            self.status,
            Some(
                OrderStatus::Received
                    | OrderStatus::Planning
                    | OrderStatus::Processing
                    | OrderStatus::Cancelled
                    | OrderStatus::Unfulfillable
                    | OrderStatus::Invalid
            )
        );
        // What the marketplace sends, it sends in parcels that it names.
        let is_named = line.fulfilled_by == Some(Fulfiller::Marketplace);
        let is_waiting = is_waiting || (is_named && self.status != Some(OrderStatus::Shipping));
        told.or(is_waiting.then_some(0))
    }

    /// Whether the shop says that no further parcel will come.
    fn is_complete(&self) -> bool {
        matches!(self.status, Some(OrderStatus::Shipped | OrderStatus::PartlyShipped))
    }

    /// The stage by the shop's words alone.
    fn words(&self) -> OrderStage {
        match &self.status {
            None | Some(OrderStatus::Received | OrderStatus::Other(_)) => OrderStage::Placed,
            Some(OrderStatus::Planning | OrderStatus::Processing | OrderStatus::Replanned) => {
                OrderStage::Processing
            }
            Some(OrderStatus::Shipped) => OrderStage::Shipped,
            Some(OrderStatus::Shipping | OrderStatus::PartlyShipped) => OrderStage::PartlyShipped,
            Some(OrderStatus::Cancelled | OrderStatus::Unfulfillable) => OrderStage::Cancelled,
            Some(OrderStatus::Invalid) => OrderStage::Problem,
        }
    }

    fn stage(&self, lines: &[LineProgress], boxes: &[Packed<'_>]) -> OrderStage {
        let sum = |of: fn(&LineProgress) -> Option<u32>| {
            lines.iter().try_fold(0_u64, |sum, line| Some(sum + u64::from(of(line)?)))
        };
        let is_known = |line: &LineProgress| line.shipped.is_some() && line.delivered.is_some();
        if !lines.is_empty() && lines.iter().all(is_known) {
            let pieces = Pieces {
                ordered: lines.iter().map(|line| u64::from(line.ordered)).sum(),
                cancelled: lines.iter().map(|line| u64::from(line.cancelled)).sum(),
                shipped: sum(|line| line.shipped),
                delivered: sum(|line| line.delivered),
                returned: sum(|line| line.returned),
            };
            let open = |line: &&LineProgress| line.cancelled < line.ordered;
            let is_stuck = lines.iter().any(|line| open(&line))
                && lines.iter().filter(open).all(|line| line.stage == OrderStage::Problem);
            return pieces.stage(self.words(), is_stuck);
        }
        self.stage_of_boxes(lines, boxes)
    }

    /// The stage where pieces are not known: by parcels.
    fn stage_of_boxes(&self, lines: &[LineProgress], boxes: &[Packed<'_>]) -> OrderStage {
        let going: Vec<&Packed<'_>> =
            boxes.iter().filter(|one| one.place != Some(Place::Cancelled)).collect();
        let count = |of: fn(Place) -> bool| going.iter().filter(|one| one.place.is_some_and(of)).count();
        let is_sent = |line: &LineProgress| line.shipped.is_some_and(|n| n >= line.ordered - line.cancelled);
        // A line that is in none of the parcels comes, or came, without one.
        let apart: Vec<&LineProgress> = lines
            .iter()
            .filter(|line| line.cancelled < line.ordered && !boxes.iter().any(|one| one.may_hold(&line.line)))
            .collect();
        // A shop that says nothing of the whole has no more to tell than its parcels; one that is still at work has.
        let is_all = |count: usize| {
            count == going.len() && apart.is_empty() && (self.is_complete() || self.status.is_none())
        };
        let have_all_left =
            |left: usize| left == going.len() && self.is_complete() && apart.iter().all(|line| is_sent(line));
        let (left, delivered, returned, lost) = (
            count(Place::has_left),
            count(|place| place == Place::Delivered),
            count(|place| place == Place::Returned),
            count(|place| place == Place::Lost),
        );
        match () {
            () if going.is_empty() && !boxes.is_empty() && self.status.is_none() => OrderStage::Cancelled,
            () if going.is_empty() => self.words(),
            () if returned > 0 && is_all(returned) => OrderStage::Returned,
            () if returned > 0 => OrderStage::PartlyReturned,
            () if delivered > 0 && is_all(delivered) => OrderStage::Delivered,
            () if delivered > 0 => OrderStage::PartlyDelivered,
            () if lost > 0 && is_all(lost) => OrderStage::Problem,
            () if left > 0 && (is_all(left) || have_all_left(left)) => OrderStage::Shipped,
            () if left > 0 => OrderStage::PartlyShipped,
            () => self.words(),
        }
    }
}

/// Pieces of a line or of all lines.
struct Pieces<N> {
    ordered: u64,
    cancelled: u64,
    shipped: Option<N>,
    delivered: Option<N>,
    returned: Option<N>,
}

impl<N: Into<u64> + Copy> Pieces<N> {
    fn stage(&self, words: OrderStage, is_stuck: bool) -> OrderStage {
        let rest = self.ordered.saturating_sub(self.cancelled);
        let count = |pieces: Option<N>| pieces.map(Into::into).unwrap_or_default();
        let (shipped, delivered, returned) =
            (count(self.shipped), count(self.delivered), count(self.returned));
        match () {
            () if self.ordered > 0 && rest == 0 => OrderStage::Cancelled,
            () if returned > 0 && returned >= rest => OrderStage::Returned,
            () if returned > 0 => OrderStage::PartlyReturned,
            () if delivered > 0 && delivered >= rest => OrderStage::Delivered,
            () if delivered > 0 => OrderStage::PartlyDelivered,
            () if is_stuck => OrderStage::Problem,
            () if shipped > 0 && shipped >= rest => OrderStage::Shipped,
            () if shipped > 0 => OrderStage::PartlyShipped,
            // Pieces are known better than the shop's word for the whole.
            () if self.shipped.is_some() => match words {
                OrderStage::Shipped | OrderStage::PartlyShipped => OrderStage::Processing,
                words => words,
            },
            () => words,
        }
    }
}
