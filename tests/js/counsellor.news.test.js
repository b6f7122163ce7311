import assert from "node:assert/strict";
import { test } from "node:test";
import { forgets, news } from "../../static/js/counsellor/news.js";
import { START, apply } from "../../static/js/counsellor/state.js";
import { textBody } from "../../static/js/shared/envelope.js";
import { press } from "../../static/js/shared/outbox.js";
import { accountOf, notice } from "./examples.js";

/** @import { Desk, DeskEvent } from "../../static/js/counsellor/state.js" */
/** @import { Notice, Offer, Talk as Told } from "../../static/js/shared/shapes.js" */

// Without a locale the words are their keys, which is all that is looked at here.

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

/** @param {Told[]} talks @param {Offer | null} [offer] @returns {DeskEvent} */
const seat = (talks, offer = null) => ({
  type: "seat",
  now: 0,
  view: { version: 1, name: "Noor", status: "ready", capacity: 3, offer, talks, backup: null, calls: [], room: null, wrap_up: null },
});

/** @param {string} conversation @param {number} seq @returns {DeskEvent} */
const said = (conversation, seq) => ({
  type: "talk",
  conversation,
  event: {
    type: "heard",
    now: 0,
    input: {
      kind: "appended",
      appended: {
        conversation,
        epoch: "e",
        entry: { seq, kind: "message", side: "seeker", cmid: `k${seq}`, proof: "proof", body: textBody("hoi") },
      },
    },
  },
});

/** @param {string} conversation @param {Notice} said @returns {DeskEvent} */
const noticed = (conversation, said) => ({
  type: "talk",
  conversation,
  event: { type: "heard", now: 0, input: { kind: "appended", appended: { conversation, epoch: "e", entry: notice(1, said) } } },
});

/** @param {string} conversation @returns {DeskEvent} */
const read = (conversation) => ({
  type: "talk",
  conversation,
  event: {
    type: "heard",
    now: 0,
    input: { kind: "stretch", stretch: { conversation, epoch: "e", head: 0, reset: true, entries: [], marks: [] } },
  },
});

const two = /** @type {DeskEvent[]} */ ([
  { type: "account", account: accountOf("Noor", "counsellor") },
  { type: "link", link: { state: "open", since: 0, code: null } },
  seat([told("a"), told("b")]),
  read("a"),
  read("b"),
]).reduce(apply, START);

/** @param {Desk} desk @param {DeskEvent} event */
const textsOf = (desk, event) => news(desk, apply(desk, event)).map(({ text }) => text);

test("a message in the open conversation is read out, one elsewhere only told of", () => {
  assert.deepEqual(textsOf(two, said("a", 1)), ["desk.news.said"]);
  assert.deepEqual(textsOf(two, said("b", 1)), ["desk.news.elsewhere"]);
});

test("a message is announced once, and what was said before this page came is not", () => {
  const heard = apply(two, said("a", 1));
  assert.deepEqual(textsOf(heard, said("a", 1)), []);
  assert.deepEqual(textsOf(two, seat([told("a"), told("b"), told("c")])), []);
});

test("what the desk says by itself is announced once, elsewhere with the number of the conversation", () => {
  const aSaid = noticed("a", "silence_last");
  assert.deepEqual(textsOf(two, aSaid), ["desk.line.notice.silence_last"]);
  assert.deepEqual(textsOf(two, noticed("b", "ten_minutes")), ["desk.news.over"]);
  assert.deepEqual(textsOf(apply(two, aSaid), aSaid), []);
});

test("who had or has somebody is not said to have just come", () => {
  for (const why of /** @type {const} */ (["handed_over", "passed_on"])) {
    /** @type {Offer} */
    const offer = { conversation: "c", version: 1, language: "nl", waited_ms: 0, left_ms: 25_000, why, everybody: false, rehearsed: false };
    assert.deepEqual(textsOf(two, seat([told("a"), told("b")], offer)), ["desk.offer.needed_now", `desk.offer.why.${why}`]);
    const longer = seat([told("a"), told("b")], { ...offer, waited_ms: 180_000 });
    assert.deepEqual(textsOf(two, longer), ["desk.offer.needed", `desk.offer.why.${why}`]);
  }
});

