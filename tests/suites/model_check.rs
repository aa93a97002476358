//! Every order of events within small bounds: the real core of the lifecycle, and what the backend does around it.
//!
//! A model of the backend with one account is walked through completely by stateright. What happens comes from
//! persons (enable, disable, scale, top up), from instances (ready, ended, failed; in time, or long after they were
//! called off), from the clock (months close, bills fall due), from events of a run elsewhere, and from `kill -9`.
//! The rules that always hold, and the situations that have to be reached for that to mean anything, are in
//! `model_check/properties.rs`. One walk with everything in it would be too long, so there are four, each with the
//! bounds that its rules need; and each mistake that a backend could make has to be found.

#[path = "model_check/lifecycle.rs"]
mod lifecycle;
#[path = "model_check/model.rs"]
mod model;
#[path = "model_check/money.rs"]
mod money;
#[path = "model_check/observe.rs"]
mod observe;
#[path = "model_check/properties.rs"]
mod properties;
#[path = "model_check/server.rs"]
mod server;
#[path = "model_check/state.rs"]
mod state;

use std::collections::BTreeSet;

use stateright::{Checker, HasDiscoveries, Model, Path};

use model::{BackendModel, Mistake};
use properties as rules;
use state::Bounds;

/// A walk through everything within bounds.
struct Walk {
    name: &'static str,
    bounds: Bounds,
    /// The situations that it has to come across.
    reaches: &'static [&'static str],
}

/// One service with one instance: two months are closed, a run is told late, the server is killed once.
const MONEY: Walk = Walk {
    name: "money",
    bounds: Bounds {
        services: 1,
        instances: [1, 0],
        last_tick: 4,
        grace_ticks: 1,
        enables: 2,
        scale_ins: 0,
        top_ups: 1,
        crashes: 1,
        exits: 0,
        tells: true,
        late_reports: true,
    },
    reaches: &[
        rules::RUNS_AGAIN,
        rules::BOTH_REASONS,
        rules::READY_WHILE_DISABLED,
        rules::READY_LATE,
        rules::EVENT_AFTER_CLOSE,
        rules::CRASH_WITH_RUN,
        rules::CLOSED_BELATED,
        rules::ENABLED_AFTER_FAILURE,
        rules::ADJUSTED_UP,
        rules::ADJUSTED_DOWN,
        rules::CREDIT,
    ],
};

/// One service with two instances that are scaled, with overdue payment and a crash.
const SCALING: Walk = Walk {
    name: "scaling",
    bounds: Bounds {
        services: 1,
        instances: [2, 0],
        last_tick: 2,
        grace_ticks: 0,
        enables: 1,
        scale_ins: 1,
        top_ups: 1,
        crashes: 1,
        exits: 0,
        tells: false,
        late_reports: true,
    },
    reaches: &[rules::RUNS_AGAIN, rules::BOTH_REASONS, rules::CRASH_WITH_RUN, rules::SCALED_IN],
};

/// One service with two instances that end by themselves, fail, and report late, over two attempts.
const REPORTS: Walk = Walk {
    name: "reports",
    bounds: Bounds {
        services: 1,
        instances: [2, 0],
        last_tick: 1,
        grace_ticks: 1,
        enables: 2,
        scale_ins: 1,
        top_ups: 0,
        crashes: 0,
        exits: 2,
        tells: false,
        late_reports: true,
    },
    reaches: &[
        rules::READY_WHILE_DISABLED,
        rules::READY_LATE,
        rules::SCALED_IN,
        rules::ENABLED_AFTER_FAILURE,
    ],
};

/// Two services with two instances each, stopped and brought back by one account's payment.
const ACCOUNT: Walk = Walk {
    name: "account",
    bounds: Bounds {
        services: 2,
        instances: [2, 2],
        last_tick: 2,
        grace_ticks: 0,
        enables: 1,
        scale_ins: 0,
        top_ups: 1,
        crashes: 0,
        exits: 0,
        tells: false,
        late_reports: false,
    },
    reaches: &[rules::RUNS_AGAIN, rules::BOTH_REASONS, rules::READY_LATE, rules::ONLY_ONE_BACK],
};

