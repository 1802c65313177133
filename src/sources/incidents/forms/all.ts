/** Every form there is, in the order they are tried: the particular before the general. */
import type { DocumentForm, RecordForm } from '../form.ts'
import { atlassian } from './atlassian.ts'
import { canonical } from './canonical.ts'
import { cstate } from './cstate.ts'
import { datadog } from './datadog.ts'
import { datedHeadings } from './dated-headings.ts'
import { etsy } from './etsy.ts'
import { firehydrant } from './firehydrant.ts'
import { githubIssue } from './github-issue.ts'
import { googleSre } from './google-sre.ts'
import { incidentIo } from './incident-io.ts'
import { jira } from './jira.ts'
import { keyEvents } from './key-events.ts'
import { opsgenie } from './opsgenie.ts'
import { pagerduty } from './pagerduty.ts'
import { pagerdutyExport } from './pagerduty-export.ts'
import { postMortem } from './post-mortem.ts'
import { rootly } from './rootly.ts'
import { servicenow } from './servicenow.ts'
import { stats } from './stats.ts'
import { statuspage } from './statuspage.ts'

export const recordForms: readonly RecordForm[] = [
  statuspage,
  pagerduty,
  opsgenie,
  incidentIo,
  firehydrant,
  rootly,
  datadog,
  githubIssue,
  servicenow,
  jira,
  canonical,
]

export const documentForms: readonly DocumentForm[] = [
  cstate,
  pagerdutyExport,
  keyEvents,
  stats,
  etsy,
  googleSre,
  atlassian,
  datedHeadings,
  postMortem,
]
