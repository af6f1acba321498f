//! The fuzz targets over their corpus, then over simple mutations of it: a fixed number of the same
//! ones, so that the test passes or fails on every machine alike. `OGP_FUZZ_SECONDS` and
//! `OGP_FUZZ_SEED` try others for as long as asked; the long run, led by what the code does with its
//! input, is `cargo xtask fuzz`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "../../../fuzz/bodies.rs"]
#[allow(dead_code, reason = "a fuzzer prepares itself")]
mod bodies;

/// How many mutations of a target's corpus are tried: what takes each about three seconds.
fn usual_rounds(target: &str) -> usize {
    match target {
        "detect" => 400,
        "tracker_csv" => 180,
        "tracker_json" => 4_000,
        "ogp_2016" | "ogp_2024" => 300,
        "xlsx" => 15_000,
        "xlsx_parts" => 3_500,
        other => panic!("how many mutations of {other}?"),
    }
}

/// Longer inputs are slow and find no more.
const MAX_BYTES: usize = 8_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = folder().join("corpus").join(target);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| std::fs::read(file).unwrap())
        .collect()
}

/// The words of libFuzzer's dictionary.
fn words() -> Vec<Vec<u8>> {
    let text = std::fs::read_to_string(folder().join("words.dict")).unwrap();
    let quoted = text
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.strip_suffix('"'));
    quoted.map(unescaped).collect()
}

fn unescaped(word: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = word.bytes();
    while let Some(byte) = rest.next() {
        match (byte, rest.clone().next()) {
            (b'\\', Some(b'x')) => {
                let digits: Vec<u8> = rest.by_ref().skip(1).take(2).collect();
                let digits = String::from_utf8(digits).unwrap();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            }
            (b'\\', Some(other)) => {
                rest.next();
                bytes.push(other);
            }
            _ => bytes.push(byte),
        }
    }
    bytes
}

/// Numbers that look random and are the same for the same seed (xorshift).
pub struct Numbers(u64);

impl Numbers {
    /// From `variable` in the environment, or from the clock.
    pub fn seeded(variable: &str) -> Self {
        let given = std::env::var(variable).ok().and_then(|n| n.parse().ok());
        // The same each time, so that a change is judged by what it changes; the fuzzers themselves
        // look for what is new.
        let seed = given.unwrap_or(761_300_723_433_473);
        eprintln!("{variable}={seed} does the same again");
        Self(seed.max(1))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11
    }

    /// A number below `end`, which is not zero.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next()).unwrap() % end
    }

    /// From 0 to 1.
    pub fn share(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 21).unwrap()) / f64::from(u32::MAX)
    }
}

fn mutated(corpus: &[Vec<u8>], words: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut input = corpus[numbers.below(corpus.len())].clone();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(input.len() + 1);
        let end = (at + numbers.below(40)).min(input.len());
        match numbers.below(7) {
            0 if at < input.len() => input[at] ^= 1 << numbers.below(8),
            1 => drop(input.drain(at..end)),
            2 => drop(input.splice(at..end, words[numbers.below(words.len())].clone())),
            3 => drop(input.splice(at..at, words[numbers.below(words.len())].clone())),
            4 => {
                let again = input[at..end].to_vec();
                input.splice(at..at, again);
            }
            5 => {
                let other = &corpus[numbers.below(corpus.len())];
                let from = numbers.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            _ => input.insert(at, u8::try_from(numbers.below(256)).unwrap()),
        }
        input.truncate(MAX_BYTES);
    }
    input
}

#[test]
fn no_reader_breaks_on_the_corpus_or_near_it() {
    let seconds = std::env::var("OGP_FUZZ_SECONDS")
        .ok()
        .and_then(|n| n.parse::<f64>().ok());
    let each = seconds.map(|s| Duration::from_secs_f64(s).div_f64(bodies::TARGETS.len() as f64));
    let words = words();
    let mut numbers = Numbers::seeded("OGP_FUZZ_SEED");
    for (name, target) in bodies::TARGETS {
        let corpus = corpus(name);
        let check = |input: &[u8]| {
            catch_unwind(AssertUnwindSafe(|| target(input))).unwrap_or_else(|_| {
                let file = std::env::temp_dir().join(format!("ogp-fuzz-{name}"));
                std::fs::write(&file, input).unwrap();
                panic!("{name} breaks on what is now in {}", file.display());
            })
        };
        let read: usize = corpus.iter().map(|input| check(input)).sum();
        assert!(read > 0, "{name}: its corpus holds no commitment");
        let start = Instant::now();
        let mut rounds = 0;
        while each.map_or(rounds < usual_rounds(name), |each| start.elapsed() < each) {
            check(&mutated(&corpus, &words, &mut numbers));
            rounds += 1;
        }
        eprintln!("{name}: {rounds} mutations in {:.1?}", start.elapsed());
    }
}
