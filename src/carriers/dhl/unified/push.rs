//! Unified Push: what DHL calls a hook of yours with.
//!
//! The service behind the hook is yours; this module reads the bodies. Vendor's page:
//! <https://developer.dhl.com/api-reference/shipment-tracking-unified-push>. Push is only for customers with a contract
//! of their own, and each subscription waits for approval.
//!
//! # How a subscription lives
//!
//! 1. `POST https://api-eu.dhl.com/tracking/push/v1/subscription` with the header `DHL-API-Key` asks for one.
//! 2. DHL calls the hook with [`Message::Validate`]. Answer 200, then `POST …/subscription/{id}` with the header
//!    `DHL-API-Hook-Secret` holding the secret activates it; DHL answers 204.
//! 3. [`Message::Activate`] and [`Message::Ready`] say that it waits for approval, and that it has it.
//! 4. [`Message::Parcels`] brings news. Answer 200 quickly. When and how often DHL tries again is not published.
//! 5. [`Message::Deleted`] ends it.
//!
//! # Who is calling
//!
//! Messages are not signed. All the protection there is: the header that was given as `hook.authentication` when subscribing,
//! which DHL sends with every call, and an address that nobody guesses. Compare the header in constant time, refuse calls
//! without it, and treat the body as a hint: where it matters, ask [`Unified`](super::super::UNIFIED) again.
//!
//! # Quirks
//!
//! Last looked over in November 2026.
//!
//! * The shape differs between divisions: some tell `simplifiedStatus` and `divisionalStatus` in place of `statusCode` and
//!   `status`. Both are read.
//! * A report of a push message is never complete.

use super::map::{PARCELS, decode_body, read as read_body, text};
use crate::carrier::{Answer, Context};
use crate::carriers::part::Texts;
use crate::error::{Error, ErrorKind, Result};
use crate::http::Secret;

/// What a hook was called for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Message {
    /// A new subscription is to be activated.
    Validate {
        /// The subscription's id, for the address of the activation.
        id: String,
        /// The value of the header `DHL-API-Hook-Secret`.
        secret: Secret,
    },
    /// The subscription waits for DHL's approval.
    Activate,
    /// It is approved, news will come.
    Ready,
    /// News of parcels.
    Parcels(Answer),
    /// It has ended.
    Deleted,
}

/// Reads the body of a call to a hook.
///
/// ```
/// use parceltrack::{Status, carrier::Context, carriers::dhl::push::{self, Message}};
///
/// let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
/// let body = br#"{"scope": "subscription.validate", "secret": "h00k",
///     "self": "https://api-eu.dhl.com/tracking/push/v1/subscription/11111111-aaaa-4bbb-8ccc-222222222222"}"#;
/// let Message::Validate { id, secret } = push::read(body, &context)? else { unreachable!() };
/// assert_eq!((id.as_str(), secret.expose()), ("11111111-aaaa-4bbb-8ccc-222222222222", "h00k"));
///
/// let body = br#"{"scope": "subscription.push", "shipments": [{"id": "3318810025", "service": "express",
///     "status": {"timestamp": "2026-11-21T10:02:00Z", "statusCode": "transit", "status": "WC"}}]}"#;
/// let Message::Parcels(answer) = push::read(body, &context)? else { unreachable!() };
/// assert_eq!(answer.reports[0].headline.as_ref().unwrap().state.status(), Status::OutForDelivery);
/// # Ok::<(), parceltrack::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorKind::BadReply`] where the body is no such message or its parcels cannot be read,
/// [`ErrorKind::Unsupported`] for a scope that is not known.
pub fn read(body: &[u8], context: &Context) -> Result<Message> {
    let text = text(body);
    let texts = Texts::default();
    let body = read_body(&text, &texts)?;
    let told =
        |part: &str| Error::new(ErrorKind::BadReply, format!("the message has no `{part}` that can be read"));
    let scope = body.scope.told().ok_or_else(|| told("scope"))?;
    Ok(match scope {
        "subscription.validate" => {
            let id = body.subscription.told().and_then(id).ok_or_else(|| told("self"))?;
            let secret = body.secret.told().ok_or_else(|| told("secret"))?;
            Message::Validate { id: id.to_owned(), secret: Secret::from(secret) }
        }
        "subscription.activate" => Message::Activate,
        "subscription.ready" => Message::Ready,
        "subscription.delete" | "subscription.deleted" => Message::Deleted,
        PARCELS => Message::Parcels(decode_body(&body, context, true)?),
        _ => return Err(Error::new(ErrorKind::Unsupported, "a message with a scope that nobody has mapped")),
    })
}

/// The last part of a subscription's address.
fn id(address: &str) -> Option<&str> {
    let id = address.rsplit('/').next()?;
    let is_id = (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_id.then_some(id)
}

#[cfg(test)]
mod tests {
    use super::super::map::decode;
    use super::*;

    fn context() -> Context {
        Context::new("2026-11-22T10:00:00Z".parse().unwrap())
    }

    fn told(body: &str) -> Result<Message> {
        read(body.as_bytes(), &context())
    }

    #[test]
    fn every_scope_is_read_and_no_secret_shown() {
        let message = told(
            r#"{"scope":"subscription.validate","self":"https://x/subscription/7-a","secret":"s3cr3t"}"#,
        );
        assert!(!format!("{message:?}").contains("s3cr3t"));
        assert_eq!(message.unwrap(), Message::Validate { id: "7-a".into(), secret: "s3cr3t".into() });
        for (scope, message) in [
            ("activate", Message::Activate),
            ("ready", Message::Ready),
            ("delete", Message::Deleted),
            ("deleted", Message::Deleted),
        ] {
            assert_eq!(told(&format!(r#"{{"scope":"subscription.{scope}"}}"#)).unwrap(), message);
        }
        for (body, kind) in [
            (r#"{"scope":"subscription.moved"}"#, ErrorKind::Unsupported),
            (r#"{"shipments":[]}"#, ErrorKind::BadReply),
            (
                r#"{"scope":"subscription.validate","self":"https://x/a?b","secret":"s3cr3t"}"#,
                ErrorKind::BadReply,
            ),
            (r#"{"scope":"subscription.validate","self":"https://x/a"}"#, ErrorKind::BadReply),
            (r#"{"scope":"subscription.push"}"#, ErrorKind::BadReply),
            ("", ErrorKind::BadReply),
        ] {
            let error = told(body).unwrap_err();
            assert!(error.kind() == kind && !format!("{error:?}").contains("s3cr3t"), "{error:?}");
        }
    }

    #[test]
    fn divisions_that_write_otherwise_are_read_and_nothing_pushed_is_complete() {
        let body = r#"{"scope":"subscription.push","self":"https://x/1","shipments":[{"id":"3318810025","service":"express",
            "events":[{"timestamp":"2026-11-21T10:02:00Z","simplifiedStatus":"Delivered","divisionalStatus":"OK"},
            {"timestamp":"2026-11-21T08:00:00Z","simplifiedStatus":"Transit"}]}]}"#;
        let Message::Parcels(answer) = told(body).unwrap() else { panic!("no parcels") };
        let said: Vec<_> = answer.reports[0].events.iter().map(|event| event.meaning.to_string()).collect();
        assert_eq!(
            (said, answer.reports[0].complete),
            (vec!["in_transit".to_owned(), "delivered".to_owned()], false)
        );
        assert_eq!(decode(body.as_bytes(), &context()).unwrap(), answer);
        let error = decode(br#"{"scope":"subscription.ready"}"#, &context()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    }
}
