//! Texts, numbers, lists and what may be null, as documents hold them.

use std::collections::BTreeMap;

use super::{Input, Number, Place, Read, Unread, double};
use crate::instant::Instant;
use crate::refusal::{Refusal, RefusalCode};

/// The most characters of a wrong value that a message shows.
const SHOWN_CHARACTERS: usize = 60;
/// The longest id or name, in Unicode characters (docs/rules.md, section 2).
const LONGEST_NAME_CHARACTERS: usize = 200;

/// A wrong value as messages show it: quoted, and cut where it is long.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARACTERS).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    in_quotes(&shown)
}

/// A text in quotation marks, its own ones escaped, and what cannot be seen by its number. Letters of every script
/// stay as they are, where the standard library asks tables for what can be printed: these would be larger than all
/// words of the core.
#[must_use]
pub fn in_quotes(text: &str) -> String {
    let mut quoted = String::from('"');
    for character in text.chars() {
        let short = match character {
            '"' | '\\' => character,
            '\0' => '0',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ if is_unseen(character) => {
                quoted.extend(character.escape_unicode());
                continue;
            }
            _ => {
                quoted.push(character);
                continue;
            }
        };
        quoted.push('\\');
        quoted.push(short);
    }
    quoted.push('"');
    quoted
}

/// What is seen as nothing or as another thing, or turns what stands around it: characters of control and format,
/// spaces but the common one, and those of private use.
const fn is_unseen(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}'
            | '\u{7f}'..='\u{a0}'
            | '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{1680}'
            | '\u{180e}'
            | '\u{2000}'..='\u{200f}'
            | '\u{2028}'..='\u{202f}'
            | '\u{205f}'..='\u{206f}'
            | '\u{3000}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{10ffff}'
    )
}

/// Why a text does not do at its place.
pub struct Fault {
    code: RefusalCode,
    message: String,
}

impl Fault {
    /// A fault of form.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self { code: RefusalCode::Malformed, message: message.into() }
    }

    /// A value beyond a limit.
    pub fn out_of_range(message: impl Into<String>) -> Self {
        Self { code: RefusalCode::OutOfRange, message: message.into() }
    }

    #[cold]
    fn refused(self, place: &Place<'_>) -> Unread {
        Unread::new(self.at(place.pointer()))
    }

    /// The fault as a refusal at `path`.
    pub fn at(self, path: impl Into<String>) -> Refusal {
        Refusal::new(self.code, path, self.message)
    }
}

/// Reads a text and makes something of it.
pub fn text<T>(
    place: &Place<'_>,
    input: &mut Input<'_>,
    expected: &str,
    parse: impl FnOnce(&str) -> Result<T, Fault>,
) -> Result<T, Unread> {
    let text = input.text(place, expected)?;
    parse(text).map_err(|fault| fault.refused(place))
}

/// Reads one of the words in `words`, and gives what stands beside it.
pub fn word<T: Copy>(place: &Place<'_>, input: &mut Input<'_>, words: &[(&str, T)]) -> Result<T, Unread> {
    let mut found = None;
    place_of_word(
        place,
        input,
        &mut words.iter().map(|(word, value)| {
            found = Some(*value);
            *word
        }),
    )?;
    found.ok_or_else(|| place.malformed("there is no word"))
}

/// Takes words until one of them stands here.
fn place_of_word(
    place: &Place<'_>,
    input: &mut Input<'_>,
    words: &mut dyn Iterator<Item = &str>,
) -> Result<(), Unread> {
    let text = input.text(place, "a text")?;
    let mut allowed = String::new();
    for word in words {
        if word == text {
            return Ok(());
        }
        allowed.push_str(if allowed.is_empty() { "" } else { ", " });
        allowed.push_str(&in_quotes(word));
    }
    Err(place.malformed(format!("{} is not known; allowed: {allowed}", quoted(text))))
}

/// Reads a whole number from 0 to 2^53-1: without fraction or exponent in JSON, any whole value in JavaScript.
pub fn whole_number(place: &Place<'_>, input: &mut Input<'_>) -> Result<u64, Unread> {
    let shown = match input.number(place, "a whole number from 0 to 9007199254740991")? {
        Number::Whole(value) if value <= HIGHEST_WHOLE_NUMBER => return Ok(value),
        Number::Whole(value) => value.to_string(),
        Number::Negative(value) => value.to_string(),
        Number::Other(value) => double::plain(value),
    };
    Err(place.malformed(format!("{shown} is not a whole number from 0 to {HIGHEST_WHOLE_NUMBER}")))
}

