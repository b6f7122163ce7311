import assert from "node:assert/strict";
import { test } from "node:test";

import { SafetyAnswer, isUnsafe, untold } from "../../static/js/seeker/safety.js";
import { START, apply } from "../../static/js/seeker/state.js";
import { Refused } from "../../static/js/shared/refusal.js";
import { Store } from "../../static/js/shared/store.js";
import { Turns } from "../../static/js/shared/turns.js";
import { stretch, view } from "./examples.js";

/** @import { Event, State } from "../../static/js/seeker/state.js" */
/** @import { Safety, SeekerView } from "../../static/js/shared/shapes.js" */

/** @param {State} state @param {...Event} events */
const after = (state, ...events) => events.reduce(apply, state);
/** @param {Partial<SeekerView>} [seen] @returns {Event} */
const arrived = (seen = {}) => ({ type: "arrived", view: view(seen), log: stretch([]), kept: null });
/** @param {Safety | "skipped"} safety @returns {Event} */
const answer = (safety) => ({ type: "safety", safety });

const waiting = after(START, { type: "began" }, arrived());

test("an answer counts on the page before the server has heard it, also without a connection", () => {
  for (const safety of /** @type {Safety[]} */ (["no", "unsure"])) {
    const state = after(waiting, { type: "lost" }, answer(safety));
    assert.equal(isUnsafe(state), true, safety);
    assert.equal(untold(state), safety);
    assert.equal(untold(after(state, arrived())), safety, "the next connection is told");
    assert.equal(untold(after(state, arrived({ urgent: true, version: 9 }))), null, "and that is enough");
  }
});

test("whoever is safe, or passes the question over, is as the server says", () => {
  assert.equal(isUnsafe(after(waiting, answer("yes"))), false);
  assert.equal(untold(after(waiting, answer("yes"))), null);
  const urgent = after(waiting, arrived({ urgent: true, version: 9 }));
  assert.equal(isUnsafe(urgent), true);
  assert.equal(isUnsafe(after(urgent, answer("skipped"))), true);
  assert.equal(untold(after(urgent, answer("skipped"))), null);
});

test("that they are safe after all is told too", () => {
  const safe = after(waiting, answer("no"), arrived({ urgent: true, version: 9 }), answer("yes"));
  assert.equal(isUnsafe(safe), false);
  assert.equal(untold(safe), "yes");
});

test("whoever has a counsellor has told them", () => {
  assert.equal(untold(after(waiting, answer("no"), arrived({ phase: "talking", place: null, name: "Sam", version: 9 }))), null);
});

/** A page whose server takes an answer, and loses what it says to it as often as this. @param {number} lost */
function page(lost) {
  const turns = new Turns(() => undefined);
  const there = {
    urgent: false,
    /** @type {Safety[]} */
    told: [],
    lost,
    turns,
    /** @type {Promise<void>} */
    open: Promise.resolve(),
    /** @param {"safety.answer"} _ @param {{ safety: Safety }} payload */
    async send(_, { safety }) {
      there.told.push(safety);
      there.urgent = safety !== "yes";
      await there.open;
      there.lost -= 1;
      if (there.lost >= 0) throw new Refused({ code: "no_answer" });
      return {};
    },
  };
  /** @type {Store<State, Event>} */
  const store = new Store(waiting, apply, () => undefined);
  const telling = new SafetyAnswer(() => store.state, (event) => store.dispatch(event), /** @type {any} */ (there));
  let version = 1;
  const push = () => {
    version += 1;
    store.dispatch({ type: "heard", push: { event: "seeker.changed", payload: { view: view({ urgent: there.urgent, version }), ticket: null } } });
    telling.tell();
  };
  return { there, store, telling, push };
}

/** Until everything that waits has had its turn. @param {import("node:test").TestContext} context */
async function wait(context) {
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    context.mock.timers.tick(20_000);
  }
}

test("an answer that is repeated is the newest one", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { there, store, telling, push } = page(1);
  telling.give("no");
  push();
  telling.give("yes");
  await wait(context);
  assert.equal(there.urgent, false);
  assert.equal(there.told.at(-1), "yes");
  push();
  await wait(context);
  assert.deepEqual([isUnsafe(store.state), untold(store.state), there.urgent], [false, null, false]);
  assert.deepEqual(there.told, ["no", "yes"], "each went out once");
});

test("an answer that was taken back before the server said anything is told as well", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { there, store, telling, push } = page(0);
  let open = () => {};
  there.open = new Promise((resolve) => (open = resolve));
  telling.give("no");
  telling.give("yes");
  assert.equal(untold(store.state), null, "the view is as it was before");
  open();
  await wait(context);
  assert.deepEqual(there.told, ["no", "yes"]);
  push();
  await wait(context);
  assert.deepEqual(there.told, ["no", "yes"]);
});

test("what the server goes by although they answered otherwise is told with its next view", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { there, store, telling, push } = page(0);
  telling.give("yes");
  await wait(context);
  assert.deepEqual(there.told, [], "it knows no better");
  // What went out over the connection before was read late.
  there.urgent = true;
  push();
  await wait(context);
  assert.deepEqual(there.told, ["yes"]);
  assert.equal(there.urgent, false);
  push();
  assert.equal(isUnsafe(store.state), false);
});

test("without a connection nothing is told until there is one", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { there, store, telling } = page(0);
  store.dispatch({ type: "lost" });
  telling.give("no");
  await wait(context);
  assert.deepEqual(there.told, []);
  there.turns.next();
  store.dispatch(arrived());
  telling.tell();
  await wait(context);
  assert.deepEqual(there.told, ["no"]);
});

test("what an earlier connection still wanted to repeat is told by the next one only", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { there, store, telling } = page(1);
  telling.give("no");
  await new Promise((resolve) => setImmediate(resolve));
  there.turns.next();
  store.dispatch(arrived());
  telling.tell();
  await wait(context);
  assert.deepEqual(there.told, ["no", "no"]);
});

test("a page that comes back from another tab does not take back what was answered there", () => {
  const yes = after(waiting, answer("yes"), { type: "superseded" }, { type: "resuming" }, arrived({ urgent: true, version: 9 }));
  assert.equal(isUnsafe(yes), true, "there they said that they are not safe");
  assert.equal(untold(yes), null);
  const no = after(waiting, answer("no"), arrived({ urgent: true, version: 9 }), { type: "superseded" }, { type: "resuming" }, arrived({ version: 10 }));
  assert.equal(isUnsafe(no), false, "there they said that they are");
  assert.equal(untold(no), null);
  const met = after(waiting, answer("no"), arrived({ phase: "talking", place: null, name: "Sam", version: 9 }), { type: "superseded" });
  assert.deepEqual([yes.safety, no.safety, met.safety], ["skipped", "skipped", "skipped"], "nobody is asked twice");
});

test("that they are not safe is told also when another tab had the conversation before the server heard it", () => {
  const back = after(waiting, { type: "lost" }, answer("unsure"), { type: "superseded" }, { type: "resuming" }, arrived({ version: 9 }));
  assert.equal(untold(back), "unsure");
  assert.equal(after(waiting, { type: "superseded" }).safety, null, "who was not asked yet is");
});
