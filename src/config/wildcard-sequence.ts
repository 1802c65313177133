/** How the steps of a pattern are to be understood. */
export interface Meaning<Step, Item> {
  /** Whether the step stands for any number of items, none included. */
  readonly isWildcard: (step: Step) => boolean
  /** Whether the step stands for this one item; never asked about a wildcard. */
  readonly fits: (step: Step, item: Item) => boolean
}

/**
 * Whether the steps match all items, from the first to the last: characters of a name, or folders of a path.
 *
 * After a mismatch the last wildcard takes one item more and matching resumes behind it. Wildcards before it need no
 * second try, because the last one reaches whatever they could leave to it; that bounds the work by number of steps
 * times number of items, whatever items a pull request brings.
 */
export const matchesSequence = <Step, Item>(
  steps: readonly Step[],
  items: readonly Item[],
  { isWildcard, fits }: Meaning<Step, Item>,
): boolean => {
  let at = 0
  let position = 0
  let afterWildcard = -1
  let resumePosition = 0
  while (position < items.length) {
    const step = steps[at]
    if (step !== undefined && isWildcard(step)) {
      at++
      afterWildcard = at
      resumePosition = position
    } else if (step !== undefined && fits(step, items[position]!)) {
      at++
      position++
    } else if (afterWildcard >= 0) {
      at = afterWildcard
      resumePosition++
      position = resumePosition
    } else return false
  }
  return steps.slice(at).every(isWildcard)
}
