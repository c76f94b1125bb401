/** A text that only shows where a value goes: `<password>`, `${PASSWORD}`, `****`, `{{ secret }}`, `%s`. Never a secret, wherever it stands. */
export function isPlaceholderSyntax(value: string): boolean {
  const text = value.trim();
  return (
    text === "" ||
    /^<[^<>]*>$|^\[[^[\]]*\]$|^\{[^{}]*\}$|^\{\{[^{}]*\}\}$|^\$\{?\w+\}?$|^%\w+%?$|^:\w+$|^__\w+__$/.test(text) ||
    /^[*.•_?\-#]+$/.test(text) ||
    /^x{3,}$/i.test(text) ||
    /[*•]{4}|<[a-z][\w -]*>|\$\{|\{\{/i.test(text)
  );
}

/** Words that say there is none. */
const sentinels = new Set([
  ...[
    "none",
    "null",
    "undefined",
    "unset",
    "notset",
    "notneeded",
    "notused",
    "unused",
    "na",
    "nil",
    "empty",
    "omit",
    "include",
    "sameorigin",
    "anonymous",
    "disabled",
    "enabled",
    "true",
    "false",
    "yes",
    "no",
    "auto",
  ],
  ...["required", "optional", "string", "text", "hidden", "redacted", "masked", "removed", "filtered", "unknown", "dummy", "ollama", "lmstudio", "default"],
]);

export function isSentinel(value: string): boolean {
  return sentinels.has(value.toLowerCase().replace(/[^a-z]/g, "")) && /^[\W_]*[a-z][a-z _/-]*[\W_]*$/i.test(value);
}

/** Formats that are no secret: hashes of passwords, public keys, addresses, paths, file types, dates, versions. */
export function isHarmlessFormat(value: string): boolean {
  return (
    /^\$(?:2[abxy]|argon2\w*|scrypt|pbkdf2|[156])\$/.test(value) ||
    /^(?:sha(?:1|256|384|512)|md5)[-:=$]/i.test(value) ||
    /-----BEGIN (?:RSA |EC )?(?:PUBLIC KEY|CERTIFICATE)|^ssh-(?:rsa|ed25519|dss) |^ecdsa-sha2/.test(value) ||
    /^(?:pk_(?:live|test)_|phc_|sb_publishable_|pk\.ey|age1)/.test(value) ||
    /^(?:[a-z][a-z+.-]*:)?\/\/|^(?:https?|mailto|data|urn|arn|file|vault|secretsmanager|ssm|op):/i.test(value) ||
    /^\.{0,2}\/[\w./@-]*$|^[\w.-]+\/[\w./@-]+\.\w{1,5}$|\.(?:pem|key|crt|json|ya?ml|txt|env|ts|js|html|svg|png)$/i.test(value) ||
    /^\d{1,4}[-./:]\d{1,2}[-./:]\d|^v?\d+\.\d+\.\d+/.test(value) ||
    /^[\w.+-]+@[\w-]+\.[\w.-]+$/.test(value)
  );
}

const letters = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, "");

/** `password: "password"`, `apiToken: "api_token"`, `RESET_PASSWORD: "resetPassword"`: the value is its own name. */
export function restates(name: string, value: string): boolean {
  const plain = letters(value);
  if (plain === "" || /\d{2}/.test(value)) return false;
  const own = letters(name);
  return own.includes(plain) || (plain.includes(own) && own.length > 3 && plain.length <= own.length + 12);
}

/** More than one word of prose: a label, a message. */
export function isSentence(value: string): boolean {
  return /\s/.test(value.trim());
}

/** One word, or words joined as code joins them: `user-password`, `auth.password`, `resetPassword`, `CLIENT_SECRET`. */
export function isIdentifierLike(value: string): boolean {
  return /^[A-Za-z]+(?:[-_.:/ ][A-Za-z]+)*\d?$/.test(value) || /^[A-Za-z][a-z]*\d?(?:[A-Z][a-z]+\d?)+$/.test(value);
}

/** Bits per character. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const item of value) counts.set(item, (counts.get(item) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / value.length) * Math.log2(count / value.length);
  return sum;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a machine made the text. By alphabet, as one cut over all of them either misses hex or reports long names. */
export function looksRandom(value: string): boolean {
  if (value.length < 12 || value.length > 400 || /\s/.test(value) || isMadeUp(value)) return false;
  if (uuid.test(value)) return true;
  if (/^(?:[0-9a-f]{16,}|[0-9A-F]{16,})$/.test(value)) return entropyOf(value) >= 2.8 && /\d/.test(value) && /[a-f]/i.test(value);
  // `SECRET_TOKEN_f8ed84e8…`: words in front of what a machine made.
  if (/(?:^|[-_.:])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{24,}$/i.test(value)) return true;
  if (!/^[\w+/=.~!@#$%^&*-]+$/.test(value) || isIdentifierLike(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(value)).length;
  const digits = value.replace(/\D/g, "").length;
  return kinds >= 2 && digits >= 2 && entropyOf(value) >= 3.2 && !/^[a-z]+(?:[-_.][a-z0-9]+)+$/i.test(value);
}

/** Runs nobody's generator makes: `1234567890`, `abcdef`, `xxxx`. A pattern of `x` and `0` is a mask. */
function isMadeUp(value: string): boolean {
  return /example|placeholder|your[-_ ]?|x{4}|0{6}|1{6}|\.\.\.|<|>/i.test(value) || new Set(value).size < 5;
}

/** What people type as a password: letters with digits or signs among them, no code. */
export function looksTyped(value: string): boolean {
  if (value.length < 6 || value.length > 64 || /\s/.test(value) || isMadeUp(value)) return false;
  if (/^\d+$/.test(value)) return true;
  const digit = /\d/.test(value);
  const sign = /[!@#$%^&*?]/.test(value);
  if (!/[a-z]/i.test(value) || !(digit || sign) || /[(){}[\];,<>|\\`"']/.test(value)) return false;
  return !/^[a-z]+(?:[-_.:/][a-z]+)+\d*$/i.test(value) || sign;
}

/** `my-super-secret-key`, `superSecret`: what people write where a secret should be. */
export function isPhrase(value: string): boolean {
  return /secret|s3cr3t|change|super|shh/i.test(value) && /^[\w.-]{8,60}$/.test(value) && !/dummy|fake|placeholder|example|your/i.test(value);
}
