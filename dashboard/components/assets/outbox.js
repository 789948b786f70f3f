// Sends what this browser decided until the server has confirmed it: in order, one message at a
// time, again after every failure. The server does each command once, by its id.
const PATIENCE = 3e3; // ms of waiting after which a decision counts as not saved yet
const GIVE_UP = 20e3; // ms after which a message without an answer is sent anew
const AGAIN = [500, 1e3, 2e3, 4e3]; // ms before the next try, the last for all further ones
const AT_ONCE = 50; // commands of one message

/**
 * @param {{
 *   store: ReturnType<typeof makeOutboxStore>, changed: () => void,
 *   post: (commands: object[], patience: number) => Promise<Posted>,
 *   answered: (answer: Answer, command: Command) => void,
 * }} parts
 */
function makeOutbox({ store, post, answered, changed }) {
  let sending = false;
  let failures = 0;
  /** @type {string | null} */
  let problem = null; // why nothing goes through: "server", "session", "unavailable", "person", "database"
  /** @type {number | null} */
  let since = null; // when the oldest try without an answer began
  /** @type {number | undefined} */
  let timer;
  /** @type {number | undefined} */
  let slow;
  let stopped = false;

  async function flush() {
    if (sending || stopped) return;
    store.look();
    const batch = store.all().slice(0, AT_ONCE);
    if (!batch.length) { problem = null; changed(); return; }
    sending = true;
    since ??= Date.now();
    clearTimeout(timer);
    clearTimeout(slow);
    slow = setTimeout(changed, PATIENCE);
    changed();
    const { problem: why, answers } = await post(batch, GIVE_UP);
    sending = false;
    clearTimeout(slow);
    if (stopped) return;
    problem = why;
    for (const answer of answers) {
      const command = batch.find((one) => one.id === answer.id);
      if (!command) continue;
      store.drop(answer.id);
      answered(answer, command);
    }
    failures = why ? failures + 1 : 0;
    if (!why || answers.length) since = null;
    changed();
    if (!store.all().length) return;
    timer = setTimeout(flush, why ? AGAIN[Math.min(failures, AGAIN.length) - 1] : 0);
  }
  return {
    flush,
    get problem() { return problem; },
    get waiting() { return store.all(); },
    // "saved", "saving" or "unsaved": what the screen says.
    get state() {
      if (!store.all().length) return "saved";
      return problem || (since !== null && Date.now() - since >= PATIENCE) ? "unsaved" : "saving";
    },
    add(command) {
      const entry = store.put(command);
      flush();
      return entry;
    },
    retry() { failures = 0; clearTimeout(timer); flush(); },
    stop() { stopped = true; store.stop(); clearTimeout(timer); clearTimeout(slow); },
  };
}
