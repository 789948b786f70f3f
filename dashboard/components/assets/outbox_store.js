// What the server has not confirmed, in this browser's own storage: one entry for each command, so
// that tabs don't write over each other. Entries belong to one database and one person.
const OUTBOX = "moderato.outbox/";

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Plain http beyond this machine has no randomUUID; the same 122 random bits.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte, n) => ([4, 6, 8, 10].includes(n) ? "-" : "") + byte.toString(16).padStart(2, "0")).join("");
}

function makeOutboxStore(database, person, changed = () => {}) {
  const home = `${OUTBOX}${database}/`;
  const prefix = `${home}${encodeURIComponent(person)}/`;
  /** @type {Map<string, Command>} */
  const memory = new Map(); // also where a browser stores nothing
  /** @type {Map<string, Command>} */
  let stored = new Map(); // by key, of everybody: what the storage held when it was looked at
  let kept = true;
  let number = 0;

  // The storage is read when another tab changed it and before anything is sent, not at every draw.
  function look() {
    const entries = new Map();
    try {
      for (const key of Object.keys(localStorage)) {
        if (!key.startsWith(home)) continue;
        try { entries.set(key, JSON.parse(localStorage.getItem(key) ?? "null")); } catch { /* not ours */ }
      }
    } catch { kept = false; }
    stored = entries;
  }
  /** @returns {Command[]} */
  function all() {
    const entries = new Map(memory);
    for (const [key, entry] of stored) if (key.startsWith(prefix)) entries.set(key.slice(prefix.length), entry);
    return [...entries.values()].filter(Boolean).sort((a, b) => a.at - b.at || a.number - b.number);
  }
  const elsewhere = (event) => { if (event.key === null || event.key.startsWith(home)) { look(); changed(); } };
  window.addEventListener("storage", elsewhere);
  look();
  return {
    // Whether entries outlive this page.
    get lasting() { return kept; },
    all,
    look,
    /** @param {Omit<Command, "id" | "at" | "number">} command  @returns {Command} */
    put(command) {
      const entry = /** @type {Command} */ ({ ...command, id: newId(), at: Date.now(), number: (number += 1) });
      memory.set(entry.id, entry);
      try { localStorage.setItem(prefix + entry.id, JSON.stringify(entry)); } catch { kept = false; }
      return entry;
    },
    drop(id) {
      memory.delete(id);
      stored.delete(prefix + id);
      try { localStorage.removeItem(prefix + id); } catch { kept = false; }
    },
    // What other people decided on this computer and never got saved, by their names: they have to
    // know, and whoever sits here can take it along for them.
    others() {
      /** @type {Record<string, Command[]>} */
      const waiting = {};
      for (const [key, entry] of stored) {
        if (key.startsWith(prefix) || !entry) continue;
        (waiting[decodeURIComponent(key.slice(home.length).split("/")[0])] ??= []).push(entry);
      }
      return waiting;
    },
    stop() { window.removeEventListener("storage", elsewhere); },
  };
}
