/** That a counsellor wishes a colleague to take a conversation over, whom they wish for, and that they stay until then. */

import { t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";
import { passWords, skillWords } from "./words.js";

/** @import { Actions } from "./view.js" */
/** @import { Talk } from "./talk.js" */

/** @param {Talk} talk @param {readonly string[]} skills those that a colleague may have @param {Actions} actions */
export function passing(talk, skills, actions) {
  const { conversation, passesTo, wishes } = talk;
  const press = () => actions.passOn(conversation, passesTo === null ? wishes : null);
  /** @param {Event} event */
  const chose = (event) => {
    if (event.target instanceof HTMLSelectElement) actions.wish(conversation, event.target.value);
  };
  return html`<div class="talk-pass">
      <button class="button toggle" id="pass-on" type="button" aria-pressed=${passesTo !== null} @click=${press}>${t("desk.pass.on")}</button>
      ${passesTo !== null || skills.length === 0
        ? nothing
        : html`<label for="pass-skill">${t("desk.pass.skill")}</label>
            <select id="pass-skill" @change=${chose}>
              <option value="" ?selected=${wishes.length === 0}>${t("desk.pass.any")}</option>
              ${skills.map((skill) => html`<option value=${skill} ?selected=${wishes.includes(skill)}>${skillWords(skill)}</option>`)}
            </select>`}
    </div>
    ${passesTo === null ? nothing : html`<p class="notice talk-onward">${passWords(passesTo)}</p>`}`;
}
