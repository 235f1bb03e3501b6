//! One order, shipped by Amazon through DHL: both are asked at once over HTTP, and what they say becomes one timeline.
//!
//! ```text
//! cargo run --example quickstart
//! cargo run --example quickstart -- --all
//! ```
//!
//! With `--all` it tracks one parcel of each family of carriers instead.
//!
//! It needs neither credentials nor network: recordings of both carriers' answers are served on this machine. With real
//! ones, `amazon::FulfillmentOutbound::from_env()` and `dhl::Unified::from_env()` take the places of the two clients
//! here, and nothing else changes.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use clap::Parser;
use parceltrack::carriers::{amazon, dhl};
use parceltrack::{Error, ErrorKind, SourceView, Tracked, Tracker};
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

mod families;

const ORDER: &str = "SHOP-1042";

/// Shows what parceltrack does, with recordings of carriers' answers.
#[derive(Parser)]
struct Arguments {
    /// Track one parcel of each family of carriers.
    #[arg(long)]
    all: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    if Arguments::parse().all {
        return families::show().await;
    }
    let server = recorded_carriers().await;

    let amazon =
        amazon::Config::new("amzn1.application-oa2-client.example", "client secret", "refresh token")
            .with_endpoint(server.uri().parse()?)
            .with_login_endpoint(server.uri().parse()?);
    let dhl = dhl::Config::new("example-key").with_endpoint(server.uri().parse()?).with_language("de");
    let tracker = Tracker::builder()
        .carrier(amazon::FulfillmentOutbound::new(amazon)?)
        .carrier(dhl::Unified::new(dhl)?)
        .build()?;

    let order = tracker.order(ORDER).await?;

    for (told, progress) in order.orders().iter().zip(order.progress()) {
        println!("Order {}, as {} tells it: {progress}", told.order_id, told.channel);
        for (line, progress) in told.lines.iter().zip(&progress.lines) {
            println!("  {:<12}  {progress}", line.name.as_deref().unwrap_or(&line.id));
        }
    }
    for tracked in order.parcels().iter().filter(|tracked| tracked.is_found()) {
        show(tracked);
    }
    let failures = order.parcels().iter().flat_map(Tracked::failures).chain(order.failures());
    failures.for_each(|(channel, error)| eprintln!("{channel}: {error:#}"));
    if order.parcels().iter().any(Tracked::is_found) {
        Ok(())
    } else {
        Err(Error::new(ErrorKind::NotFound, "no parcel was found; the recordings should hold one"))
    }
}

fn show(tracked: &Tracked) {
    let parcel = tracked.parcel();
    for report in tracked.reports() {
        println!("\n{} reports, in its own words and clock", report.source.channel);
        for event in &report.events {
            let words = event.description.as_deref().unwrap_or_default();
            println!("  {:<25}  {:<30}  {words}", event.time.to_string(), event.meaning.to_string());
        }
    }

    println!("\nWhere they differ");
    for SourceView { source, state, behind_minutes, .. } in &parcel.sources {
        let state = state.as_ref().map_or("nothing".to_owned(), ToString::to_string);
        println!(
            "  {:<28} says {state}, {} min behind",
            source.channel.to_string(),
            behind_minutes.unwrap_or_default()
        );
    }
    for divergence in parcel.divergences() {
        println!("  ! {divergence}");
    }

    println!("\nWhy\n  {}", parcel.explain());

    println!("\nThe parcel, in local time");
    print!("{parcel}");
}

/// Both carriers on this machine, with recordings of their answers. What they are not asked for in the right way, they
/// do not answer.
async fn recorded_carriers() -> MockServer {
    let server = MockServer::start().await;
    let login = r#"{"access_token": "Atza|example", "token_type": "bearer", "expires_in": 3600}"#;
    let order =
        include_str!("../../fixtures/amazon/fulfillment-outbound/order-two-shipments@AFTN7000000042.json");
    let tracking =
        include_str!("../../fixtures/amazon/fulfillment-outbound/tracking-ordinary@310045501.json");
    let shipments = include_str!("../../fixtures/dhl/unified/order-shop-1042@00340434161094042557.json");
    let json = |body: &str| ResponseTemplate::new(200).set_body_raw(body, "application/json");
    let outbound = "/fba/outbound/2020-07-01";
    let mocks = [
        Mock::given(method("POST")).and(path("/auth/o2/token")).respond_with(json(login)),
        Mock::given(method("GET"))
            .and(path(format!("{outbound}/fulfillmentOrders/{ORDER}")))
            .and(header("x-amz-access-token", "Atza|example"))
            .respond_with(json(order)),
        Mock::given(method("GET"))
            .and(path(format!("{outbound}/tracking")))
            .and(query_param("packageNumber", "310045501"))
            .respond_with(json(tracking)),
        Mock::given(method("GET"))
            .and(path("/track/shipments"))
            .and(query_param("trackingNumber", "00340434161094042557"))
            .and(header("dhl-api-key", "example-key"))
            .respond_with(json(shipments).insert_header("content-language", "de")),
    ];
    for mock in mocks {
        mock.mount(&server).await;
    }
    server
}
