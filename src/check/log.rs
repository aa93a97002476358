//! The log: each row a run, by the columns that were chosen.

use std::collections::HashSet;

use rustc_hash::FxBuildHasher;
use tiermeter_pricing::{
    Instant, PriceBook, Refusal, RefusalCode, RunView, Settlement, SettlementLimits, Usage, settle_within,
};

use super::columns::{Choice, Mapping, Role};
use super::fault::{Fault, Trouble};
use super::instants;
use super::rows::Rows;

/// So many runs are checked.
pub const MOST_RUNS: usize = 1_000_000;
/// What a service is called where the log names none.
pub const ONE_SERVICE: &str = "all";
/// Words that stand for a stop which has not come.
const OPEN: [&str; 6] = ["", "-", "null", "none", "running", "open"];

/// Reads a log.
pub struct LogReader<'a> {
    mapping: &'a Mapping,
    book: &'a PriceBook,
    log: Log,
    positions: Positions,
}

/// A log that was read.
#[derive(Debug, Default)]
pub struct Log {
    /// The runs.
    pub usage: Usage,
    /// Runs that stood there once more, with nothing different; they count once.
    pub repeated: Vec<RunView>,
    /// Instants without an offset, which were taken for UTC.
    pub without_offset: u64,
    /// The row of each run.
    rows: Vec<u64>,
}

/// Where the columns stand.
#[derive(Debug, Clone, Copy, Default)]
struct Positions {
    service: Option<usize>,
    instance: Option<usize>,
    tier: Option<usize>,
    start: Option<usize>,
    stop: Option<usize>,
}

impl<'a> LogReader<'a> {
    /// Nothing read yet.
    pub fn new(mapping: &'a Mapping, book: &'a PriceBook) -> Self {
        Self { mapping, book, log: Log::default(), positions: Positions::default() }
    }

    /// What was read.
    pub fn into_log(self) -> Log {
        self.log
    }

    fn column(&self, role: Role) -> &str {
        match self.mapping.of(role) {
            Choice::Column(column) => column,
            Choice::Same(_) | Choice::Nothing => "",
        }
    }

    /// The text of a cell; `None` where the log has no such column.
    fn text<'row>(
        &self,
        number: u64,
        cells: &'row [Vec<u8>],
        position: Option<usize>,
        role: Role,
    ) -> Result<Option<&'row str>, Trouble> {
        let Some(cell) = position.and_then(|position| cells.get(position)) else { return Ok(None) };
        let text =
            std::str::from_utf8(cell).map_err(|_| Trouble::at(number, self.column(role), Fault::NotText))?;
        Ok(Some(text))
    }

    fn instant(&mut self, number: u64, role: Role, text: &str) -> Result<Instant, Trouble> {
        let Some(read) = instants::read(text) else {
            return Err(Trouble::at(number, self.column(role), Fault::NoInstant(text.to_owned())));
        };
        self.log.without_offset += u64::from(read.without_offset);
        Ok(read.at)
    }

    fn tier(&self, number: u64, text: Option<&str>) -> Result<&'a str, Trouble> {
        let text = match (text, self.mapping.of(Role::Tier)) {
            (Some(text), _) => text,
            (None, Choice::Same(code)) => code,
            (None, Choice::Column(_) | Choice::Nothing) => "",
        };
        tier_code(self.book, text).ok_or_else(|| {
            let known: Vec<&str> = self.book.tiers().iter().map(|tier| tier.code.as_str()).collect();
            let fault = Fault::NoTier(text.to_owned(), known.join(", "));
            Trouble::at(number, self.column(Role::Tier), fault)
        })
    }
}

