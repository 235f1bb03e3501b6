//! Replies that are not what they should be, each made of the channel's own right answer.

use std::io::{self, Write};
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::answer::{Change, Right};
use super::server::Step;
use crate::http::Reply;

const MILLION: usize = 1_000_000;

/// A page as gateways put before a vendor that is down.
pub(super) const PAGE: &str =
    "<!DOCTYPE html><html><head><title>Oops</title></head><body><p>Sorry.<br></body></html>";

/// The replies of one body each.
fn each<B: Into<Vec<u8>>>(right: &Right, bodies: impl IntoIterator<Item = B>) -> Vec<Reply> {
    bodies.into_iter().map(|body| right.with_body(body)).collect()
}

pub(super) fn truncated(right: &Right) -> Vec<Reply> {
    let body = right.reply.body().trim_ascii_end();
    let lengths = (1..10).map(|tenths| body.len() * tenths / 10).chain([body.len().saturating_sub(1)]);
    each(right, lengths.filter_map(|length| body.get(..length)))
}

pub(super) fn wrong_type(right: &Right) -> Vec<Reply> {
    let typed = |kind| Reply::new(200, right.reply.body()).header("content-type", kind);
    ["text/html; charset=utf-16", "image/png", "nonsense"].map(typed).to_vec()
}

pub(super) fn page(right: &Right) -> Vec<Reply> {
    let page = Reply::new(200, PAGE).header("content-type", "text/html");
    [page].into_iter().chain(each(right, [PAGE])).collect()
}

pub(super) fn error_object(right: &Right) -> Vec<Reply> {
    each(
        right,
        [
            r#"{"error": {"code": "E-17", "message": "Something went wrong"}}"#,
            r#"{"errors": [{"code": "E-17", "message": "Something went wrong"}]}"#,
            r#"{"error": "server_error"}"#,
        ],
    )
}

const SOAP_FAULT: &str = r#"<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
<s:Fault><faultcode>s:Server</faultcode><faultstring>Internal error</faultstring></s:Fault></s:Body></s:Envelope>"#;

pub(super) fn soap_fault(_: &Right) -> Vec<Reply> {
    vec![Reply::new(200, SOAP_FAULT).header("content-type", "text/xml")]
}

pub(super) fn soap_fault_500(_: &Right) -> Vec<Reply> {
    vec![Reply::new(500, SOAP_FAULT).header("content-type", "text/xml")]
}

/// A byte that no UTF-8 has in place of a letter: anywhere, and in a text.
pub(super) fn invalid_utf8(right: &Right) -> Vec<Reply> {
    let body = right.reply.body();
    let mut bad = body.to_vec();
    let middle = body.len() / 2;
    let letter = body.iter().skip(middle).position(u8::is_ascii_alphabetic).map(|at| at + middle);
    if let Some(byte) = letter.and_then(|at| bad.get_mut(at)) {
        *byte = 0xff;
    }
    each(right, [bad, [b"\xff\xfe".as_slice(), body].concat()])
}

pub(super) fn byte_order_mark(right: &Right) -> Vec<Reply> {
    each(right, [format!("\u{feff}{}", right.text())])
}

pub(super) fn lone_surrogate(right: &Right) -> Vec<Reply> {
    let surrogate = if right.is_xml() { "&#xD800;" } else { r"\ud800" };
    let bodies = right.changed(Change::Unknown);
    each(right, bodies.iter().take(20).map(|body| body.replace("KWYX-9-unknown", surrogate)))
}

/// Ever deeper lists, or elements: alone, and in place of a field.
pub(super) fn deep(right: &Right) -> Vec<Reply> {
    let (open, close) = if right.is_xml() { ("<a>", "</a>") } else { ("[", "]") };
    let room = right.max_body - right.reply.body().len().min(right.max_body);
    let closed = (room / (open.len() + close.len())).min(MILLION);
    let both = format!("{}{}", open.repeat(closed), close.repeat(closed));
    let within = right.changed(Change::OtherType);
    let odd = if right.is_xml() { "<odd>1</odd>" } else { "\"odd\"" };
    let within = within.iter().find(|body| body.contains(odd)).map(|body| body.replacen(odd, &both, 1));
    each(
        right,
        [open.repeat(MILLION.min(right.max_body / open.len())), both.clone()].into_iter().chain(within),
    )
}

