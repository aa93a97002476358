//! From the fields to an estimate, or to everything that is wrong in them.

use tiermeter_estimate::{
    Automatic, ComputeLoad, Day, Estimate, EstimateLine, MOST_BURST_MINUTES, MOST_INSTANCES, Policy,
    ReservedTokens, Scaling, Step, TokenLoad, TokenWork, Weekly, Window, Work,
};
use tiermeter_pricing::read::HIGHEST_WHOLE_NUMBER;
use tiermeter_pricing::{Instant, TokenCount};

use super::problem::{Fault, Problem};
use super::typed::{
    read_cron, read_instant, read_load, read_month, read_name, read_rate, read_small, read_time, read_whole,
};
use super::{Field, Kind, Line, LineField, Sheet, WindowRow};
use crate::text;

const MINUTES_PER_DAY: u32 = 1_440;

impl Sheet {
    /// The document of the fields, or everything that is wrong in them.
    pub fn estimate(&self) -> Result<Estimate, Vec<Fault>> {
        let mut faults = Vec::new();
        let month = read_month(&self.month);
        let month = month.map_err(|problem| faults.push(Fault { field: Field::Month, problem })).ok();
        let mut lines = Vec::with_capacity(self.lines.len());
        for line in &self.lines {
            let mut reader = Reader { line, faults: &mut faults };
            lines.extend(reader.line());
        }
        match month {
            Some(month) if faults.is_empty() && lines.len() == self.lines.len() => {
                Ok(Estimate { month, lines })
            }
            _ => Err(faults),
        }
    }

    /// The fault of a refusal of the core, at the field that its path names.
    pub fn fault_of(&self, path: &str, message: String) -> Fault {
        let field = if path == "/month" { Field::Month } else { self.field_of_line(path) };
        Fault { field, problem: Problem::Refused(message) }
    }

    fn field_of_line(&self, path: &str) -> Field {
        let mut steps = path.strip_prefix("/lines/").unwrap_or_default().split('/');
        let number = steps.next().and_then(|number| number.parse::<usize>().ok());
        let Some(line) = number.and_then(|number| self.lines.get(number)) else { return Field::Whole };
        let field = match (steps.next(), steps.next()) {
            (Some("tier"), _) => LineField::Tier,
            (Some("model"), _) => LineField::Model,
            (Some("name"), _) => LineField::Name,
            (Some("reservation"), _) => LineField::ReservedTpm,
            (Some("load"), _) => LineField::RequestsPerMinute,
            _ => LineField::Whole,
        };
        Field::Of(line.id(), field)
    }
}

/// Reads the fields of one line, and notes what is wrong in them.
struct Reader<'a> {
    line: &'a Line,
    faults: &'a mut Vec<Fault>,
}

