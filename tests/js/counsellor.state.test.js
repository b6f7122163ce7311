import assert from "node:assert/strict";
import { test } from "node:test";
import { START, apply, chosen, connected, find, holdsUnsent, running, shows, unconfirmed } from "../../static/js/counsellor/state.js";
import { textBody } from "../../static/js/shared/envelope.js";

/** @import { Desk, DeskEvent } from "../../static/js/counsellor/state.js" */
/** @import { TalkEvent } from "../../static/js/counsellor/talk.js" */
/** @import { Talk as Told, SeatView } from "../../static/js/shared/shapes.js" */
import { accountOf } from "./examples.js";
import { putOut } from "../../static/js/staff/door.js";

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

/** @param {number} version @param {Told[]} talks @param {Partial<SeatView>} [more] @returns {DeskEvent} */
const seat = (version, talks, more) => ({
  type: "seat",
  now: version * 1_000,
  view: { version, name: "Noor", status: "ready", capacity: 3, offer: null, talks, backup: null, calls: [], room: null, wrap_up: null, ...more },
});

/** @param {DeskEvent[]} events @param {Desk} [desk] */
const after = (events, desk = START) => events.reduce(apply, desk);

/** @param {string} conversation @param {TalkEvent} event @returns {DeskEvent} */
const inTalk = (conversation, event) => ({ type: "talk", conversation, event });

/** @type {DeskEvent} */
const noor = { type: "account", account: accountOf("Noor", "counsellor") };
/** @type {DeskEvent} */
const open = { type: "link", link: { state: "open", since: 0, code: null } };
/** @type {DeskEvent} */
const lost = { type: "link", link: { state: "lost", since: 0, code: null } };

test("a character in the field is drawn by the field alone, but for the first, the last and where room gets short", () => {
  const empty = after([noor, open, seat(1, [told("c-1"), told("c-2")])]);
  /** @param {Desk} before @param {string} text */
  const drawn = (before, text) => shows(before, after([inTalk("c-2", { type: "drafted", text })], before));
  const begun = after([inTalk("c-2", { type: "drafted", text: "h" })], empty);
  assert.equal(drawn(empty, "h"), true);
  assert.equal(drawn(begun, "he"), false);
  assert.equal(drawn(begun, " "), true);
  assert.equal(drawn(begun, "h".repeat(899)), false);
  assert.equal(drawn(begun, "h".repeat(900)), true);
  assert.equal(shows(begun, after([inTalk("c-1", { type: "typing", typing: true })], begun)), true);
  assert.equal(shows(begun, after([lost], begun)), true);
  assert.equal(shows(begun, after([seat(2, [told("c-1"), told("c-2"), told("c-3")])], begun)), true);
});

test("nobody signed in is asked to sign in, without a reproach", () => {
  const desk = after([{ type: "account", account: null }]);
  assert.equal(desk.screen, "sign_in");
  assert.equal(desk.entry.refused, null);
});

test("an account without a place at the desk does not come there; a supervisor comes to help", () => {
  assert.equal(after([{ type: "account", account: accountOf("Ada", "administrator") }]).screen, "other_role");
  assert.equal(after([{ type: "account", account: accountOf("Noor", "supervisor") }]).screen, "desk");
});

test("a refused sign-in can be tried again at once", () => {
  const desk = after([{ type: "knock", knock: { type: "entering" } }, { type: "knock", knock: { type: "entry_refused", refusal: "sign_in_refused", seconds: 0 } }]);
  assert.deepEqual(desk.entry, putOut("sign_in_refused"));
});

test("whoever may take no seat reads why, and is asked for it again when they sign in anew", () => {
  const barred = after([noor, open, { type: "expired", code: "vog_expired" }]);
  assert.equal(barred.screen, "other_role");
  assert.equal(barred.barred, "vog_expired");
  assert.equal(apply(barred, noor).barred, null);
});

test("a session that ran out keeps everything for the same name and nothing for another", () => {
  const typed = after([noor, open, seat(1, [told("a")]), inTalk("a", { type: "drafted", text: "half een zin" }), { type: "expired", code: "not_signed_in" }]);
  assert.equal(typed.screen, "sign_in");
  assert.equal(typed.entry.refused, "not_signed_in");
  assert.equal(find(apply(typed, noor), "a")?.draft, "half een zin");
  const other = apply(typed, { type: "account", account: accountOf("Bo", "counsellor") });
  assert.deepEqual(other.talks, []);
});

