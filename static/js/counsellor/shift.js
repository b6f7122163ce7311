/**
 * A counsellor's shift over the wire: signing in, the seat, offers, and a courier for each conversation.
 *
 * Sees the connection and the state, never the page.
 */

import { Connection, Refused, refusal } from "../shared/connection.js";
import { Turns } from "../shared/turns.js";
import { Entrance } from "../staff/entrance.js";
import { Choice } from "./choice.js";
import { Confirming } from "./confirming.js";
import { Courier } from "./courier.js";
import { clearOut, forgetAll } from "./left_behind.js";
import { unconfirmed } from "./state.js";
import { endIsHere, hasRunOut } from "./talk.js";
import { dropSeatTicket, keepSeatTicket, seatTicket } from "./ticket.js";
import { Together } from "./together.js";

/** @import { Link } from "../shared/connection.js" */
/** @import { Store } from "../shared/store.js" */
/** @import { Chosen, Offer } from "../shared/shapes.js" */
/** @import { Push, Requests } from "../shared/wire.js" */
/** @import { Ask } from "./courier.js" */
/** @import { Desk, DeskEvent } from "./state.js" */

/** Codes that say that this page may not be here (any more). */
const KEPT_OUT = new Set(["not_signed_in", "forbidden", "vog_missing", "vog_expired"]);

