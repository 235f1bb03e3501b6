//! Makes inputs of seeds: by bytes, by the tokens that the formats are made of, and by mixing two.

/// What formats trip over.
const TOKENS: &[&str] = &[
    "null",
    "true",
    "[]",
    "{}",
    "\"\"",
    "0",
    "-1",
    "1e999",
    "9223372036854775808",
    "18446744073709551616",
    "NaN",
    "[",
    "{",
    "]",
    "}",
    "\"",
    "\\",
    ",",
    ":",
    "\\u0000",
    "\\ud800",
    "\u{feff}",
    "<",
    ">",
    "</",
    "/>",
    "<![CDATA[",
    "]]>",
    "<!--",
    "<!DOCTYPE a>",
    "&amp;",
    "&#x0;",
    "&nbsp;",
    "<wbr>",
    "=\r\n",
    "=3D",
    "%00",
    "\r\n",
    "\n> ",
    "\t",
    " ",
    "  ",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "2026-03-29T02:30:00",
    "2026-13-45",
    "24:00",
    "+99:99",
    "ß",
    "é",
    "\u{202e}",
    "\u{0}",
    "٣",
    "１",
    "Sendungsnummer",
    "DHL",
    "1Z",
    "http://",
    "#",
    "?a=",
    "(00)",
    "]C1",
];

/// No input is longer, in bytes.
const MOST: usize = 64 << 10;

/// Makes one input after the other.
pub(crate) struct Mutator<'s> {
    seeds: &'s [Vec<u8>],
    input: Vec<u8>,
    given: usize,
    state: u64,
}

impl<'s> Mutator<'s> {
    pub(crate) fn new(seeds: &'s [Vec<u8>]) -> Self {
        let state =
            std::env::var("PARCELTRACK_FUZZ_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
        Self { seeds, input: Vec::new(), given: 0, state }
    }

    fn below(&mut self, end: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ self.state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ mixed >> 31) % end.max(1) as u64) as usize
    }

    /// The next input: first the seeds as they are, then what becomes of them.
    pub(crate) fn next(&mut self) -> &[u8] {
        let nth = self.given;
        self.given += 1;
        if nth < self.seeds.len() {
            return &self.seeds[nth];
        }
        let seed = self.below(self.seeds.len());
        self.input.clear();
        self.input.extend_from_slice(&self.seeds[seed]);
        for _ in 0..=self.below(4) {
            self.change();
        }
        self.input.truncate(MOST);
        &self.input
    }

    fn change(&mut self) {
        let (kind, len) = (self.below(10), self.input.len());
        let at = self.below(len + 1);
        let end = (at + 1 + self.below([4, 40, 400][kind % 3])).min(len);
        match kind {
            0 if at < len => self.input[at] ^= 1 << self.below(8),
            1 if at < len => self.input[at] = self.below(256) as u8,
            2 => self.input.truncate(at),
            3 => drop(self.input.drain(at.min(end)..end)),
            4 => {
                let part = self.input[at.min(end)..end].to_vec();
                let again = part.repeat(1 + self.below(20));
                self.input.splice(at..at, again);
            }
            5 => {
                let other = self.below(self.seeds.len());
                let other = &self.seeds[other];
                let from = at.min(other.len());
                self.input.truncate(at);
                self.input.extend_from_slice(&other[from..]);
            }
            6 => self.value(at),
            7 => {
                let digit = self.input.iter().skip(at).position(u8::is_ascii_digit);
                if let Some(digit) = digit {
                    self.input[at + digit] = b'0' + self.below(10) as u8;
                }
            }
            _ => {
                let token = TOKENS[self.below(TOKENS.len())].bytes();
                self.input.splice(at..at, token);
            }
        }
    }

    /// Puts a token in the place of the next value of JSON or the next text of XML.
    fn value(&mut self, at: usize) {
        let is_before = |byte: &u8| matches!(byte, b':' | b'>');
        let Some(start) = self.input.iter().skip(at).position(is_before).map(|place| at + place + 1) else {
            return;
        };
        let is_behind = |byte: &u8| matches!(byte, b',' | b'}' | b'<');
        let len = self.input.iter().skip(start).position(is_behind).unwrap_or(0);
        let token = TOKENS[self.below(TOKENS.len())].bytes();
        self.input.splice(start..start + len, token);
    }
}
