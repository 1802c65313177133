/** An Assessment in which everything anybody else wrote is the same hostile text. */
import type { Assessment } from '../../src/domain/assessment.ts'

export const hostileText =
  'x @admin @acme/owners #1 GH-2 acme/shop#3 <img src=x onerror=alert(1)> </details> <!-- | a | b | ``` `c` **d** [e](javascript:1) ![f](https://e.vil/p.png) https://e.vil www.e.vil a@b.co &lt;g&gt; &#64;admin \\| ~~h~~ $i$ \u001b[31mred\u001b[0m \u001b]0;title\u0007 \u009b2J \u202egnp.exe \u2066 \u200bzero \ufeff \u0000 \r\n# heading\n- item\n\n| table |\n|---|\n'

/** What only this program writes: closed lists, times, hashes. */
const ours = new Set([
  'mode',
  'at',
  'decision',
  'rule',
  'until',
  'kind',
  'since',
  'source',
  'action',
  'outcome',
  'sha',
  'signal',
  'question',
])

const poison = (value: unknown, key: string, text: string): unknown => {
  if (typeof value === 'string') return ours.has(key) ? value : text
  if (Array.isArray(value)) return value.map((inner) => poison(inner, key, text))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      key === 'sources' ? text : name,
      poison(inner, name, text),
    ]),
  )
}

export const makeHostile = (assessment: Assessment, text: string = hostileText): Assessment =>
  poison(assessment, '', text) as Assessment
