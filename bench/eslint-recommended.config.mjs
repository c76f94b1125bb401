import typescript from "typescript-eslint";

/** What most projects begin with. No type information. */
export default typescript.configs.recommended;
