// A person's browser in the tests of the backend: signed in by the one-time link, with a cookie and the headers that
// browsers send.
import assert from "node:assert/strict";

import { raw } from "./backend-support.mjs";

/** What a browser sends with a request of the page itself. */
export const SAME_ORIGIN = { "sec-fetch-site": "same-origin" };

/** Trades a token for a session; the whole answer. */
export function trade(backend, token, headers = SAME_ORIGIN) {
  return raw(backend.base, {
    method: "POST",
    path: "/api/v1/session",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ token }),
  });
}

/** The cookie of an answer as a browser sends it back. */
export function cookieOf(answer) {
  const [cookie] = answer.headers["set-cookie"] ?? [];
  assert.ok(cookie, "a cookie is set");
  return cookie.split(";")[0];
}

/** An `Api` of the owner, signed in by the link that the server printed. */
export async function signIn(backend) {
  const answer = await trade(backend, await backend.signInToken());
  assert.equal(answer.status, 204, answer.text);
  return backend.as({ cookie: cookieOf(answer), ...SAME_ORIGIN });
}
