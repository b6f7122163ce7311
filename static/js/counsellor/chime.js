/** Two soft tones, as often as they are asked for, and never louder than the device. */

const TONES_HZ = [523, 659];
const TONE_S = 0.18;
const LOUD = 0.25;
const QUIET = 0.0001;

export class Chime {
  /** @type {AudioContext | null} */
  #context = null;

  /** Play it; whether this browser lets it be heard. Before anything was pressed on the page it does not. */
  async play() {
    if (!(await this.wake()) || this.#context === null) return false;
    const context = this.#context;
    TONES_HZ.forEach((hertz, place) => sound(context, hertz, context.currentTime + place * TONE_S));
    return true;
  }

  /** Whether it could be heard now. */
  async wake() {
    if (!("AudioContext" in globalThis)) return false;
    this.#context ??= new AudioContext();
    const context = this.#context;
    if (context.state === "running") return true;
    // Where nothing was pressed yet the browser lets this wait for ever.
    void context.resume().catch(() => undefined);
    await settled(context);
    return /** @type {AudioContextState} */ (context.state) === "running";
  }
}

const SETTLES_MS = 300;

/** Until the browser has begun to play, or does not. @param {AudioContext} context */
function settled(context) {
  return new Promise((resolve) => {
    context.addEventListener("statechange", resolve, { once: true });
    setTimeout(resolve, SETTLES_MS);
  });
}

/** One tone that comes and goes softly. @param {AudioContext} context @param {number} hertz @param {number} at */
function sound(context, hertz, at) {
  const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
  const volume = new GainNode(context, { gain: QUIET });
  volume.gain.exponentialRampToValueAtTime(LOUD, at + TONE_S / 4);
  volume.gain.exponentialRampToValueAtTime(QUIET, at + TONE_S);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + TONE_S);
}
