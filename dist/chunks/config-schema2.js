import { t as configurationSchema } from "./config-schema.js";

export { configurationSchema };
