/** Who reads beside the counsellor, who is about to, and what the young person can say to that. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";

/** @import { Line } from "../shared/lines.js" */
/** @import { SeekerView } from "../shared/shapes.js" */
/** @import { Actions } from "./view.js" */

/** @param {SeekerView} view @param {Actions} actions */
export function company({ company }, actions) {
  if (!company) return nothing;
  const { present, coming } = company;
  return html`${coming === null
      ? nothing
      : html`<div class="notice" id="coming" role="group" aria-labelledby="coming-words">
          <p id="coming-words">${t("seeker.company.coming", { name: coming })}</p>
          <p class="buttons">
            <button class="button main" type="button" @click=${() => actions.welcome(false)}>${t("seeker.company.good")}</button>
            <button class="button" type="button" @click=${() => actions.welcome(true)}>${t("seeker.company.afresh")}</button>
          </p>
        </div>`}
    ${present.length === 0 ? nothing : html`<p class="quiet" id="company">${t("seeker.company.here", { names: present.map(({ name }) => name).join(", ") })}</p>`}`;
}

/** What the log says of who came and went. @param {Extract<Line, { kind: "company_joined" | "company_left" | "started_over" }>} line */
export function companyWords(line) {
  if (line.kind === "started_over") return t("seeker.company.over");
  if (line.kind === "company_left") return t("seeker.company.left", { name: line.name });
  if (line.part === "mentor") return t("seeker.company.mentor", { name: line.name, counsellor: line.beside ?? "" });
  return t(`seeker.company.${line.part}`, { name: line.name });
}

/** That somebody has the conversation now; nobody is greeted twice. @param {string} name @param {boolean} known they were in the room already */
export const joinedWords = (name, known) => t(known ? "seeker.company.goes_on" : "seeker.talk.joined", { name });
