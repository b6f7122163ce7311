/** Finds out what this device can do before a shift. */

import { measured, untried } from "./readiness.js";

/** @import { Chime } from "./chime.js" */
/** @import { Readiness } from "./readiness.js" */

const WITHIN_MS = 5_000;

export class Checking {
  #tell;
  #chime;

  /** @param {(found: Partial<Readiness>) => void} tell @param {Chime} chime */
  constructor(tell, chime) {
    this.#tell = tell;
    this.#chime = chime;
  }

  /** What is known before anything is tried; the line and the clock follow. */
  begin() {
    void this.#measure();
    return untried("Notification" in globalThis ? Notification.permission : "missing");
  }

  async sound() {
    this.#tell({ sound: (await this.#chime.play()) ? "played" : "silent" });
  }

  async notices() {
    this.#tell({ notices: await Notification.requestPermission() });
  }

  async #measure() {
    const asked = Date.now();
    try {
      const answer = await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(WITHIN_MS) });
      this.#tell(measured(asked, Date.now(), Date.parse(answer.headers.get("Date") ?? "")));
    } catch {
      this.#tell({ line: "none", clock: "none" });
    }
  }
}
