//! How a document is read: serde walks it, from JSON text or from a JavaScript value alike, and the place of
//! each fault is known. What is read into is checked in the same walk, so that a value in hand is valid.
//!
//! A type that can stand in a document implements [`Read`]; the `object!` macro writes that for an object.
//! The context `C` is what the reading needs to know or to fill, such as the table of names.

mod input;
mod values;

use std::cell::RefCell;
use std::fmt;
use std::io;

use serde::Deserializer;
use serde::de::Error;

use crate::refusal::{Refusal, RefusalCode};

pub use input::{Elements, Fields, Input, Number, Taken, Unread};
pub use values::{
    AtLeastOne, Fault, FreeText, HIGHEST_WHOLE_NUMBER, Name, by_name, instant, name, quoted, text,
    whole_number, whole_number_from, word,
};

/// What went wrong while a document was read: the first fault wins.
#[derive(Debug, Default)]
pub struct Report {
    /// A fault that a rule of ours found.
    refusal: RefCell<Option<Refusal>>,
    /// Where serde itself found one, innermost place first, and its words.
    stumble: RefCell<Option<(String, String)>>,
}

/// A place in a document, as a chain up to the root.
#[derive(Debug)]
pub struct Place<'a> {
    report: &'a Report,
    parent: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Debug)]
enum Step<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    /// The whole document.
    #[must_use]
    pub const fn root(report: &'a Report) -> Self {
        Self { report, parent: None, step: Step::Root }
    }

    /// The field `key` of the object here.
    #[must_use]
    pub const fn key(&'a self, key: &'a str) -> Self {
        Self { report: self.report, parent: Some(self), step: Step::Key(key) }
    }

    /// The element `index` of the list here.
    #[must_use]
    pub const fn index(&'a self, index: usize) -> Self {
        Self { report: self.report, parent: Some(self), step: Step::Index(index) }
    }

    /// The JSON pointer (RFC 6901) of this place.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut pointer = self.parent.map_or_else(String::new, Place::pointer);
        match self.step {
            Step::Root => {}
            Step::Key(key) => {
                pointer.push('/');
                pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
            }
            Step::Index(index) => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
        }
        pointer
    }

    /// Refuses what stands here.
    pub fn refuse(&self, code: RefusalCode, message: impl Into<String>) -> Unread {
        let refusal = Refusal::new(code, self.pointer(), message);
        self.report.refusal.borrow_mut().get_or_insert(refusal);
        Unread::reported()
    }

    /// Refuses what stands here as malformed.
    pub fn malformed(&self, message: impl Into<String>) -> Unread {
        self.refuse(RefusalCode::Malformed, message)
    }

    /// Notes where an error of serde's own came from.
    fn stumble(&self, error: &dyn fmt::Display) {
        if self.report.refusal.borrow().is_none() && self.report.stumble.borrow().is_none() {
            *self.report.stumble.borrow_mut() = Some((self.pointer(), error.to_string()));
        }
    }
}

/// Something that can be read from a place in a document, with what reading it needs to know.
pub trait Read<C>: Sized {
    /// Reads it, or refuses it at `place`.
    fn read(context: &mut C, place: &Place<'_>, input: &mut dyn Input) -> Result<Self, Unread>;
}

/// Reads a whole document of JSON text.
pub fn from_json_slice<C, T: Read<C>>(context: &mut C, json: &[u8]) -> Result<T, Refusal> {
    from_json(context, &mut serde_json::Deserializer::from_slice(json))
}

/// Reads a whole document of JSON text as it comes in, without holding the text.
pub fn from_json_reader<C, T: Read<C>>(context: &mut C, json: impl io::Read) -> Result<T, Refusal> {
    from_json(context, &mut serde_json::Deserializer::from_reader(json))
}

fn from_json<'de, C, T: Read<C>, R: serde_json::de::Read<'de>>(
    context: &mut C,
    deserializer: &mut serde_json::Deserializer<R>,
) -> Result<T, Refusal> {
    let report = Report::default();
    let read = take(context, &report, &mut *deserializer);
    read.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| report.json_refusal(&error))
}

/// Reads a whole document from any other deserializer, such as a JavaScript value.
pub fn from_deserializer<'de, C, T: Read<C>, D: Deserializer<'de>>(
    context: &mut C,
    deserializer: D,
) -> Result<T, Refusal> {
    let report = Report::default();
    take(context, &report, deserializer).map_err(|error| report.refusal(&error))
}

fn take<'de, C, T: Read<C>, D: Deserializer<'de>>(
    context: &mut C,
    report: &Report,
    deserializer: D,
) -> Result<T, D::Error> {
    let mut value = None;
    input::take_from(deserializer, &mut |input| {
        value = Some(T::read(context, &Place::root(report), input)?);
        Ok(())
    })?;
    value.ok_or_else(|| D::Error::custom("nothing was read"))
}

