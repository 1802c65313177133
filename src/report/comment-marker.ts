/** The hidden lines by which a comment of ours is found again, together with its author: anybody can write a marker. */

/**
 * Different keys stay different, and none ends the HTML comment it stands in: what is no lower-case letter, digit or
 * single inner dash or dot is spelt out as `~` and its number. GitHub takes environments of either case for the same.
 */
const spell = (key: string): string =>
  key
    .toLowerCase()
    .replace(/^[-.]|(?<=[-.])[-.]|[-.]$|[^a-z\d.-]/gu, (found) => `~${found.codePointAt(0)!.toString(16)}`)

/** The first line of the comment kept up to date; `key` is the environment, or `pull-request`. */
export const commentMarker = (key: string): string => `<!-- change-risk-gate:v1:${spell(key)} -->`

/** Whether a comment begins as those we keep up to date do: further down a marker may stand in somebody's quotation. */
export const isMarked = (body: string): boolean =>
  /^<!-- change-risk-gate:v1:[a-z\d~.-]+ -->(?:\r?\n|$)/.test(body)

/** The first line of the answer to one command, or to a label by its key, so that a re-run answers no second time. */
export const answerMarker = (to: number | string): string =>
  `<!-- change-risk-gate:v1:answer:${typeof to === 'number' ? to : spell(to)} -->`
