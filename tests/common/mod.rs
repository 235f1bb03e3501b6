//! Generated observations of several sources about one parcel: vague and exact times, repeats and rewordings, answers
//! that lose events, summaries, revocations, returns, hand-overs, a person's word, refusals.

use chrono::{DateTime, TimeDelta, Utc};
use parceltrack::{
    Country, Estimate, EstimateKind, Event, EventTime, Headline, History, Leg, Location, Meaning, Notice,
    Observation, Refusal, RefusalKind, Related, Relation, Report, Revokes, Role, Source, State, Status, Zone,
    state,
};
use proptest::prelude::*;

/// Observations, shown as JSON lines where a law fails.
#[derive(Clone)]
pub(crate) struct Generated(pub(crate) Vec<Observation>);

impl std::fmt::Debug for Generated {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|observation| match observation {
            Observation::Report(report) => writeln!(f, "{}", serde_json::to_string(report).unwrap()),
            Observation::Refusal(refusal) => writeln!(f, "{}", serde_json::to_string(refusal).unwrap()),
            _ => Ok(()),
        })
    }
}

pub(crate) fn history_of(observations: &[Observation]) -> History {
    observations.iter().cloned().collect()
}

fn start() -> DateTime<Utc> {
    "2026-11-02T00:00:00Z".parse().unwrap()
}

/// Few different times, in all three forms, so that events meet, overlap and tie.
pub(crate) fn times() -> impl Strategy<Value = EventTime> {
    (0_i64..5, prop::sample::select(vec![0_i64, 5, 10, 60, 300, 480, 495, 720, 1200, 1435]), 0..6).prop_map(
        |(day, minute, form)| {
            let utc = start() + TimeDelta::days(day) + TimeDelta::minutes(minute);
            let text = match form {
                0 | 1 => utc.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
                2 | 3 => (utc + TimeDelta::hours(1)).format("%Y-%m-%dT%H:%M:%S+01:00").to_string(),
                4 => (utc + TimeDelta::hours(1)).format("%Y-%m-%dT%H:%M:%S").to_string(),
                _ => utc.format("%Y-%m-%d").to_string(),
            };
            text.parse().unwrap()
        },
    )
}

fn states() -> impl Strategy<Value = State> {
    prop_oneof![
        4 => prop::sample::select(Status::ALL.to_vec()).prop_map(State::of),
        4 => prop::sample::select(Status::ALL.iter().flat_map(|status| status.states()).cloned().collect::<Vec<_>>()),
        3 => prop::sample::select(vec![
            state::in_transit::FACILITY_IN, state::in_transit::FACILITY_OUT, State::of(Status::OutForDelivery),
            State::of(Status::Delivered), state::delivered::NEIGHBOUR, state::attempt_failed::RECIPIENT_ABSENT,
        ]),
    ]
}

fn meanings() -> impl Strategy<Value = Meaning> {
    prop_oneof![
        12 => states().prop_map(Meaning::State),
        1 => prop::sample::select(vec![None, Some(Notice::SmsSent), Some(Notice::EtaChanged)]).prop_map(Meaning::Notice),
    ]
}

fn places() -> impl Strategy<Value = Option<Location>> {
    let place = |country: &str, city: Option<&str>| {
        Some(Location {
            country: Some(country.parse::<Country>().unwrap()),
            city: city.map(Into::into),
            ..Location::default()
        })
    };
    prop::sample::select(vec![
        None,
        None,
        place("DE", None),
        place("DE", Some("Köln")),
        place("DE", Some("Bonn")),
        place("US", None),
    ])
}

fn events() -> impl Strategy<Value = Event> {
    let rare = |weight: u32| prop::bool::weighted(f64::from(weight) / 100.0);
    (
        (times(), meanings(), places()),
        prop::option::of(prop::sample::select(vec!["A", "B", "C", "D"])),
        prop::option::of(prop::sample::select(vec!["one", "two"])),
        (rare(5), rare(6), rare(4), rare(50)),
    )
        .prop_map(|((time, meaning, place), code, words, (inferred, back, revokes, newest))| {
            let mut event = Event::new(time, meaning);
            event.location = place;
            event.code = code.map(Into::into);
            event.description = words.map(Into::into);
            event.inferred = inferred;
            event.leg = back.then_some(Leg::Return);
            event.revokes =
                revokes.then(|| Revokes { code: (!newest).then(|| "A".into()), ..Revokes::default() });
            event
        })
}

