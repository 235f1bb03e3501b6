//! What looks like a tracking number and is none.

use super::chars;
use super::groups::{Group, Kind};
use crate::numbers::{Algorithm, Normal};

/// How much it looks like something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doubt {
    None,
    /// It may be a telephone number, a time, a card, an id or a table's cells: something must say what it is.
    Likely,
    /// It is something else.
    Certain,
}

/// How far around a number is looked.
const AROUND: usize = 64;

/// The lengths of international bank account numbers by country.
/// <https://www.swift.com/standards/data-standards/iban-international-bank-account-number>
const ACCOUNTS: &str = "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18\
                        FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20\
                        LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31\
                        SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

/// How many groups from the first on are a bank account's number.
pub(super) fn account(text: &str, groups: &[Group]) -> Option<usize> {
    let first = groups.first().filter(|group| group.kind == Kind::Digits)?;
    match (first.len, first.ends.0) {
        (2, b'0'..=b'9') => local_account(text, groups),
        (4.., b'A'..=b'Z') => international_account(text, groups),
        _ => None,
    }
}

/// The same of an international one, the remainder of which by 97 is 1.
fn international_account(text: &str, groups: &[Group]) -> Option<usize> {
    let first = groups.first()?;
    let wanted = match text.as_bytes().get(first.range.clone())? {
        [one, two, ..] => account_length([one.to_ascii_uppercase(), two.to_ascii_uppercase()])?,
        _ => return None,
    };
    let (mut len, mut count) = (0, 0);
    while len < wanted {
        len += groups.get(count)?.len;
        count += 1;
    }
    let last = groups.get(count - 1).filter(|_| len == wanted)?;
    let number = chars::normal(text.get(first.range.start..last.range.end)?)?;
    is_account(number.as_str()).then_some(count)
}

/// The same of one without its country, or of the reference on a bill: of both, a part may look like another number.
fn local_account(text: &str, groups: &[Group]) -> Option<usize> {
    let (first, second) = (groups.first()?, groups.get(1)?);
    let (count, len, is_one): (_, _, fn(&str) -> bool) = match (first.len, second.len) {
        // Poland's, the international one of which begins with `PL`.
        (2, 4) => (7, 4, |number| is_account(&format!("PL{number}"))),
        // The reference on Switzerland's bills.
        (2, 5) => (6, 5, is_payment_reference),
        _ => return None,
    };
    let groups = groups.get(..count)?;
    let (first, rest) = groups.split_first()?;
    let is_printed = first.kind == Kind::Digits && rest.iter().all(|group| group.len == len);
    let number = chars::normal(text.get(first.range.start..rest.last()?.range.end).filter(|_| is_printed)?)?;
    is_one(number.as_str()).then_some(count)
}

