// Changes the secret of a one-time link into a session, takes it out of the address and the history, and goes on to
// the console.
const told = document.getElementById("told");
const token = location.hash.slice(1);
history.replaceState(null, "", location.pathname);

/** Leaves for the console; going back does not lead here again. */
function goOn() {
  location.replace("/console");
  return "You are signed in. The console is opening.";
}

async function say() {
  if (token === "") {
    const session = await fetch("/api/v1/session");
    return session.ok
      ? goOn()
      : "This page needs a sign-in link. The server prints one at its first start.";
  }
  const answer = await fetch("/api/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (answer.ok) {
    return goOn();
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
