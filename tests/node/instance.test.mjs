// The built-in sample model and the guard as the backend starts them: what they answer, what they print, how they end.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { until } from "./backend-tools.mjs";

const binary = process.env.TIERMETER_BINARY;
assert.notEqual(binary, undefined, "TIERMETER_BINARY must name the built program");

// Nothing that a test started outlives the tests, even where the guard fails.
const started = new Set();
after(() => {
  for (const { child, printed } of started) {
    for (const pid of [child.pid, ...printed("pids").flat()]) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has ended.
      }
    }
    child.stdout.destroy();
    child.stderr.destroy();
  }
});

/** A program that prints lines of JSON, with what it has printed so far. */
function start(program, parameters, { environment = {}, stdin = "pipe", ...options } = {}) {
  const { TIERMETER_LISTEN: _, TIERMETER_INSTANCE_LISTEN: __, ...inherited } = process.env;
  const child = spawn(program, parameters, {
    stdio: [stdin, "pipe", "pipe"],
    env: { ...inherited, ...environment },
    ...options,
  });
  const running = { child, lines: [], stderr: "", closed: false };
  started.add(running);
  running.exit = once(child, "close").then(([code, signal]) => {
    started.delete(running);
    running.closed = true;
    return code ?? signal;
  });
  // A guard that has ended no longer reads.
  child.stdin?.on("error", () => {});
  createInterface({ input: child.stdout }).on("line", (line) => {
    running.lines.push({ at: performance.now(), ...JSON.parse(line) });
  });
  child.stderr.on("data", (data) => {
    running.stderr += data;
  });
  /** The values of one name, in the order in which they were printed. */
  running.printed = (name) => running.lines.filter((line) => name in line).map((line) => line[name]);
  /** Waits until there is one of that name. */
  running.untilPrinted = (name) =>
    until(() => {
      const values = running.printed(name);
      assert.ok(values.length > 0 || !running.closed, `it ended without ${name}: ${running.stderr}`);
      return values.length > 0 && values;
    }, { what: `${name} is printed` });
  return running;
}

/** Waits for the end of what was started, and gives its exit code. */
function ended(running) {
  const late = sleep(20_000, undefined, { ref: false }).then(() => assert.fail("it does not end"));
  return Promise.race([running.exit, late]);
}

// The sample model.

async function startInstance(parameters = [], options) {
  const instance = start(binary, ["instance", ...parameters], { stdin: "ignore", ...options });
  await instance.untilPrinted("listening");
  const [{ at: _, ...first }] = instance.lines;
  assert.deepEqual(Object.keys(first), ["listening"]);
  instance.base = first.listening;
  return instance;
}

async function stopInstance(instance) {
  instance.child.kill("SIGTERM");
  assert.equal(await ended(instance), 0, instance.stderr);
}

const user = (content) => ({ role: "user", content });
const tokensOf = (text) => Math.ceil(Buffer.byteLength(text) / 4);

