/**
 * What a policy lets go, told from the story alone: slow, plain, and without a line of the code under test. It reads the
 * whole story from its beginning each time it is asked, and knows neither scores nor records.
 */

export type Content = 'harmless' | 'guarded' | 'risky'

/** Something that happened, at a moment in milliseconds. */
export type Happening = { readonly at: number } & (
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

/** The newest opinion of everybody who has one; a dismissal is one, a comment is none. */
const opinions = (story: Story): ReadonlyMap<string, { readonly opinion: string; readonly head: string }> => {
  const dismissed = new Set(all(story, 'dismissed').map(({ review }) => review))
  const newest = new Map<string, { readonly opinion: string; readonly head: string }>()
  for (const { review, by, opinion, head } of all(story, 'reviewed'))
    if (opinion !== 'COMMENTED')
      newest.set(by, { opinion: dismissed.has(review) ? 'DISMISSED' : opinion, head })
  return newest
}

const isBlocked = (story: Story): boolean =>
  [...opinions(story)].some(
    ([login, { opinion }]) => opinion === 'CHANGES_REQUESTED' && mayWrite(story, login),
  )

export const isReviewed = (story: Story, head: string): boolean =>
  !isBlocked(story) &&
  [...opinions(story)].some(
    ([login, given]) => given.opinion === 'APPROVED' && given.head === head && isAnother(story, login, head),
  )

/** A word of approval in a comment, as it was when the gate heard it. */
const counts = (story: Story, heard: Of<'heard'>, head: string): boolean => {
  const then = story.slice(0, story.indexOf(heard))
  const said = all(then, 'said').find(({ comment }) => comment === heard.comment)
  const [, named] = /^\.approve(?: ([0-9a-f]{7,40}))?$/.exec(said?.body ?? '') ?? [null, null]
  if (said === undefined || named === null) return false
  if (last(then, 'pushed')?.head !== head || !isAnother(then, said.by, head)) return false
  const landed = last(then, 'landed')
  if (named !== undefined) return head.startsWith(named)
  // After landing nothing moves any more; before, a bare word means what stood there long enough to be read.
  if (landed !== undefined) return true
  const shown = all(then, 'shown').findLast(({ at }) => at <= said.at - readingMilliseconds)
  return shown?.head === head
}

export const isAnsweredInWords = (story: Story, head: string): boolean =>
  !isBlocked(story) && all(story, 'heard').some((heard) => counts(story, heard, head))

const isApproved = (story: Story, head: string): boolean =>
  isReviewed(story, head) || isAnsweredInWords(story, head)

export const wantsPerson = (story: Story, head: string, isStrict: boolean): boolean => {
  const content = pushOf(story, head)?.content
  return isStrict || content === undefined || content.has('guarded') || content.has('risky')
}

/** Whether this head of the pull request may go now, by the policy of the branch that it would land on. */
export const mayLand = (story: Story, head: string): boolean =>
  last(story, 'landed') === undefined &&
  last(story, 'pushed')?.head === head &&
  (!wantsPerson(story, head, last(story, 'tightened') !== undefined) || isApproved(story, head))

/** Whether a commit of the default branch may run in production now, by the policy of what runs there. */
export const mayRun = (story: Story, sha: string): boolean => {
  const line = story.flatMap((each) => (each.what === 'tightened' || each.what === 'landed' ? [each] : []))
  const place = (name: string | undefined) => line.findIndex((each) => each.sha === name)
  const from = place(last(story, 'live')?.sha)
  const isStrict = line.slice(0, from + 1).some(({ what }) => what === 'tightened')
  // What is behind what runs puts something back, and that is always allowed.
  return line.slice(from + 1, place(sha) + 1).every(({ what }) => {
    // Nobody gave a word on a change of the policy itself.
    if (what === 'tightened') return false
    const head = last(story, 'pushed')?.head ?? ''
    return !wantsPerson(story, head, isStrict) || isApproved(story, head)
  })
}
