//! Texts, numbers, lists and what may be null, as documents hold them.

use std::collections::BTreeMap;

use super::{Input, Number, Place, Read, Unread, field_value};
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
    format!("{shown:?}")
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

    /// The fault as a refusal at `path`.
    pub fn at(self, path: impl Into<String>) -> Refusal {
        Refusal::new(self.code, path, self.message)
    }
}

/// Reads a text and makes something of it.
pub fn text<T>(
    place: &Place<'_>,
    input: &mut dyn Input,
    expected: &str,
    mut parse: impl FnMut(&str) -> Result<T, Fault>,
) -> Result<T, Unread> {
    let mut parsed = None;
    input.text(place, expected, &mut |text| match parse(text) {
        Ok(value) => {
            parsed = Some(value);
            Ok(())
        }
        Err(fault) => Err(place.refuse(fault.code, fault.message)),
    })?;
    parsed.ok_or(Unread::reported())
}

/// Reads one of the words in `words`, and gives what stands beside it.
pub fn word<T: Copy>(place: &Place<'_>, input: &mut dyn Input, words: &[(&str, T)]) -> Result<T, Unread> {
    let index = text(place, input, "a text", |text| {
        words.iter().position(|(word, _)| *word == text).ok_or_else(|| {
            let allowed: Vec<String> = words.iter().map(|(word, _)| format!("{word:?}")).collect();
            Fault::malformed(format!("{} is not known; allowed: {}", quoted(text), allowed.join(", ")))
        })
    })?;
    words.get(index).map(|(_, value)| *value).ok_or(Unread::reported())
}

/// Reads a whole number from 0 to 2^53-1: without fraction or exponent in JSON, any whole value in JavaScript.
pub fn whole_number(place: &Place<'_>, input: &mut dyn Input) -> Result<u64, Unread> {
    let mut whole = 0;
    input.number(place, "a whole number from 0 to 9007199254740991", &mut |number| {
        let shown = match number {
            Number::Whole(value) if value <= HIGHEST_WHOLE_NUMBER => {
                whole = value;
                return Ok(());
            }
            Number::Whole(value) => value.to_string(),
            Number::Negative(value) => value.to_string(),
            Number::Other(value) => value,
        };
        Err(place.malformed(format!("{shown} is not a whole number from 0 to {HIGHEST_WHOLE_NUMBER}")))
    })?;
    Ok(whole)
}

/// 2^53-1: the largest whole number that every JSON reader holds exactly.
pub const HIGHEST_WHOLE_NUMBER: u64 = (1 << 53) - 1;

/// Reads a whole number from `lowest` on; below that it is malformed.
pub fn whole_number_from(place: &Place<'_>, input: &mut dyn Input, lowest: u64) -> Result<u64, Unread> {
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
    fn read(_: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
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
    fn read(_: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        text(place, input, "an instant as text", instant)
    }
}

/// A name or id.
#[derive(Debug, Clone)]
pub struct Name(pub String);

impl<C> Read<C> for Name {
    fn read(_: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        text(place, input, "a name or id as text", |text| name(text).map(|name| Self(name.to_owned())))
    }
}

/// Text of any length and content.
#[derive(Debug, Clone)]
pub struct FreeText(pub String);

impl<C> Read<C> for FreeText {
    fn read(_: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        text(place, input, "a text", |text| Ok(Self(text.to_owned())))
    }
}

impl<C> Read<C> for bool {
    fn read(_: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        input.flag(place)
    }
}

/// Where null may stand.
impl<C, T: Read<C>> Read<C> for Option<T> {
    fn read(context: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        let mut value = None;
        input.value_or_null(place, &mut |input| {
            value = Some(T::read(context, place, input)?);
            Ok(())
        })?;
        Ok(value)
    }
}

impl<C, T: Read<C>> Read<C> for Vec<T> {
    fn read(context: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread> {
        let mut list = Self::new();
        input.list(place, &mut |elements| {
            loop {
                let place = place.index(list.len());
                let another = elements.next(&mut |input| {
                    list.push(T::read(context, &place, input)?);
                    Ok(())
                })?;
                if !another {
                    return Ok(());
                }
            }
        })?;
        Ok(list)
    }
}

/// Reads an object whose fields may have any name, but none twice.
pub fn by_name<T: Read<()>>(
    place: &Place<'_>,
    input: &mut dyn Input,
    expected: &str,
) -> Result<BTreeMap<String, T>, Unread> {
    let mut values = BTreeMap::new();
    input.object(place, expected, &mut |fields| {
        loop {
            let mut name = String::new();
            let another = fields.next(&mut |field| {
                field.clone_into(&mut name);
                Ok(())
            })?;
            if !another {
                return Ok(());
            }
            let place = place.key(&name);
            let mut value = None;
            field_value(&mut (), &place, fields, &mut value)?;
            if values.contains_key(&name) {
                return Err(place.malformed("the field is given twice"));
            }
            values.extend(value.map(|value| (name.clone(), value)));
        }
    })?;
    Ok(values)
}
