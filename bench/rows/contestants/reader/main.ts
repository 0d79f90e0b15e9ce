/** Reads the list as JSON. */
export { reader as contestant } from './reader.ts';
