/** Lists over many pages, as GitHub's Link header leads from one to the next. */
import { sameHost } from './exchange.ts'
import { GitHubError } from './github.ts'
import type { Exchange } from './judgement.ts'

export interface Listing {
  readonly items: readonly unknown[]
  /** False when there are more than were asked for, or GitHub says itself that it left some out. */
  readonly complete: boolean
}

/** Reads pages from `first` on, until `atMost` items are there. Throws GitHubError. */
export const readPages = async (
  route: string,
  first: string,
  atMost: number,
  read: (url: string) => Promise<Exchange>,
): Promise<Listing> => {
  const items: unknown[] = []
  for (let url = first; ; ) {
    const answer = await read(url)
    const page = pageOf(route, answer)
    items.push(...page.items)
    const next = nextPage(route, url, answer)
    // An empty page that leads on would lead on for ever.
    const stuck = next !== null && page.items.length === 0
    if (next === null || stuck || items.length >= atMost) {
      const whole = next === null && items.length <= atMost && !page.short && items.length >= page.total
      return { items: items.slice(0, atMost), complete: whole }
    }
    url = next
  }
}

interface Page {
  readonly items: readonly unknown[]
  /** How many there are in all, where GitHub counts them; else 0. */
  readonly total: number
  /** GitHub's search gave up before its end. */
  readonly short: boolean
}

/** A list, or an object around exactly one. */
const pageOf = (route: string, { status, data }: Exchange): Page => {
  if (Array.isArray(data)) return { items: data, total: 0, short: false }
  const entries = typeof data === 'object' && data !== null ? Object.entries(data) : []
  const lists = entries.map(([, value]) => value).filter((value) => Array.isArray(value))
  const [items] = lists
  if (items === undefined || lists.length > 1) throw rubbish(route, status, 'the answer holds no single list')
  const about: Readonly<Record<string, unknown>> = Object.fromEntries(entries)
  const total = about['total_count']
  return {
    items,
    total: typeof total === 'number' ? total : 0,
    short: about['incomplete_results'] === true,
  }
}

/** The address of the next page; null on the last. A page elsewhere would be sent the token: it is refused. */
const nextPage = (route: string, current: string, { status, headers }: Exchange): string | null => {
  const link = /<([^<>]*)>[^<]*?;\s*rel="?next"?(?![\w-])/.exec(headers.get('link') ?? '')?.[1]
  if (link === undefined) return null
  const next = sameHost(link, current)
  if (next === null)
    throw rubbish(route, status, 'the next page lies on another host, which shall not see the token')
  return next
}

const rubbish = (route: string, status: number, what: string): GitHubError =>
  new GitHubError(
    `${route}: ${what}; something that is not GitHub may be answering: check GITHUB_API_URL and the proxy`,
    {
      failure: 'rubbish',
      status,
      route,
    },
  )
