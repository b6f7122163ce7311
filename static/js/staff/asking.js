/** Questions over HTTP to the room of people, and what can be read in the answers; a seeker's page never loads this. */

/** `refused` is the server's code, or `no_answer` without one; `seconds`: how long nothing is tried, where it says so. @typedef {{ refused: string, seconds: number }} Refused */
/** @typedef {{ read: unknown } | Refused} Answer */

const WITHIN_MS = 10_000;
const NO_CONTENT = 204;

/** Never rejects. @param {"GET" | "POST" | "DELETE"} method @param {string} path @param {object} [body] @returns {Promise<Answer>} */
export const ask = (method, path, body) =>
  send(path, body === undefined ? { method } : { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** What a page asks by itself, and says so: nobody need be there, so it makes no session last. Never rejects. @param {string} path */
export const poll = (path) => send(path, { headers: { "X-Luister-Poll": "1" } });

/** Whether a file can be had; the browser fetches it. Never rejects. @param {string} path */
export const find = (path) => send(path, {}, () => null);

/** @param {string} path @param {RequestInit} sent @param {(answer: Response) => unknown} reads what was asked for @returns {Promise<Answer>} */
async function send(path, sent, reads = (answer) => (answer.status === NO_CONTENT ? null : answer.json())) {
  try {
    const answer = await fetch(path, { ...sent, cache: "no-store", signal: AbortSignal.timeout(WITHIN_MS) });
    const read = /** @type {unknown} */ (await (answer.ok ? reads(answer) : answer.json()));
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
