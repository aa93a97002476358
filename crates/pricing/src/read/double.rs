//! Numbers of JSON that are not whole, as the nearest double of IEEE 754, which is what JavaScript makes of them: from
//! text and to text, exactly, by whole numbers of any length instead of tables. Only wrong values and milliseconds are
//! such numbers, so this is slow and small. Nothing here computes with doubles; they are only bits.

use std::cmp::Ordering;

/// Binary digits of a double's significand.
const SIGNIFICAND_BITS: i64 = 53;
/// The exponent of the smallest normal double.
const LOWEST_EXPONENT: i64 = -1022;
/// The exponent of the largest double.
const HIGHEST_EXPONENT: i64 = 1023;
/// Digits that tell any two doubles apart.
const MOST_DIGITS: i64 = 17;
/// Beyond these powers of ten there is no double but zero and infinity, whatever the significand.
const POWERS: std::ops::RangeInclusive<i64> = -400..=400;

const SIGN: u64 = 1 << 63;
/// The bits of infinity; those of numbers are below, and those of what is no number above.
const INFINITY: u64 = 0x7FF << (SIGNIFICAND_BITS - 1);

/// A double by its bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Double(pub u64);

impl Double {
    /// The double next to `significand` x 10^`power`; `None` beyond all of them.
    #[must_use]
    pub fn nearest(significand: u64, power: i64) -> Option<Self> {
        nearest(significand, power).map(Self)
    }

    /// The same below zero.
    #[must_use]
    pub const fn negative(self) -> Self {
        Self(self.0 | SIGN)
    }
}

fn nearest(significand: u64, power: i64) -> Option<u64> {
    if significand == 0 || power < *POWERS.start() {
        return Some(0);
    }
    if power > *POWERS.end() {
        return None;
    }
    let (mut above, mut below) = (Whole::of(significand), Whole::of(1));
    above.times(10, power);
    below.times(10, -power);
    // 2^exponent <= value < 2^(exponent + 1)
    let mut exponent = above.bits() - below.bits();
    if quotient(&above, &below, -exponent).0 == 0 {
        exponent -= 1;
    }
    if exponent > HIGHEST_EXPONENT {
        return None;
    }
    let exponent = exponent.max(LOWEST_EXPONENT);
    let (significand, rest) = quotient(&above, &below, SIGNIFICAND_BITS - 1 - exponent);
    let significand = rounded(significand, rest);
    // A carry goes on into the exponent, as it must.
    let bits = (u64::try_from(exponent - LOWEST_EXPONENT).ok()? << (SIGNIFICAND_BITS - 1)) + significand;
    Some(bits).filter(|bits| *bits < INFINITY)
}

/// The fewest digits that lead to the double of these bits, which is above zero and finite, and where the point
/// stands: behind so many of them.
fn shortest(bits: u64) -> (String, i64) {
    let exponent = i64::try_from(bits >> (SIGNIFICAND_BITS - 1)).unwrap_or_default();
    let fraction = bits & ((1 << (SIGNIFICAND_BITS - 1)) - 1);
    let significand = if exponent == 0 { fraction } else { fraction + (1 << (SIGNIFICAND_BITS - 1)) };
    let exponent = exponent.max(1) - 1 + LOWEST_EXPONENT - (SIGNIFICAND_BITS - 1);
    // Not more than what it is: the binary digits by the logarithm of two.
    let mut point = ((exponent + Whole::of(significand).bits() - 1) * 30_103).div_euclid(100_000);
    let mut count = 1;
    loop {
        let power = count - point;
        let (mut above, mut below) = (Whole::of(significand), Whole::of(1));
        above.times(10, power);
        below.times(10, -power);
        let (digits, rest) = quotient(&above, &below, exponent);
        if i64::from(digits.checked_ilog10().unwrap_or_default()) >= count {
            point += 1;
            continue;
        }
        let digits = rounded(digits, rest);
        if count == MOST_DIGITS || nearest(digits, -power) == Some(bits) {
            let text = digits.to_string();
            // A carry may have made it one longer: 9.99 to 10.0.
            let point = point + i64::try_from(text.len()).unwrap_or(count) - count;
            return (text.trim_end_matches('0').to_owned(), point);
        }
        count += 1;
    }
}

/// A double as decimal text, without exponent.
#[must_use]
pub fn plain(value: Double) -> String {
    let (sign, bits) = apart(value);
    let digits = match bits {
        0 => "0".to_owned(),
        INFINITY => "inf".to_owned(),
        bits if bits > INFINITY => return "NaN".to_owned(),
        bits => with_point(shortest(bits)),
    };
    format!("{sign}{digits}")
}

