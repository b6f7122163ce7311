/**
 * The values on the wire: what stands inside events, and the answers to them.
 *
 * Mirrors chat/transport/shapes.py; docs/reference/wire.md explains it. Whatever comes from outside passes a guard or a reader
 * here first: it gives the typed value, or null for what does not fit.
 */

import { count, flag, listOf, oneOf, orAbsent, orNull, shape, text } from "./guards.js";

/** @import { Guard, Reader } from "./guards.js" */

/** @typedef {"seeker" | "counsellor" | "desk"} Side */
/** @typedef {"counsellor_ended" | "seeker_stopped" | "seeker_left" | "seeker_lost" | "silence" | "line_closed"} EndReason */
/** @typedef {"frame" | "ten_minutes" | "silence" | "silence_again" | "silence_last" | "relieved"} Notice what the desk says in a conversation by itself */
/** @typedef {"waiting" | "talking" | "ended"} Phase */
/** @typedef {"ready" | "away" | "break" | "stopping" | "relieved"} Chosen what a counsellor says of how they are there */
/** @typedef {Chosen | "missed" | "wrap_up"} Status and what follows by itself */
/** @typedef {"nl" | "en"} Language */
/** @typedef {"young" | "friend"} Doorway for themselves, or because they worry about somebody else */
/** @typedef {"yes" | "no" | "unsure"} Safety the answer to "are you safe now?" */
/** @typedef {"passed_on" | "handed_over" | "urgent" | "asked_for" | "turn"} Why somebody is the next; with `passed_on` a colleague is still with them */
/** @typedef {"open" | "queue" | "full" | "closed"} DoorState */
/** @typedef {"hours" | "order" | "staffing" | "closing"} Because nobody new is let in */
/** @typedef {"busy" | "staffing" | "technical" | "incident"} DoorReason why a supervisor closed the door, or let only so many wait */
/** @typedef {"unaccepted" | "away" | "unanswered" | "urgent" | "language" | "staffing" | "another"} AlarmKind */

/** Four words, and the last day on which they count, as `2026-12-20`. @typedef {{ words: string[], language: Language, until: string }} Given */
/** How many return words lead to one counsellor; `name` is null when the account is gone. @typedef {{ counsellor: string, name: string | null, live: number }} Link */

/** @typedef {{ epoch: string, seq: number }} Position how far a log is held; seq 0 is the empty log */
/**
 * What every line has: `side` and `cmid` together name it through every life of the log, `proof` is the server's mark on it.
 * @typedef {{ seq: number, side: Side, cmid: string, proof: string }} Named
 */
/** `name` is who wrote it, when that was company of the counsellor. @typedef {Named & { kind: "message", body: string, name?: string | undefined }} MessageEntry */
/** @typedef {Named & { kind: "joined" | "left", name: string }} PresenceEntry */
/** @typedef {"supervisor" | "mentor" | "colleague"} Part as what somebody is beside the counsellor */
/** @typedef {Named & { kind: "company_joined" | "company_left", name: string, part: Part }} CompanyEntry */
/** @typedef {Named & { kind: "started_over" }} StartedOverEntry the young person began again */
/** @typedef {Named & { kind: "withheld" }} WithheldEntry the place of a message from before that, for who may not read it */
/** @typedef {Named & { kind: "ended", reason: EndReason }} EndedEntry */
/** @typedef {Named & { kind: "notice", notice: Notice }} NoticeEntry */
/** @typedef {Named & { kind: "other", whole: object }} OtherEntry a kind this page is too old for: it keeps its place, and draws nothing */
/** @typedef {MessageEntry | PresenceEntry | CompanyEntry | StartedOverEntry | WithheldEntry | EndedEntry | NoticeEntry | OtherEntry} Entry */
/** @typedef {{ side: Side, delivered: number, seen: number }} Mark */
/**
 * A stretch of a log, in order; with `reset` it is the whole log and replaces what is held.
 * @typedef {{ conversation: string, epoch: string, head: number, reset: boolean, entries: Entry[], marks: Mark[] }} Stretch
 */
