import { a as choiceField, i as share, l as nameField, o as listField, s as mappingField, t as duration, u as namedField } from "./config-sections-values.js";
import { o as literal } from "./package-zod.js";
import { t as configurationSchema } from "./config-schema.js";
import { a as factor, c as statuses, d as yesOrNo, f as zoneNames, h as rolloutDefaults, i as exposureStep, l as webAddress, n as targetsSchema, o as instanceNames, r as amount, s as plainText, u as wholeNumber } from "./config-rollout-drivers-all.js";

// src/config/rollout/gate-schema.ts
const metricKeys = {
	source: choiceField(["haproxy", "prometheus"], "`haproxy`: the load balancers the driver talks to. `prometheus`: queries."),
	url: webAddress("Where Prometheus answers.").optional(),
	query: plainText("a query", "PromQL: a counter by instance (of errors; for latency, its histogram buckets).").optional(),
	alpha: factor("How often a version that is no worse may be stopped by mistake.", 1e-4, .2).prefault(rolloutDefaults.alpha)
};
/** What a wave is judged by. */
const gate = mappingField({
	metrics: mappingField({
		errors: mappingField({
			...metricKeys,
			"requests-query": plainText("a query", "PromQL: the counter of all requests by instance.").optional(),
			"p-max": share({
				above: 0,
				below: 100
			}, "A wave passes only when more errors than this would have shown.").prefault(rolloutDefaults.pMax)
		}).describe("Failed requests.").optional(),
		latency: mappingField(metricKeys).describe("Slow requests.").optional()
	}).describe("What is compared between new and old. With driver haproxy, its own error counts unless `errors` says otherwise.").optional(),
	"on-no-data": choiceField([
		"hold",
		"health-only",
		"fail"
	], "Without samples: `hold` waits for a person, `health-only` trusts health checks, `fail` rolls back. Never a quiet pass.").prefault(rolloutDefaults.onNoData),
	"inconclusive-deadline": duration("m", "How long a verdict may stay open after the bake.").prefault(rolloutDefaults.inconclusiveDeadline)
}).describe("What a wave must show before the next.");
/** The way back. */
const rollback = mappingField({
	auto: yesOrNo("A fail verdict rolls back by itself.").prefault(true),
	"max-unavailable": amount("The most that may be out at once on the way back; `min-healthy` holds there, too. Unless given: 33 %, at least 1.").optional(),
	order: choiceField(["newest-first"], "Who was updated last goes back first.").prefault("newest-first"),
	"on-failure": choiceField(["freeze"], "When going back fails on some: nothing moves until a person says so.").prefault("freeze"),
	mode: choiceField(["rollback", "freeze"], "`freeze`: stop and ask instead of going back (after a migration).").prefault("rollback")
}).describe("What happens when a wave fails.");

// src/config/rollout/plan.ts
const orderRules = ["unhealthy-first", "leader-last"];

