/**
 * What a policy lets go, told from the story alone: slow, plain, and without a line of the code under test. It reads the
 * whole story from its beginning each time it is asked, and knows neither scores nor records.
 */

export type Content = 'harmless' | 'guarded' | 'risky'

/** Something that happened, at a moment in milliseconds. */
export type Happening = {
  readonly at: number
} /** Verbs that the gate under test knows; without `reject` reviews and words in comments are weighed apart. */ & (
  | { readonly what: 'begun'; readonly verbs: ReadonlySet<string> }
  | {
      readonly what: 'pushed'
      readonly head: string
      /** What it holds that a person must see, of all that its commits brought. */
      readonly content: ReadonlySet<Content>
      /** Logins of everybody who wrote a commit of it. */
      readonly hands: ReadonlySet<string>
    }
  | {
      readonly what: 'reviewed'
      readonly review: number
      readonly by: string
      readonly opinion: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED'
      readonly head: string
    }
  | { readonly what: 'dismissed'; readonly review: number }
  | { readonly what: 'said'; readonly comment: number; readonly by: string; readonly body: string }
  /** A webhook told the gate of a new comment; perhaps long after, perhaps not for the first time. */
  | { readonly what: 'heard'; readonly comment: number }
  /** What the gate's request names, from now on. */
  | { readonly what: 'shown'; readonly head: string }
  | { readonly what: 'permitted'; readonly login: string; readonly permission: string }
  /** From now on the policy of the default branch lets nothing go unseen. */
  | { readonly what: 'tightened'; readonly sha: string }
  | { readonly what: 'landed'; readonly sha: string }
  | { readonly what: 'live'; readonly sha: string }
)

export type Story = readonly Happening[]

export const author = 'mira'
/** Whom the policy names for emergencies, where it can. */
export const emergency = 'jonas'
const overrideMilliseconds = 2 * 3_600_000
const readingMilliseconds = 60_000

type Of<What extends Happening['what']> = Extract<Happening, { readonly what: What }>
const all = <What extends Happening['what']>(story: Story, what: What): readonly Of<What>[] =>
  story.filter((each): each is Of<What> => each.what === what)
const last = <What extends Happening['what']>(story: Story, what: What): Of<What> | undefined =>
  all(story, what).at(-1)

const mayWrite = (story: Story, login: string): boolean =>
  ['write', 'maintain', 'admin'].includes(
    all(story, 'permitted').findLast((each) => each.login === login)?.permission ?? 'none',
  )

const pushOf = (story: Story, head: string): Of<'pushed'> | undefined =>
  all(story, 'pushed').findLast((each) => each.head === head)

/** Two people: never who opened it, nor who wrote any of it. */
const isAnother = (story: Story, login: string, head: string): boolean =>
  login !== author && pushOf(story, head)?.hands.has(login) === false && mayWrite(story, login)

const knows = (story: Story, verb: string): boolean => all(story, 'begun')[0]?.verbs.has(verb) === true

interface Opinion {
  readonly at: number
  readonly opinion: 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED' | 'REJECTED'
  readonly head: string
  readonly isWord: boolean
}

/** What somebody said when the gate heard it, and the story until then; null for a comment that nobody wrote. */
const saidAt = (story: Story, heard: Of<'heard'>) => {
  const then = story.slice(0, story.indexOf(heard))
  const said = all(then, 'said').find(({ comment }) => comment === heard.comment)
  return said === undefined ? null : { then, said, head: last(then, 'pushed')?.head ?? '' }
}

/** What stood there long enough to be read before a comment was written. */
const shownTo = (then: Story, said: Of<'said'>): string | undefined =>
  all(then, 'shown').findLast(({ at }) => at <= said.at - readingMilliseconds)?.head

const approvesIt = (
  story: Story,
  heard: Of<'heard'>,
): { readonly by: string; readonly word: Opinion } | null => {
  const { then, said, head } = saidAt(story, heard) ?? {}
  const [, named] = /^\.approve(?: ([0-9a-f]{7,40}))?$/.exec(said?.body ?? '') ?? [null, null]
  if (!then || !said || named === null || !isAnother(then, said.by, head ?? '')) return null
  const isLanded = last(then, 'landed') !== undefined
  // After landing nothing moves any more; before, a bare word means what stood there long enough to be read.
  const isMeant = named !== undefined ? head!.startsWith(named) : isLanded || shownTo(then, said) === head
  return isMeant
    ? { by: said.by, word: { at: said.at, opinion: 'APPROVED', head: head!, isWord: true } }
    : null
}

const rejectsIt = (
  story: Story,
  heard: Of<'heard'>,
): { readonly by: string; readonly word: Opinion } | null => {
  const { then, said, head } = saidAt(story, heard) ?? {}
  if (!then || !said?.body.startsWith('.reject ') || !mayWrite(then, said.by)) return null
  return { by: said.by, word: { at: said.at, opinion: 'REJECTED', head: head!, isWord: true } }
}

