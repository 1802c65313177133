import { F as modes, H as read, P as bands, T as defaults, W as wanted, _ as readWorkingHours, d as readReviewers, u as readNamedReviewer } from "./main-gate.js";
import { a as choiceField, c as messageOf, d as readInto, f as textField, i as share, l as nameField, n as glob, o as listField, r as localTime, s as mappingField, t as duration, u as namedField } from "./config-sections-values.js";
import { t as readLedgerUrl } from "./config-ledger-url.js";
import { n as readPriorReference } from "./config-prior-reference.js";
import { t as readLocalDay } from "./config-local-time.js";
import { a as int, d as union, i as discriminatedUnion, n as array, o as literal, r as boolean, s as number, u as string } from "./package-zod.js";
import { t as readTimeZone } from "./config-time-zone.js";

// src/config/configuration.ts
const commentSettings = [
	"always",
	"on-review",
	"never"
];
/** What the gate may approve with its own name. */
const actsOn = ["pull-requests", "deployments"];
/** Whether pre-releases count. */
const preReleaseChoices = [
	"none",
	"also",
	"only"
];

// src/config/sections/slo.ts
/** Service level objectives, and what is left of them. */
const promql = (description) => string({ error: "wanted a PromQL query that gives one number" }).max(2e3, { error: "wanted a query of at most 2000 characters" }).refine((query) => query.includes("$window"), { error: "wanted a query over $window, like sum(increase(requests_total[$window]))" }).meta({
	title: "PromQL",
	description
});
const slo = mappingField({
	objective: share({
		above: 0,
		below: 100
	}, "The share of good events (requests, minutes) that is promised."),
	window: duration("d", "The rolling time the promise is kept over."),
	counts: mappingField({
		degraded: share({}, "A second of an incident that degraded a service.").prefault(defaults.degraded),
		unknown: share({}, "A second of one that does not say what it did.").prefault(defaults.unknownImpact)
	}).describe("What a second of an incident takes of the budget; one that was down takes a second.").prefault({}),
	"tighten-below": share({}, "The limit tightens in proportion to what is left, once that is less than this share of the budget.").prefault(defaults.tightenBelow),
	"fixes-below": share({}, "With less than this share left, or when it burns fast, only fixes go out unreviewed.").prefault(defaults.fixesBelow),
	prometheus: mappingField({
		errors: promql("How many went wrong; `$window` is the length of time that is asked for."),
		total: promql("How many there were in all; `$window` as above.")
	}).describe("Counts what went wrong instead of incidents. Where Prometheus is stands in the environment of the run, never here: `PROMETHEUS_URL`, and `PROMETHEUS_TOKEN` if it wants one.").optional()
}).describe("A service level objective: what may go wrong, and what that means for the limit.");

// src/config/sections/windows.ts
/** Agreed times, of an environment and of whoever else has some. */
const exception = union([textField(readLocalDay, "A day.", { title: "day" }), mappingField({
	from: localTime("When the exception begins."),
	to: localTime("When it ends: at that instant it is over.")
})], { error: "wanted a day like 2026-12-24, or a mapping of from and to" }).meta({ title: "day, or from and to" });
const windowShape = {
	name: nameField("the name of the window", "What people call it."),
	cron: string({ error: "wanted five fields like \"0 18 * * 1-4\"" }).meta({
		title: "cron",
		description: "When it begins, every time: minute, hour, day of month, month, day of week."
	}).optional(),
	for: duration("h", "How long it lasts after each `cron` start; elapsed time, whatever clocks do inside.").optional(),
	from: localTime("When it begins, once; a bare date is the start of that day.").optional(),
	to: localTime("When it ends: at that instant it is over; a bare date is the start of that day.").optional(),
	"time-zone": textField(readTimeZone, "The clock that `cron`, `from` and `to` are read on.", { title: "time zone" }).prefault(defaults.timeZone),
	effect: choiceField([
		"review",
		"emergency-only",
		"allow"
	], "`review` asks a person for every change, `emergency-only` holds it until the window ends, `allow` holds it outside such windows until one begins.").optional(),
	limit: number({ error: "wanted a factor above 0 and at most 1, like 0.5" }).gt(0, { error: "wanted a factor above 0 and at most 1 (did you mean effect: review?)" }).max(1, { error: "wanted a factor above 0 and at most 1: a window only ever lowers the limit" }).meta({
		title: "factor",
		description: "The limit is multiplied by this while the window lasts; the risk is not."
	}).optional(),
	except: listField(exception, "When it is not in force after all, on the clock of the window.", {
		of: "days, or of from and to",
		atLeast: 1
	}).optional()
};
const window = mappingField(windowShape);
const scopedWindow = mappingField({
	...windowShape,
	environments: listField(nameField("an environment"), "Where it holds. Unless given: everywhere.", {
		of: "names",
		atLeast: 1
	}).optional()
});
/** What every window says, in the words of the sections that have windows. */
const whenOfWindow = "each has `cron` and `for`, or `from` and `to`, and one `effect` or `limit`.";

