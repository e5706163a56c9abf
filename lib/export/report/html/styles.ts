import { hash } from 'node:crypto'
import { printStyles } from './print-styles.ts'

/** Colours of light and dark. Widths and bars are attributes, so that no inline style is needed. */
export const styles = `
:root{color-scheme:light dark;--bg:#fff;--ink:#0f172a;--soft:#475569;--line:#e2e8f0;--panel:#f8fafc;--accent:#1d4ed8;
--critical:#881337;--high:#9a3412;--medium:#b45309;--low:#0284c7;--info:#64748b;--pass:#0d9488;--unknown:#94a3b8}
@media (prefers-color-scheme:dark){:root{--bg:#0b1120;--ink:#e2e8f0;--soft:#a3b1c6;--line:#263449;--panel:#111a2e;--accent:#93c5fd;
--critical:#f87171;--high:#f97316;--medium:#fef08a;--low:#38bdf8;--info:#94a3b8;--pass:#5eead4;--unknown:#64748b}}
*{box-sizing:border-box}
html{font:15px/1.55 ui-sans-serif,system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;background:var(--bg);color:var(--ink)}
body{margin:0 auto;max-width:76rem;padding:2rem 1.5rem 4rem;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:2px}
a:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999rem}.skip:focus{left:1rem;top:1rem;background:var(--bg);padding:.5rem}
h1{font-size:1.9rem;line-height:1.2;margin:.25rem 0 .5rem;letter-spacing:-.02em}
h2{font-size:1.3rem;margin:2.75rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--line);letter-spacing:-.01em}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
.soft{color:var(--soft)}.small{font-size:.85rem}.mono{font-family:ui-monospace,"Cascadia Mono",Menlo,Consolas,monospace;font-size:.85em}
nav ol{columns:2;padding-left:1.4rem}nav ol ol{columns:1}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1.25rem;margin:1rem 0}
dl.facts dt{color:var(--soft)}dl.facts dd{margin:0}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin:1rem 0;padding:0;list-style:none}
.cards li{border:1px solid var(--line);border-radius:.5rem;padding:.7rem .9rem;background:var(--panel)}
.cards b{display:block;font-size:1.5rem;line-height:1.2;font-variant-numeric:tabular-nums}
.wide{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem;margin:.75rem 0}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;color:var(--soft);padding:.5rem .75rem;font-size:.85rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem;border-top:1px solid var(--line)}
thead th{border-top:0;background:var(--panel);font-weight:600;white-space:nowrap}
th .soft{font-weight:400}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
.mark{display:inline-flex;align-items:baseline;gap:.4em;white-space:nowrap;font-weight:550}
.mark svg{width:.85em;height:.85em;flex:none;align-self:center;overflow:visible}
.line{fill:none;stroke:currentColor;stroke-width:1.2;stroke-linecap:round;stroke-linejoin:round}
.fill{fill:currentColor}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}.info{color:var(--info)}
.satisfied,.pass{color:var(--pass)}.not-satisfied,.fail{color:var(--critical)}
.partly-assessed,.not-assessed,.not-expected{color:var(--soft)}
svg.bar{width:100%;height:1.1rem;display:block}
.b-pass{fill:var(--pass)}.b-fail{fill:var(--critical)}.b-not-expected{fill:var(--line)}
.b-not-assessed{fill:var(--bg);stroke:var(--unknown);stroke-width:1;stroke-dasharray:3 2;vector-effect:non-scaling-stroke}
article{border:1px solid var(--line);border-radius:.5rem;padding:.9rem 1.1rem;margin:.75rem 0}
article h3{margin:0 0 .35rem}
dl.evidence{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.1rem 1rem;margin:.4rem 0 0;font-size:.85rem}
dl.evidence dt{color:var(--soft)}dl.evidence dd{margin:0}dt.level-1{padding-left:1rem}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem}
@media (max-width:40rem){nav ol{columns:1}body{padding:1rem}dl.facts,dl.evidence{grid-template-columns:1fr}dl.facts dd,dl.evidence dd{margin-bottom:.4rem}}
${printStyles}`

/** Allows this style and nothing else: no script, no fetch, no form, no frame. */
export const contentSecurityPolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', styles, 'base64')}'; base-uri 'none'; form-action 'none'`
