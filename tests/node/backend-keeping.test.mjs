// Backups of a file in use and what is made of them, what must never be replaced, and a file that somebody else wrote
// into or keeps locked.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { binary, startBackend, withBackend } from "./backend-support.mjs";
import { after, assertOutcomes, batches, checkBill, runStarted, runStopped, tokensUsed } from "./backend-tools.mjs";

const START = "2026-01-20T10:00:00Z";
const JANUARY_IS_CLOSED = "2026-02-03T10:00:00Z";
/** An instant at which events may be until the clock is moved again. */
const TODAY = "2026-02-02T08:00:00Z";
const BATCH = 50;

const isThere = (program, parameters) => spawnSync(program, parameters).error === undefined;
const withoutSqlite = isThere("sqlite3", ["--version"]) ? false : "sqlite3 is not there";
const withoutPrlimit = isThere("prlimit", ["--version"]) ? false : "prlimit is not there";

/** An account with a closed month, a late record that adjusts it, free quota, told runs, a reservation and a refused event. */
async function prepare(backend, api) {
  await backend.allowSeconds();
  const gpu = (await api.createGpuService({ labels: { team: "a" } })).id;
  const tokens = (await api.createTokenService({ billing_mode: "tpm_reservation" })).id;
  const free = await api.defaultService("small-8b");
  await api.enable(free);
  await api.disable(free);
  await api.reserve(tokens, { tpm: 20_000, until: null });
  const ends = { service: gpu, instance: "other-1" };
  await api.send([
    runStarted({ ...ends, time: START }),
    runStopped({ ...ends, time: after(START, 3_600) }),
    runStarted({ ...ends, instance: "other-2", time: START }),
    tokensUsed({ id: "january", service: free, model: "small-8b", input: 3_000_000, output: 400_000, time: START }),
  ]);
  await api.topUp("250", { key: "january" });
  await backend.clockTo(JANUARY_IS_CLOSED);
  await api.send([
    tokensUsed({ id: "late", service: tokens, output: 7_000_000, time: after(START, 60) }),
    tokensUsed({ id: "refused", service: "svc_unknown", output: 1, time: TODAY }),
  ]);
  return { gpu, tokens, free };
}

/** What an account sees first, in one order. */
async function seen(api) {
  return { account: await api.account(), bill: checkBill(await api.bill()), services: await api.services() };
}

/** Everything that an account can see. */
async function everything(api) {
  const bills = await api.all("/bills");
  const services = await api.services();
  const of = (list) => Promise.all(services.map(({ id }) => list(id)));
  const forms = bills.flatMap(({ month }) => ["json", "csv", "focus"].map((format) => api.billText(month, format)));
  return {
    ...(await seen(api)),
    bills,
    forms: await Promise.all(forms),
    behind: await api.billUsage("current"),
    usage: await api.usage("group_by=service,model,tier,item,day,label:team"),
    ledger: await api.all("/account/ledger"),
    topUps: await api.topUps(),
    refused: await api.refusedEvents(),
    keys: await api.all("/api-keys"),
    models: await api.models(),
    timelines: await of(api.timeline),
    runs: await of(api.runs),
    reservations: await of(api.reservations),
  };
}

async function backUp(backend, file) {
  assert.deepEqual(await backend.run("backup", file, "--database", backend.database), { code: 0, stdout: "", stderr: "" });
}

/** Restores a backup to a file of its own, which is whole, and starts a server on it. */
async function startRestored(backend, backup) {
  const database = `${backup}-restored`;
  assert.deepEqual(await backend.run("restore", backup, "--database", database), { code: 0, stdout: "", stderr: "" });
  const { code, stdout } = await backend.run("verify", "--database", database);
  assert.deepEqual([code, JSON.parse(stdout).sound], [0, true], stdout);
  const restored = await startBackend({ database, testClock: backend.testClock });
  // Who had a key before has it still.
  restored.api = restored.as(backend.api.headers);
  return restored;
}

/** What is wrong is said in one sentence on standard error, and nothing else is printed. */
function checkFailed({ code, stdout, stderr }, says) {
  assert.deepEqual([code, stdout], [1, ""], stderr);
  assert.match(stderr, /^tiermeter: [^\n]+\n$/);
  assert.match(stderr, says);
}

