// Instances are processes: they come up in time, are started again when they fail, and none outlives its server.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { withBackend } from "./backend-support.mjs";
import { isAlive, until } from "./backend-tools.mjs";

/** How long after the last moment that a server was alive its runs may be counted. */
const UNSURE_MS = 5_000;
const LONG = process.env.TIERMETER_LONG === "1";
/** The first process of this model waits for a file; every other one ends at once. */
const UNEVEN = `
  const { existsSync, openSync } = require("node:fs");
  try {
    openSync("first", "wx");
  } catch {
    process.exit(1);
  }
  const [host, port] = process.env.TIERMETER_LISTEN.split(":");
  const server = require("node:http").createServer((request, response) => response.end());
  setInterval(() => existsSync("go") && !server.listening && server.listen(Number(port), host), 20);
`;

/** A test in real time on an account that may have seconds-metered services. */
const live = (body, options = { control: true }) => withBackend(options, async ({ backend, api }, t) => {
  await backend.allowSeconds();
  await body({ backend, api, control: backend.control }, t);
});

const enabled = async (api, fields) => {
  const { id } = await api.createGpuService(fields);
  await api.enable(id);
  return id;
};
const hasStatus = (api, id, status, timeout) => until(async () => (await api.service(id)).status === status, { what: `it is ${status}`, timeout });
const openRuns = async (api, id) => (await api.runs(id)).filter((run) => run.open);
const byStart = (runs) => [...runs].sort((left, right) => Date.parse(left.started_at) - Date.parse(right.started_at));
const gone = (pids, timeout) => until(() => !pids.some(isAlive), { what: `processes ${pids} are gone`, timeout });

function assertApart(runs) {
  const sorted = byStart(runs);
  for (const [index, later] of sorted.slice(1).entries()) {
    const earlier = sorted[index];
    assert.ok(earlier.stopped_at !== null && Date.parse(earlier.stopped_at) <= Date.parse(later.started_at), JSON.stringify([earlier, later]));
  }
}

