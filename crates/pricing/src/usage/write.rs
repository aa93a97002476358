//! How a usage is written as its document, with the names that are kept as numbers.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::{FreeQuota, Names, Reservation, Run, TokenCount, TokenRecord, Usage};

/// A list of a usage, written with the names that its elements point to.
struct Written<'a, T> {
    names: &'a Names,
    list: &'a [T],
}

/// An element of a usage's lists, written with the names it points to.
trait WriteWith {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error>;
}

impl<T: WriteWith> Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Element<'a, T>(&'a Names, &'a T);
        impl<T: WriteWith> Serialize for Element<'_, T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.1.write(self.0, serializer)
            }
        }
        serializer.collect_seq(self.list.iter().map(|element| Element(self.names, element)))
    }
}

impl Serialize for TokenCount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl WriteWith for Run {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Run", 5)?;
        object.serialize_field("service", names.text(self.service))?;
        object.serialize_field("instance", names.text(self.instance))?;
        object.serialize_field("tier", names.text(self.tier))?;
        object.serialize_field("started_at", &self.started_at)?;
        object.serialize_field("stopped_at", &self.stopped_at)?;
        object.end()
    }
}

impl WriteWith for TokenRecord {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("TokenRecord", 7)?;
        object.serialize_field("id", names.text(self.id))?;
        object.serialize_field("service", names.text(self.service))?;
        object.serialize_field("model", names.text(self.model))?;
        object.serialize_field("at", &self.at)?;
        object.serialize_field("input", &self.input)?;
        object.serialize_field("cached_input", &self.cached_input)?;
        object.serialize_field("output", &self.output)?;
        object.end()
    }
}

impl WriteWith for Reservation {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Reservation", 5)?;
        object.serialize_field("service", names.text(self.service))?;
        object.serialize_field("model", names.text(self.model))?;
        object.serialize_field("tpm", &self.tpm)?;
        object.serialize_field("from", &self.from)?;
        object.serialize_field("until", &self.until)?;
        object.end()
    }
}

impl WriteWith for FreeQuota {
    fn write<S: Serializer>(&self, names: &Names, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("FreeQuota", 4)?;
        object.serialize_field("model", names.text(self.model))?;
        object.serialize_field("tokens", &self.tokens)?;
        object.serialize_field("granted_at", &self.granted_at)?;
        object.serialize_field("expires_at", &self.expires_at)?;
        object.end()
    }
}

impl Serialize for Usage {
    /// The document: every list is written, `as_of` only where it is known.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = if self.as_of.is_some() { 5 } else { 4 };
        let mut object = serializer.serialize_struct("Usage", fields)?;
        if let Some(as_of) = self.as_of {
            object.serialize_field("as_of", &as_of)?;
        }
        let names = &self.names;
        object.serialize_field("runs", &Written { names, list: &self.runs })?;
        object.serialize_field("tokens", &Written { names, list: &self.tokens })?;
        object.serialize_field("reservations", &Written { names, list: &self.reservations })?;
        object.serialize_field("free_quotas", &Written { names, list: &self.free_quotas })?;
        object.end()
    }
}
