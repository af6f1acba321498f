//! The text of a file, in whichever encoding it was saved.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_8859_2, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252,
};

use super::options::TextEncoding;
use super::table::TableError;
use super::twice;
use domain::characters::is_unshowable;

/// A decoded file.
#[derive(Debug)]
pub(super) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    /// Whether another encoding would have been possible.
    pub is_guess: bool,
    /// Whether the last letter may be one half of a letter of UTF-8.
    pub may_be_cut: bool,
}

/// The text of a file: in the encoding that is asked for; or by its byte order mark, or UTF-8, UTF-16,
/// or the older encoding that fits its letters best.
pub(super) fn text(bytes: &[u8], asked: Option<TextEncoding>) -> Result<Decoded, TableError> {
    if let Some(asked) = asked {
        return as_asked(bytes, asked);
    }
    let cut = cut_letter(bytes);
    let is_utf8 = |bytes: &[u8]| bytes.starts_with(b"\xef\xbb\xbf") || !bytes.is_ascii();
    if let Some(whole) = cut.filter(|whole| is_utf8(whole)) {
        let line = whole.split(|b| *b == b'\n').count();
        return Err(TableError::CutLetter { line });
    }
    let certain = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => Some(encoding),
        None => {
            unmarked_utf16(bytes).or_else(|| std::str::from_utf8(bytes).is_ok().then_some(UTF_8))
        }
    };
    let (encoding, is_guess) = match certain {
        Some(encoding) => (encoding, false),
        None => (older(bytes)?, true),
    };
    // Removes the mark, too.
    let (text, encoding, replaced) = encoding.decode(bytes);
    if replaced || (is_guess && text.chars().any(|c| is_unshowable(c) && c > '\u{7f}')) {
        return Err(TableError::Encoding);
    }
    Ok(Decoded {
        text: text.into_owned(),
        encoding: encoding.name(),
        is_guess,
        may_be_cut: is_guess && cut.is_some(),
    })
}

fn as_asked(bytes: &[u8], asked: TextEncoding) -> Result<Decoded, TableError> {
    let refused = || TableError::OtherEncoding(asked.name());
    let encoding = match asked {
        TextEncoding::Of(encoding) => encoding,
        TextEncoding::Utf8Twice => UTF_8,
    };
    // A file of UTF-16 says by its mark which half of a letter comes first.
    let encoding = match Encoding::for_bom(bytes) {
        Some((marked, _)) if encoding == UTF_16LE => marked,
        _ => encoding,
    };
    let (text, replaced) = encoding.decode_with_bom_removal(bytes);
    if replaced {
        return Err(refused());
    }
    let text = match asked {
        TextEncoding::Of(_) => text.into_owned(),
        TextEncoding::Utf8Twice => twice::mended(&text).unwrap_or(text.into_owned()),
    };
    Ok(Decoded {
        text,
        encoding: asked.name(),
        is_guess: false,
        may_be_cut: false,
    })
}

/// What stands before the last letter, where a file is UTF-8 but for that letter, of which it has only the
/// beginning.
fn cut_letter(bytes: &[u8]) -> Option<&[u8]> {
    let error = std::str::from_utf8(bytes).err()?;
    let is_at_end = error.error_len().is_none();
    bytes.get(..error.valid_up_to()).filter(|_| is_at_end)
}

/// Mostly Latin text has a zero in every second byte in UTF-16.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .step_by(2)
            .take(500)
            .filter(|b| **b == 0)
    };
    let half = bytes.len().min(1000) / 2;
    if bytes.len().is_multiple_of(2) && half > 0 {
        if zeros(1).count() * 2 > half {
            return Some(UTF_16LE);
        }
        if zeros(0).count() * 2 > half {
            return Some(UTF_16BE);
        }
    }
    None
}

/// The encoding of a text that is not Unicode; an error where most of it is UTF-8: one damaged letter
/// must not turn all others into two.
fn older(bytes: &[u8]) -> Result<&'static Encoding, TableError> {
    let (mut letters, mut damaged, mut at) = (0_usize, 0_usize, 0_usize);
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            damaged += 1;
            first.get_or_insert(at);
            at += chunk.invalid().len();
        }
    }
    match first {
        Some(first) if letters > damaged => {
            let before = bytes.get(..first).unwrap_or_default();
            let lines = || before.split(|b| *b == b'\n');
            Err(TableError::BrokenUtf8 {
                line: lines().count(),
                byte: lines().next_back().map_or(0, <[u8]>::len) + 1,
            })
        }
        _ => Ok(likeliest(bytes)),
    }
}

/// Bytes that are looked at to tell one encoding from another.
const LOOKED_AT: usize = 1024 * 1024;

