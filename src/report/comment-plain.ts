/** Reports where Markdown means nothing: the line beside a commit, an annotation, a message in a chat. */
import type { Assessment } from '../domain/assessment.ts'
import { mapStrings, neutralise } from './escaping.ts'

/** Every string harmless and on one line; evidence, which nobody prints, left out. */
export const plain = (assessment: Assessment): Assessment =>
  mapStrings({ ...assessment, evidence: { parts: {}, deployment: {} } }, neutralise)

/**
 * Chats have calls of their own (@here, <!channel>, <@U1>) and make links of addresses, masked ones too: an invisible
 * space keeps a title from doing either.
 */
export const silence = (text: string): string =>
  text.replace(/[@<]|:(?=\/\/)|www(?=\.)/gi, (found) => `${found}\u200b`)
