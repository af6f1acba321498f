//! The text of a file, in whichever encoding it was saved.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::table::TableError;

/// The text of a file: by its byte order mark, or else the first that fits of UTF-8, UTF-16 and
/// Windows-1252.
pub(super) fn text(bytes: &[u8]) -> Result<(String, &'static Encoding), TableError> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) => UTF_8,
        None => match unmarked_utf16(bytes) {
            Some(encoding) => encoding,
            None => windows_1252_unless_damaged(bytes)?,
        },
    };
    // Removes the mark, too.
    let (text, encoding, replaced) = encoding.decode(bytes);
    let is_odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if replaced || (encoding == WINDOWS_1252 && text.chars().any(is_odd)) || text.contains('\0') {
        return Err(TableError::Encoding);
    }
    Ok((text.into_owned(), encoding))
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

/// Windows-1252, unless most of the text is UTF-8: one damaged letter must not turn all others into
/// two.
fn windows_1252_unless_damaged(bytes: &[u8]) -> Result<&'static Encoding, TableError> {
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
        _ => Ok(WINDOWS_1252),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_letter_does_not_make_a_file_windows_1252() {
        let mut bytes = "code,title\nES0001,Espa\u{f1}a, \u{e1}rbol\nES0002,x"
            .as_bytes()
            .to_vec();
        bytes.push(0xf1);
        let error = text(&bytes).unwrap_err();
        assert!(
            matches!(error, TableError::BrokenUtf8 { line: 3, byte: 9 }),
            "{error}"
        );
        // Two letters that happen to look like one of UTF-8 are no proof of it.
        let latin = b"code,title\nES0001,\xc3\xa9 \xf1 \xe1\n";
        assert_eq!(text(latin).unwrap().1, WINDOWS_1252);
    }
}
