/** "Somebody is typing", both ways: a bare boolean, never what is typed. */

const REPEAT_MS = 3_000;
const IDLE_MS = 5_000;
const FORGET_MS = 6_000;

/** Says that this person types, not more often than needed. */
export class TypingReporter {
  #tell;
  #typing = false;
  #toldAt = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #idle;

  /** @param {(typing: boolean) => void} tell */
  constructor(tell) {
    this.#tell = tell;
  }

  /** The field changed. @param {boolean} empty */
  touch(empty) {
    if (empty) {
      this.stop();
      return;
    }
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stop(), IDLE_MS);
    if (this.#typing && Date.now() - this.#toldAt < REPEAT_MS) return;
    this.#typing = true;
    this.#toldAt = Date.now();
    this.#tell(true);
  }

  /** The message was sent, or nobody types any more. */
  stop() {
    clearTimeout(this.#idle);
    if (this.#typing) this.#tell(false);
    this.#typing = false;
  }
}

/** Hears that the other side types, and forgets it when nothing more is heard. */
export class TypingWatch {
  #show;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(typing: boolean) => void} show */
  constructor(show) {
    this.#show = show;
  }

  /** @param {boolean} typing */
  hear(typing) {
    clearTimeout(this.#timer);
    if (typing) this.#timer = setTimeout(() => this.#show(false), FORGET_MS);
    this.#show(typing);
  }
}
