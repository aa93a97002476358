// How soon the table of services answers: from a key in the text filter, and from a click on the head of a column, until
// the table is painted with other rows, or more of them, or fewer.

import { setTimeout as sleep } from "node:timers/promises";

import { tell } from "./stage.mjs";
import { median, milliseconds, percentile, plainRow } from "./table.mjs";

/** Each word is typed and taken back, a key at a time. The number of a service narrows the list with each digit. */
const WORDS = ["1234", "2718", "3141", "4669", "5772", "6180", "7071", "8128", "9375", "1009"];
/** Each head is pressed twice in a row, which turns its order round, and so often the whole of them. */
const PRESSES = 2;
const ROUNDS_OF_HEADS = 5;
/** Somebody who types rests so long, and somebody who clicks longer; what follows, such as the address, is done by then. */
const KEY_PAUSE_MS = 150;
const CLICK_PAUSE_MS = 400;
/** Where the rows are the same after so long, the key or click left them as they were. */
const PATIENCE_MS = 2_000;
const FEWEST = 30;

export async function answersOfTable(stage) {
  const page = await stage.signedIn();
  await stage.openServices(page, "", stage.serviceCount);
  await page.evaluate(watchTable);
  const what = `table of ${stage.serviceCount.toLocaleString("en-US")} services`;
  const rows = [
    ...figures(`${what}: from a key in the filter to the painted rows`, await typed(page)),
    ...figures(`${what}: from a click on a column's head to the painted rows`, await pressed(page)),
  ];
  await page.context().close();
  return rows;
}

/** Types each word into the filter and takes it back. */
async function typed(page) {
  await page.getByRole("searchbox").focus();
  const answers = [];
  for (const word of WORDS) {
    for (const key of [...word, ...Array.from(word, () => "Backspace")]) {
      answers.push(await answer(page, () => page.keyboard.press(key)));
      await sleep(KEY_PAUSE_MS);
    }
    tell(`filter, ${word}: ${told(answers.slice(-2 * word.length))}`);
  }
  return answers;
}

/** Presses the heads from left to right. */
async function pressed(page) {
  const heads = await page.getByRole("columnheader").getByRole("button").all();
  const answers = [];
  for (let round = 1; round <= ROUNDS_OF_HEADS; round += 1) {
    for (const head of heads) {
      for (let press = 1; press <= PRESSES; press += 1) {
        answers.push(await answer(page, () => head.click()));
        await sleep(CLICK_PAUSE_MS);
      }
    }
    tell(`heads, ${round} of ${ROUNDS_OF_HEADS}: ${told(answers.slice(-PRESSES * heads.length))}`);
  }
  return answers;
}

/** What one input took; `null` where it left the rows as they were. */
async function answer(page, act) {
  await page.evaluate(() => globalThis.benchBegin());
  await act();
  return page.evaluate((patience) => globalThis.benchEnd(patience), PATIENCE_MS);
}

const told = (answers) => answers.map((one) => (one === null ? "-" : one.toFixed(0))).join(" ");

function figures(what, answers) {
  const painted = answers.filter((one) => one !== null);
  if (painted.length < FEWEST) {
    throw new Error(`${what}: only ${painted.length} of ${answers.length} moved rows`);
  }
  const many = `${painted.length} of ${answers.length} that moved rows`;
  return [
    plainRow(`${what}, median of ${many}`, milliseconds(median(painted))),
    plainRow(`${what}, p95`, milliseconds(percentile(painted, 95))),
  ];
}

/**
 * In the page: notes when the table is painted with other rows after a key or a click. It begins with the instant that
 * the browser itself gives the input, so what the page was busy with before is in it.
 */
function watchTable() {
  const rows = () => {
    const count = document.querySelector("[role=table]")?.getAttribute("aria-rowcount");
    return [count, ...[...document.querySelectorAll("[role=rowheader] a")].map((link) => link.href)].join(" ");
  };
  let before = rows();
  let begun;
  let painted;
  for (const type of ["keydown", "click"]) {
    addEventListener(type, ({ timeStamp }) => (begun ??= timeStamp), { capture: true });
  }
  const observer = new MutationObserver(() => {
    const now = rows();
    if (now === before) {
      return;
    }
    before = now;
    if (begun === undefined) {
      return;
    }
    const done = painted.resolve;
    const from = begun;
    requestAnimationFrame(() => {
      // Comes after the frame has been painted.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => done(performance.now() - from);
      channel.port2.postMessage(null);
    });
  });
  const main = document.querySelector("main");
  observer.observe(main, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-rowcount"] });

  /** The next input is the one that counts. */
  globalThis.benchBegin = () => {
    begun = undefined;
    painted = {};
    painted.promise = new Promise((resolve) => {
      painted.resolve = resolve;
    });
  };
  /** How long it was until the rows were painted; `null` where they stayed. */
  globalThis.benchEnd = (patienceMilliseconds) => {
    const patience = new Promise((resolve) => {
      setTimeout(() => resolve(null), patienceMilliseconds);
    });
    return Promise.race([painted.promise, patience]);
  };
}