/** What everybody said, oldest first: reviews that are opinions, and words of theirs that counted when they were heard. */
const opinionsOf = (story: Story): ReadonlyMap<string, readonly Opinion[]> => {
  const dismissed = new Set(all(story, 'dismissed').map(({ review }) => review))
  const found: { readonly by: string; readonly word: Opinion }[] = all(story, 'reviewed').flatMap(
    ({ at, by, head, opinion, review }) =>
      opinion === 'COMMENTED'
        ? []
        : [{ by, word: { at, opinion: dismissed.has(review) ? 'DISMISSED' : opinion, head, isWord: false } }],
  )
  for (const heard of all(story, 'heard')) {
    const word = approvesIt(story, heard) ?? (knows(story, 'reject') ? rejectsIt(story, heard) : null)
    if (word !== null) found.push(word)
  }
  const byLogin = new Map<string, Opinion[]>()
  for (const { by, word } of found.toSorted((one, other) => one.word.at - other.word.at))
    byLogin.set(by, [...(byLogin.get(by) ?? []), word])
  return byLogin
}

/** Somebody says no: with changes they want, as long as they may write, or to exactly this head. */
const isBlocked = (story: Story, head: string): boolean =>
  [...opinionsOf(story)].some(([login, opinions]) => {
    const weighed = knows(story, 'reject') ? opinions : opinions.filter(({ isWord }) => !isWord)
    const newest = weighed.at(-1)
    return newest?.opinion === 'REJECTED'
      ? newest.head === head
      : newest?.opinion === 'CHANGES_REQUESTED' && mayWrite(story, login)
  })

/** A yes of this kind to this head that the same person did not take back. */
const says = (story: Story, head: string, isWord: boolean): boolean =>
  !isBlocked(story, head) &&
  [...opinionsOf(story)].some(([login, opinions]) => {
    const yes = opinions.findLast(
      (each) => each.isWord === isWord && each.opinion === 'APPROVED' && each.head === head,
    )
    // Whoever gave a word was looked at when they did; a review is looked at now.
    if (yes === undefined || !(isWord || isAnother(story, login, head))) return false
    return !opinions.some(
      (later) =>
        later.at > yes.at &&
        (later.opinion === 'REJECTED' ? later.head === head : !isWord && !later.isWord && later !== yes),
    )
  })

export const isReviewed = (story: Story, head: string): boolean => says(story, head, false)

const isApproved = (story: Story, head: string): boolean =>
  says(story, head, false) || says(story, head, true)

/** Whether anything but talk was heard: then the gate may know a reason to ask once more that is told nowhere here. */
export const hasHeardWords = (story: Story): boolean =>
  all(story, 'heard').some((heard) => saidAt(story, heard)?.said.body.startsWith('.') === true)

/** Frozen by somebody who may write, and lifted by nobody who may lift it. */
const isFrozen = (story: Story): boolean => {
  let by: string | null = null
  const heeded = new Set<number>()
  for (const heard of all(story, 'heard')) {
    const { then, said } = saidAt(story, heard) ?? {}
    if (!then || !said || heeded.has(said.comment) || !mayWrite(then, said.by)) continue
    if (knows(story, 'freeze') && said.body.startsWith('.freeze ')) {
      by ??= said.by
      heeded.add(said.comment)
    } else if (said.body === '.unfreeze' && by !== null && [by, emergency].includes(said.by)) {
      by = null
      heeded.add(said.comment)
    }
  }
  return by !== null
}

/** Overridden for exactly this commit, by whom the policy names, and not yet over. */
const isOverridden = (story: Story, sha: string): boolean =>
  knows(story, 'override') &&
  all(story, 'heard').some((heard) => {
    const { then, said, head } = saidAt(story, heard) ?? {}
    if (!then || !said?.body.startsWith('.override ') || said.by !== emergency) return false
    if ((story.at(-1)?.at ?? 0) >= said.at + overrideMilliseconds) return false
    // Of what has landed, the question says which commit is meant.
    if (last(then, 'landed') !== undefined) return all(then, 'shown').some((shown) => shown.head === sha)
    const [, named] = / --sha ([0-9a-f]{7,40})/.exec(said.body) ?? []
    return sha === head && (named === undefined ? shownTo(then, said) === head : head.startsWith(named))
  })

export const wantsPerson = (story: Story, head: string, isStrict: boolean): boolean => {
  const content = pushOf(story, head)?.content
  return isStrict || content === undefined || content.has('guarded') || content.has('risky')
}

/** Whether this head of the pull request may go now, by the policy of the branch that it would land on. */
export const mayLand = (story: Story, head: string): boolean => {
  if (last(story, 'landed') !== undefined || last(story, 'pushed')?.head !== head) return false
  if (isOverridden(story, head)) return true
  if (isFrozen(story) || (knows(story, 'reject') && isBlocked(story, head))) return false
  return !wantsPerson(story, head, last(story, 'tightened') !== undefined) || isApproved(story, head)
}

/** Whether a commit of the default branch may run in production now, by the policy of what runs there. */
export const mayRun = (story: Story, sha: string): boolean => {
  const line = story.flatMap((each) => (each.what === 'tightened' || each.what === 'landed' ? [each] : []))
  const place = (name: string | undefined) => line.findIndex((each) => each.sha === name)
  const from = place(last(story, 'live')?.sha)
  const isStrict = line.slice(0, from + 1).some(({ what }) => what === 'tightened')
  const brought = line.slice(from + 1, place(sha) + 1)
  // What is behind what runs puts something back, and that is always allowed.
  if (brought.length === 0 || isOverridden(story, sha)) return true
  if (isFrozen(story)) return false
  return brought.every(({ what }) => {
    // Nobody gave a word on a change of the policy itself.
    if (what === 'tightened') return false
    const head = last(story, 'pushed')?.head ?? ''
    if (knows(story, 'reject') && isBlocked(story, head)) return false
    return !wantsPerson(story, head, isStrict) || isApproved(story, head)
  })
}
