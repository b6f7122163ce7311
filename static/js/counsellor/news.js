/** What a screen reader is told when the page changes: each thing once. */

import { open } from "../shared/envelope.js";
import { t } from "../shared/i18n.js";
import { added } from "../shared/log.js";
import { chosen, connected, find } from "./state.js";
import { helpWords, offerWords, passWords, wantsHelp } from "./words.js";

/** @import { Desk } from "./state.js" */
/** @import { Talk } from "./talk.js" */

/** `urgent` only for the loss of the connection. @typedef {{ urgent: boolean, text: string }} News */

/** @param {Desk} before @param {Desk} after @returns {News[]} */
export function news(before, after) {
  if (after.screen !== "desk" || before.screen !== "desk") return [];
  return [...aboutLink(before, after), ...aboutSeat(before, after), ...after.talks.flatMap((talk) => aboutTalk(before, after, talk)), ...aboutCircles(before, after)];
}

/** Whether text that was here is gone now: then nothing of it may stand in a live region either. @param {Desk} before @param {Desk} after */
export function forgets(before, after) {
  if (before.screen === "desk" && after.screen !== "desk") return true;
  return before.talks.some((talk) => !talk.wiped && (find(after, talk.conversation)?.wiped ?? true));
}

/** @param {Desk} before @param {Desk} after @returns {News[]} */
function aboutLink(before, after) {
  const was = before.link?.state;
  const is = after.link?.state;
  if (after.storageAway && !before.storageAway) return [{ urgent: true, text: t("desk.link.storage") }];
  if (before.storageAway && connected(after)) return [polite(t("desk.link.storage_back"))];
  if (is === was) return [];
  if (is === "lost") return [{ urgent: true, text: t("desk.link.lost") }];
  return is === "open" && was === "lost" ? [polite(t("desk.link.back"))] : [];
}

/** @param {Desk} before @param {Desk} after @returns {News[]} */
function aboutSeat(before, after) {
  /** @type {News[]} */
  const told = [];
  const offer = after.seat?.offer ?? null;
  const known = before.seat?.offer;
  if (offer !== null && (offer.conversation !== known?.conversation || offer.version !== known.version)) {
    if (offer.rehearsed) told.push(polite(t("desk.rehearsed")));
    told.push(polite(offerWords(offer, 0)), polite(t(`desk.offer.why.${offer.why}`)));
  } else if (offer !== null && offer.why !== known?.why) told.push(polite(t(`desk.offer.why.${offer.why}`)));
  const status = after.seat?.status;
  if (status !== undefined && before.seat !== null && status !== before.seat.status) {
    told.push(polite(statusWords(status)));
    if (after.seat?.wrap_up?.heavy) told.push(polite(t("desk.wrap_up.heavy")));
  }
  for (const call of after.seat?.calls ?? []) {
    if (call.helper === null && !before.seat?.calls.some(({ circle }) => circle === call.circle)) told.push(polite(t("desk.call.asks", { name: call.name })));
  }
  if (after.understaffed && !before.understaffed) told.push(polite(t("desk.understaffed")));
  if (after.notice !== null && after.notice !== before.notice) told.push(polite(t(after.notice)));
  return told;
}

/** That a colleague said something; what it was is read where it stands. @param {Desk} before @param {Desk} after @returns {News[]} */
function aboutCircles(before, after) {
  return after.circles.flatMap((circle) => {
    const was = before.circles.find((one) => one.circle === circle.circle);
    // What was said before this page came is history, not news.
    if (was === undefined || was.wantsSync) return [];
    const names = new Set(circle.lines.flatMap(({ seq, name }) => (seq > was.held && name !== after.seat?.name ? [name] : [])));
    const isRoom = circle.circle === after.seat?.room;
    return [...names].map((name) => polite(isRoom ? t("desk.room.said", { name }) : t("desk.whisper.said", { name })));
  });
}

/** @param {import("../shared/shapes.js").Status} status */
function statusWords(status) {
  if (status === "missed") return t("desk.status.missed");
  return status === "relieved" ? t("desk.relief.says") : t("desk.status.now", { status: t(`desk.status.${status}`) });
}

/** @param {Desk} before @param {Desk} after @param {Talk} talk @returns {News[]} */
function aboutTalk(before, after, talk) {
  const was = find(before, talk.conversation);
  const number = t("desk.talk.number", { number: talk.number });
  // Of one that was left behind before a refresh text is shown that was not sent.
  if (was === null && talk.standing === "taken") return [polite(t("desk.news.over", { number, says: t("desk.taken.says") }))];
  if (was === null || was === talk) return [];
  /** @type {News[]} */
  const told = [];
  const isOpen = chosen(after) === talk && after.pane !== "cards";
  // A log read for the first time is history, not news.
  const fresh = was.log.epoch === null ? [] : added(was.log, talk.log);
  for (const entry of fresh) {
    if (entry.kind === "notice") {
      const says = t(`desk.line.notice.${entry.notice}`);
      told.push(polite(isOpen ? says : t("desk.news.over", { number, says })));
    }
    if (entry.kind === "company_joined" || entry.kind === "company_left") {
      const says = t(`desk.line.${entry.kind}`, { name: entry.name });
      told.push(polite(isOpen ? says : t("desk.news.over", { number, says })));
    }
    if (entry.kind !== "message" || entry.side !== "seeker") continue;
    const content = open(entry.body);
    if (content === null || !("text" in content)) continue;
    told.push(polite(isOpen ? t("desk.news.said", { text: content.text }) : t("desk.news.elsewhere", { number })));
  }
  if (talk.standing !== was.standing && talk.standing !== "talking") {
    const says = talk.standing === "taken" ? t(talk.beside === null ? "desk.taken.says" : "desk.company.over") : t(`desk.ended.says.${talk.reason ?? "unknown"}`);
    told.push(polite(t("desk.news.over", { number, says })));
  }
  if (talk.passesTo !== null && was.passesTo === null) {
    const says = passWords(talk.passesTo);
    told.push(polite(isOpen ? says : t("desk.news.over", { number, says })));
  }
  if (wantsHelp(talk) && (!wantsHelp(was) || helpWords(talk) !== helpWords(was))) told.push(polite(helpWords(talk)));
  if (talk.backup !== null && was.backup === null) told.push(polite(`${t("desk.help.backup")} ${talk.backup}`));
  if (talk.problem !== null && talk.problem !== was.problem) told.push(polite(t(`error.${talk.problem}`)));
  return told;
}

/** @param {string} text @returns {News} */
const polite = (text) => ({ urgent: false, text });
