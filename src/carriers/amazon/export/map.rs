//! The rows as orders: those of one order together, those of one parcel together.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::EXPORT;
use super::table::{self, Column, Row};
use crate::carrier::{Answer, Context};
use crate::carriers::amazon::codes::is_alike;
use crate::carriers::amazon::{errors, names, ordered};
use crate::error::Result;
use crate::model::{
    CarrierId, Event, EventTime, Note, NoteKind, Order, OrderId, OrderLine, OrderParcel, OrderStatus, Report,
    Shipment, Status, TrackingNumber,
};

/// What a row says of its pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Progress {
    Untold,
    Left,
    Cancelled,
}

/// Words of `Order Status` and `Shipment Status` as [the channel](super)'s importers have seen them, sorted. `Closed`
/// is settled: it stands beside what left and beside what is told nothing of. Older files have no `Shipment Status`, and
/// `Shipped` as the order's.
const WORDS: &[(&str, Progress)] =
    &[("Cancelled", Progress::Cancelled), ("Closed", Progress::Untold), ("Shipped", Progress::Left)];

/// Decodes an order history.
pub(super) fn decode(bytes: &[u8], context: &Context) -> Result<Answer> {
    let mut answer = Answer::default();
    let rows = table::rows(bytes, &mut answer.notes)?;
    let mut drafts: Vec<Draft> = Vec::new();
    let mut places: BTreeMap<OrderId, usize> = BTreeMap::new();
    for row in &rows {
        let Some(id) = row.order_id.as_deref().and_then(|id| id.parse::<OrderId>().ok()) else {
            Note::add(&mut answer.notes, NoteKind::Unreadable, at(row, &table::ORDER_ID));
            continue;
        };
        let place = *places.entry(id.clone()).or_insert_with(|| {
            drafts.push(Draft::new(id));
            drafts.len() - 1
        });
        if let Some(draft) = drafts.get_mut(place) {
            draft.add(row);
        }
    }
    for draft in drafts {
        let (order, reports) = draft.finish(context);
        answer.orders.push(order);
        answer.reports.extend(reports);
    }
    ordered::check(answer, context)
}

/// Where in the file something is wrong.
fn at(row: &Row, column: &Column) -> String {
    format!("line {}: {}", row.line, column.name())
}

/// An order of which not all rows have been read.
struct Draft {
    order: Order,
    parcels: Vec<(Key, OrderParcel, Option<EventTime>)>,
    all: Vec<Progress>,
}

/// By what the rows of one parcel are known.
#[derive(PartialEq)]
enum Key {
    /// Its number.
    Number(TrackingNumber),
    /// The text of its cell, which holds no number, and when it left.
    Text(Option<String>, Option<String>),
}

impl Draft {
    fn new(id: OrderId) -> Self {
        Self { order: Order::new(id, EXPORT), parcels: Vec::new(), all: Vec::new() }
    }

    fn add(&mut self, row: &Row) {
        let progress = self.progress(row);
        self.all.push(progress);
        let quantity = self.quantity(row);
        if let Some(article) = &row.article {
            self.add_line(article, row.name.as_deref(), quantity, progress);
        } else {
            self.note(NoteKind::Unreadable, at(row, &table::ARTICLE));
        }
        let has_parcel =
            progress == Progress::Left || (progress == Progress::Untold && row.tracking.is_some());
        if has_parcel {
            self.add_parcels(row, quantity, progress);
        }
    }

    fn note(&mut self, kind: NoteKind, detail: String) {
        Note::add(&mut self.order.notes, kind, detail);
    }

    fn progress(&mut self, row: &Row) -> Progress {
        let mut of = |word: &Option<String>, column: &Column| {
            let word = word.as_deref()?;
            let known = WORDS.iter().find(|(known, _)| is_alike(known, word));
            if known.is_none() {
                self.note(NoteKind::Unmapped, format!("{} {}", column.name(), errors::shown(word)));
            }
            known.map(|(_, progress)| *progress)
        };
        let order = of(&row.order_status, &table::ORDER_STATUS);
        let shipment = of(&row.shipment_status, &table::SHIPMENT_STATUS);
        match (order, shipment) {
            (Some(Progress::Cancelled), _) => Progress::Cancelled,
            (_, Some(progress)) => progress,
            // What a shipment says in words that nobody has mapped, the order does not know better.
            (Some(order), None) if row.shipment_status.is_none() => order,
            (_, None) => Progress::Untold,
        }
    }

    fn quantity(&mut self, row: &Row) -> u32 {
        let quantity = row.quantity.as_deref().and_then(|text| text.parse().ok());
        if quantity.is_none() {
            self.note(NoteKind::Unreadable, at(row, &table::QUANTITY));
        }
        quantity.unwrap_or_default()
    }

