//! Numbers in mails, pages and notes: what is found, where, and what is not taken for a number.
// Helpers outside of test functions may fail a test by panicking too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use parceltrack::recognise::{Evidence, FoundInText, Hints, Strength, find_in_text, recognise};
use proptest::prelude::*;

const DHL: &str = "00340431000123456787";
const UPS: &str = "1ZA1B2C30311965568";
const IDENTCODE: &str = "312714768284";
const HERMES: &str = "14111222333449";
const DPD: &str = "01234567890123";
const VAN: &str = "TBA318204557106";

fn find(text: &str) -> Vec<FoundInText> {
    find_in_text(text, &Hints::default())
}

fn best(found: &FoundInText) -> &str {
    found.recognised().best().unwrap().carrier().as_str()
}

/// Whether nothing but these is found: each as it stands in the text, with its normal form and its likeliest carrier.
#[track_caller]
fn check(text: &str, expected: &[(&str, &str, &str)]) {
    let found = find(text);
    let told: Vec<_> = found.iter().map(|f| (&text[f.range()], f.number(), best(f))).collect();
    assert_eq!(told, expected, "{text}");
}

#[track_caller]
fn check_one(text: &str, written: &str, carrier: &str) {
    let normal: String = written.chars().filter(char::is_ascii_alphanumeric).collect();
    check(text, &[(written, &normal.to_uppercase(), carrier)]);
}

#[track_caller]
fn check_none(text: &str) {
    check(text, &[]);
}

#[test]
fn a_german_mail() {
    let text = "Von: Muster Versand <service@muster-versand.example>\n\
        Datum: 3. November 2026 10:15\n\
        Betreff: Ihre Bestellung 302-1234567-7654321 ist unterwegs\n\n\
        Guten Tag Erika Mustermann,\n\n\
        wir haben Ihre Bestellung 20261103-4711 (Kundennummer 312714768284) an DHL übergeben.\n\
        Ihre Sendungsnummer lautet: 0034 0431 0001 2345 6787.\n\
        Verfolgen: https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=00340431000123456787\n\n\
        Rechnung RE-2026-000815 über 1.234,56 EUR, zahlbar auf DE89 3704 0044 0532 0130 00.\n\
        Telefon: 0228 4333112, USt-IdNr. DE123456789\n";
    let found = find(text);
    assert_eq!(found.len(), 1, "{found:?}");
    let places: Vec<&str> = found[0].places().iter().map(|place| &text[place.clone()]).collect();
    assert_eq!(places, ["0034 0431 0001 2345 6787", DHL]);
    assert_eq!((found[0].number(), best(&found[0])), (DHL, "dhl"));
    let evidence: Vec<String> = found[0].evidence().iter().map(|evidence| format!("{evidence:?}")).collect();
    assert!(evidence.iter().any(|e| e == "Label(\"sendungsnummer\")"), "{evidence:?}");
    assert!(evidence.iter().any(|e| e.starts_with("Link(")), "{evidence:?}");
    assert!(evidence.iter().any(|e| e.starts_with("Name(")), "{evidence:?}");
}

#[test]
fn an_english_mail() {
    check_one(
        "Hi John,\n\nyour order #20981-7731 has left our warehouse (order id 4021900177). It travels with UPS under \
         tracking number 1Z A1B 2C3 03 1196 556 8 and should arrive on 11/05/2026. Questions? Call +1 (502) 555-0142.\n",
        "1Z A1B 2C3 03 1196 556 8",
        "ups",
    );
}

#[test]
fn a_french_mail() {
    check(
        "Bonjour,\n\nvotre commande n° 250014 a été remise à DPD. Numéro de suivi : 01234567890123. \
         Facture F2026-118 : 89,90 €. Téléphone : 01 23 45 67 89. SIRET 732 829 320 00074\n",
        &[(DPD, DPD, "dpd")],
    );
    check_one("N° de colis : 14111222333449, bien à vous", HERMES, "hermes");
}

