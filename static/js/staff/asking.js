/** Questions over HTTP to the room of people, and what can be read in the answers; a seeker's page never loads this. */

/** `refused` is the server's code, or `no_answer` without one; `seconds`: how long nothing is tried, where it says so. @typedef {{ refused: string, seconds: number }} Refused */
/** @typedef {{ read: unknown } | Refused} Answer */

const WITHIN_MS = 10_000;
const NO_CONTENT = 204;

/** Never rejects. @param {"GET" | "POST" | "DELETE"} method @param {string} path @param {object} [body] @returns {Promise<Answer>} */
export async function ask(method, path, body) {
  const sent = body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    const answer = await fetch(path, { method, ...sent, cache: "no-store", signal: AbortSignal.timeout(WITHIN_MS) });
    const read = answer.status === NO_CONTENT ? null : /** @type {unknown} */ (await answer.json());
    return answer.ok ? { read } : refusal(read);
  } catch {
    return NO_ANSWER;
  }
}

/** @type {Refused} */
export const NO_ANSWER = { refused: "no_answer", seconds: 0 };

/** The refusal in an answer; what cannot be read is no answer. @param {unknown} read @returns {Refused} */
export function refusal(read) {
  const error = of(read, "error");
  const code = of(error, "code");
  const retry = of(error, "retry_ms");
  return typeof code === "string" ? { refused: code, seconds: typeof retry === "number" ? Math.ceil(retry / 1000) : 0 } : NO_ANSWER;
}

/** What this holds under a name; undefined when nothing. @param {unknown} read @param {string} name @returns {unknown} */
export function of(read, name) {
  return typeof read === "object" && read !== null && Object.hasOwn(read, name) ? /** @type {Record<string, unknown>} */ (read)[name] : undefined;
}

/** The texts in a list. @param {unknown} read @returns {string[]} */
export const texts = (read) => (Array.isArray(read) ? /** @type {unknown[]} */ (read).filter((one) => typeof one === "string") : []);
