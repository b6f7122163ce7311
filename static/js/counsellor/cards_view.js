/** The right column: the cards that can be sent, each first seen as the young person will see it. */

import { card } from "../shared/card.js";
import { COUNTRIES, entriesOf } from "../shared/directory.js";
import { language, t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { chosen } from "./state.js";

/** @import { Actions } from "./view.js" */
/** @import { Desk } from "./state.js" */
/** @import { Country } from "../shared/directory.js" */

/** @param {Desk} desk @param {Actions} actions */
export function cardColumn(desk, actions) {
  return html`<aside class="pane cards-pane" aria-labelledby="cards-title">
    ${desk.preview === null ? cardList(desk.country, actions) : preview(desk, desk.preview, actions)}
  </aside>`;
}

/** @param {Country} country @param {Actions} actions */
function cardList(country, actions) {
  const entries = entriesOf(country);
  return html`<h2 class="pane-title" id="cards-title" tabindex="-1">${t("desk.cards.title")}</h2>
    <div class="statuses" role="group" aria-label=${t("desk.cards.country")}>
      ${COUNTRIES.map(
        (one) => html`<button class="button status" type="button" aria-pressed=${one === country} @click=${() => actions.country(one)}>
          ${t(`country.name.${one}`)}
        </button>`,
      )}
    </div>
    <p class="quiet">${t("desk.cards.how")}</p>
    ${entries.length > 0
      ? nothing
      : html`<p class="notice">${t("desk.cards.missing")}</p>
          <p><button class="button" type="button" @click=${actions.loadCards}>${t("desk.cards.again")}</button></p>`}
    <ul class="card-choices" role="list">
      ${entries.map(
        (entry) => html`<li>
          <button class="card-choice" type="button" data-choice=${entry.id} @click=${() => actions.preview(entry.id)}>
            <span class="card-choice-name">${entry.name}</span>
            <span class="quiet">${entry.texts[language()].for_whom}</span>
          </button>
        </li>`,
      )}
    </ul>`;
}

/** @param {Desk} desk @param {string} id @param {Actions} actions */
function preview(desk, id, actions) {
  const talk = chosen(desk);
  const open = talk !== null && talk.standing === "talking" ? talk : null;
  return html`<h2 class="pane-title" id="cards-title" tabindex="-1">${t("desk.cards.preview")}</h2>
    ${card(id)}
    <p class="quiet">${open === null ? t("desk.cards.nobody") : t("desk.cards.to", { number: open.number })}</p>
    <div class="buttons">
      ${open === null
        ? nothing
        : html`<button class="button main" type="button" @click=${() => actions.sendCard(open.conversation, id)}>
            ${t("desk.cards.send")}
          </button>`}
      <button class="button" type="button" @click=${() => actions.preview(null)}>${t("desk.cards.back")}</button>
    </div>`;
}
