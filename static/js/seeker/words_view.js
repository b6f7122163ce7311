/** Return words on the screen: offered and shown once at the end, asked for while waiting. */

import { language, t } from "../shared/i18n.js";
import { html, nothing } from "../shared/vendor.js";

/** @import { Given } from "../shared/shapes.js" */
/** @import { State } from "./state.js" */
/** @import { Actions } from "./view.js" */

/** At the end: the offer, and the words once they were asked for. Nothing where the line does not do this. @param {State} state @param {Actions} actions */
export function offer({ view, words }, actions) {
  if (words.given !== null) return given(words.given);
  if (view?.phase !== "ended" || !view.reunites) return nothing;
  return html`<section class="return-offer">
    <h2>${t("seeker.words.title")}</h2>
    <p>${t("seeker.words.offer")}</p>
    <p>${t("seeker.words.kept")}</p>
    <p><button class="button" type="button" @click=${actions.askWords}>${t("seeker.words.ask")}</button></p>
    ${words.fault === null ? nothing : html`<p class="note fault">${t(`error.${words.fault}`)}</p>`}
  </section>`;
}

/** @param {Given} given */
function given({ words, language: spoken, until }) {
  const date = new Intl.DateTimeFormat(language(), { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(until));
  return html`<section class="return-offer">
    <h2 tabindex="-1" data-question>${t("seeker.words.given")}</h2>
    <ol class="return-words" lang=${spoken}>
      ${words.map((word) => html`<li>${word}</li>`)}
    </ol>
    <p>${t("seeker.words.write")}</p>
    <p>${t("seeker.words.until", { date })}</p>
    <p>${t("seeker.words.anybody")}</p>
  </section>`;
}

/** While waiting: a field for words of an earlier conversation, until they led to somebody. @param {State} state @param {Actions} actions */
export function reunion({ view, words }, actions) {
  if (words.answer === "found" && !view?.handed_over) return html`<p class="notice" tabindex="-1" data-question>${t("seeker.words.found")}</p>`;
  if (!view?.reunites) return nothing;
  /** @param {SubmitEvent & { target: HTMLFormElement }} event */
  const submit = (event) => {
    event.preventDefault();
    const field = event.target.elements.namedItem("return-words");
    if (field instanceof HTMLInputElement && field.value.trim() !== "") actions.useWords(field.value);
  };
  return html`<details class="quiet">
    <summary class="button">${t("seeker.words.have")}</summary>
    <form class="return-form" @submit=${submit}>
      <label for="return-words">${t("seeker.words.field")}</label>
      <input
        class="return-field"
        id="return-words"
        type="text"
        maxlength="200"
        autocomplete="off"
        autocapitalize="off"
        autocorrect="off"
        spellcheck="false"
        translate="no"
        writingsuggestions="false"
        data-gramm="false"
        enterkeyhint="go"
        aria-describedby="return-note"
      />
      <button class="button" type="submit">${t("seeker.words.use")}</button>
      <p class="note ${words.fault === null ? "" : "fault"}" id="return-note">${note(words)}</p>
    </form>
  </details>`;
}

/** What is said of what was typed last, in words. @param {State["words"]} words */
export function note({ answer, fault }) {
  if (fault !== null) return t(`error.${fault}`);
  return t(answer === "missed" ? "seeker.words.missed" : "seeker.words.hint");
}
