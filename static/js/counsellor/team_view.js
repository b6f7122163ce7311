/** The right column when it shows colleagues: whispers with who helps, and the room of the shift. No word of it goes to a young person. */

import { unread } from "../shared/circle.js";
import { circleLines } from "../shared/circle_view.js";
import { t } from "../shared/i18n.js";
import { html, nothing, repeat } from "../shared/vendor.js";
import { whispers } from "./circles.js";

/** @import { Circle } from "../shared/circle.js" */
/** @import { Whisper } from "./circles.js" */
/** @import { Actions } from "./view.js" */
/** @import { Desk } from "./state.js" */

/** The lines of colleagues that were not read yet. @param {Desk} desk */
export const unreadOfTeam = (desk) => desk.circles.reduce((total, circle) => total + unread(circle, desk.seat?.name ?? null), 0);

/** What leads to each side of the right column, where there is room for one. @param {Desk} desk @param {Actions} actions */
export function sides(desk, actions) {
  const count = unreadOfTeam(desk);
  return html`<div class="sides" role="group" aria-label=${t("desk.sides")}>
    ${(/** @type {const} */ (["cards", "team"])).map(
      (side) => html`<button class="button status" type="button" aria-pressed=${desk.side === side} @click=${() => actions.show(side)}>
        ${side === "team" && count > 0 ? t("desk.pane.team_new", { count }) : t(`desk.pane.${side}`)}
      </button>`,
    )}
  </div>`;
}

/** @param {Desk} desk @param {number} now @param {Actions} actions */
export function teamColumn(desk, now, actions) {
  const room = find(desk, desk.seat?.room ?? null);
  return html`<aside class="pane team-pane" aria-labelledby="team-title">
    <h2 class="pane-title" id="team-title" tabindex="-1">${t("desk.pane.team")}</h2>
    ${repeat(
      whispers(desk),
      ({ circle }) => circle,
      (whisper) => whispering(desk, whisper, now, actions),
    )}
    ${room === null
      ? nothing
      : html`<section class="circle" aria-labelledby="room-title">
          <h3 class="circle-title" id="room-title">${t("desk.room.title")} ${news(desk, room)}</h3>
          <p class="quiet">${t("desk.room.says")}</p>
          ${circleLines(room, { id: "room", field: t("desk.room.field"), send: t("desk.room.send"), empty: t("desk.room.empty"), ...act(actions) }, now)}
        </section>`}
  </aside>`;
}

/** @param {Desk} desk @param {Whisper} whisper @param {number} now @param {Actions} actions */
function whispering(desk, { circle, name, talk }, now, actions) {
  const held = find(desk, circle);
  if (held === null) return nothing;
  const id = `whisper-${circle}`;
  return html`<section class="circle whisper" aria-labelledby="${id}-title" data-whisper>
    <h3 class="circle-title" id="${id}-title">${t("desk.whisper.with", { name })} ${news(desk, held)}</h3>
    <p class="quiet">${talk === null ? nothing : t("desk.whisper.about", { number: talk.number })} ${t("desk.whisper.says")}</p>
    ${circleLines(held, { id, field: t("desk.whisper.field", { name }), send: t("desk.whisper.send"), empty: t("desk.whisper.empty"), ...act(actions) }, now)}
  </section>`;
}

/** @param {Desk} desk @param {Circle} circle */
function news(desk, circle) {
  const count = unread(circle, desk.seat?.name ?? null);
  return count === 0 ? nothing : html`<span class="circle-new">${t("desk.circle.new", { count })}</span>`;
}

/** @param {Actions} actions */
const act = ({ typeAside, sayAside }) => ({ type: typeAside, say: sayAside });

/** @param {Desk} desk @param {string | null} circle */
const find = (desk, circle) => desk.circles.find((one) => one.circle === circle) ?? null;
