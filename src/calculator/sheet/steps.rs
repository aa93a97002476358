//! How the steps of a line are edited.

use tiermeter_pricing::{Instant, NANOSECONDS_PER_SECOND, UtcOffset};

use super::typed::read_instant;
use super::{Field, Line, LineField, Sheet};
use crate::text;

const SECONDS_PER_MINUTE: i64 = 60;
const SECONDS_PER_HOUR: i64 = 3_600;

impl Line {
    /// The step's place, from 1; 0 for one that is gone.
    pub fn number_of_step(&self, step: u32) -> usize {
        self.steps.iter().position(|id| *id == step).map_or(0, |position| position + 1)
    }

    /// The steps whose instants read, with those instants, and the end where it is written.
    pub fn edges(&self) -> Vec<(LineField, Instant)> {
        let fields = self.steps.iter().map(|step| LineField::StepFrom(*step)).chain([LineField::StepsEnd]);
        fields.filter_map(|field| Some((field, read_instant(self.text(field)).ok()?))).collect()
    }

    /// The first and the last instant at which an edge may stand without passing its neighbours, a second apart.
    pub fn room_of_edge(&self, edge: LineField) -> (Option<Instant>, Option<Instant>) {
        let edges = self.edges();
        let Some(position) = edges.iter().position(|(field, _)| *field == edge) else { return (None, None) };
        let neighbour = |position: Option<usize>, seconds: i64| {
            let (_, at) = edges.get(position?)?;
            moved(*at, seconds)
        };
        (neighbour(position.checked_sub(1), 1), neighbour(position.checked_add(1), -1))
    }
}

impl Sheet {
    /// Moves the field's instant by whole seconds; a field without an instant stays as it is.
    pub fn move_by(&mut self, field: Field, seconds: i64, offset: UtcOffset) {
        if let Some(at) = read_instant(self.text(field)).ok().and_then(|at| moved(at, seconds)) {
            self.set(field, &text::instant(at), offset);
        }
    }

    /// Writes the field's instant the way the editor writes instants, in UTC; what is none stays as it is.
    pub fn tidy(&mut self, field: Field, offset: UtcOffset) {
        if matches!(field, Field::Of(_, field) if field.is_instant()) {
            self.move_by(field, 0, offset);
        }
    }

    /// Adds a step below that of `below` (below the last for any other), with as many instances, halfway to the
    /// next instant: the amounts stay as they are until it is edited. Returns its field.
    pub fn add_step(&mut self, line: u32, below: Option<u32>) -> Option<LineField> {
        let row = self.new_id();
        self.edit_line(line, |line| {
            if !line.can_add_step() {
                return None;
            }
            let position = below.and_then(|below| line.number_of_step(below).checked_sub(1));
            let place = position.map_or(line.steps.len(), |position| position + 1);
            let above = place.checked_sub(1).and_then(|above| line.steps.get(above)).copied();
            let next = line.steps.get(place).map_or(LineField::StepsEnd, |step| LineField::StepFrom(*step));
            let at = |field: LineField| read_instant(line.text(field)).ok();
            let before = above.and_then(|above| at(LineField::StepFrom(above)));
            let from = match (before, at(next)) {
                (Some(before), Some(next)) => halfway(before, next),
                (Some(before), None) => moved(before, SECONDS_PER_HOUR),
                (None, _) => None,
            };
            let instances = above.map(|above| line.text(LineField::StepInstances(above)).to_owned());
            line.steps.insert(place, row);
            line.set(LineField::StepFrom(row), &from.map(text::instant).unwrap_or_default());
            line.set(LineField::StepInstances(row), instances.as_deref().unwrap_or("1"));
            Some(LineField::StepFrom(row))
        })
        .flatten()
    }

    /// Removes a step, if another is left. Returns the field that stands in its place.
    pub fn remove_step(&mut self, line: u32, step: u32, offset: UtcOffset) -> Option<LineField> {
        let beside = self.edit_line(line, |line| {
            let position = line.number_of_step(step).checked_sub(1).filter(|_| line.can_remove_step())?;
            line.steps.remove(position);
            line.forget(&[LineField::StepFrom(step), LineField::StepInstances(step)]);
            let beside = line.steps.get(position).or_else(|| line.steps.last());
            beside.map(|step| LineField::StepFrom(*step))
        });
        self.follow_first_step(offset);
        beside.flatten()
    }
}

fn moved(at: Instant, seconds: i64) -> Option<Instant> {
    Instant::from_unix_nanoseconds(
        at.unix_nanoseconds().checked_add(seconds.checked_mul(NANOSECONDS_PER_SECOND)?)?,
    )
}

/// The middle of two instants, on a whole minute or at least a whole second; `None` where none lies between.
fn halfway(before: Instant, next: Instant) -> Option<Instant> {
    let (before, next) = (before.unix_nanoseconds(), next.unix_nanoseconds());
    let middle = before + (next - before) / 2;
    [SECONDS_PER_MINUTE, 1]
        .into_iter()
        .map(|unit| middle - middle.rem_euclid(unit * NANOSECONDS_PER_SECOND))
        .find(|at| before < *at && *at < next)
        .and_then(Instant::from_unix_nanoseconds)
}