/// As many events as the limit of a body lets through.
pub(super) fn crowded(right: &Right) -> Vec<Reply> {
    let Some(list) = right.list() else { return Vec::new() };
    let mut room = right.max_body.saturating_sub(list.before.len() + list.after.len());
    let fits = |entry: &&String| {
        let needed = entry.len() + list.between.len();
        let is_room = room >= needed;
        room = room.saturating_sub(needed);
        is_room
    };
    let entries: Vec<String> = list.entries.iter().cycle().take(MILLION).take_while(fits).cloned().collect();
    each(right, [list.with(&entries)])
}

/// A million events, sent without a length.
pub(super) fn million(right: &Right) -> Option<Vec<Step>> {
    let list = right.list()?;
    let entry = format!("{}{}", list.entries.first()?, list.between);
    let head = "HTTP/1.1 200 As told\r\nconnection: close\r\n\r\n";
    Some(vec![
        Step::bytes([head.as_bytes(), list.before.as_bytes()].concat()),
        Step::Repeat(entry.into_bytes().into(), MILLION),
        Step::bytes(format!("{}{}", list.entries.first()?, list.after)),
    ])
}

pub(super) fn nulled(right: &Right) -> Vec<Reply> {
    each(right, right.changed(Change::Null))
}

pub(super) fn missing(right: &Right) -> Vec<Reply> {
    each(right, right.changed(Change::Missing))
}

pub(super) fn other_type(right: &Right) -> Vec<Reply> {
    each(right, right.changed(Change::OtherType))
}

pub(super) fn unknown(right: &Right) -> Vec<Reply> {
    each(right, right.changed(Change::Unknown))
}

/// The XML's own faults, where the answer is XML.
fn xml(right: &Right, bodies: impl FnOnce(&str) -> Vec<String>) -> Vec<Reply> {
    if right.is_xml() { each(right, bodies(&right.text())) } else { Vec::new() }
}

/// The document behind its declaration, from the root element on.
fn root(text: &str) -> &str {
    text.find("?>").and_then(|at| text.get(at + 2..)).unwrap_or(text)
}

pub(super) fn entity_bomb(right: &Right) -> Vec<Reply> {
    let entities: String =
        (1..10).map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10))).collect();
    let bomb = format!("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a0 \"boom\">{entities}]>");
    xml(right, |text| vec![format!("{bomb}<a>&a9;</a>"), format!("{bomb}{}", root(text))])
}

pub(super) fn external_entity(right: &Right) -> Vec<Reply> {
    let outside = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#;
    xml(right, |text| vec![format!("{outside}<a>&x;</a>"), format!("{outside}{}", root(text))])
}

pub(super) fn attributes(right: &Right) -> Vec<Reply> {
    let many: String = (0..80_000).map(|n| format!(" a{n}=\"\"")).collect();
    let alone = format!("<a{many}/>");
    xml(right, |text| {
        let name = root(text).find(['>', ' ']).map(|at| text.len() - root(text).len() + at);
        let within = name.and_then(|at| Some(format!("{}{many}{}", text.get(..at)?, text.get(at..)?)));
        within.into_iter().chain([alone]).collect()
    })
}

pub(super) fn nested(right: &Right) -> Vec<Reply> {
    xml(right, |_| vec!["<a>".repeat(MILLION.min(right.max_body / 3))])
}

pub(super) fn trailing(right: &Right) -> Vec<Reply> {
    xml(right, |text| ["<a/>", "more", "\0", "<!-- "].map(|tail| format!("{text}{tail}")).to_vec())
}

pub(super) fn another_number(right: &Right) -> Vec<Reply> {
    let text = right.text();
    // Some tell a number without its first zeros elsewhere.
    let bare = |number: &str| number.trim_start_matches('0').to_owned();
    let told = right
        .other
        .as_ref()
        .map(|other| text.replace(&right.number, other).replace(&bare(&right.number), &bare(other)));
    let told = each(right, told.filter(|told| *told != text));
    told.into_iter().chain(right.about_another.clone()).collect()
}

