//! Generated observations of several sources about one parcel: scans that several of them tell, each by its own clock
//! (vague, late or wrong) and in its own words; what only one of them tells; answers that lose events, summaries,
//! revocations, ways back that only some name, hand-overs, labels announced again, repeats, another parcel that had the
//! number before, a person's word, conclusions and refusals.
//!
//! Most histories are small, since mistakes are found in small ones; some have up to eight sources with fifty events
//! each. A few are histories with which a law failed in the past, from `tests/laws.past.jsonl`: each line holds one, as
//! the failing test prints it, in brackets.

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

fn codes() -> impl Strategy<Value = Option<&'static str>> {
    prop::option::of(prop::sample::select(vec!["A", "B", "C", "D"]))
}

fn rarely(percent: u32) -> impl Strategy<Value = bool> {
    prop::bool::weighted(f64::from(percent) / 100.0)
}

/// What only one source tells.
fn events() -> impl Strategy<Value = Event> {
    (
        (times(), meanings(), places()),
        codes(),
        prop::option::of(prop::sample::select(vec!["one", "two"])),
        (rarely(5), rarely(6), rarely(4), any::<bool>()),
    )
        .prop_map(|((time, meaning, place), code, words, (inferred, back, revokes, newest))| {
            let mut event = Event::new(time, meaning);
            event.location = place;
            event.code = code.map(Into::into);
            event.description = words.map(Into::into);
            event.inferred = inferred;
            event.leg = back.then_some(Leg::Return);
            event.revokes =
                revokes.then(|| Revokes { code: (!newest).then(|| "A".into()), ..Revokes::default() }.into());
            event
        })
}

/// A scan that several sources may tell.
#[derive(Debug, Clone)]
struct Shared {
    at: DateTime<Utc>,
    state: State,
    place: Option<Location>,
    code: Option<&'static str>,
}

fn shared() -> impl Strategy<Value = Shared> {
    (0_i64..5 * 24 * 12, states(), places(), codes()).prop_map(|(fives, state, place, code)| Shared {
        at: start() + TimeDelta::minutes(5 * fives),
        state,
        place,
        code,
    })
}

/// How a source writes the times of what it shares with others.
#[derive(Debug, Clone, Copy)]
enum Clock {
    Utc,
    Offset,
    /// The local time of Germany, said to be UTC.
    Wrong,
    /// The local time of New York, said to be UTC.
    FarOff,
    NoZone,
    Day,
}

impl Clock {
    fn tell(self, utc: DateTime<Utc>) -> EventTime {
        let ahead = |hours: i64, form: &str| (utc + TimeDelta::hours(hours)).format(form).to_string();
        let text = match self {
            Self::Utc => ahead(0, "%Y-%m-%dT%H:%M:%SZ"),
            Self::Offset => ahead(1, "%Y-%m-%dT%H:%M:%S+01:00"),
            Self::Wrong => ahead(1, "%Y-%m-%dT%H:%M:%SZ"),
            Self::FarOff => ahead(-5, "%Y-%m-%dT%H:%M:%SZ"),
            Self::NoZone => ahead(1, "%Y-%m-%dT%H:%M:%S"),
            Self::Day => ahead(1, "%Y-%m-%d"),
        };
        text.parse().unwrap()
    }
}

/// How one source tells what it shares with others.
#[derive(Debug, Clone)]
struct Manner {
    clock: Clock,
    /// Minutes by which its clock is fast.
    skew: i64,
    /// Which of the shared scans it tells.
    tells: u64,
    has_codes: bool,
    /// It says which scans belong to the way back.
    names_legs: bool,
    /// It still tells of the parcel that had the number before.
    remembers: bool,
    /// It says everything twice, in other words.
    repeats: bool,
    /// The hour in which it announces the label once more.
    announces: Option<i64>,
}

fn manners() -> impl Strategy<Value = Manner> {
    let clock = prop_oneof![
        4 => prop::sample::select(vec![Clock::Utc, Clock::Offset]),
        1 => Just(Clock::Wrong),
        1 => Just(Clock::FarOff),
        2 => Just(Clock::NoZone),
        1 => Just(Clock::Day),
    ];
    (
        (clock, prop_oneof![2 => Just(0_i64), 1 => -15_i64..=15]),
        prop_oneof![1 => Just(0), 1 => any::<u64>(), 2 => (any::<u64>(), any::<u64>()).prop_map(|(a, b)| a | b)],
        (any::<bool>(), any::<bool>(), any::<bool>(), rarely(5)),
        prop::option::weighted(0.15, 0_i64..120),
    )
        .prop_map(|((clock, skew), tells, (has_codes, names_legs, remembers, repeats), announces)| Manner {
            clock,
            skew,
            tells,
            has_codes,
            names_legs,
            remembers,
            repeats,
            announces,
        })
}

