/** The roster over HTTP: read again every so often, and what is asked of it. */

import { ask, find, of, poll, texts } from "../staff/asking.js";
import { Entrance } from "../staff/entrance.js";
import { samePlan } from "./drafts.js";
import { rosterOf } from "./shapes.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Answer } from "../staff/asking.js" */
/** @import { Deed, Plan } from "./shapes.js" */
/** @import { Planner, PlannerEvent } from "./state.js" */

const READ_AGAIN_MS = 60_000;
/** Sooner while nobody answers. */
const TRY_AGAIN_MS = 5_000;
/** The shifts of whoever asks, for their calendar. */
export const CALENDAR = "/roster/mine.ics";

export class Office {
  #store;
  entrance;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #next;
  /** Of several answers under way only that to the newest question counts. */
  #question = 0;
  /** The plan that was asked and of which nobody knows yet that it was made. @type {Plan | null} */
  #plan = null;

  /** @param {Store<Planner, PlannerEvent>} store */
  constructor(store) {
    this.#store = store;
    this.entrance = new Entrance((event) => store.dispatch(event), {
      inside: () => (store.state.screen === "roster" ? (store.state.account?.name ?? null) : null),
      enter: () => void this.read(),
      leave: () => this.#letGo(),
    });
  }

  /** Read the roster, and again after a while. @param {boolean} [byItself] nobody pressed anything */
  async read(byItself = false) {
    if (this.#store.state.screen !== "roster") return;
    const answer = await this.#look(byItself);
    if (answer !== null) this.#tell(answer);
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

  /** Make new shifts; one plan asked twice, because nobody answered, makes them once. @param {Omit<Plan, "plan">} typed */
  async plan(typed) {
    const plan = samePlan(this.#plan, typed, () => crypto.randomUUID().replaceAll("-", ""));
    this.#plan = plan;
    if (await this.#do({ shift: null, act: "plan" }, () => ask("POST", "/roster/shifts", plan))) this.#plan = null;
  }

  /** Whether the file for a calendar can be had: a link to it would fail without a word. */
  async calendar() {
    return await this.#do({ shift: null, act: "calendar" }, () => find(CALENDAR));
  }

  /** One at a time; whether it was done. @param {import("./state.js").Asked} asked @param {() => Promise<Answer>} asks */
  async #do(asked, asks) {
    if (this.#store.state.asked !== null) return false;
    this.#store.dispatch({ type: "asked", asked });
    const answer = await asks();
    if (this.#isOut(answer)) {
      this.#tell(answer);
      return false;
    }
    // What was refused may be so because the roster is no longer what is on the screen.
    const now = await this.#look(false);
    const done = "read" in answer;
    const say = () => this.#store.dispatch(done ? { type: "done", ...madeOf(answer.read) } : { type: "refused", code: answer.refused });
    // What is said of a shift is said of it as it is now; but whoever is let out would be told that nobody heard it.
    if (now !== null && !this.#isOut(now)) this.#tell(now);
    say();
    if (now !== null && this.#isOut(now)) this.#tell(now);
    return done;
  }

  /** What the server says of the roster; null when something newer was asked meanwhile. @param {boolean} byItself */
  async #look(byItself) {
    clearTimeout(this.#next);
    const question = ++this.#question;
    const path = `/roster/shifts?weeks=${this.#store.state.weeks}`;
    const answer = byItself ? await poll(path) : await ask("GET", path);
    return question === this.#question ? answer : null;
  }

  /** @param {Answer} answer */
  #tell(answer) {
    if (this.#isOut(answer)) {
      this.#store.dispatch({ type: "refused" in answer && answer.refused === "forbidden" ? "forbidden" : "expired" });
      this.#letGo();
      return;
    }
    const roster = "read" in answer ? rosterOf(answer.read) : null;
    this.#store.dispatch(roster === null ? { type: "lost" } : { type: "roster", roster });
    this.#next = setTimeout(() => void this.read(true), roster === null ? TRY_AGAIN_MS : READ_AGAIN_MS);
  }

  /** The session is over, or the account may not see the roster. @param {Answer} answer */
  #isOut(answer) {
    if (!("refused" in answer)) return false;
    return answer.refused === "not_signed_in" || (answer.refused === "forbidden" && this.#store.state.roster === null);
  }

  #letGo() {
    this.#question += 1;
    clearTimeout(this.#next);
  }
}

/** How many shifts a plan came to, and for which days none. @param {unknown} read */
function madeOf(read) {
  const made = of(read, "made");
  return { made: typeof made === "number" ? made : 0, leftOut: texts(of(read, "left_out")) };
}