    fn add_line(&mut self, article: &str, name: Option<&str>, quantity: u32, progress: Progress) {
        let place = self.order.lines.iter().position(|line| line.id == article);
        let place = place.unwrap_or_else(|| {
            self.order.lines.push(OrderLine::new(article, 0));
            self.order.lines.len() - 1
        });
        let Some(line) = self.order.lines.get_mut(place) else { return };
        line.quantity = line.quantity.saturating_add(quantity);
        line.name = line.name.take().or_else(|| name.map(str::to_owned));
        match progress {
            Progress::Untold => {}
            Progress::Left => line.shipped = Some(line.shipped.unwrap_or_default().saturating_add(quantity)),
            Progress::Cancelled => line.cancelled = line.cancelled.saturating_add(quantity),
        }
    }

    fn add_parcels(&mut self, row: &Row, quantity: u32, progress: Progress) {
        let left = row.ship_date.as_deref().and_then(time);
        if row.ship_date.is_some() && left.is_none() {
            self.note(NoteKind::Unreadable, at(row, &table::SHIP_DATE));
        }
        let named = row.tracking.as_deref().map(numbers).unwrap_or_default();
        if named.is_empty() && row.tracking.is_some() {
            self.note(NoteKind::Unreadable, at(row, &table::TRACKING));
        }
        if named.len() > 1 {
            // Which pieces are in which of them, the row does not say.
            self.note(NoteKind::Ambiguous, at(row, &table::TRACKING));
        }
        let is_one = named.len() < 2;
        let item = row.article.as_deref().filter(|_| is_one).map(|article| (article, quantity));
        if named.is_empty() {
            let key = Key::Text(row.tracking.clone(), row.ship_date.clone());
            self.add_parcel(key, None, item, left, progress);
        }
        for (name, number) in named {
            let carrier = name.and_then(|name| {
                let carrier = names::carrier(name);
                if carrier.is_none() && !names::is_nobody(name) {
                    self.note(
                        NoteKind::Unmapped,
                        format!("{} {}", table::TRACKING.name(), errors::shown(name)),
                    );
                }
                carrier
            });
            self.add_parcel(Key::Number(number), carrier, item, left, progress);
        }
    }

    fn add_parcel(
        &mut self,
        key: Key,
        carrier: Option<CarrierId>,
        item: Option<(&str, u32)>,
        left: Option<EventTime>,
        progress: Progress,
    ) {
        let place = self.parcels.iter().position(|(known, ..)| *known == key).unwrap_or_else(|| {
            let (package, number) = match &key {
                Key::Number(number) => (number.to_string(), Some(number.clone())),
                Key::Text(_, Some(date)) => (date.clone(), None),
                Key::Text(_, None) => ("-".to_owned(), None),
            };
            let mut parcel = OrderParcel::new(ordered::parcel_id(self.order.order_id.as_str(), &package));
            parcel.number = number;
            self.parcels.push((key, parcel, None));
            self.parcels.len() - 1
        });
        let Some((_, parcel, first)) = self.parcels.get_mut(place) else { return };
        parcel.carrier = parcel.carrier.take().or(carrier);
        if progress == Progress::Left {
            parcel.state = Some(Status::InTransit.into());
        }
        if let Some((article, quantity)) = item {
            ordered::add_item(&mut parcel.items, article, quantity);
        }
        *first = first.or(left);
    }

    fn finish(mut self, context: &Context) -> (Order, Vec<Report>) {
        let count = |what| self.all.iter().filter(|progress| **progress == what).count();
        let (left, cancelled) = (count(Progress::Left), count(Progress::Cancelled));
        self.order.status = match () {
            () if cancelled == self.all.len() => Some(OrderStatus::Cancelled),
            () if left > 0 && left + cancelled == self.all.len() => Some(OrderStatus::Shipped),
            () if left > 0 => Some(OrderStatus::Shipping),
            () => None,
        };
        if !self.parcels.is_empty() {
            let mut shipment = Shipment::new(ordered::SHIPMENT);
            shipment.parcels = self.parcels.iter().map(|(_, parcel, _)| parcel.clone()).collect();
            self.order.shipments.push(shipment);
        }
        let report = |(_, parcel, left): &(Key, OrderParcel, Option<EventTime>)| {
            let left = left.filter(|_| parcel.state.is_some() && parcel.number.is_some())?;
            let mut report = ordered::report(EXPORT, &self.order, parcel, context)?;
            let mut event = Event::new(left, Status::InTransit);
            event.code = Some(table::SHIP_DATE.name().into());
            event.inferred = true;
            report.events.push(event);
            Some(report)
        };
        let reports = self.parcels.iter().filter_map(report).collect();
        (self.order, reports)
    }
}

