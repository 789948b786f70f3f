// What the server hands to each component, for the type check only; no browser reads this file.
// `analysis/services/moderation` writes the comment's payload, the screens write the rest.

/** Sentences of the interface by key. */
type Strings = Record<string, string>;

/** What Streamlit gives a component each time the page is drawn. */
interface Component<Data> {
  data: Data;
  parentElement: HTMLElement;
  setTriggerValue(name: string, value: unknown): void;
}

/** Sends one trigger to the server. */
type Trigger = (name: string, value?: unknown) => void;

interface HelpWindow {
  dialog: HTMLDialogElement;
  show(): void;
}

/** A recommendation for one label, drawn as a small mark. */
interface Badge {
  label: string;
  recommendation: string;
  concern: boolean;
  title?: string;
  probability?: number | null;
}

/** A piece of the original between two borders: its text, the passages and the quotes it lies in. */
interface Piece {
  t: string;
  p: number[];
  q: number[];
}

/** A piece of a comment that a person marks. */
interface MarkedPiece {
  t: string;
  m: number[];
}

interface QueueRow {
  id: number;
  href: string;
  excerpt: { t: string; hit: boolean }[];
  facts: string;
  why: string;
  state: string;
  reported: string | null;
  held: string | null;
  badges: Badge[];
}

interface QueueData {
  strings: Strings;
  rows: QueueRow[];
  /** The keys of the queues, in the order of their digits. */
  queues: string[];
  /** Which lines of how many, and how they are ordered. */
  count: string;
  order: string;
  focus: string | null;
}

/** A queue beside the comment; `key` is stored, `title` is shown. */
interface QueueCount {
  key: string;
  title: string;
  count: number;
}

/** One comment of the review loop; what only one panel reads is left open here. */
interface Item {
  id: number;
  sequence: number;
  /** What a decision on it says was on screen: the text's revision, and what answered under what. */
  shown: { revision: number; run: string | null; profile: string; profile_version: number };
  /** Another one as soon as the server would show it otherwise. */
  stamp: string;
  state: string;
  claimed_by: string | null;
  /** Set by the browser: a decision is on its way. */
  pending?: boolean;
  reported: { last: number } | null;
  [part: string]: any;
}

/** What a person asks for; `id`, `at` and `number` are added when it is put into the outbox. */
interface Command {
  id: string;
  kind: string;
  at: number;
  number: number;
  comment?: number;
  action?: string;
  /** The state that a refusal gives back. */
  before?: string;
  [part: string]: any;
}

/** What undo takes back: a decision, by its command, or `words` on evidence. */
interface Act {
  id: string;
  comment: number;
  words?: { before?: string | null; [part: string]: any }[];
}

/** The server's word on one command (`CommandAnswer.as_json`). */
interface Answer {
  id: string;
  ok: boolean;
  comment: number | null;
  sequence: number | null;
  state: string | null;
  key: string;
  values: Record<string, unknown>;
  sentence: string;
  others: number[];
}

/** What goes wrong with a message (null: nothing), and the answers that came all the same. */
interface Posted {
  problem: string | null;
  answers: Answer[];
}

interface ReviewData {
  strings: Strings;
  view: string;
  /** The comment to show; null where nothing waits, which the loop asks before it uses it. */
  at: number;
  order: number[];
  items: Item[];
  held: Record<number, string>;
  /** What the same person has open in another page, or next there. */
  elsewhere: number[];
  gone: number[];
  more: boolean;
  total: number;
  narrowed: boolean;
  queue: string;
  queues: QueueCount[];
  reasons: { key: string; title: string }[];
  help: Record<string, any>;
  message: number;
  /** Tells one start of the server from the next. */
  instance: string;
  /** The program's version; another one brings other scripts. */
  version: string;
  person: string;
  database: string;
  most_unconfirmed: number;
  /** The comment is read, not reviewed: nothing is held and nothing can be decided. */
  reading: boolean;
  may_decide: boolean;
  may_mark: boolean;
  author_pages: boolean;
  note_length: number;
}

interface TrialData {
  strings: Strings;
  help: Record<string, any>;
  longest: number;
  /** Which message this answers, and how long it took in milliseconds. */
  number: number;
  took: number;
  item: any;
  refused: string;
}

interface LookData {
  strings: Strings;
  /** The addresses of all screens, and of this one, below the server's own. */
  paths: string[];
  here: string;
}

interface MarkerData {
  strings: Strings;
  item: number;
  pieces: MarkedPiece[];
  marks: { label: string; title: string; words: string }[];
  keys: {
    answers: { key: string; label: string; choice: string }[];
    rest: string;
    /** How often the server heard Enter; until it has heard the last one, keys rest. */
    round: number;
    no: Record<string, string>;
    chosen: Record<string, string>;
  };
  groups: { label: string; title: string; facets: { key: string; title: string; help: string }[] }[];
}

interface SaverData {
  strings: Strings;
  source: string;
  /** `key` names the chart's container on the page. */
  charts: { key: string; title: string }[];
}
