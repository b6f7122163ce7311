import assert from "node:assert/strict";
import { test } from "node:test";

import { apply, emptyLog, offered } from "../../static/js/shared/log.js";
import { Marks } from "../../static/js/shared/marks.js";
import { message, stretch } from "./examples.js";

/** @import { TestContext } from "node:test" */

/** @param {TestContext} context */
function teller(context) {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {[number, number][]} */
  const told = [];
  const marks = new Marks(({ delivered, seen }) => Promise.resolve(told.push([delivered, seen])));
  return { marks, told, later: () => context.mock.timers.tick(2_000) };
}

const held = apply(emptyLog("talk"), { kind: "stretch", stretch: stretch([message(1, "seeker"), message(2, "seeker")]) }).log;
const lost = apply(held, { kind: "head", head: { conversation: "talk", epoch: "two", seq: 0, marks: [] } }).log;
const anew = apply(offered(lost, lost), { kind: "stretch", stretch: stretch([message(1, "seeker")], { epoch: "two", reset: true }) }).log;

test("marks only rise, and are told at most every two seconds", (context) => {
  const { marks, told, later } = teller(context);
  marks.reach(held, 1, 0);
  marks.reach(held, 2, 2);
  marks.reach(held, 1, 1);
  assert.deepEqual(told, [[1, 0]]);
  later();
  assert.deepEqual(told, [[1, 0], [2, 2]]);
  later();
  assert.equal(told.length, 2);
});

test("while a new life of the log is awaited nothing is told, also not again", (context) => {
  const { marks, told, later } = teller(context);
  marks.reach(held, 1, 0);
  marks.reach(held, 2, 2);
  marks.reach(lost, 2, 2);
  later();
  marks.repeat(lost);
  assert.deepEqual(told, [[1, 0]]);
});

test("in a new life of the log marks begin again, however far they were", (context) => {
  const { marks, told, later } = teller(context);
  marks.reach(held, 2, 2);
  marks.reach(lost, 2, 2);
  later();
  marks.repeat(lost);
  marks.reach(anew, 1, 0);
  assert.deepEqual(told, [[2, 2], [1, 0]]);
});

test("a new connection is told once more how far this screen is", (context) => {
  const { marks, told, later } = teller(context);
  marks.reach(held, 2, 1);
  later();
  marks.repeat(held);
  assert.deepEqual(told, [[2, 1], [2, 1]]);
});
