// What this browser still has to tell the server. Nothing is forgotten before it is confirmed:
// each message carries all unconfirmed commands, and the server does each command once.
function makeOutbox(send) {
  const waiting = [];
  let number = 0;
  let sent = 0;
  let answered = 0;
  let dirty = false;
  /** @type {number | undefined} */
  let timer;
  const RESEND = 4000; // ms without an answer after which a message is taken for lost

  function flush(place) {
    sent += 1;
    dirty = false;
    clearTimeout(timer);
    timer = setTimeout(() => flush(place), RESEND);
    send({ message: sent, commands: waiting.map((command) => ({ ...command })), ...place() });
  }
  return {
    waiting,
    get busy() { return sent > answered; },
    add(command) { number += 1; waiting.push({ n: `${Date.now()}-${number}`, ...command }); },
    tell(place) {
      dirty = true;
      if (!this.busy) flush(place);
    },
    // The server answered message ``to``; returns the answers to commands that were waiting.
    confirm(to, answers, place) {
      if (to < answered) return [];
      answered = Math.max(answered, to);
      const mine = [];
      for (const answer of answers) {
        const at = waiting.findIndex((command) => command.n === answer.n);
        if (at >= 0) mine.push({ ...answer, command: waiting.splice(at, 1)[0] });
      }
      if (!this.busy) {
        clearTimeout(timer);
        if (dirty || waiting.length) flush(place);
      }
      return mine;
    },
    stop() { clearTimeout(timer); },
  };
}
