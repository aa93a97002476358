//! Copies of a whole file, for backups. What has a copy's name is whole, and nothing that was there is lost to it.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::{lock, open_connection};
use crate::fault::Fault;
use crate::store::StoreError;

/// What SQLite keeps beside a file. A crash leaves there what was acknowledged last, and a copy that took the file's
/// place would take it for its own.
const COMPANIONS: [&str; 2] = ["-wal", "-journal"];

/// Copies a file, as it is at one moment, into one that is not there yet. It gets its name when it is whole.
pub fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
    refuse_to_replace(to)?;
    let connection = open_connection(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let version: u32 =
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(StoreError::from)?;
    if version == 0 {
        return Err(Fault::Conflict(format!("{} is no database of this program", from.display())));
    }
    let partial = beside(to, "-partial");
    claim(&partial)?;
    let copied = fill(&connection, &partial).and_then(|()| put_in_place(&partial, to));
    if copied.is_err() {
        for left in [beside(&partial, "-journal"), partial] {
            let _ = fs::remove_file(left);
        }
    }
    copied
}

/// Makes a database of a backup, where there is none and no server runs, not even on one that was moved away.
pub fn restore(backup: &Path, database: &Path) -> Result<(), Fault> {
    refuse_to_replace(database)?;
    let _lock = lock(database)?;
    copy(backup, database)
}

/// The name of what stands beside a file.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn refuse_to_replace(to: &Path) -> Result<(), Fault> {
    // A link that leads nowhere is something too.
    if fs::symlink_metadata(to).is_ok() {
        return Err(Fault::Conflict(format!("{} is there already and is not replaced", to.display())));
    }
    for companion in COMPANIONS.map(|ending| beside(to, ending)) {
        // Who only reads leaves an empty one.
        if fs::symlink_metadata(&companion).is_ok_and(|found| found.len() > 0) {
            let shown = companion.display();
            let message =
                format!("{shown} is there without its database; it may hold what that was told last");
            return Err(Fault::Conflict(message));
        }
    }
    Ok(())
}

/// Makes the file that a copy is written into; who makes it is the only one to write there.
fn claim(partial: &Path) -> Result<(), Fault> {
    let shown = partial.display();
    match File::create_new(partial) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let message =
                format!("{shown} is there: a copy under way, or one that was broken off and can go");
            Err(Fault::Conflict(message))
        }
        Err(error) => Err(StoreError(format!("{shown}: {error}")).into()),
    }
}

fn fill(connection: &Connection, partial: &Path) -> Result<(), Fault> {
    let Some(name) = partial.to_str() else {
        return Err(Fault::Conflict("the file's name is no Unicode text".to_owned()));
    };
    connection.execute("VACUUM INTO ?1", [name]).map_err(StoreError::from)?;
    Ok(())
}

fn put_in_place(partial: &Path, to: &Path) -> Result<(), Fault> {
    refuse_to_replace(to)?;
    let failed = |error: std::io::Error| StoreError(format!("{}: {error}", to.display()));
    fs::rename(partial, to).map_err(failed)?;
    // A name is on the disk when its folder is.
    #[cfg(unix)]
    {
        let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = File::open(folder.unwrap_or_else(|| Path::new("."))).map_err(failed)?;
        folder.sync_all().map_err(failed)?;
    }
    Ok(())
}
