// A disk that takes no more: what is asked is refused as a whole, reading goes on, and so does everything else once
// the disk does.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { withBackend } from "./backend-support.mjs";
import { assertOutcomes, assertSame, tokensUsed } from "./backend-tools.mjs";

const START = "2026-03-03T10:00:00Z";
/** What a page takes in SQLite's log of writes. */
const FRAME_BYTES = 4_096 + 24;
const skip = spawnSync("prlimit", ["--version"]).error === undefined ? false : "prlimit is not there";
const options = { testClock: START, diskFills: true, logsToFile: true };

test("a disk that fails at any write refuses whole changes, and the server goes on", { skip }, withBackend(options, async ({ backend, api }) => {
  await backend.allowSeconds();
  const { id } = await api.createGpuService();
  const tokens = (await api.createTokenService()).id;
  await api.enable(id);
  await backend.settle();
  const shown = async () => {
    const [{ balance }, { lines }] = [await api.account(), await api.bill()];
    return [balance, lines.find((line) => line.service === tokens)?.quantity ?? "0"];
  };
  const statuses = [];
  for (let writes = 0; writes < 12; writes += 1) {
    const topUp = () => api.call("POST", "/account/top-ups", { amount: "1", currency: "USD" }, { "idempotency-key": `k-${writes}` });
    const events = [1, 2, 3].map((number) => tokensUsed({ id: `e-${writes}-${number}`, service: tokens, output: 1, time: START }));
    // Nothing may be written, or so many pages and a part of the next one.
    const { size } = await stat(`${backend.database}-wal`);
    backend.fillDisk(true, writes === 0 ? 1 : size + writes * FRAME_BYTES - 1);
    const answers = [await topUp(), await api.call("POST", "/events", events)];
    for (const { status, body, headers } of answers) {
      assert.ok([200, 201, 503].includes(status), `${status}`);
      if (status === 503) {
        assert.equal(body.code, "storage_unavailable");
        assert.match(headers.get("retry-after"), /^[1-9][0-9]*$/);
      }
    }
    statuses.push(...answers.map(({ status }) => status));
    const [kept, counted] = answers.map(({ status }) => status < 300);
    const [balance, quantity] = await shown();
    assertSame(balance, `${writes + (kept ? 1 : 0)}`, "whole or not at all");
    assertSame(quantity, `${3 * (writes + (counted ? 1 : 0))}`, "whole or not at all");
    backend.fillDisk(false);
    assert.equal((await topUp()).status, 201);
    assertOutcomes(await api.send(events), Array(3).fill(counted ? "repeated" : "accepted"));
    assert.deepEqual(await shown(), [`${writes + 1}`, `${3 * (writes + 1)}`]);
  }
  assert.ok(statuses.includes(503), "some were refused");
  await backend.clockTo("2026-03-03T11:00:00Z");
  assert.equal((await api.service(id)).instances.running, 1);
  assert.doesNotMatch(await readFile(join(backend.folder, "server.log"), "utf8"), /panicked/);
}));
