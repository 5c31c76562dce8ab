import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import type { ElkNode } from 'elkjs/lib/elk-api';

export const LAYOUT_ENGINE = 'elkjs/lib/elk-worker.min.js';

/**
 * Where a build puts the engine, in the folder of the bundle: only what draws loads it, which takes as long as all the
 * rest. Compressed, since it is a fifth of the package.
 */
export const ENGINE_BESIDE = 'elk-worker.js.gz';

interface Message {
  readonly id: number;
  readonly cmd: 'register' | 'layout';
  readonly algorithms?: readonly string[];
  readonly graph?: ElkNode;
  readonly layoutOptions?: object;
  readonly options?: object;
}

interface Answer {
  readonly data?: ElkNode;
  readonly error?: unknown;
}

/** What stands in for a web worker, less its event loop: the answer is there when the call returns. */
interface Engine {
  onmessage: (message: { readonly data: Answer }) => void;
  readonly dispatcher: { saveDispatch(message: { readonly data: Message }): void };
}

let engine: Engine | undefined;

/** The graph, with a place for all that is in it. */
export function placed(graph: ElkNode): ElkNode {
  engine ??= load();
  const { data, error } = ask(engine, { id: 1, cmd: 'layout', graph, layoutOptions: {}, options: {} });
  if (data === undefined)
    throw new Error(
      `ELK cannot lay the diagram out: ${error instanceof Error ? error.message : JSON.stringify(error)}`,
    );
  return data;
}

function ask(asked: Engine, message: Message): Answer {
  let answer: Answer = {};
  asked.onmessage = ({ data }) => {
    answer = data;
  };
  asked.dispatcher.saveDispatch({ data: message });
  return answer;
}

function load(): Engine {
  const { Worker } = isBuilt() ? engineBeside() : require(LAYOUT_ENGINE);
  const loaded: Engine = new Worker();
  ask(loaded, { id: 0, cmd: 'register', algorithms: ['layered'] });
  return loaded;
}

function engineBeside(): { readonly Worker: new () => Engine } {
  const source = gunzipSync(readFileSync(join(__dirname, ENGINE_BESIDE))).toString();
  const loaded = { exports: {} as { readonly Worker: new () => Engine } };
  runInThisContext(`(function (module, exports) {${source}\n})`, { filename: LAYOUT_ENGINE })(loaded, loaded.exports);
  return loaded.exports;
}

/** Whether this is the bundle, which has a folder of its own for each build. */
function isBuilt(): boolean {
  return existsSync(join(__dirname, ENGINE_BESIDE));
}