impl Rows for LogReader<'_> {
    fn columns(&mut self, names: &[String]) -> Result<(), Trouble> {
        let position = |role| self.mapping.position(role, names);
        self.positions = Positions {
            service: position(Role::Service),
            instance: position(Role::Instance),
            tier: position(Role::Tier),
            start: position(Role::Start),
            stop: position(Role::Stop),
        };
        Ok(())
    }

    fn row(&mut self, number: u64, cells: &[Vec<u8>]) -> Result<(), Trouble> {
        if self.log.rows.len() >= MOST_RUNS {
            let most = u64::try_from(MOST_RUNS).unwrap_or(u64::MAX);
            return Err(Trouble::at_row(number, Fault::TooMany(most)));
        }
        let at = self.positions;
        let service = self.text(number, cells, at.service, Role::Service)?.unwrap_or(ONE_SERVICE);
        let own_name;
        let instance = if let Some(instance) = self.text(number, cells, at.instance, Role::Instance)? {
            instance
        } else {
            // Without names nothing says which runs are of one instance, so each is its own.
            own_name = format!("row-{number}");
            own_name.as_str()
        };
        let tier = self.tier(number, self.text(number, cells, at.tier, Role::Tier)?)?;
        let start = self.text(number, cells, at.start, Role::Start)?.unwrap_or_default();
        let started_at = self.instant(number, Role::Start, start)?;
        let stop = self.text(number, cells, at.stop, Role::Stop)?.unwrap_or_default();
        let is_open = OPEN.iter().any(|word| stop.trim().eq_ignore_ascii_case(word));
        let stopped_at = if is_open { None } else { Some(self.instant(number, Role::Stop, stop)?) };
        let pushed = self.log.usage.push_run(service, instance, tier, started_at, stopped_at);
        pushed.map_err(|refusal| self.refused(number, &refusal))?;
        self.log.rows.push(number);
        Ok(())
    }
}

impl LogReader<'_> {
    fn refused(&self, number: u64, refusal: &Refusal) -> Trouble {
        let fault = Fault::Refused(refusal.message.clone());
        match role_of(&refusal.path) {
            Some(role) => Trouble::at(number, self.column(role), fault),
            None => Trouble::at_row(number, fault),
        }
    }
}

impl Log {
    /// Prices the log by the core. Rows that stand there twice count once: the core refuses runs of one instance that
    /// overlap, and those say nothing that was not said before.
    pub fn settle(&mut self, book: &PriceBook, limits: SettlementLimits) -> Result<Settlement, Trouble> {
        let mut settled = settle_within(&self.usage, book, limits);
        if settled.as_ref().is_err_and(|refusal| refusal.code == RefusalCode::OverlappingRuns)
            && self.drop_repeated()
        {
            settled = settle_within(&self.usage, book, limits);
        }
        settled.map_err(|refusal| self.at_its_row(&refusal))
    }

    /// Leaves out what stands there again; false where nothing does.
    fn drop_repeated(&mut self) -> bool {
        let mut seen = HashSet::with_capacity_and_hasher(self.usage.run_count(), FxBuildHasher);
        let kept: Vec<bool> = self.usage.runs().map(|run| seen.insert(run)).collect();
        let runs = self.usage.runs().zip(&kept);
        self.repeated = runs.filter(|(_, kept)| !**kept).map(|(run, _)| run).collect();
        let (mut of_run, mut of_row) = (kept.iter(), kept.iter());
        self.usage.retain_runs(|_| of_run.next().is_none_or(|kept| *kept));
        self.rows.retain(|_| of_row.next().is_none_or(|kept| *kept));
        !self.repeated.is_empty()
    }

    /// The row of a run, by its place in the usage.
    pub fn row_of(&self, index: usize) -> Option<u64> {
        self.rows.get(index).copied()
    }

    fn at_its_row(&self, refusal: &Refusal) -> Trouble {
        let index = refusal.path.strip_prefix("/runs/").and_then(|rest| rest.split('/').next());
        let row = index.and_then(|index| index.parse().ok()).and_then(|index| self.row_of(index));
        Trouble { row, ..Trouble::of(Fault::Refused(refusal.message.clone())) }
    }
}

/// The role that a path of a run is about.
fn role_of(path: &str) -> Option<Role> {
    match path.rsplit('/').next()? {
        "service" => Some(Role::Service),
        "instance" => Some(Role::Instance),
        "tier" => Some(Role::Tier),
        _ => None,
    }
}

