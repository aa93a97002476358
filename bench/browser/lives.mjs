// Changes of services themselves that come live: some are switched off and on, others are made and removed again.

import { setTimeout as sleep } from "node:timers/promises";

import { until } from "./stage.mjs";

/** So many services are switched off and on, one after the other. */
const SWITCHED = 10;
/** So many of those that come and go are there at once. */
const MADE_AT_ONCE = 20;
/** Once it has been ready it wants no instance, so that what is switched costs the server no process. */
const SCALING = { mode: "automatic", minimum: 0, maximum: 1, concurrency: 1, scale_in_after_seconds: 60 };

export class Lives {
  #stage;
  #switched = [];
  #made = [];
  #number = 0;

  constructor(stage) {
    this.#stage = stage;
  }

  /** Makes the services that are switched, and waits until they run. */
  async begin() {
    for (let number = 1; number <= SWITCHED; number += 1) {
      const { id } = await this.#make(`On and off ${number}`);
      await this.#stage.ask("POST", `/services/${id}/enable`);
      this.#switched.push({ id, on: true });
    }
    for (const { id } of this.#switched) {
      await until(async () => (await this.#stage.ask("GET", `/services/${id}`)).status === "running", "a service runs");
    }
  }

  /** How many services there are by now beside those of the file. */
  get count() {
    return this.#switched.length + this.#made.length;
  }

  /** Sends so many changes, so many a second: a switch and a coming or going in turns. Each is one change of a status. */
  async send(count, perSecond) {
    const started = performance.now();
    for (let sent = 0; sent < count; sent += 1) {
      await sleep(Math.max(0, started + (sent * 1_000) / perSecond - performance.now()));
      await (sent % 2 === 0 ? this.#switch() : this.#comeOrGo());
    }
  }

  /** Removes every service that was made here. */
  async end() {
    for (const { id, on } of this.#switched.splice(0)) {
      if (on) {
        await this.#stage.ask("POST", `/services/${id}/disable`);
      }
      await this.#remove(id);
    }
    for (const id of this.#made.splice(0)) {
      await this.#remove(id);
    }
  }

  async #switch() {
    const next = this.#switched.shift();
    this.#switched.push(next);
    await this.#stage.ask("POST", `/services/${next.id}/${next.on ? "disable" : "enable"}`);
    next.on = !next.on;
  }

  async #comeOrGo() {
    if (this.#made.length >= MADE_AT_ONCE) {
      await this.#remove(this.#made.shift());
    } else {
      this.#number += 1;
      this.#made.push((await this.#make(`Come and gone ${this.#number}`)).id);
    }
  }

  #make(name) {
    const { model, tier } = this.#stage.services[0];
    const body = { name, model, metering: "gpu_seconds", tier, scaling: SCALING, billing_mode: "pay_as_you_go" };
    return this.#stage.ask("POST", "/services", body);
  }

  #remove(id) {
    return this.#stage.ask("DELETE", `/services/${id}`);
  }
}
