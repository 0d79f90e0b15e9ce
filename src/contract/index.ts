/**
 * The contract: one schema per payload, the inferred types, and the parser that guards them.
 * Lives here: what a backend may say. Must not live here: what it means, words, Lit, DOM.
 */
export * from './active-state.ts';
export * from './lifecycle.ts';
export * from './review-pack.ts';
export { ContractError, parsePayload } from './parse.ts';
export type { ContractViolation, ParseResult, PayloadContract, Repair } from './parse.ts';
