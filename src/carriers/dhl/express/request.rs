//! Questions as a request, after <https://developer.dhl.com/api-reference/dhl-express-mydhl-api>.

use super::Config;
use crate::carrier::Environment;
use crate::error::Result;
use crate::http::{Endpoint, Request, basic_auth};
use crate::model::TrackingNumber;

/// The version of the API that is meant.
const VERSION: &str = "3.1.0";

/// By what a number names a shipment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Waybill,
    Piece,
}

impl Kind {
    /// Piece numbers begin with a letter (`JD…`), waybills are digits.
    pub(super) fn of(number: &TrackingNumber) -> Self {
        let is_waybill = number.as_str().bytes().all(|b| b.is_ascii_digit());
        if is_waybill { Self::Waybill } else { Self::Piece }
    }

    const fn parameter(self) -> &'static str {
        match self {
            Self::Waybill => "shipmentTrackingNumber",
            Self::Piece => "pieceTrackingNumber",
        }
    }
}

/// The address to ask at.
///
/// # Errors
///
/// [`Misconfigured`](crate::ErrorKind::Misconfigured) if the config's is none.
pub(super) fn endpoint(config: &Config) -> Result<Endpoint> {
    let address = match config.environment {
        Environment::Production => "https://express.api.dhl.com/mydhlapi",
        Environment::Sandbox => "https://express.api.dhl.com/mydhlapi/test",
    };
    config.endpoint.clone().map_or_else(|| address.parse(), Ok)
}

/// The request for up to 200 numbers of one kind. A single waybill has a form of its own, the only one with offsets.
pub(super) fn track(config: &Config, endpoint: &Endpoint, numbers: &[TrackingNumber], kind: Kind) -> Request {
    let request = match (numbers, kind) {
        ([waybill], Kind::Waybill) => Request::get(endpoint, &["shipments", waybill.as_str(), "tracking"])
            .query("requestGMTOffsetPerEvent", "true"),
        _ => numbers.iter().fold(Request::get(endpoint, &["tracking"]), |request, number| {
            request.query(kind.parameter(), number.as_str())
        }),
    };
    request
        .query("trackingView", "all-checkpoints")
        .query("levelOfDetail", "all")
        .secret_header("authorization", basic_auth(config.username.expose(), config.password.expose()))
        .header("accept", "application/json")
        .header("x-version", VERSION)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(numbers: &[&str], environment: Environment) -> String {
        let config = Config::new("user", "word").with_environment(environment);
        let numbers: Vec<TrackingNumber> = numbers.iter().map(|text| text.parse().unwrap()).collect();
        let kind = Kind::of(&numbers[0]);
        let request = track(&config, &endpoint(&config).unwrap(), &numbers, kind);
        let headers: Vec<_> = request.headers().collect();
        assert_eq!(
            headers,
            [
                ("authorization", "Basic dXNlcjp3b3Jk", true),
                ("accept", "application/json", false),
                ("x-version", "3.1.0", false)
            ]
        );
        request.url().to_string()
    }

    #[test]
    fn a_waybill_is_asked_with_offsets_and_anything_else_without() {
        assert_eq!(
            url(&["3318810025"], Environment::Production),
            "https://express.api.dhl.com/mydhlapi/shipments/3318810025/tracking?requestGMTOffsetPerEvent=true&trackingView=all-checkpoints&levelOfDetail=all"
        );
        assert_eq!(
            url(&["3318810025", "3318810036"], Environment::Sandbox),
            "https://express.api.dhl.com/mydhlapi/test/tracking?shipmentTrackingNumber=3318810025&shipmentTrackingNumber=3318810036&trackingView=all-checkpoints&levelOfDetail=all"
        );
        assert_eq!(
            url(&["JD014600006281230704"], Environment::Production),
            "https://express.api.dhl.com/mydhlapi/tracking?pieceTrackingNumber=JD014600006281230704&trackingView=all-checkpoints&levelOfDetail=all"
        );
    }
}
