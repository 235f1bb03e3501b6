//! Hermes Germany: the Hermes Shipping Interface (HSI), through which its contract customers follow their parcels.
//!
//! | | |
//! |---|---|
//! | Vendor's page | <https://www.myhermes.de>; the texts of the interface go to contract customers, a copy lies at <https://github.com/karrioapi/karrio/tree/main/modules/connectors/hermes/vendor> |
//! | Access | client id, client secret, user name and password, which Hermes gives to contract customers. The login (OAuth, grant `password`) brings a token for an hour |
//! | Limits | none are documented for this call |
//! | Sandbox | `environment` = `sandbox` (Hermes: integration), with credentials of its own |
//! | Asked by | up to 100 tracking numbers a request |
//!
//! It reveals the whole history with codes, places and German or English descriptions, the forecast of delivery with its
//! hours, town and postal code of the recipient, the order's numbers at the client, the number abroad and a link. It does
//! not reveal whether a neighbour or the door got the parcel (3500, 3510 and 3520 stand for all of it), who signed (a call
//! of its own, with a monthly quota, hands out the signature as PDF against a reason; it is not asked), or where a
//! ParcelShop lies beyond its name and town. No push messages are known.
//!
//! Hermes Germany, its two-man service and Evri in the United Kingdom are separate companies: numbers and credentials of
//! one mean nothing to the others.
//!
//! # Quirks
//!
//! By the contract's texts of July to December 2025 and its list of events; looked over in November 2026.
//!
//! * A token that has ended comes as status 400 with the code `e903`, one that is wrong with `e902`.
//! * An unknown number comes with status 200 and the code `e001`: Hermes does not tell "never" from "not yet".
//! * The contract shows codes as `0-0-0`, its samples as `3000`, its list knows nine digits too: see [`codes`].
//! * The order of `status` is not documented, so events are sorted by time.
//! * Four codes take back an earlier event (4070, 4072, 4690, 9399) without naming it: the newest of the right kind is
//!   meant.
//! * A failed attempt is told at the door (37xx) and again at the depot (40xx). Where only the second is told, it stands
//!   for the attempt.
//! * `expires_in` is text. Tokens have up to 8 KB.
//! * Hermes asks for a `User-Agent` of the application's own: the setting `user_agent`.
//! * Countries have three letters.
//! * The host of production is known from [published client code], not from the contract.
//!
//! The public page's look-up is undocumented, and neither it nor the deprecated calls of the interface are used.
//!
//! [published client code]: https://github.com/karrioapi/karrio/blob/main/modules/connectors/hermes/karrio/providers/hermes/utils.py
//!
//! ```
//! use parceltrack::{Status, carrier::Context, carriers};
//!
//! let body = br#"{"shipmentinfo": [{"shipmentID": "H1000020000000123456", "status": [
//!     {"timestamp": "2026-11-21T10:02:00+01:00", "code": "3510", "description": "Zugestellt"}]}]}"#;
//! let context = Context::new("2026-11-22T10:00:00Z".parse().unwrap());
//! # if cfg!(feature = "hermes") {
//! let answer = carriers::decode(&carriers::hermes::SHIPPING, body, &context)?;
//! assert_eq!(answer.reports[0].events[0].state().unwrap().status(), Status::Delivered);
//! # }
//! # Ok::<(), parceltrack::Error>(())
//! ```

use crate::carrier::{Capabilities, ChannelEntry, Entry, Setting};
use crate::model::{CarrierId, Channel};

mod number;
pub mod codes;
#[cfg(any(feature = "hermes", test))]
mod config;
#[cfg(any(all(feature = "hermes", feature = "http"), test))]
mod request;
#[cfg(any(feature = "hermes", test))]
mod wire;
#[cfg(any(feature = "hermes", test))]
mod countries;
#[cfg(any(feature = "hermes", test))]
mod errors;
#[cfg(any(feature = "hermes", test))]
mod scans;
#[cfg(any(feature = "hermes", test))]
mod report;
#[cfg(any(feature = "hermes", test))]
mod map;
#[cfg(all(feature = "hermes", feature = "http"))]
mod login;
#[cfg(all(feature = "hermes", feature = "http"))]
mod client;

#[cfg(all(feature = "hermes", feature = "http"))]
pub use client::Shipping;
#[cfg(any(feature = "hermes", test))]
pub use config::{Config, Language};

/// The channel of the Hermes Shipping Interface.
pub const SHIPPING: Channel = Channel::known(CarrierId::HERMES, "shipping");

const CAPABILITIES: Capabilities = Capabilities {
    estimates: true,
    proof_of_delivery: true,
    related: true,
    batch: 100,
    ..Capabilities::BY_NUMBER
};

const SETTINGS: &[Setting] = &[
    Setting::required("client_id", "client id that Hermes gave the application"),
    Setting::required("client_secret", "client secret of the same application"),
    Setting::required("username", "name of the user at Hermes"),
    Setting::required("password", "password of the user"),
    Setting::optional("environment", "`production` (default) or `sandbox`, which Hermes calls integration"),
    Setting::optional("language", "language of descriptions, `de` (default) or `en`"),
    Setting::optional("user_agent", "how the application names itself to Hermes, such as my-shop/1.0"),
    Setting::optional(
        "endpoint",
        "another address of the API than the environment's, https or on this machine",
    ),
    Setting::optional("login_endpoint", "another address of the login than the environment's"),
];

pub(super) const ENTRY: Entry = Entry {
    id: CarrierId::HERMES,
    name: "Hermes",
    feature: "hermes",
    formats: number::FORMATS,
    url: Some("https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#{n}"),
    countries: &["DE"],
    channels: &[ChannelEntry {
        channel: SHIPPING,
        summary: "Hermes Shipping Interface: parcels of contract customers in Germany, by number",
        docs: "https://www.myhermes.de",
        capabilities: CAPABILITIES,
        settings: SETTINGS,
        #[cfg(feature = "hermes")]
        decode: Some(map::decode),
        #[cfg(not(feature = "hermes"))]
        decode: None,
        #[cfg(all(feature = "hermes", feature = "http"))]
        connect: Some(client::connect),
        #[cfg(not(all(feature = "hermes", feature = "http")))]
        connect: None,
    }],
};
