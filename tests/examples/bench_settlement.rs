//! How long a settlement of a million runs takes natively, on one core: reading JSON, reading CSV, and pricing
//! what was read; and the price of an estimate of tokens, where records that are alike are settled at once, beside that
//! of its records one by one. `cargo xtask bench native`, or with another number of runs:
//! `cargo run --release -p tiermeter-tests --example bench_settlement -- 100000`.

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use tiermeter_estimate::{Estimate, expand, price};
use tiermeter_pricing::{PriceBook, Refusal, Settlement, Usage, settle};

const REPEATS: usize = 7;
const SERVICES: usize = 200;
/// Instances of a service, whose runs follow one another.
const INSTANCES: usize = 50;
/// 2026-03-01T00:00:00Z.
const MONTH_START_MS: u64 = 1_772_323_200_000;
/// Lines of the estimate.
const TOKEN_LINES: usize = 5;
const LONGEST_RUN_MS: u64 = 3 * 3_600 * 1_000;

/// How the runs of the list are laid out.
#[derive(Clone, Copy)]
enum Layout {
    /// Few instances with many runs each, in the order of time within one.
    Timelines,
    /// Every run has an instance of its own.
    OneRunEach,
    /// As timelines, in random order.
    Shuffled,
}

fn main() {
    let runs: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    println!("native, {runs} runs, one core, median of {REPEATS}\n");
    println!("{:<44} {:>10} {:>12}", "", "ms", "ns each");
    for (name, layout) in [
        ("many runs for each instance, in order", Layout::Timelines),
        ("an instance for each run", Layout::OneRunEach),
        ("many runs for each instance, shuffled", Layout::Shuffled),
    ] {
        let csv = csv(runs, layout);
        let usage = read(&csv);
        println!("{name}");
        report("  settle, from parsed input", runs, || settlement(&usage));
        report("  read CSV", runs, || read(&csv));
        let json = serde_json::to_vec(&usage).unwrap_or_default();
        report("  read JSON", runs, || Usage::from_json(&json).unwrap_or_default());
    }
    let book = PriceBook::bundled();
    let estimate = accepted(Estimate::from_json(token_estimate().as_bytes()));
    let records = accepted(expand(&estimate, book)).token_count();
    println!("an estimate of {TOKEN_LINES} lines of tokens, {records} records");
    report("  price", records, || accepted(price(&estimate, book)));
    report("  expand, and settle one by one", records, || settlement(&accepted(expand(&estimate, book))));
}

fn read(csv: &str) -> Usage {
    accepted(Usage::from_csv(csv.as_bytes()))
}

fn settlement(usage: &Usage) -> Settlement {
    accepted(settle(usage, PriceBook::bundled()))
}

fn accepted<T>(answer: Result<T, Refusal>) -> T {
    answer.unwrap_or_else(|refusal| {
        eprintln!("{refusal}");
        std::process::exit(1)
    })
}

/// Lines of one model over a month, with other rates in each hour of the week; one has a reservation and one asks for
/// the free quota.
fn token_estimate() -> String {
    let mut random = Random(0x5eed);
    let lines: Vec<String> = (0..TOKEN_LINES)
        .map(|line| {
            let rates: Vec<String> =
                (0..168).map(|_| format!("\"{}.{}\"", 1 + random.below(12), random.below(10))).collect();
            let reservation = if line == 1 { r#"{"tpm": 10000}"# } else { "null" };
            format!(
                r#"{{"name": "tokens", "kind": "tokens", "model": "small-8b", "load": {{"requests_per_minute": [{}],
                    "input": 800, "cached_input": 50, "output": 200, "burst_minutes": 1}},
                    "reservation": {reservation}, "free_quota": {}}}"#,
                rates.join(","),
                line == 0
            )
        })
        .collect();
    format!(r#"{{"schema": "tiermeter.estimate/1", "month": "2026-03", "lines": [{}]}}"#, lines.join(","))
}

fn report<T>(name: &str, count: usize, work: impl Fn() -> T) {
    black_box(work());
    let mut times: Vec<Duration> = (0..REPEATS)
        .map(|_| {
            let start = Instant::now();
            black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let median = times[REPEATS / 2];
    let nanoseconds_each = median.as_nanos() / count as u128;
    let ms = format!("{}.{}", median.as_millis(), median.as_micros() % 1_000 / 100);
    println!("{name:<44} {ms:>10} {nanoseconds_each:>12}");
}

/// Runs as CSV, from a fixed generator.
fn csv(runs: usize, layout: Layout) -> String {
    let mut random = Random(0x5eed);
    let mut next_start_ms = vec![0_u64; SERVICES * INSTANCES];
    let mut rows: Vec<String> = (0..runs)
        .map(|index| {
            let service = random.index(SERVICES);
            let instance = random.index(INSTANCES);
            let tier = ["A", "B", "C"][random.index(3)];
            let length_ms = random.below(LONGEST_RUN_MS);
            let (instance, start_ms) = match layout {
                Layout::OneRunEach => (index, random.below(28 * 86_400_000)),
                Layout::Timelines | Layout::Shuffled => {
                    let next = &mut next_start_ms[service * INSTANCES + instance];
                    let start_ms = *next;
                    *next = start_ms + length_ms;
                    (instance, start_ms)
                }
            };
            let (start, stop) = (instant(start_ms), instant(start_ms + length_ms));
            format!("service-{service},instance-{instance},{tier},{start},{stop}\n")
        })
        .collect();
    if matches!(layout, Layout::Shuffled) {
        for index in (1..rows.len()).rev() {
            rows.swap(index, random.index(index + 1));
        }
    }
    let mut csv = "service,instance,tier,started_at,stopped_at\n".to_owned();
    csv.extend(rows);
    csv
}

fn instant(ms: u64) -> String {
    let ms = MONTH_START_MS + ms;
    let nanoseconds = i64::try_from(ms).unwrap_or_default() * 1_000_000;
    let mut text = String::new();
    let _ = write!(
        text,
        "{}",
        tiermeter_pricing::Instant::from_unix_nanoseconds(nanoseconds)
            .map_or_else(String::new, |at| at.to_string())
    );
    text
}

/// `SplitMix64`: the same runs every time.
struct Random(u64);

impl Random {
    fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}
