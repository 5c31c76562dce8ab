import { type Rule, warning } from '../../environment/rule';
import { ofContainers } from './of-tasks';
import { hasPrefectsPrograms } from './resolve';

/** Users of Debian, to which Prefect's images add none. Source: base-passwd 3.6, passwd.master */
const USERS: ReadonlySet<string> = new Set([
  ...['root', 'daemon', 'bin', 'sys', 'sync', 'games', 'man', 'lp', 'mail', 'news', 'uucp', 'proxy', 'www-data'],
  ...['backup', 'list', 'irc', 'gnats', '_apt', 'nobody'],
]);

const imageHasUser: Rule = ofContainers(({ container: { user = '' }, startedImage, at }) => {
  const [name = ''] = user.split(':');
  return warning(
    'missing-program',
    /^[^\d]/.test(name) && !USERS.has(name) && hasPrefectsPrograms(startedImage),
    at('user'),
    "is a user that Prefect's images do not have: the container does not start",
    'set a number, for example 1000:1000; or use an image with this user',
  );
});

const PROCESSORS: Readonly<Record<string, 'x86_64' | 'arm64'>> = {
  aarch64: 'arm64',
  amd64: 'x86_64',
  arm64: 'arm64',
  arm64v8: 'arm64',
  x86_64: 'x86_64',
};

/** What the tag of an image, or the first part of its repository, says that it is for. */
function processorIn(image: string): 'x86_64' | 'arm64' | undefined {
  const [withoutDigest = ''] = image.split('@');
  const [, path = '', tag = ''] = /^(.*?)(?::([^:/]+))?$/.exec(withoutDigest) ?? [];
  const words = [...tag.split(/[-.]/), ...path.split('/').slice(0, -1)];
  const said = new Set(words.flatMap((word) => PROCESSORS[word.toLowerCase()] ?? []));
  return said.size === 1 ? [...said][0] : undefined;
}

/** Of an image that the group sets: a deployment may start another one. */
const imageFitsProcessor: Rule = ofContainers(({ image, isMain, at }, { main }) => {
  const said = processorIn(image);
  const architecture = main.architecture?.toLowerCase();
  const differs = said !== undefined && architecture !== undefined && said !== architecture;
  return isMain
    ? warning(
        'missing-program',
        differs,
        at('architecture'),
        `is ${architecture}, and ${image} is for ${said} by its name: no program of it starts`,
        `set architecture: ${said}, or an image for ${architecture}`,
      )
    : warning(
        'missing-program',
        differs,
        at('image'),
        `is for ${said} by its name, and the task runs on ${architecture}: no program of it starts`,
        `set an image for ${architecture}`,
      );
});

export const IMAGE_FITS_RULES: readonly Rule[] = [imageHasUser, imageFitsProcessor];
