//! Endpoints come from configuration only: whatever is asked for, requests go where the channel's ordinary ones go.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use parceltrack::carrier::Settings;
use parceltrack::http::{Reply, Request, Transport};
use parceltrack::{Carrier, Channel, Error, Query, Reference, Session, carriers};
use proptest::prelude::*;
use url::Url;

use super::mock::{AMAZON, Frozen, ROWS, Row};

const ENDPOINT: &str = "https://api.example/base";

/// A vendor that knows nothing, and all that it was asked.
#[derive(Debug)]
struct Ignorant {
    row: &'static Row,
    asked: Mutex<Vec<Url>>,
}

#[async_trait]
impl Transport for Ignorant {
    async fn send(&self, request: &Request, _: Option<Duration>) -> Result<Reply, Error> {
        let url = request.url().clone();
        let login = self.row.login.filter(|(right, _)| url.path().ends_with(&right().path));
        self.asked.lock().unwrap().push(url);
        Ok(login.map_or(Reply::new(404, "{}"), |(_, reply)| Reply::new(200, reply())))
    }
}

/// A channel that can be asked, and the row whose settings it takes.
fn channels() -> impl Iterator<Item = (Channel, &'static Row)> {
    let channels = carriers::ALL.iter().flat_map(|entry| entry.channels).filter(|row| row.is_connectable());
    channels.map(|channel| {
        let row = ROWS.iter().find(|row| row.channel() == channel.channel);
        (channel.channel.clone(), row.unwrap_or(&AMAZON))
    })
}

/// What a channel asks its vendor for, if it is asked for a text in every way.
async fn asked(channel: &Channel, row: &'static Row, text: &str, hint: &str) -> Vec<Url> {
    let settings = row.settings.iter().copied().chain(row.endpoints.iter().map(|key| (*key, ENDPOINT)));
    let settings = settings.fold(Settings::new(channel.clone()), |all, (key, value)| all.set(key, value));
    let (entry, registered) = carriers::find_channel(channel).unwrap();
    let client: Arc<dyn Carrier> = registered.connect(entry.feature, &settings).unwrap();
    let vendor = Arc::new(Ignorant { row, asked: Mutex::default() });
    let (number, id) = (text.parse().ok(), text.parse().ok());
    let references = [
        number.clone().map(Reference::Number),
        number.map(Reference::Fulfilment),
        id.clone().map(Reference::Order),
        id.map(Reference::Package),
    ];
    for reference in references.into_iter().flatten() {
        let mut query = Query::new(reference);
        query.postal_code = Some(hint.into());
        query.language = Some(hint.into());
        let session = Session::new(channel.clone(), Some(vendor.clone()), Arc::new(Frozen));
        // What is asked counts, not that it is not found.
        let _ = client.track(&query, &session).await;
    }
    std::mem::take(&mut vendor.asked.lock().unwrap())
}

/// Where a request goes: its host, the segments of its path, and the names in its query.
type Place = (String, Vec<String>, BTreeSet<String>);

fn place(url: &Url) -> Place {
    // As it is read by who gets it.
    let read = Url::parse(url.as_str()).unwrap();
    assert_eq!((&read, read.fragment(), read.username()), (url, None, ""));
    let path = read.path_segments().unwrap().map(str::to_owned).collect();
    let names = read.query_pairs().map(|(name, _)| name.into_owned()).collect();
    (read.origin().ascii_serialization(), path, names)
}

/// Where ordinary questions go, with a star in place of each segment that comes from the question.
async fn ordinary(channel: &Channel, row: &'static Row) -> Vec<Place> {
    let mut places = Vec::new();
    for text in [row.found.asked, row.unseen.asked, "ABC-1234567", "1234567890"] {
        for hint in ["50667", "de"] {
            for url in asked(channel, row, text, hint).await {
                let (origin, mut path, names) = place(&url);
                for segment in path.iter_mut().filter(|segment| text.split('/').any(|part| part == *segment))
                {
                    *segment = "*".into();
                }
                places.push((origin, path, names));
            }
        }
    }
    assert!(!places.is_empty(), "{channel} asks nothing");
    places
}

/// Texts that would lead elsewhere if they were put into a URL as they are.
fn hostile() -> impl Strategy<Value = String> {
    const PIECES: &str =
        "/ // \\ . .. /../ %2e%2e %2F ? # &a=b ; : @ + evil.example https:// \u{ff0f} \u{2024}";
    let hostile = prop::sample::select(PIECES.split(' ').collect::<Vec<_>>());
    let piece = prop_oneof![hostile.prop_map(str::to_owned), "[A-Z0-9]{1,6}", "\\PC"];
    prop::collection::vec(piece, 1..10).prop_map(|pieces| pieces.concat())
}

/// What may be a reference: nearly all others are refused before they are asked for.
fn references() -> impl Strategy<Value = String> {
    let parts = [hostile(), hostile(), hostile()].prop_map(|parts| parts.join("/"));
    prop_oneof![hostile(), "[A-Z0-9./_-]{4,64}", "[./]{1,8}[A-Z0-9]{4,20}[./]{1,8}", "[0-9]{10,14}", parts]
}

fn run<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: Some(Box::new(
        proptest::test_runner::FileFailurePersistence::WithSource("regressions"))), ..ProptestConfig::default() })]

    #[test]
    fn no_question_leads_elsewhere(text in references(), hint in hostile()) {
        static ORDINARY: LazyLock<Vec<(Channel, &Row, Vec<Place>)>> = LazyLock::new(|| {
            channels().map(|(channel, row)| (channel.clone(), row, run(ordinary(&channel, row)))).collect()
        });
        for (channel, row, places) in ORDINARY.iter() {
            let mut urls = run(asked(channel, row, &text, &hint));
            urls.extend(run(asked(channel, row, row.found.asked, &hint)));
            for url in urls {
                let (origin, path, names) = place(&url);
                let is_ordinary = places.iter().any(|(right_origin, right_path, right_names)| {
                    let is_right = |(part, right): (&String, &String)| right == "*" || part == right;
                    origin == *right_origin
                        && path.len() == right_path.len()
                        && path.iter().zip(right_path).all(is_right)
                        && names.is_subset(right_names)
                });
                prop_assert!(is_ordinary, "{channel} asks for {url}");
            }
        }
    }
}
