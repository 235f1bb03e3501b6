//! The table of faults.

use std::borrow::Cow;
use std::time::Duration;

use super::content;
use super::fault::{Act, After, Expected, Fault, Group, Nobody, Process};
use super::server::Step;
use super::tls::Proof;
use crate::error::ErrorKind;
use crate::http::NoAddress;

use ErrorKind::{
    BadReply, Forbidden, Misconfigured, NotFound, RateLimited, TimedOut, TooLarge, Unauthorized, Unavailable,
};
use Expected::{Answer, Either, Error, Renewal, SameAnswer};

/// Steps that live for ever.
macro_rules! steps {
    ($($step:expr),* $(,)?) => {
        const { &[$($step),*] }
    };
}

const fn row(group: Group, name: &'static str, act: Act, expected: Expected) -> Fault {
    Fault::new(group, name, act, expected)
}

const fn send(bytes: &'static [u8]) -> Step {
    Step::send(bytes)
}

/// A status of which the error tells a wait.
const fn waits(
    status: u16,
    name: &'static str,
    after: After,
    kind: &'static [ErrorKind],
    seconds: u64,
) -> Fault {
    row(Group::Status, name, Act::Status(status, after), Error(kind)).waiting(seconds)
}

/// A status of which it tells none.
const fn status(status: u16, name: &'static str, after: After, kind: &'static [ErrorKind]) -> Fault {
    row(Group::Status, name, Act::Status(status, after), Error(kind))
}

const A_WHILE: Duration = Duration::from_millis(20);
const NO_CONNECTION: Expected = Error(&[Unavailable]);
const LATE: Expected = Error(&[TimedOut]);
const BROKEN: Expected = Error(&[Unavailable]);
const GARBLED: Expected = Error(&[BadReply]);
const NOT_TRUSTED: Expected = Error(&[Misconfigured]);
const HUGE: Expected = Error(&[TooLarge]);
/// Either nothing is lost, or the answer is not believed.
const READ_OR_NOT: Expected = Either(&[BadReply]);
/// The same where the field may have been the one that tells that a parcel is known at all.
const READ_OR_UNKNOWN: Expected = Either(&[BadReply, NotFound]);

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\n";

/// A `ServerHello` that chooses TLS 1.0.
const TLS_1_0: &[u8] = b"\x16\x03\x01\x00\x2a\x02\x00\x00\x26\x03\x01\
    0123456789abcdef0123456789abcdef\x00\x00\x2f\x00";

/// Frames of HTTP/2: the server's settings, farewell without a word of the request, and end of the first request.
const SETTINGS: &[u8] = b"\x00\x00\x00\x04\x00\x00\x00\x00\x00";
const GOAWAY: &[u8] = b"\x00\x00\x08\x07\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02";
const RST_STREAM: &[u8] = b"\x00\x00\x04\x03\x00\x00\x00\x00\x01\x00\x00\x00\x02";

/// The start of a head, 200 with a header of 4,000 bytes, after which each byte is the same header again.
const HEADER_4_KB: &[u8] = b"\x88\x40\x01x\x7f\xa1\x1e";
const AGAIN: &[u8] = b"\xbe";
/// The frames of such heads, with the header 20 and 1,000 times more.
const HEADERS_80_KB: &[u8] = b"\x00\x0f\xbb\x01\x05\x00\x00\x00\x01";
const HEADERS_4_MB: &[u8] = b"\x00\x13\x8f\x01\x05\x00\x00\x00\x01";

