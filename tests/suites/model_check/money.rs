//! What the backend does with seconds and money: tallies, late usage, months, bills, overdue payment.

use std::array;

use tiermeter_service::Command;

use super::lifecycle::Transaction;
use super::model::Mistake;
use super::state::{Bill, MONTH_STARTS, MONTHS, Moment, Money, State, TICK, moment, moment_of};

/// What a top-up pays.
pub(crate) const TOP_UP: i32 = 6;
/// The run that events tell.
const TOLD_START: Moment = 0;
const TOLD_STOP: Moment = 2_000;
const SECOND: Moment = 1_000;

/// The billable seconds of a run, by month (P1, P3).
pub(crate) fn seconds(started: Moment, stopped: Moment) -> [i32; MONTHS] {
    let whole = (stopped - started).div_ceil(SECOND).max(1);
    let before = |end: Moment| end.saturating_sub(started).div_ceil(SECOND).min(whole);
    array::from_fn(|month| {
        i32::from(before(MONTH_STARTS[month + 1])) - i32::from(before(MONTH_STARTS[month]))
    })
}

/// Adds month by month.
pub(crate) fn add(sum: &mut [i32; MONTHS], other: [i32; MONTHS]) {
    for (sum, other) in sum.iter_mut().zip(other) {
        *sum += other;
    }
}

impl State {
    /// What open runs come to by `at`, those that events tell too.
    pub(crate) fn open_seconds(&self, at: Moment) -> [i32; MONTHS] {
        let mut sum = [0; MONTHS];
        for started in self.instances().filter_map(|instance| instance.run) {
            if started <= at {
                add(&mut sum, seconds(started, at));
            }
        }
        if self.money.told.started && !self.money.told.stopped {
            add(&mut sum, seconds(TOLD_START, at));
        }
        sum
    }

    /// What is not billed by `at`, by the month that it is for: open months, and corrections of closed ones where
    /// usage came late.
    pub(crate) fn draft(&self, at: Moment) -> [i32; MONTHS] {
        let money = &self.money;
        let late = money.late_month.filter(|month| *month < money.first_open_month);
        let from = late.unwrap_or(money.first_open_month);
        let open = self.open_seconds(at);
        array::from_fn(|month| {
            let counted = if month >= from { money.tally[month] + open[month] } else { 0 };
            let corrects = month >= from && month < money.first_open_month;
            if corrects { counted - money.billed(month) } else { counted }
        })
    }
}

impl Money {
    /// What bills have billed for a month.
    pub(crate) fn billed(&self, month: usize) -> i32 {
        self.bills.iter().flatten().map(|bill| bill.billed[month]).sum()
    }

    /// What was paid.
    pub(crate) fn paid(&self) -> i32 {
        i32::from(self.top_ups) * TOP_UP
    }

    /// Whether a bill is past due and not covered: what was paid covers the oldest one first, and what a bill gives
    /// back pays too.
    fn is_unpaid(&self, at: Moment, credits_pay: bool) -> bool {
        let bills = || self.bills.iter().flatten();
        let credits: i32 = bills().map(|bill| bill.payable.min(0)).sum();
        let mut left = self.paid();
        if credits_pay {
            left -= credits;
        }
        bills().filter(|bill| !credits_pay || bill.payable > 0).any(|bill| {
            left -= bill.payable;
            left < 0 && bill.due_at <= at
        })
    }
}

impl Transaction<'_> {
    /// Counts a run that is over, and remembers closed months that it touches.
    pub(crate) fn add_known(&mut self, started: Moment, stopped: Moment) {
        let seconds = seconds(started, stopped);
        add(&mut self.state.money.tally, seconds);
        if let Some(first) = seconds.iter().position(|seconds| *seconds != 0) {
            self.mark_late(first);
        }
    }

    fn mark_late(&mut self, month: usize) {
        let money = &mut self.state.money;
        if month < money.first_open_month && self.model.mistake != Some(Mistake::LateUsageForgotten) {
            money.late_month = Some(money.late_month.map_or(month, |late| late.min(month)));
        }
    }

    /// An event tells the start or the stop of a run; false if it is known.
    pub(crate) fn tell(&mut self, starts: bool) -> bool {
        let told = &mut self.state.money.told;
        let known = if starts { &mut told.started } else { &mut told.stopped };
        if *known {
            return false;
        }
        *known = true;
        match (told.started, told.stopped) {
            (true, true) => self.add_known(TOLD_START, TOLD_STOP),
            // What is open is counted from its first month on.
            (true, false) if !self.makes(Mistake::OpenRunNotLate) => self.mark_late(0),
            _ => {}
        }
        if self.makes(Mistake::BillRewritten)
            && let Some(bill) = &mut self.state.money.bills[0]
        {
            bill.billed[0] += 1;
        }
        true
    }

    /// A payment is recorded.
    pub(crate) fn top_up(&mut self) -> bool {
        let money = &mut self.state.money;
        if money.top_ups >= self.model.bounds.top_ups {
            return false;
        }
        money.top_ups += 1;
        money.ledger.payments -= TOP_UP;
        money.ledger.customer += TOP_UP;
        self.assess();
        true
    }

    /// Does what became due after the tick `since`, each as of its own instant.
    pub(crate) fn catch_up(&mut self, since: u8) {
        let now = self.at;
        for tick in since + 1..=self.state.now {
            self.at = moment(tick);
            self.close_month();
            self.assess();
        }
        self.at = now;
    }

    /// Closes the first open month if its time has come, and issues its bill if there is anything to bill.
    fn close_month(&mut self) {
        let month = self.state.money.first_open_month;
        let grace = moment(self.model.bounds.grace_ticks);
        if MONTH_STARTS[month + 1].saturating_add(grace) > self.at {
            return;
        }
        let draft = self.state.draft(self.at);
        let billed: [i32; MONTHS] = array::from_fn(|index| if index <= month { draft[index] } else { 0 });
        if billed.iter().any(|seconds| *seconds != 0) {
            self.issue(month, billed);
        }
        let money = &mut self.state.money;
        money.late_month = None;
        money.first_open_month += 1;
    }

    fn issue(&mut self, month: usize, billed: [i32; MONTHS]) {
        let one_sided = self.makes(Mistake::OneSidedPosting);
        let due_at = self.at + TICK;
        let money = &mut self.state.money;
        let payable: i32 = billed.iter().sum();
        if let Some(place) = money.bills.iter_mut().find(|bill| bill.is_none()) {
            *place = Some(Bill { month, due_at, payable, billed });
        }
        money.ledger.customer -= payable;
        if !one_sided {
            money.ledger.revenue += payable;
        }
    }

    /// Looks at the account's payment, and lets overdue payment or its end take effect on every service (L6).
    fn assess(&mut self) {
        let overdue = self.state.money.is_unpaid(self.at, !self.makes(Mistake::CreditsPayNothing));
        if overdue == self.state.money.overdue {
            return;
        }
        self.state.money.overdue = overdue;
        let effect = if overdue { Command::AccountOverdue } else { Command::AccountReplenished };
        let now = self.at;
        for service in 0..self.model.bounds.services {
            let newest = self.state.services[service].life.newest_command_at();
            self.at = newest.map_or(now, |newest| moment_of(newest).max(now));
            self.command(service, effect);
            if !overdue && self.makes(Mistake::ReplenishedEnables) {
                self.command(service, Command::Enable);
            }
            self.at = now;
        }
    }
}
