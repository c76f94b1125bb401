declare const __VERSION__: string | undefined;

/** Version of this package; the build fills it in. */
export const version = typeof __VERSION__ === "string" ? __VERSION__ : "0.0.0-source";

export const homepage = "https://github.com/oma-lint/oma-lint";
