/** Keeps a list of messages at its newest line while the reader is there, and tells which line was in view. */

const NEAR_PX = 48;

export class Follow {
  #list;
  #atEnd = true;

  /** @param {HTMLElement} list scrolls by itself; each line carries its number as data-seq */
  constructor(list) {
    this.#list = list;
    list.addEventListener("scroll", () => (this.#atEnd = this.#isAtEnd()), { passive: true });
    new ResizeObserver(() => this.settle()).observe(list);
  }

  /** Lines were added, or the list changed its size: stay at the end when that is where the reader was. */
  settle() {
    if (this.#atEnd) this.#list.scrollTop = this.#list.scrollHeight;
  }

  /** Go to the newest line. */
  toEnd() {
    this.#atEnd = true;
    this.settle();
  }

  /** Whether the reader is at the newest line. */
  get atEnd() {
    return this.#atEnd;
  }

  /** The number of the last line that is in view, 0 when none is. */
  lastInView() {
    const edge = Math.min(this.#list.getBoundingClientRect().bottom, innerHeight);
    const lines = /** @type {NodeListOf<HTMLElement>} */ (this.#list.querySelectorAll("[data-seq]"));
    // They stand in order, so halving finds it: asking each of hundreds where it is would be felt at every key.
    let [seen, below] = [0, lines.length];
    while (seen < below) {
      const middle = (seen + below) >> 1;
      if (Number(lines[middle]?.getBoundingClientRect().top) < edge) seen = middle + 1;
      else below = middle;
    }
    return Number(lines[seen - 1]?.dataset.seq ?? 0);
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#list;
    return scrollHeight - scrollTop - clientHeight < NEAR_PX;
  }
}
