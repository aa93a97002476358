//! The machine: two cores for everything, and as many open files as a thousand connections need.

use std::fs;

use crate::Measured;

/// Server and load generator share so many.
#[cfg(target_os = "linux")]
const CORES: usize = 2;
/// Of each process; a connection is one of them.
#[cfg(unix)]
const OPEN_FILES: u64 = 4_096;

/// Keeps this process, and those that it starts, to two cores. Comes before there is any other thread.
pub(crate) fn prepare() -> Measured<()> {
    #[cfg(target_os = "linux")]
    keep_to_cores()?;
    #[cfg(unix)]
    allow_open_files()?;
    Ok(())
}

#[cfg(target_os = "linux")]
fn keep_to_cores() -> Measured<()> {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    let allowed = sched_getaffinity(None)?;
    let mut kept = CpuSet::new();
    for core in (0..CpuSet::MAX_CPU).filter(|core| allowed.is_set(*core)).take(CORES) {
        kept.set(core);
    }
    sched_setaffinity(None, &kept)?;
    Ok(())
}

#[cfg(unix)]
fn allow_open_files() -> Measured<()> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(OPEN_FILES, |most| most.min(OPEN_FILES));
    if limit.current.is_some_and(|current| current < wanted) {
        setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum })?;
    }
    Ok(())
}

/// A line that names the machine, to be copied with the figures.
pub(crate) fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let model = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let load = fs::read_to_string("/proc/loadavg").ok();
    let load = load.as_deref().and_then(|text| text.split(' ').next()).unwrap_or("unknown");
    format!(
        "{cores} cores, {:?}, {} {}, load {load}; SQLite {}",
        model.as_deref().unwrap_or("unknown"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        rusqlite::version(),
    )
}
