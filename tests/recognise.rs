//! Whose a number is: every format by numbers that are made up, what the check digits notice, and where carriers collide.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use parceltrack::carrier::Entry;
use parceltrack::carriers;
use parceltrack::numbers::{Algorithm, Fit, Format};
use parceltrack::recognise::{Candidate, Hints, Recognised, Strength, recognise, recognise_with, repair};
use proptest::prelude::*;

fn formats() -> impl Iterator<Item = (&'static Entry, &'static Format)> {
    carriers::ALL.iter().flat_map(|entry| entry.formats.iter().map(move |format| (entry, format)))
}

fn format(carrier: &str, name: &str) -> &'static Format {
    let mut named = formats().filter(|(entry, format)| (entry.id.as_str(), format.name()) == (carrier, name));
    named.next().unwrap_or_else(|| panic!("{carrier} has no format `{name}`")).1
}

fn example(carrier: &str, name: &str, seed: u64) -> String {
    format(carrier, name).example(seed).unwrap()
}

fn name(candidate: &Candidate<'_>) -> (&'static str, &'static str) {
    (candidate.carrier().as_str(), candidate.format().name())
}

fn best(found: &Recognised) -> Option<(&'static str, &'static str)> {
    found.best().as_ref().map(name)
}

fn carriers_of(found: &Recognised) -> Vec<&'static str> {
    found.candidates().map(|candidate| candidate.carrier().as_str()).collect()
}

fn hint(country: &str) -> Hints {
    Hints::default().in_country(country.parse().unwrap())
}

#[test]
fn entries_and_formats_are_told_apart_and_complete() {
    let mut ids = BTreeSet::new();
    for entry in carriers::ALL {
        assert!(ids.insert(entry.id.as_str()), "{} stands twice", entry.id);
        let mut names = BTreeSet::new();
        for format in entry.formats {
            let what = format!("{}: {}", entry.id, format.name());
            assert!(names.insert(format.name()), "{what}: the name stands twice");
            for field in format.fields() {
                assert!(
                    field.codes().windows(2).all(|pair| pair[0].0 < pair[1].0),
                    "{what}: sort the codes of {}",
                    field.name()
                );
                assert!(field.range().end <= *format.shape().lengths().end(), "{what}: {}", field.name());
            }
            let number = format.example(7).unwrap_or_else(|| panic!("{what}: no example"));
            let found = recognise(&number);
            let own =
                found.candidates().find(|candidate| name(candidate) == (entry.id.as_str(), format.name()));
            let own = own.unwrap_or_else(|| panic!("{what}: {number} is not recognised"));
            own.tracking_number().unwrap_or_else(|error| panic!("{what}: {error}"));
            for part in own.parts() {
                assert!(!part.value.is_empty(), "{what}: {} is empty", part.name);
            }
            if let Some(last_mile) = own.last_mile() {
                assert!(
                    carriers::ALL.iter().any(|entry| entry.id.as_str() == last_mile),
                    "{what}: {last_mile}"
                );
            }
            match own.url() {
                Some(page) => assert!(page.starts_with("https://") && !page.contains('{'), "{what}: {page}"),
                None => assert!(entry.channels.is_empty(), "{what}: no page"),
            }
        }
    }
}

