// What the tests of the built products share: the vectors, and a server of their own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const vectorsFolder = new URL("../vectors/", import.meta.url);

/** The vectors of one file, parsed. */
export async function vectors(name) {
  return JSON.parse(await readFile(new URL(`${name}.json`, vectorsFolder), "utf8"));
}

/** The price book of a case: by name, or as it stands there. */
export function priceBookOf(file, testCase) {
  return typeof testCase.price_book === "string" ? file.price_books[testCase.price_book] : testCase.price_book;
}

/** Starts the server that the tests were given, on a free port. */
export async function startServer() {
  const binary = process.env.TIERMETER_BINARY;
  if (binary === undefined) {
    throw new Error("TIERMETER_BINARY must name the built server");
  }
  const folder = await mkdtemp(join(tmpdir(), "tiermeter-server-"));
  const flags = ["serve", "--listen", "127.0.0.1:0", "--database", join(folder, "tiermeter.db")];
  const server = spawn(binary, flags, { stdio: ["ignore", "pipe", "ignore"] });
  const [line] = await once(createInterface({ input: server.stdout }), "line");
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
      const [code] = await once(server, "exit");
      await rm(folder, { recursive: true });
      return code;
    },
  };
}
