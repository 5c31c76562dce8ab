/** Of a network of Docker, of Kubernetes or of Service Connect: DNS knows a name by its domain alone. */
export function isShortName(host: string): boolean {
  return /^[a-z0-9_-]+$/i.test(host) && /[a-z]/i.test(host) && host.toLowerCase() !== 'localhost';
}

/** What is wrong with it, and what to do, where tasks do not take part in Service Connect. */
export function shortNameInWords(host: string, containers: readonly string[] = []): [message: string, hint: string] {
  return [
    `has the host ${host} without a domain, which DNS in a VPC does not know`,
    containers.includes(host)
      ? `write localhost instead of ${host}: the containers of a task share its address`
      : 'write the whole name of the host, or acknowledge it if the DHCP options of the VPC have its domain',
  ];
}
