//! Amazon's marketplaces, and which region answers for each.

use super::access::Region;

/// One of Amazon's marketplaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Marketplace {
    /// Amazon's identifier, `A1PA6795UKMFR9`.
    pub id: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// The shop's host without `www.`.
    pub shop: &'static str,
    /// Which host of the Selling Partner API answers for it.
    pub region: Region,
}

const fn row(country: &'static str, id: &'static str, region: Region, shop: &'static str) -> Marketplace {
    Marketplace { id, country, shop, region }
}

/// Every [marketplace], by country.
///
/// [marketplace]: https://developer-docs.amazon.com/sp-api/docs/marketplace-ids
pub const MARKETPLACES: &[Marketplace] = &[
    row("AE", "A2VIGQ35RCS4UG", Region::Eu, "amazon.ae"),
    row("AU", "A39IBJ37TRP1C6", Region::Fe, "amazon.com.au"),
    row("BE", "AMEN7PMS3EDWL", Region::Eu, "amazon.com.be"),
    row("BR", "A2Q3Y263D00KWC", Region::Na, "amazon.com.br"),
    row("CA", "A2EUQ1WTGCTBG2", Region::Na, "amazon.ca"),
    row("DE", "A1PA6795UKMFR9", Region::Eu, "amazon.de"),
    row("EG", "ARBP9OOSHTCHU", Region::Eu, "amazon.eg"),
    row("ES", "A1RKKUPIHCS9HS", Region::Eu, "amazon.es"),
    row("FR", "A13V1IB3VIYZZH", Region::Eu, "amazon.fr"),
    row("GB", "A1F83G8C2ARO7P", Region::Eu, "amazon.co.uk"),
    row("IE", "A28R8C7NBKEWEA", Region::Eu, "amazon.ie"),
    row("IN", "A21TJRUUN4KGV", Region::Eu, "amazon.in"),
    row("IT", "APJ6JRA9NG5V4", Region::Eu, "amazon.it"),
    row("JP", "A1VC38T7YXB528", Region::Fe, "amazon.co.jp"),
    row("MX", "A1AM78C64UM0Y8", Region::Na, "amazon.com.mx"),
    row("NL", "A1805IZSGTT6HS", Region::Eu, "amazon.nl"),
    row("PL", "A1C3SOZRARQ6R3", Region::Eu, "amazon.pl"),
    row("SA", "A17E79C6D8DWNP", Region::Eu, "amazon.sa"),
    row("SE", "A2NODRKZP88ZB9", Region::Eu, "amazon.se"),
    row("SG", "A19VAU5U5O7RUS", Region::Fe, "amazon.sg"),
    row("TR", "A33AVAJ2PDY3EV", Region::Eu, "amazon.com.tr"),
    row("US", "ATVPDKIKX0DER", Region::Na, "amazon.com"),
    row("ZA", "AE08WJ6YKNBMC", Region::Eu, "amazon.co.za"),
];

impl Marketplace {
    /// The marketplace with this identifier.
    pub fn find(id: &str) -> Option<&'static Self> {
        MARKETPLACES.iter().find(|row| row.id == id)
    }

    /// The marketplace of a shop as people and exports write it: `Amazon.de`, `www.amazon.de`.
    pub fn of_shop(shop: &str) -> Option<&'static Self> {
        let shop = shop.trim();
        let bare = shop
            .get(..4)
            .filter(|start| start.eq_ignore_ascii_case("www."))
            .map_or(shop, |_| shop.get(4..).unwrap_or_default());
        MARKETPLACES.iter().find(|row| row.shop.eq_ignore_ascii_case(bare))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marketplaces_are_sorted_and_found() {
        assert_eq!(MARKETPLACES.len(), 23);
        assert!(MARKETPLACES.windows(2).all(|pair| pair[0].country < pair[1].country));
        for row in MARKETPLACES {
            assert_eq!(Marketplace::find(row.id), Some(row));
            assert_eq!(Marketplace::of_shop(&row.shop.to_uppercase()), Some(row));
        }
        assert_eq!(Marketplace::of_shop("www.Amazon.co.uk").map(|row| row.country), Some("GB"));
        assert_eq!(
            (Marketplace::find(""), Marketplace::of_shop("wwww"), Marketplace::of_shop("ä")),
            (None, None, None)
        );
    }
}