/// Whether the last digit is the check digit of the recursive modulo 10 procedure.
fn is_payment_reference(number: &str) -> bool {
    const ROW: [u32; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
    let (Some(body), Some(last)) = (number.get(..number.len() - 1), number.chars().last()) else {
        return false;
    };
    let carry = body
        .chars()
        .try_fold(0, |carry, c| ROW.get(usize::try_from(carry + c.to_digit(10)?).ok()? % 10).copied());
    carry.map(|carry| (10 - carry) % 10) == last.to_digit(10)
}

fn account_length(country: [u8; 2]) -> Option<usize> {
    let is_its = |row: &&[u8]| matches!(row, [one, two, ..] if [*one, *two] == country);
    let row = ACCOUNTS.as_bytes().chunks_exact(4).find(is_its)?;
    std::str::from_utf8(row.get(2..)?).ok()?.parse().ok()
}

/// Whether a number is an international bank account number.
fn is_account(number: &str) -> bool {
    let (Some(start), Some(rest)) = (number.get(..4), number.get(4..)) else { return false };
    let rest = rest.chars().chain(start.chars()).try_fold(0, |rest, character| {
        let value = character.to_digit(36)?;
        Some((rest * if value > 9 { 100 } else { 10 } + value) % 97)
    });
    let country = start.as_bytes().first_chunk().copied();
    country.and_then(account_length) == Some(number.len()) && rest == Some(1)
}

/// How much the number at a place of a text looks like something else.
pub(super) fn doubt(text: &str, start: usize, end: usize, number: &Normal) -> Doubt {
    let place = Place::new(text, start, end);
    let is_digits = number.as_str().bytes().all(|b| b.is_ascii_digit());
    if place.is_in_address() || is_account(number.as_str()) {
        return Doubt::Certain;
    }
    if !is_digits {
        return if is_hex(place.text) { Doubt::Likely } else { Doubt::None };
    }
    if place.is_dialled() || place.is_amount() || place.is_host() || is_day(number.as_str()) {
        return Doubt::Certain;
    }
    if place.has_area_code() || looks_like_other(number.as_str()) { Doubt::Likely } else { Doubt::None }
}

/// The same of a number without anything around.
pub(super) fn looks_like_other(digits: &str) -> bool {
    is_time(digits) || is_telephone(digits) || is_card(digits)
}

/// Whether digits are a day, such as 20261103.
pub(super) fn is_day(digits: &str) -> bool {
    digits.len() == 8 && starts_with_day(digits)
}

fn starts_with_day(digits: &str) -> bool {
    let number = |range| digits.get(range).and_then(|part: &str| part.parse::<u32>().ok()).unwrap_or(0);
    (1990..2050).contains(&number(0..4))
        && (1..=12).contains(&number(4..6))
        && (1..=31).contains(&number(6..8))
}

/// Whether digits are a time: the seconds or milliseconds since 1970, or year, month, day and more.
fn is_time(digits: &str) -> bool {
    let is_unix = matches!(digits.len(), 10 | 13) && (digits.starts_with("17") || digits.starts_with("18"));
    let hour = digits.get(8..10).is_none_or(|hour| hour < "24");
    let minute = digits.get(10..12).is_none_or(|minute| minute < "60");
    is_unix || (matches!(digits.len(), 8..=20) && starts_with_day(digits) && hour && minute)
}

/// Whether digits may be dialled.
fn is_telephone(digits: &str) -> bool {
    match digits.len() {
        9..=12 => digits.starts_with('0'),
        13..=15 => digits.starts_with("00"),
        _ => false,
    }
}

/// Whether digits are a payment card's. <https://www.iso.org/standard/70484.html>
fn is_card(digits: &str) -> bool {
    let is_long_enough = match digits.len() {
        16 => digits.starts_with(['3', '4', '5', '6']),
        15 => digits.starts_with("34") || digits.starts_with("37"),
        _ => false,
    };
    let body = digits.as_bytes().get(..digits.len().saturating_sub(1)).unwrap_or_default();
    is_long_enough && digits.chars().last() == Algorithm::Luhn.check_character(body)
}

/// Whether it is written as ids in hexadecimal are.
fn is_hex(text: &str) -> bool {
    text.len() >= 8
        && text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f'))
        && text.bytes().any(|b| b.is_ascii_lowercase())
}

/// A number with what stands around it.
struct Place<'t> {
    text: &'t str,
    before: &'t [u8],
    after: &'t [u8],
}

impl<'t> Place<'t> {
    fn new(text: &'t str, start: usize, end: usize) -> Self {
        let bytes = text.as_bytes();
        Self {
            text: text.get(start..end).unwrap_or_default(),
            before: bytes.get(start.saturating_sub(AROUND)..start).unwrap_or_default(),
            after: bytes.get(end..bytes.len().min(end + AROUND)).unwrap_or_default(),
        }
    }

