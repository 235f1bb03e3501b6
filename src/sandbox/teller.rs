//! The sources of a journey: what each hears, when, and in which form it tells it.

use chrono::{DateTime, FixedOffset, Offset, TimeDelta, Timelike, Utc};

use super::noise::Noise;
use super::place::Place;
use super::plan::Plan;
use super::random::Random;
use super::scan::{Scan, ScanKind};
use crate::model::{
    CarrierId, Channel, Event, EventTime, Leg, Meaning, Notice, Revokes, Role, Source, Span, State, Status,
    Zone, state,
};

/// How a source writes times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clock {
    Offset,
    Utc,
    Local,
    Day,
    /// Wall clocks with a `Z` behind them.
    WrongZone,
}

/// Something that a source tells from some moment on.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Which scan of the truth; none for notices and the like.
    pub(super) scan: Option<usize>,
    /// Its place in the order of the answer.
    pub(super) at: DateTime<Utc>,
    pub(super) event: Event,
    /// What the time as told means.
    pub(super) span: Span,
    /// The told time is not when it happened.
    pub(super) is_displaced: bool,
    /// When the source hears of it.
    pub(super) known: DateTime<Utc>,
    /// When its summary tells it, if it does so before its events do.
    pub(super) summed_up: Option<DateTime<Utc>>,
    /// When the source stops telling it.
    pub(super) gone: Option<DateTime<Utc>>,
    pub(super) is_doubled: bool,
    /// The scan that this takes back.
    pub(super) revokes: Option<usize>,
}

#[derive(Debug)]
pub(super) struct Teller {
    pub(super) source: Source,
    pub(super) drafts: Vec<Draft>,
    pub(super) home: Option<Zone>,
    pub(super) language: &'static str,
    pub(super) has_headline: bool,
    pub(super) has_estimate: bool,
    pub(super) is_pushing: bool,
    /// From when on it no longer answers.
    pub(super) stops: Option<DateTime<Utc>>,
    /// The longest time between a change and the next question, in minutes.
    pub(super) rhythm: i64,
    /// Whose number goes on where this one's ends.
    pub(super) continues: Option<Source>,
}

impl Teller {
    pub(super) fn is_weak(&self) -> bool {
        matches!(self.source.role, Role::Marketplace | Role::Aggregator)
    }

    pub(super) fn is_user(&self) -> bool {
        self.source.role == Role::User
    }
}

/// What a source is like, for all of its events.
#[derive(Debug, Clone, Copy)]
struct Manner {
    clock: Clock,
    home: Option<Place>,
    skew: TimeDelta,
    is_rounded: bool,
    is_coarse: bool,
    is_codeless: bool,
    stamps_when_heard: bool,
    marks_returns: bool,
    is_weak: bool,
}

/// The sources of a journey, the carriers first.
pub(super) fn tellers(plan: &Plan, scans: &mut Vec<Scan>, noise: &Noise, random: &mut Random) -> Vec<Teller> {
    let carriers = [
        (CarrierId::DHL, "unified"),
        (CarrierId::HERMES, "shipping"),
        (CarrierId::UPS, "track"),
        (CarrierId::DPD, "lifecycle"),
    ];
    let others = [
        (CarrierId::AMAZON, "fulfillment-outbound", Role::Marketplace),
        (CarrierId::AMAZON, "shipping", Role::Aggregator),
    ];
    let skip = random.between(0, 2) as usize;
    let legs = scans.iter().map(|scan| scan.carrier + 1).max().unwrap_or(1);
    let mut sources: Vec<Source> = carriers
        .into_iter()
        .skip(skip)
        .take(legs)
        .filter_map(|(carrier, channel)| source(carrier, channel, Role::Carrier, random))
        .collect();
    let number = sources.last().map(|source| source.number.clone());
    let needs_weak = scans.iter().any(|scan| scan.kind == ScanKind::Inferred);
    let first = usize::from(random.chance(0.25));
    let count = if needs_weak || random.chance(0.75) { 1 + usize::from(random.chance(0.4)) } else { 0 };
    // At least two sources: one alone needs no merger.
    let count = count.max(usize::from(sources.len() < 2));
    for (carrier, channel, role) in others.into_iter().cycle().skip(first).take(count) {
        if let (Ok(channel), Some(number)) = (Channel::new(carrier, channel), number.clone()) {
            sources.push(Source { channel, number, role });
        }
    }
    if scans.iter().any(|scan| scan.kind == ScanKind::Word) {
        let channel = "user".parse().ok().and_then(|user| Channel::new(user, "word").ok());
        sources.extend(channel.zip(number).map(|(channel, number)| Source {
            channel,
            number,
            role: Role::User,
        }));
    }
    add_bookings(plan, scans, noise, random);
    let next = sources.clone().into_iter().skip(1).map(Some).chain([None]);
    let ways: Vec<_> = sources.into_iter().zip(next).collect();
    ways.into_iter()
        .enumerate()
        .map(|(index, (source, next))| {
            let continues = next.filter(|_| index + 1 < legs);
            teller(plan, scans, index, (source, continues), noise, random)
        })
        .collect()
}

