//! Row 1: whose a number is. The limit knows twelve formats and says which of them a number has; ours knows all, and ranks them.

use std::hint::black_box;

use parceltrack::carriers;
use parceltrack::recognise::recognise;
use regex::{Regex, RegexSet};

use super::{Check, Timing, interleaved};

/// How many numbers are in the mix: too many for a processor to learn them by heart.
const NUMBERS: usize = 4096;

/// How many numbers a second one core reads at least.
const A_SECOND: f64 = 6.5e6;

/// Right numbers of many carriers.
const RIGHT: &str = "00340431278055040644 00340431584220885263 312714768284 311312335158 5835894956 5619693870 \
    08401387295096 08404189547639 412516874195 412517672318 01235499750621H 01237892206159I \
    002381801239965822127136040P 0032661012348884919761360406 1029487741274515249365 1029984511902086882364 \
    6C61969742288 6C03052108434 CP678861432AT CP185656591AT UL164975484YP UL225481428YP 00370625454741075082 \
    00370093633423776869 1ZA1B2C30311965568 1ZA1B2C30328516020 J5906515352 J9157201838 395508730428 392326629985 \
    041029820361310 043370698562841 9611019070852787025672 9611019288217994416601 61297835377115362366 \
    61299821944820494586 9405592474732164560940 9405591761003183560614 92001988165528373296975913 \
    92001911766302456649247477 420606019505511855788524521459 420606019505511490117352592022 03961292036075612190 \
    03998372047092354469 9101835917075443269451 9101871580073870086717 7069369228449469 7058897192907615 \
    333858518983 333301516576 77881527194 77856146897 C11177524924249 C14931891242256 D17866546383863 \
    D17225564505405 TBA318204557106 QA2600817345 YT2611450012345678 LP00712345678901 3SKLMQ0123456 \
    3SKLMQ012345678 JJD0002300123456789 H1000123450678901234 323212340000567800012030 996012345612345678 \
    GFUS01021234567890 LTN12340056N1 SP012345670000123456 LX12345670 1LS712345000123 D123456789000001234001";

/// The same with wrong check digits.
const WRONG: &str = "00340431913402210036 319853453899 5498916044 08820336639182 412546585506 01234809016907M \
    008921701237672248521136040R 1029947012635443559628 6C87238739645 CP198297816AT UL369715626YP \
    00370511318723982947 1ZA1B2C30348538541 J6833416494 396757835922 046325454979332 9611019252012016996358 \
    61299245701709418070 9405597088865693097645 92001972483351580890524396 420606019505515007192825405453 \
    03911239443326278307 9101265548347355652463 7012852411300297 339367063199 77851723271 C16311009301756 \
    D15364412131111";

const WORDS: &str = "Sendungsnummer tracking your parcel is on its way ORDER Leipzig 2026 invoice KUNDENNUMMER delivery \
    Zustellung A113 numero colis paquete 08:15 DE89370400440532013000 302-1234567-1234567 overnight EXPRESS";

/// A quarter each of right and wrong numbers, random digits and words.
fn mix() -> Vec<String> {
    let mut state = 1_u64;
    let mut chance = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let lists =
        [RIGHT, WRONG, WORDS].map(|list| list.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>());
    let [right, wrong, words] = &lists;
    (0..NUMBERS)
        .map(|_| {
            let list = match chance(4) {
                0 => right,
                1 => wrong,
                2 => words,
                _ => return (0..8 + chance(15)).map(|_| char::from(b'0' + chance(10) as u8)).collect(),
            };
            list.get(chance(list.len())).map(|&word| word.to_owned()).unwrap_or_default()
        })
        .collect()
}

/// The code that twelve formats ask for at the least: the normal form, its length and alphabet, and a check digit.
// Every place is one that the length has shown to be there.
#[allow(clippy::indexing_slicing)]
mod limit {
    /// What a character is: 0 for none of a number's, else its capital. A blank is 1.
    static UPPER: [u8; 256] = {
        let (mut upper, mut at) = ([0; 256], 0);
        while at < 128 {
            if (at as u8).is_ascii_alphanumeric() {
                upper[at] = (at as u8).to_ascii_uppercase();
            }
            at += 1;
        }
        upper[b' ' as usize] = 1;
        upper
    };

    /// The normal form, and a bit for each of the twelve formats that the number has.
    pub(super) fn find(text: &str) -> Option<([u8; 32], u16)> {
        let (mut number, mut len, mut letters) = ([0_u8; 32], 0, 0_u32);
        for byte in text.bytes() {
            match UPPER[usize::from(byte)] {
                0 => return None,
                1 => {}
                character if len < 32 => {
                    number[len] = character;
                    letters += u32::from(character >= b'A');
                    len += 1;
                }
                _ => return None,
            }
        }
        let n = &number[..len];
        let has = |format: u32, fits: bool| u16::from(fits) << format;
        let formats = match (len, letters) {
            (10, 0) => has(0, mod_7(&n[..9]) == n[9]),
            (11, 1) => has(1, n[0] == b'J' && fill(pairs(&n[1..10], [1, 2])) == n[10]),
            (12, 0) => {
                has(2, fill(pairs(&n[..11], [4, 9])) == n[11])
                    | has(3, fill(pairs(&n[..11], [3, 1]) + 1) == n[11])
                    | has(4, fedex(&n[..11]) == n[11])
            }
            (13, 4) => {
                let frame = n[0] >= b'A' && n[1] >= b'A' && n[11] >= b'A' && n[12] >= b'A';
                has(5, frame && s10(&n[2..10]) == n[10])
            }
            (14, 0) => has(6, fill(pairs(&n[..13], [3, 1])) == n[13]),
            (15, 0) => has(7, fill(pairs(&n[..14], [1, 3])) == n[14]),
            (18, 1..) => has(8, n[0] == b'1' && n[1] == b'Z' && fill(ups(&n[2..17])) == n[17]),
            (20, 0) => has(9, n[0] == b'0' && n[1] == b'0' && fill(pairs(&n[..19], [3, 1])) == n[19]),
            (22, 0) => has(10, n[0] == b'9' && fill(pairs(&n[..21], [3, 1])) == n[21]),
            (15 | 28, 1) => has(11, iso(&n[..len - 1]) == n[len - 1]),
            _ => 0,
        };
        (formats != 0).then_some((number, formats))
    }

