/** One page's state: changed by events only, drawn once after each burst of them. */

/** @template S, E */
export class Store {
  #apply;
  #state;
  #draw;
  #due = false;

  /**
   * @param {S} state
   * @param {(state: S, event: E) => S} apply pure
   * @param {(state: S) => void} draw called in a microtask after a change, also while the tab is hidden
   */
  constructor(state, apply, draw) {
    this.#state = state;
    this.#apply = apply;
    this.#draw = draw;
  }

  get state() {
    return this.#state;
  }

  /** @param {E} event */
  dispatch(event) {
    const before = this.#state;
    this.#state = this.#apply(before, event);
    if (this.#state !== before) this.redraw();
  }

  /** Draw soon although the state is the same: the language changed, or time passed. */
  redraw() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#draw(this.#state);
    });
  }
}