/// Every fault that the suite knows, by group. What it leaves out stands in [`OUT_OF_SCOPE`].
pub static FAULTS: &[Fault] = &[
    row(Group::Connect, "refused", Act::Nobody(Nobody::Refuses), NO_CONNECTION),
    row(Group::Connect, "queue full", Act::Nobody(Nobody::IsFull), LATE),
    row(Group::Connect, "accepted, then closed", Act::Door(steps![]), NO_CONNECTION).at_most(0),
    row(Group::Connect, "DNS failure", Act::Nobody(Nobody::HasNoAddress(NoAddress::Fails)), NO_CONNECTION),
    row(
        Group::Connect,
        "DNS answer empty",
        Act::Nobody(Nobody::HasNoAddress(NoAddress::TellsNone)),
        NO_CONNECTION,
    ),
    row(Group::Tls, "expired", Act::Shows(Proof::Expired), NOT_TRUSTED).untried(),
    row(Group::Tls, "another host's", Act::Shows(Proof::OfAnotherHost), NOT_TRUSTED).untried(),
    row(Group::Tls, "self-signed", Act::Shows(Proof::SelfSigned), NOT_TRUSTED).untried(),
    row(Group::Tls, "TLS 1.0 only", Act::NoTls(steps![Step::Read, send(TLS_1_0)]), GARBLED).untried(),
    row(
        Group::Tls,
        "plain HTTP",
        Act::NoTls(steps![Step::Read, send(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n")]),
        GARBLED,
    )
    .untried(),
    row(Group::Tls, "reset in the handshake", Act::NoTls(steps![Step::Read, Step::Reset]), GARBLED).untried(),
    row(Group::Tls, "closed in the handshake", Act::NoTls(steps![Step::Read]), GARBLED).untried(),
    row(Group::Tls, "stall in the handshake", Act::NoTls(steps![Step::Read, Step::Stall]), LATE).at_most(0),
    row(Group::Head, "none in its time", Act::Steps(steps![Step::Stall]), LATE).hurried(),
    row(
        Group::Head,
        "slow loris",
        Act::Steps(steps![send(b"HTTP/1.1 200 OK\r\nx-slow: "), Step::Drip(Duration::from_millis(50))]),
        LATE,
    ),
    row(
        Group::Head,
        "reset in the head",
        Act::Steps(steps![send(b"HTTP/1.1 200 OK\r\nx-"), Step::Pause(A_WHILE), Step::Reset]),
        BROKEN,
    ),
    row(
        Group::Head,
        "endless headers",
        Act::Steps(steps![send(HEAD), Step::Repeat(Cow::Borrowed(b"x-again: 1\r\n"), usize::MAX)]),
        HUGE,
    ),
    row(
        Group::Head,
        "a header of 100 kB",
        Act::Steps(steps![
            send(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\nx-large: "),
            Step::Repeat(Cow::Borrowed(b"x"), 100_000),
            send(b"\r\n\r\n{}"),
        ]),
        HUGE,
    ),
    row(
        Group::Head,
        "invalid byte in a header",
        Act::Steps(steps![send(b"HTTP/1.1 200 OK\r\nx-zero: a\0b\r\n\r\n")]),
        GARBLED,
    ),
    row(
        Group::Head,
        "two lengths",
        Act::Steps(steps![send(b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}")]),
        GARBLED,
    ),
    row(
        Group::Head,
        "bad chunk size",
        Act::Steps(steps![send(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}")]),
        GARBLED,
    ),
    row(
        Group::Head,
        "HTTP/2 header bomb of 80 kB",
        Act::Http2(steps![
            Step::Read,
            send(SETTINGS),
            Step::Pause(A_WHILE),
            send(HEADERS_80_KB),
            send(HEADER_4_KB),
            Step::Repeat(Cow::Borrowed(b"x"), 4000),
            Step::Repeat(Cow::Borrowed(AGAIN), 20),
            Step::Stall,
        ]),
        HUGE,
    ),
    // Not even unpacked, so that nobody can say how large it is.
    row(
        Group::Head,
        "HTTP/2 header bomb of 4 MB",
        Act::Http2(steps![
            Step::Read,
            send(SETTINGS),
            Step::Pause(A_WHILE),
            send(HEADERS_4_MB),
            send(HEADER_4_KB),
            Step::Repeat(Cow::Borrowed(b"x"), 4000),
            Step::Repeat(Cow::Borrowed(AGAIN), 1000),
            Step::Stall,
        ]),
        GARBLED,
    ),
    row(
        Group::Head,
        "HTTP/2 GOAWAY",
        Act::Http2(steps![Step::Read, send(SETTINGS), Step::Pause(A_WHILE), send(GOAWAY)]),
        BROKEN,
    ),
    row(
        Group::Head,
        "HTTP/2 RST_STREAM",
        Act::Http2(steps![Step::Read, send(SETTINGS), Step::Pause(A_WHILE), send(RST_STREAM), Step::Stall]),
        // The connection stays, and who asks again on it gets no answer.
        Error(&[Unavailable, TimedOut]),
    ),
    row(Group::Body, "reset in the body", Act::Half(steps![Step::Pause(A_WHILE), Step::Reset]), BROKEN),
    row(Group::Body, "ended early", Act::Half(steps![]), BROKEN),
    row(Group::Body, "drip", Act::Half(steps![Step::Drip(Duration::from_millis(50))]), LATE),
    row(Group::Body, "stall", Act::Half(steps![Step::Stall]), LATE),
    row(Group::Body, "too long a pause", Act::Half(steps![Step::Stall]), LATE).hurried(),
    row(
        Group::Body,
        "300 MB with length",
        Act::Steps(steps![
            send(b"HTTP/1.1 200 OK\r\ncontent-length: 314572800\r\n\r\n"),
            Step::Repeat(Cow::Borrowed(b" "), 314_572_800),
        ]),
        HUGE,
    ),
    row(
        Group::Body,
        "300 MB in a chunk",
        Act::Steps(steps![
            send(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n12c00000\r\n"),
            Step::Repeat(Cow::Borrowed(b" "), 314_572_800),
        ]),
        HUGE,
    ),
    row(Group::Body, "gzip bomb of 300 MB", Act::Replies(content::gzip_bomb), HUGE),
    row(Group::Body, "gzip in gzip", Act::Replies(content::gzip_in_gzip), GARBLED),
    row(Group::Body, "unknown content-encoding", Act::Replies(content::other_encoding), GARBLED),
    // No content may mean no event.
    row(Group::Body, "empty 200 and 204", Act::Replies(content::empty), Error(&[BadReply, NotFound])),
    waits(429, "429 with seconds", After::Text("7"), &[RateLimited], 7),
    waits(429, "429 with a date", After::Date(90), &[RateLimited], 90),
    waits(429, "429 with the past", After::Date(-90), &[RateLimited], 0),
    waits(
        429,
        "429 for 10^20 seconds",
        After::Text("100000000000000000000"),
        &[RateLimited],
        u32::MAX as u64,
    ),
    status(429, "429 with garbage", After::Text("soon"), &[RateLimited]),
    status(429, "429 without a wait", After::Nothing, &[RateLimited]),
    status(408, "408", After::Nothing, &[TimedOut]),
    status(425, "425", After::Nothing, &[Unavailable]),
    status(500, "500", After::Nothing, &[Unavailable]),
    status(502, "502", After::Nothing, &[Unavailable]),
    status(503, "503 without a wait", After::Nothing, &[Unavailable]),
    waits(503, "503 with a wait", After::Text("7"), &[Unavailable], 7),
    status(504, "504", After::Nothing, &[Unavailable]),
    row(Group::Status, "401 once", Act::Once(401, 0), Renewal(Unauthorized)),
    status(401, "401 always", After::Nothing, &[Unauthorized]),
    status(403, "403", After::Nothing, &[Forbidden]),
    status(404, "404", After::Nothing, &[NotFound]),
    status(410, "410", After::Nothing, &[NotFound]),
    // None is followed: the server would see the visit.
    row(Group::Redirect, "loop", Act::Redirect("", false), GARBLED).at_most(2),
    row(Group::Redirect, "another host", Act::Redirect("http://localhost:{port}/followed", false), GARBLED)
        .at_most(2),
    row(Group::Redirect, "private address", Act::Redirect("http://10.0.0.1:{port}/followed", false), GARBLED)
        .at_most(2),
    row(Group::Redirect, "https to http", Act::Redirect("http://127.0.0.1:{port}/followed", true), GARBLED)
        .at_most(2),
    row(Group::Content, "cut short", Act::Replies(content::truncated), GARBLED),
    row(Group::Content, "wrong content type", Act::Replies(content::wrong_type), SameAnswer),
    row(Group::Content, "page with 200", Act::Replies(content::page), GARBLED),
    row(
        Group::Content,
        "error object with 200",
        Act::Replies(content::error_object),
        Error(&[BadReply, Unavailable, NotFound]),
    ),
    row(
        Group::Content,
        "SOAP fault with 200",
        Act::Replies(content::soap_fault),
        Error(&[BadReply, Unavailable]),
    ),
    row(Group::Content, "SOAP fault with 500", Act::Replies(content::soap_fault_500), Error(&[Unavailable])),
    row(Group::Content, "invalid UTF-8", Act::Replies(content::invalid_utf8), READ_OR_NOT),
    row(Group::Content, "byte order mark", Act::Replies(content::byte_order_mark), SameAnswer),
    row(Group::Content, "lone surrogate", Act::Replies(content::lone_surrogate), READ_OR_NOT),
    row(Group::Content, "10^6 levels", Act::Replies(content::deep), Error(&[BadReply, TooLarge])),
    row(Group::Content, "10^6 events", Act::Stream(content::million), HUGE),
    row(Group::Content, "events up to the limit", Act::Replies(content::crowded), READ_OR_NOT),
    row(Group::Content, "a field null", Act::Replies(content::nulled), READ_OR_UNKNOWN),
    row(Group::Content, "a field missing", Act::Replies(content::missing), READ_OR_UNKNOWN),
    row(Group::Content, "a field of another type", Act::Replies(content::other_type), READ_OR_UNKNOWN),
    row(Group::Content, "an unknown value", Act::Replies(content::unknown), READ_OR_UNKNOWN),
    row(Group::Xml, "entity bomb", Act::Replies(content::entity_bomb), GARBLED),
    row(Group::Xml, "external entity", Act::Replies(content::external_entity), GARBLED),
    row(Group::Xml, "80,000 attributes", Act::Replies(content::attributes), READ_OR_NOT),
    row(Group::Xml, "10^6 nested elements", Act::Replies(content::nested), GARBLED),
    row(Group::Xml, "content behind the end", Act::Replies(content::trailing), READ_OR_NOT),
    row(Group::Meaning, "another number", Act::Replies(content::another_number), GARBLED),
    row(Group::Meaning, "duplicates", Act::Replies(content::duplicated), SameAnswer),
    row(Group::Meaning, "out of order", Act::Replies(content::reversed), SameAnswer),
    row(Group::Meaning, "an event retracted", Act::Replies(content::retracted), Answer),
    row(Group::Meaning, "an event in other words", Act::Replies(content::reworded), SameAnswer),
    row(Group::Meaning, "dates in year 1", Act::Replies(content::year_one), READ_OR_NOT),
    row(Group::Meaning, "dates in year 9999", Act::Replies(content::year_9999), READ_OR_NOT),
    row(Group::Meaning, "times that clocks skip or repeat", Act::Replies(content::clock_change), Answer),
    row(Group::Meaning, "own clock 10 minutes slow", Act::Clock(-10), Answer),
    row(Group::Meaning, "own clock 10 minutes fast", Act::Clock(10), SameAnswer),
    row(Group::Meaning, "number of a year ago", Act::Replies(content::reused), SameAnswer),
    row(Group::Auth, "token ends in a batch", Act::Once(401, 1), Renewal(Unauthorized)).asked(3),
    row(Group::Auth, "login down", Act::Logins(content::login_down), Error(&[Unavailable])),
    row(Group::Auth, "login stalls", Act::LoginSteps(steps![Step::Stall]), LATE),
    row(Group::Auth, "login is a page", Act::Logins(content::login_page), GARBLED),
    row(Group::Auth, "token of an odd life", Act::Logins(content::odd_lives), SameAnswer),
    row(Group::Auth, "1,000 callers, one login", Act::Process(Process::Crowd(1000)), SameAnswer),
    row(Group::Auth, "credentials revoked", Act::Logins(content::login_refused), Error(&[Unauthorized]))
        .asked(3)
        .at_most(3),
    row(Group::Process, "a source hangs for ever", Act::Process(Process::Hangs), LATE),
    row(Group::Process, "dropped wherever it waits", Act::Process(Process::Drops), SameAnswer),
    row(Group::Process, "a carrier beside panics", Act::Process(Process::Panics), SameAnswer),
    row(Group::Process, "runtime ends in the call", Act::Process(Process::ShutsDown), Expected::Nothing),
];

/// Faults that the suite does not make, and why.
pub static OUT_OF_SCOPE: &[(&str, &str)] = &[
    (
        "DNS answer private",
        "endpoints are settings of the caller; it matters to who sends to addresses of strangers",
    ),
    ("disk full", "asking writes no file"),
];
