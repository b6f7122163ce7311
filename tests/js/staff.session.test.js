import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_ANSWER, refusal, texts } from "../../static/js/staff/asking.js";
import { account, answered } from "../../static/js/staff/session.js";

test("an account is read with the roles this page knows", () => {
  const noor = { id: "1", name: "Noor", roles: ["auditor", "supervisor"], may: ["see_board"], failed: 2 };
  assert.deepEqual(account(noor), { ...noor, roles: ["supervisor"] });
  assert.deepEqual(account({ id: "1", name: "Noor", roles: [] }), { id: "1", name: "Noor", roles: [], may: [], failed: 0 });
});

test("what is no account is none, and an answer that holds none is no answer", () => {
  for (const wrong of [null, 3, "Noor", {}, { name: "Noor" }, { id: "1", name: 3, roles: [] }, { id: "1", name: "Noor", roles: "counsellor" }]) {
    assert.equal(account(wrong), null);
    assert.equal(answered({ read: wrong }, account), NO_ANSWER);
  }
});

test("a refusal is its code, and for how many seconds nothing is tried", () => {
  assert.deepEqual(refusal({ error: { code: "sign_in_refused" } }), { refused: "sign_in_refused", seconds: 0 });
  assert.deepEqual(refusal({ error: { code: "slow_down", retry_ms: 1_001 } }), { refused: "slow_down", seconds: 2 });
  for (const wrong of [null, {}, { error: null }, { error: {} }, { error: { code: 3 } }]) assert.equal(refusal(wrong), NO_ANSWER);
});

test("of a list only the texts are read", () => {
  assert.deepEqual(texts(["a", 3, null, "b"]), ["a", "b"]);
  assert.deepEqual(texts("ab"), []);
});
