import assert from "node:assert/strict";
import { test } from "node:test";
import { aim, refuge } from "../../static/js/counsellor/focus.js";
import { START, apply } from "../../static/js/counsellor/state.js";
import { cardBody } from "../../static/js/shared/envelope.js";

/** @import { Desk, DeskEvent } from "../../static/js/counsellor/state.js" */
/** @import { Offer, Talk as Told } from "../../static/js/shared/shapes.js" */
import { accountOf } from "./examples.js";

const DESK = { typesHere: true };
const PHONE = { typesHere: false };

/** @param {string} conversation @param {Partial<Told>} [more] @returns {Told} */
const told = (conversation, more) => ({
  conversation,
  version: 1,
  phase: "talking",
  elapsed_ms: 0,
  seeker_away_ms: null,
  on_hold: false,
  reason: null,
  rehearsed: false,
  urgent: false,
  risk: null,
  passes_to: null,
  onward: false, help: null, backup: null,
  ...more,
});

/** @param {Told[]} talks @returns {DeskEvent} */
const seat = (...talks) => ({
  type: "seat",
  now: 0,
  view: { version: 1, name: "Noor", status: "ready", capacity: 3, offer: null, talks, backup: null, calls: [], room: null, wrap_up: null },
});

/** @param {DeskEvent[]} events */
const after = (...events) => events.reduce(apply, START);

const signedIn = after({ type: "account", account: accountOf("Noor", "counsellor") });
const two = after(
  { type: "account", account: accountOf("Noor", "counsellor") },
  seat(told("a"), told("b")),
);

/** @param {Desk} desk @param {DeskEvent} event @param {{ typesHere: boolean }} [on] */
const aimAfter = (desk, event, on = DESK) => aim(desk, apply(desk, event), on);

test("signing in begins at the name, and a refusal leads to the password", () => {
  assert.equal(aimAfter(START, { type: "account", account: null }), "#sign-in-name");
  const sending = after({ type: "account", account: null }, { type: "knock", knock: { type: "entering" } });
  assert.equal(aimAfter(sending, { type: "knock", knock: { type: "entry_refused", refusal: "sign_in_refused", seconds: 0 } }), "#sign-in-password");
  assert.equal(aim(sending, signedIn, DESK), "h1");
});

test("opening a conversation leads to its field, on a phone to its heading", () => {
  assert.equal(aimAfter(two, { type: "selected", conversation: "b" }), "#field");
  assert.equal(aimAfter(two, { type: "selected", conversation: "b" }, PHONE), "#talk-title");
});

test("accepting leads out of the field that was open, and into the new one only once it is there", () => {
  /** @type {DeskEvent} */
  const accepting = { type: "accepting", conversation: "c" };
  const opening = apply(two, accepting);
  assert.equal(aim(two, opening, DESK), "#talk-title");
  assert.equal(aimAfter(opening, seat(told("a"), told("b"), told("c"))), "#field");
  assert.equal(aimAfter(opening, seat(told("a"), told("b"), told("c")), PHONE), "#talk-title");
  assert.equal(aimAfter(opening, { type: "failed", key: "desk.offer.gone", accepting: "c" }), "#talk-title");
  assert.equal(aimAfter(apply(signedIn, accepting), { type: "failed", key: "desk.offer.gone", accepting: "c" }), "#list-title");
});

test("asking whether to end leads to the question, and no back to the button", () => {
  /** @param {boolean} asks @returns {DeskEvent} */
  const asks = (asks) => ({ type: "talk", conversation: "a", event: { type: "asks_end", asks } });
  assert.equal(aimAfter(two, asks(true)), "#asks-end");
  assert.equal(aimAfter(apply(two, asks(true)), asks(false)), "#end");
});

test("a card preview takes the keyboard, going back returns it, sending leads to the field", () => {
  const preview = apply(two, { type: "preview", card: "nl-113" });
  assert.equal(aim(two, preview, DESK), "#cards-title");
  assert.equal(aimAfter(preview, { type: "preview", card: null }), '[data-choice="nl-113"]');
  const sent = apply(preview, { type: "talk", conversation: "a", event: { type: "pressed", cmid: "k", body: cardBody("nl-113") } });
  assert.equal(aim(preview, apply(sent, { type: "preview", card: null }), DESK), "#field");
});

test("a change nobody here made leaves the keyboard where it is", () => {
  assert.equal(aimAfter(two, seat(told("a"), told("b"), told("c"))), null);
  assert.equal(aimAfter(two, { type: "talk", conversation: "a", event: { type: "typing", typing: true } }), null);
});

test("when what had the keyboard is gone there is always somewhere to go", () => {
  assert.equal(refuge(two), "#talk-title");
  assert.equal(refuge(apply(two, seat(told("a", { phase: "ended", reason: "seeker_left" })))), "#talk-after");
  assert.equal(refuge(signedIn), "#list-title");
  assert.equal(refuge(after({ type: "account", account: null })), "h1");
});

test("an offer takes the keyboard of whoever has nothing to do, also when it comes with what they pressed", () => {
  const offer = /** @type {Offer} */ ({ conversation: "c", version: 1, language: "nl", waited_ms: 0, left_ms: 25_000, why: "turn" });
  /** @param {Told[]} talks @returns {DeskEvent} */
  const offered = (...talks) => ({
    type: "seat",
    now: 0,
    view: { version: 2, name: "Noor", status: "ready", capacity: 3, offer, talks, backup: null, calls: [], room: null, wrap_up: null },
  });
  assert.equal(aimAfter(signedIn, offered()), "#offer");
  assert.equal(aimAfter(apply(signedIn, offered()), offered()), null);
  assert.equal(aimAfter(two, offered(told("a"), told("b"))), null);
});

test("the last conversation closed leads to the list", () => {
  const over = after(seat(told("a", { phase: "ended", reason: "seeker_left" })));
  const desk = { ...over, screen: /** @type {const} */ ("desk") };
  assert.equal(aimAfter(desk, { type: "closed", conversation: "a" }), "#list-title");
});

test("whoever comes to help whispers at once, on a phone from the heading on", () => {
  const call = { circle: "c1", name: "Sam", waited_ms: 0, helper: null, mine: false, rehearsed: false };
  const view = { version: 1, name: "Noor", status: /** @type {const} */ ("ready"), capacity: 3, offer: null, talks: [told("a")], backup: null, calls: [call], room: "room" };
  const asked = apply(signedIn, { type: "seat", now: 0, view });
  /** @type {DeskEvent} */
  const comes = { type: "seat", now: 1, view: { ...view, version: 2, calls: [{ ...call, helper: "Noor", mine: true }] } };
  assert.equal(aimAfter(asked, comes), "#whisper-c1");
  assert.equal(aimAfter(asked, comes, PHONE), "#team-title");
  const there = apply(asked, comes);
  assert.equal(aimAfter(there, { ...comes, now: 2 }), null);
});
