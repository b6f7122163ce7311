/** Tells a screen reader what changed, once: new messages, who came, the place in the queue, the connection. */

import { alarm, announce, hush } from "../shared/announce.js";
import { findEntry } from "../shared/directory.js";
import { open } from "../shared/envelope.js";
import { t } from "../shared/i18n.js";
import { added } from "../shared/log.js";
import { unsent } from "../shared/outbox.js";
import { companyWords, joinedWords } from "./company_view.js";
import { noticeWords } from "./messages.js";
import { isWarned } from "./safety.js";
import { arrivingWords, handedOver, overtaken, place, title, trouble, waitsWords } from "./talk.js";
import { START, reached } from "./state.js";
import { helpWords } from "./urgent.js";
import { closing } from "./waiting_view.js";
import { note } from "./words_view.js";

/** @import { Log } from "../shared/log.js" */
/** @import { Entry, SeekerView } from "../shared/shapes.js" */
/** @import { State } from "./state.js" */

/** Somebody who thinks while typing begins again and again. */
const TYPING_AGAIN_MS = 30_000;

export class Herald {
  /** @type {State} */
  #before = START;
  #typingTold = -Infinity;

  /** The page shows this state now. @param {State} state @param {HTMLElement | null} went what the focus went to, and is read */
  tell(state, went) {
    const before = this.#before;
    this.#before = state;
    if (state.screen !== before.screen && state.screen !== "conversation" && state.screen !== "ended") hush();
    if (state.words !== before.words && (state.words.fault !== null || state.words.answer === "missed")) announce(note(state.words));
    if (state.screen === "arriving") tellArriving(before, state);
    if (state.screen === "conversation" && state.view !== null) this.#tellTalk(before, state, state.view, went);
    if (hasField(state) && state.fault !== null && state.fault !== before.fault) announce(t(`error.${state.fault}`));
    cameBack(before, state).forEach((code) => announce(t(`error.${code}`)));
  }

  /** @param {State} before @param {State} state @param {SeekerView} view @param {HTMLElement | null} went */
  #tellTalk(before, state, view, went) {
    if (before.screen === "conversation") tellConnection(before, state);
    else if (went === null || went.dataset.danger !== undefined) announce(title(view));
    if (isWarned(state) && !isWarned(before) && went?.dataset.danger === undefined) alarm(helpWords());
    if (before.log.conversation === state.log.conversation) added(before.log, state.log).forEach((entry) => tellEntry(entry, state));
    const wasWaiting = before.view?.phase === "waiting";
    if (view.phase === "waiting") {
      if (before.view?.phase === "talking") announce(handedOver(state.log, view));
      else if (wasWaiting && before.view?.place !== view.place) {
        announce(place(view));
        const why = overtaken(state);
        if (why !== null && state.standing !== before.standing) announce(why);
      }
      if (!view.attended && before.view?.attended !== false) announce(t("seeker.waiting.unattended"));
      if (wasWaiting && view.closes !== null && before.view?.closes === null) announce(closing(view.closes));
    } else if (view.name !== null) {
      if (state.typing && !before.typing) this.#tellTyping(view.name);
      const coming = view.company?.coming ?? null;
      if (coming !== null && coming !== (before.view?.company?.coming ?? null)) announce(t("seeker.company.coming", { name: coming }));
      if (view.on_hold && before.view?.on_hold === false) announce(t("seeker.talk.on_hold"));
      if (state.away && !before.away) announce(t("seeker.talk.away", { name: view.name }));
    }
  }

  /** @param {string} name */
  #tellTyping(name) {
    const now = performance.now();
    if (now - this.#typingTold < TYPING_AGAIN_MS) return;
    this.#typingTold = now;
    announce(t("seeker.talk.typing", { name }));
  }
}

/** @param {State} before @param {State} state */
function tellConnection(before, state) {
  const [was, is] = [trouble(before), trouble(state)];
  if (is !== was && is !== null) alarm(is);
  if (is === null && was !== null) announce(t(before.storageAway ? "seeker.storage.back" : "seeker.lost.back"));
  if (warns(state) && !warns(before)) announce(t("seeker.lost.waits"));
  if (!before.long && state.long) alarm(t("seeker.lost.call"));
}

/** Its heading was read when the page came to it. @param {State} before @param {State} state */
function tellArriving(before, state) {
  const stays = before.screen === "arriving";
  const says = arrivingWords(state);
  if (stays && says !== arrivingWords(before)) (state.long || state.storageAway ? alarm : announce)(says);
  if (warns(state) && !(stays && warns(before))) announce(waitsWords(state));
}

/** @param {State} state */
const hasField = ({ screen }) => screen === "arriving" || screen === "conversation";

/** Why text came back with this change, on whichever screen it stands. @param {State} before @param {State} state */
function cameBack(before, state) {
  const known = new Set(before.returned.map(({ key }) => key));
  return new Set(state.returned.flatMap(({ key, code }) => (known.has(key) ? [] : [code])));
}

/** Whether what they sent stands on this page only. @param {State} state */
const warns = (state) => !reached(state) && unsent(state.outbox).length > 0;

/** Whether who has it now was in the room before. @param {Log} log @param {Entry & { name: string }} joined */
const wasHere = ({ entries }, { name, seq }) => entries.some((entry) => entry.seq < seq && entry.kind === "company_joined" && entry.name === name);

/** @param {Entry} entry @param {State} state */
function tellEntry(entry, { log, view, frameMinutes }) {
  // That somebody left is told with what happens next, see handedOver.
  if (entry.kind === "joined") announce(joinedWords(entry.name, wasHere(log, entry)));
  if (entry.kind === "company_joined" || entry.kind === "company_left") announce(companyWords({ ...entry, key: "", beside: view?.name ?? null }));
  if (entry.kind === "notice" && entry.notice !== "relieved") announce(noticeWords(entry.notice, view?.name ?? "", frameMinutes));
  if (entry.kind !== "message" || entry.side !== "counsellor") return;
  const content = open(entry.body);
  if (content === null) return;
  if ("text" in content) announce(content.text);
  else {
    const service = findEntry(content.card);
    if (service !== null) announce(t("seeker.talk.card", { name: service.name }));
  }
}
