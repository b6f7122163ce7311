/**
 * What the counsellor's page knows, and what each event makes of it. Pure: times come in with the events.
 *
 *   starting -> sign_in -> desk -> sign_in        signed out, or the session is over (then all is kept for the same name)
 *                       -> other_role             the account has no place at the desk
 */

import { apply as applyToCircle } from "../shared/circle.js";
import { differBeside } from "../shared/difference.js";
import { unsent } from "../shared/outbox.js";
import { AT_THE_DOOR, holdsSeat, knocked, putOut } from "../staff/door.js";
import { without, withLeft, withSeat } from "./seat.js";
import { apply as applyToTalk, cutOff, shows as showsInTalk } from "./talk.js";

/** @import { Circle, CircleEvent } from "../shared/circle.js" */
/** @import { Link } from "../shared/connection.js" */
/** @import { Entry, EntryEvent } from "../staff/door.js" */
/** @import { Account } from "../staff/session.js" */
/** @import { Country } from "../shared/directory.js" */
/** @import { Outbox } from "../shared/outbox.js" */
/** @import { SeatView } from "../shared/shapes.js" */
/** @import { Readiness } from "./readiness.js" */
/** @import { Talk, TalkEvent } from "./talk.js" */

/** @typedef {"starting" | "sign_in" | "other_role" | "desk"} Screen */
/** @typedef {"list" | "talk" | "cards" | "team"} Pane which column a small screen shows; cards and team share one */
/**
 * `seat` was so at `toldAt`; `fresh` is false until a view came over the connection there is now. `storageAway`: the server
 * has lost what it keeps things in, for now. `skills` are those that a colleague may have. `closed` are conversations the counsellor took off the screen. `accepting` is the one
 * that was accepted and opens when it comes: until then none is open, so that nothing typed for it lands in another. `notice` is a key of the locale.
 * `understaffed`: the door is closed because of who is not on. `readiness` is what is known of this device while that is on the screen; `checked`: it was, on this page. `muted`: a call could
 * not be heard.
 * @typedef {{
 *   screen: Screen, account: Account | null, entry: Entry, barred: "vog_missing" | "vog_expired" | null, link: Link | null, storageAway: boolean,
 *   seat: SeatView | null, skills: readonly string[], toldAt: number, fresh: boolean,
 *   talks: readonly Talk[], closed: readonly string[], selected: string | null, accepting: string | null,
 *   circles: readonly Circle[], pane: Pane, side: "cards" | "team", country: Country, preview: string | null, asksSignOut: boolean, asksRelief: boolean, notice: string | null, understaffed: boolean,
 *   readiness: Readiness | null, checked: boolean, muted: boolean,
 * }} Desk
 */
/**
 * @typedef {EntryEvent | { type: "expired", code: string } | { type: "asks_sign_out" | "asks_relief", asks: boolean }
 *   | { type: "link", link: Link } | { type: "storage", away: boolean }
 *   | { type: "seat", view: SeatView | null, now: number } | { type: "skills", skills: readonly string[] }
 *   | { type: "left_behind", conversation: string, outbox: Outbox, now: number }
 *   | { type: "accepting", conversation: string } | { type: "failed", key: string, accepting: string | null } | { type: "notice", key: string | null }
 *   | { type: "readiness", readiness: Readiness | null } | { type: "found", found: Partial<Readiness> } | { type: "checked" } | { type: "muted", muted: boolean }
 *   | { type: "door", understaffed: boolean } | { type: "selected", conversation: string } | { type: "pane", pane: Pane }
 *   | { type: "country", country: Country } | { type: "preview", card: string | null }
 *   | { type: "closed", conversation: string } | { type: "talk", conversation: string, event: TalkEvent } | { type: "circle", circle: string, event: CircleEvent }} DeskEvent
 */

/** @type {Desk} */
export const START = {
  screen: "starting",
  account: null,
  entry: AT_THE_DOOR,
  barred: null,
  link: null,
  storageAway: false,
  seat: null,
  skills: [],
  toldAt: 0,
  fresh: false,
  talks: [],
  closed: [],
  selected: null,
  accepting: null,
  circles: [],
  pane: "list",
  side: "cards",
  country: "NL",
  preview: null,
  asksSignOut: false,
  asksRelief: false,
  notice: null,
  understaffed: false,
  readiness: null,
  checked: false,
  muted: false,
};

