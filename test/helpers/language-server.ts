import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  type CompletionItem,
  type CompletionList,
  createMessageConnection,
  type Diagnostic,
  type Hover,
  type MarkupContent,
  type MessageConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';

/** The real YAML language server, as an editor talks to it, with nothing that it would fetch. */
export class LanguageServer {
  private readonly process: ChildProcess;
  private readonly connection: MessageConnection;
  private readonly waiting = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();

  private constructor(private readonly folder: string) {
    const server = require.resolve('yaml-language-server/bin/yaml-language-server');
    this.process = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
    const { stdin, stdout } = this.process as { stdin: NodeJS.WritableStream; stdout: NodeJS.ReadableStream };
    this.connection = createMessageConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    this.connection.onRequest('workspace/configuration', ({ items }: { items: { section: string }[] }) =>
      items.map(({ section }) => (section === 'yaml' ? SETTINGS : {})),
    );
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) =>
      this.waiting.get(params.uri)?.(params.diagnostics),
    );
    this.connection.listen();
  }

  static async start(folder: string): Promise<LanguageServer> {
    const server = new LanguageServer(folder);
    const rootUri = String(pathToFileURL(folder));
    await server.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'project' }],
      capabilities: {
        textDocument: {
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
          hover: { contentFormat: ['markdown'] },
        },
        workspace: { configuration: true },
      },
    });
    await server.connection.sendNotification('initialized', {});
    return server;
  }

  stop(): void {
    this.connection.dispose();
    this.process.kill();
  }

  /** What an editor underlines in a new file: `LINE: MESSAGE`. */
  async diagnostics(name: string, text: string): Promise<string[]> {
    const uri = this.uriOf(name);
    const published = new Promise<readonly Diagnostic[]>((resolve) => this.waiting.set(uri, resolve));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    });
    const lines = (await published).map(({ range, message }) => ({ line: range.start.line + 1, message }));
    return lines.sort((one, other) => one.line - other.line).map(({ line, message }) => `${line}: ${message}`);
  }

  async hover(name: string, line: number, character: number): Promise<string> {
    const hover = await this.connection.sendRequest<Hover>('textDocument/hover', this.place(name, line, character));
    return (hover.contents as MarkupContent).value;
  }

  async completions(name: string, line: number, character: number): Promise<CompletionItem[]> {
    const place = this.place(name, line, character);
    return (await this.connection.sendRequest<CompletionList>('textDocument/completion', place)).items;
  }

  private place(name: string, line: number, character: number) {
    return { textDocument: { uri: this.uriOf(name) }, position: { line: line - 1, character } };
  }

  private uriOf(name: string): string {
    return `${pathToFileURL(this.folder)}/${name}`;
  }
}

const SETTINGS = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };
