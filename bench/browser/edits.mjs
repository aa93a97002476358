// Edits of an estimate of 20 lines, as a reader makes them: typed, by the keys of a slider, and drawn with the pointer.

import { setTimeout as sleep } from "node:timers/promises";

import { EstimatePage } from "../../tests/browser/estimate-support.mjs";
import { ESTIMATE, LINES, LINK } from "./estimate.mjs";
import { tell } from "./stage.mjs";
import { median, milliseconds, percentile, plainRow, targetRow } from "./table.mjs";
import { LONGEST_TASK_MS, takeTasks, watchEdits, watchTasks } from "./watch.mjs";

const EDITS_OF_A_LINE = 24;
const MOVES_OF_A_LINE = 30;
const LOADS = 5;
const MOST_WORK_MS = 8;
const MOST_PAINT_MEDIAN_MS = 16;
const MOST_PAINT_P95_MS = 50;
/** A total that stays as it was is not painted; so long is waited for it. */
const PATIENCE_MS = 400;
/** What follows an edit after a while, such as the curve over the month, is waited for every so often. */
const EDITS_BETWEEN_PAUSES = 8;
const PAUSE_MS = 600;

const type = (role, name, value) => ({ role, name, value });
const press = (name, keys) => ({ role: "slider", name, keys });
const BY_KIND = {
  steps: [
    type("spinbutton", "Instances, step 1", (count) => `${1 + (count % 4)}`),
    type("textbox", "Until", (count) => `2026-03-24 ${10 + (count % 13)}:30:00`),
    press("From, step 2", ["ArrowRight", "Shift+ArrowRight", "ArrowRight"]),
  ],
  weekly: [
    type("spinbutton", "Instances, window 1", (count) => `${3 + (count % 7)}`),
    type("textbox", "Until, window 1", (count) => `${15 + (count % 7)}:30`),
    type("textbox", "From, window 1", (count) => `0${5 + (count % 4)}:15`),
  ],
  automatic: [
    press("Tue 10:00", ["PageDown", "ArrowUp", "PageUp", "ArrowDown"]),
    type("textbox", "Scale-in delay", (count) => `${60 + ((count * 37) % 540)}`),
    type("spinbutton", "Maximum", (count) => `${6 + (count % 7)}`),
    press("Sat 12:00", ["PageUp", "PageUp", "PageDown"]),
    type("textbox", "Time of a request", (count) => `${3 + (count % 9) / 10}`),
  ],
  tokens: [
    press("Tue 10:00", ["ArrowUp", "PageUp", "ArrowDown"]),
    type("textbox", "Input", (count) => `${700 + count}`),
    type("textbox", "Output", (count) => `${200 + count}`),
  ],
};

/** The work of edits, the way to the painted total, and the tasks that were in the way of both. */
export async function edits(browser, address) {
  const load = await loading(browser, address);
  const page = await EstimatePage.open(browser, `${address}/${LINK}`);
  await page.namesAre(ESTIMATE.lines.map(({ name }) => name));
  await page.toggle(ESTIMATE.lines[0].name).click();
  await page.page.evaluate(watchTasks);
  await page.page.evaluate(watchEdits);
  await takeTasks(page.page);
  const made = [];
  for (const [kind, count] of Object.entries(LINES)) {
    for (let number = 1; number <= count; number += 1) {
      made.push(...(await editLine(page, kind, `${kind} ${number}`)));
    }
    const works = made.filter((edit) => edit.kind === kind).map(({ worked }) => worked);
    tell(`edits of lines of ${kind}: median ${milliseconds(median(works))}, p99 ${milliseconds(percentile(works, 99))}`);
  }
  const tasks = await takeTasks(page.page);
  await page.close();
  return [...workRows(made), ...paintRows(made), ...load, taskRow(`${made.length} edits, and what follows them`, tasks)];
}