test("a backup shows the very instant at which it was made, while events come in", withBackend({ testClock: START }, async ({ backend, api }, t) => {
  const { gpu, tokens } = await prepare(backend, api);
  // Each state that the server showed, as one sender changes it step by step.
  const states = [JSON.stringify(await seen(api))];
  let stopped = false;
  const sending = (async () => {
    for (let step = 0; !stopped; step += 1) {
      const ends = { service: gpu, instance: "other-3" };
      const from = after(TODAY, step * 10);
      await [
        () => api.send(Array.from({ length: BATCH }, (_, number) => tokensUsed({ service: tokens, output: 1_000 + number, time: TODAY }))),
        () => api.topUp("1.25"),
        () => api.send([runStarted({ ...ends, time: from }), runStopped({ ...ends, time: after(from, 7) })]),
      ][step % 3]();
      states.push(JSON.stringify(await seen(api)));
    }
  })();
  const backups = [];
  for (const number of [1, 2, 3]) {
    await sleep(100);
    const before = states.length - 1;
    const file = join(backend.folder, `moving-${number}.db`);
    await backUp(backend, file);
    // What was acknowledged and not shown yet may be in it.
    await sleep(100);
    backups.push({ file, before, until: states.length + 1 });
  }
  stopped = true;
  await sending;
  assert.equal(new Set(states).size, states.length, "each state is another one");
  for (const { file, before, until } of backups) {
    const restored = await startRestored(backend, file);
    const place = states.indexOf(JSON.stringify(await seen(restored.api)));
    assert.ok(place >= before && place < until, `${place} is none of ${before} to ${until}, or between two of them`);
    await restored.end();
    t.diagnostic(`the backup was begun at state ${before}, and is state ${place} of the ${until - before} until after it`);
  }

  const file = join(backend.folder, "standing.db");
  await backUp(backend, file);
  const restored = await startRestored(backend, file);
  assert.deepEqual(await everything(restored.api), await everything(api), "nothing differs that an account can see");
  // Both go on in the same way: what is due comes, what is known is known, and the ledger grows.
  for (const server of [backend, restored]) {
    assertOutcomes(await server.api.send([tokensUsed({ id: "january", service: tokens, output: 1, time: TODAY })]), ["conflict"]);
    await server.api.topUp("250", { key: "january" });
    await server.clockTo("2026-03-02T10:00:00Z");
  }
  assert.deepEqual(await everything(restored.api), await everything(api), "nor after the next month");
  assert.equal((await restored.api.all("/bills")).filter(({ state }) => state !== "open").length, 2);
  await restored.end();
}));

test("what was acknowledged before a backup under load is in it, and what came later can be sent again", withBackend({ testClock: START }, async ({ backend, api }, t) => {
  const { tokens } = await prepare(backend, api);
  const acknowledged = [];
  let [number, stopped] = [0, false];
  const senders = Array.from({ length: 8 }, async () => {
    while (!stopped) {
      const batch = Array.from({ length: BATCH }, () => {
        number += 1;
        return tokensUsed({ id: `load-${number}`, service: tokens, output: number, time: TODAY });
      });
      assertOutcomes(await api.send(batch), Array(BATCH).fill("accepted"));
      acknowledged.push(batch);
    }
  });
  const backups = [];
  for (const count of [1, 2, 3]) {
    await sleep(200);
    const before = acknowledged.length;
    const file = join(backend.folder, `loaded-${count}.db`);
    await backUp(backend, file);
    backups.push({ file, before, meanwhile: acknowledged.length - before });
  }
  stopped = true;
  await Promise.all(senders);
  const whole = await seen(api);
  for (const { file, before, meanwhile } of backups) {
    t.diagnostic(`${before} batches before the backup, ${meanwhile} while it was made, ${acknowledged.length} in all`);
    assert.ok(meanwhile > 0, "events came in while it was made");
    const restored = await startRestored(backend, file);
    for (const [index, batch] of acknowledged.entries()) {
      const outcomes = new Set((await restored.api.send(batch)).map(({ outcome }) => outcome));
      assert.equal(outcomes.size, 1, "a batch is there whole or not at all");
      assert.ok(index >= before || outcomes.has("repeated"), "what was acknowledged before is there");
    }
    assert.deepEqual(await seen(restored.api), whole, "each counts once");
    await restored.end();
  }
}));

