//! Lists of objects in JSON, read as it comes in: the entries as rows, their names as columns.

use std::fmt;
use std::io::{BufRead, BufReader};

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::fault::{Fault, Trouble};
use super::rows::Rows;

/// Where a document that is an object keeps its list.
const LISTS: [&str; 5] = ["runs", "data", "items", "rows", "records"];
/// A table has few columns; a document with more different names is none.
const MOST_NAMES: usize = 200;
const BUFFER_BYTES: usize = 64 * 1024;

/// Reads a list of objects, or an object that holds one.
pub fn read(input: &mut dyn BufRead, rows: &mut dyn Rows) -> Result<(), Trouble> {
    let mut entries =
        Entries { rows, names: Vec::new(), cells: Vec::new(), number: 0, lists: 0, trouble: None };
    // The reader takes byte by byte, which is quick only from a buffer that it knows.
    let mut reader = serde_json::Deserializer::from_reader(BufReader::with_capacity(BUFFER_BYTES, input));
    let read = Root(&mut entries).deserialize(&mut reader).and_then(|()| reader.end());
    match (entries.trouble, read) {
        (Some(trouble), _) => Err(trouble),
        (None, Err(error)) => Err(Trouble::of(Fault::Json(error.to_string()))),
        (None, Ok(())) if entries.lists == 0 => Err(Trouble::of(Fault::NoList)),
        (None, Ok(())) => Ok(()),
    }
}

/// What is known of the entries so far.
struct Entries<'a> {
    rows: &'a mut dyn Rows,
    names: Vec<String>,
    cells: Vec<Vec<u8>>,
    number: u64,
    lists: u32,
    /// What the rows' taker refused; the reader is stopped by an error of its own.
    trouble: Option<Trouble>,
}

impl Entries<'_> {
    /// Puts a value under its name; false where there are too many names.
    fn put(&mut self, name: String, value: Vec<u8>) -> bool {
        let position = self.names.iter().position(|known| *known == name);
        let position = position.unwrap_or_else(|| {
            self.names.push(name);
            self.cells.push(Vec::new());
            self.names.len() - 1
        });
        if let Some(cell) = self.cells.get_mut(position) {
            *cell = value;
        }
        self.names.len() <= MOST_NAMES
    }

    /// Gives the entry that was read; `known` is how many names there were before it.
    fn give(&mut self, known: usize) -> Result<(), Trouble> {
        self.number += 1;
        if self.names.len() > known {
            self.rows.columns(&self.names)?;
        }
        self.rows.row(self.number, &self.cells).map_err(|trouble| trouble.showing(&self.cells))
    }
}

struct Root<'a, 'b>(&'a mut Entries<'b>);
struct List<'a, 'b>(&'a mut Entries<'b>);
struct Entry<'a, 'b>(&'a mut Entries<'b>);
/// The text of a value; nothing for lists and objects.
struct Cell;

impl<'de> DeserializeSeed<'de> for Root<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Root<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects, or an object that holds one")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<(), A::Error> {
        List(self.0).visit_seq(list)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(name) = object.next_key::<String>()? {
            if LISTS.contains(&name.as_str()) {
                object.next_value_seed(List(self.0))?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for List<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.lists += 1;
        while list.next_element_seed(Entry(self.0))?.is_some() {}
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Entry<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Entry<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let entries = self.0;
        let known = entries.names.len();
        for cell in &mut entries.cells {
            cell.clear();
        }
        while let Some(name) = object.next_key::<String>()? {
            let value = object.next_value_seed(Cell)?;
            if !entries.put(name, value) {
                return Err(A::Error::custom(format!("more than {MOST_NAMES} different names")));
            }
        }
        entries.give(known).map_err(|trouble| {
            entries.trouble = Some(trouble);
            A::Error::custom("stopped")
        })
    }
}

impl<'de> DeserializeSeed<'de> for Cell {
    type Value = Vec<u8>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<u8>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Cell {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<u8>, E> {
        Ok(text.as_bytes().to_vec())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Vec<u8>, E> {
        Ok(text.into_bytes())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Vec<u8>, E> {
        Ok(number.to_string().into_bytes())
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Vec<u8>, E> {
        Ok(number.to_string().into_bytes())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Vec<u8>, E> {
        Ok(number.to_string().into_bytes())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Vec<u8>, E> {
        Ok(value.to_string().into_bytes())
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<u8>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<u8>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Vec<u8>, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Vec::new())
    }
}
