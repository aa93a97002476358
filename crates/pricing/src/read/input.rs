//! A value that stands somewhere in a document, whatever serde reads it from. What is behind a [`Input`] is not in
//! its type, so that a document's reader is compiled once and stays small.

use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

use super::Place;

/// Something could not be read. Why stands in the report of the document.
#[derive(Debug, Clone, Copy)]
pub struct Unread(());

/// What a part of a document was read into stands elsewhere; or it could not be read.
pub type Taken = Result<(), Unread>;

/// A value that is not read yet. It is taken by one of these, once.
pub trait Input {
    /// Takes a text.
    fn text(&mut self, place: &Place<'_>, expected: &str, take: &mut dyn FnMut(&str) -> Taken) -> Taken;
    /// Takes true or false.
    fn flag(&mut self, place: &Place<'_>) -> Result<bool, Unread>;
    /// Takes a number.
    fn number(&mut self, place: &Place<'_>, expected: &str, take: &mut dyn FnMut(Number) -> Taken) -> Taken;
    /// Takes a value unless null stands here.
    fn value_or_null(&mut self, place: &Place<'_>, take: &mut dyn FnMut(&mut dyn Input) -> Taken) -> Taken;
    /// Takes a list.
    fn list(&mut self, place: &Place<'_>, take: &mut dyn FnMut(&mut dyn Elements) -> Taken) -> Taken;
    /// Takes an object.
    fn object(
        &mut self,
        place: &Place<'_>,
        expected: &str,
        take: &mut dyn FnMut(&mut dyn Fields) -> Taken,
    ) -> Taken;
}

/// A number as it is written.
#[derive(Debug, Clone)]
pub enum Number {
    /// Whole, from zero on.
    Whole(u64),
    /// Whole, below zero.
    Negative(i64),
    /// Any other, as text.
    Other(String),
}

/// The elements of a list.
pub trait Elements {
    /// Takes the next element; false behind the last one.
    fn next(&mut self, take: &mut dyn FnMut(&mut dyn Input) -> Taken) -> Result<bool, Unread>;
}

/// The fields of an object.
pub trait Fields {
    /// Takes the next field's name; false behind the last one.
    fn next(&mut self, take: &mut dyn FnMut(&str) -> Taken) -> Result<bool, Unread>;
    /// Takes the value of the field whose name came last.
    fn value(&mut self, take: &mut dyn FnMut(&mut dyn Input) -> Taken) -> Taken;
}

impl Unread {
    /// For the report, which knows why.
    pub(super) const fn reported() -> Self {
        Self(())
    }
}

/// Reads with `take` from a deserializer.
pub(super) fn take_from<'de, D: Deserializer<'de>>(
    deserializer: D,
    take: &mut dyn FnMut(&mut dyn Input) -> Taken,
) -> Result<(), D::Error> {
    let mut input = SerdeInput { deserializer: Some(deserializer), error: None };
    take(&mut input).map_err(|Unread(())| own_or_any(input.error))
}

/// An error of serde's own goes out as it came; any other is in the report already.
fn own_or_any<E: Error>(own: Option<E>) -> E {
    own.unwrap_or_else(|| E::custom("refused"))
}

struct SerdeInput<D, E> {
    deserializer: Option<D>,
    error: Option<E>,
}

impl<'de, D: Deserializer<'de>> SerdeInput<D, D::Error> {
    fn read(&mut self, place: &Place<'_>, read: impl FnOnce(D) -> Result<(), D::Error>) -> Taken {
        // A value that was taken before is not there any more.
        let deserializer = self.deserializer.take().ok_or(Unread(()))?;
        read(deserializer).map_err(|error| {
            place.stumble(&error);
            self.error = Some(error);
            Unread(())
        })
    }
}

impl<'de, D: Deserializer<'de>> Input for SerdeInput<D, D::Error> {
    fn text(&mut self, place: &Place<'_>, expected: &str, take: &mut dyn FnMut(&str) -> Taken) -> Taken {
        self.read(place, |deserializer| deserializer.deserialize_str(Text { expected, take }))
    }

    fn flag(&mut self, place: &Place<'_>) -> Result<bool, Unread> {
        let mut flag = false;
        self.read(place, |deserializer| deserializer.deserialize_bool(Flag(&mut flag)))?;
        Ok(flag)
    }

    fn number(&mut self, place: &Place<'_>, expected: &str, take: &mut dyn FnMut(Number) -> Taken) -> Taken {
        self.read(place, |deserializer| deserializer.deserialize_any(AnyNumber { expected, take }))
    }

    fn value_or_null(&mut self, place: &Place<'_>, take: &mut dyn FnMut(&mut dyn Input) -> Taken) -> Taken {
        self.read(place, |deserializer| deserializer.deserialize_option(ValueOrNull(take)))
    }

    fn list(&mut self, place: &Place<'_>, take: &mut dyn FnMut(&mut dyn Elements) -> Taken) -> Taken {
        self.read(place, |deserializer| deserializer.deserialize_any(List(take)))
    }

    fn object(
        &mut self,
        place: &Place<'_>,
        expected: &str,
        take: &mut dyn FnMut(&mut dyn Fields) -> Taken,
    ) -> Taken {
        // Not `deserialize_map`: from JavaScript that takes a list for a map, and here a list is a fault.
        self.read(place, |deserializer| deserializer.deserialize_any(Object { expected, take }))
    }
}

struct Text<'a> {
    expected: &'a str,
    take: &'a mut dyn FnMut(&str) -> Taken,
}

impl Visitor<'_> for Text<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        (self.take)(text).map_err(|Unread(())| own_or_any(None))
    }
}

impl<'de> DeserializeSeed<'de> for Text<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

struct Flag<'a>(&'a mut bool);

impl Visitor<'_> for Flag<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true or false")
    }
    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        *self.0 = value;
        Ok(())
    }
}

