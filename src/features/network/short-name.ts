/**
 * Of a network of Docker, of Kubernetes or of Service Connect: DNS knows a name by its domain alone, and the domain of a
 * cluster of Kubernetes only inside it.
 */
export function isShortName(host: string): boolean {
  return isOfKubernetes(host) || (/^[a-z0-9_-]+$/i.test(host) && /[a-z]/i.test(host) && !/^localhost$/i.test(host));
}

/** Source: https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/ */
function isOfKubernetes(host: string): boolean {
  return /\.svc(\.cluster\.local)?$/i.test(host);
}

/** What is wrong with it, and what to do, where tasks do not take part in Service Connect. */
export function shortNameInWords(host: string, containers: readonly string[] = []): [message: string, hint: string] {
  if (isOfKubernetes(host)) {
    return [
      `has the host ${host}, which only the DNS of a cluster of Kubernetes knows`,
      'set the name of the load balancer or ingress that leads to it, or acknowledge it if the DNS of the VPC asks that cluster',
    ];
  }
  return [
    `has the host ${host} without a domain, which DNS in a VPC does not know`,
    containers.includes(host)
      ? `write localhost instead of ${host}: the containers of a task share its address`
      : 'write the whole name of the host, or acknowledge it if the DHCP options of the VPC have its domain',
  ];
}
