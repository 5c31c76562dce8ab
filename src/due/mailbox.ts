import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';

/** How many messages were sent, and how many were read. */
const SENT = 0;
const READ = 1;

/** So many may wait to be read: the sender waits in turn, so that they do not fill the memory. */
const MOST_WAITING = 64;

/** Milliseconds after which a sender that says nothing is taken for dead: a message takes some hundredths of that. */
const PATIENCE = 60_000;

/** Counts in memory that two threads share, for {@link Outbox} and {@link Inbox}. */
export function newCounts(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** Sends to another thread, which may be busy for a while. */
export class Outbox<Message> {
  constructor(
    private readonly port: MessagePort,
    private readonly counts: Int32Array,
  ) {}

  send(message: Message): void {
    const sent = Atomics.load(this.counts, SENT);
    for (let read = this.read; sent - read >= MOST_WAITING; read = this.read) Atomics.wait(this.counts, READ, read);
    this.port.postMessage(message);
    Atomics.add(this.counts, SENT, 1);
    Atomics.notify(this.counts, SENT);
  }

  private get read(): number {
    return Atomics.load(this.counts, READ);
  }
}

/** Reads what another thread sends without a turn of the event loop. */
export class Inbox<Message> {
  constructor(
    private readonly port: MessagePort,
    private readonly counts: Int32Array,
    private readonly patience = PATIENCE,
  ) {}

  /** The next message, if it is there. */
  next(): Message | undefined {
    const received = receiveMessageOnPort(this.port);
    if (received === undefined) return undefined;
    Atomics.add(this.counts, READ, 1);
    Atomics.notify(this.counts, READ);
    return received.message;
  }

  /** The next message; undefined: none has come for a minute. */
  wait(): Message | undefined {
    for (;;) {
      const sent = Atomics.load(this.counts, SENT);
      const message = this.next();
      if (message !== undefined) return message;
      if (Atomics.wait(this.counts, SENT, sent, this.patience) === 'timed-out') return undefined;
    }
  }
}