/// 2^53-1: the largest whole number that every JSON reader holds exactly.
pub const HIGHEST_WHOLE_NUMBER: u64 = (1 << 53) - 1;

/// Reads a whole number from `lowest` on; below that it is malformed.
pub fn whole_number_from(place: &Place<'_>, input: &mut Input<'_>, lowest: u64) -> Result<u64, Unread> {
    let value = whole_number(place, input)?;
    if value < lowest {
        return Err(place.malformed(format!("{value} is too small: from {lowest} to {HIGHEST_WHOLE_NUMBER}")));
    }
    Ok(value)
}

/// A whole number from 1 on.
#[derive(Debug, Clone, Copy)]
pub struct AtLeastOne(pub u64);

impl<C> Read<C> for AtLeastOne {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        whole_number_from(place, input, 1).map(Self)
    }
}

/// Checks an id or a name: 1 to 200 Unicode characters.
pub fn name(text: &str) -> Result<&str, Fault> {
    // A text has at most as many characters as bytes, so that most names need no count.
    if text.is_empty()
        || (text.len() > LONGEST_NAME_CHARACTERS && text.chars().count() > LONGEST_NAME_CHARACTERS)
    {
        let message = format!(
            "{} has {} characters; a name or id has 1 to {LONGEST_NAME_CHARACTERS}",
            quoted(text),
            text.chars().count()
        );
        return Err(Fault::malformed(message));
    }
    Ok(text)
}

/// Checks an instant.
pub fn instant(text: &str) -> Result<Instant, Fault> {
    Instant::parse(text).map_err(|fault| {
        let message = fault.message(text);
        match fault {
            crate::InstantFault::Malformed => Fault::malformed(message),
            crate::InstantFault::OutOfRange => Fault::out_of_range(message),
        }
    })
}

impl<C> Read<C> for Instant {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        text(place, input, "an instant as text", instant)
    }
}

/// A name or id.
#[derive(Debug, Clone)]
pub struct Name(pub String);

impl<C> Read<C> for Name {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        text(place, input, "a name or id as text", |text| name(text).map(|name| Self(name.to_owned())))
    }
}

/// Text of any length and content.
#[derive(Debug, Clone)]
pub struct FreeText(pub String);

impl<C> Read<C> for FreeText {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        text(place, input, "a text", |text| Ok(Self(text.to_owned())))
    }
}

impl<C> Read<C> for bool {
    fn read(_: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        input.flag(place)
    }
}

/// Where null may stand.
impl<C, T: Read<C>> Read<C> for Option<T> {
    fn read(context: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        if input.null()? { Ok(None) } else { T::read(context, place, input).map(Some) }
    }
}

impl<C, T: Read<C>> Read<C> for Vec<T> {
    fn read(context: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread> {
        let mut list = Self::new();
        elements(place, input, &mut |place, input| {
            list.push(T::read(context, place, input)?);
            Ok(())
        })?;
        Ok(list)
    }
}

/// Reads a list, element after element.
fn elements(
    place: &Place<'_>,
    input: &mut Input<'_>,
    read: &mut dyn FnMut(&Place<'_>, &mut Input<'_>) -> Result<(), Unread>,
) -> Result<(), Unread> {
    input.list(place)?;
    let mut index = 0;
    while input.element(index == 0)? {
        read(&place.index(index), input)?;
        index += 1;
    }
    Ok(())
}

/// Reads an object whose fields may have any name, but none twice.
pub fn by_name<T: Read<()>>(
    place: &Place<'_>,
    input: &mut Input<'_>,
    expected: &str,
) -> Result<BTreeMap<String, T>, Unread> {
    input.object(place, expected)?;
    let mut values = BTreeMap::new();
    while let Some(name) = input.field(values.is_empty())? {
        let name = name.to_owned();
        input.colon()?;
        let place = place.key(&name);
        let value = T::read(&mut (), &place, input)?;
        if values.contains_key(&name) {
            return Err(place.malformed("the field is given twice"));
        }
        values.insert(name, value);
    }
    Ok(values)
}
