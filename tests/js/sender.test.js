import assert from "node:assert/strict";
import { test } from "node:test";

import * as box from "../../static/js/shared/outbox.js";
import { pauseBefore } from "../../static/js/shared/reconnecting.js";
import { Refused } from "../../static/js/shared/refusal.js";
import { Sender, pauseAfter, pauseFor } from "../../static/js/shared/sender.js";

/** @import { Outbox } from "../../static/js/shared/outbox.js" */

/** A wire whose answers the test gives one by one. */
function desk() {
  /** @type {Outbox} */
  let outbox = box.EMPTY;
  /** @type {{ cmid: string, yes: (seq: number) => void, no: (code: string, retryMs?: number) => void }[]} */
  const tries = [];
  /** @type {[string, string][]} */
  const returned = [];
  const sender = new Sender({
    outbox: () => outbox,
    send: ({ cmid }) =>
      new Promise((resolve, reject) => {
        tries.push({
          cmid,
          yes: (seq) => resolve({ cmid, epoch: "one", seq, proof: "proof" }),
          no: (code, retryMs) => reject(new Refused(retryMs === undefined ? { code } : { code, retry_ms: retryMs })),
        });
      }),
    sent: ({ cmid }) => (outbox = box.sent(outbox, cmid)),
    answered: ({ cmid }, { epoch, seq }) => (outbox = box.answered(outbox, cmid, { epoch, seq })),
    failed: ({ cmid }) => (outbox = box.failed(outbox, cmid)),
    refused: ({ cmid }, code) => {
      outbox = box.refused(outbox, cmid).outbox;
      returned.push([cmid, code]);
    },
  });
  /** @param {string} cmid */
  const press = (cmid) => {
    outbox = box.press(outbox, cmid, `body of ${cmid}`);
    sender.kick();
  };
  const lose = () => {
    sender.pause();
    outbox = box.lost(outbox);
  };
  return { sender, tries, returned, press, lose, states: () => outbox.map((item) => item.state) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("nothing is sent before the server knows who speaks", () => {
  const { tries, press, sender } = desk();
  press("a");
  assert.equal(tries.length, 0);
  sender.start();
  assert.deepEqual(tries.map((one) => one.cmid), ["a"]);
});

test("the next message goes when the one before is stored", async () => {
  const { tries, press, sender } = desk();
  sender.start();
  press("a");
  press("b");
  assert.deepEqual(tries.map((one) => one.cmid), ["a"]);
  tries[0]?.yes(1);
  await settled();
  assert.deepEqual(tries.map((one) => one.cmid), ["a", "b"]);
});

test("a message the server asks to repeat goes again after its pause, and nothing overtakes it", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { tries, press, sender, states } = desk();
  sender.start();
  press("a");
  tries[0]?.no("rate_limited", 700);
  await settled();
  press("b");
  context.mock.timers.tick(699);
  assert.equal(tries.length, 1);
  context.mock.timers.tick(1);
  assert.deepEqual(tries.map((one) => one.cmid), ["a", "a"]);
  assert.deepEqual(states(), ["sent", "queued"]);
});

test("a message that is refused for good comes back, and the next one goes", async () => {
  const { tries, press, sender, returned } = desk();
  sender.start();
  press("a");
  press("b");
  tries[0]?.no("too_long");
  await settled();
  assert.deepEqual(returned, [["a", "too_long"]]);
  assert.deepEqual(tries.map((one) => one.cmid), ["a", "b"]);
});

test("a new connection sends again at once what may not have arrived", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  const { tries, press, sender, lose } = desk();
  sender.start();
  press("a");
  lose();
  tries[0]?.no("offline");
  await settled();
  context.mock.timers.tick(60_000);
  assert.equal(tries.length, 1);
  sender.start();
  assert.deepEqual(tries.map((one) => one.cmid), ["a", "a"]);
});

test("pauses grow to 15 s and are never none", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 50].map((failures) => pauseAfter(failures, 1)), [1000, 2000, 4000, 8000, 15000, 15000]);
  assert.equal(pauseAfter(1, 0), 500);
});

test("what the server says will pass is tried again within two seconds, however often it failed", () => {
  for (const code of ["wait", "storage"]) assert.equal(pauseFor(new Refused({ code }), 9, 1), 2000);
  assert.equal(pauseFor(new Refused({ code: "storage", retry_ms: 500 }), 9, 1), 500);
  assert.equal(pauseFor(new Refused({ code: "busy" }), 9, 1), 15_000);
  assert.equal(pauseFor(new Refused({ code: "busy", retry_ms: 700 }), 9, 1), 700);
});

test("tries to connect are at most 2 s apart in the first minute and then up to 15 s", () => {
  assert.equal(pauseBefore(0, 0), 0);
  assert.equal(pauseBefore(59_999, 1), 2000);
  assert.ok(pauseBefore(90_000, 1) <= 4000);
  assert.equal(pauseBefore(3_600_000, 1), 15_000);
  assert.equal(pauseBefore(3_600_000, 0), 7_500);
});
