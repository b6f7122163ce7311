/** What is typed into the forms and not done yet: kept apart from the roster, so that neither overwrites the other. Pure. */

/** @import { Plan, Post, Shift, Staffing } from "./shapes.js" */

/** The fields of a form by their names, as FormData gives them. @typedef {Record<string, string>} Typed */
/** `base` is the shift as it was when somebody began to type; null for a form that is about none. @typedef {{ typed: Typed, base: Shift | null }} Draft */
/** By the name of the form: what it does, and to which shift. @typedef {Record<string, Draft>} Drafts */
/** What stands in the fields for whom a shift needs. @typedef {{ minimum: string, most: string, led: boolean, note: string }} Fields */

export const PLAN = "plan";
/** What a new shift needs when nobody says otherwise. @type {Staffing} */
const USUAL = { minimum: 2, most: 4, led: true, note: null };

/** The name of the form for this. @param {string} act @param {string} shift */
export const formOf = (act, shift) => `${act} ${shift}`;

/** @param {Drafts} drafts @param {string} form @param {Typed} typed @param {Shift | null} shift the shift it is about, as it is now @returns {Drafts} */
export const withTyped = (drafts, form, typed, shift) => ({ ...drafts, [form]: { typed, base: drafts[form]?.base ?? shift } });

/** @param {Drafts} drafts @param {string} form @returns {Drafts} */
export const without = (drafts, form) => Object.fromEntries(Object.entries(drafts).filter(([name]) => name !== form));

/** Whoever typed knows now how the shift is. @param {Drafts} drafts @param {Shift} shift @returns {Drafts} */
export function told(drafts, shift) {
  const form = formOf("adjust", shift.shift);
  const draft = drafts[form];
  return draft === undefined ? drafts : { ...drafts, [form]: { ...draft, base: shift } };
}

/** What stands in the fields: what was typed, or else how it is. @param {Drafts} drafts @param {string} form @param {Staffing} [now] @returns {Fields} */
export function shownIn(drafts, form, now = USUAL) {
  const typed = drafts[form]?.typed;
  if (typed === undefined) return { minimum: String(now.minimum), most: String(now.most), led: now.led, note: now.note ?? "" };
  return { minimum: typed["minimum"] ?? "", most: typed["most"] ?? "", led: "led" in typed, note: typed["note"] ?? "" };
}

/** What is sent of the form for whom a shift needs. @param {Drafts} drafts @param {Shift} shift as it is now @returns {Staffing & { version: number }} */
export function adjustmentOf(drafts, shift) {
  const form = formOf("adjust", shift.shift);
  const base = drafts[form]?.base ?? shift;
  // People who come and go make another version too; only what the form shows was overwritten.
  return { ...staffingOf(shownIn(drafts, form, shift)), version: needsTheSame(base, shift) ? shift.version : base.version };
}

/** @param {Staffing} one @param {Staffing} other */
const needsTheSame = (one, other) => one.minimum === other.minimum && one.most === other.most && one.led === other.led && one.note === other.note;

/** @param {Fields} fields @returns {Staffing} */
const staffingOf = ({ minimum, most, led, note }) => ({ minimum: Number(minimum), most: Number(most), led, note: note || null });

/** The plan that was typed, without what tells it from another. @param {Typed} typed @returns {Omit<Plan, "plan">} */
export function planOf(typed) {
  return {
    first: typed["first"] ?? "",
    until: typed["until"] || null,
    begins: typed["begins"] ?? "",
    ends: typed["ends"] ?? "",
    ...staffingOf(shownIn({ [PLAN]: { typed, base: null } }, PLAN)),
  };
}

/** The plan that was asked last, when this is the same; else a new one. @param {Plan | null} last @param {Omit<Plan, "plan">} wanted @param {() => string} fresh @returns {Plan} */
export function samePlan(last, wanted, fresh) {
  if (last === null) return { ...wanted, plan: fresh() };
  const repeated = { ...wanted, plan: last.plan };
  return JSON.stringify(Object.entries(repeated).sort()) === JSON.stringify(Object.entries(last).sort()) ? last : { ...wanted, plan: fresh() };
}

/** Who was chosen to be put on a shift, and in which place; of a place that somebody has, who leaves it. @param {Typed} typed */
export function assignmentOf(typed) {
  const [post = "", leaver = ""] = (typed["place"] ?? "").split(" ");
  return { volunteer: typed["volunteer"] ?? "", post: /** @type {Post} */ (post), leaver: leaver || null };
}
