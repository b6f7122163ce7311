/** What staff say among themselves, as a page holds it: in order, once, and whole again whatever was lost on the way. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { gathered, whispers } from "../../static/js/counsellor/circles.js";
import { apply, begun, unread } from "../../static/js/shared/circle.js";
import { textBody } from "../../static/js/shared/envelope.js";

/** @import { Circle, CircleEvent } from "../../static/js/shared/circle.js" */
/** @import { SeatView, StaffLine, Talk as Told } from "../../static/js/shared/shapes.js" */
/** @import { Talk } from "../../static/js/counsellor/talk.js" */

/** @param {number} seq @param {string} [name] @param {string} [cmid] @returns {StaffLine} */
const line = (seq, name = "Kim", cmid = `c${seq}`) => ({ seq, cmid, name, body: textBody(`regel ${seq}`), at: { at: 1000 + seq, zone: "Europe/Amsterdam" } });

/** @param {CircleEvent[]} events @returns {Circle} */
const after = (...events) => events.reduce(apply, begun("room"));

/** @param {Circle} circle */
const numbers = ({ lines }) => lines.map(({ seq }) => seq);

/** @type {CircleEvent} */
const READ = { type: "read", after: 0, head: 2, lines: [line(1), line(2)] };

test("lines come in order, each once, and a gap is asked for", () => {
  const here = after({ type: "sync_asked" }, READ, { type: "said", line: line(3) }, { type: "said", line: line(3) }, { type: "said", line: line(2) });
  assert.deepEqual([numbers(here), here.held, here.wantsSync], [[1, 2, 3], 3, false]);
  const gap = apply(here, { type: "said", line: line(5) });
  assert.deepEqual([numbers(gap), gap.wantsSync], [[1, 2, 3], true]);
  const closed = apply(apply(gap, { type: "sync_asked" }), { type: "read", after: 3, head: 5, lines: [line(4), line(5)] });
  assert.deepEqual([numbers(closed), closed.wantsSync], [[1, 2, 3, 4, 5], false]);
});

test("a pulse that says something else than is held is asked about", () => {
  const here = after({ type: "sync_asked" }, READ);
  assert.equal(apply(here, { type: "head", seq: 2 }), here);
  assert.equal(apply(here, { type: "head", seq: 3 }).wantsSync, true);
  assert.equal(apply(here, { type: "head", seq: 0 }).wantsSync, true);
});

test("what was said before somebody came is nowhere, and the numbers go on from there", () => {
  const here = after({ type: "sync_asked" }, { type: "read", after: 0, head: 7, lines: [] }, { type: "said", line: line(8) });
  assert.deepEqual([numbers(here), here.held, here.wantsSync], [[8], 8, false]);
});

test("where the server lost what was said its own lines take the place of these", () => {
  const here = after({ type: "sync_asked" }, READ);
  const fewer = apply(here, { type: "read", after: 2, head: 1, lines: [line(1, "Sam", "anders")] });
  assert.deepEqual(fewer.lines.map(({ cmid }) => cmid), ["anders"]);
  const other = apply(here, { type: "said", line: line(2, "Sam", "anders") });
  assert.deepEqual([numbers(other), other.held, other.wantsSync], [[], 0, true]);
});

test("what was pressed waits until it stands there, and is given back when it never will", () => {
  const pressed = after(READ, { type: "pressed", cmid: "mine", body: textBody("hoi") });
  assert.deepEqual([pressed.draft, pressed.outbox.length], ["", 1]);
  const sent = apply(pressed, { type: "sent", cmid: "mine" });
  assert.equal(apply(sent, { type: "cut_off" }).outbox[0]?.state, "queued");
  assert.equal(apply(sent, { type: "failed", cmid: "mine" }).outbox[0]?.state, "queued");
  assert.deepEqual(apply(sent, { type: "said", line: line(3, "Sam", "mine") }).outbox, []);
  const answered = apply(apply(sent, { type: "sync_asked" }), { type: "answered", cmid: "mine", seq: 3 });
  assert.deepEqual([answered.outbox, answered.wantsSync], [[], true]);
  const refused = apply(apply(sent, { type: "drafted", text: "en dit" }), { type: "refused", cmid: "mine", code: "not_in_circle", text: "hoi" });
  assert.deepEqual([refused.outbox, refused.draft, refused.problem], [[], "hoi\n\nen dit", "not_in_circle"]);
  const read = apply(sent, { type: "read", after: 2, head: 3, lines: [line(3, "Sam", "mine")] });
  assert.deepEqual([read.outbox, numbers(read)], [[], [1, 2, 3]]);
});

test("only what others said and was not in view is unread", () => {
  const here = after(READ, { type: "said", line: line(3, "Sam") });
  assert.equal(unread(here, "Sam"), 2);
  const seen = apply(here, { type: "saw" });
  assert.equal(unread(seen, "Sam"), 0);
  assert.equal(apply(seen, { type: "saw" }), seen);
  assert.equal(unread(apply(seen, { type: "said", line: line(4) }), "Sam"), 1);
});

/** @param {Partial<SeatView>} [parts] @returns {SeatView} */
const view = (parts) => ({ version: 1, name: "Sam", status: "ready", capacity: 3, offer: null, talks: [], backup: null, calls: [], room: "room", ...parts });
/** @param {string | null} helper */
const helped = (helper) => /** @type {Told} */ ({ conversation: "talk", help: { circle: "aside", waited_ms: 0, reach: "nobody", helper } });
const call = { circle: "theirs", name: "Kim", waited_ms: 0, helper: "Sam", mine: true, rehearsed: false };

test("a page holds the circles that the view puts it in, and no others", () => {
  const first = gathered([], null, view({ talks: [helped(null)], calls: [{ ...call, mine: false, helper: null }] }));
  assert.deepEqual(first.map(({ circle }) => circle), ["room"]);
  const more = gathered(first, view(), view({ talks: [helped("Noor")], calls: [call] }));
  assert.deepEqual(more.map(({ circle }) => circle), ["room", "aside", "theirs"]);
  assert.equal(more[0], first[0]);
  assert.equal(gathered(more, view(), view({ talks: [helped("Noor")], calls: [call] })), more);
  assert.deepEqual(gathered(more, view(), view({ room: null })), []);
});

test("what was typed for a room that is over stands in the field of the next", () => {
  const [room] = gathered([], null, view());
  assert.ok(room);
  const typed = [apply(apply(room, { type: "pressed", cmid: "a", body: textBody("nooit verstuurd") }), { type: "drafted", text: "half" })];
  const [next] = gathered(typed, view(), view({ room: "another" }));
  assert.deepEqual([next?.circle, next?.draft, next?.outbox], ["another", "nooit verstuurd\n\nhalf", []]);
});

test("whispers are with who comes to the own conversations, then with those one helps", () => {
  const talk = /** @type {Talk} */ (/** @type {unknown} */ ({ number: 2, ...helped("Noor") }));
  assert.deepEqual(whispers({ seat: view({ calls: [call] }), talks: [talk] }), [
    { circle: "aside", name: "Noor", talk },
    { circle: "theirs", name: "Kim", talk: null },
  ]);
});