#[test]
fn labels_of_other_languages() {
    for label in [
        "Numero di spedizione",
        "Codice di tracciamento:",
        "Número de seguimiento:",
        "Nº de seguimiento",
        "Zendingsnummer:",
        "Track & Trace-code:",
        "Numer przesyłki:",
        "Nr listu przewozowego",
        "Sendungs-Nr.",
        "Sendungs-ID:",
        "Paketscheinnummer",
        "DHL-Paketnummer:",
        "Tracking #",
        "AWB No.",
        "PRO #",
        "\"trackingNumber\": \"",
        "tracking_number=",
        "Tracking:",
    ] {
        let text = format!("abc def {label} 312714768284 xyz");
        let found = find(&text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(&text[found[0].range()], IDENTCODE);
        assert!(found[0].evidence().iter().any(|evidence| matches!(evidence, Evidence::Label(_))), "{text}");
    }
}

#[test]
fn html_is_read_as_it_is_seen() {
    let text = "<html><head><style>.a312714768284 { width: 312714768284px }</style></head><body class=\"tracking-number\">\
        <table><tr><td style=\"font-family: Arial, sans-serif; font-size: 14px; padding: 10px 20px 10px 20px\">Sendungsnummer\
        </td>\n  <td style=\"font-family: Arial, sans-serif; color: #312714\" data-id=\"312714768284\"><b>3127&nbsp;1476&#160;8284</b></td></tr>\
        <tr><td>Auftragsnummer</td><td>470800204932</td></tr></table>\
        <a href=\"https://www.ups.com/track?loc=de&amp;tracknum=1ZA1B2C30311965568&amp;x=1\">hier</a></body></html>";
    check(text, &[("3127&nbsp;1476&#160;8284", IDENTCODE, "dhl"), (UPS, UPS, "ups")]);
    check_one(
        "<div itemscope><meta itemprop=\"trackingNumber\" content=\"312714768284\"/><meta name=\"build\" content=\"470800204932\"></div>",
        IDENTCODE,
        "dhl",
    );
    check_one("<p>Tracking <b>number</b>:&nbsp;<span>312714768284</span></p>", IDENTCODE, "dhl");
}

#[test]
fn a_place_where_a_word_may_be_broken_is_not_seen() {
    check("Sendungsnummer 312714<wbr>768284", &[("312714<wbr>768284", IDENTCODE, "dhl")]);
}

#[test]
fn elements_of_xml_are_labels() {
    check_one("<trackingNumber>312714768284</trackingNumber>", IDENTCODE, "dhl");
    check_one("<Tracking-Number type='x'>312714768284</Tracking-Number>", IDENTCODE, "dhl");
    check_one("<awb>5835894956</awb><weight>1234567</weight>", "5835894956", "dhl");
    for text in [
        "<awb></awb><weight>1234567</weight>",
        "<awb/><weight>1234567</weight>",
        "<carrier>DHL</carrier><orderNumber>312714768284</orderNumber>",
    ] {
        check_none(text);
    }
}

#[test]
fn quoted_printable_is_decoded() {
    let text = "From: Muster Versand <info@muster.example>\r\n\
        Message-ID: <470800204932.312714768284@mail.muster.example>\r\n\
        Content-Type: multipart/alternative; boundary=\"----=_Part_312714768284\"\r\n\r\n\
        ------=_Part_312714768284\r\n\
        Content-Type: text/plain; charset=\"utf-8\"\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n\
        F=C3=BCr Ihre Sendung haben wir die Sendungsnummer 3127=20=\r\n1476=208284 vergeben, zu sehen unter https://www.dhl.de/verfol=\r\n\
        gen.html?piececode=3D00340431000=\r\n123456787&lang=3Dde\r\n\
        ------=_Part_312714768284--\r\n";
    check(text, &[("3127=20=\r\n1476=208284", IDENTCODE, "dhl"), ("00340431000=\r\n123456787", DHL, "dhl")]);
    check_one("Sendungsnummer:=20312714=\n768284=20=C3=BCber", "312714=\n768284", "dhl");
    // Not quoted-printable, so nothing is lost.
    check_one("https://nolp.dhl.de/set_identcodes.do?idc=201298452277", "201298452277", "dhl");
}

#[test]
fn a_link_broken_by_a_mail_program_is_put_together() {
    check(
        "Link:\n<https://www.dhl.de/de/privatkunden/pakete-empfangen/verfolgen.html?piececode=003404310\n00123456787>\n",
        &[("003404310\n00123456787", DHL, "dhl")],
    );
    check_none("12345 00340431\n000123456787 ist keine");
}

#[test]
fn the_line_after_a_link_is_no_part_of_it() {
    for text in ["Infos: https://www.dhl.de/\n5835894956", "https://www.dhl.de/?piececode=%C3\r\n5835894956"]
    {
        let found = find(text);
        assert_eq!((found.len(), &text[found[0].range()]), (1, "5835894956"), "{text:?}");
        let is_linked = found[0].evidence().iter().any(|evidence| matches!(evidence, Evidence::Link(_)));
        assert!(!is_linked, "{text:?}");
    }
}

#[test]
fn a_link_outweighs_what_a_number_looks_like() {
    // Fourteen digits with the check digit of Hermes.
    check_one("https://tracking.dpd.de/status/de_DE/parcel/14111222333449", HERMES, "dpd");
    check_one("Ihre Sendungsnummer 14111222333449", HERMES, "hermes");
    check_one("Ihr DPD-Paket, Sendungsnummer 14111222333449", HERMES, "dpd");
}

#[test]
fn the_nearer_name_counts_more() {
    let score = |text: &str, carrier: &str| {
        let found = find(text);
        let mut candidates = found[0].recognised().candidates();
        candidates.find(|candidate| candidate.carrier().as_str() == carrier).unwrap().score()
    };
    let (hermes_nearer, dpd_nearer) =
        ("Nicht DPD, sondern Hermes: 14111222333449", "Nicht Hermes, sondern DPD: 14111222333449");
    assert_eq!(score(hermes_nearer, "hermes") - score(dpd_nearer, "hermes"), 20);
    assert_eq!(score(dpd_nearer, "dpd") - score(hermes_nearer, "dpd"), 20);
    let neither = "Nicht UPS, sondern Amazon. Sendungsnummer: 14111222333449";
    assert_eq!(score(hermes_nearer, "dpd") - score(neither, "dpd"), 40);
}

#[test]
fn hints_change_the_order_only() {
    let dpd = Hints::default().by_carrier("dpd".parse().unwrap());
    let text = "Sendungsnummer 14111222333449, Artikel 470800204932";
    let found = find_in_text(text, &dpd);
    assert_eq!((found.len(), best(&found[0])), (1, "dpd"));
}

#[test]
fn numbers_that_prove_themselves_need_nobodys_word() {
    for (text, written, carrier) in [
        ("heute kam 00340431000123456787 an", DHL, "dhl"),
        ("(00)3 4043 1000 1234 56787", "(00)3 4043 1000 1234 56787", "dhl"),
        ("1ZA1B2C30311965568.", UPS, "ups"),
        ("see 1Z A1B 2C3 03 1196 556 8!", "1Z A1B 2C3 03 1196 556 8", "ups"),
        ("rr 407 182 533 de", "rr 407 182 533 de", "dhl"),
        ("RR\u{a0}407\u{a0}182\u{a0}533\u{a0}DE", "RR\u{a0}407\u{a0}182\u{a0}533\u{a0}DE", "dhl"),
        ("TBA318204557106", VAN, "amazon"),
        ("2 1ZA1B2C30311965568 3", UPS, "ups"),
        ("*1ZA1B2C30311965568*", UPS, "ups"),
        ("label_1ZA1B2C30311965568.pdf", UPS, "ups"),
        ("DHL-00340431000123456787-Label", DHL, "dhl"),
        ("１ＺＡ１Ｂ２Ｃ３０３１１９６５５６８", "１ＺＡ１Ｂ２Ｃ３０３１１９６５５６８", "ups"),
        ("1ZA1B2C3\u{200c}0311965568", "1ZA1B2C3\u{200c}0311965568", "ups"),
    ] {
        let found = find(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!((&text[found[0].range()], best(&found[0])), (written, carrier), "{text}");
    }
    for text in [IDENTCODE, HERMES, DPD, "kam 312714768284 an", "5835894956", "1234567890123456"] {
        check_none(text);
    }
}

#[test]
fn nothing_is_found_inside_of_a_longer_number() {
    // The digits alone have the check digits of several carriers.
    for text in ["TBC 312714768284", "Tracking number TBC 312714768284", "TBC-312714768284"] {
        let found = find(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!((found[0].number(), best(&found[0])), ("TBC312714768284", "amazon"), "{text}");
    }
    for text in [
        "Sendungsnummer 999312714768284999312714768284999312714768284999312714768284",
        "Sendungsnummer 9312714768284-7",
        "Sendungsnummer 12-312714768284",
        "Sendungsnummer 312714768284.5",
        "Sendungsnummer x_1_312714768284_2",
        "Sendungsnummer ä1312714768284",
        "Sendungsnummer 1ä312714768284",
        "Sendungsnummer 9999 3127 1476 8284 9999",
    ] {
        check_none(text);
    }
}

#[test]
fn an_unmistakable_prefix_counts_more_than_a_check_digit() {
    let found = find("TBA318204557106 from Amazon");
    let best = found[0].recognised().best().unwrap();
    assert_eq!((best.carrier().as_str(), best.strength()), ("amazon", Strength::Shape));
    // A mistyped number of DHL's is still his.
    let found = find("Sendungsnummer 00340431000123456780");
    let best = found[0].recognised().best().unwrap();
    assert_eq!((best.carrier().as_str(), best.strength()), ("dhl", Strength::Shape));
}

#[test]
fn the_same_number_is_told_once() {
    let text = "Sendungsnummer 312714768284 … 3127 1476 8284 … Artikel 470800204932 … 31.27 14.768 284";
    let found = find(text);
    let places: Vec<&str> = found[0].places().iter().map(|place| &text[place.clone()]).collect();
    assert_eq!(places, ["312714768284", "3127 1476 8284", "31.27 14.768 284"]);
    assert_eq!(found.len(), 1);
}

#[test]
fn a_label_serves_a_list() {
    check(
        "Sendungsnummern: 312714768284, 470800204932 und 201298452277. Danke! Artikel 563102430313",
        &[
            ("312714768284", IDENTCODE, "dhl"),
            ("470800204932", "470800204932", "dhl"),
            ("201298452277", "201298452277", "dhl"),
        ],
    );
    check_one("Use 312714768284 as your tracking number.", IDENTCODE, "dhl");
    check_one("470800204932. Tracking number: 312714768284", IDENTCODE, "dhl");
}

#[test]
fn a_list_is_of_numbers_that_are_alike() {
    for text in [
        "Tracking: 1ZA1B2C30311965568\n5551234567",
        "Tracking number: 1ZA1B2C30311965568 (12345678)",
        "Tracking number 1ZA1B2C30311965568 weight 1234567 g",
        "<tr><td>Sendungsnummer</td><td>1ZA1B2C30311965568</td><td>1001234567</td></tr>",
        "tracking_number;order\n1ZA1B2C30311965568;100000000001",
    ] {
        check_one(text, UPS, "ups");
    }
    check_one("<td>Sendungsnummer</td><td>312714768284</td><td>470800204932</td>", IDENTCODE, "dhl");
    check_one("Sendungsnummer: 312714768284, Gewicht 470800204932 g", IDENTCODE, "dhl");
    for between in [", ", "\n", "; ", " / ", " & ", " und ", "\n- ", "<br>\n", "</li><li class=\"a.b\">"] {
        let found = find(&format!("Sendungsnummern: 312714768284{between}470800204932"));
        assert_eq!(found.len(), 2, "{between}");
    }
    let csv = "pos;carrier;tracking_number;order\n1;dhl;00340431584220885263;100000000001\n2;gls;412517672318;100000000002";
    let found = find(csv);
    let numbers: Vec<&str> = found.iter().map(FoundInText::number).collect();
    assert_eq!(numbers, ["00340431584220885263", "412517672318"]);
}

#[test]
fn a_label_ends_with_its_sentence() {
    for text in [
        "Fragen zur Sendungsverfolgung? Rufen Sie 5551234568 an.",
        "Sendungsverfolgung? 5551234568",
        "Sendungsverfolgung. 5551234568",
        "Sendungsverfolgung: wählen Sie 5551234568",
    ] {
        check_none(text);
    }
    for text in [
        "Sendungs-Nr. 12345678",
        "Sendungsnr. 12345678",
        "Ihre Sendungsnummer lautet: 12345678",
        "Sendungsnummer (Evri): 12345678",
        "<td>Sendungsnummer</td><td title=\"Was? Das.\">12345678</td>",
        "Sendung mit der Nummer 12345678",
    ] {
        check_one(text, "12345678", "evri");
    }
}

#[test]
fn numbers_of_orders_stay_theirs_behind_any_word_for_number() {
    for label in [
        "Bestellung Nr.",
        "Order-Nr.:",
        "Auftrag Nr.",
        "Rechnung Nr.",
        "Bestellung (Nr.",
        "Bestellung mit der Nummer",
        "Konto-Nr.",
        "Kto.-Nr.:",
        "Belegnummer",
        "Retourennummer",
        "Referenznummer:",
        "Kundenreferenz:",
        "Ihre Referenz:",
        "Verwendungszweck:",
        "Zahlungsreferenz",
        "Transaktions-ID:",
        "Buchungsnummer",
        "Postnummer",
        "Servicenummer",
        "EKP:",
        "Steuer-ID",
        "Your reference number:",
        "PO:",
        "PO#",
        "RMA",
        "Case:",
        "MPN",
        "S/N",
        "Ph:",
        "Commande no.",
        "Ordine nr.",
        "Pedido núm.",
        "Bestelling nr.",
        "Nr rachunku:",
        "Numer konta:",
    ] {
        check_none(&format!("Ihre {label} 312714768284 wurde mit DHL versandt"));
        check_none(&format!("Ihre {label} 10012345678901 wurde mit DPD versandt"));
    }
    // A carrier's name does not make a number of the order's.
    check_one("Ihre Bestellung per DHL: 312714768284", IDENTCODE, "dhl");
    check_one("Tracking reference number: 312714768284", IDENTCODE, "dhl");
}

#[test]
fn the_nearest_label_counts() {
    for text in [
        "Sendungsnummer folgt. Auftragsnummer: 312714768284",
        "Tracking number will follow. Order number 312714768284",
        "DHL-Kundennummer 312714768284",
        "DHL, invoice 312714768284",
        "EAN 312714768284 wird mit DHL geliefert",
        "DHL-Hotline: 312714768284",
    ] {
        check_none(text);
    }
    check_one("Auftragsnummer 4711, Sendungsnummer: 312714768284", IDENTCODE, "dhl");
    check_one("Sendungsnummer für Ihre Bestellung vom Montag: 312714768284", IDENTCODE, "dhl");
}

#[test]
fn a_carriers_name_lets_its_numbers_in() {
    check_one("Ihr DHL Paket 312714768284 kommt morgen", IDENTCODE, "dhl");
    check_one("DPD 01234567890123", DPD, "dpd");
    check_one("312714768284 (DHL)", IDENTCODE, "dhl");
    check_none("Ups, 312714768284 ist falsch");
    check_none(&format!("DHL {} 312714768284", "wort ".repeat(20)));
    // Nothing but twelve digits.
    check_none("UPS 312714768285");
}

#[test]
fn digits_that_may_be_anything_need_the_name_beside_them() {
    check_none("10012345678901 wurde mit DPD versandt");
    for text in ["DPD: 10012345678901", "10012345678901 (DPD)"] {
        check_one(text, "10012345678901", "dpd");
    }
}

#[test]
fn labels_of_carriers_with_letters_in_their_numbers() {
    check_one("GLS Track ID ZP123456", "ZP123456", "gls");
    check_one("Track-ID: YO0ABC12 (GLS)", "YO0ABC12", "gls");
    check_one("TrackID: 00FABC12", "00FABC12", "gls");
    check_one("Localizador: PQ4F6T0700000020108001Z", "PQ4F6T0700000020108001Z", "correos");
}

#[test]
fn groups_are_joined_as_they_are_printed() {
    check_one("Sendungsnummer: 99 60 123456 12345678", "99 60 123456 12345678", "swiss-post");
    for (written, carrier) in [
        ("9405 5924 7473\n2164 5609 40", "usps"),
        ("9405 5924 7473\n> 2164 5609 40", "usps"),
        ("0034 0431 2780 5504 \r\n0644", "dhl"),
        ("0034  0431  2780  5504  0644", "dhl"),
        ("0034–0431–2780–5504–0644", "dhl"),
        ("RR 407 182\n533 DE", "dhl"),
    ] {
        check_one(&format!("Sendungsnummer: {written}"), written, carrier);
        // It may be a table.
        let is_certain = carrier == "dhl";
        assert_eq!(find(written).len(), usize::from(is_certain), "{written}");
    }
    // What proves nothing is not joined.
    for text in ["DHL 3127\n1476\n8284", "DHL 3127  1476  8284", "DHL 3127\n14768284"] {
        check_none(text);
    }
}

#[test]
fn numbers_stay_hidden() {
    let text = "Sendungsnummer 00340431000123456787 und 1ZA1B2C30311965568";
    let shown = format!("{:?}", find(text));
    assert!(!shown.contains("3456787") && !shown.contains("1196556"), "{shown}");
}

/// Numbers by chance, the same at each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    fn of(&mut self, characters: &str, count: u64) -> String {
        let characters: Vec<char> = characters.chars().collect();
        (0..count).map(|_| characters[self.below(characters.len() as u64) as usize]).collect()
    }

    fn digits(&mut self, count: u64) -> String {
        self.of("0123456789", count)
    }

    fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len() as u64) as usize]
    }
}

