import { t as answerOf, u as GitHubError } from "./clients-github-shapes.js";

// src/drivers/reviews/reading.ts
/** Each item of a list, as a record; throws GitHubError 'rubbish' where one is none. */
const itemsOf = (route, items) => answerOf(route, items).list().map((item) => item.record(""));
/** The page of a thing, as an Effect carries it; left out where it leads away from this GitHub. */
const pageOf = (github, thing) => thing.is("html_url", (url) => typeof url === "string" && url.startsWith(`${github.serverUrl}/`) ? { url } : {});

// src/drivers/reviews/refusal.ts
/** How a driver tells what became of its effect, above all when GitHub refused. */
const refused = (what, why, url) => ({
	what,
	outcome: "refused",
	why,
	...url === void 0 ? {} : { url }
});
/** Runs `act`; a GitHubError becomes a refusal that names the mend, anything else is our bug and is thrown on. */
const told = async (what, mends, act) => {
	try {
		return await act();
	} catch (error) {
		return refused(what, whyRefused(error, mends));
	}
};
/** GitHub's words and ours, as one line. Throws on what GitHub did not cause. */
const whyRefused = (error, mends) => {
	if (!(error instanceof GitHubError)) throw error;
	const said = error.message.split("\n", 1)[0]?.replace(/[.;\s]+$/, "") ?? "";
	const mend = mendOf(error, mends);
	return mend === null ? said : `${said}; ${mend}`;
};
/** Null where the error says all there is to say. */
const mendOf = (error, { permission, forbidden, invalid, unclear }) => {
	if (isUnclear(error) && !error.route.startsWith("GET ") && unclear !== void 0) return unclear;
	switch (error.failure) {
		case "forbidden":
		case "not-found": return forbidden ?? (error.message.includes(permission) ? null : `the job needs permission "${permission}"`);
		case "conflict":
		case "invalid": return invalid ?? null;
		case "rubbish": return error.message.includes("run the gate again") ? null : "GitHub may be unwell: run the gate again";
		default: return null;
	}
};
/** Failures that leave open whether it was done all the same. */
const unsettled = [
	"timeout",
	"network",
	"server",
	"rubbish"
];
const isUnclear = (error) => error instanceof GitHubError && unsettled.includes(error.failure);
/**
* Does what must not be done twice. Where the answer does not tell whether it was done, `look` tells (null: it was
* not); the first failure is thrown where it was not, or where nobody can tell.
*/
const once = async (act, look) => {
	try {
		return await act();
	} catch (error) {
		if (!isUnclear(error)) throw error;
		const found = await look().catch((second) => {
			if (second instanceof GitHubError) return null;
			throw second;
		});
		if (found === null) throw error;
		return found;
	}
};
/** At most `limit` UTF-16 units (GitHub counts characters, which are never more), no character cut in half. */
const cut = (text, limit, ending = "…") => {
	if (text.length <= limit) return text;
	const head = text.slice(0, limit - ending.length);
	return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}${ending}`;
};

export { whyRefused as a, told as i, once as n, itemsOf as o, refused as r, pageOf as s, cut as t };