/// Numbers that were made up, each with its carrier and format, and what else must be known for it to be the first.
const RIGHT: &[(&str, &str, &str, &[&str])] = &[
    ("dhl", "licence plate", "", &["00340431278055040644", "00340431584220885263", "00340431000123456787"]),
    ("dhl", "identcode", "", &["312714768284", "311312335158", "201234567892"]),
    ("dhl", "express waybill", "", &["5835894956", "5619693870", "6123456780"]),
    ("dhl", "S10 of Germany", "", &["RR407182533DE"]),
    ("hermes", "parcel number", "", &["08401387295096", "08404189547639", "14111222333449"]),
    ("hermes", "licence plate", "", &["00340634567890123455"]),
    ("hermes", "H number", "", &["H1000123450678901234"]),
    ("gls", "parcel number with check digit", "", &["412516874195", "412517672318", "510234567891"]),
    (
        "dpd",
        "parcel number with check character",
        "",
        &["01235499750621H", "01237892206159I", "01471234567890Y"],
    ),
    ("dpd", "label barcode", "", &["002381801239965822127136040P", "0032661012348884919761360406"]),
    ("austrian-post", "22 digits", "", &["1029487741274515249365", "1029984511902086882364"]),
    ("austrian-post", "S10 of Austria", "", &["CP678861432AT", "CP185656591AT"]),
    ("la-poste", "Colissimo", "", &["6C61969742288", "6C03052108434", "8R40210007772"]),
    ("yanwen", "YP and YW", "", &["UL164975484YP", "UL225481428YP"]),
    ("postnord", "licence plate", "", &["00370625454741075082", "00370093633423776869"]),
    ("ups", "1Z", "", &["1ZA1B2C30311965568", "1ZA1B2C30328516020", "1Z4R7W210355500183"]),
    ("ups", "waybill", "", &["J5906515352", "J9157201838", "K1234005670"]),
    ("fedex", "Express", "", &["395508730428", "392326629985", "770012345676"]),
    ("fedex", "Ground", "", &["041029820361310", "043370698562841", "123456700001234"]),
    ("fedex", "Ground 96", "", &["9611019070852787025672", "9611019288217994416601"]),
    ("fedex", "SmartPost 6129", "", &["61297835377115362366", "61299821944820494586"]),
    ("usps", "IMpb, mailer of 9 digits", "", &["9405592474732164560940", "9405591761003183560614"]),
    ("usps", "IMpb, mailer of 6 digits", "", &["9405512345678901234569"]),
    (
        "usps",
        "IMpb of 26 digits, mailer of 9",
        "",
        &["92001988165528373296975913", "92001911766302456649247477"],
    ),
    (
        "usps",
        "IMpb with ZIP, mailer of 6 digits",
        "",
        &["420606019505511855788524521459", "420606019505511490117352592022"],
    ),
    ("usps", "20 digits", "", &["03961292036075612190", "03998372047092354469"]),
    ("usps", "legacy", "", &["9101835917075443269451", "9101871580073870086717"]),
    ("canada-post", "16 digits", "", &["7069369228449469", "7058897192907615", "1234000056789012"]),
    ("purolator", "12 digits", "", &["333858518983", "333301516576", "330001234567"]),
    // The first fits DHL's rule, too.
    ("old-dominion", "PRO number", "US", &["77881527194", "77856146897"]),
    ("ontrac", "C", "", &["C11177524924249", "C14931891242256"]),
    ("ontrac", "D", "", &["D17866546383863", "D17225564505405"]),
    ("amazon", "Amazon Logistics", "", &["TBA318204557106"]),
    ("amazon", "Amazon Logistics, United Kingdom", "", &["QA2600817345"]),
    ("amazon", "Amazon Transportation Services, India, 2785", "IN", &["278512345678"]),
    ("yunexpress", "YT", "", &["YT2611450012345678"]),
    ("cainiao", "LP", "", &["LP00712345678901"]),
    ("postnl", "3S, customer of 4 letters", "", &["3SKLMQ0123456", "3SKLMQ012345678"]),
    ("yodel", "JJD", "", &["JJD0002300123456789"]),
    ("bpost", "24 digits", "", &["323212340000567800012030"]),
    ("swiss-post", "18 digits", "", &["996012345612345678", "99.60.123456.12345678"]),
    ("gofo", "GFUS", "", &["GFUS01021234567890"]),
    ("landmark", "LTN", "", &["LTN12340056N1"]),
    ("spee-dee", "SP", "", &["SP012345670000123456"]),
    ("lasership", "LX", "", &["LX12345670"]),
    ("lasership", "1LS7", "", &["1LS712345000123"]),
    ("lasership", "1LS7, long", "", &["1LS7119013618127-1"]),
    ("canpar", "22 characters", "", &["D123456789000001234001"]),
];