// src/config/sections/catalogue.ts
/** What the repository is made of, and who notices when it breaks. */
const component = mappingField({
	paths: listField(glob, "Globs of the files that belong to the component.", {
		of: "globs",
		atLeast: 1
	}),
	"depends-on": listField(nameField("a component"), "Components it breaks with, or things outside the repository.", { of: "names" }).prefault([]),
	customers: listField(nameField("a customer"), "Who notices when it breaks.", { of: "names" }).prefault([]),
	owners: listField(textField(readNamedReviewer, "Somebody who knows it: `\"@organisation/team\"` or `\"@user\"`.", { title: "owner" }), "Who is asked about it, where CODEOWNERS names nobody for its files.", { of: "owners" }).prefault([]),
	slo: slo.optional(),
	windows: listField(scopedWindow, `Agreed times of changes that touch it; ${whenOfWindow}`, { of: "windows" }).prefault([])
});
const customer = mappingField({ windows: listField(scopedWindow, `The times they chose, for changes to components that name them and to those these depend on; ${whenOfWindow}`, { of: "windows" }).prefault([]) });

// src/config/escalation.ts
/** Reads whom a question goes to that nobody answers: one who is named, `drivers` or `on-call`. */
const readEscalation = (input) => {
	if (input === "drivers") return read({ kind: "drivers" });
	if (input === "on-call") return read({ kind: "on-call" });
	const reading = readNamedReviewer(input);
	return reading.ok ? reading : wanted("drivers, on-call, \"@organisation/team\" or \"@user\"", reading.mend);
};

// src/config/sections/review.ts
/** Who is asked, and who is asked next. */
const reviewRequest = mappingField({
	"at-least": choiceField(bands, "The lowest band of risk at which they are asked.").prefault(defaults.reviewAtLeast),
	from: union([string(), array(string()).min(1).max(20)], { error: ({ input }) => messageOf(readReviewers(input)) }).transform((input, context) => readInto(readReviewers(input), context)).meta({
		title: "reviewer or list of them",
		description: "Who is asked: `drivers` (whoever knows what drives the risk; the approval of anybody who may write counts), `\"@organisation/team\"`, `\"@user\"`, or a list of these two, any of whom will do."
	}).prefault(defaults.reviewFrom),
	approvals: int({ error: "wanted a whole number of approvals from 1 to 10" }).min(1, { error: "wanted at least 1 approval" }).max(10, { error: "wanted at most 10 approvals" }).meta({
		title: "whole number",
		description: "How many approvals are wanted."
	}).prefault(defaults.approvals),
	shared: boolean({ error: "wanted true or false" }).meta({
		title: "true · false",
		description: "Whether an approval that counts here may count for another request, too."
	}).prefault(defaults.shared)
});
const escalation = mappingField({
	after: duration("h", "Working time without an answer after which they are asked.").prefault(defaults.escalateAfter),
	to: textField(readEscalation, "Who is asked then: `\"@organisation/team\"`, `\"@user\"`, `on-call` (whoever the file `on-call` names), or `drivers` (the next who knows what drives the risk).", { title: "reviewer" }).prefault(defaults.reviewFrom),
	"working-hours": textField(readWorkingHours, "The days and hours that count: `Mon-Fri 09:00-18:00`, `Mon-Thu,Sat 08:30-17:00`, or `always`.", { title: "working hours" }).prefault(defaults.workingHours),
	"time-zone": textField(readTimeZone, "The clock that `working-hours` are read on.", { title: "time zone" }).prefault(defaults.timeZone)
}).describe("Who is asked further where nobody has answered; once, in the same comment.");