struct AnyNumber<'a> {
    expected: &'a str,
    take: &'a mut dyn FnMut(Number) -> Taken,
}

impl AnyNumber<'_> {
    fn taken<E: Error>(self, number: Number) -> Result<(), E> {
        (self.take)(number).map_err(|Unread(())| own_or_any(None))
    }
}

impl Visitor<'_> for AnyNumber<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }
    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.taken(Number::Whole(value))
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.taken(u64::try_from(value).map_or(Number::Negative(value), Number::Whole))
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.taken(Number::Other(value.to_string()))
    }
}

struct ValueOrNull<'a>(&'a mut dyn FnMut(&mut dyn Input) -> Taken);

impl<'de> Visitor<'de> for ValueOrNull<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }
    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        take_from(deserializer, self.0)
    }
}

/// A value inside of a list or an object.
struct Inner<'a>(&'a mut dyn FnMut(&mut dyn Input) -> Taken);

impl<'de> DeserializeSeed<'de> for Inner<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        take_from(deserializer, self.0)
    }
}

struct List<'a>(&'a mut dyn FnMut(&mut dyn Elements) -> Taken);

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut elements = Accessed { access, error: None };
        (self.0)(&mut elements).map_err(|Unread(())| own_or_any(elements.error))
    }
}

struct Object<'a> {
    expected: &'a str,
    take: &'a mut dyn FnMut(&mut dyn Fields) -> Taken,
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }
    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<(), A::Error> {
        let mut fields = Accessed { access, error: None };
        (self.take)(&mut fields).map_err(|Unread(())| own_or_any(fields.error))
    }
}

/// The inside of a list or an object, and serde's error where there was one.
struct Accessed<A, E> {
    access: A,
    error: Option<E>,
}

impl<A, E> Accessed<A, E> {
    fn kept<T>(&mut self, result: Result<T, E>) -> Result<T, Unread> {
        result.map_err(|error| {
            self.error = Some(error);
            Unread(())
        })
    }
}

impl<'de, A: SeqAccess<'de>> Elements for Accessed<A, A::Error> {
    fn next(&mut self, take: &mut dyn FnMut(&mut dyn Input) -> Taken) -> Result<bool, Unread> {
        let next = self.access.next_element_seed(Inner(take));
        self.kept(next).map(|next| next.is_some())
    }
}

impl<'de, A: MapAccess<'de>> Fields for Accessed<A, A::Error> {
    fn next(&mut self, take: &mut dyn FnMut(&str) -> Taken) -> Result<bool, Unread> {
        let next = self.access.next_key_seed(Text { expected: "a field's name", take });
        self.kept(next).map(|next| next.is_some())
    }

    fn value(&mut self, take: &mut dyn FnMut(&mut dyn Input) -> Taken) -> Taken {
        let value = self.access.next_value_seed(Inner(take));
        self.kept(value)
    }
}
