use tiermeter_estimate::price;
use tiermeter_service::{Cron, Policy};

use super::*;
use crate::console::live::examples::{at, gpu_service};

const NOW: &str = "2026-03-03T12:00:00Z";

fn lived(tier: &str, from: &str, until: Option<&str>) -> Lived {
    Lived { tier: tier.to_owned(), from: at(from), until: until.map(at) }
}

fn facts<'a>(service: &'a Service, runs: &'a [Lived]) -> Facts<'a> {
    Facts { service, runs, complete_from: None, book: PriceBook::bundled(), now: at(NOW) }
}

fn stopped() -> Service {
    let mut service = gpu_service("svc_1");
    service.status = tiermeter_service::Status::NotEnabled;
    service
}

/// Instants and numbers of the steps of a line.
fn steps_in(drawn: &Drawn, line: usize) -> Vec<(String, u32)> {
    let Work::GpuSeconds { scaling: Scaling::Steps(steps), .. } = &drawn.estimate.lines[line].work else {
        panic!("the line is not in steps")
    };
    steps.iter().map(|step| (step.from.to_string(), step.instances)).collect()
}

fn check_steps(service: &Service, runs: &[Lived], expected: &[(&str, u32)]) {
    let drawn = of_seconds(&facts(service, runs)).unwrap();
    let expected: Vec<_> = expected.iter().map(|(from, count)| ((*from).to_owned(), *count)).collect();
    assert_eq!(steps_in(&drawn, 0), expected, "{runs:?}");
    price(&drawn.estimate, PriceBook::bundled()).unwrap();
}

#[test]
fn what_ran_this_month_is_drawn_in_steps() {
    let running = gpu_service("svc_1");
    check_steps(&running, &[], &[(NOW, 2)]);
    check_steps(&stopped(), &[], &[(NOW, 2)]);
    let two = [
        lived("A", "2026-02-27T10:00:00Z", Some("2026-03-01T10:00:00Z")),
        lived("A", "2026-03-02T10:00:00.400Z", None),
        lived("A", "2026-03-02T11:00:00Z", Some("2026-03-02T12:00:00Z")),
    ];
    let so_far = [
        ("2026-03-01T00:00:00Z", 1),
        ("2026-03-01T10:00:00Z", 0),
        ("2026-03-02T10:00:00.400Z", 1),
        ("2026-03-02T11:00:00Z", 2),
        ("2026-03-02T12:00:00Z", 1),
    ];
    let with = |last: (&'static str, u32)| so_far.iter().copied().chain([last]).collect::<Vec<_>>();
    check_steps(&running, &two, &with((NOW, 2)));
    // What others run goes on as it runs.
    check_steps(&stopped(), &two, &so_far);
}

#[test]
fn an_estimate_of_what_ran_costs_what_it_cost() {
    let runs = [
        lived("A", "2026-03-02T10:00:00Z", Some("2026-03-02T11:00:00Z")),
        lived("A", "2026-03-02T10:30:00Z", Some("2026-03-02T12:30:00Z")),
    ];
    let mut service = stopped();
    service.scaling = Some(ServiceScaling::Manual { instances: 0 });
    let drawn = of_seconds(&facts(&service, &runs)).unwrap();
    let settlement = price(&drawn.estimate, PriceBook::bundled()).unwrap();
    // Three hours of tier A.
    assert_eq!(settlement.bills[0].payable, "2.34");
    assert!(drawn.notes.contains(&Note::SecondsRounded));
}

#[test]
fn other_tiers_are_lines_of_their_own() {
    let runs = [
        lived("B", "2026-03-02T10:00:00Z", Some("2026-03-02T11:00:00Z")),
        lived("C", "2026-02-02T10:00:00Z", Some("2026-02-02T11:00:00Z")),
        lived("no such tier", "2026-03-02T10:00:00Z", None),
    ];
    let service = gpu_service("svc_1");
    let drawn = of_seconds(&facts(&service, &runs)).unwrap();
    assert_eq!(drawn.estimate.lines.len(), 2);
    assert_eq!(drawn.estimate.lines[1].name, "chat (B)");
    let expected = [("2026-03-02T10:00:00Z".to_owned(), 1), ("2026-03-02T11:00:00Z".to_owned(), 0)];
    assert_eq!(steps_in(&drawn, 1), expected);
    assert!(drawn.notes.contains(&Note::OtherTier("B".to_owned())));
}

#[test]
fn what_does_not_fit_is_left_out_and_said() {
    let service = gpu_service("svc_1");
    let minutes = |minute: i64| Instant::from_unix_seconds(1_772_500_000 + minute * 60).unwrap();
    let many: Vec<Lived> = (0..150)
        .map(|number| Lived {
            tier: "A".to_owned(),
            from: minutes(number * 2),
            until: Some(minutes(number * 2 + 1)),
        })
        .collect();
    let mut few = facts(&service, &[]);
    few.complete_from = Some(at("2026-03-02T00:00:00Z"));
    for facts in [facts(&service, &many), few] {
        let drawn = of_seconds(&facts).unwrap();
        assert_eq!(steps_in(&drawn, 0), [("2026-03-01T00:00:00Z".to_owned(), 2)]);
        assert!(drawn.notes.contains(&Note::TooManyChanges));
    }
}

#[test]
fn automatic_scaling_keeps_its_limits_and_policies() {
    let mut service = gpu_service("svc_1");
    service.created_at = at("2026-02-25T00:00:00Z");
    let policies =
        vec![Policy { cron: Cron::parse("0 8 * * 1-5").unwrap(), duration_seconds: 3_600, minimum: 2 }];
    service.scaling = Some(ServiceScaling::Automatic(AutomaticScaling {
        minimum: 1,
        maximum: 4,
        concurrency: 8,
        scale_in_after_seconds: 300,
        policies: policies.clone(),
    }));
    // Three instances from ten to eleven on each of the seven days.
    let runs: Vec<Lived> = (25..=28)
        .map(|day| format!("2026-02-{day}"))
        .chain((1..=3).map(|day| format!("2026-03-0{day}")))
        .flat_map(|day| {
            let run = lived("A", &format!("{day}T10:00:00Z"), Some(&format!("{day}T11:00:00Z")));
            [run.clone(), run.clone(), run]
        })
        .collect();
    let drawn = of_seconds(&facts(&service, &runs)).unwrap();
    let Work::GpuSeconds { tier, scaling: Scaling::Automatic(automatic) } = &drawn.estimate.lines[0].work
    else {
        panic!("it is not automatic")
    };
    let rates: Vec<String> = automatic.load.requests_per_second.iter().map(Rate::to_string).collect();
    assert_eq!((tier.as_str(), rates.len(), rates[9].as_str(), rates[10].as_str()), ("A", 24, "0", "24"));
    assert_eq!((automatic.minimum, automatic.maximum, &automatic.policies), (1, 4, &policies));
    assert!(!drawn.notes.contains(&Note::UnseenHours));
    price(&drawn.estimate, PriceBook::bundled()).unwrap();
}

#[test]
fn what_is_metered_by_tokens_is_not_of_seconds() {
    let service = crate::console::live::examples::token_service("svc_1");
    assert!(of_seconds(&facts(&service, &[])).is_none());
}
