import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { cardBody, textBody } from "../../static/js/shared/envelope.js";
import { START, apply, shows } from "../../static/js/seeker/state.js";
import { chances, end, message, notice, pick, presence, stretch, view } from "./examples.js";

/** @import { Event, State } from "../../static/js/seeker/state.js" */
/** @import { Entry, SeekerView, Stretch } from "../../static/js/shared/shapes.js" */

/** @param {State} state @param {...Event} events */
const after = (state, ...events) => events.reduce(apply, state);

/** @param {Partial<SeekerView>} [seen] @param {Stretch} [log] @returns {Event} */
const arrived = (seen = {}, log = stretch([])) => ({ type: "arrived", view: view(seen), log, kept: null });
/** @param {Partial<SeekerView> | null} seen @returns {Event} */
const changed = (seen) => ({ type: "heard", push: { event: "seeker.changed", payload: { view: seen && view(seen), ticket: null } } });
/** @param {Entry} entry @param {string} [epoch] @returns {Event} */
const appended = (entry, epoch = "one") => ({ type: "heard", push: { event: "log.appended", payload: { conversation: "talk", epoch, entry } } });
/** @param {string} text @returns {Event} */
const typed = (text) => ({ type: "typed", text });
/** @param {string} cmid @returns {Event} */
const pressed = (cmid) => ({ type: "pressed", cmid });

const talkingView = { phase: /** @type {const} */ ("talking"), place: null, name: "Sam", counsellor_here: true, version: 5 };
const waiting = after(START, { type: "began" }, arrived());
const talking = after(waiting, appended(presence(1, "joined")), changed(talkingView));

/** @param {State} state @param {string} cmid */
const item = (state, cmid) => {
  const found = state.outbox.find((one) => one.cmid === cmid);
  assert.ok(found, cmid);
  return found;
};

test("beginning waits for the server, arriving leads into the conversation", () => {
  assert.equal(after(START, { type: "began" }).screen, "arriving");
  assert.equal(waiting.screen, "conversation");
  assert.equal(waiting.connected, true);
});

test("a line that was missed while the page was introduced is asked for, though the answer is older", () => {
  const read = after(talking, { type: "sync_asked" }, { type: "lost" });
  const missed = after(read, appended(message(4, "counsellor")), arrived(talkingView, stretch([message(2, "counsellor")])));
  assert.equal(missed.needSync, true);
  assert.equal(after(read, arrived(talkingView, stretch([message(2, "counsellor")]))).needSync, false);
});

test("what is written and sent before the server knows this page waits for it", () => {
  const early = after(START, { type: "began" }, typed("hello"), pressed("a"), typed("and"));
  assert.equal(early.screen, "arriving");
  assert.deepEqual(early.outbox.map(({ cmid, state }) => [cmid, state]), [["a", "queued"]]);
  const state = after(early, arrived());
  assert.equal(state.draft, "and");
  assert.deepEqual(state.outbox, early.outbox);
});

test("what was written before the server knew this page is handed back when it never will", () => {
  const early = after(START, { type: "began" }, typed("hello"), pressed("a"), typed("and"));
  for (const never of /** @type {Event[]} */ ([{ type: "gone" }, { type: "old_page" }])) {
    assert.deepEqual(after(early, never).returned.map((back) => back.text), ["hello", "and"]);
  }
});

test("a character in the field is drawn by the field alone, until room gets short", () => {
  /** @param {State} before @param {...Event} events */
  const drawn = (before, ...events) => shows(before, after(before, ...events));
  assert.equal(drawn(talking, typed("hello")), false);
  assert.equal(drawn(after(talking, typed("hello")), pressed("a")), true);
  assert.equal(drawn(talking, typed("a".repeat(899))), false);
  assert.equal(drawn(talking, typed("a".repeat(900))), true);
  const faulty = after(talking, typed("a".repeat(1001)), pressed("a"));
  assert.equal(drawn(faulty, typed("a")), true);
  assert.equal(drawn(talking, typed("hello"), appended(message(2, "counsellor"))), true);
});

test("what is typed while waiting stays when somebody comes", () => {
  const state = after(waiting, typed("hello"), appended(presence(1, "joined")), changed(talkingView));
  assert.equal(state.view?.phase, "talking");
  assert.equal(state.draft, "hello");
});

