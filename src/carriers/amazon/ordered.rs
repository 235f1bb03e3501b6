//! What the channels share that tell orders as buyers and sellers see them.
//!
//! Amazon numbers packages within their order, if at all. So a parcel goes by both, `302-1234567-7654321/1`.

use super::notes;
use crate::carrier::{Answer, Context};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Channel, Order, OrderParcel, ParcelItem, Related, Relation, Report, TrackingNumber};

/// The identifier of an order's one shipment: these channels name none.
pub(super) const SHIPMENT: &str = "1";

/// Other parcels of an order that a report names. No order of a person has as many.
const MOST_SIBLINGS: usize = 100;

/// The identifier of a package within its order.
pub(super) fn parcel_id(order: &str, package: &str) -> String {
    format!("{order}/{package}")
}

/// A report about a parcel of an order, with the carrier's number and those of the order's other parcels. None where the
/// parcel's identifier is no number. An order tells no scans, so the report is not complete.
pub(super) fn report(
    channel: Channel,
    order: &Order,
    parcel: &OrderParcel,
    context: &Context,
) -> Option<Report> {
    let number = parcel.id.parse().ok()?;
    let source = notes::source(channel, number, parcel.carrier.as_ref());
    let mut report = Report::new(source, context.fetched_at);
    report.complete = false;
    report.carrier.clone_from(&parcel.carrier);
    report.estimate.clone_from(&parcel.estimate);
    if let Some(number) = &parcel.number {
        notes::add_same(&mut report.related, parcel.carrier.clone(), number.clone());
    }
    for other in order.parcels().filter(|other| other.id != parcel.id).take(MOST_SIBLINGS) {
        let Some(number) = &other.number else { continue };
        if report.related.iter().all(|known| known.number != *number) {
            report.related.push(Related {
                relation: Relation::Sibling,
                carrier: other.carrier.clone(),
                number: number.clone(),
            });
        }
    }
    Some(report)
}

/// Adds pieces of a line to what a parcel holds.
pub(super) fn add_item(items: &mut Vec<ParcelItem>, line: &str, quantity: u32) {
    match items.iter_mut().find(|item| item.line == line) {
        Some(item) => item.quantity = item.quantity.saturating_add(quantity),
        None => items.push(ParcelItem { line: line.to_owned(), quantity }),
    }
}

/// Refuses an answer that holds neither the order nor the parcel that was asked for.
///
/// # Errors
///
/// [`ErrorKind::BadReply`].
pub(super) fn check(answer: Answer, context: &Context) -> Result<Answer> {
    match &context.number {
        Some(asked) if !is_about(&answer, asked) => Err(Error::new(
            ErrorKind::BadReply,
            format!(
                "the answer is about another order or parcel than {}, which was asked for",
                asked.masked()
            ),
        )),
        _ => Ok(answer),
    }
}

fn is_about(answer: &Answer, asked: &TrackingNumber) -> bool {
    let is = |name: &str| name.eq_ignore_ascii_case(asked.as_str());
    let of_order = |order: &Order| {
        is(order.order_id.as_str())
            || order
                .parcels()
                .any(|parcel| is(&parcel.id) || parcel.number.iter().any(|number| is(number.as_str())))
    };
    answer.orders.iter().any(of_order)
}
