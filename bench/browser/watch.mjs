// What a page tells of itself: how long it worked after an input, when the total was painted, and how long its main
// thread was kept busy by one task. These functions run in the page.

/** So long a task may be in the way. */
export const LONGEST_TASK_MS = 50;

/** Notes long tasks from the beginning on; `benchTasks` holds their lengths. */
export function watchTasks() {
  globalThis.benchTasks = [];
  globalThis.benchTaskObserver = new PerformanceObserver((list) => {
    globalThis.benchTasks.push(...list.getEntries().map(({ duration }) => duration));
  });
  globalThis.benchTaskObserver.observe({ type: "longtask", buffered: true });
}

/** Takes the lengths of the tasks longer than 50 ms since the last time, in milliseconds. */
export function takeTasks(page) {
  return page.evaluate(async () => {
    // An entry is handed over some time after its task.
    await new Promise((resolve) => setTimeout(resolve, 250));
    return globalThis.benchTasks.splice(0);
  });
}

/**
 * Notes the next edit. The browser runs what was queued in between (that is where the page works) after each listener
 * of an input of its own, so the listener that comes last stands behind all of that work.
 */
export function watchEdits() {
  const total = document.querySelector("aside.total");
  const text = () => [...total.querySelectorAll(".payable, .exact")].map((part) => part.textContent).join(" ");
  let edit;
  let before = text();
  const begin = ({ type }) => {
    edit ??= { type, begun: performance.now() };
  };
  const end = () => {
    if (edit !== undefined) {
      edit.worked ??= performance.now() - edit.begun;
    }
  };
  for (const type of ["input", "keydown", "pointermove"]) {
    addEventListener(type, begin, { capture: true });
    addEventListener(type, end);
  }
  const observer = new MutationObserver(() => {
    if (text() === before) {
      return;
    }
    before = text();
    const painted = edit;
    if (painted === undefined) {
      return;
    }
    requestAnimationFrame(() => {
      // Comes after the frame has been painted.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        painted.painted ??= performance.now() - painted.begun;
      };
      channel.port2.postMessage(null);
    });
  });
  observer.observe(total, { childList: true, subtree: true, characterData: true });

  /** The next input is an edit. */
  globalThis.benchBegin = () => {
    edit = undefined;
  };
  /** What it took; without `painted` where the total stayed as it was. */
  globalThis.benchEnd = async (patienceMilliseconds) => {
    const end = performance.now() + patienceMilliseconds;
    while (edit?.painted === undefined && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return edit;
  };
}