fn account(chance: &mut Chance) -> String {
    let (country, len) =
        [("DE", 18), ("AT", 16), ("CH", 17), ("NL", 14), ("FR", 23), ("PL", 24), ("NO", 11), ("BE", 12)]
            [chance.below(8) as usize];
    let body = match country {
        "NL" => format!("{}{}", chance.of("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4), chance.digits(10)),
        _ => chance.digits(len),
    };
    let rest = format!("{body}{country}00").chars().fold(0, |rest, c| {
        let value = c.to_digit(36).unwrap();
        (rest * if value > 9 { 100 } else { 10 } + value) % 97
    });
    let whole = format!("{country}{:02}{body}", 98 - rest);
    if chance.below(2) == 0 {
        return whole;
    }
    whole.as_bytes().chunks(4).map(|group| str::from_utf8(group).unwrap()).collect::<Vec<_>>().join(" ")
}

fn article(chance: &mut Chance) -> String {
    let len = [7, 11, 12, 13][chance.below(4) as usize];
    let body = chance.digits(len);
    let weigh = |(at, c): (usize, char)| c.to_digit(10).unwrap() * if at % 2 == 0 { 3 } else { 1 };
    let sum: u32 = body.chars().rev().enumerate().map(weigh).sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

fn telephone(chance: &mut Chance) -> String {
    let (a, b, c) = (chance.digits(3), chance.digits(7), chance.digits(8));
    match chance.below(9) {
        0 => format!("0{a} {b}"),
        1 => format!("0{a}/{b}"),
        2 => format!("0{a}-{c}"),
        3 => format!("0{a}{c}"),
        4 => format!("+49 {a} {b}"),
        5 => format!("+49 (0) {a} {c}"),
        6 => format!("({a}) {}-{}", &b[..3], &b[3..]),
        7 => format!("0049 {a} {c}"),
        _ => format!("01 {} {} {} {}", &b[..2], &b[2..4], &b[4..6], &a[..2]),
    }
}

fn time(chance: &mut Chance) -> String {
    let day = format!(
        "20{}{:02}{:02}",
        chance.pick(&["24", "25", "26"]),
        1 + chance.below(12),
        1 + chance.below(28)
    );
    let clock = format!("{:02}{:02}{:02}", chance.below(24), chance.below(60), chance.below(60));
    match chance.below(8) {
        0 => format!("{day}{clock}"),
        1 => format!("{day}{clock}{}", chance.digits(3)),
        2 => format!("{day}-{clock}"),
        3 => format!("{day}{}", &clock[..4]),
        4 => format!("17{}", chance.digits(8)),
        5 => format!("17{}", chance.digits(11)),
        6 => format!(
            "{}-{}-{}T{}:{}:{}Z",
            &day[..4],
            &day[4..6],
            &day[6..],
            &clock[..2],
            &clock[2..4],
            &clock[4..]
        ),
        _ => format!("{day}T{clock}Z"),
    }
}

fn day(chance: &mut Chance) -> String {
    let (day, month) = (1 + chance.below(28), 1 + chance.below(12));
    let year = 2020 + chance.below(10);
    match chance.below(5) {
        0 => format!("{day:02}.{month:02}.{year}"),
        1 => format!("{year}-{month:02}-{day:02}"),
        2 => format!("{year}{month:02}{day:02}"),
        3 => format!("{month}/{day}/{year}"),
        _ => format!("{day:02} {month:02} {year}"),
    }
}

fn price(chance: &mut Chance) -> String {
    let (a, b, cents) = (chance.digits(3), chance.digits(3), chance.digits(2));
    let whole = format!("1{}", chance.digits(11));
    match chance.below(6) {
        0 => format!("{a},{cents} €"),
        1 => format!("{}.{a}.{b},{cents}", 1 + chance.below(9)),
        2 => format!("EUR {a}.{b},{cents}"),
        3 => format!("${a},{b}.{cents}"),
        4 => format!("{whole},{cents}"),
        _ => format!("{whole} EUR"),
    }
}

fn uuid(chance: &mut Chance) -> String {
    let hex = chance.pick(&["0123456789abcdef", "0123456789ABCDEF"]);
    [8, 4, 4, 4, 12].map(|len| chance.of(hex, len)).join("-")
}

fn hex(chance: &mut Chance) -> String {
    let len = [7, 8, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 32, 40, 64][chance.below(16) as usize];
    let hex = chance.pick(&["0123456789abcdef", "0123456789ABCDEF"]);
    chance.of(hex, len)
}

fn tax(chance: &mut Chance) -> String {
    let letter = |chance: &mut Chance| chance.of("ABCDEFGHJKLMNPQRSTUVWXYZ", 1);
    match chance.below(11) {
        0 => format!("DE{}", chance.digits(9)),
        1 => format!("ATU{}", chance.digits(8)),
        2 => format!("GB{}", chance.digits(9)),
        3 => format!("FR{}", chance.digits(11)),
        4 => format!("NL{}B{}", chance.digits(9), chance.digits(2)),
        5 => format!("PL{}", chance.digits(10)),
        6 => format!("BE0{}", chance.digits(9)),
        7 => format!("IT{}", chance.digits(11)),
        8 => format!("ES{}{}{}", letter(chance), chance.digits(7), letter(chance)),
        9 => format!("CHE-{}.{}.{} MWST", chance.digits(3), chance.digits(3), chance.digits(3)),
        _ => format!("{}/{}/{}", chance.digits(3), chance.digits(4), chance.digits(4)),
    }
}

fn order(chance: &mut Chance) -> String {
    let first = chance.pick(&["302", "028", "112", "404"]);
    format!("{first}-{}-{}", chance.digits(7), chance.digits(7))
}

/// None of 10,000 decoys is found where nothing speaks for it, and none proves itself where a carrier is named beside it.
#[track_caller]
fn check_decoys(decoy: fn(&mut Chance) -> String, label: &str) {
    let mut chance = Chance(42);
    let is_proven = |found: &FoundInText| {
        found.recognised().candidates().any(|candidate| candidate.strength() == Strength::Proven)
    };
    for _ in 0..10_000 {
        let decoy = decoy(&mut chance);
        for text in [
            format!("Wir schreiben Ihnen wegen {decoy} und melden uns."),
            format!("It is about {decoy}, as you know."),
            format!("<td>{decoy}</td>"),
            format!("{label}: {decoy}\n"),
            format!("Ihr DHL Paket. {label}: {decoy}. Mit UPS und FedEx."),
        ] {
            check_none(&text);
        }
        let named = format!("DHL, UPS, FedEx, Hermes, {decoy} – Amazon, GLS, USPS, DPD");
        let proven = find(&named).into_iter().find(is_proven);
        assert!(proven.is_none(), "{named}");
    }
}

#[test]
fn orders_are_no_numbers() {
    check_decoys(order, "Bestellnummer");
}

#[test]
fn accounts_are_no_numbers() {
    check_decoys(account, "IBAN");
}

/// An account's number as Poland prints it, or a reference as Switzerland's bills do.
fn payment(chance: &mut Chance) -> String {
    if chance.below(2) == 0 {
        let body = chance.digits(24);
        let rest = format!("{body}252100").bytes().fold(0, |rest, b| (rest * 10 + u64::from(b - b'0')) % 97);
        let whole = format!("{:02}{body}", 98 - rest);
        let groups = whole.as_bytes()[2..].chunks(4).map(|group| str::from_utf8(group).unwrap());
        return std::iter::once(&whole[..2]).chain(groups).collect::<Vec<_>>().join(" ");
    }
    const ROW: [usize; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
    let body = chance.digits(26);
    let carry = body.bytes().fold(0, |carry, b| ROW[(carry + usize::from(b - b'0')) % 10]);
    let whole = format!("{body}{}", (10 - carry) % 10);
    let groups = whole.as_bytes()[2..].chunks(5).map(|group| str::from_utf8(group).unwrap());
    std::iter::once(&whole[..2]).chain(groups).collect::<Vec<_>>().join(" ")
}

#[test]
fn payments_are_no_numbers() {
    check_decoys(payment, "Nr rachunku");
}

#[test]
fn a_part_of_a_longer_number_needs_more_than_a_check_digit() {
    // The first 22 of 26 digits have a format and a check digit of USPS.
    check_none("94 8537 0058 6185 3228 5065 7939");
}

#[test]
fn articles_are_no_numbers() {
    check_decoys(article, "EAN");
}

#[test]
fn telephones_are_no_numbers() {
    check_decoys(telephone, "Tel.");
}

#[test]
fn times_are_no_numbers() {
    check_decoys(time, "Timestamp");
}

#[test]
fn days_are_no_numbers() {
    check_decoys(day, "Datum");
}

#[test]
fn prices_are_no_numbers() {
    check_decoys(price, "Summe");
}

#[test]
fn ids_are_no_numbers() {
    check_decoys(uuid, "Transaction ID");
    check_decoys(hex, "Message ID");
}

#[test]
fn taxes_are_no_numbers() {
    check_decoys(tax, "USt-IdNr.");
}

#[test]
fn other_decoys_are_left_out() {
    for text in [
        "DHL Message-ID: <312714768284.470800204932@mail.example>",
        "DHL <a href=\"mailto:312714768284@shop.example\">",
        "DHL boundary=312714768284",
        "DHL\n--312714768284",
        "Hermes 4111 1111 1111 1111, DPD 371449635398431",
        "UPS https://shop.example/p/470800204932?session=312714768284",
        "git 312714768284abcdef0123456789abcdef01234567 DHL",
        "DHL 192.168.100.200",
    ] {
        check_none(text);
    }
    // Unless something says what it is.
    check_one("Sendungsnummer: 1793691233", "1793691233", "dhl");
}

#[test]
fn a_megabyte_of_anything_takes_no_time() {
    for piece in [
        "1-",
        "1 ",
        "12 ",
        "1234 ",
        "A ",
        "AA ",
        "AB12 ",
        "a ",
        "a1 ",
        "1234567890123",
        "&nbsp;",
        "1&nbsp;",
        "&",
        "=\n",
        "1=\n",
        "=3D",
        "=20",
        "=C3",
        "<",
        "<b",
        "<b ",
        "<style>",
        "<meta ",
        "</",
        "http://",
        "https://dhl.de/?q=1Z&",
        "www.",
        "%25",
        "http://a/%2525",
        "://",
        "a://",
        "<a x://",
        "@",
        "--",
        "+1",
        "(00)",
        "(00)1 ",
        "tracking ",
        "tracking number ",
        "# ",
        "DHL ",
        "DHL 12345678901 ",
        "Sendungsnummer 312714768284 ",
        "312714768284\n",
        "1ZA1B2C30311965568 ",
        "GB82 ",
        "GB82WEST ",
        "\u{a0}",
        "\u{200b}",
        "1\u{200b}",
        "ä",
        "1_",
        "1.",
        ",1",
        "Content-Transfer-Encoding: quoted-printable\n",
        "\n",
        "https://www.dhl.de/?piececode=0034043100\n",
        "RR 407 182 533 DE ",
        "RR407182533DE ",
        "DHL 312714768284 ",
        "1234567 ",
        "1234\n",
        "1234  ",
        "1234–",
        "94 0593 ",
        "<awb>1",
        "<wbr>",
        "S/N ",
    ] {
        let text = piece.repeat(1_000_000 / piece.len());
        for found in find(&text) {
            assert!(!found.places().is_empty());
        }
    }
}

/// Texts that are likelier to hold something than characters by chance.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        DHL,
        UPS,
        IDENTCODE,
        HERMES,
        DPD,
        VAN,
        "RR 407 182 533 DE",
        "0034 0431 0001 2345 6787",
        "1Z A1B 2C3 03 1196 556 8",
        "TBC 312714768284",
        " ",
        "\n",
        "\u{a0}",
        "\u{200b}",
        "&nbsp;",
        "&#49;",
        "=\n",
        "=20",
        "=3D",
        "%20",
        ".",
        "-",
        "_",
        ",",
        "/",
        "ä",
        "Sendungsnummer",
        "tracking number: ",
        "Auftragsnummer ",
        "DHL ",
        "DPD",
        "https://www.dhl.de/?piececode=",
        "https://shop.example/?u=https%3A%2F%2Fwww.ups.com%2Ftrack%3Ftracknum%3D",
        "<b>",
        "<meta itemprop=\"trackingNumber\" content=\"",
        "\">",
        "(00)",
        "@",
        "+",
        "１２",
        "Content-Transfer-Encoding: quoted-printable\n",
        "12",
        "3",
    ]);
    let piece = prop_oneof![4 => pieces.prop_map(str::to_owned), 1 => "\\PC{0,6}", 1 => any::<String>()];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// A stretch of text as it reads, near enough.
fn decoded(text: &str) -> String {
    let text = text
        .replace("=\n", "")
        .replace("=20", " ")
        .replace("%20", " ")
        .replace("&nbsp;", " ")
        .replace("&#49;", "1");
    let is_hidden = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    text.chars().filter(|c| !is_hidden(*c)).map(|c| if c.is_whitespace() { ' ' } else { c }).collect()
}

proptest! {
    #[test]
    fn places_are_those_of_the_number(text in texts()) {
        let found = find(&text);
        for found in &found {
            prop_assert!(!found.places().is_empty() && !found.recognised().is_empty());
            for place in found.places() {
                let part = text.get(place.clone());
                prop_assert!(part.is_some(), "{place:?} of {text:?}");
                let part = decoded(part.unwrap_or_default()).replace('+', " ");
                let alone = recognise(&part);
                prop_assert_eq!(alone.number(), found.number(), "{}", text);
            }
        }
        for (index, one) in found.iter().enumerate() {
            prop_assert!(found[index + 1..].iter().all(|other| other.number() != one.number()));
        }
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), more in "\\PC{0,400}") {
        for text in [text, more] {
            for found in find(&text) {
                for place in found.places() {
                    prop_assert!(text.get(place.clone()).is_some());
                }
            }
        }
    }

    #[test]
    fn other_text_around_loses_nothing(before in "[^<=]{0,300}", after in "[^<=]{0,300}", number in 0_usize..6) {
        let number = [DHL, UPS, IDENTCODE, HERMES, DPD, "0034 0431 0001 2345 6787"][number];
        let text = format!("{before}\n\nSendungsnummer: {number}\n\n{after}");
        let start = before.len() + "\n\nSendungsnummer: ".len();
        let expected = start..start + number.len();
        prop_assert!(find(&text).iter().any(|found| found.places().contains(&expected)), "{}", text);
    }
}
