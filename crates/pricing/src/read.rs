//! How a document is read: serde walks it, from JSON text or from a JavaScript value alike, and the place of
//! each fault is known. What is read into is checked in the same walk, so that a value in hand is valid.
//!
//! A type that can stand in a document implements [`Read`]; the `object!` macro writes that for an object.
//! The context `C` is what the reading needs to know or to fill, such as the table of names.

use std::cell::RefCell;
use std::fmt;
use std::io;
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

use crate::instant::Instant;
use crate::refusal::{Refusal, RefusalCode};

/// The most characters of a wrong value that a message shows.
const SHOWN_CHARACTERS: usize = 60;
/// The longest id or name, in Unicode characters (docs/rules.md, section 2).
const LONGEST_NAME_CHARACTERS: usize = 200;

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

    /// Refuses what stands here; the error carries it out of serde.
    pub fn refuse<E: Error>(&self, code: RefusalCode, message: impl Into<String>) -> E {
        let refusal = Refusal::new(code, self.pointer(), message);
        let error = E::custom(&refusal.message);
        self.report.refusal.borrow_mut().get_or_insert(refusal);
        error
    }

    /// Refuses what stands here as malformed.
    pub fn malformed<E: Error>(&self, message: impl Into<String>) -> E {
        self.refuse(RefusalCode::Malformed, message)
    }

    /// Notes where an error of serde's own came from.
    fn stumble<E: Error>(&self, error: E) -> E {
        if self.report.refusal.borrow().is_none() && self.report.stumble.borrow().is_none() {
            *self.report.stumble.borrow_mut() = Some((self.pointer(), error.to_string()));
        }
        error
    }
}

/// Something that can be read from a place in a document, with what reading it needs to know.
pub trait Read<C>: Sized {
    /// Reads it, or refuses it at `place`.
    fn read<'de, D: Deserializer<'de>>(
        context: &mut C,
        place: &Place<'_>,
        deserializer: D,
    ) -> Result<Self, D::Error>;
}

/// Reads a `T` where serde asks for a seed.
pub struct Seed<'a, C, T> {
    context: &'a mut C,
    place: &'a Place<'a>,
    read: PhantomData<T>,
}

impl<'a, C, T> Seed<'a, C, T> {
    /// A seed for the value at `place`.
    pub const fn new(context: &'a mut C, place: &'a Place<'a>) -> Self {
        Self { context, place, read: PhantomData }
    }
}

impl<'de, C, T: Read<C>> DeserializeSeed<'de> for Seed<'_, C, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(self.context, self.place, deserializer).map_err(|error| self.place.stumble(error))
    }
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
    let root = Place::root(&report);
    let seed = Seed::new(context, &root);
    seed.deserialize(&mut *deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|error| report.json_refusal(&error))
}

/// Reads a whole document from any other deserializer, such as a JavaScript value.
pub fn from_deserializer<'de, C, T: Read<C>, D: Deserializer<'de>>(
    context: &mut C,
    deserializer: D,
) -> Result<T, Refusal> {
    let report = Report::default();
    let root = Place::root(&report);
    Seed::new(context, &root).deserialize(deserializer).map_err(|error| report.refusal(&error))
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
pub fn text<'de, D: Deserializer<'de>, T>(
    place: &Place<'_>,
    deserializer: D,
    expected: &str,
    parse: impl FnOnce(&str) -> Result<T, Fault>,
) -> Result<T, D::Error> {
    struct Text<'a, F> {
        place: &'a Place<'a>,
        expected: &'a str,
        parse: F,
    }
    impl<T, F: FnOnce(&str) -> Result<T, Fault>> Visitor<'_> for Text<'_, F> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.expected)
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            (self.parse)(text).map_err(|fault| self.place.refuse(fault.code, fault.message))
        }
    }
    deserializer.deserialize_str(Text { place, expected, parse })
}

/// Reads one of the words in `words`, and gives what stands beside it.
pub fn word<'de, D: Deserializer<'de>, T: Copy>(
    place: &Place<'_>,
    deserializer: D,
    words: &[(&str, T)],
) -> Result<T, D::Error> {
    text(place, deserializer, "a text", |text| {
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, value)| *value).ok_or_else(|| {
            let allowed: Vec<String> = words.iter().map(|(word, _)| format!("{word:?}")).collect();
            Fault::malformed(format!("{} is not known; allowed: {}", quoted(text), allowed.join(", ")))
        })
    })
}

