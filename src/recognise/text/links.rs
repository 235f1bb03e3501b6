//! Numbers in links: behind a parameter, in the path or behind `#`, also where a link leads through another one.

use std::ops::Range;

use super::super::candidate::{Recognised, Strength};
use super::super::hints::Hints;
use super::super::index;
use super::address;
use super::carriers::{KNOWN, Known, Place, parameter};
use super::chars;
use super::decoys::{self, Doubt};
use super::joins;
use super::notes::Hit;
use crate::numbers::Normal;

/// What was found in a link.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    /// The carrier to whose page it leads.
    pub(super) carrier: Option<Place>,
    /// Where reading goes on: behind the link, or behind the part of a number that the next line begins with.
    pub(super) end: usize,
}

struct Link<'t> {
    text: &'t str,
    /// Its characters without escapes, each with its place in the text.
    bytes: Vec<u8>,
    places: Vec<usize>,
    /// The carrier of the last host.
    carrier: Option<Place>,
    found: Found,
}

/// Reads the link at a place of a text.
pub(super) fn read(text: &str, range: Range<usize>) -> Found {
    let (bytes, places) = address::unescape(text, range.clone());
    let mut link = Link { text, bytes, places, carrier: None, found: Found::default() };
    link.found.end = range.end;
    link.read();
    link.found
}

impl Link<'_> {
    fn read(&mut self) {
        let is_end =
            |byte: &u8| !byte.is_ascii_alphanumeric() && !b" +-._~".contains(byte) && byte.is_ascii();
        let (mut start, mut before) = (0, 0..0);
        // The first step is a host by itself where no `https://` stands before it.
        let mut is_host = !self.bytes.get(..8).is_some_and(|start| start.contains(&b':'));
        loop {
            let rest = self.bytes.get(start..).unwrap_or_default();
            let end = start + rest.iter().position(is_end).unwrap_or(rest.len());
            let is_last = end >= self.bytes.len();
            if is_host && end > start {
                self.host(start..end);
                is_host = false;
            } else if self.is_candidate(start..end) || is_last {
                self.value(start..end, before.clone(), is_last);
            }
            if is_last {
                break;
            }
            if self.bytes.get(end..end + 3) == Some(b"://") {
                is_host = true;
                before = 0..0;
                start = end + 3;
                continue;
            }
            // Of several values with a comma between, each is the parameter's.
            if self.bytes.get(end) != Some(&b',') && end > start {
                before = start..end;
            }
            start = end + 1;
        }
    }

    fn host(&mut self, range: Range<usize>) {
        let host = self.bytes.get(range).unwrap_or_default().to_ascii_lowercase();
        self.carrier = std::str::from_utf8(&host).ok().and_then(|host| KNOWN.host(host));
        self.found.carrier = self.found.carrier.or(self.carrier);
    }

    /// Whether a step may be a number.
    fn is_candidate(&self, range: Range<usize>) -> bool {
        let step = self.bytes.get(range).unwrap_or_default();
        step.len() >= 7 && step.len() <= 80 && step.iter().filter(|b| b.is_ascii_digit()).count() > 1
    }

    fn value(&mut self, range: Range<usize>, name: Range<usize>, is_last: bool) {
        let name = self.bytes.get(name).unwrap_or_default();
        let name = if name.len() > 40 { String::new() } else { parameter(&String::from_utf8_lossy(name)) };
        if is_last && self.wrapped(range.clone()) {
            return;
        }
        if !self.is_candidate(range.clone()) || self.take(range.clone(), &name) {
            return;
        }
        // A name or a post code may stand beside it.
        let step: Vec<u8> = self.bytes.get(range.clone()).unwrap_or_default().to_vec();
        let mut start = range.start;
        for part in step.split(|byte| b" +-._~".contains(byte)) {
            self.take(start..start + part.len(), &name);
            start += part.len() + 1;
        }
    }

    /// A number that goes on in the next line, as mail programs break long links: only where the carrier's check digit
    /// says that it does.
    fn wrapped(&mut self, range: Range<usize>) -> bool {
        let (Some(carrier), Some(start)) = (self.carrier, self.places.get(range.start).copied()) else {
            return false;
        };
        let rest = self.text.get(self.found.end..).unwrap_or_default();
        let Some(next) = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')) else { return false };
        let len = next.bytes().take(Normal::MAX_LEN).take_while(u8::is_ascii_alphanumeric).count();
        let end = self.found.end + (rest.len() - next.len()) + len;
        let this = self.bytes.get(range).unwrap_or_default();
        let Some(this) = std::str::from_utf8(this).ok().filter(|this| !this.is_empty()) else { return false };
        let whole = format!("{this}{}", next.get(..len).unwrap_or_default());
        let is_checked = |text: &str| {
            chars::normal(text).is_some_and(|number| {
                of_carrier(&number, carrier).is_some_and(|(strength, _)| strength >= Strength::Checked)
            })
        };
        if len == 0 || is_checked(this) || !is_checked(&whole) {
            return false;
        }
        let number = chars::normal(&whole);
        if let Some((number, worth)) = number.and_then(|number| Some((number, joins::worth(&number)?))) {
            let hit = Hit { range: start..end, link: Some(carrier), ..Hit::in_link(number, worth) };
            self.found.hits.push(hit);
            self.found.end = end;
        }
        true
    }

    /// Takes a step, or a part of one, for a number. Returns whether it is one.
    fn take(&mut self, range: Range<usize>, name: &str) -> bool {
        if !self.is_candidate(range.clone()) {
            return false;
        }
        let step = self.bytes.get(range.clone()).unwrap_or_default();
        let text: String = step.iter().map(|b| if *b == b'+' { ' ' } else { char::from(*b) }).collect();
        let Some(number) = chars::normal(text.trim()) else { return false };
        let Some(worth) = joins::worth(&number) else { return false };
        let (Some(start), Some(end)) = (self.places.get(range.start), self.places.get(range.end)) else {
            return false;
        };
        let mut hit = Hit { range: *start..*end, ..Hit::in_link(number, worth) };
        match self.carrier {
            Some(carrier) if KNOWN.is_parameter(name) => hit.link = Some(carrier),
            Some(carrier) => {
                let is_its = |(strength, score)| strength >= Strength::Checked || score >= 0;
                hit.link = of_carrier(&number, carrier).is_some_and(is_its).then_some(carrier);
            }
            None => hit.label = Known::telling(name),
        }
        if hit.link.is_none() && hit.label.is_none() {
            // Links are full of ids.
            hit.doubt = Doubt::Likely;
        }
        if decoys::is_day(number.as_str()) {
            hit.doubt = Doubt::Certain;
        }
        self.found.hits.push(hit);
        true
    }
}