export class Shift {
  #store;
  entrance;
  #confirming;
  /** @type {Connection | null} */
  #connection = null;
  /** @type {Map<string, Courier>} */
  #couriers = new Map();
  #turns = new Turns((code) => KEPT_OUT.has(code) && this.#expired(code));
  #seated = false;
  #deviceKey = "";
  #choice = new Choice(
    this.#turns,
    (status) => this.#ask("status.choose", { status }),
    () => this.#store.dispatch({ type: "failed", key: "desk.failed", accepting: null }),
  );

  /** @param {Store<Desk, DeskEvent>} store */
  constructor(store) {
    this.#store = store;
    /** @type {Ask} */
    const ask = (event, payload) => this.#ask(event, payload);
    this.#confirming = new Confirming(store, this.#turns, ask);
    this.together = new Together(store, this.#turns, ask);
    this.entrance = new Entrance((event) => store.dispatch(event), {
      inside: () => (store.state.screen === "desk" ? (store.state.account?.name ?? null) : null),
      enter: () => this.#enter(),
      leave: () => {
        this.#letGo();
        dropSeatTicket();
        forgetAll();
      },
    });
  }

  signOut() {
    this.entrance.signOut();
  }

  /** @param {Chosen} status */
  choose(status) {
    this.#choice.press(status);
    this.#store.dispatch({ type: "notice", key: null });
    if (this.#seated) void this.#choice.tell();
  }

  /** @param {Offer} offer */
  accept({ conversation, version }) {
    this.#store.dispatch({ type: "accepting", conversation });
    void this.#try("offer.accept", { conversation, version }, conversation);
  }

  /** @param {Offer} offer */
  decline({ conversation, version }) {
    void this.#try("offer.decline", { conversation, version });
  }

  /** @param {string} conversation */
  end(conversation) {
    this.#store.dispatch({ type: "talk", conversation, event: { type: "asks_end", asks: false } });
    void this.#try("conversation.end", { conversation });
  }

  /** How a conversation stands, as the counsellor says. @template {"hold.set" | "risk.set" | "conversation.pass_on" | import("./view.js").CompanyEvent} E @param {E} event @param {Requests[E]["payload"]} payload */
  tell(event, payload) {
    void this.#try(event, payload);
  }

  /** @param {string} conversation @param {string} text */
  type(conversation, text) {
    this.#courier(conversation).type(text);
  }

  /** @param {string} conversation @param {string} body */
  press(conversation, body) {
    this.#courier(conversation).press(body);
  }

  /**
   * What the state asks for, after it was drawn.
   * @param {string | null} onScreen the conversation that can be read on this screen now
   */
  tend(onScreen) {
    const { state } = this.#store;
    const here = new Set(state.talks.map((talk) => talk.conversation));
    for (const [conversation, courier] of this.#couriers) {
      if (here.has(conversation)) continue;
      courier.stop();
      this.#couriers.delete(conversation);
    }
    for (const talk of state.talks) {
      if (hasRunOut(talk, Date.now())) {
        this.#store.dispatch({ type: "talk", conversation: talk.conversation, event: { type: "wiped" } });
      }
      this.#courier(talk.conversation).tend(talk);
      const stands = talk.conversation === onScreen && endIsHere(talk);
      if (stands && !talk.shown && this.#seated) void this.#confirming.tell(talk.conversation);
    }
    for (const conversation of this.#seated ? unconfirmed(state) : []) void this.#confirming.tell(conversation);
    this.together.tend();
  }

  #enter() {
    if (this.#store.state.screen !== "desk") return;
    const connection = new Connection("/desk", {
      onState: (link) => this.#connection === connection && this.#linked(link),
      onEvent: (push) => this.#connection === connection && this.#hear(push),
    });
    this.#connection = connection;
  }

  #letGo() {
    const connection = this.#connection;
    this.#connection = null;
    this.#choice.forget();
    this.together.forget();
    this.#rest();
    connection?.close();
  }

  #rest() {
    this.#turns.next();
    this.#seated = false;
    this.#restAll();
  }

  #restAll() {
    this.together.rest();
    for (const courier of this.#couriers.values()) courier.rest();
  }

  /** @param {Link} link */
  #linked(link) {
    this.#rest();
    this.#store.dispatch({ type: "link", link });
    if (link.state === "open") void this.#takeSeat();
  }

  /** Say that this page is here, until the server knows. */
  async #takeSeat() {
    const connection = this.#connection;
    if (connection === null) return;
    this.#rest();
    await this.#turns.again(async () => {
      try {
        const taken = await connection.send("seat.take", { ticket: seatTicket() });
        if (this.#connection === connection) this.#sit(taken);
      } catch (error) {
        const { code } = refusal(error);
        if (code === "storage" && this.#connection === connection) this.#store.dispatch({ type: "storage", away: true });
        if (code !== "gone" || seatTicket() === null) throw error;
        // A ticket that is too old, or somebody else's, takes nothing back; the session still has a seat.
        dropSeatTicket();
        throw new Refused({ code: "wait", retry_ms: 0 });
      }
    });
  }

  /** @param {Requests["seat.take"]["answer"]} taken */
  #sit({ ticket, device_key, view, skills }) {
    keepSeatTicket(ticket);
    this.#deviceKey = device_key;
    const { now } = this.#turns;
    void clearOut(this.#store, view.talks.map((talk) => talk.conversation), device_key, () => now === this.#turns.now);
    this.#seated = true;
    this.#store.dispatch({ type: "storage", away: false });
    this.#store.dispatch({ type: "skills", skills });
    this.#store.dispatch({ type: "seat", view, now: Date.now() });
    void this.#choice.tell();
    this.#startAll();
  }

  #startAll() {
    for (const talk of this.#store.state.talks) this.#courier(talk.conversation).start(this.#deviceKey);
    this.together.start();
  }

  /** @param {boolean} away whether the server has lost what it keeps things in */
  #stored(away) {
    this.#store.dispatch({ type: "storage", away });
    if (away) this.#restAll();
    else if (this.#seated) this.#startAll();
    else void this.#takeSeat();
  }

  /** @param {Push} push */
  #hear(push) {
    switch (push.event) {
      case "seat.changed": {
        const { view, ticket } = push.payload;
        this.#store.dispatch({ type: "seat", view, now: Date.now() });
        if (view === null) void this.#takeSeat();
        // The newest ticket is the one of the newest view.
        else if (ticket !== null && this.#store.state.seat === view) keepSeatTicket(ticket);
        break;
      }
      case "ticket.ask":
        // What it counted before its loss counts no more.
        this.#store.dispatch({ type: "seat", view: null, now: Date.now() });
        void this.#takeSeat();
        break;
      case "storage.changed":
        this.#stored(push.payload.away);
        break;
      case "log.appended":
        this.#heard(push.payload.conversation, { kind: "appended", appended: push.payload });
        break;
      case "mark.changed":
        this.#heard(push.payload.conversation, { kind: "mark", ...push.payload });
        break;
      case "pulse":
        for (const head of push.payload.heads) this.#heard(head.conversation, { kind: "head", head });
        break;
      case "typing.changed":
        this.#couriers.get(push.payload.conversation)?.hearTyping(push.payload.typing);
        break;
      default:
        this.together.hear(push);
        break;
    }
  }

  /** @param {string} conversation @param {import("../shared/log.js").LogInput} input */
  #heard(conversation, input) {
    this.#store.dispatch({ type: "talk", conversation, event: { type: "heard", input, now: Date.now() } });
  }

  /** @param {string} conversation */
  #courier(conversation) {
    const known = this.#couriers.get(conversation);
    if (known !== undefined) return known;
    const courier = new Courier(conversation, this.#store, (event, payload) => this.#ask(event, payload));
    this.#couriers.set(conversation, courier);
    if (this.#seated) courier.start(this.#deviceKey);
    return courier;
  }

  /** Something the counsellor pressed: it is done, or they read that it was not. @template {keyof Requests} E @param {E} event @param {Requests[E]["payload"]} payload @param {string | null} [accepting] what would have opened */
  async #try(event, payload, accepting = null) {
    this.#store.dispatch({ type: "notice", key: null });
    try {
      await this.#ask(event, payload);
    } catch (error) {
      const gone = refusal(error).code === "offer_gone";
      this.#store.dispatch({ type: "failed", key: gone ? "desk.offer.gone" : "desk.failed", accepting });
    }
  }

  /** @template {keyof Requests} E @param {E} event @param {Requests[E]["payload"]} payload @returns {Promise<Requests[E]["answer"]>} */
  async #ask(event, payload) {
    if (this.#connection === null || !this.#seated) throw new Refused({ code: "offline" });
    try {
      return await this.#connection.send(event, payload);
    } catch (error) {
      const { code } = refusal(error);
      if (code === "not_arrived") void this.#takeSeat();
      if (!KEPT_OUT.has(code)) throw error;
      this.#expired(code);
      // To a message this is no refusal: it goes when somebody is signed in again.
      throw new Refused({ code: "offline" });
    }
  }

  /** @param {string} code why */
  #expired(code) {
    this.#letGo();
    this.#store.dispatch({ type: "expired", code });
  }
}