/// The same with a wrong check digit.
const WRONG: &[(&str, &str, &[&str])] = &[
    ("dhl", "licence plate", &["00340431913402210036"]),
    ("dhl", "identcode", &["319853453899"]),
    ("dhl", "express waybill", &["5498916044"]),
    ("hermes", "parcel number", &["08820336639182"]),
    ("gls", "parcel number with check digit", &["412546585506"]),
    ("dpd", "parcel number with check character", &["01234809016907M"]),
    ("dpd", "label barcode", &["008921701237672248521136040R"]),
    ("austrian-post", "22 digits", &["1029947012635443559628"]),
    ("austrian-post", "S10 of Austria", &["CP198297816AT"]),
    ("la-poste", "Colissimo", &["6C87238739645"]),
    ("yanwen", "YP and YW", &["UL369715626YP"]),
    ("postnord", "licence plate", &["00370511318723982947"]),
    ("ups", "1Z", &["1ZA1B2C30348538541"]),
    ("ups", "waybill", &["J6833416494"]),
    ("fedex", "Express", &["396757835922"]),
    ("fedex", "Ground", &["046325454979332"]),
    ("fedex", "Ground 96", &["9611019252012016996358"]),
    ("fedex", "SmartPost 6129", &["61299245701709418070"]),
    ("usps", "IMpb, mailer of 9 digits", &["9405597088865693097645"]),
    ("usps", "IMpb of 26 digits, mailer of 9", &["92001972483351580890524396"]),
    ("usps", "IMpb with ZIP, mailer of 6 digits", &["420606019505515007192825405453"]),
    ("usps", "20 digits", &["03911239443326278307"]),
    ("usps", "legacy", &["9101265548347355652463"]),
    ("canada-post", "16 digits", &["7012852411300297"]),
    ("purolator", "12 digits", &["339367063199"]),
    ("old-dominion", "PRO number", &["77851723271"]),
    ("ontrac", "C", &["C16311009301756"]),
    ("ontrac", "D", &["D15364412131111"]),
];

#[test]
fn right_numbers_are_their_carriers() {
    for (carrier, format, country, numbers) in RIGHT {
        let hints = if country.is_empty() { Hints::default() } else { hint(country) };
        for number in *numbers {
            let found = recognise_with(number, &hints);
            assert_eq!(best(&found), Some((*carrier, *format)), "{number}: {found:?}");
        }
    }
    // One digit less than Yodel's and DHL's.
    assert!(recognise("JJD000230012345678").is_empty());
}

#[test]
fn wrong_check_digits_prove_nothing() {
    for (carrier, format, numbers) in WRONG {
        for number in *numbers {
            let found = recognise(number);
            for own in found.candidates().filter(|candidate| name(candidate) == (carrier, format)) {
                assert_eq!(own.strength(), Strength::Shape, "{number}: {found:?}");
                assert!(matches!(own.fit(), Fit::Fails(Some(_))), "{number}: {found:?}");
            }
        }
    }
    for mistyped in
        ["1ZA1B2C30348538541", "00340431913402210036", "CP198297816AT", "420606019505515007192825405453"]
    {
        let found = recognise(mistyped);
        assert!(matches!(found.best().unwrap().fit(), Fit::Fails(Some(_))), "{mistyped}: {found:?}");
    }
}

/// Formats whose numbers others have too, by the beginnings of their names: those carriers stand first, and why.
const SHARED: &[(&str, &str, &[&str], &str)] = &[
    ("amazon", "S10 of the United Kingdom, W", &["parcelforce", "royal-mail"], "the range is Royal Mail's"),
    ("parcelforce", "S10 of the United Kingdom", &["royal-mail"], "Royal Mail's sister issues fewer"),
    ("chronopost", "parcel number of the DPD group", &["dpd"], "one number throughout the group"),
    ("dhl", "eCommerce of the United Kingdom", &["dpd"], "14 digits without a check digit are mostly DPD's"),
    ("dhl", "eCommerce under USPS's number", &["usps"], "the partner gets what the postal service delivers"),
    ("fedex", "Ground Economy", &["ups", "usps"], "the partner gets what the postal service delivers"),
    (
        "ups",
        "Mail Innovations under USPS's number",
        &["usps"],
        "the partner gets what the postal service delivers",
    ),
    ("parcelforce", "export", &["sf-express", "ups", "yamato"], "12 digits without a check digit"),
    (
        "sagawa",
        "12 digits",
        &["parcelforce", "sf-express", "ups", "yamato"],
        "12 digits without a check digit",
    ),
    ("sf-express", "12 digits", &["ups"], "12 digits without a check digit"),
    ("yamato", "12 digits", &["sf-express", "ups"], "12 digits without a check digit"),
    ("ups", "freight PRO", &["tnt"], "9 digits without a check digit"),
    ("tnt", "GD and GE of a country", &["upu"], "the country's post issues more"),
    ("yodel", "JJD, other range", &["dhl"], "DHL's piece ids have any digits"),
    ("yodel", "JD, other range", &["dhl"], "DHL's piece ids have any digits"),
];

