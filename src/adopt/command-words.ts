/** Where a program is called among the words of a command. */
export interface Called {
  /** The words behind the ones that were looked for, up to the end of its command. */
  readonly after: readonly string[];
  /** Whether the command does nothing else. */
  readonly isAlone: boolean;
}

/** What only leads to the program: a shell, and what hands its process or its signals over. */
const LEADS = /^((.*\/)?(sh|bash|dash|ash|zsh)|-\w*c|exec|(.*\/)?tini|-g|--|(.*\/)?(dumb-init|entrypoint\.sh))$/;
const ENDS = /^(&&|\|\||[;&|\n])$/;

/** Where a command calls a program by these words; undefined: it does not. A word with a script in it is read as a shell would. */
export function wordsOf(command: readonly string[], looked: readonly string[]): Called | undefined {
  const script = command.findIndex((word) => looked.every((one) => word.split(/\s+/).includes(one)));
  const words = script < 0 ? command : [...command.slice(0, script), ...shellWords(command[script] as string)];
  const at = words.findIndex((_, index) => looked.every((one, offset) => words[index + offset] === one));
  if (at < 0) return undefined;
  const rest = words.slice(at + looked.length);
  const end = script < 0 ? -1 : rest.findIndex((word) => ENDS.test(word));
  const isProgram = (word: string) => /^(.*\/)?prefect$/.test(word);
  return {
    after: end < 0 ? rest : rest.slice(0, end),
    isAlone:
      rest.slice(end < 0 ? rest.length : end).every((word) => word === '\n' || word === ';') &&
      words.slice(0, at).every((word) => LEADS.test(word) || isProgram(word)),
  };
}

/** Source: "Token recognition" and "Quoting" in the POSIX shell command language, as far as commands of containers use them. */
function shellWords(script: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const end = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const parts =
    /(?<space>[^\S\n]+)|(?<end>&&|\|\||[;&|\n])|"(?<double>(?:[^"\\]|\\.)*)"|'(?<single>[^']*)'|\\(?<escaped>.)|(?<plain>[^\s"'\\;&|]+|["'\\])/gs;
  for (const { groups = {} } of script.trim().replaceAll('\\\n', ' ').matchAll(parts)) {
    if (groups['space'] !== undefined) end();
    else if (groups['end'] !== undefined) {
      end();
      words.push(groups['end']);
    } else {
      const text = groups['double']?.replaceAll(/\\(["\\$`])/g, '$1') ?? groups['single'] ?? groups['escaped'];
      word = `${word ?? ''}${text ?? groups['plain']}`;
    }
  }
  end();
  return words;
}
