// Checks that run inside the page. Each returns a list of complaints.
window.repsideChecks = {
  contrast() {
    const channel = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    const luminance = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
    const parse = (text) => {
      const parts = text.match(/[\d.]+/g).map(Number);
      return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : 1 };
    };
    const ground = (element) => {
      for (let at = element; at; at = at.parentElement) {
        const { rgb, alpha } = parse(getComputedStyle(at).backgroundColor);
        if (alpha === 1) return rgb;
        if (alpha > 0) throw new Error("a see-through ground: " + at.className);
      }
      return [255, 255, 255];
    };
    const ratio = (one, two) => {
      const [a, b] = [luminance(one), luminance(two)].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05);
    };
    const found = [];
    let seen = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest(".unseen, svg")) continue;
      const style = getComputedStyle(element);
      const size = parseFloat(style.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const value = ratio(parse(style.color).rgb, ground(element));
      seen += 1;
      if (value < (large ? 3 : 4.5)) found.push(`${value.toFixed(2)} ${element.tagName}.${element.className}: ${walker.currentNode.data.trim().slice(0, 30)}`);
    }
    for (const field of document.querySelectorAll("input, select, button")) {
      if (!field.checkVisibility()) continue;
      const border = ratio(parse(getComputedStyle(field).borderTopColor).rgb, ground(field.parentElement));
      if (border < 3) found.push(`${border.toFixed(2)} border of ${field.tagName}#${field.id}`);
    }
    if (seen < 5) found.push(`only ${seen} texts were seen`);
    return found;
  },
  structure() {
    const found = [];
    const complain = (when, what) => when && found.push(what);
    const named = (element) =>
      (element.getAttribute("aria-label") || element.textContent || "").trim() ||
      [...element.querySelectorAll("[aria-label]")].some((inner) => inner.getAttribute("aria-label"));
    complain(!["en", "de", "fr", "es"].includes(document.documentElement.lang), "no language");
    complain(!document.title.trim(), "no title");
    complain(document.querySelectorAll("h1").length !== 1, "not one h1");
    for (const landmark of ["main", "header", "footer"]) complain(document.querySelectorAll(`body > ${landmark}`).length !== 1, `not one ${landmark}`);
    for (const nav of document.querySelectorAll("nav, aside")) complain(!nav.getAttribute("aria-label"), "a landmark without a name");
    for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) complain(!field.labels.length, `unlabelled field ${field.name}`);
    for (const image of document.querySelectorAll("svg, img")) {
      const hidden = image.getAttribute("aria-hidden") === "true";
      const spoken = image.getAttribute("role") === "img" && image.getAttribute("aria-label");
      complain(!hidden && !spoken, `an image without a name: ${image.outerHTML.slice(0, 60)}`);
    }
    for (const control of document.querySelectorAll("a, button, summary")) complain(!named(control), `a control without a name: ${control.outerHTML.slice(0, 80)}`);
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    complain(new Set(ids).size !== ids.length, `an id twice: ${ids.filter((id, at) => ids.indexOf(id) !== at)}`);
    for (const element of document.querySelectorAll("[aria-labelledby]")) complain(!document.getElementById(element.getAttribute("aria-labelledby")), "a label that is not there");
    for (const label of document.querySelectorAll("label")) complain(!label.control, `a label of nothing: ${label.textContent}`);
    let level = 0;
    for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
      const next = Number(heading.tagName[1]);
      complain(next > level + 1, `a heading level is skipped before: ${heading.textContent.trim().slice(0, 40)}`);
      level = next;
    }
    for (const list of document.querySelectorAll("ul, ol")) complain([...list.children].some((child) => child.tagName !== "LI"), "a list with more than items");
    for (const time of document.querySelectorAll("time")) complain(!/UTC$/.test(time.title) || Number.isNaN(Date.parse(time.dateTime)), `a time without UTC: ${time.outerHTML}`);
    for (const element of document.querySelectorAll("[tabindex]")) complain(element.tabIndex > 0, "a tab order of its own");
    return found;
  },
  overflow() {
    const over = document.documentElement.scrollWidth - innerWidth;
    return over > 0 ? [`${over} pixels too wide`] : [];
  },
  targets() {
    // WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, text within a sentence excepted.
    return [...document.querySelectorAll("button, input, select, summary, nav a, .button")]
      .filter((element) => element.checkVisibility())
      .filter((element) => { const box = element.getBoundingClientRect(); return box.width < 24 || box.height < 24; })
      .map((element) => element.outerHTML.slice(0, 80));
  },
};
