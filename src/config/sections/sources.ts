/** Where deployments and incidents are told. */
import * as z from 'zod'
import { preReleaseChoices } from '../configuration.ts'
import { defaults } from '../defaults.ts'
import { choiceField, listField, mappingField, nameField, textField } from '../fields.ts'
import { readTimeZone } from '../time-zone.ts'
import { readWorkflowFile } from '../workflow-file.ts'
import { glob } from './values.ts'

const incidentZone = textField(
  readTimeZone,
  'The clock of times that name no zone. Unless given they are read as UTC, and doubted.',
  { title: 'time zone' },
).optional()

export const incidentSource = z
  .discriminatedUnion(
    'source',
    [
      mappingField({
        source: z
          .literal('github-issues')
          .meta({ title: 'github-issues', description: 'Issues of this repository.' }),
        labels: listField(nameField('a label'), 'An issue with any of these labels is an incident.', {
          of: 'labels',
          atLeast: 1,
        }),
        creators: listField(
          nameField('a login, or collaborators'),
          'Whose issues count: logins, such as `statuspage[bot]`, or `collaborators` for owners, members and collaborators of the repository. Issues of others are listed, and not counted.',
          { of: 'logins', atLeast: 1 },
        ).prefault([...defaults.incidentCreators]),
      }),
      mappingField({
        source: z
          .literal('post-mortems')
          .meta({ title: 'post-mortems', description: 'Markdown files of this repository.' }),
        paths: listField(glob, 'Globs of the files.', { of: 'globs', atLeast: 1 }),
        'time-zone': incidentZone,
      }),
      mappingField({
        source: z.literal('files').meta({
          title: 'files',
          description:
            'Files in the checkout, committed or fetched by an earlier step of the job: what PagerDuty, Opsgenie, incident.io, FireHydrant, Rootly, Datadog, Statuspage, ServiceNow or Jira export. Each is recognised by what it holds.',
        }),
        paths: listField(glob, 'Globs of the files.', { of: 'globs', atLeast: 1 }),
        'time-zone': incidentZone,
      }),
    ],
    {
      error:
        'wanted a mapping with source: github-issues (and labels), source: post-mortems (and paths) or source: files (and paths; any tool, see docs/incidents.md)',
    },
  )
  .describe('Where incidents are written down.')

/** What releases and tags are told by alike. */
const versions = () => ({
  environment: nameField('an environment', 'What it deploys to: a name that `environments` defines.'),
  tags: listField(
    glob,
    'Globs of the tags that count, like `v*` or `api/v*`. None means every tag with a number in it that names no other place. Tags that are moved (`latest`, `v1` beside `v1.4.2`) never count.',
    { of: 'globs' },
  ).prefault([]),
  'pre-releases': choiceField(
    preReleaseChoices,
    'Whether pre-releases count: those marked so at GitHub, and versions like `2.0.0-rc.1`. `only` for an environment that gets nothing else.',
  ).prefault(defaults.preReleases),
})

export const deploymentSource = z
  .discriminatedUnion(
    'source',
    [
      mappingField({
        source: z.literal('github-deployments').meta({
          title: 'github-deployments',
          description: 'Deployments and their statuses, as a job with `environment:` leaves them behind.',
        }),
      }),
      mappingField({
        source: z.literal('workflow-runs').meta({
          title: 'workflow-runs',
          description: 'Runs of a workflow whose jobs have no `environment:`.',
        }),
        workflow: textField(
          readWorkflowFile,
          'File name of the workflow in `.github/workflows`; a run of it is a deployment.',
          { title: 'file name', pattern: '^[\\w.-]+\\.ya?ml$' },
        ),
        environment: nameField('an environment', 'What it deploys to: a name that `environments` defines.'),
        job: nameField(
          'the name of a job',
          'The job that deploys, by the name its runs show: how it went counts, instead of the whole run. Name it where a run may succeed without deploying, as behind a gate.',
        ).optional(),
        refs: listField(
          glob,
          'Globs of branches and tags whose runs count, like `main` or `v*`. None means the default branch.',
          { of: 'globs' },
        ).prefault([]),
      }),
      mappingField({
        source: z.literal('releases').meta({
          title: 'releases',
          description:
            'Published releases of this repository, each by its tag; drafts never. On the command line, which cannot ask GitHub, the tags of the clone.',
        }),
        ...versions(),
      }),
      mappingField({
        source: z.literal('tags').meta({
          title: 'tags',
          description:
            'Version tags of the clone, where no release is published. In a job the checkout has to bring them (`fetch-depth: 0`).',
        }),
        ...versions(),
      }),
    ],
    {
      error:
        'wanted a mapping with source: github-deployments, source: workflow-runs (and workflow, environment), source: releases or source: tags (and environment)',
    },
  )
  .describe('Who tells what was deployed.')
