//! What somebody who knows the whole journey says of it, given no more than what sources have told so far.
//!
//! This is no merger: it does not read the answers but knows which scan of the truth each of their events is about.

use chrono::{DateTime, TimeDelta, Utc};

use super::observe::{Said, Telling};
use super::scan::{Scan, ScanKind};
use crate::model::{Leg, Span, Status};

/// How far an entry's time may be from the scan's, in minutes: clocks are off by up to ten, and minutes are rounded.
const TOLERANCE: i64 = 20;

/// A facility books what it delivered for about a day.
const BOOKINGS_END: i64 = 24;

/// The truth about a journey as far as it has been told at a moment.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Truth<'a> {
    /// The right status; none as long as nobody has told anything.
    ///
    /// It is that of the newest real scan told so far. A false delivery counts as delivered until it is taken back: by a
    /// scan of a later day, by an event that revokes it, or by the carrier's next whole answer that lacks it. On the way
    /// back the parcel is returning, whatever facilities scan, and its delivery there is a return.
    pub status: Option<Status>,
    /// When the delivery that `status` rests on was scanned, in UTC; none unless that is delivered, and none where no
    /// event with a good clock tells it.
    pub delivered_at: Option<DateTime<Utc>>,
    /// The real scans that sources tell by events, oldest first, without what was taken back and, once the parcel
    /// itself was told of, without what an earlier parcel did under the number.
    pub timeline: Vec<Told<'a>>,
}

/// A scan of the truth as sources have told it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Told<'a> {
    /// What happened.
    pub scan: &'a Scan,
    /// Each status under which a source told it.
    pub statuses: Vec<Status>,
    /// Nobody could know the true time: all who told it have a wrong clock. What their times mean instead.
    misled: Vec<Span>,
}

impl Told<'_> {
    /// Whether it must have a line in a good timeline. What is only inferred may stand there or not.
    pub fn is_expected(&self) -> bool {
        self.scan.kind != ScanKind::Inferred
    }

    /// Whether a line of a timeline with this status and time is about this scan: the status is one that was told or is
    /// right, and the time is within 20 minutes of the scan, or of what was told where only wrong clocks told it. A line
    /// that tells a day or a clock of unknown zone is about everything within.
    pub fn is_meant_by(&self, status: Status, span: &Span) -> bool {
        let scanned = self.scan.state.status();
        let is_home = scanned == Status::Delivered && self.scan.leg == Leg::Return;
        let fits = status == scanned
            || self.statuses.contains(&status)
            || (is_home && status == Status::Returned)
            || (self.scan.kind == ScanKind::HandOver && status == Status::InTransit);
        let tolerance = TimeDelta::minutes(TOLERANCE);
        let at = self.scan.at;
        let is_near = span.earliest() - tolerance <= at && at <= span.latest() + tolerance;
        fits && (is_near || self.misled.iter().any(|told| told.gap(span) <= tolerance))
    }
}

/// All tellings of one scan.
#[derive(Debug, Clone)]
struct Hearsay<'a> {
    scan: usize,
    told_by: u64,
    taken_back_by: u64,
    carriers: u64,
    tellings: Vec<&'a Telling>,
}

impl Hearsay<'_> {
    /// The word of a carrier that told it is enough; else everybody who told it must have stopped.
    fn is_taken_back(&self) -> bool {
        let back = self.taken_back_by & self.told_by;
        back != 0 && (back & self.carriers != 0 || back == self.told_by)
    }
}

