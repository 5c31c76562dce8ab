/** A secret that is known by its shape, wherever it stands. */
export interface SecretShape {
  /** As a message says it: "contains …". */
  readonly what: string;
  readonly pattern: RegExp;
}

// https://www.rfc-editor.org/rfc/rfc7468
export const PRIVATE_KEY = /-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----/;

/**
 * Of keys and tokens whose makers begin them with letters of their own, those that a team of data engineers has.
 * Where nothing else is said, the source is https://github.com/gitleaks/gitleaks/blob/v8.30.1/config/gitleaks.toml
 */
export const SECRET_SHAPES: readonly SecretShape[] = [
  { what: 'a Prefect API key', pattern: /\bpn[ub]_[A-Za-z0-9]{8,}/ },
  { what: 'an AWS access key', pattern: /\b(A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/ },
  { what: 'a key of Amazon Bedrock', pattern: /\b(ABSK[A-Za-z0-9+/]{109}|bedrock-api-key-YmVkcm9jay)/ },
  // https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  { what: 'a token of GitHub', pattern: /\b(gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22,})/ },
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  {
    what: 'a token of GitLab',
    pattern: /\b(gl(pat|dt|rt|cbt|ptt|ft|ffct|imt|oas|soat|agent)-[A-Za-z0-9_-]{20,}|GR1348941[A-Za-z0-9_-]{20})/,
  },
  // https://api.slack.com/authentication/token-types
  { what: 'a token of Slack', pattern: /\b(xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[0-9]-[A-Z0-9]+-[0-9]+-[a-z0-9]+)/ },
  {
    what: 'a webhook of Slack, whose address is its key',
    pattern: /\bhooks\.slack\.com\/(services|workflows|triggers)\/[A-Za-z0-9+/]{40,}/,
  },
  {
    what: 'a webhook of Microsoft Teams, whose address is its key',
    pattern: /\bwebhook\.office\.com\/webhookb2\/[a-z0-9-]{36}@/,
  },
  { what: 'a private key', pattern: PRIVATE_KEY },
  { what: 'a private key of age', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{58}/ },
  {
    what: 'a JSON Web Token',
    pattern: /\bey[A-Za-z0-9_-]{17,300}\.ey[A-Za-z0-9_-]{17,}\.[A-Za-z0-9_-]{10,}/,
  },
  // https://docs.docker.com/security/access-tokens/
  { what: 'a token of Docker Hub', pattern: /\bdckr_(pat|oat)_[A-Za-z0-9_-]{20,}/ },
  { what: 'a token of PyPI', pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,}/ },
  { what: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}/ },
  { what: 'a key of Artifactory', pattern: /\b(AKCp[A-Za-z0-9]{69}|cmVmd[A-Za-z0-9]{59})\b/ },
  { what: 'a token of Databricks', pattern: /\bdapi[a-f0-9]{32}/ },
  { what: 'a key of ClickHouse Cloud', pattern: /\b4b1d[A-Za-z0-9]{38}\b/ },
  { what: 'a token of PlanetScale', pattern: /\bpscale_(tkn|oauth|pw)_[A-Za-z0-9=._-]{32,}/ },
  { what: 'a token of Airtable', pattern: /\bpat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b/ },
  { what: 'a token of Notion', pattern: /\bntn_[0-9]{11}[A-Za-z0-9]{35}/ },
  { what: 'a token of Hugging Face', pattern: /\b(hf|api_org)_[A-Za-z]{34}\b/ },
  { what: 'a key of OpenAI', pattern: /\bsk-[A-Za-z0-9_-]{20,160}T3BlbkFJ[A-Za-z0-9_-]{20,}/ },
  { what: 'a key of Anthropic', pattern: /\bsk-ant-[a-z]+[0-9]{2}-[A-Za-z0-9_-]{80,}/ },
  { what: 'a key of Perplexity', pattern: /\bpplx-[A-Za-z0-9]{48}/ },
  { what: 'a key of Google', pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  {
    what: 'a secret of an application in Azure',
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}/,
  },
  { what: 'a key of Stripe', pattern: /\b[rs]k_(live|test|prod)_[A-Za-z0-9]{10,}/ },
  { what: 'a key of SendGrid', pattern: /\bSG\.[A-Za-z0-9=_-]{22}\.[A-Za-z0-9=_-]{43}/ },
  { what: 'a key of New Relic', pattern: /\bNRAK-[A-Z0-9]{27}\b/ },
  { what: 'a token of Grafana', pattern: /\b(glsa_[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}|glc_[A-Za-z0-9+/]{32,})/ },
  { what: 'a token of Dynatrace', pattern: /\bdt0c01\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{64}/ },
  { what: 'a token of Sentry', pattern: /\b(sntryu_[a-f0-9]{64}|sntrys_eyJ[A-Za-z0-9+/]{30,})/ },
  { what: 'a token of Vault', pattern: /\bhv[bs]\.[A-Za-z0-9_-]{90,}/ },
  { what: 'a token of HCP Terraform', pattern: /\b[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9=_-]{60,}/ },
  { what: 'a token of Pulumi', pattern: /\bpul-[a-f0-9]{40}\b/ },
  { what: 'a token of Doppler', pattern: /\bdp\.(pt|st|ct|sa|scim|audit)\.[A-Za-z0-9._-]{40,}/ },
  { what: 'a token of 1Password', pattern: /\bops_eyJ[A-Za-z0-9+/]{250,}/ },
  { what: 'a token of DigitalOcean', pattern: /\bdo[opr]_v1_[a-f0-9]{64}/ },
];