/// Reads a whole number from 0 to 2^53-1: without fraction or exponent in JSON, any whole value in JavaScript.
pub fn whole_number<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<u64, D::Error> {
    struct WholeNumber<'a>(&'a Place<'a>);
    impl WholeNumber<'_> {
        fn not<E: Error>(self, value: impl fmt::Display) -> E {
            self.0.malformed(format!("{value} is not a whole number from 0 to {HIGHEST_WHOLE_NUMBER}"))
        }
    }
    impl Visitor<'_> for WholeNumber<'_> {
        type Value = u64;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a whole number from 0 to {HIGHEST_WHOLE_NUMBER}")
        }
        fn visit_u64<E: Error>(self, value: u64) -> Result<u64, E> {
            if value <= HIGHEST_WHOLE_NUMBER { Ok(value) } else { Err(self.not(value)) }
        }
        fn visit_i64<E: Error>(self, value: i64) -> Result<u64, E> {
            match u64::try_from(value) {
                Ok(value) => self.visit_u64(value),
                Err(_) => Err(self.not(value)),
            }
        }
        fn visit_f64<E: Error>(self, value: f64) -> Result<u64, E> {
            Err(self.not(value))
        }
    }
    deserializer.deserialize_any(WholeNumber(place))
}

/// 2^53-1: the largest whole number that every JSON reader holds exactly.
pub const HIGHEST_WHOLE_NUMBER: u64 = (1 << 53) - 1;

/// Reads a whole number from `lowest` on; below that it is malformed.
pub fn whole_number_from<'de, D: Deserializer<'de>>(
    place: &Place<'_>,
    deserializer: D,
    lowest: u64,
) -> Result<u64, D::Error> {
    let value = whole_number(place, deserializer)?;
    if value < lowest {
        return Err(place.malformed(format!("{value} is too small: from {lowest} to {HIGHEST_WHOLE_NUMBER}")));
    }
    Ok(value)
}

/// A whole number from 1 on.
#[derive(Debug, Clone, Copy)]
pub struct AtLeastOne(pub u64);

impl<C> Read<C> for AtLeastOne {
    fn read<'de, D: Deserializer<'de>>(
        _: &mut C,
        place: &Place<'_>,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        whole_number_from(place, deserializer, 1).map(Self)
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
    fn read<'de, D: Deserializer<'de>>(
        _: &mut C,
        place: &Place<'_>,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        text(place, deserializer, "an instant as text", instant)
    }
}

/// A name or id.
#[derive(Debug, Clone)]
pub struct Name(pub String);

impl<C> Read<C> for Name {
    fn read<'de, D: Deserializer<'de>>(
        _: &mut C,
        place: &Place<'_>,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        text(place, deserializer, "a name or id as text", |text| name(text).map(|name| Self(name.to_owned())))
    }
}

/// Text of any length and content.
#[derive(Debug, Clone)]
pub struct FreeText(pub String);

impl<C> Read<C> for FreeText {
    fn read<'de, D: Deserializer<'de>>(
        _: &mut C,
        place: &Place<'_>,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        text(place, deserializer, "a text", |text| Ok(Self(text.to_owned())))
    }
}

impl<C> Read<C> for bool {
    fn read<'de, D: Deserializer<'de>>(_: &mut C, _: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        struct Flag;
        impl Visitor<'_> for Flag {
            type Value = bool;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("true or false")
            }
            fn visit_bool<E>(self, value: bool) -> Result<bool, E> {
                Ok(value)
            }
        }
        deserializer.deserialize_bool(Flag)
    }
}

/// Where null may stand.
impl<C, T: Read<C>> Read<C> for Option<T> {
    fn read<'de, D: Deserializer<'de>>(
        context: &mut C,
        place: &Place<'_>,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        struct Nullable<'a, C, T>(Seed<'a, C, T>);
        impl<'de, C, T: Read<C>> Visitor<'de> for Nullable<'_, C, T> {
            type Value = Option<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }
            fn visit_none<E>(self) -> Result<Option<T>, E> {
                Ok(None)
            }
            fn visit_unit<E>(self) -> Result<Option<T>, E> {
                Ok(None)
            }
            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
                self.0.deserialize(deserializer).map(Some)
            }
        }
        deserializer.deserialize_option(Nullable(Seed::new(context, place)))
    }
}