test("what is typed stays through a lost connection and a hand-over", () => {
  const state = after(talking, typed("hello"), { type: "lost" }, arrived({ phase: "waiting", handed_over: true, version: 9 }));
  assert.equal(state.draft, "hello");
  assert.equal(state.view?.handed_over, true);
});

test("an older view is dropped, one after coming back is believed whatever its version", () => {
  assert.equal(after(talking, changed({ version: 4 })).view?.phase, "talking");
  assert.equal(after(talking, arrived({ version: 1 })).view?.phase, "waiting");
});

test("pressing send empties the field and puts the text into the outbox", () => {
  const state = after(talking, typed("hello"), pressed("a"));
  assert.equal(state.draft, "");
  assert.deepEqual(state.outbox.map(({ cmid, body }) => [cmid, body]), [["a", textBody("hello")]]);
});

test("nothing is sent that says nothing", () => {
  const state = after(talking, typed(" \n"), pressed("a"));
  assert.deepEqual(state.outbox, []);
  assert.equal(state.draft, " \n");
});

test("text over the limit stays in the field and says why, until it is changed", () => {
  const long = "a".repeat(1001);
  const state = after(talking, typed(long), pressed("a"));
  assert.equal(state.draft, long);
  assert.equal(state.fault, "too_long");
  assert.deepEqual(state.outbox, []);
  assert.equal(after(state, typed("short")).fault, null);
});

test("the answer puts the message into the log, and the echo does not double it", () => {
  const sent = after(talking, typed("hello"), pressed("a"));
  const answered = after(sent, { type: "answered", item: item(sent, "a"), at: { epoch: "one", seq: 2 }, proof: "proof" });
  assert.deepEqual(answered.log.entries.at(-1), { seq: 2, kind: "message", side: "seeker", cmid: "a", proof: "proof", body: textBody("hello") });
  assert.deepEqual(after(answered, appended({ ...message(2, "seeker"), cmid: "a" })).log, answered.log);
});

test("an answer beyond a gap asks for what lies between", () => {
  const sent = after(talking, typed("hello"), pressed("a"));
  assert.equal(after(sent, { type: "answered", item: item(sent, "a"), at: { epoch: "one", seq: 4 }, proof: "proof" }).needSync, true);
});

test("a message leaves the outbox when the counsellor's screen has it", () => {
  const sent = after(talking, typed("hello"), pressed("a"));
  const state = after(
    sent,
    { type: "answered", item: item(sent, "a"), at: { epoch: "one", seq: 2 }, proof: "proof" },
    { type: "heard", push: { event: "mark.changed", payload: { conversation: "talk", mark: { side: "counsellor", delivered: 2, seen: 0 } } } },
  );
  assert.deepEqual(state.outbox, []);
});

test("a message refused for good returns to an empty field with the reason", () => {
  const sent = after(talking, typed("hello"), pressed("a"));
  const state = after(sent, { type: "refused", item: item(sent, "a"), code: "cmid_conflict" });
  assert.equal(state.draft, "hello");
  assert.equal(state.fault, "cmid_conflict");
  assert.deepEqual(state.outbox, []);
});

test("a message refused for good never overwrites what stands in the field", () => {
  const sent = after(talking, typed("first"), pressed("a"), typed("second"));
  const state = after(sent, { type: "refused", item: item(sent, "a"), code: "too_long" });
  assert.equal(state.draft, "second");
  assert.deepEqual(state.returned, [{ key: "a", text: "first", code: "too_long" }]);
  const back = after(state, { type: "put_back", key: "a" });
  assert.equal(back.draft, "first\nsecond");
  assert.deepEqual(back.returned, []);
});

test("the end hands back what was not stored and what was still in the field", () => {
  const sent = after(talking, typed("one"), pressed("a"), typed("two"));
  const state = after(sent, appended(end(2)));
  assert.equal(state.screen, "ended");
  assert.equal(state.reason, "counsellor_ended");
  assert.deepEqual(state.returned.map((back) => back.text), ["one", "two"]);
  assert.deepEqual(state.outbox, []);
});