impl Reader<'_> {
    /// The value, or its problem noted and nothing.
    fn read<T>(&mut self, field: LineField, of: impl FnOnce(&str) -> Result<T, Problem>) -> Option<T> {
        of(self.line.text(field)).map_err(|problem| self.note(field, problem)).ok()
    }

    fn note(&mut self, field: LineField, problem: Problem) {
        self.faults.push(Fault { field: Field::Of(self.line.id(), field), problem });
    }

    fn instances(&mut self, field: LineField) -> Option<u32> {
        let most = u32::try_from(MOST_INSTANCES).unwrap_or(u32::MAX);
        self.read(field, |text| read_small(text, 0..=most))
    }

    fn count(&mut self, field: LineField, lowest: u64) -> Option<u64> {
        self.read(field, |text| read_whole(text, lowest..=HIGHEST_WHOLE_NUMBER))
    }

    /// Everything is read before anything is missed, so that each fault is noted.
    fn line(&mut self) -> Option<EstimateLine> {
        let name = self.read(LineField::Name, read_name);
        let scaling = match self.line.kind() {
            Kind::Steps => self.steps().map(Scaling::Steps),
            Kind::Weekly => self.weekly().map(Scaling::Weekly),
            Kind::Automatic => self.automatic().map(Scaling::Automatic),
            Kind::Tokens => {
                let work = self.tokens().map(Work::Tokens);
                return Some(EstimateLine { name: name?, work: work? });
            }
        };
        let tier = self.line.text(LineField::Tier).to_owned();
        Some(EstimateLine { name: name?, work: Work::GpuSeconds { tier, scaling: scaling? } })
    }

    fn steps(&mut self) -> Option<Vec<Step>> {
        let line = self.line;
        let mut steps: Vec<(LineField, Option<Instant>, Option<u32>)> = Vec::new();
        for step in line.steps() {
            let from = LineField::StepFrom(*step);
            let at = self.read(from, read_instant);
            steps.push((from, at, self.instances(LineField::StepInstances(*step))));
        }
        if !line.text(LineField::StepsEnd).trim().is_empty() {
            let end = self.read(LineField::StepsEnd, read_instant);
            steps.push((LineField::StepsEnd, end, Some(0)));
        }
        let known: Vec<(LineField, Instant)> =
            steps.iter().filter_map(|(field, at, _)| Some((*field, (*at)?))).collect();
        for pair in known.windows(2) {
            if let [(_, before), (field, at)] = *pair
                && at <= before
            {
                self.note(field, Problem::NotLater(text::instant(before)));
            }
        }
        let steps = steps.into_iter();
        steps.map(|(_, at, instances)| Some(Step { from: at?, instances: instances? })).collect()
    }

    fn weekly(&mut self) -> Option<Weekly> {
        let instances = self.instances(LineField::WeeklyInstances);
        let line = self.line;
        let windows: Vec<Option<Window>> = line.windows().iter().map(|window| self.window(window)).collect();
        let windows: Option<Vec<Window>> = windows.into_iter().collect();
        Some(Weekly { instances: instances?, windows: windows? })
    }

    fn window(&mut self, window: &WindowRow) -> Option<Window> {
        let days: Vec<Day> = Day::WORDS
            .into_iter()
            .zip(window.days)
            .filter_map(|((_, day), chosen)| chosen.then_some(day))
            .collect();
        if days.is_empty() {
            self.note(LineField::WindowDays(window.id), Problem::NoDays);
        }
        let from = self.read(LineField::WindowFrom(window.id), |text| match read_time(text)? {
            MINUTES_PER_DAY => Err(Problem::NotTime(text.to_owned())),
            minute => Ok(minute),
        });
        let until = self.read(LineField::WindowUntil(window.id), read_time);
        if from.zip(until).is_some_and(|(from, until)| until <= from) {
            self.note(LineField::WindowUntil(window.id), Problem::WindowBackwards);
        }
        let instances = self.instances(LineField::WindowInstances(window.id));
        Some(Window { days, from_minute: from?, to_minute: until?, instances: instances? })
    }

    fn automatic(&mut self) -> Option<Automatic> {
        let minimum = self.instances(LineField::Minimum);
        let maximum = self.instances(LineField::Maximum);
        if let (Some(minimum), Some(maximum)) = (minimum, maximum)
            && minimum > maximum
        {
            self.note(LineField::Minimum, Problem::AboveMaximum(maximum));
        }
        let concurrency = self.count(LineField::Concurrency, 1);
        let seconds_per_request = self.read(LineField::SecondsPerRequest, read_rate);
        let scale_in_after_seconds = self.count(LineField::ScaleInDelay, 0);
        let requests_per_second = self.read(LineField::RequestsPerSecond, read_load);
        let line = self.line;
        let policies: Vec<Option<Policy>> =
            line.policies().iter().map(|policy| self.policy(*policy)).collect();
        let policies: Option<Vec<Policy>> = policies.into_iter().collect();
        Some(Automatic {
            minimum: minimum?,
            maximum: maximum?,
            concurrency: concurrency?,
            scale_in_after_seconds: scale_in_after_seconds?,
            load: ComputeLoad {
                requests_per_second: requests_per_second?,
                seconds_per_request: seconds_per_request?,
            },
            policies: policies?,
        })
    }

    fn policy(&mut self, policy: u32) -> Option<Policy> {
        let cron = self.read(LineField::Cron(policy), read_cron);
        let duration_seconds = self.count(LineField::PolicyDuration(policy), 1);
        let minimum = self.instances(LineField::PolicyMinimum(policy));
        Some(Policy { cron: cron?, duration_seconds: duration_seconds?, minimum: minimum? })
    }

    fn tokens(&mut self) -> Option<TokenWork> {
        let line = self.line;
        let requests_per_minute = self.read(LineField::RequestsPerMinute, read_load);
        let input = self.count(LineField::Input, 0);
        let cached_input = self.count(LineField::CachedInput, 0);
        let output = self.count(LineField::Output, 0);
        let most = u32::try_from(MOST_BURST_MINUTES).unwrap_or(u32::MAX);
        let burst_minutes = self.read(LineField::BurstMinutes, |text| read_small(text, 1..=most));
        let is_reserved = !line.text(LineField::ReservedTpm).trim().is_empty();
        let tpm = if is_reserved { self.count(LineField::ReservedTpm, 0) } else { None };
        if is_reserved && tpm.is_none() {
            return None;
        }
        Some(TokenWork {
            model: line.text(LineField::Model).to_owned(),
            load: TokenLoad {
                requests_per_minute: requests_per_minute?,
                input: TokenCount(input?),
                cached_input: TokenCount(cached_input?),
                output: TokenCount(output?),
                burst_minutes: burst_minutes?,
            },
            reservation: tpm.map(|tpm| ReservedTokens { tpm: TokenCount(tpm) }),
            free_quota: line.free_quota(),
        })
    }
}
