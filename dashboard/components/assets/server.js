// The routes beside Streamlit. They answer whatever became of this page's Streamlit session.
const route = (name) => new URL(`moderato/${name}`, document.baseURI);

// Sends commands; gives what went wrong (null: nothing) and the answers that came.
async function postCommands(whose, commands, patience) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patience);
  try {
    const response = await fetch(route("commands"), {
      method: "POST", headers: { "Content-Type": "application/json" }, cache: "no-store",
      body: JSON.stringify({ ...whose, commands }), signal: abort.signal,
      keepalive: true, // also when the tab is closed meanwhile
    });
    const said = await response.json();
    return { problem: response.ok ? null : said.problem ?? "server", answers: said.answers ?? [] };
  } catch {
    return { problem: "server", answers: [] };
  } finally {
    clearTimeout(timer);
  }
}

// Which start of which version answers; null where none does.
async function serverState() {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), 4e3);
  try {
    const response = await fetch(route("state"), { cache: "no-store", signal: abort.signal });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

// A page that goes lets go of all that its walk holds, at once and for good.
function endWalk(walk) {
  navigator.sendBeacon?.(route("release"), new Blob([JSON.stringify({ walk })], { type: "application/json" }));
}

// While nobody answers, opening a page shows our own words.
function keepOwnOfflinePage() {
  navigator.serviceWorker?.register(route("worker.js"), { scope: new URL(".", document.baseURI).pathname }).catch(() => {});
}
