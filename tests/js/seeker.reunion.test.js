import assert from "node:assert/strict";
import { test } from "node:test";

import { Reunion } from "../../static/js/seeker/reunion.js";
import { Refused } from "../../static/js/shared/refusal.js";

/** @import { WordsEvent } from "../../static/js/seeker/words.js" */

/**
 * A door that answers what it is given, one after the other: a code refuses. *asked* counts; *open* lets the answers out.
 * @param {...(string | object)} answers
 */
function door(...answers) {
  const stand = {
    /** @type {string | null} */
    ticket: "ticket",
    asked: 0,
    open: Promise.resolve(),
    async send() {
      const answer = answers[Math.min(stand.asked, answers.length - 1)];
      stand.asked += 1;
      await stand.open;
      if (typeof answer === "string") throw new Refused({ code: answer });
      return answer;
    },
  };
  return stand;
}

/** @param {ReturnType<typeof door>} stand */
function reunion(stand) {
  /** @type {WordsEvent[]} */
  const heard = [];
  return { heard, reunion: new Reunion(/** @type {any} */ (stand), (event) => heard.push(event)) };
}

test("what passes by itself is asked again, and its answer heard once", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const stand = door("busy", "no_answer", { found: true });
  const { heard, reunion: words } = reunion(stand);
  const used = words.use("a b c d");
  for (let turn = 0; turn < 20; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    context.mock.timers.tick(20_000);
  }
  await used;
  assert.equal(stand.asked, 3);
  assert.deepEqual(heard, [{ type: "words_tried", found: true }]);
});

test("what does not pass is said", async () => {
  const { heard, reunion: words } = reunion(door("words_unknown"));
  await words.use("a b c d");
  assert.deepEqual(heard, [{ type: "words_refused", code: "words_unknown" }]);
});

test("without a ticket nothing can be asked for", async () => {
  const stand = door({ found: true });
  stand.ticket = null;
  const { heard, reunion: words } = reunion(stand);
  await words.ask("nl");
  assert.deepEqual(heard, [{ type: "words_refused", code: "offline" }]);
  assert.equal(stand.asked, 0);
});

test("pressed twice is asked once, and who left meanwhile hears nothing", async () => {
  const stand = door({ words: [], language: "nl", until: "2026-12-20" });
  let letOut = () => {};
  stand.open = new Promise((resolve) => (letOut = resolve));
  const { heard, reunion: words } = reunion(stand);
  const asking = Promise.all([words.ask("nl"), words.ask("nl")]);
  assert.equal(stand.asked, 1);
  words.drop();
  letOut();
  await asking;
  assert.deepEqual(heard, []);
  await words.ask("nl");
  assert.equal(heard.length, 1);
});
