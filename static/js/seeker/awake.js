/** Keeps the screen on while somebody waits, when they ask for it and the browser can. */

/** Whether this browser can keep its screen on. */
export const canStayAwake = "wakeLock" in navigator;

export class Awake {
  #wanted = false;
  /** @type {WakeLockSentinel | null} */
  #lock = null;
  #tell;

  /** @param {(awake: boolean) => void} tell hears whether it was asked for and the browser did not refuse */
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
    try {
      this.#lock = await navigator.wakeLock.request("screen");
      if (!this.#wanted) await this.#lock.release();
    } catch {
      // A battery that is nearly empty, or a rule of the device.
      this.#wanted = false;
      this.#tell(false);
    }
  }
}
