// Loaded with `node --import`: writes every module the process resolves to stderr.
import { register } from "node:module";

const hooks = `export async function resolve(specifier, context, next) {
  const resolved = await next(specifier, context);
  process._rawDebug("import " + resolved.url);
  return resolved;
}`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