/// A reply whose list has been changed.
fn relisted(right: &Right, change: impl FnOnce(Vec<String>) -> Vec<String>) -> Vec<Reply> {
    let list = right.list();
    each(right, list.map(|list| list.with(&change(list.entries.clone()))))
}

pub(super) fn duplicated(right: &Right) -> Vec<Reply> {
    relisted(right, |entries| entries.into_iter().flat_map(|entry| [entry.clone(), entry]).collect())
}

pub(super) fn reversed(right: &Right) -> Vec<Reply> {
    relisted(right, |entries| entries.into_iter().rev().collect())
}

/// One event has gone, each in turn.
pub(super) fn retracted(right: &Right) -> Vec<Reply> {
    let count = right.list().map_or(0, |list| list.entries.len());
    let without = |gone: usize| {
        relisted(right, |mut entries| {
            entries.remove(gone);
            entries
        })
    };
    if count > 1 { (0..count).flat_map(without).collect() } else { Vec::new() }
}

/// Each event twice, the second time in other words.
pub(super) fn reworded(right: &Right) -> Vec<Reply> {
    let other = |entry: &str| {
        let is_word = |c: char| c.is_alphabetic() || c == ' ';
        let texts = entry.split(|c| !is_word(c)).filter(|text| text.trim().contains(' '));
        let longest = texts.max_by_key(|text| text.len())?;
        Some(entry.replacen(longest, &format!("{longest} again"), 1))
    };
    relisted(right, |entries| {
        entries.into_iter().flat_map(|entry| [other(&entry), Some(entry)]).flatten().collect()
    })
}

/// The year that most dates of a text have.
fn year(text: &str) -> Option<&str> {
    let years = (2000..2100).filter_map(|year: u32| {
        let count = text.matches(&year.to_string()).count();
        (count > 0).then_some((count, year))
    });
    let (_, year) = years.max()?;
    let at = text.find(&year.to_string())?;
    text.get(at..at + 4)
}

/// The text with another year, outside of the number that was asked for.
fn in_year(right: &Right, text: &str, year: &str, other: &str) -> String {
    text.split(&right.number).map(|part| part.replace(year, other)).collect::<Vec<_>>().join(&right.number)
}

fn at(right: &Right, other: &str) -> Vec<Reply> {
    let text = right.text();
    let Some(year) = year(&text) else { return Vec::new() };
    each(right, [in_year(right, &text, year, other)])
}

pub(super) fn year_one(right: &Right) -> Vec<Reply> {
    at(right, "0001")
}

pub(super) fn year_9999(right: &Right) -> Vec<Reply> {
    at(right, "9999")
}

/// The parcel of a year ago stands before the present one.
pub(super) fn reused(right: &Right) -> Vec<Reply> {
    let text = right.text();
    let Some(now) = year(&text) else { return Vec::new() };
    let Ok(before) = now.parse::<u32>().map(|year| (year - 1).to_string()) else { return Vec::new() };
    relisted(right, |entries| {
        let old: Vec<String> = entries.iter().map(|entry| in_year(right, entry, now, &before)).collect();
        old.into_iter().chain(entries).collect()
    })
}

/// All times in the hour that clocks skip, and in the one that they repeat, of Europe and of America.
pub(super) fn clock_change(right: &Right) -> Vec<Reply> {
    let text = right.text();
    let changes = ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01"];
    each(right, changes.map(|day| on_day(right, &text, day)))
}

