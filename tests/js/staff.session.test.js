import assert from "node:assert/strict";
import { test } from "node:test";
import { account, code } from "../../static/js/staff/session.js";

test("an account is read with the roles this page knows", () => {
  assert.deepEqual(account({ name: "Noor", roles: ["auditor", "supervisor"] }), { name: "Noor", roles: ["supervisor"] });
  assert.deepEqual(account({ name: "Noor", roles: [] }), { name: "Noor", roles: [] });
});

test("what is no account is none", () => {
  for (const wrong of [null, 3, "Noor", {}, { name: "Noor" }, { name: 3, roles: [] }, { name: "Noor", roles: "counsellor" }]) {
    assert.equal(account(wrong), null);
  }
});

test("a refusal is read when this page has words for it", () => {
  assert.equal(code({ error: { code: "sign_in_refused" } }), "sign_in_refused");
  assert.equal(code({ error: { code: "not_signed_in" } }), "not_signed_in");
  assert.equal(code({ error: { code: "storage" } }), "storage");
  for (const wrong of [null, {}, { error: null }, { error: {} }, { error: { code: 3 } }, { error: { code: "toString" } }]) {
    assert.equal(code(wrong), null);
  }
});