/// A walk with fewer states has lost something.
const FEWEST_STATES: usize = 100_000;
const THREADS: usize = 2;

/// Walks through everything within the bounds.
fn check(walk: &Walk) {
    let model = BackendModel { bounds: walk.bounds, mistake: None, reaches: walk.reaches };
    let checker = model.checker().threads(THREADS).spawn_bfs().join();
    let (states, steps, depth) = (checker.unique_state_count(), checker.state_count(), checker.max_depth());
    println!("{}: {states} states, {steps} steps, up to {depth} in a row", walk.name);
    checker.assert_properties();
    assert!(states >= FEWEST_STATES, "{}: only {states} states; the model has become smaller", walk.name);
}

#[test]
fn seconds_are_billed_once_and_overdue_is_what_the_ledger_says() {
    check(&MONEY);
}

#[test]
fn instances_have_their_runs_however_they_are_scaled() {
    check(&SCALING);
}

#[test]
fn reports_count_only_for_the_call_that_they_answer() {
    check(&REPORTS);
}

#[test]
fn payment_stops_and_brings_back_the_services_of_an_account() {
    check(&ACCOUNT);
}

#[test]
fn every_situation_is_reached_in_some_walk() {
    let walks = [MONEY, SCALING, REPORTS, ACCOUNT];
    let reached: BTreeSet<&str> = walks.iter().flat_map(|walk| walk.reaches).copied().collect();
    let known: BTreeSet<&str> = rules::sometimes().iter().map(|property| property.name).collect();
    assert_eq!(reached, known);
}

#[test]
fn each_mistake_is_found() {
    let found_by = [
        (Mistake::ScalingForgotten, SCALING, rules::SERVES_WITH_ITS_RUN),
        (Mistake::ReportsByAttempt, SCALING, rules::SERVES_WITH_ITS_RUN),
        (Mistake::ReportsByAttempt, SCALING, rules::STALE_REPORTS),
        (Mistake::ReportsOfAnyAttempt, REPORTS, rules::STALE_REPORTS),
        (Mistake::EndOfAnyRun, REPORTS, rules::STALE_REPORTS),
        (Mistake::TwoTries, REPORTS, rules::SERVES_WITH_ITS_RUN),
        (Mistake::RunsMayMeet, REPORTS, rules::RUNS_APART),
        (Mistake::OpenRunNotLate, MONEY, rules::BILLED_ONCE),
        (Mistake::LateUsageForgotten, MONEY, rules::BILLED_ONCE),
        (Mistake::BillRewritten, MONEY, rules::BILLS_STAY),
        (Mistake::CreditsPayNothing, MONEY, rules::OWES_NOTHING),
        (Mistake::CreditsPayNothing, MONEY, rules::OVERDUE_BY_LEDGER),
        (Mistake::OneSidedPosting, MONEY, rules::LEDGER_BALANCES),
        (Mistake::OverdueLeavesRunsOpen, SCALING, rules::OPEN_ONLY_WHILE_RUNNING),
        (Mistake::OverdueLeavesRunsOpen, SCALING, rules::NONE_WHILE_DISABLED),
        (Mistake::ReplenishedEnables, SCALING, rules::BRINGS_BACK),
        (Mistake::PaidWhileDead, SCALING, rules::DEAD_TIME),
    ];
    for (mistake, walk, property) in found_by {
        let model = BackendModel { bounds: walk.bounds, mistake: Some(mistake), reaches: &[] };
        let enough = HasDiscoveries::AllOf(BTreeSet::from([property]));
        let found = model.checker().finish_when(enough).spawn_bfs().join().discovery(property);
        assert!(found.is_some(), "{mistake:?} breaks nothing that {property:?} sees");
        let path = found.map(Path::into_actions).unwrap_or_default();
        println!("{mistake:?} breaks {property:?}: {path:?}");
    }
}
