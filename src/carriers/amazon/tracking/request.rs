//! The request as a plain value. The token is added when it is sent.

use crate::carrier::Reference;
use crate::carriers::amazon::access::Access;
use crate::carriers::amazon::request::endpoint;
use crate::error::{Error, ErrorKind, Result};
use crate::http::{Endpoint, Request};

/// Makes the requests of one configuration.
#[derive(Debug)]
pub(super) struct Requests {
    api: Endpoint,
}

impl Requests {
    pub(super) fn new(access: &Access) -> Result<Self> {
        Ok(Self {
            api: endpoint(access.endpoint.as_ref(), access.region.selling_partner_api(access.environment))?,
        })
    }

    /// A shipment's milestones (`getShipmentTracking`).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidNumber`] for a fulfilment number of another form, [`ErrorKind::Unsupported`] for what the
    /// operation cannot be asked by.
    pub(super) fn shipment(&self, reference: &Reference) -> Result<Request> {
        let (name, value) = identifier(reference)?;
        Ok(Request::get(&self.api, &["tracking", "2026-01-30", "shipments", "track"]).query(name, value))
    }
}

/// The one kind of identifier that a call may hold, by the number's form.
fn identifier(reference: &Reference) -> Result<(&'static str, &str)> {
    match reference {
        Reference::Fulfilment(number) if is_aftn(number.as_str()) => Ok(("aftn", number.as_str())),
        Reference::Fulfilment(number) => Err(Error::new(
            ErrorKind::InvalidNumber,
            format!("{} is no fulfilment number of Amazon's: use `AFTN` and its digits", number.masked()),
        )),
        Reference::Number(number) if is_aftn(number.as_str()) => Ok(("aftn", number.as_str())),
        Reference::Number(number) => Ok(("carrierTracking.trackingNumber", number.as_str())),
        other => Err(Error::new(
            ErrorKind::Unsupported,
            format!(
                "Amazon's tracking cannot be asked by {}: ask by number or fulfilment number",
                other.kind()
            ),
        )),
    }
}

/// `^AFTN\d+$` of the contract; others are refused there with `INVALID_AFTN_FORMAT`.
fn is_aftn(number: &str) -> bool {
    number
        .strip_prefix("AFTN")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carrier::Environment;
    use crate::carriers::amazon::access::Region;

    fn url(reference: &Reference) -> Result<String> {
        let access = Access::new("id", "s3cr3t", "Atzr|0")
            .with_region(Region::Na)
            .with_environment(Environment::Sandbox);
        Ok(Requests::new(&access)?.shipment(reference)?.url().as_str().to_owned())
    }

    #[test]
    fn a_number_is_asked_under_its_own_name() {
        let start = "https://sandbox.sellingpartnerapi-na.amazon.com/tracking/2026-01-30/shipments/track?";
        let number = |text: &str| Reference::Number(text.parse().unwrap());
        let aftn = Reference::Fulfilment("aftn1111111111".parse().unwrap());
        assert_eq!(url(&aftn).unwrap(), format!("{start}aftn=AFTN1111111111"));
        assert_eq!(url(&number("AFTN7000000042")).unwrap(), format!("{start}aftn=AFTN7000000042"));
        assert_eq!(
            url(&number("1ZX111111111111111")).unwrap(),
            format!("{start}carrierTracking.trackingNumber=1ZX111111111111111")
        );
    }

    #[test]
    fn what_the_contract_does_not_take_is_not_sent() {
        for bad in ["7000000042", "AFTN", "AFTN70A0"] {
            let Ok(number) = bad.parse() else { continue };
            assert_eq!(
                url(&Reference::Fulfilment(number)).unwrap_err().kind(),
                ErrorKind::InvalidNumber,
                "{bad}"
            );
        }
        let order = Reference::Order("SHOP-1042".parse().unwrap());
        assert_eq!(url(&order).unwrap_err().kind(), ErrorKind::Unsupported);
    }
}
