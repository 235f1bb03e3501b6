//! FedEx: the formats of its numbers.
//!
//! Shapes and check digits are those of <https://github.com/jkeen/tracking_number_data/blob/main/couriers/fedex.json>;
//! door tags and SmartPost follow <https://github.com/mediocre/bloodhound/blob/main/carriers>. Parcels of SmartPost,
//! today Ground Economy, are delivered by the postal service of the United States under a number of its own kind, of
//! which FedEx prints all or all but the first two digits.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Field, Form, Format};

const EXPRESS: Check = Check::new(Algorithm::Fedex11);
const GROUND: Check = Check::new(Algorithm::From1);

/// The page takes the last twelve of 34 digits.
const LAST_TWELVE: Form = Form::Inner { skip: 22, tail: 0 };

/// The number is the postal service's first of all.
const BEHIND_USPS: i16 = -100;

/// What a box is, at the start of an SSCC.
const CONTAINERS: &[(&str, &str)] =
    &[("00", "carton"), ("01", "pallet"), ("02", "larger"), ("04", "internal")];

const SCNC: &[(&str, &str)] = &[("32", "shipper of 9 digits")];

const fn smart_post(name: &'static str, pattern: &'static str, left_out: &'static str) -> Format {
    Format::new(name, pattern).checked(Check::new(Algorithm::Gs1).with_front(left_out)).delivered_by("usps")
}

const fn under_usps(name: &'static str, pattern: &'static str, skip: u8) -> Format {
    Format::new(name, pattern)
        .checked(Check::new(Algorithm::Gs1).after(skip))
        .shown_as(Form::Inner { skip, tail: 0 })
        .delivered_by("usps")
        .more_usual_by(BEHIND_USPS)
}

const FORMATS: &[Format] = &[
    Format::new("Express", "#{12}").checked(EXPRESS),
    Format::new("Ground", "#{15}")
        .checked(GROUND)
        .with_fields(&[Field::new("shipper", 0, 7), Field::new("package", 7, 7)]),
    Format::new("SSCC", "#{18}").checked(Check::new(Algorithm::From3).after(2)).with_fields(&[
        Field::new("container", 0, 2).with_codes(CONTAINERS).telling(32),
        Field::new("serial", 2, 15),
    ]),
    smart_post("SmartPost 6129", "6129#{16}", "92"),
    smart_post("SmartPost 7489", "7489#{16}", "92"),
    smart_post("SmartPost 4199", "4199#{16}", "92"),
    smart_post("SmartPost 02", "02#{18}", "92"),
    smart_post("SmartPost 02, of 91", "02#{18}", "91"),
    Format::new("Ground 96", "96#{20}").checked(GROUND.after(7)).even_if_mistyped().with_fields(&[
        Field::new("SCNC", 2, 2),
        Field::new("service", 4, 3),
        Field::new("shipper", 7, 7),
        Field::new("package", 14, 7),
    ]),
    Format::new("Express, 32 digits", "3#{31}")
        .checked(EXPRESS.after(16).before(4))
        .with_fields(&[Field::new("number", 16, 12)])
        .shown_as(Form::Inner { skip: 16, tail: 4 }),
    Format::new("Express, 34 digits", "[0-8]#{33}")
        .checked(EXPRESS.after(20))
        .with_fields(&[Field::new("destination ZIP", 15, 5), Field::new("serial", 20, 13)])
        .shown_as(LAST_TWELVE),
    Format::new("Ground 96, 34 digits", "96#{32}")
        .checked(EXPRESS.after(20))
        .even_if_mistyped()
        .with_fields(&[
            Field::new("SCNC", 2, 2).with_codes(SCNC),
            Field::new("shipper", 9, 10),
            Field::new("serial", 20, 13),
        ])
        .shown_as(LAST_TWELVE),
    Format::new("door tag", "DT#{12}").checked(EXPRESS.after(2)),
    under_usps("Ground Economy", "926129#{16}", 0),
    under_usps("Ground Economy with ZIP", "420#{5}926129#{16}", 8),
    under_usps("Ground Economy with ZIP+4", "420#{9}926129#{16}", 12),
    under_usps("Ground Economy 748", "927489#{16}", 0).more_usual_by(BEHIND_USPS - 10),
];

pub(super) const ENTRY: Entry = Entry::of_numbers("fedex", "FedEx", FORMATS)
    .at_home_in(&["US"])
    .with_url("https://www.fedex.com/fedextrack/?trknbr={n}");
