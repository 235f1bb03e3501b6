//! Check digits: the eleven rules that carriers publish or that their numbers are seen to follow.

use super::normal::Normal;
use super::shape::MAX_LEN;

/// The longest front that a number is printed without, in characters.
const MAX_FRONT: usize = 4;

/// How a check character follows from the characters before it, its body.
///
/// One mistyped digit is noticed, with these exceptions:
///
/// | rule | does not see |
/// |---|---|
/// | [`Mod7`](Self::Mod7) | a digit that is 7 more or less |
/// | [`Ups`](Self::Ups) | a digit of weight 2 that is 5 more or less |
/// | [`Identcode`](Self::Identcode) | a digit of weight 4 that is 5 more or less |
/// | [`Fedex11`](Self::Fedex11) | that the remainder is 0 instead of 10, or the reverse |
/// | [`S10`](Self::S10) | that the remainder is 0 instead of 6, or the reverse |
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// GS1's: weights 3 and 1 from the right, the sum filled up to a multiple of 10.
    /// <https://www.gs1.org/services/how-calculate-check-digit-manually>
    Gs1,
    /// Weights 3 and 1 from the left, filled up to a multiple of 10: Canada Post, older numbers of USPS.
    From3,
    /// Weights 1 and 3 from the left, filled up to a multiple of 10: FedEx Ground.
    From1,
    /// UPS's: weights 1 and 2 from the left without the sum of a product's digits, letters counted as digits.
    Ups,
    /// Luhn's: every second digit from the right doubled, with the sum of the product's digits.
    Luhn,
    /// The remainder of the body as a whole number, divided by 7: DHL Express and air waybills.
    Mod7,
    /// Weights 1, 3 and 7 from the right, modulo 11, the remainder 10 written 0: FedEx Express.
    Fedex11,
    /// The Universal Postal Union's: weights 8, 6, 4, 2, 3, 5, 9 and 7, modulo 11 (standard S10).
    S10,
    /// Deutsche Post's Identcode and Leitcode: weights 4 and 9 from the left, filled up to a multiple of 10.
    Identcode,
    /// GLS's: weights 3 and 1 from the left and one more, filled up to a multiple of 10.
    Gls,
    /// ISO/IEC 7064 MOD 37,36 over digits and letters: DPD.
    Iso3736,
}

impl Algorithm {
    /// The check character of a body of ASCII digits and capitals; none where the rule knows no such character.
    ///
    /// ```
    /// use parceltrack::numbers::Algorithm;
    ///
    /// assert_eq!(Algorithm::Gs1.check_character(b"0034043100012345678"), Some('7'));
    /// assert_eq!(Algorithm::Iso3736.check_character(b"01471234567890"), Some('Y'));
    /// assert_eq!(Algorithm::Mod7.check_character(b"12A"), None);
    /// ```
    pub fn check_character(self, body: &[u8]) -> Option<char> {
        match self {
            Self::Iso3736 => return iso_3736(body),
            Self::Ups => return body.iter().all(u8::is_ascii_alphanumeric).then(|| digit(fill(ups(body)))),
            _ => {}
        }
        body.iter().all(u8::is_ascii_digit).then(|| {
            digit(match self {
                Self::Gs1 => fill(weigh(body.iter().rev(), [3, 1])),
                Self::From3 => fill(weigh(body.iter(), [3, 1])),
                Self::From1 => fill(weigh(body.iter(), [1, 3])),
                Self::Luhn => fill(luhn(body)),
                Self::Mod7 => body.iter().fold(0, |rest, digit| (rest * 10 + value(*digit)) % 7),
                Self::Fedex11 => weigh(body.iter().rev(), [1, 3, 7]) % 11 % 10,
                Self::S10 => match 11 - weigh(body.iter(), [8, 6, 4, 2, 3, 5, 9, 7]) % 11 {
                    11 => 5,
                    10 => 0,
                    check => check,
                },
                Self::Identcode => fill(weigh(body.iter(), [4, 9])),
                Self::Gls => fill(weigh(body.iter(), [3, 1]) + 1),
                Self::Ups | Self::Iso3736 => 0,
            })
        })
    }

    /// How much it tells that a check character fits, in tenths of a natural logarithm.
    pub(super) const fn points(self) -> i16 {
        match self {
            Self::Iso3736 => 36,
            _ => 23,
        }
    }
}

fn value(character: u8) -> u32 {
    u32::from(character.wrapping_sub(b'0'))
}

fn digit(value: u32) -> char {
    char::from_digit(value, 10).unwrap_or('0')
}

/// What a sum lacks to a multiple of 10.
fn fill(sum: u32) -> u32 {
    (10 - sum % 10) % 10
}

fn weigh<'b, const N: usize>(digits: impl Iterator<Item = &'b u8>, weights: [u32; N]) -> u32 {
    digits.zip(weights.into_iter().cycle()).map(|(digit, weight)| value(*digit) * weight).sum()
}

fn luhn(body: &[u8]) -> u32 {
    let doubled = |(place, digit): (usize, &u8)| match (place % 2, value(*digit) * 2) {
        (1, double) => double / 2,
        (_, double) if double > 9 => double - 9,
        (_, double) => double,
    };
    body.iter().rev().enumerate().map(doubled).sum()
}

/// A letter counts as the last digit of its ASCII code less 63: `A` as 2, `B` as 3.
fn ups(body: &[u8]) -> u32 {
    let values = body.iter().map(|character| match character {
        b'0'..=b'9' => value(*character),
        letter => u32::from(letter.wrapping_sub(63)) % 10,
    });
    values.zip([1, 2].into_iter().cycle()).map(|(value, weight)| value * weight).sum()
}

