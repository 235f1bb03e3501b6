//! The settings that all channels with a login share.

use crate::carrier::Setting;

pub(super) const CLIENT_ID: Setting = Setting::required(
    "client_id",
    "client id of the Login-with-Amazon app, `amzn1.application-oa2-client.…`",
);
pub(super) const CLIENT_SECRET: Setting = Setting::required("client_secret", "client secret of the same app");
pub(super) const REFRESH_TOKEN: Setting =
    Setting::required("refresh_token", "refresh token of the seller's or company's authorisation, `Atzr|…`");
pub(super) const REGION: Setting = Setting::optional(
    "region",
    "where the seller's marketplace lies: `na`, `eu` (default; with Middle East, Africa and India) or `fe`",
);
pub(super) const ENVIRONMENT: Setting =
    Setting::optional("environment", "`production` (default) or `sandbox`, which knows no real parcels");
pub(super) const ENDPOINT: Setting =
    Setting::optional("endpoint", "another address of the API than Amazon's, https or on this machine");
pub(super) const LOGIN_ENDPOINT: Setting =
    Setting::optional("login_endpoint", "another address of the login than `https://api.amazon.com`");
