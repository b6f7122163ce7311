/** What has to be true of a value before it is believed: guards say so, readers give the value, or null. Pure. */

/** @template T @typedef {(value: unknown) => T | null} Reader */
/** @template T @typedef {(value: unknown) => value is T} Guard */

/** @param {unknown} value @returns {value is Record<string, unknown>} */
export const isRecord = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
/** @param {unknown} value @returns {value is string} */
export const text = (value) => typeof value === "string";
/** @param {unknown} value @returns {value is number} */
export const count = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** @param {unknown} value @returns {value is boolean} */
export const flag = (value) => typeof value === "boolean";

/** @template {string} T @param {T[]} values @returns {Guard<T>} */
export const oneOf = (...values) => /** @type {Guard<T>} */ ((value) => values.some((one) => one === value));

/** @template T @param {Guard<T>} guard @returns {Guard<T | null>} */
export const orNull = (guard) => /** @type {Guard<T | null>} */ ((value) => value === null || guard(value));

/** What an older server does not say, or what there is nothing to say of. @template T @param {Guard<T>} guard @returns {Guard<T | undefined>} */
export const orAbsent = (guard) => /** @type {Guard<T | undefined>} */ ((value) => value === undefined || guard(value));

/** @template T @param {Guard<T>} guard @returns {Guard<T[]>} */
export const listOf = (guard) => /** @type {Guard<T[]>} */ ((value) => Array.isArray(value) && value.every(guard));

/**
 * A record with at least these fields; what a newer server adds is left alone.
 * @template T @param {{ [K in keyof T]: Guard<T[K]> }} fields @returns {Guard<T>}
 */
export function shape(fields) {
  const guards = /** @type {[string, Guard<unknown>][]} */ (Object.entries(fields));
  return /** @type {Guard<T>} */ ((value) => isRecord(value) && guards.every(([name, guard]) => guard(value[name])));
}

/** @template T @param {Guard<T>} guard @returns {Reader<T>} */
export const reading = (guard) => (value) => (guard(value) ? value : null);
