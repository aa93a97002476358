// Changes the secret of a one-time link into a session, takes it out of the address and the history, and goes on to
// the view of the console that was wanted before, or to the overview.
const WANTED_KEY = "tiermeter.wanted";
const SIGNED_IN_KEY = "tiermeter.signed-in";
const WANTED_FOR_MS = 3_600_000;
const told = document.getElementById("told");
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

/** Whether who signed in is whose session had ended, where the console knew whose that was. */
async function isFor(account) {
  if (account === undefined || account === null) {
    return true;
  }
  const answer = await fetch("/api/v1/session");
  return answer.ok && (await answer.json()).account.id === account;
}

/** Where to go: what the console kept for somebody who was not signed in, once, within an hour and only a view of its own. */
async function destination() {
  try {
    const kept = localStorage.getItem(WANTED_KEY);
    localStorage.removeItem(WANTED_KEY);
    const { address, at, account } = JSON.parse(kept);
    const { origin, pathname, search, hash } = new URL(address, location.origin);
    const age = Date.now() - Date.parse(at);
    const isNew = age >= 0 && age < WANTED_FOR_MS;
    const isView = pathname === "/console" || pathname.startsWith("/console/");
    const isOther = pathname.startsWith("/console/sign-in") || pathname.startsWith("/console/files/");
    const isOwn = isNew && origin === location.origin && isView && !isOther && (await isFor(account));
    return isOwn ? `${pathname}${search}${hash}` : "/console";
  } catch {
    // Nothing was kept, it is not what the console keeps, or nobody says for whom it is.
    return "/console";
  }
}

/** Lets the console's other tabs know. */
function tellOtherTabs() {
  try {
    localStorage.setItem(SIGNED_IN_KEY, new Date().toISOString());
  } catch {
    // They look when somebody turns to them.
  }
}

/** Leaves for the console; going back does not lead here again. */
async function goOn() {
  tellOtherTabs();
  location.replace(await destination());
  return "You are signed in. The console is opening.";
}

async function say() {
  if (token === "") {
    const session = await fetch("/api/v1/session");
    return session.ok
      ? await goOn()
      : "This page needs a sign-in link. The server prints one at its first start.";
  }
  const answer = await fetch("/api/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (answer.ok) {
    return await goOn();
  }
  return answer.status === 401
    ? "This link was used before, or is too old. Ask the operator of the server for another one."
    : "The server could not check the link. Reload the page with the link to try again.";
}

try {
  told.textContent = await say();
} catch {
  told.textContent = "The server does not answer. Open the link again when it runs.";
}
