/** Values the tests are made of, and a generator whose seed can be printed. */

/** @import { EndReason, EndedEntry, Entry, MessageEntry, Notice, NoticeEntry, PresenceEntry, SeekerView, Side, Stretch } from "../../static/js/shared/shapes.js" */

/** @param {number} seq @param {Side} side @param {string} [text] @returns {MessageEntry} */
export const message = (seq, side, text = `text ${seq}`) => ({
  seq,
  kind: "message",
  side,
  cmid: `${side}-${seq}`,
  proof: `proof-${seq}`,
  body: JSON.stringify({ text }),
});

/** @param {number} seq @param {"joined" | "left"} kind @param {string} name @returns {PresenceEntry} */
export const presence = (seq, kind, name = "Sam") => ({ seq, kind, side: "desk", cmid: `${kind}-${seq}`, proof: `proof-${seq}`, name });

/** @param {number} seq @param {Notice} said @returns {NoticeEntry} */
export const notice = (seq, said) => ({ seq, kind: "notice", side: "desk", cmid: `notice-${seq}`, proof: `proof-${seq}`, notice: said });

/** @param {number} seq @param {EndReason} [reason] @returns {EndedEntry} */
export const end = (seq, reason = "counsellor_ended") => ({
  seq,
  kind: "ended",
  side: "desk",
  cmid: "ended",
  proof: `proof-${seq}`,
  reason,
});

/** @param {Entry[]} entries @param {Partial<Stretch>} [more] @returns {Stretch} */
export const stretch = (entries, more = {}) => ({
  conversation: "talk",
  epoch: "one",
  head: entries.at(-1)?.seq ?? 0,
  reset: false,
  entries,
  marks: [],
  ...more,
});

/** @param {Partial<SeekerView>} [more] @returns {SeekerView} */
export const view = (more = {}) => ({
  version: 1,
  conversation: "talk",
  phase: "waiting",
  place: 1,
  behind: null, band: null,
  attended: true,
  urgent: false,
  handed_over: false,
  unanswered: false,
  closes: null,
  frame_minutes: null,
  name: null,
  counsellor_here: false,
  on_hold: false,
  reason: null,
  reunites: false,
  ...more,
});

/**
 * A log after a browser offered back what it held: each line right after the one it followed, as conversation/transcript.py does.
 * @param {Entry[]} entries @param {Entry[]} offered
 */
export function restored(entries, offered) {
  const merged = [...entries];
  let place = 0;
  for (const entry of offered) {
    const at = merged.findIndex((one) => one.side === entry.side && one.cmid === entry.cmid);
    if (at < 0) merged.splice(place, 0, entry);
    place = (at < 0 ? place : at) + 1;
  }
  const isNewLife = entries.some((entry, index) => merged[index] !== entry);
  return { entries: merged.map((entry, index) => ({ ...entry, seq: index + 1 })), isNewLife };
}

/** Random numbers from 0 up to 1 that are the same for the same seed (mulberry32). @param {number} seed */
export function chances(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @template T @param {T[]} list @param {() => number} chance @returns {T} */
export const pick = (list, chance) => /** @type {T} */ (list[Math.floor(chance() * list.length)]);

/** An account with one role that may what that role is known for. @param {string} name @param {"counsellor" | "supervisor" | "administrator"} role */
export function accountOf(name, role) {
  const may = { counsellor: ["hold_seat"], supervisor: ["see_board", "help", "invite", "keep_people"], administrator: ["invite", "keep_people", "change_roles"] };
  return { id: `id of ${name}`, name, roles: [role], may: may[role], failed: 0 };
}