/** @typedef {{ conversation: string, epoch: string, seq: number, marks: Mark[] }} Head */

/** @typedef {{ low: number, high: number | null }} Band how long most waits are, in whole minutes; `high` null: longer than an hour */
/** @typedef {{ at: number, zone: string }} Time seconds since the epoch, and the zone in which the line tells it */
/** Who reads beside the counsellor; `coming` is the name of the colleague who takes it over and does not read yet. @typedef {{ present: { name: string, part: Part }[], coming: string | null }} Company */
/** That this is a conversation that `holder` has. @typedef {{ holder: string, part: Part }} Beside */
/** A conversation of a colleague, to which they may come as `part`. @typedef {{ conversation: string, holder: string, elapsed_ms: number, part: Part }} Colleague */
/**
 * `place` counts from 1 among those who wait and are present, `behind` is why somebody who came later stands before them. `attended`: a counsellor who speaks their language is on. `closes` is
 * when the line closes, once that is near or the wait may last beyond it. `unanswered`: their counsellor never said anything.
 * @typedef {{ version: number, conversation: string, phase: Phase, place: number | null, behind: Why | null, band: Band | null,
 *   attended: boolean, urgent: boolean, handed_over: boolean, unanswered: boolean, closes: Time | null, frame_minutes: number | null, name: string | null,
 *   counsellor_here: boolean, on_hold: boolean, reason: EndReason | null, reunites: boolean, company?: Company | undefined, asked_another?: boolean | undefined }} SeekerView
 */
/**
 * `everybody`: all who are free see it, and the first has it.
 * @typedef {{ conversation: string, version: number, language: Language, waited_ms: number, left_ms: number, why: Why,
 *   everybody: boolean, rehearsed: boolean }} Offer
 */
/** Who is asked to help at this moment. @typedef {"supervisors" | "everybody" | "colleagues" | "nobody"} Reach */
/**
 * What became of asking for help: for how long nobody comes, or had not come, and who comes, null while nobody does.
 * @typedef {{ circle: string, waited_ms: number, reach: Reach, helper: string | null }} Help
 */
/** A request for help by `name`; `helper` comes, and `mine` says that this is whoever looks. @typedef {{ circle: string, name: string, waited_ms: number, helper: string | null, mine: boolean, rehearsed: boolean }} Call */
/** One line of a circle of staff. @typedef {{ seq: number, cmid: string, name: string, body: string, at: Time }} StaffLine */
/** The number of the newest line of a circle. @typedef {{ circle: string, seq: number }} CircleHead */
/**
 * `urgent`: they said while waiting that they are not safe, or do not know; `risk` is what the counsellor saw, from 0 to 3, null while they have not said; `passes_to` are the skills of the colleague to whom
 * they wish to pass it on, null without such a wish; `onward`: colleagues are asked to take it over.
 * @typedef {{ conversation: string, version: number, phase: Phase, elapsed_ms: number | null, seeker_away_ms: number | null,
 *   on_hold: boolean, reason: EndReason | null, rehearsed: boolean, urgent: boolean, risk: number | null,
 *   passes_to: string[] | null, onward: boolean, help: Help | null, backup: string | null, company?: Company | undefined, beside?: Beside | undefined }} Talk
 */
/**
 * `wrap_up` says for how long nobody is offered after a conversation, and whether there was danger in it; null with another status.
 * @typedef {{ version: number, name: string, status: Status, capacity: number, offer: Offer | null, talks: Talk[],
 *   backup: string | null, calls: Call[], room: string | null, wrap_up: { left_ms: number, heavy: boolean } | null,
 *   colleagues?: Colleague[] | undefined, comes_to?: Colleague | undefined }} SeatView
 */