test("signing out leaves nothing, and says so when the server did not hear it", () => {
  const desk = after([noor, open, seat(1, [told("a")]), { type: "signed_out", told: false }]);
  assert.deepEqual(desk, { ...START, screen: "sign_in", entry: putOut("sign_out_unheard") });
});

test("the first conversation opens by itself, a second one does not push it aside", () => {
  const desk = after([open, seat(1, [told("a")]), seat(2, [told("a"), told("b")])]);
  assert.equal(chosen(desk)?.conversation, "a");
  assert.deepEqual(desk.talks.map((talk) => talk.number), [1, 2]);
  assert.equal(running(desk), 2);
});

test("an accepted conversation opens when it comes", () => {
  const desk = after([open, seat(1, [told("a")]), { type: "accepting", conversation: "b" }, seat(2, [told("a"), told("b")])]);
  assert.equal(desk.selected, "b");
  assert.equal(desk.accepting, null);
  assert.equal(desk.pane, "talk");
});

test("whoever accepted has no other field under their hands until the conversation is there", () => {
  const offer = { conversation: "b", version: 1, language: /** @type {const} */ ("nl"), waited_ms: 0, left_ms: 25_000, rehearsed: false, why: /** @type {const} */ ("turn"), everybody: false };
  const two = [told("a"), told("b")];
  const asked = after([noor, open, seat(1, [told("a")], { offer })]);
  const accepted = after([{ type: "accepting", conversation: "b" }], asked);
  assert.equal(chosen(asked)?.conversation, "a");
  assert.equal(chosen(accepted), null);
  assert.equal(chosen(after([seat(2, [told("a")], { offer })], accepted)), null);
  assert.equal(chosen(after([seat(2, two)], accepted))?.conversation, "b");
  const elsewhere = after([{ type: "selected", conversation: "a" }], accepted);
  assert.equal(chosen(elsewhere)?.conversation, "a");
  assert.equal(chosen(after([seat(2, two)], elsewhere))?.conversation, "a");
});

test("an accept that comes to nothing gives the open conversation back, and opens nothing later", () => {
  const both = [told("a"), told("b")];
  const accepted = after([noor, open, seat(1, [told("a")]), { type: "accepting", conversation: "b" }]);
  for (const nothing of [/** @type {const} */ ({ type: "failed", key: "desk.offer.gone", accepting: "b" }), seat(2, [told("a")])]) {
    const back = after([nothing], accepted);
    assert.equal(chosen(back)?.conversation, "a");
    assert.equal(chosen(after([seat(3, both)], back))?.conversation, "a");
  }
  const another = after([{ type: "accepting", conversation: "c" }, { type: "failed", key: "desk.offer.gone", accepting: "b" }], accepted);
  assert.equal(another.accepting, "c");
});

test("each conversation keeps its own half-typed text", () => {
  const desk = after([
    open,
    seat(1, [told("a"), told("b")]),
    inTalk("a", { type: "drafted", text: "voor a" }),
    { type: "selected", conversation: "b" },
    inTalk("b", { type: "drafted", text: "voor b" }),
    { type: "selected", conversation: "a" },
  ]);
  assert.equal(chosen(desk)?.draft, "voor a");
  assert.equal(find(desk, "b")?.draft, "voor b");
});

test("a number is given again when its conversation was closed", () => {
  const desk = after([
    open,
    seat(1, [told("a"), told("b")]),
    seat(2, [told("a", { phase: "ended", reason: "seeker_left" }), told("b")]),
    { type: "closed", conversation: "a" },
    seat(3, [told("b"), told("c")]),
  ]);
  assert.deepEqual(desk.talks.map((talk) => [talk.conversation, talk.number]), [["b", 2], ["c", 1]]);
  assert.equal(desk.selected, "b");
});

test("an older view is dropped, but not the first one over a new connection", () => {
  const desk = after([open, seat(9, [told("a")]), seat(8, [])]);
  assert.equal(running(desk), 1);
  const anew = after([lost, open, seat(1, [])], desk);
  assert.equal(find(anew, "a")?.standing, "taken");
});

