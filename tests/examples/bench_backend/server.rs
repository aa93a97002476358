//! The server as a process of its own, and the database that it serves.

use std::cell::Cell;
use std::env;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use tiermeter_backend::operation::later;
use tiermeter_backend::records::{Account, ServiceKind, TokenRecord};
use tiermeter_backend::store::{RunsBetween, TokensOf, Transaction};
use tiermeter_backend::{Fault, sqlite};
use tiermeter_pricing::Instant;

use crate::Measured;

/// The key that the first start of the server makes.
pub(crate) const API_KEY: &str = "bench-backend-key-of-an-empty-database";
const DATABASE: &str = "tiermeter.db";
const LOG: &str = "server.log";
/// What the server would take from its environment instead of what is measured.
const OWN_VARIABLES: [&str; 3] = ["TIERMETER_LOG", "TIERMETER_MODELS", "TIERMETER_PRICE_BOOK"];

/// Where the program lies, and a folder for databases beside what cargo builds: on a disk, which the system's
/// temporary folder need not be.
pub(crate) struct Workplace {
    program: PathBuf,
    folder: Folder,
    folders_made: Cell<u32>,
}

impl Workplace {
    /// Finds the program.
    pub(crate) fn new() -> Measured<Self> {
        let own = env::current_exe()?;
        let target = own.ancestors().nth(3).ok_or("this program lies in no folder that cargo builds into")?;
        let program = env::var_os("TIERMETER_BINARY").map_or_else(
            || target.join("release").join(format!("tiermeter{}", env::consts::EXE_SUFFIX)),
            PathBuf::from,
        );
        if !program.is_file() {
            let build = "cargo build --release --package tiermeter-server";
            return Err(format!("there is no {}; `{build}` makes it", program.display()).into());
        }
        let folder = Folder::new(target.join(format!("tmp/bench_backend-{}", std::process::id())))?;
        Ok(Self { program, folder, folders_made: Cell::new(0) })
    }

    /// An empty folder.
    pub(crate) fn folder(&self) -> Measured<Folder> {
        let number = self.folders_made.get();
        self.folders_made.set(number + 1);
        Folder::new(self.folder.path().join(number.to_string()))
    }
}

/// A folder that is removed at the end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    fn new(path: PathBuf) -> Measured<Self> {
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    /// Where it lies.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A database with the account that the first start of the server made.
pub(crate) struct Database {
    program: PathBuf,
    account: Account,
    folder: Folder,
}

impl Database {
    /// Starts the server once on an empty folder.
    pub(crate) fn new(workplace: &Workplace) -> Measured<Self> {
        let folder = workplace.folder()?;
        let program = workplace.program.clone();
        drop(Server::start(&program, folder.path())?);
        let account = transact(folder.path(), |transaction| {
            let ids = transaction.account_ids()?;
            let id = ids.first().ok_or(Fault::NotFound)?;
            transaction.account(id)?.ok_or(Fault::NotFound)
        })?;
        Ok(Self { program, account, folder })
    }

    /// The account; the instant at which it was made is the present one.
    pub(crate) const fn account(&self) -> &Account {
        &self.account
    }

    /// Works on the database while no server does.
    pub(crate) fn transact<T>(
        &self,
        work: impl FnOnce(&mut dyn Transaction) -> Result<T, Fault>,
    ) -> Measured<T> {
        transact(self.folder.path(), work)
    }

    /// Its file; all of the database is in it while no server runs.
    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join(DATABASE)
    }

    /// Starts the server on what the database holds by now.
    pub(crate) fn serve(&self) -> Measured<Server> {
        Server::start(&self.program, self.folder.path())
    }

    /// The id of the service that the platform made for a model.
    pub(crate) fn default_service(&self, model: &str) -> Measured<String> {
        self.transact(|transaction| {
            let services = transaction.all_services(&self.account.id)?;
            let mut defaults = services.into_iter().filter(|service| service.kind == ServiceKind::Default);
            let service = defaults.find(|service| service.model == model).ok_or(Fault::NotFound)?;
            Ok(service.id)
        })
    }

    /// How many token records of a model there are.
    pub(crate) fn count_token_records(&self, model: &str) -> Measured<u64> {
        self.transact(|transaction| {
            let ever = RunsBetween { from: Instant::EPOCH, to: later(Instant::EPOCH, u64::MAX) };
            let mut count = 0;
            let mut take = |_: TokenRecord| count += 1;
            let of = TokensOf::Model(model);
            transaction.tokens_between(&self.account.id, of, ever, i64::MAX, &mut take)?;
            Ok(count)
        })
    }
}

fn transact<T>(folder: &Path, work: impl FnOnce(&mut dyn Transaction) -> Result<T, Fault>) -> Measured<T> {
    sqlite::transact(&folder.join(DATABASE), work).map_err(|fault| format!("the database: {fault:?}").into())
}

/// A process that is killed at the end, so hard that only what is on the disk stays.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running server.
pub(crate) struct Server {
    address: SocketAddr,
    _process: Process,
    /// Open as long as the server writes to it.
    _output: BufReader<ChildStdout>,
}

impl Server {
    fn start(program: &Path, folder: &Path) -> Measured<Self> {
        let log = folder.join(LOG);
        let mut command = Command::new(program);
        command
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(folder.join(DATABASE))
            .env("TIERMETER_BOOTSTRAP_API_KEY", API_KEY)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(File::options().create(true).append(true).open(&log)?);
        for name in OWN_VARIABLES {
            command.env_remove(name);
        }
        let child =
            command.spawn().map_err(|error| format!("cannot start {}: {error}", program.display()))?;
        let mut process = Process(child);
        let output = process.0.stdout.take().ok_or("the server has no standard output")?;
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let address = line.trim_end().strip_prefix("listening on http://").map(str::parse::<SocketAddr>);
        let Some(Ok(address)) = address else {
            let log = fs::read_to_string(log).unwrap_or_default();
            return Err(format!("the server did not start: {}", log.trim_end()).into());
        };
        Ok(Self { address, _process: process, _output: output })
    }

    /// Where it listens.
    pub(crate) const fn address(&self) -> SocketAddr {
        self.address
    }
}