    /// Weights in turn from the left.
    fn pairs(digits: &[u8], [first, second]: [u32; 2]) -> u32 {
        let mut sum = 0;
        let pairs = digits.chunks_exact(2);
        if let [last] = pairs.remainder() {
            sum += u32::from(last - b'0') * first;
        }
        for pair in pairs {
            sum += u32::from(pair[0] - b'0') * first + u32::from(pair[1] - b'0') * second;
        }
        sum
    }

    fn ups(characters: &[u8]) -> u32 {
        let mut sum = 0;
        for (place, character) in characters.iter().enumerate() {
            let value = if *character < b'A' { character - b'0' } else { (character - 63) % 10 };
            sum += u32::from(value) << (place & 1);
        }
        sum
    }

    fn mod_7(digits: &[u8]) -> u8 {
        let mut number = 0;
        for digit in digits {
            number = number * 10 + u64::from(digit - b'0');
        }
        b'0' + (number % 7) as u8
    }

    fn fedex(digits: &[u8]) -> u8 {
        let mut sum = 0;
        for (digit, weight) in digits.iter().zip([3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) {
            sum += u32::from(digit - b'0') * weight;
        }
        b'0' + (sum % 11 % 10) as u8
    }

    fn s10(digits: &[u8]) -> u8 {
        let mut sum = 0;
        for (digit, weight) in digits.iter().zip([8, 6, 4, 2, 3, 5, 9, 7]) {
            sum += u32::from(digit.wrapping_sub(b'0')) * weight;
        }
        match 11 - sum % 11 {
            11 => b'5',
            10 => b'0',
            check => b'0' + check as u8,
        }
    }

    fn iso(characters: &[u8]) -> u8 {
        let mut rest = 36;
        for character in characters {
            rest += u32::from(if *character < b'A' { character - b'0' } else { character - b'A' + 10 });
            rest = if rest > 36 { rest - 36 } else { rest } * 2;
            rest = if rest > 36 { rest - 37 } else { rest };
        }
        let check = ((37 - rest) % 36) as u8;
        if check < 10 { b'0' + check } else { b'A' + check - 10 }
    }

    fn fill(sum: u32) -> u8 {
        b'0' + ((10 - sum % 10) % 10) as u8
    }
}

/// Each format's shape as a regular expression.
fn patterns() -> Vec<String> {
    let formats = carriers::ALL.iter().flat_map(|entry| entry.formats);
    let pattern = |shape: String| shape.replace('#', "[0-9]").replace('@', "[A-Z]").replace('*', "[0-9A-Z]");
    formats.map(|format| format!("^{}$", pattern(format.shape().to_string()))).collect()
}

/// Times a mix of numbers, and prints beside it what the shapes alone cost as regular expressions.
pub(super) fn recognised(check: &mut Check) {
    let numbers = mix();
    let patterns = patterns();
    let each: Vec<Regex> = patterns.iter().filter_map(|pattern| Regex::new(pattern).ok()).collect();
    let Ok(set) = RegexSet::new(&patterns) else { return };
    let mut limit = || {
        for number in &numbers {
            black_box(limit::find(black_box(number)));
        }
    };
    let mut ours = || {
        for number in &numbers {
            black_box(recognise(black_box(number)));
        }
    };
    let mut one_by_one = || {
        for number in &numbers {
            black_box(each.iter().filter(|regex| regex.is_match(number)).count());
        }
    };
    let mut at_once = || {
        for number in &numbers {
            black_box(set.matches(number).iter().count());
        }
    };
    let timings = interleaved(&mut [&mut limit, &mut ours, &mut one_by_one, &mut at_once]);
    let [limit, ours, one_by_one, at_once] = timings.as_slice() else { return };
    check.row(&format!("recognise, {NUMBERS} numbers"), ours, limit, 4.0);
    let of_one = |timing: &Timing| timing.median / NUMBERS as f64;
    let a_second = 1e9 / of_one(ours);
    let missed = a_second < A_SECOND / 1.15;
    check.missed |= missed;
    println!(
        "{:<34} limit {:>9.1} ns  ours {:>9.1} ns a number, {:.1} million a second  goal {:.1}{}",
        format!("recognise, {} formats", patterns.len()),
        of_one(limit),
        of_one(ours),
        a_second / 1e6,
        A_SECOND / 1e6,
        if missed { "  MISSED" } else { "" },
    );
    println!(
        "{:<34} one by one {:.0} ns, at once {:.0} ns a number, without check digits",
        "the same as regular expressions",
        of_one(one_by_one),
        of_one(at_once),
    );
}
