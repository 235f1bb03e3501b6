//! La Poste of France with Colissimo: the formats of its numbers.
//!
//! Colissimo's check digit is GS1's over the ten digits behind the product code
//! (<https://metacpan.org/dist/Business-Colissimo>). Products come and go, so an unknown one is no reason to refuse a
//! number. La Poste serves Monaco, too.

use crate::carrier::Entry;
use crate::numbers::{Algorithm, Check, Field, Format};

/// Colissimo's products, sorted.
const PRODUCTS: &[&str] = &["1Z", "6A", "6C", "6H", "7A", "8L", "8R", "8V", "9L"];

const COLISSIMO: Format = Format::new("Colissimo", "[1-9]@#{11}")
    .checked(Check::new(Algorithm::Gs1).after(2))
    .with_fields(&[Field::new("product", 0, 2), Field::new("serial", 2, 10)]);

const FORMATS: &[Format] = &[
    COLISSIMO.where_also(is_product, 25),
    COLISSIMO.named("Colissimo, unknown product").where_also(is_other, 0),
    Format::new("S10 of France", "@{2}#{9}FR").s10(),
    Format::new("S10 of Monaco", "@{2}#{9}MC").s10(),
];

fn is_product(number: &str) -> bool {
    number.get(..2).is_some_and(|product| PRODUCTS.contains(&product))
}

fn is_other(number: &str) -> bool {
    !is_product(number)
}

pub(super) const ENTRY: Entry = Entry::of_numbers("la-poste", "La Poste", FORMATS)
    .at_home_in(&["FR", "MC"])
    .with_url("https://www.laposte.fr/outils/suivre-vos-envois?code={n}");