fn source(carrier: CarrierId, channel: &str, role: Role, random: &mut Random) -> Option<Source> {
    let number = format!("{:012}", random.between(100_000_000_000, 999_999_999_999)).parse().ok()?;
    Some(Source { channel: Channel::new(carrier, channel).ok()?, number, role })
}

/// Scans and messages that change nothing: they come on top of the story.
fn add_bookings(plan: &Plan, scans: &mut Vec<Scan>, noise: &Noise, random: &mut Random) {
    let is_delivery = |scan: &&Scan| {
        scan.state.status() == Status::Delivered
            && scan.leg == Leg::Forward
            && matches!(scan.kind, ScanKind::Real | ScanKind::FalseDelivery)
    };
    let deliveries: Vec<Scan> = scans.iter().filter(is_delivery).filter(|_| plan.booked).cloned().collect();
    for delivery in deliveries {
        if random.chance(noise.booked_after_delivery) {
            let evening = delivery.place.day(delivery.at).and_hms_opt(19, 0, 0).unwrap_or_default();
            let at = delivery.place.instant(evening) + random.minutes(0, 180);
            let (state, kind) = (state::in_transit::FACILITY_PROCESSED, ScanKind::Administrative);
            scans.push(Scan { at, state, kind, ..delivery });
        }
    }
    let announced = scans
        .iter()
        .find(|scan| scan.state.status() == Status::InfoReceived && scan.kind == ScanKind::Real)
        .cloned();
    if let Some(announced) = announced.filter(|_| scans.len() > 2 && random.chance(noise.announced_again)) {
        let at = announced.at + random.minutes(400, 3000);
        scans.push(Scan { at, kind: ScanKind::Administrative, ..announced });
    }
}

