/** What sending rejects with. */

/** @import { WireError } from "./wire.js" */

/** The server's answer to one event when it was not yes, or that there was none. */
export class Refused extends Error {
  /** @param {WireError} error `no_answer` and `offline` are this browser's own codes */
  constructor(error) {
    super(error.code);
    this.code = error.code;
    this.field = error.field ?? null;
    this.retryMs = error.retry_ms ?? null;
  }
}

/** What was refused; a fault of this page's own is not taken for one. @param {unknown} error @returns {Refused} */
export function refusal(error) {
  if (error instanceof Refused) return error;
  throw error;
}
