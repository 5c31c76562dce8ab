/** A secret that is known by its shape, wherever it stands. */
export interface SecretShape {
  /** As a message says it: "contains …". */
  readonly what: string;
  /** Without flags: all are asked at once. */
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
  // https://discord.com/developers/docs/resources/webhook
  {
    what: 'a webhook of Discord, whose address is its key',
    pattern: /\bdiscord(app)?\.com\/api\/webhooks\/[0-9]{17,20}\/[A-Za-z0-9_-]{60,}/,
  },
  { what: 'a token of a bot of Telegram', pattern: /\b[0-9]{8,16}:A[A-Za-z0-9_-]{34}\b/ },
  // https://support.pagerduty.com/main/docs/api-access-keys and .../services-and-integrations
  {
    what: 'a key of PagerDuty',
    pattern:
      /\bpdus\+_[A-Za-z0-9_-]{20,}|\bu\+[A-Za-z0-9_+-]{18}\b|\bevents\.(eu\.)?pagerduty\.com\/integration\/[a-f0-9]{32}/,
  },
  { what: 'a private key', pattern: PRIVATE_KEY },
  // https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html
  {
    what: 'an AWS secret key',
    pattern:
      /(SECRET_?ACCESS_?KEY|[sS]ecret_?[aA]ccess_?[kK]ey)["']?\s{0,9}[=:]\s{0,9}["']?[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/])/,
  },
  // https://learn.microsoft.com/en-us/azure/storage/common/storage-configure-connection-string
  {
    what: 'a key of Azure',
    pattern: /\b(Account|SharedAccess)Key=[A-Za-z0-9+/]{40,}=|[?&]sig=[A-Za-z0-9%+/]{20,}/,
  },
  { what: 'a private key of age', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{58}/ },
  {
    what: 'a JSON Web Token',
    pattern: /\bey[A-Za-z0-9_-]{17,300}\.ey[A-Za-z0-9_-]{17,}\.[A-Za-z0-9_-]{10,}/,
  },
  // https://docs.docker.com/security/access-tokens/
  { what: 'a token of Docker Hub', pattern: /\bdckr_(pat|oat)_[A-Za-z0-9_-]{20,}/ },
  {
    what: 'the credentials of a container registry',
    pattern: /"auths"\s{0,9}:[\s\S]{0,200}"auth"\s{0,9}:\s{0,9}"[A-Za-z0-9+/=]{8,}/,
  },
  { what: 'a token of PyPI', pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,}/ },
  { what: 'a token of npm', pattern: /\bnpm_[A-Za-z0-9]{36}/ },
  { what: 'a key of Artifactory', pattern: /\b(AKCp[A-Za-z0-9]{69}|cmVmd[A-Za-z0-9]{59})\b/ },
  // https://docs.getdbt.com/docs/dbt-cloud-apis/authentication
  { what: 'a token of dbt', pattern: /\bdbt[cu]_[A-Za-z0-9_=-]{30,}/ },
  { what: 'a token of Databricks', pattern: /\bdapi[a-f0-9]{32}/ },
  { what: 'a key of ClickHouse Cloud', pattern: /\b4b1d[A-Za-z0-9]{38}\b/ },
  { what: 'a token of PlanetScale', pattern: /\bpscale_(tkn|oauth|pw)_[A-Za-z0-9=._-]{32,}/ },
  { what: 'a token of Airtable', pattern: /\bpat[A-Za-z0-9]{14}\.[a-f0-9]{64}\b/ },
  { what: 'a token of Notion', pattern: /\bntn_[0-9]{11}[A-Za-z0-9]{35}/ },
  { what: 'a token of Hugging Face', pattern: /\b(hf|api_org)_[A-Za-z]{34}\b/ },
  { what: 'a key of OpenAI', pattern: /\bsk-[A-Za-z0-9_-]{20,160}T3BlbkFJ[A-Za-z0-9_-]{20,}/ },
  { what: 'a key of Anthropic', pattern: /\bsk-ant-[a-z]+[0-9]{2}-[A-Za-z0-9_-]{80,}/ },
  { what: 'a key of Perplexity', pattern: /\bpplx-[A-Za-z0-9]{48}/ },
  // https://console.groq.com/docs/quickstart, https://docs.x.ai, https://replicate.com/docs/reference/http
  { what: 'a key of Groq', pattern: /\bgsk_[A-Za-z0-9]{52}/ },
  { what: 'a key of xAI', pattern: /\bxai-[A-Za-z0-9]{80}/ },
  { what: 'a token of Replicate', pattern: /\br8_[A-Za-z0-9]{37}/ },
  { what: 'a key of Google', pattern: /\bAIza[A-Za-z0-9_-]{35}/ },
  // https://developers.google.com/identity/protocols/oauth2
  { what: 'a secret of a client of Google', pattern: /\b(GOCSPX-[A-Za-z0-9_-]{28}|ya29\.[A-Za-z0-9_-]{20,})/ },
  {
    what: 'a secret of an application in Azure',
    pattern: /(?<![A-Za-z0-9_~.-])[A-Za-z0-9_~.]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}/,
  },
  { what: 'a key of Stripe', pattern: /\b[rs]k_(live|test|prod)_[A-Za-z0-9]{10,}/ },
  { what: 'a key of SendGrid', pattern: /\bSG\.[A-Za-z0-9=_-]{22}\.[A-Za-z0-9=_-]{43}/ },
  { what: 'a token of Atlassian', pattern: /\bATATT3[A-Za-z0-9_=-]{150,}/ },
  { what: 'a key of Linear', pattern: /\blin_api_[A-Za-z0-9]{40}/ },
  { what: 'a key of Postman', pattern: /\bPMAK-[a-f0-9]{24}-[a-f0-9]{34}/ },
  { what: 'a token of Shopify', pattern: /\bshp(at|ca|pa|ss)_[a-fA-F0-9]{32}/ },
  // https://supabase.com/docs/reference/api/introduction
  { what: 'a token of Supabase', pattern: /\bsbp_[a-f0-9]{40}/ },
  { what: 'a key of Mailgun', pattern: /\bkey-[a-f0-9]{32}\b/ },
  { what: 'a key of Cloudflare', pattern: /\bv1\.0-[a-f0-9]{24}-[a-f0-9]{146}/ },
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
