// What an account may have and do at once: reports, services, instances, events that are kept for review.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { withBackend } from "./backend-support.mjs";
import { after, sum, tokensUsed, until } from "./backend-tools.mjs";

const START = "2026-03-03T10:00:00Z";
const onClock = (body, options = {}) => withBackend({ testClock: START, ...options }, async ({ backend, api }, t) => {
  await backend.allowSeconds();
  await body({ backend, api }, t);
});

test("an account makes few reports at a time, and they keep nothing else waiting", onClock(async ({ backend, api }) => {
  const { id } = await api.createTokenService();
  for (let day = 0; day < 30; day += 1) {
    const events = Array.from({ length: 1000 }, (_, index) =>
      tokensUsed({ service: id, output: 1, time: after("2026-02-01T00:00:00Z", 86_400 * day + 80 * index) }));
    assert.ok((await api.send(events)).every(({ outcome }) => outcome === "accepted"));
  }
  const query = "/usage?group_by=day,service&from=2026-02-01&to=2026-03-04";
  const rows = (await api.get(query)).data;
  assert.deepEqual([rows.length, sum(rows.map(({ quantity }) => quantity))], [30, "30000"]);

  const asked = Array.from({ length: 50 }, (_, index) => api.call("GET", index % 2 === 0 ? query : "/bills/current/usage"));
  let longest = 0;
  for (let count = 0; count < 5; count += 1) {
    const before = performance.now();
    await api.service(id);
    longest = Math.max(longest, performance.now() - before);
  }
  assert.ok(longest < 3_000, `another request took ${longest} ms`);
  const answers = await Promise.all(asked);
  const statuses = answers.map(({ status }) => status);
  assert.deepEqual([...new Set(statuses)].sort(), [200, 429], statuses.join());
  for (const { body, headers } of answers.filter(({ status }) => status === 429)) {
    assert.equal(body.code, "too_many_requests");
    assert.match(headers.get("retry-after"), /^[1-9][0-9]*$/);
  }

  // Who goes away keeps no place for ever.
  const leaving = new AbortController();
  const left = [1, 2].map(() =>
    fetch(`${backend.base}/api/v1${query}`, { headers: api.headers, signal: leaving.signal }).catch(() => {}));
  await sleep(20);
  leaving.abort();
  await Promise.all(left);
  await until(async () => (await api.call("GET", query)).status === 200, { what: "there is a place again" });
}));

test("an account has so many services and no more", onClock(async ({ backend, api }) => {
  const most = (await api.services()).length + 2;
  await backend.restart({ flags: ["--services-per-account", `${most}`] });
  const fields = { name: "one", model: "large-70b", metering: "tokens", billing_mode: "pay_as_you_go" };
  await api.createService(fields);
  const { id } = await api.createGpuService();
  const { body } = await api.refused("POST", "/services", fields, { status: 422, code: "out_of_range", pointer: "" });
  assert.ok(body.detail.includes(` ${most},`), `${body.detail} says what is allowed`);
  assert.equal((await api.services()).length, most);
  await api.deleteService(id);
  await api.createService(fields);
}));

test("the instances that an account's services want have a limit all together", onClock(async ({ backend, api }) => {
  const refused = (method, path, body, pointer) =>
    api.refused(method, path, body, { status: 422, code: "out_of_range", pointer, headers: { "if-match": "*" } });
  const manual = (instances) => ({ mode: "manual", instances });
  const automatic = { mode: "automatic", minimum: 0, maximum: 4, concurrency: 1, scale_in_after_seconds: 60 };
  const service = { name: "gpu", model: "small-8b", metering: "gpu_seconds", tier: "A", billing_mode: "pay_as_you_go" };
  await refused("POST", "/services", { ...service, scaling: manual(4) }, "/scaling/instances");
  await refused("POST", "/services", { ...service, scaling: automatic }, "/scaling/maximum");
  const first = (await api.createGpuService({ scaling: manual(2) })).id;
  const second = (await api.createGpuService({ scaling: manual(2) })).id;
  const tokens = (await api.createTokenService()).id;
  await api.enable(first);
  await backend.settle();
  await refused("POST", `/services/${second}/enable`, undefined, "");
  await refused("POST", `/services/${second}/preview`, { command: "enable" }, "");
  await refused("PUT", `/services/${second}/scaling`, automatic, "/maximum");
  await api.scaleTo(second, 1);
  await api.enable(second);
  await backend.settle();
  await refused("PUT", `/services/${first}/scaling`, manual(3), "/instances");
  await refused("POST", `/services/${first}/preview`, { scaling: manual(3) }, "/scaling/instances");
  // A service metered by tokens has an instance too.
  await refused("POST", `/services/${tokens}/enable`, undefined, "");
  assert.equal((await api.service(tokens)).status, "not_enabled");
  await api.enable(first);
  assert.deepEqual([(await api.service(first)).instances.running, (await api.service(second)).instances.running], [2, 1]);
  await api.disable(second);
  await api.enable(tokens);
  await backend.clockTo(after(START, 60));

  // A lower limit takes nothing away, and lets nothing more begin.
  await backend.restart({ flags: ["--instances-per-account", "1"] });
  await backend.settle();
  assert.equal((await api.service(first)).instances.running, 2);
  await refused("POST", `/services/${second}/enable`, undefined, "");
  await api.scaleTo(first, 1);
  await refused("PUT", `/services/${first}/scaling`, manual(2), "/instances");
}, { flags: ["--instances-per-account", "3"] }));

test("of refused events the newest are kept, so many and so many bytes", onClock(async ({ api }) => {
  const unknown = (id, fields = {}) => ({ ...tokensUsed({ id, service: "svc_none", output: 1, time: START }), ...fields });
  const ids = async () => (await api.refusedEvents()).map(({ event }) => event.id);
  for (let batch = 0; batch < 11; batch += 1) {
    await api.send(Array.from({ length: 1000 }, (_, index) => unknown(`r-${batch * 1000 + index}`)));
  }
  const kept = await ids();
  assert.deepEqual([kept.length, kept[0], kept.at(-1)], [10_000, "r-1000", "r-10999"]);
  assert.equal((await api.send([unknown("r-0")]))[0].outcome, "refused", "it counts as little as before");

  // 16 MiB hold eight of these.
  for (let number = 1; number <= 9; number += 1) {
    await api.send([unknown(`long-${number}`, { comment: "x".repeat(1_900_000) })]);
  }
  assert.deepEqual(await ids(), [2, 3, 4, 5, 6, 7, 8, 9].map((number) => `long-${number}`));
}));
