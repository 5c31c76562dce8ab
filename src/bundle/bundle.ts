/** What the bundle offers, each loaded when it is asked for. */
module.exports = {
  /** For those who type it. */
  runCommand(): void {
    require('../cli');
  },
  /** For the first thread, where there are two. */
  workInThread(): void {
    require('../due/thread-work').workInThread();
  },
  /** For the build. */
  makeSameForAll(): void {
    require('../output/generate').makeSameForAll();
  },
  /** For those who import it. */
  get library() {
    return require('../library/library').library;
  },
  get schema() {
    return require('../library/library').schema;
  },
};
