// Fetches the cookie of a session with a ticket that is good once; an empty one takes it away.
// The cookie is HttpOnly: no script of this page, this one included, can read what is in it.
/** @type {string | null} */
let asked = null;

export default function ({ data }) {
  if (asked === data.ticket) return;
  asked = data.ticket;
  fetch(new URL("moderato/session", document.baseURI), {
    method: "POST", headers: { "Content-Type": "application/json" }, cache: "no-store",
    body: JSON.stringify({ ticket: data.ticket, secure: window.location.protocol === "https:" }),
    keepalive: true, // also when the page is closed meanwhile
  }).catch(() => { asked = null; });
}
