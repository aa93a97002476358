//! How a document is read: its JSON text is walked once, and the place of each fault is known. What is read into
//! is checked in the same walk, so that a value in hand is valid.
//!
//! A type that can stand in a document implements [`Read`]; the `object!` macro writes that for an object.
//! The context `C` is what the reading needs to know or to fill, such as the table of names.
//!
//! | module | what it holds |
//! |---|---|
//! | this one | places, whole documents, and objects |
//! | `input` | JSON text, value by value |
//! | `scalars` | texts and numbers of JSON |
//! | `double` | numbers that are not whole, from text and to text |
//! | `values` | texts, numbers, lists and what may be null, as documents hold them |

mod double;
mod input;
mod scalars;
mod values;

use std::io;

use crate::refusal::{Refusal, RefusalCode};

pub use double::{Double, plain as double_as_text};
pub use input::{Input, Number};
pub use values::{
    AtLeastOne, Fault, FreeText, HIGHEST_WHOLE_NUMBER, Name, by_name, in_quotes, instant, name, quoted, text,
    whole_number, whole_number_from, word,
};

/// How much of a text is read at once where it comes in pieces.
const PIECE_BYTES: u64 = 16 * 1024;

/// Something could not be read, and why.
#[derive(Debug, Clone)]
pub struct Unread(Refusal);

impl Unread {
    fn new(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

/// A place in a document, as a chain up to the root.
#[derive(Debug)]
pub struct Place<'a> {
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
    const ROOT: Self = Self { parent: None, step: Step::Root };

    /// The field `key` of the object here.
    #[must_use]
    pub const fn key(&'a self, key: &'a str) -> Self {
        Self { parent: Some(self), step: Step::Key(key) }
    }

    /// The element `index` of the list here.
    #[must_use]
    pub const fn index(&'a self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index) }
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
        Unread::new(Refusal::new(code, self.pointer(), message))
    }

    /// Refuses what stands here as malformed.
    pub fn malformed(&self, message: impl Into<String>) -> Unread {
        self.refuse(RefusalCode::Malformed, message)
    }
}

/// Something that can be read from a place in a document, with what reading it needs to know.
pub trait Read<C>: Sized {
    /// Reads it, or refuses it at `place`.
    fn read(context: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<Self, Unread>;
}

/// Reads a whole document of JSON text.
pub fn from_json_slice<C, T: Read<C>>(context: &mut C, json: &[u8]) -> Result<T, Refusal> {
    whole(context, &mut Input::of_slice(json))
}

/// Reads a whole document of JSON text as it comes in, without holding the text.
pub fn from_json_reader<C, T: Read<C>>(context: &mut C, mut json: impl io::Read) -> Result<T, Refusal> {
    use io::Read;
    let mut next_piece = |piece: &mut Vec<u8>| {
        json.by_ref().take(PIECE_BYTES).read_to_end(piece).map(|_| ()).map_err(|error| error.to_string())
    };
    whole(context, &mut Input::of_pieces(&mut next_piece))
}

fn whole<C, T: Read<C>>(context: &mut C, input: &mut Input<'_>) -> Result<T, Refusal> {
    let mut document = None;
    read_whole(context, input, &mut document)?;
    document.ok_or_else(|| Place::ROOT.malformed("nothing was read").0)
}

fn read_whole<C>(context: &mut C, input: &mut Input<'_>, slot: &mut dyn Slot<C>) -> Result<(), Refusal> {
    slot.fill(context, &Place::ROOT, input).and_then(|()| input.end()).map_err(|unread| unread.0)
}

/// Where a field's value goes, whatever it is; so one reader serves all objects.
pub trait Slot<C> {
    /// Reads the value.
    fn fill(&mut self, context: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<(), Unread>;
}

impl<C, T: Read<C>> Slot<C> for Option<T> {
    fn fill(&mut self, context: &mut C, place: &Place<'_>, input: &mut Input<'_>) -> Result<(), Unread> {
        let value = T::read(context, place, input)?;
        if self.is_none() {
            *self = Some(value);
        } else {
            // A field is read once; so what would have to be dropped here needs no code.
            std::mem::forget(value);
        }
        Ok(())
    }
}

/// Reads an object: its fields' names, each with its slot; the first so many of them must be there. Another field
/// is refused, and one that was there before.
pub fn object<C>(
    context: &mut C,
    place: &Place<'_>,
    input: &mut Input<'_>,
    (names, required): (&'static [&'static str], usize),
    slots: &mut [&mut dyn Slot<C>],
) -> Result<(), Unread> {
    input.object(place, "an object")?;
    // A bit for each field that was there.
    let mut seen: u64 = 0;
    while let Some(index) = next_field(place, input, names, &mut seen)? {
        slots[index].fill(context, &place.key(names[index]), input)?;
    }
    let missing = names.iter().take(required).enumerate().find(|(index, _)| seen >> index & 1 == 0);
    missing.map_or(Ok(()), |(_, field)| Err(self::missing(place, field)))
}

/// The next field's number among those that are known, up to its colon.
fn next_field(
    place: &Place<'_>,
    input: &mut Input<'_>,
    names: &[&str],
    seen: &mut u64,
) -> Result<Option<usize>, Unread> {
    let Some(field) = input.field(*seen == 0)? else {
        return Ok(None);
    };
    let Some(index) = names.iter().position(|known| *known == field) else {
        let known = names.join(", ");
        let message = format!("the field {} is unknown; known: {known}", quoted(field));
        return Err(place.key(field).malformed(message));
    };
    if *seen >> index & 1 == 1 {
        return Err(place.key(field).malformed("the field is given twice"));
    }
    *seen |= 1 << index;
    input.colon()?;
    Ok(Some(index))
}

/// A field that must be there.
pub fn required<T>(place: &Place<'_>, field: &str, slot: Option<T>) -> Result<T, Unread> {
    slot.ok_or_else(|| missing(place, field))
}

#[cold]
fn missing(place: &Place<'_>, field: &str) -> Unread {
    place.key(field).malformed(format!("the field {} is missing", in_quotes(field)))
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
                input: &mut $crate::read::Input<'_>,
            ) -> Result<Self, $crate::read::Unread> {
                const REQUIRED: &[&str] = &[$(stringify!($field),)*];
                const NAMES: &[&str] = &[$(stringify!($field),)* $($(stringify!($absent),)*)?];
                $(let mut $field: Option<$type> = None;)*
                $($(let mut $absent: Option<$absent_type> = None;)*)?
                let read = $crate::read::object(
                    context,
                    place,
                    input,
                    (NAMES, REQUIRED.len()),
                    &mut [$(&mut $field,)* $($(&mut $absent,)*)?],
                );
                match (read, $($field,)*) {
                    (Ok(()), $(Some($field),)*) => Ok(Self { $($field,)* $($($absent,)*)? }),
                    (read, ..) => Err(read.err().unwrap_or_else(|| place.malformed("a field is missing"))),
                }
            }
        }
    };
}
