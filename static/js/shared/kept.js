/**
 * What a page keeps of a conversation for a reload: its log and what was not delivered yet, sealed under a key that does not lie on the device.
 *
 * The server gives the key to whoever shows a good ticket, and to nobody once the conversation was left, or its end can be
 * read no longer (DESIGN.md 5, On the device).
 * With it two people who both press refresh while the server is gone still have what they said. Each line of the log lies
 * sealed on its own, since a log only grows; the outbox and how far the log goes are written last, so that what they
 * name is there, and once more before a new life of the log.
 */

import { Drawer, emptyDrawers } from "./drawer.js";
import { Letters } from "./letters.js";
import { EMPTY as NO_LOG, emptyLog } from "./log.js";
import { EMPTY as NO_OUTBOX } from "./outbox.js";
import { bytesOf, opened, sealed } from "./sealing.js";

/** @import { Log } from "./log.js" */
/** @import { Outbox } from "./outbox.js" */

/** @typedef {{ log: Log, outbox: Outbox }} Held */

export class Kept {
  #start;
  /** The key as it was given last, and all that follows from it. @type {string | null} */
  #spelled = null;
  #opening = Promise.resolve();
  /** @type {CryptoKey | null} */
  #key = null;
  /** What an earlier load of the page kept, until this one takes it. @type {Held | null} */
  #found = null;
  /** Raised when all is dropped: nothing that was begun before is written after. */
  #turn = 0;
  /** As far as it is written. @type {Held} */
  #written = { log: NO_LOG, outbox: NO_OUTBOX };
  /** As it stands. @type {Held | null} */
  #newest = null;
  /** What to write next. @type {Held | null} */
  #wanted = null;
  #isWriting = false;
  #letters;

  /** @param {string} name under which it lies on the device */
  constructor(name) {
    this.#start = `${name}.`;
    this.#letters = new Letters(this.#start);
  }

  /** Use this key, as often as it is given; then there is what an earlier load of the page kept under it. @param {string} deviceKey @returns {Promise<void>} */
  open(deviceKey) {
    // Without a secure context there is no sealing, and then nothing is kept.
    if (deviceKey !== this.#spelled && crypto.subtle !== undefined) {
      this.#spelled = deviceKey;
      this.#opening = this.#open(deviceKey, this.#turn);
    }
    return this.#opening;
  }

  /** Whether what lies there is known to this page: it had the key. */
  get isOpen() {
    return this.#key !== null;
  }

  /** What an earlier load of the page kept, once; null when nothing. Whoever opened may have no use for it any more when it is there. */
  take() {
    const found = this.#found;
    this.#found = null;
    return found;
  }

  /**
   * This is how it stands now. Before there is a key, and before what was kept is taken, only what was written on this page: nothing of the other
   * is overwritten. @param {Held} held
   */
  keep({ log, outbox }) {
    if (this.#key === null || this.#found !== null) {
      if (crypto.subtle !== undefined) this.#letters.post(outbox);
      return;
    }
    if (log.conversation === null) return;
    this.#newest = this.#wanted = { log, outbox };
    void this.#write();
  }

  /** Nothing of it stays. */
  drop() {
    this.#turn += 1;
    this.#spelled = this.#key = this.#found = this.#newest = this.#wanted = null;
    this.#written = { log: NO_LOG, outbox: NO_OUTBOX };
    this.#letters.drop();
    emptyDrawers(this.#start);
  }

  /** @param {string} deviceKey @param {number} turn */
  async #open(deviceKey, turn) {
    const key = await crypto.subtle.importKey("raw", bytesOf(deviceKey), "AES-GCM", false, ["encrypt", "decrypt"]);
    const held = await this.#read(key);
    const written = await this.#letters.open(key);
    if (turn !== this.#turn || deviceKey !== this.#spelled) return;
    this.#key = key;
    // Letters may lie there alone: the page before was refreshed before it had put anything away.
    if (held !== null || written.length > 0) this.#found = { log: held?.log ?? NO_LOG, outbox: [...(held?.outbox ?? []), ...written] };
    this.#written = held ?? { log: NO_LOG, outbox: NO_OUTBOX };
    // After another sign-in all of it is sealed anew.
    this.#wanted = this.#newest;
    void this.#write();
  }

  async #write() {
    if (this.#isWriting) return;
    this.#isWriting = true;
    while (this.#key !== null && this.#wanted !== null) {
      const held = this.#wanted;
      this.#wanted = null;
      await this.#put(held, this.#key, this.#turn);
    }
    this.#isWriting = false;
  }

  /** @param {Held} held @param {CryptoKey} key @param {number} turn */
  async #put({ log, outbox }, key, turn) {
    const { log: before, outbox: box } = this.#written;
    if (log.entries === before.entries && log.epoch === before.epoch && outbox === box) return;
    const { conversation, epoch, entries } = log;
    const from = epoch === before.epoch && conversation === before.conversation ? before.entries.length : 0;
    const own = `${this.#start}${epoch ?? ""}.`;
    const lines = entries.slice(from);
    let noted = box;
    /** @param {Log} far as far as the log lies there */
    const note = (far) => {
      noted = this.#wanted?.outbox ?? outbox;
      return this.#seal(`${this.#start}now`, { ...headOf(far, conversation), outbox: noted }, key, turn);
    };
    for (const entry of lines) {
      // A long log takes a while to seal: what is written meanwhile does not wait for it, and lies beside what was there before.
      if (lines.length > 1 && noted !== (this.#wanted?.outbox ?? outbox) && !(await note(before))) return;
      if (!(await this.#seal(`${own}${entry.seq}`, entry, key, turn))) return;
    }
    if (!(await note(log))) return;
    // Another key was taken meanwhile: under that nothing is written yet.
    if (key !== this.#key) return;
    if (from === 0) emptyDrawers(this.#start, (name) => name.startsWith(own) || name === `${this.#start}now` || Letters.owns(name, this.#start));
    if (this.#found === null) this.#letters.clear();
    this.#written = { log, outbox: noted };
  }

  /** @param {CryptoKey} key @returns {Promise<Held | null>} */
  async #read(key) {
    const now = await unseal(`${this.#start}now`, key);
    if (now === null) return null;
    const { conversation, epoch, length, outbox } = now;
    const lines = await Promise.all(Array.from({ length }, (_, index) => unseal(`${this.#start}${epoch}.${index + 1}`, key)));
    const end = lines.indexOf(null);
    const entries = end < 0 ? lines : lines.slice(0, end);
    return { log: { ...emptyLog(conversation), epoch: entries.length === 0 ? null : epoch, entries }, outbox };
  }

  /** Whether it lies there now; not when there is no room, or when all was dropped or another key taken meanwhile. @param {string} name @param {unknown} value @param {CryptoKey} key @param {number} turn */
  async #seal(name, value, key, turn) {
    const text = await sealed(name, value, key);
    if (turn !== this.#turn || key !== this.#key) return false;
    return new Drawer(name).keep(text);
  }
}

/** Which lines of this log lie there; none of another conversation's. @param {Log} log @param {string | null} conversation */
function headOf(log, conversation) {
  const isOwn = log.conversation === conversation;
  return { conversation, epoch: isOwn ? log.epoch : null, length: isOwn ? log.entries.length : 0 };
}

/** What lies under this name; null when nothing does, or it was sealed otherwise. @param {string} name @param {CryptoKey} key @returns {Promise<any>} */
const unseal = (name, key) => opened(name, new Drawer(name).find(), key);