/// Any check digit lets one number in ten through, and of those of one length a few rules. What stands above a number's own
/// carrier more often than that is there for a reason.
#[test]
fn nobody_stands_above_the_own_carrier_without_a_reason() {
    const NUMBERS: u64 = 400;
    const BY_CHANCE: u64 = NUMBERS * 15 / 100;
    let mut reasons = BTreeSet::new();
    for (entry, format) in formats() {
        let mut above: BTreeMap<&str, u64> = BTreeMap::new();
        for seed in 0..NUMBERS {
            let number = format.example(seed).unwrap();
            let found = recognise(&number);
            let own = (entry.id.as_str(), format.name());
            let before = found.candidates().take_while(|candidate| name(candidate) != own);
            let others: BTreeSet<_> = before.map(|other| other.carrier().as_str()).collect();
            others
                .into_iter()
                .filter(|other| *other != own.0)
                .for_each(|other| *above.entry(other).or_default() += 1);
        }
        let often: Vec<&str> =
            above.iter().filter(|(_, n)| **n > BY_CHANCE).map(|(other, _)| *other).collect();
        let shared = SHARED.iter().find(|row| entry.id.as_str() == row.0 && format.name().starts_with(row.1));
        let known = shared.map_or(&[][..], |row| row.2);
        assert!(
            often.iter().all(|other| known.contains(other)),
            "{}: {}: {above:?}",
            entry.id,
            format.name()
        );
        reasons.extend(shared.into_iter().flat_map(|row| often.iter().map(|other| (row.0, row.1, *other))));
    }
    let listed = SHARED.iter().flat_map(|row| row.2.iter().map(|other| (row.0, row.1, *other)));
    let idle: Vec<_> = listed.filter(|row| !reasons.contains(row)).collect();
    assert!(idle.is_empty(), "never seen, take it out of the list: {idle:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: Some(Box::new(
        proptest::test_runner::FileFailurePersistence::WithSource("regressions"))), ..ProptestConfig::default() })]

    #[test]
    fn every_format_is_found_however_its_numbers_are_written(seed: u64) {
        for (entry, format) in formats() {
            let number = format.example(seed).unwrap();
            let found = recognise(&number);
            let own = found.candidates().find(|one| name(one) == (entry.id.as_str(), format.name()));
            let own = own.unwrap_or_else(|| panic!("{}: {}: {number}", entry.id, format.name()));
            prop_assert_eq!(own.fit() == Fit::Fits, format.check().is_some());
            prop_assert_eq!(own.strength() > Strength::Shape, format.check().is_some());
            let mut grouped = number.to_lowercase();
            grouped.insert(number.len() / 3, ' ');
            grouped.insert(number.len() * 2 / 3, '\u{a0}');
            let again = recognise(&format!("\t{grouped}\n"));
            let names = |found: &Recognised| found.candidates().map(|one| name(&one)).collect::<Vec<_>>();
            prop_assert_eq!(names(&again), names(&found), "{}", grouped);
        }
    }

    /// Whatever the text, nothing panics, and what is found has the number's own characters only.
    #[test]
    fn any_text_is_read(text in "\\PC{0,60}") {
        let found = recognise(&text);
        prop_assert!(found.number().bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()));
        prop_assert!(found.candidates().all(|one| one.tracking_number().is_ok()));
    }

    #[test]
    fn one_wrong_digit_is_noticed_unless_the_rule_cannot_see_it(seed: u64) {
        for (entry, format) in formats().filter(|(_, format)| format.check().is_some()) {
            let number = format.example(seed).unwrap();
            let places: Vec<usize> =
                number.char_indices().filter(|(_, c)| c.is_ascii_alphanumeric()).map(|(at, _)| at).collect();
            let bare: Vec<u8> = number.bytes().filter(u8::is_ascii_alphanumeric).collect();
            let check = format.check().unwrap();
            let body = check.body(bare.len());
            for place in body.start..=body.end {
                for digit in b'0'..=b'9' {
                    if digit == bare[place] || !bare[place].is_ascii_digit() {
                        continue;
                    }
                    let mut changed = bare.clone();
                    changed[place] = digit;
                    if has_front(&bare, format) != has_front(&changed, format) {
                        // Another digit decides whether something is put before: all weights move.
                        continue;
                    }
                    let mut written = number.clone().into_bytes();
                    written[places[place]] = digit;
                    let written = String::from_utf8(written).unwrap();
                    let is_taken = format.fit_of(&written) == Some(Fit::Fits);
                    let is_seen = !is_unseen(format, &bare, &changed, place);
                    // A shape or rule may refuse what the check digit does not see.
                    prop_assert!(
                        !(is_taken && is_seen) && (is_taken || is_seen || format.fit_of(&written).is_none()),
                        "{}: {}: {} and {}", entry.id, format.name(), number, written
                    );
                }
            }
        }
    }
}

