use tiermeter_pricing::PriceBook;

use super::*;
use crate::console::documents::{OpenRun, Service, ServiceType};
use crate::console::live::ServiceRow;
use crate::console::live::examples::{at, gpu_service, token_service};

struct Listed(Arc<str>, ServiceRow);

impl Source for Listed {
    fn id(&self) -> &Arc<str> {
        &self.0
    }

    fn look<T>(&self, see: impl FnOnce(&ServiceRow) -> T) -> T {
        see(&self.1)
    }
}

const NOW: &str = "2026-03-03T12:00:00Z";

fn listed(service: Service) -> Listed {
    let book = Arc::new(PriceBook::bundled().clone());
    Listed(Arc::from(service.id.as_str()), ServiceRow::of(service, &book))
}

fn named(mut service: Service, name: &str, status: Status, labels: &[(&str, &str)]) -> Service {
    service.name = name.to_owned();
    service.status = status;
    service.labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    service
}

/// Running for an hour, creating and late, stopped, not enabled.
fn services() -> Vec<Listed> {
    let mut chat = named(gpu_service("svc_1"), "chat", Status::Running, &[("team", "search")]);
    chat.open_runs = vec![OpenRun {
        instance: "managed-1".to_owned(),
        tier: "A".to_owned(),
        started_at: at("2026-03-03T11:00:00Z"),
    }];
    chat.instances.running = 1;
    let mut batch = named(gpu_service("svc_2"), "Batch", Status::Creating, &[("team", "data")]);
    batch.late = true;
    let mut rerank = named(gpu_service("svc_3"), "rerank", Status::Stopped, &[]);
    rerank.cost.month_to_date = "92.664".parse().unwrap();
    let mut small = named(token_service("svc_4"), "small", Status::NotEnabled, &[("team", "search")]);
    small.kind = ServiceType::Default;
    small.model = "large-70b".to_owned();
    [chat, batch, rerank, small].into_iter().map(listed).collect()
}

fn choice(query: &[(&str, &str)]) -> Choice {
    Choice::of_query(|name| {
        query.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

fn find(index: &mut Index, services: &[Listed], query: &[(&str, &str)]) -> Found {
    let quota_left = HashMap::from([("large-70b".to_owned(), 1_000)]);
    index.take_up(services, at(NOW));
    let surroundings = Surroundings { now: at(NOW), quota_left: &quota_left };
    index.find(&choice(query), services, &surroundings)
}

fn names(found: &Found, services: &[Listed]) -> String {
    let names: Vec<&str> = found.order.iter().map(|place| services[*place].1.service.name.as_str()).collect();
    names.join(" ")
}

fn check(query: &[(&str, &str)], expected: &str) {
    let services = services();
    let found = find(&mut Index::default(), &services, query);
    assert_eq!(names(&found, &services), expected, "{query:?}");
}

#[test]
fn filters_go_together() {
    check(&[], "Batch chat rerank small");
    check(&[("q", "BAT")], "Batch");
    check(&[("q", "team:search")], "chat small");
    check(&[("show", "late")], "Batch");
    check(&[("show", "stopped")], "rerank");
    check(&[("type", "default")], "small");
    check(&[("metering", "gpu_seconds"), ("label", "team:search")], "chat");
    check(&[("model", "large-70b")], "small");
    check(&[("model", "unknown")], "");
    check(&[("label", "team")], "");
}

#[test]
fn every_column_sorts() {
    check(&[("sort", "-name")], "small rerank chat Batch");
    check(&[("sort", "status")], "chat Batch rerank small");
    check(&[("sort", "billing")], "Batch chat rerank small");
    check(&[("sort", "-instances")], "chat Batch rerank small");
    check(&[("sort", "-quota")], "small Batch chat rerank");
    check(&[("sort", "-hour")], "chat Batch rerank small");
    check(&[("sort", "-month")], "rerank chat Batch small");
    check(&[("sort", "labels")], "rerank Batch chat small");
    check(&[("sort", "since")], "Batch chat rerank small");
}

#[test]
fn counts_say_what_another_choice_would_show() {
    let services = services();
    let mut index = Index::default();
    let count = |counts: &[(Arc<str>, usize)]| {
        counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
    };
    let all = find(&mut index, &services, &[]).counts;
    assert_eq!((all.shows, all.kinds, all.meterings), ([4, 1, 1, 1, 1, 1], [1, 3], [3, 1]));
    assert_eq!(count(&all.models), "large-70b 1, small-8b 3");
    assert_eq!(count(&all.labels), "team:data 1, team:search 2");
    let labelled = find(&mut index, &services, &[("label", "team:search")]).counts;
    assert_eq!((labelled.shows, labelled.kinds), ([2, 1, 0, 0, 1, 0], [1, 1]));
    assert_eq!(count(&labelled.labels), "team:data 1, team:search 2");
    let running = find(&mut index, &services, &[("label", "team:search"), ("show", "running")]).counts;
    assert_eq!((running.shows, running.kinds), ([2, 1, 0, 0, 1, 0], [0, 1]));
    assert_eq!(count(&running.labels), "team:search 1");
    let searched = find(&mut index, &services, &[("q", "rerank")]).counts;
    assert_eq!(searched.shows, [1, 0, 0, 1, 0, 0]);
}

#[test]
fn changes_of_every_kind_are_taken_up() {
    let mut services = services();
    let mut index = Index::default();
    assert_eq!(names(&find(&mut index, &services, &[("show", "running")]), &services), "chat");
    let mut started = services[2].1.service.clone();
    started.status = Status::Running;
    started.position += 1;
    services[2] = listed(started);
    let found = find(&mut index, &services, &[("show", "running")]);
    assert_eq!(names(&found, &services), "chat rerank");
    services.remove(0);
    services.push(listed(named(gpu_service("svc_9"), "another", Status::Running, &[])));
    let found = find(&mut index, &services, &[("show", "running")]);
    assert_eq!(names(&found, &services), "another rerank");
    let found = find(&mut index, &services, &[("q", "svc_9")]);
    assert_eq!(names(&found, &services), "another");
    let found = find(&mut index, &services, &[]);
    assert_eq!((names(&found, &services).as_str(), found.counts.shows[0]), ("another Batch rerank small", 4));
}
