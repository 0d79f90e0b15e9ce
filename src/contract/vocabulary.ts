/** The words that a backend may choose from. The schemas and the readers share these lists, so neither can know a word that the other does not. */
export const FRESHNESS_STATES = ['fresh_active', 'likely_stale', 'reconciled_failed', 'terminal_normal', 'unknown'] as const;
export const PROBLEM_CLASSES = ['none', 'active_stale_attention', 'terminal_follow_up'] as const;
export const SURFACE_CATEGORIES = ['healthy_active', 'past_expected_lifecycle', 'likely_stale', 'no_longer_active', 'unknown'] as const;
export const POLL_INTERVALS = ['10s'] as const;
export const PROGRESS_KINDS = ['determinate', 'phase'] as const;

export const RUN_STATUSES = ['queued', 'running', 'completed'] as const;
export const RUN_OUTCOMES = ['pending', 'succeeded', 'partially_succeeded', 'blocked', 'failed'] as const;
export const LIFECYCLE_FRESHNESS_STATES = ['fresh_active', 'likely_stale', 'reconciled_failed', 'terminal_normal'] as const;
export const RECONCILIATION_SOURCES = ['failed_callback', 'scheduled_reconciler', 'adapter_reconciler'] as const;

export const GENERATION_STATES = ['not_started', 'queued', 'generating', 'ready', 'failed', 'unknown'] as const;
