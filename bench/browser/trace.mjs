// What the main thread of a page did, from Chromium's own trace. The page's marks say where what is measured begins and
// ends, and which of the traced threads is its own.

/** Of the trace of DevTools, what tells of whole tasks, and the page's marks. */
const CATEGORIES = [
  "toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline", "disabled-by-default-lighthouse", "blink.user_timing",
];
/** What a task of a thread is called, in one version of Chromium or another. */
const TASKS = new Set(["RunTask", "ThreadControllerImpl::RunTask", "TaskQueueManager::ProcessTaskFromWorkQueue"]);
const FIRST = "bench-first";
const LAST = "bench-last";
/** The mark of a frame, for pages that set it. */
export const FRAME = "bench-frame";
const MICROSECONDS_PER_MILLISECOND = 1_000;

/** What the main thread did while `act` went on. */
export async function traced(page, act) {
  const browser = page.context().browser();
  await browser.startTracing(page, { categories: CATEGORIES });
  let trace;
  try {
    await page.evaluate((name) => performance.mark(name), FIRST);
    await act();
    await page.evaluate((name) => performance.mark(name), LAST);
  } finally {
    trace = await browser.stopTracing();
  }
  return new Work(JSON.parse(trace.toString("utf8")).traceEvents);
}

/** The work of a main thread. Instants are those of the trace, in microseconds. */
class Work {
  constructor(events) {
    const first = events.find(({ name }) => name === FIRST);
    if (first === undefined) {
      throw new Error("the trace does not hold the page's marks");
    }
    const own = events.filter(({ pid, tid }) => pid === first.pid && tid === first.tid);
    this.from = first.ts;
    this.until = own.find(({ name }) => name === LAST)?.ts ?? Infinity;
    this.frames = own.filter(({ name, ts }) => name === FRAME && ts >= this.from && ts <= this.until).map(({ ts }) => ts).sort(byNumber);
    const tasks = own.filter(({ name, ph }) => ph === "X" && TASKS.has(name));
    if (tasks.length === 0) {
      throw new Error("the trace holds no tasks of the main thread");
    }
    this.spans = joined(tasks.map(({ ts, dur = 0 }) => [ts, ts + dur]));
  }

  /** How long the thread was busy between each two instants, in milliseconds. */
  between(instants) {
    let span = 0;
    return instants.slice(1).map((until, index) => {
      const from = instants[index];
      while (span < this.spans.length && this.spans[span][1] <= from) {
        span += 1;
      }
      let busy = 0;
      for (let next = span; next < this.spans.length && this.spans[next][0] < until; next += 1) {
        busy += Math.min(until, this.spans[next][1]) - Math.max(from, this.spans[next][0]);
      }
      return busy / MICROSECONDS_PER_MILLISECOND;
    });
  }

  /** How long it was busy from each frame to the next. */
  ofFrames() {
    return this.between(this.frames);
  }

  /** How long it was busy in each whole second. */
  ofSeconds() {
    const second = 1_000 * MICROSECONDS_PER_MILLISECOND;
    const count = Math.floor((this.until - this.from) / second);
    return this.between(Array.from({ length: count + 1 }, (_, index) => this.from + index * second));
  }
}

/** Spans without overlaps, so that a task within a task is not counted twice. */
function joined(spans) {
  const result = [];
  for (const [from, until] of spans.sort(([one], [other]) => one - other)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) {
      last[1] = Math.max(last[1], until);
    } else {
      result.push([from, until]);
    }
  }
  return result;
}

function byNumber(one, other) {
  return one - other;
}