test("a seat that was cleared keeps the conversations until there is a view again", () => {
  const desk = after([open, seat(9, [told("a")]), { type: "seat", view: null, now: 0 }]);
  assert.equal(running(desk), 1);
  assert.equal(running(apply(desk, seat(2, [told("a")]))), 1);
});

test("a lost connection keeps conversations, texts and what was typed", () => {
  const desk = after([
    open,
    seat(1, [told("a")]),
    inTalk("a", { type: "pressed", cmid: "k", body: textBody("onderweg") }),
    inTalk("a", { type: "sent", cmid: "k" }),
    inTalk("a", { type: "drafted", text: "verder" }),
    lost,
  ]);
  assert.equal(connected(desk), false);
  assert.equal(find(desk, "a")?.draft, "verder");
  assert.deepEqual(find(desk, "a")?.outbox.map((item) => item.state), ["queued"]);
});

test("a running conversation cannot be taken off the screen", () => {
  const desk = after([open, seat(1, [told("a")])]);
  assert.equal(apply(desk, { type: "closed", conversation: "a" }), desk);
});

test("a closed conversation stays off the screen and its end is confirmed while the server lists it", () => {
  const over = told("a", { phase: "ended", reason: "seeker_left" });
  const desk = after([open, seat(1, [over]), { type: "closed", conversation: "a" }, seat(2, [over])]);
  assert.deepEqual(desk.talks, []);
  assert.deepEqual(unconfirmed(desk), ["a"]);
  assert.deepEqual(unconfirmed(apply(desk, seat(3, []))), []);
});

test("words about a conversation that is not here change nothing", () => {
  const desk = after([open, seat(1, [told("a")])]);
  assert.equal(apply(desk, inTalk("z", { type: "typing", typing: true })), desk);
});

test("choosing a conversation puts a card preview and an old notice away", () => {
  const desk = after([
    open,
    seat(1, [told("a"), told("b")]),
    { type: "preview", card: "nl-113" },
    { type: "notice", key: "desk.offer.gone" },
    { type: "selected", conversation: "b" },
  ]);
  assert.equal(desk.preview, null);
  assert.equal(desk.notice, null);
});

test("text is unsent while it stands in a field or the server does not have it", () => {
  const here = after([noor, open, seat(1, [told("a"), told("b")])]);
  assert.equal(holdsUnsent(here), false);
  assert.equal(holdsUnsent(apply(here, inTalk("a", { type: "drafted", text: " \n" }))), false);
  assert.equal(holdsUnsent(apply(here, inTalk("b", { type: "drafted", text: "half" }))), true);
  const sent = apply(here, inTalk("a", { type: "pressed", cmid: "k", body: textBody("onderweg") }));
  assert.equal(holdsUnsent(sent), true);
  assert.equal(holdsUnsent(apply(sent, inTalk("a", { type: "answered", cmid: "k", at: { epoch: "one", seq: 1 }, proof: "proof" }))), false);
});

test("whoever comes to help sees where they whisper, and is told when that is over", () => {
  const call = { circle: "c1", name: "Sam", waited_ms: 0, helper: null, mine: false, rehearsed: false };
  const mine = { ...call, helper: "Noor", mine: true };
  const asked = after([noor, open, seat(1, [told("c-1")], { calls: [call] })]);
  assert.deepEqual([asked.side, asked.pane, asked.notice], ["cards", "list", null]);
  const helps = after([seat(2, [told("c-1")], { calls: [mine] })], asked);
  assert.deepEqual([helps.side, helps.pane, helps.notice], ["team", "team", null]);
  const away = after([{ type: "pane", pane: "cards" }, seat(3, [told("c-1")], { calls: [mine] })], helps);
  assert.equal(away.pane, "cards");
  assert.equal(after([seat(4, [told("c-1")])], away).notice, "desk.call.over");
  const gaveBack = after([seat(4, [told("c-1")], { calls: [call] })], away);
  assert.equal(gaveBack.notice, null);
});

test("a page that is loaded anew stays with its own conversation; one that came from a board goes to the whisper", () => {
  const mine = { circle: "c1", name: "Sam", waited_ms: 0, helper: "Noor", mine: true, rehearsed: false };
  assert.equal(after([noor, open, seat(1, [told("c-1")], { calls: [mine] })]).pane, "list");
  assert.equal(after([noor, open, seat(1, [], { calls: [mine] })]).pane, "team");
});
