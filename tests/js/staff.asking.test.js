/** Questions over HTTP: which of them say that nobody pressed anything. */

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ask, poll } from "../../static/js/staff/asking.js";

const POLL = "X-Luister-Poll";
const { fetch } = globalThis;

afterEach(() => {
  globalThis.fetch = fetch;
});

/** What a question takes along. @param {() => Promise<unknown>} asks */
async function sentBy(asks) {
  /** @type {Request[]} */
  const sent = [];
  globalThis.fetch = (path, options) => {
    sent.push(new Request(`http://localhost${String(path)}`, options));
    return Promise.resolve(Response.json({ here: true }));
  };
  assert.deepEqual(await asks(), { read: { here: true } });
  return /** @type {Request} */ (sent[0]);
}

test("what a page asks by itself says so, and what somebody pressed does not", async () => {
  assert.equal((await sentBy(() => poll("/roster/shifts"))).headers.get(POLL), "1");
  assert.equal((await sentBy(() => ask("GET", "/roster/shifts"))).headers.get(POLL), null);
  assert.equal((await sentBy(() => ask("POST", "/roster/shifts", {}))).headers.get(POLL), null);
});
