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

function makeOutboxStore(database, person) {
  const home = `${OUTBOX}${database}/`;
  const prefix = `${home}${encodeURIComponent(person)}/`;
  /** @type {Map<string, Command>} */
  const memory = new Map(); // also where a browser stores nothing
  let kept = true;

  /** @returns {Command[]} */
  function entries() {
    const found = new Map(memory);
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(prefix)) found.set(key.slice(prefix.length), JSON.parse(localStorage.getItem(key) ?? "null"));
      }
    } catch { kept = false; }
    return [...found.values()].filter(Boolean).sort((a, b) => a.at - b.at || a.number - b.number);
  }
  let number = 0;
  return {
    // Whether entries outlive this page.
    get lasting() { return kept; },
    all: entries,
    /** @param {Omit<Command, "id" | "at" | "number">} command  @returns {Command} */
    put(command) {
      const entry = /** @type {Command} */ ({ ...command, id: newId(), at: Date.now(), number: (number += 1) });
      memory.set(entry.id, entry);
      try { localStorage.setItem(prefix + entry.id, JSON.stringify(entry)); } catch { kept = false; }
      return entry;
    },
    drop(id) {
      memory.delete(id);
      try { localStorage.removeItem(prefix + id); } catch { kept = false; }
    },
    // What other people decided on this computer and never got saved: they have to know.
    others() {
      /** @type {Record<string, number>} */
      const waiting = {};
      try {
        for (const key of Object.keys(localStorage)) {
          if (!key.startsWith(home) || key.startsWith(prefix)) continue;
          const who = decodeURIComponent(key.slice(home.length).split("/")[0]);
          waiting[who] = (waiting[who] ?? 0) + 1;
        }
      } catch { kept = false; }
      return waiting;
    },
  };
}
