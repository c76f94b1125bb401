declare const __VERSION__: string | undefined;
declare const __BUILD__: string | undefined;

/** Version of this package; the build fills it in. */
export const version = typeof __VERSION__ === "string" ? __VERSION__ : "0.0.0-source";

/** Hash of the sources this was built from: what another build found out says nothing. Empty when running from sources. */
export const build = typeof __BUILD__ === "string" ? __BUILD__ : "";

export const homepage = "https://github.com/oma-lint/oma-lint";