describe("instances", { concurrency: 4 }, () => {
  test("the built-in sample model is up within 5 s and answers", live(async ({ api }) => {
    const asked = performance.now();
    const id = await enabled(api, { scaling: { mode: "manual", instances: 2 } });
    await hasStatus(api, id, "running", 5000);
    assert.ok(performance.now() - asked < 5000, "normally well within 5 s");
    await until(async () => (await api.instances(id)).filter((one) => one.state === "ready").length === 2);
    const service = await api.service(id);
    assert.deepEqual([service.late, service.instances], [false, { wanted: 2, running: 2 }]);
    const instances = await api.instances(id);
    assert.equal(new Set(instances.map((one) => one.endpoint)).size, 2);
    for (const { endpoint, restarts, last_exit: exit } of instances) {
      assert.deepEqual([restarts, exit], [0, null]);
      assert.equal((await fetch(new URL("/healthz", endpoint))).status, 200);
      const response = await fetch(new URL("/v1/chat/completions", endpoint), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ model: "small-8b", messages: [{ role: "user", content: "hello" }] }),
      });
      assert.equal(response.status, 200);
      const { choices, usage } = await response.json();
      assert.equal(typeof choices[0].message.content, "string");
      assert.ok(usage.prompt_tokens > 0 && usage.completion_tokens > 0);
      assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
    }
    assert.equal((await openRuns(api, id)).length, 2);
    await api.disable(id);
    assert.deepEqual(await openRuns(api, id), []);
    for (const { endpoint } of instances) {
      await until(() => fetch(new URL("/healthz", endpoint)).then(() => false, () => true), { what: "the instance is gone" });
    }
  }, {}));

  test("a run opens with the first good health check, and what is never healthy is late and free", live(async ({ api, control }) => {
    const id = await enabled(api, { model: "controlled" });
    await until(() => control.pids().length === 1);
    await sleep(300);
    const creating = await api.service(id);
    assert.deepEqual([creating.status, creating.late, creating.instances.running], ["creating", false, 0]);
    assert.deepEqual(await api.runs(id), []);
    assert.deepEqual((await api.instances(id)).map((one) => one.state), ["starting"]);
    await until(async () => (await api.service(id)).late, { what: "it is late", timeout: 6500 });
    assert.equal((await api.service(id)).status, "creating", "a target, not a failure");
    assert.equal((await api.bill()).exact_total, "0");
    const healthyAt = Date.now();
    control.healthy(true);
    await hasStatus(api, id, "running");
    const [run] = await openRuns(api, id);
    assert.ok(Date.parse(run.started_at) >= healthyAt - 5, "nobody pays for the time before");
    const { since, late } = await api.service(id);
    assert.deepEqual([since, late], [run.started_at, false]);
  }));

  test("a start that fails is creation_failed, and a start that was called off opens nothing", live(async ({ api, control }) => {
    control.failing(true);
    const id = await enabled(api, { model: "controlled" });
    await hasStatus(api, id, "stopped");
    const failed = await api.service(id);
    assert.deepEqual([failed.reasons, failed.billing_mode], [["creation_failed"], "none"]);
    assert.deepEqual(await api.runs(id), []);
    control.failing(false);
    await api.enable(id);
    await until(() => control.pids().length === 1);
    const [pid] = control.pids();
    await api.disable(id);
    control.healthy(true);
    await gone([pid]);
    assert.deepEqual([(await api.service(id)).status, await api.runs(id)], ["stopped", []]);
    await api.enable(id);
    await hasStatus(api, id, "running");
  }));

  test("one instance that can't start is no failed creation while another one may", live(async ({ backend, api }) => {
    const id = await enabled(api, { model: "uneven", scaling: { mode: "manual", instances: 2 } });
    const failed = async () => (await api.instances(id)).some(({ restarts }) => restarts >= 3);
    await until(failed, { what: "one has failed three times" });
    assert.equal((await api.service(id)).status, "creating");
    writeFileSync(join(backend.folder, "go"), "");
    await hasStatus(api, id, "running");
    assert.equal((await openRuns(api, id)).length, 1);
    assert.deepEqual((await api.timeline(id)).map(({ command }) => command), ["enable", "created"]);
  }, { models: { uneven: { command: [process.execPath, "-e", UNEVEN] } } }));

  test("the command is the server's own: not of the API, and without its secrets", live(async ({ backend, api, control }) => {
    for (const field of ["command", "health_path", "env", "endpoint"]) {
      await api.refused("POST", "/services", {
        name: "x", model: "controlled", metering: "gpu_seconds", tier: "A", scaling: { mode: "manual", instances: 1 }, billing_mode: "pay_as_you_go",
        [field]: ["/bin/true"],
      }, { status: 400, code: "malformed", pointer: `/${field}` });
    }
    control.healthy(true);
    const id = await enabled(api, { model: "controlled" });
    await hasStatus(api, id, "running");
    const [{ environment, address }] = control.started();
    assert.match(address, /^127\.0\.0\.1:\d+$/);
    assert.ok(!JSON.stringify(environment).includes(backend.key), "an instance doesn't get the server's key");
    assert.equal((await api.instances(id))[0].endpoint.replace(/\/$/, ""), `http://${address}`);
  }));

  test("a crash ends the run, and a new one starts after a growing pause", live(async ({ api, control }) => {
    control.healthy(true);
    const id = await enabled(api, { model: "controlled" });
    await hasStatus(api, id, "running");
    for (let crash = 1; crash <= 2; crash += 1) {
      await until(async () => (await openRuns(api, id)).length === 1, { what: `run ${crash} is open`, timeout: 15_000 });
      const [pid] = control.pids();
      const killedAt = Date.now();
      process.kill(pid, "SIGKILL");
      await until(async () => (await openRuns(api, id)).length === 0 || control.pids().some((other) => other !== pid), { every: 5 });
      const ended = byStart(await api.runs(id))[crash - 1];
      assert.ok(ended.stopped_at !== null && Math.abs(Date.parse(ended.stopped_at) - killedAt) < 1000, `${ended.stopped_at}`);
      assert.equal((await api.service(id)).status, "running", "a crash is no change of the service's status");
    }
    await until(async () => (await openRuns(api, id)).length === 1, { what: "it runs again", timeout: 15_000 });
    const runs = byStart(await api.runs(id));
    assert.equal(runs.length, 3);
    assertApart(runs);
    const pauses = runs.slice(1).map((run, index) => Date.parse(run.started_at) - Date.parse(runs[index].stopped_at));
    assert.ok(pauses[1] > pauses[0], `pauses of ${pauses} ms grow`);
    const [instance] = await api.instances(id);
    assert.equal(instance.restarts, 2);
    assert.match(`${instance.last_exit}`, /\b9\b|137|KILL/i);
  }));

  test("kill -9 of the server leaves nothing behind, and closes what was open at the last sure moment", live(async ({ backend, api, control }) => {
    control.healthy(true);
    const id = await enabled(api, { model: "controlled", scaling: { mode: "manual", instances: 2 } });
    await until(async () => (await openRuns(api, id)).length === 2);
    await sleep(1500);
    const before = await openRuns(api, id);
    const pids = control.pids();
    assert.equal(pids.length, 2);
    const killedAt = Date.now();
    await backend.kill();
    await gone(pids, 5000);
    await sleep(1000);
    const restartedAt = Date.now();
    await backend.restart();
    await until(async () => (await openRuns(api, id)).length === 2, { what: "they run again" });
    const runs = await api.runs(id);
    for (const { instance, started_at: started } of before) {
      const own = byStart(runs.filter((run) => run.instance === instance));
      assertApart(own);
      const closed = own.find((run) => run.started_at === started);
      const stopped = Date.parse(closed.stopped_at);
      assert.ok(stopped <= killedAt + 50, `${closed.stopped_at} is after the crash`);
      assert.ok(stopped >= killedAt - UNSURE_MS, `${closed.stopped_at} is long before the crash`);
      assert.ok(stopped >= Date.parse(started));
    }
    assert.ok((await openRuns(api, id)).every((run) => Date.parse(run.started_at) >= restartedAt), "nobody pays for the time between");
    assert.equal((await api.service(id)).status, "running");
    assert.equal(control.pids().length, 2, "no instance is left of the first server");
  }));

  test("SIGTERM stops instances and closes runs, and a restart brings them back", live(async ({ backend, api, control }) => {
    control.healthy(true);
    const id = await enabled(api, { model: "controlled" });
    await until(async () => (await openRuns(api, id)).length === 1);
    const pids = control.pids();
    const from = Date.now();
    assert.equal(await backend.stop(), 0);
    const to = Date.now();
    assert.ok(!pids.some(isAlive), "they end before the server does");
    await backend.verify();
    await backend.restart();
    await until(async () => (await openRuns(api, id)).length === 1, { what: "it runs again" });
    const [first, second] = byStart(await api.runs(id));
    assert.ok(Date.parse(first.stopped_at) >= from - 50 && Date.parse(first.stopped_at) <= to, first.stopped_at);
    assert.ok(Date.parse(second.started_at) >= to, second.started_at);
    assert.equal((await api.service(id)).status, "running");
  }));

  test("a full disk keeps no server from stopping", live(async ({ backend, api, control }) => {
    control.healthy(true);
    const id = await enabled(api, { model: "controlled" });
    await until(async () => (await openRuns(api, id)).length === 1);
    backend.fillDisk(true);
    const killedAt = Date.now();
    process.kill(control.pids()[0], "SIGKILL");
    await until(() => backend.log.includes("an end was not kept"), { what: "the end of the instance can't be kept" });
    assert.equal(await backend.stop(), 0, "nobody waits for room");
    await backend.restart();
    await until(async () => (await openRuns(api, id)).length === 1, { what: "it runs again" });
    const [first] = byStart(await api.runs(id));
    const stopped = Date.parse(first.stopped_at);
    assert.ok(stopped <= killedAt && stopped >= killedAt - UNSURE_MS, `${first.stopped_at}`);
  }, { control: true, diskFills: true }));

  test("an end that there was no room for is kept later, as of its own instant", live(async ({ backend, api, control }) => {
    control.healthy(true);
    const id = await enabled(api, { model: "controlled" });
    await until(async () => (await openRuns(api, id)).length === 1);
    backend.fillDisk(true);
    const killedAt = Date.now();
    process.kill(control.pids()[0], "SIGKILL");
    await until(() => backend.log.includes("an end was not kept"), { what: "the end of the instance can't be kept" });
    await sleep(2000);
    assert.equal((await openRuns(api, id)).length, 1);
    backend.fillDisk(false);
    await until(async () => byStart(await api.runs(id)).length === 2, { what: "it runs again" });
    const [first] = byStart(await api.runs(id));
    assert.ok(Math.abs(Date.parse(first.stopped_at) - killedAt) < 1000, `${first.stopped_at}, killed at ${killedAt}`);
  }, { control: true, diskFills: true }));

  if (LONG) {
    test("for the time in which a server was held its instances' runs cost nothing", live(async ({ backend, api, control }) => {
      control.healthy(true);
      const id = await enabled(api, { model: "controlled" });
      await until(async () => (await openRuns(api, id)).length === 1);
      await sleep(1500);
      const heldAt = Date.now();
      backend.process.kill("SIGSTOP");
      await sleep(65_000);
      const freedAt = Date.now();
      backend.process.kill("SIGCONT");
      await until(async () => (await api.runs(id)).length === 2, { what: "it runs again" });
      const [first, second] = byStart(await api.runs(id));
      const stopped = Date.parse(first.stopped_at);
      assert.ok(stopped <= heldAt + 50 && stopped >= heldAt - UNSURE_MS, `${first.stopped_at}`);
      assert.ok(Date.parse(second.started_at) >= freedAt, `${second.started_at}`);
    }));
  }

  test("scaling follows the processes, the newest first", live(async ({ api, control }) => {
    control.healthy(true);
    const id = await enabled(api, { model: "controlled", scaling: { mode: "manual", instances: 1 } });
    await until(async () => (await openRuns(api, id)).length === 1);
    const [first] = control.pids();
    await api.scaleTo(id, 4);
    await until(async () => (await openRuns(api, id)).length === 4);
    assert.equal(control.pids().length, 4);
    await api.scaleTo(id, 1);
    assert.equal((await openRuns(api, id)).length, 1, "the runs end with the answer");
    await until(() => control.pids().length === 1, { what: "the others are gone" });
    assert.deepEqual(control.pids(), [first]);
  }));
});
