/** What stands in a conversation, in order: the log, and below it what is still on its way. Pure. */

import { open } from "./envelope.js";

/** @import { Envelope } from "./envelope.js" */
/** @import { Log } from "./log.js" */
/** @import { Outbox } from "./outbox.js" */
/** @import { EndReason, Notice, Part, Side } from "./shapes.js" */

/**
 * How far an own message came. `waiting`: no connection; `sending`: on its way; then stored, delivered to the other side's
 * screen, seen there.
 * @typedef {"waiting" | "sending" | "stored" | "delivered" | "seen"} Progress
 */
/**
 * `name` beside a notice is whoever had joined last, null when nobody had; `writer` is who wrote a message beside the counsellor, `beside` whose conversation it is that somebody came to. Who takes over is in the room already: `known` says so. `seq` is null while the log does not have the line; `key` is the same before and after.
 * @typedef {{ key: string, seq: number | null, kind: "message", mine: boolean, content: Envelope, progress: Progress | null, writer: string | null }
 *   | { key: string, seq: number, kind: "joined" | "left", name: string, known: boolean }
 *   | { key: string, seq: number, kind: "company_joined" | "company_left", name: string, part: Part, beside: string | null }
 *   | { key: string, seq: number, kind: "started_over" }
 *   | { key: string, seq: number, kind: "notice", notice: Notice, name: string | null }
 *   | { key: string, seq: number, kind: "ended", reason: EndReason }} Line
 */

/** One tick: stored. Two: delivered. */
export const TICKS = { waiting: "", sending: "", stored: "✓", delivered: "✓✓", seen: "✓✓" };

/**
 * @param {Log} log
 * @param {Outbox} outbox
 * @param {{ own: Side, other: Side, connected: boolean }} screen
 * @returns {Line[]} a body that is no envelope has no line
 */
export function lines(log, outbox, { own, other, connected }) {
  const marks = log.marks[other];
  /** @type {Line[]} */
  const drawn = [];
  /** @type {Set<string>} */
  const stored = new Set();
  /** @type {string | null} */
  let present = null;
  /** @type {Set<string>} */
  const here = new Set();
  for (const entry of log.entries) {
    switch (entry.kind) {
      case "message": {
        const mine = entry.side === own;
        if (mine) stored.add(entry.cmid);
        const content = open(entry.body);
        if (content === null) break;
        const progress = entry.seq <= marks.seen ? "seen" : entry.seq <= marks.delivered ? "delivered" : "stored";
        const key = `${entry.side}:${entry.cmid}`;
        drawn.push({ key, seq: entry.seq, kind: "message", mine, content, progress: mine ? progress : null, writer: entry.name ?? null });
        break;
      }
      case "joined":
      case "left":
        drawn.push({ key: `desk:${entry.cmid}`, seq: entry.seq, kind: entry.kind, name: entry.name, known: here.has(entry.name) });
        if (entry.kind === "joined") {
          present = entry.name;
          here.delete(entry.name);
        }
        break;
      case "company_joined":
      case "company_left":
        if (entry.kind === "company_joined") here.add(entry.name);
        else here.delete(entry.name);
        drawn.push({ key: `desk:${entry.cmid}`, seq: entry.seq, kind: entry.kind, name: entry.name, part: entry.part, beside: present });
        break;
      case "started_over":
        drawn.push({ key: `desk:${entry.cmid}`, seq: entry.seq, kind: entry.kind });
        break;
      case "notice":
        drawn.push({ key: `desk:${entry.cmid}`, seq: entry.seq, kind: entry.kind, notice: entry.notice, name: present });
        break;
      case "ended":
        drawn.push({ key: `desk:${entry.cmid}`, seq: entry.seq, kind: entry.kind, reason: entry.reason });
        break;
      case "withheld":
      case "other":
        break;
    }
  }
  for (const item of outbox) {
    const content = stored.has(item.cmid) ? null : open(item.body);
    if (content === null) continue;
    const progress = item.state === "stored" ? "stored" : connected ? "sending" : "waiting";
    drawn.push({ key: `${own}:${item.cmid}`, seq: null, kind: "message", mine: true, content, progress, writer: null });
  }
  return drawn;
}
