// What the tests of the built products share: the vectors, and a server of their own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

const vectorsFolder = new URL("../vectors/", import.meta.url);

/** The vectors of one file, parsed. */
export async function vectors(name) {
  return JSON.parse(await readFile(new URL(`${name}.json`, vectorsFolder), "utf8"));
}

/** The price book of a case: by name, or as it stands there. */
export function priceBookOf(file, testCase) {
  return typeof testCase.price_book === "string" ? file.price_books[testCase.price_book] : testCase.price_book;
}

/** How long a server may take to listen, and to end when it is asked to. */
const PATIENCE_MILLISECONDS = 15_000;

/**
 * Starts the server that the tests were given, on a free port and an empty database; `stderr` is where its log goes.
 * `stop()` asks it to end, and gives its exit code.
 */
export async function startServer({ binary = process.env.TIERMETER_BINARY, stderr = "ignore" } = {}) {
  if (binary === undefined) {
    throw new Error("TIERMETER_BINARY must name the built server");
  }
  const folder = await mkdtemp(join(tmpdir(), "tiermeter-server-"));
  const flags = ["serve", "--listen", "127.0.0.1:0", "--database", join(folder, "tiermeter.db")];
  const server = spawn(binary, flags, { stdio: ["ignore", "pipe", stderr] });
  const ended = once(server, "exit").then(([code, signal]) => code ?? signal);
  const late = (what) => delay(PATIENCE_MILLISECONDS, undefined, { ref: false }).then(() => {
    throw new Error(`the server ${what}`);
  });
  // The lines after the first are read too, so that the server never waits for a reader.
  const [line] = await Promise.race([
    once(createInterface({ input: server.stdout }), "line"),
    ended.then((code) => [`nothing, and ended with ${code}`]),
    late("did not say where it listens"),
  ]).catch((error) => {
    server.kill("SIGKILL");
    throw error;
  });
  const base = /^listening on (http:\/\/\S+)$/.exec(line)?.[1];
  if (base === undefined) {
    server.kill("SIGKILL");
    throw new Error(`unexpected first line: ${line}`);
  }
  return {
    base,
    process: server,
    async stop() {
      server.kill("SIGTERM");
      const code = await Promise.race([ended, late("did not end")]).finally(() => server.kill("SIGKILL"));
      await rm(folder, { recursive: true, force: true });
      return code;
    },
  };
}
