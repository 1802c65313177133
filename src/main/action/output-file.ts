/** The file of outputs, pure: `name<<delimiter`, the value, the delimiter, a line each. */

/** GitHub takes 1 MiB of outputs from a job; what is more is lost with the rest. */
export const mostOutputBytes = 1024 * 1024

/**
 * What to append to GITHUB_OUTPUT. The delimiter is random and new for every write: who does not know it cannot end a
 * value early. Throws an Error where a value holds it all the same, and where the whole is larger than GitHub takes.
 */
export const outputText = (outputs: Readonly<Record<string, string>>, delimiter: string): string => {
  for (const [name, value] of Object.entries(outputs)) {
    if (!/^[a-z][a-z-]*$/.test(name))
      throw new Error(`output ${JSON.stringify(name)} is no name of an output`)
    if (value.includes(delimiter)) throw new Error(`output ${name} holds the delimiter that would end it`)
  }
  const text = Object.entries(outputs)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join('')
  const bytes = Buffer.byteLength(text)
  if (bytes > mostOutputBytes) throw new Error(`outputs of ${bytes} bytes; GitHub takes ${mostOutputBytes}`)
  return text
}
