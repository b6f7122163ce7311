/** Carries what staff say among themselves over the wire, one circle beside the other. A young person's page never loads this. */

import { open } from "./envelope.js";
import { newId } from "./identifiers.js";
import { EMPTY } from "./outbox.js";
import { Sender } from "./sender.js";
import { Turns } from "./turns.js";

/** @import { Circle, CircleEvent } from "./circle.js" */
/** @import { Requests } from "./wire.js" */

/**
 * - `circles`: as they are held now
 * - `tell`: what happened to one of them; it has changed when this returns
 * - `speaks`: the event with which something is said there
 * @typedef {{
 *   circles: () => readonly Circle[], tell: (circle: string, event: CircleEvent) => void, speaks: (circle: string) => "whisper.send" | "room.send",
 *   ask: <E extends "whisper.send" | "room.send" | "circle.sync">(event: E, payload: Requests[E]["payload"]) => Promise<Requests[E]["answer"]>,
 * }} CirclePort
 */

export class CirclePost {
  #port;
  #ready = false;
  #turns = new Turns(() => undefined);
  /** @type {Map<string, Sender<{ cmid: string, seq: number }>>} */
  #senders = new Map();
  /** Circles that are being asked for. @type {Set<string>} */
  #asking = new Set();

  /** @param {CirclePort} port */
  constructor(port) {
    this.#port = port;
  }

  /** The server knows this page: read on, and say what waits. */
  start() {
    this.rest();
    this.#ready = true;
    for (const { circle } of this.#port.circles()) {
      this.#port.tell(circle, { type: "sync_wanted" });
      this.#sender(circle).start();
    }
    this.tend();
  }

  /** Nothing more until the next start. */
  rest() {
    this.#turns.next();
    this.#ready = false;
    this.#asking.clear();
    for (const sender of this.#senders.values()) sender.pause();
    for (const { circle } of this.#port.circles()) this.#port.tell(circle, { type: "cut_off" });
  }

  /** What the state asks for, after it was drawn. */
  tend() {
    const here = this.#port.circles();
    for (const [circle, sender] of this.#senders) {
      if (here.some((one) => one.circle === circle)) continue;
      sender.pause();
      this.#senders.delete(circle);
    }
    if (!this.#ready) return;
    for (const { circle, wantsSync } of here) {
      this.#sender(circle).kick();
      if (wantsSync) void this.#read(circle);
    }
  }

  /** Send was pressed. @param {string} circle @param {string} body */
  press(circle, body) {
    this.#port.tell(circle, { type: "pressed", cmid: newId(), body });
    if (this.#ready) this.#sender(circle).kick();
  }

  /** @param {string} circle */
  async #read(circle) {
    if (this.#asking.has(circle)) return;
    this.#asking.add(circle);
    const { now } = this.#turns;
    this.#port.tell(circle, { type: "sync_asked" });
    await this.#turns.again(async () => {
      const after = this.#find(circle)?.held ?? 0;
      const { head, lines } = await this.#port.ask("circle.sync", { circle, after });
      this.#port.tell(circle, { type: "read", after, head, lines });
    });
    if (now === this.#turns.now) this.#asking.delete(circle);
  }

  /** @param {string} circle */
  #sender(circle) {
    const known = this.#senders.get(circle);
    if (known !== undefined) return known;
    const { tell, ask, speaks } = this.#port;
    /** @type {Sender<{ cmid: string, seq: number }>} */
    const sender = new Sender({
      outbox: () => this.#find(circle)?.outbox ?? EMPTY,
      send: ({ cmid, body }) => ask(speaks(circle), { circle, cmid, body }),
      sent: ({ cmid }) => tell(circle, { type: "sent", cmid }),
      answered: ({ cmid }, { seq }) => tell(circle, { type: "answered", cmid, seq }),
      failed: ({ cmid }) => tell(circle, { type: "failed", cmid }),
      refused: ({ cmid, body }, code) => {
        const content = open(body);
        tell(circle, { type: "refused", cmid, code, text: content !== null && "text" in content ? content.text : "" });
      },
    });
    this.#senders.set(circle, sender);
    if (this.#ready) sender.start();
    return sender;
  }

  /** @param {string} circle */
  #find(circle) {
    return this.#port.circles().find((one) => one.circle === circle);
  }
}