fn teller(
    plan: &Plan,
    scans: &[Scan],
    index: usize,
    (source, continues): (Source, Option<Source>),
    noise: &Noise,
    random: &mut Random,
) -> Teller {
    let is_weak = matches!(source.role, Role::Marketplace | Role::Aggregator);
    let is_user = source.role == Role::User;
    let manner = manner(plan, is_weak, is_user, noise, random);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut order: Vec<(usize, &Scan)> = scans.iter().enumerate().collect();
    order.sort_by_key(|(_, scan)| scan.at);
    let (mut known, mut delivered_on) = (DateTime::<Utc>::MIN_UTC, None);
    for (scan_index, scan) in order {
        let hears = match (&source.role, scan.kind) {
            (Role::User, kind) => kind == ScanKind::Word,
            (_, ScanKind::Word) => false,
            (Role::Carrier, ScanKind::Inferred) => false,
            (Role::Carrier, _) => scan.carrier == index,
            (Role::Marketplace, ScanKind::Earlier) => false,
            _ => true,
        };
        // Who does not tell the delivery does not tell its booking either.
        let is_booking = scan.kind == ScanKind::Administrative && scan.state.status() == Status::InTransit;
        let is_spare = is_booking && delivered_on != Some(scan.place.day(scan.at));
        if !hears || is_spare || is_left_out(scan, is_weak, noise, random) {
            continue;
        }
        if scan.state.status() == Status::Delivered {
            delivered_on = Some(scan.place.day(scan.at));
        }
        let delay = match (is_user, is_weak) {
            (true, _) => TimeDelta::minutes(1),
            (_, false) => random.minutes(1, 20) + late(noise, 4, random),
            (_, true) => random.minutes(5, 90) + late(noise, 1, random),
        };
        // What is told later is heard no earlier: sources pass whole lists on.
        known = known.max(scan.at + delay);
        let mut draft = draft(scan, scan_index, known, &manner, noise, random);
        draft.is_displaced |= stamp_when_heard(&mut draft, scan, scans, &manner);
        let is_alike = |other: &Draft| {
            (&other.event.time, &other.event.meaning, &other.event.code)
                == (&draft.event.time, &draft.event.meaning, &draft.event.code)
        };
        if drafts.iter().any(is_alike) {
            // Two scans told in the same words are one to every reader.
            continue;
        }
        if let Some(back) = plan.taken_back.filter(|back| back.scan == scan_index) {
            draft.gone = Some(back.at).filter(|_| is_weak || !back.is_revoked);
        }
        if !is_weak && plan.headline == Some(scan_index) {
            draft.summed_up = Some(known);
            known += random.minutes(360, 3000);
            draft.known = known;
        }
        let revocation = plan
            .taken_back
            .filter(|back| back.scan == scan_index && back.is_revoked && !is_weak)
            .map(|back| revocation(&draft, back.at, &manner, scan));
        drafts.push(draft);
        drafts.extend(revocation);
        let asides = if is_user { Vec::new() } else { asides(scan, known, &manner, noise, random) };
        drafts.extend(asides);
    }
    drafts.sort_by_key(|draft| draft.at);
    let (first, last) = (scans.iter().map(|s| s.at).min(), scans.iter().map(|s| s.at).max());
    let stops = first
        .zip(last)
        .filter(|_| !is_user && random.chance(noise.stops))
        .map(|(first, last)| first + random.minutes(600, (last - first).num_minutes().max(600)));
    let language = random.pick("en", &["de", "fr"]);
    Teller {
        drafts,
        home: manner.home.and_then(|home| home.zone()),
        language,
        has_headline: !is_user && (plan.headline.is_some() || random.chance(noise.headlines)),
        has_estimate: !is_user && random.chance(noise.estimates),
        is_pushing: !is_user && random.chance(noise.pushed),
        stops,
        rhythm: if is_weak { 360 } else { 150 },
        continues,
        source,
    }
}

fn manner(plan: &Plan, is_weak: bool, is_user: bool, noise: &Noise, random: &mut Random) -> Manner {
    let weakness = |random: &mut Random, probability| is_weak && random.chance(probability);
    let clock = if is_user {
        Clock::Utc
    } else if weakness(random, noise.wrong_zone) {
        Clock::WrongZone
    } else if weakness(random, noise.day_only) {
        Clock::Day
    } else if random.chance(noise.local) {
        Clock::Local
    } else {
        random.pick(Clock::Offset, &[Clock::Offset, Clock::Utc])
    };
    let is_zoneless = weakness(random, noise.zoneless);
    let skew = i64::from(noise.skew_minutes.min(10));
    Manner {
        clock,
        home: Some(plan.route.recipient)
            .filter(|_| matches!(clock, Clock::Local | Clock::Day) && !is_zoneless),
        skew: if is_weak { random.minutes(-skew, skew) } else { TimeDelta::zero() },
        is_rounded: random.chance(noise.rounded),
        is_coarse: random.chance(noise.coarse),
        is_codeless: weakness(random, noise.codeless),
        stamps_when_heard: weakness(random, noise.stamped_when_heard),
        marks_returns: random.chance(0.4),
        is_weak,
    }
}