impl<C, T: Read<C>> Read<C> for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(
        context: &mut C,
        place: &Place<'_>,
        deserializer: D,
    ) -> Result<Self, D::Error> {
        struct List<'a, C, T> {
            context: &'a mut C,
            place: &'a Place<'a>,
            read: PhantomData<T>,
        }
        impl<'de, C, T: Read<C>> Visitor<'de> for List<'_, C, T> {
            type Value = Vec<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
                let mut list = Vec::new();
                loop {
                    let place = self.place.index(list.len());
                    match elements.next_element_seed(Seed::new(&mut *self.context, &place))? {
                        Some(element) => list.push(element),
                        None => return Ok(list),
                    }
                }
            }
        }
        deserializer.deserialize_any(List { context, place, read: PhantomData })
    }
}

/// Something read from the fields of an object; written by `object!`.
pub trait ReadObject<C>: Sized {
    /// Reads the fields one after another.
    fn read_fields<'de, A: MapAccess<'de>>(
        context: &mut C,
        place: &Place<'_>,
        fields: A,
    ) -> Result<Self, A::Error>;
}

/// Reads an object.
pub fn object<'de, C, T: ReadObject<C>, D: Deserializer<'de>>(
    context: &mut C,
    place: &Place<'_>,
    deserializer: D,
) -> Result<T, D::Error> {
    struct Object<'a, C, T> {
        context: &'a mut C,
        place: &'a Place<'a>,
        read: PhantomData<T>,
    }
    impl<'de, C, T: ReadObject<C>> Visitor<'de> for Object<'_, C, T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<T, A::Error> {
            T::read_fields(self.context, self.place, fields)
        }
    }
    // Not `deserialize_map`: from JavaScript that takes a list for a map, and here a list is a fault.
    deserializer.deserialize_any(Object { context, place, read: PhantomData })
}

/// Reads the next field's name and finds it among those that are known; another one is refused.
pub fn next_field<'de, A: MapAccess<'de>>(
    place: &Place<'_>,
    fields: &mut A,
    known: &'static [&'static str],
) -> Result<Option<&'static str>, A::Error> {
    struct Field<'a> {
        place: &'a Place<'a>,
        known: &'static [&'static str],
    }
    impl<'de> DeserializeSeed<'de> for Field<'_> {
        type Value = &'static str;
        fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'static str, D::Error> {
            deserializer.deserialize_str(self)
        }
    }
    impl Visitor<'_> for Field<'_> {
        type Value = &'static str;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a field's name")
        }
        fn visit_str<E: Error>(self, field: &str) -> Result<&'static str, E> {
            self.known.iter().find(|known| **known == field).copied().ok_or_else(|| {
                let known = self.known.join(", ");
                self.place
                    .key(field)
                    .malformed(format!("the field {} is unknown; known: {known}", quoted(field)))
            })
        }
    }
    fields.next_key_seed(Field { place, known })
}

/// Reads a field's value, unless it was there before.
pub fn field_value<'de, C, T: Read<C>, A: MapAccess<'de>>(
    context: &mut C,
    place: &Place<'_>,
    fields: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(place.malformed("the field is given twice"));
    }
    *slot = Some(fields.next_value_seed(Seed::new(context, place))?);
    Ok(())
}

/// A field that must be there.
pub fn required<T, E: Error>(place: &Place<'_>, field: &str, slot: Option<T>) -> Result<T, E> {
    slot.ok_or_else(|| place.key(field).malformed(format!("the field {field:?} is missing")))
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
            fn read<'de, D: serde::Deserializer<'de>>(
                context: &mut $context,
                place: &$crate::read::Place<'_>,
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::read::object(context, place, deserializer)
            }
        }

        impl $crate::read::ReadObject<$context> for $name {
            fn read_fields<'de, A: serde::de::MapAccess<'de>>(
                context: &mut $context,
                place: &$crate::read::Place<'_>,
                mut fields: A,
            ) -> Result<Self, A::Error> {
                const KNOWN: &[&str] = &[$(stringify!($field),)* $($(stringify!($absent),)*)?];
                $(let mut $field: Option<$type> = None;)*
                $($(let mut $absent: Option<$absent_type> = None;)*)?
                while let Some(field) = $crate::read::next_field(place, &mut fields, KNOWN)? {
                    let place = place.key(field);
                    $(if field == stringify!($field) {
                        $crate::read::field_value(context, &place, &mut fields, &mut $field)?;
                    })*
                    $($(if field == stringify!($absent) {
                        $crate::read::field_value(context, &place, &mut fields, &mut $absent)?;
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
