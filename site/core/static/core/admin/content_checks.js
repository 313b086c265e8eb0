// How the rules of core/content_checks.py judge a piece of a page. Wagtail gives axe the rules; only
// its own have a judgement, so ours are added the moment axe is there, before it runs.
(() => {
  const words = (text) => text.trim().split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const plain = (text) => words(text).join(" ").toLowerCase().replace(/[.!?…,:;>→»]+/gu, "").trim();
  const SAYS_NOTHING = new Set([
    "hier", "klik hier", "klik", "lees hier", "kijk hier", "lees meer", "lees verder", "meer",
    "verder", "deze link", "link", "via deze link", "meer informatie", "meer info", "download",
    "download hier", "hier meer", "meer lezen", "bekijk hier",
  ]);
  const ABBREVIATIONS = /\b(?:bijv|o\.a|d\.w\.z|m\.b\.t|enz|etc|dhr|mevr|nr|ca|incl|excl)\./giu;

  const is_among = (node, { addresses = [] }) =>
    addresses.some((address) => new URL(address, document.baseURI).pathname === node.pathname);

  const judgements = {
    "check-aln-says-where": (node) => {
      const text = plain(node.getAttribute("aria-label") || node.textContent);
      return !SAYS_NOTHING.has(text) && !/(^| )klik hier( |$)/u.test(text);
    },
    "check-aln-short-sentences": (node, options) =>
      node.textContent
        .replace(ABBREVIATIONS, (found) => found.replaceAll(".", ""))
        .split(/[.!?:;]+(?:\s|$)|\n/u)
        .every((sentence) => words(sentence).length <= options.words),
    "check-aln-alt-adds": (node) => {
      const caption = node.closest("figure").querySelector("figcaption");
      return !caption || !plain(node.alt) || plain(node.alt) !== plain(caption.textContent);
    },
    "check-aln-captions": () => false,
    "check-aln-large-document": (node, options) => !is_among(node, options),
    "check-aln-named-document": (node, options) => !is_among(node, options),
    "check-aln-complete": () => false,
  };

  const add = (axe) => {
    const checks = Object.entries(judgements).map(([id, evaluate]) => ({ id, evaluate }));
    axe.configure({ checks });
    return axe;
  };

  if (window.axe) {
    add(window.axe);
  } else {
    // axe puts itself on the window while its script runs.
    let known;
    Object.defineProperty(window, "axe", {
      configurable: true,
      get: () => known,
      set: (axe) => {
        known = axe;
        queueMicrotask(() => add(axe));
      },
    });
  }
})();
