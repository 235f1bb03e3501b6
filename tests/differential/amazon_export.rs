//! The copy of a buyer's own orders, read slowly over the `csv` crate.
//!
//! After what several importers of the file show; Amazon describes it nowhere. Compared are orders with their lines,
//! counts, parcels and what is inside, and the reports of parcels that left; not how far an order is, and carriers.

use csv::{ByteRecord, ReaderBuilder};

use super::amazon::is_alike;
use super::reading::{Clock, Orders, Parcel, Reading, Says, Scan, Sequence, line, number, parcel};
use super::times::{fits, iso};

/// The columns, each with its names in old and new files.
const COLUMNS: [&[&str]; 8] = [
    &["Order ID"],
    &["Carrier Name & Tracking Number"],
    &["ASIN", "ASIN/ISBN"],
    &["Product Name", "Title"],
    &["Quantity", "Original Quantity"],
    &["Order Status"],
    &["Shipment Status"],
    &["Ship Date", "Shipment Date"],
];

/// The cells of the columns above; an empty one is none.
type Row = [Option<String>; 8];

/// A line of an order: article, name, pieces, cancelled, left.
type Article = (String, Option<String>, u32, u32, Option<u32>);

/// A parcel of an order with what makes it one: its number, or cell and date.
struct Packed {
    key: (Option<String>, Option<String>, Option<String>),
    items: Vec<(String, u32)>,
    is_left: bool,
    left: Option<Clock>,
}

struct Order {
    id: String,
    lines: Vec<Article>,
    parcels: Vec<Packed>,
}

pub(crate) fn export(body: &[u8], asked: Option<&str>) -> Result<Says, Reading> {
    let mut says = Says::default();
    let mut orders: Vec<Order> = Vec::new();
    for row in rows(body, &mut says.unread)? {
        let brackets = row[1].as_deref().unwrap_or_default().chars().filter(|c| "()".contains(*c));
        if brackets.enumerate().any(|(nth, bracket)| (bracket == '(') != (nth % 2 == 0)) {
            return Err(Reading::Open("brackets that do not match"));
        }
        let id = row[0].clone().filter(|id| id.chars().count() <= 64 && !id.contains(char::is_control));
        let Some(id) = id else {
            says.unread += 1;
            continue;
        };
        let place = orders.iter().position(|order| order.id == id).unwrap_or_else(|| {
            orders.push(Order { id, lines: Vec::new(), parcels: Vec::new() });
            orders.len() - 1
        });
        add_row(&mut orders[place], &row);
    }
    let mut names: Vec<String> = Vec::new();
    for order in orders {
        let lines = order.lines.iter().map(|(id, name, pieces, cancelled, left)| {
            line(id, name.as_deref(), (*pieces, *cancelled, *left))
        });
        let mut told = Orders { id: order.id.clone(), lines: lines.collect(), parcels: Vec::new() };
        names.push(order.id.clone());
        for packed in order.parcels {
            let (own, _, date) = packed.key;
            let id = format!("{}/{}", order.id, own.clone().or(date).unwrap_or_else(|| "-".to_owned()));
            told.parcels.push(parcel(&id, own.as_deref(), &packed.items, None));
            if packed.left == Some(Clock::Odd) {
                return Err(Reading::Open("an odd day"));
            }
            let known = number(&id).filter(|_| packed.is_left && own.is_some());
            if let (Some(number), Some(left)) = (known, packed.left) {
                let code = Some("Ship Date".to_owned()).into();
                let scan = Scan { code, status: Some("in_transit"), ..Scan::at(left) };
                says.parcels.push(Parcel::new(number, Sequence::Told).with([Some(scan)]));
            }
            names.extend([Some(id), own].into_iter().flatten());
        }
        says.orders.push(told);
    }
    match asked {
        Some(asked) if !names.iter().any(|name| name.eq_ignore_ascii_case(asked)) => {
            Err(Reading::Refused("another order"))
        }
        _ => Ok(says),
    }
}

/// The rows that can be read. One with more or fewer cells than the heading has cannot; if a quotation mark of it is
/// never closed, it swallowed others, which are read again.
fn rows(body: &[u8], unread: &mut usize) -> Result<Vec<Row>, Reading> {
    let mut rest = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut places: Option<([Option<usize>; 8], usize)> = None;
    let (mut rows, mut swallowed) = (Vec::new(), 0);
    loop {
        while let [b'\n' | b'\r', after @ ..] = rest {
            rest = after;
        }
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(rest);
        let mut record = ByteRecord::new();
        if !reader.read_byte_record(&mut record).unwrap() {
            break;
        }
        let end = usize::try_from(reader.position().byte()).unwrap();
        let Some((columns, width)) = places else {
            places = Some((heading(&record)?, record.len()));
            rest = &rest[end..];
            continue;
        };
        let row = cells(&record, &columns).filter(|_| record.len() == width);
        *unread += usize::from(row.is_none());
        let line = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1);
        let is_swallowing = row.is_none() && line < end;
        swallowed += usize::from(is_swallowing);
        rest = &rest[if is_swallowing { line } else { end }..];
        rows.extend(row);
    }
    match places {
        None => Err(Reading::Refused("an empty file")),
        Some(_) if swallowed > 32 => Err(Reading::Open("quotation marks that do not close")),
        Some(_) => Ok(rows),
    }
}

