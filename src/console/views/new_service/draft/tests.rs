use super::*;

fn gpu() -> Draft {
    Draft {
        name: " chat ".to_owned(),
        model: "small-8b".to_owned(),
        meter: Meter::GpuSeconds,
        tier: "A".to_owned(),
        instances: "2".to_owned(),
        ..Draft::default()
    }
}

fn automatic(minimum: &str, maximum: &str) -> Draft {
    Draft { scale: Scale::Automatic, minimum: minimum.to_owned(), maximum: maximum.to_owned(), ..gpu() }
}

fn labelled(labels: &[(&str, &str)]) -> Draft {
    let labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Draft { meter: Meter::Tokens, labels, ..gpu() }
}

fn check_body(draft: &Draft, expected: Value) {
    assert_eq!(draft.body(), Ok(expected));
}

#[test]
fn policies_of_an_estimate_go_with_it() {
    let policy = |cron: &str| TakenPolicy { cron: cron.to_owned(), duration_seconds: 3_600, minimum: 2 };
    let draft = Draft { policies: vec![policy("0 8 * * 1-5"), policy("mangled")], ..automatic("0", "8") };
    let body = draft.body().unwrap();
    let expected = json!([{"cron": "0 8 * * 1-5", "duration_seconds": 3_600, "minimum": 2}]);
    assert_eq!(body["scaling"]["policies"], expected);
}

#[test]
fn bodies_are_those_of_the_api() {
    check_body(
        &gpu(),
        json!({
            "name": "chat", "model": "small-8b", "metering": "gpu_seconds", "tier": "A",
            "scaling": {"mode": "manual", "instances": 2}, "billing_mode": "pay_as_you_go", "labels": {},
        }),
    );
    check_body(
        &automatic("0", "8"),
        json!({
            "name": "chat", "model": "small-8b", "metering": "gpu_seconds", "tier": "A",
            "scaling": {"mode": "automatic", "minimum": 0, "maximum": 8, "concurrency": 8,
                "scale_in_after_seconds": 300, "policies": []},
            "billing_mode": "pay_as_you_go", "labels": {},
        }),
    );
    check_body(
        &Draft { billing: Billing::TpmReservation, ..labelled(&[("team", " search "), ("", " ")]) },
        json!({
            "name": "chat", "model": "small-8b", "metering": "tokens", "billing_mode": "tpm_reservation",
            "labels": {"team": "search"},
        }),
    );
}

fn check_faults(draft: &Draft, expected: &[(Field, Fault)]) {
    assert_eq!(draft.body().unwrap_err(), expected);
}

#[test]
fn every_fault_is_at_its_field() {
    let instances = |text: &str| Draft { instances: text.to_owned(), ..gpu() };
    let range = Fault::NotInRange(0, 1_000);
    check_faults(&Draft::default(), &[(Field::Name, Fault::Missing), (Field::Model, Fault::Missing)]);
    check_faults(&Draft { name: "x".repeat(201), ..gpu() }, &[(Field::Name, Fault::TooLong(200))]);
    check_faults(&Draft { tier: String::new(), ..gpu() }, &[(Field::Tier, Fault::Missing)]);
    for text in ["", "-1", "1.5", "1e2", "+1", "1001", "x"] {
        check_faults(&instances(text), &[(Field::Instances, range)]);
    }
    check_faults(&automatic("5", "4"), &[(Field::Minimum, Fault::AboveMaximum)]);
    check_faults(&automatic("x", ""), &[(Field::Minimum, range), (Field::Maximum, range)]);
    check_faults(
        &Draft { concurrency: "0".to_owned(), ..automatic("1", "2") },
        &[(Field::Concurrency, Fault::NotInRange(1, MOST))],
    );
    check_faults(&labelled(&[("", "value")]), &[(Field::LabelName(0), Fault::Missing)]);
    check_faults(&labelled(&[("a", "1"), (" a", "2")]), &[(Field::LabelName(1), Fault::Twice)]);
    let (name, value) = ("n".repeat(64), "v".repeat(201));
    check_faults(
        &labelled(&[(name.as_str(), value.as_str())]),
        &[(Field::LabelName(0), Fault::TooLong(63)), (Field::LabelValue(0), Fault::TooLong(200))],
    );
}

#[test]
fn refusals_of_the_server_find_their_field() {
    let draft = labelled(&[("team", "x"), ("a/b~c", "y")]);
    for (pointer, expected) in [
        ("/name", Some(Field::Name)),
        ("/model", Some(Field::Model)),
        ("/tier", Some(Field::Tier)),
        ("/scaling/instances", Some(Field::Instances)),
        ("/scaling/scale_in_after_seconds", Some(Field::Delay)),
        ("/billing_mode", Some(Field::Billing)),
        ("/labels", Some(Field::Labels)),
        ("/labels/team", Some(Field::LabelName(0))),
        ("/labels/a~1b~0c", Some(Field::LabelName(1))),
        ("/labels/other", None),
        ("", None),
    ] {
        assert_eq!(draft.field_of(pointer), expected, "{pointer}");
    }
    assert_eq!(automatic("1", "2").field_of("/scaling"), Some(Field::Minimum));
}

#[test]
fn a_draft_is_kept_and_read_back() {
    let draft = Draft { meter: Meter::GpuSeconds, ..labelled(&[("team", "search")]) };
    let kept = serde_json::to_string(&draft).unwrap();
    assert_eq!(serde_json::from_str::<Draft>(&kept).unwrap(), draft);
    assert_eq!(serde_json::from_str::<Draft>("{}").unwrap(), Draft::default());
}

#[test]
fn instances_reach_from_the_minimum_to_the_maximum() {
    for (draft, expected) in [
        (gpu(), Some((2, 2))),
        (automatic("1", "4"), Some((1, 4))),
        (automatic("4", "1"), None),
        (automatic("", "1"), None),
    ] {
        assert_eq!(draft.instances(), expected);
    }
}
