import type { Fault } from './fault';
import { PORT } from './port';

/** With underscores, which names of Service Connect and of Cloud Map have. */
const LABEL = '\\w([\\w-]*\\w)?';
const HOST = `${LABEL}(\\.${LABEL})*`;

/** A URL over https without user, password and query, up to its path. */
export const HTTPS_ORIGIN = `https:\\/\\/${HOST}(:${PORT})?`;

/** The API is below /api; Prefect Cloud has one for each workspace. The client adds paths to it, so no query. */
export const API_ADDRESS = new RegExp(
  `^https?:\\/\\/${HOST}(:${PORT})?(\\/[A-Za-z0-9._~-]+)*\\/api(\\/accounts\\/[A-Za-z0-9-]+\\/workspaces\\/[A-Za-z0-9-]+)?\\/?$`,
);

/** The container itself, the link-local addresses at which AWS answers each task, and what Docker on a laptop calls its host. */
export const OWN_CONTAINER =
  /^https?:\/\/(([A-Za-z0-9-]+\.)*localhost|localhost\.localdomain|127(\.[0-9]+){1,3}|169\.254(\.[0-9]+){2}|0\.0\.0\.0|host\.docker\.internal)([:/]|$)/;

/** The pages for people. Source: https://docs.prefect.io/v3/how-to-guides/cloud/connect-to-cloud */
export const CLOUD_PAGES = /^https?:\/\/app\.prefect\.cloud([:/]|$)/;

/** The API of Prefect Cloud. */
export const PREFECT_CLOUD = /^https:\/\/api\.prefect\.cloud\//;

const UUID = '([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})';

const CLOUD_WORKSPACE = new RegExp(
  `^https:\\/\\/api\\.prefect\\.cloud\\/api\\/accounts\\/${UUID}\\/workspaces\\/${UUID}\\/?$`,
);

/** A page of a workspace; what it shows stands after that. */
const CLOUD_PAGE = new RegExp(`^https:\\/\\/app\\.prefect\\.cloud\\/account\\/${UUID}\\/workspace\\/${UUID}([/?#]|$)`);

/** The IDs in an address of a workspace of Prefect Cloud: of its API, or of a page. */
export function cloudIdsIn(url: string): { readonly account: string; readonly workspace: string } | undefined {
  const [, account, workspace] = CLOUD_WORKSPACE.exec(url) ?? CLOUD_PAGE.exec(url) ?? [];
  return account === undefined || workspace === undefined ? undefined : { account, workspace };
}

/** What is wrong with a URL that looks like the API's; undefined: nothing. */
export function apiUrlFault(url: string): Fault | string | undefined {
  if (CLOUD_PAGES.test(url)) {
    return {
      message: 'must not be the address of the Prefect Cloud UI',
      hint: 'set prefect_account_id and prefect_workspace_id instead, which are in it',
    };
  }
  if (/^https?:\/\/([a-z0-9-]+\.)*prefect\.io([:/]|$)/i.test(url)) {
    return {
      message: 'must not be an address of prefect.io, where the API of Prefect 1 was',
      hint: 'set prefect_account_id and prefect_workspace_id for Prefect Cloud',
    };
  }
  if (/^https?:\/\/api\.prefect\.cloud([:/]|$)/.test(url)) {
    const [, account, workspace] = CLOUD_WORKSPACE.exec(url) ?? [];
    if (account === undefined || workspace === undefined) {
      return {
        message:
          'must be the API of a workspace of Prefect Cloud: https://api.prefect.cloud/api/accounts/ID/workspaces/ID, each ID a UUID',
        hint: 'set prefect_account_id and prefect_workspace_id instead',
      };
    }
    if (account.toLowerCase() === workspace.toLowerCase()) {
      return {
        message: 'has one ID for both account and workspace',
        hint: 'copy both from the address of a page, app.prefect.cloud/account/ID/workspace/ID',
      };
    }
  }
  return hostFault(url);
}

/** What is wrong with the host of a URL; undefined: nothing, or no URL at all. A host that ends in a number is an address of IPv4. */
export function hostFault(url: string): string | undefined {
  // It knows every way to write one, 127.1 and 0x7f.1 among them.
  const isFault = /^https?:\/\//.test(url) && !URL.canParse(url);
  if (isFault) return 'must have a host that exists: an address of IPv4 has four numbers up to 255';
  return isOfNoHost(url) ? 'must have the address of one host: from 224.0.0.0 on, no host has one' : undefined;
}

/** Addresses of many hosts, and reserved ones. Source: https://www.iana.org/assignments/ipv4-address-space/ipv4-address-space.xhtml */
function isOfNoHost(url: string): boolean {
  const [, first] = URL.canParse(url) ? (/^(\d+)\.\d+\.\d+\.\d+$/.exec(new URL(url).hostname) ?? []) : [];
  return Number(first) >= 224;
}

/** Whether the URL leads back to the task that asks. */
export function isOwnContainer(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return OWN_CONTAINER.test(`${protocol}//${hostname}/`);
}
