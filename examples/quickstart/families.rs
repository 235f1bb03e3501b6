//! One parcel of each family of carriers, each asked through the registry as a program with a file of settings would.

use parceltrack::carrier::Settings;
use parceltrack::{Channel, Error, ErrorKind, Tracker, carriers};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A channel with a recorded answer.
struct Family {
    channel: &'static str,
    /// The settings that it cannot do without, but for its address.
    settings: &'static [(&'static str, &'static str)],
    /// The settings of addresses.
    endpoints: &'static [&'static str],
    number: &'static str,
    replies: &'static [Recording],
}

/// What a vendor answers to one request.
struct Recording {
    method: &'static str,
    path: &'static str,
    query: Option<(&'static str, &'static str)>,
    mime: &'static str,
    body: &'static str,
}

const JSON: &str = "application/json";
const XML: &str = "text/xml";

const TOKEN: &str = r#"{"access_token": "example", "token_type": "bearer", "expires_in": 3600}"#;

const fn post(path: &'static str, mime: &'static str, body: &'static str) -> Recording {
    Recording { method: "POST", path, query: None, mime, body }
}

const fn get(
    path: &'static str,
    query: Option<(&'static str, &'static str)>,
    body: &'static str,
) -> Recording {
    Recording { method: "GET", path, query, mime: JSON, body }
}

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../fixtures/", $name))
    };
}

const FAMILIES: &[Family] = &[
    Family {
        channel: "amazon/tracking",
        settings: &[("client_id", "example"), ("client_secret", "example"), ("refresh_token", "example")],
        endpoints: &["endpoint", "login_endpoint"],
        number: "TBA010000000042",
        replies: &[
            post("/auth/o2/token", JSON, TOKEN),
            get(
                "/tracking/2026-01-30/shipments/track",
                Some(("carrierTracking.trackingNumber", "TBA010000000042")),
                fixture!("amazon/tracking/attempt@TBA010000000042.json"),
            ),
        ],
    },
    Family {
        channel: "dhl/unified",
        settings: &[("api_key", "example")],
        endpoints: &["endpoint"],
        number: "00340434161094043042",
        replies: &[get(
            "/track/shipments",
            Some(("trackingNumber", "00340434161094043042")),
            fixture!("dhl/unified/packstation@00340434161094043042.json"),
        )],
    },
    Family {
        channel: "hermes/shipping",
        settings: &[
            ("client_id", "example"),
            ("client_secret", "example"),
            ("username", "example"),
            ("password", "example"),
        ],
        endpoints: &["endpoint", "login_endpoint"],
        number: "08401387315022",
        replies: &[
            post("/authorization-facade/oauth2/access_token", JSON, TOKEN),
            get(
                "/services/hsi/shipmentinfo",
                Some(("shipmentID", "08401387315022")),
                fixture!("hermes/shipping/delivered-after-attempts@08401387315022.json"),
            ),
        ],
    },
    Family {
        channel: "ups/track",
        settings: &[("client_id", "example"), ("client_secret", "example")],
        endpoints: &["endpoint"],
        number: "1ZA1B2C36810000033",
        replies: &[
            post("/security/v1/oauth/token", JSON, TOKEN),
            get(
                "/api/track/v1/details/1ZA1B2C36810000033",
                None,
                fixture!("ups/track/attempts-then-access-point@1ZA1B2C36810000033.json"),
            ),
        ],
    },
    Family {
        channel: "dpd/lifecycle",
        settings: &[("delis_id", "EXAMPLE"), ("password", "example"), ("country", "be")],
        endpoints: &["endpoint"],
        number: "05300041720069",
        replies: &[
            post(
                "/soap/services/LoginService/V2_1",
                XML,
                r#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
                    <getAuthResponse xmlns="http://dpd.com/common/service/types/LoginService/2.1"><return>
                    <authToken>example</authToken></return></getAuthResponse></soap:Body></soap:Envelope>"#,
            ),
            post(
                "/soap/services/ParcelLifeCycleService/V2_0",
                XML,
                fixture!("dpd/lifecycle/in-transit@05300041720069.xml"),
            ),
        ],
    },
];

/// Tracks the parcel of each family and prints its timeline.
pub(crate) async fn show() -> Result<(), Error> {
    let server = MockServer::start().await;
    let mut builder = Tracker::builder();
    for family in FAMILIES {
        family.record(&server).await;
        let channel: Channel = family.channel.parse()?;
        let (entry, row) = carriers::find_channel(&channel)
            .ok_or_else(|| Error::new(ErrorKind::Misconfigured, format!("no channel {channel}")))?;
        builder = builder.carrier(row.connect(entry.feature, &family.settings(channel, &server.uri()))?);
    }
    let tracker = builder.build()?;
    let mut missing = None;
    for family in FAMILIES {
        let channel: Channel = family.channel.parse()?;
        let tracked = tracker.track_as(channel.carrier(), family.number).await?;
        println!("{channel} about {}:", family.number);
        println!("{}", tracked.parcel());
        for (channel, error) in tracked.failures() {
            eprintln!("{channel}: {error:#}");
        }
        if !tracked.is_found() {
            missing.get_or_insert(channel);
        }
    }
    match missing {
        None => Ok(()),
        Some(channel) => {
            let text = format!("{channel} found no parcel; its recording should hold one");
            Err(Error::new(ErrorKind::NotFound, text))
        }
    }
}

impl Family {
    fn settings(&self, channel: Channel, address: &str) -> Settings {
        let own = self.settings.iter().copied();
        let addresses = self.endpoints.iter().map(|key| (*key, address));
        own.chain(addresses).fold(Settings::new(channel), |settings, (key, value)| settings.set(key, value))
    }

    async fn record(&self, server: &MockServer) {
        for Recording { method: verb, path: place, query, mime, body } in self.replies {
            let asked = Mock::given(method(*verb)).and(path(*place));
            let asked = match query {
                Some((name, value)) => asked.and(query_param(*name, *value)),
                None => asked,
            };
            asked.respond_with(ResponseTemplate::new(200).set_body_raw(*body, mime)).mount(server).await;
        }
    }
}