/// The text with every date of a usual form moved to a day, at half past two.
fn on_day(right: &Right, text: &str, day: &str) -> String {
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, date] = parts.as_slice() else { return text.into() };
    let forms = [
        ("dddd-dd-dd", day.to_owned()),
        ("dd.dd.dddd", format!("{date}.{month}.{year}")),
        ("dd/dd/dddd", format!("{month}/{date}/{year}")),
        ("\"dddddddd\"", format!("\"{year}{month}{date}\"")),
        ("dd:dd:dd", "02:30:00".into()),
        ("\"dddddd\"", "\"023000\"".into()),
        ("dd:dd", "02:30".into()),
    ];
    let moved = |text: &str| {
        let mut moved = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let form = forms.iter().find(|(form, _)| begins(rest, form) && !is_offset(&moved));
            let (length, new) = match form {
                Some((form, new)) => (form.len(), new.as_str()),
                None => (first.len_utf8(), rest.get(..first.len_utf8()).unwrap_or_default()),
            };
            moved.push_str(new);
            rest = rest.get(length..).unwrap_or_default();
        }
        moved
    };
    text.split(&right.number).map(moved).collect::<Vec<_>>().join(&right.number)
}

/// Whether a text begins with this form, of which `d` is a digit.
fn begins(text: &str, form: &str) -> bool {
    text.len() >= form.len()
        && text
            .bytes()
            .zip(form.bytes())
            .all(|(byte, form)| byte == form || form == b'd' && byte.is_ascii_digit())
}

/// Whether what follows is the offset of a time: a sign behind a digit, and a colon before it.
fn is_offset(before: &str) -> bool {
    let mut last = before.bytes().rev();
    last.next().is_some_and(|sign| b"+-".contains(&sign))
        && last.next().is_some_and(|digit| digit.is_ascii_digit())
        && before.bytes().rev().take(9).any(|byte| byte == b':')
}

fn gzip(chunk: &[u8], times: usize) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written: io::Result<()> = (0..times).try_for_each(|_| encoder.write_all(chunk));
    // Into memory, nothing can fail.
    written.and_then(|()| encoder.finish()).unwrap_or_default()
}

/// 300 MB of nothing.
pub(super) fn gzip_bomb(right: &Right) -> Vec<Reply> {
    static BOMB: OnceLock<Vec<u8>> = OnceLock::new();
    let bomb = BOMB.get_or_init(|| gzip(&vec![b' '; 1 << 20], 300));
    each(right, [bomb.clone()]).into_iter().map(|reply| reply.header("content-encoding", "gzip")).collect()
}

pub(super) fn gzip_in_gzip(right: &Right) -> Vec<Reply> {
    let twice = gzip(&gzip(right.reply.body(), 1), 1);
    each(right, [twice]).into_iter().map(|reply| reply.header("content-encoding", "gzip")).collect()
}

pub(super) fn other_encoding(right: &Right) -> Vec<Reply> {
    let coded: Vec<u8> = right.reply.body().iter().map(|byte| byte ^ 0x5a).collect();
    let reply = right.with_body(coded);
    ["zstd", "nonsense"].map(|coding| reply.clone().header("content-encoding", coding)).to_vec()
}

pub(super) fn empty(_: &Right) -> Vec<Reply> {
    vec![Reply::new(200, ""), Reply::new(204, "")]
}

pub(super) fn login_down(_: &Right) -> Vec<Reply> {
    vec![Reply::new(503, PAGE)]
}

pub(super) fn login_page(_: &Right) -> Vec<Reply> {
    vec![Reply::new(200, PAGE)]
}

pub(super) fn login_refused(_: &Right) -> Vec<Reply> {
    vec![Reply::new(401, r#"{"error": "invalid_client"}"#)]
}

/// The life of the token as no clock can have it.
pub(super) fn odd_lives(right: &Right) -> Vec<Reply> {
    let Some(login) = &right.login else { return Vec::new() };
    let Ok(serde_json::Value::Object(fields)) = serde_json::from_slice(login.body()) else {
        return Vec::new();
    };
    if !fields.contains_key("expires_in") {
        return Vec::new();
    }
    let lives = ["-1", "0", "1000000000000000000", "\"3600\"", "\"soon\"", "null"];
    let with = |life| {
        let mut fields = fields.clone();
        fields.insert("expires_in".into(), "@life@".into());
        let body = serde_json::Value::from(fields).to_string().replace("\"@life@\"", life);
        Reply::new(200, body).header("content-type", "application/json")
    };
    lives.map(with).to_vec()
}
