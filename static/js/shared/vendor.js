/** The only module that names third parties; see scripts/vendor.py for how they come here. */

export { html, nothing, render } from "../../vendor/lit-html/lit-html.js";
export { guard } from "../../vendor/lit-html/directives/guard.js";
export { ifDefined } from "../../vendor/lit-html/directives/if-defined.js";
export { keyed } from "../../vendor/lit-html/directives/keyed.js";
export { live } from "../../vendor/lit-html/directives/live.js";
export { ref } from "../../vendor/lit-html/directives/ref.js";
export { repeat } from "../../vendor/lit-html/directives/repeat.js";
export { io } from "../../vendor/socket.io-client/socket.io.esm.min.js";

/** @typedef {import("../../vendor/lit-html/lit-html.js").TemplateResult} TemplateResult */
/** @typedef {import("../../vendor/socket.io-client/socket.io.esm.min.js").Socket} Socket */