test("what the log has when it ends is not handed back", () => {
  const sent = after(talking, typed("one"), pressed("a"));
  const state = after(sent, { type: "synced", log: stretch([presence(1, "joined"), { ...message(2, "seeker"), cmid: "a" }, end(3)]) });
  assert.equal(state.screen, "ended");
  assert.deepEqual(state.returned, []);
});

test("a view that has ended asks for a log that has not", () => {
  assert.equal(after(talking, changed({ phase: "ended", reason: "seeker_lost", version: 6 })).needSync, true);
});

test("an ended conversation stays readable when the server has forgotten it", () => {
  const ended = after(talking, appended(end(2)));
  assert.equal(after(ended, changed(null)), ended);
  assert.equal(after(ended, { type: "gone" }), ended);
});

test("a conversation the server forgot hands back what nobody has read, and only that", () => {
  const first = after(talking, typed("read"), pressed("a"));
  const read = after(
    first,
    { type: "answered", item: item(first, "a"), at: { epoch: "one", seq: 2 }, proof: "proof" },
    { type: "heard", push: { event: "mark.changed", payload: { conversation: "talk", mark: { side: "counsellor", delivered: 2, seen: 0 } } } },
  );
  const sent = after(read, typed("stored"), pressed("b"));
  const stored = after(sent, { type: "answered", item: item(sent, "b"), at: { epoch: "one", seq: 3 }, proof: "proof" }, typed("waits"), pressed("c"));
  const state = after(stored, typed("typed"), changed(null));
  assert.deepEqual(state.returned.map((back) => back.text), ["stored", "waits", "typed"]);
  // Of what was sent nobody can say that it was not, nor whether it was read.
  assert.deepEqual(state.returned.map((back) => back.code), ["unread", "gone", "gone"]);
  for (const [language, denial] of /** @type {const} */ ([["nl", "niet verstuurd"], ["en", "not sent"]])) {
    const words = JSON.parse(readFileSync(new URL(`../../static/locales/${language}.json`, import.meta.url), "utf8"));
    assert.match(words["error.gone"], new RegExp(denial));
    assert.doesNotMatch(words["error.unread"], new RegExp(denial));
  }
});

test("of what an earlier load of this page wrote, and nobody opens any more, the page says that it is gone", () => {
  const reloaded = after(START, { type: "resuming" });
  assert.equal(after(reloaded, { type: "gone" }).fault, "unopened");
  assert.equal(after(START, { type: "began" }, { type: "gone" }).fault, null);
});

test("a conversation the server forgot is gone, and its unsent text is not", () => {
  const state = after(talking, appended(message(2, "counsellor", "secret")), typed("hello"), changed(null));
  assert.deepEqual(state, { ...START, screen: "gone", returned: [{ key: "draft", text: "hello", code: "gone" }] });
});

test("whoever was not reached before the line closed keeps nothing but what was not sent", () => {
  const sent = after(waiting, typed("stored"), pressed("a"));
  const stored = after(sent, { type: "answered", item: item(sent, "a"), at: { epoch: "one", seq: 1 }, proof: "proof" }, typed("hello"));
  /** @type {State} */
  const notReached = { ...START, screen: "not_reached", returned: [{ key: "draft", text: "hello", code: "door_closed" }] };
  const closed = after(stored, appended(end(2, "line_closed")));
  assert.deepEqual(closed, notReached);
  assert.deepEqual(after(closed, appended(message(3, "counsellor", "late")), changed(null), { type: "gone" }, { type: "expired" }), notReached);
  assert.deepEqual(after(closed, arrived({}, stretch([message(1, "seeker", "stored")]))), { ...notReached, connected: true });
  const reloaded = after(START, { type: "resuming" }, arrived({ phase: "ended", place: null, reason: "line_closed" }, stretch([message(1, "seeker"), end(2, "line_closed")])));
  assert.deepEqual(reloaded, { ...START, screen: "not_reached" });
});

test("whoever had a counsellor as the line closed can read the conversation", () => {
  const state = after(talking, appended(presence(2, "left")), appended(end(3, "line_closed")));
  assert.deepEqual([state.screen, state.reason, state.log.entries.length], ["ended", "line_closed", 3]);
});

test("a conversation that ended in silence can be read like any other", () => {
  const state = after(talking, appended(notice(2, "silence_last")), appended(end(3, "silence")));
  assert.deepEqual([state.screen, state.reason, state.log.entries.length], ["ended", "silence", 3]);
});