function post(instance, body, options) {
  return fetch(`${instance.base}/v1/chat/completions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify({ model: "sample", ...body }),
    ...options,
  });
}

async function completed(instance, body) {
  const response = await post(instance, body);
  assert.equal(response.status, 200);
  return response.json();
}

/** The data of a stream's events. */
async function streamed(instance, body) {
  const response = await post(instance, { stream: true, ...body });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const text = await response.text();
  assert.ok(text.endsWith("\n\n"));
  const events = text.slice(0, -2).split("\n\n").map((event) => /^data: (.*)$/.exec(event)[1]);
  assert.equal(events.pop(), "[DONE]");
  return events.map((event) => JSON.parse(event));
}

/** Breaks a request off after so long. */
async function brokenOff(instance, body, milliseconds) {
  const reading = post(instance, body, { signal: AbortSignal.timeout(milliseconds) }).then((response) => response.text());
  await assert.rejects(reading);
}

describe("an instance", () => {
  let instance;
  before(async () => {
    instance = await startInstance();
  });
  after(() => stopInstance(instance));

  test("says that it is there, and which model it is", async () => {
    assert.match(instance.base, /^http:\/\/127\.0\.0\.1:[1-9][0-9]*$/);
    const health = await fetch(`${instance.base}/healthz`);
    assert.equal(health.status, 200);
    assert.equal(health.headers.get("content-type"), "application/json");
    assert.deepEqual(await health.json(), { status: "ok", model: "sample" });
    const { object, data } = await (await fetch(`${instance.base}/v1/models`)).json();
    assert.deepEqual([object, data.length], ["list", 1]);
    assert.deepEqual([data[0].id, data[0].object, data[0].owned_by], ["sample", "model", "tiermeter"]);
  });

  const system = { role: "system", content: "be brief" };
  const called = { role: "assistant", content: null, tool_calls: [] };
  for (const [name, messages, text, input] of [
    ["words", [user("hello big world")], "You said 3 words: hello big world", 4],
    ["one word", [user("hello")], "You said 1 word: hello", 2],
    ["white space", [user("  hello\n\tbig  ")], "You said 2 words: hello big", 4],
    ["nothing", [user("")], "You said nothing.", 1],
    ["no user", [system], "You said nothing.", 2],
    ["every message is input", [system, user("hello"), { role: "assistant", content: "yes" }], "You said 1 word: hello", 5],
    ["the last of the user", [user("one"), called, user("two")], "You said 1 word: two", 3],
    ["parts", [user([{ type: "text", text: "hel" }, { type: "text", text: "lo" }])], "You said 1 word: hello", 2],
    ["letters of more than a byte", [user("日本 🦀")], "You said 2 words: 日本 🦀", 3],
    ["quotes and lines", [user('say "a\\b"\r\ndata: c')], 'You said 4 words: say "a\\b" data: c', 5],
  ]) {
    test(`answers by its rule: ${name}`, async () => {
      const completion = await completed(instance, { messages });
      const output = tokensOf(text);
      const usage = {
        prompt_tokens: input,
        completion_tokens: output,
        total_tokens: input + output,
        prompt_tokens_details: { cached_tokens: 0 },
      };
      assert.equal(completion.object, "chat.completion");
      assert.equal(completion.model, "sample");
      assert.ok(Math.abs(completion.created - Date.now() / 1000) < 3600);
      const message = { role: "assistant", content: text, refusal: null };
      assert.deepEqual(completion.choices, [{ index: 0, message, logprobs: null, finish_reason: "stop" }]);
      assert.deepEqual(completion.usage, usage);

      const events = await streamed(instance, { messages, stream_options: { include_usage: true } });
      const last = events.pop();
      assert.deepEqual([last.choices, last.usage], [[], usage]);
      assert.ok(events.every((event) => event.object === "chat.completion.chunk" && event.usage === null));
      assert.ok(events.every((event) => event.id === last.id && event.id !== completion.id));
      const choices = events.map((event) => event.choices[0]);
      assert.deepEqual(choices.at(0).delta, { role: "assistant", content: "" });
      assert.deepEqual([choices.at(-1).delta, choices.at(-1).finish_reason], [{}, "stop"]);
      assert.ok(choices.slice(0, -1).every((choice) => choice.finish_reason === null));
      const pieces = choices.slice(1, -1).map((choice) => choice.delta.content);
      assert.ok(pieces.every((piece) => piece !== "" && Buffer.byteLength(piece) <= 4), JSON.stringify(pieces));
      assert.equal(pieces.join(""), text);

      const tokens = { input, cached_input: 0, output };
      const lines = await until(() => {
        const found = instance.printed("tokens").filter(({ id }) => id === completion.id || id === last.id);
        return found.length === 2 && found;
      }, { what: "both are reported" });
      assert.deepEqual(lines, [{ id: completion.id, ...tokens }, { id: last.id, ...tokens }]);
    });
  }

  for (const [name, limits, text, finishReason] of [
    ["max_tokens", { max_tokens: 5 }, "You said 1 word: hel", "length"],
    ["enough", { max_tokens: 6 }, "You said 1 word: hello", "stop"],
    ["the newer name counts", { max_tokens: 1, max_completion_tokens: 2 }, "You said", "length"],
    ["null is absent", { max_tokens: null }, "You said 1 word: hello", "stop"],
    ["more than there is", { max_tokens: 1e15 }, "You said 1 word: hello", "stop"],
  ]) {
    test(`keeps within the tokens asked for: ${name}`, async () => {
      const { choices: [choice], usage } = await completed(instance, { messages: [user("hello")], ...limits });
      assert.deepEqual([choice.message.content, choice.finish_reason], [text, finishReason]);
      assert.equal(usage.completion_tokens, tokensOf(text));
      const events = await streamed(instance, { messages: [user("hello")], ...limits });
      assert.equal(events.map((event) => event.choices[0].delta.content ?? "").join(""), text);
      assert.ok(events.every((event) => !("usage" in event)), "usage is told to those who ask for it");
      assert.equal(events.at(-1).choices[0].finish_reason, finishReason);
    });
  }

  test("answers no more than 4096 tokens, and cuts no character", async () => {
    const { choices: [choice], usage } = await completed(instance, { messages: [user("日".repeat(100_000))] });
    assert.equal(choice.finish_reason, "length");
    assert.equal(choice.message.content, `You said 1 word: ${"日".repeat(5455)}`);
    assert.deepEqual([usage.prompt_tokens, usage.completion_tokens], [75_000, 4096]);
  });

  const good = { messages: [user("hello")] };
  const request = (fields) => JSON.stringify({ model: "sample", ...good, ...fields });
  for (const [body, status, param, code = null] of [
    ["", 400, null],
    ["{", 400, null],
    ["[]", 400, null],
    ["[".repeat(100_000), 400, null],
    [Buffer.from([0x22, 0xff, 0x22]), 400, null],
    ["{}", 400, "model"],
    [request({ model: 5 }), 400, "model"],
    [request({ model: "gpt-9" }), 404, "model", "model_not_found"],
    [request({ model: "x".repeat(500_000) }), 404, "model", "model_not_found"],
    [request({ messages: undefined }), 400, "messages"],
    [request({ messages: [] }), 400, "messages"],
    [request({ messages: "hello" }), 400, "messages"],
    [request({ messages: [user("hello"), "hello"] }), 400, "messages[1]"],
    [request({ messages: [{ content: "hello" }] }), 400, "messages[0].role"],
    [request({ messages: [{ role: "king", content: "hello" }] }), 400, "messages[0].role"],
    [request({ messages: [{ role: "user" }] }), 400, "messages[0].content"],
    [request({ messages: [user(null)] }), 400, "messages[0].content"],
    [request({ messages: [user(5)] }), 400, "messages[0].content"],
    [request({ messages: [user([{ type: "image_url", image_url: {} }])] }), 400, "messages[0].content[0]"],
    [request({ messages: [user([{ type: "text", text: "a" }, { type: "text" }])] }), 400, "messages[0].content[1]"],
    [request({ max_tokens: 0 }), 400, "max_tokens"],
    [request({ max_tokens: -1 }), 400, "max_tokens"],
    [request({ max_tokens: 1.5 }), 400, "max_tokens"],
    [request({ max_completion_tokens: "5" }), 400, "max_completion_tokens"],
    [request({ n: 2 }), 400, "n"],
    [request({ stream: "yes" }), 400, "stream"],
    [request({ stream_options: {} }), 400, "stream_options"],
    [request({ stream: true, stream_options: [] }), 400, "stream_options"],
    [request({ stream: true, stream_options: { include_usage: 1 } }), 400, "stream_options.include_usage"],
  ]) {
    test(`refuses ${String(body).slice(0, 100)}`, async () => {
      const response = await fetch(`${instance.base}/v1/chat/completions`, { method: "POST", body });
      assert.equal(response.status, status);
      const { error } = await response.json();
      assert.deepEqual(Object.keys(error).sort(), ["code", "message", "param", "type"]);
      assert.deepEqual([error.type, error.param, error.code], ["invalid_request_error", param, code]);
      assert.ok(error.message !== "" && error.message.length < 1000, "a message of a sentence");
    });
  }

  test("a body over the limit is 413, and one at it is read", async () => {
    const body = (length) => request({}).padEnd(length, " ");
    assert.equal((await post(instance, body(1024 * 1024))).status, 200);
    const response = await post(instance, body(1024 * 1024 + 1));
    assert.equal(response.status, 413);
    assert.equal((await response.json()).error.code, "request_too_large");
  });

  test("other addresses and methods are refused in the same form", async () => {
    for (const [path, method, status, code] of [
      ["/v1/completions", "POST", 404, "not_found"],
      ["/", "GET", 404, "not_found"],
      ["/v1/chat/completions", "GET", 405, "method_not_allowed"],
      ["/healthz", "DELETE", 405, "method_not_allowed"],
    ]) {
      const response = await fetch(`${instance.base}${path}`, { method });
      assert.equal(response.status, status, path);
      assert.equal((await response.json()).error.code, code, path);
    }
  });
});

test("ids differ between requests, and between one start and the next", async () => {
  const ids = new Set();
  for (const parameters of [[], ["--model", "sample"]]) {
    const instance = await startInstance(parameters);
    for (let count = 0; count < 5; count += 1) {
      ids.add((await completed(instance, { messages: [user("hello")] })).id);
    }
    await stopInstance(instance);
    for (const { id } of instance.printed("tokens")) {
      assert.ok(ids.has(id) && id.length <= 200, id);
    }
  }
  assert.equal(ids.size, 10);
});

test("the model's name is what was given, and the address may come from the environment", async () => {
  const environment = { TIERMETER_INSTANCE_LISTEN: "127.0.0.1:0" };
  const instance = await startInstance(["--model", "small-8b"], { environment });
  assert.deepEqual(await (await fetch(`${instance.base}/healthz`)).json(), { status: "ok", model: "small-8b" });
  assert.equal((await post(instance, { model: "small-8b", messages: [user("hello")] })).status, 200);
  assert.equal((await post(instance, { messages: [user("hello")] })).status, 404);
  await stopInstance(instance);
  assert.equal(instance.printed("tokens").length, 1, "what was refused is not counted");
});

const WORDS = Array.from({ length: 200 }, () => "word").join(" ");

test("a stream that is broken off counts what was delivered", async () => {
  const instance = await startInstance(["--milliseconds-per-token", "20"]);
  await brokenOff(instance, { stream: true, messages: [user(WORDS)] }, 500);
  const [{ input, output }] = await instance.untilPrinted("tokens");
  assert.equal(input, tokensOf(WORDS));
  assert.ok(output >= 1 && output < 100, `${output} tokens`);
  await until(() => instance.printed("requests_in_flight").at(-1) === 0, { what: "none is in flight" });
  await stopInstance(instance);
  assert.equal(instance.printed("tokens").length, 1);
});

test("an answer in one piece that nobody waits for counts nothing", async () => {
  const instance = await startInstance(["--milliseconds-per-token", "20"]);
  await brokenOff(instance, { messages: [user(WORDS)] }, 300);
  await until(() => instance.printed("requests_in_flight").at(-1) === 0, { what: "none is in flight" });
  await stopInstance(instance);
  assert.deepEqual([instance.printed("requests_in_flight"), instance.printed("tokens")], [[1, 0], []]);
});

test("requests in flight are told at most five times a second, and the last number always", async () => {
  const instance = await startInstance(["--milliseconds-per-token", "5"]);
  const requests = [];
  const end = performance.now() + 1500;
  while (performance.now() < end) {
    requests.push(completed(instance, { messages: [user("hello")] }));
    await sleep(10);
  }
  await Promise.all(requests);
  await until(() => instance.printed("requests_in_flight").at(-1) === 0, { what: "none is in flight" });
  await sleep(500);
  const lines = instance.lines.filter((line) => "requests_in_flight" in line);
  assert.ok(lines.some((line) => line.requests_in_flight > 0));
  assert.equal(lines.at(-1).requests_in_flight, 0);
  const seconds = (lines.at(-1).at - lines[0].at) / 1000;
  assert.ok(lines.length <= 5 * seconds + 2, `${lines.length} lines in ${seconds} s`);
  assert.equal(instance.printed("tokens").length, requests.length);
  await stopInstance(instance);
});

test("an instance that is to be ready later answers 503 until then", async () => {
  const instance = await startInstance(["--ready-after-milliseconds", "1500"]);
  const health = await fetch(`${instance.base}/healthz`);
  assert.equal(health.status, 503);
  assert.deepEqual(await health.json(), { status: "starting", model: "sample" });
  const refused = await post(instance, { messages: [user("hello")] });
  assert.equal(refused.status, 503);
  assert.equal((await refused.json()).error.type, "server_error");
  await until(async () => (await fetch(`${instance.base}/healthz`)).status === 200, { what: "it is ready" });
  await completed(instance, { messages: [user("hello")] });
  await stopInstance(instance);
});

test("an instance that is to crash exits 1", async () => {
  const instance = await startInstance(["--crash-after-milliseconds", "300"]);
  assert.equal(await ended(instance), 1);
});

test("an address that is taken exits 1, a wrong flag 2", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = `127.0.0.1:${taken.address().port}`;
  const instance = start(binary, ["instance", "--listen", address]);
  assert.equal(await ended(instance), 1);
  assert.match(instance.stderr, /cannot listen on 127\.0\.0\.1:/);
  assert.deepEqual(instance.lines, []);
  taken.close();
  assert.equal(await ended(start(binary, ["instance", "--listen", "here"])), 2);
  assert.equal(await ended(start(binary, ["instance", "--model", ""])), 2);
});

test("what is under way when an instance is stopped is finished", async () => {
  const instance = await startInstance(["--milliseconds-per-token", "100"]);
  const answer = completed(instance, { messages: [user("hello")] });
  await instance.untilPrinted("requests_in_flight");
  await stopInstance(instance);
  assert.equal((await answer).choices[0].message.content, "You said 1 word: hello");
  assert.deepEqual(instance.printed("tokens").map(({ output }) => output), [6]);
  assert.deepEqual(instance.printed("requests_in_flight"), [1, 0]);
});

test("what takes longer than two seconds is cut off when an instance is stopped, and counted", async () => {
  const instance = await startInstance(["--milliseconds-per-token", "100"]);
  const answer = post(instance, { stream: true, messages: [user(WORDS)] }).then((response) => response.text());
  answer.catch(() => {});
  await instance.untilPrinted("requests_in_flight");
  const told = performance.now();
  await stopInstance(instance);
  assert.ok(performance.now() - told < 4000);
  await assert.rejects(answer);
  const [{ output }] = instance.printed("tokens");
  assert.ok(output >= 1 && output < 100, `${output} tokens`);
  assert.equal(instance.printed("requests_in_flight").at(-1), 0);
});

// The guard.

const onUnix = { skip: process.platform === "win32" && "there are no process groups" };

/** A program of the shell under a guard. */
function guarded(script, ...parameters) {
  return start(binary, ["guard", "--", "sh", "-c", script, "sh", ...parameters]);
}

/** Whether a process runs. One that has ended may stay listed until it is asked for, which is as good as gone. */
async function runs(pid) {
  if (process.platform === "linux") {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => ") X");
    return !["Z", "X"].includes(stat.slice(stat.lastIndexOf(")") + 2)[0]);
  }
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function untilGone(...pids) {
  for (const pid of pids) {
    await until(async () => !(await runs(pid)), { what: `process ${pid} is gone` });
  }
}

/** Says who it is, starts a helper, and waits for it. */
const WITH_HELPER = `sleep 600 & echo '{"pids":['$$,$!']}'; wait`;
/** Ends for no signal that can be ignored. */
const STUBBORN = `trap '' TERM INT; echo '{"pids":['$$']}'; while :; do sleep 0.05; done`;

describe("the guard", onUnix, () => {
  for (const [script, code] of [
    ["exit 0", 0],
    ["exit 7", 7],
    ["exit 255", 255],
    ["kill -TERM $$", 143],
    ["kill -KILL $$", 137],
  ]) {
    test(`ends as the program does: ${script}`, async () => {
      assert.equal(await ended(guarded(script)), code);
    });
  }

  test("says that a program cannot be started", async () => {
    for (const [program, code] of [["/nowhere/program", 127], ["/", 126]]) {
      const guard = start(binary, ["guard", "--", program]);
      assert.equal(await ended(guard), code);
      assert.ok(guard.stderr.includes(`cannot start ${program}`), guard.stderr);
    }
    assert.equal(await ended(start(binary, ["guard", "--"])), 2);
    assert.equal(await ended(start(binary, ["guard"])), 2);
  });

  test("gives what it was given, and passes on what is printed", async () => {
    const guard = guarded(`echo "{\\"given\\":\\"$*\\"}"; echo fault >&2`, "--flag", "--", "-v");
    assert.equal(await ended(guard), 0);
    assert.deepEqual(guard.printed("given"), ["--flag -- -v"]);
    assert.equal(guard.stderr, "fault\n");
  });

  test("the program reads nothing, and runs in a process group of its own", async () => {
    const guard = guarded(`cat; echo '{"pids":['$$','$(ps -o pgid= -p $$)']}'`);
    assert.equal(await ended(guard), 0);
    const [[pid, group]] = guard.printed("pids");
    assert.equal(pid, group);
    assert.notEqual(group, guard.child.pid);
  });

  for (const [name, end] of [
    ["its input ends", (guard) => guard.child.stdin.end()],
    ["it gets SIGTERM", (guard) => guard.child.kill("SIGTERM")],
    ["it gets SIGINT", (guard) => guard.child.kill("SIGINT")],
  ]) {
    test(`ends the program and its helpers when ${name}`, async () => {
      const guard = guarded(WITH_HELPER);
      const [pids] = await guard.untilPrinted("pids");
      end(guard);
      assert.equal(await ended(guard), 143);
      await untilGone(...pids);
    });

    test(`kills a program that will not end when ${name}`, async () => {
      const guard = guarded(STUBBORN);
      const [pids] = await guard.untilPrinted("pids");
      const told = performance.now();
      end(guard);
      assert.equal(await ended(guard), 137);
      const took = performance.now() - told;
      assert.ok(took > 1900 && took < 8000, `${took} ms`);
      await untilGone(...pids);
    });
  }

  test("what a program leaves behind ends with it", async () => {
    const guard = guarded(`sleep 600 & echo '{"pids":['$!']}'; exit 3`);
    const [pids] = await guard.untilPrinted("pids");
    assert.equal(await ended(guard), 3);
    await untilGone(...pids);
  });

  test("helpers have their time to finish even where the program itself ends at once", async () => {
    const helper = `trap 'sleep 0.3; echo "{\\"finished\\":true}"; exit' TERM; echo '{"helper":true}'; while :; do sleep 0.05; done`;
    const guard = guarded(`(${helper}) & wait`);
    await guard.untilPrinted("helper");
    guard.child.stdin.end();
    assert.equal(await ended(guard), 143);
    assert.deepEqual(guard.printed("finished"), [true]);
  });

  const SERVER = `
    const [binary, script] = process.argv.slice(1);
    const parameters = ["guard", "--", "sh", "-c", script];
    const guard = require("node:child_process").spawn(binary, parameters, { stdio: ["pipe", "inherit", "inherit"] });
    console.log(JSON.stringify({ guard: guard.pid }));
  `;
  for (const [name, kill] of [
    ["the server", (server) => process.kill(server.child.pid, "SIGKILL")],
    ["the server's process group", (server) => process.kill(-server.child.pid, "SIGKILL")],
  ]) {
    for (const [kind, script] of [["gentle", WITH_HELPER], ["stubborn", STUBBORN]]) {
      test(`nothing is left behind by kill -9 of ${name}: a ${kind} program`, async () => {
        const server = start(process.execPath, ["-e", SERVER, binary, script], { stdin: "ignore", detached: true });
        const [guard] = await server.untilPrinted("guard");
        const [pids] = await server.untilPrinted("pids");
        assert.ok(await runs(guard));
        kill(server);
        // Its output ends when the last process that holds it is gone.
        assert.equal(await ended(server), "SIGKILL");
        await untilGone(guard, ...pids);
      });
    }
  }

  test("an instance under a guard answers, and finishes when the server is gone", async () => {
    const guard = start(binary, ["guard", "--", binary, "instance", "--milliseconds-per-token", "50"]);
    const [base] = await guard.untilPrinted("listening");
    const answer = completed({ base }, { messages: [user("hello")] });
    await guard.untilPrinted("requests_in_flight");
    guard.child.stdin.end();
    assert.equal((await answer).choices[0].message.content, "You said 1 word: hello");
    assert.equal(await ended(guard), 0);
    assert.deepEqual(guard.printed("tokens").map(({ output }) => output), [6]);
    await assert.rejects(fetch(`${base}/healthz`));
  });
});
