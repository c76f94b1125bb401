/** Stands in for `#project/stack`. */
export function describeStack({ config }: { readonly config: { readonly root: string; readonly ignores: readonly string[] } }): unknown {
  return { libraries: ["pg"], packages: [], ignores: config.ignores, notices: [{ kind: "skipped-file", message: "too large", file: "a.ts" }] };
}
