// The style of the timeline: a list of steps with its lanes drawn behind, and the details of the selected step beside it.

/** The style sheet of the timeline. */
export const TIMELINE_STYLE = `
.tl-and-details { display: grid; grid-template-columns: minmax(0, 1fr) 264px; gap: 26px; align-items: start; }
.tl { border: 1px solid var(--rule); border-radius: 6px; overflow: hidden; min-width: 0; }
.tl-list { position: relative; overflow: auto; max-height: min(78vh, 900px); }
.tl-list:focus-visible { outline-offset: -3px; }
.tl-heads { position: sticky; top: 0; z-index: 3; display: flex; align-items: end; background: var(--paper); border-bottom: 1px solid var(--rule); padding: 8px 0 6px; min-width: calc(var(--tl-text) + 330px); }
.tl-gutter { display: flex; font-size: 12px; color: var(--soft); flex: none; }
.tl-head { flex: none; text-align: center; font-size: 12px; line-height: 1.25; overflow: hidden; padding: 0 2px; overflow-wrap: anywhere; }
.tl-head small { display: block; font-size: 11px; color: var(--soft); }
.tl-head b { font-weight: 600; }
.tl-heads.narrow .tl-head { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; max-height: 130px; overflow-wrap: normal; white-space: nowrap; line-height: 1; padding: 2px 0 2px; display: flex; align-items: center; gap: 4px; }
.tl-head-text { font-size: 12px; color: var(--soft); padding-left: 12px; }
.tl-rows { position: relative; min-width: calc(var(--tl-text) + 330px); }
.tl-picture { position: absolute; left: 0; z-index: 2; pointer-events: none; overflow: hidden; }
.tl-row { position: absolute; left: 0; right: 0; padding: 4px 0; display: flex; cursor: default; border-left: 3px solid transparent; }
.tl-row:hover { background: var(--raised); }
.tl-row.cause { border-left-color: var(--soft); }
.tl-row.decision { background: var(--accent-wash); }
.tl-row.violation { background: var(--bad-wash); border-left-color: var(--bad); }
.tl-row.selected { border-left-color: var(--ink); box-shadow: inset 0 0 0 1px var(--ink); z-index: 1; }
.tl-step { width: 42px; text-align: right; line-height: 22px; flex: none; }
.tl-ms { width: 66px; text-align: right; line-height: 22px; font-size: 12px; color: var(--soft); flex: none; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.tl-gutter .tl-step, .tl-gutter .tl-ms { line-height: inherit; font-size: 12px; }
.tl-lines { position: absolute; left: var(--tl-text); right: 0; padding: 0 10px 0 12px; min-width: 0; }
.tl-line { height: 22px; line-height: 22px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; font-size: 13.5px; color: var(--soft); }
.tl-line.step { color: var(--ink); font-weight: 560; }
.tl-line.action, .tl-line.fault, .tl-line.held, .tl-line.uncaught, .tl-line.violation { color: var(--ink); }
.tl-line.place { color: var(--ink); }
.tl-line .badge { margin-right: 6px; line-height: 1.4; }
.tl-lane { display: inline-block; width: 6em; margin-right: 8px; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; font-size: 12px; font-weight: 400; color: var(--soft); }
.tl-event { font: 11.5px/1 var(--mono); font-weight: 400; color: var(--soft); margin-left: 10px; }
.lane { stroke: var(--rule); }
.span { fill: light-dark(#dfe2e1, #333a43); }
.span.open { fill: light-dark(#e9dfc8, #4a4230); }
.sign { stroke: var(--ink); stroke-width: 1.6; fill: var(--paper); stroke-linejoin: round; stroke-linecap: round; }
.sign.solid { fill: var(--ink); }
.sign.note, .sign.wire, .sign.connection, .sign.session, .sign.phase { stroke: var(--soft); }
.sign.note { fill: var(--soft); }
.sign.done, .sign.failed, .sign.phase, .sign.held { fill: none; stroke-width: 2.2; }
.sign.action, .sign.fault { fill: var(--accent); stroke: var(--accent); }
.sign.held { stroke: var(--accent); }
.sign.uncaught, .sign.violation { fill: var(--bad); stroke: var(--bad); }
.sign.failed { stroke: var(--bad); }
.arrow { fill: none; stroke: var(--soft); stroke-width: 1; opacity: 0.35; }
.arrow.strong { stroke: var(--ink); stroke-width: 1.8; opacity: 1; }
.arrow-head { fill: var(--soft); opacity: 0.35; }
.arrow-head.strong { fill: var(--ink); opacity: 1; }
.details { position: sticky; top: 16px; font-size: 14px; border-top: 2px solid var(--ink); padding-top: 12px; overflow-wrap: anywhere; }
.details h3 { margin-bottom: 8px; font-size: 16px; }
.details dl { display: grid; gap: 2px; margin: 0 0 12px; }
.details dl div { display: grid; grid-template-columns: 4em 1fr; }
.details dt { color: var(--soft); font-size: 13px; }
.details dd { margin: 0; }
.details ul { margin: 0 0 12px; padding-left: 1.1em; }
.details li { margin: 2px 0; }
@media (max-width: 1000px) { .tl-and-details { grid-template-columns: 1fr; } .details { position: static; } }
@media (forced-colors: active) { .tl-row.selected { outline: 2px solid Highlight; } }
@media print { .tl-list { max-height: none; overflow: visible; } .details { display: none; } .tl-and-details { display: block; } }
`;
