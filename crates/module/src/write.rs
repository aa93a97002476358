//! Answers as JSON text. They hold texts, numbers, lists and objects, all of them known, so writing them needs
//! neither errors nor much code.

use std::fmt::{self, Display, Write};

use serde::ser::{Error, Impossible, SerializeSeq, SerializeStruct};
use serde::{Serialize, Serializer};

/// Adds a document to `json`; false where it holds what no document of ours does.
pub(super) fn write(json: &mut String, document: &impl Serialize) -> bool {
    document.serialize(Writer(json)).is_ok()
}

/// Something that no document of ours holds.
#[derive(Debug)]
struct Unknown;

type Written = Result<(), Unknown>;

impl Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not written")
    }
}

impl std::error::Error for Unknown {}

impl Error for Unknown {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// Writes one value.
struct Writer<'a>(&'a mut String);

impl Writer<'_> {
    #[expect(clippy::unnecessary_wraps, reason = "it is what the methods of a serializer return")]
    fn push(self, json: &str) -> Written {
        self.0.push_str(json);
        Ok(())
    }

    fn display(self, value: &dyn Display) -> Written {
        write!(self.0, "{value}").map_err(|_| Unknown)
    }

    fn text(self, text: &str) {
        self.0.push('"');
        for character in text.chars() {
            let short = match character {
                '"' => '"',
                '\\' => '\\',
                '\u{8}' => 'b',
                '\u{c}' => 'f',
                '\n' => 'n',
                '\r' => 'r',
                '\t' => 't',
                '\0'..=' ' if character < ' ' => {
                    self.0.push_str("\\u00");
                    for digit in [u32::from(character) / 16, u32::from(character) % 16] {
                        self.0.extend(char::from_digit(digit, 16));
                    }
                    continue;
                }
                _ => {
                    self.0.push(character);
                    continue;
                }
            };
            self.0.push('\\');
            self.0.push(short);
        }
        self.0.push('"');
    }
}

macro_rules! numbers {
    ($($method:ident: $type:ty,)*) => {
        $(fn $method(self, value: $type) -> Written {
            self.display(&value)
        })*
    };
}

macro_rules! unknown {
    ($($method:ident($($type:ty),*) -> $answer:ty,)*) => {
        $(fn $method(self, $(_: $type),*) -> Result<$answer, Unknown> {
            Err(Unknown)
        })*
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Unknown;
    type SerializeSeq = Parts<'a>;
    type SerializeTuple = Impossible<(), Unknown>;
    type SerializeTupleStruct = Impossible<(), Unknown>;
    type SerializeTupleVariant = Impossible<(), Unknown>;
    type SerializeMap = Impossible<(), Unknown>;
    type SerializeStruct = Parts<'a>;
    type SerializeStructVariant = Impossible<(), Unknown>;

    numbers! {
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
    }

    unknown! {
        serialize_f32(f32) -> (),
        serialize_f64(f64) -> (),
        serialize_char(char) -> (),
        serialize_bytes(&[u8]) -> (),
        serialize_unit() -> (),
        serialize_unit_struct(&'static str) -> (),
        serialize_tuple(usize) -> Self::SerializeTuple,
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant,
        serialize_map(Option<usize>) -> Self::SerializeMap,
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant,
    }

    fn serialize_bool(self, value: bool) -> Written {
        self.push(if value { "true" } else { "false" })
    }

    fn serialize_str(self, text: &str) -> Written {
        self.text(text);
        Ok(())
    }

    fn serialize_none(self) -> Written {
        self.push("null")
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Written {
        self.serialize_str(word)
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Written {
        Err(Unknown)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'a>, Unknown> {
        Ok(Parts { json: self.0, before: '[' })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'a>, Unknown> {
        Ok(Parts { json: self.0, before: '{' })
    }

    fn collect_str<T: ?Sized + Display>(self, value: &T) -> Written {
        self.text(&format!("{value}"));
        Ok(())
    }
}

/// Writes a list or an object, part after part.
struct Parts<'a> {
    json: &'a mut String,
    /// What stands before the next part.
    before: char,
}

impl Parts<'_> {
    fn next(&mut self) {
        self.json.push(self.before);
        self.before = ',';
    }

    fn close(self, opening: char, closing: char) {
        if self.before == opening {
            self.json.push(opening);
        }
        self.json.push(closing);
    }
}

impl SerializeSeq for Parts<'_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Written {
        self.next();
        value.serialize(Writer(self.json))
    }

    fn end(self) -> Written {
        self.close('[', ']');
        Ok(())
    }
}

impl SerializeStruct for Parts<'_> {
    type Ok = ();
    type Error = Unknown;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Written {
        self.next();
        Writer(self.json).text(name);
        self.json.push(':');
        value.serialize(Writer(self.json))
    }

    fn end(self) -> Written {
        self.close('{', '}');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Document {
        text: String,
        list: Vec<Option<u32>>,
        none: Vec<u8>,
        number: i64,
        flag: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        absent: Option<bool>,
        word: Word,
        empty: Empty,
    }

    #[derive(Serialize)]
    struct Empty {}

    #[derive(Serialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        OneOfThem,
    }

    #[test]
    fn documents_are_written_as_other_writers_write_them() {
        let odd: String = (0..0x300).filter_map(char::from_u32).chain("\u{2028}\u{feff}𝄞".chars()).collect();
        let document = Document {
            text: odd,
            list: vec![None, Some(7), Some(u32::MAX)],
            none: Vec::new(),
            number: i64::MIN,
            flag: true,
            absent: None,
            word: Word::OneOfThem,
            empty: Empty {},
        };
        let mut json = String::new();
        assert!(write(&mut json, &document));
        assert_eq!(json, serde_json::to_string(&document).unwrap());
    }
}
