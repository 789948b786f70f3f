// Personal settings stay in this browser: they are nobody else's business.
const DEFAULT_KEYS = {
  next: "j", previous: "k", approve: "f", reject: "d", escalate: "e", second: "o", skip: "s",
  undo: "u", single: "z", plain: "p", all: "a", reveal: "b", reason: "w", note: "n", search: "/", help: "?",
};

const personal = {
  read() {
    try { return JSON.parse(localStorage.getItem("moderato.personal") ?? "{}"); } catch { return {}; }
  },
  get(name, otherwise) { return this.read()[name] ?? otherwise; },
  set(name, value) {
    try { localStorage.setItem("moderato.personal", JSON.stringify({ ...this.read(), [name]: value })); }
    catch { /* a browser that keeps nothing still reviews, with the usual settings */ }
  },
  keys() { return { ...DEFAULT_KEYS, ...this.get("keys", {}) }; },
};

// How many different comments were opened today in this browser.
const seen = {
  today() { return new Date().toLocaleDateString("sv"); },
  count() { const s = personal.get("seen", {}); return s.day === this.today() ? s.ids.length : 0; },
  add(id) {
    const s = personal.get("seen", {});
    const ids = s.day === this.today() ? s.ids : [];
    if (!ids.includes(id)) personal.set("seen", { day: this.today(), ids: [...ids, id] });
    return this.count();
  },
};

// Minutes of reviewing since the last break; twenty idle minutes count as one.
const rhythm = {
  IDLE: 20 * 60e3,
  minutes(now = Date.now()) {
    const r = personal.get("rhythm", { since: now, last: now });
    const since = now - r.last > this.IDLE ? now : r.since;
    personal.set("rhythm", { since, last: now });
    return Math.floor((now - since) / 60e3);
  },
  restart() { const now = Date.now(); personal.set("rhythm", { since: now, last: now }); },
};