/// What a carrier's likeliest format says of a number.
fn of_carrier(number: &Normal, carrier: Place) -> Option<(Strength, i16)> {
    let id = KNOWN.id(carrier)?;
    let found = Recognised::new(number, index::find(number), &Hints::default());
    let its = found.candidates().find(|candidate| candidate.carrier() == id);
    its.map(|candidate| (candidate.strength(), candidate.score()))
}

#[cfg(test)]
mod tests {
    use super::address::end;
    use super::*;

    /// The numbers in a link as they stand there, each with what makes it one.
    fn found(link: &str) -> Vec<(&str, Option<&'static str>, Option<&'static str>)> {
        let range = 0..end(link, 0);
        let hits = read(link, range).hits.into_iter();
        hits.map(|hit| {
            let carrier = hit.link.and_then(|place| KNOWN.id(place)).map(|id| id.as_str());
            (&link[hit.range], carrier, hit.label)
        })
        .collect()
    }

    #[test]
    fn a_carriers_link_names_its_number() {
        for (link, number, carrier) in [
            (
                "https://www.dhl.de/x.html?lang=de&piececode=00340431000123456787&zip=1",
                "00340431000123456787",
                "dhl",
            ),
            (
                "HTTPS://NOLP.DHL.DE/nextt-online-public/set_identcodes.do?idc=312714768284",
                "312714768284",
                "dhl",
            ),
            ("www.ups.com/track?tracknum=1Z999AA10123456784", "1Z999AA10123456784", "ups"),
            (
                "https://www.ups.com/track?tracknum=1Z%20999%20AA1%2001%202345%206784",
                "1Z%20999%20AA1%2001%202345%206784",
                "ups",
            ),
            ("https://tracking.dpd.de/status/de_DE/parcel/01234567890123", "01234567890123", "dpd"),
            (
                "https://www.dpdgroup.com/be/mydpd/my-parcels/track?lang=en&parcelNumber=01234567890123",
                "01234567890123",
                "dpd",
            ),
            (
                "https://www.myhermes.de/empfangen/sendungsverfolgung/sendungsinformation#14111222333449",
                "14111222333449",
                "hermes",
            ),
            ("https://track.amazon.de/tracking/TBA318204557106", "TBA318204557106", "amazon"),
        ] {
            assert_eq!(found(link), [(number, Some(carrier), None)], "{link}");
        }
    }

