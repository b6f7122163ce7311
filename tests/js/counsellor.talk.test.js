import assert from "node:assert/strict";
import { test } from "node:test";
import { mayBeSent } from "../../static/js/counsellor/handed_back.js";
import { KEEPS_MS, apply, awaitsAnswer, begun, cutOff, endIsHere, hasRunOut, retold, unlisted, unread } from "../../static/js/counsellor/talk.js";
import { cardBody, textBody } from "../../static/js/shared/envelope.js";
import { notice } from "./examples.js";

/** @import { Talk, TalkEvent } from "../../static/js/counsellor/talk.js" */
/** @import { EndReason, Entry, Side, Talk as Told } from "../../static/js/shared/shapes.js" */

const CONVERSATION = "c-1";

/** @param {Partial<Told>} [more] @returns {Told} */
const told = (more) => ({
  conversation: CONVERSATION,
  version: 3,
  phase: "talking",
  elapsed_ms: 1_000,
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

/** @param {number} seq @param {Side} side @param {string} text @returns {Entry} */
const said = (seq, side, text) => ({ seq, kind: "message", side, cmid: `${side}-${seq}`, proof: "proof", body: textBody(text) });

/** @param {number} seq @param {EndReason} reason @returns {Entry} */
const ended = (seq, reason) => ({ seq, kind: "ended", side: "desk", cmid: "ended", proof: "proof", reason });

/** @type {Entry} */
const joined = { seq: 1, kind: "joined", side: "desk", cmid: "joined-1", proof: "proof", name: "Noor" };

/** @param {Talk} talk @param {TalkEvent[]} events */
const after = (talk, ...events) => events.reduce(apply, talk);

/** @param {Entry[]} entries @returns {TalkEvent} */
const whole = (...entries) => ({
  type: "heard",
  now: 5_000,
  input: {
    kind: "stretch",
    stretch: { conversation: CONVERSATION, epoch: "e", head: entries.length, reset: true, entries, marks: [] },
  },
});

/** @param {Entry} entry @param {number} [now] @returns {TalkEvent} */
const heard = (entry, now = 6_000) => ({
  type: "heard",
  now,
  input: { kind: "appended", appended: { conversation: CONVERSATION, epoch: "e", entry } },
});

/** @param {string} cmid @param {string} text @returns {TalkEvent} */
const press = (cmid, text) => ({ type: "pressed", cmid, body: textBody(text) });

const fresh = () => after(begun(told(), 1, 0), { type: "sync_asked" }, whole(joined));

test("a conversation that begins asks for its whole log", () => {
  const talk = begun(told(), 2, 100);
  assert.equal(talk.wantsSync, true);
  assert.equal(talk.number, 2);
  assert.equal(talk.standing, "talking");
});

test("what was said before this page came is read and counted as unread", () => {
  const talk = after(fresh(), heard(said(2, "seeker", "hoi")), heard(said(3, "seeker", "ben je er?")));
  assert.equal(unread(talk), 2);
  assert.equal(unread(apply(talk, { type: "saw", seq: 2 })), 1);
  assert.equal(unread(after(talk, { type: "saw", seq: 3 }, { type: "saw", seq: 2 })), 0);
});

test("what another tab of this counsellor has seen is not unread here", () => {
  const talk = after(fresh(), heard(said(2, "seeker", "hoi")), {
    type: "heard",
    now: 0,
    input: { kind: "mark", conversation: CONVERSATION, mark: { side: "counsellor", delivered: 2, seen: 2 } },
  });
  assert.equal(unread(talk), 0);
});

test("a gap in the log is asked for, once per gap", () => {
  const gap = apply(fresh(), heard(said(3, "seeker", "later")));
  assert.equal(gap.wantsSync, true);
  assert.equal(apply(gap, { type: "sync_asked" }).wantsSync, false);
});

test("a young person waits for an answer until this side has written", () => {
  const greeted = fresh();
  assert.equal(awaitsAnswer(greeted), true, "nobody said anything yet, so this side begins");
  const pressed = apply(greeted, press("k", "hallo"));
  assert.equal(awaitsAnswer(pressed), false, "the answer is on its way");
  const answered = after(greeted, heard(said(2, "counsellor", "hallo")));
  assert.equal(awaitsAnswer(answered), false);
  assert.equal(awaitsAnswer(apply(answered, heard(said(3, "seeker", "hoi")))), true);
  assert.equal(awaitsAnswer(apply(answered, heard(notice(3, "silence")))), false, "nobody asked this side anything");
});

test("sending text empties the field, sending a card leaves it", () => {
  const typed = apply(fresh(), { type: "drafted", text: "hallo" });
  assert.equal(apply(typed, press("k", "hallo")).draft, "");
  assert.equal(apply(typed, { type: "pressed", cmid: "k", body: cardBody("nl-113") }).draft, "hallo");
});

test("an own message is stored by its answer and leaves the outbox when it is delivered", () => {
  const sent = after(fresh(), press("k", "hallo"), { type: "sent", cmid: "k" });
  assert.deepEqual(sent.outbox.map((item) => item.state), ["sent"]);
  const stored = apply(sent, { type: "answered", cmid: "k", at: { epoch: "e", seq: 2 }, proof: "proof" });
  assert.deepEqual(stored.outbox.map((item) => item.state), ["stored"]);
  assert.deepEqual(stored.log.entries.at(-1), { seq: 2, kind: "message", side: "counsellor", cmid: "k", proof: "proof", body: textBody("hallo") });
  assert.deepEqual(apply(stored, heard(/** @type {Entry} */ (stored.log.entries.at(-1)))).log, stored.log, "the echo adds nothing");
  const delivered = apply(stored, {
    type: "heard",
    now: 0,
    input: { kind: "mark", conversation: CONVERSATION, mark: { side: "seeker", delivered: 2, seen: 0 } },
  });
  assert.deepEqual(delivered.outbox, []);
});

test("a lost connection puts what was on its way back in the row", () => {
  const talk = cutOff(after(fresh(), press("k", "hallo"), { type: "sent", cmid: "k" }, { type: "typing", typing: true }));
  assert.deepEqual(talk.outbox.map((item) => item.state), ["queued"]);
  assert.equal(talk.typing, false);
});

test("text the server will not take comes back before what is being typed", () => {
  const talk = after(
    fresh(),
    press("a", "een"),
    press("b", "twee"),
    { type: "sent", cmid: "a" },
    { type: "drafted", text: "drie" },
    { type: "refused", cmid: "a", code: "not_assigned" },
  );
  assert.equal(talk.draft, "een\n\ntwee\n\ndrie");
  assert.equal(talk.returned, true);
  assert.equal(talk.problem, "not_assigned");
  assert.deepEqual(talk.outbox, []);
});

test("one message that is too long comes back alone", () => {
  const talk = after(fresh(), press("a", "een"), press("b", "twee"), { type: "sent", cmid: "a" }, { type: "refused", cmid: "a", code: "too_long" });
  assert.equal(talk.draft, "een");
  assert.deepEqual(talk.outbox.map((item) => item.cmid), ["b"]);
});

test("a card that comes back is not put in the field", () => {
  const talk = after(
    fresh(),
    { type: "pressed", cmid: "a", body: cardBody("nl-113") },
    { type: "sent", cmid: "a" },
    { type: "refused", cmid: "a", code: "closed" },
  );
  assert.equal(talk.draft, "");
  assert.equal(talk.returned, false);
  assert.equal(talk.problem, "closed");
});

test("the end keeps what was said and hands back what was not sent", () => {
  const talk = after(fresh(), heard(said(2, "seeker", "dag")), press("k", "dag!"), heard(ended(3, "seeker_stopped"), 9_000));
  assert.equal(talk.standing, "ended");
  assert.equal(talk.reason, "seeker_stopped");
  assert.equal(talk.endedAt, 9_000);
  assert.equal(talk.draft, "dag!");
  assert.equal(talk.log.entries.length, 3);
  assert.equal(endIsHere(talk), true);
});

test("an end the view tells of first asks for the rest of the log", () => {
  const talk = retold(fresh(), told({ phase: "ended", elapsed_ms: null, reason: "counsellor_ended" }), 9_000);
  assert.equal(talk.standing, "ended");
  assert.equal(endIsHere(talk), false);
  const asked = apply(talk, { type: "sync_asked" });
  assert.equal(endIsHere(asked), false, "the answer may never come, and then nobody has the last lines");
  assert.equal(endIsHere(apply(asked, { type: "sync_refused" })), true, "nobody will tell them any more");
  assert.equal(endIsHere(after(asked, { type: "sync_refused" }, { type: "sync_wanted" }, { type: "sync_asked" })), false, "they may be told over another line");
  const read = after(asked, heard(ended(2, "counsellor_ended"), 9_500));
  assert.equal(endIsHere(read), true);
  assert.equal(read.endedAt, 9_000, "the ten minutes count from the first word of it");
});

test("nothing stays of a young person who left by the exit", () => {
  const spoken = after(fresh(), heard(said(2, "seeker", "geheim")), { type: "drafted", text: "ook geheim" });
  const talk = retold(spoken, told({ phase: "ended", elapsed_ms: null, reason: "seeker_left" }), 9_000);
  assert.equal(talk.standing, "ended");
  assert.equal(endIsHere(talk), true, "there is no log to ask for");
  assert.equal(JSON.stringify(talk).includes("geheim"), false);
  const late = apply(talk, whole(said(1, "seeker", "geheim")));
  assert.equal(JSON.stringify(late).includes("geheim"), false, "a late answer brings nothing back");
});

test("a view made before the end does not open the conversation again", () => {
  const over = apply(fresh(), heard(ended(2, "seeker_stopped")));
  assert.equal(retold(over, told(), 10_000).standing, "ended");
});

test("a conversation that is no longer this counsellor's is wiped, the unsent text stays", () => {
  const talk = unlisted(after(fresh(), heard(said(2, "seeker", "geheim")), press("k", "mijn antwoord")));
  assert.equal(talk.standing, "taken");
  assert.equal(talk.draft, "mijn antwoord");
  assert.equal(JSON.stringify(talk).includes("geheim"), false);
});

test("of a conversation that is no longer this counsellor's nothing is said that was so while it was", () => {
  const mine = retold(
    fresh(),
    told({ on_hold: true, seeker_away_ms: 9_000, urgent: true, risk: 2, passes_to: ["friend"], onward: true }),
    100,
  );
  const talk = unlisted(apply(mine, { type: "wishes", skills: ["friend"] }));
  assert.deepEqual(
    [talk.onHold, talk.awayMs, talk.urgent, talk.risk, talk.passesTo, talk.wishes, talk.onward],
    [false, null, false, null, null, [], false],
  );
});

test("an ended conversation that is not listed any more stays as it is", () => {
  const over = apply(fresh(), heard(ended(2, "seeker_stopped")));
  assert.equal(unlisted(over), over);
});

test("a conversation that comes back in a new version goes on, and its text returned to the field", () => {
  const talk = retold(apply(fresh(), press("k", "mijn antwoord")), told({ version: 5 }), 9_000);
  assert.equal(talk.version, 5);
  assert.equal(talk.draft, "mijn antwoord");
  assert.equal(talk.wantsSync, true);
  const back = retold(unlisted(fresh()), told({ version: 7 }), 9_000);
  assert.equal(back.standing, "talking");
  assert.equal(apply(back, whole(said(1, "seeker", "hoi"))).log.entries.length, 1);
});

test("the same version again changes only the times", () => {
  const talk = apply(fresh(), press("k", "onderweg"));
  const again = retold(talk, told({ elapsed_ms: 60_000, seeker_away_ms: 20_000 }), 9_000);
  assert.equal(again.elapsedMs, 60_000);
  assert.equal(again.awayMs, 20_000);
  assert.deepEqual(again.outbox, talk.outbox);
});

test("a wiped conversation holds no text and asks for none", () => {
  const over = after(fresh(), heard(said(2, "seeker", "geheim")), heard(ended(3, "seeker_stopped")), { type: "wiped" }, { type: "sync_wanted" });
  assert.equal(over.wantsSync, false);
  assert.equal(JSON.stringify(over).includes("geheim"), false);
});

test("the text of an ended conversation runs out before ten minutes have passed", () => {
  const over = apply(fresh(), heard(ended(2, "seeker_stopped"), 1_000));
  assert.ok(KEEPS_MS <= 9 * 60_000, "a tab in the background may wake a minute late");
  assert.equal(hasRunOut(over, 1_000 + KEEPS_MS - 1), false);
  assert.equal(hasRunOut(over, 1_000 + KEEPS_MS), true);
  assert.equal(hasRunOut(apply(over, { type: "wiped" }), 1_000 + KEEPS_MS), false, "once is enough");
  assert.equal(hasRunOut(fresh(), 99 * KEEPS_MS), false, "a conversation that goes on never does");
});

test("nothing is written in a conversation that has ended", () => {
  const over = apply(fresh(), heard(ended(2, "seeker_stopped")));
  assert.equal(apply(over, press("k", "nog iets")), over);
  assert.equal(apply(over, { type: "asks_end", asks: true }).asksEnd, false);
});

test("a message ends the typing of the young person", () => {
  const typing = apply(fresh(), { type: "typing", typing: true });
  assert.equal(typing.typing, true);
  assert.equal(apply(typing, heard(said(2, "seeker", "hoi"))).typing, false);
});

/** @param {...Entry} entries @returns {TalkEvent} */
const anew = (...entries) => ({
  type: "heard",
  now: 7_000,
  input: {
    kind: "stretch",
    stretch: { conversation: CONVERSATION, epoch: "f", head: entries.length, reset: true, entries: entries.map((entry, index) => ({ ...entry, seq: index + 1 })), marks: [] },
  },
});

test("after a loss the screen stays as it is until what it holds was offered, and what was seen stays seen", () => {
  const [hello, more] = [said(2, "seeker", "hoi"), said(3, "seeker", "ben je er?")];
  const read = after(fresh(), heard(hello), heard(more), { type: "saw", seq: 2 });
  const lost = after(cutOff(read), { type: "sync_wanted" }, { type: "sync_asked" }, anew());
  assert.deepEqual([lost.log.entries, lost.wantsSync], [read.log.entries, true]);
  const back = after(lost, { type: "offered", given: lost.log }, { type: "sync_asked" }, anew(said(9, "seeker", "eerder"), joined, hello, more));
  assert.deepEqual([back.log.epoch, back.log.anew, back.seen, back.wantsSync], ["f", null, 3, false]);
  assert.equal(unread(back), 1);
});

test("own words the server could not take back go again, a colleague's do not", () => {
  const before = [joined, said(2, "counsellor", "van Noor"), { ...joined, seq: 3, cmid: "joined-2", name: "Sam" }, said(4, "counsellor", "van mij")];
  const held = after(begun(told(), 1, 0), { type: "sync_asked" }, whole(...before));
  const lost = after(held, anew());
  const back = after(lost, { type: "offered", given: lost.log }, anew(joined));
  assert.deepEqual(back.outbox.map(({ cmid, state }) => [cmid, state]), [["counsellor-4", "queued"]]);
});

test("a young person who calls somebody else is on hold as long as the view says so", () => {
  const held = retold(fresh(), told({ on_hold: true, seeker_away_ms: 9_000 }), 100);
  assert.deepEqual([held.onHold, held.awayMs], [true, 9_000]);
  assert.equal(retold(held, told(), 200).onHold, false);
  assert.equal(retold(held, told({ phase: "ended", reason: "seeker_lost" }), 200).onHold, false);
});

test("a wish to pass it on stands as the view says, and whom it was for stays chosen here", () => {
  const chosen = after(fresh(), { type: "wishes", skills: ["trainer"] });
  const wished = retold(chosen, told({ passes_to: ["trainer"], onward: true }), 100);
  assert.deepEqual([wished.passesTo, wished.wishes, wished.onward], [["trainer"], ["trainer"], true]);
  const kept = retold(wished, told(), 200);
  assert.deepEqual([kept.passesTo, kept.wishes, kept.onward], [null, ["trainer"], false]);
});

test("what is practice stays marked to the end", () => {
  const talk = begun(told({ rehearsed: true }), 1, 0);
  const over = retold(talk, told({ rehearsed: true, phase: "ended", reason: "seeker_stopped" }), 1_000);
  assert.deepEqual([talk.rehearsed, over.rehearsed, over.standing], [true, true, "ended"]);
});

test("what an earlier load of the page kept is there again; where it ended meanwhile, what was not sent comes back into the field", () => {
  const before = after(fresh(), heard(said(2, "seeker", "hoi")), press("later", "nog niet verstuurd"));
  const kept = { log: before.log, outbox: before.outbox };
  const regained = after(begun(told(), 1, 0), { type: "regained", kept });
  assert.deepEqual([regained.log.entries.length, regained.outbox.map(({ cmid }) => cmid)], [2, ["later"]]);
  const over = begun(told({ phase: "ended", reason: "seeker_stopped" }), 1, 0);
  const read = after(over, { type: "regained", kept }, heard(ended(3, "seeker_stopped")));
  assert.deepEqual([read.outbox, read.draft, read.returned], [[], "nog niet verstuurd", true]);
});

/** Pressed and on its way when the line is lost, while the log has it. */
const underWay = () => cutOff(after(begun(told(), 1, 0), whole(joined), press("counsellor-2", "Bel 113, nu"), { type: "sent", cmid: "counsellor-2" }));

test("what an earlier load of the page kept is handed back when a colleague had the conversation before it was opened", () => {
  const before = after(fresh(), heard(said(2, "seeker", "geheim")), press("later", "nog niet verstuurd"));
  const taken = apply(unlisted(begun(told(), 1, 0)), { type: "regained", kept: { log: before.log, outbox: before.outbox } });
  assert.deepEqual([taken.standing, taken.draft, taken.outbox, taken.log.entries], ["taken", "nog niet verstuurd", [], []]);
  const left = retold(begun(told(), 1, 0), told({ phase: "ended", reason: "seeker_left" }), 1);
  assert.equal(apply(left, { type: "regained", kept: { log: before.log, outbox: before.outbox } }), left);
});

test("what was stored without an answer before the end does not stay in the field as not sent", () => {
  const away = retold({ ...underWay(), draft: "ik ben" }, told({ phase: "ended", reason: "seeker_stopped" }), 1);
  assert.deepEqual([away.draft, away.returned], ["Bel 113, nu\n\nik ben", true]);
  const read = after(away, heard(said(2, "counsellor", "Bel 113, nu")), heard(ended(3, "seeker_stopped")));
  assert.deepEqual([read.draft, read.returned, read.log.entries.length], ["ik ben", true, 3]);
  const alone = after(retold(underWay(), told({ phase: "ended", reason: "seeker_stopped" }), 1), heard(said(2, "counsellor", "Bel 113, nu")), heard(ended(3, "seeker_stopped")));
  assert.deepEqual([alone.draft, alone.returned], ["", false]);
});

test("of what was on its way when a conversation was taken over nobody says that it was not sent", () => {
  assert.equal(mayBeSent(unlisted(underWay())), true);
  assert.equal(mayBeSent(unlisted(after(fresh(), { type: "drafted", text: "ik ben" }))), false, "that was never sent");
  const over = retold(underWay(), told({ phase: "ended", reason: "seeker_stopped" }), 1);
  assert.equal(mayBeSent(over), true);
  assert.equal(mayBeSent(after(over, heard(ended(2, "seeker_stopped")))), false, "the log says so");
});

test("what was stored before a conversation came back to the same counsellor is not to be sent once more", () => {
  const back = retold(unlisted(underWay()), told({ version: 4 }), 1);
  assert.equal(back.draft, "Bel 113, nu");
  const read = after(back, whole(joined, said(2, "counsellor", "Bel 113, nu")));
  assert.deepEqual([read.draft, read.returned], ["", false]);
});

test("what was not stored stays in the field, also beside what was, and however it was changed", () => {
  const both = after(underWay(), press("counsellor-9", "en bel mij"));
  const back = retold(unlisted(both), told({ version: 4 }), 1);
  assert.equal(back.draft, "Bel 113, nu\n\nen bel mij");
  const read = after(back, whole(joined, said(2, "counsellor", "Bel 113, nu")));
  assert.deepEqual([read.draft, read.returned], ["en bel mij", true]);
  const changed = after(back, { type: "drafted", text: "Bel 113, nu meteen" }, whole(joined, said(2, "counsellor", "Bel 113, nu")));
  assert.equal(changed.draft, "Bel 113, nu meteen");
});

test("of whoever left by the exit nothing stays, nor of what was handed back before", () => {
  const left = retold(unlisted(underWay()), told({ phase: "ended", reason: "seeker_left" }), 1);
  assert.deepEqual([left.draft, left.handed, left.outbox, left.log.entries], ["", [], [], []]);
});
