/** A text as a shell takes it for one word: commands that we print are copied and run. */
export const shellWord = (text: string): string =>
  /^[\w.:/@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
