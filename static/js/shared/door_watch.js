/** Asks what somebody new finds at the door, again and again, for as long as somebody looks at a page on which that matters. */

import { door } from "./shapes.js";

/** @import { Door } from "./shapes.js" */

const AGAIN_MS = 20_000;
/** Those who wait for the same opening must not all ask in the same second. */
const SPREAD_MS = 10_000;

export class DoorWatch {
  #tell;
  #language;
  /** In which language it was asked last. @type {string | null} */
  #asked = null;
  #looks = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {(door: Door | null) => void} tell null: nobody can say now
   * @param {() => string} language which one somebody new would speak
   */
  constructor(tell, language) {
    this.#tell = tell;
    this.#language = language;
    addEventListener("visibilitychange", () => this.#looks && !document.hidden && void this.#ask());
  }

  /** From now on the door matters, or no longer. @param {boolean} looks */
  look(looks) {
    if (looks === this.#looks) return;
    this.#looks = looks;
    clearTimeout(this.#timer);
    if (looks) void this.#ask();
  }

  /** Whoever speaks another language now may find another door. */
  turn() {
    if (this.#looks && this.#asked !== this.#language()) void this.#ask();
  }

  async #ask() {
    clearTimeout(this.#timer);
    this.#asked = this.#language();
    const door = await found(this.#asked);
    if (!this.#looks) return;
    this.#tell(door);
    clearTimeout(this.#timer);
    if (!document.hidden) this.#timer = setTimeout(() => void this.#ask(), AGAIN_MS + Math.random() * SPREAD_MS);
  }
}

/** @param {string} language @returns {Promise<Door | null>} */
async function found(language) {
  try {
    const answer = await fetch(`/door?taal=${language}`, { cache: "no-store" });
    if (!answer.ok) return null;
    const said = await answer.json();
    return door(said) ? said : null;
  } catch {
    return null;
  }
}