/// The encoding in which a text reads most like words: the guess of a library that knows how often
/// letters follow each other, unless another gives fewer oddities. The library does not know Mac Roman.
fn likeliest(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let guess = detector.guess(country(sample).as_deref(), Utf8Detection::Deny);
    let others = [
        WINDOWS_1252,
        WINDOWS_1250,
        WINDOWS_1251,
        ISO_8859_2,
        MACINTOSH,
    ];
    let of = |encoding: &'static Encoding| {
        let (text, _, replaced) = encoding.decode(sample);
        (oddities(&text) + usize::from(replaced) * 1000, encoding)
    };
    let first = of(guess);
    let best = others.into_iter().map(of).fold(
        first,
        |best, other| {
            if other.0 < best.0 { other } else { best }
        },
    );
    best.1
}

/// The country of most of the file's commitments, by the letters of their codes, as the end of a web
/// address: a hint of the language.
fn country(sample: &[u8]) -> Option<Vec<u8>> {
    let mut counts = std::collections::HashMap::new();
    for line in sample.split(|b| matches!(b, b'\n' | b'\r')).take(2000) {
        let line = line.strip_prefix(b"\"").unwrap_or(line);
        if let [a @ b'A'..=b'Z', b @ b'A'..=b'Z', rest @ ..] = line
            && rest.iter().take(4).filter(|b| b.is_ascii_digit()).count() == 4
        {
            *counts.entry([*a, *b]).or_insert(0_usize) += 1;
        }
    }
    let (letters, _) = counts
        .into_iter()
        .max_by_key(|(letters, n)| (*n, *letters))?;
    Some(letters.map(|letter| letter.to_ascii_lowercase()).to_vec())
}

/// What in a text is not as in words: signs within them, letters of two scripts in one, capitals after
/// small letters.
fn oddities(text: &str) -> usize {
    let script = |c: char| match c {
        'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' => 1,
        '\u{370}'..='\u{3ff}' => 2,
        '\u{400}'..='\u{52f}' => 3,
        _ => 4,
    };
    let mut odd = 0;
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        let (from_word, into_word) = (before.is_alphabetic(), after.is_alphabetic());
        if c.is_alphabetic() {
            if from_word && (!c.is_ascii() || !before.is_ascii()) {
                odd += 3 * usize::from(script(c) != script(before));
                odd += 2 * usize::from(c.is_uppercase() && before.is_lowercase());
            }
        } else if !c.is_ascii() {
            odd += match c {
                '\u{80}'..='\u{9f}' | '\u{fffd}' => 5,
                '\u{2019}' | '\u{2018}' | '\u{b7}' => 0,
                // Between two names, but not within a word.
                '\u{2013}' | '\u{2014}' | '\u{2022}' => {
                    2 * usize::from(from_word && into_word && after.is_lowercase())
                }
                '\u{a0}' | '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201e}' => {
                    usize::from(from_word && into_word)
                }
                _ => 2 * usize::from(from_word || into_word),
            };
        }
        before = c;
    }
    odd
}

