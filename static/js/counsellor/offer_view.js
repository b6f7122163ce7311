/** Somebody waits, and this counsellor may take them: a calm card with the time there is for it. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { mark } from "./mark_view.js";
import { offerWords, secondsLeft } from "./words.js";

/** @import { Actions } from "./view.js" */
/** @import { Desk } from "./state.js" */

/** How long an offer stands; only how full the ring looks depends on it. */
const STANDS_MS = 25_000;

/** @param {Desk} desk @param {number} now @param {Actions} actions */
export function offerCard(desk, now, actions) {
  const offer = desk.seat?.offer ?? null;
  if (offer === null) return nothing;
  const gone = now - desk.toldAt;
  const leftMs = Math.max(0, offer.left_ms - gone);
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key === "Enter" && event.target === event.currentTarget) actions.accept(offer);
  };
  return html`<section class="offer" id="offer" tabindex="-1" aria-labelledby="offer-title" aria-describedby="offer-why" @keydown=${key}>
    <svg class="offer-ring" viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <circle class="offer-ring-whole" cx="20" cy="20" r="17" />
      <circle
        class="offer-ring-left"
        cx="20"
        cy="20"
        r="17"
        pathLength="1"
        stroke-dasharray="1"
        stroke-dashoffset=${String(1 - Math.min(1, leftMs / STANDS_MS))}
        transform="rotate(-90 20 20)"
      />
    </svg>
    <h2 class="offer-title" id="offer-title">${mark(offer.rehearsed)}${offerWords(offer, gone)}</h2>
    <p class="offer-why" id="offer-why">${t(`desk.offer.why.${offer.why}`)} ${offer.everybody ? t("desk.offer.everybody") : nothing}</p>
    <p class="offer-left">${leftMs > 0 ? t("desk.offer.left", { count: secondsLeft(leftMs) }) : t("desk.offer.over")}</p>
    <div class="buttons">
      <button class="button main" type="button" @click=${() => actions.accept(offer)}>${t("desk.offer.accept")}</button>
      <button class="button" type="button" @click=${() => actions.decline(offer)}>${t("desk.offer.decline")}</button>
    </div>
  </section>`;
}
