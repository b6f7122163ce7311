/** Ids this browser makes: 128 random bits, in letters, digits, - and _. */

export function newId() {
  const bits = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bits)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
