// Tells Streamlit's side of the review where this page is; the next comments come back.
function makeSync(send, place) {
  const RESEND = 4000; // ms without an answer after which a message is taken for lost
  let sent = 0;
  let answered = 0;
  let dirty = false;
  /** @type {number | undefined} */
  let timer;
  /** @type {number | undefined} */
  let later;
  let dueAt = 0; // when what is to be told later is told
  /** @type {number | null} */
  let since = null;

  function flush() {
    sent += 1;
    dirty = false;
    since ??= Date.now();
    clearTimeout(timer);
    timer = setTimeout(flush, RESEND);
    send({ message: sent, ...place() });
  }
  return {
    get busy() { return sent > answered; },
    get silentFor() { return since === null ? 0 : Date.now() - since; },
    tell() {
      clearTimeout(later);
      later = undefined;
      dirty = true;
      if (!this.busy) flush();
    },
    // So many milliseconds from now, unless something tells earlier.
    tellWithin(delay) {
      const due = Date.now() + delay;
      if (later !== undefined && due >= dueAt) return;
      clearTimeout(later);
      dueAt = due;
      later = setTimeout(() => this.tell(), delay);
    },
    // The server answered message ``to``.
    confirm(to) {
      if (to < answered) return;
      answered = Math.max(answered, to);
      if (this.busy) return;
      since = null;
      clearTimeout(timer);
      if (dirty) flush();
    },
    // Another walk on the server counts from the beginning.
    restart() { clearTimeout(timer); clearTimeout(later); later = undefined; sent = answered = 0; dirty = false; since = null; },
    stop() { clearTimeout(timer); clearTimeout(later); },
  };
}
