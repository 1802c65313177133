import { r as UsageError } from "./domain-errors.js";
import { n as defaultEnvironment } from "./config-defaults.js";
import { n as nearest } from "./config-nearest.js";

// src/config/environment.ts
const usual = "production";
/**
* The environment a change is asked to run in: the one named (by our name or a GitHub environment's), else the only one
* configured, else `production`.
* @throws UsageError for a name the configuration does not know, or where several are configured and none is the usual.
*/
const chooseEnvironment = (configuration, name) => {
	const { environments } = configuration;
	const [only] = environments;
	if (only === void 0) {
		const wanted = name ?? usual;
		return {
			name: wanted,
			settings: defaultEnvironment(wanted, configuration.mode),
			assumed: name === void 0
		};
	}
	if (name === void 0 && environments.length === 1) return chosen(only, false);
	const found = find(environments, name ?? usual);
	if (found !== void 0) return chosen(found, name === void 0);
	throw new UsageError(name === void 0 ? sayWhich(environments) : sayUnknown(environments, name));
};
const chosen = ({ name, ...settings }, assumed) => ({
	name,
	settings,
	assumed
});
const find = (environments, name) => environments.find((environment) => environment.name === name) ?? environments.find((environment) => environment.githubEnvironments.includes(name));
const sayWhich = (environments) => `--environment: several are configured and none is called ${usual}; name one of ${listNames(environments)}`;
const sayUnknown = (environments, name) => {
	const known = environments.flatMap((environment) => [environment.name, ...environment.githubEnvironments]);
	const meant = nearest(name, known);
	return `--environment ${JSON.stringify(name)} is not configured; known are ${listNames(environments)}${meant === void 0 ? "" : ` (did you mean ${meant}?)`}`;
};
const listNames = (environments) => environments.map(({ name }) => name).join(", ");

export { chooseEnvironment as t };
