/** The door on the board: how it stands and why, what needs somebody now, and what a supervisor can order. */

import { timeWords } from "../shared/door_words.js";
import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { alarmMinutes } from "./state.js";

/** @import { Alarm, BoardView, Door, DoorReason } from "../shared/shapes.js" */
/** @import { Board } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** @type {DoorReason[]} */
const REASONS = ["busy", "staffing", "technical", "incident"];

/** How the door stands, in one line that is read across a room. @param {BoardView} view @param {number} now */
export function door(view, now) {
  const { door: here } = view;
  return html`<section class="door-state ${here.state}" aria-labelledby="door-says">
    <h2 class="door-says" id="door-says">${t(`board.door.${here.state}`)}</h2>
    <p>${why(here, now)} ${people(view)}</p>
    ${view.cap === null ? nothing : html`<p>${t("board.door.capped", { count: view.cap })}</p>`}
    ${view.reason === null ? nothing : html`<p>${t(`board.reason.${view.reason}`)}</p>`}
  </section>`;
}

/** What it is that needs somebody. @param {Alarm} alarm */
export function alarmWords({ kind, count }) {
  return kind === "staffing" ? t("board.short") : t(`board.alarm.${kind}`, { count });
}

/** What needs somebody now. @param {Board} board @param {BoardView} view @param {number} now */
export function alarms(board, view, now) {
  if (view.alarms.length === 0) return nothing;
  return html`<ul class="alarms" role="list">
    ${view.alarms.map((alarm) => {
      const minutes = alarmMinutes(board, alarm, now);
      return html`<li class="notice danger" data-alarm=${alarm.kind}>
        ${alarmWords(alarm)}
        ${minutes === null ? nothing : t("board.alarm.for", { count: minutes })}
      </li>`;
    })}
  </ul>`;
}

/** What a supervisor can order, each with what it does. @param {BoardView} view @param {Actions} actions */
export function orders(view, actions) {
  /** @param {Event} event */
  const chosen = ({ currentTarget }) => {
    const form = new FormData(/** @type {HTMLElement} */ (currentTarget).closest("form") ?? undefined);
    return { reason: /** @type {DoorReason} */ (form.get("reason")), most: Number(form.get("cap")) };
  };
  /** The reason has to be chosen; the number is not asked for. @param {Event} event */
  const close = (event) => {
    const reason = /** @type {HTMLElement} */ (event.currentTarget).closest("form")?.elements.namedItem("reason");
    if (view.closed || !(reason instanceof HTMLSelectElement) || !reason.reportValidity()) return;
    actions.order({ closed: true, cap: view.cap, reason: chosen(event).reason });
    // The next order has a reason of its own.
    reason.value = "";
  };
  /** @param {SubmitEvent} event */
  const cap = (event) => {
    event.preventDefault();
    const { reason, most } = chosen(event);
    actions.order({ closed: view.closed, cap: most, reason });
    const form = /** @type {HTMLFormElement} */ (event.currentTarget);
    /** @type {HTMLSelectElement} */ (form.elements.namedItem("reason")).value = "";
  };
  const reopen = () => actions.order({ closed: false, cap: null, reason: null });
  // Enter in the number does what the button beside it does; so no other button sends the form.
  return html`<form class="orders" aria-labelledby="orders" @submit=${cap}>
    <h2 id="orders" tabindex="-1">${t("board.orders.title")}</h2>
    <p>
      <label for="reason">${t("board.orders.reason")}</label>
      <select id="reason" name="reason" required>
        <option value="" selected>${t("board.orders.no_reason")}</option>
        ${REASONS.map((reason) => html`<option value=${reason}>${t(`board.reason.${reason}`)}</option>`)}
      </select>
    </p>
    <p>
      <button class="button" type="button" aria-disabled=${view.closed} @click=${close}>${t("board.orders.close")}</button>
      ${t("board.orders.close_says")}
    </p>
    <p>
      <label for="cap">${t("board.orders.cap_label")}</label>
      <input class="cap" id="cap" name="cap" type="number" inputmode="numeric" min="0" max="1000" required .value=${String(view.cap ?? "")} />
      <button class="button" type="submit">${t("board.orders.cap")}</button>
    </p>
    ${view.closed || view.cap !== null
      ? html`<p><button class="button main" type="button" @click=${reopen}>${t("board.orders.reopen")}</button></p>`
      : nothing}
  </form>`;
}

/** @param {Door} door @param {number} now */
function why({ because, opens, closes }, now) {
  // What else keeps it closed is not over when the hours begin.
  if (because !== null && (because !== "hours" || opens === null)) return t(`board.because.${because}`);
  if (opens !== null) return t("board.door.opens", { time: timeWords(opens, now) });
  return closes === null ? nothing : t("board.door.closes", { time: timeWords(closes, now) });
}

/** Who is on, beside who has to be. @param {BoardView} view */
function people({ seated, leading, minimum }) {
  return minimum > seated + leading ? t("board.door.people", { here: seated + leading, needed: minimum }) : nothing;
}
