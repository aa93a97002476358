// An instance under a test's control: its folder says whether it is healthy (the file `healthy` is there), whether it
// is to fail (the file `failing` is), and how many starts are still to fail (the number in the file `stalling`).
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const folder = process.argv[2];
const [host, port] = process.env.TIERMETER_LISTEN.split(":");

function failIfTold() {
  if (existsSync(join(folder, "failing"))) {
    process.exit(1);
  }
}

const about = { pid: process.pid, address: process.env.TIERMETER_LISTEN, environment: process.env };
const file = join(folder, "started", `${process.pid}.json`);
writeFileSync(`${file}.new`, JSON.stringify(about));
renameSync(`${file}.new`, file);
failIfTold();
const stalling = join(folder, "stalling");
if (existsSync(stalling)) {
  const left = Number(readFileSync(stalling, "utf8")) - 1;
  if (left > 0) {
    writeFileSync(stalling, `${left}`);
  } else {
    rmSync(stalling);
  }
  process.exit(1);
}
setInterval(failIfTold, 20);
createServer((request, response) => {
  const ready = request.url === "/healthz" && existsSync(join(folder, "healthy"));
  response.writeHead(ready ? 200 : 503).end();
}).listen(Number(port), host);
