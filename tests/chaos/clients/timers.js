/** A page's own clock work: it stops when the tab is frozen, and nothing of it runs on after the page is gone. */

/** @typedef {{ call: () => void, due: number, every: number | null, armed: NodeJS.Timeout | undefined }} Timer */

export class Timers {
  /** @type {Map<number, Timer>} */
  #held = new Map();
  #last = 0;
  #stopped = false;
  #run;

  /** @param {(call: () => void) => void} run how the page runs its code */
  constructor(run) {
    this.#run = run;
  }

  /** What the page calls. */
  globals() {
    /** @param {boolean} again @returns {(call: (...words: unknown[]) => void, ms?: number, ...words: unknown[]) => number} */
    const set =
      (again) =>
      (call, ms = 0, ...words) =>
        this.#set(() => call(...words), Math.max(ms, 1), again);
    const clear = (/** @type {number | undefined} */ id) => this.#clear(id);
    return { setTimeout: set(false), setInterval: set(true), clearTimeout: clear, clearInterval: clear };
  }

  /** Nothing fires until `go`; what fell due meanwhile fires then, once. */
  stop() {
    this.#stopped = true;
    for (const timer of this.#held.values()) clearTimeout(timer.armed);
  }

  go() {
    this.#stopped = false;
    for (const [id, timer] of [...this.#held].sort(([, a], [, b]) => a.due - b.due)) this.#arm(id, timer);
  }

  /** The page is gone. */
  end() {
    this.stop();
    this.#held.clear();
  }

  /** @param {() => void} call @param {number} ms @param {boolean} again */
  #set(call, ms, again) {
    const id = (this.#last += 1);
    const timer = { call, due: performance.now() + ms, every: again ? ms : null, armed: undefined };
    this.#held.set(id, timer);
    if (!this.#stopped) this.#arm(id, timer);
    return id;
  }

  /** @param {number} id @param {Timer} timer */
  #arm(id, timer) {
    timer.armed = setTimeout(() => this.#fire(id, timer), Math.max(0, timer.due - performance.now()));
  }

  /** @param {number} id @param {Timer} timer */
  #fire(id, timer) {
    if (timer.every === null) this.#held.delete(id);
    else {
      timer.due = performance.now() + timer.every;
      this.#arm(id, timer);
    }
    this.#run(timer.call);
  }

  /** @param {number | undefined} id */
  #clear(id) {
    const timer = this.#held.get(id ?? 0);
    if (timer === undefined) return;
    clearTimeout(timer.armed);
    this.#held.delete(id ?? 0);
  }
}
