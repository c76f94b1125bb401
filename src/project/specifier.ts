import { builtinModules } from "node:module";
import { packageNameOf } from "./manifest.ts";

/** Where an import leads. */
export type Resolution =
  /** Code on disk, absolute; may lie outside of the linted files. */
  | { readonly kind: "file"; readonly file: string }
  /** An installed package (or one that should be): never looked into. */
  | { readonly kind: "package"; readonly name: string; readonly subpath: string }
  /** Part of the runtime: `fs`, `node:fs`, `bun:sqlite`. Named without `node:`. */
  | { readonly kind: "builtin"; readonly name: string }
  /** Not code: JSON, styles, SQL, images, templates. */
  | { readonly kind: "asset" }
  /** Nothing there. `alias`: the specifier is one of the project's own names (paths, workspace, `#x`, `@/x`), not just a missing file. */
  | { readonly kind: "unresolved"; readonly tried: readonly string[]; readonly alias: boolean };

const builtins = new Set(builtinModules.filter((name) => !name.startsWith("_")));

/** Files that are imported but are not code. */
export const assetName =
  /\.(?:json5?|css|s[ac]ss|less|styl|sql|svg|png|jpe?g|gif|webp|ico|woff2?|ttf|otf|eot|html?|ejs|hbs|pug|mjml|md|mdx|txt|ya?ml|toml|csv|xml|graphqls?|gql|proto|wasm|node|vue|svelte|astro|pem|crt|key|mp[34]|pdf|prisma)$/i;

/** The package a specifier names, whatever it looks like. */
export function packageFor(specifier: string): Resolution {
  const parts = packageNameOf(specifier) ?? { name: specifier, subpath: "" };
  return { kind: "package", ...parts };
}

/** The specifier without bundler decoration: `style!./x.css`, `./x.svg?react`. */
export function withoutLoader(specifier: string): string {
  return specifier.slice(specifier.lastIndexOf("!") + 1).replace(/\?.*$/s, "");
}

/** Whether Node itself provides the module (without `node:`); a trailing slash (`punycode/`) asks for the package. */
export function isBuiltin(specifier: string): boolean {
  return builtins.has(specifier);
}

/** What a specifier with a scheme means: `node:fs`, `npm:x@1`, `https://…`, `virtual:x`; `undefined` without one. */
export function schemeOf(specifier: string): Resolution | undefined {
  const match = /^([a-z][a-z0-9+.-]+):(.*)$/s.exec(specifier);
  const rest = match?.[2] ?? "";
  switch (match?.[1]) {
    case undefined:
      return undefined;
    case "node":
      return { kind: "builtin", name: rest };
    case "bun":
    case "deno":
    case "cloudflare":
    case "workerd":
      return { kind: "builtin", name: specifier };
    case "npm":
    case "jsr":
      return packageFor(rest.replace(/^\//, "").replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]*/, "$1"));
    case "data":
      return { kind: "asset" };
    default:
      return { kind: "package", name: specifier, subpath: "" };
  }
}