/** Opens a line, edits it by all ways that it has, and closes it. */
async function editLine(page, kind, name) {
  await page.toggle(name).click();
  const line = page.line(name);
  const made = [];
  const one = async (by, prepare, act) => {
    await prepare();
    await page.page.evaluate(() => globalThis.benchBegin());
    await act();
    const edit = await page.page.evaluate((patience) => globalThis.benchEnd(patience), PATIENCE_MS);
    if (edit?.worked === undefined) {
      throw new Error(`an edit of ${name} was not seen`);
    }
    made.push({ kind, by, ...edit });
    // The frames come at an even pace, and edits do not.
    await sleep(made.length % EDITS_BETWEEN_PAUSES === 0 ? PAUSE_MS : 20 + ((made.length * 7) % 17));
  };
  const ways = BY_KIND[kind];
  for (let count = 0; count < EDITS_OF_A_LINE; count += 1) {
    const { role, name: label, value, keys } = ways[count % ways.length];
    const field = line.root.getByRole(role, { name: label, exact: true });
    const turn = Math.floor(count / ways.length);
    if (keys === undefined) {
      const prepare = () => field.evaluate((field) => (field.focus(), field.select()));
      await one("typed", prepare, () => page.page.keyboard.insertText(value(turn)));
    } else {
      await one("keys", () => field.focus(), () => page.page.keyboard.press(keys[turn % keys.length]));
    }
  }
  if (kind === "automatic") {
    await drawn(page, line, one);
  }
  const faults = await line.root.locator(".fault").allInnerTexts();
  if (faults.length > 0) {
    throw new Error(`${name}: ${faults.join("; ")}`);
  }
  await page.toggle(name).click();
  return made;
}

/** Draws a load with the pointer, from the left to the right, up and down. */
async function drawn(page, line, one) {
  const { mouse } = page.page;
  const plot = line.root.locator(".plot");
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  const at = (move) => [box.x + (box.width * (move + 1)) / (MOVES_OF_A_LINE + 2), box.y + box.height * (move % 2 === 0 ? 0.3 : 0.7)];
  await mouse.move(...at(0));
  await mouse.down();
  for (let move = 1; move <= MOVES_OF_A_LINE; move += 1) {
    await one("pointer", () => {}, () => mouse.move(...at(move)));
  }
  await mouse.up();
}

function workRows(made) {
  const what = `an edit of one line of ${ESTIMATE.lines.length}, 5 of them automatic, over 31 days, until all has followed`;
  const works = made.map(({ worked }) => worked);
  const p99 = percentile(works, 99);
  const kinds = Object.keys(LINES).map((kind) => {
    const works = made.filter((edit) => edit.kind === kind).map(({ worked }) => worked);
    return plainRow(`of these, ${works.length} of lines of ${kind}: median, p99`, `${milliseconds(median(works))}, ${milliseconds(percentile(works, 99))}`);
  });
  return [
    targetRow(`${what}: p99 of ${made.length}`, milliseconds(p99), `<= ${MOST_WORK_MS} ms`, p99 <= MOST_WORK_MS),
    plainRow(`the same: median`, milliseconds(median(works))),
    ...kinds,
  ];
}

function paintRows(made) {
  return ["keys", "pointer"].flatMap((by) => {
    const painted = made.filter((edit) => edit.by === by && edit.painted !== undefined).map(({ painted }) => painted);
    const what = `from a slider's input (by ${by}) to the painted total`;
    if (painted.length === 0) {
      throw new Error(`no edit ${what} was painted`);
    }
    const [middle, p95] = [median(painted), percentile(painted, 95)];
    return [
      targetRow(`${what}: median of ${painted.length}`, milliseconds(middle), `<= ${MOST_PAINT_MEDIAN_MS} ms`, middle <= MOST_PAINT_MEDIAN_MS),
      targetRow(`${what}: p95`, milliseconds(p95), `<= ${MOST_PAINT_P95_MS} ms`, p95 <= MOST_PAINT_P95_MS),
    ];
  });
}

/** Loads the page with nothing kept, alone and with the estimate in its address. */
async function loading(browser, address) {
  const rows = [];
  for (const [what, path] of [["`/` loads", "/"], ["`/` opens a link with the estimate", `/${LINK}`]]) {
    const tasks = [];
    for (let load = 0; load < LOADS; load += 1) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
      const page = await context.newPage();
      await page.addInitScript(watchTasks);
      await page.goto(`${address}${path}`);
      await page.getByRole("heading", { name: "Calculator", exact: true }).waitFor();
      // The curve over the month follows a moment later.
      await sleep(PAUSE_MS);
      tasks.push(...(await takeTasks(page)));
      await context.close();
    }
    rows.push(taskRow(`${what}, ${LOADS} times`, tasks));
  }
  return rows;
}

/** The longest task. */
export function taskRow(what, tasks) {
  const longest = Math.max(0, ...tasks);
  const figure = tasks.length === 0 ? `none above ${LONGEST_TASK_MS} ms` : `${tasks.length} above ${LONGEST_TASK_MS} ms, the longest ${Math.round(longest)} ms`;
  return targetRow(`${what}: tasks of the main thread`, figure, `<= ${LONGEST_TASK_MS} ms`, tasks.length === 0);
}
