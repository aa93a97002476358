// How soon the console is of use: from asking for `/console` until what it costs now, or on an account where nothing
// runs yet what to do first, is on the screen.

import { tell, until } from "./stage.mjs";
import { median, milliseconds, plainRow, targetRow } from "./table.mjs";

const VISITS = 7;
const MOST_MS = 1_000;

export async function firstUsefulPaints(stage) {
  const rows = [];
  for (const [whose, account] of [["a new account", stage.newAccount], ["an account with 10,000 services", stage.account]]) {
    const [first, again] = [[], []];
    for (let visit = 1; visit <= VISITS; visit += 1) {
      const page = await stage.signedIn({ account });
      // The sign-in has loaded the console already; the first visit is one by a browser that has nothing of it.
      const session = await page.context().newCDPSession(page);
      await session.send("Network.clearBrowserCache");
      await page.addInitScript(watchForUse);
      first.push(await visited(stage, page));
      again.push(await visited(stage, page));
      await page.context().close();
      tell(`paint, ${whose}, ${visit} of ${VISITS}: ${milliseconds(first.at(-1))}, again ${milliseconds(again.at(-1))}`);
    }
    const what = `first useful paint of /console, ${whose}, median of ${VISITS}`;
    const figure = median(first);
    rows.push(targetRow(`${what}: nothing cached`, milliseconds(figure), `< ${MOST_MS} ms`, figure < MOST_MS));
    rows.push(plainRow(`${what}: files cached`, milliseconds(median(again))));
  }
  return rows;
}

async function visited(stage, page) {
  await page.goto(`${stage.address}/console`, { waitUntil: "commit" });
  return until(() => page.evaluate(() => globalThis.benchUsefulPaint), "the overview is on the screen");
}

/** In the page: notes when a big figure, or the first step, has been painted. */
function watchForUse() {
  const isUseful = () =>
    [...document.querySelectorAll("main dl dd")].some((figure) => /\d/.test(figure.textContent)) ||
    [...document.querySelectorAll("main h2")].some((heading) => heading.textContent === "Nothing runs yet");
  const observer = new MutationObserver(() => {
    if (!isUseful()) {
      return;
    }
    observer.disconnect();
    requestAnimationFrame(() => {
      // Comes after the frame has been painted.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        globalThis.benchUsefulPaint = performance.now();
      };
      channel.port2.postMessage(null);
    });
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
}