// src/config/sections/environment.ts
/** What is deployed to, and how carefully. */
const soakedIn = mappingField({
	environment: nameField("an environment", "Where the same commits must have run before."),
	for: duration("h", "How long they must have run there.")
}).describe("A change that has not soaked there long enough counts as riskier.");
const autoApprove = mappingField({
	"review-riskiest": share({}, "The share of parts, riskiest first, that a person looks at, until a limit for `failure-rate` is certified.").prefault(defaults.reviewRiskiest),
	"failure-rate": share({
		above: 0,
		below: 100
	}, "Failure budget: of the parts that go out unreviewed, at most this share may fail. Without it the limit stays a rank.").optional(),
	confidence: share({
		atLeast: 50,
		below: 100
	}, "How sure the certificate of `failure-rate` must be.").prefault(defaults.confidence),
	audit: share({}, "Of what would go out unreviewed, the share that a person looks at all the same, drawn by chance once for each part: only so can it be told what review is worth. Unless given: 2% where a `failure-rate` is stated, else none.").optional(),
	"acts-on": listField(choiceField(actsOn, "What the gate approves with its own name where it answers approve."), "What the gate itself approves, where its token may: `pull-requests` (at the scored commit), `deployments` (pending ones, with a reviewer’s token or an App). None: its answer is shown and set as status.", { of: "choices" }).prefault([])
}).describe("What may go out unreviewed.");
const environment = mappingField({
	mode: choiceField(modes, "Overrides the mode of the file.").optional(),
	"github-environments": listField(nameField("a GitHub environment"), "GitHub environments whose deployments belong here. Unless given: the one of the same name.", {
		of: "names",
		atLeast: 1
	}).optional(),
	components: listField(nameField("a component"), "For a service of a monorepo: only parts that touch these, or what they depend on, are deployed here. None means all.", { of: "names" }).prefault([]),
	"soaked-in": soakedIn.optional(),
	"auto-approve": autoApprove.prefault({}),
	review: listField(reviewRequest, "Who is asked, and from which band of risk on: every request at or below the band of a part must have its approvals, each of another person. Unless given: one approval from `drivers`, whatever the band.", {
		of: "review requests",
		atLeast: 1
	}).optional(),
	"allow-stale": boolean({ error: "wanted true or false" }).meta({
		title: "true · false",
		description: "Whether an approving review of an earlier commit of a pull request counts for its newest."
	}).prefault(defaults.allowStale),
	"never-auto-approve": listField(glob, "A part that touches any of these always asks for a review.", { of: "globs" }).prefault([]),
	slo: slo.optional(),
	windows: listField(window, `Agreed times; ${whenOfWindow}`, { of: "windows" }).prefault([]),
	"escalate-after": duration("h", "The short form of `escalate`: `escalate-after: 4h` asks the next who knows what drives the risk.").optional(),
	escalate: escalation.optional()
});

// src/config/workflow-file.ts
/** Reads the name of a workflow's file, as GitHub's API takes it: without its folder. */
const readWorkflowFile = (input) => {
	const asked = "the file name of a workflow, like deploy.yml";
	if (typeof input !== "string") return wanted(asked);
	if (/^[\w.-]{1,200}\.ya?ml$/.test(input)) return read(input);
	const [, file] = /^(?:\.\/)?\.github\/workflows\/([\w.-]+\.ya?ml)$/.exec(input) ?? [];
	return wanted(asked, file ?? (/^[\w-]+$/.test(input) ? `${input}.yml` : void 0));
};

