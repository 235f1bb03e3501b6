//! Numbers that look random and follow from a state, so that they are the same everywhere
//! (SplitMix64, <https://prng.di.unimi.it/splitmix64.c>).

/// From one state of a sequence to the next.
pub(crate) const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// The number of a state.
pub(crate) const fn number(state: u64) -> u64 {
    let mixed = (state ^ state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

/// A number as one from 0 to 1, which itself is none. A float holds 53 bits.
#[cfg(any(feature = "runtime", feature = "sandbox", test))]
pub(crate) fn unit(number: u64) -> f64 {
    (number >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_reference() {
        let states = [1, 2, 3].map(|nth: u64| STEP.wrapping_mul(nth));
        let numbers = [0xe220_a839_7b1d_cdaf, 0x6e78_9e6a_a1b9_65f4, 0x06c4_5d18_8009_454f];
        assert_eq!(states.map(number), numbers);
    }

    #[test]
    fn units_are_from_zero_to_below_one() {
        assert_eq!((unit(0), unit(1 << 63)), (0.0, 0.5));
        assert!(unit(u64::MAX) < 1.0);
    }
}