impl Report {
    fn refusal(&self, error: &impl fmt::Display) -> Refusal {
        if let Some(refusal) = self.refusal.take() {
            return refusal;
        }
        let (path, message) = self.stumble.take().unwrap_or_else(|| (String::new(), error.to_string()));
        Refusal::new(RefusalCode::Malformed, path, message)
    }

    /// Text that isn't JSON is refused as a whole, with line and column (docs/rules.md, section 2).
    fn json_refusal(&self, error: &serde_json::Error) -> Refusal {
        let message = error.to_string();
        // A number such as 1e400 is JSON, and has a place; only serde_json has none for it.
        let is_a_number = message.starts_with("number out of range");
        if error.is_data() || is_a_number || self.refusal.borrow().is_some() {
            return self.refusal(error);
        }
        let message =
            if error.is_io() { format!("cannot be read: {message}") } else { format!("not JSON: {message}") };
        Refusal::new(RefusalCode::Malformed, "", message)
    }
}

/// Something read from the fields of an object; written by `object!`.
pub trait ReadObject<C>: Sized {
    /// Reads the fields one after another.
    fn read_fields(context: &mut C, place: &Place<'_>, fields: &mut dyn Fields) -> Result<Self, Unread>;
}

/// Reads an object.
pub fn object<C, T: ReadObject<C>>(
    context: &mut C,
    place: &Place<'_>,
    input: &mut dyn Input,
) -> Result<T, Unread> {
    let mut object = None;
    input.object(place, "an object", &mut |fields| {
        object = Some(T::read_fields(context, place, fields)?);
        Ok(())
    })?;
    object.ok_or(Unread::reported())
}

/// Reads the next field's name and finds it among those that are known; another one is refused.
pub fn next_field(
    place: &Place<'_>,
    fields: &mut dyn Fields,
    known: &'static [&'static str],
) -> Result<Option<usize>, Unread> {
    let mut found = None;
    fields.next(&mut |field| {
        found = known.iter().position(|known| *known == field);
        if found.is_none() {
            let known = known.join(", ");
            let message = format!("the field {} is unknown; known: {known}", quoted(field));
            return Err(place.key(field).malformed(message));
        }
        Ok(())
    })?;
    Ok(found)
}

/// Reads a field's value, unless it was there before.
pub fn field_value<C, T: Read<C>>(
    context: &mut C,
    place: &Place<'_>,
    fields: &mut dyn Fields,
    slot: &mut Option<T>,
) -> Taken {
    if slot.is_some() {
        return Err(place.malformed("the field is given twice"));
    }
    fields.value(&mut |input| {
        *slot = Some(T::read(context, place, input)?);
        Ok(())
    })
}

/// A field that must be there.
pub fn required<T>(place: &Place<'_>, field: &str, slot: Option<T>) -> Result<T, Unread> {
    slot.ok_or_else(|| missing(place, field))
}

fn missing(place: &Place<'_>, field: &str) -> Unread {
    place.key(field).malformed(format!("the field {field:?} is missing"))
}

/// Writes [`Read`] for an object: the struct, its required fields, and those that may be absent.
#[macro_export]
macro_rules! object {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident reads with $context:ty {
        $($(#[$field_meta:meta])* $field_visibility:vis $field:ident: $type:ty,)*
        $(; $($(#[$absent_meta:meta])* $absent_visibility:vis $absent:ident: $absent_type:ty,)*)?
    }) => {
        $(#[$meta])*
        $visibility struct $name {
            $($(#[$field_meta])* $field_visibility $field: $type,)*
            $($($(#[$absent_meta])* $absent_visibility $absent: Option<$absent_type>,)*)?
        }

        impl $crate::read::Read<$context> for $name {
            fn read(
                context: &mut $context,
                place: &$crate::read::Place<'_>,
                input: &mut dyn $crate::read::Input,
            ) -> Result<Self, $crate::read::Unread> {
                $crate::read::object(context, place, input)
            }
        }

        impl $crate::read::ReadObject<$context> for $name {
            fn read_fields(
                context: &mut $context,
                place: &$crate::read::Place<'_>,
                fields: &mut dyn $crate::read::Fields,
            ) -> Result<Self, $crate::read::Unread> {
                #[expect(non_camel_case_types, reason = "the fields' own names, to be told apart by number")]
                enum Known { $($field,)* $($($absent,)*)? }
                const KNOWN: &[&str] = &[$(stringify!($field),)* $($(stringify!($absent),)*)?];
                $(let mut $field: Option<$type> = None;)*
                $($(let mut $absent: Option<$absent_type> = None;)*)?
                while let Some(index) = $crate::read::next_field(place, fields, KNOWN)? {
                    let place = place.key(KNOWN[index]);
                    $(if index == Known::$field as usize {
                        $crate::read::field_value(context, &place, fields, &mut $field)?;
                    })*
                    $($(if index == Known::$absent as usize {
                        $crate::read::field_value(context, &place, fields, &mut $absent)?;
                    })*)?
                }
                Ok(Self {
                    $($field: $crate::read::required(place, stringify!($field), $field)?,)*
                    $($($absent,)*)?
                })
            }
        }
    };
}