/// The first word of a text with a sign between two of its letters, as text of an encoding that we do
/// not know has: `Participaci\u{a2}n`, saved by a program for DOS.
pub(super) fn odd_word(text: &str) -> Option<&str> {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '"'));
    words.filter(|word| !word.is_ascii()).find(|word| {
        let letters: Vec<char> = word.chars().collect();
        letters.windows(3).any(|three| match three {
            [before, sign, after] => {
                let is_sign = !sign.is_ascii()
                    && !sign.is_alphanumeric()
                    && !matches!(
                        sign,
                        '\u{2018}' | '\u{2019}' | '\u{b7}' | '\u{2010}'
                            ..='\u{2015}' | '\u{ad}' | '\u{b0}' | '\u{2022}' | '\u{2026}'
                    );
                is_sign && before.is_lowercase() && after.is_lowercase()
            }
            _ => false,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Decoded {
        text(bytes, None).unwrap()
    }

    #[test]
    fn a_file_that_ends_within_a_letter_is_cut() {
        let file = "code,title\nES0001,Espa\u{f1}a, \u{e1}rbol\nES0002,Participaci\u{f3}";
        let cut = &file.as_bytes()[..file.len() - 1];
        let error = text(cut, None).unwrap_err();
        assert!(
            matches!(error, TableError::CutLetter { line: 3 }),
            "{error}"
        );
        // The same byte alone may be a letter of an older encoding.
        let alone = read(b"code,title\nFR0001,Libert\xe9");
        assert!(alone.may_be_cut && alone.is_guess && alone.text.ends_with('\u{e9}'));
        assert!(!read(b"code,title\nFR0001,Libert\xe9\n").may_be_cut);
        assert!(!read(file.as_bytes()).may_be_cut);
    }

    #[test]
    fn a_damaged_letter_does_not_make_a_file_windows_1252() {
        let mut bytes = "code,title\nES0001,Espa\u{f1}a, \u{e1}rbol\nES0002,x"
            .as_bytes()
            .to_vec();
        bytes.extend(b"\xf1\n");
        let error = text(&bytes, None).unwrap_err();
        assert!(
            matches!(error, TableError::BrokenUtf8 { line: 3, byte: 9 }),
            "{error}"
        );
        // Two letters that happen to look like one of UTF-8 are no proof of it.
        let latin = b"code,title\nES0001,\xc3\xa9 \xf1 \xe1\n";
        assert!(read(latin).is_guess);
    }

    #[test]
    fn older_encodings_are_told_apart_by_what_reads_like_words() {
        for (label, code, title) in [
            (
                "windows-1252",
                "ES9001",
                "Participaci\u{f3}n ciudadana en Espa\u{f1}a",
            ),
            (
                "windows-1252",
                "FR9001",
                "Donn\u{e9}es ouvertes \u{e0} l\u{2019}\u{e9}cole, d\u{e9}j\u{e0} \u{ab} pr\u{ea}tes \u{bb}",
            ),
            (
                "windows-1252",
                "DE9001",
                "\u{d6}ffentliche Auftr\u{e4}ge f\u{fc}r B\u{fc}rger \u{2013} gro\u{df}",
            ),
            (
                "windows-1252",
                "BR9001",
                "Transpar\u{ea}ncia na administra\u{e7}\u{e3}o p\u{fa}blica",
            ),
            (
                "macintosh",
                "ES9001",
                "Participaci\u{f3}n ciudadana en Espa\u{f1}a",
            ),
            (
                "macintosh",
                "FR9001",
                "Donn\u{e9}es ouvertes \u{e0} l\u{2019}\u{e9}cole",
            ),
            (
                "windows-1251",
                "UA9001",
                "\u{412}\u{456}\u{434}\u{43a}\u{440}\u{438}\u{442}\u{456} \u{434}\u{430}\u{43d}\u{456} \u{456} \u{441}\u{444}\u{435}\u{440}\u{456} \u{43e}\u{445}\u{43e}\u{440}\u{43e}\u{43d}\u{438} \u{437}\u{434}\u{43e}\u{440}\u{43e}\u{432}'\u{44f}",
            ),
            (
                "windows-1250",
                "CZ9001",
                "Otev\u{159}en\u{e1} data ve ve\u{159}ejn\u{e9} spr\u{e1}v\u{11b}",
            ),
            (
                "iso-8859-2",
                "PO9001",
                "Wi\u{119}ksza przejrzysto\u{15b}\u{107} \u{17a}r\u{f3}de\u{142}",
            ),
        ] {
            let encoding = Encoding::for_label(label.as_bytes()).unwrap();
            let file = format!("code;member;title\r\n{code};X;{title}\r\n");
            let (bytes, _, lost) = encoding.encode(&file);
            assert!(!lost, "{title}");
            let decoded = read(&bytes);
            assert!(decoded.is_guess);
            assert!(decoded.text.contains(title), "{label}: {}", decoded.text);
        }
    }

    #[test]
    fn an_encoding_that_is_said_is_used_and_one_that_does_not_fit_is_refused() {
        let asked = |name: &str| Some(name.parse().unwrap());
        let bytes = b"Otev\xf8en\xe1";
        let decoded = text(bytes, asked("cp1250")).unwrap();
        assert_eq!(decoded.text, "Otev\u{159}en\u{e1}");
        assert!(!decoded.is_guess);
        let error = text(bytes, asked("utf-8")).unwrap_err().to_string();
        assert!(error.contains("UTF-8"), "{error}");
        let twice = "Participaci\u{c3}\u{b3}n";
        let decoded = text(twice.as_bytes(), asked("utf-8-twice")).unwrap();
        assert_eq!(decoded.text, "Participaci\u{f3}n");
    }

    #[test]
    fn a_word_with_a_sign_in_it_is_odd() {
        for (text, odd) in [
            ("Participaci\u{a2}n ciudadana", Some("Participaci\u{a2}n")),
            ("la acci\u{a2}n, x", Some("acci\u{a2}n")),
            (
                "Participaci\u{f3}n \u{2013} l\u{2019}\u{e9}cole n\u{b0}5 \u{ab}oui\u{bb}",
                None,
            ),
            ("M\u{a3}nchen", None),
            ("plain", None),
        ] {
            assert_eq!(odd_word(text), odd, "{text}");
        }
    }

    #[test]
    fn control_characters_do_not_change_the_encoding() {
        let decoded = read(b"a\x00b\x0b \xc3\xa9");
        assert_eq!((decoded.encoding, decoded.is_guess), ("UTF-8", false));
    }
}
