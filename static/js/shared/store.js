/** One page's state: changed by events only, drawn once after each burst of them. */

/** @template S, E */
export class Store {
  #apply;
  #state;
  #draw;
  #shows;
  #due = false;

  /**
   * @param {S} state
   * @param {(state: S, event: E) => S} apply pure
   * @param {(state: S) => void} draw called in a microtask after a change, also while the tab is hidden
   * @param {(before: S, after: S) => boolean} [shows] pure: whether the page has to be drawn for this change
   */
  constructor(state, apply, draw, shows = () => true) {
    this.#state = state;
    this.#apply = apply;
    this.#draw = draw;
    this.#shows = shows;
  }

  get state() {
    return this.#state;
  }

  /** @param {E} event */
  dispatch(event) {
    const before = this.#state;
    this.#state = this.#apply(before, event);
    if (this.#state !== before && this.#shows(before, this.#state)) this.redraw();
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
