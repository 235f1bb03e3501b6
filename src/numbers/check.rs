//! Check digits: the eleven rules that carriers publish or that their numbers are seen to follow.

use super::normal::{MAX_LEN, Normal};

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
        let is_known = match self {
            Self::Iso3736 => return iso_3736(body),
            Self::Ups => body.iter().all(u8::is_ascii_alphanumeric),
            _ => body.iter().all(u8::is_ascii_digit),
        };
        let weights = (0..body.len()).map(|place| self.weight(place, body.len()).unwrap_or(0));
        let sum = match self {
            Self::Luhn => luhn(body),
            _ => body.iter().zip(weights).map(|(character, weight)| value(*character) * weight).sum(),
        };
        let (modulus, digits) = self.division();
        digits.get((sum % modulus) as usize).filter(|_| is_known).map(|digit| char::from(*digit))
    }

    /// Whether letters count in it, where it is a sum.
    pub(crate) const fn takes_letters(self) -> bool {
        matches!(self, Self::Ups)
    }

    /// What a character counts at a place of a body of so many, from 0; none where the rule is no such sum.
    fn weight(self, place: usize, len: usize) -> Option<u32> {
        let behind = len.checked_sub(place + 1)?;
        let turn = |weights: &[u32], place: usize| weights.get(place % weights.len()).copied();
        match self {
            Self::Gs1 => turn(&[3, 1], behind),
            Self::From3 | Self::Gls => turn(&[3, 1], place),
            Self::From1 => turn(&[1, 3], place),
            Self::Ups => turn(&[1, 2], place),
            Self::Identcode => turn(&[4, 9], place),
            Self::Fedex11 => turn(&[1, 3, 7], behind),
            Self::S10 => turn(&[8, 6, 4, 2, 3, 5, 9, 7], place),
            // The powers of ten.
            Self::Mod7 => turn(&[1, 3, 2, 6, 4, 5], behind),
            Self::Luhn | Self::Iso3736 => None,
        }
    }

    /// By what a sum is divided, and the check digit for each remainder.
    const fn division(self) -> (u32, [u8; 11]) {
        match self {
            Self::Mod7 => (7, *b"0123456----"),
            Self::Fedex11 => (11, *b"01234567890"),
            Self::S10 => (11, *b"50987654321"),
            Self::Gls => (10, *b"9876543210-"),
            _ => (10, *b"0987654321-"),
        }
    }

    /// How much it tells that a check character fits, in tenths of a natural logarithm.
    pub(super) const fn points(self) -> i16 {
        match self {
            Self::Iso3736 => 36,
            _ => 23,
        }
    }
}

/// A digit's value; a letter counts as UPS has it, as the last digit of its ASCII code less 63: `A` as 2, `B` as 3.
fn value(character: u8) -> u32 {
    u32::from(counted(character))
}

const fn counted(character: u8) -> u8 {
    match character {
        0..b'A' => character.wrapping_sub(b'0'),
        _ => {
            let value = character - 63;
            value
                - if value >= 20 {
                    20
                } else if value >= 10 {
                    10
                } else {
                    0
                }
        }
    }
}

fn luhn(body: &[u8]) -> u32 {
    let (sum, _) = body.iter().rev().fold((0, true), |(sum, is_doubled), digit| {
        let double = value(*digit) * 2;
        let counted = if !is_doubled { value(*digit) } else { double - if double > 9 { 9 } else { 0 } };
        (sum + counted, !is_doubled)
    });
    sum
}

fn iso_3736(body: &[u8]) -> Option<char> {
    let mut rest = 36;
    for character in body {
        rest += match character {
            b'0'..=b'9' => u32::from(character - b'0'),
            b'A'..=b'Z' => u32::from(character - b'A') + 10,
            _ => return None,
        };
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

    /// What the check character of a number says.
    pub fn fit(&self, number: &Normal) -> Fit {
        let bytes = number.bytes();
        let expected = self.expected(bytes);
        match bytes.get(self.body(bytes.len()).end) {
            Some(found) if expected == Some(char::from(*found)) => Fit::Fits,
            _ => Fit::Fails(expected),
        }
    }

    fn has_front(&self, number: &Normal) -> bool {
        let body = number.bytes().get(self.body(number.len()));
        body.is_some_and(|body| body.starts_with(self.front.as_bytes()))
    }

    /// The right check character of a number, whatever stands in its place.
    pub(super) fn expected(&self, number: &[u8]) -> Option<char> {
        let body = number.get(self.body(number.len()))?;
        if self.front.is_empty() || body.starts_with(self.front.as_bytes()) {
            return self.algorithm.check_character(body);
        }
        let mut whole = [0; MAX_LEN + MAX_FRONT];
        let len = self.front.len() + body.len();
        whole.get_mut(..self.front.len())?.copy_from_slice(self.front.as_bytes());
        whole.get_mut(self.front.len()..len)?.copy_from_slice(body);
        self.algorithm.check_character(whole.get(..len)?)
    }
}

/// How many places are summed at once.
const LANES: usize = 16;

/// What each character of a number counts in the sums of check digits.
pub(crate) struct Values([u16; MAX_LEN]);

impl Values {
    pub(crate) fn of(number: &Normal) -> Self {
        // The low bits of a digit's code are what it counts.
        let mut values = number.text().map(|digit| u16::from(digit & 0xf));
        if number.has_letter() {
            for (value, character) in values.iter_mut().zip(number.bytes()) {
                *value = u16::from(counted(*character));
            }
        }
        Self(values)
    }
}

/// A check digit of the numbers of one length, as a sum over all places at once.
pub(crate) struct Sum {
    weights: [u16; MAX_LEN],
    /// What the front adds that is missing.
    front: u16,
    modulus: u32,
    digits: [u8; 11],
    check: &'static Check,
}

impl Sum {
    /// None where the rule is no such sum.
    pub(crate) fn new(check: &'static Check, len: usize) -> Option<Self> {
        let body = check.body(len);
        let front = check.front.as_bytes();
        let of = |place| u16::try_from(check.algorithm.weight(place, front.len() + body.len())?).ok();
        let mut weights = [0; MAX_LEN];
        for (place, weight) in weights.get_mut(body.clone())?.iter_mut().enumerate() {
            *weight = of(front.len() + place)?;
        }
        let values = front.iter().map(|digit| u16::from(digit & 0xf));
        let sum = values.enumerate().map(|(place, value)| Some(value * of(place)?)).sum::<Option<u16>>()?;
        let (modulus, digits) = check.algorithm.division();
        Some(Self { weights, front: sum, modulus, digits, check })
    }

    /// Whether the check digit is the right one.
    pub(crate) fn fits(&self, number: &Normal, values: &Values) -> bool {
        if !self.check.front.is_empty() && self.check.has_front(number) {
            return self.check.fit(number) == Fit::Fits;
        }
        let weights = self.weights.chunks_exact(LANES).zip(values.0.chunks_exact(LANES));
        let of_lanes = |(weights, values): (&[u16], &[u16])| -> u16 {
            weights.iter().zip(values).map(|(weight, value)| weight * value).sum()
        };
        let sum: u16 = weights.take(number.len().div_ceil(LANES)).map(of_lanes).sum();
        let check = number.bytes().get(self.check.body(number.len()).end);
        self.digits.get((u32::from(self.front + sum) % self.modulus) as usize) == check
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
            (Algorithm::Mod7, "99999999999999999999999999999999999999", '1'),
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
