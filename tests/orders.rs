//! How far an order is, by what became of its parcels: one story after the other.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use chrono::{DateTime, Utc};
use parceltrack::{
    Channel, Event, Fulfiller, History, Order, OrderLine, OrderParcel, OrderProgress, OrderStatus, Parcel,
    ParcelItem, Related, Relation, Report, Shipment, Source, State, Status,
};

fn shop() -> Channel {
    "amazon/fulfillment-outbound".parse().unwrap()
}

fn now() -> DateTime<Utc> {
    "2026-11-20T12:00:00Z".parse().unwrap()
}

/// An order with lines of so many pieces; lines are named `a`, `b`, ...
fn order(status: Option<OrderStatus>, pieces: &[u32]) -> Order {
    let mut order = Order::new("SHOP-1042".parse().unwrap(), shop());
    order.status = status;
    order.lines = ('a'..).zip(pieces).map(|(id, quantity)| OrderLine::new(id, *quantity)).collect();
    order
}

/// Adds a shipment of one parcel that holds pieces of lines.
fn ship(order: &mut Order, status: Option<OrderStatus>, number: &str, items: &[(&str, u32)]) {
    let mut parcel = OrderParcel::new(format!("PKG{}", order.shipments.len()));
    parcel.number = Some(number.parse().unwrap());
    parcel.carrier = Some("dhl".parse().unwrap());
    parcel.items = items
        .iter()
        .map(|(line, quantity)| ParcelItem { line: (*line).into(), quantity: *quantity })
        .collect();
    let mut shipment = Shipment::new(format!("S{}", order.shipments.len()));
    shipment.status = status;
    shipment.parcels.push(parcel);
    order.shipments.push(shipment);
}

/// A parcel of which its carrier says just this.
fn parcel(number: &str, state: impl Into<State>) -> Parcel {
    let source = Source::carrier("dhl/unified".parse().unwrap(), number.parse().unwrap());
    let mut report = Report::new(source, now());
    report.events.push(Event::new("2026-11-20T10:00:00Z".parse().unwrap(), state.into()));
    [report].into_iter().collect::<History>().parcel(now())
}

/// The order's stage, and per line its stage with pieces ordered, cancelled, shipped, delivered and returned.
fn told(progress: &OrderProgress) -> Vec<String> {
    let count = |pieces: Option<u32>| pieces.map_or("?".to_owned(), |pieces| pieces.to_string());
    let lines = progress.lines.iter().map(|line| {
        let counts = [line.shipped, line.delivered, line.returned].map(count).join(" ");
        format!("{} {}: {} {} {}", line.line, line.stage, line.ordered, line.cancelled, counts)
    });
    std::iter::once(progress.stage.to_string()).chain(lines).collect()
}

const ONE: &str = "00340434161094042557";
const TWO: &str = "00340434161094042564";

#[test]
fn nothing_has_left_yet() {
    for (status, stage) in [
        (Some(OrderStatus::Received), "placed"),
        (Some(OrderStatus::Planning), "processing"),
        (Some(OrderStatus::Processing), "processing"),
    ] {
        let progress = order(status, &[2]).progress([]);
        assert_eq!(told(&progress), [stage.to_owned(), format!("a {stage}: 2 0 0 0 0")]);
    }
    assert_eq!(told(&order(None, &[2]).progress([])), ["placed", "a placed: 2 0 ? ? ?"]);
    assert_eq!(told(&order(Some(OrderStatus::Invalid), &[2]).progress([]))[0], "problem");
}

#[test]
fn a_part_left_and_the_rest_is_still_to_come() {
    let mut order = order(Some(OrderStatus::Shipping), &[2, 1]);
    assert_eq!(
        told(&order.progress([])),
        ["partly_shipped", "a partly_shipped: 2 0 ? ? ?", "b partly_shipped: 1 0 ? ? ?"]
    );
    for line in &mut order.lines {
        line.fulfilled_by = Some(Fulfiller::Marketplace);
    }
    assert_eq!(told(&order.progress([]))[1], "a partly_shipped: 2 0 ? ? ?");
    order.lines[0].shipped = Some(2);
    order.lines[1].shipped = Some(0);
    assert_eq!(
        told(&order.progress([])),
        ["partly_shipped", "a shipped: 2 0 2 ? ?", "b processing: 1 0 0 0 0"]
    );
}

