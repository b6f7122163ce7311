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
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    const reason = /** @type {DoorReason} */ (form.get("reason"));
    const pressed = event.submitter?.getAttribute("value");
    const most = Number(form.get("cap"));
    if (pressed === "close") actions.order({ closed: true, cap: view.cap, reason });
    else if (pressed === "cap") actions.order({ closed: view.closed, cap: most, reason });
    else actions.order({ closed: false, cap: null, reason: null });
  };
  return html`<form class="orders" aria-labelledby="orders" @submit=${submit}>
    <h2 id="orders">${t("board.orders.title")}</h2>
    <p>
      <label for="reason">${t("board.orders.reason")}</label>
      <select id="reason" name="reason">
        ${REASONS.map((reason) => html`<option value=${reason}>${t(`board.reason.${reason}`)}</option>`)}
      </select>
    </p>
    <p>
      <button class="button" type="submit" value="close" formnovalidate ?disabled=${view.closed}>${t("board.orders.close")}</button>
      ${t("board.orders.close_says")}
    </p>
    <p>
      <label for="cap">${t("board.orders.cap_label")}</label>
      <input class="cap" id="cap" name="cap" type="number" inputmode="numeric" min="0" max="1000" required .value=${String(view.cap ?? view.waiting)} />
      <button class="button" type="submit" value="cap">${t("board.orders.cap")}</button>
    </p>
    ${view.closed || view.cap !== null
      ? html`<p><button class="button main" type="submit" value="open" formnovalidate>${t("board.orders.reopen")}</button></p>`
      : nothing}
  </form>`;
}

/** @param {Door} door @param {number} now */
function why({ state, because, opens, closes }, now) {
  if (state === "closed" && because !== null && opens === null) return t(`board.because.${because}`);
  if (opens !== null) return t("board.door.opens", { time: timeWords(opens, now) });
  return closes === null ? nothing : t("board.door.closes", { time: timeWords(closes, now) });
}

/** Who is on, beside who has to be. @param {BoardView} view */
function people({ seated, leading, minimum }) {
  return minimum > seated + leading ? t("board.door.people", { here: seated + leading, needed: minimum }) : nothing;
}
