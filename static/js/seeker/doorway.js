/**
 * Being somebody to the server: the connection, the ticket, and saying who this page is after every connect.
 *
 *   arrive, resume -> connecting -> introduced (known) -> lost -> connecting ...
 *                          ^-- ticket.ask --'
 *
 * Keeps the newest ticket. Knows nothing of what is said.
 */

import { Connection } from "../shared/connection.js";
import { newId } from "../shared/identifiers.js";
import { Kept } from "../shared/kept.js";
import { Refused, refusal } from "../shared/refusal.js";
import { Turns } from "../shared/turns.js";
import { stepAside } from "./handing_in.js";
import { countLoad, dropTicket, keepTicket } from "./ticket.js";

/** @import { Item } from "../shared/outbox.js" */
/** @import { Held } from "../shared/kept.js" */
/** @import { Link } from "../shared/connection.js" */
/** @import { Language, Position, SeekerView } from "../shared/shapes.js" */
/** @import { Push, Requests } from "../shared/wire.js" */
/** @import { Load } from "./ticket.js" */

/** @typedef {Requests["seeker.arrive"]["answer"]} Arrived */
/**
 * - `held`: how far the log is held, asked when resuming
 * - `known`: the server knows this page, now or again; `kept` is what an earlier load of it left for this one, null when nothing
 * - `lost`: it does not for the moment; `asked`: it lost what it knew, and is told again; `storage`: it cannot reach, or can again,
 *   what it keeps things in; `long`: one of these for 20 s now
 * - `refused`: a code that repeating does not change; `version` when the page is too old
 * @typedef {{ held: () => Position | null, known: (arrived: Arrived, kept: Held | null) => void, lost: () => void, asked: () => void,
 *   storage: (away: boolean) => void, long: () => void, refused: (code: string) => void, heard: (push: Push) => void }} Hearing
 */

const LONG_MS = 20_000;
/** One page load: the server tells a newer tab from a reconnect by it. */
const INSTANCE = newId();
/** The first of a tab. @type {Load} */
const FIRST = { tab: INSTANCE, load: 0 };

/**
 * Tell the server to forget at once, by the connection or beside it, and close that.
 * @param {{ connection: Connection | null, ticket: string | null }} parted
 */
export function tellLeft({ connection, ticket }) {
  connection
    ?.send("seeker.leave", {})
    .catch(() => ticket !== null && navigator.sendBeacon("/weg", ticket))
    .finally(() => connection.close());
}

export class Doorway {
  /** @type {Connection | null} */
  #connection = null;
  /** @type {string | null} */
  #ticket = null;
  #startId = "";
  /** @type {"young" | "friend"} */
  #doorway = "young";
  /** @type {Language} */
  #language = "nl";
  #takeOver = false;
  /** What an earlier load of this tab still says is not heard. */
  #load = FIRST;
  /** Whether the ticket, and what was said, is kept on the device too. */
  #keeps = true;
  #kept = new Kept("talk");
  /** What was heard while the page looked for what it kept; null while it does not. @type {Push[] | null} */
  #early = null;
  /** Whether the server knows this page. */
  #isKnown = false;
  /** What the newest ticket came with. */
  #version = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #longTimer;
  #hearing;
  /** A turn lasts as long as one connection on which the server knows this page. */
  turns;

  /** @param {Hearing} hearing */
  constructor(hearing) {
    this.#hearing = hearing;
    this.turns = new Turns((code) => (code === "not_arrived" ? this.introduce() : hearing.refused(code)));
  }

  /** Come in for the first time. @param {Language} language @param {"young" | "friend"} doorway for themselves, or because they worry */
  arrive(language, doorway) {
    this.#doorway = doorway;
    this.#ticket = null;
    this.#kept.drop();
    this.#startId = newId();
    this.#language = language;
    this.#takeOver = false;
    this.#load = FIRST;
    this.#connect();
  }

  /**
   * Come back, from whichever page has the conversation now.
   * @param {string | null} ticket by default the one at hand
   * @param {boolean} asked whether the person asked this page for it; a mere reload gives way to a later one
   */
  resume(ticket = this.#ticket, asked = true) {
    const next = asked ? null : ticket === this.#ticket ? this.#load : countLoad();
    this.#load = next ?? FIRST;
    this.#ticket = ticket;
    this.#takeOver = next === null;
    // Also when the answer is lost, a refresh of this page is the next of it.
    if (ticket !== null) this.#renew(ticket);
    this.#connect();
  }

  /** The newest; null when there is none. */
  get ticket() {
    return this.#ticket;
  }

  /** See Connection.send. @template {keyof Requests} E @param {E} event @param {Requests[E]["payload"]} payload */
  send(event, payload) {
    return this.#connection?.send(event, payload) ?? Promise.reject(new Refused({ code: "offline" }));
  }

  /** Send it until it is done; see Turns.again. @template {keyof Requests} E @param {E} event @param {Requests[E]["payload"]} payload */
  again(event, payload) {
    return this.turns.again(async () => {
      await this.send(event, payload);
    });
  }