/// The sign, and the bits without it.
const fn apart(value: Double) -> (&'static str, u64) {
    (if value.0 & SIGN == 0 { "" } else { "-" }, value.0 & !SIGN)
}

/// A double as decimal text that shows that it is one, with exponent where it is very large or small.
pub(super) fn scientific(value: Double) -> String {
    let (sign, bits) = apart(value);
    if bits == 0 {
        return format!("{sign}0.0");
    }
    let (digits, point) = shortest(bits);
    if (-4..=16).contains(&point) {
        let text = with_point((digits, point));
        let fraction = if text.contains('.') { "" } else { ".0" };
        return format!("{sign}{text}{fraction}");
    }
    let (first, rest) = digits.split_at(1);
    let dot = if rest.is_empty() { "" } else { "." };
    let plus = if point > 0 { "+" } else { "" };
    format!("{sign}{first}{dot}{rest}e{plus}{}", point - 1)
}

fn with_point((mut digits, point): (String, i64)) -> String {
    match usize::try_from(point) {
        Ok(point) if point > 0 => {
            while digits.len() < point {
                digits.push('0');
            }
            if digits.len() > point {
                digits.insert(point, '.');
            }
            digits
        }
        _ => {
            for _ in point..0 {
                digits.insert(0, '0');
            }
            digits.insert_str(0, "0.");
            digits
        }
    }
}

const fn rounded(quotient: u64, rest: Ordering) -> u64 {
    match rest {
        Ordering::Less => quotient,
        Ordering::Equal => quotient + (quotient & 1),
        Ordering::Greater => quotient + 1,
    }
}

/// The whole part of `above` x 2^`shift` / `below`, and how what is left compares to a half.
fn quotient(above: &Whole, below: &Whole, shift: i64) -> (u64, Ordering) {
    let (mut rest, mut divisor) = (above.clone(), below.clone());
    rest.times(2, shift);
    divisor.times(2, -shift);
    let steps = (rest.bits() - divisor.bits()).max(0);
    divisor.times(2, steps);
    let mut quotient = 0;
    for _ in 0..=steps {
        quotient <<= 1;
        if rest.compare(&divisor) != Ordering::Less {
            rest.subtract(&divisor);
            quotient |= 1;
        }
        rest.times(2, 1);
    }
    (quotient, rest.compare(&divisor))
}

/// A whole number of any length: its digits by 2^32, the lowest first, the highest not zero.
#[derive(Clone)]
struct Whole(Vec<u32>);

impl Whole {
    fn of(number: u64) -> Self {
        let mut whole = Self(vec![1]);
        whole.map(|digit| digit * number);
        whole
    }

    /// Makes something of each digit, from the lowest on, and carries what is too much.
    fn map(&mut self, of: impl Fn(u64) -> u64) {
        let mut carried = 0;
        for digit in &mut self.0 {
            let sum = u128::from(of((*digit).into())) + u128::from(carried);
            (*digit, carried) = low_and_high(sum);
        }
        while carried > 0 {
            let (digit, rest) = low_and_high(carried.into());
            self.0.push(digit);
            carried = rest;
        }
    }

    /// Times a power of two or ten, where that is above zero.
    fn times(&mut self, base: u64, power: i64) {
        /// As many at once as fit into a digit.
        const AT_ONCE: u32 = 9;
        let mut left = power;
        while left > 0 {
            let now = AT_ONCE.min(u32::try_from(left).unwrap_or(AT_ONCE));
            let factor = base.pow(now);
            self.map(|digit| digit * factor);
            left -= i64::from(now);
        }
    }

    /// How many binary digits it has; zero has one.
    fn bits(&self) -> i64 {
        let highest = self.0.last().copied().unwrap_or_default();
        let below = i64::try_from(self.0.len()).unwrap_or_default() * 32 - 32;
        below + i64::from(highest.checked_ilog2().unwrap_or_default()) + 1
    }

    fn compare(&self, other: &Self) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// Less another one that is not larger.
    fn subtract(&mut self, other: &Self) {
        let mut borrowed = false;
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        for (digit, other) in self.0.iter_mut().zip(others) {
            (*digit, borrowed) = digit.borrowing_sub(other, borrowed);
        }
        while self.0.len() > 1 && self.0.last() == Some(&0) {
            self.0.pop();
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the digit is the low part")]
const fn low_and_high(sum: u128) -> (u32, u64) {
    (sum as u32, (sum >> 32) as u64)
}
