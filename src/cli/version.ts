export { homepage, version } from "#version";
