//! Digits as numbers and days.

use chrono::NaiveDate;

/// The number that one to nine ASCII digits write; none if there are fewer or more, or if a byte is no digit.
///
/// Whether all are digits is asked at the end: a branch after each would cost more than reading those that follow.
#[inline]
pub(crate) fn number(digits: &[u8]) -> Option<u32> {
    if !(1..=9).contains(&digits.len()) {
        return None;
    }
    let mut number = 0_u32;
    let mut is_number = true;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        is_number &= digit < 10;
        number = number.wrapping_mul(10).wrapping_add(u32::from(digit));
    }
    is_number.then_some(number)
}

/// The four numbers that eight ASCII digits write, two each; none if a byte is no digit.
///
/// Days and clocks are read by the million: all eight digits are looked at together, as eight lanes of one number.
#[inline]
pub(crate) fn pairs(digits: [u8; 8]) -> Option<[u32; 4]> {
    const LANES: u64 = 0x0101_0101_0101_0101;
    let values = u64::from_le_bytes(digits) ^ (LANES * u64::from(b'0'));
    // A value below ten has an empty high half, and still has after adding six. Only a lane that has failed already can
    // carry into the next.
    if (values | values.wrapping_add(LANES * 6)) & (LANES * 0xf0) != 0 {
        return None;
    }
    // No lane gets more than 99, so none runs over into the next.
    let [first, _, second, _, third, _, fourth, _] = (values * 10 + (values >> 8)).to_le_bytes();
    Some([first, second, third, fourth].map(u32::from))
}

/// The day that eight ASCII digits write: year, month, day; none if a byte is no digit or there is no such day.
#[inline]
pub(crate) fn day(digits: [u8; 8]) -> Option<NaiveDate> {
    let [century, year, month, day] = pairs(digits)?;
    NaiveDate::from_ymd_opt(i32::try_from(century * 100 + year).ok()?, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_digits_are_numbers_and_nothing_else_is() {
        assert_eq!(pairs(*b"20261127"), Some([20, 26, 11, 27]));
        assert_eq!(pairs(*b"00099099"), Some([0, 9, 90, 99]));
        for at in 0..8 {
            for byte in 0..=u8::MAX {
                let mut digits = *b"90909090";
                digits[at] = byte;
                let wanted: Option<Vec<u32>> = digits.chunks(2).map(number).collect();
                assert_eq!(pairs(digits).map(Vec::from), wanted, "{byte} at {at}");
            }
        }
    }

    #[test]
    fn digits_alone_are_a_number() {
        for (text, wanted) in [("0", 0), ("0420", 420), ("999999999", 999_999_999)] {
            assert_eq!(number(text.as_bytes()), Some(wanted));
        }
        for text in ["", "1a", "/1", "1:", "-1", "4\u{665}", "1000000000"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        assert_eq!(day(*b"20280229"), NaiveDate::from_ymd_opt(2028, 2, 29));
        assert_eq!([*b"20270229", *b"20261301", *b"20261100", *b"2026-1-1"].map(day), [None; 4]);
    }
}