/// The truth at a moment, of which these observations have told.
pub(super) fn truth<'a>(scans: &'a [Scan], said: &[Said]) -> Truth<'a> {
    let mut heard: Vec<Hearsay<'_>> = Vec::new();
    let mut names_next = false;
    for one in said {
        let bit = 1_u64 << (one.teller % 64);
        names_next |= one.names_next;
        for telling in &one.tellings {
            let known = match heard.iter_mut().find(|known| known.scan == telling.scan) {
                Some(known) => known,
                None => {
                    let new = Hearsay {
                        scan: telling.scan,
                        told_by: 0,
                        taken_back_by: 0,
                        carriers: 0,
                        tellings: Vec::new(),
                    };
                    heard.push(new);
                    let Some(last) = heard.last_mut() else { continue };
                    last
                }
            };
            known.told_by |= bit;
            known.carriers |= if one.is_carrier { bit } else { 0 };
            let is_new = |old: &&Telling| old.span == telling.span && old.state == telling.state;
            if !known.tellings.iter().any(is_new) {
                known.tellings.push(telling);
            }
        }
    }
    // Last, because a message that takes a scan back may overtake the one that tells it.
    for one in said {
        for known in heard.iter_mut().filter(|known| one.takes_back.contains(&known.scan)) {
            known.taken_back_by |= 1_u64 << (one.teller % 64);
        }
    }
    heard.retain(|known| !known.is_taken_back());
    let mut told: Vec<(&Scan, Hearsay<'_>)> =
        heard.into_iter().filter_map(|known| Some((scans.get(known.scan)?, known))).collect();
    if told.iter().any(|(scan, _)| scan.kind != ScanKind::Earlier) {
        told.retain(|(scan, _)| scan.kind != ScanKind::Earlier);
    }
    told.sort_by_key(|(scan, _)| scan.at);
    let mut course = Course { has_next_leg: names_next, ..Course::default() };
    for (scan, known) in &told {
        course.follow(scan, known.tellings.iter().any(|telling| telling.is_marked_return));
    }
    let timeline: Vec<Told<'_>> =
        told.into_iter().filter_map(|(scan, known)| timeline_entry(scan, &known)).collect();
    let is_known =
        |at: &DateTime<Utc>| timeline.iter().any(|told| told.scan.at == *at && told.misled.is_empty());
    Truth { status: course.status, delivered_at: course.delivered_at.filter(is_known), timeline }
}

fn timeline_entry<'a>(scan: &'a Scan, known: &Hearsay<'_>) -> Option<Told<'a>> {
    let events = || known.tellings.iter().filter_map(|telling| Some((telling, telling.span?)));
    events().next()?;
    let misled = match events().all(|(telling, _)| telling.is_displaced) {
        true => events().map(|(_, span)| span).collect(),
        false => Vec::new(),
    };
    let statuses = events().map(|(telling, _)| telling.state.status()).collect();
    Some(Told { scan, statuses, misled })
}

/// The parcel's way as far as it is told, scan by scan.
#[derive(Debug, Default)]
struct Course {
    status: Option<Status>,
    delivered_at: Option<DateTime<Utc>>,
    is_going_back: bool,
    is_inferred: bool,
    has_next_leg: bool,
}

impl Course {
    fn follow(&mut self, scan: &Scan, is_marked_return: bool) {
        let told = scan.state.status();
        let is_over = self.status.is_some_and(Status::is_final);
        self.is_going_back |= is_marked_return || told == Status::Returning;
        let next = match told {
            // Data about a parcel never take it from anybody's hands.
            Status::InfoReceived if self.status.is_some() => return,
            _ if scan.kind == ScanKind::Administrative && is_over => return,
            Status::Delivered if scan.kind == ScanKind::HandOver && self.has_next_leg => Status::InTransit,
            Status::Delivered if self.is_going_back => Status::Returned,
            Status::InTransit | Status::OutForDelivery if self.is_going_back => Status::Returning,
            status => status,
        };
        if self.status == Some(Status::Delivered) && !self.takes_delivery_back(scan, next) {
            return;
        }
        self.status = Some(next);
        self.delivered_at = (next == Status::Delivered).then_some(scan.at);
        self.is_inferred = next == Status::Delivered && scan.kind == ScanKind::Inferred;
    }

