/** What a screen reader is told when something changes: one polite live region, one assertive. */

const KEPT_MS = 10_000;

/** @type {Map<"polite" | "assertive", HTMLElement>} */
const regions = new Map();

/**
 * Put the two live regions into the page. Call before anything is to be announced: a region that appears together with its text
 * is not read.
 * @param {HTMLElement} host
 */
export function openRegions(host) {
  for (const politeness of /** @type {const} */ (["polite", "assertive"])) {
    const region = document.createElement("div");
    region.className = "only-read";
    region.setAttribute("role", politeness === "polite" ? "status" : "alert");
    region.setAttribute("aria-live", politeness);
    region.setAttribute("aria-atomic", "false");
    host.append(region);
    regions.set(politeness, region);
  }
}

/** Said when there is a pause. @param {string} text */
export const announce = (text) => say("polite", text);

/** Said at once: danger and loss of connection only. @param {string} text */
export const alarm = (text) => say("assertive", text);

/** Take back what was said and still stands in the page: it may hold what has to be gone. */
export function hush() {
  for (const region of regions.values()) region.replaceChildren();
}

/** @param {"polite" | "assertive"} politeness @param {string} text */
function say(politeness, text) {
  const line = document.createElement("p");
  line.textContent = text;
  regions.get(politeness)?.append(line);
  setTimeout(() => line.remove(), KEPT_MS);
}