test("a backup and a restore replace nothing and take the place of nothing that is in use", withBackend({ testClock: START }, async ({ backend, api }) => {
  await prepare(backend, api);
  const path = (name) => join(backend.folder, name);
  const backup = (file, database = backend.database) => backend.run("backup", file, "--database", database);
  const restore = (file, database) => backend.run("restore", file, "--database", database);
  await backUp(backend, path("good"));
  const good = await readFile(path("good"));
  await mkdir(path("folder"));
  await symlink(path("nowhere"), path("link"));
  for (const [name, content] of [["empty", ""], ["text", "no database, of whatever kind\n".repeat(1_000)], ["half", good.subarray(0, good.length / 2)]]) {
    await writeFile(path(name), content);
  }
  const before = (await readdir(backend.folder)).sort();

  for (const name of ["good", "empty", "text", "folder", "link", "tiermeter.db"]) {
    checkFailed(await backup(path(name)), /is there already and is not replaced/);
    checkFailed(await restore(path("good"), path(name)), /is there already and is not replaced/);
  }
  checkFailed(await backup(path("none/new")), /none/);
  for (const [name, says] of [
    ["missing", /missing: there is no such file/], ["empty", /empty is no database of this program/],
    ["text", /file is not a database/], ["half", /malformed/], ["folder", /folder/],
  ]) {
    checkFailed(await backup(path("new"), path(name)), says);
    checkFailed(await restore(path(name), path("new")), says);
  }
  assert.deepEqual(await readFile(path("good")), good, "what was there is as it was");
  const left = (await readdir(backend.folder)).filter((name) => !before.includes(name));
  assert.deepEqual(left.filter((name) => name !== "new-lock"), [], "what was refused leaves nothing that one could take for a database");

  // A copy is written under another name: one that is under way, or was broken off, is not mixed up with the next.
  await writeFile(path("new-partial"), "");
  checkFailed(await backup(path("new")), /new-partial is there/);
  await rm(path("new-partial"));
  await backUp(backend, path("new"));
  assert.equal((await backend.run("verify", "--database", path("new"))).code, 0);
}));

test("the place of a database that was moved away is not taken while anything of it is there", withBackend({ testClock: START }, async ({ backend, api }) => {
  await prepare(backend, api);
  const moved = `${backend.database}-moved`;
  const [file, wal, movedWal] = [join(backend.folder, "backup"), `${backend.database}-wal`, `${moved}-wal`];
  const restore = () => backend.run("restore", file, "--database", backend.database);
  await backUp(backend, file);
  await api.topUp("5", { key: "after-the-backup" });
  const before = await everything(api);
  await rename(backend.database, moved);
  checkFailed(await restore(), /tiermeter\.db-wal is there/);
  await rename(wal, movedWal);
  checkFailed(await restore(), /another server runs on/);
  // Moved back, nothing is lost: what was told last stood beside the file.
  await rename(movedWal, wal);
  await rename(moved, backend.database);
  await api.topUp("5", { key: "moved-back" });
  await backend.kill();
  await rename(backend.database, moved);
  checkFailed(await restore(), /tiermeter\.db-wal is there/);
  await rename(moved, backend.database);
  await backend.restart();
  assert.equal((await api.topUps()).length, before.topUps.length + 1);

  // A server that has ended has brought everything into the one file.
  const last = await everything(api);
  assert.equal(await backend.stop(), 0);
  // Who only reads leaves an empty file beside it, which holds nothing.
  await backend.verify();
  await rename(backend.database, moved);
  const other = await startBackend({ database: moved, testClock: backend.testClock });
  assert.deepEqual(await everything(other.as(api.headers)), last);
  await other.end();
  assert.deepEqual(await restore(), { code: 0, stdout: "", stderr: "" });
  await backend.restart();
  assert.equal((await api.topUps()).length, before.topUps.length - 1, "as it was at the backup");
}));

test("a backup that finds no room leaves nothing behind", { skip: withoutPrlimit }, withBackend({ testClock: START }, async ({ backend, api }) => {
  const { tokens } = await prepare(backend, api);
  const events = Array.from({ length: 2_000 }, (_, number) => tokensUsed({ service: tokens, output: 1 + number, time: TODAY }));
  for (const batch of batches(events, 1_000)) {
    await api.send(batch);
  }
  const [first, file, database] = ["first", "backup", "restored"].map((name) => join(backend.folder, name));
  await backUp(backend, first);
  const { size } = await stat(first);
  const before = (await readdir(backend.folder)).sort();
  /** With files that may grow to so many bytes; a shell says that this is an error and not the program's end. */
  const cramped = (bytes, ...parameters) =>
    spawnSync("prlimit", [`--fsize=${bytes}:`, "sh", "-c", 'trap "" XFSZ; exec "$0" "$@"', binary, ...parameters], { encoding: "utf8" });
  const failed = ({ status, stdout, stderr }, says) => checkFailed({ code: status, stdout, stderr }, says);
  for (const bytes of [1, 5_000, Math.floor(size / 2), size - 1]) {
    failed(cramped(bytes, "backup", file, "--database", backend.database), /./);
    assert.deepEqual((await readdir(backend.folder)).sort(), before, `${bytes} bytes`);
  }
  await backUp(backend, file);
  failed(cramped(Math.floor(size / 2), "restore", file, "--database", database), /./);
  await rm(`${database}-lock`, { force: true });
  assert.deepEqual((await readdir(backend.folder)).sort(), [...before, "backup"].sort());
  assert.equal((await backend.run("restore", file, "--database", database)).code, 0);
  assert.equal((await backend.run("verify", "--database", database)).code, 0);
}));

