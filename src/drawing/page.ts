/** Style of the page. */
export const style = `
:root { color-scheme: light; --ink: #1d2433; --pale: #667; --line: #d9dce3; --error: #b3261e; --warning: #9a5b00; --note: #2a5db0; }
* { box-sizing: border-box; }
body { margin: 0; height: 100vh; display: flex; flex-direction: column; font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: #fff; }
header { display: flex; gap: 1rem; align-items: center; padding: .6rem 1rem; border-bottom: 1px solid var(--line); }
h1 { font-size: 1rem; margin: 0; } h2 { font-size: .9rem; margin: 1rem 0 .4rem; }
#search { flex: 0 1 22rem; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: 6px; font: inherit; }
#counts { color: var(--pale); margin-left: auto; }
#clear { font: inherit; padding: .3rem .7rem; border: 1px solid var(--line); border-radius: 6px; background: #f6f7f9; cursor: pointer; }
main { flex: 1; display: flex; min-height: 0; }
#drawing { flex: 1; overflow: hidden; cursor: grab; min-width: 0; }
#drawing.dragging { cursor: grabbing; }
#drawing svg { width: 100%; height: 100%; display: block; }
aside { width: 24rem; overflow: auto; padding: .8rem 1rem; border-left: 1px solid var(--line); }
#about { overflow-wrap: anywhere; } #about ul { margin: .2rem 0 .6rem; padding-left: 1.1rem; }
code { font: 12px/1.4 ui-monospace, monospace; overflow-wrap: anywhere; }
ol { list-style: none; margin: 0; padding: 0; }
ol button { width: 100%; text-align: left; font: inherit; border: 1px solid var(--line); border-left: 4px solid var(--note); border-radius: 6px; background: #fff; padding: .4rem .6rem; margin-bottom: .4rem; cursor: pointer; }
ol button span { display: block; color: var(--pale); } ol button.error { border-left-color: var(--error); } ol button.warning { border-left-color: var(--warning); }
ol button.chosen { background: #fff4e5; }
svg.picked .node, svg.picked .edge { opacity: .12; }
svg.picked .node.on, svg.picked .edge.on { opacity: 1; }
.edge.on path { stroke-width: 3; } .node.centre path, .node.centre polygon { stroke: #000; stroke-width: 2.5; }
.edge.chain path { stroke: var(--error); stroke-opacity: 1; stroke-width: 4; } .edge.chain polygon { fill: var(--error); stroke: var(--error); }
.node { cursor: pointer; }
`;

