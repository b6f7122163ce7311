import assert from "node:assert/strict";
import { test } from "node:test";
import { inOrder, longestWaiting } from "../../static/js/counsellor/order.js";
import { LETTERS, shortcut } from "../../static/js/counsellor/shortcuts.js";
import { apply, begun } from "../../static/js/counsellor/talk.js";
import { textBody } from "../../static/js/shared/envelope.js";

/** @import { Pressed } from "../../static/js/counsellor/shortcuts.js" */
/** @import { Talk } from "../../static/js/counsellor/talk.js" */
/** @import { Side } from "../../static/js/shared/shapes.js" */

/** @param {Partial<Pressed>} more @returns {Pressed} */
const pressed = (more) => ({ key: "", code: "", altKey: true, ctrlKey: false, metaKey: false, repeat: false, ...more });

test("Alt and a number lead to that conversation, wherever the number stands on the keyboard", () => {
  assert.deepEqual(shortcut(pressed({ key: "¡", code: "Digit1" }), true), { to: "talk", number: 1 });
  assert.deepEqual(shortcut(pressed({ key: "9", code: "Numpad9" }), true), { to: "talk", number: 9 });
  assert.equal(shortcut(pressed({ key: "0", code: "Digit0" }), true), null);
});

test("each letter leads to one place, and only with Alt alone", () => {
  assert.equal(new Set(LETTERS.flat()).size, 2 * LETTERS.length);
  for (const [letter, to] of LETTERS) {
    const code = `Key${letter}`;
    assert.deepEqual(shortcut(pressed({ code }), true), { to });
    for (const other of [{ altKey: false }, { ctrlKey: true }, { metaKey: true }, { repeat: true }]) {
      assert.equal(shortcut(pressed({ code, key: letter, ...other }), false), null);
    }
  }
});

test("a question mark asks for the list, unless it is being written", () => {
  const mark = pressed({ key: "?", code: "Slash", altKey: false });
  assert.deepEqual(shortcut(mark, false), { to: "help" });
  assert.equal(shortcut(mark, true), null);
});

/** @param {number} number @returns {Talk} */
const talk = (number) =>
  begun(
    { conversation: `c${number}`, version: 1, phase: "talking", elapsed_ms: 0, seeker_away_ms: null, on_hold: false, reason: null, rehearsed: false, urgent: false, risk: null, passes_to: null, onward: false, help: null, backup: null },
    number,
    0,
  );

/** @param {Talk} before @param {Side} side @param {number} now @returns {Talk} */
function said(before, side, now) {
  const { conversation, log } = before;
  const seq = (log.entries.at(-1)?.seq ?? 0) + 1;
  const entry = { seq, kind: /** @type {const} */ ("message"), side, cmid: `${conversation}.${seq}`, proof: "proof", body: textBody("hoi") };
  const stretch = { conversation, epoch: "e", head: seq, reset: log.epoch === null, entries: [entry], marks: [] };
  return apply(before, { type: "heard", input: { kind: "stretch", stretch }, now });
}

const numbers = (/** @type {readonly Talk[]} */ talks) => talks.map((one) => one.number);

test("whoever waits longest for an answer stands first, and what is over last", () => {
  const answered = said(talk(1), "counsellor", 10);
  const second = said(said(talk(2), "counsellor", 10), "seeker", 30);
  const third = said(said(said(talk(3), "counsellor", 10), "seeker", 20), "seeker", 40);
  const over = { ...said(talk(4), "seeker", 5), standing: /** @type {const} */ ("ended") };
  const talks = [over, answered, second, third];
  assert.deepEqual(numbers(inOrder(talks)), [3, 2, 1, 4]);
  assert.equal(longestWaiting(talks)?.number, 3);
  assert.equal(longestWaiting([answered, over]), null);
  assert.deepEqual(numbers(talks), [4, 1, 2, 3], "the given list stays as it is");
});

test("an answer takes a conversation out of those who wait", () => {
  const waits = said(said(talk(1), "counsellor", 10), "seeker", 20);
  const other = said(said(talk(2), "counsellor", 10), "seeker", 30);
  const answered = apply(waits, { type: "pressed", cmid: "m", body: textBody("ik ben er") });
  assert.deepEqual(numbers(inOrder([answered, other])), [2, 1]);
});