/** @param {Desk} desk @param {DeskEvent} event @returns {Desk} */
export function apply(desk, event) {
  switch (event.type) {
    case "account":
      return withAccount(desk, event.account);
    case "knock":
      return { ...desk, entry: knocked(desk.entry, event.knock) };
    case "expired":
      if (desk.screen !== "desk") return desk;
      if (event.code === "vog_missing" || event.code === "vog_expired") return { ...withLink(desk, null), screen: "other_role", barred: event.code };
      return {
        ...withLink(desk, null),
        screen: "sign_in",
        entry: putOut("not_signed_in"),
        asksSignOut: false,
        asksRelief: false,
        readiness: null,
      };
    case "signed_out":
      return { ...START, country: desk.country, screen: "sign_in", entry: putOut(event.told ? null : "sign_out_unheard") };
    case "asks_sign_out":
      return { ...desk, asksSignOut: event.asks };
    case "asks_relief":
      return { ...desk, asksRelief: event.asks };
    case "link":
      return withLink(desk, event.link);
    case "storage":
      return { ...desk, storageAway: event.away };
    case "seat":
      return event.view === null ? { ...desk, fresh: false } : withSeat(desk, event.view, event.now);
    case "left_behind":
      return withLeft(desk, event.conversation, event.outbox, event.now);
    case "skills":
      return { ...desk, skills: event.skills };
    case "accepting":
      return { ...desk, accepting: event.conversation, pane: "talk", preview: null };
    case "failed":
      return { ...desk, notice: event.key, accepting: desk.accepting === event.accepting ? null : desk.accepting };
    case "notice":
      return { ...desk, notice: event.key };
    case "readiness":
      return { ...desk, readiness: event.readiness };
    case "found":
      return desk.readiness === null ? desk : { ...desk, readiness: { ...desk.readiness, ...event.found } };
    case "checked":
      return { ...desk, readiness: null, checked: true };
    case "muted":
      return desk.muted === event.muted ? desk : { ...desk, muted: event.muted };
    case "door":
      return { ...desk, understaffed: event.understaffed };
    case "selected":
      return { ...desk, selected: event.conversation, accepting: null, pane: "talk", preview: null, notice: null };
    case "pane":
      return { ...desk, pane: event.pane, side: event.pane === "cards" || event.pane === "team" ? event.pane : desk.side };
    case "country":
      return { ...desk, country: event.country };
    case "preview":
      return { ...desk, preview: event.card };
    case "closed":
      return without(desk, event.conversation);
    case "circle":
      return withCircle(desk, event.circle, event.event);
    case "talk":
      return withTalk(desk, event.conversation, (talk) => applyToTalk(talk, event.event));
  }
}

/** Whether the page has to be drawn again. @param {Desk} before @param {Desk} after */
export function shows(before, after) {
  if (differBeside(before, after, "talks") || before.talks.length !== after.talks.length) return true;
  return after.talks.some((talk, index) => {
    const was = before.talks[index];
    return was === undefined || (was !== talk && showsInTalk(was, talk));
  });
}

/** Whether a refresh would lose text: some was typed or sent, and the server does not have it. @param {Desk} desk */
export const holdsUnsent = ({ talks, circles }) => [...talks, ...circles].some(({ draft, outbox }) => draft.trim() !== "" || unsent(outbox).length > 0);

/** The conversation with this id; null when it is not on the screen. @param {Desk} desk @param {string | null} conversation */
export const find = (desk, conversation) => desk.talks.find((talk) => talk.conversation === conversation) ?? null;

/** The open conversation; null when none is, and while an accepted one has yet to come. @param {Desk} desk */
export const chosen = (desk) => (desk.accepting === null ? find(desk, desk.selected) : null);

/** Whether the server hears this page now and can keep what it says. @param {Desk} desk */
export const connected = (desk) => desk.link?.state === "open" && !desk.storageAway;

/** Whether young people are offered to them; a supervisor is here to help, and has no status. @param {Desk} desk */
export const listens = (desk) => desk.seat === null || desk.seat.capacity > 0;

/** The conversations that go on. @param {Desk} desk */
export const running = (desk) => desk.talks.filter((talk) => talk.standing === "talking").length;

/** Ended conversations that were taken off the screen and that the server still lists. @param {Desk} desk */
export function unconfirmed(desk) {
  const listed = desk.fresh ? (desk.seat?.talks ?? []) : [];
  return listed.filter((told) => told.phase === "ended" && desk.closed.includes(told.conversation)).map((told) => told.conversation);
}

/** @param {Desk} desk @param {Account | null} account @returns {Desk} */
function withAccount(desk, account) {
  if (account === null) return { ...desk, screen: "sign_in", entry: AT_THE_DOOR };
  // After an expired session everything stands as it was, but only for whom it belongs to.
  const kept = desk.account?.name === account.name ? desk : { ...START, country: desk.country };
  const screen = holdsSeat(account) ? "desk" : "other_role";
  return { ...kept, screen, account, barred: null, entry: AT_THE_DOOR };
}

/** @param {Desk} desk @param {Link | null} link null: there is none @returns {Desk} */
function withLink(desk, link) {
  const talks = link?.state === "open" ? desk.talks : desk.talks.map(cutOff);
  return { ...desk, link, talks, fresh: false, storageAway: false };
}

/** @param {Desk} desk @param {string} circle @param {CircleEvent} event @returns {Desk} */
function withCircle(desk, circle, event) {
  const circles = desk.circles.map((one) => (one.circle === circle ? applyToCircle(one, event) : one));
  return circles.every((one, index) => one === desk.circles[index]) ? desk : { ...desk, circles };
}

/** @param {Desk} desk @param {string} conversation @param {(talk: Talk) => Talk} to @returns {Desk} */
function withTalk(desk, conversation, to) {
  const talk = find(desk, conversation);
  if (talk === null) return desk;
  const changed = to(talk);
  return changed === talk ? desk : { ...desk, talks: desk.talks.map((one) => (one === talk ? changed : one)) };
}
