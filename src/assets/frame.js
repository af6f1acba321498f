// In the frame of another site: tells the page around it how high the chart is, now and whenever that
// changes. A chart is no secret, so any page may hear it.
const chart = document.getElementById("main");
const tell = () => parent.postMessage({ ogpChartHeight: Math.ceil(chart.getBoundingClientRect().height) }, "*");
new ResizeObserver(tell).observe(chart);
tell();
// A frame has no room for more script than this: browsers show what each mark tells themselves.
for (const mark of document.querySelectorAll("a.mark")) {
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = mark.getAttribute("aria-label");
  mark.prepend(title);
}