/// One answer of a source: which of its events it tells, in which words, and what it says beside them.
#[derive(Debug, Clone)]
struct Told {
    hour: i64,
    events: u32,
    complete: bool,
    reworded: bool,
    headline: Option<State>,
    headline_time: Option<EventTime>,
    estimate: Option<EventTime>,
    continues: bool,
}

fn answers() -> impl Strategy<Value = Told> {
    (
        (
            24_i64..200,
            prop_oneof![2 => Just(u32::MAX), 3 => any::<u32>()],
            prop::bool::weighted(0.7),
            any::<bool>(),
        ),
        prop::option::weighted(0.3, states()),
        prop::option::weighted(0.2, times()),
        prop::option::weighted(0.3, times()),
        prop::bool::weighted(0.05),
    )
        .prop_map(
            |((hour, events, complete, reworded), headline, headline_time, estimate, continues)| Told {
                hour,
                events,
                complete,
                reworded,
                headline,
                headline_time,
                estimate,
                continues,
            },
        )
}

fn sources() -> impl Strategy<Value = Source> {
    let source = |channel: &str, number: &str, role| Source {
        channel: channel.parse().unwrap(),
        number: number.parse().unwrap(),
        role,
    };
    prop::sample::select(vec![
        source("dhl/unified", "00340434161094042557", Role::Carrier),
        source("dpd/lifecycle", "01234567890123", Role::Carrier),
        source("amazon/fulfillment-outbound", "310045501", Role::Marketplace),
        source("collector/all", "00340434161094042557", Role::Aggregator),
        source("collector/some", "00340434161094042557", Role::Aggregator),
        source("my/word", "00340434161094042557", Role::User),
    ])
}

fn one_source() -> impl Strategy<Value = Vec<Observation>> {
    let max = common_max();
    (
        sources(),
        proptest::collection::vec(events(), 0..max),
        proptest::collection::vec(answers(), 1..4),
        prop::option::weighted(0.4, Just(Zone::BERLIN)),
        prop::option::weighted(0.2, 24_i64..200),
    )
        .prop_map(|(source, events, answers, zone, refused)| {
            let mut told: Vec<Observation> = answers
                .into_iter()
                .map(|answer| {
                    let mut report = Report::new(source.clone(), start() + TimeDelta::hours(answer.hour));
                    report.complete = answer.complete;
                    report.zone = zone;
                    report.events = (0_u32..)
                        .zip(&events)
                        .filter(|(index, _)| answer.events >> (index % 32) & 1 == 1)
                        .map(|(_, event)| {
                            let mut event = event.clone();
                            if answer.reworded {
                                event.description = Some("in other words".into());
                            }
                            event
                        })
                        .collect();
                    report.headline = answer.headline.map(|state| {
                        let mut headline = Headline::new(state);
                        headline.time = answer.headline_time;
                        headline
                    });
                    report.estimate = answer.estimate.map(|to| Estimate::new(EstimateKind::Estimated, to));
                    if answer.continues {
                        let number = "01234567890123".parse().unwrap();
                        report.related.push(Related::new(
                            Relation::Continues,
                            "dpd".parse().unwrap(),
                            number,
                        ));
                    }
                    report.into()
                })
                .collect();
            told.extend(refused.map(|hour| {
                let at = start() + TimeDelta::hours(hour);
                Observation::from(Refusal::new(source.clone(), at, RefusalKind::Unavailable))
            }));
            told
        })
}

/// Events a source, at most; `PARCELTRACK_LAW_EVENTS` raises it.
fn common_max() -> usize {
    std::env::var("PARCELTRACK_LAW_EVENTS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

/// What up to four sources say about one parcel, over and over.
pub(crate) fn observations() -> impl Strategy<Value = Generated> {
    proptest::collection::vec(one_source(), 0..5)
        .prop_map(|told| Generated(told.into_iter().flatten().collect()))
}
