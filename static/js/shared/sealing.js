/** Sealing what lies on the device with AES-256-GCM: its name is bound to it, so that nothing can be put in the place of another. */

const IV_BYTES = 12;

/** As text that only this key opens under this name, behind bytes that may be read. @param {string} name @param {unknown} value @param {CryptoKey} key */
export async function sealed(name, value, key, head = new Uint8Array()) {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoded(name) }, key, encoded(JSON.stringify(value)));
  return spelled(new Uint8Array([...head, ...iv, ...new Uint8Array(body)]));
}

/** What was sealed so; null when there is nothing, or it was sealed otherwise. @param {string} name @param {string | null} text @param {CryptoKey} key @returns {Promise<any>} */
export async function opened(name, text, key, headBytes = 0) {
  if (text === null) return null;
  try {
    const bytes = bytesOf(text).slice(headBytes);
    const [iv, body] = [bytes.slice(0, IV_BYTES), bytes.slice(IV_BYTES)];
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: encoded(name) }, key, body)));
  } catch {
    return null;
  }
}

/** @param {string} text */
export const encoded = (text) => new TextEncoder().encode(text);

/** @param {Uint8Array} bytes */
export const spelled = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

/** @param {string} text in base64, of either alphabet */
export const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