/**
 * What somebody new finds. `because` stands with `closed`, and as `closing` with `full`; `opens` is when the next opening begins, `closes` when the running
 * one ends; `languages` are those that somebody who is on speaks.
 * @typedef {{ state: DoorState, because: Because | null, opens: Time | null, closes: Time | null, languages: Language[],
 *   band: Band | null }} Door
 */
/** @typedef {{ kind: AlarmKind, count: number, longest_ms: number | null }} Alarm what needs a supervisor now */
/**
 * `closed`, `cap` and `reason` are what a supervisor ordered; `cap` null lets any number wait. `minimum` people are needed, of whom
 * `seated` counsellors and beside them `leading` supervisors are on. `declined` and `missed` count offers of this shift, also of who went.
 * @typedef {{ version: number, door: Door, closed: boolean, cap: number | null, reason: DoorReason | null, waiting: number,
 *   urgent: number, longest_wait_ms: number | null, talking: number, seated: number, leading: number, minimum: number, free: number,
 *   declined: number, missed: number, alarms: Alarm[], calls: Call[], room: string | null }} BoardView
 */

const side = oneOf("seeker", "counsellor", "desk");
const reason = oneOf("counsellor_ended", "seeker_stopped", "seeker_left", "seeker_lost", "silence", "line_closed");
const phase = oneOf("waiting", "talking", "ended");
const language = oneOf("nl", "en");
const why = oneOf("passed_on", "handed_over", "urgent", "asked_for", "turn");
/** @type {Guard<Time>} */
const time = shape({ at: count, zone: text });
/** @type {Guard<Mark>} */
export const mark = shape({ side, delivered: count, seen: count });
/** @type {Guard<Head>} */
export const head = shape({ conversation: text, epoch: text, seq: count, marks: listOf(mark) });
/** @type {Guard<Band>} */
const band = shape({ low: count, high: orNull(count) });
const part = oneOf("supervisor", "mentor", "colleague");
/** @type {Guard<Company>} */
const company = shape({ present: listOf(shape({ name: text, part })), coming: orNull(text) });
/** @type {Guard<Colleague>} */
const colleague = shape({ conversation: text, holder: text, elapsed_ms: count, part });
/** @type {Guard<SeekerView>} */
export const seekerView = shape({
  version: count,
  conversation: text,
  phase,
  place: orNull(count),
  behind: orNull(why),
  band: orNull(band),
  attended: flag,
  urgent: flag,
  handed_over: flag,
  unanswered: flag,
  closes: orNull(time),
  frame_minutes: orNull(count),
  name: orNull(text),
  counsellor_here: flag,
  on_hold: flag,
  reason: orNull(reason),
  reunites: flag,
  company: orAbsent(company),
  asked_another: orAbsent(flag),
});
/** @type {Guard<Offer>} */
const offer = shape({
  conversation: text,
  version: count,
  language,
  waited_ms: count,
  left_ms: count,
  why,
  everybody: flag,
  rehearsed: flag,
});
const reach = oneOf("supervisors", "everybody", "colleagues", "nobody");
/** @type {Guard<Help>} */
const help = shape({ circle: text, waited_ms: count, reach, helper: orNull(text) });
/** @type {Guard<Call>} */
const call = shape({ circle: text, name: text, waited_ms: count, helper: orNull(text), mine: flag, rehearsed: flag });
/** @type {Guard<StaffLine>} */
export const staffLine = shape({ seq: count, cmid: text, name: text, body: text, at: time });
/** @type {Guard<CircleHead>} */
export const circleHead = shape({ circle: text, seq: count });
/** @type {Guard<Talk>} */
const talk = shape({
  conversation: text,
  version: count,
  phase,
  elapsed_ms: orNull(count),
  seeker_away_ms: orNull(count),
  on_hold: flag,
  reason: orNull(reason),
  rehearsed: flag,
  urgent: flag,
  risk: orNull(count),
  passes_to: orNull(listOf(text)),
  onward: flag,
  help: orNull(help),
  backup: orNull(text),
  company: orAbsent(company),
  beside: orAbsent(shape({ holder: text, part })),
});
/** @type {Guard<SeatView>} */
export const seatView = shape({
  version: count,
  name: text,
  status: oneOf("ready", "away", "break", "stopping", "relieved", "missed", "wrap_up"),
  capacity: count,
  offer: orNull(offer),
  talks: listOf(talk),
  backup: orNull(text),
  calls: listOf(call),
  room: orNull(text),
  wrap_up: orNull(shape({ left_ms: count, heavy: flag })),
  colleagues: orAbsent(listOf(colleague)),
  comes_to: orAbsent(colleague),
});
/** @type {Guard<Door>} */
export const door = shape({
  state: oneOf("open", "queue", "full", "closed"),
  because: orNull(oneOf("hours", "order", "staffing", "closing")),
  opens: orNull(time),
  closes: orNull(time),
  languages: listOf(language),
  band: orNull(band),
});
/** @type {Guard<Alarm>} */
const alarm = shape({
  kind: oneOf("unaccepted", "away", "unanswered", "urgent", "language", "staffing", "another"),
  count,
  longest_ms: orNull(count),
});
/** @type {Guard<Given>} */
export const given = shape({ words: listOf(text), language: oneOf("nl", "en"), until: text });
/** @type {Guard<Link>} */
export const link = shape({ counsellor: text, name: orNull(text), live: count });
/** @type {Guard<BoardView>} */
export const boardView = shape({
  version: count,
  door,
  closed: flag,
  cap: orNull(count),
  reason: orNull(oneOf("busy", "staffing", "technical", "incident")),
  waiting: count,
  urgent: count,
  longest_wait_ms: orNull(count),
  talking: count,
  seated: count,
  leading: count,
  minimum: count,
  free: count,
  declined: count,
  missed: count,
  alarms: listOf(alarm),
  calls: listOf(call),
  room: orNull(text),
});

