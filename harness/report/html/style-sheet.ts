// The style of the page: one accent for decisions and links, red for what is broken, ink and space for all else. Contrast is AA in
// both themes; nothing is told by colour alone.

/** The style sheet, but for the timeline. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fdfdfb, #14161a);
  --raised: light-dark(#f5f5f1, #1c1f25);
  --ink: light-dark(#1b1d20, #e7e7e3);
  --soft: light-dark(#595e66, #a3a9b2);
  --rule: light-dark(#dedfd9, #31363e);
  --accent: light-dark(#0b57a4, #85bcff);
  --accent-wash: light-dark(#e8f0f9, #1b2a3d);
  --bad: light-dark(#b01c15, #ff8f85);
  --bad-wash: light-dark(#fbebe8, #3a1d1c);
  --warning: light-dark(#7a5200, #e7be6a);
  --sans: ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
:root[data-theme=light] { color-scheme: light; }
:root[data-theme=dark] { color-scheme: dark; }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 var(--sans); font-variant-numeric: tabular-nums; }
main, .mast { max-width: 1240px; margin: 0 auto; padding: 0 32px; }
main { padding-bottom: 96px; }
main:focus { outline: none; }
.mast { display: flex; justify-content: space-between; align-items: center; padding-top: 20px; padding-bottom: 20px; }
.mast p { margin: 0; }
.brand a { color: var(--ink); font-weight: 650; text-decoration: none; letter-spacing: -0.01em; }
.brand span { color: var(--soft); }
.mast-buttons { display: flex; gap: 8px; }
.skip { position: absolute; left: -999px; background: var(--paper); padding: 8px 12px; }
.skip:focus { left: 12px; top: 12px; z-index: 9; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
html:not(.has-script) .needs-script { display: none; }
[hidden] { display: none !important; }
h1 { font-size: 29px; line-height: 1.2; letter-spacing: -0.018em; font-weight: 640; margin: 8px 0 12px; max-width: 30em; text-wrap: balance; }
h2 { font-size: 18px; letter-spacing: -0.01em; font-weight: 640; margin: 52px 0 14px; }
h3 { font-size: 15px; font-weight: 640; margin: 0; }
p { margin: 0 0 10px; max-width: 46em; text-wrap: pretty; }
code, pre, .mono { font-family: var(--mono); font-size: 0.88em; }
.matrix a, .rows a { text-decoration-color: color-mix(in srgb, currentColor 40%, transparent); }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 3px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
h1:focus { outline: none; }
button, select, input { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--rule); border-radius: 5px; padding: 4px 10px; }
button { cursor: pointer; white-space: nowrap; }
button:hover { border-color: var(--soft); }
button[aria-pressed=true] { background: var(--ink); color: var(--paper); border-color: var(--ink); }
button.link { border: 0; padding: 0; background: none; color: var(--accent); text-decoration: underline; text-underline-offset: 3px; font-weight: 400; }
kbd { font: 11px/1 var(--mono); color: var(--soft); border: 1px solid var(--rule); border-radius: 3px; padding: 1px 4px; }
.note, .sights { color: var(--soft); }
.bad { color: var(--bad); }
.good { color: var(--soft); }
.warning { color: var(--warning); }
.tag { display: inline-block; font: 600 11px/1.5 var(--sans); letter-spacing: 0.02em; border: 1px solid currentColor; border-radius: 3px; padding: 0 5px; color: var(--soft); margin-right: 6px; }
.tag.bad { background: var(--bad); border-color: var(--bad); color: var(--paper); }
.tag.decided { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.badge { display: inline-block; min-width: 1.5em; text-align: center; font: 600 12px/1.5 var(--sans); border-radius: 1em; background: var(--ink); color: var(--paper); }
.verdict .exit { display: block; font-size: 15px; letter-spacing: 0; font-weight: 500; color: var(--soft); margin-bottom: 4px; }
.verdict.bad .exit { color: var(--bad); font-weight: 640; }
.verdict.bad { color: var(--ink); }
.summary { font-size: 17px; color: var(--soft); max-width: 50em; }
.facts { display: flex; flex-wrap: wrap; gap: 14px 34px; margin: 22px 0; }
.facts dt { font-size: 12px; color: var(--soft); }
.facts dd { margin: 0; max-width: 26em; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; }
.matrix { margin-bottom: 30px; font-size: 14px; }
.matrix th, .matrix td { text-align: left; vertical-align: top; padding: 6px 28px 6px 0; border-bottom: 1px solid var(--rule); }
.matrix th { white-space: nowrap; }
.matrix thead th { font-size: 12px; font-weight: 500; color: var(--soft); }
.matrix tbody th { font-weight: 500; }
.matrix td p { margin: 0; }
.matrix td a .good { color: var(--accent); }
.lines { font-size: 13px; line-height: 1.5; overflow-x: auto; background: var(--raised); padding: 14px 16px; border-radius: 6px; }
.filter { display: flex; flex-wrap: wrap; gap: 12px 20px; align-items: end; margin: 0 0 12px; }
.filter label { font-size: 12px; color: var(--soft); display: grid; gap: 3px; }
.filter input, .filter select { font-size: 14px; color: var(--ink); }
.filter input { width: 20em; max-width: 80vw; }
.group { border-top: 1px solid var(--rule); padding: 22px 0 18px; }
.group-facts { display: flex; flex-wrap: wrap; gap: 4px 18px; color: var(--soft); font-size: 13px; margin: 4px 0 10px; max-width: none; }
.message { font-size: 16px; max-width: 44em; overflow-wrap: anywhere; }
.race { border-left: 3px solid var(--rule); padding-left: 14px; overflow-wrap: anywhere; max-width: 52em; }
.rows { list-style: none; margin: 14px 0 0; padding: 0; font-size: 14px; }
.rows li { display: grid; grid-template-columns: minmax(16em, 1fr) minmax(16em, 1fr); gap: 0 24px; padding: 6px 0; }
.rows b { font-weight: 640; }
.rows .also { padding-left: 24px; }
.command { display: flex; gap: 10px; align-items: baseline; min-width: 0; max-width: none; }
.rows .command, .rows .note { grid-column: 1 / -1; }
.command code { overflow-wrap: anywhere; color: var(--soft); }
.command button { font-size: 12px; padding: 1px 8px; }
.finding-nav { display: flex; gap: 10px 14px; align-items: baseline; flex-wrap: wrap; padding-bottom: 14px; margin-bottom: 26px; border-bottom: 1px solid var(--rule); font-size: 14px; }
.finding-nav .note { margin-right: auto; }
.finding-nav button, .steps button, .choice button { font-size: 13px; }
.eyebrow { color: var(--soft); margin-bottom: 2px; max-width: none; }
.eyebrow b:not(.tag) { color: var(--ink); font-weight: 640; }
.label { font-size: 12px; color: var(--soft); }
.race-box { background: var(--raised); border-radius: 6px; padding: 18px 22px 12px; margin-top: 30px; }
.race-box h2 { margin: 0 0 10px; }
.race-box p { max-width: 60em; overflow-wrap: anywhere; }
.race-box .side { padding-left: 1.9em; text-indent: -1.9em; }
.race-box .badge, .place-card .badge { text-indent: 0; margin-right: 0.4em; }
.places { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 28px; }
.place-card { min-width: 0; }
figure { margin: 10px 0; }
figcaption { font: 12px/1.6 var(--mono); color: var(--soft); }
.place-card pre { margin: 0; font-size: 12.5px; line-height: 1.55; overflow-x: auto; background: var(--raised); border-radius: 6px; padding: 10px 0; }
.code { display: block; padding: 0 14px; white-space: pre; width: max-content; min-width: 100%; }
.code-number { color: var(--soft); display: inline-block; width: 4.5em; text-align: right; }
.code.here { background: var(--bad-wash); font-weight: 600; }
.code.here .code-number, .code.caret { color: var(--bad); }
.frames { margin: 0; padding-left: 2.8em; font: 12.5px/1.6 var(--mono); color: var(--soft); overflow-wrap: anywhere; }
.frames li:first-child { color: var(--ink); }
.case .choice, .steps { display: flex; flex-wrap: wrap; gap: 6px; max-width: none; }
.decisions { list-style: none; padding: 0; margin: 0 0 10px; }
.decisions li { margin: 4px 0; overflow-wrap: anywhere; }
.case .note { overflow-wrap: anywhere; max-width: none; }
dialog { color: var(--ink); background: var(--paper); border: 1px solid var(--rule); border-radius: 8px; padding: 24px 28px; max-width: min(860px, 92vw); }
dialog::backdrop { background: rgb(0 0 0 / 0.4); }
dialog h2 { margin-top: 0; }
.help-columns { display: flex; flex-wrap: wrap; gap: 16px 40px; align-items: start; }
.keys td { padding: 3px 18px 3px 0; vertical-align: top; }
.signs { list-style: none; margin: 0 0 16px; padding: 0; font-size: 14px; }
.signs li { display: flex; gap: 10px; align-items: center; padding: 2px 0; }
.twin-box { margin-top: 26px; }
summary { cursor: pointer; font-weight: 640; padding: 4px 0; }
.twin { font: 12px/1.5 var(--mono); margin-top: 8px; }
.twin th, .twin td { text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); padding: 3px 14px 3px 0; font-weight: 400; min-width: 5em; max-width: 26em; overflow-wrap: anywhere; }
.twin th:first-child, .twin tbody th, .twin .number { min-width: 0; }
.twin thead th { color: var(--soft); }
.twin .violation { background: var(--bad-wash); }
@media (max-width: 700px) { main, .mast { padding-left: 16px; padding-right: 16px; } .rows li { grid-template-columns: 1fr; } h1 { font-size: 24px; } }
@media (prefers-reduced-motion: no-preference) { button, a { transition: border-color 0.12s, color 0.12s; } }
@media print {
  :root { color-scheme: light !important; }
  .needs-script, .skip, .finding-nav, .steps, .choice { display: none !important; }
  body { font-size: 11pt; }
  .group, .place-card, .race-box { break-inside: avoid; }
}
.why h3 { margin: 22px 0 6px; }
.why h4 { font-size: 13px; margin: 0 0 4px; color: var(--soft); }
.why details { margin: 6px 0 12px; }
.two-runs { display: grid; grid-template-columns: 1fr 1fr; gap: 20px; margin: 10px 0; }
.two-runs > section { min-width: 0; }
.two-runs td:first-child { white-space: nowrap; }
.curve { width: 100%; max-width: 640px; height: auto; display: block; }
.curve .axis { stroke: var(--rule); stroke-width: 1; fill: none; }
.curve .faint { stroke-dasharray: 2 4; }
.curve .line { stroke: var(--accent); stroke-width: 2; fill: none; }
.curve .certain { stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 4 3; }
.curve text { font: 11px var(--sans); fill: var(--soft); }
.why figure { margin: 6px 0 12px; }
.cone-steps { display: flex; flex-wrap: wrap; gap: 4px; max-width: none; }
.cone-steps button { padding: 1px 7px; font-size: 13px; }
@media (max-width: 820px) { .two-runs { grid-template-columns: 1fr; } }
`;