fn has_front(number: &[u8], format: &Format) -> bool {
    let check = format.check().unwrap();
    number[check.body(number.len())].starts_with(check.front().as_bytes())
}

/// Whether a format's rule gives two numbers that differ in one digit the same check character.
fn is_unseen(format: &Format, right: &[u8], changed: &[u8], place: usize) -> bool {
    let check = format.check().unwrap();
    let body = check.body(right.len());
    if place == body.end {
        return false;
    }
    let front = if has_front(right, format) { 0 } else { check.front().len() };
    let nth = place - body.start + front;
    let differs_by = right[place].abs_diff(changed[place]);
    let remainder = |number: &[u8], weight: fn(usize, usize) -> usize| {
        let digits = number[body.clone()].iter().map(|digit| usize::from(digit - b'0'));
        digits.enumerate().map(|(at, digit)| digit * weight(at, body.len())).sum::<usize>() % 11
    };
    let are = |weight, a, b| {
        let both = [remainder(right, weight), remainder(changed, weight)];
        both == [a, b] || both == [b, a]
    };
    match check.algorithm() {
        Algorithm::Mod7 => differs_by == 7,
        Algorithm::Ups => differs_by == 5 && !nth.is_multiple_of(2),
        Algorithm::Identcode => differs_by == 5 && nth.is_multiple_of(2),
        Algorithm::Fedex11 => are(|at, len| [1, 3, 7][(len - 1 - at) % 3], 0, 10),
        Algorithm::S10 => are(|at, _| [8, 6, 4, 2, 3, 5, 9, 7][at], 0, 6),
        _ => false,
    }
}

/// How many of a hundred random numbers of a length are taken for proven.
#[test]
fn few_random_digits_are_proven() {
    const NUMBERS: usize = 20_000;
    let mut state: u64 = 1;
    let mut digit = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'0' + u8::try_from((state >> 33) % 10).unwrap())
    };
    for len in 8..=34 {
        let (mut proven, mut checked) = (0, 0);
        for _ in 0..NUMBERS {
            let number: String = (0..len).map(|_| digit()).collect();
            let found = recognise(&number);
            let strongest = found.candidates().map(|one| one.strength()).max();
            proven += usize::from(strongest == Some(Strength::Proven));
            checked += usize::from(strongest >= Some(Strength::Checked));
        }
        let percent = |n: usize| n as f64 * 100.0 / NUMBERS as f64;
        println!("{len} digits: {:.2} % proven, {:.1} % checked", percent(proven), percent(checked));
        assert!(percent(proven) < 2.0, "{len} digits");
    }
}

#[test]
fn words_are_no_numbers() {
    let words: Vec<&str> = include_str!("recognise/words.txt").split_whitespace().collect();
    assert!(words.len() > 1000);
    let capitals = words.iter().map(|word| word.to_uppercase());
    let pairs = words.windows(2).map(|pair| pair.concat());
    for word in words.iter().map(ToString::to_string).chain(capitals).chain(pairs) {
        let found = recognise(&word);
        assert!(found.is_empty(), "{word}: {found:?}");
    }
    // With a digit it may have a number's shape, and no more.
    for word in ["COVID19", "MP3PLAYER", "WINDOWS11", "A4BRIEFPAPIER", "B2BECOMMERCE2027", "H2O2"] {
        let found = recognise(word);
        assert!(found.candidates().all(|one| one.strength() == Strength::Shape), "{word}: {found:?}");
    }
}

/// ISO 3166-1 with Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ \
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO \
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE \
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO \
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW \
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

