//! What the HTTP crate's errors mean.
//!
//! None of them is kept as a cause: their texts hold URLs. What went wrong is read from their own causes, whose types tell
//! more than the crate's flags do, and said in own words.

use std::error::Error as StdError;
use std::io;

use rustls::CertificateError;

use super::limits::{Limits, MAX_LINES};
use crate::error::{Error, ErrorKind};

const GARBLED: &str = "the answer is garbled";
const NOT_HTTP: &str = "the answer is not HTTP";
const RESET: &str = "the connection was reset";
const CLOSED: &str = "the connection was closed before the answer's end";

/// What went wrong in a call to the host.
pub(super) fn failure(host: &str, error: &reqwest::Error, limits: &Limits) -> Error {
    let is_secure = error.url().is_some_and(|url| url.scheme() == "https");
    let (kind, what) = match told(error) {
        // Who breaks a handshake off may want to see what else the client agrees to: that is not tried again.
        (_, RESET | CLOSED) if is_secure && error.is_connect() => {
            (ErrorKind::BadReply, "the connection broke before a secure one was agreed on")
        }
        told => told,
    };
    let Limits { connect_timeout, max_head, .. } = limits;
    let limit = match kind {
        ErrorKind::TimedOut if error.is_connect() => format!(" within {connect_timeout:?}"),
        ErrorKind::TooLarge => format!(": more than {max_head} bytes or {MAX_LINES} lines"),
        _ => String::new(),
    };
    Error::new(kind, format!("{host}: {what}{limit}"))
}

fn told(error: &reqwest::Error) -> (ErrorKind, &'static str) {
    if error.is_timeout() && error.is_connect() {
        (ErrorKind::TimedOut, "no connection")
    } else if error.is_dns() {
        (ErrorKind::Unavailable, "the host's name has no address")
    } else if error.is_builder() {
        (ErrorKind::Misconfigured, "the request cannot be sent")
    } else if let Some(found) = error.source().and_then(verdict) {
        found
    } else if error.is_decode() && error.source().is_some_and(|cause| cause.is::<io::Error>()) {
        // The unpacker's own complaint; the network's failures come as errors of HTTP even while unpacking.
        (ErrorKind::BadReply, GARBLED)
    } else if error.is_connect() {
        (ErrorKind::Unavailable, "no connection")
    } else {
        (ErrorKind::Unavailable, "the connection broke")
    }
}

/// What a cause means; the deepest that means something knows best.
fn verdict(error: &(dyn StdError + 'static)) -> Option<(ErrorKind, &'static str)> {
    let io = error.downcast_ref::<io::Error>();
    // The source of an I/O error is that of the error within it; the one within would be skipped.
    let within = match io {
        Some(io) => io.get_ref().map(|error| error as &(dyn StdError + 'static)),
        None => error.source(),
    };
    within.and_then(verdict).or_else(|| {
        if let Some(error) = error.downcast_ref::<rustls::Error>() {
            Some(tls_verdict(error))
        } else if let Some(error) = error.downcast_ref::<hyper::Error>() {
            http_verdict(error)
        } else {
            io.and_then(|error| io_verdict(error.kind()))
        }
    })
}

fn tls_verdict(error: &rustls::Error) -> (ErrorKind, &'static str) {
    use CertificateError as Flaw;
    match error {
        rustls::Error::InvalidCertificate(flaw) => (
            ErrorKind::Misconfigured,
            match flaw {
                Flaw::Expired | Flaw::ExpiredContext { .. } => "certificate not trusted: it has expired",
                Flaw::NotValidYet | Flaw::NotValidYetContext { .. } => {
                    "certificate not trusted: it is not valid yet"
                }
                Flaw::NotValidForName | Flaw::NotValidForNameContext { .. } => {
                    "certificate not trusted: it is another host's"
                }
                Flaw::UnknownIssuer => "certificate not trusted: its issuer is not known on this system",
                Flaw::Revoked => "certificate not trusted: it was revoked",
                _ => "certificate not trusted",
            },
        ),
        rustls::Error::NoCertificatesPresented
        | rustls::Error::UnsupportedNameType
        | rustls::Error::InvalidCertRevocationList(_) => {
            (ErrorKind::Misconfigured, "certificate not trusted")
        }
        _ => (ErrorKind::BadReply, "no secure connection could be agreed on"),
    }
}

fn http_verdict(error: &hyper::Error) -> Option<(ErrorKind, &'static str)> {
    if error.is_incomplete_message() || error.is_canceled() || error.is_closed() {
        Some((ErrorKind::Unavailable, CLOSED))
    } else if error.is_parse() {
        // Of heads that are too large there is a text only, short of compiling a server in.
        Some(match error.to_string().contains("too large") {
            true => (ErrorKind::TooLarge, "the answer's head is too large"),
            false => (ErrorKind::BadReply, NOT_HTTP),
        })
    } else {
        // What is wrong by HTTP/2 has no type of its own either.
        let cause = error.source().map(ToString::to_string)?;
        cause.contains("error detected: ").then_some((ErrorKind::BadReply, NOT_HTTP))
    }
}

fn io_verdict(kind: io::ErrorKind) -> Option<(ErrorKind, &'static str)> {
    use io::ErrorKind as Io;
    Some(match kind {
        Io::TimedOut => (ErrorKind::TimedOut, "the connection timed out"),
        Io::ConnectionRefused => (ErrorKind::Unavailable, "the connection was refused"),
        Io::ConnectionReset | Io::ConnectionAborted | Io::BrokenPipe => (ErrorKind::Unavailable, RESET),
        // So is told, too, that a name was found without any address.
        Io::NotConnected => (ErrorKind::Unavailable, "no connection"),
        Io::HostUnreachable | Io::NetworkUnreachable | Io::NetworkDown => {
            (ErrorKind::Unavailable, "the host cannot be reached")
        }
        Io::UnexpectedEof => (ErrorKind::Unavailable, CLOSED),
        Io::InvalidData | Io::InvalidInput => (ErrorKind::BadReply, GARBLED),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;

    fn wrapped(error: impl StdError + Send + Sync + 'static) -> Option<(ErrorKind, &'static str)> {
        let outer = io::Error::other(io::Error::new(io::ErrorKind::InvalidData, error));
        verdict(&outer)
    }

    #[test]
    fn certificates_are_the_callers_to_sort_out_however_deep_the_flaw_is() {
        for (flaw, text) in [
            (CertificateError::Expired, "it has expired"),
            (CertificateError::NotValidForName, "another host's"),
            (CertificateError::UnknownIssuer, "issuer"),
            (CertificateError::BadSignature, "certificate not trusted"),
        ] {
            let (kind, what) = wrapped(rustls::Error::InvalidCertificate(flaw)).unwrap();
            assert!(kind == ErrorKind::Misconfigured && what.contains(text), "{what}");
        }
    }

    #[test]
    fn a_reset_in_a_garbled_stream_is_a_reset() {
        let reset = io::Error::from(io::ErrorKind::ConnectionReset);
        assert_eq!(wrapped(reset).unwrap().0, ErrorKind::Unavailable);
        assert_eq!(wrapped(fmt::Error).unwrap().0, ErrorKind::BadReply);
    }
}