impl Manner {
    /// What it makes of the shared scans; `before` is how many days earlier another parcel had the number.
    fn tell(&self, shared: &[Shared], before: Option<i64>) -> Vec<Event> {
        let turned =
            shared.iter().filter(|scan| scan.state.status() == Status::Returning).map(|s| s.at).min();
        let mut told: Vec<Event> = Vec::new();
        for (place, scan) in
            shared.iter().enumerate().filter(|(place, _)| self.tells >> (place % 64) & 1 == 1)
        {
            let earlier = before.filter(|_| place % 3 == 0).map_or(TimeDelta::zero(), TimeDelta::days);
            if earlier > TimeDelta::zero() && !self.remembers {
                continue;
            }
            let time = self.clock.tell(scan.at - earlier + TimeDelta::minutes(self.skew));
            let mut event = Event::new(time, scan.state.clone());
            event.location.clone_from(&scan.place);
            event.code = scan.code.filter(|_| self.has_codes).map(Into::into);
            event.leg = turned.filter(|at| self.names_legs && scan.at >= *at).map(|_| Leg::Return);
            told.push(event);
        }
        if let Some(hour) = self.announces {
            let mut event = Event::new(
                self.clock.tell(start() + TimeDelta::hours(hour)),
                state::info_received::LABEL_CREATED,
            );
            event.code = self.has_codes.then(|| "LABEL".into());
            told.push(event);
        }
        if self.repeats {
            let again = told.clone().into_iter().map(|mut event| {
                event.description = Some("again".into());
                event
            });
            told.extend(again.collect::<Vec<_>>());
        }
        told
    }
}

/// One answer of a source: which of its events it tells, in which words, and what it says beside them.
#[derive(Debug, Clone)]
struct Answer {
    hour: i64,
    events: u32,
    complete: bool,
    reworded: bool,
    headline: Option<State>,
    headline_time: Option<EventTime>,
    estimate: Option<EventTime>,
    continues: bool,
}

fn answers() -> impl Strategy<Value = Answer> {
    let some = (any::<u32>(), any::<u32>(), any::<u32>());
    (
        (
            24_i64..200,
            // All; all but a few, as one that takes some back; any, as one that has become poorer.
            prop_oneof![2 => Just(u32::MAX), 2 => some.prop_map(|(a, b, c)| a | b | c), 2 => any::<u32>()],
            prop::bool::weighted(0.7),
            any::<bool>(),
        ),
        prop::option::weighted(0.3, states()),
        prop::option::weighted(0.2, times()),
        prop::option::weighted(0.3, times()),
        rarely(5),
    )
        .prop_map(
            |((hour, events, complete, reworded), headline, headline_time, estimate, continues)| Answer {
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
        source("dhl/push", "00340434161094042557", Role::Carrier),
        source("ebay/orders", "12-00001-00001", Role::Marketplace),
        source("gatherer/all", "01234567890123", Role::Aggregator),
    ])
}

/// One source: how it tells what is shared, what only it tells, its answers, its zone, and the hour in which it refused.
#[derive(Debug, Clone)]
struct Teller {
    source: Source,
    manner: Manner,
    own: Vec<Event>,
    answers: Vec<Answer>,
    zone: Option<Zone>,
    refused: Option<(i64, RefusalKind)>,
}

fn tellers(own: usize) -> impl Strategy<Value = Teller> {
    (
        sources(),
        manners(),
        proptest::collection::vec(events(), 0..=own),
        proptest::collection::vec(answers(), 1..4),
        prop::option::weighted(0.4, Just(Zone::BERLIN)),
        prop::option::weighted(0.2, (24_i64..200, prop::sample::select(RefusalKind::ALL.to_vec()))),
    )
        .prop_map(|(source, manner, own, answers, zone, refused)| Teller {
            source,
            manner,
            own,
            answers,
            zone,
            refused,
        })
}

impl Teller {
    fn observations(self, shared: &[Shared], before: Option<i64>) -> Vec<Observation> {
        let Self { source, manner, own, answers, zone, refused } = self;
        let mut events = manner.tell(shared, before);
        events.extend(own);
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
                    report.related.push(Related::new(Relation::Continues, "dpd".parse().unwrap(), number));
                }
                report.into()
            })
            .collect();
        told.extend(refused.map(|(hour, kind)| {
            Observation::from(Refusal::new(source, start() + TimeDelta::hours(hour), kind))
        }));
        told
    }
}

/// What up to so many sources say, with up to so many events each, two thirds of which they share.
fn of_size(sources: usize, events: usize) -> impl Strategy<Value = Generated> {
    let shared = proptest::collection::vec(shared(), 0..=events * 2 / 3);
    let tellers = proptest::collection::vec(tellers(events - events * 2 / 3), 0..=sources);
    let before = prop::option::weighted(0.1, 60_i64..200);
    (shared, tellers, before).prop_map(|(shared, tellers, before)| {
        Generated(tellers.into_iter().flat_map(|teller| teller.observations(&shared, before)).collect())
    })
}

/// The histories with which a law failed in the past.
fn past() -> Vec<Generated> {
    let read = |told: serde_json::Value| match serde_json::from_value::<Report>(told.clone()) {
        Ok(report) => Observation::from(report),
        Err(_) => Observation::from(serde_json::from_value::<Refusal>(told).unwrap()),
    };
    let history = |line: &str| -> Generated {
        let told: Vec<serde_json::Value> = serde_json::from_str(line).unwrap();
        Generated(told.into_iter().map(read).collect())
    };
    include_str!("../laws.past.jsonl").lines().map(history).collect()
}

/// What several sources say about one parcel, over and over.
pub(crate) fn observations() -> impl Strategy<Value = Generated> {
    prop_oneof![
        80 => of_size(4, 12),
        15 => of_size(6, 25),
        5 => of_size(8, 50),
        3 => prop::sample::select(past()),
    ]
}
