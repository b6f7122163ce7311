/** What stands on a screen, in words of this harness: the lines as the page itself puts them in order. */

/** @import { Line } from "../../../static/js/shared/lines.js" */

/** A text on a screen. @typedef {{ mine: boolean, text: string, state: string | null }} Shown */

/** The texts among these lines. @param {Line[]} lines @returns {Shown[]} */
export const texts = (lines) =>
  lines.flatMap((line) => {
    if (line.kind !== "message") return [];
    const text = "text" in line.content ? line.content.text : `card ${line.content.card}`;
    return [{ mine: line.mine, text, state: line.progress }];
  });

/** Which of the texts that are sought stand among these. @param {Shown[]} shown @param {string[]} sought */
export const standing = (shown, sought) => sought.filter((text) => shown.some((one) => one.text === text));

/** How far each text of its writer ever came on the writer's screen, whatever became of the screen since. */
export class Promises {
  /** @type {Map<string, string>} */
  #best = new Map();
  static #ORDER = ["stored", "delivered", "seen"];

  /** @param {Shown[]} shown */
  note(shown) {
    for (const { mine, text, state } of shown) {
      if (!mine || state === null) continue;
      const order = Promises.#ORDER;
      if (order.indexOf(state) > order.indexOf(this.#best.get(text) ?? "")) this.#best.set(text, state);
    }
  }

  /** The texts that the other side's screen had, as this screen said. */
  delivered() {
    return [...this.#best].flatMap(([text, state]) => (state === "stored" ? [] : [text]));
  }

  /** The texts that the server had, as this screen said. */
  stored() {
    return [...this.#best.keys()];
  }
}