#[test]
fn every_country_has_one_post() {
    let countries: BTreeSet<&str> = COUNTRIES.split(' ').collect();
    assert_eq!(countries.len(), 250);
    for first in 'A'..='Z' {
        for second in 'A'..='Z' {
            let suffix = format!("{first}{second}");
            let found = recognise(&format!("RR407182533{suffix}"));
            let posts: Vec<_> = found.candidates().filter(|one| one.fit() == Fit::Fits).collect();
            let carriers: Vec<&str> = posts.iter().map(|post| post.carrier().as_str()).collect();
            match suffix.as_str() {
                "GB" => assert_eq!(carriers, ["royal-mail", "parcelforce"]),
                "JB" => assert_eq!(carriers, ["chronopost"]),
                "YP" | "YW" => assert_eq!(carriers, ["yanwen"]),
                _ => assert_eq!(carriers.len(), usize::from(countries.contains(suffix.as_str())), "{suffix}"),
            }
            if let Some(post) = posts.first().filter(|post| post.carrier().as_str() == "upu") {
                let country = post.parts().find(|part| part.range.start == 11).unwrap();
                assert!(country.meaning.is_some(), "{suffix}");
            }
        }
    }
    assert_eq!(best(&recognise("RR407182533TW")), Some(("upu", "S10, post unknown")));
    assert_eq!(best(&recognise("RR407182533BR")), Some(("upu", "S10")));
    assert_eq!(carriers_of(&recognise("GD407182533WW")), ["tnt"]);
}

#[test]
fn a_reserved_letter_counts_less_and_refuses_nothing() {
    let score = |number: &str| recognise(number).best().unwrap().score();
    for reserved in ["TR", "JB", "KA", "SX", "WB", "XA", "FA", "AA", "QZ"] {
        let number = format!("{reserved}407182533GB");
        assert!(score(&number) < score("RR407182533GB"), "{number}");
        assert_eq!(best(&recognise(&number)), Some(("royal-mail", "S10 of the United Kingdom")), "{number}");
    }
}

/// A number of a format that another carrier has too.
fn shared_by(carrier: &str, name: &str, others: &[&str]) -> String {
    let numbers = (0..20_000).map(|seed| example(carrier, name, seed));
    let mut shared = numbers.filter(|number| {
        let found = recognise(number);
        let checked: Vec<_> = found.candidates().filter(|one| one.fit() == Fit::Fits).collect();
        others.iter().all(|other| checked.iter().any(|one| one.carrier().as_str() == *other))
    });
    shared.next().unwrap_or_else(|| panic!("no number of {carrier} is of {others:?} too"))
}

#[test]
fn the_postal_service_goes_before_its_partners() {
    for (partner, name) in [
        ("fedex", "Ground Economy with ZIP"),
        ("dhl", "eCommerce under USPS's number, 612, with ZIP"),
        ("ups", "Mail Innovations under USPS's number, with ZIP"),
    ] {
        let found = recognise(&example(partner, name, 3));
        let second = found.candidates().nth(1).unwrap();
        assert_eq!(found.best().unwrap().carrier().as_str(), "usps", "{found:?}");
        assert_eq!((second.carrier().as_str(), second.last_mile()), (partner, Some("usps")), "{found:?}");
        let expected = Hints::default().by_carrier(partner.parse().unwrap());
        assert_eq!(recognise_with(found.number(), &expected).best().unwrap().carrier().as_str(), partner);
    }
    // The page of the postal service takes the number without the destination.
    let found = recognise("420606019505511855788524521459");
    assert!(found.best().unwrap().url().unwrap().ends_with("tLabels=9505511855788524521459"));
    // FedEx Express has 34 digits, too, and no fixed ones.
    let both = shared_by("usps", "IMpb with ZIP+4, mailer of 9 digits", &["fedex"]);
    assert_eq!(recognise(&both).best().unwrap().carrier().as_str(), "usps");
    assert_eq!(recognise("1ZA1B2C3YW11965568").best().map(|best| best.last_mile()), Some(Some("usps")));
}

