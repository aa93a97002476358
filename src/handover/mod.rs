//! Estimates on their way from one place to another: the document that links and files hold. The pricing page writes
//! and reads them, and so does the console, which makes an estimate of a service and a service of an estimate.
//!
//! | module | what it holds |
//! |---|---|
//! | `envelope` | the document: an estimate, and what it came to where it was written |
//! | `link` | the part of an address that holds a document |

mod envelope;
pub mod link;

pub use self::envelope::{Before, json_object, json_text, read, written};
use self::link::{BadLink, Form};
use crate::browser;

/// The page where services are made, behind which a link stands.
pub const NEW_SERVICE: &str = "/console/services/new";
/// The page with the calculator, behind which a link stands.
pub const CALCULATOR: &str = "/";

/// Why a link gives no document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unopened {
    /// It is cut or changed.
    Mangled,
    /// It is of a later version.
    Newer,
    /// The browser has no decompression.
    NoCompression,
}

/// The document that a link holds.
pub async fn document_of(link: Result<(Form, Vec<u8>), BadLink>) -> Result<Vec<u8>, Unopened> {
    match link {
        Ok((Form::Plain, json)) => Ok(json),
        Ok((Form::Deflated, _)) if !browser::has_compression() => Err(Unopened::NoCompression),
        Ok((Form::Deflated, data)) => browser::inflate(&data).await.ok_or(Unopened::Mangled),
        Err(BadLink::Mangled) => Err(Unopened::Mangled),
        Err(BadLink::Newer) => Err(Unopened::Newer),
    }
}