// src/config/sections/sources.ts
/** Where deployments and incidents are told. */
const incidentZone = textField(readTimeZone, "The clock of times that name no zone. Unless given they are read as UTC, and doubted.", { title: "time zone" }).optional();
const incidentSource = discriminatedUnion("source", [
	mappingField({
		source: literal("github-issues").meta({
			title: "github-issues",
			description: "Issues of this repository."
		}),
		labels: listField(nameField("a label"), "An issue with any of these labels is an incident.", {
			of: "labels",
			atLeast: 1
		}),
		creators: listField(nameField("a login, or collaborators"), "Whose issues count: logins, such as `statuspage[bot]`, or `collaborators` for owners, members and collaborators of the repository. Issues of others are listed, and not counted.", {
			of: "logins",
			atLeast: 1
		}).prefault([...defaults.incidentCreators])
	}),
	mappingField({
		source: literal("post-mortems").meta({
			title: "post-mortems",
			description: "Markdown files of this repository."
		}),
		paths: listField(glob, "Globs of the files.", {
			of: "globs",
			atLeast: 1
		}),
		"time-zone": incidentZone
	}),
	mappingField({
		source: literal("files").meta({
			title: "files",
			description: "Files in the checkout, committed or fetched by an earlier step of the job: what PagerDuty, Opsgenie, incident.io, FireHydrant, Rootly, Datadog, Statuspage, ServiceNow or Jira export. Each is recognised by what it holds."
		}),
		paths: listField(glob, "Globs of the files.", {
			of: "globs",
			atLeast: 1
		}),
		"time-zone": incidentZone
	})
], { error: "wanted a mapping with source: github-issues (and labels), source: post-mortems (and paths) or source: files (and paths; any tool, see docs/incidents.md)" }).describe("Where incidents are written down.");
/** What releases and tags are told by alike. */
const versions = () => ({
	environment: nameField("an environment", "What it deploys to: a name that `environments` defines."),
	tags: listField(glob, "Globs of the tags that count, like `v*` or `api/v*`. None means every tag with a number in it that names no other place. Tags that are moved (`latest`, `v1` beside `v1.4.2`) never count.", { of: "globs" }).prefault([]),
	"pre-releases": choiceField(preReleaseChoices, "Whether pre-releases count: those marked so at GitHub, and versions like `2.0.0-rc.1`. `only` for an environment that gets nothing else.").prefault(defaults.preReleases)
});
const deploymentSource = discriminatedUnion("source", [
	mappingField({ source: literal("github-deployments").meta({
		title: "github-deployments",
		description: "Deployments and their statuses, as a job with `environment:` leaves them behind."
	}) }),
	mappingField({
		source: literal("workflow-runs").meta({
			title: "workflow-runs",
			description: "Runs of a workflow whose jobs have no `environment:`."
		}),
		workflow: textField(readWorkflowFile, "File name of the workflow in `.github/workflows`; a run of it is a deployment.", {
			title: "file name",
			pattern: "^[\\w.-]+\\.ya?ml$"
		}),
		environment: nameField("an environment", "What it deploys to: a name that `environments` defines."),
		job: nameField("the name of a job", "The job that deploys, by the name its runs show: how it went counts, instead of the whole run. Name it where a run may succeed without deploying, as behind a gate.").optional(),
		refs: listField(glob, "Globs of branches and tags whose runs count, like `main` or `v*`. None means the default branch.", { of: "globs" }).prefault([])
	}),
	mappingField({
		source: literal("releases").meta({
			title: "releases",
			description: "Published releases of this repository, each by its tag; drafts never. On the command line, which cannot ask GitHub, the tags of the clone."
		}),
		...versions()
	}),
	mappingField({
		source: literal("tags").meta({
			title: "tags",
			description: "Version tags of the clone, where no release is published. In a job the checkout has to bring them (`fetch-depth: 0`)."
		}),
		...versions()
	})
], { error: "wanted a mapping with source: github-deployments, source: workflow-runs (and workflow, environment), source: releases or source: tags (and environment)" }).describe("Who tells what was deployed.");

