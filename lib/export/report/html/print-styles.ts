/**
 * Paper: black on white, no navigation, links with their addresses, pages numbered. A part, and each framework, begins a
 * page; pages break between controls and between findings, never within one, and tables repeat their heads.
 */
export const printStyles = `
@page{margin:15mm 14mm 17mm;@bottom-right{content:"Page " counter(page) " of " counter(pages);font:8pt ui-sans-serif,system-ui,sans-serif;color:#444}}
@media print{:root{color-scheme:light;--bg:#fff;--ink:#000;--soft:#444;--line:#bbb;--panel:#f4f4f4;--accent:#000;
--critical:#881337;--high:#9a3412;--medium:#92400e;--low:#075985;--info:#475569;--pass:#115e59;--unknown:#777}
*{print-color-adjust:exact}
html{font-size:9.5pt;line-height:1.4}body{max-width:none;padding:0;orphans:3;widows:3}
nav,.skip{display:none}
h2{margin-top:0;padding-top:0;border-top:0}#ladder h2{margin-top:1.75rem}
h1,h2,h3,caption,#controls>p,#findings>p{break-after:avoid}
#controls,#findings,#exceptions,#not-assessed,#method,#controls>h3~h3{break-before:page}
.wide{overflow:visible;border:0;margin:.5rem 0}
table{font-size:8.5pt}th,td{padding:.3rem .45rem}caption{padding:0 0 .3rem}
thead{display:table-header-group}thead th{white-space:normal;overflow-wrap:normal;vertical-align:bottom}
tr,article,.cards,dl.facts,#ladder{break-inside:avoid}
.controls,.exceptions,.reasons{table-layout:fixed}
.controls th:nth-child(1){width:34%}.controls th:nth-child(2){width:17.5%}.controls th:nth-child(3){width:18.5%}.controls th:nth-child(n+4){width:6%}.controls th:nth-child(n+6){width:9%}
.exceptions th:nth-child(1){width:10%}.exceptions th:nth-child(2){width:21%}.exceptions th:nth-child(3){width:15%}.exceptions th:nth-child(7){width:20%}
.reasons th:nth-child(1){width:42%}.reasons th:nth-child(3){width:9%}
article{margin:.5rem 0;padding:.55rem .8rem}dl.evidence{font-size:8.5pt}
a[href^="http"]::after{content:" (" attr(href) ")";font-size:.8em;font-weight:400;color:var(--soft);overflow-wrap:anywhere}
}
`