test("how long it is meant to last is known as it was last told", () => {
  const framed = after(talking, changed({ ...talkingView, frame_minutes: 40, version: 6 }));
  assert.equal(talking.frameMinutes, null);
  assert.equal(after(framed, changed({ handed_over: true, version: 7 })).frameMinutes, 40);
  assert.equal(after(framed, changed({ phase: "ended", place: null, reason: "silence", version: 8 }), appended(end(2, "silence"))).frameMinutes, 40);
  assert.equal(after(framed, { type: "left" }).frameMinutes, null);
});

test("a word of the desk is no word of the counsellor", () => {
  const typing = after(talking, { type: "typing", typing: true });
  assert.equal(after(typing, appended(notice(2, "frame"))).typing, true);
});

test("the last screen keeps the cards the counsellor gave, each once, and no text", () => {
  /** @param {number} seq @param {string} id */
  const given = (seq, id) => ({ ...message(seq, "counsellor"), body: cardBody(id) });
  const state = after(
    talking,
    appended(given(2, "nl-113")),
    appended(given(3, "nl-112")),
    appended(given(4, "nl-113")),
    appended(message(5, "counsellor", "secret")),
    appended(end(6)),
    { type: "finished" },
  );
  assert.equal(state.screen, "farewell");
  assert.deepEqual(state.cards, ["nl-113", "nl-112"]);
  assert.doesNotMatch(JSON.stringify(state), /secret/);
});

test("after ten minutes nothing of the conversation is left, also not the cards", () => {
  const ended = after(talking, appended({ ...message(2, "counsellor"), body: cardBody("nl-113") }), appended(end(3)));
  assert.deepEqual(after(ended, { type: "expired" }), { ...START, screen: "farewell", reason: "counsellor_ended" });
  assert.deepEqual(after(ended, { type: "finished" }, { type: "expired" }).cards, []);
});

test("the ten minutes of a conversation that was left behind change nothing", () => {
  const again = after(talking, appended(end(2)), { type: "finished" }, { type: "restarted" });
  assert.equal(after(again, { type: "expired" }), again);
  assert.equal(after(waiting, { type: "expired" }), waiting);
});

test("a conversation that was wiped is not filled again by a late connection", () => {
  const wiped = after(talking, appended(end(2)), { type: "finished" }, { type: "lost" });
  const back = after(wiped, arrived({ phase: "ended" }, stretch([presence(1, "joined"), end(2)])));
  assert.equal(back.screen, "farewell");
  assert.deepEqual(back.log, START.log);
});

test("stopping to wait leaves nothing behind", () => {
  assert.deepEqual(after(waiting, typed("hello"), pressed("a"), { type: "left" }), { ...START, screen: "left" });
});

test("a superseded page keeps what was typed, shows no conversation, and keeps what the newer page did not get", () => {
  const full = after(talking, typed("one"), pressed("a"), typed("two"), pressed("b"), typed("three"));
  const aside = after(full, { type: "superseded" });
  assert.equal(aside.screen, "superseded");
  assert.deepEqual(aside.log.entries, []);
  const handed = after(aside, { type: "handed_in", left: [], stored: ["a"] });
  assert.equal(handed.draft, "");
  assert.deepEqual(handed.returned, [
    { key: "b", text: "two", code: "superseded" },
    { key: "draft", text: "three", code: "unsent" },
  ]);
  const back = after(handed, { type: "resuming" }, arrived(talkingView, stretch([presence(1, "joined"), message(2, "seeker", "one")])));
  assert.equal(back.draft, "three");
  assert.deepEqual(back.returned.map((one) => one.key), ["b"]);
  assert.equal(back.log.entries.length, 2);
});

test("an empty field hands nothing back to a superseded page", () => {
  assert.deepEqual(after(talking, typed(" "), { type: "superseded" }).returned, []);
  assert.equal(after(talking, { type: "superseded" }, { type: "resuming" }).draft, "");
});

test("typing is shown until the message comes, and not over a lost connection", () => {
  const typing = after(talking, { type: "typing", typing: true });
  assert.equal(typing.typing, true);
  assert.equal(after(typing, appended(message(2, "counsellor"))).typing, false);
  assert.equal(after(typing, { type: "lost" }).typing, false);
});