#[test]
fn twenty_digits_are_told_by_how_they_begin() {
    for (carrier, name) in [
        ("dhl", "licence plate"),
        ("postnord", "licence plate"),
        ("hermes", "licence plate"),
        ("poczta-polska", "licence plate"),
    ] {
        let both = shared_by(carrier, name, &["usps"]);
        assert_eq!(best(&recognise(&both)), Some((carrier, name)), "{both}");
    }
    // By USPS's rule alone these are nobody's: the digits that are left out make every check digit another.
    for name in ["SmartPost 6129", "SmartPost 7489", "SmartPost 4199", "SmartPost 02"] {
        assert_eq!(best(&recognise(&example("fedex", name, 5))), Some(("fedex", name)));
    }
    assert_eq!(recognise("03961292036075612190").best().unwrap().carrier().as_str(), "usps");
    let without = example("dhl", "licence plate without 00", 5);
    assert_eq!(best(&recognise(&without)), Some(("dhl", "licence plate without 00")));
    assert!(recognise(&without).best().unwrap().url().unwrap().ends_with(&format!("piececode=00{without}")));
    let swiss = shared_by("swiss-post", "18 digits", &["fedex"]);
    assert_eq!(best(&recognise(&swiss)), Some(("swiss-post", "18 digits")));
}

#[test]
fn digits_behind_jjd_are_yodels_from_0002_and_dhls_else() {
    assert_eq!(carriers_of(&recognise("JJD0002300123456789")), ["yodel", "dhl", "yodel"]);
    assert_eq!(carriers_of(&recognise("JD0002300123456789")), ["yodel", "dhl", "yodel"]);
    assert_eq!(carriers_of(&recognise("JJD0099300123456789")), ["dhl", "yodel"]);
    for len in [13, 18, 20, 21, 22] {
        assert_eq!(carriers_of(&recognise(&format!("JJD{}", &"0002300123456789012345"[..len]))), ["dhl"]);
    }
}

#[test]
fn the_length_tells_letters_apart() {
    for (number, carrier) in [
        ("C11177524924249", "ontrac"),
        ("C1234567890", "amazon"),
        ("C123456789000001234001", "canpar"),
        ("LX12345670", "lasership"),
        ("LX407182533DE", "dhl"),
        ("LX1234567890ABCDE", "dhl"),
        ("1ZA1B2C30311965568", "ups"),
    ] {
        assert_eq!(recognise(number).best().map(|one| one.carrier().as_str()), Some(carrier), "{number}");
    }
    assert_eq!(best(&recognise("LX407182533DE")), Some(("dhl", "S10 of Germany")));
    let colissimo =
        (0..).map(|seed| example("la-poste", "Colissimo", seed)).find(|n| n.starts_with("1Z")).unwrap();
    assert_eq!(carriers_of(&recognise(&colissimo))[0], "la-poste");
    // Standard S10 where its check digit fits, eCommerce's open end where not.
    for suffix in ["HK", "SG", "CN", "MY"] {
        assert_ne!(recognise(&format!("LX407182533{suffix}")).best().unwrap().carrier().as_str(), "dhl");
        assert_eq!(best(&recognise(&format!("LX407182534{suffix}"))), Some(("dhl", "eCommerce")));
    }
    // Nothing but letters before digits: behind everything that a check digit tells.
    assert!(recognise("ABC123456789").best().unwrap().score() < 0);
}

#[test]
fn what_is_proven_may_stand_in_groups() {
    for (number, carrier) in [
        ("RR-407-182-533-DE", "dhl"),
        ("RR.407.182.533.DE", "dhl"),
        ("1Z-A1B2C3-03-1196-5568", "ups"),
        ("9405-5924-7473-2164-5609-40", "usps"),
    ] {
        let found = recognise(number);
        let best = found.best().unwrap_or_else(|| panic!("{number}"));
        assert_eq!((best.carrier().as_str(), best.strength()), (carrier, Strength::Proven), "{number}");
    }
    for number in ["RR-407-182-534-DE", "RR/407/182/533/DE", "RR-407.182-533.DE", "3127-1476-8284"] {
        let found = recognise(number);
        assert!(found.candidates().all(|one| one.strength() == Strength::Shape), "{number}: {found:?}");
    }
}

#[test]
fn a_suffix_that_is_no_country_is_nobodys() {
    for country in ["DE", "US", "ZW"] {
        let found = recognise(&format!("GD123456785{country}"));
        assert!(carriers_of(&found).contains(&"tnt"), "{country}: {found:?}");
    }
    for suffix in ["XX", "AA", "CS"] {
        let found = recognise(&format!("GD123456785{suffix}"));
        assert!(!found.candidates().any(|one| one.strength() == Strength::Proven), "{suffix}: {found:?}");
    }
}