// src/config/schema.ts
/**
* The configuration file as people write it. This schema is where the JSON Schema and the tables of
* docs/configuration.md come from (`npm run docs`). Loading it loads zod, so only `load.ts` does, and late.
*/
const outcome = mappingField({
	soak: duration("h", "How long a deployment must have run before it counts as succeeded.").prefault(defaults.soak),
	maturity: duration("d", "How long afterwards a failure may still be blamed on it.").prefault(defaults.maturity)
}).describe("When we know how a deployment went.");
const history = mappingField({ lookback: duration("mo", "How far back the model learns, from the newest 6,000 parts at most.").prefault(defaults.lookback) }).describe("How much of the past counts.");
const emergency = mappingField({
	by: listField(textField(readNamedReviewer, "A person or a team.", { title: "person or team" }), "Who may override: `\"@organisation/team\"` (needs a token that may read its members) or `\"@user\"`.", { of: "people and teams" }).prefault([]),
	"review-within": duration("d", "By when somebody else reviews what went out by it.").prefault(defaults.reviewWithin)
}).describe("Who may let something out against every other rule, by `.override` or the input `emergency`, for one commit, one environment and a limited time. Unless given: nobody.");
/** A key that is written with nothing after it ("environments:") means the same as no key. */
const configurationSchema = mappingField({
	version: literal(1, { error: "wanted 1, the only version of this file there is" }).meta({
		title: "1",
		description: "The version of this format."
	}),
	mode: choiceField(modes, "`off`: say nothing. `observe`: decide and show, act on nothing. `enforce`: act on the decision.").prefault(defaults.mode),
	components: namedField("a component", component, "The catalogue; without it, CODEOWNERS and folders serve.").nullish(),
	customers: namedField("a customer", customer, "Those who choose when they may be disturbed.").nullish(),
	environments: namedField("an environment", environment.nullable(), "What is deployed to, and how carefully.").nullish(),
	deployments: listField(deploymentSource, "Who tells what was deployed. Unless given: `github-deployments` alone.", {
		of: "deployment sources",
		atLeast: 1
	}).nullish(),
	incidents: listField(incidentSource, "Where incidents are written down.", { of: "incident sources" }).nullish(),
	outcome: outcome.nullish(),
	history: history.nullish(),
	emergency: emergency.nullish(),
	ledger: textField(readLedgerUrl, "Where decisions are remembered: `directory:PATH`, `branch:NAME` or `postgres://HOST/DATABASE` (no password here). Unless given: a directory inside `.git` on the command line, `branch:change-risk-ledger` in Actions. A command line reads directories alone: it says so, and `enforce` approves nothing there.", { title: "ledger" }).optional(),
	prior: textField(readPriorReference, "What is believed before this repository has outcomes of its own: a file of the repository that `learn --write-prior` made over several of yours, and its SHA-256. Unless given: what the release ships.", {
		title: "prior",
		pattern: "^.+#sha256:[0-9a-f]{64}$"
	}).optional(),
	comment: choiceField(commentSettings, "When a pull request gets the comment: `always`, `on-review` (when somebody is wanted, and then kept up to date) or `never`.").prefault(defaults.comment),
	"on-call": nameField("the path of a file", "Where it is written who is on call ([format](routing.md#on-call)); they are asked where nobody else can be.").prefault(defaults.onCall),
	experience: choiceField(["on", "off"], "Whether signals may count how often somebody worked on a file before (counts only, never names).").prefault(defaults.experience)
});

export { configurationSchema as t };
