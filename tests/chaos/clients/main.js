/**
 * Many young people and counsellors in one process. One JSON object a line comes in, one answer a line goes out:
 *
 *   {"id": 1, "do": "say", "who": "s1", "text": "..."}   ->   {"id": 1, "ok": {"pressed": true}}   or   {"id": 1, "fault": "..."}
 */

import { createInterface } from "node:readline";
import { Person } from "./person.js";

/** @typedef {Record<string, any>} Words */

const [origin = ""] = process.argv.slice(2);
/** @type {Map<string, Person>} */
const people = new Map();
/** What went wrong in nobody's page in particular. @type {string[]} */
const complaints = [];

process.on("uncaughtException", (error) => complaints.push(String(error.stack)));
process.on("unhandledRejection", (error) => complaints.push(String(error instanceof Error ? error.stack : error)));

/** @param {string} who */
function person(who) {
  const found = people.get(who);
  if (found === undefined) throw new Error(`nobody is called ${who}`);
  return found;
}

/** What each person who is asked about has. @template T @param {Words} words @param {(one: Person) => T} read @returns {Record<string, T | null>} */
function each({ who }, read) {
  const asked = who === undefined ? [...people.values()] : [person(who)];
  return Object.fromEntries(asked.map((one) => [one.name, one.hasPage() ? read(one) : null]));
}

/** What concerns a person and their tabs; everything else is a verb of the page itself. @type {Record<string, (words: Words) => unknown>} */
const VERBS = {
  come: ({ who, kind }) => void people.set(who, new Person(who, kind, origin)),
  open: ({ who, tab }) => person(who).open(tab),
  refresh: ({ who, tab }) => person(who).refresh(tab),
  second_tab: ({ who }) => person(who).secondTab(),
  close_tab: ({ who, tab }) => person(who).closeTab(tab),
  freeze: ({ who, tab }) => person(who).at(tab).page.freeze(),
  thaw: ({ who, tab }) => person(who).at(tab).page.thaw(),
  hide: ({ who, tab, yes }) => person(who).at(tab).page.hide(yes),
  network: ({ who, yes }) => person(who).browser.switchNetwork(yes),
  standing: (words) => each(words, (one) => one.at().standing()),
  screens: (words) => each(words, (one) => ({ ...one.at().screen(), promised: one.promises.delivered(), stored: one.promises.stored() })),
  complaints: () => [...complaints, ...[...people.values()].flatMap(({ name, browser }) => browser.complaints.map((said) => `${name}: ${said}`))],
  memory: () => process.memoryUsage().rss,
};

/** @param {Words} words @returns {unknown} */
function obey(words) {
  const own = VERBS[words.do];
  if (own !== undefined) return own(words);
  const shown = /** @type {any} */ (person(words.who).at(words.tab));
  if (typeof shown[words.do] !== "function") throw new Error(`nobody can ${words.do}`);
  return shown[words.do](words);
}

/** @param {string} line */
async function answer(line) {
  const words = /** @type {Words} */ (JSON.parse(line));
  let said;
  try {
    said = { id: words.id, ok: (await obey(words)) ?? null };
  } catch (error) {
    said = { id: words.id, fault: String(error) };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (line) => void answer(line));
lines.on("close", () => process.exit(0));