    /// Whether a later scan shows that the parcel had not been delivered, or is coming back.
    fn takes_delivery_back(&self, scan: &Scan, next: Status) -> bool {
        let Some(delivered_at) = self.delivered_at else { return true };
        if self.is_inferred || scan.kind == ScanKind::Word {
            return true;
        }
        let is_later_day = scan.place.day(scan.at) > scan.place.day(delivered_at);
        match next {
            Status::Delivered | Status::Returning | Status::Returned => true,
            Status::OutForDelivery | Status::AttemptFailed | Status::AvailableForPickup => is_later_day,
            Status::InTransit => scan.at - delivered_at > TimeDelta::hours(BOOKINGS_END),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EventTime, Leg, State};
    use crate::sandbox::Place;

    fn scan(at: &str, status: Status, kind: ScanKind) -> Scan {
        let (at, state) = (at.parse().unwrap(), State::of(status));
        Scan { at, place: Place::KOELN, state, leg: Leg::Forward, carrier: 0, kind }
    }

    fn scans() -> Vec<Scan> {
        vec![
            scan("2026-03-02T07:00:00Z", Status::OutForDelivery, ScanKind::Real),
            scan("2026-03-02T12:00:00Z", Status::Delivered, ScanKind::FalseDelivery),
        ]
    }

    fn said(teller: usize, tells: &[usize], takes_back: &[usize]) -> Said {
        let scans = scans();
        let telling = |index: &usize| Telling {
            scan: *index,
            state: scans[*index].state.clone(),
            span: Some(EventTime::from(scans[*index].at).resolve(None, None)),
            is_displaced: false,
            is_marked_return: false,
        };
        Said {
            at: scans[1].at,
            teller,
            is_carrier: teller == 0,
            tellings: tells.iter().map(telling).collect(),
            takes_back: takes_back.to_vec(),
            names_next: false,
        }
    }

    fn status(said: &[Said]) -> Option<Status> {
        truth(&scans(), said).status
    }

    #[test]
    fn a_scan_is_taken_back_by_the_carrier_that_told_it_or_by_all_who_did() {
        let (delivered, out) = (Some(Status::Delivered), Some(Status::OutForDelivery));
        assert_eq!(status(&[]), None);
        assert_eq!(status(&[said(0, &[0, 1], &[])]), delivered);
        // The carrier's word ends it, also where another source still repeats it.
        assert_eq!(status(&[said(0, &[0, 1], &[]), said(1, &[1], &[]), said(0, &[0], &[1])]), out);
        // A source that has only repeated it ends its own word.
        assert_eq!(status(&[said(0, &[0, 1], &[]), said(1, &[1], &[]), said(1, &[], &[1])]), delivered);
        assert_eq!(status(&[said(0, &[0], &[]), said(1, &[1], &[]), said(1, &[], &[1])]), out);
        // Nobody takes back what it never told.
        assert_eq!(status(&[said(0, &[0], &[1]), said(1, &[1], &[])]), delivered);
        // The message that takes it back overtakes the one that tells it.
        assert_eq!(status(&[said(0, &[0], &[1]), said(0, &[1], &[])]), out);
    }

    #[test]
    fn a_delivery_told_by_a_summary_only_has_no_line_and_no_time() {
        let mut ahead = said(0, &[0, 1], &[]);
        ahead.tellings[1].span = None;
        let (scans, said) = (scans(), [ahead]);
        let truth = truth(&scans, &said);
        assert_eq!((truth.status, truth.delivered_at), (Some(Status::Delivered), None));
        assert_eq!(truth.timeline.len(), 1);
    }

    #[test]
    fn a_line_is_about_a_scan_of_its_status_within_twenty_minutes_or_its_day() {
        let (scans, said) = (scans(), [said(0, &[0], &[])]);
        let truth = truth(&scans, &said);
        let told = &truth.timeline[0];
        let is_meant = |time: &str, status| {
            let span = time.parse::<EventTime>().unwrap().resolve(Some(&Place::KOELN.location()), None);
            told.is_meant_by(status, &span)
        };
        assert!(is_meant("2026-03-02T07:20:00Z", Status::OutForDelivery));
        assert!(!is_meant("2026-03-02T07:21:00Z", Status::OutForDelivery));
        assert!(!is_meant("2026-03-02T07:00:00Z", Status::InTransit));
        assert!(is_meant("2026-03-02", Status::OutForDelivery));
        assert!(!is_meant("2026-03-03", Status::OutForDelivery));
    }
}