// src/config/rollout/schema.ts
/**
* The rollout plan as people write it; the JSON Schema and the tables of docs/rollout.md come from here.
* Loading it loads zod, so only `load.ts` does, and late.
*/
const customer = mappingField({
	zones: zoneNames("Zones that serve the customer.").optional(),
	instances: instanceNames("Instances that serve the customer.").optional()
});
const order = mappingField({
	zones: choiceField(["sequential", "parallel"], "`sequential`: one zone at a time, never two. `parallel`: a batch may take from several.").prefault(rolloutDefaults.zones),
	within: listField(choiceField(orderRules, "`unhealthy-first`: who serves nobody goes first. `leader-last`: the leader moves once."), "Who goes first; the first rule weighs most.", { of: "rules" }).prefault([...rolloutDefaults.within]),
	"hand-over": yesOrNo("Leadership is handed over before the leader is restarted, where the driver can.").prefault(rolloutDefaults.handOver)
}).describe("In which order instances move.");
const batch = mappingField({
	"max-unavailable": amount("The most that may be out of service at once, rounded down; who is unhealthy already counts. Unless given: 10 %, at least 1.").optional(),
	"max-surge": amount("How many may be started beside the old ones, rounded up, where the driver can.").prefault(rolloutDefaults.maxSurge),
	"min-healthy": amount("The fewest that must serve at any moment, rounded up.").prefault(rolloutDefaults.minHealthy),
	"drain-timeout": duration("s", "How long requests in flight may take to end.").prefault(rolloutDefaults.drainTimeout),
	"on-drain-timeout": choiceField([
		"fail",
		"force",
		"wait"
	], "`fail` puts it back and tries again until the progress deadline, then stops; `force` closes what is left, `wait` waits until the progress deadline.").prefault(rolloutDefaults.onDrainTimeout)
}).describe("What may be out of service at once, inside a wave.");
const health = mappingField({
	path: plainText("a path", "Asked of each instance; `expect` says which answers are healthy.", /^\/[^\s\p{Cc}]*$/u).prefault(rolloutDefaults.path),
	expect: statuses("The statuses that are healthy. Redirects are not followed.").prefault(rolloutDefaults.expect),
	version: plainText("json:KEY or header:NAME", "Where its answer says which version runs: `json:KEY` (dots go deeper) or `header:NAME`.", /^(?:json:[\w.-]+|header:[\w-]+)$/).prefault(rolloutDefaults.version),
	"min-healthy-time": duration("s", "Unbroken health before an instance gets traffic again.").prefault(rolloutDefaults.minHealthyTime),
	"healthy-deadline": duration("m", "An instance that is not healthy by then has failed.").prefault(rolloutDefaults.healthyDeadline),
	"progress-deadline": duration("m", "A batch that is not done by then stops the wave; longer than the above.").prefault(rolloutDefaults.progressDeadline),
	"max-failed": wholeNumber("So many failed instances, over the whole run, stop it.", 1, 1e3).prefault(rolloutDefaults.maxFailed)
}).describe("When an instance counts as healthy.");
const perBand = (fields) => fields;
const bandwise = (field) => perBand({
	low: field("low"),
	moderate: field("moderate"),
	high: field("high"),
	critical: field("critical")
});
const firstWave = mappingField({
	budget: factor("Instances’ worth of failed service that wave 1 may be expected to cost: it holds budget ÷ (risk × blast) instances, at least 1 and at most a tenth of the fleet.", .001, 1e3).prefault(rolloutDefaults.budget),
	blast: share({ above: 0 }, "How much of what an instance serves is lost when the version is bad.").prefault(rolloutDefaults.blast)
}).describe("How large the first wave may be for a given risk.");
const exposure = mappingField(bandwise((band) => listField(exposureStep, `Waves when the risk is ${band}: how much runs the new version when each ends. Unless given: \`[${rolloutDefaults.exposure[band].join(", ")}]\`.`, {
	of: "steps",
	atLeast: 1
}).optional())).describe("Waves by band of risk; cumulative, cut to the fleet, and the last is always the whole fleet.");
const growth = mappingField(bandwise((band) => factor(`How many times larger each wave is when the risk is ${band}.`, 2, 10).optional())).describe("Instead of `exposure`: the first wave follows from the risk, each later one is so many times larger.");
const bake = mappingField({
	...bandwise((band) => duration("m", `How long each wave is watched when the risk is ${band}.`).prefault(rolloutDefaults.bake[band])),
	"first-wave-factor": factor("The first wave is watched so many times longer.", 1, 10).prefault(rolloutDefaults.firstWaveFactor),
	"min-requests": wholeNumber("A wave passes only after so many requests on the new version.", 0, 1e9).prefault(rolloutDefaults.minRequests)
}).describe("How long a wave is watched before the next.");
const windowShape = configurationSchema.shape.environments.unwrap().unwrap().valueType.unwrap().shape.windows.unwrap().element.shape;
const rolloutWindow = mappingField({
	...windowShape,
	effect: choiceField([
		"review",
		"emergency-only",
		"allow"
	], "`review`: no batch starts before a person says go. `emergency-only`: none but an emergency’s. `allow`: whoever it is about is touched inside only.").optional(),
	limit: windowShape.limit.unwrap().describe("The budget of a first wave that begins inside is multiplied by this.").optional(),
	zones: zoneNames("The zones it is about.").optional(),
	customers: listField(nameField("a customer"), "The customers it is about.", {
		of: "names",
		atLeast: 1
	}).optional()
});
const rolloutPlanSchema = mappingField({
	version: literal(1, { error: "wanted 1, the only version of this file there is" }).meta({
		title: "1",
		description: "The version of this format."
	}),
	service: nameField("the name of the service", "What is rolled out; its journal has this name."),
	after: listField(nameField("a service"), "Services that must be done first, when rolled out together.", { of: "names" }).prefault([]),
	"at-once": wholeNumber("How many services may move at the same time; of several plans the smallest counts.", 1, 100).prefault(rolloutDefaults.atOnce),
	targets: targetsSchema,
	customers: namedField("a customer", customer, "Who is served where, for windows that name customers.").nullish(),
	order: order.nullish(),
	batch: batch.nullish(),
	health: health.nullish(),
	"first-wave": firstWave.nullish(),
	exposure: exposure.nullish(),
	growth: growth.nullish(),
	bake: bake.nullish(),
	gate: gate.nullish(),
	rollback: rollback.nullish(),
	windows: listField(rolloutWindow, "Agreed times, each with `cron` and `for`, or `from` and `to`, and one `effect` or `limit`; for the whole fleet, or for zones or customers.", { of: "windows" }).nullish()
});
/** What an absent (or empty) section means: the schema's own defaults. */
const sections = {
	order,
	batch,
	health,
	firstWave,
	bake,
	gate,
	rollback
};

export { sections as n, rolloutPlanSchema as t };
