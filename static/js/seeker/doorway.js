/**
 * Being somebody to the server: the connection, the ticket, and saying who this page is after every connect.
 *
 *   arrive, resume -> connecting -> introduced (known) -> lost -> connecting ...
 *
 * Knows nothing of what is said.
 */

import { Connection } from "../shared/connection.js";
import { newId } from "../shared/identifiers.js";
import { Refused } from "../shared/refusal.js";
import { Turns } from "../shared/turns.js";
import { keepTicket } from "./ticket.js";

/** @import { Link } from "../shared/connection.js" */
/** @import { Language, Position, Push, Requests } from "../shared/wire.js" */

/** @typedef {Requests["seeker.arrive"]["answer"]} Arrived */
/**
 * - `held`: how far the log is held, asked when resuming
 * - `known`: the server knows this page, now or again
 * - `lost`: it does not for the moment; `long`: for 20 s now
 * - `refused`: a code that repeating does not change; `version` when the page is too old
 * @typedef {{ held: () => Position | null, known: (arrived: Arrived) => void, lost: () => void, long: () => void,
 *   refused: (code: string) => void, heard: (push: Push) => void }} Visitor
 */

const LONG_MS = 20_000;
/** One page load: the server tells a newer tab from a reconnect by it. */
const INSTANCE = newId();

export class Doorway {
  /** @type {Connection | null} */
  #connection = null;
  /** @type {string | null} */
  #ticket = null;
  #startId = "";
  /** @type {Language} */
  #language = "nl";
  #takeOver = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #longTimer;
  #visitor;
  #turns;

  /** @param {Visitor} visitor */
  constructor(visitor) {
    this.#visitor = visitor;
    this.#turns = new Turns((code) => (code === "not_arrived" ? this.introduce() : visitor.refused(code)));
  }

  /** Come in for the first time. @param {Language} language */
  arrive(language) {
    this.#ticket = null;
    this.#startId = newId();
    this.#language = language;
    this.#takeOver = false;
    this.#connect();
  }

  /** Come back, from whichever page has the conversation now. @param {string | null} ticket by default the one at hand */
  resume(ticket = this.#ticket) {
    this.#ticket = ticket;
    this.#takeOver = true;
    this.#connect();
  }

  /** See Connection.send. @template {keyof Requests} E @param {E} event @param {Requests[E]["payload"]} payload */
  send(event, payload) {
    return this.#connection?.send(event, payload) ?? Promise.reject(new Refused({ code: "offline" }));
  }

  /** See Turns.again: a turn lasts as long as one connection. @param {() => Promise<void>} step */
  again(step) {
    return this.#turns.again(step);
  }

  /** Say who this page is, until the server knows. */
  async introduce() {
    await this.#turns.again(async () => {
      const connection = this.#connection;
      const arrived = await (this.#ticket === null ? this.#arrive() : this.#comeBack(this.#ticket));
      // They may have left while the answer was on its way.
      if (connection === this.#connection) this.#known(arrived);
    });
  }

  /** Step out: what there was of a connection and a ticket, which are no longer kept here. */
  letGo() {
    const connection = this.#connection;
    const ticket = this.#ticket;
    this.#connection = null;
    this.#ticket = null;
    this.#turns.next();
    this.#countNoMore();
    return { connection, ticket };
  }

  /** Step aside for a newer page: as letGo, but the ticket stays for coming back. */
  stepAside() {
    const { connection, ticket } = this.letGo();
    this.#ticket = ticket;
    return { connection, ticket };
  }

  #connect() {
    this.#connection?.close();
    this.#turns.next();
    this.#countLong();
    const connection = new Connection("/seeker", {
      onState: (link) => this.#connection === connection && this.#linked(link),
      onEvent: (push) => this.#connection === connection && this.#visitor.heard(push),
    });
    this.#connection = connection;
  }

  /** @param {Link} link */
  #linked(link) {
    this.#turns.next();
    if (link.state === "open") {
      void this.introduce();
      return;
    }
    this.#countLong();
    if (link.code === null) this.#visitor.lost();
    else this.#visitor.refused(link.code);
  }

  #arrive() {
    return this.send("seeker.arrive", { start_id: this.#startId, instance: INSTANCE, language: this.#language });
  }

  /** @param {string} ticket @returns {Promise<Arrived>} */
  async #comeBack(ticket) {
    const payload = { ticket, instance: INSTANCE, take_over: this.#takeOver, position: this.#visitor.held() };
    return { ticket, ...(await this.send("seeker.resume", payload)) };
  }

  /** @param {Arrived} arrived */
  #known(arrived) {
    this.#ticket = arrived.ticket;
    this.#takeOver = false;
    this.#countNoMore();
    keepTicket(arrived.ticket);
    this.#visitor.known(arrived);
  }

  #countLong() {
    this.#longTimer ??= setTimeout(() => this.#visitor.long(), LONG_MS);
  }

  #countNoMore() {
    clearTimeout(this.#longTimer);
    this.#longTimer = undefined;
  }
}