#[test]
fn two_shipments_arrive_one_after_the_other() {
    let mut order = order(Some(OrderStatus::Processing), &[3, 1]);
    ship(&mut order, Some(OrderStatus::Shipped), ONE, &[("a", 2)]);
    assert_eq!(
        told(&order.progress([&parcel(ONE, Status::InTransit)])),
        ["partly_shipped", "a partly_shipped: 3 0 2 0 0", "b processing: 1 0 0 0 0"]
    );
    assert_eq!(
        told(&order.progress([&parcel(ONE, Status::Delivered)])),
        ["partly_delivered", "a partly_delivered: 3 0 2 2 0", "b processing: 1 0 0 0 0"]
    );
    order.status = Some(OrderStatus::Shipped);
    ship(&mut order, Some(OrderStatus::Shipped), TWO, &[("a", 1), ("b", 1)]);
    let (here, there) = (parcel(ONE, Status::Delivered), parcel(TWO, Status::OutForDelivery));
    assert_eq!(
        told(&order.progress([&there, &here])),
        ["partly_delivered", "a partly_delivered: 3 0 3 2 0", "b shipped: 1 0 1 0 0"]
    );
    let there = parcel(TWO, Status::Delivered);
    assert_eq!(
        told(&order.progress([&here, &there])),
        ["delivered", "a delivered: 3 0 3 3 0", "b delivered: 1 0 1 1 0"]
    );
}

#[test]
fn a_label_is_no_shipment_unless_the_shop_says_that_it_left() {
    let mut order = order(Some(OrderStatus::Processing), &[1]);
    ship(&mut order, Some(OrderStatus::Processing), ONE, &[("a", 1)]);
    let label = parcel(ONE, Status::InfoReceived);
    assert_eq!(told(&order.progress([&label])), ["processing", "a processing: 1 0 0 0 0"]);
    order.shipments[0].status = Some(OrderStatus::Shipped);
    assert_eq!(told(&order.progress([&label])), ["shipped", "a shipped: 1 0 1 0 0"]);
}

#[test]
fn one_of_two_goes_back() {
    let mut order = order(Some(OrderStatus::Shipped), &[1, 2]);
    ship(&mut order, None, ONE, &[("a", 1)]);
    ship(&mut order, None, TWO, &[("b", 2)]);
    let here = parcel(ONE, Status::Delivered);
    let progress = order.progress([&here, &parcel(TWO, Status::Returning)]);
    assert_eq!(told(&progress), ["partly_delivered", "a delivered: 1 0 1 1 0", "b shipped: 2 0 2 0 0"]);
    assert_eq!(progress.to_string(), "partly_delivered, 1 of 2 parcels with a problem");
    assert_eq!(
        told(&order.progress([&here, &parcel(TWO, Status::Returned)])),
        ["partly_returned", "a delivered: 1 0 1 1 0", "b returned: 2 0 2 0 2"]
    );
    let both = [parcel(ONE, Status::Returned), parcel(TWO, Status::Returned)];
    assert_eq!(told(&order.progress(&both))[0], "returned");
}

#[test]
fn a_cancelled_line_is_waited_for_no_longer() {
    let mut order = order(Some(OrderStatus::PartlyShipped), &[1, 2]);
    order.lines[1].cancelled = 2;
    ship(&mut order, None, ONE, &[("a", 1)]);
    assert_eq!(
        told(&order.progress([&parcel(ONE, Status::Delivered)])),
        ["delivered", "a delivered: 1 0 1 1 0", "b cancelled: 2 2 0 0 0"]
    );
    // More cancelled than ordered is no negative rest.
    order.lines[1].cancelled = 7;
    assert_eq!(told(&order.progress([]))[2], "b cancelled: 2 2 0 0 0");
}

#[test]
fn a_cancelled_order_keeps_what_had_left() {
    let mut order = order(Some(OrderStatus::Cancelled), &[3]);
    assert_eq!(told(&order.progress([])), ["cancelled", "a cancelled: 3 3 0 0 0"]);
    ship(&mut order, None, ONE, &[("a", 1)]);
    assert_eq!(
        told(&order.progress([&parcel(ONE, Status::Delivered)])),
        ["delivered", "a delivered: 3 2 1 1 0"]
    );
}

#[test]
fn what_is_in_a_parcel_may_be_unknown() {
    let mut order = order(Some(OrderStatus::Processing), &[2, 1]);
    ship(&mut order, None, ONE, &[]);
    let here = parcel(ONE, Status::Delivered);
    assert_eq!(
        told(&order.progress([&here])),
        ["partly_delivered", "a processing: 2 0 ? ? 0", "b processing: 1 0 ? ? 0"]
    );
    // Nothing more will come, and all that came is there.
    order.status = Some(OrderStatus::Shipped);
    assert_eq!(
        told(&order.progress([&here])),
        ["delivered", "a delivered: 2 0 2 2 0", "b delivered: 1 0 1 1 0"]
    );
    // Of two parcels one is there; which pieces are in it, nobody says.
    ship(&mut order, None, TWO, &[]);
    assert_eq!(
        told(&order.progress([&here, &parcel(TWO, Status::InTransit)])),
        ["partly_delivered", "a shipped: 2 0 2 ? 0", "b shipped: 1 0 1 ? 0"]
    );
    // A parcel of which nobody tells anything may be anywhere.
    assert_eq!(
        told(&order.progress([&here])),
        ["partly_delivered", "a shipped: 2 0 2 ? ?", "b shipped: 1 0 1 ? ?"]
    );
}