#[test]
fn misread_letters_are_repaired_where_a_check_digit_proves_it() {
    for (misread, meant) in
        [("RR4O7182533DE", "RR407182533DE"), ("OO340431278O55040644", "00340431278055040644")]
    {
        assert!(recognise(misread).best().is_none_or(|best| best.strength() == Strength::Shape), "{misread}");
        assert_eq!(repair(misread).unwrap().number(), meant);
    }
    // Right as it is; wrong all the same; no check digit that could tell; no number.
    for other in ["RR407182533DE", "RR4O7182534DE", "TBA3I8204557106", "größe", ""] {
        assert!(repair(other).is_none(), "{other}");
    }
}

#[test]
fn words_with_digits_are_no_ecommerce_numbers() {
    for word in ["INV2026000123X7", "THANKS20261234", "HKEHKV46Q05B056N"] {
        let found = recognise(word);
        assert!(found.candidates().all(|one| one.score() < 0), "{word}: {found:?}");
    }
}

#[test]
fn payment_cards_are_nobodys() {
    for card in ["4111111111111111", "5555555555554444", "3530111333300000", "6011111111111117"] {
        assert!(recognise(card).is_empty(), "{card}");
    }
}

#[test]
fn the_country_decides_where_digits_tell_nothing() {
    let carrier = |number: &str, country: &str| {
        recognise_with(number, &hint(country)).best().unwrap().carrier().as_str()
    };
    let twelve = shared_by("dhl", "identcode", &["gls", "fedex", "purolator"]);
    for (country, expected) in [("DE", "dhl"), ("AT", "gls"), ("US", "fedex"), ("CA", "purolator")] {
        assert_eq!(carrier(&twelve, country), expected, "{country}");
    }
    let eleven = "77881527194";
    assert_eq!(recognise(eleven).best().unwrap().carrier().as_str(), "dhl");
    assert_eq!((carrier(eleven, "US"), carrier(eleven, "DE")), ("old-dominion", "dhl"));
    // What a shape tells plainly no country changes.
    assert_eq!(carrier("1ZA1B2C30311965568", "DE"), "ups");
    assert_eq!(carrier("99.60.123456.12345678", "US"), "swiss-post");
}

#[test]
fn parts_tell_what_is_encoded() {
    let meaning = |number: &str, part: &str| {
        let found = recognise(number);
        let parts: Vec<_> = found.best().unwrap().parts().collect();
        let part = parts.iter().find(|one| one.name == part).unwrap_or_else(|| panic!("{number}: no {part}"));
        (part.value.to_owned(), part.meaning.unwrap_or_default())
    };
    for (number, part, value, means) in [
        ("1ZA1B2C30311965568", "service", "03", "Ground"),
        ("RR407182533DE", "service", "RR", "registered letter"),
        ("GD407182533AT", "service", "GD", "domestic or by agreement"),
        ("TR407182533GB", "service", "TR", ""),
        ("RR407182533BR", "country of the issuing post", "BR", "Brazil"),
        ("9405592474732164560940", "application", "94", "online or PC postage"),
        ("420606019505511855788524521459", "destination ZIP", "60601", ""),
        ("9101835917075443269451", "shipper", "835917075", ""),
        ("002381801239965822127136040P", "service", "136", "small parcel"),
        ("412516874195", "product", "25", "business parcel"),
        ("TBA318204557106", "country", "A", "United States"),
        ("996012345612345678", "franking licence", "60123456", ""),
    ] {
        assert_eq!(meaning(number, part), (value.to_owned(), means), "{number}");
    }
}

#[test]
fn links_have_the_form_that_the_page_takes() {
    let page = |number: &str| recognise(number).best().unwrap().url().unwrap();
    let express = example("fedex", "Ground 96, 34 digits", 1);
    assert!(page(&express).ends_with(&format!("trknbr={}", &express[22..])));
    assert!(page("01471234567890Y").contains("01471234567890") && !page("01471234567890Y").contains("890Y"));
    let waybill = example("dhl", "air waybill", 1);
    assert_eq!((&waybill[3..4], waybill.len()), ("-", 12));
    assert!(page(&waybill).ends_with(&waybill));
    let laser = example("lasership", "1LS7, long", 1);
    assert!(laser.ends_with("-1") && page(&laser).ends_with(&laser));
}