/// A time of the file: ISO 8601, in older files `MM/DD/YY`.
fn time(text: &str) -> Option<EventTime> {
    let day = || NaiveDate::parse_from_str(text, "%m/%d/%y").ok().map(EventTime::Day);
    text.parse().ok().or_else(day)
}

/// Carriers and numbers of a cell: `CARRIER(NUMBER)`, or a bare number. None where any of it is something else.
fn numbers(cell: &str) -> Vec<(Option<&str>, TrackingNumber)> {
    if !cell.contains('(') {
        let is_number = !cell.contains(char::is_whitespace) && cell.contains(|c: char| c.is_ascii_digit());
        return cell.parse().ok().filter(|_| is_number).map(|number| (None, number)).into_iter().collect();
    }
    let (mut found, mut rest) = (Vec::new(), cell);
    while let Some((name, behind)) = rest.split_once('(') {
        let Some((number, left)) = behind.split_once(')') else { return Vec::new() };
        let name = name.trim_matches(|c: char| c.is_whitespace() || ",;/&|".contains(c));
        let Ok(number) = number.parse() else { return Vec::new() };
        found.push((Some(name).filter(|name| !name.is_empty()), number));
        rest = left;
    }
    if rest.trim().is_empty() { found } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::model::Relation;

    const HEADER: &str = "Website,Order ID,Order Date,ASIN,Product Name,Quantity,Order Status,Shipment Status,Ship Date,\
        Carrier Name & Tracking Number";

    fn read(file: &str) -> Result<Answer> {
        decode(file.as_bytes(), &Context::new("2026-11-22T10:00:00Z".parse().unwrap()))
    }

    /// An order of one row with these last six cells.
    fn order(cells: &str) -> Order {
        let answer = read(&format!("{HEADER}\nAmazon.de,302-1234567-7654321,x,B01,Cable,{cells}\n")).unwrap();
        assert_eq!((answer.orders.len(), answer.notes.len()), (1, 0));
        answer.orders.into_iter().next().unwrap()
    }

    #[test]
    fn words_are_sorted_and_unique() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn a_row_is_an_article_in_a_parcel() {
        let order = order("2,Closed,Shipped,2026-02-02T03:00:00Z,DHL(00340434161094042557)");
        let parcel = order.parcels().next().unwrap();
        assert_eq!(parcel.id, "302-1234567-7654321/00340434161094042557");
        assert_eq!(parcel.carrier.as_ref().unwrap(), &CarrierId::DHL);
        assert_eq!((parcel.items[0].line.as_str(), parcel.items[0].quantity), ("B01", 2));
        assert_eq!((order.status, order.lines[0].shipped), (Some(OrderStatus::Shipped), Some(2)));
    }

    #[test]
    fn pieces_of_an_article_add_up_over_its_rows() {
        let rows = "Amazon.de,302-1234567-7654321,x,B01,Cable,2,Closed,Shipped,2026-02-02T03:00:00Z,UPS(1Z999AA10123456784)\n\
            Amazon.de,302-1234567-7654321,x,B01,Cable,1,Closed,Shipped,2026-02-03T03:00:00Z,AMZN_DE(DE1000000016)\n\
            Amazon.de,302-1234567-7654321,x,B02,Book,1,Cancelled,Not Available,Not Available,Not Available\n";
        let answer = read(&format!("{HEADER}\n{rows}")).unwrap();
        let order = &answer.orders[0];
        let line = &order.lines[0];
        assert_eq!((line.quantity, line.shipped, line.cancelled), (3, Some(3), 0));
        assert_eq!((order.lines[1].cancelled, order.lines[1].shipped), (1, None));
        assert_eq!((order.status.as_ref(), order.parcels().count()), (Some(&OrderStatus::Shipped), 2));
        let relations: Vec<_> = answer.reports[0].related.iter().map(|related| &related.relation).collect();
        assert_eq!(relations, [&Relation::Same, &Relation::Sibling]);
    }

    #[test]
    fn without_shipment_status_the_orders_word_counts() {
        let file = "Order Date,Order ID,Title,ASIN/ISBN,Quantity,Shipment Date,Order Status,Carrier Name & Tracking Number\n\
            09/15/24,123-4567890-1234567,Lamp,B01,1,09/16/24,Shipped,USPS(9400100000000000000000)\n";
        let answer = read(file).unwrap();
        assert_eq!(answer.reports[0].events[0].time.to_string(), "2024-09-16");
        assert_eq!(answer.orders[0].status, Some(OrderStatus::Shipped));
    }

    #[test]
    fn what_is_not_told_is_not_guessed() {
        let open = order("1,New,Not Available,Not Available,Not Available");
        assert_eq!((open.status.as_ref(), open.parcels().count()), (None, 0));
        assert_eq!(open.notes[0].to_string(), "unmapped: Order Status New");
        assert_eq!(order("1,Closed,Beamed,Not Available,").lines[0].shipped, None);
        let cancelled = order("1,Cancelled,Not Available,Not Available,Not Available");
        assert_eq!((cancelled.status, cancelled.lines[0].cancelled), (Some(OrderStatus::Cancelled), 1));
    }

    #[test]
    fn a_parcel_without_number_is_told_from_others_by_when_it_left() {
        let order = order("1,Closed,Shipped,2026-02-03T20:00:00Z,Not Available");
        let parcel = order.parcels().next().unwrap();
        assert_eq!(
            (parcel.number.as_ref(), parcel.id.as_str()),
            (None, "302-1234567-7654321/2026-02-03T20:00:00Z")
        );
        assert_eq!(parcel.state, Some(Status::InTransit.into()));
    }

    #[test]
    fn cells_hold_carriers_with_their_numbers() {
        let read = |cell| {
            let found = numbers(cell).into_iter();
            found.map(|(name, number)| format!("{} {number}", name.unwrap_or("-"))).collect::<Vec<_>>()
        };
        assert_eq!(read(" AMZN_UK ( Q00000000011 ) "), ["AMZN_UK Q00000000011"]);
        assert_eq!(read("UPS(1Z999AA10123456784), USPS(9400100000000000000000)").len(), 2);
        assert_eq!(read("1Z999AA10123456784"), ["- 1Z999AA10123456784"]);
        assert_eq!(read("(1Z999AA10123456784)"), ["- 1Z999AA10123456784"]);
        for odd in ["UPS", "UPS(", "UPS()", "UPS(1Z999AA10123456784) and more", "by pigeon 7", "UPS(é1234)"]
        {
            assert!(read(odd).is_empty(), "{odd}");
        }
    }

    #[test]
    fn several_numbers_in_a_cell_are_parcels_of_which_the_contents_are_not_known() {
        let order = order(
            "2,Closed,Shipped,2026-02-02T03:00:00Z,\"UPS(1Z999AA10123456784), DHL(00340434161094042557)\"",
        );
        assert!(order.parcels().count() == 2 && order.parcels().all(|parcel| parcel.items.is_empty()));
        assert_eq!(order.notes[0].to_string(), "ambiguous: line 2: Carrier Name & Tracking Number");
    }

    #[test]
    fn a_broken_line_costs_itself() {
        let good = |n: u8| {
            format!(
                "Amazon.de,302-1234567-000000{n},x,B01,\"Cable,\n2 m\",1,Closed,Shipped,2026-02-02T03:00:00Z,UPS(1Z{n})"
            )
        };
        for end in ["\n", "\r\n"] {
            let file = [
                HEADER.to_owned(),
                good(1),
                "too,few".into(),
                good(2),
                "a,\"never closed,b".into(),
                good(3),
                good(4),
            ]
            .join(end);
            let answer = read(&file).unwrap();
            let notes: Vec<String> = answer.notes.iter().map(ToString::to_string).collect();
            assert_eq!(notes, ["unreadable: line 4", "unreadable: line 7"], "{end:?}");
            assert_eq!(answer.orders.len(), 4, "{end:?}");
        }
        let mut bytes = format!("{HEADER}\n").into_bytes();
        bytes.extend_from_slice(b"Amazon.de,302-\xff,x,B01,Cable,1,Closed,Shipped,x,y\n");
        let answer = decode(&bytes, &Context::new("2026-11-22T10:00:00Z".parse().unwrap())).unwrap();
        assert_eq!(answer.notes[0].to_string(), "unreadable: line 2");
    }

    #[test]
    fn another_file_is_refused_and_named_after_what_it_lacks() {
        for (file, word) in [
            ("", "empty"),
            ("<html>", "`Order ID`"),
            ("ASIN,Order ID,Order Status\n", "`Carrier Name & Tracking Number`"),
        ] {
            let error = read(file).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::BadReply);
            assert!(error.to_string().contains(word), "{error}");
        }
        let file = format!("{HEADER}\n{}", "a,\"b\n".repeat(99));
        assert_eq!(read(&file).unwrap_err().kind(), ErrorKind::BadReply);
    }

    #[test]
    fn a_file_that_is_broken_all_over_is_not_noted_line_by_line() {
        let answer = read(&format!("{HEADER}\n{}", "x\n".repeat(100_000))).unwrap();
        assert_eq!((answer.notes.len(), answer.notes.last().unwrap().count), (201, 99_800));
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(cells in "[\\PC\n\r\",]{0,300}") {
            let _ = read(&cells);
            let _ = read(&format!("{HEADER}\n{cells}"));
        }
    }
}
