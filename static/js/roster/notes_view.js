/** What the roster says by itself: who is on now, which shifts are short, and where it differs from the opening hours. */

import { t } from "../shared/i18n.js";
import { html, nothing, repeat } from "../shared/vendor.js";
import { dayWords, whenWords } from "./times_view.js";

/** @import { Agreement, Gap, Roster, Shift } from "./shapes.js" */

/** Who is to be there now. @param {Roster} roster */
export function present({ present: people }) {
  const names = people.map(({ name, post }) => (post === "lead" ? t("roster.name_leads", { name }) : name));
  return html`<p>${names.length === 0 ? t("roster.nobody_now") : t("roster.now", { names: names.join(", ") })}</p>`;
}

/** The shifts that are short, soonest first. @param {Roster} roster */
export function warnings({ shifts, zone }) {
  const short = shifts.filter((shift) => shift.short);
  if (short.length === 0) return nothing;
  return html`<section class="notice danger" aria-labelledby="short" data-short>
    <h2 id="short">${t("roster.short", { count: short.length })}</h2>
    <ul class="lines" role="list">
      ${repeat(
        short,
        ({ shift }) => shift,
        (shift) => html`<li><a href="#shift-${shift.shift}">${whenWords(shift, zone)}</a>: ${lacksWords(shift)}</li>`,
      )}
    </ul>
  </section>`;
}

/** Whom a shift lacks. @param {Shift} shift */
export function lacksWords({ lacks, lacks_lead }) {
  if (lacks === 0) return t("roster.lacks_lead");
  return lacks_lead ? t("roster.lacks_both", { count: lacks }) : t("roster.lacks", { count: lacks });
}

/** Opening hours beside shifts. @param {Roster} roster */
export function agreement({ agreement: compared, zone }) {
  const { gaps, outside, needed } = compared;
  const agrees = gaps.length === 0 && outside.length === 0;
  return html`<section class="agreement" aria-labelledby="agreement" data-agrees=${agrees ? "yes" : "no"}>
    <h2 id="agreement">${t("roster.agreement")}</h2>
    <p>${agreementWords(compared, agrees, zone)}</p>
    ${gaps.length === 0
      ? nothing
      : html`<h3>${t("roster.gaps")}</h3>
          <ul class="lines" role="list">
            ${gaps.map((gap) => html`<li>${whenWords(gap, zone)}: ${gapWords(gap, needed)}</li>`)}
          </ul>`}
    ${outside.length === 0
      ? nothing
      : html`<h3>${t("roster.outside")}</h3>
          <ul class="lines" role="list">
            ${outside.map((one) => html`<li>${whenWords(one, zone)}</li>`)}
          </ul>`}
  </section>`;
}

/** The last day compared ends at that midnight. @param {Agreement} compared @param {boolean} agrees @param {string} zone */
function agreementWords({ open, until }, agrees, zone) {
  const day = dayWords(until - 1, zone);
  if (!open) return t("roster.never_open", { day });
  return agrees ? t("roster.agrees", { day }) : t("roster.differs", { day });
}

/** @param {Gap} gap @param {number} needed */
function gapWords({ here, led, answered }, needed) {
  if (here < needed) return t("roster.gap.people", { here, needed });
  return answered && !led ? t("roster.gap.lead") : t("roster.gap.answers");
}
