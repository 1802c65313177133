/** A change by what people call it: the number of its pull request where its message has one. */
import { bareTitle, understandMessage } from '../../history/message.ts'

/** @param message null where the clone does not hold the commit */
export const nameChange = (
  sha: string,
  message: string | null,
): { readonly change: string; readonly title: string } => {
  if (message === null) return { change: sha.slice(0, 8), title: '' }
  const { title, number } = understandMessage(message)
  return { change: number === null ? sha.slice(0, 8) : `#${number}`, title: bareTitle(title) }
}