const named = { seq: count, side, cmid: text, proof: text };
/** @type {Guard<Named & { kind: string }>} */
const isNamed = shape({ ...named, kind: text });
/** @type {Record<string, Guard<Entry>>} */
const KINDS = {
  message: shape({ ...named, kind: oneOf("message"), body: text, name: orAbsent(text) }),
  company_joined: shape({ ...named, kind: oneOf("company_joined", "company_left"), name: text, part }),
  company_left: shape({ ...named, kind: oneOf("company_joined", "company_left"), name: text, part }),
  started_over: shape({ ...named, kind: oneOf("started_over") }),
  withheld: shape({ ...named, kind: oneOf("withheld") }),
  joined: shape({ ...named, kind: oneOf("joined", "left"), name: text }),
  left: shape({ ...named, kind: oneOf("joined", "left"), name: text }),
  ended: shape({ ...named, kind: oneOf("ended"), reason }),
  notice: shape({
    ...named,
    kind: oneOf("notice"),
    notice: oneOf("frame", "ten_minutes", "silence", "silence_again", "silence_last", "relieved"),
  }),
};

/** @type {Reader<Entry>} */
export function readEntry(value) {
  if (!isNamed(value) || value.seq === 0) return null;
  const known = Object.hasOwn(KINDS, value.kind) ? KINDS[value.kind] : undefined;
  if (known !== undefined) return known(value) ? value : null;
  const { seq, side, cmid, proof } = value;
  return { seq, kind: "other", side, cmid, proof, whole: value };
}

/** @type {Guard<Omit<Stretch, "entries"> & { entries: unknown[] }>} */
const stretch = shape({
  conversation: text,
  epoch: text,
  head: count,
  reset: flag,
  entries: /** @type {Guard<unknown[]>} */ (Array.isArray),
  marks: listOf(mark),
});

/** @type {Reader<Stretch>} */
export function readLog(value) {
  if (!stretch(value)) return null;
  const entries = value.entries.map(readEntry);
  return entries.every((entry) => entry !== null) ? { ...value, entries } : null;
}