    #[test]
    fn every_host_is_its_carriers() {
        let number = "1Z999AA10123456784";
        let mut count = 0;
        for (host, carrier) in KNOWN.all_hosts() {
            for link in [
                format!("https://{host}/a/b?lang=en&tracknum={number}"),
                format!("http://www.{host}/track#/search?itemCode={number}&a=b"),
                format!("https://{host}:443/tracking/{number}/details"),
                format!("https://go.example/?u=https%3A%2F%2F{host}%2F%3Fpiececode%3D{number}"),
            ] {
                let hits = read(&link, 0..link.len()).hits;
                let carriers: Vec<_> =
                    hits.iter().map(|hit| hit.link.and_then(|place| KNOWN.id(place))).collect();
                assert_eq!(carriers, [Some(carrier)], "{link}");
                assert_eq!(&link[hits[0].range.clone()], number);
                count += 1;
            }
        }
        assert!(count > 200, "{count}");
    }

    #[test]
    fn links_through_others_are_read() {
        let link = "https://eur01.safelinks.example/?url=https%3A%2F%2Fwww.dhl.de%2Fde%3Fpiececode%3D00340431000123456787%26a%3D1&data=05%7C02";
        assert_eq!(found(link), [("00340431000123456787", Some("dhl"), None)]);
        let twice =
            "https://click.example/?u=https%253A%252F%252Fwww.dhl.de%252F%253Fidc%253D00340431000123456787";
        assert_eq!(found(twice), [("00340431000123456787", Some("dhl"), None)]);
    }

    #[test]
    fn several_values_are_each_the_parameters() {
        let link = "https://www.ups.com/track?tracknum=1Z999AA10123456784,1Z5R89390357567127";
        assert_eq!(found(link).len(), 2);
        assert!(found(link).iter().all(|(_, carrier, _)| *carrier == Some("ups")));
    }

    #[test]
    fn a_telling_parameter_does_on_any_page() {
        let link = "https://shop.example/status?tracking_number=1Z999AA10123456784&order=770012345676";
        assert_eq!(found(link)[0], ("1Z999AA10123456784", None, Some("trackingnumber")));
        assert!(
            found("https://shop.example/p/20261103?a=1").iter().all(|hit| hit.1.is_none() && hit.2.is_none())
        );
    }

    #[test]
    fn a_broken_line_goes_on_where_the_check_digit_says_so() {
        let text = "https://www.dhl.de/de?piececode=00340431\n000123456787 ist da";
        let found = read(text, 0..end(text, 0));
        assert_eq!(
            found.hits.iter().map(|hit| &text[hit.range.clone()]).collect::<Vec<_>>(),
            ["00340431\n000123456787"]
        );
        assert_eq!(&text[found.end..], " ist da");
        let whole = "https://www.dhl.de/de?piececode=00340431000123456787\n2 Pakete";
        let found = read(whole, 0..end(whole, 0));
        assert_eq!(found.hits.len(), 1);
        assert!(whole[found.end..].starts_with('\n'));
    }
}
