/** Calls the counsellor to the page until they come: two tones and, while the page is not looked at, a notification that says nothing. */

import { Chime } from "./chime.js";

const AGAIN_MS = 5_000;
/** One notification stands, however often it is shown. */
const TAG = "luister";

export class Ringing {
  #tell;
  chime = new Chime();
  /** @type {string | null} */
  #cause = null;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #again;
  /** @type {Notification | null} */
  #notice = null;

  #words;

  /** @param {(muted: boolean) => void} tell hears whether a call could not be heard @param {() => string} words what a notification says */
  constructor(tell, words) {
    this.#tell = tell;
    this.#words = words;
  }

  /** Call for this until it is something else; null: be silent. @param {string | null} cause */
  callFor(cause) {
    if (cause === this.#cause) return;
    this.#cause = cause;
    clearInterval(this.#again);
    this.#notice?.close();
    this.#notice = null;
    if (cause === null) return;
    void this.#ring();
    this.#again = setInterval(() => void this.#ring(), AGAIN_MS);
  }

  /** Something was pressed on the page: from now on the browser lets it be heard. */
  async unmute() {
    this.#tell(!(await this.chime.wake()));
  }

  async #ring() {
    this.#show();
    this.#tell(!(await this.chime.play()));
  }

  /** Who looks over a shoulder, or at a phone on a table, reads nothing in it. */
  #show() {
    if (!document.hidden || !("Notification" in globalThis) || Notification.permission !== "granted") return;
    try {
      /** @type {NotificationOptions & { renotify: boolean }} */
      const options = { body: this.#words(), tag: TAG, renotify: true, requireInteraction: true };
      this.#notice = new Notification(document.title, options);
      this.#notice.addEventListener("click", () => {
        globalThis.focus();
        this.#notice?.close();
      });
    } catch {
      // A phone's browser knows the word and shows none without a worker of its own.
    }
  }
}