test("the counsellor is said to be away only while they are", () => {
  const gone = after(talking, changed({ ...talkingView, counsellor_here: false, version: 6 }));
  assert.equal(gone.away, false);
  const away = after(gone, { type: "away", away: true });
  assert.equal(away.away, true);
  assert.equal(after(away, changed({ ...talkingView, version: 7 })).away, false);
  assert.equal(after(talking, { type: "away", away: true }).away, false);
});

test("twenty seconds count only while the server does not know this page", () => {
  assert.equal(after(talking, { type: "long" }).long, false);
  const lost = after(talking, { type: "lost" }, { type: "long" });
  assert.equal(lost.long, true);
  assert.equal(after(lost, arrived(talkingView)).long, false);
});

/** @param {string} epoch @param {Entry[]} entries */
const lifeOf = (epoch, entries) => stretch(entries, { epoch, reset: true });

test("after a loss the screen stays as it is until what it holds was offered, then the new life stands there", () => {
  const held = after(talking, appended(message(2, "counsellor", "hello")));
  const lost = after(held, { type: "lost" }, arrived(talkingView, lifeOf("two", [])));
  assert.deepEqual([lost.log.entries, lost.log.anew, lost.needSync], [held.log.entries, { epoch: "two", offered: false }, true]);
  const given = after(lost, { type: "offered", given: lost.log }, { type: "sync_asked" });
  assert.deepEqual([given.log.entries, given.needSync], [held.log.entries, false]);
  const back = after(given, { type: "synced", log: lifeOf("two", held.log.entries) });
  assert.deepEqual([back.log.entries, back.log.epoch, back.log.anew, back.needSync], [held.log.entries, "two", null, false]);
});

test("what the server could not take back of this person's own goes again, and stands on the screen all the while", () => {
  const sent = after(talking, typed("mine"), pressed("a"));
  const stored = after(sent, { type: "answered", item: item(sent, "a"), at: { epoch: "one", seq: 2 }, proof: "p" });
  const read = after(stored, { type: "heard", push: { event: "mark.changed", payload: { conversation: "talk", mark: { side: "counsellor", delivered: 2, seen: 2 } } } });
  assert.deepEqual(read.outbox, []);
  const lost = after(read, arrived(talkingView, lifeOf("two", [])));
  const back = after(lost, { type: "offered", given: lost.log }, { type: "synced", log: lifeOf("two", [presence(1, "joined")]) });
  assert.deepEqual(back.outbox, [{ cmid: "a", body: textBody("mine"), state: "queued", at: null }]);
});

test("a conversation that ended while this page was away, before a loss too, shows its end and hands back what it lacks", () => {
  const sent = after(talking, typed("mine"), pressed("a"));
  const stored = after(sent, { type: "answered", item: item(sent, "a"), at: { epoch: "one", seq: 2 }, proof: "p" }, typed("more"), { type: "lost" });
  const lost = after(stored, arrived({ ...talkingView, phase: "ended", reason: "counsellor_ended" }, lifeOf("two", [end(1)])));
  assert.equal(lost.screen, "conversation");
  const over = after(lost, { type: "offered", given: lost.log }, { type: "synced", log: lifeOf("two", [end(1)]) });
  assert.equal(over.screen, "ended");
  assert.deepEqual(over.returned.map((back) => back.text), ["mine", "more"]);
});

test("a server without its store is said so, for twenty seconds in few words, until it has it or the line is lost too", () => {
  const away = after(talking, { type: "typing", typing: true }, { type: "storage", away: true });
  assert.deepEqual([away.connected, away.storageAway, away.typing, away.long], [true, true, false, false]);
  const long = after(away, { type: "long" });
  assert.equal(long.long, true);
  assert.deepEqual(after(long, { type: "storage", away: false }), { ...talking, typing: false });
  assert.equal(after(long, { type: "lost" }).storageAway, false);
  assert.equal(after(long, { type: "lost" }, { type: "storage", away: false }).long, true);
  assert.equal(after(long, arrived(talkingView)).storageAway, false);
});

test("what is asked for is wanted again when more is missing", () => {
  const asked = after(talking, appended(message(5, "counsellor")), { type: "sync_asked" });
  assert.equal(asked.needSync, false);
  assert.equal(after(asked, appended(message(6, "counsellor"))).needSync, true);
});