    /// Whether it is a part of an e-mail address, of a message's id or of what separates the parts of a mail.
    fn is_in_address(&self) -> bool {
        let is_end =
            |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'<' | b'>' | b',' | b';' | b'(');
        let left = self.before.rsplit(is_end).next().unwrap_or_default();
        let right = self.after.split(is_end).next().unwrap_or_default();
        left.contains(&b'@')
            || right.contains(&b'@')
            || left.starts_with(b"--")
            || left.starts_with(b"boundary=")
    }

    /// Whether `+` stands before it, or `tel:`.
    fn is_dialled(&self) -> bool {
        let is_part = |byte: &u8| {
            byte.is_ascii_digit() || matches!(byte, b' ' | b'(' | b')' | b'-' | b'/' | b'.' | 0xc2 | 0xa0)
        };
        let dialled = self.before.iter().rev().take(24).take_while(|byte| is_part(byte)).count();
        let (rest, dialled) = self.before.split_at(self.before.len() - dialled);
        let is_near = dialled.first().or(self.text.as_bytes().first()).is_some_and(|b| *b != b' ');
        (rest.ends_with(b"+") && is_near) || rest.ends_with(b"tel:")
    }

    /// Whether the digits before stand in brackets or before a slash.
    fn has_area_code(&self) -> bool {
        let before = self.before.trim_ascii_end();
        let area = before.strip_suffix(b")").or(before.strip_suffix(b"/")).map(<[u8]>::trim_ascii_end);
        area.and_then(<[u8]>::last).is_some_and(u8::is_ascii_digit) && !before.ends_with(b"(00)")
    }

    /// Whether it is an amount: with cents or a currency.
    fn is_amount(&self) -> bool {
        if let [b',', rest @ ..] = self.after {
            let cents = rest.iter().take_while(|b| b.is_ascii_digit()).count();
            if matches!(cents, 1 | 2) || (cents == 0 && rest.first() == Some(&b'-')) {
                return true;
            }
        }
        let is_currency = |text: &str| {
            const CURRENCIES: &[&str] = &[
                "€", "$", "£", "¥", "EUR", "USD", "GBP", "CHF", "PLN", "SEK", "NOK", "DKK", "CZK", "zł",
                "Euro",
            ];
            CURRENCIES.iter().any(|currency| text.starts_with(currency))
        };
        let blank =
            |bytes: &'t [u8]| bytes.strip_prefix(b" ").or(bytes.strip_prefix(b"\xc2\xa0")).unwrap_or(bytes);
        let after = blank(self.after);
        let after = after.get(..after.len().min(4)).unwrap_or_default();
        let before = self.before.trim_ascii_end();
        let before = before.get(before.len().saturating_sub(3)..).unwrap_or_default();
        is_currency(&String::from_utf8_lossy(after))
            || is_currency(&String::from_utf8_lossy(before))
            || before.ends_with(b"$")
            || before.ends_with("£".as_bytes())
    }

    /// Whether it is the address of a computer.
    fn is_host(&self) -> bool {
        let parts = self.text.split('.');
        parts.clone().count() == 4 && parts.clone().all(|part| matches!(part.len(), 1..=3))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, part: &str) -> Doubt {
        let start = text.find(part).unwrap();
        doubt(text, start, start + part.len(), &chars::normal(part).unwrap())
    }

    #[test]
    fn what_stands_around_tells_what_it_is() {
        for (text, part) in [
            ("Message-ID: <770012345676.12@mail.example>", "770012345676"),
            ("x.770012345676@example.org", "770012345676"),
            ("--770012345676", "770012345676"),
            ("boundary=770012345676", "770012345676"),
            ("Tel. +49 (0) 228 4333112", "228 4333112"),
            ("+1-770012345676", "770012345676"),
            ("<a href=\"tel:02284333112\">", "02284333112"),
            ("Summe 770012345676,99", "770012345676"),
            ("Summe 770012345676 €", "770012345676"),
            ("total $770012345676", "770012345676"),
            ("from 192.168.100.200 by", "192.168.100.200"),
            ("am 20261103 um", "20261103"),
            ("IBAN DE89 3704 0044 0532 0130 00.", "DE89 3704 0044 0532 0130 00"),
        ] {
            assert_eq!(of(text, part), Doubt::Certain, "{text}");
        }
    }

    #[test]
    fn some_may_be_something_else() {
        for (text, part) in [
            ("at 1793691234 or", "1793691234"),
            ("at 1793691234567 or", "1793691234567"),
            ("at 20261103101500 or", "20261103101500"),
            ("0228 4333112", "0228 4333112"),
            ("(0228) 43331123", "43331123"),
            ("0228/43331123", "43331123"),
            ("0049 228 4333112", "0049 228 4333112"),
            ("4111 1111 1111 1111", "4111 1111 1111 1111"),
            ("371449635398431", "371449635398431"),
            ("deadbeef0123", "deadbeef0123"),
        ] {
            assert_eq!(of(text, part), Doubt::Likely, "{text}");
        }
    }

    #[test]
    fn numbers_are_left_alone() {
        for (text, part) in [
            ("(00)340434161094042557", "340434161094042557"),
            ("1Z999AA10123456784", "1Z999AA10123456784"),
            ("770012345676, 770012345687", "770012345676"),
            ("770012345676,770012345687", "770012345676"),
            ("20269903101500", "20269903101500"),
            ("2 + 770012345676", "770012345676"),
            ("4111111111111112", "4111111111111112"),
            ("DEADBEEF0123", "DEADBEEF0123"),
            ("DE89 3704 0044 0532 0130 01", "DE89 3704 0044 0532 0130 01"),
            ("00340434161094042557", "00340434161094042557"),
        ] {
            assert_eq!(of(text, part), Doubt::None, "{text}");
        }
    }

    #[test]
    fn lengths_of_accounts_are_known() {
        assert_eq!(ACCOUNTS.len() % 4, 0);
        assert!(
            ACCOUNTS.as_bytes().chunks_exact(4).all(|row| row
                .first_chunk()
                .copied()
                .and_then(account_length)
                .is_some())
        );
        for account in ["GB82WEST12345698765432", "NO9386011117947", "AT611904300234573201"] {
            assert!(is_account(account), "{account}");
        }
        for other in ["GB82WEST12345698765433", "DE893704004405320130", "RR407182533DE", "GB"] {
            assert!(!is_account(other), "{other}");
        }
    }
}
