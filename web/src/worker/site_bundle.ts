// Copyright (c) the Tandem authors. Licensed under the MIT License.
//
// The site of a page that runs without a server: one JSON file with the text of every file of the application.

export type SiteFiles = Readonly<Record<string, string>>;

// Rejects with a message for the user.
export async function fetchSite(url: string, get: typeof fetch = fetch): Promise<SiteFiles> {
  const response = await get(url);
  const text = await response.text();
  if (!response.ok) throw new Error(`The application ${url} could not be loaded (status ${response.status}).`);
  return parseSite(text, url);
}

export function parseSite(text: string, url: string): SiteFiles {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error(`The application ${url} is not JSON.`);
  }
  const files = (parsed as { files?: unknown } | null)?.files;
  if (typeof files !== 'object' || files === null) throw new Error(`The application ${url} has no "files".`);
  for (const [path, content] of Object.entries(files)) {
    if (typeof content !== 'string') throw new Error(`The application ${url}: the file ${path} is not text.`);
  }
  return files as SiteFiles;
}
