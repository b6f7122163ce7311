/** A tab's storage, as far as it is used. */
export class Device {
  /** @type {Map<string, string>} */
  held = new Map();
  get length() {
    return this.held.size;
  }
  /** @param {number} index */
  key = (index) => [...this.held.keys()][index] ?? null;
  /** @param {string} key */
  getItem = (key) => this.held.get(key) ?? null;
  /** @param {string} key @param {string} value */
  setItem = (key, value) => void this.held.set(key, value);
  /** @param {string} key */
  removeItem = (key) => void this.held.delete(key);
}
