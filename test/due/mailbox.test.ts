import { MessageChannel } from 'node:worker_threads';
import { Inbox, newCounts, Outbox } from '../../src/due/mailbox';

/** So many messages may wait to be read. */
const MOST_WAITING = 64;

const { port1, port2 } = new MessageChannel();
const counts = newCounts();
const outbox = new Outbox<number>(port2, counts);
const inbox = new Inbox<number>(port1, counts, 1);

// An open port keeps the process.
afterAll(() => port1.close());

test('messages arrive in their order, without a turn of the event loop', () => {
  outbox.send(1);
  outbox.send(2);
  expect([inbox.next(), inbox.wait(), inbox.next()]).toEqual([1, 2, undefined]);
});

test('a sender that says nothing is given up', () => {
  expect(inbox.wait()).toBeUndefined();
});

test('a sender goes on once its messages are read', () => {
  const received: (number | undefined)[] = [];
  for (let count = 0; count < 2 * MOST_WAITING; count += 1) {
    outbox.send(count);
    if (count % MOST_WAITING === MOST_WAITING - 1)
      for (let read = 0; read < MOST_WAITING; read += 1) received.push(inbox.next());
  }
  expect(received).toEqual(Array.from({ length: 2 * MOST_WAITING }, (_, index) => index));
});