/// Weak sources leave anything out, carriers only what happens between facilities.
fn is_left_out(scan: &Scan, is_weak: bool, noise: &Noise, random: &mut Random) -> bool {
    if scan.kind == ScanKind::Word || scan.kind == ScanKind::Inferred {
        return false;
    }
    match scan.state.status() {
        _ if is_weak => random.chance(noise.left_out),
        Status::InTransit => random.chance(noise.left_out_by_carrier),
        _ => false,
    }
}

fn late(noise: &Noise, share: i64, random: &mut Random) -> TimeDelta {
    if random.chance(noise.late) {
        random.minutes(0, i64::from(noise.late_hours) * 60 / share)
    } else {
        TimeDelta::zero()
    }
}

fn draft(
    scan: &Scan,
    index: usize,
    known: DateTime<Utc>,
    manner: &Manner,
    noise: &Noise,
    random: &mut Random,
) -> Draft {
    let state = state_as_told(scan, manner);
    let share = if manner.is_weak { 1.0 } else { 0.25 };
    let is_placeless = scan.kind == ScanKind::Word || random.chance(noise.placeless * share);
    let location = if is_placeless {
        None
    } else if random.chance(noise.country_only) {
        // A carrier that writes wall clocks names the state with the country: the clock hangs there.
        Some(if manner.is_weak { scan.place.country_only() } else { scan.place.region() })
    } else {
        Some(scan.place.location())
    };
    // A wall clock is that of the place, where the reader learns the place, else that of the source's home.
    let clock_at = if location.is_some() { scan.place } else { manner.home.unwrap_or(scan.place) };
    let time = told_time(scan.at, clock_at, manner);
    let mut event = Event::new(time, state);
    event.location = location;
    event.code = (!manner.is_codeless).then(|| code(&event.meaning).into());
    event.inferred = scan.kind == ScanKind::Inferred;
    event.leg = Some(Leg::Return).filter(|leg| *leg == scan.leg && manner.marks_returns);
    let is_displaced = manner.clock == Clock::WrongZone;
    let mut draft = aside(event, scan.at, known, manner);
    draft.scan = Some(index);
    draft.is_displaced = is_displaced;
    draft.is_doubled = random.chance(noise.doubled);
    draft
}

fn state_as_told(scan: &Scan, manner: &Manner) -> State {
    let state = match scan.kind {
        // Who sells across carriers knows that this is no delivery.
        ScanKind::HandOver if manner.is_weak => state::in_transit::HANDED_TO_PARTNER,
        _ => scan.state.clone(),
    };
    if manner.is_coarse { State::of(state.status()) } else { state }
}

fn told_time(at: DateTime<Utc>, place: Place, manner: &Manner) -> EventTime {
    let at = at + manner.skew;
    let at = if manner.is_rounded { at.with_second(0).unwrap_or(at) } else { at };
    let local = place.local(at);
    match manner.clock {
        Clock::Utc => EventTime::from(at),
        Clock::Offset => EventTime::from(at.with_timezone(&offset(at, place))),
        Clock::Local => EventTime::Local(local),
        Clock::Day => EventTime::Day(local.date()),
        Clock::WrongZone => EventTime::from(local.and_utc()),
    }
}

fn offset(at: DateTime<Utc>, place: Place) -> FixedOffset {
    at.with_timezone(&place.tz()).offset().fix()
}

fn code(meaning: &Meaning) -> String {
    let (status, substatus) = meaning.words();
    substatus.or(status).unwrap_or("NOTE").to_uppercase()
}

/// A draft without a scan behind it.
fn aside(event: Event, at: DateTime<Utc>, known: DateTime<Utc>, manner: &Manner) -> Draft {
    let home = manner.home.and_then(|home| home.zone());
    Draft {
        scan: None,
        at,
        span: event.time.resolve(event.location.as_ref(), home),
        event,
        is_displaced: false,
        known,
        summed_up: None,
        gone: None,
        is_doubled: false,
        revokes: None,
    }
}

