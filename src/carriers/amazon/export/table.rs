//! The file as rows: columns by their names, each row with the line on which it begins.

use csv::{ByteRecord, ReaderBuilder};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Note, NoteKind};

/// Rows that swallow others, because a quotation mark in them is never closed, before the file counts as none.
const MOST_OPEN_QUOTES: u32 = 32;

/// The names of a column, as old and new files spell them, the commonest first.
pub(super) struct Column(&'static [&'static str]);

impl Column {
    /// Its commonest name.
    pub(super) fn name(&self) -> &'static str {
        self.0.first().copied().unwrap_or_default()
    }
}

pub(super) const ORDER_ID: Column = Column(&["Order ID"]);
pub(super) const TRACKING: Column = Column(&["Carrier Name & Tracking Number"]);
pub(super) const ARTICLE: Column = Column(&["ASIN", "ASIN/ISBN"]);
pub(super) const NAME: Column = Column(&["Product Name", "Title"]);
pub(super) const QUANTITY: Column = Column(&["Quantity", "Original Quantity"]);
pub(super) const ORDER_STATUS: Column = Column(&["Order Status"]);
pub(super) const SHIPMENT_STATUS: Column = Column(&["Shipment Status"]);
pub(super) const SHIP_DATE: Column = Column(&["Ship Date", "Shipment Date"]);

/// Amazon's ways of saying that a cell holds nothing.
const NOTHING: &[&str] = &["", "Not Applicable", "Not Available"];

/// The columns that are read. Addresses, payments and gift texts are not among them.
struct Header {
    order_id: usize,
    tracking: usize,
    article: Option<usize>,
    name: Option<usize>,
    quantity: Option<usize>,
    order_status: Option<usize>,
    shipment_status: Option<usize>,
    ship_date: Option<usize>,
    width: usize,
}

/// A row's cells; an empty one is none.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// The line of the file on which the row begins, the header being line 1.
    pub(super) line: u64,
    pub(super) order_id: Option<String>,
    pub(super) tracking: Option<String>,
    pub(super) article: Option<String>,
    pub(super) name: Option<String>,
    pub(super) quantity: Option<String>,
    pub(super) order_status: Option<String>,
    pub(super) shipment_status: Option<String>,
    pub(super) ship_date: Option<String>,
}

/// The rows of a file. One that cannot be read costs itself and is noted with its line.
///
/// # Errors
///
/// [`ErrorKind::BadReply`] for what is no such file: without the two columns that it lives by, or with quotation marks
/// all over that are never closed.
pub(super) fn rows(bytes: &[u8], notes: &mut Vec<Note>) -> Result<Vec<Row>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (mut rows, mut header) = (Vec::new(), None);
    let (mut rest, mut line, mut open_quotes) = (bytes, 1, 0);
    while let Some(next) = read(rest, line, &mut header, &mut rows, notes)? {
        open_quotes += 1;
        if open_quotes > MOST_OPEN_QUOTES {
            let text =
                format!("the file is broken: from line {} on its quotation marks do not close", next.line);
            return Err(Error::new(ErrorKind::BadReply, text));
        }
        (rest, line) = (next.rest, next.line);
    }
    if header.is_none() {
        return Err(Error::new(ErrorKind::BadReply, "the file is empty"));
    }
    Ok(rows)
}

/// Where reading goes on behind a broken row that swallowed others.
struct Next<'b> {
    rest: &'b [u8],
    line: u64,
}

/// Reads to the end, or to a broken row that swallowed others.
fn read<'b>(
    bytes: &'b [u8],
    first: u64,
    header: &mut Option<Header>,
    rows: &mut Vec<Row>,
    notes: &mut Vec<Note>,
) -> Result<Option<Next<'b>>> {
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = ByteRecord::new();
    // A slice cannot fail to be read, and rows of any width are taken.
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let (own, begins) = start(&record, bytes);
        let line = first + begins - 1;
        let Some(known) = header.as_ref() else {
            *header = Some(Header::read(&record)?);
            continue;
        };
        if let Some(row) = known.row(&record, line) {
            rows.push(row);
            continue;
        }
        Note::add(notes, NoteKind::Unreadable, format!("line {line}"));
        let width = own.iter().position(|byte| *byte == b'\n').map_or(own.len(), |end| end + 1);
        let rest = own.get(width..).unwrap_or_default();
        let has_read = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        if bytes.len() - rest.len() < has_read {
            return Ok(Some(Next { rest, line: line + 1 }));
        }
    }
    Ok(None)
}

/// The bytes from a record's first on, and the line on which it begins. Its position is that of the line breaks before
/// it.
fn start<'b>(record: &ByteRecord, bytes: &'b [u8]) -> (&'b [u8], u64) {
    let (byte, mut line) = record.position().map_or((0, 1), |position| (position.byte(), position.line()));
    let mut own = usize::try_from(byte).ok().and_then(|byte| bytes.get(byte..)).unwrap_or_default();
    while let Some((b'\n' | b'\r', rest)) = own.split_first() {
        line += u64::from(own.first() == Some(&b'\n'));
        own = rest;
    }
    (own, line)
}

impl Header {
    fn read(record: &ByteRecord) -> Result<Self> {
        let names: Vec<String> =
            record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        let find = |column: &Column| {
            let of = |known: &&str| names.iter().position(|name| name.eq_ignore_ascii_case(known));
            column.0.iter().find_map(of)
        };
        let needed = |column: &Column| {
            find(column).ok_or_else(|| {
                let text =
                    format!("the file is no order history of Amazon's: it has no column `{}`", column.name());
                Error::new(ErrorKind::BadReply, text)
            })
        };
        Ok(Self {
            order_id: needed(&ORDER_ID)?,
            tracking: needed(&TRACKING)?,
            article: find(&ARTICLE),
            name: find(&NAME),
            quantity: find(&QUANTITY),
            order_status: find(&ORDER_STATUS),
            shipment_status: find(&SHIPMENT_STATUS),
            ship_date: find(&SHIP_DATE),
            width: names.len(),
        })
    }

    /// A row's cells; none where there are more or fewer than columns, or where one that is read is no text.
    fn row(&self, record: &ByteRecord, line: u64) -> Option<Row> {
        if record.len() != self.width {
            return None;
        }
        let cell = |index: usize| {
            let text = std::str::from_utf8(record.get(index)?).ok()?.trim();
            let is_nothing = NOTHING.iter().any(|word| word.eq_ignore_ascii_case(text));
            Some((!is_nothing).then(|| text.to_owned()))
        };
        let maybe = |index: Option<usize>| index.map_or(Some(None), cell);
        Some(Row {
            line,
            order_id: cell(self.order_id)?,
            tracking: cell(self.tracking)?,
            article: maybe(self.article)?,
            name: maybe(self.name)?,
            quantity: maybe(self.quantity)?,
            order_status: maybe(self.order_status)?,
            shipment_status: maybe(self.shipment_status)?,
            ship_date: maybe(self.ship_date)?,
        })
    }
}
