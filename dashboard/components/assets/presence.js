// Somebody is here: a claim ends by itself, so whoever still reads has it prolonged, whoever waits
// for a colleague's comment looks again, and whoever comes back to this page sees what became of it.
const LOOK_AGAIN = 5e3; // ms between looks at a comment that a colleague holds
const PROLONG = 20e3; // ms after which a claim of one's own is prolonged; it lasts 90 seconds
const STILL_HERE = 180e3; // ms without a key or a move of the pointer after which nobody reads
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel"];

/**
 * @param {{ shown: () => Item | undefined, busy: () => boolean, tell: () => void }} way
 *   the comment on screen, whether the server is being asked anyway, and how it is told
 */
function makePresence({ shown, busy, tell }) {
  let active = Date.now();
  let toldAt = Date.now();
  const isHere = () => { active = Date.now(); };
  for (const sign of SIGNS) document.addEventListener(sign, isHere, { passive: true });
  const back = () => {
    if (document.visibilityState !== "visible" || !shown() || busy()) return;
    active = toldAt = Date.now();
    tell();
  };
  document.addEventListener("visibilitychange", back);
  const beat = setInterval(() => {
    const item = shown();
    if (!item || busy() || Date.now() - active > STILL_HERE) return;
    if (!item.claimed_by && Date.now() - toldAt < PROLONG) return;
    toldAt = Date.now();
    tell();
  }, LOOK_AGAIN);
  return {
    stop() {
      clearInterval(beat);
      document.removeEventListener("visibilitychange", back);
      for (const sign of SIGNS) document.removeEventListener(sign, isHere);
    },
  };
}