test("whatever happens, what was typed is in the field, on the way, in the log or handed back", (context) => {
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  context.diagnostic(`SEED=${seed}`);
  const chance = chances(seed);
  for (let run = 0; run < 300; run += 1) {
    let state = talking;
    let written = 0;
    let presses = 0;
    let seq = 1;
    let stored = "";
    const hear = (/** @type {Event} */ event) => {
      state = apply(state, event);
      stored += JSON.stringify(state.log.entries.at(-1) ?? "");
    };
    const steps = [
      () => hear(typed(`${state.draft} word${(written += 1)};`)),
      () => hear(pressed(`m${(presses += 1)}`)),
      () => {
        const next = state.outbox.find((one) => one.state !== "stored");
        if (next && state.screen === "conversation") hear({ type: "answered", item: next, at: { epoch: "one", seq: (seq += 1) }, proof: "proof" });
      },
      () => {
        const next = state.outbox.find((one) => one.state !== "stored");
        if (next) hear({ type: "refused", item: next, code: pick(["closed", "too_long", "cmid_conflict"], chance) });
      },
      () => hear({ type: "lost" }),
      () => state.screen === "conversation" && hear(arrived({ ...talkingView, version: 5 }, stretch(state.log.entries))),
      () => state.returned[0] && state.screen === "conversation" && hear({ type: "put_back", key: state.returned[0].key }),
      () => chance() < 0.05 && state.screen === "conversation" && hear(appended(end((seq += 1)))),
      () => chance() < 0.03 && hear(changed(null)),
    ];
    for (let count = 0; count < 60; count += 1) {
      if (state.screen === "conversation" || count % 2 === 0) pick(state.screen === "conversation" ? steps : steps.slice(2), chance)();
    }
    const everywhere = stored + JSON.stringify([state.draft, state.outbox, state.returned]);
    for (let word = 1; word <= written; word += 1) {
      assert.ok(everywhere.includes(`word${word};`), `SEED=${seed} run ${run}: word${word} is lost on ${state.screen}`);
    }
  }
});

/** @param {...Partial<SeekerView>} seen */
const grew = (...seen) => after(waiting, ...seen.map(changed)).standing;

test("the place in the queue stays as it was told, and nobody asks why it falls", () => {
  assert.deepEqual(waiting.standing, { place: 1, grew: null });
  assert.deepEqual(grew({ place: 3 }, { place: 2, behind: "urgent" }), { place: 2, grew: null });
  assert.equal(after(waiting, changed({ place: 1, version: 2 })).standing, waiting.standing);
});

test("a place that grows keeps why, until it falls again", () => {
  assert.deepEqual(grew({ place: 2, behind: "urgent" }), { place: 2, grew: "urgent" });
  assert.deepEqual(grew({ place: 2, behind: "handed_over" }), { place: 2, grew: "handed_over" });
  assert.deepEqual(grew({ place: 2 }), { place: 2, grew: "earlier" });
  assert.deepEqual(grew({ place: 2, behind: "urgent" }, { place: 2 }), { place: 2, grew: "urgent" }, "the same place says nothing new");
  assert.deepEqual(grew({ place: 2, behind: "urgent" }, { place: 3 }), { place: 3, grew: "earlier" });
  assert.deepEqual(grew({ place: 3, behind: "urgent" }, { place: 2, behind: "urgent" }), { place: 2, grew: null });
});

test("whoever was away for a moment is told why their place grew meanwhile", () => {
  const lost = after(waiting, changed({ place: null }), { type: "lost" });
  assert.deepEqual(lost.standing, { place: 1, grew: null });
  assert.deepEqual(after(lost, arrived({ place: 2, behind: "urgent", version: 9 })).standing, { place: 2, grew: "urgent" });
});

test("whoever talks stands nowhere, and a new wait begins with nothing to say", () => {
  assert.equal(talking.standing, null);
  assert.deepEqual(after(talking, changed({ handed_over: true, place: 4, behind: "urgent", version: 6 })).standing, { place: 4, grew: null });
});

test("an older view changes nothing of the place", () => {
  const newer = after(waiting, changed({ place: 3, version: 5 }));
  assert.equal(after(newer, changed({ place: 9, version: 4 })), newer);
});