test("what no server wrote is told to the log alone, by the id of the request", { skip: withoutSqlite }, withBackend({ testClock: START }, async ({ backend, api }) => {
  const { gpu, tokens } = await prepare(backend, api);
  const sql = (text) => {
    const { status, stderr } = spawnSync("sqlite3", [backend.database, `.timeout 5000`, text], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  };
  const [{ labels }] = (await api.services()).filter(({ id }) => id === gpu);
  for (const [damage, repair] of [
    ["labels = 'canary'", `labels = '${JSON.stringify(labels)}'`],
    ["billing_mode = 'canary'", "billing_mode = 'pay_as_you_go'"],
    ["version = -1", "version = 1"],
  ]) {
    sql(`UPDATE services SET ${damage} WHERE id = '${gpu}'`);
    for (const [method, path, body] of [["GET", `/services/${gpu}`], ["GET", "/services"], ["PUT", `/services/${gpu}/scaling`, { mode: "manual", instances: 2 }]]) {
      const { headers, text } = await api.refused(method, path, body, { status: 503, code: "storage_unavailable", headers: { "if-match": "*" } });
      assert.doesNotMatch(text, /canary|column|labels|sql|tiermeter\.db/i, "the body is the same for whatever it was");
      const lines = backend.log.split("\n").filter((line) => line.includes(headers.get("x-request-id")));
      assert.ok(lines.some((line) => JSON.parse(line).level === "ERROR"), "and the log has more, under the request's id");
    }
    await api.service(tokens);
    assert.equal((await backend.run("verify", "--database", backend.database)).code, 1);
    sql(`UPDATE services SET ${repair} WHERE id = '${gpu}'`);
    assert.equal((await api.service(gpu)).labels.team, "a");
  }
}));

test("a lock that is short is waited for, and one that lasts is 503 and keeps no reader waiting", { skip: withoutSqlite, timeout: 60_000 }, withBackend({ testClock: START }, async ({ backend, api }) => {
  await prepare(backend, api);
  const topUp = (key) => api.call("POST", "/account/top-ups", { amount: "1", currency: "USD" }, { "idempotency-key": key });
  /** Another program that holds the file for so long; gives its end. */
  const hold = async (milliseconds) => {
    const other = spawn("sqlite3", [backend.database], { stdio: ["pipe", "pipe", "inherit"] });
    other.stdin.write(".timeout 5000\nBEGIN IMMEDIATE;\nSELECT 'held';\n");
    await once(other.stdout, "data");
    return sleep(milliseconds).then(async () => {
      other.stdin.end("ROLLBACK;\n");
      await once(other, "exit");
    });
  };
  const { balance } = await api.account();
  const short = { released: hold(1_000) };
  await sleep(300);
  assert.equal((await topUp("short")).status, 201);
  await short.released;

  // Longer than a writer waits.
  const released = hold(12_000);
  await sleep(300);
  const waiting = topUp("long");
  let reads = 0;
  const answered = waiting.then(() => true);
  while (!(await Promise.race([answered, sleep(100, false)]))) {
    const begun = performance.now();
    await api.account();
    assert.ok(performance.now() - begun < 1_000, "reading goes on");
    reads += 1;
  }
  const refused = await waiting;
  assert.deepEqual([refused.status, refused.body.code], [503, "storage_unavailable"]);
  assert.match(refused.headers.get("retry-after"), /^[1-9][0-9]*$/);
  assert.ok(reads > 10, `${reads} reads meanwhile`);
  await released;
  for (const key of ["long", "short", "long"]) {
    assert.equal((await topUp(key)).status, 201, key);
  }
  assert.equal(Number((await api.account()).balance), Number(balance) + 2, "each once");
}));
