/** Keeps the screen on while somebody waits, when they ask for it and the browser can. */

/** Whether this browser can keep its screen on. */
export const canStayAwake = "wakeLock" in navigator;

export class Awake {
  #wanted = false;
  /** @type {WakeLockSentinel | null} */
  #lock = null;
  #tell;

  /** @param {(awake: boolean) => void} tell hears whether it is kept on, or will be as soon as the page is looked at again */
  constructor(tell) {
    this.#tell = tell;
    // The browser lets go of it when the page is hidden.
    addEventListener("visibilitychange", () => this.#wanted && !document.hidden && void this.#hold());
  }

  /** @param {boolean} wanted */
  set(wanted) {
    this.#wanted = wanted;
    if (wanted) void this.#hold();
    else {
      void this.#lock?.release();
      this.#lock = null;
    }
    this.#tell(wanted);
  }

  async #hold() {
    if (this.#lock !== null && !this.#lock.released) return;
    try {
      const lock = await navigator.wakeLock.request("screen");
      this.#lock = lock;
      lock.addEventListener("release", () => this.#lock === lock && !document.hidden && this.#refused());
      if (!this.#wanted) await lock.release();
    } catch {
      this.#refused();
    }
  }

  /** A battery that is nearly empty, or a rule of the device. */
  #refused() {
    this.#lock = null;
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#tell(false);
  }
}
