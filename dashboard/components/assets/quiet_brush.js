// Vega draws a chart's brush as pictures without a name, and can't be told not to. For whoever
// can't see the chart they say nothing: the slider above it picks the same range in words.
export default function () {
  const quiet = () => {
    for (const part of document.querySelectorAll("g[class*='_brush'][role]:not([aria-hidden])")) {
      part.setAttribute("aria-hidden", "true");
    }
  };
  const watching = new MutationObserver(quiet);
  watching.observe(document.body, { childList: true, subtree: true });
  quiet();
  return () => watching.disconnect();
}
