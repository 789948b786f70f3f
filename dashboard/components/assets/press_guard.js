// One press, one act: a key that is held, a double click, and a press that comes before the
// comment on screen could have been read decide nothing.
function makePressGuard(lock) {
  const down = new Set();
  let drawnAt = 0;
  const up = (event) => down.delete(event.code);
  const forget = () => down.clear();
  document.addEventListener("keyup", up, true);
  window.addEventListener("blur", forget);
  return {
    drawn() { drawnAt = performance.now(); },
    get locked() { return performance.now() - drawnAt < lock(); },
    // Whether this is the first we hear of this press.
    isPress(event) {
      const first = !event.repeat && !down.has(event.code);
      down.add(event.code);
      return first;
    },
    isClick: (event) => event.detail <= 1,
    stop() { document.removeEventListener("keyup", up, true); window.removeEventListener("blur", forget); },
  };
}
