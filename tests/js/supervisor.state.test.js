import assert from "node:assert/strict";
import { test } from "node:test";
import { START, apply, longestMinutes } from "../../static/js/supervisor/state.js";

/** @import { Board, BoardEvent } from "../../static/js/supervisor/state.js" */
import { accountOf } from "./examples.js";

/** @param {number} version @param {number | null} [longest] @returns {BoardEvent} */
const board = (version, longest = null) => ({
  type: "board",
  now: 1_000,
  view: {
    version,
    door: { state: "queue", because: null, opens: null, closes: null, languages: ["nl"], band: null },
    closed: false,
    cap: null,
    reason: null,
    waiting: version,
    urgent: 0,
    longest_wait_ms: longest,
    talking: 0,
    seated: 1,
    leading: 1,
    minimum: 2,
    free: 3,
    declined: 0,
    missed: 0,
    alarms: [], calls: [], room: null,
  },
});
/** @param {"open" | "lost"} state @returns {BoardEvent} */
const link = (state) => ({ type: "link", link: { state, since: 0, code: null } });
/** @type {BoardEvent} */
const noor = { type: "account", account: accountOf("Noor", "supervisor") };

/** @param {BoardEvent[]} events @returns {Board} */
const after = (...events) => events.reduce(apply, START);

test("a supervisor sees the board, a counsellor does not", () => {
  assert.equal(after(noor).screen, "board");
  assert.equal(after({ type: "account", account: accountOf("Sam", "counsellor") }).screen, "other_role");
});

test("nobody signed in is asked to sign in, without a reproach", () => {
  const asked = after({ type: "knock", knock: { type: "unanswered" } }, { type: "account", account: null });
  assert.equal(asked.screen, "sign_in");
  assert.equal(asked.entry.refused, null);
});

test("an older board is dropped while the connection lasts", () => {
  assert.equal(after(noor, link("open"), board(5), board(4)).view?.version, 5);
  assert.equal(after(noor, link("open"), board(5), board(6)).view?.version, 6);
});

test("a server that began anew may count from the start", () => {
  assert.equal(after(noor, link("open"), board(5), link("lost"), link("open"), board(1)).view?.version, 1);
});

test("the numbers stay on the screen when the connection is lost", () => {
  const lost = after(noor, link("open"), board(5), link("lost"));
  assert.equal(lost.view?.waiting, 5);
  assert.equal(lost.link?.state, "lost");
});

test("a session that ran out takes the numbers off the screen", () => {
  const over = after(noor, link("open"), board(5), { type: "expired" });
  assert.equal(over.view, null);
  assert.equal(over.entry.refused, "not_signed_in");
});

test("signing out the server did not hear of says so", () => {
  assert.equal(after(noor, { type: "signed_out", told: true }).entry.refused, null);
  assert.equal(after(noor, { type: "signed_out", told: false }).entry.refused, "sign_out_unheard");
});

test("the longest wait goes on by itself and is nothing when nobody waits", () => {
  assert.equal(longestMinutes(after(noor, board(1, 110_000)), 1_000), 1);
  assert.equal(longestMinutes(after(noor, board(1, 110_000)), 12_000), 2);
  assert.equal(longestMinutes(after(noor, board(1)), 12_000), null);
  assert.equal(longestMinutes(START, 12_000), null);
});

test("taking return words back is asked once, and a count that comes meanwhile takes no question away", () => {
  const links = [{ counsellor: "sam", name: "Sam", live: 2 }];
  const asked = after(noor, { type: "links", links }, { type: "revoking", revoking: { counsellor: "sam" } });
  assert.deepEqual([asked.links, asked.revoking], [links, { counsellor: "sam" }]);
  assert.equal(apply(asked, { type: "revoking", revoking: null }).revoking, null);
  const counted = apply(asked, { type: "links", links: [] });
  assert.deepEqual([counted.links, counted.revoking], [[], { counsellor: "sam" }]);
});