#[test]
fn more_pieces_than_ordered_are_no_more_than_ordered() {
    let mut order = order(Some(OrderStatus::Shipped), &[1]);
    ship(&mut order, None, ONE, &[("a", 1)]);
    ship(&mut order, None, TWO, &[("a", u32::MAX)]);
    let both = [parcel(ONE, Status::Delivered), parcel(TWO, Status::Delivered)];
    assert_eq!(told(&order.progress(&both)), ["delivered", "a delivered: 1 0 1 1 0"]);
}

#[test]
fn what_is_lost_is_a_problem_and_a_second_parcel_makes_up_for_it() {
    let mut order = order(Some(OrderStatus::Shipped), &[1]);
    ship(&mut order, None, ONE, &[("a", 1)]);
    let lost = parcel(ONE, State::from_words("failed", Some("lost")));
    let progress = order.progress([&lost]);
    assert_eq!(told(&progress), ["problem", "a problem: 1 0 1 0 0"]);
    assert_eq!((progress.problems, progress.to_string().as_str()), (1, "problem, with a problem"));
    ship(&mut order, None, TWO, &[("a", 1)]);
    assert_eq!(told(&order.progress([&lost, &parcel(TWO, Status::Delivered)]))[0], "delivered");
}

#[test]
fn lines_that_the_seller_sends_have_the_shop_s_words_only() {
    let mut order = order(Some(OrderStatus::PartlyShipped), &[2, 1]);
    order.lines[0].fulfilled_by = Some(Fulfiller::Marketplace);
    order.lines[1].fulfilled_by = Some(Fulfiller::Seller);
    ship(&mut order, None, ONE, &[("a", 2)]);
    let here = parcel(ONE, Status::Delivered);
    assert_eq!(
        told(&order.progress([&here])),
        ["partly_delivered", "a delivered: 2 0 2 2 0", "b partly_shipped: 1 0 ? ? ?"]
    );
    order.lines[1].shipped = Some(1);
    assert_eq!(
        told(&order.progress([&here])),
        ["partly_delivered", "a delivered: 2 0 2 2 0", "b shipped: 1 0 1 ? ?"]
    );
    // What the marketplace sends is in a parcel, or has not left.
    order.lines[1].fulfilled_by = Some(Fulfiller::Marketplace);
    order.lines[1].shipped = None;
    assert_eq!(told(&order.progress([&here]))[2], "b processing: 1 0 0 0 0");
}

#[test]
fn without_any_source_of_its_own_a_parcel_is_where_the_shop_says() {
    let mut order = order(None, &[1, 1]);
    ship(&mut order, None, ONE, &[("a", 1)]);
    order.shipments[0].parcels[0].state = Some(State::of(Status::Delivered));
    assert_eq!(told(&order.progress([]))[1], "a delivered: 1 0 1 1 0");
    // The carrier knows better.
    let there = parcel(ONE, Status::InTransit);
    assert_eq!(told(&order.progress([&there]))[1], "a shipped: 1 0 1 0 0");
}

#[test]
fn a_parcel_is_known_by_any_of_its_numbers_and_by_no_other_carrier_s() {
    let mut order = order(Some(OrderStatus::Shipped), &[1]);
    ship(&mut order, None, TWO, &[("a", 1)]);
    let here = parcel(ONE, Status::Delivered);
    assert_eq!(told(&order.progress([&here]))[0], "shipped");
    let related = Related::new(Relation::Same, "dhl".parse().unwrap(), ONE.parse().unwrap());
    order.shipments[0].parcels[0].related.push(related);
    assert_eq!(told(&order.progress([&here]))[0], "delivered");
    order.shipments[0].parcels[0].related[0].carrier = Some("gls".parse().unwrap());
    assert_eq!(told(&order.progress([&here]))[0], "shipped");
}

#[test]
fn progress_hides_numbers_and_writes_words() {
    let mut order = order(Some(OrderStatus::Shipped), &[1]);
    order.lines[0].id = "00012345678901".into();
    ship(&mut order, None, ONE, &[]);
    let progress = order.progress([&parcel(ONE, Status::InTransit)]);
    let debug = format!("{progress:?}");
    assert!(!debug.contains("SHOP-1042") && !debug.contains("00012345678901"), "{debug}");
    let json = serde_json::to_value(&progress).unwrap();
    assert_eq!((&json["stage"], &json["lines"][0]["stage"]), (&"shipped".into(), &"shipped".into()));
    assert_eq!(progress.lines[0].to_string(), "shipped: 1 ordered, 1 shipped, 0 delivered");
}
