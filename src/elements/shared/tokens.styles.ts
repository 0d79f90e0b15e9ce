import { css } from 'lit';

/**
 * The tokens. Each public `--op-*` property has a fallback here and is read nowhere else; light and dark follow the
 * page's `color-scheme`. One accent per meaning: `--_tone` is what the state of a run looks like.
 */
export const tokenStyles = css`
  :host {
    --_font: var(--op-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif);
    --_text: var(--op-color-text, light-dark(#1f2328, #e6edf3));
    --_muted: var(--op-color-muted, light-dark(#59636e, #9198a1));
    --_surface: var(--op-color-surface, light-dark(#ffffff, #151b23));
    --_hover: var(--op-color-hover, light-dark(#f6f8fa, #1c232c));
    --_border: var(--op-color-border, light-dark(#d1d9e0, #30363d));
    --_focus: var(--op-color-focus, light-dark(#0969da, #4493f8));
    --_calm: var(--op-color-calm, light-dark(#0860c4, #4c9afa));
    --_attention: var(--op-color-attention, light-dark(#835400, #d9a22b));
    --_problem: var(--op-color-problem, light-dark(#c01c28, #ff6b63));
    --_done: var(--op-color-done, light-dark(#14702f, #4ac26b));
    --_neutral: var(--op-color-neutral, light-dark(#57606a, #9aa4ae));
    --_radius: var(--op-radius, 8px);
    --_space: var(--op-space, 12px);
    box-sizing: border-box;
    color: var(--_text);
    font: 400 0.875rem/1.45 var(--_font);
  }

  :host([hidden]) {
    display: none !important;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  [data-tone='calm'] {
    --_tone: var(--_calm);
  }
  [data-tone='attention'] {
    --_tone: var(--_attention);
  }
  [data-tone='problem'] {
    --_tone: var(--_problem);
  }
  [data-tone='done'] {
    --_tone: var(--_done);
  }
  [data-tone='neutral'] {
    --_tone: var(--_neutral);
  }

  a {
    color: inherit;
  }

  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
`;
