// The list of 10,000 services is scrolled while 100 changes a second arrive: what each frame asks of the main thread. By
// name the rows stay where they are; by what they cost this month the changes move them.

import { Changes, countedChanges } from "./changes.mjs";
import { tell } from "./stage.mjs";
import { median, milliseconds, percentile, plainRow, ROUNDS, targetRow } from "./table.mjs";
import { FRAME, traced } from "./trace.mjs";

const CHANGES_PER_SECOND = 100;
const SECONDS = 10;
/** A quick flick: about four rows in each frame. */
const PIXELS_PER_FRAME = 240;
const MOST_FRAME_MS = 16;

/** Sorted as the list is at first. */
export const scrolling = (stage) => scrolled(stage, "", "");

/** Sorted by what it cost this month, the dearest first. */
export const scrollingByCost = (stage) => scrolled(stage, "?sort=-month", ", sorted by cost this month,");

async function scrolled(stage, query, order) {
  const page = await stage.signedIn();
  const total = stage.serviceCount;
  await stage.openServices(page, query, total);
  const changes = new Changes(stage);
  const counted = await countedChanges(page);
  const [medians, p95s, arrived, lengths] = [[], [], [], []];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const before = counted.count;
    const first = await firstRows(page);
    const work = await traced(page, () => Promise.all([changes.send(CHANGES_PER_SECOND * SECONDS, CHANGES_PER_SECOND), scroll(page)]));
    const frames = work.ofFrames();
    medians.push(median(frames));
    p95s.push(percentile(frames, 95));
    arrived.push((counted.count - before) / SECONDS);
    lengths.push(frames.length);
    const moved = (await firstRows(page)).filter((row, place) => row !== first[place]).length;
    const told = `${frames.length} frames, p95 ${milliseconds(p95s.at(-1))}, ${arrived.at(-1)} changes/s`;
    tell(`list${order} scrolled, ${round} of ${ROUNDS}: ${told}, ${moved} of the first ${first.length} rows are others`);
  }
  await changes.end();
  await page.context().close();
  const p95 = median(p95s);
  const what = `list of ${total.toLocaleString("en-US")} services${order} scrolled for ${SECONDS} s, ${Math.round(median(arrived))} live changes a second: main-thread work for a frame`;
  return [
    plainRow(`${what}, p50 of ${median(lengths)} frames`, milliseconds(median(medians))),
    targetRow(`${what}, p95`, milliseconds(p95), `<= ${MOST_FRAME_MS} ms`, p95 <= MOST_FRAME_MS),
  ];
}

/** Which services stand first, with the list at its beginning. */
function firstRows(page) {
  return page.evaluate(async () => {
    document.scrollingElement.scrollTop = 0;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return [...document.querySelectorAll("[role=rowheader] a")].map((link) => link.href);
  });
}

/** Scrolls down frame by frame, from the top again where the end is reached, and marks each frame. */
function scroll(page) {
  return page.evaluate(
    ([frame, pixels, milliseconds]) =>
      new Promise((resolve) => {
        const { scrollingElement } = document;
        scrollingElement.scrollTop = 0;
        const end = performance.now() + milliseconds;
        const step = () => {
          performance.mark(frame);
          const before = scrollingElement.scrollTop;
          scrollingElement.scrollTop += pixels;
          if (scrollingElement.scrollTop === before) {
            scrollingElement.scrollTop = 0;
          }
          if (performance.now() < end) {
            requestAnimationFrame(step);
          } else {
            resolve();
          }
        };
        requestAnimationFrame(step);
      }),
    [FRAME, PIXELS_PER_FRAME, SECONDS * 1_000],
  );
}
