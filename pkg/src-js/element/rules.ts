/**
 * The rules of the style sheet. Lengths are in em: a page may set its root to any size, and text follows the
 * reader's own size until the page gives the element another.
 */
export const rules = `
:host {
  --paper: var(--tiermeter-paper, light-dark(#ffffff, #171b1a));
  --ink: var(--tiermeter-ink, light-dark(#1b1d1c, #eceae4));
  --line: var(--tiermeter-line, light-dark(#e2ded5, #2a302e));
  --accent: var(--tiermeter-accent, light-dark(#0a6b5d, #4fd1b5));
  --accent-ink: var(--tiermeter-accent-ink, light-dark(#ffffff, #06231d));
  --bad: var(--tiermeter-bad, light-dark(#b3261e, #ff8f85));
  --warn: var(--tiermeter-warn, light-dark(#8f5a00, #f0b65a));
  --ink-soft: color-mix(in oklab, var(--ink) 74%, var(--paper));
  --line-strong: color-mix(in oklab, var(--ink) 52%, var(--paper));
  --sunken: color-mix(in oklab, var(--ink) 6%, var(--paper));
  --wash: color-mix(in oklab, var(--accent) 9%, var(--paper));
  --round: var(--tiermeter-radius, 6px);
  --sans: var(--tiermeter-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Noto Sans SC", sans-serif);
  --mono: var(--tiermeter-mono, ui-monospace, "SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace);
  display: block;
  min-inline-size: min(100%, 16em);
  container: tiermeter / inline-size;
  color: var(--ink);
  font: 400 medium/1.5 var(--sans);
  font-variant-numeric: tabular-nums;
  letter-spacing: normal;
  word-spacing: normal;
  text-align: start;
  text-indent: 0;
  text-transform: none;
  white-space: normal;
  overflow-wrap: break-word;
}
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([theme="auto"]) { color-scheme: light dark; }

*, *::before, *::after { box-sizing: border-box; }
p, fieldset, legend, table { margin: 0; padding: 0; border: 0; }
[hidden] { display: none !important; }
button, input { margin: 0; font: inherit; color: inherit; letter-spacing: inherit; }
p, legend, label, summary, th, td { font-size: 0.8125em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.soft, .exact, .notes, .month-name, .detail, .edited { color: var(--ink-soft); }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.frame {
  position: relative;
  display: grid;
  grid-template: "heading" auto "waiting" auto "total" auto "controls" auto "lines" 1fr "notes" auto "prices" auto "note" auto / minmax(0, 1fr);
  border: 1px solid var(--line);
  border-radius: calc(var(--round) * 1.6);
  background: var(--paper);
  overflow: clip;
}
/* What the calculator will need is kept free from the start, so that nothing moves when it comes. */
.frame::before { content: ""; grid-area: waiting-start / 1 / prices-end / 2; min-block-size: var(--tiermeter-min-block-size, 51em); }
.frame > *, .side > * { padding-inline: 1.25em; }
.heading { grid-area: heading; }
.heading ::slotted(*) { margin-block: 1em 0 !important; }
.waiting { grid-area: waiting; padding-block: 1em; }
.loading, .failed { margin-block-end: 1em; }
.failed { padding: 0.75em 1em; border-inline-start: 3px solid var(--bad); background: color-mix(in oklab, var(--bad) 9%, var(--paper)); }
.failed p { font-size: 0.875em; }

/* The total comes first; on a wide element it stands beside the fields, with the notes below it. */
.side { display: contents; }
.total { grid-area: total; padding-block: 1.25em 0.75em; border-block-end: 1px solid var(--line); }
.controls { grid-area: controls; display: grid; gap: 1.25em; padding-block: 1.25em; }
.controls > * { min-inline-size: 0; }
.lines { grid-area: lines; padding-block: 0.75em; border-block-start: 1px dashed var(--line); }
.notes { grid-area: notes; padding-block: 0.75em; border-block-start: 1px solid var(--line); }
.prices { grid-area: prices; padding-block: 0.5em; border-block-start: 1px solid var(--line); }
.note { grid-area: note; }
.frame > .note { padding: 0; }
.note ::slotted(*) { margin: 0 !important; padding: 0.9em 1.54em; border-block-start: 1px solid var(--line); color: var(--ink-soft); font-size: 0.8125em; }
.figure { margin-block: 0.05em; font: 500 2.5em/1.2 var(--mono); letter-spacing: -0.03em; overflow-wrap: anywhere; }
.figure.long { font-size: 1.75em; line-height: 1.7143; }
.figure.longest { font-size: 1.25em; line-height: 2.4; }
.figure small { color: var(--ink-soft); font: 400 0.5em/1 var(--sans); letter-spacing: 0; white-space: pre; }
.before { margin-inline-end: 0.15em; }
.after { margin-inline-start: 0.15em; }
.exact { min-block-size: 3em; }
.stale .figure, .stale .amount { color: var(--ink-soft); }
.stale-note { margin-block-start: 0.5em; color: var(--bad); }

/* Tiers */
legend, .field > label { display: block; margin-block-end: 0.46em; font-weight: 600; }
legend .soft, label .soft { font-weight: 400; }
.cards { display: grid; grid-template-columns: minmax(0, 1fr); }
.tier { display: grid; grid-template-columns: auto auto minmax(0, 1fr) auto; gap: 0 0.5em; align-items: center; min-block-size: 2.75em; border-block-start: 1px solid var(--line); font-size: 1em; cursor: pointer; }
.tier:last-child { border-block-end: 1px solid var(--line); }
.tier input { inline-size: 1em; block-size: 1em; accent-color: var(--accent); cursor: inherit; }
.code { min-inline-size: 1.85em; padding-inline: 0.46em; border-radius: 4px; background: var(--sunken); font: 600 0.8125em/1.85 var(--mono); text-align: center; }
.tier:has(:checked) .code { background: var(--accent); color: var(--accent-ink); }
.name { font-size: 0.875em; line-height: 1.3; }
.price { font: 500 1em/1.5 var(--mono); text-align: end; white-space: nowrap; }

/* Fields */
.fields { display: grid; gap: 0.625em 1em; }
.field { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 11.5em); align-items: center; }
.field > label { margin-block-end: 0; line-height: 1.3; }
.field > label .soft { display: block; }
.field > .fault { grid-column: 1 / -1; text-align: end; }
.box { display: flex; block-size: 2.5em; border: 1px solid var(--line-strong); border-radius: var(--round); background: var(--paper); }
.box:focus-within { outline: 2px solid var(--accent); outline-offset: 1px; }
.box:has([aria-invalid]) { border-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
.box input { flex: 1 1 auto; inline-size: 2em; min-inline-size: 0; padding: 0 0.25em; border: 0; background: none; font: 400 0.9375em/1 var(--mono); text-align: center; outline: none; }
.box button { flex: none; inline-size: 2em; padding: 0; border: 0; background: none; color: var(--ink-soft); font: 400 1.125em/1 var(--mono); cursor: pointer; }
.box button:hover { color: var(--accent); background: var(--wash); }
.box button:first-child { border-inline-end: 1px solid var(--line); border-start-start-radius: var(--round); border-end-start-radius: var(--round); }
.box button:last-child { border-inline-start: 1px solid var(--line); border-start-end-radius: var(--round); border-end-end-radius: var(--round); }
.fault { margin-block-start: 0.3em; color: var(--bad); }

/* The month as a bar, with the slider's handle on its end */
.span { position: relative; block-size: 40px; }
.bar { position: absolute; inset-block: 4px 0; inset-inline: 6px; inline-size: calc(100% - 12px); overflow: visible; }
.bar .track { fill: var(--sunken); }
.bar .fill { fill: var(--accent); }
.bar line { stroke: var(--paper); stroke-width: 1; }
.bar text { fill: var(--ink-soft); font: 400 12px/1 var(--mono); }
.span input { position: absolute; inset: 0; inline-size: 100%; block-size: 28px; border-radius: 6px; appearance: none; background: none; cursor: ew-resize; }
.span input::-webkit-slider-runnable-track { block-size: 28px; }
.span input::-webkit-slider-thumb { appearance: none; inline-size: 12px; block-size: 28px; border: 2px solid var(--accent); border-radius: 4px; background: var(--paper); }
.span input::-moz-range-thumb { box-sizing: border-box; inline-size: 12px; block-size: 28px; border: 2px solid var(--accent); border-radius: 4px; background: var(--paper); }
.span input:disabled { cursor: default; }

/* Lines */
table { inline-size: 100%; border-collapse: collapse; }
th, td { padding: 0.3em 1.25em 0.3em 0; font-weight: 400; text-align: start; vertical-align: baseline; }
.of th { padding-inline-end: 0; }
tbody + tbody .of th { padding-block-start: 0.9em; }
.line-name { margin-inline-end: 0.3em; font-size: 1.15em; font-weight: 600; }
.detail, .amount { font-family: var(--mono); }
.amount { padding-inline-end: 0; text-align: end; white-space: nowrap; }
tfoot th, tfoot td { font-weight: 600; }
tfoot tr { border-block-start: 1px solid var(--line); }
.edited { margin-inline-start: 0.6em; font-style: italic; }
.edit { min-block-size: 2.15em; margin-inline-start: 0.25em; padding: 0 0.46em; border: 0; border-radius: 4px; background: none; color: var(--accent); cursor: pointer; }
.edit:hover { background: var(--wash); }
.sample { margin-inline-start: 0.25em; padding: 0.1em 0.6em; border: 1px solid currentColor; border-radius: 99px; color: var(--warn); font-size: 0.92em; white-space: nowrap; }

/* Notes and prices */
.notes > p + p { margin-block-start: 0.46em; }
.warn { color: var(--warn); }
summary { inline-size: fit-content; padding-block: 0.3em; color: var(--ink-soft); cursor: pointer; }
summary:hover { color: var(--ink); }
.retry { min-block-size: 2.5em; margin-block-start: 0.6em; padding: 0 1em; border: 1px solid var(--line-strong); border-radius: var(--round); background: var(--paper); font-size: 0.8125em; cursor: pointer; }

[data-readonly] .box button { display: none; }
[data-readonly] .box { border-color: var(--line); background: var(--sunken); }
[data-readonly] .span input::-webkit-slider-thumb { visibility: hidden; }
[data-readonly] .span input::-moz-range-thumb { visibility: hidden; }
[data-readonly] .tier, [data-disabled] .tier { cursor: default; }
[data-disabled] .controls { opacity: 0.55; }
[data-disabled] .box button { cursor: default; }

@container tiermeter (inline-size < 30em) {
  tr:not(.of) { display: grid; grid-template-columns: minmax(0, 1fr) auto; column-gap: 1em; padding-block: 0.2em; }
  tr:not(.of) > * { padding: 0; }
  tr:not(.of) > .detail { grid-row: 2; }
}
@container tiermeter (30em <= inline-size < 44em) {
  .frame::before { min-block-size: var(--tiermeter-min-block-size, 47em); }
}
@container tiermeter (inline-size >= 44em) {
  .frame { grid-template: "heading side" auto "waiting side" auto "controls side" auto "lines side" 1fr "prices prices" auto "note note" auto / minmax(0, 1fr) 16.5em; }
  .frame::before { min-block-size: var(--tiermeter-min-block-size, 25em); }
  .frame > *, .side > * { padding-inline: 1.5em; }
  .side { grid-area: side; display: flex; flex-direction: column; justify-content: space-between; padding: 0; border-inline-start: 1px solid var(--line); }
  .total { padding-block: 1.25em; border: 0; }
  .notes { padding-block: 0 1em; border: 0; }
  .lines { padding-block: 0.75em 1em; }
  .cards { grid-template-columns: repeat(auto-fit, minmax(9.5em, 1fr)); gap: 0.5em 0.75em; }
  .tier, .tier:last-child { grid-template-columns: auto auto minmax(0, 1fr); align-content: start; gap: 0.25em 0.375em; padding-block: 0.625em 0; border-block: 2px solid var(--line); border-block-end: 0; }
  .tier:hover { border-color: var(--line-strong); }
  .tier:has(:checked) { border-color: var(--accent); }
  .tier .price { grid-column: 2 / -1; text-align: start; }
  .note ::slotted(*) { padding-inline: 1.85em; }
  .fields { grid-template-columns: repeat(3, minmax(0, 1fr)); column-gap: 0.75em; }
  .field { display: block; }
  .field > label { margin-block-end: 0.46em; line-height: 1.5; }
  .field > label .soft { display: inline; }
  .field > .fault { text-align: start; }
}
@media (pointer: coarse) {
  .box { block-size: 2.75em; }
  .box button { inline-size: 2.45em; }
}
@media (prefers-reduced-motion: no-preference) {
  .box button, .tier, .edit { transition: background-color 120ms, border-color 120ms, color 120ms; }
}
@media (forced-colors: active) {
  .bar .fill { fill: Highlight; }
  .bar .track { fill: Canvas; stroke: CanvasText; }
  .tier:has(:checked) { border-color: Highlight; }
  .tier:has(:checked) .code { outline: 1px solid; }
}
`;
