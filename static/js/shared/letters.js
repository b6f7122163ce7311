/**
 * What is written on a page before the server gave it the key: sealed so that only whoever gets that key opens it.
 *
 *   known once -> a box: its slot lies open, its lock is sealed under the server's key
 *   loaded anew -> one letter through the slot, for as long as the page is not known -> known: all letters are read
 *
 * The slot is the public half of a pair of keys, the lock the private one. A letter is sealed with a pair of its own, of which only the
 * public half stays.
 */

import { Drawer, drawers } from "./drawer.js";
import { bytesOf, encoded, opened, sealed, spelled } from "./sealing.js";

/** @import { Outbox } from "./outbox.js" */

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const POINT_BYTES = 65;

export class Letters {
  #box;
  #slot;
  #start;
  /** This page's own, once it has one. @type {string | null} */
  #own = null;
  /** What to put into it next. @type {Outbox | null} */
  #wanted = null;
  #isWriting = false;
  /** Raised when what they say is kept elsewhere, or nothing may be: what was begun before is not written after. */
  #turn = 0;

  /** @param {string} start under which they lie on the device */
  constructor(start) {
    this.#box = new Drawer(`${start}box`);
    this.#slot = new Drawer(`${start}slot`);
    this.#start = `${start}letter.`;
  }

  /** Whether a drawer is one of these. @param {string} name @param {string} start */
  static owns = (name, start) => name === `${start}box` || name === `${start}slot` || name.startsWith(`${start}letter.`);

  /** This is what was written on this page. Nothing is kept before a page of this tab was known once. @param {Outbox} outbox */
  post(outbox) {
    this.#wanted = outbox;
    if (!this.#isWriting) void this.#write();
  }

  /** What earlier loads of the page wrote, in order; from now on there is a box. @param {CryptoKey} key what the server gives @returns {Promise<Outbox>} */
  async open(key) {
    const lock = await this.#unlock(key);
    if (lock === null) {
      await this.#make(key);
      return [];
    }
    const read = await Promise.all(this.#lying().filter((name) => name !== this.#own).map((name) => readLetter(name, lock)));
    return read.flat();
  }

  /** What they said is kept elsewhere. */
  clear() {
    this.drop();
    for (const name of this.#lying()) new Drawer(name).drop();
  }

  /** What was begun is not written any more. */
  drop() {
    this.#turn += 1;
    this.#wanted = this.#own = null;
  }

  #lying() {
    return drawers(this.#start).sort();
  }

  async #write() {
    this.#isWriting = true;
    const turn = this.#turn;
    while (this.#wanted !== null && turn === this.#turn) {
      const outbox = this.#wanted;
      this.#wanted = null;
      const slot = this.#slot.find();
      if (slot === null || (outbox.length === 0 && this.#own === null)) continue;
      const name = this.#own ?? `${this.#start}${String(this.#lying().length).padStart(4, "0")}`;
      const letter = await sealLetter(name, outbox, slot);
      if (turn !== this.#turn) break;
      this.#own = name;
      new Drawer(name).keep(letter);
    }
    this.#isWriting = false;
  }

  /** @param {CryptoKey} key @returns {Promise<CryptoKey | null>} */
  async #unlock(key) {
    const lock = await opened("box", this.#box.find(), key);
    return lock === null ? null : crypto.subtle.importKey("pkcs8", bytesOf(lock), CURVE, false, ["deriveBits"]);
  }

  /** @param {CryptoKey} key */
  async #make(key) {
    const turn = this.#turn;
    const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
    const lock = await sealed("box", spelled(new Uint8Array(await crypto.subtle.exportKey("pkcs8", pair.privateKey))), key);
    const slot = spelled(new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)));
    if (turn !== this.#turn) return;
    // Letters into a slot whose lock cannot be opened any more are of no use to anybody.
    for (const name of this.#lying()) new Drawer(name).drop();
    if (this.#box.keep(lock)) this.#slot.keep(slot);
  }
}

/** @param {string} name @param {Outbox} outbox @param {string} slot */
async function sealLetter(name, outbox, slot) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const to = await crypto.subtle.importKey("raw", bytesOf(slot), CURVE, false, []);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return sealed(name, outbox, await shared(pair.privateKey, to), point);
}

/** What stands in it; nothing when it cannot be opened. @param {string} name @param {CryptoKey} lock @returns {Promise<Outbox>} */
async function readLetter(name, lock) {
  const letter = new Drawer(name).find();
  if (letter === null) return [];
  try {
    const from = await crypto.subtle.importKey("raw", bytesOf(letter).slice(0, POINT_BYTES), CURVE, false, []);
    return (await opened(name, letter, await shared(lock, from), POINT_BYTES)) ?? [];
  } catch {
    return [];
  }
}

/** The key that both halves come to. @param {CryptoKey} own @param {CryptoKey} other */
async function shared(own, other) {
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const secret = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoded("luister letter") };
  return crypto.subtle.deriveKey(how, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}