/// The tier that a text means: its code, its name, or its code behind the word.
pub fn tier_code<'book>(book: &'book PriceBook, text: &str) -> Option<&'book str> {
    let text = text.trim();
    if let Some(tier) = book.tier(text) {
        return Some(&tier.code);
    }
    let bare = text.get(..5).filter(|word| word.eq_ignore_ascii_case("tier ")).map_or(text, |_| &text[5..]);
    let means = |name: &str| name.eq_ignore_ascii_case(text) || name.eq_ignore_ascii_case(bare);
    book.tiers().iter().find(|tier| means(&tier.code) || means(&tier.name)).map(|tier| tier.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rows::read_rows;

    fn read(text: &str) -> Result<Log, Trouble> {
        let names: Vec<String> =
            text.lines().next().unwrap_or_default().split(',').map(str::to_owned).collect();
        let mapping = Mapping::guess(&Role::OF_LOG, &names);
        let mut reader = LogReader::new(&mapping, PriceBook::bundled());
        let mut input = text.as_bytes();
        read_rows(&mut input, &mut reader)?;
        Ok(reader.into_log())
    }

    fn settle(text: &str) -> Result<(Settlement, Log), Trouble> {
        let mut log = read(text)?;
        let settlement = log.settle(PriceBook::bundled(), SettlementLimits::default())?;
        Ok((settlement, log))
    }

    const HEADER: &str = "service,instance,tier,started_at,stopped_at";
    const FIRST: &str = "chat,i-1,A,2026-03-03T10:00:00Z,2026-03-03T12:00:00Z";
    const SECOND: &str = "chat,i-2,A,2026-03-03T11:00:00Z,2026-03-03T12:00:00Z";

    #[test]
    fn logs_of_different_forms_come_to_the_same() {
        for text in [
            format!("{HEADER}\n{FIRST}\n{SECOND}\n"),
            "Start Time,End Time,GPU\n2026-03-03 10:00,2026-03-03 12:00,Entry-level\n2026-03-03 11:00,2026-03-03 12:00,tier a\n"
                .to_owned(),
            format!("{HEADER}\n{FIRST}\n{SECOND}\n{FIRST}\n"),
        ] {
            let (settlement, _) = settle(&text).unwrap();
            assert_eq!(settlement.bills[0].exact_total.to_string(), "2.3436", "{text}");
        }
    }

    #[test]
    fn repeated_rows_count_once_and_are_known() {
        let (_, log) = settle(&format!("{HEADER}\n{FIRST}\n{FIRST}\n{SECOND}\n{FIRST}\n")).unwrap();
        assert_eq!((log.usage.run_count(), log.repeated.len()), (2, 2));
        assert_eq!([log.row_of(0), log.row_of(1), log.row_of(2)], [Some(2), Some(4), None]);
    }

    #[track_caller]
    fn check_fault(text: &str, row: u64, column: Option<&str>, expected: impl Fn(&Fault) -> bool) {
        let trouble = settle(text).map(|_| ()).unwrap_err();
        assert_eq!((trouble.row, trouble.column.as_deref()), (Some(row), column), "{text}");
        assert!(expected(&trouble.fault), "{:?}", trouble.fault);
    }

    #[test]
    fn faults_are_at_their_cells() {
        let row = |line: &str| format!("{HEADER}\n{FIRST}\n{line}\n");
        check_fault(
            &row("chat,i-2,Z,2026-03-03T10:00:00Z,"),
            3,
            Some("tier"),
            |fault| matches!(fault, Fault::NoTier(text, known) if text == "Z" && known == "A, B, C"),
        );
        check_fault(
            &row("chat,i-2,A,yesterday,"),
            3,
            Some("started_at"),
            |fault| matches!(fault, Fault::NoInstant(text) if text == "yesterday"),
        );
        check_fault(
            &row(",i-2,A,2026-03-03T10:00:00Z,2026-03-03T10:00:00Z"),
            3,
            Some("service"),
            |fault| matches!(fault, Fault::Refused(message) if message.contains("has 0 characters")),
        );
        check_fault(
            &row("chat,i-2,A,2026-03-03T10:00:00Z,2026-03-03T09:00:00Z"),
            3,
            None,
            |fault| matches!(fault, Fault::Refused(message) if message.contains("before its start")),
        );
        // An overlap that is more than a repetition.
        check_fault(
            &row("chat,i-1,A,2026-03-03T11:00:00Z,2026-03-03T13:00:00Z"),
            3,
            None,
            |fault| matches!(fault, Fault::Refused(message) if message.contains("overlaps an earlier one")),
        );
        // Open, and nothing says up to when it counts.
        check_fault(
            &row("chat,i-2,A,2026-03-03T10:00:00Z,running"),
            3,
            None,
            |fault| matches!(fault, Fault::Refused(message) if message.contains("as_of")),
        );
    }
}
