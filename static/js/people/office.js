/** The accounts of others over HTTP; signing in goes through the entrance. */

import { NO_ANSWER, ask, of, poll } from "../staff/asking.js";
import { keepsPeople } from "../staff/door.js";
import { Entrance } from "../staff/entrance.js";
import { OwnAccount } from "./own.js";

/** @import { Store } from "../shared/store.js" */
/** @import { Answer } from "../staff/asking.js" */
/** @import { Act, Person, Skill } from "./person.js" */
/** @import { Form, People, PeopleEvent } from "./state.js" */

/** What a form says of somebody. @typedef {{ languages: string[], capacity: number, leads: boolean, skills: Skill[], mentor: string | null }} Facts */

const ASK_EVERY_MS = 10_000;

export class Office {
  #store;
  entrance;
  own;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #asking;

  /** @param {Store<People, PeopleEvent>} store */
  constructor(store) {
    this.#store = store;
    this.own = new OwnAccount((event) => store.dispatch({ type: "own", event }), () => store.dispatch({ type: "expired" }));
    this.entrance = new Entrance((event) => store.dispatch(event), {
      inside: () => (store.state.screen === "people" ? (store.state.account?.name ?? null) : null),
      enter: () => this.#enter(),
      leave: () => clearInterval(this.#asking),
    });
  }

  /** Ask who there is. @param {boolean} [byItself] nobody pressed anything */
  async look(byItself = false) {
    const answer = byItself ? await poll("/volunteers") : await ask("GET", "/volunteers");
    if ("refused" in answer) {
      if (answer.refused === "not_signed_in") this.#store.dispatch({ type: "expired" });
      else this.#store.dispatch({ type: "list_refused", refused: answer.refused });
      return;
    }
    const people = of(answer.read, "volunteers");
    if (Array.isArray(people)) this.#store.dispatch({ type: "list", people: /** @type {Person[]} */ (people) });
  }

  /** @param {Facts & { name: string, roles: string[] }} facts */
  async invite(facts) {
    const answer = await this.#send("invite", "POST", "/volunteers", facts);
    if (answer !== null) this.#made(of(answer, "volunteer"), answer, false);
  }

  /** @param {Person} person @param {"facts" | "vog" | "roles"} form @param {object} body */
  async change(person, form, body) {
    const answer = await this.#send(form, "POST", `${address(person)}/${form}`, body);
    if (answer !== null) this.#store.dispatch({ type: "saved", form, person: /** @type {Person} */ (answer) });
  }

  /** @param {Person} person @param {Act} act */
  async act(person, act) {
    switch (act) {
      case "remove":
      case "reset_withdraw": {
        const answer = await this.#send("act", "DELETE", act === "remove" ? address(person) : `${address(person)}/reset`);
        // Of an account that is no more nothing is told.
        if (answer !== null) this.#store.dispatch({ type: "saved", form: "act", person: act === "remove" ? null : /** @type {Person} */ (answer) });
        return;
      }
      case "link": {
        const answer = await this.#send("act", "POST", `${address(person)}/link`, {});
        if (answer !== null) this.#made(person, answer, false);
        return;
      }
      case "reset":
      case "reset_confirm": {
        const answer = await this.#send("act", "POST", `${address(person)}/reset`, {});
        if (answer === null) return;
        if (of(answer, "link") === null) this.#store.dispatch({ type: "saved", form: "act", person: /** @type {Person} */ (of(answer, "volunteer")) });
        else this.#made(of(answer, "volunteer"), answer, true);
        return;
      }
      default: {
        const answer = await this.#send("act", "POST", `${address(person)}/${act}`, {});
        if (answer !== null) this.#store.dispatch({ type: "saved", form: "act", person: /** @type {Person} */ (answer) });
      }
    }
  }

  #enter() {
    const { account } = this.#store.state;
    clearInterval(this.#asking);
    void this.own.look();
    if (!keepsPeople(account)) return;
    void this.look();
    this.#asking = setInterval(() => this.#store.state.screen === "people" && void this.look(true), ASK_EVERY_MS);
  }

  /** @param {unknown} volunteer @param {object} answer @param {boolean} anew */
  #made(volunteer, answer, anew) {
    const [link, until] = [of(answer, "link"), of(answer, "until")];
    const person = /** @type {Person | null} */ (volunteer ?? null);
    if (typeof link !== "string" || typeof until !== "number") return this.#store.dispatch({ type: "refused", ...NO_ANSWER });
    return this.#store.dispatch({ type: "made", made: { name: person?.name ?? "", link, until, anew }, person });
  }

  /** What was answered; null when it was refused, and the page was told. @param {Form} form @param {"POST" | "DELETE"} method @param {string} path @param {object} [body] @returns {Promise<object | null>} */
  async #send(form, method, path, body) {
    if (this.#store.state.sending) return null;
    this.#store.dispatch({ type: "sending", form });
    const answer = await ask(method, path, body);
    if ("read" in answer) return answer.read ?? {};
    this.#refused(answer);
    return null;
  }

  /** @param {Extract<Answer, { refused: string }>} answer */
  #refused(answer) {
    this.#store.dispatch({ type: "refused", ...answer });
    if (answer.refused === "not_signed_in") this.#store.dispatch({ type: "expired" });
  }
}

/** @param {Person} person */
const address = ({ id }) => `/volunteers/${encodeURIComponent(id)}`;
