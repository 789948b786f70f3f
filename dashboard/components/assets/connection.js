// Notices that the server is gone or another one has started, says so, and begins anew once it
// answers: Streamlit's own session doesn't outlive a restart, and this page's decisions do.
const LOOK = 2e3; // ms between looks while something is wrong
const SILENT = 6e3; // ms without an answer to a message after which we look
const STUCK = 45e3; // ms without an answer after which a page begins anew, though a server is there
const NOT_AGAIN = 30e3; // ms in which a page begins anew only once

function makeConnection({ instance, version, silentFor, troubled, changed, beforeReload }) {
  let down = false;
  let looking = false;
  let stopped = false;

  function beginAnew() {
    const last = Number(sessionStorage.getItem("moderato.begun") ?? 0);
    if (Date.now() - last < NOT_AGAIN) return;
    sessionStorage.setItem("moderato.begun", String(Date.now()));
    sessionStorage.setItem("moderato.version", version());
    beforeReload();
    window.location.reload();
  }
  async function look() {
    if (looking || stopped) return;
    looking = true;
    const server = await serverState();
    looking = false;
    if (stopped) return;
    const was = down;
    down = server === null;
    if (was !== down) changed();
    if (down) return;
    // A page that Streamlit has connected again by itself was given the new start's name.
    const other = server !== null && server.instance !== instance();
    if ((other && silentFor() > SILENT) || silentFor() > STUCK || (was && other)) beginAnew();
  }
  const timer = setInterval(() => { if (down || troubled() || silentFor() > SILENT) look(); }, LOOK);
  const woken = () => { if (!document.hidden) look(); };
  window.addEventListener("online", woken);
  document.addEventListener("visibilitychange", woken);
  return {
    get down() { return down; },
    look,
    // A page that Streamlit connected to another version by itself still runs the earlier scripts.
    beginAnew,
    // Which version served this page before it began anew; null where it is the same.
    earlierVersion() {
      const earlier = sessionStorage.getItem("moderato.version");
      sessionStorage.removeItem("moderato.version");
      return earlier === version() ? null : earlier;
    },
    stop() {
      stopped = true;
      clearInterval(timer);
      window.removeEventListener("online", woken);
      document.removeEventListener("visibilitychange", woken);
    },
  };
}
