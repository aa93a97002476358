//! Links that hold a whole estimate: `#e=1.d.` or `#e=1.p.`, and its document in base64url, compressed ("deflate
//! raw") or plain. `1` is the version; a link of a later one is told apart from one that is mangled.

/// What stands before the data, up to the form.
const PREFIX: &str = "#e=";
const VERSION: u32 = 1;
/// A longer link is none of ours: an estimate of a hundred lines stays far below it.
const LONGEST_DATA: usize = 256 * 1024;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How the data of a link are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Compressed.
    Deflated,
    /// As they are.
    Plain,
}

/// Why a link is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadLink {
    /// It is cut or changed.
    Mangled,
    /// It is of a later version.
    Newer,
}

/// The part of a link behind the page's address.
pub fn write(form: Form, data: &[u8]) -> String {
    let form = match form {
        Form::Deflated => 'd',
        Form::Plain => 'p',
    };
    format!("{PREFIX}{VERSION}.{form}.{}", encode(data))
}

/// Whether the part of an address behind the page's holds an estimate, or what was one.
pub fn is_one(hash: &str) -> bool {
    hash.starts_with(PREFIX)
}

/// The data of a link; `None` where it holds no estimate at all.
pub fn read(hash: &str) -> Option<Result<(Form, Vec<u8>), BadLink>> {
    Some(parse(hash.strip_prefix(PREFIX)?))
}

/// The data of the link that stands in a text, such as a whole address that was pasted; `None` where there is none.
pub fn read_in(text: &str) -> Option<Result<(Form, Vec<u8>), BadLink>> {
    let link = text.get(text.find(PREFIX)?..)?;
    read(link.split_whitespace().next()?)
}

fn parse(text: &str) -> Result<(Form, Vec<u8>), BadLink> {
    let (version, rest) = text.split_once('.').ok_or(BadLink::Mangled)?;
    match version.parse::<u32>() {
        Ok(VERSION) => {}
        Ok(version) if version > VERSION => return Err(BadLink::Newer),
        _ => return Err(BadLink::Mangled),
    }
    let (form, data) = rest.split_once('.').ok_or(BadLink::Mangled)?;
    let form = match form {
        "d" => Form::Deflated,
        "p" => Form::Plain,
        _ => return Err(BadLink::Mangled),
    };
    let data = decode(data).filter(|data| !data.is_empty());
    data.map(|data| (form, data)).ok_or(BadLink::Mangled)
}

fn encode(data: &[u8]) -> String {
    let mut text = String::with_capacity(data.len().div_ceil(3) * 4);
    for chunk in data.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            let digit = (bits >> (18 - 6 * place)) & 63;
            text.push(char::from(ALPHABET[digit as usize]));
        }
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    if text.len() > LONGEST_DATA || text.len() % 4 == 1 {
        return None;
    }
    let mut data = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0_u32;
        for byte in chunk {
            let digit = ALPHABET.iter().position(|letter| letter == byte)?;
            bits = (bits << 6) | u32::try_from(digit).ok()?;
        }
        bits <<= 6 * (4 - chunk.len());
        let [_, first, second, third] = bits.to_be_bytes();
        data.extend([first, second, third].into_iter().take(chunk.len() - 1));
    }
    Some(data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_as_they_were_written() {
        for length in 0..40_u8 {
            let data: Vec<u8> = (0..length).map(|byte| byte.wrapping_mul(73).wrapping_add(length)).collect();
            assert_eq!(decode(&encode(&data)).as_ref(), Some(&data));
        }
        assert_eq!(encode(b"\xFB\xFF\xFE~"), "-__-fg");
        for form in [Form::Deflated, Form::Plain] {
            assert_eq!(read(&write(form, b"data")), Some(Ok((form, b"data".to_vec()))));
        }
        assert!(write(Form::Plain, b"data").starts_with("#e=1."));
    }

    #[test]
    fn a_link_is_found_in_a_text() {
        let link = write(Form::Plain, b"data");
        for (text, expected) in [
            (link.clone(), true),
            (format!("https://example.com/{link}"), true),
            (format!("  see https://example.com/{link} \n and more"), true),
            ("https://example.com/".to_owned(), false),
            (String::new(), false),
        ] {
            let read = read_in(&text);
            assert_eq!(read, expected.then(|| Ok((Form::Plain, b"data".to_vec()))), "{text}");
        }
    }

    #[test]
    fn other_links_are_told_apart() {
        for (hash, expected) in [
            ("", None),
            ("#calculator", None),
            ("#e=", Some(BadLink::Mangled)),
            ("#e=1", Some(BadLink::Mangled)),
            ("#e=1.", Some(BadLink::Mangled)),
            ("#e=1.d.", Some(BadLink::Mangled)),
            ("#e=1.x.ZGF0YQ", Some(BadLink::Mangled)),
            ("#e=1.p.ZGF0Y", Some(BadLink::Mangled)),
            ("#e=1.p.ZGF0YQ==", Some(BadLink::Mangled)),
            ("#e=1.p.Z\u{e9}F0", Some(BadLink::Mangled)),
            ("#e=0.p.ZGF0YQ", Some(BadLink::Mangled)),
            ("#e=2.p.ZGF0YQ", Some(BadLink::Newer)),
            ("#e=12.anything", Some(BadLink::Newer)),
        ] {
            assert_eq!(read(hash).map(Result::err), expected.map(Some), "{hash}");
        }
        assert_eq!(parse(&format!("1.p.{}", "A".repeat(LONGEST_DATA + 4))), Err(BadLink::Mangled));
    }
}
