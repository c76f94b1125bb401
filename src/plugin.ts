export { rules } from "#rules/index";
