// A page of Markdown → what tests look at: headings, links, code, and the comments that say where the page runs. It reads what this
// repository writes (ATX headings, fences, single-line comments), and every part knows its line.

/** A fenced block. `info` is what stands behind the language: `file=a.ts`, `exit=1`, a flag alone is `''`. */
export type Block = { lang: string; info: Readonly<Record<string, string>>; text: string; line: number };

/** Text at a line, counted from 1. */
export type Located = { text: string; line: number };

/** One page; `path` is relative to the repository. */
export type Page = {
  path: string;
  /** Names of headings as links have them. */
  anchors: ReadonlySet<string>;
  /** Targets of links. */
  links: Located[];
  /** Inline code, without its quotes. */
  codes: Located[];
  blocks: Block[];
  /** Lines of code that are indented instead of fenced. */
  indented: Located[];
  /** Comments, without their marks. */
  comments: Located[];
};

/** Reads a page. Throws for a fence that nobody closes. */
export function readPage(path: string, source: string): Page {
  const page = { path, links: [], codes: [], blocks: [], indented: [], comments: [] } as Omit<
    Page,
    'anchors'
  >;
  const anchors = new Map<string, number>();
  let fence: { mark: string; opened: Located; lines: string[] } | undefined;
  for (const [index, raw] of source.split('\n').entries()) {
    const line = index + 1;
    const text = raw.trimEnd();
    if (fence !== undefined) {
      if (text.trimStart() === fence.mark) {
        page.blocks.push({
          ...readInfo(fence.opened.text),
          text: fence.lines.join('\n'),
          line: fence.opened.line,
        });
        fence = undefined;
      } else fence.lines.push(text);
      continue;
    }
    const [, mark, info] = /^ {0,3}(`{3,})(.*)$/.exec(text) ?? [];
    const [, title] = /^#{1,6} (.+)$/.exec(text) ?? [];
    const [, comment] = /^<!--\s*(.*?)\s*-->$/.exec(text) ?? [];
    if (mark !== undefined) fence = { mark, opened: { text: info!, line }, lines: [] };
    else if (/^ {4}\S/.test(text)) page.indented.push({ text: text.trim(), line });
    else if (comment !== undefined) page.comments.push({ text: comment, line });
    else {
      if (title !== undefined) addAnchor(anchors, title);
      readLine(text, line, page);
    }
  }
  if (fence !== undefined) throw new Error(`${path}:${fence.opened.line}: nobody closes this block`);
  return { ...page, anchors: new Set(anchors.keys()) };
}

/** `ts file=a.ts no-run="why"` */
function readInfo(text: string): Pick<Block, 'lang' | 'info'> {
  const [lang = '', ...rest] = text.match(/[^\s="]+(?:=(?:"[^"]*"|\S*))?/g) ?? [];
  const entries = rest.map((part): [string, string] => {
    const [, name = part, value = ''] = /^([^=]+)=(.*)$/.exec(part) ?? [];
    return [name, value.replaceAll('"', '')];
  });
  return { lang, info: Object.fromEntries(entries) };
}

function readLine(text: string, line: number, page: Pick<Page, 'links' | 'codes'>): void {
  for (const [, code] of text.matchAll(/`([^`]+)`/g)) page.codes.push({ text: code!, line });
  // What is code is no link, but the text of a link may be code.
  const plain = text.replaceAll(/`[^`]+`/g, (code) => 'x'.repeat(code.length));
  for (const [, target] of plain.matchAll(/\]\(([^()\s]+)\)/g)) page.links.push({ text: target!, line });
}

/** As GitHub names headings; the second of a name has `-1`. */
function addAnchor(anchors: Map<string, number>, title: string): void {
  const plain = title.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
  const name = plain.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
  const count = anchors.get(name) ?? 0;
  anchors.set(name, count + 1);
  if (count > 0) anchors.set(`${name}-${count}`, 1);
}
