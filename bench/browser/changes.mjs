// Changes that come live: runs of services that another machine tells of. Each begins, and ends some changes later, so
// that in the end everything stands as it did before.

import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

const EVENTS_IN_A_REQUEST = 10;
/** So many runs are open at once. */
const OPEN_RUNS = 200;
/** A step through the services that meets all of them before it meets one again. */
const STRIDE = 1_237;

export class Changes {
  #stage;
  #open = [];
  #number = 0;

  constructor(stage) {
    this.#stage = stage;
  }

  /** Sends so many changes, so many a second. */
  async send(count, perSecond) {
    const started = performance.now();
    for (let sent = 0; sent < count; sent += EVENTS_IN_A_REQUEST) {
      const due = started + (sent * 1_000) / perSecond;
      await sleep(Math.max(0, due - performance.now()));
      await this.#tell(Math.min(EVENTS_IN_A_REQUEST, count - sent));
    }
    return (count * 1_000) / (performance.now() - started);
  }

  /** Ends every run that is still open. */
  async end() {
    while (this.#open.length > 0) {
      await this.#post(this.#open.splice(0, EVENTS_IN_A_REQUEST).map((run) => ended(run)));
    }
  }

  #tell(count) {
    const events = Array.from({ length: count }, () => {
      if (this.#open.length >= OPEN_RUNS) {
        return ended(this.#open.shift());
      }
      this.#number += 1;
      const service = this.#stage.services[(this.#number * STRIDE) % this.#stage.services.length];
      const run = { service: service.id, instance: `bench-${this.#number}`, tier: service.tier };
      this.#open.push(run);
      return event("run.started", run);
    });
    return this.#post(events);
  }

  async #post(events) {
    const { results } = await this.#stage.ask("POST", "/events", events, "application/cloudevents-batch+json");
    const refused = results.find(({ outcome }) => outcome !== "accepted");
    if (refused !== undefined) {
      throw new Error(`a change was not taken: ${JSON.stringify(refused)}`);
    }
  }
}

function event(kind, run) {
  const time = new Date().toISOString();
  return { specversion: "1.0", id: randomUUID(), source: "urn:tiermeter:bench", type: `tiermeter.${kind}.v1`, time, data: run };
}

const ended = (run) => event("run.stopped", run);

/** Counts what a page's stream tells of, as the browser receives it: runs, or other kinds of changes as well. */
export async function countedChanges(page, kinds = ["run"]) {
  const session = await page.context().newCDPSession(page);
  const counted = { count: 0, session };
  session.on("Network.eventSourceMessageReceived", ({ eventName }) => {
    counted.count += kinds.includes(eventName) ? 1 : 0;
  });
  await session.send("Network.enable");
  return counted;
}
