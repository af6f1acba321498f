//! How a file is read where the program guesses: each guess can be overruled.

use std::str::FromStr;

use encoding_rs::Encoding;

use super::file::FileFormat;
use super::vocabulary::Vocabulary;
use domain::UnknownWord;
use domain::characters::trimmed;

/// How to read a file, as the person who brings it says. Anything left out is guessed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    pub format: Option<FileFormat>,
    pub encoding: Option<TextEncoding>,
    /// The name of a workbook's sheet.
    pub sheet: Option<String>,
    pub delimiter: Option<Delimiter>,
    /// The row with the names of the columns, as a spreadsheet counts.
    pub header_row: Option<usize>,
    /// The words of other languages.
    pub vocabulary: Vocabulary,
}

impl ReadOptions {
    /// Options that give only the format.
    pub fn of_format(format: Option<FileFormat>) -> Self {
        Self {
            format,
            ..Self::default()
        }
    }
}

/// The encoding of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextEncoding {
    Of(&'static Encoding),
    /// UTF-8 that was read in another encoding and saved as UTF-8 again, which is mended.
    Utf8Twice,
}

impl TextEncoding {
    /// Those that are offered, with the languages or programs they are for.
    pub const OFFERED: &'static [(&'static str, &'static str)] = &[
        ("utf-8", "UTF-8"),
        ("windows-1252", "Windows-1252 (Western European)"),
        ("windows-1250", "Windows-1250 (Central European)"),
        ("windows-1251", "Windows-1251 (Cyrillic)"),
        ("iso-8859-2", "ISO 8859-2 (Central European)"),
        ("macintosh", "Mac Roman"),
        ("koi8-u", "KOI8-U (Cyrillic)"),
        ("windows-1253", "Windows-1253 (Greek)"),
        ("windows-1254", "Windows-1254 (Turkish)"),
        ("windows-1256", "Windows-1256 (Arabic)"),
        ("windows-1257", "Windows-1257 (Baltic)"),
        ("utf-16le", "UTF-16"),
        (
            "utf-8-twice",
            "UTF-8 saved twice (\u{c3}\u{b3} in place of \u{f3})",
        ),
    ];

    /// Its name, for people and for options.
    pub fn name(self) -> &'static str {
        match self {
            Self::Of(encoding) => encoding.name(),
            Self::Utf8Twice => "utf-8-twice",
        }
    }
}

impl FromStr for TextEncoding {
    type Err = UnknownWord;

    /// Accepts every name that the web has for an encoding, and those of spreadsheet programs.
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let label = text.trim().to_lowercase().replace(['_', ' '], "-");
        let label = match label.as_str() {
            "utf-8-twice" => return Ok(Self::Utf8Twice),
            "mac-roman" | "macroman" | "x-macroman" => "macintosh",
            "utf-8-sig" => "utf-8",
            "ansi" | "cp-1252" => "windows-1252",
            "latin-1" => "latin1",
            "latin-2" => "latin2",
            other => other,
        };
        let known = Encoding::for_label(label.as_bytes())
            .or_else(|| Encoding::for_label(label.replace('-', "").as_bytes()));
        known.map(Self::Of).ok_or_else(|| UnknownWord {
            what: "known encoding",
            found: text.to_owned(),
            expected: Self::OFFERED
                .iter()
                .map(|(name, _)| *name)
                .collect::<Vec<_>>()
                .join(", "),
        })
    }
}

/// The character between the cells of a text file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiter(u8);

impl Delimiter {
    /// Those that are tried. Of equals, the last one wins.
    pub const GUESSED: [Self; 4] = [Self(b'|'), Self(b'\t'), Self(b';'), Self(b',')];

    /// Those that are offered, with their names.
    pub const OFFERED: &'static [(&'static str, &'static str)] = &[
        ("comma", "comma (,)"),
        ("semicolon", "semicolon (;)"),
        ("tab", "tab"),
        ("pipe", "pipe (|)"),
    ];

    pub const fn byte(self) -> u8 {
        self.0
    }

    pub const fn character(self) -> char {
        self.0 as char
    }
}

impl FromStr for Delimiter {
    type Err = UnknownWord;

    /// Accepts one character of ASCII, or its name.
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let word = match text.to_lowercase().as_str() {
            "comma" => ",",
            "semicolon" => ";",
            "tab" | "\\t" => "\t",
            "pipe" | "bar" => "|",
            "space" => " ",
            _ => text,
        };
        match word.as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | 0) => {
                Ok(Self(*byte))
            }
            _ => Err(UnknownWord {
                what: "delimiter",
                found: text.to_owned(),
                expected: "comma, semicolon, tab, pipe, or one character".to_owned(),
            }),
        }
    }
}

/// The number of a header's row.
pub fn header_row(text: &str) -> Result<usize, UnknownWord> {
    match trimmed(text).parse() {
        Ok(row @ 1..) => Ok(row),
        _ => Err(UnknownWord {
            what: "number of a row",
            found: text.to_owned(),
            expected: "a number from 1, as a spreadsheet counts rows".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_go_by_the_names_of_people_and_programs() {
        for (text, name) in [
            ("cp1250", "windows-1250"),
            ("Windows-1251", "windows-1251"),
            ("Mac Roman", "macintosh"),
            ("ISO 8859-2", "ISO-8859-2"),
            ("latin-1", "windows-1252"),
            ("utf8", "UTF-8"),
            ("UTF_8_sig", "UTF-8"),
            ("utf-8-twice", "utf-8-twice"),
        ] {
            assert_eq!(text.parse::<TextEncoding>().unwrap().name(), name);
        }
        let error = "klingon".parse::<TextEncoding>().unwrap_err().to_string();
        assert!(
            error.contains("klingon") && error.contains("windows-1250"),
            "{error}"
        );
        for (name, _) in TextEncoding::OFFERED {
            assert!(name.parse::<TextEncoding>().is_ok(), "{name}");
        }
        for (name, _) in Delimiter::OFFERED {
            assert!(name.parse::<Delimiter>().is_ok(), "{name}");
        }
        assert!("ab".parse::<Delimiter>().is_err());
        assert!(header_row("0").is_err() && header_row("x").is_err());
        assert_eq!(header_row(" 7 "), Ok(7));
    }
}