/// Where the columns stand; their order changes.
fn heading(record: &ByteRecord) -> Result<[Option<usize>; 8], Reading> {
    let names: Vec<String> =
        record.iter().map(|name| String::from_utf8_lossy(name).trim().to_lowercase()).collect();
    let places = COLUMNS.map(|known| {
        known.iter().find_map(|known| names.iter().position(|name| *name == known.to_lowercase()))
    });
    if places[0].is_none() || places[1].is_none() {
        return Err(Reading::Refused("no order history"));
    }
    Ok(places)
}

fn cells(record: &ByteRecord, columns: &[Option<usize>; 8]) -> Option<Row> {
    let mut row = Row::default();
    for (cell, column) in row.iter_mut().zip(columns) {
        let Some(column) = column else { continue };
        let text = std::str::from_utf8(record.get(*column)?).ok()?.trim();
        let nothing = ["", "not available", "not applicable"];
        *cell = Some(text.to_owned()).filter(|text| !nothing.contains(&text.to_lowercase().as_str()));
    }
    Some(row)
}

fn add_row(order: &mut Order, row: &Row) {
    let [_, tracking, article, name, quantity, of_order, of_shipment, date] = row;
    let says = |word: &Option<String>, known: &str| word.as_ref().is_some_and(|word| is_alike(word, known));
    let is_cancelled = says(of_order, "Cancelled") || says(of_shipment, "Cancelled");
    let is_left =
        !is_cancelled && (says(of_shipment, "Shipped") || of_shipment.is_none() && says(of_order, "Shipped"));
    let pieces = quantity.as_ref().and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
    if let Some(article) = article {
        let place = order.lines.iter().position(|known| known.0 == *article).unwrap_or_else(|| {
            order.lines.push((article.clone(), None, 0, 0, None));
            order.lines.len() - 1
        });
        let known = &mut order.lines[place];
        known.1 = known.1.take().or_else(|| name.clone());
        known.2 = known.2.saturating_add(pieces);
        known.3 = known.3.saturating_add(if is_cancelled { pieces } else { 0 });
        if is_left {
            known.4 = Some(known.4.unwrap_or(0).saturating_add(pieces));
        }
    }
    if is_cancelled || !is_left && tracking.is_none() {
        return;
    }
    let numbers = tracking.as_deref().map(numbers).unwrap_or_default();
    let item = article.clone().filter(|_| numbers.len() < 2).map(|article| (article, pieces));
    let left = date.as_deref().and_then(time);
    let keys: Vec<_> = if numbers.is_empty() {
        vec![(None, tracking.clone(), date.clone())]
    } else {
        numbers.into_iter().map(|number| (Some(number), None, None)).collect()
    };
    for key in keys {
        let place = order.parcels.iter().position(|known| known.key == key).unwrap_or_else(|| {
            order.parcels.push(Packed { key, items: Vec::new(), is_left: false, left: None });
            order.parcels.len() - 1
        });
        let packed = &mut order.parcels[place];
        packed.is_left |= is_left;
        packed.left = packed.left.take().or_else(|| left.clone());
        if let Some((article, pieces)) = &item {
            match packed.items.iter_mut().find(|(known, _)| known == article) {
                Some((_, sum)) => *sum = sum.saturating_add(*pieces),
                None => packed.items.push((article.clone(), *pieces)),
            }
        }
    }
}

/// ISO 8601; in older files `MM/DD/YY`.
fn time(text: &str) -> Option<Clock> {
    if fits(text, "00/00/00") {
        let year: u32 = text[6..].parse().ok()?;
        let century = if year < 70 { 20 } else { 19 };
        return iso(&format!("{century}{}-{}-{}", &text[6..], &text[..2], &text[3..5]));
    }
    let is_like = text.contains('/') && text.starts_with(|c: char| c.is_ascii_digit());
    if is_like { Some(Clock::Odd) } else { iso(text) }
}

/// `CARRIER(NUMBER)`, maybe several times, or a bare number. None where any of it is something else.
fn numbers(cell: &str) -> Vec<String> {
    if !cell.contains('(') {
        let is_number = !cell.contains(char::is_whitespace) && cell.contains(|c: char| c.is_ascii_digit());
        return Some(cell).filter(|_| is_number).and_then(number).into_iter().collect();
    }
    let mut groups: Vec<&str> = cell.split(')').collect();
    // Behind the last bracket nothing may stand.
    let is_closed = groups.pop().is_some_and(|rest| rest.trim().is_empty());
    let all = groups.iter().map(|group| group.split_once('(').and_then(|(_, text)| number(text)));
    all.collect::<Option<Vec<String>>>().filter(|_| is_closed).unwrap_or_default()
}