/// Moves the time of a delivery to when the source heard of it, unless something real came before that: nobody could tell
/// such a delivery from a second one.
fn stamp_when_heard(draft: &mut Draft, scan: &Scan, scans: &[Scan], manner: &Manner) -> bool {
    let is_delivery = scan.state.status() == Status::Delivered && scan.kind == ScanKind::Real;
    let heard = draft.known;
    let is_last = !scans.iter().any(|other| {
        other.kind != ScanKind::Administrative && other.at > scan.at && other.at < heard + TimeDelta::hours(1)
    });
    if !(manner.stamps_when_heard && is_delivery && is_last && heard - scan.at > TimeDelta::minutes(20)) {
        return false;
    }
    let location = draft.event.location.as_ref();
    let place = if location.is_some() { scan.place } else { manner.home.unwrap_or(scan.place) };
    draft.event.time = told_time(heard, place, manner);
    draft.span = draft.event.time.resolve(location, manner.home.and_then(|home| home.zone()));
    true
}

fn revocation(told: &Draft, at: DateTime<Utc>, manner: &Manner, scan: &Scan) -> Draft {
    let time = told_time(at, scan.place, manner);
    let mut event = Event::new(time, Notice::StatusUpdate);
    event.code = Some("SCAN_CANCELLED".into());
    event.location = Some(scan.place.location());
    event.revokes = Some(Revokes { time: Some(told.event.time), code: told.event.code.clone() }.into());
    Draft { revokes: told.scan, ..aside(event, at, at + TimeDelta::minutes(5), manner) }
}

/// What stands between the scans: notices, and codes that nobody has mapped.
fn asides(
    scan: &Scan,
    known: DateTime<Utc>,
    manner: &Manner,
    noise: &Noise,
    random: &mut Random,
) -> Vec<Draft> {
    let mut found = Vec::new();
    let mut add = |meaning: Meaning, code: &str, random: &mut Random| {
        let at = scan.at + random.minutes(3, 45);
        let mut event = Event::new(told_time(at, scan.place, manner), meaning);
        event.location = Some(scan.place.location());
        event.code = Some(code.into());
        found.push(aside(event, at, known + TimeDelta::minutes(1), manner));
    };
    if random.chance(noise.notices) {
        let notice =
            random.pick(Notice::EtaChanged, &[Notice::SmsSent, Notice::EmailSent, Notice::Information]);
        add(notice.into(), "NOTE", random);
    }
    if random.chance(noise.unmapped) {
        add(state::unknown::UNMAPPED.into(), "ZX9", random);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::{Scenario, stories};

    /// Of a journey, each draft that tells a scan by a good clock, with the scan.
    fn told_well(scenario: Scenario, seed: u64) -> Vec<(Scan, Draft)> {
        let plan = stories::plan(scenario, seed);
        let mut scans = plan.scans.clone();
        let tellers = tellers(&plan, &mut scans, &Noise::HOSTILE, &mut Random::new(seed, 1));
        let drafts = tellers.into_iter().flat_map(|teller| teller.drafts);
        drafts
            .filter(|draft| !draft.is_displaced)
            .filter_map(|draft| Some((scans.get(draft.scan?)?.clone(), draft)))
            .collect()
    }

    #[test]
    fn what_a_reader_learns_of_a_time_holds_the_true_one() {
        for scenario in Scenario::ALL {
            for seed in 0..100 {
                for (scan, draft) in told_well(*scenario, seed) {
                    let moment = EventTime::from(scan.at).resolve(None, None);
                    let off = draft.span.gap(&moment);
                    assert!(off <= TimeDelta::minutes(11), "{scenario} {seed}: {:?} {scan:?}", draft.event);
                }
            }
        }
    }

    #[test]
    fn nobody_hears_of_a_scan_before_it_is_made() {
        for scenario in Scenario::ALL {
            for (scan, draft) in told_well(*scenario, 3) {
                assert!(draft.known > scan.at && draft.summed_up.is_none_or(|known| known > scan.at));
            }
        }
    }
}