  /** Say who this page is, until the server knows. */
  async introduce() {
    await this.turns.again(async () => {
      const connection = this.#connection;
      try {
        const arrived = await (this.#ticket === null ? this.#arrive() : this.#comeBack(this.#ticket));
        // They may have left while the answer was on its way.
        if (connection === this.#connection) await this.#known(arrived);
      } catch (error) {
        if (refusal(error).code === "storage" && connection === this.#connection) this.#stored(true);
        throw error;
      }
    });
  }

  /** Nothing of this stays on the device; while the page is open it can still say who it is. */
  keepNothing() {
    this.#keeps = false;
    this.#kept.drop();
    dropTicket();
  }

  /** What was said stays for a reload, for as long as the ticket does. @param {Held} held */
  keep(held) {
    if (this.#keeps && this.#ticket !== null) this.#kept.keep(held);
  }

  /** Step out: what there was of a connection and a ticket, which are no longer kept here. */
  letGo() {
    this.#kept.drop();
    return this.#part();
  }

  /**
   * Step aside for a newer page, which gets what was not sent: as letGo, but this page can still come back. What an earlier load of it
   * had `left`, and the cmids that the log has then; null when it has come back meanwhile, and sends it all itself.
   * @param {Item[]} items
   */
  stepAside(items) {
    const kept = this.#kept.isOpen ? null : this.#kept;
    const { connection, ticket } = this.#part();
    this.#ticket = ticket;
    if (kept === null) this.#kept.drop();
    const { now } = this.turns;
    return stepAside(items, { connection, ticket, kept, isOut: () => now === this.turns.now });
  }

  #part() {
    const parted = { connection: this.#connection, ticket: this.#ticket };
    this.#connection = null;
    this.#ticket = null;
    this.#keeps = true;
    this.#isKnown = false;
    this.#early = null;
    dropTicket();
    this.turns.next();
    this.#countNoMore();
    return parted;
  }

  #connect() {
    this.#connection?.close();
    this.turns.next();
    this.#countLong();
    const connection = new Connection("/seeker", {
      onState: (link) => this.#connection === connection && this.#linked(link),
      onEvent: (push) => this.#connection === connection && this.#heard(push),
    });
    this.#connection = connection;
  }

  /** @param {Link} link */
  #linked(link) {
    this.turns.next();
    this.#early = null;
    this.#isKnown = false;
    if (link.state === "open") {
      void this.introduce();
      return;
    }
    this.#countLong();
    if (link.code === null) this.#hearing.lost();
    else this.#hearing.refused(link.code);
  }

  #arrive() {
    return this.send("seeker.arrive", { start_id: this.#startId, instance: INSTANCE, language: this.#language, doorway: this.#doorway });
  }

  /** @param {string} ticket @returns {Promise<Arrived>} */
  async #comeBack(ticket) {
    const payload = { ticket, instance: INSTANCE, take_over: this.#takeOver, ...this.#load, position: this.#hearing.held() };
    return await this.send("seeker.resume", payload);
  }

  /** @param {Push} push */
  #heard(push) {
    if (this.#early !== null) {
      this.#early.push(push);
      return;
    }
    switch (push.event) {
      case "ticket.ask":
        this.turns.next();
        this.#isKnown = false;
        this.#hearing.asked();
        void this.introduce();
        break;
      case "storage.changed":
        this.#stored(push.payload.away);
        break;
      case "seeker.changed":
        this.#renewed(push.payload.view, push.payload.ticket);
        this.#hearing.heard(push);
        break;
      default:
        this.#hearing.heard(push);
    }
  }

  /** @param {boolean} away */
  #stored(away) {
    this.#hearing.storage(away);
    if (away) this.#countLong();
    else if (this.#isKnown) this.#countNoMore();
    else {
      this.turns.next();
      void this.introduce();
    }
  }

  /** The newest ticket is the one of the newest view. @param {SeekerView | null} view @param {string | null} ticket */
  #renewed(view, ticket) {
    if (view === null || ticket === null || !this.#isKnown || view.version < this.#version) return;
    this.#version = view.version;
    this.#renew(ticket);
  }

  /** @param {string} ticket */
  #renew(ticket) {
    this.#ticket = ticket;
    if (this.#keeps) keepTicket(ticket, this.#load);
  }

  /** @param {Arrived} arrived */
  async #known(arrived) {
    const { now } = this.turns;
    this.#early = [];
    if (this.#keeps) await this.#kept.open(arrived.device_key);
    if (now !== this.turns.now) return;
    this.#takeOver = false;
    this.#isKnown = true;
    this.#version = 0;
    this.#renewed(arrived.view, arrived.ticket);
    this.#countNoMore();
    this.#hearing.known(arrived, this.#kept.take());
    const early = this.#early ?? [];
    this.#early = null;
    for (const push of early) this.#heard(push);
  }

  #countLong() {
    this.#longTimer ??= setTimeout(() => this.#hearing.long(), LONG_MS);
  }

  #countNoMore() {
    clearTimeout(this.#longTimer);
    this.#longTimer = undefined;
  }
}
