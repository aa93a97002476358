//! From an estimate to the fields: a link, a file, or what was kept from the last visit.

use std::sync::Arc;

use tiermeter_estimate::{Estimate, EstimateLine, Scaling, Step, TokenWork, Work};
use tiermeter_pricing::{PriceBook, UtcOffset};

use super::{Kind, Line, LineField, Sheet, WindowRow, load};
use crate::text;

impl Sheet {
    /// The fields of an estimate; reading them gives the same estimate.
    pub fn of(estimate: &Estimate, book: &PriceBook) -> Self {
        let mut sheet =
            Self { month: estimate.month.to_string(), month_follows: false, lines: Vec::new(), next_id: 1 };
        for line in &estimate.lines {
            let line = sheet.line_of(line, book);
            sheet.lines.push(Arc::new(line));
        }
        sheet.month_follows = sheet.month_is_of_first_step(book.utc_offset());
        sheet
    }

    fn month_is_of_first_step(&self, offset: UtcOffset) -> bool {
        self.first_month(offset).is_some_and(|first| first.to_string() == self.month)
    }

    fn line_of(&mut self, estimate_line: &EstimateLine, book: &PriceBook) -> Line {
        let mut line = Line::new(self.new_id(), &estimate_line.name, Kind::Steps, book);
        match &estimate_line.work {
            Work::GpuSeconds { tier, scaling } => {
                line.set(LineField::Tier, tier);
                self.write_scaling(&mut line, scaling);
            }
            Work::Tokens(work) => write_tokens(&mut line, work),
        }
        line
    }

    fn write_scaling(&mut self, line: &mut Line, scaling: &Scaling) {
        match scaling {
            Scaling::Steps(steps) => self.write_steps(line, steps),
            Scaling::Weekly(weekly) => {
                line.set_kind(Kind::Weekly);
                set(line, LineField::WeeklyInstances, &weekly.instances);
                for window in &weekly.windows {
                    let id = self.new_id();
                    let mut days = [false; 7];
                    for day in &window.days {
                        days[day.index()] = true;
                    }
                    line.windows.push(WindowRow { id, days });
                    line.set(LineField::WindowFrom(id), &text::minute_of_day(window.from_minute));
                    line.set(LineField::WindowUntil(id), &text::minute_of_day(window.to_minute));
                    set(line, LineField::WindowInstances(id), &window.instances);
                }
            }
            Scaling::Automatic(automatic) => {
                line.set_kind(Kind::Automatic);
                set(line, LineField::Minimum, &automatic.minimum);
                set(line, LineField::Maximum, &automatic.maximum);
                set(line, LineField::Concurrency, &automatic.concurrency);
                set(line, LineField::ScaleInDelay, &automatic.scale_in_after_seconds);
                set(line, LineField::SecondsPerRequest, &automatic.load.seconds_per_request);
                let rates = &automatic.load.requests_per_second;
                line.set(LineField::RequestsPerSecond, &load::written(rates));
                for policy in &automatic.policies {
                    let id = self.new_id();
                    line.policies.push(id);
                    set(line, LineField::Cron(id), &policy.cron);
                    set(line, LineField::PolicyDuration(id), &policy.duration_seconds);
                    set(line, LineField::PolicyMinimum(id), &policy.minimum);
                }
            }
        }
    }

    /// A last step of no instances is the end of the one before.
    fn write_steps(&mut self, line: &mut Line, steps: &[Step]) {
        let rows = match steps {
            [rows @ .., Step { from, instances: 0 }] if !rows.is_empty() => {
                line.set(LineField::StepsEnd, &text::instant(*from));
                rows
            }
            rows => rows,
        };
        for step in rows {
            let id = self.new_id();
            line.steps.push(id);
            line.set(LineField::StepFrom(id), &text::instant(step.from));
            set(line, LineField::StepInstances(id), &step.instances);
        }
    }
}

fn write_tokens(line: &mut Line, work: &TokenWork) {
    line.set_kind(Kind::Tokens);
    line.set_free_quota(work.free_quota);
    line.set(LineField::Model, &work.model);
    line.set(LineField::RequestsPerMinute, &load::written(&work.load.requests_per_minute));
    set(line, LineField::Input, &work.load.input.0);
    set(line, LineField::CachedInput, &work.load.cached_input.0);
    set(line, LineField::Output, &work.load.output.0);
    set(line, LineField::BurstMinutes, &work.load.burst_minutes);
    if let Some(reservation) = work.reservation {
        set(line, LineField::ReservedTpm, &reservation.tpm.0);
    }
}

fn set(line: &mut Line, field: LineField, value: &dyn ToString) {
    line.set(field, &value.to_string());
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    #[test]
    fn fields_of_an_estimate_read_as_the_same_estimate() {
        let vectors: Value =
            serde_json::from_str(include_str!("../../../tests/vectors/estimates.json")).unwrap();
        let mut compared = 0;
        for case in vectors["cases"].as_array().unwrap() {
            let Ok(estimate) = Estimate::from_json(case["estimate"].to_string().as_bytes()) else { continue };
            let sheet = Sheet::of(&estimate, PriceBook::bundled());
            assert_eq!(sheet.estimate().unwrap(), estimate, "{}", case["name"]);
            compared += 1;
        }
        assert!(compared >= 16, "{compared} estimates");
    }
}
