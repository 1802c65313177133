import { G as ConfigError } from "./main-gate.js";
import { n as roundedDown, r as roundedUp } from "./rollout-capacity.js";

// src/drivers/rollouts/kubernetes-image.ts
const mark = "{version}";
const tag = /^\w[\w.-]{0,127}$/;
const digest = /^[a-z0-9]+:[0-9a-f]{32,}$/;
/**
* By the plan's template (`ghcr.io/acme/web:{version}`), else by tag or digest: version 1.5 of `acme/web:1.4` is
* `acme/web:1.5`, version sha256:… is `acme/web@sha256:…`. What the template does not describe is named by its tag, so
* that it still differs. @throws ConfigError for a template without `{version}`
*/
const imageNaming = (template) => {
	if (template === void 0) return {
		versionOf: taggedVersion,
		imageOf: (version, current) => {
			const { repository } = partsOf(current);
			if (digest.test(version)) return `${repository}@${version}`;
			return tag.test(version) ? `${repository}:${version}` : null;
		}
	};
	const [before = "", after, ...more] = template.split(mark);
	if (after === void 0 || more.length > 0) throw new ConfigError(`targets.image must have ${mark} once, where the version goes, like ghcr.io/acme/web:${mark}; got ${template}`);
	return {
		versionOf: (image) => {
			return image.startsWith(before) && image.endsWith(after) && image.length > before.length + after.length ? image.slice(before.length, image.length - after.length) : taggedVersion(image);
		},
		imageOf: (version) => tag.test(version) || digest.test(version) ? `${before}${version}${after}` : null
	};
};
const taggedVersion = (image) => {
	const parts = partsOf(image);
	return parts.tag ?? parts.digest ?? "latest";
};
/** A colon before the last slash belongs to a registry's port. */
const partsOf = (image) => {
	const [named = "", digest] = image.split("@");
	const colon = named.lastIndexOf(":");
	const isTagged = colon > named.lastIndexOf("/");
	return {
		repository: isTagged ? named.slice(0, colon) : named,
		tag: isTagged ? named.slice(colon + 1) : void 0,
		digest
	};
};

// src/drivers/rollouts/kubernetes-pace.ts
/**
* The plan's limits in pods: the controller knows no `min-healthy`, so what may be unavailable is cut to what that
* leaves. Going back is never refused: where nothing may be out, one pod more is started.
*/
const rollingLimits = ({ batch, rollback }, replicas, direction) => {
	const asked = direction === "forward" ? batch.maxUnavailable : rollback.maxUnavailable;
	const spare = Math.max(0, replicas - roundedUp(batch.minHealthy, replicas));
	const maxUnavailable = Math.min(roundedDown(asked, replicas), spare);
	const maxSurge = roundedUp(batch.maxSurge, replicas);
	if (maxUnavailable > 0 || maxSurge > 0) return {
		kind: "limits",
		maxUnavailable,
		maxSurge
	};
	if (direction === "back") return {
		kind: "limits",
		maxUnavailable,
		maxSurge: 1
	};
	return {
		kind: "impossible",
		why: `of ${replicas} pods max-unavailable ${asked.text} and min-healthy ${batch.minHealthy.text} let none go, and max-surge is 0: set batch.max-surge to 1`
	};
};

export { imageNaming as n, rollingLimits as t };
