import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { countLoad, dropTicket, findTicket, keepTicket } from "../../static/js/seeker/ticket.js";
import { Device } from "./device.js";

let device = new Device();
beforeEach(() => {
  device = new Device();
  Object.assign(globalThis, { sessionStorage: device });
});

test("loads of one tab are counted from the page that was asked for last", () => {
  keepTicket("ticket", { tab: "first", load: 0 });
  assert.deepEqual(countLoad(), { tab: "first", load: 1 });
  assert.deepEqual(countLoad(), { tab: "first", load: 2 });
  keepTicket("newer", { tab: "asked", load: 0 });
  assert.deepEqual(countLoad(), { tab: "asked", load: 1 });
  assert.equal(findTicket(), "newer");
});

test("of a page from before an upgrade nobody knows which tab it is of", () => {
  device.setItem("ticket", "ticket");
  for (const old of [null, "3", "first.", "first.-1", "first.x", ""]) {
    if (old === null) device.removeItem("load");
    else device.setItem("load", old);
    assert.equal(countLoad(), null);
  }
});

test("with the ticket all of it goes", () => {
  keepTicket("ticket", { tab: "first", load: 4 });
  dropTicket();
  assert.equal(device.held.size, 0);
});
