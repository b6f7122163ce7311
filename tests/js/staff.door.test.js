import assert from "node:assert/strict";
import { test } from "node:test";
import { NO_DEVICE, deviceAim, inGroups, withDevice } from "../../static/js/staff/device.js";
import { AT_THE_DOOR, entryAim, knocked, refusalOf } from "../../static/js/staff/door.js";

/** @import { DeviceEvent } from "../../static/js/staff/device.js" */
/** @import { Knock, Refusal } from "../../static/js/staff/door.js" */

/** @param {Knock[]} knocks */
const after = (...knocks) => knocks.reduce(knocked, AT_THE_DOOR);
/** @type {Knock} */
const entering = { type: "entering" };
/** @type {Knock} */
const second = { type: "second", methods: ["passkey", "totp", "recovery"] };
/** @param {Refusal} refusal @returns {Knock} */
const refused = (refusal) => ({ type: "entry_refused", refusal, seconds: 0 });

test("after the password the first method that there is is asked for, and another can be chosen", () => {
  const asked = after(entering, second);
  assert.equal(asked.method, "passkey");
  assert.equal(asked.sending, false);
  assert.equal(knocked(asked, { type: "method", method: "recovery" }).method, "recovery");
  assert.equal(knocked(asked, { type: "method", method: null }), AT_THE_DOOR);
});

test("a code that was refused can be tried again, and after too long it begins with the name", () => {
  const again = after(entering, second, { type: "method", method: "totp" }, entering, refused("code_refused"));
  assert.deepEqual([again.method, again.refused, again.sending], ["totp", "code_refused", false]);
  const gone = knocked(again, refused("pending_gone"));
  assert.deepEqual([gone.method, gone.methods, gone.refused], [null, [], "pending_gone"]);
});

test("the keyboard is where one goes on: at the name, the password, the code or the key", () => {
  const sending = after(entering);
  assert.equal(entryAim(sending, knocked(sending, refused("sign_in_refused"))), "#sign-in-password");
  const asked = knocked(sending, second);
  assert.equal(entryAim(sending, asked), "#second-passkey");
  const typing = knocked(asked, { type: "method", method: "totp" });
  assert.equal(entryAim(asked, typing), "#second-code");
  assert.equal(entryAim(typing, typing), null);
  const checking = knocked(typing, entering);
  assert.equal(entryAim(checking, knocked(checking, refused("code_refused"))), "#second-code");
  assert.equal(entryAim(typing, knocked(typing, { type: "method", method: null })), "#sign-in-name");
});

test("a refusal without words at the door is no answer", () => {
  assert.equal(refusalOf("slow_down"), "slow_down");
  assert.equal(refusalOf("toString"), "no_answer");
});

/** @param {string} secret @returns {DeviceEvent} */
const opened = (secret) => ({ type: "opened", app: { secret, uri: "otpauth://totp/x" }, passkeys: true });

test("a secret that is another than before says so, the first one does not", () => {
  const first = withDevice(NO_DEVICE, opened("ABCD"));
  assert.equal(first.renewed, false);
  assert.equal(withDevice(first, opened("EFGH")).renewed, true);
  assert.equal(inGroups("ABCDEFGHIJ"), "ABCD EFGH IJ");
});

test("a code that was refused has the keyboard again", () => {
  const app = withDevice(withDevice(NO_DEVICE, opened("ABCD")), { type: "kind", kind: "totp" });
  const proving = withDevice(app, { type: "proving" });
  const wrong = withDevice(proving, { type: "unproven", refused: "code_refused", seconds: 0 });
  assert.equal(deviceAim(proving, wrong), "#device-code");
  assert.equal(wrong.sending, false);
  assert.equal(deviceAim(NO_DEVICE, app), "#device-title");
});
