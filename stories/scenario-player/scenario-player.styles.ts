import { css } from 'lit';

/** The player's own looks are plain, so that the stage stands out. The colours are those of the elements. */
export const playerStyles = css`
  :host {
    --text: light-dark(#1f2328, #e6edf3);
    --muted: light-dark(#59636e, #9198a1);
    --ground: light-dark(#f6f8fa, #0d1117);
    --surface: light-dark(#fff, #151b23);
    --hover: light-dark(#eef1f4, #1f2630);
    --line: light-dark(#d1d9e0, #30363d);
    --accent: light-dark(#0860c4, #4c9afa);
    --attention: light-dark(#835400, #d9a22b);
    --problem: light-dark(#c01c28, #ff6b63);
    --done: light-dark(#14702f, #4ac26b);
    display: grid;
    grid: auto minmax(0, 1fr) / minmax(0, 1fr) minmax(20rem, 26rem);
    align-content: start;
    block-size: 100vh;
    min-block-size: 36rem;
    color: var(--text);
    background: var(--ground);
    font: 0.8125rem/1.45 var(--op-font, system-ui, sans-serif);
  }

  * {
    box-sizing: border-box;
  }

  h1,
  h2,
  p,
  ol,
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }

  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }

  button,
  select {
    min-block-size: 1.75rem;
    border: 1px solid var(--line);
    border-radius: 6px;
    color: inherit;
    background: var(--surface);
    font: inherit;
    cursor: pointer;
  }

  button:hover {
    background: var(--hover);
  }

  button:disabled {
    color: var(--muted);
    opacity: 0.55;
    cursor: default;
  }

  svg {
    flex: none;
  }

  /* Controls */

  .controls {
    grid-column: 1 / -1;
    display: grid;
    gap: 10px;
    padding: 12px 16px 8px;
    border-block-end: 1px solid var(--line);
    background: var(--surface);
  }

  .heading,
  .transport,
  .group {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
  }

  .heading {
    gap: 4px 12px;
  }

  h1 {
    font-size: 0.8125rem;
    font-weight: 600;
  }

  select {
    padding-inline: 8px;
    font-weight: 600;
  }

  .description {
    color: var(--muted);
  }

  .transport {
    gap: 8px 20px;
  }

  .group {
    gap: 6px;
  }

  .icon,
  .step {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
  }

  .icon {
    inline-size: 2rem;
    padding: 0;
  }

  .main {
    border-color: transparent;
    color: light-dark(#fff, #0d1117);
    background: var(--accent);
  }

  .main:hover {
    background: color-mix(in srgb, var(--accent) 88%, var(--text));
  }

  .step {
    margin-inline-start: 4px;
    padding-inline: 8px 10px;
  }

  .caption,
  legend {
    color: var(--muted);
    font-size: 0.75rem;
  }

  legend {
    float: inline-start;
    margin-inline-end: 8px;
    padding: 0;
    line-height: 1.75rem;
  }

  .segments {
    display: flex;
  }

  .segments label {
    position: relative;
  }

  .segments input {
    position: absolute;
    inset: 0;
    margin: 0;
    opacity: 0;
    cursor: pointer;
  }

  .segments span {
    display: grid;
    place-content: center;
    min-inline-size: 2.5rem;
    block-size: 1.75rem;
    margin-inline-start: -1px;
    padding-inline: 8px;
    border: 1px solid var(--line);
    font-variant-numeric: tabular-nums;
  }

  .segments label:first-of-type span {
    border-start-start-radius: 6px;
    border-end-start-radius: 6px;
  }

  .segments label:last-of-type span {
    border-start-end-radius: 6px;
    border-end-end-radius: 6px;
  }

  .segments :hover + span {
    background: var(--hover);
  }

  .segments :checked + span {
    background: color-mix(in srgb, var(--muted) 14%, transparent);
    font-weight: 600;
  }

  .segments :focus-visible + span {
    outline: 2px solid var(--accent);
    outline-offset: 1px;
  }

  .fault {
    padding-inline: 10px;
  }

  .fault[aria-pressed='true'] {
    border-color: var(--problem);
    color: var(--problem);
    background: color-mix(in srgb, var(--problem) 10%, var(--surface));
    font-weight: 600;
  }

  /* Timeline */

  .timeline {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: center;
    column-gap: 14px;
  }

  .clock {
    font-size: 1.125rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .clock span {
    color: var(--muted);
    font-size: 0.8125rem;
    font-weight: 400;
  }

  .now {
    grid-column: 2;
    padding-inline-start: 7px;
    color: var(--muted);
  }

  time {
    font-variant-numeric: tabular-nums;
  }

  .now time {
    margin-inline-end: 8px;
    color: var(--text);
  }

  /* The thumb is 14px wide, so the track's ends are 7px inside. */
  .track {
    --inset: 7px;
    position: relative;
    display: grid;
    align-items: center;
    block-size: 1.75rem;
  }

  .track::before {
    content: '';
    position: absolute;
    inset-inline: var(--inset);
    block-size: 2px;
    border-radius: 1px;
    background: var(--line);
  }

  .track i {
    position: absolute;
    inset-inline-start: calc(var(--inset) + var(--at) * (100% - 2 * var(--inset)));
  }

  .moment {
    inline-size: 2px;
    block-size: 10px;
    margin-inline-start: -1px;
    border-radius: 1px;
    background: var(--line);
  }

  .moment[data-past] {
    background: var(--muted);
  }

  .span {
    inline-size: max(4px, calc((var(--to) - var(--at)) * (100% - 2 * var(--inset))));
    block-size: 4px;
    border-radius: 2px;
    background: color-mix(in srgb, var(--problem) 60%, transparent);
  }

  .span[data-active] {
    background: var(--problem);
  }

  input[type='range'] {
    appearance: none;
    position: relative;
    inline-size: 100%;
    block-size: 1.75rem;
    margin: 0;
    background: none;
    cursor: pointer;
  }

  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    inline-size: 14px;
    block-size: 14px;
    border: 2px solid var(--surface);
    border-radius: 50%;
    background: var(--accent);
    box-shadow: 0 0 0 1px var(--accent);
  }

  input[type='range']::-moz-range-thumb {
    box-sizing: border-box;
    inline-size: 14px;
    block-size: 14px;
    border: 2px solid var(--surface);
    border-radius: 50%;
    background: var(--accent);
    box-shadow: 0 0 0 1px var(--accent);
  }

  /* Stage. It holds what floats in it. */

  .stage {
    contain: layout;
    overflow: hidden;
    border-inline-end: 1px solid var(--line);
  }

  .surfaces {
    block-size: 100%;
  }

  .page {
    block-size: 100%;
    overflow: auto;
  }

  .bar {
    display: flex;
    gap: 12px;
    align-items: baseline;
    padding: 10px 16px;
    border-block-end: 1px solid var(--line);
    background: var(--surface);
    font-size: 0.875rem;
  }

  .tenant {
    color: var(--muted);
  }

  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr));
    gap: 16px;
    align-items: start;
    padding: 16px 16px 12rem;
  }

  .column {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }

  .surface {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 4px;
  }

  code {
    color: var(--muted);
    font: 0.75rem/1.45 var(--op-font, system-ui, sans-serif);
  }

  .row {
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--surface);
    overflow: clip;
  }

  .none {
    padding: 12px;
    border: 1px dashed var(--line);
    border-radius: 8px;
    color: var(--muted);
  }

  /* Log */

  .log {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    background: var(--surface);
  }

  .log header {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    padding: 6px 8px 4px 12px;
    border-block-end: 1px solid var(--line);
  }

  h2 {
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .kinds {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 2px;
    margin-inline-start: -6px;
  }

  .kinds button,
  .quiet {
    min-block-size: 1.5rem;
    padding: 0 6px;
    border-color: transparent;
    color: var(--muted);
    background: none;
    font-size: 0.75rem;
  }

  .kinds button[aria-pressed='true'] {
    color: var(--text);
  }

  .kinds button[aria-pressed='false'] {
    text-decoration: line-through;
  }

  .kinds span {
    color: var(--muted);
    font-variant-numeric: tabular-nums;
  }

  /* In reverse order the log stays scrolled to its end while it grows, unless the operator scrolls up. */
  .entries {
    position: relative;
    display: flex;
    flex: 1;
    flex-direction: column-reverse;
    overflow: auto;
    outline-offset: -2px;
  }

  ol {
    margin-block-end: auto;
    padding-block-end: 8px;
    list-style: none;
  }

  li {
    display: grid;
    grid-template-columns: 2.25rem minmax(0, 1fr) auto;
    gap: 0 8px;
    padding: 2px 12px;
    font-size: 0.75rem;
    overflow-wrap: anywhere;
  }

  li:not(:has([data-same])) {
    margin-block-start: 4px;
  }

  li time,
  .note {
    color: var(--muted);
  }

  [data-same] {
    visibility: hidden;
  }

  .note {
    font-variant-numeric: tabular-nums;
    text-align: end;
  }

  .kind {
    position: absolute;
    clip-path: inset(50%);
  }

  li[data-kind='request'] .text {
    color: var(--muted);
  }

  li[data-outcome='bad'] .note {
    color: var(--problem);
  }

  li[data-kind='script'] {
    margin-block: 6px 2px;
    padding-block: 4px;
    background: var(--ground);
    font-weight: 600;
  }

  li[data-kind='transition'],
  li[data-kind='announcement'] {
    border-inline-start: 2px solid var(--_tone);
    padding-inline-start: 10px;
  }

  li[data-kind='transition'] {
    --_tone: var(--attention);
    grid-template-columns: 2.25rem minmax(0, 1fr);
  }

  li[data-kind='transition'] .note {
    grid-column: 2;
    text-align: start;
  }

  li[data-kind='announcement'] {
    --_tone: var(--accent);
  }

  @media (forced-colors: active) {
    .track::before,
    .track i,
    input::-webkit-slider-thumb {
      background: CanvasText;
      forced-color-adjust: none;
    }

    .fault[aria-pressed='true'],
    .segments :checked + span {
      background: Highlight;
      color: HighlightText;
      forced-color-adjust: none;
    }
  }

  @media (max-width: 60rem) {
    :host {
      grid: auto 1fr 20rem / minmax(0, 1fr);
      block-size: auto;
      min-block-size: 100vh;
    }

    .stage {
      min-block-size: 28rem;
      border: 0;
    }

    .page {
      block-size: auto;
    }

    .log {
      border-block-start: 1px solid var(--line);
    }
  }
`;