test("an offer is announced once", () => {
  const offer = /** @type {Offer} */ ({ conversation: "c", version: 1, language: "nl", waited_ms: 0, left_ms: 25_000, why: "urgent" });
  const offered = seat([told("a"), told("b")], offer);
  assert.deepEqual(textsOf(two, offered), ["desk.offer.waited_short", "desk.offer.why.urgent"]);
  assert.deepEqual(textsOf(apply(two, offered), offered), []);
  const grown = seat([told("a"), told("b")], { ...offer, why: "turn" });
  assert.deepEqual(textsOf(apply(two, grown), offered), ["desk.offer.why.urgent"], "that they are not safe is said when they say so");
  const rehearsed = seat([told("a"), told("b")], { ...offer, conversation: "d", rehearsed: true });
  assert.deepEqual(textsOf(two, rehearsed), ["desk.rehearsed", "desk.offer.waited_short", "desk.offer.why.urgent"]);
});

test("that help is on its way, and who whispers or speaks in the room, is announced once and without what they said", () => {
  const help = { circle: "c1", waited_ms: 0, reach: /** @type {const} */ ("nobody"), helper: null };
  const asked = seat([told("a", { help }), told("b")]);
  assert.deepEqual(textsOf(two, asked), ["desk.help.reach.nobody desk.help.no_backup"]);
  assert.deepEqual(textsOf(apply(two, asked), asked), []);
  const comes = seat([told("a", { help: { ...help, reach: "everybody", helper: "Kim" }, backup: "06" }), told("b")]);
  assert.deepEqual(textsOf(apply(two, asked), comes), ["desk.help.comes", "desk.help.backup 06"]);
  /** @type {DeskEvent} */
  const whispered = { type: "circle", circle: "c1", event: { type: "said", line: { seq: 1, cmid: "k", name: "Kim", body: textBody("geheim"), at: { at: 0, zone: "Europe/Amsterdam" } } } };
  const there = [comes, { type: "circle", circle: "c1", event: { type: "sync_asked" } }].reduce((desk, event) => apply(desk, /** @type {DeskEvent} */ (event)), two);
  assert.deepEqual(textsOf(there, whispered), ["desk.whisper.said"]);
  assert.deepEqual(textsOf(apply(there, whispered), whispered), []);
});

test("only the loss of the connection is urgent", () => {
  const lost = apply(two, { type: "link", link: { state: "lost", since: 0, code: null } });
  assert.deepEqual(news(two, lost), [{ urgent: true, text: "desk.link.lost" }]);
  const back = apply(lost, { type: "link", link: { state: "open", since: 0, code: null } });
  assert.deepEqual(news(lost, back), [{ urgent: false, text: "desk.link.back" }]);
});

test("whoever leaves by the exit is announced, and nothing they said is kept for a screen reader", () => {
  const spoken = apply(two, said("a", 1));
  const left = apply(spoken, seat([told("a", { phase: "ended", reason: "seeker_left" }), told("b")]));
  assert.deepEqual(news(spoken, left).map(({ text }) => text), ["desk.news.over"]);
  assert.equal(forgets(spoken, left), true);
  assert.equal(forgets(two, spoken), false);
  assert.equal(forgets(left, apply(left, { type: "closed", conversation: "a" })), false, "it was gone already");
});

test("signing out leaves nothing to read out", () => {
  assert.equal(forgets(two, apply(two, { type: "signed_out", told: true })), true);
  assert.deepEqual(news(two, apply(two, { type: "signed_out", told: true })), []);
});

test("that colleagues are asked to take a conversation over is said once, and where it is", () => {
  const wished = apply(two, seat([told("a", { passes_to: [], onward: true }), told("b")]));
  assert.deepEqual(news(two, wished), [{ urgent: false, text: "desk.pass.asks" }]);
  const still = apply(wished, seat([told("a", { passes_to: ["trainer"], onward: true }), told("b")]));
  assert.deepEqual(news(wished, still), []);
  const other = apply(two, seat([told("a"), told("b", { passes_to: ["trainer"], onward: true })]));
  assert.deepEqual(news(two, other), [{ urgent: false, text: "desk.news.over" }]);
});

test("that nobody new is let in because of who is not on is told once", () => {
  const before = { ...START, screen: /** @type {const} */ ("desk") };
  const short = apply(before, { type: "door", understaffed: true });
  assert.deepEqual(news(before, short), [{ urgent: false, text: "desk.understaffed" }]);
  assert.deepEqual(news(short, apply(short, { type: "door", understaffed: true })), []);
  assert.deepEqual(news(short, apply(short, { type: "door", understaffed: false })), []);
});

test("of a conversation that was left behind before a refresh is said that it is not theirs any more", () => {
  const left = { type: /** @type {const} */ ("left_behind"), conversation: "c", outbox: press([], "k", textBody("wacht")), now: 0 };
  assert.deepEqual(textsOf(two, left), ["desk.news.over"]);
  assert.deepEqual(textsOf(two, { ...left, outbox: [] }), []);
});
