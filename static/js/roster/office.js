/** The roster over HTTP: read again every so often, and what is asked of it. */

import { ask } from "../staff/asking.js";
import { Entrance } from "../staff/entrance.js";
import { rosterOf } from "./shapes.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Answer } from "../staff/asking.js" */
/** @import { Deed, Plan } from "./shapes.js" */
/** @import { Planner, PlannerEvent } from "./state.js" */

const READ_AGAIN_MS = 60_000;
/** Sooner while nobody answers. */
const TRY_AGAIN_MS = 5_000;

export class Office {
  #store;
  entrance;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  /** Of several answers under way only that to the newest question counts. */
  #question = 0;

  /** @param {Store<Planner, PlannerEvent>} store */
  constructor(store) {
    this.#store = store;
    this.entrance = new Entrance((event) => store.dispatch(event), {
      inside: () => (store.state.screen === "roster" ? (store.state.account?.name ?? null) : null),
      enter: () => void this.read(),
      leave: () => this.#letGo(),
    });
  }

  /** Read the roster, and again after a while. */
  async read() {
    if (this.#store.state.screen !== "roster") return;
    clearTimeout(this.#next);
    const question = ++this.#question;
    const answer = await ask("GET", `/roster/shifts?weeks=${this.#store.state.weeks}`);
    if (question !== this.#question) return;
    const roster = "read" in answer ? rosterOf(answer.read) : null;
    if (roster !== null) this.#store.dispatch({ type: "roster", roster, now: Date.now() });
    else if (this.#keptOut(answer)) return;
    else this.#store.dispatch({ type: "lost" });
    this.#next = setTimeout(() => void this.read(), roster === null ? TRY_AGAIN_MS : READ_AGAIN_MS);
  }

  /** So many weeks from now on. @param {number} weeks */
  async show(weeks) {
    this.#store.dispatch({ type: "weeks", weeks });
    await this.read();
  }

  /** Ask something of one shift. @param {string} shift @param {Deed} deed */
  async ask(shift, { act, body }) {
    await this.#do({ shift, act }, () => ask("POST", `/roster/shifts/${shift}/${act}`, body));
  }

  /** Make new shifts; whether it was done. @param {Plan} plan */
  async plan(plan) {
    return await this.#do({ shift: null, act: "plan" }, () => ask("POST", "/roster/shifts", plan));
  }

  /** One at a time. @param {import("./state.js").Asked} asked @param {() => Promise<Answer>} asks */
  async #do(asked, asks) {
    if (this.#store.state.asked !== null) return false;
    this.#store.dispatch({ type: "asked", asked });
    const answer = await asks();
    if (this.#keptOut(answer)) return false;
    const done = "read" in answer;
    // What was refused may be so because the roster is no longer what is on the screen.
    await this.read();
    this.#store.dispatch(done ? { type: "done", made: madeOf(answer.read) } : { type: "refused", code: answer.refused });
    return done;
  }

  /** The session is over, or the account may not see the roster. @param {Answer} answer */
  #keptOut(answer) {
    if (!("refused" in answer)) return false;
    if (answer.refused === "not_signed_in") this.#store.dispatch({ type: "expired" });
    else if (answer.refused === "forbidden" && this.#store.state.roster === null) this.#store.dispatch({ type: "forbidden" });
    else return false;
    this.#letGo();
    return true;
  }

  #letGo() {
    this.#question += 1;
    clearTimeout(this.#next);
  }
}

/** How many shifts a plan came to. @param {unknown} read */
function madeOf(read) {
  const made = typeof read === "object" && read !== null && "made" in read ? read.made : 0;
  return typeof made === "number" ? made : 0;
}