fn iso_3736(body: &[u8]) -> Option<char> {
    let mut rest = 36;
    for character in body {
        rest += char::from(*character).to_digit(36)?;
        rest = if rest > 36 { rest - 36 } else { rest } * 2;
        rest = if rest > 36 { rest - 37 } else { rest };
    }
    char::from_digit((37 - rest) % 36, 36).map(|character| character.to_ascii_uppercase())
}

/// Where a format's check character stands and over what it is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    algorithm: Algorithm,
    skip: u8,
    tail: u8,
    front: &'static str,
}

impl Check {
    /// A check character at the end, over all before it.
    pub const fn new(algorithm: Algorithm) -> Self {
        Self { algorithm, skip: 0, tail: 0, front: "" }
    }

    /// The same, but the first characters do not count.
    #[must_use]
    pub const fn after(self, skip: u8) -> Self {
        Self { skip, ..self }
    }

    /// The same, with so many characters behind the check character.
    #[must_use]
    pub const fn before(self, tail: u8) -> Self {
        Self { tail, ..self }
    }

    /// The same, but over the body with this put before it where it is missing.
    #[must_use]
    pub const fn with_front(self, front: &'static str) -> Self {
        assert!(front.len() <= MAX_FRONT, "more than is ever left out");
        Self { front, ..self }
    }

    /// The rule.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// What is put before the body where it is missing; mostly nothing.
    pub const fn front(&self) -> &'static str {
        self.front
    }

    /// Which characters of a number of so many count. The check character stands behind them.
    pub const fn body(&self, len: usize) -> std::ops::Range<usize> {
        self.skip as usize..len.saturating_sub(1 + self.tail as usize)
    }

    /// Whether the check character of a number is the right one.
    pub fn fit(&self, number: &Normal) -> Fit {
        let bytes = number.bytes();
        let expected = self.expected(bytes);
        match bytes.get(self.body(bytes.len()).end) {
            Some(found) if expected == Some(char::from(*found)) => Fit::Fits,
            _ => Fit::Fails(expected),
        }
    }

    /// The right check character of a number, whatever stands in its place.
    pub(super) fn expected(&self, number: &[u8]) -> Option<char> {
        let body = number.get(self.body(number.len()))?;
        if body.starts_with(self.front.as_bytes()) {
            return self.algorithm.check_character(body);
        }
        let mut whole = [0; MAX_LEN + MAX_FRONT];
        let len = self.front.len() + body.len();
        whole.get_mut(..self.front.len())?.copy_from_slice(self.front.as_bytes());
        whole.get_mut(self.front.len()..len)?.copy_from_slice(body);
        self.algorithm.check_character(whole.get(..len)?)
    }
}

/// Whether sixteen digits begin like a payment card's, with 3 to 6, and end in Luhn's check digit
/// (<https://www.iso.org/standard/70484.html>).
pub(crate) fn is_payment_card(number: &str) -> bool {
    let bytes = number.as_bytes();
    let Some((last, body)) = bytes.split_last().filter(|_| bytes.len() == 16) else { return false };
    matches!(bytes.first(), Some(b'3'..=b'6'))
        && Algorithm::Luhn.check_character(body) == Some(char::from(*last))
}

/// What a number's check character says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fit {
    /// The format has none.
    None,
    /// It is the right one.
    Fits,
    /// It is another than this one; none where the rule knows no right one.
    Fails(Option<char>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_gives_its_character() {
        for (algorithm, body, expected) in [
            (Algorithm::Gs1, "0034043100012345678", '7'),
            (Algorithm::Gs1, "940551234567890123456", '9'),
            (Algorithm::Gs1, "1411122233344", '9'),
            (Algorithm::Gs1, "4021000777", '2'),
            (Algorithm::From3, "123400005678901", '2'),
            (Algorithm::From1, "12345670000123", '4'),
            (Algorithm::Ups, "4R7W21035550018", '3'),
            (Algorithm::Ups, "123400567", '0'),
            (Algorithm::Luhn, "33000123456", '7'),
            (Algorithm::Mod7, "612345678", '0'),
            (Algorithm::Fedex11, "77001234567", '6'),
            (Algorithm::S10, "40718253", '3'),
            (Algorithm::S10, "00000000", '5'),
            (Algorithm::S10, "47312502", '0'),
            (Algorithm::S10, "12345678", '5'),
            (Algorithm::Identcode, "20123456789", '2'),
            (Algorithm::Gls, "51023456789", '1'),
            (Algorithm::Iso3736, "01471234567890", 'Y'),
        ] {
            assert_eq!(algorithm.check_character(body.as_bytes()), Some(expected), "{algorithm:?} {body}");
        }
        for algorithm in [Algorithm::Gs1, Algorithm::Luhn, Algorithm::S10] {
            assert_eq!(algorithm.check_character(b"12A4"), None);
        }
    }

    #[test]
    fn payment_cards_are_told() {
        for card in ["4111111111111111", "5555555555554444", "3530111333300000", "6011111111111117"] {
            assert!(is_payment_card(card), "{card}");
        }
        for other in ["4111111111111112", "1234567890123452", "411111111111111", "41111111111111111", ""] {
            assert!(!is_payment_card(other), "{other}");
        }
    }

    #[test]
    fn what_is_missing_is_put_before() {
        let check = Check::new(Algorithm::Ups).after(1).with_front("4");
        assert_eq!(check.fit(&Normal::new("C11177524924249").unwrap()), Fit::Fits);
        assert!(matches!(check.fit(&Normal::new("C11177524924248").unwrap()), Fit::Fails(Some('9'))));
        assert_eq!(check.fit(&Normal::new("C").unwrap()), Fit::Fails(None));
    }
}