/** Behaviour of the page. Plain script: no module, no request, works from a file. */
export const script = `
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const drawing = document.getElementById("drawing");
  const svg = drawing.querySelector("svg");
  const about = document.getElementById("about");
  const hint = about.innerHTML;
  const titleOf = (group) => group.querySelector("title").textContent.trim();
  const nodes = new Map([...svg.querySelectorAll("g.node")].map((group) => [titleOf(group), group]));
  const keyOf = (from, to) => from + "\\u0000" + to;
  const edges = new Map();
  for (const group of svg.querySelectorAll("g.edge")) {
    const text = titleOf(group);
    for (let at = text.indexOf("->"); at !== -1; at = text.indexOf("->", at + 1)) {
      const [from, to] = [text.slice(0, at), text.slice(at + 2)];
      if (nodes.has(from) && nodes.has(to)) edges.set(keyOf(from, to), group);
    }
  }
  // With layers as clusters the drawing has the layer in front of each path.
  const drawn = new Map(data.modules.map(({ path, layer }) => [path, nodes.has(path) ? path : (layer || "no layer") + "/" + path]));
  const pathOf = new Map([...drawn].map(([path, name]) => [name, path]));
  const node = (path) => nodes.get(drawn.get(path) || path);
  const edge = (from, to) => edges.get(keyOf(drawn.get(from) || from, drawn.get(to) || to));
  let kept = null;

  const clear = () => {
    svg.classList.remove("picked");
    for (const group of svg.querySelectorAll(".on, .centre, .chain")) group.classList.remove("on", "centre", "chain");
    for (const button of document.querySelectorAll(".chosen")) button.classList.remove("chosen");
  };
  const list = (title, items) => {
    const part = document.createElement("div");
    const head = document.createElement("b");
    head.textContent = title + " (" + items.length + ")";
    const ul = document.createElement("ul");
    for (const item of items) {
      const li = document.createElement("li");
      const code = document.createElement("code");
      code.textContent = item;
      li.append(code);
      ul.append(li);
    }
    part.append(head, ul);
    return part;
  };
  const showModule = (path) => {
    clear();
    svg.classList.add("picked");
    node(path)?.classList.add("on", "centre");
    const out = data.edges.filter(([from]) => from === path);
    const into = data.edges.filter(([, to]) => to === path);
    for (const [from, to] of [...out, ...into]) {
      edge(from, to)?.classList.add("on");
      node(from)?.classList.add("on");
      node(to)?.classList.add("on");
    }
    const layer = data.modules.find((module) => module.path === path)?.layer;
    const name = document.createElement("p");
    name.innerHTML = "<b></b>";
    name.firstChild.textContent = path + (layer ? " (" + layer + ")" : "");
    about.replaceChildren(name, list("imports", out.map(([, to, line]) => to + " (line " + line + ")")), list("imported by", into.map(([from, , line]) => from + ":" + line)));
  };
  const showBreach = (breach, button) => {
    clear();
    button.classList.add("chosen");
    svg.classList.add("picked");
    const chain = breach.chain.length > 1 ? breach.chain : breach.from === breach.to ? [breach.from] : [breach.from, breach.to];
    for (const [at, path] of chain.entries()) {
      node(path)?.classList.add("on", ...(at === 0 ? ["centre"] : []));
      if (at > 0) edge(chain[at - 1], path)?.classList.add("on", "chain");
    }
    const text = document.createElement("p");
    text.textContent = breach.message;
    about.replaceChildren(text, list("chain", chain));
    kept = button;
    centreOn(chain.map(node).filter(Boolean));
  };
  const rest = () => {
    kept = null;
    clear();
    about.innerHTML = hint;
  };

  for (const [name, group] of nodes) {
    const path = pathOf.get(name) || name;
    for (const link of group.querySelectorAll("a")) link.removeAttribute("xlink:href");
    group.addEventListener("mouseenter", () => kept || showModule(path));
    group.addEventListener("mouseleave", () => kept || rest());
    group.addEventListener("click", (event) => {
      event.preventDefault();
      event.stopPropagation();
      kept = group;
      showModule(path);
    });
  }
  for (const button of document.querySelectorAll("[data-breach]")) button.addEventListener("click", () => showBreach(data.breaches[Number(button.dataset.breach)], button));
  document.getElementById("clear").addEventListener("click", () => {
    document.getElementById("search").value = "";
    rest();
    fit();
  });
  document.getElementById("search").addEventListener("input", ({ target }) => {
    const word = target.value.trim().toLowerCase();
    if (word === "") return rest();
    const found = data.modules.map(({ path }) => path).filter((path) => path.toLowerCase().includes(word));
    clear();
    svg.classList.add("picked");
    kept = svg;
    for (const path of found) node(path)?.classList.add("on", "centre");
    about.replaceChildren(list("found", found));
    if (found.length > 0) centreOn(found.map(node).filter(Boolean));
  });

  const whole = svg.viewBox.baseVal;
  const start = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const view = { ...start };
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  const apply = () => svg.setAttribute("viewBox", [view.x, view.y, view.width, view.height].join(" "));
  const fit = () => { Object.assign(view, start); apply(); };
  const centreOn = (groups) => {
    if (groups.length === 0) return;
    const inverse = svg.getScreenCTM().inverse();
    const corners = groups.flatMap((group) => {
      const box = group.getBoundingClientRect();
      return [new DOMPoint(box.left, box.top), new DOMPoint(box.right, box.bottom)].map((point) => point.matrixTransform(inverse));
    });
    const xs = corners.map(({ x }) => x);
    const ys = corners.map(({ y }) => y);
    const width = Math.max(Math.max(...xs) - Math.min(...xs) + 120, start.width / 6);
    const height = Math.max(Math.max(...ys) - Math.min(...ys) + 120, start.height / 6);
    Object.assign(view, { x: (Math.max(...xs) + Math.min(...xs) - width) / 2, y: (Math.max(...ys) + Math.min(...ys) - height) / 2, width, height });
    apply();
  };
  drawing.addEventListener("wheel", (event) => {
    event.preventDefault();
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const factor = event.deltaY > 0 ? 1.15 : 1 / 1.15;
    Object.assign(view, { x: point.x - (point.x - view.x) * factor, y: point.y - (point.y - view.y) * factor, width: view.width * factor, height: view.height * factor });
    apply();
  }, { passive: false });
  let drag = null;
  drawing.addEventListener("pointerdown", (event) => { drag = { x: event.clientX, y: event.clientY }; drawing.classList.add("dragging"); });
  window.addEventListener("pointerup", () => { drag = null; drawing.classList.remove("dragging"); });
  window.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const scale = 1 / svg.getScreenCTM().a;
    view.x -= (event.clientX - drag.x) * scale;
    view.y -= (event.clientY - drag.y) * scale;
    drag = { x: event.clientX, y: event.clientY };
    apply();
  });
  svg.addEventListener("click", rest);
})();
`;
